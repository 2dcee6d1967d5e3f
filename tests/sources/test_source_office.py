"""Word and Excel files, and comma-separated values."""

from __future__ import annotations

import datetime
import io

import docx
import pytest
import xlsxwriter
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from hypothesis import given
from hypothesis import strategies as st

from bridgehead.errors import DamagedFile, OversizedFile, ProtectedFile
from bridgehead.sources import RawText, read_bytes
from bridgehead.sources._numbering import chinese_number


def one(data: bytes, name: str) -> RawText:
    (item,) = read_bytes(data, name)
    assert isinstance(item, RawText), item
    return item


def word() -> docx.document.Document:
    return docx.Document()


def saved(document: docx.document.Document) -> bytes:
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def book(**sheets: list[list[object]]) -> bytes:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as workbook:
        day = workbook.add_format({"num_format": "yyyy-mm-dd"})
        for name, rows in sheets.items():
            sheet = workbook.add_worksheet(name)
            for i, row in enumerate(rows):
                for j, cell in enumerate(row):
                    if isinstance(cell, datetime.datetime):
                        sheet.write_datetime(i, j, cell, day)
                    else:
                        sheet.write(i, j, cell)
    return out.getvalue()


def test_word_keeps_the_order_of_paragraphs_and_tables() -> None:
    """Tests that paragraphs and table rows come in the document's order, with their paragraph's number."""
    document = word()
    document.core_properties.title = "通知"
    document.add_paragraph("各县区：")
    table = document.add_table(2, 3)
    for cell, text in zip(table._cells, ["县区", "数量", "", "东陵区", "12\n个", ""], strict=True):
        cell.text = text
    table.cell(1, 1).merge(table.cell(1, 2))
    document.add_paragraph("")
    document.add_paragraph("二〇二三年\t二月")
    item = one(saved(document), "x.docx")
    assert item.text == "各县区：\n县区\t数量\n东陵区\t12 个\n二〇二三年\t二月"
    assert [place.paragraph for place in item.places] == [1, 2, 2, 4]
    assert item.title == "通知"


def test_word_numbers_are_written_out() -> None:
    """Tests that numbers which Word counts are in the text, Chinese ones in Chinese, and bullets are not."""
    document = word()
    root = document.part.numbering_part.element
    level = '<w:lvl w:ilvl="{}"><w:start w:val="1"/><w:numFmt w:val="{}"/><w:lvlText w:val="{}"/></w:lvl>'
    levels = level.format(0, "chineseCounting", "%1、") + level.format(1, "decimal", "（%2）")
    abstract = parse_xml(f'<w:abstractNum {nsdecls("w")} w:abstractNumId="77">{levels}</w:abstractNum>')
    root.insert(0, abstract)
    root.append(parse_xml(f'<w:num {nsdecls("w")} w:numId="99"><w:abstractNumId w:val="77"/></w:num>'))
    for level, text in [(0, "抓项目"), (1, "开工"), (1, "投产"), (0, "抓环境"), (1, "治水")]:
        properties = document.add_paragraph(text)._p.get_or_add_pPr()
        numbered = f'<w:numPr {nsdecls("w")}><w:ilvl w:val="{level}"/><w:numId w:val="99"/></w:numPr>'
        properties.append(parse_xml(numbered))
    document.add_paragraph("要点", style="List Bullet")
    assert (
        one(saved(document), "x.docx").text == "一、抓项目\n（1）开工\n（2）投产\n二、抓环境\n（1）治水\n要点"
    )


def test_word_keeps_insertions_and_drops_deletions() -> None:
    """Tests that tracked insertions and links are in the text, deleted text is not."""
    document = word()
    paragraph = document.add_paragraph("共")._p
    paragraph.append(parse_xml(f"<w:ins {nsdecls('w')}><w:r><w:t>十二</w:t></w:r></w:ins>"))
    paragraph.append(parse_xml(f"<w:del {nsdecls('w')}><w:r><w:delText>十</w:delText></w:r></w:del>"))
    paragraph.append(parse_xml(f"<w:hyperlink {nsdecls('w')}><w:r><w:t>个项目</w:t></w:r></w:hyperlink>"))
    assert one(saved(document), "x.docx").text == "共十二个项目"


