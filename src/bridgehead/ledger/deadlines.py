"""The clocks of a department's part in an item: begun, met, stood still, counted anew."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from typing import Literal

import msgspec

from bridgehead.errors import UsageError
from bridgehead.ledger.calendar import Calendar
from bridgehead.ledger.clocks import Due, Extension, Pause, due
from bridgehead.ledger.items import Assignment, Clock, Stretch
from bridgehead.ledger.rules import ExtensionRule, NamedLimit, RuleSet, rule_sets

__all__ = ["ZONE", "RuleBook", "begin", "derivation", "extend", "halt", "local", "meet", "recount", "resume"]

ZONE = dt.timezone(dt.timedelta(hours=8), "Asia/Shanghai")
"""The one time zone of China, in which days begin and end."""

_DAY_END = dt.time(23, 59, 59)


def local(moment: dt.datetime) -> dt.datetime:
    """Return a moment in the office's time."""
    return moment.astimezone(ZONE) if moment.tzinfo else moment.replace(tzinfo=ZONE)


class RuleBook:
    """The rule sets that hold: those that come along, and an office's own before them, by date.

    Parameters
    ----------
    own : iterable of RuleSet
        The office's own; one of the same code as another holds from its ``valid_from`` on.
    """

    def __init__(self, own: Iterable[RuleSet] = ()) -> None:
        self.sets: dict[str, list[RuleSet]] = {}
        for one in (*rule_sets().values(), *own):
            self.sets.setdefault(one.code, []).append(one)
        for versions in self.sets.values():
            versions.sort(key=lambda one: one.valid_from)

    def __iter__(self) -> Iterator[RuleSet]:
        return iter(versions[-1] for versions in self.sets.values())

    def get(self, code: str, on: dt.date) -> RuleSet:
        """Return the version of a rule set that holds on a day; before its first one, that one.

        Raises
        ------
        UsageError
            If there is no such rule set.
        """
        versions = self.sets.get(code)
        if not versions:
            raise UsageError(
                f"没有名为“{code}”的规则。",
                f"There is no rule set “{code}”.",
                try_zh="、".join(self.sets),
                try_en=", ".join(self.sets),
            )
        holding = [one for one in versions if one.valid_from <= on]
        return holding[-1] if holding else versions[0]

    def version(self, clock: Clock) -> RuleSet:
        """Return the rule set that a clock was counted by."""
        return self.get(clock.rule, clock.rule_from)


@lru_cache(maxsize=4096)
def begin(
    rules: RuleSet,
    limit: str | None,
    start: dt.datetime,
    calendar: Calendar,
    *,
    due_on: dt.date | None = None,
) -> tuple[Clock, ...]:
    """Start the clocks of a part: the milestones of the rule set, and the limit that decides.

    Parameters
    ----------
    rules : RuleSet
        The rule set.
    limit : str or None
        The limit that decides; by default the main one.
    start : datetime
        When the item was given out.
    calendar : Calendar
        The working days.
    due_on : date, optional
        A due day that somebody named, instead of a limit.

    Raises
    ------
    UsageError
        If the rule set has no such limit, or the day lies before the start.
    """
    start = local(start)
    if due_on is not None:
        if due_on < start.date():
            raise UsageError(
                f"截止日期 {due_on} 早于交办日期 {start.date()}。",
                f"The due day {due_on} lies before the day it is given out, {start.date()}.",
                try_zh="改正截止日期",
                try_en="correct the due day",
            )
        end = dt.datetime.combine(due_on, _DAY_END, ZONE)
        own = [
            Clock(named=due_on, rule=rules.code, rule_from=rules.valid_from, start=start, due=end, main=True)
        ]
    else:
        own = [_counted(rules, rules.limit(limit), start, calendar, main=True)]
    marks = [_counted(rules, one, start, calendar, main=False) for one in rules.milestones()]
    return tuple(sorted((*own, *(one for one in marks if one.due < own[0].due)), key=lambda one: one.due))


