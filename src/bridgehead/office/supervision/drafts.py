"""From what was read to drafts in the ledger, and from follow-through to proposed evidence."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import msgspec
from django.db.models import QuerySet
from django.utils import timezone

from bridgehead.errors import NotPossible
from bridgehead.ledger import Actor, item_key
from bridgehead.ledger.actions import Open, Propose
from bridgehead.ledger.drafting import Around, Draft, draft, proposals
from bridgehead.office.models import Record
from bridgehead.office.supervision import find, store
from bridgehead.office.supervision.bulk import take_all
from bridgehead.office.supervision.models import LedgerItem
from bridgehead.office.supervision.people import MACHINE
from bridgehead.records import Link
from bridgehead.records.jsonl import loads

__all__ = ["DRAFTED", "draft_by_rule", "draft_of", "propose_evidence", "standing"]

DRAFTED = ("directive", "commitment", "project", "observation")
"""The record types of which an item can be made."""


def standing(actor: Actor, record: Record) -> dict[str, Any]:
    """Return what the page of a record says about the ledger: its item, or whether one can be made of it."""
    row = find.visible(actor).filter(record=record.pk).first() if record.type in DRAFTED else None
    may = record.type in DRAFTED and not record.withdrawn and bool(Open.roles & actor.roles)
    return {"item_row": row, "may_draft": may and row is None and read(record) is not None}


def read(record: Record) -> Draft | None:
    """Return the item that a record would become; None if nothing can."""
    if record.type not in DRAFTED:
        return None
    around = Around(
        said_on=record.when,
        region=record.where or record.document.place,
        source=record.document.title or record.document.path,
    )
    return draft(loads(msgspec.json.encode(record.data)), around)  # type: ignore[arg-type]


def draft_of(actor: Actor, record: Record) -> str:
    """Enter a record as a draft, with its sentence; return the item's key.

    Raises
    ------
    NotPossible
        If nothing can become of a record of this kind.
    ActionRefused
        If the person may not enter items, or it is entered already.
    """
    made = read(record)
    if made is None:
        raise NotPossible(
            "这条记录不能立项。",
            "Nothing can become of this record.",
            where=record.pk,
            try_zh="在“督办事项”里手工登记",
            try_en="enter it by hand",
        )
    key = made.key
    if not actor.is_central:  # a department's own draft tells it nothing of the office's
        key = item_key(made.open.kind, "", str(made.open.details.title), f"{record.pk} {actor.org}")
    store.act(actor, key, made.open)
    propose_evidence([record.pk])
    return key


def draft_by_rule(records: QuerySet[Record]) -> int:
    """Enter as drafts what the rules of intake take without being asked; return how many are new.

    Parameters
    ----------
    records : QuerySet of Record
        Where to look; what has an item already is passed over.
    """
    # A department's own draft does not keep the office from its own.
    standing = set(
        LedgerItem.objects.exclude(record=None).filter(author_org=None).values_list("record", flat=True)
    )
    wanted = []
    for record in records.filter(type__in=DRAFTED, withdrawn=False).select_related("document"):
        if record.pk not in standing and (made := read(record)) and made.automatic:
            wanted.append((made.key, made.open))
    return len(take_all(MACHINE, wanted).done)


def propose_evidence(asked: Iterable[str] | None = None) -> int:
    """Propose what follow-through found to the items whose sentences it answers; return to how many.

    Parameters
    ----------
    asked : iterable of str, optional
        The directives and commitments; by default all that have an item.
    """
    items = LedgerItem.objects.exclude(record=None)
    if asked is not None:
        items = items.filter(record__in=list(asked))
    by_record: dict[str, list[LedgerItem]] = {}
    for item in items.only("key", "record", "data"):
        by_record.setdefault(str(item.record), []).append(item)
    rows = Record.objects.filter(type="link", answers__in=list(by_record), withdrawn=False)
    links, names = [], {}
    for row in rows.select_related("document").iterator(chunk_size=2000):
        link = loads(msgspec.json.encode(row.data))
        if isinstance(link, Link):
            links.append(link)
            names[row.document_id] = row.document.title or row.document.path
    wanted = []
    for record, action in proposals(links, timezone.now(), sources=names).items():
        for item in by_record.get(record, ()):
            known = {one.id for one in store.item_of(item).evidence}
            if fresh := tuple(one for one in action.evidence if one.id not in known):
                wanted.append((item.key, Propose(evidence=fresh)))
    return len(take_all(MACHINE, wanted).done)
