"""Verbs that remind and write papers: from a workspace to files, as typed."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from docx import Document

PROGRAM = """
import sys
from cyclopts import App
from bridgehead.cli import _ledger_papers
from bridgehead.errors import BridgeheadError
app = App(name="ledger")
_ledger_papers.attach(app)
try:
    sys.exit(app(sys.argv[1:], exit_on_error=False, result_action="return_value"))
except BridgeheadError as error:
    sys.stderr.write(error.message())
    sys.exit(error.exit_code)
"""
FILL = """
import sys
from pathlib import Path
from bridgehead.cli._office import open_office
from bridgehead.records.workspace import Workspace
open_office(Workspace(Path(sys.argv[1])))
from bridgehead.office import accounts
from bridgehead.ledger.actions import Details, Dispatch, Open, Register
from bridgehead.office.supervision.store import act
from bridgehead.office.supervision.people import MACHINE
import datetime as dt
start = dt.datetime(2026, 3, 2, 9, tzinfo=dt.timezone(dt.timedelta(hours=8)))
for n in (1, 2):
    details = Details(no=f"WT-{n}", title=f"第{n}处漏水")
    act(MACHINE, f"item-{n}", Open(kind="problem", details=details), now=start)
    act(MACHINE, f"item-{n}", Register(), now=start)
    act(MACHINE, f"item-{n}", Dispatch(lead="市住建局"), now=start)
accounts.add("甲", "clerk")
"""


def run(program: str, *words: object, lang: str = "zh") -> subprocess.CompletedProcess[str]:
    env = {**os.environ, "BRIDGEHEAD_LANG": lang, "PYTHONIOENCODING": "utf-8"}
    command = [sys.executable, "-c", program, *map(str, words)]
    return subprocess.run(command, capture_output=True, encoding="utf-8", check=False, env=env)


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace with two problems that have long been overdue."""
    folder = tmp_path_factory.mktemp("papers") / "w"
    done = run(FILL, folder)
    assert done.returncode == 0, done.stderr
    return folder


def text(path: Path) -> str:
    document = Document(str(path))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([one.text for one in document.paragraphs] + cells)


@pytest.mark.parametrize(
    ("words", "lang", "expected"),
    [
        (("notice", "--month", "2026-03"), "zh", "第1处漏水"),
        (("notice", "--month", "2026-03", "--kind", "problem", "--number", "3"), "en", "March 2026"),
        (("special", "WT-2"), "zh", "办理过程"),
        (("digest", "--days", "3"), "en", "Supervision: in brief"),
    ],
)
def test_each_paper_is_a_word_file(
    place: Path, words: tuple[str, ...], lang: str, expected: str, tmp_path: Path
) -> None:
    """Tests that a paper is written where it is said, in the language that is set."""
    path = tmp_path / "paper.docx"
    done = run(PROGRAM, *words, "--output", path, "--workspace", place, "--json", lang=lang)
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout) == {"type": "report", "path": str(path)}
    assert expected in text(path)


@pytest.mark.parametrize(
    ("words", "code", "named"),
    [
        (("notice", "--month", "2026-13"), 2, "2026-13"),
        (("notice", "--kind", "dance"), 2, "dance"),
        (("special", "WT-9"), 1, "WT-9"),
        (("digest", "--days", "0"), 2, "--days"),
        (("address", "乙", "a@b.example"), 2, "乙"),
        (("address", "甲", "not an address"), 2, "邮箱"),
    ],
)
def test_wrong_words_are_told(place: Path, words: tuple[str, ...], code: int, named: str) -> None:
    """Tests the exit code, and that what is wrong is named without a traceback."""
    done = run(PROGRAM, *words, "--workspace", place)
    assert done.returncode == code, done.stderr
    assert named in done.stderr
    assert "Traceback" not in done.stderr


def test_a_dry_run_lists_and_changes_nothing(place: Path) -> None:
    """Tests that what is due is listed, the same twice, with its level, whatever the hour."""
    first, second = (
        run(PROGRAM, "remind", "--dry-run", "--workspace", place, "--json").stdout for _ in range(2)
    )
    assert first == second
    *found, summary = map(json.loads, first.splitlines())
    assert {one["no"] for one in found} == {"WT-1", "WT-2"}
    assert {one["level"] for one in found} == {3}
    assert summary["reminded"] == summary["queued"] == 0


def test_an_address_is_kept(place: Path) -> None:
    """Tests that an address is kept, and can be taken away."""
    assert run(PROGRAM, "address", "甲", "jia@yunling.example", "--workspace", place).returncode == 0
    assert "已取消" in run(PROGRAM, "address", "甲", "--workspace", place).stdout
