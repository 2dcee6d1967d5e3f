"""The one way to act: actions are tried, chained to the log, and the rows they leave are brought up to date.

All of an act happens in one transaction that locks the end of the log. An act that returned is in the log,
whole; one that was interrupted is not there at all.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from bridgehead.errors import ActionRefused, BridgeheadError, Conflict, NotPossible, UsageError
from bridgehead.ledger import (
    GENESIS,
    KINDS,
    Actor,
    Calendar,
    Event,
    Item,
    RuleBook,
    chained,
    project,
    undoable,
)
from bridgehead.ledger.actions import ACTIONS, Action, Context, Import, Open, Undo
from bridgehead.ledger.projection import Taken, stamped, take
from bridgehead.ledger.rules import RuleSet, parse_rules
from bridgehead.office.supervision.models import (
    LedgerEvent,
    LedgerHead,
    LedgerItem,
    LedgerNumber,
    LedgerPart,
    LedgerRules,
    LedgerTally,
)
from bridgehead.office.supervision.rows import (
    TallyKey,
    event_row,
    item_of,
    item_row,
    part_rows,
    restored_event,
    tally_key,
    text_row,
    write,
)
from bridgehead.office.supervision.texts import keep_texts

__all__ = ["Outcome", "act", "act_on_many", "book", "history", "load", "take_back"]

CHUNK = 200
"""So many items are acted on in one transaction; other writers get their turn between."""


@dataclass(slots=True)
class Outcome:
    """What an act on many items did.

    Attributes
    ----------
    batch : int or None
        By which it can be taken back (`take_back`); None if nothing was done.
    done : list of str
        Keys of the items acted on.
    refused : list of (str, BridgeheadError)
        Keys of the others, each with the reason.
    """

    batch: int | None = None
    done: list[str] = field(default_factory=list)
    refused: list[tuple[str, BridgeheadError]] = field(default_factory=list)


def own_rules() -> list[RuleSet]:
    """Return the office's own rule sets."""
    return [parse_rules(row.toml, f"{row.code} {row.valid_from}") for row in LedgerRules.objects.all()]


def book() -> RuleBook:
    """Return the rule sets that hold, the office's own among them."""
    return RuleBook(own_rules())


def head() -> LedgerHead:
    """Return the end of the log, locked until the transaction ends."""
    found = LedgerHead.objects.select_for_update().filter(pk=1).first()
    if found is None:
        LedgerHead.objects.bulk_create([LedgerHead(pk=1, hash=GENESIS)], ignore_conflicts=True)
        found = LedgerHead.objects.select_for_update().get(pk=1)
    return found


def load(key: str) -> Item:
    """Return an item.

    Raises
    ------
    NotPossible
        If there is none.
    """
    row = LedgerItem.objects.filter(key=key).only("data").first()
    if row is None:
        raise missing(key)
    return item_of(row)


def missing(key: str) -> NotPossible:
    """Return the error for an item that is not there."""
    return NotPossible("没有这个事项。", "There is no such item.", where=key)


def history(key: str) -> list[Event]:
    """Return all events of an item, in order."""
    rows = LedgerEvent.objects.filter(item__key=key).order_by("seq")
    return [restored_event(row, key) for row in rows]


