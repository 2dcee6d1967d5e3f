"""Histories into the ledger: a line that is there already is passed over, so that loading twice is once."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from bridgehead.ledger import Actor
from bridgehead.ledger.histories import Act, read_history
from bridgehead.office.supervision.bulk import Loaded, take_all
from bridgehead.office.supervision.models import LedgerEvent, LedgerItem
from bridgehead.office.supervision.people import MACHINE

__all__ = ["load_history"]

Known = tuple[str, str, str, dt.datetime]
"""Item, action, person, moment: what makes a line the same as an event."""
AT_ONCE = 500


def load_history(
    path: Path, *, actor: Actor = MACHINE, progress: Callable[[int, int], None] | None = None
) -> Loaded:
    """Take over a history.

    Parameters
    ----------
    path : path
        JSON Lines, each an `Act`.
    actor : Actor
        Who acts where a line does not say.
    progress : callable, optional
        Called with how many acts are through, of how many.

    Returns
    -------
    Loaded
        With every line that was not taken, and why: the others are in the ledger.
    """
    loaded = Loaded(path.name)
    acts = list(read_history(path, loaded.bad))
    keys = list(dict.fromkeys(act.item for act in acts))
    there = _keys_there(keys)
    fresh, known = _fresh(acts, actor, there)
    outcome = take_all(
        actor, fresh, progress=(lambda through: progress(through, len(fresh))) if progress else None
    )
    done = set(outcome.done)
    loaded.bad += [error for _, error in outcome.refused]
    loaded.acts, loaded.known, loaded.batch = len(outcome.done), known, outcome.batch
    loaded.new = len(done - there)
    loaded.changed = len(done & there)
    loaded.unchanged = len(there - done)
    return loaded


def _keys_there(keys: Sequence[str]) -> set[str]:
    found: set[str] = set()
    for start in range(0, len(keys), AT_ONCE):
        rows = LedgerItem.objects.filter(key__in=keys[start : start + AT_ONCE])
        found.update(rows.order_by().values_list("key", flat=True))
    return found


def _fresh(acts: list[Act], actor: Actor, there: Iterable[str]) -> tuple[list[Act], int]:
    """Return the acts that the ledger does not have, and how many it has."""
    events: Counter[Known] = Counter()
    keys = sorted(there)
    for start in range(0, len(keys), AT_ONCE):
        rows = LedgerEvent.objects.filter(item__key__in=keys[start : start + AT_ONCE]).order_by()
        events.update(rows.values_list("item__key", "action", "actor", "at").iterator())
    fresh = []
    for act in acts:
        assert act.at is not None
        known = (act.item, act.action, act.actor or actor.name, act.at)
        if events[known]:
            events[known] -= 1
        else:
            fresh.append(act)
    return fresh, len(acts) - len(fresh)
