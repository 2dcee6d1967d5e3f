"""Scrubbing: what copyists cut out or write over. Most of it can never be known again, only flagged."""

from __future__ import annotations

import re
from random import Random

from samples.generator.damage._cells import Cell, Cells, find, flat
from samples.generator.damage._tables import table

__all__ = ["brand", "dates", "entities", "masks", "no_break_spaces", "numbers", "scar", "spin", "write_over"]

_NUMBER = re.compile(r"\d+(?:\.\d+)?")
_DATE = re.compile(r"(?<=\d)[年月日]")
_COUNTY = re.compile(r"(?<![一-鿿])?[一-鿿]{2}(?=县)")


def write_over(cells: Cells, start: int, end: int, kind: str, raw: str, expect: str | None = None) -> Cells:
    """Write ``raw`` over the cells ``[start, end)``; repair gives ``expect`` (else the clean words)."""
    old = cells[start:end]
    clean = "".join(cell.clean for cell in old)
    new = Cell(clean, clean if expect is None else expect, raw, kind, old[0].line)
    return (*cells[:start], new, *cells[end:])


def scar(cells: Cells, at: str, clean: str, raw: str, kind: str, expect: str | None = None) -> Cells:
    """Write ``raw`` for ``clean`` inside the only place of the words ``at``: damage set by hand.

    ``expect`` is what a perfect repair gives, ``raw`` if not given: what has no proof on its page stays.
    """
    first, last = find(cells, at)
    start = first + flat(cells[first:last]).index(clean)
    old = cells[start]
    expect = raw if expect is None else expect
    if expect != raw or len(raw) < 2:
        return write_over(cells, start, start + len(clean), kind, raw, expect)
    rest = (Cell("", char, char, kind, old.line) for char in raw[1:])
    return (*cells[:start], Cell(clean, raw[0], raw[0], kind, old.line), *rest, *cells[start + len(clean) :])


def numbers(cells: Cells, rate: float, rng: Random) -> Cells:
    """Cut out a share of the numbers."""
    for match in reversed(list(_NUMBER.finditer(flat(cells)))):
        if rng.random() < rate:
            cells = write_over(cells, *match.span(), "number-cut", "", "")
    return cells


def dates(cells: Cells) -> Cells:
    """Write ``-`` for 年, 月 and 日 behind digits: 年 and 月 come back by rule, so they are expected."""
    for match in reversed(list(_DATE.finditer(flat(cells)))):
        cells = write_over(cells, *match.span(), "date-mark", "-")
    return cells


def masks(cells: Cells) -> Cells:
    """Write ``GJ``, ``zong央``, ``ZF`` (undone by a list) and ``**县`` (unknown)."""
    for word, mask in table("masks").items():
        cells = _each(cells, word, "mask", mask)
    for match in reversed(list(_COUNTY.finditer(flat(cells)))):
        cells = write_over(cells, *match.span(), "mask", "**", "**")
    return cells


def brand(cells: Cells, place: str, name: str) -> Cells:
    """Write a gambling site's name for a place, everywhere; nobody may guess the place back."""
    return _each(cells, place, "brand", name, name)


def spin(cells: Cells) -> Cells:
    """Change words for their neighbours ("pseudo-original"); a repairer may flag and suggest."""
    for word, other in table("spun").items():
        cells = _each(cells, word, "spun", other, other)
    return cells


def entities(cells: Cells) -> Cells:
    """Leave half of an HTML entity where a mark stood."""
    for mark, rest in table("entities").items():
        cells = _each(cells, mark, "entity", rest)
    return cells


def no_break_spaces(cells: Cells) -> Cells:
    """Show ``??`` for a no-break space and ``????`` for an indent of two."""
    return tuple(cell.hurt("no-break", "??") if cell.raw == "\u00a0" else cell for cell in cells)


def _each(cells: Cells, word: str, kind: str, raw: str, expect: str | None = None) -> Cells:
    text = flat(cells)
    at = text.rfind(word)
    while at >= 0:
        cells = write_over(cells, at, at + len(word), kind, raw, expect)
        at = text.rfind(word, 0, at)
    return cells