class Writer:
    """Appends to the log within one transaction, and writes at its end what the events leave.

    Parameters
    ----------
    actor : Actor
        Who acts.
    rules : RuleBook
        The rule sets.
    now : datetime
        The moment.
    batch : int, optional
        The number under which earlier parts of the same act stand.
    """

    def __init__(self, actor: Actor, rules: RuleBook, now: dt.datetime, batch: int | None = None) -> None:
        self.actor, self.rules, self.now, self.batch = actor, rules, now, batch
        self.head = head()
        self.items: dict[str, tuple[int, Item | None]] = {}
        self.looked: set[str] = set()
        self.was: dict[str, TallyKey] = {}
        self.fresh: set[str] = set()
        self.events: list[Event] = []
        self.numbers: dict[tuple[str, int], int] = {}

    def fetch(self, keys: Iterable[str]) -> None:
        """Lock and load items."""
        wanted = [key for key in keys if key not in self.items]
        self.looked.update(wanted)
        for start in range(0, len(wanted), 500):
            rows = LedgerItem.objects.select_for_update().filter(key__in=wanted[start : start + 500])
            for row in rows.only("id", "key", "data"):
                item = item_of(row)
                self.items[row.key] = (row.id, item)
                self.was[row.key] = tally_key(item)

    def item(self, key: str) -> Item | None:
        """Return an item as it stands now."""
        if key not in self.items and key not in self.looked:
            self.fetch([key])
        return self.items.get(key, (0, None))[1]

    def next_no(self, kind: str, year: int) -> str:
        """Return the next free number of a kind and year, such as ``MS2026-0041``."""
        if (kind, year) not in self.numbers:
            self.numbers[kind, year] = LedgerNumber.objects.get_or_create(kind=kind, year=year)[0].last
        while True:
            self.numbers[kind, year] += 1
            no = f"{KINDS[kind].prefix}{year}-{self.numbers[kind, year]:04d}"
            # A workbook may have brought numbers of its own.
            if not LedgerItem.objects.filter(kind=kind, no=no).exists():
                return no

    def log(self, key: str) -> list[Event]:
        """Return all events of an item, those of this transaction included."""
        return history(key) + [event for event in self.events if event.item == key]

    def context(self, key: str, action: Action, item: Item | None) -> Context:
        """Return what an action may need to know."""
        other = getattr(action, "into", None)
        children = 0
        if action.name == "close" and item is not None:
            children = LedgerItem.objects.filter(parent=key, open=True).count()
        undo = undoable(self.log(key), action.seq) if isinstance(action, Undo) else None
        return Context(
            now=self.now,
            calendar=Calendar(),
            book=self.rules,
            other=self.item(other) if other else None,
            open_children=children,
            next_no=self.next_no,
            undo=undo,
        )

    def act(self, key: str, action: Action, seen: int | None = None) -> Item:
        """Take one action, and what it brings about in other items.

        Raises
        ------
        ActionRefused
            If it may not be taken; nothing has changed then.
        """
        item = self.item(key)
        if seen is not None and item is not None and item.version != seen:
            raise self.conflict(item)
        taken = take(action, item, self.actor, self.context(key, action, item))
        changed = self.append(key, item, taken)
        for other, consequence in action.also(changed):
            self.append(other, self.item(other), Taken(consequence, consequence.said()))
        return changed

    def append(self, key: str, item: Item | None, taken: Taken) -> Item:
        """Chain an event to the log, and keep the item as it leaves it."""
        if item is None:
            self.head.items += 1
            self.items[key] = (self.head.items, None)
            self.fresh.add(key)
        number = self.items[key][0]
        event = chained(
            self.head.hash,
            self.head.seq + 1,
            item=key,
            at=self.now,
            actor=self.actor.name,
            org=self.actor.org,
            action=taken.action.name,
            payload=taken.payload,
            batch=self.batch,
        )
        self.batch = event.batch
        self.head.seq, self.head.hash = event.seq, event.hash
        if isinstance(taken.action, Undo):
            changed = project([*self.log(key), event])
        else:
            changed = stamped(taken.action.apply(item, event, taken.payload.get("made", {})), event)
        self.items[key] = (number, changed)
        self.events.append(event)
        return changed

    def conflict(self, item: Item) -> Conflict:
        """Return the error for an item that changed after it was looked at."""
        last = LedgerEvent.objects.filter(pk=item.version).first()
        who = last.actor if last else "?"
        what = ACTIONS[last.action] if last and last.action in ACTIONS else None
        at = timezone.localtime(item.updated_at)
        return Conflict(
            f"您打开之后，{who} 已于 {at:%m-%d %H:%M} 办理“{what.zh if what else '?'}”。",
            f"After you opened it, {who} did this at {at:%m-%d %H:%M}: {what.en if what else '?'}.",
            where=item.no or item.key,
            try_zh="看过最新情况再办理",
            try_en="look at it again, then act",
        )

    def write(self) -> None:
        """Write the events, and the rows they leave."""
        if not self.events:
            return
        changed = [key for key, (_, item) in self.items.items() if item and item.version > self.first]
        rows, parts, texts = [], [], []
        for key in changed:
            number, item = self.items[key]
            assert item is not None
            rows.append(item_row(item, number))
            parts += part_rows(item, number)
            texts.append(text_row(item, number))
        write(LedgerItem, rows, over=True)
        write(LedgerEvent, [event_row(event, self.items[event.item][0]) for event in self.events])
        old = [self.items[key][0] for key in changed if key not in self.fresh]
        for start in range(0, len(old), 500):
            LedgerPart.objects.filter(item_id__in=old[start : start + 500]).delete()
        write(LedgerPart, parts)
        fresh = {self.items[key][0] for key in self.fresh}
        keep_texts(
            [row for row in texts if row["id"] in fresh], [row for row in texts if row["id"] not in fresh]
        )
        for (kind, year), last in self.numbers.items():
            LedgerNumber.objects.filter(kind=kind, year=year).update(last=last)
        self._tally(changed)
        LedgerHead.objects.filter(pk=1).update(seq=self.head.seq, hash=self.head.hash, items=self.head.items)

    @property
    def first(self) -> int:
        """The number of the last event before this transaction."""
        return self.events[0].seq - 1

    def _tally(self, changed: Sequence[str]) -> None:
        moved: dict[TallyKey, int] = {}
        for key in changed:
            item = self.items[key][1]
            assert item is not None
            if was := self.was.get(key):
                moved[was] = moved.get(was, 0) - 1
            now = tally_key(item)
            moved[now] = moved.get(now, 0) + 1
        add_to_tally({one: number for one, number in moved.items() if number})


