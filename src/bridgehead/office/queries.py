"""The questions that pages ask. Every answer is a queryset or plain values; withdrawn records stay out."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from django.db.models import Count, F, Max, Min, OuterRef, Q, QuerySet, Subquery, TextField, Value
from django.db.models.functions import NullIf, Substr

from bridgehead.office import search
from bridgehead.office.models import Document, Mention, Record, Review

__all__ = [
    "LEDGERS",
    "ONCE",
    "PostSeen",
    "by_month",
    "counts",
    "documents",
    "inferred",
    "ledger",
    "mentions",
    "named",
    "neighbours",
    "not_understood",
    "on_days",
    "people",
    "places",
    "posts",
    "records",
    "records_naming",
    "records_of",
    "reports",
    "themes",
    "titles",
    "with_verdict",
]

LEDGERS = ("directive", "commitment", "observation", "project", "event")
"""The record types that have a ledger page."""
HEAVY = ("raw", "clean", "edits", "lines", "data")
"""The columns of a document that only its own page needs."""


ONCE = Q(data__same_as__isnull=True) | Q(data__same_as=None)
"""Leaves out what another one stands for: several documents print the same report."""


def documents(*, withdrawn: bool = False) -> QuerySet[Document]:
    """Return the documents without their texts, newest first, each with its ``record_count``."""
    found = Document.objects.defer(*HEAVY).annotate(
        record_count=Count("records", filter=Q(records__withdrawn=False))
    )
    found = found if withdrawn else found.filter(withdrawn=False)
    return found.order_by(F("date_published").desc(nulls_last=True), "path")


def titles() -> QuerySet[Any, Any]:
    """Return the titles that a filter offers, the newest first."""
    found = Document.objects.filter(withdrawn=False, title__isnull=False)
    newest = found.order_by(F("date_published").desc(nulls_last=True), "path")
    return newest.values_list("title", flat=True)[:200]


def records(*types: str, withdrawn: bool = False) -> QuerySet[Record]:
    """Return the records of some types (by default all), each with its document but not the texts."""
    found = Record.objects.select_related("document").defer(*(f"document__{name}" for name in HEAVY))
    if types:
        found = found.filter(type__in=types)
    return found if withdrawn else found.filter(withdrawn=False)


def records_of(document: Document | str, *types: str, withdrawn: bool = False) -> QuerySet[Record]:
    """Return a document's records in reading order."""
    return records(*types, withdrawn=withdrawn).filter(document=document).order_by("order")


def on_days(found: QuerySet[Record], since: str | None, until: str | None) -> QuerySet[Record]:
    """Narrow a query to records whose partial date may lie in a span of days.

    Parameters
    ----------
    found : QuerySet of Record
        The records.
    since, until : str or None
        ISO dates, whole or partial, both included. ``2023-02`` lies both after ``2023-02-15`` and before it,
        as far as is known; a date without a year lies nowhere.
    """
    if since:
        coarser = [since[:4], since[:7]]
        found = found.filter(Q(when__gte=since) | Q(when__in=coarser))
    if until:
        found = found.filter(Q(when__lte=until) | Q(when__startswith=until))
    if since or until:
        found = found.exclude(when__startswith="--")
    return found


def ledger(
    type: str,
    *,
    text: str = "",
    who: str | None = None,
    where: str | None = None,
    theme: str | None = None,
    document: str | None = None,
    since: str | None = None,
    until: str | None = None,
    withdrawn: bool = False,
) -> QuerySet[Record]:
    """Return the rows of a ledger, newest first.

    Parameters
    ----------
    type : str
        One of `LEDGERS`, or any other record type.
    text : str
        Words that must all be found (`bridgehead.office.search.matching`).
    who, where : str, optional
        A person's or a place's name, as the record's facet or anywhere among its mentions.
    theme, document : str, optional
        A theme; a document's id.
    since, until : str, optional
        ISO dates, see `on_days`.
    withdrawn : bool
        Whether withdrawn records are among them.
    """
    found = on_days(search.matching(records(type, withdrawn=withdrawn), text), since, until)
    if not document:
        found = found.filter(ONCE)
    if who:
        found = found.filter(Q(who=who) | Q(id__in=_ids_naming("person", who)))
    if where:
        found = found.filter(Q(where=where) | Q(id__in=_ids_naming("place", where)))
    if theme:
        found = found.filter(theme=theme)
    if document:
        found = found.filter(document=document)
    return found.order_by(F("when").desc(nulls_last=True), "document__path", "order")


