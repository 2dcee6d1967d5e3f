"""What verbs share when they speak: two languages, one console, JSON Lines."""

from __future__ import annotations

import shlex
import shutil
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import msgspec
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table
from rich.text import Text

from bridgehead import sources
from bridgehead.errors import language
from bridgehead.records import Record, dumps

__all__ = ["complain", "console", "print_json", "print_table", "say", "this_command", "watch"]


def complain(what: object) -> None:
    """Say on stderr what went wrong with one of several things."""
    sys.stderr.write(f"bridgehead: {what}\n")


def say(zh: str, en: str) -> str:
    """Return the text in the user's language."""
    return en if language() == "en" else zh


def this_command() -> str:
    """Return what to type for ``bridgehead`` so that this same program is found."""
    called = Path(sys.argv[0])
    if called.name != "bridgehead":
        return "python -m bridgehead"
    found = shutil.which("bridgehead")
    return "bridgehead" if found and Path(found).absolute() == called.absolute() else shlex.quote(str(called))


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


@contextmanager
def watch(what: str, *, quiet: bool = False) -> Iterator[Callable[[int, int], None]]:
    """Give a function to call with how much is done of how much; it shows on stderr when that is a terminal.

    A page whose text is being recognized shows below it, line by line.

    Parameters
    ----------
    what : str
        What is being done.
    quiet : bool
        Never show it.
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
        task = progress.add_task(what, total=None, visible=False)
        page = progress.add_task("", total=None, visible=False)

        def recognizing(name: str, done: int, total: int) -> None:
            progress.update(page, description=name, completed=done, total=total, visible=done < total)

        with sources.watching(recognizing):
            yield lambda done, total: progress.update(task, completed=done, total=total, visible=True)
