"""What verbs share when they speak: two languages, one console, JSON Lines."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, TypeVar

import msgspec
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table
from rich.text import Text

from bridgehead.errors import language
from bridgehead.records import Record, dumps

__all__ = ["complain", "console", "print_json", "print_table", "say", "track"]

T = TypeVar("T")


def complain(what: object) -> None:
    """Say on stderr what went wrong with one of several things."""
    sys.stderr.write(f"bridgehead: {what}\n")


def say(zh: str, en: str) -> str:
    """Return the text in the user's language."""
    return en if language() == "en" else zh


def console(*, errors: bool = False) -> Console:
    """Return a console; off a terminal it is wide enough for a table not to be cut."""
    stream = sys.stderr if errors else sys.stdout
    return Console(
        file=stream, width=None if stream.isatty() else 120, highlight=False, soft_wrap=not stream.isatty()
    )


def print_json(items: Iterable[Record | dict[str, Any]]) -> None:
    """Print JSON Lines to stdout, each as soon as it is there."""
    for item in items:
        line = dumps(item) if isinstance(item, Record) else msgspec.json.encode(item)
        sys.stdout.buffer.write(line + b"\n")
    sys.stdout.buffer.flush()


def print_table(
    title: str, columns: Sequence[str], rows: Iterable[Sequence[Any]], *, numbers: Sequence[int] = ()
) -> None:
    """Print a table.

    Parameters
    ----------
    title : str
        Above it.
    columns : sequence of str
        The heads.
    rows : iterable of sequences
        One value a column.
    numbers : sequence of int
        Columns to set flush right.
    """
    table = Table(
        title=Text(title), title_justify="left", title_style="bold", header_style="bold", expand=False
    )
    for index, column in enumerate(columns):
        table.add_column(column, justify="right" if index in numbers else "left", overflow="fold")
    for row in rows:
        table.add_row(*(Text("" if value is None else str(value)) for value in row))
    console().print(table)


def track(items: Sequence[T], what: str, *, quiet: bool = False) -> Iterator[T]:
    """Yield the items with a progress bar on stderr, when that is a terminal.

    Parameters
    ----------
    items : sequence
        What to go through.
    what : str
        What is being done.
    quiet : bool
        Never show a bar.
    """
    progress = Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
        console=console(errors=True),
        transient=True,
        disable=quiet or not sys.stderr.isatty(),
    )
    with progress:
        task = progress.add_task(what, total=len(items))
        for item in items:
            yield item
            progress.advance(task)
