"""The one door from the command line into the office, so that Django is loaded by the verbs that need it."""

from __future__ import annotations

from typing import Any

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


def load_into_office(workspace: Workspace) -> Any:
    """Make the office ready for a workspace and load its records.

    Parameters
    ----------
    workspace : Workspace
        What was read.

    Returns
    -------
    bridgehead.office.importer.Imported
        What was new, updated, unchanged, withdrawn, and the lines that could not be loaded.

    Raises
    ------
    ExtraMissing
        If the office is not installed.
    WorkspaceError
        If its database cannot be opened.
    """
    open_office(workspace)
    from bridgehead.office.importer import import_workspace

    return import_workspace(workspace)
