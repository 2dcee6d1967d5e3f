"""Many at once: a workbook's rows, or a history written elsewhere, through the same one way to act."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator
from itertools import islice

import msgspec
from django.db import transaction
from django.utils import timezone

from bridgehead.errors import ActionRefused, UsageError
from bridgehead.ledger import Actor
from bridgehead.ledger.actions import ACTIONS, Action
from bridgehead.office.supervision.store import Outcome, book
from bridgehead.office.supervision.writer import Writer

__all__ = ["Act", "take_all"]

CHUNK = 5_000
"""So many actions share a transaction."""


class Act(msgspec.Struct, frozen=True, kw_only=True):
    """One action of a history, as a line of JSON: who did what to which item, when.

    Attributes
    ----------
    item : str
        The item's key.
    action : str
        The action's name.
    said : dict
        Its fields.
    at : datetime or None
        When; by default now.
    actor, roles, org : str, tuple of str, str or None
        Who; by default whoever brings the history.
    """

    item: str
    action: str
    said: dict[str, object] = {}
    at: dt.datetime | None = None
    actor: str | None = None
    roles: tuple[str, ...] = ()
    org: str | None = None

    def made(self) -> Action:
        """Return the action itself.

        Raises
        ------
        UsageError
            If there is no such action, or it is not said as it must be.
        """
        kind = ACTIONS.get(self.action)
        if kind is None:
            raise UsageError(
                f"没有“{self.action}”这种办理。",
                f"There is no action “{self.action}”.",
                where=self.item,
                try_zh="、".join(ACTIONS),
                try_en=", ".join(ACTIONS),
            )
        try:
            return msgspec.convert(self.said, kind)
        except msgspec.ValidationError as error:
            raise UsageError(
                f"“{kind.zh}”的内容不对（{error}）。",
                f"“{self.action}” is not said as it must be ({error}).",
                where=self.item,
            ) from error


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
            outcome.refused.append((key, error))
        else:
            yield key
    writer.actor, writer.now = bringer, now
