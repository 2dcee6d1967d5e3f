"""How an item is worked on: given out, signed for, reported on, submitted, handed to another department."""

from __future__ import annotations

import datetime as dt
from typing import ClassVar

import msgspec

from bridgehead.errors import NotPossible
from bridgehead.ledger.actions._base import (
    CENTRAL,
    HANDLERS,
    Action,
    Context,
    Made,
    a_month,
    brought,
    change_part,
    finite,
    handled,
    moot,
    need,
    open_states,
    per_cent,
)
from bridgehead.ledger.actions.intake import twice
from bridgehead.ledger.actors import Actor
from bridgehead.ledger.deadlines import begin, local, meet
from bridgehead.ledger.events import Event
from bridgehead.ledger.items import ASSIGNED, Assignment, Evidence, Item, Reading
from bridgehead.ledger.vocabulary import KINDS

__all__ = ["AddAssist", "Dispatch", "Report", "SignFor", "Submit", "Transfer", "Withdraw"]


class GivesOut(Action, frozen=True, kw_only=True):
    """What actions share that give an item to departments: the parts, each with clocks of its own."""

    rule: str | None = None
    limit: str | None = None
    due_on: dt.date | None = None

    def made(self, item: Item | None, actor: Actor, context: Context) -> Made:
        """Keep the clocks as they were counted."""
        assert item is not None
        return fresh_clocks(item, context, self.rule, self.limit, self.due_on)


def fresh_clocks(
    item: Item, context: Context, rule: str | None, limit: str | None, due_on: dt.date | None
) -> Made:
    """Count the clocks of a part that begins now.

    What is not said stays as the lead had it; where nobody leads yet, as the item or its kind has it. A day
    that was named stays, too, unless it has passed.
    """
    today = local(context.now).date()
    old = item.lead.main if item.lead else None
    had_rule, had_limit, named = (
        (old.rule, old.limit or None, old.named) if old else (item.rule, item.limit, item.due_on)
    )
    if rule is None and limit is None and due_on is None:
        due_on = named if named and named >= today else None
        limit = had_limit if due_on is None else None
    rules = context.book.get(rule or had_rule or KINDS[item.kind].rule, today)
    clocks = begin(rules, limit, context.now, context.calendar, due_on=due_on)
    return {"clocks": msgspec.to_builtins(clocks)}


def part(org: str, role: str, event: Event, made: Made, state: str = "dispatched") -> Assignment:
    """Return a department's fresh part; who only supervises has no clocks."""
    clocks = () if role == "supervise" else made["clocks"]
    raw = {"org": org, "role": role, "state": "watching" if role == "supervise" else state, "clocks": clocks}
    return msgspec.convert(raw | {"since": event.at.isoformat()}, Assignment)


def parts(
    lead: str, assists: tuple[str, ...], watchers: tuple[str, ...], event: Event, made: Made, state: str
) -> tuple[Assignment, ...]:
    """Return the parts of all departments that are given an item."""
    return (
        part(lead, "lead", event, made, state),
        *(part(org, "assist", event, made, state) for org in assists),
        *(part(org, "supervise", event, made) for org in watchers),
    )


def check_orgs(lead: str, assists: tuple[str, ...], watchers: tuple[str, ...] = ()) -> None:
    """Refuse an empty lead, and a department with two parts."""
    need(lead, "牵头单位", "the lead department")
    orgs = (lead, *assists, *watchers)
    for org in orgs:
        need(org, "单位名称", "the department's name")
        if orgs.count(org) > 1:
            raise twice(org)


class Dispatch(GivesOut, frozen=True, kw_only=True):
    """Give an item to a lead department and to those who assist (交办), each with its own clocks."""

    name: ClassVar = "dispatch"
    zh: ClassVar = "交办"
    en: ClassVar = "dispatch it"
    roles: ClassVar = CENTRAL
    states: ClassVar = frozenset({"registered"})
    lead: str
    assists: tuple[str, ...] = ()
    supervisors: tuple[str, ...] = ()
    text: str = ""

    def guard(self, item: Item, actor: Actor, context: Context) -> None:
        """Each department has one part."""
        check_orgs(self.lead, self.assists, self.supervisors)

    def apply(self, item: Item, event: Event, made: Made) -> Item:
        """Return it in the departments' hands."""
        fresh = parts(self.lead, self.assists, self.supervisors, event, made, "dispatched")
        old = tuple(one for one in item.assignments if one.state == "withdrawn")
        return msgspec.structs.replace(item, phase=ASSIGNED, assignments=(*old, *fresh), reminded=0)


