"""The lines of an article's columns → its paragraphs."""

from __future__ import annotations

import re
from collections.abc import Sequence
from statistics import median

from bridgehead.sources.ocr._blocks import Block, Line

__all__ = ["paragraphs"]

_INDENT = (1.1, 5.0)
"""By how much a paragraph's first line is set in, in characters: two, or one in narrow columns."""

_SHORT = 1.6
"""By how much a paragraph's last line falls short, in characters."""

_ENDS = re.compile("[。！？!?…；;：:][”’」』）)]?$")


def paragraphs(columns: Sequence[Block], size: float) -> list[list[Line]]:
    """Return the paragraphs of columns that follow one another; one may go on in the next column.

    Parameters
    ----------
    columns : sequence of Block
        In reading order.
    size : float
        Of the body characters.
    """
    rows = [row for block in columns for row in _rows(block, size)]
    cells = {line.parts for block in columns if block.kind == "table" for line in block.lines}
    out: list[list[Line]] = []
    for number, (line, indent, short) in enumerate(rows):
        if not out or line.parts in cells or rows[number - 1][0].parts in cells:
            out.append([line])
            continue
        before, _, before_short = rows[number - 1]
        set_in = _INDENT[0] * size < indent
        ended = before_short and bool(_ENDS.search(before.text))
        after = rows[number + 1] if number + 1 < len(rows) else None
        heading = (
            _ENDS.search(before.text)
            and short
            and not _ENDS.search(line.text)
            and after is not None
            and after[1] > _INDENT[0] * size
        )
        if set_in or ended or heading:
            out.append([line])
        else:
            out[-1].append(line)
    return out


def _rows(block: Block, size: float) -> list[tuple[Line, float, bool]]:
    """Return each line of a block with its indentation and whether it falls short of the right edge."""
    lefts = sorted(line.left for line in block.lines)
    edge = lefts[0] if len(lefts) < 3 else median(each for each in lefts if each - lefts[0] < 0.9 * size)
    right = max(line.right for line in block.lines)
    return [(line, line.left - edge, right - line.right > _SHORT * size) for line in block.lines]
