"""Reminders (催办): who is to be reminded of what, at which level, and when it may go out.

The levels, the working hours and the words are data (``terms/ledger/reminders.toml``). Each level goes out
once for each clock: the action `bridgehead.ledger.actions.Remind` notes it there.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from functools import cache
from typing import Literal

import msgspec

from bridgehead import terms
from bridgehead.ledger.actions.notes import Remind
from bridgehead.ledger.calendar import Calendar
from bridgehead.ledger.deadlines import local, unit_of
from bridgehead.ledger.items import ASSIGNED, Item
from bridgehead.ledger.signals import CLOCKS, Language, Signal, clock_signal, moment_of

__all__ = [
    "Digest",
    "Level",
    "Notice",
    "Policy",
    "Reminder",
    "digests",
    "next_working_moment",
    "notice",
    "policy",
    "reminders",
]


class Level(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One level: from when on, to whom, in which words; without working days late, the one for due soon."""

    level: Literal[1, 2, 3]
    to: Literal["department", "leader"]
    zh: str
    en: str
    late_workdays: int | None = None
    late_hours: int | None = None

    def holds(self, told: Signal) -> bool:
        """Return whether a clock is as late as this level asks."""
        if self.late_workdays is None:
            return told.is_due_soon
        if not told.is_overdue or told.clock is None:
            return False
        if told.clock.unit == "hour" and self.late_hours is not None:
            return told.late.hours >= self.late_hours
        return told.late.workdays >= self.late_workdays


