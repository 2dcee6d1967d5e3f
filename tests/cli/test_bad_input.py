"""Bad input through the command line: each named, in the user's language, and the others go through."""

from __future__ import annotations

import json
import os
import pickle
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

import pytest
from test_cli import REPORT

import bridgehead.cli.run  # noqa: F401  (loaded, so that its door to the office can be closed)
from bridgehead.cli import _intake, _readers, main
from bridgehead.errors import ExtraMissing, SourceError
from bridgehead.records.workspace import Workspace


class Done(NamedTuple):
    """What a run left: its exit code, its JSON Lines, what it said on stderr."""

    code: int
    lines: list[dict]
    said: str

    @property
    def files(self) -> dict[str, dict]:
        return {item["path"]: item for item in self.lines if item["type"] == "file"}


@pytest.fixture
def run(capfdbinary, monkeypatch):
    """Run over a folder in this process, as if the office were not installed: that is quick."""

    def no_office(*_: object, **__: object) -> None:
        raise ExtraMissing("office", "缺少 django。", "django is missing.")

    monkeypatch.setattr(sys.modules["bridgehead.cli.run"], "load_into_office", no_office)

    def run(home: Path, workspace: Path, *words: object, lang: str = "zh") -> Done:
        monkeypatch.setenv("BRIDGEHEAD_LANG", lang)
        capfdbinary.readouterr()
        given = ["run", home, "--workspace", workspace, "--rules-only", "--json", *words]
        code = main([str(word) for word in given])
        out, err = (said.decode() for said in capfdbinary.readouterr())
        assert "Traceback" not in err
        return Done(code, [json.loads(line) for line in out.splitlines()], err)

    return run


@pytest.fixture
def home(tmp_path) -> Path:
    """A folder with one good report."""
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "good.txt").write_text(REPORT, encoding="utf-8")
    return tmp_path / "in"


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has neither such names nor pipes")
def test_what_is_no_file_and_what_has_an_odd_name(run, home: Path, tmp_path) -> None:
    """Tests that pipes, broken links and loops are named while files with odd names are read."""
    os.mkfifo(home / "pipe.txt")
    (home / "loop.txt").symlink_to("loop.txt")
    (home / "gone.txt").symlink_to("nowhere.txt")
    (home / "around").symlink_to(".")
    (home / "folder.txt").mkdir()
    (home / "folder.txt" / "a\nb😀.txt").write_text(REPORT + "一", encoding="utf-8")
    Path(os.fsdecode(os.fsencode(home) + b"/" + "云岭.txt".encode("gb18030"))).write_text(
        REPORT + "二", "utf-8"
    )
    done = run(home, tmp_path / "w", lang="en")
    assert done.code == 3
    bad = {name: item["errors"] for name, item in done.files.items() if item["errors"]}
    assert set(bad) == {"pipe.txt", "loop.txt", "gone.txt"}
    assert all("Try: " in error for errors in bad.values() for error in errors)
    assert {"good.txt", "folder.txt/a␊b😀.txt", "云岭.txt"} < set(done.files)
    again = run(home, tmp_path / "w")
    assert {item["status"] for item in again.files.values()} == {"unchanged", "unreadable"}


def test_a_text_that_would_take_hours(home: Path, tmp_path, monkeypatch) -> None:
    """Tests that a text beyond the limit is refused by name, and the file beside it is read."""
    (home / "huge.txt").write_text("抓好春耕。\n" * 600, encoding="utf-8")
    monkeypatch.setattr(_readers, "LONGEST", 2_000)
    reports = list(
        _intake.intake(Workspace(tmp_path / "w"), [(p, p.name) for p in sorted(home.iterdir())], tagger=None)
    )
    assert [bool(report.errors) for report in reports] == [False, True]
    assert "3,600" in reports[1].errors[0].message("en")


def test_a_file_that_vanishes_on_the_way(home: Path, tmp_path) -> None:
    """Tests that a file that went between being found and being read is named."""
    found = [(home / "gone.txt", "gone.txt"), (home / "good.txt", "good.txt")]
    gone, good = _intake.intake(Workspace(tmp_path / "w"), found, tagger=None)
    assert gone.status == "unreadable"
    assert gone.errors[0].where == "gone.txt"
    assert good.status == "new"


def test_several_processes_give_what_one_gives(run, home: Path, tmp_path) -> None:
    """Tests that order, records and errors are the same however many processes read."""
    (home / "bad.pdf").write_bytes(b"%PDF-1.7\n")
    for number in range(5):
        (home / f"{number}.txt").write_text(REPORT.replace("松溪", f"松溪{number}"), encoding="utf-8")
    one = run(home, tmp_path / "one", "--jobs", 1)
    two = run(home, tmp_path / "two", "--jobs", 2)
    assert one.code == two.code == 3
    assert list(one.files.items()) == list(two.files.items())
    for path in (tmp_path / "one" / "records").iterdir():
        assert path.read_bytes() == (tmp_path / "two" / "records" / path.name).read_bytes()


class Deadly:
    """A tagger that takes its process down at one text, as a fault in a C library would."""

    def tag(self, texts):
        if any("萧大川" in text for text in texts):
            os._exit(1)
        return [[] for _ in texts]


