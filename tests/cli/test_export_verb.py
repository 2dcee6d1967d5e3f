"""``bridgehead export``: every form, into a file or to standard output."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from bridgehead.cli.exchange import export
from bridgehead.errors import JsonLinesError, UsageError
from bridgehead.records import Appeal, Document, Event, SourceText, loads
from bridgehead.records.workspace import Entry, Workspace

RAW = "2026年3月5日，沈怀山到松溪县调研。"
ROW = "13800000000 反映路灯不亮"


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """A workspace with one event and one appeal."""
    workspace = Workspace(tmp_path / "w")
    for id, raw, make in (("document-1", RAW, Event), ("document-2", ROW, Appeal)):
        document = Document(
            id=id, path=f"{id}.txt", sha256="0f" * 32, media_type="text/plain", length=len(raw)
        )
        fields = (
            {"name": "=调研", "classification": "visit", "start_time": "2026-03-05"}
            if make is Event
            else {"body": "反映路灯不亮"}
        )
        record = SourceText(id, raw).cite(make, (0, len(raw)), raw, **fields)
        workspace.save(document, {"raw": raw, "clean": raw, "edits": [], "lines": []}, [record])
        workspace.note(f"/in/{id}.txt", Entry(name=f"{id}.txt", sha256=id, reader="r", documents=(id,)))
    workspace.commit()
    return workspace.folder


@pytest.mark.parametrize("form", ["jsonl", "popolo", "ocd", "ftm", "schema"])
def test_each_form_is_json_lines(place: Path, form: str, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    """Tests that what is printed is JSON, line by line, without the appeal; the last is said on stderr."""
    assert export(format=form, workspace=place, json=True) == 0  # type: ignore[arg-type]
    out, err = capfdbinary.readouterr()
    objects = [json.loads(line) for line in out.splitlines()]
    assert objects
    assert b"13800000000" not in out
    assert "路灯".encode() not in out
    assert "诉求".encode() in err


def test_json_lines_can_be_read_again(place: Path, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    """Tests that records of a type, and no others, come out as they are kept."""
    assert export("event", workspace=place) == 0
    (line,) = capfdbinary.readouterr().out.splitlines()
    assert isinstance(loads(line), Event)


def test_a_table_for_a_spreadsheet(place: Path, tmp_path: Path) -> None:
    """Tests that csv opens in a spreadsheet as UTF-8, without formulas, and is counted without its heads."""
    path = tmp_path / "events.csv"
    assert export("event", format="csv", workspace=place, output=path) == 0
    text = path.read_bytes().decode("utf-8-sig")
    assert path.read_bytes().startswith(b"\xef\xbb\xbf")
    assert "'=调研" in text.splitlines()[1]
    assert len(text.splitlines()) == 2


@pytest.mark.parametrize(
    ("types", "as_json"), [((), False), (("event", "person"), False), (("event",), True)]
)
def test_a_table_is_of_one_type(place: Path, types: tuple[str, ...], as_json: bool) -> None:
    """Tests that csv of several types, or as JSON, is refused with what to type instead."""
    with pytest.raises(UsageError, match="csv"):
        export(*types, format="csv", workspace=place, json=as_json)


def test_a_file_is_whole_or_not_there(place: Path, tmp_path: Path) -> None:
    """Tests that an export that fails leaves neither half a file nor a stray one."""
    path = tmp_path / "out.jsonl"
    (next((place / "records").iterdir())).write_text("{", encoding="utf-8")
    with pytest.raises(JsonLinesError):
        export(workspace=place, output=path)
    assert list(tmp_path.iterdir()) == [place]
