"""What appends to the log: actions are tried, chained to it, and the rows they leave brought up to date."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence

from django.db import connection
from django.utils import timezone

from bridgehead.errors import Conflict, NotPossible
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
from bridgehead.ledger.actions import ACTIONS, Action, Context, Undo, decode
from bridgehead.ledger.projection import Taken, stamped, take
from bridgehead.office.supervision.models import (
    LedgerEvent,
    LedgerHead,
    LedgerItem,
    LedgerNumber,
    LedgerPart,
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

__all__ = ["Writer", "add_to_tally", "head", "history"]

DEEPEST = 30
"""So many items stand above one another."""


def head() -> LedgerHead:
    """Return the end of the log, locked until the transaction ends."""
    found = LedgerHead.objects.select_for_update().filter(pk=1).first()
    if found is None:
        LedgerHead.objects.bulk_create([LedgerHead(pk=1, hash=GENESIS)], ignore_conflicts=True)
        found = LedgerHead.objects.select_for_update().get(pk=1)
    return found


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
        self.calendar, self.head = Calendar(), head()
        self.items: dict[str, tuple[int, Item | None]] = {}
        self.looked: set[str] = set()
        self.was: dict[str, TallyKey] = {}
        self.fresh: set[str] = set()
        self.events: list[Event] = []
        self.numbers: dict[tuple[str, int], int] = {}
        self.parents: dict[str, str | None] = {}

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
            if not self.taken(kind, no):
                return no

    def taken(self, kind: str, no: str, key: str = "") -> bool:
        """Return whether another item has a number, in the ledger or since this transaction began."""
        here = (item for other, (_, item) in self.items.items() if other != key and item)
        if any((one.kind, one.no) == (kind, no) for one in here):
            return True
        return LedgerItem.objects.filter(kind=kind, no=no).exclude(key=key).exists()

    def see_above(self, key: str, parent: str | None) -> None:
        """Refuse an item that would stand below itself, however far.

        Raises
        ------
        NotPossible
            Then, and where the tree would be too deep.
        """
        above, depth = parent, 0
        while above:
            depth += 1
            if above == key or depth > DEEPEST:
                raise NotPossible(
                    f"上级事项不能是自己的下级，层级不超过 {DEEPEST}。",
                    f"An item cannot stand below itself, nor more than {DEEPEST} deep.",
                    where=parent or "",
                    try_zh="另选上级事项",
                    try_en="choose another item above it",
                )
            if above not in self.parents:
                row = LedgerItem.objects.filter(key=above).values_list("parent", flat=True)
                self.parents[above] = row.first()
            above = self.parents[above]

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
            calendar=self.calendar,
            book=self.rules,
            other=self.item(other) if other else None,
            open_children=children,
            next_no=self.next_no,
            taken=lambda kind, no: self.taken(kind, no, key),
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
        context = self.context(key, action, item)
        taken = take(action, item, self.actor, context)
        if above := getattr(getattr(action, "details", None), "parent", None):
            self.see_above(key, above)
        changed = self.append(key, item, taken)
        for other, consequence in self.brought_about(action, changed, context):
            self.append(other, self.item(other), Taken(consequence, consequence.said()))
        return changed

    def brought_about(self, action: Action, item: Item, context: Context) -> Iterable[tuple[str, Action]]:
        """Return what happens to other items by the same act; taking back takes that back, too."""
        if not isinstance(action, Undo) or context.undo is None:
            return action.also(item)
        gone = context.undo[0]
        also = decode(gone)[0].also(item)
        return [(other, Undo(seq=self._consequence(gone, other, one.name))) for other, one in also]

    def _consequence(self, cause: Event, other: str, name: str) -> int:
        return next(
            event.seq
            for event in self.log(other)
            if event.batch == cause.batch and event.seq > cause.seq and event.action == name
        )

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
        self.parents[key] = changed.parent
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
    table, columns = LedgerTally._meta.db_table, ", ".join(TallyKey._fields)
    with connection.cursor() as cursor:
        cursor.executemany(
            f"INSERT INTO {table} ({columns}, number) VALUES (%s, %s, %s, %s, %s, %s)"
            f" ON CONFLICT ({columns}) DO UPDATE SET number = {table}.number + excluded.number",
            [(*key, number) for key, number in sorted(moved.items())],
        )
