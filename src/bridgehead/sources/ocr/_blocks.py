"""Lines of a page → headlines and blocks of columns."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from statistics import median

__all__ = ["Block", "Line", "blocks", "body_size", "overlap", "side_by_side"]

_HEADLINE = 1.32
"""Least size of a headline, in body characters; subheads inside a column are smaller."""

_PITCH = 1.0
"""Widest gap between two lines of one block, in body characters."""

_EDGE = 0.8
"""By how much the edges of a column's lines may differ, in body characters."""

_REGULAR = 0.4
"""By how much the pitch of a block's lines may differ, in body characters."""

_SET_IN = 3.5
"""Farthest that a line is set in at the left, in body characters."""

_REACH = 9.0
"""How far below a headline its columns begin at most, in body characters."""

_BESIDE = 4.0
"""Widest gutter between two columns of one article, in body characters."""

_BYLINE = re.compile("[□■◎●◆]?.{0,4}(?:本报|记者|通讯员|新华社|见习|全媒体)[^。，；]*$")

_FEW = 4
"""Characters of a line from which its width tells their size."""

_UPRIGHT = 1.8
"""Height to width of a line that is written downwards, at least."""


@dataclass(frozen=True, slots=True)
class Line:
    """A recognized line, upright.

    Attributes
    ----------
    text : str
        What it says.
    left, top, right, bottom : float
        Its box in pixels, the page's skew taken out.
    size : float
        Of its characters, in pixels.
    parts : tuple of int
        The lines of the scan that it is made of; several for a row of a table.
    """

    text: str
    left: float
    top: float
    right: float
    bottom: float
    size: float
    parts: tuple[int, ...]

    @property
    def height(self) -> float:
        """The height of its box."""
        return self.bottom - self.top


@dataclass(eq=False)
class Block:
    """Lines that stand below one another in one column, or the lines of one headline.

    Attributes
    ----------
    lines : list of Line
        From top to bottom.
    kind : {"text", "head", "caption", "figure", "table"}
        A figure has no lines; those of a table are its rows.
    """

    lines: list[Line]
    kind: str = "text"
    box: tuple[float, float, float, float] = (0.0, 0.0, 0.0, 0.0)
    article: int | None = field(default=None)

    def __post_init__(self) -> None:
        if self.lines:
            self.fit()

    def fit(self) -> None:
        """Make the box that of the lines."""
        self.box = (
            min(line.left for line in self.lines),
            min(line.top for line in self.lines),
            max(line.right for line in self.lines),
            max(line.bottom for line in self.lines),
        )

    @property
    def left(self) -> float:
        """Its left edge."""
        return self.box[0]

    @property
    def top(self) -> float:
        """Its upper edge."""
        return self.box[1]

    @property
    def right(self) -> float:
        """Its right edge."""
        return self.box[2]

    @property
    def bottom(self) -> float:
        """Its lower edge."""
        return self.box[3]

    @property
    def width(self) -> float:
        """From its left to its right edge."""
        return self.box[2] - self.box[0]

    @property
    def center(self) -> float:
        """The middle between its left and its right edge."""
        return (self.box[0] + self.box[2]) / 2


def text_size(text: str, width: float, height: float) -> float:
    """Return the size of a line's characters, from its width; a box stands a little off its text."""
    if height > _UPRIGHT * width and len(text) > 1:
        return 0.8 * width
    if len(text) < _FEW:
        return 0.75 * height
    spaces = sum(unicodedata.east_asian_width(char) in "WFA" or 0.52 for char in text)
    return min((width - 0.25 * height) / spaces, height)


def body_size(lines: Sequence[Line]) -> float:
    """Return the size of the characters in which most of the page's text is set."""
    return median(size for line in lines for size in [line.size] * len(line.text))


def overlap(one: Block | Line, other: Block | Line) -> float:
    """Return how much two things overlap from left to right; negative is the gap between them."""
    return float(min(one.right, other.right) - max(one.left, other.left))


def side_by_side(one: Block | Line, other: Block | Line) -> float:
    """Return how much two things stand level; negative is the gap between them."""
    return float(min(one.bottom, other.bottom) - max(one.top, other.top))


