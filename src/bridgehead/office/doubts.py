"""What was not understood, and what settles it: a person's verdict, or what a person mended there."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet

from bridgehead.office import queries
from bridgehead.office.models import Document, Record
from bridgehead.office.reading import repaired
from bridgehead.repair import Repaired

__all__ = ["add_words", "by_kind", "following", "open_doubts"]

AROUND = 24
"""Characters that are shown before and behind a doubt."""

_TOLD = {"year": "date_inferred_from", "place": "data__place_inferred_from"}
"""Kinds of doubt that a fact of the document settles, and where it stands that a person told it."""
_BY_HAND = "人工核定"
"""How `bridgehead.records.corrected` says that a person told a fact."""


def _mended() -> Q:
    """Hold for doubts at whose place a person added or corrected a record.

    A mended headline settles the doubt about the headline alone, although its article holds all the others.
    """
    there = Record.objects.filter(
        document=OuterRef("document"),
        start__lt=OuterRef("end"),
        end__gt=OuterRef("start"),
        method="person",
        withdrawn=False,
    )
    return Q(Exists(there.exclude(type="article"))) | Q(Exists(there.filter(type="article")), theme="head")


def _told() -> Q:
    """Hold for doubts about a fact of the document that a person told meanwhile."""
    found = Q()
    for kind, name in _TOLD.items():
        told = Document.objects.filter(pk=OuterRef("document"), **{f"{name}__startswith": _BY_HAND})
        found |= Q(Exists(told), theme=kind)
    return found


def open_doubts() -> QuerySet[Record]:
    """Return what was not understood and nothing has settled, the newest documents first."""
    left = queries.with_verdict(queries.records("doubt")).filter(verdict=None).exclude(_mended() | _told())
    return left.order_by(F("document__date_published").desc(nulls_last=True), "document__path", "order")


def add_words(found: Iterable[Record]) -> None:
    """Add to each doubt what stands ``before`` and ``after`` it in its paragraph, as repaired."""
    rows = list(found)
    texts: dict[str, Repaired] = {}
    for document in Document.objects.filter(pk__in={row.document_id for row in rows}):
        texts[document.pk] = repaired(document)
    for row in rows:
        text = texts[row.document_id]
        start, end = text.to_clean(row.start), text.to_clean(row.end)
        head = text.clean[max(0, start - AROUND) : start].rpartition("\n")[2]
        tail = text.clean[end : end + AROUND].partition("\n")[0]
        row.before = "…" * (len(head) == AROUND) + head.lstrip()  # type: ignore[attr-defined]
        row.after = tail.rstrip() + "…" * (len(tail) == AROUND)  # type: ignore[attr-defined]


def by_kind(found: QuerySet[Record]) -> dict[str, int]:
    """Return how many doubts there are of each kind, most first."""
    rows = found.order_by().values_list("theme").annotate(n=Count("pk"))
    return dict(sorted(rows, key=lambda row: (-row[1], row[0])))


def following(doubt: Record) -> Record | None:
    """Return the next open doubt of the same document, or else the first of all."""
    left = open_doubts().exclude(pk=doubt.pk)
    below = left.filter(document=doubt.document_id, order__gt=doubt.order).order_by("order")
    return below.first() or left.first()
