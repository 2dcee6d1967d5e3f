"""What each column of an office's sheet is: a plain value that can be kept and used again."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import msgspec

from bridgehead.errors import UsageError
from bridgehead.ledger.tables.columns import COLUMNS, plain

__all__ = ["Layout", "Use", "fingerprint"]

_SEVERAL = frozenset({"body", "remark", "state"})
"""Fields that several columns may go to: texts are joined, states are ticked in the column of theirs."""

_REASONS = frozenset(plain(word) for word in (COLUMNS["reason"].zh, COLUMNS["reason"].en))


class Use(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What one column is taken to be.

    Attributes
    ----------
    column : int
        Its place, from 0.
    header : str
        Its header; the two rows of a header are joined by a space.
    field : str or None
        A field of `COLUMNS`, or None where it is left out.
    confidence : float
        0 to 1: 1 is said by a person or by the header itself.
    zh, en : str
        Why, in both languages.
    means : str or None
        The state that a tick in it means.
    scale : float
        What its numbers are multiplied by to be per cent.
    """

    column: int
    header: str
    field: str | None = None
    confidence: float = 0.0
    zh: str = ""
    en: str = ""
    means: str | None = None
    scale: float = 1.0


class Layout(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Where the header of a sheet is, and what its columns are: the mapping that an office keeps.

    Attributes
    ----------
    fingerprint : str
        Of the header (`fingerprint`): a sheet of the same one is read the same way.
    header_row : int
        The row of the header, from 1; 0 if none was found.
    header_rows : int
        How many rows it has: 1 or 2.
    uses : tuple of Use
        The columns that have a header or cells.
    kind : str or None
        The kind of its items, where the sheet's name or title tells it.
    year : int or None
        The year that it is about, where its name or title tells it.
    """

    fingerprint: str
    header_row: int = 1
    header_rows: int = 1
    uses: tuple[Use, ...] = ()
    kind: str | None = None
    year: int | None = None

    def of(self, field: str) -> tuple[Use, ...]:
        """Return the columns of a field."""
        return tuple(use for use in self.uses if use.field == field)

    @property
    def left_out(self) -> tuple[Use, ...]:
        """Return the columns that nothing is taken from and that are not known to be ignored."""
        return tuple(use for use in self.uses if use.field is None)

    def changed(self, fields: Mapping[int, str | None]) -> Layout:
        """Return it with a person's say about columns.

        Parameters
        ----------
        fields : mapping of int to str or None
            The field of each column, from 0; None leaves it out. A field that one column only can have is
            taken from the column that had it.

        Raises
        ------
        UsageError
            If there is no such field, or two columns are given one that only one can have.
        """
        given = [field for field in fields.values() if field is not None and field not in _SEVERAL]
        for field in fields.values():
            if field is not None and field not in COLUMNS:
                raise UsageError(
                    f"没有名为“{field}”的栏目。",
                    f"There is no column “{field}”.",
                    try_zh="、".join(COLUMNS),
                    try_en=", ".join(COLUMNS),
                )
            if given.count(str(field)) > 1:
                zh, en = COLUMNS[str(field)].zh, COLUMNS[str(field)].en
                raise UsageError(
                    f"“{zh}”指定了两列。",
                    f"Two columns were said to be “{en}”.",
                    try_zh="只留一列",
                    try_en="leave one of them",
                )
        uses = []
        for use in self.uses:
            if use.column in fields:
                said: dict[str, Any] = {"field": fields[use.column], "confidence": 1.0, "zh": "人工指定"}
                use = msgspec.structs.replace(use, **said, en="said by a person", means=None)
            elif use.field in given:
                use = msgspec.structs.replace(use, field=None, zh="已改由别的列", en="another column has it")
            uses.append(use)
        return msgspec.structs.replace(self, uses=tuple(uses))


def fingerprint(headers: Iterable[str]) -> str:
    """Return the fingerprint of a header: the same for the same wordings in the same order.

    Parameters
    ----------
    headers : iterable of str
        The header of each column; spaces, columns without one at the end, and a column of reasons that was
        put in when rows were sent back do not count.
    """
    words = [word for word in map(plain, headers) if word not in _REASONS]
    while words and not words[-1]:
        words.pop()
    return hashlib.sha256("\x1f".join(words).encode()).hexdigest()[:16]


def fitted(kept: Layout, found: Layout) -> Layout:
    """Return a kept layout for a sheet of the same header, wherever it stands, with or without reasons."""
    had = next((use.column for use in kept.of("reason")), None)
    has = next((use.column for use in found.of("reason")), None)
    uses = []
    for use in kept.uses:
        if use.field != "reason":
            at = use.column - (had is not None and use.column > had)
            at += has is not None and at >= has
            uses.append(msgspec.structs.replace(use, column=at))
    return msgspec.structs.replace(
        kept,
        uses=(*uses, *found.of("reason")),
        header_row=found.header_row,
        header_rows=found.header_rows,
        kind=found.kind or kept.kind,
        year=found.year or kept.year,
    )


def by_fingerprint(layouts: Sequence[Layout]) -> dict[str, Layout]:
    """Return layouts by fingerprint; the last one of each."""
    return {layout.fingerprint: layout for layout in layouts}
