"""What every action of the ledger is: who may take it, what must be so before, what it leaves behind."""

from __future__ import annotations

import datetime as dt
import math
import re
from collections.abc import Callable
from typing import Any, ClassVar

import msgspec

from bridgehead.errors import NotPermitted, NotPossible
from bridgehead.ledger.actors import Actor, is_handler
from bridgehead.ledger.calendar import Calendar
from bridgehead.ledger.deadlines import RuleBook, local
from bridgehead.ledger.events import Event
from bridgehead.ledger.items import ASSIGNED, Assignment, Evidence, Item
from bridgehead.ledger.vocabulary import KINDS, STATES, StateWords

__all__ = [
    "ACTIONS",
    "Action",
    "Context",
    "Made",
    "brought",
    "by_office",
    "change_part",
    "decode",
    "free",
    "handled",
    "keepable",
    "moot",
    "open_states",
]

Made = dict[str, Any]
"""What was worked out when the action was taken (due dates, numbers), so that replaying needs no calendar."""

CENTRAL = frozenset({"clerk", "supervisor", "administrator"})
DECIDERS = frozenset({"supervisor", "administrator"})
CHECKERS = frozenset({"reviewer", "supervisor", "administrator"})
HANDLERS = frozenset({"department", "administrator"})
EVERYBODY = frozenset({"clerk", "department", "reviewer", "supervisor", "administrator"})


class Context(msgspec.Struct, frozen=True, kw_only=True):
    """What an action may need to know besides the item.

    Attributes
    ----------
    now : datetime
        The moment, with its zone.
    calendar, book : Calendar, RuleBook
        Working days and rule sets.
    other : Item or None
        The other item that the action names.
    open_children : int
        How many items below are still open.
    next_no : callable
        Gives the next free number of a kind and year.
    taken : callable
        Tells of a kind and number whether another item has it.
    undo : (Event, bool) or None
        The event to be taken back, and whether something was built on it since.
    """

    now: dt.datetime
    calendar: Calendar = Calendar()
    book: RuleBook = RuleBook()
    other: Item | None = None
    open_children: int = 0
    next_no: Callable[[str, int], str] | None = None
    taken: Callable[[str, str], bool] | None = None
    undo: tuple[Event, bool] | None = None

    def __post_init__(self) -> None:
        # A moment without a zone is the office's; all comparisons are between moments with one.
        msgspec.structs.force_setattr(self, "now", local(self.now))


ACTIONS: dict[str, type[Action]] = {}
"""All actions, by name."""


