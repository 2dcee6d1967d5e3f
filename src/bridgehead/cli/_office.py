"""The one door from the command line into the office, so that Django is loaded by the verbs that need it."""

from __future__ import annotations

import sqlite3
from typing import Any

from bridgehead.cli._output import say, watch
from bridgehead.errors import WorkspaceError
from bridgehead.records.workspace import Workspace

__all__ = ["load_into_office", "open_office"]


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

    with watch(say("正在装入工作台", "Loading into the office"), quiet=quiet) as progress:
        try:
            return import_workspace(workspace, progress=progress)
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
