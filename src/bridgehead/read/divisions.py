"""Administrative divisions by name: codes, levels, parents, and what a bare short name may mean."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import cache

from bridgehead import terms

__all__ = [
    "Division",
    "as_of",
    "by_code",
    "full",
    "level_of",
    "longest_name",
    "shorts",
    "tails",
]

_SUFFIX_LEVELS = (
    ("自治区", "province"),
    ("自治州", "prefecture"),
    ("自治县", "county"),
    *((ending, "zone") for ending in ("开发区", "高新区", "经开区", "示范区", "新区", "保税区", "工业区")),
    *((ending, "zone") for ending in ("合作区", "试验区", "综改区", "科技城", "度假区")),
    ("特别行政区", "county"),
    ("地区", "prefecture"),
    ("社区", "village"),
    ("嘎查", "village"),
    ("苏木", "township"),
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
    valid_from, valid_to : str
        The years in which it had this name and code; empty where older than the table or still in force.
    now : str
        What it became: today's code; empty where it still is, or was cut up.
    """

    code: str
    name: str
    short: str
    level: str
    parent: str
    valid_from: str = ""
    valid_to: str = ""
    now: str = ""

    def in_force(self, year: int) -> bool:
        """Whether the name stood in a year."""
        return int(self.valid_from or 0) <= year <= int(self.valid_to or 9999)


@cache
def _all() -> tuple[Division, ...]:
    since = {row["code"]: row["valid_from"] for row in terms.table("division_changes") if not row["valid_to"]}
    return tuple(Division(**row, valid_from=since.get(row["code"], "")) for row in terms.table("divisions"))


@cache
def _past() -> tuple[Division, ...]:
    return tuple(Division(**row) for row in terms.table("division_changes") if row["valid_to"])


@cache
def by_code() -> dict[str, Division]:
    """Return every division by its code."""
    return {division.code: division for division in _all()}


@cache
def full() -> dict[str, tuple[Division, ...]]:
    """Return the divisions that bear each full name: today's, else past ones; with 红河州 and the like.

    Several counties may share one name.
    """
    names, past = defaultdict(list), defaultdict(list)
    for division in _all():
        names[division.name].append(division)
    for row in terms.table("division_aliases"):
        names[row["alias"]].append(by_code()[row["code"]])
    for division in _past():
        if division.name not in names:
            past[division.name].append(division)
    # Of a county that changed its code twice only the last one counts.
    last = {
        name: [d for d in found if d.valid_to == max(e.valid_to for e in found)]
        for name, found in past.items()
    }
    return {name: tuple(found) for name, found in (*names.items(), *last.items())}


@cache
def _same() -> dict[str, tuple[Division, ...]]:
    """Return the past forms of each of today's divisions, by its code."""
    forms = defaultdict(list)
    for division in _past():
        forms[division.now].append(division)
    return {code: tuple(found) for code, found in forms.items() if code}


def as_of(division: Division, year: int | None) -> Division:
    """Return the form that a division had in a year: 寿县 was 341521 until 2014, is 340422 since.

    Parameters
    ----------
    division : Division
        As found by its name.
    year : int or None
        Of the document; null leaves it as it is.
    """
    if year is None or division.in_force(year):
        return division
    forms = _same().get(division.code, ())
    return next((d for d in forms if d.name == division.name and d.in_force(year)), division)


@cache
def longest_name() -> int:
    """Return the length of the longest full name."""
    return max(map(len, full()))


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


def chain(name: str) -> tuple[str, ...]:
    """Cut a place that is told from the top down: 江苏省盐城市 is 江苏省 and 盐城市; 盐城 alone is 盐城市.

    Parameters
    ----------
    name : str
        As a person or a file's metadata says it.
    """
    parts: list[str] = []
    rest = name
    while rest:
        sizes = range(min(longest_name(), len(rest)), 1, -1)
        found = next((rest[:size] for size in sizes if rest[:size] in full()), rest)
        parts.append(found)
        rest = rest[len(found) :]
    options = [d for d in shorts().get(parts[-1][:2], {}).get(parts[-1], ()) if d.level != "county"]
    if parts[-1] not in full() and len(options) == 1:
        parts[-1] = options[0].name
    return tuple(parts)


def level_of(name: str) -> str | None:
    """Return the level of a full name: from the table, else from its suffix; null when neither tells."""
    known = full().get(name)
    if known:
        return known[0].level
    return next((level for suffix, level in _SUFFIX_LEVELS if name.endswith(suffix)), None)
