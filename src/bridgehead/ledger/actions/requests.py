"""What a department asks for: return, extension, suspension, transfer."""

from __future__ import annotations

import datetime as dt
from typing import ClassVar

import msgspec

from bridgehead.errors import NotPossible
from bridgehead.ledger.actions._base import (
    Context,
    Made,
    change_part,
    handled,
    need,
    today,
)
from bridgehead.ledger.actions.handling import ByDepartment
from bridgehead.ledger.actors import Actor
from bridgehead.ledger.deadlines import rule_of_extension, unit_of
from bridgehead.ledger.events import Event
from bridgehead.ledger.items import Assignment, Item, Request, RequestKind

__all__ = ["RequestExtension", "RequestReturn", "RequestSuspension", "RequestTransfer"]


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
