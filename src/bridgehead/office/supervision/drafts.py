"""From what was read to a draft in the ledger, and from follow-through to proposed evidence."""

from __future__ import annotations

from bridgehead.ledger import Actor
from bridgehead.office.models import Record

__all__ = ["draft_of"]


def draft_of(actor: Actor, record: Record) -> str:
    """Enter a record as a draft; return the item's key."""
    raise NotImplementedError
