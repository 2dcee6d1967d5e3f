"""Deadlines as an iCalendar file (RFC 5545), for the calendars people already look at.

An entry keeps its UID for as long as its item exists: a calendar that reads the file again updates what it
has. A day is written as a day (``DTSTART;VALUE=DATE``), an hour in ``TZID=Asia/Shanghai``; what is closed is
cancelled.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from bridgehead.errors import UsageError, language
from bridgehead.report._file import replace

if TYPE_CHECKING:
    from icalendar import Alarm, Event

__all__ = ["Deadline", "as_calendar", "write_calendar"]

ZONE = "Asia/Shanghai"


@dataclass(frozen=True, slots=True, kw_only=True)
class Deadline:
    """A day or an hour at which something is due.

    Attributes
    ----------
    item : str
        The item's id; the UID is made of it.
    title : str
        What is due.
    due : date or datetime
        The day, or the hour where the clock counts hours; without a zone it is taken as China's.
    sequence : int
        How often the entry was changed, such as the number of its events; the highest counts.
    changed : datetime
        When it was last changed; with its zone.
    closed : bool
        Whether it is done with: then the entry is cancelled and has no reminders.
    description : str
        The source sentence, the derivation of the due day …
    address : str
        Where the office shows the item.
    reminders : tuple of datetime
        When to remind, in working time, as the caller's calendar of working days says.
    """

    item: str
    title: str
    due: dt.date
    changed: dt.datetime
    sequence: int = 0
    closed: bool = False
    description: str = ""
    address: str = ""
    reminders: tuple[dt.datetime, ...] = ()


def as_calendar(deadlines: Iterable[Deadline], *, name: str = "", host: str = "bridgehead") -> bytes:
    """Return deadlines as the bytes of an .ics file.

    Parameters
    ----------
    deadlines : iterable of Deadline
        In any order; they are written by day and item, so that the same deadlines give the same bytes.
    name : str
        Shown as the calendar's name.
    host : str
        The right part of each UID; the same for one office at all times.

    Raises
    ------
    UsageError
        If an item comes twice, since two entries would have one UID.
    """
    from icalendar import Calendar, Timezone

    calendar = Calendar()
    calendar.add("prodid", "-//Bridgehead//deadlines//ZH")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    if name:
        calendar.add("x-wr-calname", name)
    ordered = sorted(deadlines, key=lambda one: (_moment(one.due), one.item))
    items = Counter(one.item for one in ordered)
    for item, times in items.items():
        if times > 1:
            raise UsageError(
                "同一事项出现了两次，日历无法区分。",
                "An item comes twice, and a calendar cannot tell the two apart.",
                where=item,
                try_zh="每个事项只给一个期限；分支任务用各自的编号",
                try_en="give one deadline an item; branches have ids of their own",
            )
    if any(isinstance(one.due, dt.datetime) for one in ordered):
        calendar.add_component(Timezone.from_tzid(ZONE, first_date=dt.date(1992, 1, 1)))
    for deadline in ordered:
        calendar.add_component(_event(deadline, host))
    return bytes(calendar.to_ical())


def write_calendar(
    deadlines: Iterable[Deadline], path: Path, *, name: str = "", host: str = "bridgehead"
) -> None:
    """Write deadlines as an .ics file, whole or not at all.

    Raises
    ------
    UsageError
        If an item comes twice, or the file cannot be written.
    """
    replace(path, as_calendar(deadlines, name=name, host=host))


def _moment(due: dt.date) -> dt.datetime:
    """Return a due day or hour as a moment in China, so that they can be put in order."""
    if not isinstance(due, dt.datetime):
        due = dt.datetime.combine(due, dt.time())
    return due.astimezone(ZoneInfo(ZONE)) if due.tzinfo else due.replace(tzinfo=ZoneInfo(ZONE))


def _event(deadline: Deadline, host: str) -> Event:
    from icalendar import Event

    event = Event()
    event.add("uid", f"{deadline.item}@{host}")
    event.add("dtstamp", deadline.changed.astimezone(dt.UTC))
    event.add("last-modified", deadline.changed.astimezone(dt.UTC))
    event.add("sequence", deadline.sequence)
    event.add("summary", deadline.title)
    if isinstance(deadline.due, dt.datetime):
        event.add("dtstart", _moment(deadline.due))
    else:
        event.add("dtstart", deadline.due)
        event.add("dtend", deadline.due + dt.timedelta(days=1))
    event.add("transp", "TRANSPARENT")
    event.add("status", "CANCELLED" if deadline.closed else "CONFIRMED")
    if deadline.description:
        event.add("description", deadline.description)
    if deadline.address:
        event.add("url", deadline.address)
    for moment in () if deadline.closed else sorted(deadline.reminders):
        event.add_component(_alarm(deadline, moment))
    return event


def _alarm(deadline: Deadline, moment: dt.datetime) -> Alarm:
    """Make a reminder; the standard wants its moment in UTC."""
    from icalendar import Alarm

    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("trigger", _moment(moment).astimezone(dt.UTC), parameters={"VALUE": "DATE-TIME"})
    alarm.add("description", f"{'Due: ' if language() == 'en' else '到期：'}{deadline.title}")
    return alarm