@pytest.mark.parametrize(
    ("number", "shown"), [(1, "一"), (10, "十"), (12, "十二"), (20, "二十"), (99, "九十九"), (100, "100")]
)
def test_chinese_numbers(number: int, shown: str) -> None:
    """Tests that numbers are written as Word writes them."""
    assert chinese_number(number) == shown


def test_sheets_give_rows_with_their_places() -> None:
    """Tests that cells are written plainly, and that sheet and row lead back to them."""
    data = book(
        台账=[
            ["县区", "数量", "日期"],
            [],
            ["东陵区", 3.72, datetime.datetime(2023, 2, 18)],
            [True, 249, "多\n行"],
        ],
        空=[],
        附=[["尾"]],
    )
    item = one(data, "x.xlsx")
    assert item.text == "县区\t数量\t日期\n东陵区\t3.72\t2023-02-18\nTRUE\t249\t多 行\n\n尾"
    assert [(place.sheet, place.row) for place in item.places] == [
        ("台账", 1),
        ("台账", 3),
        ("台账", 4),
        ("附", 1),
    ]
    assert item.text[slice(*item.places[1].span)].startswith("东陵区")


def test_a_sheet_with_a_far_cell_is_refused() -> None:
    """Tests that a value in the last corner of a sheet, which would fill the memory, gives a named error."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as workbook:
        sheet = workbook.add_worksheet()
        sheet.write(0, 0, "甲")
        sheet.write(1_048_575, 16_383, "乙")
    (item,) = read_bytes(out.getvalue(), "x.xlsx")
    assert isinstance(item, OversizedFile)


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8-sig", "gb18030"])
def test_csv_finds_delimiter_and_encoding(delimiter: str, encoding: str) -> None:
    """Tests that rows come with tabs whatever the delimiter and the encoding were."""
    rows = [["县区", "数量"], ["东陵区", f'"1{delimiter}200"'], ["", ""], ["西陵区", "7"]]
    data = "\r\n".join(delimiter.join(row) for row in rows).encode(encoding)
    item = one(data, "x.csv")
    wanted = "1 200" if delimiter == "\t" else f"1{delimiter}200"
    assert item.text == f"县区\t数量\n东陵区\t{wanted}\n西陵区\t7"
    assert [place.row for place in item.places] == [1, 2, 4]


def test_csv_with_an_open_quote_names_the_row() -> None:
    """Tests that a quotation mark without its partner does not swallow the rest of the file in silence."""
    (item,) = read_bytes('县区,数量\n东陵区,"12\n西陵区,7\n'.encode(), "x.csv")
    assert isinstance(item, DamagedFile)
    assert "row 2" in item.message("en")


@given(
    rows=st.lists(
        st.lists(st.sampled_from(["东陵区", "1,2", "a b", "7", '"']), min_size=2, max_size=4), min_size=1
    )
)
def test_sheet_cells_are_all_there(rows: list[list[str]]) -> None:
    """Tests that each row of a sheet is its cells joined by tabs."""
    assert one(book(表=rows), "x.xlsx").text.split("\n") == ["\t".join(row) for row in rows]


@pytest.mark.parametrize(
    ("stream", "error"),
    [("EncryptedPackage", ProtectedFile), ("Workbook", DamagedFile)],
    ids=["locked", "broken"],
)
def test_compound_files(stream: str, error: type[Exception]) -> None:
    """Tests that encrypted Office files and broken .xls files are told apart."""
    data = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + stream.encode("utf-16-le")
    (item,) = read_bytes(data, "x.xlsx")
    assert isinstance(item, error)
