"""Many at once: a workbook's rows, or a history written elsewhere, through the same one way to act."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict, dataclass, field
from itertools import islice
from pathlib import Path
from typing import Any

from django.db import connection, transaction
from django.utils import timezone

from bridgehead.errors import ActionRefused, BridgeheadError, UsageError
from bridgehead.ledger import Actor
from bridgehead.ledger.actions import Action
from bridgehead.ledger.histories import Act
from bridgehead.office.supervision.store import Outcome, book
from bridgehead.office.supervision.writer import Writer

__all__ = ["Act", "Loaded", "take_all"]

CHUNK = 5_000
"""So many actions share a transaction."""


@dataclass(slots=True)
class Loaded:
    """What became of a file that was loaded into the ledger.

    Attributes
    ----------
    name : str
        The file.
    new, changed, unchanged : int
        Items that it brought, corrected or carried further, and left as they were.
    acts, known : int
        Actions that were taken; lines or rows that the ledger had already.
    bad : list of BridgeheadError
        Lines and rows that were not taken: where, what, what to try.
    conflicts, notes : list of str
        Where a workbook and the ledger disagree, so that the ledger stayed as it was; what was taken for
        granted in reading it.
    marked : Path or None
        The bad rows, sent back as a workbook.
    batch : int or None
        By which it can be taken back (`bridgehead.office.supervision.store.take_back`).
    """

    name: str
    new: int = 0
    changed: int = 0
    unchanged: int = 0
    acts: int = 0
    known: int = 0
    bad: list[BridgeheadError] = field(default_factory=list)
    conflicts: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    marked: Path | None = None
    batch: int | None = None

    def as_json(self) -> dict[str, Any]:
        """Return it as one JSON object."""
        told = asdict(self) | {"bad": [error.message() for error in self.bad]}
        return {"type": "ledger", **told, "marked": str(self.marked) if self.marked else None}


def take_all(
    actor: Actor,
    acts: Iterable[tuple[str, Action] | Act],
    *,
    batch: int | None = None,
    progress: Callable[[int], None] | None = None,
) -> Outcome:
    """Take actions in order; those that refuse are told with their reasons, the others go through.

    Parameters
    ----------
    actor : Actor
        Who, where an `Act` does not say otherwise.
    acts : iterable of (str, Action) or Act
        Keys of items with what is done to them.
    batch : int, optional
        The act that this goes on with.
    progress : callable, optional
        Called with how many are through.
    """
    outcome, through = Outcome(batch=batch), 0
    rules, now = book(), timezone.now()
    whole = iter(acts)
    while chunk := list(islice(whole, CHUNK)):
        with transaction.atomic():
            writer = Writer(actor, rules, now, outcome.batch)
            writer.fetch({one.item if isinstance(one, Act) else one[0] for one in chunk})
            done = list(_taken(writer, chunk, outcome))
            writer.write()
        outcome.done += done
        if done:
            outcome.batch = writer.batch
        through += len(chunk)
        if progress:
            progress(through)
    if through >= CHUNK and connection.vendor == "sqlite":
        with connection.cursor() as cursor:  # the next lists choose their indexes by what is there now
            cursor.execute("PRAGMA analysis_limit=1000")
            cursor.execute("PRAGMA optimize(0x10002)")
    return outcome


def _taken(writer: Writer, chunk: list[tuple[str, Action] | Act], outcome: Outcome) -> Iterator[str]:
    bringer, now = writer.actor, writer.now
    for one in chunk:
        key = one.item if isinstance(one, Act) else one[0]
        try:
            if isinstance(one, Act):
                action = one.made()
                writer.actor = Actor(one.actor, frozenset(one.roles), one.org) if one.actor else bringer
                writer.now = one.at or now
            else:
                action = one[1]
            writer.act(key, action)
        except (ActionRefused, UsageError) as error:
            if isinstance(one, Act) and one.where:
                error.where = f"{one.where} {error.where}".strip()
            outcome.refused.append((key, error))
        else:
            yield key
    writer.actor, writer.now = bringer, now
