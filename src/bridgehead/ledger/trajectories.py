"""Where a measure should stand, month by month, and where it does; the stock-take (盘点) of many items."""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Iterable
from typing import Literal

import msgspec

from bridgehead import terms
from bridgehead.ledger.calendar import Calendar
from bridgehead.ledger.items import Item, Measure
from bridgehead.ledger.signals import Language, signal
from bridgehead.ledger.trees import forest

__all__ = ["Standing", "StockRow", "month_of", "planned", "standing", "stock_take"]

Course = Literal["ahead", "on", "behind"]
_COURSES = {
    "zh": {"ahead": "超前", "on": "符合计划", "behind": "滞后"},
    "en": {"ahead": "ahead of plan", "on": "on plan", "behind": "behind plan"},
}


def month_of(day: dt.date) -> str:
    """Return a day's month as ``YYYY-MM``."""
    return f"{day.year:04d}-{day.month:02d}"


def _number(month: str) -> int:
    return int(month[:4]) * 12 + int(month[5:]) - 1


def planned(measure: Measure, month: str, *, start: str | None = None, end: str | None = None) -> float:
    """Return the value that a measure should have at the end of a month.

    Between the months that are given it is interpolated in a straight line; before the first of them from the
    baseline, after the last of them to the target.

    Parameters
    ----------
    measure : Measure
        With its baseline, target and the months that are given.
    month : str
        ``YYYY-MM``.
    start : str, optional
        The month at whose end it stood at the baseline; by default the December before the first month given,
        or before the month asked for.
    end : str, optional
        The month at whose end the target is due; by default the December of the last month given.

    Returns
    -------
    float
        In the measure's unit.
    """
    given = sorted((_number(one), value) for one, value in measure.months.items())
    at = _number(month)
    first, last = (given[0][0], given[-1][0]) if given else (at, at)
    begin = _number(start) if start else first // 12 * 12 - 1
    finish = _number(end) if end else last // 12 * 12 + 11
    points = [(begin, measure.baseline)] if not given or begin < first else []
    points += given
    if finish > points[-1][0]:
        points.append((finish, measure.target))
    if at <= points[0][0]:
        return points[0][1]
    for (left, low), (right, high) in itertools.pairwise(points):
        if at <= right:
            part = (at - left) / (right - left)
            return low * (1 - part) + high * part
    return points[-1][1]


class Standing(msgspec.Struct, frozen=True, kw_only=True):
    """Where a measure stands against its trajectory.

    Attributes
    ----------
    month : str
        The month compared: the one of the newest reading that is not later than the one asked for.
    planned, actual : float
        In the measure's unit.
    gap : float
        In the measure's unit: above zero is ahead, whether the target lies above or below the baseline.
    percent : float
        The gap in per cent of the whole way from baseline to target.
    course : {"ahead", "on", "behind"}
        By the limits of ``terms/ledger/trees.toml``.
    missing : int
        How many months up to the one asked for have no reading.
    """

    name: str
    unit: str
    month: str
    planned: float
    actual: float
    gap: float
    percent: float
    course: Course
    missing: int

    def explain(self, language: Language = "zh") -> str:
        """Return it in words, with the arithmetic."""
        course = _COURSES[language][self.course]
        if language == "zh":
            late = f"；其后 {self.missing} 个月未报" if self.missing else ""
            return (
                f"{self.name}：{self.month} 计划 {self.planned:g}{self.unit}，"
                f"实际 {self.actual:g}{self.unit}，差 {self.gap:+g}{self.unit}"
                f"（全程的 {self.percent:+.1f}%），{course}{late}"
            )
        late = f"; no reading in {self.missing} months since" if self.missing else ""
        return (
            f"{self.name}: {self.month} planned {self.planned:g} {self.unit}, actual {self.actual:g} "
            f"{self.unit}, {self.gap:+g} ({self.percent:+.1f} % of the way), {course}{late}"
        )