class AddAssist(GivesOut, frozen=True, kw_only=True):
    """Ask one more department to assist."""

    name: ClassVar = "add_assist"
    zh: ClassVar = "增加协办"
    en: ClassVar = "add an assisting department"
    roles: ClassVar = CENTRAL
    states: ClassVar = frozenset({"dispatched", "accepted", "working"})
    org: str
    text: str = ""

    def guard(self, item: Item, actor: Actor, context: Context) -> None:
        """A department has one part only."""
        need(self.org, "单位名称", "the department's name")
        if item.part_of(self.org):
            raise NotPossible(
                f"“{self.org}”已在承办。", f"“{self.org}” has a part in it already.", where=item.no
            )

    def apply(self, item: Item, event: Event, made: Made) -> Item:
        """Return it with one part more."""
        return msgspec.structs.replace(
            item, assignments=(*item.assignments, part(self.org, "assist", event, made))
        )


class Withdraw(Action, frozen=True, kw_only=True):
    """Take an item back from a department that assists or supervises."""

    name: ClassVar = "withdraw"
    zh: ClassVar = "撤回协办"
    en: ClassVar = "take it back from an assisting department"
    roles: ClassVar = CENTRAL
    states: ClassVar = open_states("registered", "reviewed", "called_back")
    org: str

    def guard(self, item: Item, actor: Actor, context: Context) -> None:
        """The lead is changed by `Transfer`."""
        held = item.part_of(self.org)
        if held is None or held.role == "lead":
            raise NotPossible(
                f"“{self.org}”不是协办单位。",
                f"“{self.org}” does not assist.",
                where=item.no,
                try_zh="更换牵头单位请用“转办”",
                try_en="to change the lead, transfer the item",
            )

    def apply(self, item: Item, event: Event, made: Made) -> Item:
        """Return it without that part."""
        return withdrawn(item, self.org, event)


def withdrawn(item: Item, org: str, event: Event) -> Item:
    """Return an item with a department's part withdrawn; it stays on record, what it asked for is moot."""
    item = moot(item, event, org)
    return change_part(item, org, lambda one: msgspec.structs.replace(one, state="withdrawn", resume=None))


class Transfer(GivesOut, frozen=True, kw_only=True):
    """Hand an item to another lead department (转办), with fresh clocks."""

    name: ClassVar = "transfer"
    zh: ClassVar = "转办"
    en: ClassVar = "transfer it"
    roles: ClassVar = CENTRAL
    states: ClassVar = frozenset({"dispatched", "accepted", "working"})
    to: str
    reason: str = ""

    def guard(self, item: Item, actor: Actor, context: Context) -> None:
        """To another department, with a reason."""
        check_orgs(self.to, ())
        need(self.reason, "转办理由", "why it is transferred")
        lead = item.lead
        if lead and lead.org == self.to:
            raise NotPossible(f"“{self.to}”已是牵头单位。", f"“{self.to}” leads already.", where=item.no)

    def apply(self, item: Item, event: Event, made: Made) -> Item:
        """Return it with the other department."""
        return handed_on(item, self.to, event, made, self.reason)


def handed_on(item: Item, to: str, event: Event, made: Made, reason: str) -> Item:
    """Return an item with another lead; one that assisted no longer does."""
    lead = item.lead
    left = withdrawn(item, lead.org, event) if lead else item
    left = withdrawn(left, to, event)
    fresh = part(to, "lead", event, made)
    return msgspec.structs.replace(
        left, phase=ASSIGNED, assignments=(*left.assignments, fresh), reason=reason, reminded=0
    )


class ByDepartment(Action, frozen=True, kw_only=True):
    """What a department does with its own part."""

    roles: ClassVar = HANDLERS
    part: ClassVar = True

    def made(self, item: Item | None, actor: Actor, context: Context) -> Made:
        """Keep whose part it is."""
        assert item is not None
        return {"part": self.my_part(item, actor).org}


