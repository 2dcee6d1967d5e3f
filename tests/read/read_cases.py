"""The tables of cases, and how a text is read in tests."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

import pytest

from bridgehead.read import Reading, read_text
from bridgehead.records import Record
from bridgehead.sources import RawText

CASES = Path(__file__).resolve().parents[1] / "cases" / "read"


def cases(name: str) -> list[Any]:
    """Return the rows of a table of cases, each named by its text."""
    rows = json.loads((CASES / f"{name}.json").read_text(encoding="utf-8"))
    return [pytest.param(row, id=row["text"][:24]) for row in rows]


def raw_text(text: str, **fields: Any) -> RawText:
    return RawText("a.txt", hashlib.sha256(text.encode()).hexdigest(), "text/plain", text, "utf-8", **fields)


def read(text: str, **options: Any) -> Reading:
    """Read a text by rules only."""
    return read_text(raw_text(text), **options)


def of(reading: Reading, kind: str) -> list[Any]:
    """Return the records of a type."""
    return [record for record in reading.records if record.type == kind]


def names(records: list[Record]) -> set[str]:
    return {record.name for record in records}  # type: ignore[attr-defined]