def standing(item: Item, month: str) -> Standing | None:
    """Return where an item's measure stands at the end of a month; None without a measure or a reading.

    The trajectory begins where the item's year does, or with the month before it was asked, and ends in the
    month in which it is due.
    """
    measure = item.measure
    readings = [one for one in item.readings if one.month <= month]
    if measure is None or not readings or measure.target == measure.baseline:
        return None
    last = readings[-1]
    plan = round(planned(measure, last.month, start=_start(item), end=_end(item)), 6)
    way = measure.target - measure.baseline
    gap = round((last.value - plan) * (1 if way > 0 else -1), 6)
    percent = gap / abs(way) * 100
    rule = terms.settings("ledger/trees")
    course: Course = "on"
    if percent > rule["ahead"]:
        course = "ahead"
    elif percent < -rule["behind"]:
        course = "behind"
    return Standing(
        name=measure.name,
        unit=measure.unit,
        month=last.month,
        planned=plan,
        actual=last.value,
        gap=gap,
        percent=percent,
        course=course,
        missing=_number(month) - _number(last.month),
    )


def _start(item: Item) -> str | None:
    if item.year is not None:
        return f"{item.year - 1:04d}-12"
    return month_of(item.issued_at.replace(day=1) - dt.timedelta(days=1)) if item.issued_at else None


def _end(item: Item) -> str | None:
    if item.lead and item.lead.main:
        return month_of(item.lead.main.due.date())
    return f"{item.year:04d}-12" if item.year is not None else None


class StockRow(msgspec.Struct, frozen=True, kw_only=True):
    """One row of the stock-take: a department or a work system, with the items behind each figure.

    Attributes
    ----------
    name : str
        The department or work system; empty for items that have none.
    items, closed, overdue, due_soon, ahead, on, behind, silent : tuple of str
        Keys: all that count; settled; overdue; due soon; measures ahead of plan, on it, behind it; open items
        that reported nothing.
    percent : float or None
        Mean progress by weight, each item counted once, where no items stand below it.
    """

    name: str
    items: tuple[str, ...]
    closed: tuple[str, ...]
    overdue: tuple[str, ...]
    due_soon: tuple[str, ...]
    ahead: tuple[str, ...]
    on: tuple[str, ...]
    behind: tuple[str, ...]
    silent: tuple[str, ...]
    percent: float | None


def stock_take(
    items: Iterable[Item],
    by: Literal["lead", "work_system"],
    now: dt.datetime,
    calendar: Calendar | None = None,
    *,
    month: str | None = None,
) -> tuple[StockRow, ...]:
    """Return the stock-take: a row a lead department, or a work system; those with most overdue first.

    Parameters
    ----------
    items : iterable of Item
        Drafts and what was refused or merged are left out.
    by : {"lead", "work_system"}
        What a row is.
    now : datetime
        The moment.
    calendar : Calendar, optional
        The working days.
    month : str, optional
        The month up to which readings count; by default that of the moment.
    """
    nodes = [node for tree in forest(items) for _, node in tree.walk() if node.counts]
    groups: dict[str, list[int]] = {}
    for n, node in enumerate(nodes):
        lead = node.item.lead
        name = (lead.org if lead else "") if by == "lead" else (node.item.work_system or "")
        groups.setdefault(name, []).append(n)
    calendar, month = calendar or Calendar(), month or month_of(now.date())
    rows = []
    for name, members in groups.items():
        keys: dict[str, list[str]] = {}
        leaves = []
        for node in (nodes[n] for n in members):
            for sort in _sorts(node.item, now, calendar, month, silent=node.why == "silent"):
                keys.setdefault(sort, []).append(node.item.key)
            if node.why != "children":
                leaves.append((node.item.weight, node.percent or 0.0))
        if leaves and not sum(weight for weight, _ in leaves):
            leaves = [(1.0, percent) for _, percent in leaves]
        whole = sum(weight for weight, _ in leaves)
        percent = sum(weight * percent for weight, percent in leaves) / whole if leaves else None
        told = {field: tuple(keys.get(field, ())) for field in _SORTS}
        rows.append(StockRow(name=name, percent=percent, **told))
    return tuple(sorted(rows, key=lambda row: (-len(row.overdue), -len(row.items), row.name)))


_SORTS = ("items", "closed", "overdue", "due_soon", "ahead", "on", "behind", "silent")


def _sorts(item: Item, now: dt.datetime, calendar: Calendar, month: str, *, silent: bool) -> list[str]:
    """Return which figures of a row an item counts for."""
    told, measured = signal(item, now, calendar), standing(item, month)
    found = {
        "items": True,
        "closed": item.closed_at is not None,
        "overdue": told.code == "overdue",
        "due_soon": told.is_due_soon,
        "silent": silent,
    }
    sorts = [name for name, holds in found.items() if holds]
    return [*sorts, measured.course] if measured else sorts
