"""An item of the ledger and what hangs on it: plain frozen values, the projection of its events.

What can be told from these and the time (overdue, due soon, red or green, rates) is never kept here.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from typing import Literal

import msgspec

from bridgehead.ledger.assignments import Assignment, AssignmentState, Clock, Stretch, Value
from bridgehead.ledger.vocabulary import STATES

__all__ = [
    "ASSIGNED",
    "Assignment",
    "AssignmentState",
    "Callback",
    "Clock",
    "Evidence",
    "Item",
    "Measure",
    "Phase",
    "Reading",
    "Request",
    "State",
    "Stretch",
    "item_key",
]

Phase = Literal[
    "draft",
    "registered",
    "refused",
    "merged",
    "assigned",
    "escalated",
    "reviewed",
    "called_back",
    "closed",
    "archived",
]
"""Where the whole item is; while it is ``assigned``, its lead department's own state says more."""

State = str
"""A code of ``terms/ledger/states.csv``."""

RequestKind = Literal["return", "extension", "suspend", "transfer"]

ASSIGNED: Phase = "assigned"


class Evidence(Value, frozen=True, kw_only=True):
    """A proof: a file in the workspace by its SHA-256, or a sentence of a document.

    ``proposed`` is what follow-through found and nobody has looked at yet; it proves nothing until confirmed.
    """

    id: str
    name: str
    at: dt.datetime
    by: str = ""
    org: str | None = None
    sha256: str | None = None
    media_type: str = ""
    size: int = 0
    record: str | None = None
    document: str | None = None
    span: tuple[int, int] | None = None
    quote: str = ""
    proposed: bool = False


class Request(Value, frozen=True, kw_only=True):
    """What a department asked for, and what was decided."""

    id: str
    kind: RequestKind
    org: str
    by: str
    at: dt.datetime
    reason: str
    number: int = 0
    to: str | None = None
    review_on: dt.date | None = None
    granted: bool | None = None
    decided_by: str | None = None
    decided_at: dt.datetime | None = None
    decision: str = ""


class Callback(Value, frozen=True, kw_only=True):
    """What the one who asked said when called back."""

    at: dt.datetime
    by: str
    contacted: bool
    resolved: Literal["yes", "partly", "no"] | None = None
    satisfied: Literal["yes", "fairly", "no"] | None = None
    reason: str = ""


class Reading(Value, frozen=True, kw_only=True):
    """A reported value of an item's measure, at the end of a month ``YYYY-MM``."""

    month: str
    value: float
    by: str = ""


class Measure(Value, frozen=True, kw_only=True):
    """What an item is measured by: a value to reach, and the way there month by month.

    Attributes
    ----------
    name, unit : str
        What is counted, in what.
    baseline, target : float
        Where it begins, what is to be reached.
    months : dict of str to float
        The trajectory: the value planned for the end of each month ``YYYY-MM``; months between are
        interpolated (`bridgehead.ledger.trajectories.planned`).
    """

    name: str
    unit: str = ""
    baseline: float = 0.0
    target: float
    months: dict[str, float] = msgspec.field(default_factory=dict)