def with_verdict(found: QuerySet[Record]) -> QuerySet[Record]:
    """Add each record's newest verdict as ``verdict``, None where nobody decided or somebody took it back.

    Notes decide nothing.
    """
    newest = (
        Review.objects.filter(record=OuterRef("pk"))
        .exclude(verdict=Review.Verdict.NOTED)
        .order_by("-at", "-id")
        .values("verdict")[:1]
    )
    return found.annotate(
        verdict=NullIf(Subquery(newest), Value(Review.Verdict.REOPENED, output_field=TextField()))
    )


def reports(event: Record) -> QuerySet[Record]:
    """Return what other documents say of the same event, in the order of their paths."""
    stands = event.data.get("same_as") or event.pk
    return (
        records("event")
        .filter(Q(pk=stands) | Q(data__same_as=stands), document__in=event.data.get("sources") or ())
        .exclude(pk=event.pk)
        .order_by("document__path", "order")
    )


def neighbours(record: Record) -> tuple[Record | None, Record | None]:
    """Return the records of the same type before and after this one in its document."""
    beside = records_of(record.document_id, record.type)
    return (
        beside.filter(order__lt=record.order).last(),
        beside.filter(order__gt=record.order).first(),
    )


# People and places

# Not a comparison: PostgreSQL's own languages pass over the dashes of a date without a year.
_YEAR = ~Q(record__when__startswith="-")


def _ids_naming(kind: str, name: str) -> QuerySet[Any]:
    return Mention.objects.filter(kind=kind, name=name).values("record_id")


def named(kind: str, *, text: str = "") -> QuerySet[Any]:
    """Return the names of a kind, most mentioned first.

    Parameters
    ----------
    kind : {"person", "place", "organization"}
        What is named.
    text : str
        A part of the name; by default all names.

    Returns
    -------
    QuerySet of dict
        ``name``, ``records`` and ``documents`` (how many name it), ``first`` and ``last`` (partial dates).
    """
    found = Mention.objects.filter(kind=kind, record__withdrawn=False)
    if text:
        found = found.filter(name__contains=text)
    return (
        found.values("name")
        .annotate(
            records=Count("record", distinct=True),
            documents=Count("record__document", distinct=True),
            first=Min("record__when", filter=_YEAR),
            last=Max("record__when", filter=_YEAR),
        )
        .order_by("-records", "name")
    )


def inferred(kind: str, names: Sequence[str]) -> dict[tuple[str, str], str]:
    """Return which dates of names were inferred, and from what: ``{(name, when): why}``."""
    rows = Mention.objects.filter(
        kind=kind, name__in=names, record__withdrawn=False, record__when_inferred__isnull=False
    ).exclude(record__when=None)
    found = rows.order_by("id").values_list("name", "record__when", "record__when_inferred").distinct()
    return {(name, when): why for name, when, why in found}


def people(*, text: str = "") -> QuerySet[Any]:
    """Return the people that records name (`named`)."""
    return named("person", text=text)


def places(*, text: str = "") -> QuerySet[Any]:
    """Return the places that records name (`named`)."""
    return named("place", text=text)


def mentions(kind: str, name: str) -> QuerySet[Mention]:
    """Return every mention of a name, each with its record and document, newest first."""
    return (
        Mention.objects.filter(kind=kind, name=name, record__withdrawn=False)
        .select_related("record__document")
        .defer(*(f"record__document__{column}" for column in HEAVY))
        .order_by(F("record__when").desc(nulls_last=True), "record__document", "record__order", "id")
    )


