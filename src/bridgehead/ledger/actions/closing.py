"""How an item ends: reviewed, called back, closed; done again, reopened, settled in a joint meeting."""

from __future__ import annotations

from typing import ClassVar, Literal

import msgspec

from bridgehead.errors import NotPossible
from bridgehead.ledger.actions._base import (
    CENTRAL,
    CHECKERS,
    DECIDERS,
    Action,
    Context,
    Made,
    change_part,
    moot,
    need,
    open_states,
)
from bridgehead.ledger.actions.handling import GivesOut, check_orgs, parts, withdrawn
from bridgehead.ledger.actors import Actor
from bridgehead.ledger.deadlines import meet
from bridgehead.ledger.events import Event
from bridgehead.ledger.items import ASSIGNED, Assignment, Callback, Clock, Item
from bridgehead.ledger.vocabulary import KINDS

__all__ = ["CallBack", "Close", "Escalate", "Redo", "Reopen", "Review", "Schedule", "Settle"]


def _proved(item: Item) -> None:
    if not item.proofs:
        raise NotPossible(
            "没有佐证材料，不能通过。",
            "Without evidence it cannot pass.",
            where=item.no,
            try_zh="请承办单位补充佐证，或确认系统找到的落实语句",
            try_en="ask for evidence, or confirm a sentence that follow-through found",
        )


class Review(Action, frozen=True, kw_only=True):
    """Approve what was submitted (审核), by somebody who did not handle it."""

    name: ClassVar = "review"
    zh: ClassVar = "审核通过"
    en: ClassVar = "approve it"
    roles: ClassVar = CHECKERS
    states: ClassVar = frozenset({"submitted"})
    four_eyes: ClassVar = True
    text: str = ""

    def guard(self, item: Item, actor: Actor, context: Context) -> None:
        """With evidence only."""
        _proved(item)

    def apply(self, item: Item, event: Event, made: Made) -> Item:
        """Return it reviewed."""
        return msgspec.structs.replace(item, phase="reviewed")


class CallBack(Action, frozen=True, kw_only=True):
    """Note what the one who asked said when called back (回访)."""

    name: ClassVar = "call_back"
    zh: ClassVar = "回访"
    en: ClassVar = "note the call-back"
    roles: ClassVar = CENTRAL
    states: ClassVar = frozenset({"reviewed", "called_back"})
    contacted: bool
    resolved: Literal["yes", "partly", "no"] | None = None
    satisfied: Literal["yes", "fairly", "no"] | None = None
    reason: str = ""

    def guard(self, item: Item, actor: Actor, context: Context) -> None:
        """Who was reached said something; who is not content said why."""
        if self.contacted and (self.resolved is None or self.satisfied is None):
            raise NotPossible("请填写是否解决、是否满意。", "Say whether it is solved, and satisfying.")
        if self.contacted and "no" in (self.resolved, self.satisfied):
            need(self.reason, "未解决或不满意的原因", "why it is not")

    def apply(self, item: Item, event: Event, made: Made) -> Item:
        """Return it called back."""
        said = Callback(
            at=event.at,
            by=event.actor,
            contacted=self.contacted,
            resolved=self.resolved,
            satisfied=self.satisfied,
            reason=self.reason,
        )
        return msgspec.structs.replace(item, phase="called_back", callbacks=(*item.callbacks, said))


class Close(Action, frozen=True, kw_only=True):
    """Close an item (销号): with evidence, by somebody who did not handle it, nothing open below it."""

    name: ClassVar = "close"
    zh: ClassVar = "销号"
    en: ClassVar = "close it"
    roles: ClassVar = CHECKERS
    states: ClassVar = frozenset({"reviewed", "called_back"})
    four_eyes: ClassVar = True
    text: str = ""

    def guard(self, item: Item, actor: Actor, context: Context) -> None:
        """With evidence, after the call-back where its kind has one, and with nothing open below."""
        _proved(item)
        if KINDS[item.kind].callback and item.state != "called_back":
            raise NotPossible(
                "本类事项须先回访再销号。", "This kind of item is closed after a call-back.", where=item.no
            )
        if context.open_children:
            raise NotPossible(
                f"下级事项还有 {context.open_children} 件未销号。",
                f"{context.open_children} items below it are still open.",
                where=item.no,
                try_zh="先办结下级事项",
                try_en="close those first",
            )
        last = item.callbacks[-1] if item.callbacks else None
        if last and "no" in (last.resolved, last.satisfied):
            need(
                self.text,
                "未解决或不满意仍销号的理由",
                "why it is closed although it is not solved or not content",
            )

    def apply(self, item: Item, event: Event, made: Made) -> Item:
        """Return it closed."""
        return msgspec.structs.replace(item, phase="closed", closed_at=event.at)


