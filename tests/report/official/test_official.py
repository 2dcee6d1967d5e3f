"""Official documents: the values, the numbers of headings, what the file says of fonts and grid."""

from __future__ import annotations

import datetime as dt
import io
import re
import time
import zipfile

import pytest
from docx import Document as open_word
from hypothesis import given, settings
from hypothesis import strategies as st

from bridgehead.errors import UsageError
from bridgehead.report.official import (
    Chain,
    Figure,
    Heading,
    OfficialDocument,
    Paragraph,
    Reference,
    Step,
    Table,
    as_bytes,
    facts,
    unconfirmed,
    write,
)
from bridgehead.report.official._blocks import day, numeral
from bridgehead.report.official._frame import width_in_cells

DAY = dt.date(2026, 11, 5)


def part(content: bytes, name: str) -> str:
    return zipfile.ZipFile(io.BytesIO(content)).read(f"word/{name}.xml").decode()


def said(content: bytes) -> list[str]:
    return [paragraph.text for paragraph in open_word(io.BytesIO(content)).paragraphs if paragraph.text]


def plain(*body, **more) -> bytes:
    language = more.pop("language", "zh")
    return as_bytes(OfficialDocument(title="通报", date=DAY, body=body, **more), language)


@pytest.mark.parametrize(
    ("level", "number", "zh", "en"),
    [
        (1, 1, "一、", "1. "),
        (1, 10, "十、", "10. "),
        (1, 21, "二十一、", "21. "),
        (2, 12, "（十二）", "12) "),
        (2, 20, "（二十）", "20) "),
        (3, 3, "3. ", "(c) "),
        (4, 14, "（14）", "(xiv) "),
    ],
)
def test_headings_are_numbered_as_papers_do(level, number, zh, en) -> None:
    """Tests the numerals of all levels in both languages."""
    assert (numeral(level, number), numeral(level, number, "en")) == (zh, en)


def test_numbers_begin_anew_under_each_heading() -> None:
    """Tests that a level counts on, and the levels under it begin at one."""
    body = (
        Heading("甲"),
        Heading("乙", 2),
        Heading("丙", 2),
        Heading("丁"),
        Heading("戊", 2),
        Heading("己", 4),
    )
    heads = [line for line in said(plain(*body)) if line != "通报"]
    assert heads == ["一、甲", "（一）乙", "（二）丙", "二、丁", "（一）戊", "（1）己"]


def test_dates_have_no_leading_zeros() -> None:
    """Tests that 5 January is 1月5日 and not 01月05日."""
    assert day(dt.date(2026, 1, 5)) == "2026年1月5日"
    assert day(dt.date(2026, 1, 5), "en") == "5 January 2026"


def test_fonts_are_named_and_none_is_embedded() -> None:
    """Tests that title, levels and body name the fonts of the standard, and that no font travels along."""
    content = plain(*(Heading("层次", level) for level in (1, 2, 3, 4)), Paragraph("正文"))
    document = part(content, "document")
    for text, font, size in (
        ("通报", "方正小标宋简体", 44),
        ("一、层次", "黑体", 32),
        ("（一）层次", "楷体_GB2312", 32),
        ("正文", "仿宋_GB2312", 32),
    ):
        run = re.search(rf"<w:r>(?:(?!</w:r>).)*>{text}</w:t>", document)
        assert run is not None
        assert f'w:eastAsia="{font}"' in run[0]
        assert f'<w:sz w:val="{size}"/>' in run[0]
    assert not [
        name
        for name in zipfile.ZipFile(io.BytesIO(content)).namelist()
        if "font" in name and "Table" not in name
    ]
    assert "asciiTheme" not in part(content, "styles").split("</w:docDefaults>")[0]


def test_the_section_states_page_and_grid() -> None:
    """Tests paper, margins and the grid of 22 lines and 28 characters as Word reads them, in twips."""
    section = part(plain(), "document").split("<w:sectPr")[1]
    assert 'w:type="linesAndChars"' in section
    assert 'w:linePitch="579"' in section
    (added,) = re.findall(r'w:charSpace="(-?\d+)"', section)
    assert 28 * (16 + int(added) / 4096) == pytest.approx(156 * 72 / 25.4, abs=0.1)
    margins = dict(re.findall(r'w:(\w+)="(\d+)"', section.split("<w:pgMar")[1].split("/>")[0]))
    in_mm = {side: int(value) / 1440 * 25.4 for side, value in margins.items()}
    assert in_mm["top"] == pytest.approx(37, abs=0.1)
    assert in_mm["left"] == pytest.approx(28, abs=0.1)
    assert 297 - in_mm["top"] - in_mm["bottom"] == pytest.approx(225, abs=0.1)
    assert 210 - in_mm["left"] - in_mm["right"] == pytest.approx(156, abs=0.1)


def test_a_figure_leads_to_the_filter_that_produced_it() -> None:
    """Tests that each figure links to its row of the closing section, and the same figure to the same row."""
    done = Figure("47", "已办结", "closed", "http://127.0.0.1:8000/ledger/?state=closed")
    due = Figure("60", "应办结", "due")
    content = plain(Paragraph(("应办结", due, "件，已办结", done, "件，即", done, "件。")))
    document = part(content, "document")
    assert re.findall(r'w:anchor="(figure_\d)"', document) == ["figure_1", "figure_2", "figure_2"]
    assert set(re.findall(r'bookmarkStart [^>]*w:name="(figure_\d)"', document)) == {"figure_1", "figure_2"}
    (table,) = open_word(io.BytesIO(content)).tables
    assert [[cell.text for cell in row.cells][:3] for row in table.rows][1:] == [
        ["1", "60", "应办结"],
        ["2", "47", "已办结"],
    ]
    assert "数据口径" in said(content)


