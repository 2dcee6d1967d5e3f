"""The command line, as a user meets it: real files in, real output out."""

from __future__ import annotations

import json
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

REPORT = """市领导到松溪县调研百合产业

本报讯（记者 方圆）2024年3月5日至6日，云岭市委书记沈怀山深入松溪县、梅川县，就百合产业发展、园区建设进行调研。他强调，要延长百合产业链，把深加工做强。市长叶青林参加。

沈怀山来到梅川百合产业园，察看加工车间，了解产品销路。他指出，一要抓好种植标准，稳定种植面积。二要抓好精深加工，年内引进龙头企业3家。

今年1至2月，全市百合加工产值12.5亿元，同比增长8.2%。
"""  # noqa: E501


def bridgehead(*words: object, lang: str = "zh", stdin: bytes | None = None) -> subprocess.CompletedProcess:
    import os

    return subprocess.run(
        [sys.executable, "-m", "bridgehead", *map(str, words)],
        capture_output=True,
        input=stdin,
        check=False,
        env={**os.environ, "BRIDGEHEAD_LANG": lang, "PYTHONIOENCODING": "utf-8"},
    )


def lines(done: subprocess.CompletedProcess) -> list[dict]:
    return [json.loads(line) for line in done.stdout.splitlines()]


@pytest.fixture(scope="module")
def folder(tmp_path_factory) -> Path:
    """A folder with one good report and every kind of bad file."""
    home = tmp_path_factory.mktemp("cli") / "收文"
    home.mkdir()
    (home / "调研.txt").write_text(REPORT, encoding="utf-8")
    (home / "调研-gbk.txt").write_bytes(REPORT.replace("松溪", "石塘").encode("gb18030"))
    (home / "空.txt").write_bytes(b"")
    (home / "二进制.txt").write_bytes(bytes(range(256)) * 40)
    (home / "断.docx").write_bytes(b"PK\x03\x04" + b"\0" * 200)
    (home / "断.pdf").write_bytes(b"%PDF-1.7\n1 0 obj\n<<")
    with zipfile.ZipFile(home / "包.zip", "w") as archive:
        archive.writestr("里面/通知.txt", "各县（区）要在4月底前上报种植面积。" * 3)
        archive.writestr("里面/坏.pdf", b"%PDF-1.7\n")
    return home


@pytest.fixture(scope="module")
def first(folder: Path) -> tuple[subprocess.CompletedProcess, Path]:
    """The first run over the folder, with its workspace."""
    workspace = folder.parent / "workspace"
    return bridgehead("run", folder, "--workspace", workspace, "--rules-only", "--json"), workspace


def test_run_reads_the_good_and_names_the_bad(first) -> None:
    """Tests that bad files are each named with exit code 3 while the good ones go in."""
    done, workspace = first
    assert done.returncode == 3, done.stderr.decode()
    files = {item["path"]: item for item in lines(done) if item["type"] == "file"}
    assert {name for name, item in files.items() if item["errors"]} == {
        "空.txt",
        "二进制.txt",
        "断.docx",
        "断.pdf",
        "包.zip",
    }
    assert files["包.zip"]["documents"], "the good member of the archive went through"
    assert files["调研.txt"]["records"]["directive"] >= 2
    assert files["调研.txt"]["records"]["event"] >= 1
    assert files["调研.txt"]["records"]["observation"] >= 1
    assert all("Traceback" not in error for item in files.values() for error in item["errors"])
    assert (workspace / "reports" / "brief.docx").stat().st_size > 5_000


def test_run_again_changes_nothing(first, folder: Path) -> None:
    """Tests that a second run skips what it knows and leaves every record and the brief as they were."""
    _, workspace = first
    kept = [*(workspace / "records").iterdir(), workspace / "reports" / "brief.docx"]
    before = {path: (path.read_bytes(), path.stat().st_mtime_ns) for path in kept}
    again = bridgehead("run", folder, "--workspace", workspace, "--rules-only", "--json")
    statuses = {item["path"]: item["status"] for item in lines(again) if item["type"] == "file"}
    assert statuses["调研.txt"] == "unchanged"
    assert statuses["断.pdf"] == "unreadable"
    (summary,) = [item for item in lines(again) if item["type"] == "run"]
    assert (summary["new"], summary["updated"], summary["withdrawn"]) == (0, 0, 0)
    assert {path: (path.read_bytes(), path.stat().st_mtime_ns) for path in kept} == before


def test_a_file_that_went_takes_its_records_along(tmp_path) -> None:
    """Tests that removing a file from the folder removes what was read from it."""
    home, workspace = tmp_path / "in", tmp_path / "w"
    home.mkdir()
    for name in ("a", "b"):
        (home / f"{name}.txt").write_text(REPORT.replace("松溪", "松溪" + name), encoding="utf-8")
    assert bridgehead("run", home, "--workspace", workspace, "--rules-only").returncode == 0
    (home / "b.txt").unlink()
    done = bridgehead("run", home, "--workspace", workspace, "--rules-only", "--json")
    assert [item["status"] for item in lines(done) if item["type"] == "file"] == ["unchanged", "removed"]
    assert len(list((workspace / "records").iterdir())) == 1


def test_another_folder_adds_to_the_workspace(tmp_path) -> None:
    """Tests that reading a second folder keeps what the first one gave, even under the same file name."""
    for name in ("2023", "2024"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "调研.txt").write_text(REPORT.replace("2024", name), encoding="utf-8")
        done = bridgehead("run", tmp_path / name, "--workspace", tmp_path / "w", "--rules-only", "--json")
        assert done.returncode == 0
    assert len(list((tmp_path / "w" / "records").iterdir())) == 2


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_summary_speaks_both_languages(folder: Path, first, lang: str) -> None:
    """Tests that the table of a run is for people, in their language."""
    _, workspace = first
    done = bridgehead("run", folder, "--workspace", workspace, "--rules-only", lang=lang)
    said = done.stdout.decode()
    assert ("合计" in said) == (lang == "zh")
    assert ("Total" in said) == (lang == "en")
    assert "serve" in said
    assert "断.pdf" in said


