"""The brief, read back with python-docx."""

from __future__ import annotations

import pytest
from docx import Document as open_word
from docx.shared import Mm

from bridgehead.records import (
    Comparison,
    Directive,
    Document,
    Event,
    Observation,
    Participant,
    SourceText,
)
from bridgehead.records.workspace import Entry, Workspace
from bridgehead.report import write_brief

RAW = "3月5日，市委书记沈怀山到松溪县调研，强调要把百合产业做大。全市百合产值12.5亿元，同比增长8.2%。"


@pytest.fixture
def workspace(tmp_path) -> Workspace:
    place = Workspace(tmp_path / "w")
    document = Document(
        id="document-1", path="日报/调研.txt", sha256="s", media_type="text/plain", length=len(RAW), unknown=2
    )
    source = SourceText(document.id, RAW)
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
        source.cite(
            Directive,
            (21, 30),
            RAW[21:30],
            head=RAW[21:30],
            text=RAW[21:30],
            issuer_name="沈怀山",
            issuer_post="市委书记",
            addressee=("松溪县",),
        ),
        source.cite(
            Observation,
            (30, 51),
            RAW[30:51],
            observation_about="云岭市",
            variable_text="百合产值",
            value=12.5,
            unit_text="亿元",
            comparisons=(Comparison(kind="yoy", value=8.2, unit="%", direction="up"),),
        ),
    ]
    place.save(document, {"raw": RAW, "clean": RAW, "edits": [], "lines": []}, records)
    place.note("日报/调研.txt", Entry(name="日报/调研.txt", sha256="s", reader="r", documents=(document.id,)))
    place.commit()
    return place


def test_the_brief_says_who_said_what_where(workspace, tmp_path) -> None:
    """Tests that every record stands in the brief with the place it came from, and nothing is silent."""
    path = tmp_path / "brief.docx"
    write_brief(workspace, path)
    word = open_word(str(path))
    said = "\n".join(paragraph.text for paragraph in word.paragraphs)
    cells = [cell.text for table in word.tables for row in table.rows for cell in row.cells]
    assert "沈怀山调研松溪县（3月5日，年份不详）" in said
    assert "要把百合产业做大" in said
    assert "（对松溪县）" in said
    assert "材料 1，第 22–30 字" in said
    assert "日报/调研.txt" in cells
    assert "12.5 亿元" in cells
    assert "同比升 8.2 %" in cells
    assert "有 2 处文字受损" in said
    assert "没有读到项目" in said


def test_the_page_is_the_official_one(workspace, tmp_path) -> None:
    """Tests that paper and margins are those of GB/T 9704."""
    path = tmp_path / "brief.docx"
    write_brief(workspace, path)
    section = open_word(str(path)).sections[0]
    assert abs(section.page_width - Mm(210)) < Mm(1)
    assert abs(section.top_margin - Mm(37)) < Mm(1)
    assert abs(section.left_margin - Mm(28)) < Mm(1)


def test_an_empty_workspace_still_gives_a_brief(tmp_path) -> None:
    """Tests that a brief without material says so instead of failing."""
    path = tmp_path / "brief.docx"
    write_brief(Workspace(tmp_path / "w"), path)
    said = "\n".join(paragraph.text for paragraph in open_word(str(path)).paragraphs)
    assert "读取 0 份材料" in said
    assert "没有读到要求" in said
