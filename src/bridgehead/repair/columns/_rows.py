"""Columns read across with a gap between them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import combinations

from bridgehead.repair.columns._flow import Run, flow, is_better
from bridgehead.repair.columns._lines import ROWS, Line, Piece, has_gap, is_set, width, without_rest

__all__ = ["GAP", "NARROW_GAP", "rows"]

GAP = re.compile(r"(?<=[^\s])(?:  |\u3000|\t| \u3000)[ \u3000\t]*(?=[^\s])")
NARROW_GAP = re.compile(r"(?<=[^\s]) (?=[^\s])")
_TAB = re.compile(r"[ \u3000]*\t[ \u3000\t]*(?=[^\s])")
_PAGE = re.compile(r"[-—–·]+\s*\d{1,4}\s*[-—–·]+$|第\s*\d{1,4}\s*页$")
_MOST = 3
"""Columns, at most."""
_MANY, _FEWEST_WORDS = 80, 0.12
"""Of so many parts, a share of line ends must cut a word of two characters: a table's do not."""
_SURE_IN_LINE = 2.0
"""By how much reading down must be better than across where the columns stand in line."""


@dataclass(frozen=True, slots=True)
class _Row:
    """A line, cut at its gaps.

    Attributes
    ----------
    parts : tuple of Piece
        What stands between them.
    line : str
        The line from its very beginning.
    before : str
        What stands left of its first word.
    tabbed : bool
        Whether tabs are its gaps.
    apart : bool
        Whether it is none of the columns': with a page number, or wide gaps where they have narrow ones.
    """

    parts: tuple[Piece, ...]
    line: str
    before: str
    tabbed: bool = False
    apart: bool = False


def rows(lines: Sequence[Line], gap: re.Pattern[str]) -> Iterator[list[Piece]]:
    """Yield the blocks of rows with a gap that read better down than across."""
    if sum(1 for line in lines if " " in line.said or "\u3000" in line.said or "\t" in line.said) < ROWS:
        return
    rows = [_row(line, gap) for line in lines]
    at = 0
    while at < len(rows):
        stop = at
        widest = 0
        # Between rows, and behind them, lines of one column only may stand.
        while stop < len(rows) and (len(rows[stop].parts) > 1 or width(rows[stop].parts[0].text) <= widest):
            if len(rows[stop].parts) > 1:
                widest = max(widest, *(width(part.text) + 2 for part in rows[stop].parts))
            stop += 1
        for block in filter(_is_text, _segments(rows[at:stop])):
            edges, pieces = _arranged(block)
            if _reads_down(pieces, edges):
                yield pieces
        at = max(stop, at + 1)


def _row(line: Line, gap: re.Pattern[str]) -> _Row:
    """Cut a line at its gaps; a tab is a step to the next column, even with nothing in it."""
    before, start = line.before, line.start
    tabbed = gap is GAP and "\t" in line.line
    out = []
    at, column = 0, before.count("\t")
    for match in (_TAB if tabbed else gap).finditer(line.said):
        out.append(Piece(start + at, start + match.start(), line.said[at : match.start()], column))
        at = match.end()
        column += max(1, match[0].count("\t"))
    out.append(Piece(start + at, start + len(line.said), line.said[at:], column))
    apart = gap is NARROW_GAP and has_gap(line.said)
    return _Row(tuple(out), before + line.said, before, tabbed, apart)


def _usual(rows: Sequence[_Row]) -> int:
    """Return in how many parts most of the text stands."""
    texts: Counter[int] = Counter()
    for row in rows:
        texts[len(row.parts)] += len(row.line) if len(row.parts) > 1 else 0
    return texts.most_common(1)[0][0] if texts else 0


def _segments(rows: Sequence[_Row]) -> Iterator[list[_Row]]:
    """Yield the rows between those that have more parts than columns: a running head, a table's."""
    number = _usual(rows)
    rows = [
        replace(row, apart=row.apart or any(_PAGE.match(part.text) for part in row.parts)) for row in rows
    ]
    block: list[_Row] = []
    for row in [*rows, None]:
        if row and len(row.parts) <= number and not row.apart and (block or len(row.parts) > 1):
            block.append(row)
        elif number <= _MOST and sum(len(row.parts) == number for row in block) >= ROWS:
            yield block
            block = []
        else:
            block = []


