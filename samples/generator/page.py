"""The page: lines with roles and articles, laid into columns that cut sentences, wrapped, or read across."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import zip_longest
from random import Random

from samples.generator.damage import Cell, Cells, damaged

__all__ = [
    "Layout",
    "PageLine",
    "SourceLine",
    "cut_columns",
    "lay_out",
    "lines_of",
    "parse",
    "read_across",
    "wrap",
]

_ARTICLE = re.compile(r"== (\S+)$")
_ROLE = re.compile(r"\[([a-z]+)\] ?")

_BREAKS = {"cut", "wrap", "page-number"}


@dataclass(frozen=True, slots=True)
class SourceLine:
    """One line of a source text; ``role`` may be ``blank``; ``article`` is None outside all articles."""

    text: str
    role: str
    article: str | None


@dataclass(frozen=True, slots=True)
class PageLine:
    """One line of the damaged page: ``[start, end)``, role, article, whether it continues the line before."""

    start: int
    end: int
    role: str
    article: str | None
    joined: bool


@dataclass(frozen=True)
class Layout:
    """How the page is set.

    Attributes
    ----------
    columns : tuple of int
        Shortest and longest column in characters; empty for no columns.
    cut : float
        Share of the column ends that cut a sentence.
    wrap : int
        Characters a line; 0 for none.
    page_lines : int
        With ``wrap``: lines a page, with the page's number between; 0 for none.
    across : tuple of str
        Two articles that were set side by side and read line by line.
    """

    columns: tuple[int, ...] = ()
    cut: float = 0.6
    wrap: int = 0
    page_lines: int = 0
    across: tuple[str, ...] = ()


def parse(source: str) -> list[SourceLine]:
    """Read a source text: ``== ID`` opens an article (``-``: none), ``[role]`` marks a line, else body."""
    out: list[SourceLine] = []
    article: str | None = None
    for line in source.rstrip("\n").split("\n"):
        if opened := _ARTICLE.match(line):
            article = None if opened[1] == "-" else opened[1]
            continue
        mark = _ROLE.match(line)
        role = mark[1] if mark else "body" if line.strip() else "blank"
        out.append(SourceLine(line[mark.end() :] if mark else line, role, article))
    return out


def lay_out(cells: Cells, lines: list[SourceLine], layout: Layout, rng: Random) -> Cells:
    """Set the page; see `Layout`."""
    if layout.across:
        cells = read_across(cells, lines, *layout.across, width=18)
    if layout.columns:
        cells = cut_columns(cells, lines, layout, rng)
    return wrap(cells, lines, layout.wrap, layout.page_lines) if layout.wrap else cells


def cut_columns(cells: Cells, lines: list[SourceLine], layout: Layout, rng: Random) -> Cells:
    """End columns inside paragraphs: a blank line in the middle of a sentence."""
    out: list[Cell] = []
    left = rng.randint(*layout.columns)
    for number, cell in enumerate(cells):
        out.append(cell)
        left -= len(cell.raw)
        if left > 0 or lines[cell.line].role != "body" or not _inside(cells, number):
            continue
        if rng.random() < layout.cut:
            out.append(cell.added("cut", "\n\n"))
        left = rng.randint(*layout.columns)
    return tuple(out)


def _inside(cells: Cells, number: int) -> bool:
    """Whether a column may end behind this cell: between two Han characters well inside one line."""
    around = cells[max(0, number - 6) : number + 8]
    pair = cells[number : number + 2]
    han = all(len(c.raw) == 1 and "一" <= c.raw <= "鿿" and c.clean for c in pair)
    return len(around) == 14 and han and len({c.line for c in around}) == 1


def wrap(cells: Cells, lines: list[SourceLine], width: int, page_lines: int) -> Cells:
    """Break body lines every ``width`` characters, numbers included, and put page numbers between pages."""
    out: list[Cell] = []
    column = row = 0
    page = 1
    for number, cell in enumerate(cells):
        out.append(cell)
        column = 0 if cell.raw.endswith("\n") else column + len(cell.raw)
        row += cell.raw.count("\n")
        ahead = cells[number + 1].raw if number + 1 < len(cells) else "\n"
        if column < width or lines[cell.line].role != "body" or ahead[:1] in ("\n", *"，。、；：”）"):
            continue
        column, row = 0, row + 1
        if page_lines and row >= page_lines:
            out.append(cell.added("page-number", f"\n— {page} —\n"))
            page, row = page + 1, 0
        else:
            out.append(cell.added("wrap", "\n"))
    return tuple(out)


def read_across(cells: Cells, lines: list[SourceLine], left: str, right: str, *, width: int) -> Cells:
    """Read two neighbouring articles line by line across the gap between their columns."""
    inside = [i for i, cell in enumerate(cells) if lines[cell.line].article in (left, right)]
    first, last = inside[0], inside[-1] + 1
    while cells[last - 1].raw == "\n":
        last -= 1
    sides = (_rows(cells[first:last], lines, left, width), _rows(cells[first:last], lines, right, width))
    rows = (f"{a:　<{width}}  {b}".rstrip("　 ") for a, b in zip_longest(*sides, fillvalue=""))
    clean = "".join(cell.clean for cell in cells[first:last])
    expect = "".join(cell.expect for cell in cells[first:last])
    weld = Cell(clean, expect, "\n".join(rows), "across", cells[first].line)
    return (*cells[:first], weld, *cells[last:])


def _rows(cells: Cells, lines: list[SourceLine], article: str, width: int) -> list[str]:
    text = damaged(tuple(cell for cell in cells if lines[cell.line].article == article))
    return [part[i : i + width] for part in text.split("\n") if part for i in range(0, len(part), width)]


def lines_of(cells: Cells, lines: list[SourceLine]) -> list[PageLine]:
    """Return the lines of the damaged page that are not blank."""
    owners = [cell for cell in cells for _ in cell.raw]
    out: list[PageLine] = []
    for match in re.finditer(r"[^\n]+", damaged(cells)):
        start, end = match.span()
        if match[0].strip():
            joined = start > 0 and owners[start - 1].kind in _BREAKS
            out.append(_line(start, end, owners[start], lines, joined))
    return out


def _line(start: int, end: int, owner: Cell, lines: list[SourceLine], joined: bool) -> PageLine:
    if owner.kind == "page-number":
        return PageLine(start, end, "furniture", None, False)
    if owner.kind == "across":
        return PageLine(start, end, "body", None, False)
    source = lines[owner.line]
    return PageLine(start, end, "body" if source.role == "blank" else source.role, source.article, joined)
