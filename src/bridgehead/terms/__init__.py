"""Reference tables: plain files that state their source, licence and date in their first lines.

A table is ``NAME.csv`` with a header row, a word list is ``NAME.txt`` with one word a line. Lines that start
with ``#`` are comments. Standards that change with time carry a ``valid_from`` column and are never edited in
place.
"""

from __future__ import annotations

import csv
from functools import cache
from importlib.resources import files

__all__ = ["table", "words"]


def _lines(name: str) -> list[str]:
    text = files(__name__).joinpath(name).read_text(encoding="utf-8")
    return [line for line in text.splitlines() if line.strip() and not line.startswith("#")]


@cache
def table(name: str) -> tuple[dict[str, str], ...]:
    """Return the rows of a reference table, read once.

    Parameters
    ----------
    name : str
        The table's name, such as ``"divisions"``.

    Returns
    -------
    tuple of dict
        One mapping a row; an empty cell is ``""``. Do not change them: they are shared.

    Raises
    ------
    FileNotFoundError
        If there is no such table.
    """
    return tuple(csv.DictReader(_lines(f"{name}.csv")))


@cache
def words(name: str) -> tuple[str, ...]:
    """Return a word list, read once.

    Parameters
    ----------
    name : str
        The list's name, such as ``"surnames"``.

    Returns
    -------
    tuple of str
        The words in the file's order.

    Raises
    ------
    FileNotFoundError
        If there is no such list.
    """
    return tuple(line.strip() for line in _lines(f"{name}.txt"))
