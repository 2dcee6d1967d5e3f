"""The contract of repair: a clean text, and every edit that led there."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate
from operator import add, sub
from typing import Any, Literal, NamedTuple

from bridgehead.repair._moves import Move, clean_place, kept, raw_place

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
    moves : tuple of Move
        What stands elsewhere in ``clean`` than in ``raw``: columns read across, put one behind the other.
    """

    def __init__(
        self,
        raw: str,
        clean: str,
        edits: Sequence[Edit] | Callable[[], Sequence[Edit]] = (),
        lines: Sequence[Line] | Callable[[], Sequence[Line]] = (),
        moves: Sequence[Move] | Callable[[], Sequence[Move]] = (),
    ) -> None:
        self.raw = raw
        self.clean = clean
        self._find_edits = edits
        self._find_lines = lines
        self._find_moves = moves

    @cached_property
    def edits(self) -> tuple[Edit, ...]:
        found = self._find_edits
        return tuple(found() if callable(found) else found)

    @cached_property
    def lines(self) -> tuple[Line, ...]:
        found = self._find_lines
        return tuple(found() if callable(found) else found)

    @cached_property
    def moves(self) -> tuple[Move, ...]:
        found = self._find_moves
        return tuple(found() if callable(found) else found)

    @cached_property
    def _moves_by_raw(self) -> list[Move]:
        return sorted(self.moves, key=lambda move: move.raw_start)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Repaired) and self._whole() == other._whole()

    def __hash__(self) -> int:
        return hash((self.raw, self.clean))

    def __repr__(self) -> str:
        return f"Repaired({self.clean[:40]!r}, edits={len(self.edits)}, lines={len(self.lines)})"

    def __reduce__(self) -> tuple[type[Repaired], tuple[Any, ...]]:
        # What is found late cannot be sent to another process, so it is found now.
        return Repaired, self._whole()

    def _whole(self) -> tuple[str, str, tuple[Edit, ...], tuple[Line, ...], tuple[Move, ...]]:
        return self.raw, self.clean, self.edits, self.lines, self.moves

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
        if self.moves:
            for start, _ in raw_place(self.moves, offset, offset + 1):
                return start
        return self._kept_place(offset)

    def _kept_place(self, offset: int) -> int:
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
        moved = clean_place(self._moves_by_raw, offset) if self.moves else None
        if moved is not None:
            return moved
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
        if self.moves and (moved := list(raw_place(self.moves, start, end))):
            # What lies between moved lines stands in no raw place of its own, unless it is text that stayed.
            stayed = (part for part in kept(self.moves, start, end) if self.clean[slice(*part)].strip())
            spans = [*moved, *(self._kept_span(*part) for part in stayed)]
            return min(low for low, _ in spans), max(high for _, high in spans)
        return self._kept_span(start, end)

    def _kept_span(self, start: int, end: int) -> tuple[int, int]:
        """Return the raw span of a clean span that was not moved."""
        clean_at, raw_at, clean_len, raw_len = self._segments
        i = bisect_right(clean_at, end - 1) - 1
        if i < 0:
            return start, end
        first = self._kept_place(start)
        inside = end - clean_at[i]
        if inside > clean_len[i]:
            return first, raw_at[i] + raw_len[i] + inside - clean_len[i]
        if clean_len[i] == raw_len[i]:
            return first, raw_at[i] + inside
        return first, max(raw_at[i] + raw_len[i], first + 1)

    def clean_span(self, start: int, end: int) -> tuple[int, int]:
        """Return the clean span of a raw span; it may be empty."""
        if self.moves and (last := clean_place(self._moves_by_raw, end - 1)) is not None:
            # A line that was moved ends where its last character stands, not where the next raw one went.
            return self.to_clean(start), max(last + 1, self.to_clean(start))
        return self.to_clean(start), self.to_clean(end)
