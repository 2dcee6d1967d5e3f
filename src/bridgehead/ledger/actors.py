"""Who acts: a person with roles, for a department or for the whole office."""

from __future__ import annotations

from typing import Literal

import msgspec

from bridgehead.ledger.items import Item

__all__ = ["ROLES", "Actor", "RoleName", "is_given_out", "sees"]

RoleName = Literal["reader", "clerk", "department", "reviewer", "supervisor", "administrator"]
ROLES: tuple[RoleName, ...] = ("reader", "clerk", "department", "reviewer", "supervisor", "administrator")
CENTRAL = frozenset({"clerk", "reviewer", "supervisor", "administrator"})
"""The roles of the supervision office itself: they see everything."""


class Actor(msgspec.Struct, frozen=True):
    """A person who acts.

    Attributes
    ----------
    name : str
        The name they sign in with.
    roles : frozenset of str
        What they may do (`ROLES`).
    org : str or None
        The department they act for.
    """

    name: str
    roles: frozenset[str] = frozenset()
    org: str | None = None

    @property
    def is_central(self) -> bool:
        """Whether they work for the supervision office, and see every department's items."""
        return bool(self.roles & CENTRAL)


def sees(actor: Actor, item: Item) -> bool:
    """Return whether a person may see an item.

    The supervision office sees everything. A department sees what was given to it and its own drafts, never
    another's. A reader sees public items that were given out.
    """
    if actor.is_central:
        return True
    own = item.author_org == actor.org or (is_given_out(item) and actor.org in item.orgs)
    if "department" in actor.roles and actor.org and own:
        return True
    return "reader" in actor.roles and item.secrecy == "public" and is_given_out(item)


def is_handler(actor: Actor, item: Item) -> bool:
    """Return whether somebody handled an item, or belongs to a department that does."""
    return actor.name in item.handlers or (
        actor.org is not None
        and any(one.org == actor.org and one.role != "supervise" for one in item.assignments)
    )


def is_given_out(item: Item) -> bool:
    """Return whether it is, or was, in hand: not a draft, nor one that was refused or merged as such."""
    if item.phase in ("draft", "registered", "refused"):
        return False
    put_aside = item.phase == "merged" or (item.phase == "archived" and item.closed_at is None)
    return bool(item.assignments) or not put_aside