def test_read_prints_records_and_nothing_else(folder: Path) -> None:
    """Tests that `read --json` prints the document, then records whose quotes stand in it."""
    done = bridgehead("read", folder / "调研.txt", "--json", "--rules-only")
    assert done.returncode == 0
    document, *records = lines(done)
    assert document["type"] == "document"
    assert records
    for record in records:
        start, end = record["span"]
        assert REPORT[start:end] == record["quote_raw"]
    assert done.stderr == b""


def test_jsonl_keeps_the_callers_ids(tmp_path) -> None:
    """Tests that texts given as JSON Lines keep their ids, and that a bad line does not stop the rest."""
    path = tmp_path / "in.jsonl"
    path.write_text(
        json.dumps({"id": "p1", "text": REPORT, "date_published": "2024-03-07", "place": "云岭市"})
        + "\nnonsense\n"
        + json.dumps({"id": "p2", "text": "全市要抓好春耕。"}),
        encoding="utf-8",
    )
    done = bridgehead("read", "--jsonl", path, "--json", "--rules-only")
    assert done.returncode == 3
    assert "in.jsonl:2" in done.stderr.decode()
    found = lines(done)
    assert [item["id"] for item in found if item["type"] == "document"] == ["p1", "p2"]
    assert {item["document"] for item in found if item["type"] != "document"} <= {"p1", "p2"}


def test_repair_explains_itself(tmp_path) -> None:
    """Tests that `repair --json` gives the clean text, replayable edits and lines with roles."""
    raw = "要推動(dòng)產業(yè)發(fā)展，加強(qiáng)產業(yè)鏈建設，發(fā)動(dòng)群眾。"
    done = bridgehead("repair", "-", "--json", stdin=raw.encode())
    (found,) = lines(done)
    assert list(found) == ["id", "clean", "edits", "lines"]
    clean, shift = raw, 0
    for edit in found["edits"]:
        if edit["outcome"] == "repaired":
            assert raw[edit["start"] : edit["end"]] == edit["raw"]
            clean = clean[: edit["start"] + shift] + edit["clean"] + clean[edit["end"] + shift :]
            shift += len(edit["clean"]) - len(edit["raw"])
    assert clean == found["clean"] == "要推动产业发展，加强产业链建设，发动群众。"
    assert [line["role"] for line in found["lines"]]


def test_standard_input_may_be_json_lines() -> None:
    """Tests that `--jsonl -` reads texts from standard input, line by line."""
    text = '{"id": "a", "text": "全市要抓好春耕。"}\n{"id": "b", "text": "抓好防汛。"}\n'
    done = bridgehead("repair", "--jsonl", "-", "--json", stdin=text.encode())
    assert done.returncode == 0, done.stderr.decode()
    assert [item["id"] for item in lines(done)] == ["a", "b"]


def test_repair_shows_a_person_what_it_did() -> None:
    """Tests that without --json the page is shown before and after, doubtful edits with their reasons."""
    raw = "要推動(dòng)產業(yè)發(fā)展，加強(qiáng)產業(yè)鏈建設。\n部門會議。\n字迹\ufffd不清。\n"
    said = bridgehead("repair", "-", stdin=raw.encode()).stdout.decode()
    assert "1 − 要推動(dòng)產業(yè)發(fā)展" in said
    assert "+ 要推动产业发展，加强产业链建设。" in said
    assert "2 │ 部[-門會議-]{+门会议+}。" in said
    assert "字迹[?\ufffd?]不清" in said
    assert "解码失败" in said
    assert "pinyin" in said.split("┏")[1]


@pytest.mark.parametrize(
    ("words", "code", "what"),
    [
        (["run", "没有这个文件夹"], 2, "没有这个文件夹"),
        (["read"], 2, "没有给出"),
        (["reed"], 2, "read"),
        (["read", "--jsn", "x"], 2, "--json"),
        (["read", "--jsonl", "没有.jsonl"], 2, "没有.jsonl"),
    ],
)
def test_wrong_usage_is_named(words: list[str], code: int, what: str, tmp_path) -> None:
    """Tests that a slip of the user gets exit code 2 and a hint, never a traceback."""
    done = bridgehead(*words, *(["--workspace", tmp_path / "w"] if words[0] == "run" else []))
    said = (done.stdout + done.stderr).decode()
    assert done.returncode == code
    assert what in said
    assert "Traceback" not in said


def test_export_gives_back_what_was_read(first) -> None:
    """Tests that export prints exactly the records asked for."""
    _, workspace = first
    found = lines(bridgehead("export", "directive", "project", "--workspace", workspace))
    assert {item["type"] for item in found} <= {"directive", "project"}
    assert sum(item["type"] == "directive" for item in found) >= 2


def test_doctor_checks_every_quote(first) -> None:
    """Tests that doctor is content with a sound workspace and finds a text that was tampered with."""
    _, workspace = first
    assert bridgehead("doctor", "--workspace", workspace, "--json").returncode == 0
    target = next(path for path in (workspace / "texts").iterdir() if "沈怀山" in path.read_text("utf-8"))
    before = target.read_text("utf-8")
    target.write_text(before.replace("沈怀山", "沈怀川"), "utf-8")
    try:
        done = bridgehead("doctor", "--workspace", workspace, "--json")
        assert done.returncode == 1
        assert [item for item in lines(done) if not item["ok"] and target.stem in item["what"]]
    finally:
        target.write_text(before, "utf-8")