def blocks(lines: Sequence[Line], size: float) -> list[Block]:
    """Gather lines to headlines, with the lone lines that belong to them, and blocks of text.

    Parameters
    ----------
    lines : sequence of Line
        Of one page, in any order.
    size : float
        Of its body characters.
    """
    large = [line for line in lines if line.size >= _HEADLINE * size]
    text = [line for line in lines if line.size < _HEADLINE * size]
    columns = [Block(each) for each in _stack(text, size) if len(each) > 2]
    heads = []
    for head in _headlines(large, columns, size):
        beside = _beside(head, text, size)
        text = [line for line in text if line not in beside]
        heads.append(Block(sorted([*head, *beside], key=lambda line: (line.top, line.left)), "head"))
    found = heads + [Block(each) for each in _merged(_stack(text, size), size)]
    return sorted(found, key=lambda block: (block.top, block.left))


def _beside(head: Sequence[Line], text: Sequence[Line], size: float) -> list[Line]:
    """Return the kicker, subtitle and byline of a headline: lone lines next to it."""
    box = Block(list(head))
    if box.bottom - box.top > 2 * box.width:
        return []
    found: list[Line] = []
    for up in (True, False):
        edge = box.top if up else box.bottom
        for line in sorted(text, key=lambda each: -each.bottom if up else each.top):
            gap = edge - line.bottom if up else line.top - edge
            if not -0.5 * size < gap < 1.6 * size or overlap(line, box) < 0.7 * (line.right - line.left):
                continue
            middle = abs((line.left + line.right) / 2 - box.center) < 1.5 * size
            flush = up and (abs(line.left - box.left) < size or _is_first(line, text, size))
            if (
                not (middle or flush)
                or line.text.endswith(("。", "，", "；"))
                or not _is_lone(line, box, text, size)
            ):
                break
            found.append(line)
            edge = line.top if up else line.bottom
    return found


def _is_first(line: Line, text: Sequence[Line], size: float) -> bool:
    """Whether nothing stands close above a line."""
    return not any(
        overlap(each, line) > 0 and -0.5 * size < line.top - each.bottom < 1.2 * size
        for each in text
        if each is not line
    )


def _is_lone(line: Line, head: Block, text: Sequence[Line], size: float) -> bool:
    """Whether a line next to a headline is none of a column's: nothing stands level with it there, and it
    does not reach to the edge of the lines below it; a byline may happen to be as wide as a column.
    """
    byline = bool(_BYLINE.match(line.text))
    under = line.top > head.top
    column = line.right + 1.0
    for each in text:
        if each is line:
            continue
        if side_by_side(each, line) > 0.4 * line.height:
            row = abs(each.bottom - line.bottom) < 0.3 * size and overlap(each, line) > -_BESIDE * size
            if overlap(each, head) > 0 or (under and row and not byline):
                return False
        if overlap(each, line) <= 0:
            continue
        gap = max(each.top - line.bottom, line.top - each.bottom)
        edges = min(abs(each.left - line.left), abs(each.right - line.right))
        text_above = not under and each.top < line.top and each.size < 1.1 * size
        if -0.5 * size <= gap < 0.7 * size and (edges < 0.6 * size or text_above):
            return byline
        if line.top < each.top < line.bottom + _REACH * size:
            column = max(column, each.right)
    return byline or not under or line.right < column - 0.6 * size


def _stack(lines: Iterable[Line], size: float) -> list[list[Line]]:
    """Put each line below the block that it continues."""
    stacks: list[list[Line]] = []
    for line in sorted(lines, key=lambda each: each.top + each.bottom):
        fitting = [stack for stack in stacks if _fits(line, stack, size)]
        if len(fitting) == 1:
            fitting[0].append(line)
        else:
            stacks.append([line])
    return stacks