def test_an_address_of_the_office_is_a_link() -> None:
    """Tests that a figure's address travels as a link of the file."""
    content = plain(Paragraph(("办结", Figure("47", "已办结", "closed", "http://127.0.0.1/x?a=1&b=2"), "件")))
    links = zipfile.ZipFile(io.BytesIO(content)).read("word/_rels/document.xml.rels").decode()
    assert 'Target="http://127.0.0.1/x?a=1&amp;b=2"' in links


def test_without_figures_there_is_no_closing_section() -> None:
    """Tests that an empty list of figures leaves no heading behind."""
    assert "数据口径" not in said(plain(Paragraph("没有数字。")))


def test_what_the_layout_says_is_in_the_language_asked_for() -> None:
    """Tests that an English document has English numerals, dates and filters."""
    content = plain(
        Heading("State"),
        Paragraph(("Closed: ", Figure("47", "已办结", "closed"))),
        language="en",
        signer="Office",
        copies="Council",
    )
    assert "1. State" in said(content)
    assert "5 November 2026" in said(content)
    tables = open_word(io.BytesIO(content)).tables
    cells = [cell.text for table in tables for row in table.rows for cell in row.cells]
    assert "closed" in cells
    assert "Copies: Council." in cells


def test_an_unsealed_date_begins_two_characters_after_the_name() -> None:
    """Tests both signatures: with a seal the date ends four characters from the right."""
    for sealed, name in ((True, "云岭市人民政府办公室"), (False, "云岭市人民政府办公室"), (False, "市府办")):
        word = open_word(io.BytesIO(plain(signer=name, sealed=sealed)))
        signer, date = word.paragraphs[-2:]
        cell = 156 / 28
        away = [one.paragraph_format.right_indent.mm / cell for one in (signer, date)]
        start = [28 - side - width_in_cells(one.text) for side, one in zip(away, (signer, date), strict=True)]
        if sealed:
            assert away[1] == pytest.approx(4, abs=0.1)
        else:
            assert start[1] - start[0] == pytest.approx(2, abs=0.1)
            assert min(away) >= 0


def test_a_chain_tells_its_steps_in_order() -> None:
    """Tests that a chain is a table of day, step and what happened with its source."""
    steps = (
        Step(DAY, "交办", "市教育局主办"),
        Step("2026年11月中旬", "反馈", ("已选址。", Reference("〔3：22〕"))),
    )
    (table,) = open_word(io.BytesIO(plain(Chain(steps)))).tables
    assert [[cell.text for cell in row.cells] for row in table.rows][1:] == [
        ["2026年11月5日", "交办", "市教育局主办"],
        ["2026年11月中旬", "反馈", "已选址。〔3：22〕"],
    ]


def test_the_same_document_gives_the_same_bytes(monkeypatch) -> None:
    """Tests that neither the moment nor the run leaves a trace in the file."""
    first = plain(Paragraph(("办结", Figure("4", "已办结", "closed"))), signer="市府办")
    later = time.time() + 86400 * 400
    monkeypatch.setattr(time, "time", lambda: later)
    monkeypatch.setattr(time, "localtime", lambda *_: time.gmtime(later))
    assert plain(Paragraph(("办结", Figure("4", "已办结", "closed"))), signer="市府办") == first
    properties = open_word(io.BytesIO(first)).core_properties
    assert properties.created.date() == properties.modified.date() == DAY


@settings(deadline=None, max_examples=30)
@given(st.text(max_size=60))
def test_any_text_can_be_written(text: str) -> None:
    """Tests that what damaged sources hold, control characters among it, never stops a report."""
    content = plain(Heading(text), Paragraph(text), Table(("甲",), ((text,),), (156,)))
    assert open_word(io.BytesIO(content)).tables[0].rows[1].cells[0] is not None


def test_a_table_of_uneven_rows_is_refused() -> None:
    """Tests that a cell too few is found where the table is made, not on the page."""
    with pytest.raises(ValueError, match="2 columns"):
        Table(("甲", "乙"), (("一",),), (78, 78))


def test_a_file_that_cannot_be_written_is_named(tmp_path) -> None:
    """Tests that the message says which file and what to try."""
    document = OfficialDocument(title="通报", date=DAY)
    with pytest.raises(UsageError, match=r"none/a\.docx"):
        write(document, tmp_path / "none" / "a.docx")


def test_what_was_not_read_in_the_standard_is_named_in_the_docs(root) -> None:
    """Tests that the limits page names every fact of the layout that is not confirmed, in both languages."""
    zh, en = ((root / "docs" / side / "limits.md").read_text("utf-8") for side in ("zh", "en"))
    assert {one.status for one in facts().values()} == {"confirmed", "not confirmed"}
    assert [one.zh for one in unconfirmed() if one.zh not in zh] == []
    assert [one.en for one in unconfirmed() if one.en not in re.sub(r"\s+", " ", en)] == []
