"""Tests that ``follow`` prints what was found, and that ``run`` keeps it with the records and decisions."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from bridgehead import sources
from bridgehead.cli import main
from bridgehead.cli._followed import alert, follow_up
from bridgehead.cli._intake import intake
from bridgehead.cli._twins import weave
from bridgehead.follow import Followed
from bridgehead.records import Gap, Link
from bridgehead.records.workspace import Workspace

ASKED = (
    "2026年3月5日,市长叶青林到云岭市松溪县调研。叶青林强调,要加快松溪大桥建设。叶青林要求抓好防汛物资储备。"
)
DONE = "2026年9月1日,云岭市晒出成绩单。松溪大桥建成通车,两岸车程缩短到十分钟。云岭市新增停车位300个。"


@pytest.fixture
def folder(tmp_path):
    home = tmp_path / "in"
    home.mkdir()
    (home / "a.txt").write_text(f"叶青林到松溪县调研\n2026-03-06\n{ASKED}\n")
    (home / "b.txt").write_text(f"云岭市晒出成绩单\n2026-09-02\n{DONE}\n")
    return home


def links(workspace: Workspace) -> list[Link]:
    return [r for id in workspace.documents() for r in workspace.load(id) if isinstance(r, Link)]


def test_json_lines(folder, capsys):
    """Tests that every ask has a line with its evidence, or a gap, and that spans and paths are there."""
    assert main(["follow", str(folder), "--rules-only", "--json"]) == 0
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    bridge = next(one for one in lines if one["type"] == "link" and "大桥" in one["quote"])
    best = bridge["evidence"][0]
    assert best["claim"] is True
    assert best["path"].endswith("b.txt")
    assert (folder / "b.txt").read_text()[slice(*best["span"])].startswith("松溪大桥建成通车")
    assert {"document", "span", "quote", "kind", "level", "score", "claim"} <= best.keys()
    gap = next(one for one in lines if one["type"] == "gap")
    assert "防汛" in gap["quote"]
    assert gap["reason"] == "no_evidence"


def test_table(folder, capsys):
    """Tests that the terminal shows the evidence, why, and what was not found."""
    assert main(["follow", str(folder), "--rules-only"]) == 0
    out = capsys.readouterr().out
    assert "✓" in out
    assert "共同" in out
    assert "未见落实（查到 2026-09-0" in out


def test_until_and_wrong_days(folder, capsys):
    """Tests that a day limits the search, and that a wrong one is said."""
    assert main(["follow", str(folder), "--rules-only", "--until", "2026-06-30", "--json"]) == 0
    assert '"claim":true' not in capsys.readouterr().out
    assert main(["follow", str(folder), "--until", "soon"]) == 2
    assert "2026-06-30" in capsys.readouterr().err


def read_again(folder) -> tuple[Workspace, list[Followed] | None]:
    """Read the folder by rules, weave and follow, as a run does before it loads the office."""
    workspace = Workspace(folder.parent / "w")
    list(intake(workspace, sources.discover([folder]), tagger=None))
    weave(workspace, tagger=None)
    return workspace, follow_up(workspace, quiet=True)


def test_run_keeps_links_and_decisions(folder, capsys):
    """Tests that links and gaps are written once, and that a decision outlives the next runs."""
    workspace, found = read_again(folder)
    alert(found, workspace)
    assert "松溪大桥建成通车" in capsys.readouterr().out
    (bridge,) = [link for link in links(workspace) if link.claim]
    assert any(isinstance(r, Gap) for id in workspace.documents() for r in workspace.load(id))
    document, *records = workspace.load(bridge.document)
    rejected = [
        replace(r, decision="rejected", decided_by="王文") if r.id == bridge.id else r for r in records
    ]
    workspace.save(document, workspace.load_text(document.id), rejected)
    (folder / "c.txt").write_text("2026年10月8日,云岭市公园免费开放。\n")
    workspace, _ = read_again(folder)
    (again,) = [link for link in links(workspace) if link.id == bridge.id]
    assert (again.decision, again.decided_by, again.claim) == ("rejected", "王文", False)


def test_nothing_new_nothing_done(folder):
    """Tests that a second run looks at nothing and changes no byte, and that weaving is not done again."""
    workspace, _ = read_again(folder)
    before = {path: path.read_bytes() for path in workspace.records.iterdir()}
    _, found = read_again(folder)
    assert found is None
    assert {path: path.read_bytes() for path in workspace.records.iterdir()} == before
