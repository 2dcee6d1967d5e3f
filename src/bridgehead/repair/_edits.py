"""The contract of repair: a clean text, and every edit that led there."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate
from operator import add, sub
from typing import Any, Literal, NamedTuple

__all__ = ["Edit", "Line", "Outcome", "Repaired", "replay"]

Outcome = Literal["repaired", "suggested", "unknown"]


class Edit(NamedTuple):
    """One place of damage, and what was done about it.

    A named tuple, as a densely damaged page has thousands.

    Attributes
    ----------
    start, end : int
        ``[start, end)`` in the raw text.
    raw : str
        Exactly ``raw_text[start:end]``.
    clean : str
        What stands there instead (``repaired``) or might stand there (``suggested``); for ``unknown`` the
        same as ``raw``: what cannot be known stays visible.
    kind : str
        The kind of damage, such as ``pinyin``; one module of `bridgehead.repair` each.
    confidence : float
        0 to 1.
    outcome : {"repaired", "suggested", "unknown"}
        Only ``repaired`` changes the text.
    evidence : str
        Why, for a person to read.
    """

    start: int
    end: int
    raw: str
    clean: str
    kind: str
    confidence: float = 1.0
    outcome: Outcome = "repaired"
    evidence: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the raw text and the part it plays on the page.

    Attributes
    ----------
    span : (int, int)
        ``[start, end)`` in the raw text, without the line end.
    role : str
        Such as ``title``, ``body``, ``caption``, ``furniture`` (see `bridgehead.repair.roles`).
    joined : bool
        Whether it continues the line before it (a sentence cut by a column).
    """

    span: tuple[int, int]
    role: str
    joined: bool = False


def replay(raw: str, edits: Iterable[Edit]) -> str:
    """Apply the repaired edits to the raw text.

    Parameters
    ----------
    raw : str
        The raw text.
    edits : iterable of Edit
        In order of their place; those that are not ``repaired`` are passed over.

    Returns
    -------
    str
        The clean text.
    """
    out: list[str] = []
    at = 0
    for edit in edits:
        if edit.outcome == "repaired":
            out += (raw[at : edit.start], edit.clean)
            at = edit.end
    return "".join([*out, raw[at:]])


class Repaired:
    """A repaired text that knows where each of its characters came from.

    Parameters
    ----------
    raw : str
        What was given.
    clean : str
        What is read.
    edits, lines : sequence, or callable
        As below; a callable returns them when they are first asked for.

    Attributes
    ----------
    edits : tuple of Edit
        In order of their place; those that are ``repaired`` do not overlap. Replaying them over ``raw`` gives
        ``clean`` exactly (`replay`).
    lines : tuple of Line
        The lines of the raw text with their roles.
    """

    def __init__(
        self,
        raw: str,
        clean: str,
        edits: Sequence[Edit] | Callable[[], Sequence[Edit]] = (),
        lines: Sequence[Line] | Callable[[], Sequence[Line]] = (),
    ) -> None:
        self.raw = raw
        self.clean = clean
        self._find_edits = edits
        self._find_lines = lines

    @cached_property
    def edits(self) -> tuple[Edit, ...]:
        found = self._find_edits
        return tuple(found() if callable(found) else found)

    @cached_property
    def lines(self) -> tuple[Line, ...]:
        found = self._find_lines
        return tuple(found() if callable(found) else found)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Repaired) and self._whole() == other._whole()

    def __hash__(self) -> int:
        return hash((self.raw, self.clean))

    def __repr__(self) -> str:
        return f"Repaired({self.clean[:40]!r}, edits={len(self.edits)}, lines={len(self.lines)})"

    def __reduce__(self) -> tuple[type[Repaired], tuple[Any, ...]]:
        # What is found late cannot be sent to another process, so it is found now.
        return Repaired, self._whole()

    def _whole(self) -> tuple[str, str, tuple[Edit, ...], tuple[Line, ...]]:
        return self.raw, self.clean, self.edits, self.lines

    @cached_property
    def _segments(self) -> tuple[list[int], list[int], list[int], list[int]]:
        """Clean starts, raw starts, clean lengths, raw lengths of every repaired edit."""
        repaired = [edit for edit in self.edits if edit.outcome == "repaired"]
        raw_at = [edit.start for edit in repaired]
        raw_len = [edit.end - edit.start for edit in repaired]
        clean_len = [len(edit.clean) for edit in repaired]
        shifts = accumulate(map(sub, clean_len, raw_len), initial=0)
        return list(map(add, raw_at, shifts)), raw_at, clean_len, raw_len

    def to_raw(self, offset: int) -> int:
        """Return the raw offset of a clean offset.

        Inside an edit that changed the length, it is the start of the edit. At a deletion it is behind what
        was deleted, where the next clean character stands.
        """
        clean_at, raw_at, clean_len, raw_len = self._segments
        i = bisect_right(clean_at, offset) - 1
        if i < 0:
            return offset
        inside = offset - clean_at[i]
        if inside < clean_len[i]:
            return raw_at[i] + (inside if clean_len[i] == raw_len[i] else 0)
        return raw_at[i] + raw_len[i] + inside - clean_len[i]

    def to_clean(self, offset: int) -> int:
        """Return the clean offset of a raw offset; inside an edit, that of its start."""
        clean_at, raw_at, clean_len, raw_len = self._segments
        i = bisect_right(raw_at, offset) - 1
        if i < 0:
            return offset
        inside = offset - raw_at[i]
        if inside < raw_len[i]:
            return clean_at[i] + (inside if clean_len[i] == raw_len[i] else 0)
        return clean_at[i] + clean_len[i] + inside - raw_len[i]

    def raw_span(self, start: int, end: int) -> tuple[int, int]:
        """Return the raw span of a clean span: the shortest that holds all its characters.

        Raises
        ------
        ValueError
            If the clean span is empty or leaves the text.
        """
        if not 0 <= start < end <= len(self.clean):
            raise ValueError(f"not a span of the clean text: {start}-{end} of {len(self.clean)}")
        clean_at, raw_at, clean_len, raw_len = self._segments
        first, last = self.to_raw(start), self.to_raw(end - 1)
        i = bisect_right(clean_at, end - 1) - 1
        inside_edit = i >= 0 and end - 1 - clean_at[i] < clean_len[i]
        if inside_edit and clean_len[i] != raw_len[i]:
            return first, max(raw_at[i] + raw_len[i], first + 1)
        return first, last + 1

    def clean_span(self, start: int, end: int) -> tuple[int, int]:
        """Return the clean span of a raw span; it may be empty."""
        return self.to_clean(start), self.to_clean(end)
