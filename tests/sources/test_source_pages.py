"""Pages with boxes: PDF, OFD, pictures, and their reading order."""

from __future__ import annotations

import importlib.util

import pytest
from hypothesis import given
from hypothesis import strategies as st
from made_files import column, ofd, pdf

from bridgehead.errors import DamagedFile, EmptySource, ExtraMissing, ProtectedFile, SourceError
from bridgehead.sources import RawText, ocr, read_bytes
from bridgehead.sources._columns import Piece, lay_out, reading_order

LEFT = (
    "左栏第一段讲项目建设和产业转型要抓紧抓实，全市上下要坚持问题导向和目标导向，一件一件办好民生实事。" * 3
)
RIGHT = (
    "右栏第二段讲空气质量和河流治理要持续改善，各县区要压实责任，把优良天数和断面水质稳定在较好的水平。" * 3
)
THIRD = "第三栏说物流和文旅融合，要把古城保护好利用好，带动周边乡村增收，让群众在家门口看到变化得到实惠。" * 3


def one(data: bytes, name: str = "x.pdf") -> RawText:
    (item,) = read_bytes(data, name)
    assert isinstance(item, RawText), item
    return item


def joined(data: bytes) -> str:
    return one(data).text.replace("\n", "")


@pytest.mark.parametrize("by_rows", [False, True], ids=["column by column", "row by row"])
def test_two_columns_under_a_headline(by_rows: bool) -> None:
    """Tests that columns whose lines stand level are read one after the other, however the file orders
    them.
    """
    runs = [("全市重点项目推进会召开", 60, 60, 24), *column(LEFT, 50, 100, 18), *column(RIGHT, 300, 100, 18)]
    if by_rows:
        runs.sort(key=lambda run: (run[2], run[1]))
    assert joined(pdf(runs)) == "全市重点项目推进会召开" + LEFT + RIGHT


def test_three_columns_with_a_headline_over_two() -> None:
    """Tests that a headline over two columns stands before them, and the third column comes after both."""
    runs = [("城区空气质量再创新高", 50, 62, 20), *column(LEFT, 40, 90, 13), *column(RIGHT, 210, 90, 13)]
    runs += column(THIRD, 380, 55, 13)
    assert joined(pdf(runs)) == "城区空气质量再创新高" + LEFT + RIGHT + THIRD


def test_two_articles_one_above_the_other() -> None:
    """Tests that a headline between two pairs of columns keeps the articles apart."""
    runs = [
        *column(LEFT, 50, 60, 18),
        *column(RIGHT, 300, 60, 18),
        ("文旅融合促进全域旅游发展再上台阶", 50, 330, 24),
    ]
    runs += [*column(THIRD, 50, 370, 18), *column(LEFT, 300, 370, 18)]
    assert joined(pdf(runs)) == LEFT + RIGHT + "文旅融合促进全域旅游发展再上台阶" + THIRD + LEFT


