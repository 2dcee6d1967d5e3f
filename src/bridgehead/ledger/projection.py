"""From events to items: an item is the fold of its events, without those that were taken back."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Any

import msgspec

from bridgehead.errors import ActionRefused
from bridgehead.ledger.actions import ACTIONS, Action, Context, Undo, decode
from bridgehead.ledger.actions._base import keepable
from bridgehead.ledger.actors import Actor, sees
from bridgehead.ledger.events import Event
from bridgehead.ledger.items import Item

__all__ = ["Taken", "applied", "project", "take"]


def applied(item: Item | None, event: Event) -> Item:
    """Return an item as one more event leaves it; not for `Undo`, which needs all events (`project`)."""
    action, made = decode(event)
    return stamped(action.apply(item, event, made), event)  # type: ignore[arg-type]


def stamped(item: Item, event: Event) -> Item:
    """Return an item with the moment and number of its last event."""
    return msgspec.structs.replace(item, updated_at=event.at, version=event.seq)


def project(events: Sequence[Event]) -> Item:
    """Return an item from all its events, in order.

    Parameters
    ----------
    events : sequence of Event
        At least the one that made it.
    """
    gone = {event.payload["seq"] for event in events if event.action == Undo.name}
    item: Item | None = None
    for event in events:
        if event.seq not in gone and event.action != Undo.name:
            item = applied(item, event)
    if item is None:
        raise ValueError("an item needs the event that made it")
    last = events[-1]
    return msgspec.structs.replace(item, updated_at=last.at, version=last.seq)


class Taken(msgspec.Struct, frozen=True):
    """An action that may be taken: what its event will say."""

    action: Action
    payload: dict[str, Any]


def take(action: Action, item: Item | None, actor: Actor, context: Context) -> Taken:
    """Try an action: refuse it with a reason, or return what its event says.

    Parameters
    ----------
    action : Action
        What the person wants.
    item : Item or None
        The item as it stands; None for an action that makes one.
    actor : Actor
        Who.
    context : Context
        The moment, calendar, rules.

    Raises
    ------
    ActionRefused
        `NotPermitted` or `NotPossible`, saying why.
    UsageError
        If a rule or limit does not exist.
    """
    if item is not None and not sees(actor, item):
        # Nothing is told about an item that they may not see, not even that it exists.
        action.check(None, actor, context)
    action.permit(item, actor)
    payload = action.said()
    keepable(payload)
    action.check(item, actor, context)
    made = action.made(item, actor, context)
    if made:
        payload["made"] = made
    return Taken(action, payload)


BY_CONSEQUENCE = frozenset({"absorb", "propose"})
"""Actions that nobody takes by themselves: they follow from others, or from what was read."""
_UNOFFERED = BY_CONSEQUENCE | {"undo", "recount"}
"""Actions that no menu offers: they have a place of their own."""


def possible(item: Item, actor: Actor) -> list[type[Action]]:
    """Return the actions that a person's role and the item's state allow, to offer them.

    Whether a guard refuses shows only when the action is taken.
    """
    found = []
    for kind in ACTIONS.values():
        if kind.creates or kind.name in _UNOFFERED or not kind.offered(item):
            continue
        blank = _blank(kind)
        try:
            if not sees(actor, item):
                continue
            blank.permit(item, actor)
            state = blank.my_part(item, actor).state if kind.part else item.state
        except ActionRefused:
            continue
        if kind.states is None or state in kind.states:
            found.append(kind)
    return found


def _blank(kind: type[Action]) -> Action:
    """Return an action without what a person says: enough to ask who may take it."""
    fields = dict.fromkeys(kind.__struct_fields__)
    return kind(**fields)


def undone(events: Iterable[Event]) -> frozenset[int]:
    """Return the numbers of the events that were taken back."""
    return frozenset(event.payload["seq"] for event in events if event.action == Undo.name)


def undoable(events: Sequence[Event], seq: int) -> tuple[Event, bool] | None:
    """Return an event and whether something was built on it since; None if there is no such event.

    Events that change no state, and those that were taken back, do not count; on an item that was taken in
    nothing is built.
    """
    gone = undone(events)
    found = next((event for event in events if event.seq == seq and seq not in gone), None)
    if found is None:
        return None
    later = [one for one in events if one.seq > seq and one.seq not in gone]
    return found, found.action != "absorb" and any(not ACTIONS[one.action].silent for one in later)


def as_of(events: Sequence[Event], moment: dt.datetime) -> Item | None:
    """Return an item as it stood at a moment, or None if it was not there yet."""
    then = [event for event in events if event.at <= moment]
    return project(then) if then else None
