"""How an item comes in: opened, imported, edited, registered, refused, merged, archived."""

from __future__ import annotations

import datetime as dt
from typing import ClassVar, Literal

import msgspec

from bridgehead.errors import NotPermitted, NotPossible, UsageError
from bridgehead.ledger.actions._base import (
    CENTRAL,
    EVERYBODY,
    Action,
    Context,
    Made,
    by_office,
    free,
    known_kind,
    moot,
    need,
    open_states,
    per_cent,
    today,
)
from bridgehead.ledger.actions.details import UNSET, Details, described
from bridgehead.ledger.actors import Actor
from bridgehead.ledger.deadlines import ZONE, begin, halt, local
from bridgehead.ledger.events import Event
from bridgehead.ledger.items import ASSIGNED, Assignment, Item
from bridgehead.ledger.vocabulary import KINDS, STATES

__all__ = ["Absorb", "Archive", "Details", "Edit", "Import", "Merge", "Open", "Refuse", "Register"]


class Open(Action, frozen=True, kw_only=True):
    """Enter an item; a department's own draft is seen by nobody but the department and the office."""

    name: ClassVar = "open"
    zh: ClassVar = "登记"
    en: ClassVar = "enter it"
    roles: ClassVar = EVERYBODY
    creates: ClassVar = True
    kind: str
    details: Details = Details()

    def check(self, item: Item | None, actor: Actor, context: Context) -> None:
        """Refuse an item without title, of no known kind, or of a number that is taken."""
        super().check(item, actor, context)
        known_kind(self.kind)
        need("" if self.details.title is UNSET else self.details.title, "标题", "a title")
        self.details.check()
        if not actor.is_central and not actor.org:
            raise NotPossible(
                "账号没有所属单位，不能登记。",
                "An account without a department cannot enter items.",
                try_zh="请管理员设置所属单位",
                try_en="ask an administrator to set it",
            )
        by_office(actor, self.details.no)
        free(self.details.no, self.kind, context)

    def made(self, item: Item | None, actor: Actor, context: Context) -> Made:
        """Keep for which department it was entered."""
        return {"org": None if actor.is_central else actor.org}

    def apply(self, item: Item | None, event: Event, made: Made) -> Item:
        """Return the draft."""
        fresh = Item(
            key=event.item,
            kind=self.kind,
            title="",
            author=event.actor,
            author_org=made.get("org"),
            updated_at=event.at,
        )
        return described(fresh, self.details)


