"""A department's part in an item, and the clocks of that part."""

from __future__ import annotations

import datetime as dt
from typing import Literal

import msgspec

__all__ = ["Assignment", "AssignmentState", "Clock", "Role", "Stretch", "Value"]

AssignmentState = Literal[
    "dispatched",
    "accepted",
    "working",
    "return_requested",
    "extension_requested",
    "suspended",
    "submitted",
    "withdrawn",
    "watching",
]
Role = Literal["lead", "assist", "supervise"]


class Value(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """The base of what an item is made of."""


class Stretch(Value, frozen=True, kw_only=True):
    """A time for which a clock stood; ``end`` is None while it still stands."""

    start: dt.datetime
    end: dt.datetime | None = None


class Clock(Value, frozen=True, kw_only=True):
    """One limit of one department: when it is due, with its derivation.

    Attributes
    ----------
    limit : str
        The limit's code in its rule set; empty where somebody named the day.
    unit : {"day", "workday", "hour", "month", "year_end"}
        What it counts; a named day counts calendar days.
    named : date or None
        The day that somebody named.
    rule, rule_from : str, date
        The rule set, and the version of it, by the day from which it holds.
    start, due : datetime
        When it began and when it is due, in the office's time.
    steps : str
        The derivation, day by day and shortened (`bridgehead.ledger.clocks.Due.short`), as it was counted.
    calendar : str
        Which notices on holidays were known when it was counted.
    provisional : bool
        Whether a day that matters lies in a year whose notice was not out.
    main : bool
        Whether it decides over the item being in time; the others are milestones on the way.
    met_by : {"sign", "report", "submit"}
        What meets it.
    met_at : datetime or None
        When it was met.
    pauses : tuple of Stretch
        Times for which it stood.
    extra : int
        Units granted on top.
    extensions : int
        How often it was extended.
    reminded : int
        The highest level of reminder that went out for it, since its due date moved last.
    """

    limit: str = ""
    unit: Literal["day", "workday", "hour", "month", "year_end"] = "day"
    named: dt.date | None = None
    rule: str
    rule_from: dt.date
    start: dt.datetime
    due: dt.datetime
    steps: str = ""
    calendar: str = ""
    provisional: bool = False
    main: bool = False
    met_by: Literal["sign", "report", "submit"] = "submit"
    met_at: dt.datetime | None = None
    pauses: tuple[Stretch, ...] = ()
    extra: int = 0
    extensions: int = 0
    reminded: int = 0

    @property
    def code(self) -> str:
        """What tells it from the other clocks of its part: the limit's code, or that its day was named."""
        return self.limit or "named"

    @property
    def stands(self) -> bool:
        """Whether it is suspended now."""
        return bool(self.pauses) and self.pauses[-1].end is None


class Assignment(Value, frozen=True, kw_only=True):
    """One department's part in an item, with its own state and its own clocks.

    Attributes
    ----------
    org : str
        The department.
    role : {"lead", "assist", "supervise"}
        Its part.
    state : str
        Its own state.
    since : datetime
        When it was given the item.
    resume : str or None
        The state to go back to once its request is decided.
    clocks : tuple of Clock
        Its limits.
    progress : float or None
        Per cent done, by its own report.
    note : str
        What it reported last.
    """

    org: str
    role: Role = "lead"
    state: AssignmentState = "dispatched"
    since: dt.datetime
    resume: AssignmentState | None = None
    clocks: tuple[Clock, ...] = ()
    progress: float | None = None
    note: str = ""

    @property
    def main(self) -> Clock | None:
        """The clock that decides."""
        return next((clock for clock in self.clocks if clock.main), None)

    @property
    def is_open(self) -> bool:
        """Whether the department still has something to do."""
        return self.state not in ("submitted", "withdrawn", "watching")