def _counted(rules: RuleSet, one: NamedLimit, start: dt.datetime, calendar: Calendar, *, main: bool) -> Clock:
    counted = due(one.limit, start, calendar)
    return Clock(
        limit=one.code,
        unit=one.unit,
        rule=rules.code,
        rule_from=rules.valid_from,
        start=start,
        due=counted.at,
        steps=counted.short(),
        calendar=str(calendar.known_until.year),
        provisional=counted.provisional,
        main=main,
        met_by=one.met_by,
    )


def recount(clock: Clock, book: RuleBook, calendar: Calendar) -> Clock:
    """Count a clock anew, with its pauses and what was granted on top.

    A day that somebody named moves on by the calendar days that were granted, and by the whole days for which
    the clock stood.
    """
    pauses = tuple(Pause(one.start, one.end) for one in clock.pauses)
    granted = (Extension(clock.extra),) if clock.extra else ()
    if clock.named is not None:
        stood = sum(((one.end or one.start) - one.start).days for one in clock.pauses)
        last = clock.named + dt.timedelta(days=stood + clock.extra)
        return msgspec.structs.replace(clock, due=dt.datetime.combine(last, _DAY_END, ZONE))
    limit = book.version(clock).limit(clock.limit).limit
    counted = due(limit, clock.start, calendar, pauses=pauses, extensions=granted)
    return msgspec.structs.replace(
        clock,
        due=counted.at,
        steps=counted.short(),
        calendar=str(calendar.known_until.year),
        provisional=counted.provisional,
    )


def meet(part: Assignment, what: Literal["sign", "report", "submit"], at: dt.datetime) -> Assignment:
    """Note that what a part's clocks wait for has been done; whatever comes later meets the earlier, too."""
    order = ("sign", "report", "submit")
    met = order[: order.index(what) + 1]
    clocks = tuple(
        msgspec.structs.replace(one, met_at=at) if one.met_at is None and one.met_by in met else one
        for one in part.clocks
    )
    return msgspec.structs.replace(part, clocks=clocks)


def halt(part: Assignment, at: dt.datetime) -> Assignment:
    """Let the clocks stand that still run."""
    stretch = Stretch(start=local(at))
    return _changed(part, lambda one: msgspec.structs.replace(one, pauses=(*one.pauses, stretch)))


def resume(part: Assignment, at: dt.datetime, book: RuleBook, calendar: Calendar) -> tuple[Clock, ...]:
    """Let the clocks run on that stand, and count them anew."""

    def run(one: Clock) -> Clock:
        if not one.stands:
            return one
        last = msgspec.structs.replace(one.pauses[-1], end=local(at))
        return recount(
            msgspec.structs.replace(one, pauses=(*one.pauses[:-1], last), reminded=0), book, calendar
        )

    return _changed(part, run).clocks


def extend(part: Assignment, number: int, book: RuleBook, calendar: Calendar) -> tuple[Clock, ...]:
    """Grant a part's deciding clock units on top, and count it anew."""

    def longer(one: Clock) -> Clock:
        if not one.main:
            return one
        more = msgspec.structs.replace(
            one, extra=one.extra + number, extensions=one.extensions + 1, reminded=0
        )
        return recount(more, book, calendar)

    return _changed(part, longer).clocks


def _changed(part: Assignment, change: Callable[[Clock], Clock]) -> Assignment:
    clocks = tuple(one if one.met_at is not None else change(one) for one in part.clocks)
    return msgspec.structs.replace(part, clocks=clocks)


def rule_of_extension(part: Assignment, book: RuleBook) -> ExtensionRule:
    """Return how far a part's deciding clock may be extended."""
    clock = part.main
    return book.version(clock).extension if clock else ExtensionRule(times=0)


def derivation(clock: Clock) -> Due:
    """Return a clock's due date with its derivation, as it was counted."""
    if clock.named is not None:
        return Due(clock.due, local(clock.due).date())
    return Due.long(clock.steps, clock.due, provisional=clock.provisional, suspended=clock.stands)


def unit_of(clock: Clock) -> Literal["day", "workday", "hour"]:
    """Return the unit in which a clock is extended, and being late is told."""
    return clock.unit if clock.unit in ("workday", "hour") else "day"
