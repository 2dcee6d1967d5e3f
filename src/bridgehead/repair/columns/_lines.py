"""Lines of a page and of its columns."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

__all__ = [
    "ENDS",
    "PAGE",
    "ROWS",
    "WIDEST",
    "Line",
    "Piece",
    "has_gap",
    "is_set",
    "narrow",
    "near",
    "usual",
    "width",
    "without_rest",
]

ENDS = frozenset("。！？!?；;…”）)】")
"""What may end a sentence, or a line of its own."""
_STOPS = "。！？!?；;"

SHORTEST, WIDEST = 6, 48
"""Characters of a column's full line."""
ROWS = 4
"""Rows with text in every column, at least."""
PAGE = 120
"""Lines looked at together."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A line of one column: its place in the text, and whether it is indented in its column."""

    start: int
    end: int
    text: str
    column: int = 0
    indented: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """A line: where it begins, all of it, and its words without the spaces around them."""

    begin: int
    line: str
    said: str

    @property
    def start(self) -> int:
        return self.begin + self.line.index(self.said)

    @property
    def before(self) -> str:
        return self.line[: self.line.index(self.said)]


def has_gap(line: str) -> bool:
    """Return whether wide space stands inside a line."""
    line = line.strip()
    return "  " in line or "\u3000" in line or "\t" in line


def near(lines: Sequence[str]) -> Iterator[list[Line]]:
    """Yield the lines around rows with gaps that stand close together, and those behind them."""
    first, last, number, begin, at = 0, -1, 0, 0, 0
    for i, line in enumerate([*lines, ""]):
        if i - last > 2 * ROWS or i == len(lines):
            if number >= ROWS:
                yield _numbered(lines, first, min(last + PAGE, len(lines)), begin)
            number = 0
        if has_gap(line):
            if not number:
                first, begin = i, at
            last, number = i, number + 1
        at += len(line) + 1


def narrow(lines: Sequence[str]) -> Iterator[list[Line]]:
    """Yield stretches in which many lines as narrow as columns stand one below the other."""
    start, run, begin, at = 0, 0, 0, 0
    for i, length in enumerate([*map(len, lines), 10**9]):
        if length > 2 * WIDEST + 8:
            if run >= ROWS:
                yield _numbered(lines, start, i, begin)
            start, run, begin = i + 1, 0, at + length + 1
        elif length:
            run += 1
        at += length + 1


def _numbered(lines: Sequence[str], start: int, stop: int, at: int) -> list[Line]:
    """Return the lines of a stretch that are not blank, with their places; the first begins at ``at``."""
    out = []
    for line in lines[start:stop]:
        if said := line.strip():
            out.append(Line(at, line, said))
        at += len(line) + 1
    return out


def width(text: str) -> int:
    """Return how wide a line is printed, in halves of a Han character."""
    return sum(1 if char < "\u0250" else 2 for char in text)


def usual(widths: Sequence[int]) -> int:
    """Return the width of a full line: three in four are no wider."""
    return sorted(widths)[len(widths) * 3 // 4]


def is_set(texts: Sequence[str]) -> bool:
    """Whether lines are running text set in a column: mostly full, as wide as one another."""
    wide = usual([width(text) for text in texts])
    if not 2 * SHORTEST <= wide <= 2 * WIDEST:
        return False
    full = sum(abs(width(text) - wide) <= 4 or abs(len(text) - wide // 2) <= 2 for text in texts)
    return full >= 0.5 * len(texts)


def without_rest(rows: Sequence[list[Piece]]) -> list[list[Piece]]:
    """Leave out what stands below the columns: short lines behind the ends of all of them."""
    wide = usual([width(piece.text) for row in rows for piece in row])
    own = [any(width(p.text) > 0.75 * wide or p.text[-1] in _STOPS for p in row) for row in rows]
    short = len(own) - next((i for i, kept in enumerate(reversed(own)) if kept), 0)
    last: dict[int, str] = {}
    for i, row in enumerate(rows):
        if i >= short and i and all(text[-1] in ENDS for text in last.values()):
            return list(rows[:i])
        last |= {piece.column: piece.text for piece in row}
    return list(rows)
