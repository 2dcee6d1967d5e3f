"""What is decided on a department's requests; and going on with what was suspended."""

from __future__ import annotations

import datetime as dt
from typing import ClassVar

import msgspec

from bridgehead.errors import NotPermitted, NotPossible
from bridgehead.ledger.actions._base import CENTRAL, DECIDERS, Action, Context, Made, change_part, moot, need
from bridgehead.ledger.actions.handling import fresh_clocks, handed_on, withdrawn
from bridgehead.ledger.actors import Actor
from bridgehead.ledger.deadlines import extend, halt, resume
from bridgehead.ledger.events import Event
from bridgehead.ledger.items import ASSIGNED, Assignment, Clock, Item, Request, RequestKind

__all__ = ["DecideExtension", "DecideReturn", "DecideSuspension", "DecideTransfer", "Resume"]

MOST_RETURNS = 2
"""After so many returns an item goes to a joint meeting."""


class Decides(Action, frozen=True, kw_only=True):
    """What all decisions share: the request, whether it is granted, and words."""

    kind: ClassVar[RequestKind]
    roles: ClassVar = DECIDERS
    granted: bool
    text: str = ""
    request: str | None = None

    @classmethod
    def offered(cls, item: Item) -> bool:
        """Whether such a request waits."""
        return any(one.kind == cls.kind for one in item.pending)

    def asked(self, item: Item) -> Request:
        """Return the request that is decided: the one named, or the one that waits."""
        found = [one for one in item.pending if one.kind == self.kind and self.request in (None, one.id)]
        if not found:
            raise NotPossible(
                f"没有待批的申请，不能“{self.zh}”。",
                f"No such request waits: {self.en} is not possible.",
                where=item.no,
            )
        return found[0]

    def held(self, item: Item) -> Assignment:
        """Return the part that asked."""
        part = item.part_of(self.asked(item).org)
        if part is None:
            raise NotPossible("申请单位已不承办此事。", "The department no longer has it.", where=item.no)
        return part

    def permit(self, item: Item | None, actor: Actor) -> None:
        """Nobody decides on what they, or their department, asked for."""
        super().permit(item, actor)
        if item is None:
            return
        asked = self.asked(item)
        if actor.name == asked.by or (actor.org is not None and actor.org == asked.org):
            raise NotPermitted(
                "申请人和申请单位不能批复自己的申请。",
                "Nobody decides on their own request.",
                where=item.no,
                try_zh="请其他督查人员批复",
                try_en="somebody else of the supervision office",
            )

    def guard(self, item: Item, actor: Actor, context: Context) -> None:
        """The item is in hand, the request waits; a refusal has a reason."""
        if item.phase != ASSIGNED:
            raise NotPossible("事项不在承办中，不能批复。", "No department has the item now.", where=item.no)
        self.held(item)
        if not self.granted:
            need(self.text, "不同意的理由", "why it is refused")

    def made(self, item: Item | None, actor: Actor, context: Context) -> Made:
        """Keep which request it was."""
        assert item is not None
        return {"request": self.asked(item).id, "part": self.asked(item).org}

    def decided(self, item: Item, event: Event, made: Made) -> Item:
        """Return the item with the decision on the request."""

        def decide(one: Request) -> Request:
            if one.id != made["request"]:
                return one
            return msgspec.structs.replace(
                one, granted=self.granted, decided_by=event.actor, decided_at=event.at, decision=self.text
            )

        return msgspec.structs.replace(item, requests=tuple(map(decide, item.requests)))

    def resumed(self, item: Item, made: Made, clocks: tuple[Clock, ...] | None = None) -> Item:
        """Return the item with the part back in the state it had before it asked."""

        def back(one: Assignment) -> Assignment:
            changed = msgspec.structs.replace(one, state=one.resume or one.state, resume=None)
            return changed if clocks is None else msgspec.structs.replace(changed, clocks=clocks)

        return change_part(item, made["part"], back)


class DecideReturn(Decides, frozen=True, kw_only=True):
    """Decide on a return: on to the next department; after two returns to a joint meeting."""

    name: ClassVar = "decide_return"
    zh: ClassVar = "批复退单"
    en: ClassVar = "decide on the return"
    kind: ClassVar = "return"
    roles: ClassVar = CENTRAL
    to: str | None = None
    rule: str | None = None
    limit: str | None = None
    due_on: dt.date | None = None

    def guard(self, item: Item, actor: Actor, context: Context) -> None:
        """Somebody else takes it, unless it goes to a joint meeting or an assisting part is dropped."""
        super().guard(item, actor, context)
        part = self.held(item)
        if not self.granted or part.role != "lead":
            return
        if item.returns + 1 >= MOST_RETURNS:
            if self.to:
                raise NotPossible(
                    f"第 {item.returns + 1} 次退单，转联席会议，不再改派。",
                    f"Return no. {item.returns + 1}: it goes to a joint meeting, not to another department.",
                    where=item.no,
                    try_zh="不填改派单位",
                    try_en="leave out who takes it instead",
                )
        else:
            need(self.to or "", "改派单位", "who takes it instead")
            if self.to == part.org:
                raise NotPossible("不能改派给退单的单位。", "Not to the one who returned it.", where=item.no)

    def made(self, item: Item | None, actor: Actor, context: Context) -> Made:
        """Keep the clocks of the next department."""
        assert item is not None
        kept = Decides.made(self, item, actor, context)
        return (
            kept | fresh_clocks(item, context, self.rule, self.limit, self.due_on) if self.granted else kept
        )

    def apply(self, item: Item, event: Event, made: Made) -> Item:
        """Return it with the next department, in a joint meeting, or where it was."""
        lead = item.lead
        leads = lead is not None and lead.org == made["part"]
        item = self.decided(item, event, made)
        if not self.granted:
            return self.resumed(item, made)
        if not leads:
            return withdrawn(item, made["part"], event)
        item = msgspec.structs.replace(item, returns=item.returns + 1)
        if item.returns >= MOST_RETURNS:
            left = moot(withdrawn(item, made["part"], event), event)
            return msgspec.structs.replace(left, phase="escalated", reason=self.text)
        return handed_on(item, self.to or "", event, made, self.text)