class Again(GivesOut, frozen=True, kw_only=True):
    """What actions share that put a settled item back to work, with fresh clocks."""

    reason: str

    def guard(self, item: Item, actor: Actor, context: Context) -> None:
        """A reason, and a lead to do it."""
        need(self.reason, "理由", "why")
        if item.lead is None:
            raise NotPossible("没有牵头单位可以重办。", "There is no lead to do it again.", where=item.no)

    def apply(self, item: Item, event: Event, made: Made) -> Item:
        """Return it being worked on again."""
        lead = item.lead
        assert lead is not None
        clocks = msgspec.convert(made["clocks"], tuple[Clock, ...])

        def again(one: Assignment) -> Assignment:
            met = tuple(
                clock if clock.main else msgspec.structs.replace(clock, met_at=event.at) for clock in clocks
            )
            return msgspec.structs.replace(one, state="working", clocks=met, progress=None)

        changed = change_part(item, lead.org, again)
        return msgspec.structs.replace(
            changed,
            phase=ASSIGNED,
            rework=item.rework + 1,
            reason=self.reason,
            closed_at=None,
            imported_state=None,
            reminded=0,
        )


class Redo(Again, frozen=True, kw_only=True):
    """Send an item back to work (重办): not approved, or the one who asked is not content."""

    name: ClassVar = "redo"
    zh: ClassVar = "退回重办"
    en: ClassVar = "send it back to work"
    roles: ClassVar = CHECKERS
    states: ClassVar = frozenset({"submitted", "reviewed", "called_back"})


class Reopen(Again, frozen=True, kw_only=True):
    """Reopen what was closed: the problem is back."""

    name: ClassVar = "reopen"
    zh: ClassVar = "重新打开"
    en: ClassVar = "reopen it"
    roles: ClassVar = DECIDERS
    states: ClassVar = frozenset({"closed"})


class Escalate(Action, frozen=True, kw_only=True):
    """Take an item to a joint meeting (联席会议)."""

    name: ClassVar = "escalate"
    zh: ClassVar = "提请联席会议"
    en: ClassVar = "take it to a joint meeting"
    roles: ClassVar = CENTRAL
    states: ClassVar = open_states("escalated", "reviewed", "called_back")
    reason: str
    meeting: str | None = None

    def guard(self, item: Item, actor: Actor, context: Context) -> None:
        """A reason must be given."""
        need(self.reason, "提请理由", "why")

    def apply(self, item: Item, event: Event, made: Made) -> Item:
        """Return it escalated; what departments asked for is moot."""
        return msgspec.structs.replace(
            moot(item, event), phase="escalated", reason=self.reason, meeting=self.meeting
        )


class Schedule(Action, frozen=True, kw_only=True):
    """Put an escalated item on the agenda of a meeting (列入议程)."""

    name: ClassVar = "schedule"
    zh: ClassVar = "列入议程"
    en: ClassVar = "put it on an agenda"
    roles: ClassVar = CENTRAL
    states: ClassVar = frozenset({"escalated"})
    silent: ClassVar = True
    meeting: str

    def guard(self, item: Item, actor: Actor, context: Context) -> None:
        """A meeting must be named."""
        need(self.meeting, "会议", "which meeting")

    def apply(self, item: Item, event: Event, made: Made) -> Item:
        """Return it on the agenda."""
        return msgspec.structs.replace(item, meeting=self.meeting)


class Settle(GivesOut, frozen=True, kw_only=True):
    """Settle an escalated item as the meeting decided: who leads, who assists, by when."""

    name: ClassVar = "settle"
    zh: ClassVar = "落实会议决定"
    en: ClassVar = "settle it as the meeting decided"
    roles: ClassVar = DECIDERS
    states: ClassVar = frozenset({"escalated"})
    lead: str
    assists: tuple[str, ...] = ()
    supervisors: tuple[str, ...] = ()
    decision: str
    meeting: str | None = None

    def guard(self, item: Item, actor: Actor, context: Context) -> None:
        """What was decided, and each department with one part."""
        need(self.decision, "会议决定", "what was decided")
        check_orgs(self.lead, self.assists, self.supervisors)

    def apply(self, item: Item, event: Event, made: Made) -> Item:
        """Return it being worked on, by those whom the meeting named."""
        for one in item.assignments:
            item = withdrawn(item, one.org, event)
        given = parts(self.lead, self.assists, self.supervisors, event, made, "working")
        # The meeting put them to work: there is nothing left to sign for.
        fresh = tuple(one if one.role == "supervise" else meet(one, "sign", event.at) for one in given)
        return msgspec.structs.replace(
            item,
            phase=ASSIGNED,
            assignments=(*item.assignments, *fresh),
            meeting=self.meeting or item.meeting,
            reason=self.decision,
            reminded=0,
        )
