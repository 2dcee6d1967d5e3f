"""Records as JSON Lines: one object a line, first key ``"type"``."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, cast

import msgspec

from bridgehead.errors import JsonLinesError
from bridgehead.records._appeals import Appeal, Problem
from bridgehead.records._base import Record
from bridgehead.records._documents import Article, Document
from bridgehead.records._doubts import Doubt
from bridgehead.records._events import Event, Tour, TourRequest
from bridgehead.records._figures import Finding, IndexValue, Observation, Project, Reading
from bridgehead.records._follow import Gap, Link
from bridgehead.records._people import Area, Membership, Organization, Person, Post
from bridgehead.records._said import Commitment, Directive
from bridgehead.records._systems import WorkSystem

__all__ = ["TYPES", "dump", "dumps", "load", "loads", "to_dict"]

TYPES: dict[str, type[Record]] = {
    str(cls.__dataclass_fields__["type"].default): cls
    for cls in (
        Document,
        Article,
        Person,
        Post,
        Membership,
        Organization,
        Area,
        Event,
        Directive,
        Commitment,
        Observation,
        Project,
        Link,
        Gap,
        Appeal,
        Problem,
        TourRequest,
        Tour,
        Reading,
        IndexValue,
        Finding,
        WorkSystem,
        Doubt,
    )
}
"""Every record type by the name that its JSON line begins with."""

_encoder = msgspec.json.Encoder()
_decoders: dict[str, msgspec.json.Decoder[Record]] = {
    name: msgspec.json.Decoder(cls) for name, cls in TYPES.items()
}


class _Head(msgspec.Struct):
    type: str


_head = msgspec.json.Decoder(_Head)


def dumps(record: Record) -> bytes:
    """Return one JSON line, without its line end."""
    return _encoder.encode(record)


def to_dict(record: Record) -> dict[str, Any]:
    """Return a record as plain JSON values, in the order of its line."""
    return cast("dict[str, Any]", msgspec.json.decode(_encoder.encode(record)))


def loads(line: bytes | str, *, where: str = "") -> Record:
    """Read one JSON line.

    Parameters
    ----------
    line : bytes or str
        The line; white space around it is allowed.
    where : str
        Named in the error, such as ``records/a.jsonl:17``.

    Raises
    ------
    JsonLinesError
        If it is not JSON, names no record type, or a field has the wrong type.
    SpanError
        If its quote does not fit its span.
    """
    try:
        kind = _head.decode(line).type
        decoder = _decoders.get(kind)
        if decoder is None:
            raise JsonLinesError(
                f"没有名为“{kind}”的记录类型。",
                f"There is no record type “{kind}”.",
                where=where,
                try_zh="类型见 docs/records.md",
                try_en="the types are listed in docs/records.md",
            )
        return decoder.decode(line)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise JsonLinesError(
            f"这一行不是合格的记录（{error}）。",
            f"This line is not a valid record ({error}).",
            where=where,
            try_zh="每行一个 JSON 对象，首键为 type",
            try_en="one JSON object a line, its first key “type”",
        ) from error


def dump(records: Iterable[Record], path: Path | str) -> int:
    """Write records to a .jsonl file, whole or not at all.

    Parameters
    ----------
    records : iterable of Record
        What to write, in order.
    path : path
        The file. It is replaced in one step, so a reader never sees half of it.

    Returns
    -------
    int
        How many were written.
    """
    path = Path(path)
    count = 0
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "wb") as file:
            for record in records:
                file.write(_encoder.encode(record) + b"\n")
                count += 1
        os.replace(name, path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
    return count


def load(path: Path | str) -> Iterator[Record]:
    """Yield the records of a .jsonl file; blank lines are passed over.

    Raises
    ------
    JsonLinesError
        At a line that is not a record, naming its number.
    """
    with open(path, "rb") as file:
        for number, line in enumerate(file, 1):
            if not line.isspace():
                yield loads(line, where=f"{path}:{number}")
