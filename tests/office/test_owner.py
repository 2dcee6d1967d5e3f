"""One database, one workspace."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from bridgehead.errors import WorkspaceError
from bridgehead.office.importer import import_workspace
from bridgehead.office.models import Document, Owner
from bridgehead.records.workspace import Workspace

pytestmark = pytest.mark.django_db


@pytest.fixture
def elsewhere(monkeypatch: pytest.MonkeyPatch) -> None:
    """A database that does not lie in the workspace's own folder."""
    monkeypatch.setattr(connection, "vendor", "postgresql") if connection.vendor == "sqlite" else None
    monkeypatch.setattr("bridgehead.office.importer.connection", _Plain())


class _Plain:
    """A connection whose importer takes no lock."""

    vendor = "plain"


def test_another_workspace_is_refused(workspace: Workspace, tmp_path: Path, elsewhere: None) -> None:
    """Tests that a database keeps its records when another workspace is loaded by mistake."""
    import_workspace(workspace)
    before = Document.objects.count()
    with pytest.raises(WorkspaceError) as caught:
        import_workspace(tmp_path / "another")
    for words in (caught.value.message("zh"), caught.value.message("en")):
        assert str(workspace.folder.resolve()) in words
        assert "DATABASE_URL" in words
    assert Document.objects.count() == before == 2


def test_its_own_workspace_may_move(workspace: Workspace, tmp_path: Path, elsewhere: None) -> None:
    """Tests that a workspace is known by its id, not by where its folder stands."""
    import_workspace(workspace)
    moved = workspace.folder.rename(tmp_path / "moved")
    assert import_workspace(moved).unchanged > 0
    assert Owner.objects.get().folder == str(moved.resolve())


def test_an_empty_database_is_anybodys(tmp_path: Path, workspace: Workspace, elsewhere: None) -> None:
    """Tests that a database without documents can be given to another workspace."""
    import_workspace(tmp_path / "empty")
    assert import_workspace(workspace).documents == 2
    assert Owner.objects.get().workspace == workspace.id


def test_sqlite_lies_in_its_folder(workspace: Workspace, visit: Any, tmp_path: Path) -> None:
    """Tests that a lost workspace.json locks nobody out of the database beside it."""
    if connection.vendor != "sqlite":
        pytest.skip("only SQLite's file lies in the folder")
    import_workspace(workspace)
    (workspace.folder / "workspace.json").unlink()
    for hidden in workspace.folder.iterdir():
        if hidden.is_file():
            hidden.unlink()
    other = Workspace(tmp_path / "again")
    visit.save(other)
    assert other.id != workspace.id
    assert import_workspace(other).documents == 1
