"""Reference tables: plain files that state their source, licence and date in their first lines.

A table is ``NAME.csv`` with a header row, a word list is ``NAME.txt`` with one word a line, what a rule is
set to is ``NAME.toml``. Lines that start with ``#`` are comments. Standards that change with time carry a
``valid_from`` column and are never edited in place.
"""

from __future__ import annotations

import csv
import tomllib
from functools import cache
from importlib.resources import files
from typing import Any

__all__ = ["settings", "table", "words"]


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


@cache
def settings(name: str) -> dict[str, Any]:
    """Return what a rule is set to, read once.

    Parameters
    ----------
    name : str
        The file's name, such as ``"ledger/signals"``.

    Returns
    -------
    dict
        As the TOML file has it. Do not change it: it is shared.

    Raises
    ------
    FileNotFoundError
        If there is no such file.
    """
    return tomllib.loads(files(__name__).joinpath(f"{name}.toml").read_text(encoding="utf-8"))
