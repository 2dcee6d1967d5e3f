"""A document's two files in a workspace, read with care: what is good in them, and what is wrong."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec

from bridgehead import __version__, records
from bridgehead.errors import BridgeheadError, JsonLinesError, RecordError
from bridgehead.office import facets
from bridgehead.records.jsonl import loads

__all__ = ["DocumentFiles", "checksum", "read"]

NUL = re.compile(rb"(?<!\\)((?:\\\\)*)\\u0000")
"""NUL as JSON writes it, but not an escaped backslash before ``u0000``."""


@dataclass(slots=True)
class DocumentFiles:
    """A document's two files, read: what is good in them, and what is wrong."""

    document: records.Document
    text: dict[str, Any]
    found: list[records.Sourced]
    checksum: str
    errors: list[BridgeheadError]


def checksum(*paths: Path) -> str:
    """Return what tells whether files changed; it changes also with what reads them."""
    digest = hashlib.sha256(f"{__version__} {facets.VERSION}".encode())
    for path in paths:
        content = path.read_bytes() if path.exists() else b""
        digest.update(len(content).to_bytes(8, "big") + content)
    return digest.hexdigest()


def read(path: Path, text_path: Path, checksum: str, errors: list[BridgeheadError]) -> DocumentFiles | None:
    """Read a document's files; None, and an error noted, where they cannot be used at all."""
    try:
        text = _read_text(text_path)
    except RecordError as error:
        errors.append(error)
        return None
    own: list[BridgeheadError] = []
    lines = _read_lines(path, own)
    _, first = next(lines, (0, None))
    if not isinstance(first, records.Document) or first.id != path.stem:
        errors += own or [
            JsonLinesError(
                "首行应是该文件自己的 document 记录。",
                "The first line should be the file's own document.",
                where=f"{path}:1",
                try_zh="重新读取该文件（bridgehead run）",
                try_en="read the file again (bridgehead run)",
            )
        ]
        return None
    found = _verified(lines, text["raw"], path, own)
    errors += own
    # A file with bad lines is looked at, and its lines reported, each time anew.
    return DocumentFiles(first, text, found, "" if own else checksum, own)


def _read_text(path: Path) -> dict[str, Any]:
    try:
        text = msgspec.json.decode(path.read_bytes())
        # PostgreSQL keeps no NUL; a character of the same length keeps all offsets.
        return {
            "raw": text["raw"].replace("\0", "\ufffd"),
            "clean": text["clean"].replace("\0", "\ufffd"),
            "edits": text["edits"],
            "lines": text["lines"],
            "moves": text.get("moves", []),
        }
    except (OSError, ValueError, msgspec.DecodeError, KeyError, TypeError, AttributeError) as error:
        raise RecordError(
            f"该文档的正文读不出来（{error}）。",
            f"The document's text cannot be read ({error}).",
            where=str(path),
            try_zh="删除该文件后重新运行 bridgehead run",
            try_en="delete it and run bridgehead run again",
        ) from error


def _read_lines(path: Path, errors: list[BridgeheadError]) -> Iterator[tuple[int, records.Record | None]]:
    """Yield the lines of a file by number; None, and an error noted, for a line that is no record."""
    with open(path, "rb") as file:
        for number, line in enumerate(file, 1):
            if line.isspace():
                continue
            try:
                yield number, loads(NUL.sub(rb"\1\\ufffd", line) if b"\\u0000" in line else line)
            except BridgeheadError as error:
                error.where = f"{path}:{number}"
                errors.append(error)
                yield number, None


def _verified(
    lines: Iterable[tuple[int, records.Record | None]], raw: str, path: Path, errors: list[BridgeheadError]
) -> list[records.Sourced]:
    """Keep the records that quote their document rightly, each once."""
    kept: dict[str, records.Sourced] = {}
    for number, record in lines:
        if not isinstance(record, records.Sourced):
            continue
        try:
            if record.document != path.stem:
                raise RecordError(
                    f"记录属于另一文档（{record.document}）。",
                    f"The record belongs to another document ({record.document}).",
                )
            records.verify(record, raw)
            if kept.setdefault(record.id, record) != record:
                raise RecordError(
                    f"编号 {record.id} 重复而内容不同。", f"Two different records share the id {record.id}."
                )
        except BridgeheadError as error:
            error.where = f"{path}:{number} ({record.id})"
            errors.append(error)
    return list(kept.values())