class SignFor(ByDepartment, frozen=True, kw_only=True):
    """Sign for a part (签收)."""

    name: ClassVar = "sign_for"
    zh: ClassVar = "签收"
    en: ClassVar = "sign for it"
    states: ClassVar = frozenset({"dispatched"})

    def apply(self, item: Item, event: Event, made: Made) -> Item:
        """Return it signed for."""

        def signed(one: Assignment) -> Assignment:
            return meet(msgspec.structs.replace(one, state="accepted"), "sign", event.at)

        return handled(change_part(item, made["part"], signed), event)


class Report(ByDepartment, frozen=True, kw_only=True):
    """Report what was done: in words, in per cent, as a value of the measure, with evidence."""

    name: ClassVar = "report"
    zh: ClassVar = "报送进展"
    en: ClassVar = "report on it"
    states: ClassVar = frozenset({"accepted", "working"})
    text: str
    progress: float | None = None
    month: str | None = None
    value: float | None = None
    evidence: tuple[Evidence, ...] = ()

    def guard(self, item: Item, actor: Actor, context: Context) -> None:
        """Something must be said; per cent lie between 0 and 100; a value has its month."""
        need(self.text, "办理情况", "what was done")
        per_cent(self.progress)
        finite(self.value)
        if self.value is not None and item.measure is None:
            raise NotPossible("本事项没有指标。", "This item has no measure.", where=item.no)
        if (self.value is None) != (self.month is None):
            raise NotPossible(
                "指标值要同时填月份。", "A value of the measure needs its month.", try_zh="月份写作 2026-03"
            )
        if self.month is not None:
            a_month(self.month)

    def apply(self, item: Item, event: Event, made: Made) -> Item:
        """Return it with the report."""

        def reported(one: Assignment) -> Assignment:
            progress = one.progress if self.progress is None else self.progress
            part = msgspec.structs.replace(one, state="working", note=self.text, progress=progress)
            return meet(part, "report", event.at)

        changed = brought(change_part(item, made["part"], reported), self.evidence, event)
        if self.value is not None and self.month is not None:
            said = Reading(month=self.month, value=self.value, by=event.actor)
            kept = [one for one in changed.readings if one.month != said.month]
            readings = tuple(sorted((*kept, said), key=lambda one: one.month))
            changed = msgspec.structs.replace(changed, readings=readings)
        return msgspec.structs.replace(changed, note=self.text)


class Submit(ByDepartment, frozen=True, kw_only=True):
    """Say that a part is done (申请办结): the lead for the whole item, those who assist for their own."""

    name: ClassVar = "submit"
    zh: ClassVar = "申请办结"
    en: ClassVar = "submit it"
    states: ClassVar = frozenset({"working"})
    text: str
    without_assists: str = ""
    evidence: tuple[Evidence, ...] = ()

    def guard(self, item: Item, actor: Actor, context: Context) -> None:
        """The lead needs evidence, and the parts of those who assist, or says why not."""
        need(self.text, "办结情况", "how it was settled")
        if self.my_part(item, actor).role != "lead":
            return
        if not (item.proofs or self.evidence):
            raise NotPossible(
                "申请办结须附佐证材料。",
                "To submit it, attach evidence.",
                where=item.no,
                try_zh="上传文件，或确认系统找到的落实语句",
                try_en="upload a file, or confirm a sentence that follow-through found",
            )
        missing = [one.org for one in item.assists if one.is_open]
        if missing and not self.without_assists.strip():
            raise NotPossible(
                f"协办单位尚未报送：{'、'.join(missing)}。",
                f"Assisting departments have not submitted: {', '.join(missing)}.",
                where=item.no,
                try_zh="催其报送，或说明先行办结的理由",
                try_en="remind them, or say why it is submitted without them",
            )

    def apply(self, item: Item, event: Event, made: Made) -> Item:
        """Return it submitted; what the department asked for before is moot."""

        def submitted(one: Assignment) -> Assignment:
            done = msgspec.structs.replace(one, state="submitted", note=self.text, progress=100.0)
            return meet(done, "submit", event.at)

        changed = brought(change_part(item, made["part"], submitted), self.evidence, event)
        return msgspec.structs.replace(moot(changed, event, made["part"]), note=self.text)