class Policy(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """When reminders go out: working hours, levels, and the words of the notice."""

    hours: tuple[tuple[dt.time, dt.time], ...]
    levels: tuple[Level, ...]
    notice: dict[str, str]


@cache
def policy() -> Policy:
    """Return the policy that comes along."""
    return msgspec.convert(terms.settings("ledger/reminders"), Policy)


def next_working_moment(
    moment: dt.datetime, calendar: Calendar | None = None, rule: Policy | None = None
) -> dt.datetime:
    """Return the moment itself if offices work then, else the next one when they do, in the office's time."""
    calendar, rule, moment = calendar or Calendar(), rule or policy(), local(moment)
    if calendar.works(moment.date()):
        for begins, ends in rule.hours:
            if moment.time() < begins:
                return dt.datetime.combine(moment.date(), begins, moment.tzinfo)
            if moment.time() < ends:
                return moment
    following = next(day.date for day in calendar.after(moment.date()) if day.works)
    return dt.datetime.combine(following, rule.hours[0][0], moment.tzinfo)


class Reminder(msgspec.Struct, frozen=True, kw_only=True):
    """One reminder to go out.

    Attributes
    ----------
    item : Item
        The item.
    org, to : str
        The department, and whether the department itself or the leader who answers for the item is told.
    level : int
        1 to 3.
    signal : Signal
        What its clock says.
    send_at : datetime
        When it may go out: at once within working hours, else at the next working moment.
    """

    item: Item
    org: str
    level: Literal[1, 2, 3]
    to: Literal["department", "leader"]
    signal: Signal
    send_at: dt.datetime

    def text(self, language: Language = "zh") -> str:
        """Return the reminder in words."""
        words = next(one for one in policy().levels if one.level == self.level)
        clock, told = self.signal.clock, self.signal
        assert clock is not None
        span = told.late if told.is_overdue else told.left
        return (words.zh if language == "zh" else words.en).format(
            no=self.item.no,
            title=self.item.title,
            org=self.org,
            clock=CLOCKS[language][clock.met_by],
            due=moment_of(clock),
            amount=span.amount(unit_of(clock), language),
            leader=self.item.responsible or policy().notice[f"{language}_leader"],
        )

    @property
    def action(self) -> Remind:
        """The action that keeps it in the log, so that this level does not go out again for this clock."""
        clock = self.signal.clock
        assert clock is not None
        return Remind(level=self.level, text=self.text(), orgs=(self.org,), clock=clock.code)


def reminders(
    items: Iterable[Item], now: dt.datetime, calendar: Calendar | None = None, rule: Policy | None = None
) -> tuple[Reminder, ...]:
    """Return the reminders that are due: of each clock the highest level that holds and did not go out yet.

    A department that waits for a decision, or whose part is suspended, is not reminded.

    Parameters
    ----------
    items : iterable of Item
        Items of any state.
    now : datetime
        The moment.
    calendar, rule : Calendar, Policy, optional
        Working days; when to remind.
    """
    calendar, rule, now = calendar or Calendar(), rule or policy(), local(now)
    send_at = next_working_moment(now, calendar, rule)
    found = []
    for item, told in _told(items, now, calendar):
        holding = [one for one in rule.levels if one.holds(told)]
        level = max(holding, key=lambda one: one.level, default=None)
        if level and told.clock and told.org and level.level > told.clock.reminded:
            found.append(
                Reminder(
                    item=item, org=told.org, level=level.level, to=level.to, signal=told, send_at=send_at
                )
            )
    return tuple(found)


_CAN_ACT = frozenset({"dispatched", "accepted", "working"})


def _told(items: Iterable[Item], now: dt.datetime, calendar: Calendar) -> Iterable[tuple[Item, Signal]]:
    """Yield what each clock says that a department has to meet."""
    for item in items:
        if item.phase != ASSIGNED:
            continue
        for part in item.assignments:
            if part.state in _CAN_ACT:
                for clock in part.clocks:
                    if clock.met_at is None:
                        yield item, clock_signal(clock, now, calendar, org=part.org, state=part.state)


class Digest(msgspec.Struct, frozen=True, kw_only=True):
    """What one department has to see to, in one message a day, by due date: what is overdue comes first."""

    org: str
    lines: tuple[tuple[Item, Signal], ...]

    def text(self, language: Language = "zh") -> list[str]:
        """Return the head, and a line for each item."""
        words = policy().notice
        overdue = sum(told.is_overdue for _, told in self.lines)
        head = words[f"{language}_digest"].format(
            org=self.org, overdue=overdue, soon=len(self.lines) - overdue
        )
        return [
            head,
            *(
                words[f"{language}_line"].format(no=item.no, title=item.title, reason=told.reason(language))
                for item, told in self.lines
            ),
        ]


def digests(items: Iterable[Item], now: dt.datetime, calendar: Calendar | None = None) -> tuple[Digest, ...]:
    """Return a digest for each department that has something overdue or due soon."""
    lines: dict[str, list[tuple[Item, Signal]]] = {}
    for item, told in _told(items, local(now), calendar or Calendar()):
        if told.org and (told.is_overdue or told.is_due_soon):
            lines.setdefault(told.org, []).append((item, told))
    for found in lines.values():
        found.sort(key=lambda line: (line[1].clock.due if line[1].clock else now, line[0].no))
    return tuple(Digest(org=org, lines=tuple(found)) for org, found in sorted(lines.items()))


class Notice(msgspec.Struct, frozen=True, kw_only=True):
    """A notice of reminder (催办通知书) as plain values: the report room lays it out."""

    title: str
    to: str
    copy_to: str | None
    paragraphs: tuple[str, ...]
    office: str
    date: dt.date

    def text(self) -> str:
        """Return it as plain text."""
        return "\n".join((self.title, f"{self.to}：", *self.paragraphs, self.office, self.date.isoformat()))


def notice(reminder: Reminder, office: str, language: Language = "zh") -> Notice:
    """Return the notice on paper for a reminder, by the office that sends it."""
    words, item = policy().notice, reminder.item
    leads = [reminder.text(language)]
    if item.issuer or item.source_text:
        source = " ".join(filter(None, (item.issuer, item.source_text)))
        leads.append(f"来源：{source}。" if language == "zh" else f"Source: {source}.")
    leader = item.responsible or words[f"{language}_leader"]
    return Notice(
        title=words[f"{language}_title"],
        to=reminder.org if reminder.to == "department" else leader,
        copy_to=None if reminder.to == "department" else reminder.org,
        paragraphs=(*leads, words[f"{language}_asks"]),
        office=office,
        date=local(reminder.send_at).date(),
    )
