"""The words of the made-up ledger, and the dice that choose among them."""

from __future__ import annotations

import random
import re
import tomllib
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

SOURCE = Path(__file__).resolve().parents[2] / "source" / "ledger"
SEED = "云岭 2026"
PLACES = ("estate", "community", "town", "village", "road", "school", "river", "park")
T = TypeVar("T")


@cache
def table(name: str) -> dict[str, Any]:
    """Return a table of words (``samples/source/ledger/NAME.toml``)."""
    return tomllib.loads((SOURCE / f"{name}.toml").read_text(encoding="utf-8"))


REGIONS: dict[str, dict[str, Any]] = table("regions")
COUNTIES = tuple(REGIONS)[:-1]
CITY = tuple(REGIONS)[-1]
PHRASES: dict[str, list[Any]] = table("phrases")


class Dice:
    """What one item's history throws: the same for the same name, whatever other items there are.

    Only `random.Random.random` is used: that it gives the same numbers in every version is promised.
    """

    def __init__(self, name: str) -> None:
        self._throw = random.Random(f"{SEED} {name}").random

    def number(self, low: float, high: float) -> float:
        """Return a number of a range."""
        return low + (high - low) * self._throw()

    def whole(self, low: int, high: int) -> int:
        """Return a whole number from one to another, both included."""
        return low + int(self._throw() * (high - low + 1))

    def chance(self, share: float) -> bool:
        """Return True in so many cases of one."""
        return self._throw() < share

    def one(self, choices: Sequence[T]) -> T:
        """Return one of several."""
        return choices[int(self._throw() * len(choices))]

    def some(self, choices: Sequence[T], number: int) -> list[T]:
        """Return several, each once, in their own order."""
        left = list(range(len(choices)))
        taken = sorted(left.pop(int(self._throw() * len(left))) for _ in range(min(number, len(left))))
        return [choices[at] for at in taken]

    def phrase(self, name: str, **fields: Any) -> str:
        """Return one of the phrases that offices use, with its blanks filled."""
        said: str = self.one(PHRASES[name])
        return said.format(k=self.whole(2, 48), **fields)

    def fill(self, text: str, region: str, **fields: Any) -> str:
        """Return a text with a county, and places in it, where it has blanks for them."""
        places = {kind: self.one(REGIONS[region][kind]) for kind in PLACES}
        return text.format(**{"r": region, **places, **fields})


def fitting(sentences: Sequence[str], title: str) -> list[str]:
    """Return the sentences that share two characters in a row with a title; all, if none does."""
    told = re.sub(r"\{\w+\}", " ", title)
    pairs = {told[at : at + 2] for at in range(len(told) - 1)}
    found = [one for one in sentences if any(one[at : at + 2] in pairs for at in range(len(one) - 1))]
    return found or list(sentences)


def department(name: str) -> dict[str, Any]:
    """Return a department's desk, pace and readiness to return, or a county's."""
    known = table("departments")
    if name in known:
        found: dict[str, Any] = known[name]
        return found
    return next(region for region in REGIONS.values() if region["office"] == name)


def office(region: str) -> str | None:
    """Return the government of a county; None for the city itself."""
    return REGIONS[region]["office"] or None
