"""CSV: one table a record type, its columns the record's own fields."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator
from typing import Any

import msgspec

from bridgehead.errors import UsageError
from bridgehead.records import TYPES, Appeal, Document, Record, Sourced, to_dict

__all__ = ["table"]

_LAST = (
    "id",
    "document",
    "document_path",
    "document_url",
    "span",
    "quote",
    "quote_raw",
    "method",
    "confidence",
)
_MASKED = (
    "id",
    "received",
    "channel",
    "title",
    "body",
    "place",
    "subject",
    "department",
    "reply",
    "document",
)
"""What a table of appeals shows: masked fields only, never the row that they came from."""
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def table(records: Iterable[Record], kind: str) -> Iterator[str]:
    """Yield the lines of a CSV table (RFC 4180) of one record type.

    Text that a spreadsheet would take for a formula begins with an apostrophe. Lists are joined with ``；``;
    what has parts of its own stands there as JSON.

    Parameters
    ----------
    records : iterable of Record
        Documents among them, which give paths and addresses.
    kind : str
        A record type.

    Raises
    ------
    UsageError
        If there is no such type.
    """
    if kind not in TYPES:
        raise UsageError(
            f"没有名为“{kind}”的记录类型。",
            f"There is no record type “{kind}”.",
            try_zh="类型见 docs/records.md",
            try_en="the types are listed in docs/records.md",
        )
    columns = _columns(kind)
    buffer = io.StringIO()
    writer = csv.writer(buffer)
    documents: dict[str, Document] = {}
    yield _line(buffer, writer, columns)
    for record in records:
        if isinstance(record, Document):
            documents[record.id] = record
        if record.type != kind:
            continue
        values = to_dict(record)
        if isinstance(record, Sourced) and (document := documents.get(record.document)):
            values |= {"document_path": document.path, "document_url": document.url}
        yield _line(buffer, writer, [_cell(values.get(column)) for column in columns])


def _columns(kind: str) -> list[str]:
    cls = TYPES[kind]
    if issubclass(cls, Appeal):
        return list(_MASKED)
    fields = [name for name in cls.__dataclass_fields__ if name not in ("type", *_LAST)]
    if not issubclass(cls, Sourced):
        return [*fields, "id"]
    return [*fields, *_LAST]


def _cell(value: Any) -> Any:
    if value is None:
        return ""
    if isinstance(value, list):
        if value and all(isinstance(part, str) for part in value):
            return _cell("；".join(value))
        return msgspec.json.encode(value).decode() if value else ""
    if isinstance(value, dict):
        return msgspec.json.encode(value).decode()
    if isinstance(value, str) and value.startswith(_FORMULA):
        return "'" + value
    return value


def _line(buffer: io.StringIO, writer: Any, cells: list[Any]) -> str:
    writer.writerow(cells)
    line = buffer.getvalue()
    buffer.seek(0)
    buffer.truncate()
    return line