class Import(Action, frozen=True, kw_only=True):
    """Take an item over from a workbook as it stands there; what happened before is not known."""

    name: ClassVar = "import"
    zh: ClassVar = "导入"
    en: ClassVar = "import it"
    roles: ClassVar = CENTRAL
    creates: ClassVar = True
    kind: str
    details: Details = Details()
    state: str = "registered"
    lead: str | None = None
    assists: tuple[str, ...] = ()
    rule: str | None = None
    limit: str | None = None
    given_on: dt.date | None = None
    due_on: dt.date | None = None
    closed_on: dt.date | None = None
    progress: float | None = None
    text: str = ""

    def check(self, item: Item | None, actor: Actor, context: Context) -> None:
        """Refuse an item without title, of no known kind or state, or in a department's hands without one."""
        super().check(item, actor, context)
        known_kind(self.kind)
        need("" if self.details.title is UNSET else self.details.title, "标题", "a title")
        self.details.check()
        if self.state not in IMPORTED:
            raise NotPossible(
                f"不能按状态“{self.state}”导入。",
                f"An item cannot be imported as “{self.state}”.",
                try_zh="、".join(STATES[one].zh for one in IMPORTED),
                try_en=", ".join(STATES[one].en for one in IMPORTED),
            )
        if self.state in HELD and not self.lead:
            raise NotPossible(
                f"状态“{STATES[self.state].zh}”须有牵头单位。",
                f"An item that is {STATES[self.state].en} needs a lead department.",
                try_zh="填写“牵头单位”一列",
                try_en="fill in the column of the lead department",
            )
        per_cent(self.progress)
        orgs = (self.lead, *self.assists)
        for org in orgs:
            if org and orgs.count(org) > 1:
                raise twice(org)

    def made(self, item: Item | None, actor: Actor, context: Context) -> Made:
        """Count its clocks from the day on which it was given out."""
        if not self.lead or self.state in NOT_GIVEN:
            return {}
        at = self._given(context.now)
        rules = context.book.get(self.rule or KINDS[self.kind].rule, at.date())
        clocks = begin(rules, self.limit, at, context.calendar, due_on=self.due_on)
        return {"clocks": msgspec.to_builtins(clocks), "since": at.isoformat()}

    def _given(self, now: dt.datetime) -> dt.datetime:
        """Return when it was given out: where no day tells, now, but no later than it was due or closed."""
        told = (day for day in (self.due_on, self.closed_on) if day and day < local(now).date())
        day = self.given_on or self.details.given().get("issued_at") or min(told, default=None)
        return dt.datetime.combine(day, dt.time(9), ZONE) if day else now

    def apply(self, item: Item | None, event: Event, made: Made) -> Item:
        """Return the item as the workbook has it."""
        phase = {"closed": "closed", "archived": "archived", "reviewed": "reviewed"}.get(self.state)
        fresh = Item(
            key=event.item,
            kind=self.kind,
            title="",
            phase=phase or (ASSIGNED if self.state in HELD else self.state),  # type: ignore[arg-type]
            author=event.actor,
            updated_at=event.at,
            imported_state=self.state,
            note=self.text,
            assignments=self._parts(made),
        )
        if self.state in NOT_GIVEN and self.lead:
            fresh = msgspec.structs.replace(fresh, proposed=(self.lead, *self.assists))
        if phase in ("closed", "archived"):
            # Without a day it is not known whether it was in time: its clocks are not said to be met.
            fresh = msgspec.structs.replace(fresh, closed_at=event.at)
        if phase in ("closed", "archived") and self.closed_on:
            closed = dt.datetime.combine(self.closed_on, dt.time(17), ZONE)
            met = tuple(_all_met(one, closed) for one in fresh.assignments)
            fresh = msgspec.structs.replace(fresh, closed_at=closed, assignments=met)
        if self.state == "suspended":
            stand = tuple(halt(one, event.at) for one in fresh.assignments)
            fresh = msgspec.structs.replace(fresh, assignments=stand)
        return described(fresh, self.details)

    def _parts(self, made: Made) -> tuple[Assignment, ...]:
        if "clocks" not in made:
            return ()
        done = _DONE.get(self.state, ())
        # What its state says to have been done, nobody knows when, is not waited for.
        clocks = [one for one in made["clocks"] if one.get("met_by", "submit") not in done]
        raw = {"clocks": clocks, "since": made["since"]}
        state = self.state if self.state in HELD else "submitted"
        lead = raw | {"org": self.lead, "state": state, "progress": self.progress, "note": self.text}
        others = [raw | {"org": org, "role": "assist", "state": state} for org in self.assists]
        return tuple(msgspec.convert(one, Assignment) for one in (lead, *others))


HELD = ("dispatched", "accepted", "working", "suspended", "submitted")
"""States in which a department has the item."""
NOT_GIVEN = ("draft", "registered", "refused")
"""States in which no department has it: who is to lead is only proposed."""
_DONE = {
    "accepted": ("sign",),
    **dict.fromkeys(
        ("working", "suspended", "submitted", "reviewed", "closed", "archived"), ("sign", "report")
    ),
}
IMPORTED = ("draft", "registered", *HELD, "reviewed", "closed", "archived", "refused")


def _all_met(part: Assignment, at: dt.datetime) -> Assignment:
    clocks = tuple(msgspec.structs.replace(one, met_at=one.met_at or at) for one in part.clocks)
    return msgspec.structs.replace(part, clocks=clocks, state="submitted")


class Edit(Action, frozen=True, kw_only=True):
    """Correct what describes an item."""

    name: ClassVar = "edit"
    zh: ClassVar = "修改"
    en: ClassVar = "edit it"
    roles: ClassVar = EVERYBODY - {"reviewer"}
    states: ClassVar = frozenset(STATES) - {"archived"}
    silent: ClassVar = True
    details: Details

    def permit(self, item: Item | None, actor: Actor) -> None:
        """A department may edit its own draft, and nothing later."""
        if item is not None and not actor.roles & CENTRAL:
            own = "department" in actor.roles and item.author_org == actor.org and actor.org is not None
            if not (own and item.phase == "draft"):
                raise NotPermitted(
                    "立项后的内容由督查部门修改。",
                    "Once it is registered, the supervision office edits it.",
                    where=item.no or item.key,
                    try_zh="请在办理情况中说明，或联系督查部门",
                    try_en="say so in a report, or tell the supervision office",
                )
            return
        Action.permit(self, item, actor)

    def guard(self, item: Item, actor: Actor, context: Context) -> None:
        """Refuse nonsense, nothing, and an item that would stand below itself."""
        self.details.check()
        if not self.details.given():
            raise NotPossible("没有要修改的内容。", "Nothing is to be changed.", where=item.no)
        by_office(actor, self.details.no)
        if self.details.no != item.no:
            free(self.details.no, item.kind, context)
        if self.details.parent is not UNSET and self.details.parent == item.key:
            raise NotPossible("事项不能是自己的上级。", "An item cannot stand below itself.", where=item.no)

    def apply(self, item: Item, event: Event, made: Made) -> Item:
        """Return the item with what is given put in."""
        return described(item, self.details)


