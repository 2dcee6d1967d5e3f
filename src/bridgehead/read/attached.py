"""What stands behind figures and belongs to them: comparisons, ranks, levels, given to the right ones."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from bridgehead.read import comparisons, metrics
from bridgehead.read.comparisons import MOVE, Compared, Said
from bridgehead.read.metrics import Metric
from bridgehead.read.periods import Period
from bridgehead.read.quantities import Quantity
from bridgehead.records import Comparison, PartialDate

__all__ = ["Draft", "attach", "attach_said", "groups", "more_of", "settled"]

_MORE = re.compile(rf"(?:[、,，和及]|以及|并){{1,2}}(?:{MOVE}|为)?(?:约|近|超)?$")
_BASE = re.compile(r"(?:全[省国市区县]|[^,，。\d]{2,8}?平均)(?:平均)?(?:水平|增速)?")
_YEAR = re.compile(r"20\d\d(?=年?$)")


@dataclass(slots=True)
class Draft:
    """A figure before it is made a record; offsets of the clean text."""

    start: int
    end: int
    quantity: Quantity
    metric: Metric
    comparisons: list[Comparison] = field(default_factory=list)


def settled(one: Comparison, period: Period | None) -> Comparison:
    """A comparison whose kind hangs on the period: 比2024年 in 2025 is yoy, 环比 of a week is wow."""
    if period is None or not period.first or not period.last:
        return one
    base = _YEAR.match(one.base or "")
    if (
        one.kind == "gap"
        and base
        and period.last[:4].isdecimal()
        and int(period.last[:4]) == int(base[0]) + 1
    ):
        return replace(one, kind="yoy")
    if one.kind == "qoq" and one.base is None and period.precision == "day" and period.first != period.last:
        first, last = (PartialDate.parse(day) for day in (period.first, period.last))
        if first.year and last.year and (last.first() - first.first()).days <= 7:
            return replace(one, kind="wow")
    return one


def groups(amounts: list[Quantity], text: str) -> list[list[Quantity]]:
    """Numbers with nothing between them but 、 or 和 share their words: 分别为30、45微克/立方米."""
    out: list[list[Quantity]] = []
    for amount in amounts:
        if (
            out
            and amount.start - out[-1][-1].end <= 8
            and _MORE.fullmatch(text, out[-1][-1].end, amount.start)
            and (
                "分别" in text[max(0, out[-1][0].start - 12) : out[-1][0].start]
                or out[-1][-1].unit == amount.unit == "百分点"
            )
        ):
            out[-1].append(amount)
        else:
            out.append([amount])
    return out


def more_of(compared: Compared | None, words: str) -> Compared | None:
    """高于全国0.6个百分点、全省1.1个百分点: the second base goes on with the first one's word."""
    if compared and compared.kind == "gap" and compared.base and _BASE.fullmatch(words):
        return replace(compared, lead="", base=words)
    return None


def attach(figures: list[Draft], group: list[Quantity], compared: Compared, text: str) -> None:
    """Give a comparison to the figure before it; those of a list (分别下降…、增长…) one each.

    分别高于全国、全省0.6个、1.1个百分点 are all of one figure.
    """
    bases = re.split(r"[、和及与]", compared.base or "")
    if len(group) > 1 and len(bases) == len(group):
        for base, quantity in zip(bases, group, strict=True):
            figures[-1].comparisons.append(replace(compared, base=base).of(quantity))
            figures[-1].end = max(figures[-1].end, quantity.end)
        return
    owners = figures[-len(group) :] if len(group) > 1 and len(figures) >= len(group) else figures[-1:]
    kind = "avg" if "年均" in compared.lead else compared.kind
    compared = replace(compared, kind=kind)
    for i, (owner, quantity) in enumerate(zip(owners, group, strict=False)):
        between = text[group[i - 1].end : quantity.start] if i else ""
        owner.comparisons.append(compared.of(quantity, comparisons.direction_of(between)))
        owner.end = max(owner.end, quantity.end)


def attach_said(figures: list[Draft], said: Iterable[Said]) -> None:
    """Give ranks and levels to the figures before them.

    Of more figures than 两项指标 names, indices and rates come before counts.
    """
    for one in said:
        before = [figure for figure in figures if figure.quantity.end <= one.start]
        if not before:
            continue
        wanted = one.figures or len(one.comparisons)
        if wanted > 1 and len(before) > wanted:
            rates = [f for f in before if metrics.kind_of(f.quantity.unit) not in ("count", "time")]
            before = rates if len(rates) >= wanted else before
        each = one.comparisons if len(one.comparisons) > 1 else one.comparisons * wanted
        for figure, comparison in zip(before[-wanted:], each, strict=False):
            figure.comparisons.append(comparison)
        before[-1].end = max(before[-1].end, one.end)
