"""Columns read across whose lines stand there by turns: one of the left column, one of the right."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from bridgehead.repair.columns._flow import Flow, flow, is_better
from bridgehead.repair.columns._lines import (
    PAGE,
    ROWS,
    WIDEST,
    Line,
    Piece,
    has_gap,
    is_set,
    usual,
    width,
    without_rest,
)

__all__ = ["by_turns"]

_HEADINGS = 4
"""Lines that may stand above columns without belonging to one, at most."""


def by_turns(lines: Sequence[Line]) -> Iterator[list[Piece]]:
    """Yield blocks of lines that stand there by turns: one of the left column, one of the right."""
    at = 0
    while at < len(lines):
        stop = at
        while stop < len(lines) and stop - at < PAGE and _is_narrow(lines[stop].said):
            stop += 1
        if stop - at >= 2 * ROWS:
            for run in _as_wide(lines[at:stop]):
                if block := _untangled(run):
                    yield block
        at = max(stop, at + 1)


def _is_narrow(line: str) -> bool:
    return len(line) <= WIDEST and not has_gap(line)


def _as_wide(lines: Sequence[Line]) -> Iterator[list[Piece]]:
    """Yield the lines between those that are wider than a column."""
    wide = usual([width(line.said) for line in lines])
    run: list[Piece] = []
    for line in [*lines, None]:
        if line and width(line.said) <= wide + 4:
            run.append(Piece(line.start, line.start + len(line.said), line.said))
        else:
            if len(run) >= 2 * ROWS:
                yield run
            run = []


def _untangled(lines: Sequence[Piece]) -> list[Piece]:
    """Return the lines with their columns, when they read better by turns; else nothing."""
    texts = [line.text for line in lines]
    judge = flow()
    if not is_set(texts) or judge.goes_on(texts):
        return []
    start, sides = _best_turns(texts, judge)
    texts = texts[start:]
    turns = judge.run([t for t, side in zip(texts, sides, strict=True) if not side])
    turns += judge.run([t for t, side in zip(texts, sides, strict=True) if side])
    if sum(sides) < ROWS or not is_better(turns, judge.run(texts)):
        return []
    dealt = [replace(line, column=side) for line, side in zip(lines[start:], sides, strict=True)]
    return [piece for row in without_rest([[piece] for piece in dealt]) for piece in row]


def _best_turns(texts: Sequence[str], judge: Flow) -> tuple[int, list[int]]:
    """Return the best way to deal lines to two columns: by turns, and the rest to the longer one.

    Returns
    -------
    int
        The first line of the columns; some headings may stand above.
    list of int
        The column of each line from there.
    """
    behind = [0.0] * (len(texts) + 1)  # the score of the lines from there on, one after the other
    for i in range(len(texts) - 2, -1, -1):
        behind[i] = behind[i + 1] + judge.score(texts[i], texts[i + 1])
    best, sides, begin = -1e9, [0] * len(texts), 0
    for start in range(min(_HEADINGS, len(texts) - 2)):
        turns = behind[0] - behind[start] - (0.5 if start else 0.0)
        for stop in range(start + 2, len(texts) + 1):
            if stop > start + 2:
                turns += judge.score(texts[stop - 3], texts[stop - 1])
            for last in (stop - 2, stop - 1):
                onward = judge.score(texts[last], texts[stop]) if stop < len(texts) else 0.0
                if turns + onward + behind[stop] > best:
                    best, begin = turns + onward + behind[stop], start
                    side = (last - start) % 2
                    sides = [*(i % 2 for i in range(stop - start)), *[side] * (len(texts) - stop)]
    return begin, sides