def records_naming(kind: str, name: str, *types: str, roles: Iterable[str] = ()) -> QuerySet[Record]:
    """Return the records that name someone or some place, newest first; an event of several reports once.

    Parameters
    ----------
    kind, name : str
        Such as ``"person"`` and a name.
    *types : str
        Only records of these types.
    roles : iterable of str
        Only where the name plays one of these parts: ``leader``, ``companion``, ``issuer``, ``visited`` …
    """
    ids = _ids_naming(kind, name)
    if wanted := list(roles):
        ids = ids.filter(role__in=wanted)
    found = records(*types).filter(ONCE, id__in=ids)
    return found.order_by(F("when").desc(nulls_last=True), "document__path", "order")


class PostSeen(NamedTuple):
    """A post in which documents see a person.

    Attributes
    ----------
    post : str
        As written.
    first, last : str or None
        Partial dates of the earliest and the latest sighting; None without a year.
    documents : int
        How many documents see it.
    inferred : str or None
        From what the earlier or the later date was inferred, if one was.
    """

    post: str
    first: str | None
    last: str | None
    documents: int
    inferred: str | None = None

    @property
    def when(self) -> str | None:
        """From the earliest to the latest sighting."""
        return self.first if self.first == self.last else f"{self.first}/{self.last}"


def posts(names: Sequence[str]) -> dict[str, list[PostSeen]]:
    """Return the posts of people by name, latest first; names without a post are left out."""
    rows = (
        Mention.objects.filter(kind="person", name__in=names, post__isnull=False, record__withdrawn=False)
        .values("name", "post")
        .annotate(
            first=Min("record__when", filter=_YEAR),
            last=Max("record__when", filter=_YEAR),
            documents=Count("record__document", distinct=True),
        )
        .order_by("name", "post")
    )
    why = inferred("person", names)
    found: dict[str, list[PostSeen]] = defaultdict(list)
    for name, post, first, last, documents in rows.values_list("name", "post", "first", "last", "documents"):
        reason = why.get((name, last or ""), why.get((name, first or "")))
        found[name].append(PostSeen(post, first, last, documents, reason))
    for seen in found.values():
        seen.sort(key=lambda post: post.last or "", reverse=True)
    return dict(found)


# What the home page counts


def counts() -> dict[str, int]:
    """Return how many records of each type there are, and how many documents."""
    once = Q(withdrawn=False) & ONCE
    rows = Record.objects.filter(once).order_by().values("type").annotate(n=Count("pk"))
    return {"document": Document.objects.filter(withdrawn=False).count()} | {
        row["type"]: row["n"] for row in rows
    }


def by_month(*types: str, among: QuerySet[Any] | None = None) -> list[tuple[str, str, int]]:
    """Return ``(month, type, how many)`` of records whose month is known, in order of time.

    Parameters
    ----------
    *types : str
        Record types; by default those of the ledgers.
    among : QuerySet, optional
        Only these records count.
    """
    found = Record.objects.filter(withdrawn=False, type__in=types or LEDGERS)
    if among is not None:
        found = found.filter(pk__in=among.order_by().values("pk"))
    rows = (
        found.filter(when__regex=r"^[0-9]{4}-[0-9]{2}")
        .filter(ONCE)
        .order_by()
        .values("type", month=Substr("when", 1, 7))
        .annotate(n=Count("pk"))
    )
    return sorted((row["month"], row["type"], row["n"]) for row in rows)


def themes(*types: str) -> list[tuple[str, int]]:
    """Return the themes of some record types and how many records have each, most first."""
    rows = (
        Record.objects.filter(ONCE, withdrawn=False, type__in=types, theme__isnull=False)
        .order_by()
        .values("theme")
        .annotate(n=Count("pk"))
    )
    return sorted(((row["theme"], row["n"]) for row in rows), key=lambda row: (-row[1], row[0]))


def not_understood() -> dict[str, QuerySet[Any]]:
    """Return what could not be understood.

    Returns
    -------
    dict
        ``unknown``: documents with places that stay unreadable, most first; ``set_aside``: documents that
        nothing is read from (fiction, template, advert); ``dateless``: documents whose date is not known.
    """
    listed = documents()
    return {
        "unknown": listed.filter(unknown_count__gt=0).order_by("-unknown_count", "path"),
        "set_aside": listed.filter(source_kind__in=("fiction", "template", "advert")),
        "dateless": listed.filter(date_published__isnull=True),
    }
