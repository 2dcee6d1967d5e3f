"""Is the log what was written, and are the tables what it leaves? Both can be asked, and mended."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterable
from contextlib import closing
from dataclasses import dataclass, field
from itertools import groupby

from django.db import connection, transaction
from django.db.models import Exists, OuterRef, QuerySet

from bridgehead.errors import ChainBroken
from bridgehead.ledger import Event, Item, project, verify
from bridgehead.office.supervision.models import (
    LedgerEvent,
    LedgerHead,
    LedgerItem,
    LedgerPart,
    LedgerTally,
    LedgerText,
)
from bridgehead.office.supervision.rows import (
    Row,
    TallyKey,
    found_by,
    item_of,
    item_row,
    part_rows,
    restored_event,
    tally_key,
    text_row,
    write,
)
from bridgehead.office.supervision.texts import rebuild_index
from bridgehead.office.supervision.writer import add_to_tally, head

__all__ = ["Audit", "audit", "rebuild"]

CHUNK = 5_000
PART = ("item_id", "org", "role", "state", "due_at", "shown", "item_state")


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


def in_order() -> Generator[Event, None, None]:
    """Yield the whole log."""
    rows = LedgerEvent.objects.select_related("item").only(
        "seq", "at", "actor", "org", "action", "payload", "batch", "prev", "hash", "item__key"
    )
    for row in rows.order_by("seq").iterator(chunk_size=CHUNK):
        yield restored_event(row, row.item.key)


def by_item() -> Generator[list[tuple[LedgerItem, Item]], None, None]:
    """Yield the rows of items, many at a time, each with what the item's events leave."""
    rows = LedgerEvent.objects.select_related("item").order_by("item_id", "seq")
    groups = groupby(rows.iterator(chunk_size=CHUNK), key=lambda row: row.item_id)
    found = []
    for _, group in groups:
        events = list(group)
        item = project([restored_event(row, row.item.key) for row in events])
        found.append((events[0].item, item))
        if len(found) == CHUNK:
            yield found
            found = []
    if found:
        yield found


def walk(progress: Callable[[int], None] | None = None) -> int:
    """Walk the log to the end that the last writer left; return how many events it has.

    Raises
    ------
    ChainBroken
        Where it was altered first.
    """
    # Closed before a failure is told: PostgreSQL keeps no cursor past the end of what failed.
    with closing(in_order()) as log:
        number, last = verify(_told(log, progress))
    end = LedgerHead.objects.filter(pk=1).first()
    if end is not None and (end.seq, end.hash) != (number, last):
        raise ChainBroken(
            f"日志应有 {end.seq} 条，只有 {number} 条。",
            f"The log should have {end.seq} events and has {number}.",
            where=f"#{number}",
            try_zh="从备份恢复",
            try_en="restore it from a backup",
        )
    return number


def audit(progress: Callable[[int], None] | None = None) -> Audit:
    """Walk the log, and compare every item with what its events leave.

    Parameters
    ----------
    progress : callable, optional
        Called now and then with how many events were walked.
    """
    found = Audit()
    try:
        found.events = walk(progress)
    except ChainBroken as error:
        found.broken = error
        found.events = LedgerEvent.objects.count()
    counted: dict[TallyKey, int] = {}
    for items in by_item():
        found.items += len(items)
        for _, item in items:
            counted[tally_key(item)] = counted.get(tally_key(item), 0) + 1
        found.differing += _differing(items)
    found.differing += strays().values_list("key", flat=True)
    kept = LedgerTally.objects.filter(number__gt=0).values_list(*TallyKey._fields, "number")
    found.tally = {TallyKey(*row[:-1]): row[-1] for row in kept} == counted
    return found


def _told(events: Iterable[Event], progress: Callable[[int], None] | None) -> Generator[Event, None, None]:
    for event in events:
        if progress and event.seq % 10_000 == 0:
            progress(event.seq)
        yield event


def _differing(items: list[tuple[LedgerItem, Item]]) -> list[str]:
    """Return the keys of items of which any row is not what the events leave."""
    ids = {"id__gte": items[0][0].id, "id__lte": items[-1][0].id}
    texts = dict(LedgerText.objects.filter(**ids).values_list("id", "text"))
    parts: dict[int, list[Row]] = {}
    between = {f"item_{name}": value for name, value in ids.items()}
    for row in LedgerPart.objects.filter(**between).values(*PART):
        parts.setdefault(row["item_id"], []).append(row)
    return [
        row.key
        for row, item in items
        if item_of(row) != item
        or any(
            getattr(row, name) != value for name, value in item_row(item, row.id).items() if name != "data"
        )
        or sorted(parts.get(row.id, ()), key=_org) != sorted(part_rows(item, row.id), key=_org)
        or texts.get(row.id) != found_by(item)
    ]


def strays() -> QuerySet[LedgerItem]:
    """Return rows of items that no event made."""
    return LedgerItem.objects.exclude(Exists(LedgerEvent.objects.filter(item=OuterRef("pk"))))


def _org(row: Row) -> str:
    return str(row["org"])


def rebuild(progress: Callable[[int], None] | None = None) -> int:
    """Write all tables anew from the log; return how many items there are.

    Raises
    ------
    ChainBroken
        If the log itself was altered: what it leaves is then not to be trusted.
    """
    with transaction.atomic():
        head()
        walk(progress)
        number, counted = 0, {}
        LedgerPart.objects.all().delete()
        LedgerTally.objects.all().delete()
        LedgerText.objects.filter(id__in=strays().values("id")).delete()
        strays().delete()
        for items in by_item():
            for _, item in items:
                counted[tally_key(item)] = counted.get(tally_key(item), 0) + 1
            _write([(row.id, item) for row, item in items])
            number += len(items)
        add_to_tally(counted)
        if connection.vendor == "sqlite":
            rebuild_index()
    return number


def _write(items: list[tuple[int, Item]]) -> None:
    write(LedgerItem, [item_row(item, number) for number, item in items], over=True)
    write(LedgerPart, [row for number, item in items for row in part_rows(item, number)])
    write(LedgerText, [text_row(item, number) for number, item in items], over=True)
