"""What changes no state: words, reminders, evidence, a due date counted anew, an event taken back."""

from __future__ import annotations

from typing import ClassVar, Literal

import msgspec

from bridgehead.errors import NotPermitted, NotPossible
from bridgehead.ledger.actions._base import (
    ACTIONS,
    CENTRAL,
    EVERYBODY,
    Action,
    Context,
    Made,
    brought,
    need,
    open_states,
)
from bridgehead.ledger.actors import Actor, is_handler
from bridgehead.ledger.deadlines import recount
from bridgehead.ledger.events import Event
from bridgehead.ledger.items import Assignment, Clock, Evidence, Item
from bridgehead.ledger.vocabulary import STATES

__all__ = ["Attach", "Comment", "Judge", "Propose", "Recount", "Remind", "Undo"]

UNFINISHED = frozenset(STATES) - {"archived"}


class Comment(Action, frozen=True, kw_only=True):
    """Say something about an item."""

    name: ClassVar = "comment"
    zh: ClassVar = "备注"
    en: ClassVar = "comment on it"
    roles: ClassVar = EVERYBODY
    silent: ClassVar = True
    text: str

    def guard(self, item: Item, actor: Actor, context: Context) -> None:
        """Something must be said."""
        need(self.text, "内容", "something")

    def apply(self, item: Item, event: Event, made: Made) -> Item:
        """The words stand in the log."""
        return item


class Remind(Action, frozen=True, kw_only=True):
    """Remind the departments of an item (催办): 1 before it is due, 2 after, 3 to the leader who answers."""

    name: ClassVar = "remind"
    zh: ClassVar = "催办"
    en: ClassVar = "remind them of it"
    roles: ClassVar = CENTRAL
    states: ClassVar = open_states("registered", "reviewed", "called_back", "submitted")
    silent: ClassVar = True
    level: Literal[1, 2, 3] = 1
    text: str = ""
    orgs: tuple[str, ...] = ()
    clock: str | None = None

    def guard(self, item: Item, actor: Actor, context: Context) -> None:
        """Who is reminded has a part in it."""
        for org in self.orgs:
            if item.part_of(org) is None:
                raise NotPossible(f"“{org}”不承办此事。", f"“{org}” has no part in it.", where=item.no)

    def apply(self, item: Item, event: Event, made: Made) -> Item:
        """Return it with the level, on the item and on the clocks that it is about."""

        def told(one: Clock) -> Clock:
            if one.met_at is not None or self.clock not in (None, one.code):
                return one
            return msgspec.structs.replace(one, reminded=max(one.reminded, self.level))

        parts = tuple(
            msgspec.structs.replace(one, clocks=tuple(map(told, one.clocks)))
            if one.is_open and (not self.orgs or one.org in self.orgs)
            else one
            for one in item.assignments
        )
        return msgspec.structs.replace(item, reminded=max(item.reminded, self.level), assignments=parts)


class Attach(Action, frozen=True, kw_only=True):
    """Add evidence: a file of the workspace by its SHA-256, or a sentence of a document."""

    name: ClassVar = "attach"
    zh: ClassVar = "补充佐证"
    en: ClassVar = "attach evidence"
    roles: ClassVar = CENTRAL | {"department"}
    states: ClassVar = UNFINISHED - {"closed", "refused"}
    silent: ClassVar = True
    evidence: tuple[Evidence, ...]

    def guard(self, item: Item, actor: Actor, context: Context) -> None:
        """Something is attached."""
        if not self.evidence:
            raise NotPossible("请选择佐证文件。", "Choose a file.", where=item.no)

    def apply(self, item: Item, event: Event, made: Made) -> Item:
        """Return it with the evidence."""
        return brought(item, self.evidence, event)


class Propose(Action, frozen=True, kw_only=True):
    """Propose evidence that follow-through found; it proves nothing until somebody confirms it."""

    name: ClassVar = "propose"
    zh: ClassVar = "推送落实线索"
    en: ClassVar = "propose evidence"
    roles: ClassVar = CENTRAL
    silent: ClassVar = True
    evidence: tuple[Evidence, ...]

    def apply(self, item: Item, event: Event, made: Made) -> Item:
        """Return it with what was proposed, each sentence once."""
        known = {one.id for one in item.evidence}
        fresh = tuple(
            msgspec.structs.replace(one, proposed=True) for one in self.evidence if one.id not in known
        )
        return msgspec.structs.replace(item, evidence=(*item.evidence, *fresh))


