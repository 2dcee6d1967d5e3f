"""What was done about what was asked: the questions that the follow-through pages ask.

Where an ask stands is never stored. It follows from its links, from the gap, and from what people decided.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from django.db.models import Case, CharField, Count, Exists, F, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from bridgehead.office import queries
from bridgehead.office.models import Record, Review

__all__ = [
    "ASKS",
    "STANDINGS",
    "Standing",
    "address",
    "asks",
    "bar",
    "bars",
    "claims",
    "evidence",
    "gap",
    "is_near",
    "promises",
    "rank",
    "standings",
    "with_best",
    "with_standing",
]

ASKS = ("directive", "commitment")
"""The record types that something can be done about."""

STANDINGS = {
    "confirmed": _("已确认落实"),
    "proposed": _("有落实证据，待核"),
    "possible": _("只有相关线索"),
    "none": _("未见落实"),
    "unsearched": _("尚未追踪"),
}
"""Where an ask stands, from the best to the least known."""


def _links(**narrowed: Any) -> QuerySet[Record]:
    """Return the links to the outer ask, with their verdicts."""
    found = Record.objects.filter(type="link", answers=OuterRef("pk"), withdrawn=False, **narrowed)
    return queries.with_verdict(found.order_by())


def with_standing(found: QuerySet[Record]) -> QuerySet[Record]:
    """Add to each ask its ``standing`` and its ``evidence_count``: links that nobody rejected.

    A person's word outweighs the machine's: one confirmed link is enough, and a rejected one counts no more.
    """
    kept = _links().filter(Q(verdict=None) | Q(verdict=Review.Verdict.CONFIRMED))
    number = kept.values("answers").annotate(n=Count("pk")).values("n")
    gaps = Record.objects.filter(type="gap", answers=OuterRef("pk"), withdrawn=False)
    standing = Case(
        When(Exists(_links().filter(verdict=Review.Verdict.CONFIRMED)), then=Value("confirmed")),
        When(Exists(_links(data__claim=True).filter(verdict=None)), then=Value("proposed")),
        When(Exists(_links().filter(verdict=None)), then=Value("possible")),
        When(Exists(gaps) | Exists(_links()), then=Value("none")),
        default=Value("unsearched"),
        output_field=CharField(),
    )
    return found.annotate(standing=standing, evidence_count=Coalesce(Subquery(number[:1]), 0))


def asks() -> QuerySet[Record]:
    """Return everything that something can be done about, newest first, with where it stands."""
    found = with_standing(queries.records(*ASKS).filter(queries.ONCE))
    return found.order_by(F("when").desc(nulls_last=True), "document__path", "order")


class Standing(NamedTuple):
    """How many asks stand at one place, and the part of a bar of 100 that they take."""

    name: str
    word: Promise
    number: int
    start: float
    width: float


def bar(found: QuerySet[Record]) -> list[Standing]:
    """Return where asks stand as parts of one bar, from the best to the least known; empty without asks."""
    return _parts(standings(found))


def bars(found: QuerySet[Record], facet: str) -> dict[str, list[Standing]]:
    """Return one bar for each value of a facet, those of most asks first."""
    counted: dict[str, dict[str, int]] = {}
    rows = found.exclude(**{facet: None}).order_by().values_list(facet, "standing").annotate(n=Count("pk"))
    for value, name, number in rows:
        counted.setdefault(value, dict.fromkeys(STANDINGS, 0))[name] = number
    inorder = sorted(counted, key=lambda value: (-sum(counted[value].values()), value))
    return {value: _parts(counted[value]) for value in inorder}


def _parts(counts: Mapping[str, int]) -> list[Standing]:
    whole, at, out = sum(counts.values()), 0.0, []
    for name, word in STANDINGS.items():
        if counts[name]:
            width = 100 * counts[name] / whole
            out.append(Standing(name, word, counts[name], round(at, 3), round(width, 3)))
            at += width
    return out


def standings(found: QuerySet[Record]) -> dict[str, int]:
    """Return how many asks stand where, every standing named."""
    counted = dict(found.order_by().values_list("standing").annotate(n=Count("pk")))
    return {name: counted.get(name, 0) for name in STANDINGS}


_ORDER = {Review.Verdict.CONFIRMED.value: 0, None: 1, Review.Verdict.REJECTED.value: 2}


def rank(link: Record) -> tuple[int, bool, float, str]:
    """Order links: confirmed, then claimed, then by score; rejected last."""
    verdict = link.verdict  # type: ignore[attr-defined]
    return _ORDER[verdict], not link.data.get("claim"), -(link.value or 0.0), link.when or ""


def is_near(link: Record) -> bool:
    """Return whether a link is shown at once: one that is claimed, decided, or no weak one."""
    return bool(link.data.get("claim") or link.verdict) or link.data.get("level") != "weak"  # type: ignore[attr-defined]


def evidence(ask: Record) -> list[Record]:
    """Return the links of an ask, each with its verdict, the best first."""
    found = queries.with_verdict(queries.records("link").filter(answers=ask.pk))
    return sorted(found, key=rank)


def claims() -> QuerySet[Record]:
    """Return the links that the machine takes for an answer and nobody has decided on, the newest first."""
    found = queries.with_verdict(queries.records("link").filter(data__claim=True)).filter(verdict=None)
    return found.order_by(F("when").desc(nulls_last=True), F("value").desc(nulls_last=True), "pk")


def with_best(found: QuerySet[Record]) -> Iterator[Record]:
    """Yield the asks, each with its best link as ``best``, None where nothing answers it."""
    links = queries.with_verdict(queries.records("link")).exclude(answers=None)
    best: dict[str, Record] = {}
    for link in links.iterator(chunk_size=2000):
        before = best.get(link.answers or "")
        if before is None or rank(link) < rank(before):
            best[link.answers or ""] = link
    for ask in found.iterator(chunk_size=2000):
        ask.best = best.get(ask.pk)  # type: ignore[attr-defined]
        yield ask


def address(ask: Record) -> str:
    """Return the address of an ask's page of evidence."""
    return reverse("follow_one", args=[ask.pk])


def gap(ask: Record) -> Record | None:
    """Return what was searched in vain for an ask, if that is known."""
    return queries.records("gap").filter(answers=ask.pk).first()


def promises(ask: Record) -> QuerySet[Record]:
    """Return the commitments that reply to a directive, in the order in which they were given."""
    return queries.records("commitment").filter(answers=ask.pk).order_by("when", "document__path", "order")
