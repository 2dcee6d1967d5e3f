"""Statistic passages: how many of their figures are read, and how many with metric, period and comparisons.

python tests/read/figure_passages.py     prints the table, and every miss and false alarm
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import pairwise

from read_cases import CASES, of, read

from bridgehead.read import Context
from bridgehead.records import Observation

_SCALE = {"百": 1e2, "千": 1e3, "万": 1e4, "亿": 1e8}


@dataclass(frozen=True)
class Gold:
    """A figure that a passage tells; a null period or about is left open."""

    metric: str
    value: float
    unit: str
    period: str | None
    comparisons: frozenset[tuple[str, float, str]]
    about: str | None
    optional: bool


@dataclass(frozen=True)
class Passage:
    """A text with its figures."""

    name: str
    date: str
    place: str
    text: str
    figures: list[Gold]


def passages() -> Iterator[Passage]:
    """Read the passages of ``cases/read/figure-passages.txt``."""
    whole = (CASES / "figure-passages.txt").read_text(encoding="utf-8")
    for block in re.split(r"(?m)^=== ", whole)[1:]:
        head, _, rest = block.partition("\n")
        text, _, rows = rest.partition("\n--\n")
        name, date, place = (part.strip() for part in head.split("|"))
        yield Passage(name, date, place, text, [_gold(row) for row in rows.strip().splitlines()])


def _gold(row: str) -> Gold:
    metric, value, unit, period, comparisons, about, *_ = [
        *(part.strip() for part in row.split("|")),
        "",
        "",
        "",
    ]
    compared = [c.split() for c in comparisons.split(";") if c.strip()]
    return Gold(
        metric.lstrip("? "),
        float(value),
        unit,
        None if period in ("-", "") else period,
        frozenset((c[0], *_amount(float(c[1]), c[2] if len(c) > 2 else "")) for c in compared),
        about or None,
        metric.startswith("?"),
    )


def _amount(value: float, unit: str | None) -> tuple[float, str]:
    unit = unit or ""
    while len(unit) > 1 and unit[0] in _SCALE:
        value, unit = value * _SCALE[unit[0]], unit[1:]
    return round(value, 6), "" if unit == "位" else unit


def _alike(a: str, b: str) -> bool:
    """Whether one name holds the other, or half of their pairs of characters are the same."""
    if a in b or b in a:
        return True
    pairs, pool, same = [*pairwise(a)], [*pairwise(b)], 0
    total = len(pairs) + len(pool)
    for pair in pairs:
        if pair in pool:
            pool.remove(pair)
            same += 1
    return 2 * same >= total / 2


def same_value(gold: Gold, found: Observation) -> bool:
    """Tell whether number and unit are the same."""
    return _amount(gold.value, gold.unit) == _amount(found.value, found.unit_text)


def same_figure(gold: Gold, found: Observation) -> bool:
    """Tell whether metric, period, comparisons and about are the same too."""
    compared = {(c.kind, *_amount(c.value or 0, c.unit)) for c in found.comparisons}
    return (
        same_value(gold, found)
        and _alike(gold.metric, found.variable_text)
        and gold.period in (None, found.observation_period)
        and gold.comparisons == compared
        and gold.about in (None, found.observation_about)
    )


def matched(
    passage: Passage, same: Callable[[Gold, Observation], bool]
) -> tuple[int, list[Gold], list[Observation]]:
    """Return how many figures match, those that are missed, and the false ones."""
    left = of(read(passage.text, context=Context(passage.date, passage.place)), "observation")
    right, missed = 0, []
    for gold in sorted(passage.figures, key=lambda gold: gold.optional):
        found = next((one for one in left if same(gold, one)), None)
        if found:
            left.remove(found)
            right += not gold.optional
        elif not gold.optional:
            missed.append(gold)
    return right, missed, left


def score(same: Callable[[Gold, Observation], bool], show: bool = False) -> tuple[float, float]:
    """Return precision and recall over all passages."""
    right = wrong = lost = 0
    for passage in passages():
        hits, missed, false = matched(passage, same)
        right, lost, wrong = right + hits, lost + len(missed), wrong + len(false)
        if show and (missed or false):
            print(passage.name)
            for gold in missed:
                print("  missed", gold)
            for one in false:
                print("  false ", one.variable_text, one.value, one.unit_text, one.observation_period)
    return right / (right + wrong), right / (right + lost)


if __name__ == "__main__":
    for same in (same_value, same_figure):
        precision, recall = score(same, show=same is same_figure)
        print(f"{same.__name__:12} precision {precision:.3f} recall {recall:.3f}")