def _fits(line: Line, stack: Sequence[Line], size: float) -> bool:
    last = stack[-1]
    gap = line.top - last.bottom
    if not -0.6 * size <= gap <= _PITCH * size or line.top <= last.top + 0.4 * size:
        return False
    if max(last.size, line.size) > 1.3 * min(last.size, line.size):
        return False
    if len(stack) > 2:
        pitch = median(lower.bottom - upper.bottom for upper, lower in pairwise(stack))
        if line.bottom - last.bottom > pitch + _REGULAR * size:
            return False
    left, right = min(each.left for each in stack), max(each.right for each in stack)
    if len(stack) > 2:
        return (
            left - _EDGE * size <= line.left <= left + _SET_IN * size and line.right <= right + _EDGE * size
        )
    inside = line.left >= left - _EDGE * size and line.right <= right + _EDGE * size
    holds = line.left <= left + _EDGE * size and line.right >= right - _EDGE * size
    near = abs(line.left - left) <= _SET_IN * size and min(right, line.right) - max(left, line.left) > 0
    return inside or holds or near


def _merged(stacks: list[list[Line]], size: float) -> list[list[Line]]:
    """Put blocks together that lie in one column without a gap, such as a paragraph's short last line and the
    indented line below it.
    """
    found = [Block(stack) for stack in stacks]
    for upper in sorted(found, key=lambda block: block.top):
        below = [each for each in found if each is not upper and _continues(upper, each, size)]
        if len(below) != 1:
            continue
        (lower,) = below
        level = any(
            side_by_side(each, lower) > 0 and overlap(each, upper) > 0
            for each in found
            if each is not upper and each is not lower
        )
        if not level:
            lower.lines[:0] = upper.lines
            lower.fit()
            found.remove(upper)
    return [block.lines for block in found]


def _continues(upper: Block, lower: Block, size: float) -> bool:
    gap = lower.top - upper.bottom
    if not -0.6 * size <= gap <= _PITCH * size or lower.top < upper.top:
        return False
    if max(upper.lines[-1].size, lower.lines[0].size) > 1.25 * min(upper.lines[-1].size, lower.lines[0].size):
        return False
    inside = upper.left >= lower.left - _EDGE * size and upper.right <= lower.right + _EDGE * size
    around = lower.left >= upper.left - _EDGE * size and lower.right <= upper.right + _EDGE * size
    indented = lower.left - upper.left < 3 * size and lower.left >= upper.left and len(upper.lines) == 1
    return inside or around or (indented and upper.right < lower.left + size)


def _headlines(lines: Iterable[Line], columns: Sequence[Block], size: float) -> list[list[Line]]:
    """Gather the lines of one headline: of like size, one close below the other, or broken on one level."""
    heads: list[list[Line]] = []
    for line in sorted(lines, key=lambda each: each.top + each.bottom):
        for head in heads:
            if any(_same_headline(each, line, columns, size) for each in head):
                head.append(line)
                break
        else:
            heads.append([line])
    return heads


def _same_headline(one: Line, other: Line, columns: Sequence[Block], size: float) -> bool:
    if max(one.size, other.size) > 1.3 * min(one.size, other.size):
        return False
    if side_by_side(one, other) > 0.6 * min(one.height, other.height):
        left, right = sorted((one, other), key=lambda line: line.left)
        return right.left - left.right < 1.3 * other.size and not _own_columns(left, right, columns, size)
    return 0 <= other.top - one.bottom + 0.5 * other.size < 1.3 * other.size and overlap(one, other) > 0


def _own_columns(left: Line, right: Line, columns: Sequence[Block], size: float) -> bool:
    """Whether two headlines side by side stand each in the middle of its own columns."""
    below = [each for each in columns if -size < each.top - left.bottom < _REACH * size]
    before = [each for each in below if each.right < right.left + size]
    behind = [each for each in below if each.left > left.right - size]
    if not before or not behind:
        return False
    edge, begin = max(each.right for each in before), min(each.left for each in behind)
    return _centered(left, [(each.left + edge) / 2 for each in before], size) and _centered(
        right, [(begin + each.right) / 2 for each in behind], size
    )


def _centered(line: Line, middles: Sequence[float], size: float) -> bool:
    center = (line.left + line.right) / 2
    return any(abs(center - middle) < size for middle in middles)
