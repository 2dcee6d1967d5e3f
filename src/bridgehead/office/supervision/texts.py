"""The index by which search finds items: kept by the writer, which in bulk is quicker than triggers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice

from django.db import connection

from bridgehead.office.search import Index
from bridgehead.office.supervision.models import LedgerText
from bridgehead.office.supervision.rows import Row, write

__all__ = ["INDEX", "keep_texts", "rebuild_index"]

INDEX = Index("office_ledgertext", "office_item_grams")
AT_ONCE = 500


def keep_texts(fresh: Sequence[Row], old: Sequence[Row]) -> None:
    """Write what items are found by.

    Parameters
    ----------
    fresh, old : sequence of dict
        The rows of items that are new, and of those that were there.
    """
    kept = {}
    for ids in _chunks([row["id"] for row in old]):
        kept.update(LedgerText.objects.filter(id__in=ids).values_list("id", "text"))
    changed = [row for row in old if kept.get(row["id"]) != row["text"]]
    sqlite = connection.vendor == "sqlite"
    with connection.cursor() as cursor:
        if sqlite:
            for ids in _chunks([row["id"] for row in changed]):
                marks = ", ".join(["%s"] * len(ids))
                cursor.execute(
                    f"INSERT INTO {INDEX.grams}({INDEX.grams}, rowid, grams)"
                    f" SELECT 'delete', id, grams FROM {INDEX.entries} WHERE id IN ({marks})",
                    ids,
                )
        write(LedgerText, changed, over=True)
        write(LedgerText, fresh)
        if sqlite:
            # The index is not asked to look the texts up again: SQLite would read each row by its id.
            pairs = [(row["id"], row["grams"]) for row in (*changed, *fresh)]
            cursor.executemany(f"INSERT INTO {INDEX.grams}(rowid, grams) VALUES (%s, %s)", pairs)


def rebuild_index() -> None:
    """Build the index anew from the texts; on PostgreSQL it is the database's own and needs nothing."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute(f"INSERT INTO {INDEX.grams}({INDEX.grams}) VALUES ('rebuild')")


def _chunks(ids: Sequence[int]) -> Iterator[list[int]]:
    whole = iter(ids)
    while part := list(islice(whole, AT_ONCE)):
        yield part
