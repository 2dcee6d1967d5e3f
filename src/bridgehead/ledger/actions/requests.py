"""What a department asks for, and what is decided: return, extension, suspension, transfer."""

from __future__ import annotations

import datetime as dt
from typing import ClassVar

import msgspec

from bridgehead.errors import NotPossible
from bridgehead.ledger.actions._base import (
    CENTRAL,
    DECIDERS,
    Action,
    Context,
    Made,
    change_part,
    need,
    today,
)
from bridgehead.ledger.actions.handling import ByDepartment, fresh_clocks, handed_on, handled, withdrawn
from bridgehead.ledger.actors import Actor
from bridgehead.ledger.deadlines import extend, halt, resume, rule_of_extension, unit_of
from bridgehead.ledger.events import Event
from bridgehead.ledger.items import Assignment, Clock, Item, Request, RequestKind

__all__ = [
    "DecideExtension",
    "DecideReturn",
    "DecideSuspension",
    "DecideTransfer",
    "RequestExtension",
    "RequestReturn",
    "RequestSuspension",
    "RequestTransfer",
    "Resume",
]

MOST_RETURNS = 2
"""After so many returns an item goes to a joint meeting."""


class Asks(ByDepartment, frozen=True, kw_only=True):
    """What all requests share: a reason, and one at a time."""

    kind: ClassVar[RequestKind]
    reason: str

    def guard(self, item: Item, actor: Actor, context: Context) -> None:
        """A reason, and no other request of the part that is still undecided."""
        need(self.reason, "理由", "why")
        org = self.my_part(item, actor).org
        if any(one.org == org for one in item.pending):
            raise NotPossible(
                "上一个申请还没有批复。", "An earlier request has not been decided.", where=item.no
            )

    def request(self, event: Event, made: Made) -> Request:
        """Return the request as it is kept."""
        return Request(
            id=f"r{event.seq}",
            kind=self.kind,
            org=made["part"],
            by=event.actor,
            at=event.at,
            reason=self.reason,
            number=getattr(self, "number", 0),
            to=getattr(self, "to", None),
            review_on=getattr(self, "review_on", None),
        )

    def asked(self, item: Item, event: Event, made: Made) -> Item:
        """Return the item with the request, the part's state unchanged."""
        return handled(
            msgspec.structs.replace(item, requests=(*item.requests, self.request(event, made))), event
        )

    def waiting(self, item: Item, event: Event, made: Made, state: str) -> Item:
        """Return the item with the request, the part waiting for the decision."""

        def waits(one: Assignment) -> Assignment:
            return msgspec.structs.replace(one, resume=one.state, state=state)

        return change_part(self.asked(item, event, made), made["part"], waits)


class RequestReturn(Asks, frozen=True, kw_only=True):
    """Ask to return a part (申请退单): not ours; perhaps whose it is."""

    name: ClassVar = "request_return"
    zh: ClassVar = "申请退单"
    en: ClassVar = "ask to return it"
    kind: ClassVar = "return"
    states: ClassVar = frozenset({"dispatched", "accepted"})
    to: str | None = None

    def apply(self, item: Item, event: Event, made: Made) -> Item:
        """Return it waiting for the decision."""
        return self.waiting(item, event, made, "return_requested")


class RequestExtension(Asks, frozen=True, kw_only=True):
    """Ask for more time (申请延期), in the units of the limit."""

    name: ClassVar = "request_extension"
    zh: ClassVar = "申请延期"
    en: ClassVar = "ask for an extension"
    kind: ClassVar = "extension"
    states: ClassVar = frozenset({"dispatched", "accepted", "working"})
    number: int

    def guard(self, item: Item, actor: Actor, context: Context) -> None:
        """As often and as far as the rule allows, and before it is due where the rule says so."""
        super().guard(item, actor, context)
        part = self.my_part(item, actor)
        clock, rule = part.main, rule_of_extension(part, context.book)
        if clock is None or rule.times == 0:
            raise NotPossible("本规则不允许延期。", "This rule allows no extension.", where=item.no)
        if clock.extensions >= rule.times:
            raise NotPossible(
                f"已延期 {clock.extensions} 次，规则最多 {rule.times} 次。",
                f"It was extended {clock.extensions} times; the rule allows {rule.times}.",
                where=item.no,
                try_zh="申请挂账，或提请联席会议",
                try_en="ask for a suspension, or a joint meeting",
            )
        if not 1 <= self.number <= rule.most:
            unit = unit_of(clock)
            raise NotPossible(
                f"延期应为 1 到 {rule.most}（单位：{unit}）。",
                f"An extension is 1 to {rule.most} ({unit}).",
                where=item.no,
            )
        if rule.before_due and context.now > clock.due:
            raise NotPossible(
                "已过截止时间，规则要求到期前申请。",
                "It is past due: the rule asks for requests before that.",
                where=item.no,
                try_zh="说明情况申请办结，或由督查部门提请联席会议",
                try_en="submit it with an explanation, or have it escalated",
            )

    def apply(self, item: Item, event: Event, made: Made) -> Item:
        """Return it waiting for the decision."""
        return self.waiting(item, event, made, "extension_requested")


class RequestSuspension(Asks, frozen=True, kw_only=True):
    """Ask to suspend a part (申请挂账), with a plan and a day to look at it again."""

    name: ClassVar = "request_suspension"
    zh: ClassVar = "申请挂账"
    en: ClassVar = "ask to suspend it"
    kind: ClassVar = "suspend"
    states: ClassVar = frozenset({"working"})
    review_on: dt.date

    def guard(self, item: Item, actor: Actor, context: Context) -> None:
        """The day to look at it again lies ahead."""
        super().guard(item, actor, context)
        if self.review_on <= today(context):
            raise NotPossible(
                "复核日期应晚于今天。", "The day to look at it again lies ahead.", where=str(self.review_on)
            )

    def apply(self, item: Item, event: Event, made: Made) -> Item:
        """Return it with the request; work goes on until it is granted."""
        return self.asked(item, event, made)


class RequestTransfer(Asks, frozen=True, kw_only=True):
    """Ask that another department lead (申请转办)."""

    name: ClassVar = "request_transfer"
    zh: ClassVar = "申请转办"
    en: ClassVar = "ask to transfer it"
    kind: ClassVar = "transfer"
    states: ClassVar = frozenset({"accepted", "working"})
    to: str

    def guard(self, item: Item, actor: Actor, context: Context) -> None:
        """Only the lead, and to somebody else."""
        super().guard(item, actor, context)
        need(self.to, "转往单位", "to whom")
        part = self.my_part(item, actor)
        if part.role != "lead" or part.org == self.to:
            raise NotPossible(
                "只有牵头单位可以申请转办，且须转往别的单位。",
                "Only the lead may ask to transfer it, and to somebody else.",
                where=item.no,
            )

    def apply(self, item: Item, event: Event, made: Made) -> Item:
        """Return it with the request; work goes on until it is granted."""
        return self.asked(item, event, made)


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

    def guard(self, item: Item, actor: Actor, context: Context) -> None:
        """The request waits; a refusal has a reason."""
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
        if self.granted and part.role == "lead" and item.returns + 1 < MOST_RETURNS:
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
            return withdrawn(item, made["part"])
        item = msgspec.structs.replace(item, returns=item.returns + 1)
        if item.returns >= MOST_RETURNS:
            return msgspec.structs.replace(withdrawn(item, made["part"]), phase="escalated", reason=self.text)
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
        """Return the part that stands."""
        asked = self.org or (actor.org if not actor.is_central else None)
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
