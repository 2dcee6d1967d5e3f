"""The one way to act: on one item, or on many at once; and to take back.

All of an act happens in one transaction that locks the end of the log. An act that returned is in the log,
whole; one that was interrupted is not there at all.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from django.db import transaction
from django.utils import timezone

from bridgehead.errors import ActionRefused, BridgeheadError, NotPossible, UsageError
from bridgehead.ledger import Actor, Item, RuleBook
from bridgehead.ledger.actions import ACTIONS, Action, Undo
from bridgehead.ledger.rules import RuleSet, parse_rules
from bridgehead.office.supervision.find import visible
from bridgehead.office.supervision.models import LedgerEvent, LedgerItem, LedgerRules
from bridgehead.office.supervision.rows import item_of
from bridgehead.office.supervision.writer import Writer, history

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

    Items on which something was built since stay as they are, and are told. Of items that the person may not
    see nothing is told.
    """
    rows = LedgerEvent.objects.filter(batch=batch, item__in=visible(actor)).order_by("-seq")
    rows = rows.values_list("seq", "item__key", "action")
    kinds = ((seq, key, ACTIONS[action]) for seq, key, action in rows)
    events = [(seq, key) for seq, key, one in kinds if not (one.creates or one.follows or one is Undo)]
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
