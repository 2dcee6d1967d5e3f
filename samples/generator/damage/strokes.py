"""Characters: look-alikes of the scanner, letters for signs, words doubled, characters lost."""

from __future__ import annotations

from random import Random

from samples.generator.damage._cells import Cell, Cells, flat
from samples.generator.damage._tables import table

__all__ = ["confuse", "double", "lose", "symbols"]


def confuse(cells: Cells, rate: float, rng: Random) -> Cells:
    """Take look-alikes for one another; ``rate`` is the share of the characters that have one."""
    shapes = table("shapes")
    return tuple(
        cell.hurt("ocr", shapes[cell.raw], shapes[cell.raw])
        if cell.raw in shapes and rng.random() < rate
        else cell
        for cell in cells
    )


def symbols(cells: Cells) -> Cells:
    """Write Cyrillic letters for Roman numerals and the like."""
    wrong = table("symbols")
    return tuple(cell.hurt("symbol", wrong[cell.raw]) if cell.raw in wrong else cell for cell in cells)


def double(cells: Cells, every: int, rng: Random) -> Cells:
    """Double a word of two characters about once in ``every``; without proof repair may only suggest it."""
    out, text = list(cells), flat(cells)
    for at in _places(text, every, rng):
        again = [Cell("", char, char, "doubled", out[at + 1].line) for char in text[at : at + 2]]
        out[at + 2 : at + 2] = again
    return tuple(out)


def lose(cells: Cells, every: int, rng: Random) -> Cells:
    """Lose a character about once in ``every``, never a digit; what it was cannot be known from the page."""
    out, text = list(cells), flat(cells)
    for at in _places(text, every, rng):
        out[at] = out[at].hurt("lost", "", "")
    return tuple(out)


def _places(text: str, every: int, rng: Random) -> list[int]:
    """Return places inside words, last first, so that insertions do not move the others."""
    places = [i for i in range(len(text) - 2) if _han(text[i]) and _han(text[i + 1]) and _han(text[i + 2])]
    count = max(1, round(len(text) / every))
    return sorted(rng.sample(places, min(count, len(places))), reverse=True)


def _han(char: str) -> bool:
    return "一" <= char <= "鿿"
