"""Which days offices work: weekdays without the holidays, and the weekend days that make up for them (调休).

The holidays and make-up days of each year come from the State Council's notices as ``chinesecalendar`` has
them; ``terms/calendar/days.csv`` and an office's own table go before it. Past the last notice only what the
law fixes by date is known, so days there are *provisional*: a due date computed on them says so.
"""

from __future__ import annotations

import datetime as dt
from calendar import isleap
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache, lru_cache
from itertools import accumulate
from typing import Literal

from bridgehead import terms

__all__ = ["Calendar", "Day", "DayKind"]

DayKind = Literal["workday", "weekend", "holiday", "makeup"]
"""Work on a weekday; rest at the weekend, on a holiday; work on a weekend day that makes up for one."""

_FIXED = {
    (1, 1): "元旦",
    (5, 1): "劳动节",
    (5, 2): "劳动节",
    (10, 1): "国庆节",
    (10, 2): "国庆节",
    (10, 3): "国庆节",
}
"""Holidays that the regulation of 2024 (国务院令第795号) fixes by the date of the solar calendar."""

_NAMES = {
    "New Year's Day": "元旦",
    "Spring Festival": "春节",
    "Tomb-sweeping Day": "清明节",
    "Labour Day": "劳动节",
    "Dragon Boat Festival": "端午节",
    "Mid-autumn Festival": "中秋节",
    "National Day": "国庆节",
    "Anti-Fascist 70th Day": "抗战胜利纪念日",
}


@dataclass(frozen=True, slots=True)
class Day:
    """What one day is.

    Attributes
    ----------
    date : date
        The day.
    kind : {"workday", "weekend", "holiday", "makeup"}
        See `DayKind`.
    name : str
        The holiday, or the one that is made up for; empty otherwise.
    provisional : bool
        Whether the year's notice is not out yet.
    """

    date: dt.date
    kind: DayKind
    name: str = ""
    provisional: bool = False

    @property
    def works(self) -> bool:
        """Whether offices work."""
        return self.kind in ("workday", "makeup")


@cache
def _notices() -> tuple[Mapping[dt.date, str], Mapping[dt.date, str], int]:
    """Return holidays and make-up days with their names, and the last year that a notice is out for."""
    from chinese_calendar import constants

    holidays = {day: _NAMES.get(name, name) for day, name in constants.holidays.items()}
    makeups = {day: _NAMES.get(name, name) for day, name in constants.workdays.items()}
    return holidays, makeups, max(holidays).year


@cache
def _own() -> dict[dt.date, tuple[DayKind, str]]:
    rows = terms.table("calendar/days")
    return {dt.date.fromisoformat(row["date"]): (_kind(row["kind"]), row["name"]) for row in rows}


@lru_cache(maxsize=20_000)
def _national(date: dt.date) -> Day:
    """Return what a day is in the whole country."""
    if told := _own().get(date):
        return Day(date, *told)
    holidays, makeups, last = _notices()
    if name := makeups.get(date):
        return Day(date, "makeup", name)
    if name := holidays.get(date):
        # A holiday on a Saturday is one, although the weekend would rest anyway.
        return Day(date, "holiday", name)
    unknown = not 2004 <= date.year <= last
    if unknown and (name := _FIXED.get((date.month, date.day))):
        return Day(date, "holiday", name, provisional=True)
    return Day(date, "weekend" if date.weekday() >= 5 else "workday", provisional=unknown)


@cache
def _worked(year: int) -> tuple[int, ...]:
    """Return how many working days the first 0, 1, 2 … days of a year have in the whole country."""
    days = (dt.date(year, 1, 1) + dt.timedelta(n) for n in range(365 + isleap(year)))
    return tuple(accumulate((_national(date).works for date in days), initial=0))


def _kind(text: str) -> DayKind:
    if text not in ("workday", "weekend", "holiday", "makeup"):
        raise ValueError(f"unknown kind of day: {text}")
    return text  # type: ignore[return-value]


@dataclass(frozen=True)
class Calendar:
    """The working days of China, with an office's own days before them.

    Attributes
    ----------
    own : mapping of date to (kind, name)
        Days that an office has otherwise: a regional holiday, a day off by order. They are never provisional.

    Examples
    --------
    >>> import datetime as dt
    >>> calendar = Calendar()
    >>> calendar.day(dt.date(2023, 10, 7)).kind
    'makeup'
    >>> [day.date.isoformat() for day in calendar.after(dt.date(2023, 9, 28)) if day.works][:2]
    ['2023-10-07', '2023-10-08']
    """

    own: Mapping[dt.date, tuple[DayKind, str]] = field(default_factory=dict, hash=False)

    @property
    def known_until(self) -> dt.date:
        """The last day of the last year that a notice is out for."""
        return dt.date(_notices()[2], 12, 31)

    def day(self, date: dt.date) -> Day:
        """Return what a day is; before 2004 there was no such table, and such days are provisional, too."""
        told = self.own.get(date) if self.own else None
        return Day(date, *told) if told else _national(date)

    def works(self, date: dt.date) -> bool:
        """Return whether offices work on a day."""
        return self.day(date).works

    def after(self, date: dt.date) -> Iterator[Day]:
        """Yield the days after a day, without end."""
        while True:
            date += dt.timedelta(days=1)
            yield self.day(date)

    def next_workday(self, date: dt.date) -> dt.date:
        """Return the day itself if offices work on it, else the first one after it on which they do."""
        return date if self.works(date) else next(day.date for day in self.after(date) if day.works)

    def workdays(self, first: dt.date, last: dt.date) -> int:
        """Return how many working days there are from one day to another, both included."""
        if last < first:
            return 0
        count = (
            _worked(last.year)[last.timetuple().tm_yday] - _worked(first.year)[first.timetuple().tm_yday - 1]
        )
        count += sum(_worked(year)[-1] for year in range(first.year, last.year))
        there = (date for date in self.own if first <= date <= last)
        return count + sum(self.works(date) - _national(date).works for date in there)
