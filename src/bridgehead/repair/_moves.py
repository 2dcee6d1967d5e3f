"""Text that repair put elsewhere: where it stands in the clean text, and where it stood in the raw one.

Edits say what is taken out here and put in there; that both are the same text is said by moves, so that what
was moved can still point to its place.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Sequence
from itertools import accumulate
from typing import NamedTuple, Protocol

__all__ = ["Move", "carried", "clean_place", "kept", "raw_place", "traced"]

Span = tuple[int, int]


class Move(NamedTuple):
    """A stretch of text that stands elsewhere.

    Attributes
    ----------
    start, end : int
        ``[start, end)`` in the clean text (of a stage: in the text it leaves).
    raw_start, raw_end : int
        ``[raw_start, raw_end)`` in the raw text (of a stage: in the text it was given).
    """

    start: int
    end: int
    raw_start: int
    raw_end: int

    @property
    def even(self) -> bool:
        """Whether it came over character by character."""
        return self.end - self.start == self.raw_end - self.raw_start


class _Replaced(Protocol):
    @property
    def start(self) -> int: ...
    @property
    def end(self) -> int: ...
    @property
    def clean(self) -> str: ...


def traced(moves: Sequence[Move], raw_span: Callable[[int, int], Span], length: int) -> list[Move]:
    """Return a stage's moves with raw places, from where its text is known to come from.

    Parameters
    ----------
    moves : sequence of Move
        Even ones, over the text the stage was given.
    raw_span : callable
        Returns the raw span of a span of that text.
    length : int
        Of that text.
    """
    out: list[Move] = []
    for move in moves:
        for i in range(move.start, move.end):
            at = move.raw_start + i - move.start
            raw_start, raw_end = raw_span(at, at + 1)
            if at + 1 < length:  # what was deleted behind a character belongs to it
                raw_end = max(raw_end, raw_span(at + 1, at + 2)[0])
            last = out[-1] if out else None
            if last and last.even and raw_end == raw_start + 1 and last[1] == i and last[3] == raw_start:
                out[-1] = Move(last.start, i + 1, last.raw_start, raw_end)
            else:
                out.append(Move(i, i + 1, raw_start, raw_end))
    return out


def carried(moves: Sequence[Move], changes: Sequence[_Replaced]) -> list[Move]:
    """Return moves with their places in the text after some more changes.

    Parameters
    ----------
    moves : sequence of Move
        In order of their place.
    changes : sequence
        Over the text that the moves speak of, in order, without overlap.
    """
    starts = [change.start for change in changes]
    ends = [change.end for change in changes]
    grown = list(accumulate((len(c.clean) - c.end + c.start for c in changes), initial=0))
    out: list[Move] = []
    for move in moves:
        at = move.start
        for i in range(bisect_right(ends, move.start), bisect_left(starts, move.end)):
            change = changes[i]
            low, high = max(change.start, move.start), min(change.end, move.end)
            out += _part(move, at, low, grown[i])
            begin = change.start + grown[i]
            if change.clean:
                raw = _within(move, low, high)
                out.append(Move(begin, begin + len(change.clean), *raw))
            at = high
        out += _part(move, at, move.end, grown[bisect_left(starts, move.end)])
    return out


def _part(move: Move, low: int, high: int, shift: int) -> Iterator[Move]:
    if low < high:
        yield Move(low + shift, high + shift, *_within(move, low, high))


def _within(move: Move, low: int, high: int) -> Span:
    """Return the raw span of a part of a move."""
    if not move.even:
        return move.raw_start, move.raw_end
    return move.raw_start + low - move.start, move.raw_start + high - move.start


def raw_place(moves: Sequence[Move], start: int, end: int) -> Iterator[Span]:
    """Yield the raw spans of the moved parts of a clean span; moves are in order of their clean place."""
    for move in moves[bisect_right(moves, start, key=lambda m: m.end) :]:
        if move.start >= end:
            return
        yield _within(move, max(start, move.start), min(end, move.end))


def kept(moves: Sequence[Move], start: int, end: int) -> Iterator[Span]:
    """Yield the parts of a clean span that were not moved."""
    for move in moves[bisect_right(moves, start, key=lambda m: m.end) :]:
        if move.start >= end:
            break
        if start < move.start:
            yield start, move.start
        start = move.end
    if start < end:
        yield start, end


def clean_place(moves: Sequence[Move], offset: int) -> int | None:
    """Return the clean offset of a raw offset that was moved; moves are in order of their raw place."""
    i = bisect_right(moves, offset, key=lambda m: m.raw_start) - 1
    if i < 0 or offset >= moves[i].raw_end:
        return None
    return moves[i].start + (offset - moves[i].raw_start if moves[i].even else 0)
