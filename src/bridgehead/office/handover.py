"""Records handed over to others: the rows of a ledger in the forms of `bridgehead.report.exchange`.

Only what has a ledger goes out this way, and the people as the documents name them; appeals never do.
"""

from __future__ import annotations

from collections.abc import Iterator

import msgspec
from django.db.models import QuerySet

from bridgehead import records
from bridgehead.office import queries
from bridgehead.office.models import Document, Record

__all__ = ["FORMS", "PEOPLE", "handed_over"]

FORMS: dict[str, tuple[str, ...]] = {
    "event": ("csv", "popolo", "ocd", "ftm", "schema"),
    "directive": ("csv", "ftm", "schema"),
    "commitment": ("csv", "ftm", "schema"),
    "project": ("csv", "ftm", "schema"),
    "observation": ("csv", "schema"),
    "people": ("popolo", "ftm", "schema"),
}
"""Which forms hold which records."""
PEOPLE = ("person", "post", "membership", "organization", "area")
"""The record types that the form of the people is made of."""
ENDINGS = {
    "csv": ("csv", "text/csv; charset=utf-8"),
    "popolo": ("popolo.json", "application/json"),
    "ocd": ("ocd.jsonl", "application/x-ndjson"),
    "ftm": ("ftm.jsonl", "application/x-ndjson"),
    "schema": ("schema.jsonld", "application/ld+json"),
}
"""How a file of each form ends, and its media type."""


def _typed(found: QuerySet[Record]) -> Iterator[records.Record]:
    """Yield the documents of some records, then the records, as they were read."""
    wanted = found.order_by().values("document")
    for data in Document.objects.filter(pk__in=wanted).order_by("path").values_list("data", flat=True):
        yield records.loads(msgspec.json.encode(data))
    for data in found.values_list("data", flat=True).iterator(chunk_size=2000):
        yield records.loads(msgspec.json.encode(data))


def handed_over(type: str, form: str, found: QuerySet[Record] | None = None) -> Iterator[bytes]:
    """Yield a file of records in a form that others read.

    Parameters
    ----------
    type, form : str
        Of `FORMS`.
    found : QuerySet of Record, optional
        The rows of the ledger; for the people, all.
    """
    from bridgehead.report import exchange

    if found is None:
        found = queries.records(*PEOPLE).order_by("document__path", "order")
    if form == "csv":
        # A spreadsheet takes UTF-8 for what it is only behind this mark.
        mark = "\ufeff"
        for line in exchange.table(_typed(found), type):
            yield f"{mark}{line}".encode()
            mark = ""
        return
    for one in exchange.exchange(_typed(found), form).objects:
        yield msgspec.json.encode(one) + b"\n"
