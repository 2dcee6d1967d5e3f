"""The one door from the command line into the office, so that Django is loaded by the verbs that need it."""

from __future__ import annotations

from importlib.util import find_spec
from typing import Any

from bridgehead.errors import ExtraMissing
from bridgehead.records.workspace import Workspace

__all__ = ["load_into_office"]


def load_into_office(workspace: Workspace) -> Any:
    """Set the office up for a workspace and load its records.

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
    """
    if find_spec("django") is None:
        raise ExtraMissing("office", "没有安装工作台。", "The office is not installed.")
    from bridgehead.office.start import setup

    setup(workspace.folder)
    from bridgehead.office.importer import import_workspace

    return import_workspace(workspace)