def test_a_reader_that_takes_its_process_down(home: Path, tmp_path) -> None:
    """Tests that a crash costs only the file that causes it."""
    (home / "deadly.txt").write_text(REPORT.replace("叶青林", "萧大川"), encoding="utf-8")
    (home / "z.txt").write_text(REPORT + "完。", encoding="utf-8")
    files = [(path, path.name) for path in sorted(home.iterdir())]
    reports = list(_intake.intake(Workspace(tmp_path / "w"), files, tagger=Deadly(), jobs=2))
    assert [(report.path, report.status) for report in reports] == [
        ("deadly.txt", "unreadable"),
        ("good.txt", "new"),
        ("z.txt", "new"),
    ]


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_one_writer_at_a_time(run, home: Path, tmp_path, lang: str) -> None:
    """Tests that a second run says that another one is at work and leaves the workspace alone."""
    workspace = Workspace(tmp_path / "w")
    with workspace.writing():
        done = run(home, tmp_path / "w", lang=lang)
    assert done.code == 2
    assert ("另一个" in done.said) == (lang == "zh")
    assert ("Another" in done.said) == (lang == "en")
    assert not list((tmp_path / "w" / "records").iterdir())
    assert run(home, tmp_path / "w").code == 0


def test_the_workspace_may_lie_in_the_folder(run, home: Path) -> None:
    """Tests that a workspace inside the folder that is read is not read itself."""
    for _ in range(2):
        done = run(home, home / "w")
        assert done.code == 0
        assert list(done.files) == ["good.txt"]


def test_a_folder_without_files(run, tmp_path) -> None:
    """Tests that a folder in which nothing can be read is a mistake and is named."""
    (tmp_path / "in").mkdir()
    done = run(tmp_path / "in", tmp_path / "w")
    assert done.code == 2
    assert str(tmp_path / "in") in done.said


def test_a_full_disk(run, home: Path, tmp_path, monkeypatch) -> None:
    """Tests that a write that fails is named, and that the run can be repeated."""

    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr("bridgehead.records.workspace.os.replace", full)
        done = run(home, tmp_path / "w")
    assert done.code == 2
    assert "No space left" in done.said
    assert run(home, tmp_path / "w").code == 0


def test_a_stop_and_another_run(run, home: Path, tmp_path, monkeypatch) -> None:
    """Tests that what was read before Ctrl+C is kept and that the next run reads the rest."""
    (home / "z.txt").write_text(REPORT + "完。", encoding="utf-8")
    read = _readers.read_items

    def stop(data: bytes, name: str, *given: object) -> list:
        if name == "z.txt":
            raise KeyboardInterrupt
        return read(data, name, *given)

    with monkeypatch.context() as patch:
        patch.setattr(_readers, "read_items", stop)
        done = run(home, tmp_path / "w", lang="en")
    assert (done.code, done.lines) == (130, [])
    assert "run again" in done.said
    done = run(home, tmp_path / "w")
    assert {name: item["status"] for name, item in done.files.items()} == {
        "good.txt": "unchanged",
        "z.txt": "new",
    }


def test_without_the_office(home: Path, tmp_path) -> None:
    """Tests that a run without the office's libraries writes records and brief and says what is missing."""
    hidden = tmp_path / "hidden"
    hidden.mkdir()
    (hidden / "django.py").write_text("raise ModuleNotFoundError(name='django')\n")
    env = {**os.environ, "PYTHONPATH": str(hidden), "BRIDGEHEAD_LANG": "en"}
    place = ["--workspace", str(tmp_path / "w")]
    for words, code in ((["run", str(home), "--rules-only"], 0), (["serve"], 3)):
        done = subprocess.run(
            [sys.executable, "-m", "bridgehead", *words, *place], capture_output=True, env=env, check=False
        )
        assert done.returncode == code, done.stderr.decode()
        assert "bridgehead[office]" in done.stderr.decode()
    assert (tmp_path / "w" / "reports" / "brief.docx").exists()
    assert list((tmp_path / "w" / "records").iterdir())


@pytest.mark.parametrize("verb", ["", "run", "repair", "read", "serve", "user", "export", "import", "doctor"])
def test_help_speaks_one_language(verb: str, capsys, monkeypatch) -> None:
    """Tests that help is in the user's language and in no other."""
    for lang, own in (("zh", True), ("en", False)):
        monkeypatch.setenv("BRIDGEHEAD_LANG", lang)
        assert main([verb, "--help"] if verb else ["--help"]) == 0
        said = capsys.readouterr().out
        assert any("\u4e00" <= char <= "\u9fff" for char in said) == own
        assert ("workspace folder" in said or "Read" in said) <= (not own)


def test_errors_travel_whole(tmp_path) -> None:
    """Tests that an error that comes from another process keeps its words and its place."""
    error = SourceError("坏", "bad", where="a.txt", try_zh="试", try_en="try")
    again = pickle.loads(pickle.dumps(error))
    assert type(again) is SourceError
    assert [again.message(lang) for lang in ("zh", "en")] == [error.message(lang) for lang in ("zh", "en")]
