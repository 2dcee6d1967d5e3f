"""The kinds and states of items: the tables of ``terms/ledger``."""

from __future__ import annotations

from typing import Any

import msgspec

from bridgehead import terms

__all__ = ["KINDS", "STATES", "Kind", "StateWords"]


class Kind(msgspec.Struct, frozen=True):
    """A kind of item (``terms/ledger/kinds.csv``)."""

    code: str
    zh: str
    en: str
    prefix: str
    rule: str
    callback: bool
    rolls_up: bool


class StateWords(msgspec.Struct, frozen=True):
    """A state of an item (``terms/ledger/states.csv``)."""

    code: str
    zh: str
    en: str
    waits_for: str
    next: str
    open: bool
    colour: str


def _table(name: str, make: type[Any]) -> dict[str, Any]:
    rows = terms.table(f"ledger/{name}")
    return {
        row["code"]: make(
            **{key: value == "yes" if value in ("yes", "no") else value for key, value in row.items()}
        )
        for row in rows
    }


KINDS: dict[str, Kind] = _table("kinds", Kind)
STATES: dict[str, StateWords] = _table("states", StateWords)
