"""What the clocks of an item say at a moment: overdue, due soon, its light, and who has to act next.

None of this is ever kept: it is told from the item and the time when somebody asks. When something is due
soon, and the light of each case with its words, is data (``terms/ledger/signals.toml``).
"""

from __future__ import annotations

import datetime as dt
import math
from functools import cache, lru_cache
from typing import Literal

import msgspec

from bridgehead import terms
from bridgehead.ledger.actors import Actor
from bridgehead.ledger.calendar import Calendar
from bridgehead.ledger.deadlines import ZONE, local, unit_of
from bridgehead.ledger.items import ASSIGNED, Assignment, Clock, Item
from bridgehead.ledger.vocabulary import KINDS, STATES

__all__ = [
    "Language",
    "Light",
    "Signal",
    "SoonRule",
    "Span",
    "Waiting",
    "clock_signal",
    "signal",
    "soon_from",
    "waits_for",
]

Language = Literal["zh", "en"]
Light = Literal["red", "yellow", "green", "grey"]

CLOCKS = {
    "zh": {"sign": "签收", "report": "反馈", "submit": "办结"},
    "en": {"sign": "signing for it", "report": "reporting back", "submit": "settling it"},
}
_UNITS = {
    "zh": {"day": "天", "workday": "个工作日", "hour": "小时"},
    "en": {"day": "day", "workday": "working day", "hour": "hour"},
}


