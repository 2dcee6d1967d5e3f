"""The one door from the command line into the office, so that Django is loaded by the verbs that need it."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from bridgehead.cli._output import say, watch
from bridgehead.errors import SourceError, WorkspaceError
from bridgehead.records.workspace import Workspace

__all__ = ["apart", "load_into_ledger", "load_into_office", "open_office"]

LEDGER = "ledger"
"""What a folder is called whose workbooks and histories are all the ledger's."""
SUFFIXES = frozenset({".jsonl", ".xlsx", ".xls"})


def open_office(workspace: Workspace) -> None:
    """Make the office ready for a workspace.

    Raises
    ------
    ExtraMissing
        If the office is not installed.
    WorkspaceError
        If its database cannot be opened.
    """
    from bridgehead.office.start import setup

    setup(workspace.folder)


def load_into_office(workspace: Workspace, *, quiet: bool = False) -> Any:
    """Make the office ready for a workspace and load its records.

    Parameters
    ----------
    workspace : Workspace
        What was read.
    quiet : bool
        Show no progress.

    Returns
    -------
    bridgehead.office.importer.Imported
        What was new, updated, unchanged, withdrawn, and the lines that could not be loaded.

    Raises
    ------
    ExtraMissing
        If the office is not installed.
    WorkspaceError
        If its database cannot be opened or written.
    """
    open_office(workspace)
    from bridgehead.office.importer import import_workspace

    with (
        watch(say("正在装入工作台", "Loading into the office"), quiet=quiet) as progress,
        _written(workspace),
    ):
        return import_workspace(workspace, progress=progress)


@contextmanager
def _written(workspace: Workspace) -> Iterator[None]:
    """Say what to do where the database cannot be written."""
    try:
        yield
    except Exception as error:
        if not isinstance(error.__cause__, sqlite3.Error):
            raise
        raise WorkspaceError(
            f"数据库写不进去（{error}）。",
            f"The database cannot be written ({error}).",
            where=str(workspace.database),
            try_zh="检查磁盘空间和权限，再运行一次",
            try_en="check disk space and permissions, and run again",
        ) from error


def apart(files: Sequence[tuple[Path, str]]) -> tuple[list[tuple[Path, str]], list[Path]]:
    """Tell files that are read from those that go into the ledger as they are.

    The ledger's are workbooks and histories in a folder called ``ledger``, and histories anywhere.

    Parameters
    ----------
    files : sequence of (path, str)
        Files and their names below the folder (`bridgehead.sources.discover`).

    Returns
    -------
    (list of (path, str), list of path)
        Those to read, and those of the ledger: histories first, since a workbook tells less.
    """
    reads, ledgers = [], []
    for path, name in files:
        kind = path.suffix.lower()
        inside = LEDGER in Path(name).parts[:-1] and kind in SUFFIXES
        if inside or (kind == ".jsonl" and _is_history(path)):
            ledgers.append(path)
        else:
            reads.append((path, name))
    return reads, sorted(ledgers, key=lambda path: path.suffix.lower() != ".jsonl")


def _is_history(path: Path) -> bool:
    from bridgehead.ledger.histories import is_history

    return is_history(path)


def load_into_ledger(
    workspace: Workspace,
    paths: Sequence[Path],
    *,
    marked: Path | None = None,
    kind: str | None = None,
    quiet: bool = False,
) -> list[Any]:
    """Load histories and workbooks into the ledger of an office that is open.

    Parameters
    ----------
    workspace : Workspace
        The office's.
    paths : sequence of path
        The files.
    marked : path, optional
        The folder for the bad rows of workbooks; by default where the workbook lies.
    kind : str or None
        The kind of a workbook's items where it does not tell it.
    quiet : bool
        Show no progress.

    Returns
    -------
    list of bridgehead.office.supervision.bulk.Loaded
        One a file; a file that cannot be opened has brought nothing, and says why.
    """
    from bridgehead.office.supervision.bulk import Loaded

    done = []
    for path in paths:
        what = say(f"正在装入 {path.name}", f"Loading {path.name}")
        with watch(what, quiet=quiet) as progress, _written(workspace):
            try:
                done.append(_loaded(path, marked or path.parent, kind, progress))
            except SourceError as error:
                done.append(Loaded(path.name, bad=[error]))
    return done


def _loaded(path: Path, marked: Path, kind: str | None, progress: Callable[[int, int], None]) -> Any:
    from bridgehead.office.supervision.histories import load_history
    from bridgehead.office.supervision.people import MACHINE
    from bridgehead.office.supervision.workbooks import import_workbook

    if path.suffix.lower() == ".jsonl":
        return load_history(path, progress=progress)
    back = marked / say(f"{path.stem}-退回.xlsx", f"{path.stem}-returned.xlsx")
    return import_workbook(MACHINE, path, kind=kind, marked=back, progress=progress)
