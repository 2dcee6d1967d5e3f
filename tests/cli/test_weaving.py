"""Documents of one folder that share text: mended by one another, and one event between them."""

from __future__ import annotations

from pathlib import Path

import pytest

from bridgehead import sources
from bridgehead.cli._intake import forget_missing, intake
from bridgehead.cli._twins import weave
from bridgehead.records import Directive, Document, Event, Observation, verify
from bridgehead.records.workspace import Workspace

BODY = (
    "本报讯（记者 方圆）2024年3月5日至6日，云岭市委书记沈怀山深入松溪县，就百合产业发展、园区建设进行调研。"
    "他强调，要延长百合产业链，把深加工做强，带动更多农户增收。市长叶青林参加。\n\n"
    "沈怀山来到松溪百合产业园，察看加工车间，了解产品销路。他指出，要抓好种植标准，稳定种植面积；"
    "要抓好生态保护、修复与治理，年内引进龙头企业3家。\n\n"
    "今年1至2月，全市百合加工产值12.5亿元，同比增长8.2%。\n"
)
PAPERS = {
    "日报.txt": "市领导到松溪县调研百合产业\n\n" + BODY,
    "晚报.txt": "百合花开好时节\n\n" + BODY.replace("生态保护、", "生态\ufffd\ufffd、"),
    "网站.txt": "沈怀山：把百合深加工做强\n\n" + BODY.replace("，把深加工", "，\n\n把深加工"),
}
OTHER = "石塘县召开人才工作会\n\n3月9日，石塘县召开人才工作会，部署全年任务，表彰12名优秀工匠。\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Three papers with one release under three headlines, and another report."""
    home = tmp_path / "收文"
    home.mkdir()
    for name, text in {**PAPERS, "会议.txt": OTHER}.items():
        (home / name).write_text(text, encoding="utf-8")
    return home


def run(folder: Path) -> tuple[Workspace, set[str]]:
    """Read the folder by rules, and weave; return the workspace and what was changed by twins."""
    workspace = Workspace(folder.parent / "workspace")
    files = sources.discover([folder])
    list(intake(workspace, files, tagger=None))
    forget_missing(workspace, [folder], files)
    return workspace, weave(workspace, tagger=None)


def documents(workspace: Workspace) -> dict[str, str]:
    return {next(workspace.load(id)).path: id for id in workspace.documents()}


def visits(workspace: Workspace) -> list[Event]:
    return [
        record
        for id in workspace.documents()
        for record in workspace.load(id)
        if isinstance(record, Event) and record.classification == "visit"
    ]


def stored(workspace: Workspace) -> dict[str, bytes]:
    return {
        path.name: path.read_bytes()
        for room in (workspace.records, workspace.texts)
        for path in room.iterdir()
    }


def test_three_papers_say_it_once(folder: Path) -> None:
    """Tests that each demand and figure of a release stands once, and the copies say which print that is."""
    workspace, _ = run(folder)
    for kind in (Directive, Observation):
        found = [one for id in workspace.documents() for one in workspace.load(id) if isinstance(one, kind)]
        heads = {one.quote for one in found if one.same_as is None and "12名" not in one.quote}
        copies = [one for one in found if one.same_as]
        firsts = {one.id for one in found if one.same_as is None}
        assert len(copies) == 2 * len(heads) > 0, kind
        assert {one.same_as for one in copies} <= firsts
    again = stored(workspace)
    weave(workspace, tagger=None)
    assert stored(workspace) == again
    for path in ("日报.txt", "晚报.txt"):
        (folder / path).unlink()
    workspace, _ = run(folder)
    left = [one for id in workspace.documents() for one in workspace.load(id) if isinstance(one, Directive)]
    assert left
    assert all(one.same_as is None for one in left)


def test_three_papers_one_event(folder: Path) -> None:
    """Tests that one release in three papers is one event with three sources, and the copies say which."""
    workspace, _ = run(folder)
    papers = {id for path, id in documents(workspace).items() if path in PAPERS}
    found = visits(workspace)
    assert len(found) == 3
    assert {frozenset(event.sources) for event in found} == {frozenset(papers)}
    (first,) = [event for event in found if event.same_as is None]
    assert {event.same_as for event in found if event is not first} == {first.id}


def test_the_damaged_paper_is_mended(folder: Path) -> None:
    """Tests that the clean paper mends the damaged one, whose records then quote the whole text."""
    workspace, changed = run(folder)
    evening = documents(workspace)["晚报.txt"]
    text = workspace.load_text(evening)
    assert "生态保护、修复" in text["clean"]
    assert "\ufffd" in text["alone"]["clean"]
    assert evening in changed
    (document, *records) = workspace.load(evening)
    assert isinstance(document, Document)
    assert document.unknown == 0
    assert any("生态保护、修复" in record.quote for record in records)
    for record in records:
        verify(record, text["raw"])


def test_again_changes_nothing(folder: Path) -> None:
    """Tests that a second run changes neither a file nor a byte."""
    workspace, _ = run(folder)
    before = stored(workspace)
    again, changed = run(folder)
    assert changed == set()
    assert stored(again) == before


def test_the_order_of_reading_is_no_matter(folder: Path, tmp_path: Path) -> None:
    """Tests that papers that come one run after another end like those that come at once."""
    at_once = stored(run(folder)[0])
    later = tmp_path / "later" / "收文"
    later.mkdir(parents=True)
    for name in ("晚报.txt", "会议.txt", "网站.txt", "日报.txt"):
        (later / name).write_bytes((folder / name).read_bytes())
        workspace, _ = run(later)
    assert stored(workspace) == at_once


def test_a_twin_that_is_gone(folder: Path) -> None:
    """Tests that a paper is again what it was when its twins are gone."""
    run(folder)
    for name in ("日报.txt", "网站.txt"):
        (folder / name).unlink()
    workspace, changed = run(folder)
    evening = documents(workspace)["晚报.txt"]
    assert evening in changed
    text = workspace.load_text(evening)
    assert "\ufffd" in text["clean"]
    assert text.keys() == {"raw", "clean", "edits", "lines"}
    (event,) = visits(workspace)
    assert event.sources == (evening,)
    assert event.same_as is None


def test_alike_but_another_place(folder: Path) -> None:
    """Tests that two reports made after one pattern, of two places, are two events."""
    for name in ("晚报.txt", "网站.txt"):
        (folder / name).write_text(
            PAPERS["日报.txt"].replace("松溪", "石塘" if name < "网" else "梅川"), encoding="utf-8"
        )
    workspace, _ = run(folder)
    assert [len(event.sources) for event in visits(workspace)] == [1, 1, 1]
