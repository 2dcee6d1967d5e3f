"""One database belongs to one workspace: loading another into it would withdraw everything it holds."""

from __future__ import annotations

from django.db import connection, transaction

from bridgehead.errors import WorkspaceError
from bridgehead.office.models import Document, Owner
from bridgehead.records.workspace import Workspace

__all__ = ["claim"]


@transaction.atomic
def claim(workspace: Workspace) -> None:
    """Note that the database is this workspace's, or refuse.

    A database without documents may be claimed by any workspace. SQLite's file lies in the folder itself and
    goes with it, also after its ``workspace.json`` was lost.

    Parameters
    ----------
    workspace : Workspace
        Whose records are about to be shown or loaded.

    Raises
    ------
    WorkspaceError
        If the database holds another workspace's documents.
    """
    folder = str(workspace.folder.resolve())
    standing = Owner.objects.select_for_update().filter(pk=1).first()
    if standing is None:
        Owner.objects.bulk_create([Owner(pk=1, workspace=workspace.id, folder=folder)], ignore_conflicts=True)
        standing = Owner.objects.select_for_update().get(pk=1)
    another = standing.workspace != workspace.id
    if another and connection.vendor != "sqlite" and Document.objects.exists():
        raise WorkspaceError(
            f"这个数据库里是另一个工作区（{standing.folder}）的记录。",
            f"This database holds the records of another workspace ({standing.folder}).",
            where=folder,
            try_zh="DATABASE_URL 指向另一个空的数据库，或 --workspace 指向原来的工作区",
            try_en="point DATABASE_URL to an empty database, or --workspace to the one it belongs to",
        )
    if another or standing.folder != folder:
        Owner.objects.filter(pk=1).update(workspace=workspace.id, folder=folder)
