"""What lists, rankings and papers count: one definition for each word, so that their numbers agree.

A count is told from an item and a moment. The office has the same definitions as queries; a test compares
them over every item (``tests/office/supervision/test_counts.py``).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from functools import cache

import msgspec

from bridgehead import terms
from bridgehead.ledger.deadlines import local
from bridgehead.ledger.items import Assignment, Clock, Item
from bridgehead.ledger.trajectories import Course, standing

__all__ = [
    "COUNTS",
    "HIDDEN",
    "RUNNING",
    "Count",
    "Period",
    "counts",
    "course",
    "discontent_at",
    "given_at",
    "running_clock",
    "running_due",
    "was_late",
]

RUNNING = frozenset(
    {"dispatched", "accepted", "working", "return_requested", "extension_requested", "escalated"}
)
"""States in which the lead's clock runs."""
HIDDEN = frozenset({"draft", "registered", "refused"})
"""States in which only the supervision office, or who wrote it, sees an item."""
_LAST_MONTH = "9999-12"


class Period(msgspec.Struct, frozen=True):
    """Days from one to another, both included.

    Attributes
    ----------
    first, last : date
        In the office's time.
    """

    first: dt.date
    last: dt.date

    def holds(self, moment: dt.datetime | None) -> bool:
        """Return whether a moment lies in it."""
        return moment is not None and self.first <= local(moment).date() <= self.last


class Count(msgspec.Struct, frozen=True, kw_only=True):
    """A count in words (``terms/ledger/counts.csv``).

    Attributes
    ----------
    code, zh, en : str
        Its name, and what is counted.
    date : {"given_at", "closed_at", "due_at", "discontent_at", ""}
        What a period narrows it by; empty where it is of the present only.
    """

    code: str
    zh: str
    en: str
    date: str


@cache
def _table() -> dict[str, Count]:
    return {row["code"]: Count(**row) for row in terms.table("ledger/counts")}


COUNTS: dict[str, Count] = _table()
"""All counts by code."""


def running_clock(item: Item, lead: Assignment | None = None) -> Clock | None:
    """Return the lead's deciding clock while it runs; whoever has looked for the lead says who it is."""
    lead = lead or item.lead
    state = lead.state if lead and item.phase == "assigned" else item.state
    clock = lead.main if lead and state in RUNNING else None
    return clock if clock and clock.met_at is None else None


def running_due(item: Item) -> dt.datetime | None:
    """Return when the lead's deciding clock is due while it runs."""
    clock = running_clock(item)
    return clock.due if clock else None


def was_late(item: Item, lead: Assignment | None = None) -> bool | None:
    """Return whether a closed item was submitted after it was due; None where that cannot be told."""
    if item.closed_at is None:
        return None
    lead = lead or item.lead
    clock = lead.main if lead else None
    if clock is None or clock.met_at is None:
        return None
    return clock.met_at > clock.due


def given_at(item: Item) -> dt.datetime | None:
    """Return when an item was first given to a department; None if it was not."""
    return min((one.since for one in item.assignments), default=None)


def course(item: Item) -> Course | None:
    """Return where an item's measure stood by its newest reading: ahead of plan, on it, or behind."""
    told = standing(item, _LAST_MONTH)
    return told.course if told else None


def discontent_at(item: Item) -> dt.datetime | None:
    """Return when somebody who was called back last said that they are not content, or it is not solved."""
    return max((one.at for one in item.callbacks if "no" in (one.satisfied, one.resolved)), default=None)


def _given(item: Item) -> bool:
    """Whether it counts at all: it was given out, and did not end by being refused or merged."""
    if item.state in HIDDEN or item.state == "merged":
        return False
    return item.state != "archived" or item.closed_at is not None


def _done(item: Item) -> bool:
    return _given(item) and item.closed_at is not None


def _open(item: Item) -> bool:
    return _given(item) and item.closed_at is None


def _overdue(item: Item, now: dt.datetime) -> bool:
    due = running_due(item)
    return _open(item) and due is not None and due < now


_TESTS: dict[str, Callable[[Item, dt.datetime], bool]] = {
    "given": lambda item, _: _given(item),
    "open": lambda item, _: _open(item),
    "done": lambda item, _: _done(item),
    "in_time": lambda item, _: _done(item) and was_late(item) is False,
    "late": lambda item, _: _done(item) and was_late(item) is True,
    "unjudged": lambda item, _: _done(item) and was_late(item) is None,
    "overdue": _overdue,
    "suspended": lambda item, _: item.state == "suspended",
    "escalated": lambda item, _: item.state == "escalated",
    "returned": lambda item, _: _open(item) and item.returns > 0,
    "behind": lambda item, _: _open(item) and course(item) == "behind",
    "discontent": lambda item, _: _given(item) and discontent_at(item) is not None,
}
_DATES: dict[str, Callable[[Item], dt.datetime | None]] = {
    "given_at": given_at,
    # Of an item that a workbook brought closed without a day, nobody knows when it was.
    "closed_at": lambda item: None if was_late(item) is None else item.closed_at,
    "due_at": running_due,
    "discontent_at": discontent_at,
}


def counts(code: str, item: Item, now: dt.datetime, period: Period | None = None) -> bool:
    """Return whether an item counts.

    Parameters
    ----------
    code : str
        A code of ``terms/ledger/counts.csv``.
    item : Item
        The item.
    now : datetime
        The moment, which decides what is overdue.
    period : Period, optional
        The days in which the count's date lies; by default all, unknown ones too.

    Raises
    ------
    KeyError
        If there is no such count, or it has no date to be narrowed by.
    """
    if not _TESTS[code](item, now):
        return False
    return period is None or period.holds(_DATES[COUNTS[code].date](item))