def add_to_tally(moved: dict[TallyKey, int]) -> None:
    """Add to what items count under, and take away from it."""
    for key, number in sorted(moved.items()):
        changed = LedgerTally.objects.filter(**key._asdict()).update(number=F("number") + number)
        if not changed:
            LedgerTally.objects.create(**key._asdict(), number=number)


def act(
    actor: Actor,
    key: str,
    action: Action,
    *,
    seen: int | None = None,
    rules: RuleBook | None = None,
    now: dt.datetime | None = None,
) -> Item:
    """Take one action on one item.

    Parameters
    ----------
    actor : Actor
        Who.
    key : str
        The item; for an action that makes one, its key to be.
    action : Action
        What.
    seen : int, optional
        The version that the person saw: if the item has changed since, the action is refused.
    rules : RuleBook, optional
        The rule sets; by default those of the office.
    now : datetime, optional
        The moment; only histories are written at another than the present.

    Returns
    -------
    Item
        As it stands then; it is on disk.

    Raises
    ------
    ActionRefused
        With the reason: not permitted, not possible, or a conflict.
    """
    rules = rules or book()
    with transaction.atomic():
        writer = Writer(actor, rules, now or timezone.now())
        changed = writer.act(key, action, seen)
        writer.write()
    return changed


def act_on_many(
    actor: Actor,
    keys: Iterable[str],
    action: Action | Callable[[Item], Action | None],
    *,
    progress: Callable[[int, int], None] | None = None,
) -> Outcome:
    """Take one action on many items; those that refuse are told with their reasons, the others go through.

    Parameters
    ----------
    actor : Actor
        Who.
    keys : iterable of str
        The items, or the keys of those to be made.
    action : Action or callable
        What; or what gives each item its own action, None to pass it over.
    progress : callable, optional
        Called with how many are through, of how many.
    """
    wanted = list(dict.fromkeys(keys))
    rules, now, outcome = book(), timezone.now(), Outcome()
    for start in range(0, len(wanted), CHUNK):
        with transaction.atomic():
            writer = Writer(actor, rules, now, outcome.batch)
            writer.fetch(wanted[start : start + CHUNK])
            done = _each(writer, wanted[start : start + CHUNK], action, outcome)
            writer.write()
        outcome.done += done
        if done:
            outcome.batch = writer.batch
        if progress:
            progress(min(start + CHUNK, len(wanted)), len(wanted))
    return outcome


def _each(
    writer: Writer, keys: list[str], action: Action | Callable[[Item], Action | None], outcome: Outcome
) -> list[str]:
    done = []
    for key in keys:
        item = writer.item(key)
        try:
            if isinstance(action, Action):
                one: Action | None = action
            elif item is None:
                raise missing(key)
            else:
                one = action(item)
            if one is not None:
                writer.act(key, one)
                done.append(key)
        except (ActionRefused, UsageError) as error:
            outcome.refused.append((key, error))
    return done


def take_back(actor: Actor, batch: int) -> Outcome:
    """Take back what one act did to one or many items, by events that compensate it.

    Items on which something was built since stay as they are, and are told.
    """
    rows = LedgerEvent.objects.filter(batch=batch).order_by("-seq").values_list("seq", "item__key", "action")
    events = [(seq, key) for seq, key, action in rows if action not in (Undo.name, Open.name, Import.name)]
    outcome = Outcome()
    for start in range(0, len(events), CHUNK):
        with transaction.atomic():
            writer = Writer(actor, book(), timezone.now(), outcome.batch)
            writer.fetch([key for _, key in events[start : start + CHUNK]])
            for seq, key in events[start : start + CHUNK]:
                try:
                    writer.act(key, Undo(seq=seq))
                    outcome.done.append(key)
                except ActionRefused as error:
                    outcome.refused.append((key, error))
            writer.write()
        if outcome.done:
            outcome.batch = writer.batch
    return outcome