class Action(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """One thing that can be done to an item.

    Its fields are what the person says. A class states who may (``roles``; with ``part`` a department only
    for its own part), in which ``states`` of the item or of the part, and whether it is ``silent``: it
    changes no state. What ``follows`` comes about by an act on another item, and is taken back with it.
    `check` refuses with a reason; `made` works out what the event has to keep; `apply`
    gives the item as the event leaves it, and reads nothing but the event.
    """

    name: ClassVar[str] = ""
    zh: ClassVar[str] = ""
    en: ClassVar[str] = ""
    roles: ClassVar[frozenset[str]] = frozenset()
    states: ClassVar[frozenset[str] | None] = None
    part: ClassVar[bool] = False
    silent: ClassVar[bool] = False
    creates: ClassVar[bool] = False
    four_eyes: ClassVar[bool] = False
    follows: ClassVar[bool] = False

    def __init_subclass__(cls, **options: Any) -> None:
        super().__init_subclass__(**options)
        if cls.__dict__.get("name"):
            ACTIONS[cls.name] = cls

    @classmethod
    def offered(cls, item: Item) -> bool:
        """Whether there is anything in the item that the action could be about."""
        return True

    def permit(self, item: Item | None, actor: Actor) -> None:
        """Refuse if the person may not take this action on this item.

        Raises
        ------
        NotPermitted
            Saying why.
        """
        if not self.roles & actor.roles:
            raise NotPermitted(
                f"您的角色不能“{self.zh}”。",
                f"Your role may not {self.en}.",
                try_zh="请有权限的同事办理：" + "、".join(sorted(self.roles)),
                try_en="ask somebody who may: " + ", ".join(sorted(self.roles)),
            )
        if item is None:
            return
        only_department = not (self.roles & actor.roles - {"department"})
        if only_department and not self._own(item, actor):
            raise NotPermitted(
                f"只有承办单位自己能“{self.zh}”。",
                f"Only the department that has the item may {self.en}.",
                where=item.no or item.key,
            )
        if self.four_eyes and is_handler(actor, item):
            raise NotPermitted(
                "经办人和承办单位不能审核自己办理的事项。",
                "Whoever handles an item cannot approve it.",
                where=item.no or item.key,
                try_zh="请未经办此事的审核人办理",
                try_en="a reviewer who did not handle it",
            )

    def _own(self, item: Item, actor: Actor) -> bool:
        """Whether it is the person's department that has it now, or whose draft it still is."""
        if actor.org is None:
            return False
        return item.part_of(actor.org) is not None or (item.phase == "draft" and item.author_org == actor.org)

    def check(self, item: Item | None, actor: Actor, context: Context) -> None:
        """Refuse if the item's state, or something that is missing, does not allow the action.

        Raises
        ------
        NotPossible
            Saying why, and what to do.
        """
        if item is None:
            if not self.creates:
                raise NotPossible("没有这个事项。", "There is no such item.")
            return
        if self.creates:
            raise NotPossible(
                "已有同一编号的事项。", "There is an item of that number.", where=item.no or item.key
            )
        state = self.my_part(item, actor).state if self.part else item.state
        if self.states is not None and state not in self.states:
            now = STATES.get(state)
            raise NotPossible(
                f"当前状态“{now.zh if now else state}”不能“{self.zh}”。",
                f"An item that is {now.en if now else state} cannot be: {self.en}.",
                where=item.no or item.key,
                try_zh="可在这些状态下办理："
                + "、".join(STATES[one].zh for one in STATES if one in self.states),
                try_en="it can be done when "
                + ", ".join(STATES[one].en for one in STATES if one in self.states),
            )
        self.guard(item, actor, context)

    def _words(self) -> list[StateWords]:
        return [words for code, words in STATES.items() if code in (self.states or ())]

    def guard(self, item: Item, actor: Actor, context: Context) -> None:
        """Refuse for a reason of the action's own."""

    def my_part(self, item: Item, actor: Actor) -> Assignment:
        """Return the part that a department's action is about; an administrator acts for the lead."""
        found = item.part_of(actor.org) or (item.lead if "administrator" in actor.roles else None)
        if found is None or (item.phase != ASSIGNED):
            raise NotPossible(
                f"事项不在承办中，不能“{self.zh}”。",
                f"No department has the item: {self.en} is not possible.",
                where=item.no or item.key,
            )
        return found

    def made(self, item: Item | None, actor: Actor, context: Context) -> Made:
        """Work out what the event has to keep."""
        return {}

    def apply(self, item: Item, event: Event, made: Made) -> Item:
        """Return the item as the event leaves it."""
        raise NotImplementedError

    def also(self, item: Item) -> tuple[tuple[str, Action], ...]:
        """Return what happens to other items by the same act: their keys, and the actions."""
        return ()

    def said(self) -> Made:
        """Return what the person said, as it is kept in the event."""
        kept: Made = msgspec.to_builtins(self)
        return kept


def decode(event: Event) -> tuple[Action, Made]:
    """Return the action that an event keeps, and what was worked out for it."""
    payload = dict(event.payload)
    made = payload.pop("made", {})
    return msgspec.convert(payload, ACTIONS[event.action]), made


def change_part(item: Item, org: str, change: Callable[[Assignment], Assignment]) -> Item:
    """Return an item with one department's standing part changed."""
    parts = tuple(
        change(one) if one.org == org and one.state != "withdrawn" else one for one in item.assignments
    )
    return msgspec.structs.replace(item, assignments=parts)


def open_states(*without: str) -> frozenset[str]:
    """Return the states of open items, but some."""
    return frozenset(code for code, state in STATES.items() if state.open) - set(without)


def moot(item: Item, event: Event, org: str | None = None) -> Item:
    """Return an item with requests that nobody need decide any more: of one department, or all."""
    requests = tuple(
        msgspec.structs.replace(one, granted=False, decided_by=event.actor, decided_at=event.at)
        if one.granted is None and org in (None, one.org)
        else one
        for one in item.requests
    )
    return msgspec.structs.replace(item, requests=requests)


def brought(item: Item, evidence: tuple[Evidence, ...], event: Event) -> Item:
    """Return an item with evidence that somebody brought: theirs, at this moment, each piece once.

    Who brings evidence handles the item: they cannot approve it.
    """
    known = {one.id for one in item.evidence}
    fresh = tuple(
        msgspec.structs.replace(one, by=event.actor, org=event.org, at=event.at, proposed=False)
        for one in evidence
        if one.id not in known
    )
    return handled(msgspec.structs.replace(item, evidence=(*item.evidence, *fresh)), event)


def handled(item: Item, event: Event) -> Item:
    """Return an item with one more who handled it."""
    if event.actor in item.handlers:
        return item
    return msgspec.structs.replace(item, handlers=(*item.handlers, event.actor))


def finite(value: float | None, where: str = "") -> None:
    """Refuse what is no number: it cannot be kept in the log."""
    if value is not None and not math.isfinite(value):
        raise NotPossible("数值不对。", "That is no number.", where=where or str(value))


ORGS = frozenset({"lead", "org", "to", "assists", "supervisors", "orgs", "proposed"})
SHORT = ORGS | frozenset(
    {"no", "key", "region", "theme", "level", "rule", "limit", "record", "document"}
    | {"parent", "work_system", "work_item", "meeting", "into"}
)
"""What lists sort and filter by: no database keeps long texts in an index."""
SHORTEST, LONGEST, LARGEST = 300, 100_000, 2**53
_ODD = re.compile("[\x00\ud800-\udfff]")
_UNSEEN = re.compile("^\\s|\\s$|[\n\r\t\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]")


def keepable(value: Any, name: str = "") -> None:
    """Refuse what no database keeps, or nobody could read: odd characters, endless texts and numbers.

    Raises
    ------
    NotPossible
        Saying in which field.
    """
    if isinstance(value, str):
        if _ODD.search(value):
            raise NotPossible("含有不能保存的字符。", "It holds characters that cannot be kept.", where=name)
        most = SHORTEST if name in SHORT else LONGEST
        if len(value) > most:
            raise NotPossible(f"超过 {most} 字。", f"It has more than {most} characters.", where=name)
        if name in ORGS and _UNSEEN.search(value):
            raise NotPossible(
                "单位名称首尾有空格，或含有看不见的字符。",
                "The department's name has spaces around it, or unseen characters.",
                where=value.strip(),
            )
    elif isinstance(value, dict):
        for key, one in value.items():
            keepable(one, str(key))
            keepable(key, name)
    elif isinstance(value, list | tuple):
        for one in value:
            keepable(one, name)
    elif isinstance(value, int | float) and not abs(value) <= LARGEST:
        raise NotPossible("数值不对。", "That is no number.", where=name)


def per_cent(value: float | None) -> None:
    """Refuse progress that is not between 0 and 100."""
    if value is not None and not 0 <= value <= 100:
        raise NotPossible("进度应在 0 到 100 之间。", "Progress lies between 0 and 100.")


def a_month(text: str) -> None:
    """Refuse what is no month ``YYYY-MM``."""
    try:
        if len(text) != 7:
            raise ValueError(text)
        dt.date.fromisoformat(f"{text}-01")
    except ValueError as error:
        raise NotPossible(
            f"月份“{text}”看不懂。",
            f"“{text}” is no month.",
            try_zh="写作 2026-03",
            try_en="write 2026-03",
        ) from error


def today(context: Context) -> dt.date:
    """Return the office's day."""
    return local(context.now).date()


def need(text: str, zh: str, en: str) -> None:
    """Refuse where something that must be said is empty."""
    if not text.strip():
        raise NotPossible(f"请填写{zh}。", f"Please say {en}.")


def free(no: str | msgspec.UnsetType, kind: str, context: Context) -> None:
    """Refuse a number that another item has."""
    if no and context.taken and context.taken(kind, no):
        raise NotPossible(
            f"编号“{no}”已用于另一事项。",
            f"Another item has the number “{no}”.",
            where=no,
            try_zh="另编一个，或不填由系统编号",
            try_en="another one, or none to have the next",
        )


def by_office(actor: Actor, no: str | msgspec.UnsetType) -> None:
    """Refuse a number from a department: what it asks for must not tell which numbers there are."""
    if not actor.is_central and no:
        raise NotPossible(
            "编号由督查部门立项时编。",
            "The supervision office gives the number when it registers the item.",
            where=no,
            try_zh="不填编号",
            try_en="leave it empty",
        )


def known_kind(kind: str) -> None:
    """Refuse a kind of item that does not exist."""
    if kind not in KINDS:
        raise NotPossible(
            f"没有“{kind}”这一类事项。",
            f"There is no kind of item “{kind}”.",
            try_zh="、".join(KINDS),
            try_en=", ".join(KINDS),
        )
