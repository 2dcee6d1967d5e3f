"""Administrative divisions by name: codes, levels, parents, and what a bare short name may mean."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from functools import cache

from bridgehead import terms

__all__ = ["Division", "by_code", "full", "level_of", "short_heads", "shorts", "tails"]

_SUFFIX_LEVELS = (
    ("自治区", "province"),
    ("自治州", "prefecture"),
    ("自治县", "county"),
    ("开发区", "zone"),
    ("高新区", "zone"),
    ("经开区", "zone"),
    ("示范区", "zone"),
    ("新区", "zone"),
    ("省", "province"),
    ("市", "prefecture"),
    ("州", "prefecture"),
    ("盟", "prefecture"),
    ("县", "county"),
    ("旗", "county"),
    ("区", "county"),
    ("街道", "township"),
    ("镇", "township"),
    ("乡", "township"),
    ("村", "village"),
)


@dataclass(frozen=True, slots=True)
class Division:
    """A row of ``terms/divisions.csv``.

    Attributes
    ----------
    code : str
        GB/T 2260.
    name, short : str
        大同市 and 大同, say.
    level : str
        ``province, prefecture, county``.
    parent : str
        The code one level up; empty for provinces.
    """

    code: str
    name: str
    short: str
    level: str
    parent: str


@cache
def _all() -> tuple[Division, ...]:
    return tuple(Division(**row) for row in terms.table("divisions"))


@cache
def by_code() -> dict[str, Division]:
    """Return every division by its code."""
    return {division.code: division for division in _all()}


@cache
def full() -> dict[str, tuple[Division, ...]]:
    """Return the divisions that bear each full name (several counties may share one)."""
    names = defaultdict(list)
    for division in _all():
        names[division.name].append(division)
    return {name: tuple(divisions) for name, divisions in names.items()}


@cache
def tails() -> frozenset[str]:
    """Return the last two characters of every full name: a quick test before longer ones."""
    return frozenset(name[-2:] for name in full())


@cache
def shorts() -> dict[str, dict[str, tuple[Division, ...]]]:
    """Return the divisions that each short name may mean, filed under its first two characters."""
    filed: dict[str, dict[str, list[Division]]] = defaultdict(lambda: defaultdict(list))
    for division in _all():
        if len(division.short) >= 2 and division.short != division.name:
            filed[division.short[:2]][division.short].append(division)
    return {head: {short: tuple(found) for short, found in names.items()} for head, names in filed.items()}


@cache
def short_heads() -> re.Pattern[str]:
    """Return a pattern that finds where a short name may begin: by its first two characters, one set each."""
    heads = shorts()
    first, second = ("".join({head[i] for head in heads}) for i in (0, 1))
    return re.compile(f"[{first}](?=[{second}])")


def level_of(name: str) -> str | None:
    """Return the level of a full name: from the table, else from its suffix; null when neither tells."""
    known = full().get(name)
    if known:
        return known[0].level
    return next((level for suffix, level in _SUFFIX_LEVELS if name.endswith(suffix)), None)
