"""A picture of a page → its lines, each with its text and its box, in no order."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

from bridgehead.sources.ocr import _engine

__all__ = ["Scan", "scan"]

_TYPE = 30
"""Pixels of a body character to which larger print is brought: lines are recognized at 48 pixels' height, and
the models shrink coarsely (finer is slower and no better: knowledge/damage.md, section 5)."""

_SEEN = 18
"""Pixels of a body character at which lines are looked for."""

_SURE = 0.5
"""Recognized lines below this score are mostly stains and seals."""

_DOWNWARDS = 1.8
"""Height to width of a line that is written downwards, at least."""

_LONG = 10.0
"""Body characters from which a line may be those of two columns."""

_AROUND = 8.0
"""How far above and below a line, in body characters, other lines tell of columns."""

_GUTTER = 0.6
"""Least width of a gutter between columns, in body characters."""

_CLEAR = 0.75
"""Least mean score of a few lines that are the right way up."""

_SAMPLE = 16
"""Lines that are read to see whether a page is the right way up."""


@dataclass(frozen=True)
class Scan:
    """The lines of a page.

    Attributes
    ----------
    width, height : int
        Of the picture, in pixels.
    lines : list of (str, float, list of float)
        Text, score, and the four corners x, y, … from the upper left clockwise.
    regions : list of (str, float, list of float)
        What the model of layouts sees: kind, score, left, top, right, bottom.
    turned : int
        Quarter turns clockwise that brought the picture upright; the corners are those of the turned one.
    """

    width: int
    height: int
    lines: list[tuple[str, float, list[float]]]
    regions: list[tuple[str, float, list[float]]] = field(default_factory=list)
    turned: int = 0


def scan(picture: Any, tell: Callable[[int, int], None] | None = None) -> Scan:
    """Find and recognize the lines of a page.

    Parameters
    ----------
    picture : numpy.ndarray
        Height × width × 3 bytes.
    tell : callable, optional
        Told how many lines are done, of how many.
    """
    best = _Look(picture, 0)
    if not best.is_clear():
        looks = [best, *(_Look(picture, turned) for turned in (2, 1, 3))]
        best = max(looks, key=lambda look: look.score)
    lines = [
        (_stop(text, box, best.size), score, [float(value) / best.scale for value in box.reshape(-1)])
        for (text, score), box in zip(best.read(tell), best.corners, strict=True)
        if score >= _SURE and text.strip()
    ]
    regions = [
        (kind, score, [value / best.scale for value in box])
        for kind, score, box in _engine.regions(best.small)
    ]
    high, wide = best.picture.shape[:2]
    return Scan(wide, high, lines, regions, best.turned)


def _stop(text: str, corners: Any, size: float) -> str:
    """Return the full stop that a ring alone on its line is, too low for a letter or a figure."""
    return "。" if text in ("0", "O", "o") and _high(corners) < 0.85 * size else text


class _Look:
    """A picture turned some way, its lines found, a few of them read."""

    def __init__(self, picture: Any, turned: int) -> None:
        import cv2
        import numpy as np

        self.turned = turned
        self.picture = np.ascontiguousarray(np.rot90(picture, -turned)) if turned else picture
        size = type_size(self.picture)
        self.scale = min(1.0, _TYPE / size) if size else 1.0
        self.small = self.picture
        if self.scale < 1:
            self.small = cv2.resize(
                self.picture, None, fx=self.scale, fy=self.scale, interpolation=cv2.INTER_AREA
            )
        self.size = size * self.scale
        self.corners = _apart(self.small, _find(self.small, self.size), self.size)
        self.crops = [_crop(self.small, each) for each in self.corners]
        long = sorted(range(len(self.crops)), key=lambda i: -len(self.crops[i][0]))[:_SAMPLE]
        known = _engine.recognize([self.crops[i] for i in long])
        self._known = dict(zip(long, known, strict=True))
        level = sum(_wide(each) > _high(each) for each in self.corners) / max(1, len(self.corners))
        self.score = level * sum(score for _, score in known) / max(1, len(known))

    def is_clear(self) -> bool:
        """Whether it looks the right way up; a blank page does."""
        return not self.crops or self.score > _CLEAR

    def read(self, tell: Callable[[int, int], None] | None) -> list[_engine.Read]:
        """Recognize all lines."""
        rest = [i for i in range(len(self.crops)) if i not in self._known]
        done, total = len(self._known), len(self.crops)
        read = _engine.recognize(
            [self.crops[i] for i in rest], (lambda count: tell(done + count, total)) if tell else None
        )
        known = self._known | dict(zip(rest, read, strict=True))
        return [known[i] for i in range(total)]


def _wide(corners: Any) -> float:
    return float(math.dist(corners[0], corners[1]))


def _high(corners: Any) -> float:
    return float(math.dist(corners[0], corners[3]))


def type_size(picture: Any) -> float:
    """Return the size of a picture's body characters in pixels; 0 for a picture without any.

    Half of the ink that comes in pieces of a character's proportions belongs to smaller ones.
    """
    import cv2
    import numpy as np

    grey = cv2.cvtColor(picture, cv2.COLOR_BGR2GRAY)
    side = 2 * (max(grey.shape) // 80) + 3
    ink = cv2.adaptiveThreshold(grey, 255, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV, side, 25)
    _, _, stats, _ = cv2.connectedComponentsWithStats(ink, connectivity=8)
    wide, high, area = stats[1:, 2], stats[1:, 3], stats[1:, 4]
    kept = (high >= 6) & (wide >= 6) & (high < 8 * wide) & (wide < 8 * high) & (area > 0.1 * wide * high)
    sizes = np.maximum(wide, high)[kept]
    if len(sizes) < 10:
        return 0.0
    sizes.sort()
    inked = np.cumsum(sizes.astype(float))
    return float(sizes[np.searchsorted(inked, inked[-1] / 2)])


def _find(picture: Any, size: float) -> Any:
    import cv2

    scale = _SEEN / size if size else 1.0
    if 0.8 < scale < 1.25:
        return _engine.detect(picture)
    shape = cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC
    return _engine.detect(cv2.resize(picture, None, fx=scale, fy=scale, interpolation=shape)) / scale


def _apart(picture: Any, found: Any, size: float) -> list[Any]:
    """Cut lines of two columns that were taken for one where the lines around them show the gutter."""
    import cv2
    import numpy as np

    if not size:
        return list(found)
    grey = cv2.cvtColor(picture, cv2.COLOR_BGR2GRAY)
    left, right = found[:, :, 0].min(axis=1), found[:, :, 0].max(axis=1)
    top, bottom = found[:, :, 1].min(axis=1), found[:, :, 1].max(axis=1)
    middle, high = (top + bottom) / 2, bottom - top
    long = np.flatnonzero(right - left >= _LONG * size)
    gaps = {int(i): _gaps(grey, found[i], _GUTTER * size) for i in long}
    out = []
    for i, corners in enumerate(found):
        near = np.flatnonzero((np.abs(middle - middle[i]) < _AROUND * size) & (high < 1.5 * high[i]))
        cuts = []
        for start, end in gaps.get(i, []):
            starts = np.sum(np.abs(left[near] - end) < 0.6 * size)
            ends = np.sum(
                (right[near] < end) & (right[near] > start - 4 * size) & (left[near] < start - 3 * size)
            )
            inked = [
                j
                for j in near[(left[near] < start) & (right[near] > end)]
                if not any(low < (start + end) / 2 < up for low, up in gaps.get(int(j), []))
            ]
            if min(starts, ends) >= 3 and len(inked) < min(starts, ends) / 3:
                cuts.append((start, end))
        out += _cut(corners, cuts)
    return out


def _gaps(grey: Any, corners: Any, least: float) -> list[tuple[float, float]]:
    """Return where a line of a picture is blank from top to bottom for so many pixels."""
    import numpy as np

    x0, y0 = (int(value) for value in corners.min(axis=0))
    x1, y1 = (int(value) for value in corners.max(axis=0))
    inset = (y1 - y0) // 8
    part = grey[max(y0, 0) + inset : y1 - inset, max(x0, 0) : x1]
    if not part.size:
        return []
    inked = np.concatenate(([True], part.min(axis=0) < np.percentile(part, 85) - 60, [True]))
    edges = np.flatnonzero(inked)
    return [
        (float(x0 + start), float(x0 + end - 1)) for start, end in pairwise(edges) if end - start - 1 >= least
    ]


def _cut(corners: Any, cuts: list[tuple[float, float]]) -> list[Any]:
    """Cut a line at gaps, given by where they start and end."""
    out = []
    upper_left, upper_right, lower_right, lower_left = corners
    for start, end in cuts:
        out.append(
            _corners(
                [
                    upper_left,
                    _at(upper_left, upper_right, start),
                    _at(lower_left, lower_right, start),
                    lower_left,
                ]
            )
        )
        upper_left, lower_left = _at(upper_left, upper_right, end), _at(lower_left, lower_right, end)
    return [*out, _corners([upper_left, upper_right, lower_right, lower_left])]


def _at(one: Any, other: Any, x: float) -> tuple[float, float]:
    """Return the point of a line from one point to another at x."""
    share = (x - one[0]) / max(other[0] - one[0], 1e-6)
    return x, one[1] + share * (other[1] - one[1])


def _corners(points: list[Any]) -> Any:
    import numpy as np

    return np.array(points, np.float32)


def _crop(picture: Any, corners: Any) -> Any:
    """Cut a line out; the characters of one that is written downwards are put side by side."""
    import cv2
    import numpy as np

    upper_left, upper_right, lower_right, lower_left = corners
    wide = max(math.dist(upper_left, upper_right), math.dist(lower_left, lower_right), 1)
    high = max(math.dist(upper_left, lower_left), math.dist(upper_right, lower_right), 1)
    target = np.array([[0, 0], [wide, 0], [wide, high], [0, high]], np.float32)
    matrix = cv2.getPerspectiveTransform(corners, target)
    line = cv2.warpPerspective(
        picture, matrix, (int(wide), int(high)), borderMode=cv2.BORDER_REPLICATE, flags=cv2.INTER_CUBIC
    )
    return _side_by_side(line) if high > _DOWNWARDS * wide else line


def _side_by_side(line: Any) -> Any:
    """Cut a line that is written downwards between its characters and put these side by side."""
    import numpy as np

    high, wide = line.shape[:2]
    grey = line.mean(axis=2)
    paper = np.percentile(grey, 90)
    inked = (grey < paper - 40).any(axis=1)
    edges = [0, *(np.flatnonzero(np.diff(inked.astype(np.int8))) + 1), high]
    cells: list[list[int]] = []
    for start, end in pairwise(edges):
        if not inked[start]:
            continue
        if cells and end - cells[-1][0] <= 1.02 * wide:
            cells[-1][1] = end
        else:
            cells.append([start, end])
    pieces = [_square(line[start:end], wide, paper) for start, end in cells]
    return np.hstack(pieces) if pieces else line


def _square(piece: Any, side: int, paper: float) -> Any:
    """Put a character in the middle of a square of paper."""
    import numpy as np

    high = max(side, piece.shape[0])
    square = np.full((high, side, 3), paper, piece.dtype)
    top = (high - piece.shape[0]) // 2
    square[top : top + piece.shape[0]] = piece
    return square[:side] if high == side else _shrunk(square, side)


def _shrunk(square: Any, side: int) -> Any:
    import cv2

    return cv2.resize(square, (side, side))
