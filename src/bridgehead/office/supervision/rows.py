"""From an item to the rows that lists sort and filter by, and back."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any, NamedTuple

import msgspec
from django.db import connection
from django.db.models import DateTimeField, Model

from bridgehead.ledger import STATES, Event, Item
from bridgehead.ledger.actors import is_given_out
from bridgehead.ledger.counting import (
    RUNNING,
    course,
    discontent_at,
    given_at,
    running_clock,
    was_late,
)
from bridgehead.ledger.signals import soon_from
from bridgehead.office.search import entry_grams, fold
from bridgehead.office.supervision.models import LedgerEvent, LedgerItem

__all__ = [
    "Row",
    "TallyKey",
    "event_row",
    "found_by",
    "item_of",
    "item_row",
    "part_rows",
    "restored_event",
    "tally_key",
    "text_row",
]

_encode = msgspec.json.Encoder(order="deterministic").encode
_decode_item = msgspec.json.Decoder(Item).decode
_decode_payload = msgspec.json.Decoder(dict[str, Any]).decode


Row = dict[str, Any]
"""The columns of one row, by name."""


def write(model: type[Model], rows: Sequence[Row], *, over: bool = False) -> None:
    """Write rows past Django's own objects, which take most of the time of a large import.

    Parameters
    ----------
    model : type of Model
        The table.
    rows : sequence of dict
        The rows, all with the same columns.
    over : bool
        Whether a row of an id that is there is written over.
    """
    if not rows:
        return
    names = list(rows[0])
    quote = connection.ops.quote_name
    columns = ", ".join(map(quote, names))
    sql = f"INSERT INTO {quote(model._meta.db_table)} ({columns}) VALUES ({', '.join(['%s'] * len(names))})"
    if over:
        kept = [name for name in names if name not in ("id", "key")]
        news = ", ".join(f"{quote(one)} = excluded.{quote(one)}" for one in kept)
        sql += f" ON CONFLICT (id) DO UPDATE SET {news}"
    fields = {name: model._meta.get_field(name.removesuffix("_id")) for name in names}
    moments = [name for name, field in fields.items() if isinstance(field, DateTimeField)]
    adapt, known = connection.ops.adapt_datetimefield_value, {None: None}
    for row in rows:
        for name in moments:
            moment = row[name]
            if moment not in known:
                known[moment] = adapt(moment)
            row[name] = known[moment]
    with connection.cursor() as cursor:
        cursor.executemany(sql, [tuple(row.values()) for row in rows])


class TallyKey(NamedTuple):
    """What an item counts under."""

    kind: str
    state: str
    lead: str
    late: int
    public: bool


def item_of(row: LedgerItem) -> Item:
    """Return the item that a row keeps."""
    return _decode_item(row.data)


def item_row(item: Item, id: int) -> Row:
    """Return an item's row."""
    state, lead, pending = item.state, item.lead, item.pending
    clock = running_clock(item, lead)
    return {
        "id": id,
        "key": item.key,
        "kind": item.kind,
        "no": item.no,
        "title": item.title,
        "state": state,
        "open": STATES[state].open,
        "lead": lead.org if lead else None,
        "due_at": clock.due if clock else None,
        "soon_at": soon_from(clock) if clock else None,
        "provisional": clock.provisional if clock else False,
        "late": was_late(item, lead),
        "level": item.level,
        "region": item.region,
        "theme": item.theme,
        "issuer": item.issuer,
        "year": item.year or (item.issued_at.year if item.issued_at else None),
        "issued_at": item.issued_at,
        "given_at": given_at(item),
        "closed_at": item.closed_at,
        "discontent_at": discontent_at(item),
        "returns": item.returns,
        "course": course(item),
        "progress": item.percent,
        "reminded": item.reminded,
        "asks": pending[0].kind if pending else None,
        "public": item.secrecy == "public",
        "given_out": is_given_out(item),
        "author_org": item.author_org,
        "parent": item.parent,
        "meeting": item.meeting,
        "work_system": item.work_system,
        "record": item.record,
        "version": item.version,
        "updated_at": item.updated_at,
        "data": _encode(item).decode(),
    }


def part_rows(item: Item, id: int) -> list[Row]:
    """Return the rows of an item's parts: who gave it back still sees it, and who entered it does."""
    found: dict[str, Row] = {}
    state = item.state
    shown = state not in HIDDEN
    for part in item.assignments:
        standing = found.get(part.org)
        if standing is not None and standing["state"] != "withdrawn" and part.state == "withdrawn":
            continue
        clock = part.main if item.phase == "assigned" and part.state in RUNNING else None
        due = clock.due if clock and clock.met_at is None else None
        found[part.org] = _part(id, part.org, part.role, part.state, due, shown, state)
    author = item.author_org
    if author and author not in found:
        found[author] = _part(id, author, "author", state, None, True, state)
    elif author:
        found[author]["shown"] = True
    return list(found.values())


def _part(
    id: int, org: str, role: str, state: str, due: dt.datetime | None, shown: bool, item_state: str
) -> Row:
    return {
        "item_id": id,
        "org": org,
        "role": role,
        "state": state,
        "due_at": due,
        "shown": shown,
        "item_state": item_state,
    }


def found_by(item: Item) -> str:
    """Return what search finds an item by, folded: what describes it, who has it, what was reported last."""
    parts = (
        item.no,
        item.title,
        item.body,
        item.quote,
        item.issuer,
        item.source_text,
        item.region,
        item.theme,
    )
    return fold("\n".join(part for part in (*parts, *item.orgs, item.note) if part))


def text_row(item: Item, id: int) -> Row:
    """Return the row by which search finds an item."""
    folded = found_by(item)
    return {"id": id, "text": folded, "grams": entry_grams("item", folded)}


def tally_key(item: Item) -> TallyKey:
    """Return what an item counts under."""
    lead = item.lead
    late = was_late(item, lead)
    return TallyKey(
        item.kind,
        item.state,
        lead.org if lead else "",
        -1 if late is None else int(late),
        item.secrecy == "public",
    )


def event_row(event: Event, item: int) -> Row:
    """Return an event's row."""
    return {
        "seq": event.seq,
        "item_id": item,
        "at": event.at,
        "actor": event.actor,
        "org": event.org,
        "action": event.action,
        "payload": _encode(event.payload).decode(),
        "batch": event.batch,
        "prev": event.prev,
        "hash": event.hash,
    }


def restored_event(row: LedgerEvent, key: str) -> Event:
    """Return the event that a row keeps."""
    return Event(
        seq=row.seq,
        item=key,
        at=row.at,
        actor=row.actor,
        org=row.org,
        action=row.action,
        payload=_decode_payload(row.payload),
        batch=row.batch,
        prev=row.prev,
        hash=row.hash,
    )
