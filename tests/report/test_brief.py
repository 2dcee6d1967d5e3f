"""The brief, read back with python-docx, and as an office suite lays it out."""

from __future__ import annotations

import datetime as dt

import pytest
from docx import Document as open_word
from docx.shared import Mm

from bridgehead import terms
from bridgehead.records import (
    Commitment,
    Comparison,
    Directive,
    Document,
    Event,
    Gap,
    Link,
    Observation,
    Participant,
    Project,
    SourceText,
)
from bridgehead.records.workspace import Entry, Workspace
from bridgehead.report import write_brief

RAW = "3月5日，市委书记沈怀山到松溪县调研，强调要把百合产业做大。全市地区生产总值12.5亿元，同比增长8.2%。"
LATER = "4月，松溪县新建百合冷库三座。"
DAY = dt.date(2026, 11, 22)


@pytest.fixture
def workspace(tmp_path) -> Workspace:
    place = Workspace(tmp_path / "w")
    document = Document(
        id="document-1",
        path="日报/调研.txt",
        sha256="s",
        media_type="text/plain",
        length=len(RAW),
        unknown=2,
        place="云岭市",
    )
    answer = Document(
        id="document-2",
        path="日报/冷库.txt",
        sha256="t",
        media_type="text/plain",
        length=len(LATER),
        date_published="2024-04-20",
    )
    source, later = SourceText(document.id, RAW), SourceText(answer.id, LATER)
    ask = source.cite(
        Directive,
        (21, 30),
        RAW[21:30],
        head=RAW[21:30],
        text=RAW[21:30],
        issuer_name="沈怀山",
        issuer_post="市委书记",
    )
    silent = source.cite(
        Directive,
        (0, 18),
        RAW[0:18],
        head="要办好县里的养老服务中心",
        text="要办好县里的养老服务中心",
        issuer_post="市委书记",
        issuer_name="沈怀山",
        deadline="2024-12-31",
    )
    records = [
        source.cite(
            Event,
            (0, 18),
            RAW[0:18],
            name="沈怀山调研松溪县",
            classification="visit",
            start_time="--03-05",
            end_time="--03-05",
            areas=("松溪县",),
            participants=(Participant(role="leader", name="沈怀山", post="市委书记"),),
        ),
        ask,
        silent,
        source.cite(Gap, (0, 18), RAW[0:18], directive=silent.id, searched_until="2024-04-20"),
        source.cite(
            Observation,
            (30, 53),
            RAW[30:53],
            observation_about="云岭市",
            variable_measured="gdp",
            variable_text="地区生产总值",
            observation_period="2023",
            value=12.5,
            unit_text="亿元",
            comparisons=(Comparison(kind="yoy", value=8.2, unit="%", direction="up"),),
        ),
        source.cite(Observation, (0, 5), RAW[0:5], variable_text="中的", value=4, unit_text="栋", key="junk"),
    ]
    link = later.cite(
        Link,
        (0, len(LATER)),
        LATER,
        directive=ask.id,
        kind="act",
        level="strong",
        score=0.9,
        claim=True,
        date="2024-04-20",
    )
    for one, text, found in ((document, RAW, records), (answer, LATER, [link])):
        place.save(one, {"raw": text, "clean": text, "edits": [], "lines": []}, found)
        place.note(one.path, Entry(name=one.path, sha256="s", reader="r", documents=(one.id,)))
    place.commit()
    return place


def read(path) -> tuple[str, list[str]]:
    """The paragraphs and the cells of a brief."""
    word = open_word(str(path))
    cells = [cell.text for table in word.tables for row in table.rows for cell in row.cells]
    return "\n".join(paragraph.text for paragraph in word.paragraphs), cells


def test_the_brief_says_who_said_what_and_what_came_of_it(workspace, tmp_path) -> None:
    """Tests that an ask stands beside its evidence with both sources; what is silent stands apart."""
    write_brief(workspace, tmp_path / "b.docx", language="zh", today=DAY)
    said, cells = read(tmp_path / "b.docx")
    asked = cells.index(f"{RAW[21:30]}〔1:22〕")
    assert cells[asked - 1] == "市委书记沈怀山"
    assert cells[asked + 1] == "2024年4月20日：4月，松溪县新建百合冷库三座。〔2:1〕"
    silent = cells.index("要办好县里的养老服务中心〔1:1〕")
    assert cells[silent + 1 : silent + 3] == ["2024年12月31日", "查至2024年4月20日，未见回应"]
    assert "1[3]条在后来的材料里有落实线索" in said
    assert "1份材料有受损文字未能确定" in said
    assert "没有读到项目" in said


def test_the_brief_shows_visits_and_known_indicators_only(workspace, tmp_path) -> None:
    """Tests that a figure whose variable or period is not known stays out of the brief."""
    write_brief(workspace, tmp_path / "b.docx", language="zh", today=DAY)
    _, cells = read(tmp_path / "b.docx")
    assert "3月5日（年份不详）" in cells
    assert "市委书记沈怀山，到松溪县。〔1:1〕" in cells
    at = cells.index("地区生产总值")
    assert cells[at : at + 5] == ["地区生产总值", "云岭市", "2023年", "12.5亿元", "同比升8.2%"]
    assert not [cell for cell in cells if "栋" in cell]


