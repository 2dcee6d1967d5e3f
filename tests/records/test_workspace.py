"""The workspace folder."""

from __future__ import annotations

from pathlib import Path

import pytest

from bridgehead.errors import WorkspaceError
from bridgehead.records import Directive, Document, SourceText
from bridgehead.records.workspace import Entry, Workspace


def document(name: str) -> Document:
    return Document(id=f"document-{name}", path=f"{name}.txt", sha256=name, media_type="text/plain", length=5)


def save(workspace: Workspace, name: str) -> None:
    item = document(name)
    record = SourceText(item.id, "要抓落实。").cite(Directive, (0, 5), "要抓落实。", head="x", text="x")
    workspace.save(item, {"raw": "要抓落实。", "clean": "要抓落实。", "edits": [], "lines": []}, [record])


def test_what_is_kept_is_found_again(tmp_path) -> None:
    """Tests that a document, its text and its records come back after the folder is opened anew."""
    workspace = Workspace(tmp_path / "w")
    save(workspace, "a")
    workspace.keep_original(b"bytes", "abc")
    workspace.note("a.txt", Entry(name="甲", sha256="abc", reader="r", documents=("document-a",)))
    workspace.commit()
    again = Workspace(tmp_path / "w")
    assert again.documents() == ["document-a"]
    assert [record.type for record in again.load("document-a")] == ["document", "directive"]
    assert again.load_text("document-a")["raw"] == "要抓落实。"
    assert again.original("abc").read_bytes() == b"bytes"


def test_a_document_goes_when_its_last_file_goes(tmp_path) -> None:
    """Tests that two copies of a file share a document, and that it goes only with the second."""
    workspace = Workspace(tmp_path / "w")
    save(workspace, "a")
    for name in ("one.txt", "two.txt"):
        workspace.note(name, Entry(name="甲", sha256="s", reader="r", documents=("document-a",)))
    workspace.forget("one.txt")
    assert workspace.record_file("document-a").exists()
    workspace.note("two.txt", Entry(name="甲", sha256="t", reader="r", documents=("document-b",)))
    assert not workspace.record_file("document-a").exists()
    assert not workspace.text_file("document-a").exists()


def test_a_folder_with_other_things_is_not_taken_over(tmp_path) -> None:
    """Tests that a folder of somebody's own files is refused and left alone."""
    (tmp_path / "论文.docx").write_bytes(b"x")
    with pytest.raises(WorkspaceError, match="不是工作区"):
        Workspace(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["论文.docx"]


def test_a_file_is_not_a_workspace(tmp_path) -> None:
    """Tests that a file in the folder's place is named."""
    path = tmp_path / "w"
    path.write_text("x")
    with pytest.raises(WorkspaceError, match="文件"):
        Workspace(path)


def test_a_damaged_list_is_named(tmp_path) -> None:
    """Tests that a broken workspace.json says which file it is and what to do."""
    Workspace(tmp_path / "w")
    (tmp_path / "w" / "workspace.json").write_text("{")
    with pytest.raises(WorkspaceError, match=r"workspace\.json"):
        Workspace(tmp_path / "w")


def test_the_list_is_not_rewritten_without_need(tmp_path) -> None:
    """Tests that committing what did not change leaves the file untouched."""
    workspace = Workspace(tmp_path / "w")
    workspace.note("a.txt", Entry(name="甲", sha256="s", reader="r"))
    workspace.commit()
    path = tmp_path / "w" / "workspace.json"
    before = path.stat().st_mtime_ns
    workspace.commit()
    assert path.stat().st_mtime_ns == before


def test_a_workspace_keeps_its_id(tmp_path: Path) -> None:
    """Tests that the id is drawn once, differs from every other, and survives the list being written."""
    one, other = Workspace(tmp_path / "one"), Workspace(tmp_path / "other")
    assert one.id != other.id
    one.note("a", Entry(name="a", sha256="0", reader="r"))
    one.commit()
    assert Workspace(tmp_path / "one").id == one.id


def test_an_older_workspace_gets_an_id(tmp_path: Path) -> None:
    """Tests that a list without an id is given one, and keeps its files."""
    folder = tmp_path / "old"
    folder.mkdir()
    kept = '"files":{"a":{"name":"a","sha256":"0","reader":"r"}}'
    (folder / "workspace.json").write_text(f'{{"format":1,{kept}}}', encoding="utf-8")
    opened = Workspace(folder)
    assert len(opened.id) == 16
    assert set(opened.entries()) == {"a"}
    assert Workspace(folder).id == opened.id


def test_one_writer(tmp_path) -> None:
    """Tests that a workspace that is being written takes readers but no second writer."""
    one, two = Workspace(tmp_path / "w"), Workspace(tmp_path / "w")
    with one.writing():
        one.note("a.txt", Entry(name="a", sha256="1", reader="r"))
        one.commit()
        with pytest.raises(WorkspaceError, match="另一个"), two.writing():
            pass
        assert Workspace(tmp_path / "w").entries()
    with two.writing():
        assert two.entry("a.txt"), "what the other one wrote meanwhile is known"


def test_a_newer_workspace_is_left_alone(tmp_path) -> None:
    """Tests that a workspace of a later format is named and not written over."""
    (tmp_path / "workspace.json").write_text('{"format": 9, "files": {}}')
    with pytest.raises(WorkspaceError, match="9"):
        Workspace(tmp_path)
    assert (tmp_path / "workspace.json").read_text() == '{"format": 9, "files": {}}'


def test_without_its_list(tmp_path) -> None:
    """Tests that a workspace whose list was deleted, as the message for a broken one advises, opens empty."""
    save(Workspace(tmp_path / "w"), "a")
    (tmp_path / "w" / "workspace.json").unlink()
    assert Workspace(tmp_path / "w").documents() == []