class Item(Value, frozen=True, kw_only=True):
    """One item of the ledger, as its events leave it.

    Attributes
    ----------
    key : str
        Its identity (`item_key`).
    kind : str
        A code of ``terms/ledger/kinds.csv``.
    no : str
        Its number as the office writes it.
    title, body : str
        What is to be done.
    phase : str
        Where the whole item is; `state` is the field's own word for where it stands.
    region, theme, level, issuer, source_text : str or None
        Where, about what, how urgent, who asked, in which paper or meeting.
    secrecy : str
        ``public`` or ``internal``; secret matters must not enter.
    issued_at : date or None
        When it was asked.
    year : int or None
        The year whose list it stands in.
    due_on : date or None
        The day that whoever asked has named: what is given out without a limit is due then.
    rule, limit : str or None
        The rule set and limit it is to have, where they differ from its kind's.
    proposed : tuple of str
        Departments that the source addresses: a proposal for giving it out, the lead first.
    record, document, span, quote : str or None, (int, int) or None
        The sentence that ordered it, in a document that was read.
    parent, weight : str or None, float
        The item it is part of, and its share there.
    work_system, work_item : str or None
        The named system of goals it hangs on, and the label there.
    responsible : str or None
        The leader who answers for it (责任领导), by post.
    measure, readings : Measure or None, tuple of Reading
        What it is measured by, and what was reported.
    author, author_org : str, str or None
        Who entered it, and for which department: a draft is theirs.
    assignments, requests, evidence, callbacks : tuples
        What hangs on it.
    handlers : tuple of str
        People who handled it: none of them may approve its closing.
    returns, rework : int
        How often it was returned (退单) and had to be done again (重办).
    reminded : int
        The highest level of reminder since it was last given out.
    meeting : str or None
        The joint meeting it was escalated to.
    merged_into, absorbed : str or None, tuple of str
        Merged items.
    reason : str
        Why it was refused, reopened, returned or suspended last.
    imported_state : str or None
        The state a workbook gave it, where its history before the import is not known.
    closed_at : datetime or None
        When it was closed.
    note : str
        The newest report of progress, of whichever department.
    updated_at : datetime
        When its last event happened.
    version : int
        The number of its last event: whoever acts says which version they saw.
    """

    key: str
    kind: str
    no: str = ""
    title: str
    body: str = ""
    phase: Phase = "draft"
    level: str | None = None
    secrecy: Literal["public", "internal"] = "public"
    region: str | None = None
    theme: str | None = None
    issuer: str | None = None
    source_text: str | None = None
    issued_at: dt.date | None = None
    year: int | None = None
    due_on: dt.date | None = None
    rule: str | None = None
    limit: str | None = None
    proposed: tuple[str, ...] = ()
    record: str | None = None
    document: str | None = None
    span: tuple[int, int] | None = None
    quote: str | None = None
    parent: str | None = None
    weight: float = 1.0
    work_system: str | None = None
    work_item: str | None = None
    responsible: str | None = None
    measure: Measure | None = None
    readings: tuple[Reading, ...] = ()
    author: str = ""
    author_org: str | None = None
    assignments: tuple[Assignment, ...] = ()
    requests: tuple[Request, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    callbacks: tuple[Callback, ...] = ()
    handlers: tuple[str, ...] = ()
    returns: int = 0
    rework: int = 0
    reminded: int = 0
    meeting: str | None = None
    merged_into: str | None = None
    absorbed: tuple[str, ...] = ()
    reason: str = ""
    imported_state: str | None = None
    closed_at: dt.datetime | None = None
    note: str = ""
    updated_at: dt.datetime
    version: int = 0

    @property
    def lead(self) -> Assignment | None:
        """The lead department's part."""
        return next(
            (one for one in self.assignments if one.role == "lead" and one.state != "withdrawn"), None
        )

    @property
    def assists(self) -> tuple[Assignment, ...]:
        """The assisting departments' parts."""
        return tuple(one for one in self.assignments if one.role == "assist" and one.state != "withdrawn")

    @property
    def state(self) -> State:
        """Where it stands: a code of ``terms/ledger/states.csv``."""
        if self.phase == ASSIGNED and (lead := self.lead):
            return lead.state
        return "registered" if self.phase == ASSIGNED else self.phase

    @property
    def is_open(self) -> bool:
        """Whether it is neither a draft nor done with."""
        return STATES[self.state].open

    @property
    def orgs(self) -> tuple[str, ...]:
        """The departments that have, or had, a part in it, each once; the lead first."""
        now = [
            one.org
            for one in sorted(
                self.assignments, key=lambda one: (one.state == "withdrawn", one.role != "lead")
            )
        ]
        return tuple(dict.fromkeys(now))

    def part_of(self, org: str | None) -> Assignment | None:
        """Return a department's standing part in it."""
        if org is None:
            return None
        return next((one for one in self.assignments if one.org == org and one.state != "withdrawn"), None)

    @property
    def pending(self) -> tuple[Request, ...]:
        """Requests that nobody has decided."""
        return tuple(one for one in self.requests if one.granted is None)

    @property
    def proofs(self) -> tuple[Evidence, ...]:
        """Evidence that a person brought or confirmed."""
        return tuple(one for one in self.evidence if not one.proposed)

    @property
    def percent(self) -> float | None:
        """Per cent done by the lead's own report; 100 once it is closed."""
        if self.closed_at is not None:
            return 100.0
        return self.lead.progress if self.lead else None


def item_key(kind: str, no: str = "", title: str = "", source: str = "") -> str:
    """Return an item's identity: the same for the same number of a kind, or the same source and title.

    Parameters
    ----------
    kind, no, title, source : str
        The office's number decides where there is one; else where it came from, and its title.
    """
    parts = (kind, no) if no else (kind, source, title)
    digest = hashlib.sha256("\x1f".join(parts).encode()).hexdigest()
    return f"item-{digest[:16]}"
