"""Is the log what was written, and are the tables what it leaves? Both can be asked, and mended."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import groupby

from django.db import connection, transaction

from bridgehead.errors import ChainBroken
from bridgehead.ledger import GENESIS, Event, Item, project, verify
from bridgehead.office.supervision.models import (
    LedgerEvent,
    LedgerHead,
    LedgerItem,
    LedgerPart,
    LedgerTally,
    LedgerText,
)
from bridgehead.office.supervision.rows import (
    TallyKey,
    item_of,
    item_row,
    part_rows,
    restored_event,
    tally_key,
    text_row,
    write,
)
from bridgehead.office.supervision.store import add_to_tally, head
from bridgehead.office.supervision.texts import rebuild_index

__all__ = ["Audit", "audit", "rebuild"]

CHUNK = 5_000


@dataclass(slots=True)
class Audit:
    """What was found.

    Attributes
    ----------
    events, items : int
        How many there are.
    broken : ChainBroken or None
        Where the log was altered first.
    differing : list of str
        Keys of items that are not what their events leave; `rebuild` mends them.
    tally : bool
        Whether the tally adds up to the items.
    """

    events: int = 0
    items: int = 0
    broken: ChainBroken | None = None
    differing: list[str] = field(default_factory=list)
    tally: bool = True

    @property
    def sound(self) -> bool:
        """Whether nothing was found wrong."""
        return self.broken is None and not self.differing and self.tally


def in_order() -> Iterator[Event]:
    """Yield the whole log."""
    rows = LedgerEvent.objects.select_related("item").only(
        "seq", "at", "actor", "org", "action", "payload", "batch", "prev", "hash", "item__key"
    )
    for row in rows.order_by("seq").iterator(chunk_size=CHUNK):
        yield restored_event(row, row.item.key)


def by_item() -> Iterator[tuple[LedgerItem, list[Event]]]:
    """Yield every item with its events."""
    rows = LedgerEvent.objects.select_related("item").order_by("item_id", "seq")
    for _, group in groupby(rows.iterator(chunk_size=CHUNK), key=lambda row: row.item_id):
        found = list(group)
        yield found[0].item, [restored_event(row, row.item.key) for row in found]


def audit(progress: Callable[[int], None] | None = None) -> Audit:
    """Walk the log, and compare every item with what its events leave.

    Parameters
    ----------
    progress : callable, optional
        Called now and then with how many events were walked.
    """
    found = Audit()
    try:
        found.events, last = verify(_told(in_order(), progress))
        end = LedgerHead.objects.filter(pk=1).first()
        if end is not None and (end.seq, end.hash) != (found.events, last if found.events else GENESIS):
            raise ChainBroken(
                f"日志应有 {end.seq} 条，只有 {found.events} 条。",
                f"The log should have {end.seq} events and has {found.events}.",
                where=f"#{found.events}",
                try_zh="从备份恢复",
                try_en="restore it from a backup",
            )
    except ChainBroken as error:
        found.broken = error
    counted: dict[TallyKey, int] = {}
    for row, events in by_item():
        found.items += 1
        item = project(events)
        counted[tally_key(item)] = counted.get(tally_key(item), 0) + 1
        if not _same(row, item):
            found.differing.append(row.key)
    kept = LedgerTally.objects.filter(number__gt=0).values_list("kind", "state", "lead", "late", "number")
    found.tally = {TallyKey(*row[:4]): row[4] for row in kept} == counted
    return found


def _told(events: Iterator[Event], progress: Callable[[int], None] | None) -> Iterator[Event]:
    for event in events:
        if progress and event.seq % 10_000 == 0:
            progress(event.seq)
        yield event


def _same(row: LedgerItem, item: Item) -> bool:
    """Whether a row is what the item's events leave, its columns included."""
    if item_of(row) != item:
        return False
    made = item_row(item, row.id)
    return all(getattr(row, name) == value for name, value in made.items() if name != "data")


def rebuild(progress: Callable[[int], None] | None = None) -> int:
    """Write all tables anew from the log; return how many items there are.

    Raises
    ------
    ChainBroken
        If the log itself was altered: what it leaves is then not to be trusted.
    """
    with transaction.atomic():
        head()
        verify(_told(in_order(), progress))
        number, counted = 0, {}
        waiting: list[tuple[int, Item]] = []
        LedgerPart.objects.all().delete()
        LedgerTally.objects.all().delete()
        for row, events in by_item():
            item = project(events)
            counted[tally_key(item)] = counted.get(tally_key(item), 0) + 1
            waiting.append((row.id, item))
            number += 1
            if len(waiting) >= CHUNK:
                _write(waiting)
                waiting = []
        _write(waiting)
        add_to_tally(counted)
        if connection.vendor == "sqlite":
            rebuild_index()
    return number


def _write(items: list[tuple[int, Item]]) -> None:
    write(LedgerItem, [item_row(item, number) for number, item in items], over=True)
    write(LedgerPart, [row for number, item in items for row in part_rows(item, number)])
    write(LedgerText, [text_row(item, number) for number, item in items], over=True)