class Register(Action, frozen=True, kw_only=True):
    """Take a draft into the ledger (立项/受理), with a number."""

    name: ClassVar = "register"
    zh: ClassVar = "立项"
    en: ClassVar = "register it"
    roles: ClassVar = CENTRAL
    states: ClassVar = frozenset({"draft"})
    no: str = ""

    def guard(self, item: Item, actor: Actor, context: Context) -> None:
        """A number belongs to one item."""
        free(self.no or item.no, item.kind, context)

    def made(self, item: Item | None, actor: Actor, context: Context) -> Made:
        """Give it the next number of its kind and year, unless it has one."""
        assert item is not None
        year = item.year or (item.issued_at.year if item.issued_at else today(context).year)
        no = self.no or item.no or (context.next_no(item.kind, year) if context.next_no else "")
        return {"no": no, "year": year}

    def apply(self, item: Item, event: Event, made: Made) -> Item:
        """Return it registered."""
        return msgspec.structs.replace(item, phase="registered", no=made["no"], year=made["year"])


class Refuse(Action, frozen=True, kw_only=True):
    """Refuse an item (不予受理), with a reason."""

    name: ClassVar = "refuse"
    zh: ClassVar = "不予受理"
    en: ClassVar = "refuse it"
    roles: ClassVar = CENTRAL
    states: ClassVar = frozenset({"draft", "registered"})
    code: Literal["secret", "not_ours", "legal_way", "repeated", "unclear", "other"] = "other"
    reason: str = ""

    def guard(self, item: Item, actor: Actor, context: Context) -> None:
        """A reason must be given."""
        need(self.reason, "不予受理的理由", "why it is refused")

    def apply(self, item: Item, event: Event, made: Made) -> Item:
        """Return it refused."""
        return msgspec.structs.replace(item, phase="refused", reason=self.reason)


class Merge(Action, frozen=True, kw_only=True):
    """Merge an item into another (并案); it keeps its own duty of reply and its call-back."""

    name: ClassVar = "merge"
    zh: ClassVar = "并案"
    en: ClassVar = "merge it"
    roles: ClassVar = CENTRAL
    states: ClassVar = open_states("reviewed", "called_back")
    into: str
    reason: str = ""

    def guard(self, item: Item, actor: Actor, context: Context) -> None:
        """The other item must be there, open, and another one."""
        if self.into == item.key:
            raise NotPossible("不能并入自己。", "It cannot be merged into itself.", where=item.no)
        other = context.other
        if other is None or not other.is_open:
            raise NotPossible(
                "要并入的事项不存在或已办结。",
                "The item to merge it into does not exist, or is done with.",
                where=self.into,
                try_zh="另选一个在办事项",
                try_en="another item that is open",
            )

    def apply(self, item: Item, event: Event, made: Made) -> Item:
        """Return it merged."""
        return msgspec.structs.replace(
            moot(item, event), phase="merged", merged_into=self.into, reason=self.reason
        )

    def also(self, item: Item) -> tuple[tuple[str, Action], ...]:
        """The other item takes it in."""
        return ((self.into, Absorb(key=item.key, no=item.no)),)


class Absorb(Action, frozen=True, kw_only=True):
    """Take in an item that was merged; the other side of `Merge`, never taken alone."""

    name: ClassVar = "absorb"
    zh: ClassVar = "并入"
    en: ClassVar = "take it in"
    roles: ClassVar = CENTRAL
    silent: ClassVar = True
    follows: ClassVar = True
    key: str
    no: str = ""

    def apply(self, item: Item, event: Event, made: Made) -> Item:
        """Return it with the other's key."""
        return msgspec.structs.replace(item, absorbed=(*item.absorbed, self.key))


class Archive(Action, frozen=True, kw_only=True):
    """Put away an item that is done with."""

    name: ClassVar = "archive"
    zh: ClassVar = "归档"
    en: ClassVar = "archive it"
    roles: ClassVar = CENTRAL
    states: ClassVar = frozenset({"closed", "refused", "merged"})

    def apply(self, item: Item, event: Event, made: Made) -> Item:
        """Return it archived."""
        return msgspec.structs.replace(item, phase="archived")


def twice(org: str) -> UsageError:
    """Return the error for a department that leads and assists at once."""
    return UsageError(
        f"“{org}”不能既牵头又协办。",
        f"“{org}” cannot lead and assist at once.",
        try_zh="从协办单位中去掉它",
        try_en="take it out of the assisting departments",
    )