class SoonRule(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """When something is due soon: working days before, the last part of its time, never before another."""

    workdays: int
    last_part: float
    not_before: float


class Words(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The light of one case, and its words."""

    code: str
    light: Light
    zh: str
    en: str


class _Settings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    due_soon: SoonRule
    lights: tuple[Words, ...]

    @property
    def order(self) -> dict[str, int]:
        return {one.code: n for n, one in enumerate(self.lights)}


@cache
def _settings() -> _Settings:
    return msgspec.convert(terms.settings("ledger/signals"), _Settings)


class Span(msgspec.Struct, frozen=True):
    """How long it is from one moment to another, in each unit; never below zero.

    Attributes
    ----------
    days, workdays : int
        Days after the first day, up to the last one.
    hours : int
        Hours that pass, a part of one counted in full.
    """

    days: int
    workdays: int
    hours: int

    def amount(self, unit: Literal["day", "workday", "hour"], language: Language = "zh") -> str:
        """Return it in words in a unit; in days where no working day lies between."""
        if unit == "workday" and not self.workdays and self.days:
            unit = "day"
        number = {"day": self.days, "workday": self.workdays, "hour": self.hours}[unit]
        if not number:
            return "不到 1 天" if language == "zh" else "less than a day"
        words = _UNITS[language][unit]
        return f" {number} {words}" if language == "zh" else f"{number} {words}{'s' if number > 1 else ''}"


def span(first: dt.datetime, last: dt.datetime, calendar: Calendar) -> Span:
    """Return how long it is from one moment to another; nothing if the other is not later."""
    if last <= first:
        return Span(0, 0, 0)
    begin, end = local(first).date(), local(last).date()
    workdays = calendar.workdays(begin + dt.timedelta(days=1), end)
    return Span((end - begin).days, workdays, math.ceil((last - first).total_seconds() / 3600))


class Signal(msgspec.Struct, frozen=True, kw_only=True):
    """What a clock, a part or an item says at a moment.

    Attributes
    ----------
    code : str
        The case (``terms/ledger/signals.toml``).
    light : {"red", "yellow", "green", "grey"}
        Its light.
    org : str or None
        The department whose clock it is.
    clock : Clock or None
        The clock that decides.
    review_on : date or None
        The day on which a suspended part is to be looked at again, once it has come.
    late, left : Span
        How late it is, or was when it was done; how much time is left. One of them is nothing.
    state : str
        Where the item stands.
    """

    code: str
    light: Light
    state: str
    org: str | None = None
    clock: Clock | None = None
    review_on: dt.date | None = None
    late: Span = Span(0, 0, 0)
    left: Span = Span(0, 0, 0)

    @property
    def is_overdue(self) -> bool:
        """Whether something should have been done by now and is not."""
        return self.code.startswith("overdue")

    @property
    def is_due_soon(self) -> bool:
        """Whether it is due soon."""
        return self.code == "due_soon"

    @property
    def in_time(self) -> bool | None:
        """Whether what is done was done in time; None if it is not done, or not known."""
        if self.code in ("done_in_time", "closed_in_time"):
            return True
        return False if self.code in ("done_late", "closed_late") else None

    def reason(self, language: Language = "zh") -> str:
        """Return why it has its light, in words."""
        words = next(one for one in _settings().lights if one.code == self.code)
        unit = unit_of(self.clock) if self.clock else "day"
        told = self.late if self.late.hours else self.left
        state = STATES[self.state]
        return (
            (words.zh if language == "zh" else words.en)
            .format(
                clock=CLOCKS[language][self.clock.met_by] if self.clock else "",
                amount=told.amount(unit, language),
                day=self.review_on or (moment_of(self.clock) if self.clock else ""),
                org=self.org or "",
                state=state.zh if language == "zh" else state.en,
            )
            .strip()
        )


def moment_of(clock: Clock) -> str:
    """Return when a clock is due, as it is written: the day, or the minute where hours count."""
    due = local(clock.due)
    return due.strftime("%Y-%m-%d %H:%M") if clock.unit == "hour" else due.date().isoformat()


def clock_signal(
    clock: Clock, now: dt.datetime, calendar: Calendar, *, org: str | None = None, state: str = "working"
) -> Signal:
    """Return what one clock says at a moment.

    A clock that stands is told by the moment from which it stands: what was overdue then still is.
    """
    if clock.met_at is not None:
        code = "done_late" if clock.met_at > clock.due else "done_in_time"
        late = span(clock.due, clock.met_at, calendar)
        return Signal(code=code, light=_light(code), state=state, org=org, clock=clock, late=late)
    at = clock.pauses[-1].start if clock.stands else now
    if at > clock.due:
        code = "overdue" if clock.main else "overdue_milestone"
    elif clock.stands:
        code = "suspended"
    else:
        code = "due_soon" if at >= soon_from(clock, calendar) else "in_time"
    late, left = span(clock.due, at, calendar), span(at, clock.due, calendar)
    return Signal(code=code, light=_light(code), state=state, org=org, clock=clock, late=late, left=left)


def _light(code: str) -> Light:
    return next(one.light for one in _settings().lights if one.code == code)


def soon_from(clock: Clock, calendar: Calendar | None = None) -> dt.datetime:
    """Return the moment from which a clock is due soon: never later than when it is due."""
    stood = sum(((one.end or one.start) - one.start for one in clock.pauses), dt.timedelta())
    return _soon_from(clock.due, clock.due - clock.start - stood, calendar or Calendar())


@lru_cache(maxsize=4096)
def _soon_from(due: dt.datetime, whole: dt.timedelta, calendar: Calendar) -> dt.datetime:
    rule = _settings().due_soon
    if whole <= dt.timedelta():
        return due
    day, left = local(due).date(), rule.workdays
    while left or not calendar.works(day):
        left -= calendar.works(day)
        day -= dt.timedelta(days=1)
    last_days = dt.datetime.combine(day, dt.time.min, ZONE)
    return max(due - whole * (1 - rule.not_before), min(due - whole * rule.last_part, last_days))


def signal(
    item: Item, now: dt.datetime, calendar: Calendar | None = None, *, org: str | None = None
) -> Signal:
    """Return what an item, or one department's part in it, says at a moment.

    Parameters
    ----------
    item : Item
        The item.
    now : datetime
        The moment.
    calendar : Calendar, optional
        The working days.
    org : str, optional
        A department, to be told of its part only.

    Returns
    -------
    Signal
        Of an item, the worst of its lead's clocks and of those of who assists.
    """
    calendar, now = calendar or Calendar(), local(now)
    part = item.part_of(org) if org is not None else item.lead
    if item.phase != ASSIGNED:
        return _resting(item, part, now, calendar)
    if part is None or not part.clocks:
        return _plain("no_clock", item, part)
    if part.state == "submitted":
        return _done(item, part, "done", now, calendar)
    found = [
        clock_signal(one, now, calendar, org=part.org, state=item.state)
        for one in part.clocks
        if one.met_at is None
    ]
    if (day := _review_day(item, part)) and day <= now.date():
        found.append(msgspec.structs.replace(_plain("review_due", item, part), review_on=day))
    if org is None:
        found += _assisting(item, now, calendar)
    order = _settings().order
    return min(found, key=lambda one: order[one.code], default=_plain("no_clock", item, part))


def _review_day(item: Item, part: Assignment) -> dt.date | None:
    """Return the day on which a suspended part is to be looked at again."""
    if part.state != "suspended":
        return None
    days = [
        one.review_on
        for one in item.requests
        if one.kind == "suspend" and one.org == part.org and one.granted
    ]
    return days[-1] if days else None


def _assisting(item: Item, now: dt.datetime, calendar: Calendar) -> list[Signal]:
    """Return what the clocks say that an assisting department has let pass."""
    told = [
        clock_signal(clock, now, calendar, org=part.org, state=item.state)
        for part in item.assists
        if part.is_open
        for clock in part.clocks
        if clock.met_at is None
    ]
    worse = {"code": "overdue_assist", "light": _light("overdue_assist")}
    return [msgspec.structs.replace(one, **worse) for one in told if one.is_overdue]


def _resting(item: Item, part: Assignment | None, now: dt.datetime, calendar: Calendar) -> Signal:
    """Return what an item says that no department has in its hands."""
    if item.phase in ("reviewed", "called_back"):
        return _done(item, part, "done", now, calendar)
    if item.closed_at is not None:
        return _done(item, part, "closed", now, calendar)
    codes = {"draft": "not_given_out", "registered": "not_given_out", "escalated": "escalated"}
    return _plain(codes.get(item.phase, "ended"), item, part)


def _done(item: Item, part: Assignment | None, what: str, now: dt.datetime, calendar: Calendar) -> Signal:
    clock = part.main if part else None
    if part is None or clock is None or clock.met_at is None:
        return _plain(what, item, part)
    told = clock_signal(clock, now, calendar, org=part.org, state=item.state)
    code = told.code.replace("done", what)
    return msgspec.structs.replace(told, code=code, light=_light(code))


def _plain(code: str, item: Item, part: Assignment | None) -> Signal:
    return Signal(code=code, light=_light(code), state=item.state, org=part.org if part else None)


class Waiting(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody who has to act next on an item.

    Attributes
    ----------
    role : str
        The role that has to; ``author`` for a draft, which waits for who entered it.
    action : str
        What is to be done: an action's name.
    org, name : str or None
        The department, or the one person, where it is one.
    request : str or None
        The request to be decided.
    """

    role: str
    action: str
    org: str | None = None
    name: str | None = None
    request: str | None = None

    def means(self, actor: Actor) -> bool:
        """Return whether a person is the one, or one of those, who have to act."""
        if self.role == "author":
            return self.name == actor.name or (self.org is not None and self.org == actor.org)
        return self.role in actor.roles and self.org in (None, actor.org)


_DECIDED_BY = {
    "return": "clerk",
    "extension": "supervisor",
    "suspend": "supervisor",
    "transfer": "supervisor",
}
_DECISIONS = {"suspend": "decide_suspension"}


def waits_for(item: Item) -> tuple[Waiting, ...]:
    """Return who has to act next on an item: departments, each for its part, and who decides requests.

    Parameters
    ----------
    item : Item
        The item.

    Returns
    -------
    tuple of Waiting
        Nobody for an item that is done with.
    """
    if item.phase == ASSIGNED:
        asked = [
            Waiting(
                role=_DECIDED_BY[one.kind],
                action=_DECISIONS.get(one.kind, f"decide_{one.kind}"),
                request=one.id,
            )
            for one in item.pending
        ]
        parts = [found for one in item.assignments if (found := _part_waits(one))]
        return tuple(asked + parts)
    state = STATES[item.state]
    if not state.waits_for:
        return ()
    if state.waits_for == "author":
        return (Waiting(role="author", action=state.next, org=item.author_org, name=item.author),)
    if item.phase == "reviewed" and not KINDS[item.kind].callback:
        # Where nobody is called back, what is approved waits to be closed.
        state = STATES["called_back"]
    return (Waiting(role=state.waits_for, action=state.next),)


def _part_waits(part: Assignment) -> Waiting | None:
    state = STATES.get(part.state)
    if state is None or part.state in ("return_requested", "extension_requested"):
        return None  # withdrawn, watching, or waiting for the decision on its request
    if part.state == "submitted":
        return Waiting(role=state.waits_for, action=state.next) if part.role == "lead" else None
    if part.state == "suspended":
        return Waiting(role=state.waits_for, action=state.next)
    return Waiting(role=state.waits_for, action=state.next, org=part.org)
