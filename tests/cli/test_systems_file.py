"""A workspace's ``systems.toml``: read by a run, and documents are read anew when it changes."""

from __future__ import annotations

from pathlib import Path

from bridgehead.cli._intake import intake
from bridgehead.read import Context
from bridgehead.read.systems import FILE, load_systems
from bridgehead.records import WorkSystem
from bridgehead.records.workspace import Workspace

DEFINED = "[[system]]\nname = '1345'\nissuer = '云岭市委'\nitems = [{ label = '清溪行动' }]\n"


def test_a_changed_definition_is_read_anew(tmp_path: Path) -> None:
    """Tests that a document gets the tree of its office, again after a change, and else stays as it is."""
    home = tmp_path / "w"
    home.mkdir()
    (home / FILE).write_text(DEFINED, encoding="utf-8")
    workspace = Workspace(home)
    file = tmp_path / "a.txt"
    file.write_text("各部门要落实“1345”工作体系，抓好工作。", encoding="utf-8")

    def run() -> tuple[str, WorkSystem]:
        context = Context(systems=load_systems(home / FILE))
        (report,) = intake(workspace, [(file, "a.txt")], tagger=None, context=context)
        (system,) = (one for one in workspace.load(report.documents[0]) if isinstance(one, WorkSystem))
        return report.status, system

    status, system = run()
    assert status == "new"
    assert (system.defined_by, [item.label for item in system.items]) == ("office", ["清溪行动"])
    assert run() == ("unchanged", system)
    (home / FILE).unlink()
    status, system = run()
    assert status == "changed"
    assert (system.defined_by, system.items) == ("text", ())