def _is_text(rows: Sequence[_Row]) -> bool:
    """Whether the parts of whole rows look like running text, column by column: a quick look for tables."""
    number = _usual(rows)
    whole = [row.parts for row in rows if len(row.parts) == number]
    return all(is_set([part.text for part in column]) for column in zip(*whole, strict=True))


def _arranged(rows: Sequence[_Row]) -> tuple[_Edges, list[Piece]]:
    """Tell the column of each part."""
    usual = _usual(rows)
    edges = _Edges([row for row in rows if len(row.parts) == usual])
    out: list[list[Piece]] = []
    last: dict[int, Piece] = {}
    for row in rows:
        if len(row.parts) == usual:
            told = [
                replace(part, column=number, indented=edges.is_indented(row, number))
                for number, part in enumerate(row.parts)
            ]
        elif row.tabbed and row.parts[-1].column < usual:
            told = list(row.parts)
        else:
            told = _dealt(row, edges, last, usual)
        out.append(told)
        last.update({part.column: part for part in told})
    return edges, [piece for row in without_rest(out) for piece in row]


class _Edges:
    """Where the columns begin, in characters or in printed width, whichever the rows agree on more."""

    def __init__(self, rows: Sequence[_Row]) -> None:
        self.measure = max((len, width), key=lambda measure: self._agreed(rows, measure)[1])
        self.starts, agreed = self._agreed(rows, self.measure)
        self.sure = agreed >= 0.6 * len(rows)
        self.rows = len(rows)

    def _agreed(self, rows: Sequence[_Row], measure: Callable[[str], int]) -> tuple[list[int], int]:
        starts: list[int] = []
        agreed = len(rows)
        for i in range(len(rows[0].parts)):
            places = Counter(self.place(row, i, measure) for row in rows)
            start, number = places.most_common(1)[0]
            starts.append(start)
            agreed = min(agreed, number)
        return starts, agreed

    def is_indented(self, row: _Row, number: int, side: int | None = None) -> bool:
        """Whether a part begins a little right of where its column does."""
        if not self.sure or row.tabbed:
            return False
        by = self.place(row, number) - self.starts[number if side is None else side]
        return (2 if self.measure is len else 3) <= by <= 5

    def place(self, row: _Row, number: int, measure: Callable[[str], int] | None = None) -> int:
        """Return where a part of a row begins."""
        behind = row.parts[number].start - row.parts[0].start
        return (measure or self.measure)(row.line[: len(row.before) + behind])


def _dealt(row: _Row, edges: _Edges, last: dict[int, Piece], usual: int) -> list[Piece]:
    """Tell the columns of a row in which some are empty: where they stand, and what they go on with."""
    judge = flow()
    best: tuple[float, tuple[int, ...]] = (-1e9, ())
    for sides in combinations(range(usual), len(row.parts)):
        score = 0.0
        for number, (side, part) in enumerate(zip(sides, row.parts, strict=True)):
            if side in last:
                score += judge.score(last[side].text, part.text)
            if edges.sure or row.before.strip("\t"):
                score -= 0.5 * abs(edges.place(row, number) - edges.starts[side])
            elif not row.before and side:
                score -= 1.0
        best = max(best, (score, sides))
    return [
        replace(part, column=side, indented=edges.is_indented(row, number, side))
        for number, (side, part) in enumerate(zip(best[1], row.parts, strict=True))
    ]


def _reads_down(block: Sequence[Piece], edges: _Edges) -> bool:
    """Whether the lines of a block go on better within their columns than across them."""
    number = max(piece.column for piece in block) + 1
    by_column = [[piece.text for piece in block if piece.column == i] for i in range(number)]
    if min(map(len, by_column)) < ROWS or not all(map(is_set, by_column)):
        return False
    judge = flow()
    if len(block) > _MANY and not all(judge.goes_on(texts, _FEWEST_WORDS) for texts in by_column):
        return False
    down = sum((judge.run(texts) for texts in by_column), Run(0.0, 0, 0))
    across = judge.run([piece.text for piece in block])
    if edges.rows >= 2 * ROWS and edges.sure and down.words and not across.words:
        return down.score - across.score >= _SURE_IN_LINE
    return is_better(down, across)