class DecideExtension(Decides, frozen=True, kw_only=True):
    """Decide on an extension; the due date is counted anew."""

    name: ClassVar = "decide_extension"
    zh: ClassVar = "批复延期"
    en: ClassVar = "decide on the extension"
    kind: ClassVar = "extension"

    def made(self, item: Item | None, actor: Actor, context: Context) -> Made:
        """Keep the clocks as they were counted."""
        assert item is not None
        kept = super().made(item, actor, context)
        if self.granted:
            clocks = extend(self.held(item), self.asked(item).number, context.book, context.calendar)
            kept["clocks"] = msgspec.to_builtins(clocks)
        return kept

    def apply(self, item: Item, event: Event, made: Made) -> Item:
        """Return it in the state it had before."""
        clocks = msgspec.convert(made["clocks"], tuple[Clock, ...]) if self.granted else None
        return self.resumed(self.decided(item, event, made), made, clocks)


class DecideSuspension(Decides, frozen=True, kw_only=True):
    """Decide on a suspension (挂账): its clocks stand until it is resumed."""

    name: ClassVar = "decide_suspension"
    zh: ClassVar = "批复挂账"
    en: ClassVar = "decide on the suspension"
    kind: ClassVar = "suspend"

    def guard(self, item: Item, actor: Actor, context: Context) -> None:
        """Only what is being worked on can be suspended."""
        super().guard(item, actor, context)
        if self.granted and self.held(item).state != "working":
            raise NotPossible(
                "只有办理中的事项可以挂账。", "Only work under way can be suspended.", where=item.no
            )

    def apply(self, item: Item, event: Event, made: Made) -> Item:
        """Return it suspended, or going on."""
        item = self.decided(item, event, made)
        if not self.granted:
            return item
        return change_part(
            item,
            made["part"],
            lambda one: halt(msgspec.structs.replace(one, state="suspended"), event.at),
        )


class DecideTransfer(Decides, frozen=True, kw_only=True):
    """Decide on a transfer that the lead asked for."""

    name: ClassVar = "decide_transfer"
    zh: ClassVar = "批复转办"
    en: ClassVar = "decide on the transfer"
    kind: ClassVar = "transfer"

    def made(self, item: Item | None, actor: Actor, context: Context) -> Made:
        """Keep to whom, and the clocks there."""
        assert item is not None
        kept = Decides.made(self, item, actor, context) | {"to": self.asked(item).to}
        return kept | fresh_clocks(item, context, None, None, None) if self.granted else kept

    def apply(self, item: Item, event: Event, made: Made) -> Item:
        """Return it with the other department, or going on."""
        item = self.decided(item, event, made)
        return handed_on(item, made["to"], event, made, self.text) if self.granted else item


class Resume(Action, frozen=True, kw_only=True):
    """Go on with what was suspended; the due date moves by as long as it stood."""

    name: ClassVar = "resume"
    zh: ClassVar = "恢复办理"
    en: ClassVar = "resume it"
    roles: ClassVar = CENTRAL | {"department"}
    org: str | None = None

    @classmethod
    def offered(cls, item: Item) -> bool:
        """Whether a part is suspended."""
        return any(one.state == "suspended" for one in item.assignments)

    def stood(self, item: Item, actor: Actor) -> Assignment:
        """Return the part that stands; a department resumes its own, whatever it names."""
        asked = self.org if actor.roles & CENTRAL else actor.org
        if item.phase != ASSIGNED:
            raise NotPossible(
                "事项不在承办中，不能“恢复办理”。", "No department has the item now.", where=item.no
            )
        for one in item.assignments:
            if one.state == "suspended" and asked in (None, one.org):
                return one
        raise NotPossible("没有挂账的承办，不能“恢复办理”。", "Nothing is suspended.", where=item.no)

    def guard(self, item: Item, actor: Actor, context: Context) -> None:
        """Something stands."""
        self.stood(item, actor)

    def made(self, item: Item | None, actor: Actor, context: Context) -> Made:
        """Keep the clocks as they were counted anew."""
        assert item is not None
        part = self.stood(item, actor)
        clocks = resume(part, context.now, context.book, context.calendar)
        return {"part": part.org, "clocks": msgspec.to_builtins(clocks)}

    def apply(self, item: Item, event: Event, made: Made) -> Item:
        """Return it being worked on."""
        clocks = msgspec.convert(made["clocks"], tuple[Clock, ...])
        return change_part(
            item,
            made["part"],
            lambda one: msgspec.structs.replace(one, state="working", clocks=clocks),
        )
