"""Reading order: pieces of text with boxes → lines, column by column.

The page is cut where white space lets it: first into strips between which nothing stands, then neighbouring
strips that share a gutter are read together, the column on its left before the one on its right, each cut
again in the same way. A headline across two columns closes the gutter and so stands before or between them;
one that stands alone cuts the page, so that articles in bands of columns follow one another.
(Nagy and Seth's XY cut, ICPR 1984, with strips joined again while they share a gutter, so that columns whose
lines stand level are not read across.)
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

__all__ = ["Box", "Piece", "lay_out", "reading_order"]

_GUTTER = 0.7
"""Least width of a gutter, in the page's median text heights. Newspapers leave one to two characters;
letters of a justified line stand closer than half."""

_COLUMN = 6.0
"""Least median length of the lines of a text column, in text heights; what is narrower is a table's."""

_FILLED = 0.6
"""Least share of its width that the median line of a text column fills; cells of a table are ragged."""

_HEADLINE = 1.25
"""Least height of a headline, in text heights; subheads within a column are smaller."""

Interval = tuple[float, float]
Box = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of a line.

    Attributes
    ----------
    text : str
        Its text.
    left, top, right, bottom : float
        Its box from the page's upper left corner; any unit.
    """

    text: str
    left: float
    top: float
    right: float
    bottom: float

    @property
    def height(self) -> float:
        """The height of its box."""
        return self.bottom - self.top


def reading_order(pieces: Sequence[Piece]) -> list[list[Piece]]:
    """Return the lines of a page in reading order, the pieces of each from left to right.

    Parameters
    ----------
    pieces : sequence of Piece
        In any order; upright, horizontal writing.
    """
    if not pieces:
        return []
    return _order(list(pieces), median(piece.height for piece in pieces) or 1.0)


def lay_out(pieces: Sequence[Piece]) -> list[tuple[str, Box]]:
    """Return the lines of a page in reading order, each with its box."""
    lines = []
    for row in reading_order(pieces):
        if line := _join(row).rstrip():
            left, right = row[0].left, max(piece.right for piece in row)
            top, bottom = min(piece.top for piece in row), max(piece.bottom for piece in row)
            lines.append((line, (round(left, 1), round(top, 1), round(right, 1), round(bottom, 1))))
    return lines


def _join(pieces: Sequence[Piece]) -> str:
    """Join the pieces of a line: a tab over a wide gap, a space between words in Latin letters."""
    out = ""
    before: Piece | None = None
    for piece in pieces:
        if before is not None:
            gap, size = piece.left - before.right, max(piece.height, before.height)
            if gap > 2 * size:
                out += "\t"
            elif gap > 0.15 * size and out[-1:].isascii() and piece.text[:1].isascii():
                out += " "
        out += piece.text
        before = piece
    return out


def _order(pieces: list[Piece], size: float) -> list[list[Piece]]:
    lines: list[list[Piece]] = []
    for group in _groups(_strips(pieces), size):
        columns = _split(group, size)
        if len(columns) > 1 and sum(_is_column(column, size) for column in columns) > 1:
            for column in columns:
                lines.extend(_order(column, size))
        else:
            lines.extend(_rows(group))
    return lines


def _strips(pieces: list[Piece]) -> list[list[Piece]]:
    """Cut where a horizontal line meets nothing; boxes count for their middle, as those of close lines
    touch.
    """
    strips: list[list[Piece]] = []
    bottom = float("-inf")
    for piece in sorted(pieces, key=lambda each: each.top):
        inset = 0.25 * piece.height
        if piece.top + inset >= bottom:
            strips.append([])
        strips[-1].append(piece)
        bottom = max(bottom, piece.bottom - inset)
    return strips


def _free(pieces: list[Piece], size: float) -> list[Interval]:
    """Return the intervals of x at which nothing stands, both margins included."""
    free: list[Interval] = []
    right = float("-inf")
    for piece in sorted(pieces, key=lambda each: each.left):
        if piece.left - right >= _GUTTER * size:
            free.append((right, piece.left))
        right = max(right, piece.right)
    return [*free, (right, float("inf"))]


def _common(one: list[Interval], other: list[Interval], size: float) -> list[Interval]:
    both = ((max(a, c), min(b, d)) for a, b in one for c, d in other)
    return [(left, right) for left, right in both if right - left >= _GUTTER * size]


def _groups(strips: list[list[Piece]], size: float) -> list[list[Piece]]:
    """Join neighbouring strips while they share a gutter with text on both of its sides.

    A headline that stands alone and crosses a gutter of the text above it begins another article, even where
    a gutter farther right stays free: articles stacked on a page are read one after the other.
    """
    groups: list[list[Piece]] = []
    free: list[Interval] = []
    text: list[Interval] = []  # what the lines of text leave free, headlines aside
    for strip in strips:
        own = _free(strip, size)
        headline = _is_headline(strip, size)
        shared = _common(free, own, size) if groups else []
        if len(shared) > 2 and not (headline and len(_common(text, own, size)) < len(text)):
            groups[-1].extend(strip)
            free = shared
        else:
            groups.append(list(strip))
            free, text = ([], []) if headline else (own, own)
        if not headline:
            text = _common(text, own, size)
    return groups


def _is_headline(strip: list[Piece], size: float) -> bool:
    return all(piece.height >= _HEADLINE * size for piece in strip)


def _split(pieces: list[Piece], size: float) -> list[list[Piece]]:
    gutters = [left for left, _ in _free(pieces, size)[1:-1]]
    columns: list[list[Piece]] = [[] for _ in range(len(gutters) + 1)]
    for piece in pieces:
        columns[sum(piece.left >= gutter for gutter in gutters)].append(piece)
    return columns


def _is_column(pieces: list[Piece], size: float) -> bool:
    rows = _rows(pieces)
    width = max(piece.right for piece in pieces) - min(piece.left for piece in pieces)
    length = median(row[-1].right - row[0].left for row in rows)
    return len(rows) > 2 and length >= _COLUMN * size and length >= _FILLED * width


def _rows(pieces: list[Piece]) -> list[list[Piece]]:
    """Gather the pieces that stand level; each row from left to right."""
    rows: list[list[Piece]] = []
    for piece in sorted(pieces, key=lambda each: each.top + each.bottom):
        row = rows[-1][0] if rows else None
        if row and min(row.bottom, piece.bottom) - max(row.top, piece.top) > 0.5 * min(
            row.height, piece.height
        ):
            rows[-1].append(piece)
        else:
            rows.append([piece])
    return [sorted(row, key=lambda each: each.left) for row in rows]
