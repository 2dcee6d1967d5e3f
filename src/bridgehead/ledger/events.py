"""The log: what happened, who did it, in an order that cannot be changed afterwards.

Every event holds the hash of the one before it, over all items: an event that is altered, taken out or
slipped in breaks the chain from there on (`verify`).
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterable
from typing import Any

import msgspec

from bridgehead.errors import ChainBroken

__all__ = ["GENESIS", "Event", "chained", "verify"]

GENESIS = "0" * 64
"""The hash before the first event."""

_encode = msgspec.json.Encoder(order="deterministic").encode


class Event(msgspec.Struct, frozen=True, kw_only=True):
    """One thing that happened to one item.

    Attributes
    ----------
    seq : int
        Its number in the log, from 1, without gaps.
    item : str
        The item's key.
    at : datetime
        When, in UTC.
    actor : str
        Who did it: the name they sign in with.
    org : str or None
        For which department.
    action : str
        The action's name (`bridgehead.ledger.actions`).
    payload : dict
        What the action says, and what was worked out for it at the time, such as due dates: replaying needs
        no calendar and no rules.
    batch : int
        The number of the first event of the same act: what was done to many items at once shares it.
    prev, hash : str
        The hash of the event before, and this one's own: SHA-256 in hexadecimal digits.
    """

    seq: int
    item: str
    at: dt.datetime
    actor: str
    org: str | None
    action: str
    payload: dict[str, Any]
    batch: int
    prev: str
    hash: str


def digest(
    seq: int,
    item: str,
    at: dt.datetime,
    actor: str,
    org: str | None,
    action: str,
    payload: Any,
    batch: int,
    prev: str,
) -> str:
    """Return the hash of an event over the canonical form of everything it says."""
    stamp = at.astimezone(dt.UTC).isoformat(timespec="microseconds")
    return hashlib.sha256(_encode([seq, item, stamp, actor, org, action, payload, batch, prev])).hexdigest()


def chained(
    prev: str,
    seq: int,
    *,
    item: str,
    at: dt.datetime,
    actor: str,
    org: str | None,
    action: str,
    payload: dict[str, Any],
    batch: int | None = None,
) -> Event:
    """Make the next event of the log.

    Parameters
    ----------
    prev : str
        The hash of the event before it, or `GENESIS`.
    seq : int
        Its number.
    batch : int, optional
        The number of the first event of the same act; by default its own.

    Raises
    ------
    ValueError
        If the moment has no zone.
    """
    if at.tzinfo is None:
        raise ValueError("an event needs a moment with its zone")
    at = at.astimezone(dt.UTC)
    # As it will be read again: what is hashed, kept and replayed is one and the same.
    payload = msgspec.json.decode(_encode(payload))
    batch = seq if batch is None else batch
    made = digest(seq, item, at, actor, org, action, payload, batch, prev)
    return Event(
        seq=seq,
        item=item,
        at=at,
        actor=actor,
        org=org,
        action=action,
        payload=payload,
        batch=batch,
        prev=prev,
        hash=made,
    )


def verify(events: Iterable[Event], *, prev: str = GENESIS, seq: int = 0) -> tuple[int, str]:
    """Walk the log and see that nothing was altered.

    Parameters
    ----------
    events : iterable of Event
        In order.
    prev, seq : str, int
        Where the walk begins: the hash and number of the last event before.

    Returns
    -------
    (int, str)
        The number and hash of the last event.

    Raises
    ------
    ChainBroken
        At the first event that does not follow from the one before it.
    """
    for event in events:
        seq += 1
        if event.seq != seq:
            raise _broken(event, f"缺第 {seq} 条", f"no. {seq} is missing")
        if event.prev != prev:
            raise _broken(event, "与上一条接不上", "it does not follow the one before")
        made = digest(
            event.seq,
            event.item,
            event.at,
            event.actor,
            event.org,
            event.action,
            event.payload,
            event.batch,
            event.prev,
        )
        if made != event.hash:
            raise _broken(event, "内容与校验值不符", "its content does not fit its hash")
        prev = event.hash
    return seq, prev


def _broken(event: Event, zh: str, en: str) -> ChainBroken:
    return ChainBroken(
        f"事件日志被改动过：{zh}。",
        f"The event log was altered: {en}.",
        where=f"#{event.seq} {event.item}",
        try_zh="用最近的备份对照这一条及其后的事件",
        try_en="compare this event and those after it with the latest backup",
    )
