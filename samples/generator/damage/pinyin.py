"""Pinyin noise: a site writes the reading behind every occurrence of the characters of its set."""

from __future__ import annotations

from collections import Counter
from functools import cache
from random import Random
from typing import Literal

from samples.generator.damage._cells import Cell, Cells

__all__ = ["Annotation", "apply", "choose", "reading"]

Annotation = Literal["toned", "toneless", "random", "dense"]


@cache
def reading(char: str, *, toned: bool) -> str:
    """Return the one reading that a site's table gives a character, wherever it stands."""
    from pypinyin import Style, lazy_pinyin

    return str(lazy_pinyin(char, style=Style.TONE if toned else Style.NORMAL)[0])


def choose(cells: Cells, size: int, rng: Random) -> frozenset[str]:
    """Draw the annotated set of a site: characters that its script table changed, or any Han if it has none.

    Parameters
    ----------
    cells : Cells
        The page, already in the site's script.
    size : int
        How many characters; 25 to 60 on real pages, fewer if the page has fewer.
    rng : Random
        The draw; common characters are likelier, as on real pages.
    """
    counts = Counter(cell.raw for cell in cells if "script" in cell.kind and _annotatable(cell.raw))
    if not counts:
        counts = Counter(cell.raw for cell in cells if _annotatable(cell.raw))
    ranked = sorted(counts, key=lambda c: (-counts[c] * rng.random(), c))
    return frozenset(ranked[:size])


def _annotatable(raw: str) -> bool:
    return len(raw) == 1 and "一" <= raw <= "鿿" and reading(raw, toned=False).isascii()


def apply(cells: Cells, annotation: Annotation, chars: frozenset[str], rng: Random) -> Cells:
    """Annotate a page.

    Parameters
    ----------
    cells : Cells
        The page.
    annotation : Annotation
        ``toned`` and ``toneless`` (with a space behind): every occurrence of the set. ``dense``: toned, every
        character that the script table changed. ``random``: toneless, one occurrence in three, brackets now
        and then repeated.
    chars : frozenset of str
        The site's set (`choose`).
    rng : Random
        Used by ``random`` only.
    """
    out: list[Cell] = []
    for cell in cells:
        out.append(cell)
        dense = annotation == "dense" and "script" in cell.kind and _annotatable(cell.raw)
        hit = dense or cell.raw in chars
        if not hit or (annotation == "random" and rng.random() > 1 / 3):
            continue
        note = f"({reading(cell.raw, toned=annotation in ('toned', 'dense'))})"
        if annotation == "toneless":
            note += " "
        elif annotation == "random":
            note *= rng.choice((1, 1, 2, 3))
        out.append(cell.added("pinyin", note))
    return tuple(out)