def band(headline: str, text: str, top: float, columns: int, left: float = 48) -> tuple[list, float]:
    """One article: a headline, its text below it in columns of even length, and where the next one starts."""
    width = {2: 19, 3: 12, 4: 9}[columns]
    lines = [text[at : at + width] for at in range(0, len(text), width)]
    deep = -(-len(lines) // columns)
    runs = [(headline, left, top, 18)]
    for at, line in enumerate(lines):
        runs.append((line, left + at // deep * (width + 1.8) * 12, top + 30 + at % deep * 17, 12))
    return runs, top + 30 + deep * 17 + 12


@given(st.data())
def test_stacked_articles_are_read_one_by_one(data) -> None:
    """Tests that articles in bands of columns, one above the other, never run into each other."""
    columns = data.draw(st.sampled_from([2, 3, 4]))
    across = {2: 14, 3: 10, 4: 8}[columns]  # characters of a headline that crosses the first gutter at least
    pieces, said, top = [], "", 60.0
    for start in data.draw(st.lists(st.integers(0, 40), min_size=2, max_size=4)):
        headline = ("县区项目建设提速又提质" * 3)[start % 7 :][: data.draw(st.integers(across, across + 8))]
        text = (LEFT + RIGHT)[start:][: data.draw(st.integers(columns * 50, 200))]
        runs, top = band(headline, text, top, columns)
        said += headline + text
        pieces += [Piece(t, x, y - size, x + size * len(t), y + 0.2 * size) for t, x, y, size in runs]
    shuffled = data.draw(st.permutations(pieces))
    assert "".join(line for line, _ in lay_out(shuffled)) == said


def test_a_subhead_inside_a_column_cuts_nothing() -> None:
    """Tests that larger type in one column, with text beside it, leaves the columns as they are."""
    runs = [*column(LEFT, 50, 100, 18), ("小标题", 300, 100, 15), *column(RIGHT, 300, 130, 18)]
    assert joined(pdf(runs)) == LEFT + "小标题" + RIGHT


def test_tables_are_read_across() -> None:
    """Tests that narrow columns are a table: one line a row, cells set apart by tabs."""
    rows = [
        ("县区", "项目数", "投资"),
        ("东陵区", "12", "3.72亿元"),
        ("西陵区", "7", "249"),
        ("合计", "19", ""),
    ]
    runs = [
        (cell, 50 + 150 * j, 100 + 20 * i, 12)
        for i, row in enumerate(rows)
        for j, cell in enumerate(row)
        if cell
    ]
    assert one(pdf(runs)).text == "县区\t项目数\t投资\n东陵区\t12\t3.72亿元\n西陵区\t7\t249\n合计\t19"


def test_places_carry_page_and_box() -> None:
    """Tests that each line's place leads to its page and box, on pages that lie on their side too."""
    item = one(pdf([("云岭市", 100, 50, 12)], [("东陵区", 60, 80, 12)]))
    assert [(place.page, item.text[slice(*place.span)]) for place in item.places] == [
        (1, "云岭市"),
        (2, "东陵区"),
    ]
    left, top, right, bottom = item.places[0].box or ()
    assert (round(left), round(right)) == (100, 136)
    assert 36 < top < 45 < 50 < bottom < 56
    turned = one(pdf([("云岭市", 100, 50, 12), ("东陵区", 100, 70, 12)], turned=True))
    assert turned.text == "云岭市\n东陵区"
    assert round((turned.places[0].box or ())[0]) == 100


def test_latin_words_keep_their_space() -> None:
    """Tests that words in Latin letters that stand apart are not run together."""
    assert one(pdf([("AQI", 50, 50, 12), ("PM", 92, 50, 12), ("指数", 120, 50, 12)])).text == "AQI PM指数"


@pytest.fixture
def no_ocr(monkeypatch: pytest.MonkeyPatch) -> None:
    """As if [ocr] were not installed."""
    monkeypatch.setattr(ocr, "installed", lambda: False)


@pytest.mark.usefixtures("no_ocr")
def test_pages_that_are_pictures_are_named() -> None:
    """Tests that without [ocr] the pages of text are read and the page that is a picture is named."""
    text, missing = read_bytes(pdf([("云岭市", 50, 50, 12)], None), "x.pdf")
    assert isinstance(text, RawText)
    assert isinstance(missing, ExtraMissing)
    assert isinstance(missing, SourceError)
    assert "page 2" in missing.message("en")
    (item,) = read_bytes(pdf(None), "x.pdf")
    assert isinstance(item, ExtraMissing)


@pytest.mark.usefixtures("no_ocr")
def test_a_scanners_mark_is_not_the_text() -> None:
    """Tests that a page number over a picture that fills the page does not pass for the page's text."""
    full = pdf([("第1页", 280, 800, 9)]).replace(
        b"BT\n", b"q 595 0 0 842 0 0 cm BI /W 1 /H 1 /CS /G /BPC 8 ID \x80 EI Q BT\n"
    )
    (item,) = read_bytes(full, "x.pdf")
    assert isinstance(item, ExtraMissing)
    assert one(full.replace(b"595 0 0 842 0 0 cm", b"95 0 0 42 10 10 cm")).text == "第1页"


def test_bad_pdfs_are_named_errors() -> None:
    """Tests that empty, locked and truncated PDFs give their errors; a truncated one no partial text."""
    data = pdf(column(LEFT, 50, 60, 18), column(RIGHT, 50, 60, 18))
    cases = [
        (pdf([]), EmptySource),
        (pdf([("锁", 9, 9, 9)], locked=True), ProtectedFile),
        (b"%PDF-1.7", DamagedFile),
    ]
    cases += [(data[:cut], DamagedFile) for cut in range(20, len(data) - 10, 97)]
    for broken, error in cases:
        (item,) = read_bytes(broken, "x.pdf")
        assert isinstance(item, error)


def test_ofd_gives_lines_with_places() -> None:
    """Tests that the lines of an OFD file come with page and box in points."""
    pytest.importorskip("ofdkit")
    item = one(ofd(["关于推进项目的通知", "各县区人民政府："]), "x.ofd")
    assert (item.text, item.title) == ("关于推进项目的通知\n各县区人民政府：", "通知")
    left, top, *_ = item.places[0].box or ()
    assert (round(left), item.places[0].page) == (57, 1)
    assert 55 < top < 65


def test_ofd_says_what_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    """Tests that a page missing from the file, and a missing ofdkit, are said."""
    pytest.importorskip("ofdkit")
    text, error = read_bytes(ofd(["通知"], page_missing=True), "x.ofd")
    assert isinstance(text, RawText)
    assert isinstance(error, DamagedFile)
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    (item,) = read_bytes(ofd(["通知"]), "x.ofd")
    assert isinstance(item, ExtraMissing)
    assert item.extra == "ofd"


PNG = b"\x89PNG\r\n\x1a\n" + bytes(20)


def test_pictures_need_the_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    """Tests that a picture without rapidocr names the extra."""
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    (item,) = read_bytes(PNG, "x.png")
    assert isinstance(item, ExtraMissing)
    assert "bridgehead[ocr]" in item.message("en")


boxes = st.builds(
    lambda x, y, w, h: Piece("字", x, y, x + w, y + h),
    st.integers(0, 500),
    st.integers(0, 500),
    st.integers(1, 200),
    st.integers(1, 40),
)


@given(pieces=st.lists(boxes, max_size=40))
def test_reading_order_loses_nothing(pieces: list[Piece]) -> None:
    """Tests that each piece of any page is read exactly once."""
    read = [piece for line in reading_order(pieces) for piece in line]
    assert sorted(map(id, read)) == sorted(map(id, pieces))
    assert sum(text.count("字") for text, _ in lay_out(pieces)) == len(pieces)
