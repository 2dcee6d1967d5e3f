"""The page that every reader works on: clean text, sentences, and the only way to make records from it."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, TypeVar

from bridgehead.records import Sourced, SourceText
from bridgehead.repair import Repaired

__all__ = ["Context", "Page"]

S = TypeVar("S", bound=Sourced)

_SENTENCE_END = re.compile(r"[。!?！？;；…]+[”’」』）)]*|\n+")


@dataclass(frozen=True, slots=True)
class Context:
    """What is known about a document before it is read: from the file, its folder, or a person.

    Attributes
    ----------
    date_published : str or None
        A partial ISO date.
    place : str or None
        The place it speaks from.
    """

    date_published: str | None = None
    place: str | None = None


@dataclass(frozen=True)
class Page:
    """A repaired document, ready to be read.

    Readers work with offsets of ``clean``; `cite` turns them into raw spans. Nothing else makes records.

    Attributes
    ----------
    document : str
        The document's id.
    repaired : Repaired
        Raw text, clean text, edits, lines with roles.
    context : Context
        What is known beforehand.
    """

    document: str
    repaired: Repaired
    context: Context = field(default_factory=Context)

    @property
    def clean(self) -> str:
        """The clean text."""
        return self.repaired.clean

    @cached_property
    def sentences(self) -> tuple[tuple[int, int], ...]:
        """Clean spans of sentences, end marks included, white space around them left out."""
        out, at = [], 0
        for mark in [*_SENTENCE_END.finditer(self.clean), None]:
            end = mark.end() if mark else len(self.clean)
            piece = self.clean[at:end]
            start = at + len(piece) - len(piece.lstrip())
            stop = at + len(piece.rstrip())
            if stop > start:
                out.append((start, stop))
            at = end
        return tuple(out)

    def sentence_at(self, offset: int) -> tuple[int, int]:
        """Return the clean span of the sentence around a clean offset (or the one before it)."""
        starts = [start for start, _ in self.sentences]
        return self.sentences[max(0, bisect_right(starts, offset) - 1)]

    def cite(self, make: Callable[..., S], start: int, end: int, *, key: str = "", **fields: Any) -> S:
        """Make a record of a clean span.

        Parameters
        ----------
        make : type
            The record's class.
        start, end : int
            ``[start, end)`` in the clean text; not empty.
        key : str
            What tells apart two records of one type on one span.
        **fields
            The record's other fields.
        """
        source = SourceText(self.document, self.repaired.raw)
        span = self.repaired.raw_span(start, end)
        return source.cite(make, span, self.clean[start:end], key=key, **fields)