def test_the_brief_is_written_in_english_as_well(workspace, tmp_path) -> None:
    """Tests that an English brief has no Chinese words of its own; quotes and names stay as they are."""
    write_brief(workspace, tmp_path / "b.docx", language="en", today=DAY)
    said, cells = read(tmp_path / "b.docx")
    assert "1. What was asked, and what came of it" in said
    assert "22 November 2026" in said
    assert "20 Apr 2024: 4月，松溪县新建百合冷库三座。[2:1]" in cells
    assert "up 8.2% on the year" in cells
    assert "searched to 20 Apr 2024, nothing" in cells


def test_the_page_is_the_official_one(workspace, tmp_path) -> None:
    """Tests that paper and margins are those of GB/T 9704, and that the same day gives the same bytes."""
    for name in ("a", "b"):
        write_brief(workspace, tmp_path / f"{name}.docx", today=DAY)
    assert (tmp_path / "a.docx").read_bytes() == (tmp_path / "b.docx").read_bytes()
    section = open_word(str(tmp_path / "a.docx")).sections[0]
    assert abs(section.page_width - Mm(210)) < Mm(1)
    assert abs(section.top_margin - Mm(37)) < Mm(1)
    assert abs(section.left_margin - Mm(28)) < Mm(1)


def test_an_empty_workspace_still_gives_a_brief(tmp_path) -> None:
    """Tests that a brief without material says so instead of failing."""
    path = tmp_path / "brief.docx"
    write_brief(Workspace(tmp_path / "w"), path, language="zh", today=DAY)
    said, _ = read(path)
    assert "本期读取0[1]份材料" in said
    assert "没有读到有落实线索的要求" in said


@pytest.mark.office_suite
def test_a_brief_of_much_material_stays_short(tmp_path, lay_out) -> None:
    """Tests that a thousand of everything, each as long as it may be, makes a brief of a few pages."""
    place = Workspace(tmp_path / "w")
    text = "要抓紧推进重点项目建设和民生实事办理，" * 12
    for number in range(60):
        document = Document(
            id=f"document-{number}",
            path=f"日报/第{number}期.txt",
            sha256=str(number),
            media_type="text/plain",
            length=len(text),
            title=f"云岭市推进第{number}批重点项目建设和民生实事办理纪实",
            date_published=f"2024-{number % 12 + 1:02}-10",
            place="云岭市",
        )
        place.save(
            document, {"raw": text, "clean": text, "edits": [], "lines": []}, much(document.id, number, text)
        )
        place.note(
            document.path, Entry(name=document.path, sha256=str(number), reader="r", documents=(document.id,))
        )
    place.commit()
    paths = [tmp_path / "much-zh.docx", tmp_path / "much-en.docx"]
    for path, language in zip(paths, ("zh", "en"), strict=True):
        write_brief(place, path, language=language, today=DAY)
    pages = {name: len(laid) for name, laid in lay_out(*paths).items()}
    assert max(pages.values()) <= 6, pages


def much(document: str, number: int, text: str) -> list:
    """Return records of one document that all differ from those of others."""
    source, made = SourceText(document, text), []
    for at in range(18):
        head = "".join(chr(0x4E00 + (number * 7919 + at * 104729 + k * k * 31) % 20000) for k in range(120))
        ask = source.cite(
            Directive,
            (at, at + 100),
            text[at : at + 100],
            head=head,
            text=head,
            issuer_post=f"第{number % 9}县县委书记",
            issuer_name="沈怀山",
            deadline="2024-12-31",
        )
        made.append(ask)
        told = {"directive": ask.id, "kind": "act", "level": "strong", "score": 0.9, "claim": True}
        if at % 2:
            made.append(source.cite(Link, (at, 200), head, date="2024-12-01", key=str(at), **told))
        else:
            made.append(source.cite(Gap, (at, 200), head, directive=ask.id, searched_until="2024-12-10"))
    promise = source.cite(Commitment, (0, 80), text[:80], head=head[::-1], text=head, unit=f"第{number}县")
    told = {"directive": promise.id, "kind": "outcome", "level": "strong", "score": 0.9, "claim": True}
    made += [promise, source.cite(Link, (0, 90), head, date="2024-12-01", **told)]
    variables = [row["code"] for row in terms.table("variables") if row["loose"] != "1"]
    project = {"owner": ("云岭恒远装备机械制造股份有限公司",), "area": "松溪县", "phase": "started"}
    made += [
        source.cite(
            Observation,
            (number, number + 40),
            text[number : number + 40],
            observation_about="云岭市",
            variable_measured=variables[number],
            variable_text="指标",
            observation_period="2024-01/2024-10",
            value=123456.78,
            unit_text="亿元",
            comparisons=(Comparison(kind="gap", value=-2.5, unit="百分点", base="全省平均水平"),) * 2,
        ),
        source.cite(Project, (1, 30), text[1:30], name=head[:40], amount=1.5e9, currency="CNY", **project),
    ]
    leader = (Participant(role="leader", name="沈怀山", post=f"第{number}县县委书记"),)
    names = tuple(f"第{number}县第{n}镇" for n in range(9))
    made.append(
        source.cite(
            Event,
            (0, 50),
            text[:50],
            name="调研",
            classification="visit",
            start_time="2024-03-05",
            areas=names,
            subjects=names,
            participants=leader,
        )
    )
    return made
