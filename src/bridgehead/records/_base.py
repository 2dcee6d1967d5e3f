"""What all records share: an identity, and the sentence they came from."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from bridgehead.errors import SpanError

__all__ = ["Record", "SourceText", "Sourced", "Span", "make_id", "verify"]

Span = tuple[int, int]
"""Offsets ``[start, end)`` in characters of the raw decoded document."""


def make_id(type: str, document: str, span: Span | None, key: str = "") -> str:
    """Return a record's identity, the same each time the same document is read.

    Parameters
    ----------
    type : str
        The record's type, such as ``"directive"``.
    document : str
        The id of its document.
    span : (int, int) or None
        Where it stands in the raw text.
    key : str
        What tells apart two records of one type on one span, such as a name or a value.

    Returns
    -------
    str
        ``type-`` and the first twelve hexadecimal digits of a SHA-256.
    """
    where = "" if span is None else f"{span[0]}:{span[1]}"
    digest = hashlib.sha256("\x1f".join((document, type, where, key)).encode()).hexdigest()
    return f"{type}-{digest[:12]}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """What every record has.

    Attributes
    ----------
    type : str
        The record's type; the first key of its JSON line.
    id : str
        Its stable identity (`make_id`).
    method : str
        What made it: a module of Bridgehead such as ``"read.said"``, a file's reader, or ``"person"``.
    confidence : float
        How sure the maker is, 0 to 1. A person's own entry has 1.
    """

    type: str
    id: str
    method: str = ""
    confidence: float = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Sourced(Record):
    """A record that points to its sentence.

    Attributes
    ----------
    document : str
        The id of the document it was read in (FollowTheMoney ``proof``).
    span : (int, int)
        ``[start, end)`` in characters of the raw document.
    quote : str
        The repaired text of the span, as people read it.
    quote_raw : str
        Exactly ``raw[start:end]``.
    """

    document: str
    span: Span
    quote: str
    quote_raw: str

    def __post_init__(self) -> None:
        start, end = self.span
        if not 0 <= start < end or end - start != len(self.quote_raw):
            raise SpanError(
                f"{self.type} 的原文引语与位置不符（位置 {start}–{end}，引语 {len(self.quote_raw)} 字）。",
                f"The raw quote of a {self.type} does not fit its span"
                f" ({start}–{end}, quote of {len(self.quote_raw)} characters).",
                where=f"{self.document}[{start}:{end}]",
            )


S = TypeVar("S", bound=Sourced)


@dataclass(frozen=True, slots=True)
class SourceText:
    """A document's raw text together with its id: the only maker of sourced records.

    Attributes
    ----------
    document : str
        The document's id.
    raw : str
        The raw decoded text.
    """

    document: str
    raw: str

    def cite(self, make: Callable[..., S], span: Span, quote: str, *, key: str = "", **fields: Any) -> S:
        """Make a record of the text at a span.

        Parameters
        ----------
        make : type
            The record's class, such as `Directive`.
        span : (int, int)
            ``[start, end)`` in the raw text; not empty.
        quote : str
            The repaired text of the span.
        key : str
            See `make_id`.
        **fields
            The record's other fields.

        Raises
        ------
        SpanError
            If the span is empty or leaves the text.
        """
        start, end = span
        if not 0 <= start < end <= len(self.raw):
            raise SpanError(
                f"位置 {start}–{end} 超出原文（共 {len(self.raw)} 字）。",
                f"The span {start}–{end} leaves the text of {len(self.raw)} characters.",
                where=self.document,
            )
        type_name = make.__dataclass_fields__["type"].default  # type: ignore[attr-defined]
        return make(
            id=make_id(type_name, self.document, span, key),
            document=self.document,
            span=span,
            quote=quote,
            quote_raw=self.raw[start:end],
            **fields,
        )


def verify(record: Sourced, raw: str) -> None:
    """Check a record against its document.

    Parameters
    ----------
    record : Sourced
        The record, perhaps from a file that has travelled.
    raw : str
        The raw text of its document.

    Raises
    ------
    SpanError
        If ``raw[start:end]`` is not the record's ``quote_raw``.
    """
    start, end = record.span
    if raw[start:end] != record.quote_raw:
        raise SpanError(
            "引语与原文不符：原文件可能已改动。",
            "The quote is not what stands in the document: the file may have changed.",
            where=f"{record.document}[{start}:{end}]",
            try_zh="重新读取该文件（bridgehead run）",
            try_en="read the file again (bridgehead run)",
        )
