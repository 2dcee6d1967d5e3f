"""What was asked, promised and done, in order of time: one line of days for a person, a place or a theme."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import F, QuerySet

from bridgehead.office import answers, queries
from bridgehead.office.models import Record, Review

__all__ = ["Day", "Line", "line"]

MOST = 300
"""How many asks and how many events a line is made of: the newest."""
DAYS = 40
"""How many days it shows."""


@dataclass(slots=True)
class Day:
    """What happened, was said and was found on one day, or in one month where no day is known.

    Attributes
    ----------
    when : str
        A partial date.
    why : str or None
        From what it was inferred; None where it is stated.
    events, said, found : list of Record
        Events; directives and commitments; links, each with its asks as ``asks``.
    """

    when: str
    why: str | None
    events: list[Record] = field(default_factory=list)
    said: list[Record] = field(default_factory=list)
    found: list[Record] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Line:
    """Days in order of time, those of an unknown year behind them, and how many records are left out.

    Attributes
    ----------
    days : list of Day
        The last `DAYS` of them.
    earlier : int
        Days that are not shown.
    undated : int
        Asks and events without any date.
    """

    days: list[Day]
    earlier: int
    undated: int


def _newest(found: QuerySet[Record]) -> list[Record]:
    return list(found.order_by(F("when").desc(nulls_last=True), "document__path", "order")[:MOST])


def _tells(link: Record) -> bool:
    """Whether a link belongs on the line: nobody rejected it, and it is more than words said again."""
    verdict = link.verdict  # type: ignore[attr-defined]
    if verdict or link.data.get("claim"):
        return bool(verdict != Review.Verdict.REJECTED)
    return answers.is_near(link) and link.data.get("kind") != "echo"


def _evidence(asks: Iterable[Record]) -> list[Record]:
    """Return the sentences that answer these asks, each once, the best first, with its asks as ``asks``."""
    by_id = {ask.pk: ask for ask in asks}
    links = queries.with_verdict(queries.records("link").filter(answers__in=by_id))
    once: dict[tuple[str, int, int], Record] = {}
    for link in sorted(filter(_tells, links), key=answers.rank):
        best = once.setdefault((link.document_id, link.start, link.end), link)
        best.asks = [*getattr(best, "asks", ()), by_id[link.answers or ""]]  # type: ignore[attr-defined]
    return list(once.values())


def line(asks: QuerySet[Record], events: QuerySet[Record] | None = None) -> Line:
    """Return asks, their evidence and events in order of time.

    Parameters
    ----------
    asks : QuerySet of Record
        Directives and commitments.
    events : QuerySet of Record, optional
        What happened beside.
    """
    said = _newest(asks)
    happened = _newest(events) if events is not None else []
    days: dict[str, Day] = {}
    undated = 0
    for part, records in (("events", happened), ("said", said), ("found", _evidence(said))):
        for record in records:
            if not record.when:
                undated += 1
                continue
            day = days.setdefault(record.when, Day(record.when, record.when_inferred))
            getattr(day, part).append(record)
    inorder = sorted(days.values(), key=lambda day: (day.when.startswith("-"), day.when))
    return Line(inorder[-DAYS:], max(0, len(inorder) - DAYS), undated)