class Judge(Action, frozen=True, kw_only=True):
    """Confirm or dismiss evidence that was proposed."""

    name: ClassVar = "judge"
    zh: ClassVar = "核认线索"
    en: ClassVar = "confirm or dismiss evidence"
    roles: ClassVar = EVERYBODY
    states: ClassVar = UNFINISHED
    silent: ClassVar = True
    evidence: str
    confirmed: bool

    @classmethod
    def offered(cls, item: Item) -> bool:
        """Whether evidence waits to be looked at."""
        return any(one.proposed for one in item.evidence)

    def guard(self, item: Item, actor: Actor, context: Context) -> None:
        """It was proposed, and is undecided."""
        if not any(one.id == self.evidence and one.proposed for one in item.evidence):
            raise NotPossible("这条线索已核认或不存在。", "It is decided, or does not exist.", where=item.no)

    def apply(self, item: Item, event: Event, made: Made) -> Item:
        """Return it with the evidence confirmed, or without it."""
        kept = [
            msgspec.structs.replace(one, proposed=False, by=event.actor) if one.id == self.evidence else one
            for one in item.evidence
            if one.id != self.evidence or self.confirmed
        ]
        return msgspec.structs.replace(item, evidence=tuple(kept))


class Recount(Action, frozen=True, kw_only=True):
    """Count provisional due dates anew, once the notice on holidays is out."""

    name: ClassVar = "recount"
    zh: ClassVar = "重算期限"
    en: ClassVar = "count its due dates anew"
    roles: ClassVar = CENTRAL
    states: ClassVar = open_states("registered")
    silent: ClassVar = True

    def made(self, item: Item | None, actor: Actor, context: Context) -> Made:
        """Keep the clocks as they are counted now, and nothing else of the parts."""
        assert item is not None
        fresh = [
            [part.org, msgspec.to_builtins(recount(one, context.book, context.calendar))]
            for part in item.assignments
            for one in part.clocks
            if one.met_at is None and part.is_open
        ]
        return {"clocks": fresh}

    def apply(self, item: Item, event: Event, made: Made) -> Item:
        """Return it with the due dates as they were counted then."""
        told = [(org, msgspec.convert(raw, Clock)) for org, raw in made["clocks"]]
        fresh = {(org, one.code, one.start): one for org, one in told}

        def counted(part: Assignment) -> Assignment:
            clocks = tuple(_recounted(one, fresh.get((part.org, one.code, one.start))) for one in part.clocks)
            return msgspec.structs.replace(part, clocks=clocks)

        return msgspec.structs.replace(item, assignments=tuple(map(counted, item.assignments)))


def _recounted(old: Clock, new: Clock | None) -> Clock:
    """Return a clock with the due date that was counted for it, if it still is as it was then.

    Only what counting gives is taken over: should the event before be taken back, nothing of it comes along.
    """
    if new is None or (old.met_at, old.pauses, old.extra) != (None, new.pauses, new.extra):
        return old
    return msgspec.structs.replace(
        old, due=new.due, steps=new.steps, calendar=new.calendar, provisional=new.provisional
    )


class Undo(Action, frozen=True, kw_only=True):
    """Take an event back by one that compensates it: the log keeps both, the item is as if it had not been.

    Only the newest event that changed a state can be taken back, by who did it or a supervisor.
    """

    name: ClassVar = "undo"
    zh: ClassVar = "撤销"
    en: ClassVar = "take it back"
    roles: ClassVar = EVERYBODY
    silent: ClassVar = True
    seq: int

    def guard(self, item: Item, actor: Actor, context: Context) -> None:
        """Nothing was built on it since, and it was theirs."""
        if context.undo is None or context.undo[0].seq != self.seq:
            raise NotPossible("找不到要撤销的操作。", "There is no such event to take back.", where=item.no)
        event, built_on = context.undo
        if event.action in ("open", "import", "undo"):
            raise NotPossible(
                "登记和撤销本身不能撤销。",
                "Entering an item, and taking back, cannot be taken back.",
                where=item.no,
                try_zh="可作“不予受理”",
                try_en="refuse the item instead",
            )
        if ACTIONS[event.action].follows:
            raise NotPossible(
                "这一步是随另一事项的办理而来的，不能单独撤销。",
                "This came about by an act on another item: it cannot be taken back alone.",
                where=item.no,
                try_zh="撤销那一事项的办理",
                try_en="take back the act on that item",
            )
        if built_on:
            raise NotPossible(
                "此后已有新的办理，不能撤销。",
                "Something was done since: it cannot be taken back.",
                where=item.no,
                try_zh="先撤销后面的操作",
                try_en="take back what came later first",
            )
        if event.actor != actor.name and not actor.roles & {"supervisor", "administrator"}:
            raise NotPermitted(
                "只能撤销自己的操作。",
                "Only who did it, or a supervisor, may take it back.",
                where=item.no,
            )
        if event.actor != actor.name and is_handler(actor, item):
            raise NotPermitted(
                "经办人和承办单位不能撤销别人对此事的处理。",
                "Whoever handles an item cannot take back what others did to it.",
                where=item.no,
            )

    def apply(self, item: Item, event: Event, made: Made) -> Item:
        """`bridgehead.ledger.projection` leaves out the event that it names."""
        return item
