"""The columns of a ledger in Excel and the wordings of offices' tables: ``terms/ledger`` as values."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache, lru_cache
from typing import Any, Literal, get_args

import msgspec

from bridgehead import terms
from bridgehead.ledger.vocabulary import KINDS, STATES

__all__ = ["COLUMNS", "Column", "Value", "bare", "kind_in", "wording"]

Value = Literal[
    "text",
    "orgs",
    "date",
    "state",
    "kind",
    "percent",
    "number",
    "year",
    "secrecy",
    "rule",
    "computed",
    "ignored",
]
"""What stands in the cells of a column; what is ``computed`` or ``ignored`` is never taken in."""

_BRACKETS = re.compile(r"[（(\[【〔][^）)\]】〕]*[）)\]】〕]")
_SPACES = re.compile(r"[\s\u3000\u200b\ufeff*：:]+")
_DATA = frozenset(get_args(Value)) - {"computed", "ignored"}


class Column(msgspec.Struct, frozen=True, kw_only=True):
    """A column of the ledger (``terms/ledger/columns.csv``).

    Attributes
    ----------
    field : str
        What it holds: a field of `Details` or `Import`, or one of its own here (``remark``, ``measure_…``).
    zh, en : str
        Its header in our own sheets.
    width : int
        In characters.
    value : str
        The kind of its cells (`Value`).
    most : int
        The most characters that a cell may have; 0 if that does not matter.
    shown : bool
        Whether our own sheets show it; the others are folded away.
    aliases : tuple of str
        Other wordings of the header.
    """

    field: str
    zh: str
    en: str
    width: int
    value: Value
    most: int = 0
    shown: bool = True
    aliases: tuple[str, ...] = ()

    @property
    def is_data(self) -> bool:
        """Whether its cells are taken in."""
        return self.value in _DATA

    def header(self, language: str) -> str:
        """Return its header, in ``zh`` or ``en``."""
        return self.en if language == "en" else self.zh


def _columns() -> dict[str, Column]:
    rows = terms.table("ledger/columns")
    return {
        row["field"]: msgspec.convert(
            row
            | {
                "aliases": [one for one in row["aliases"].split("|") if one],
                "most": row["most"] or 0,
                "shown": row["shown"] == "yes",
            },
            Column,
            strict=False,
        )
        for row in rows
    }


COLUMNS: dict[str, Column] = _columns()
"""All columns by field, in the order of our own sheets."""


def plain(text: str) -> str:
    """Return a header or wording as it is compared: no spaces, colons or asterisks, in lower case."""
    return _SPACES.sub("", text).lower().replace("(", "（").replace(")", "）")


def bare(text: str) -> str:
    """Return a wording without what stands in brackets, either."""
    return plain(_BRACKETS.sub("", text))


@cache
def headers() -> Mapping[str, str]:
    """Return the field of each known header, as `plain` has it."""
    known: dict[str, str] = {}
    for column in COLUMNS.values():
        for word in (column.zh, column.en, *column.aliases):
            known.setdefault(plain(word), column.field)
    return known


@cache
def wordings(of: str) -> Mapping[str, str]:
    """Return the code of each wording of states, kinds and the like (``terms/ledger/wordings.csv``)."""
    known: dict[str, str] = {}
    named: Mapping[str, Any] = STATES if of == "state" else KINDS if of == "kind" else {}
    for code, words in named.items():
        known.update({plain(code): code, plain(words.zh): code, plain(words.en): code})
    for row in terms.table("ledger/wordings"):
        if row["of"] == of:
            for word in row["words"].split("|"):
                known.setdefault(plain(word), row["code"])
    return known


@lru_cache(maxsize=20_000)
def wording(of: str, text: str) -> str | None:
    """Return the code of a wording, or None; what stands in brackets counts only if all of it is known.

    Parameters
    ----------
    of : {"state", "kind", "ticked", "secrecy", "blank", "open_ended", "secret"}
        What it is a wording of.
    text : str
        The wording.
    """
    known = wordings(of)
    found = known.get(plain(text))
    return found if found is not None else known.get(bare(text))


@cache
def kind_in(text: str) -> str | None:
    """Return the kind of item that a sheet's name or title is about: the longest wording in it."""
    if (told := wording("kind", text)) is not None:
        return told
    known, there = wordings("kind"), plain(text)
    found = [word for word in known if len(word) > 1 and word in there]
    return known[max(found, key=len)] if found else None
