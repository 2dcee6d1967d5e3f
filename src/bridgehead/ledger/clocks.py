"""When something is due, and how that was counted: each day or hour of it can be shown.

A clock starts on the day of receipt, which is day zero. It counts units (calendar days, working days, hours,
months), passes over what was suspended, takes what was extended, and may roll from a day of rest to the next
working day.
"""

from __future__ import annotations

import calendar as civil
import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby
from typing import Literal

from bridgehead.ledger.calendar import Calendar, Day, DayKind

__all__ = ["Due", "Extension", "Limit", "Pause", "Step", "due"]

Unit = Literal["day", "workday", "hour", "month", "year_end"]
Counted = Literal["zero", "counted", "rest", "paused", "rolled"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Limit:
    """How long something may take.

    Attributes
    ----------
    number : int
        How many units; 0 is the same day.
    unit : {"day", "workday", "hour", "month", "year_end"}
        Calendar days, working days, hours that pass, months, or the last day of the year of receipt and
        ``number`` years after it.
    roll : bool
        Whether a due date on a day of rest moves to the next working day.
    starts : {"receipt", "workday"}
        Whether day zero is the day of receipt, or the first working day from it on.
    """

    number: int
    unit: Unit = "workday"
    roll: bool = False
    starts: Literal["receipt", "workday"] = "receipt"


@dataclass(frozen=True, slots=True)
class Pause:
    """A time that does not count: from ``start`` on, until ``end``, from which on it counts again."""

    start: dt.datetime
    end: dt.datetime | None = None


@dataclass(frozen=True, slots=True)
class Extension:
    """Units that were granted on top, by whom and why."""

    number: int
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Step:
    """One line of the arithmetic.

    Attributes
    ----------
    day : Day
        The day that was looked at.
    counted : {"zero", "counted", "rest", "paused", "rolled"}
        Day zero, counted, a day of rest that does not count, a suspended day, a day passed over at the end.
    number : int
        How many units are counted up to here.
    """

    day: Day
    counted: Counted
    number: int


@dataclass(frozen=True, slots=True)
class Due:
    """When it is due, and how that was counted.

    Attributes
    ----------
    at : datetime
        The last moment: midnight at the end of the due day, or the hour.
    day : date
        The due day.
    steps : tuple of Step
        Day by day, from day zero on.
    provisional : bool
        Whether a day that matters lies in a year whose notice is not out yet, so that it may still move.
    suspended : bool
        Whether a pause is open: the due date is then the earliest possible one.
    """

    at: dt.datetime
    day: dt.date
    steps: tuple[Step, ...] = field(default=(), repr=False)
    provisional: bool = False
    suspended: bool = False

    def explain(self, language: Literal["zh", "en"] = "zh", *, runs: bool = False) -> list[str]:
        """Return the arithmetic in words, a line a day; longer stretches of rest in one line.

        With ``runs`` stretches of days that count stand in one line, too.
        """
        from bridgehead.ledger._words import explain

        return explain(self, language, runs=runs)

    def short(self) -> str:
        """Return the derivation in a form to be kept: its first day, then how many days of each sort follow.

        `Due.long` gives it back day by day, as it was counted, whatever the calendar says by then.
        """
        if not self.steps:
            return ""
        runs = []
        for (counted, kind, name, unsure), group in groupby(self.steps, key=_sort):
            days = list(group)
            run = f"{_COUNTED[counted]}{_KIND[kind]}{'?' if unsure else ''}{len(days)}"
            runs.append(run + (f":{name.translate(_PLAIN)}" if name else ""))
        last, zero = self.steps[-1], self.steps[0]
        by_hours = (
            len(self.steps) == 2
            and last.counted == "counted"
            and (last.number != 1 or last.day.date != zero.day.date + dt.timedelta(days=1))
        )
        hours = f"|{last.number}h" if by_hours else ""
        return f"{self.steps[0].day.date.isoformat()}|{','.join(runs)}{hours}"

    @classmethod
    def long(cls, short: str, at: dt.datetime, *, provisional: bool = False, suspended: bool = False) -> Due:
        """Return a due date with the derivation that `short` gave, day by day."""
        steps: list[Step] = []
        if short:
            first, runs, *hours = short.split("|")
            date = dt.date.fromisoformat(first)
            for run in runs.split(","):
                head, _, name = run.partition(":")
                counted, kind = _UNCOUNTED[head[0]], _UNKIND[head[1]]
                for _ in range(int(head[2:].lstrip("?"))):
                    number = (steps[-1].number if steps else 0) + (counted == "counted")
                    steps.append(Step(Day(date, kind, name, "?" in head), counted, number))
                    date += dt.timedelta(days=1)
            if hours:
                last = replace(steps[-1].day, date=at.date())
                steps[-1] = Step(last, "counted", int(hours[0][:-1]))
        return cls(at, at.date(), tuple(steps), provisional, suspended)


_COUNTED: dict[Counted, str] = {"zero": "z", "counted": "c", "rest": "r", "paused": "p", "rolled": "o"}
_KIND: dict[DayKind, str] = {"workday": "w", "weekend": "e", "holiday": "h", "makeup": "m"}
_PLAIN = str.maketrans(",|:", "，｜：")
"""A holiday's name must not hold the marks of the short form."""
_UNCOUNTED = {short: counted for counted, short in _COUNTED.items()}
_UNKIND = {short: kind for kind, short in _KIND.items()}


def _sort(step: Step) -> tuple[Counted, DayKind, str, bool]:
    return step.counted, step.day.kind, step.day.name, step.day.provisional


_DAY_END = dt.time(23, 59, 59)


def due(
    limit: Limit,
    start: dt.datetime,
    calendar: Calendar | None = None,
    *,
    pauses: Sequence[Pause] = (),
    extensions: Sequence[Extension] = (),
    now: dt.datetime | None = None,
) -> Due:
    """Count when something is due.

    Parameters
    ----------
    limit : Limit
        How long it may take.
    start : datetime
        When it was received, in the office's local time.
    calendar : Calendar, optional
        The working days; by default those of the whole country.
    pauses : sequence of Pause
        Times in which the clock stood. Of a day, its end decides: a day on which the clock stood at midnight
        does not count.
    extensions : sequence of Extension
        Units granted on top, of the limit's own kind; calendar days on top of months and years.
    now : datetime, optional
        Up to when an open pause has lasted; without it an open pause counts as if it ended at once.

    Returns
    -------
    Due
        With its arithmetic.
    """
    calendar = calendar or Calendar()
    granted = sum(one.number for one in extensions)
    number = limit.number + granted
    closed = [_in_zone(one.start, one.end or now or one.start, start) for one in pauses]
    suspended = any(one.end is None for one in pauses)
    if limit.unit == "hour":
        return _hours(number, start, calendar, sorted(closed), suspended=suspended)
    zero = start.date() if limit.starts == "receipt" else calendar.next_workday(start.date())
    steps = [Step(calendar.day(zero), "zero", 0)]
    if limit.unit in ("month", "year_end"):
        # More time on top of months or years is given in days.
        months = limit.unit == "month"
        last = _after_months(zero, limit.number) if months else dt.date(zero.year + limit.number, 12, 31)
        number = (last - zero).days + granted
    _count(steps, number, calendar, closed, only_workdays=limit.unit == "workday")
    if limit.roll:
        _roll(steps, calendar)
    last = steps[-1].day.date
    unsure = any(step.day.provisional for step in steps) if _matters(limit) else False
    end = dt.datetime.combine(last, _DAY_END, start.tzinfo)
    return Due(end, last, tuple(steps), unsure, suspended)


def _in_zone(first: dt.datetime, last: dt.datetime, start: dt.datetime) -> tuple[dt.datetime, dt.datetime]:
    """Return a pause in the zone of the start: a day ends at the office's midnight, not at that of UTC."""
    if start.tzinfo is None or first.tzinfo is None:
        return first, last
    return first.astimezone(start.tzinfo), last.astimezone(start.tzinfo)


def _matters(limit: Limit) -> bool:
    """Whether it matters which days offices work."""
    return limit.unit == "workday" or limit.roll or limit.starts == "workday"


def _after_months(day: dt.date, months: int) -> dt.date:
    """Return the same day some months later, or the last day of a shorter month (民法典第二百零二条)."""
    years, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + years, month + 1
    return dt.date(year, month, min(day.day, civil.monthrange(year, month)[1]))


def _stood(day: dt.date, pauses: Sequence[tuple[dt.datetime, dt.datetime]]) -> bool:
    """Whether the clock stood at the end of a day, in the zone in which the pauses are given."""
    return any(start <= dt.datetime.combine(day, _DAY_END, start.tzinfo) < stop for start, stop in pauses)


def _count(
    steps: list[Step],
    number: int,
    calendar: Calendar,
    pauses: Sequence[tuple[dt.datetime, dt.datetime]],
    *,
    only_workdays: bool,
) -> None:
    done = 0
    days = calendar.after(steps[0].day.date)
    while done < number:
        day = next(days)
        if _stood(day.date, pauses):
            steps.append(Step(day, "paused", done))
        elif only_workdays and not day.works:
            steps.append(Step(day, "rest", done))
        else:
            done += 1
            steps.append(Step(day, "counted", done))


def _roll(steps: list[Step], calendar: Calendar) -> None:
    while not steps[-1].day.works:
        following = next(calendar.after(steps[-1].day.date))
        steps.append(Step(following, "rolled", steps[-1].number))


def _hours(
    number: int,
    start: dt.datetime,
    calendar: Calendar,
    pauses: Sequence[tuple[dt.datetime, dt.datetime]],
    *,
    suspended: bool,
) -> Due:
    """Count hours that pass, in daytime and at night, without those that were suspended."""
    at = start + dt.timedelta(hours=number)
    reached = start
    for stop, go in pauses:
        stop = max(stop, reached)
        if stop >= at:
            break
        if go > stop:
            at += go - stop
            reached = go
    steps = (Step(calendar.day(start.date()), "zero", 0), Step(calendar.day(at.date()), "counted", number))
    return Due(at, at.date(), steps, False, suspended)
