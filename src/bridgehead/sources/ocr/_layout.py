"""The lines of a scanned page → its text in reading order."""

from __future__ import annotations

import math
from collections.abc import Sequence
from statistics import median

from bridgehead.sources._columns import Piece, reading_order
from bridgehead.sources.ocr._articles import Article, articles
from bridgehead.sources.ocr._blocks import Block, Line, blocks, body_size, overlap, side_by_side, text_size
from bridgehead.sources.ocr._paragraphs import paragraphs
from bridgehead.sources.ocr._scan import Scan

__all__ = ["arrange"]

Paragraph = list[Line]

_KINDS = ("figure", "figure_caption", "table")

_HIGH = 4.0
"""Body characters below the top of an article's text down to which a picture stands below the headline."""

_CAPTION = 9
"""Lines of a caption beside its picture, at most."""

_CELL = 8
"""Characters from which the lines of a table may be those of columns of text."""

_WRITTEN = 120
"""Characters that the signs and banners in a picture have at most."""


def arrange(scan: Scan) -> list[list[Paragraph]]:
    """Return the articles of a page in reading order, each a list of paragraphs, headlines first.

    Parameters
    ----------
    scan : Scan
        The page.
    """
    lines = upright(scan)
    if not lines:
        return []
    size = body_size(lines)
    page = _Seen(scan, lines, size)
    found = blocks(page.rest, size)
    ordered = articles([*found, *page.figures, *page.captions, *page.tables], size)
    return [_paragraphs(article, size) for article in ordered] + [[block.lines] for block in page.inside]


class _Seen:
    """What the model of layouts sees on a page: figures, their captions, what is written inside of them, and
    tables. Their lines are taken out of ``rest``.
    """

    def __init__(self, scan: Scan, lines: Sequence[Line], size: float) -> None:
        self.rest = list(lines)
        self.figures: list[Block] = []
        self.captions: list[Block] = []
        self.tables: list[Block] = []
        self.inside: list[Block] = []
        boxes = {kind: [box for each, _, box in scan.regions if each == kind] for kind in _KINDS}
        for box in boxes["figure"]:
            if min(box[2] - box[0], box[3] - box[1]) > 4 * size:
                within = self._within(box)
                if sum(len(line.text) for line in within) > _WRITTEN:
                    continue  # a frame around text
                self.figures.append(Block([], "figure", (box[0], box[1], box[2], box[3])))
                self._take(within, self.inside)
        for box in boxes["figure_caption"]:
            said = self._within(box)
            if said and any(_is_caption(Block(said), figure, size) for figure in self.figures):
                self._take(said, self.captions)
        for box in boxes["table"]:
            within = self._within(box)
            if (table := _table(within)) is not None:
                self._take(within, [])
                self.tables.append(table)

    def _within(self, box: Sequence[float]) -> list[Line]:
        return sorted(
            (line for line in self.rest if _holds(box, line)), key=lambda line: (line.top, line.left)
        )

    def _take(self, lines: list[Line], blocks: list[Block]) -> None:
        if lines:
            blocks.append(Block(lines, "caption"))
            self.rest = [line for line in self.rest if line not in lines]


def _table(lines: Sequence[Line]) -> Block | None:
    """Return the rows of a table, their cells set apart by tabs; None for what has no rows of cells, and for
    columns of text, whose lines are equally long.
    """
    if not lines:
        return None
    widths = [line.right - line.left for line in lines]
    if median(len(line.text) for line in lines) >= _CELL and median(widths) > 0.8 * max(widths):
        return None
    pieces = [Piece(line.text, line.left, line.top, line.right, line.bottom) for line in lines]
    by_piece = {id(piece): line for piece, line in zip(pieces, lines, strict=True)}
    rows = [[by_piece[id(piece)] for piece in row] for row in reading_order(pieces)]
    if sum(len(row) > 1 for row in rows) < 0.5 * len(rows):
        return None
    return Block([_row(row) for row in rows], "table")


def _row(cells: Sequence[Line]) -> Line:
    return Line(
        "\t".join(line.text for line in cells),
        min(line.left for line in cells),
        min(line.top for line in cells),
        max(line.right for line in cells),
        max(line.bottom for line in cells),
        cells[0].size,
        tuple(part for line in cells for part in line.parts),
    )


def _holds(box: Sequence[float], line: Line) -> bool:
    x, y = (line.left + line.right) / 2, (line.top + line.bottom) / 2
    return box[0] <= x <= box[2] and box[1] <= y <= box[3]


def _is_caption(said: Block, figure: Block, size: float) -> bool:
    """Whether lines stand right below a figure, in its middle or as wide, or beside it; the model takes the
    end of a column under a picture for a caption too.
    """
    below = -size < said.top - figure.bottom < 3 * size and overlap(said, figure) > 0
    if below:
        middle = abs(said.center - figure.center) < 2 * size
        flush = abs(said.left - figure.left) < size and len(said.lines) < 3
        return middle or flush or said.width > 0.6 * figure.width
    gap = max(said.left - figure.right, figure.left - said.right)
    return -size < gap < 2 * size and side_by_side(said, figure) > 0 and len(said.lines) < _CAPTION


def _paragraphs(article: Article, size: float) -> list[Paragraph]:
    """Return an article's paragraphs; captions of pictures below the headline go before the text."""
    heads = [line for block in article.head for line in _heads(block.lines)]
    captions = [block.lines for block in article.captions if block.lines]
    text = paragraphs(article.columns, size)
    top = min((block.top for block in article.columns), default=0.0)
    high = any(block.kind == "figure" and block.top < top + _HIGH * size for block in article.captions)
    return [*heads, *captions, *text] if high else [*heads, *text, *captions]


def _heads(lines: Sequence[Line]) -> list[Paragraph]:
    """Return the lines of a headline; those of one size are one."""
    out: list[Paragraph] = []
    for line in lines:
        last = out[-1][-1] if out else None
        if last and max(line.size, last.size) < 1.25 * min(line.size, last.size):
            out[-1].append(line)
        else:
            out.append([line])
    return out


def upright(scan: Scan) -> list[Line]:
    """Return the lines with boxes from which the page's skew is taken out."""
    angles = [
        math.atan2(c[3] - c[1], c[2] - c[0])
        for text, _, c in scan.lines
        if len(text) > 5 and c[2] - c[0] > 4 * abs(c[3] - c[1])
    ]
    angle = median(angles) if angles else 0.0
    cos, sin = math.cos(angle), math.sin(angle)
    lines = []
    for number, (text, _, corners) in enumerate(scan.lines):
        xs = [corners[i] * cos + corners[i + 1] * sin for i in (0, 2, 4, 6)]
        ys = [corners[i + 1] * cos - corners[i] * sin for i in (0, 2, 4, 6)]
        left, right = (xs[0] + xs[3]) / 2, (xs[1] + xs[2]) / 2
        top, bottom = (ys[0] + ys[1]) / 2, (ys[2] + ys[3]) / 2
        size = text_size(text, right - left, bottom - top)
        lines.append(Line(text, left, top, right, bottom, size, (number,)))
    return lines
