"""Script: the whole page in traditional characters, or a few strays, or a repost's word errors."""

from __future__ import annotations

from functools import cache
from random import Random
from typing import Literal

from samples.generator.damage._cells import Cell, Cells, flat
from samples.generator.damage._tables import table

__all__ = ["Script", "apply", "traditional"]

Script = Literal["plain", "wrong-pick", "stray", "repost"]


@cache
def _converter() -> object:
    import opencc

    return opencc.OpenCC("s2t")


@cache
def traditional(char: str) -> str:
    """Return the first traditional form of one character, as a table without context gives it."""
    form: str = _converter().convert(char)  # type: ignore[attr-defined]
    return form if len(form) == 1 else char


def apply(cells: Cells, script: Script, rng: Random) -> Cells:
    """Convert the page.

    Parameters
    ----------
    cells : Cells
        The page.
    script : Script
        The site's table. ``plain`` and ``wrong-pick`` look at single characters, the same way each time;
        ``stray`` leaves about one known character in six traditional on a simplified page; ``repost``
        converts every line and makes the errors of a bad word list.
    rng : Random
        Used by ``stray`` only.
    """
    if script == "stray":
        strays = table("stray")
        return tuple(
            cell.hurt("script", strays[cell.raw]) if cell.raw in strays and rng.random() < 1 / 6 else cell
            for cell in cells
        )
    own = table("forms") | table("wrong-pick" if script == "wrong-pick" else "plain-keeps")
    if script == "repost":
        cells = _repost(cells)
    return tuple(_convert(cell, own) for cell in cells)


def _convert(cell: Cell, own: dict[str, str]) -> Cell:
    if "repost" in cell.kind:
        return cell
    raw = "".join(own[c] if c in own else traditional(c) for c in cell.raw)
    return cell if raw == cell.raw else cell.hurt("script", raw)


def _repost(cells: Cells) -> Cells:
    """Write the wrong entries of the word list where their words stand."""
    out = list(cells)
    text = flat(cells)
    for word, wrong in table("repost").items():
        at = text.find(word)
        while at >= 0:
            for i, char in enumerate(wrong):
                if char != out[at + i].raw:
                    out[at + i] = out[at + i].hurt("repost", char)
            at = text.find(word, at + 1)
    return tuple(out)
