"""Commas: noise in front of other marks, doubled commas, a comma inside a word."""

from __future__ import annotations

from random import Random

from samples.generator.damage._cells import Cell, Cells

__all__ = ["noise", "stray"]


def noise(cells: Cells, rate: float, rng: Random) -> Cells:
    """Put a comma in front of ``、 ； 。``, or double one, at a share ``rate`` of the marks."""
    out: list[Cell] = []
    for cell in cells:
        if cell.raw in "、；，" and cell.raw and rng.random() < rate:
            out.append(cell.added("comma", "，"))
        out.append(cell)
    return tuple(out)


def stray(cells: Cells, count: int, rng: Random) -> Cells:
    """Move ``count`` commas one character on, into the next word; a repairer may only suggest it."""
    out = list(cells)
    places = [
        i
        for i in range(1, len(cells) - 2)
        if cells[i].raw == "，"
        and all("一" <= c.raw <= "鿿" for c in cells[i + 1 : i + 3] if c.raw)
        and not cells[i].kind
    ]
    for at in sorted(rng.sample(places, min(count, len(places)))):
        comma, char = out[at], out[at + 1]
        welded = Cell(
            comma.clean + char.clean, char.raw + comma.raw, char.raw + comma.raw, "comma-place", comma.line
        )
        out[at], out[at + 1] = welded, Cell("", "", "", "", comma.line)
    return tuple(out)
