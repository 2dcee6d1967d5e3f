"""What an ask names: bodies, sites, projects, quoted names; and what is left of a name without its kind."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache

from bridgehead import terms
from bridgehead.follow.rarity import grams, weights

__all__ = ["quoted", "rarity", "stems"]

_QUOTED = re.compile(r"[“《]([^”》“《]{2,14})[”》]")
_BRACKETS = re.compile(r"[(（][^)）]*[)）]")
_HEAD = re.compile(r"^(?:.*?(?:集团|控股))(?=.{2,})")
_LEAST = 2.0
"""How rare a stem must be to name one thing: 秦云 does, 产业 does not."""

_LONG = 6
"""A name this long may be known by its first two characters: 秦云基础信息科技公司."""


@cache
def _ends() -> tuple[str, ...]:
    return tuple(sorted(terms.words("follow/kinds"), key=len, reverse=True))


def quoted(text: str) -> list[str]:
    """Return the quoted names of a text: “链长制”, “15886”; not slogans, which have a mark inside."""
    return [name for name in _QUOTED.findall(text) if not re.search(r"[,，、。]", name)]


def rarity(text: str) -> float:
    """Return how rare a string of characters is: the sum over its pairs; two digits count too."""
    text = text.replace("\n", "")
    if text.isascii():
        return 2.0 * len(text)
    return float(weights(grams(text)).sum())


def _core(name: str, places: Iterable[str]) -> Iterator[str]:
    name = _BRACKETS.sub("", name)
    for place in places:
        name = name.removeprefix(place)
    yield name
    shorter = name
    while end := next(
        (end for end in _ends() if shorter.endswith(end) and len(shorter) > len(end) + 1), None
    ):
        shorter = shorter[: -len(end)]
    yield shorter
    yield _HEAD.sub("", shorter)
    if len(name) >= _LONG:
        yield name[:2]


def stems(names: Iterable[str], places: Iterable[str]) -> dict[str, float]:
    """Return the strings by which things may be named again, with their rarity.

    Parameters
    ----------
    names : iterable of str
        As they stand in the ask's document: 国药集团威奇达药业有限公司.
    places : iterable of str
        Names of the place around, which its papers leave out: 大同市, 大同.

    Returns
    -------
    dict of str to float
        威奇达 and 国药集团威奇达, say; stems that are too common to name one thing are left out.
    """
    around = sorted(places, key=len, reverse=True)
    found = {}
    for name in names:
        for stem in _core(name, around):
            if 2 <= len(stem) <= 20 and stem not in around and (rare := rarity(stem)) >= _LEAST:
                found[stem] = rare
    return found
