"""The page of GB/T 9704-2012, measured on what LibreOffice lays out, in millimetres."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

import pytest

from bridgehead.report.official import (
    Figure,
    Heading,
    OfficialDocument,
    Paragraph,
    Table,
    write,
)

pytestmark = pytest.mark.office_suite

MM = 25.4 / 72
PAPER = 297
DAY = dt.date(2026, 11, 5)


@dataclass(frozen=True)
class Line:
    """A line of print: its words, its edges, its base line and its size."""

    text: str
    left: float
    right: float
    top: float
    bottom: float


def lines(page: Any) -> list[Line]:
    """The lines of a page, from the boxes of its characters; in mm from left and above."""
    text = page.get_textpage()
    rows: dict[int, list[tuple[str, float, float, float, float]]] = {}
    for at in range(text.count_chars()):
        char = text.get_text_range(at, 1)
        if not char.strip():
            continue
        left, bottom, right, top = text.get_charbox(at, loose=True)
        middle = round(((top + bottom) / 2) / 6)
        key = next((known for known in (middle, middle - 1, middle + 1) if known in rows), middle)
        rows.setdefault(key, []).append((char, left * MM, right * MM, PAPER - top * MM, PAPER - bottom * MM))
    found = []
    for boxes in rows.values():
        boxes.sort(key=lambda box: box[1])
        found.append(
            Line(
                "".join(box[0] for box in boxes),
                boxes[0][1],
                boxes[-1][2],
                min(box[3] for box in boxes),
                max(box[4] for box in boxes),
            )
        )
    return sorted(found, key=lambda line: line.top)


def ink(page: Any, words: str) -> tuple[float, float]:
    """The upper and the lower edge of words, as printed; in mm from above."""
    text = page.get_textpage()
    first = text.get_text_range().index(words)
    boxes = [text.get_charbox(first + at) for at in range(len(words))]
    return PAPER - max(box[3] for box in boxes) * MM, PAPER - min(box[1] for box in boxes) * MM


def rules(page: Any) -> list[tuple[float, float, float, float]]:
    """The lines drawn on a page: left, right, top, bottom in mm from left and above."""
    import pypdfium2.raw as raw

    drawn = set()
    for piece in page.get_objects(filter=[raw.FPDF_PAGEOBJ_PATH], max_depth=4):
        left, bottom, right, top = piece.get_bounds()
        drawn.add((left * MM, right * MM, PAPER - top * MM, PAPER - bottom * MM))
    return sorted(drawn)


def body(page: Any) -> list[Line]:
    """The lines of the text block, without the page number."""
    return [line for line in lines(page) if not line.text.startswith("—")]


def number(page: Any) -> Line:
    """The page number."""
    return next(line for line in lines(page) if line.text.startswith("—"))


RED = {"kind": "document", "issuer": "云岭市人民政府文件", "number": "云政发〔2026〕3号", "title": "通报"}
FOOT = {"copies": "市委办公室", "print_office": "市政府办公室"}
LEVELS = (Heading("甲"), Heading("乙", 2), Heading("丙", 3), Heading("丁", 4))
DOCUMENTS: dict[str, dict[str, Any]] = {
    # full of one character, so that every line has as many as it can hold
    "full": {"title": "满页", "body": (Paragraph("国" * 28 * 22 * 3),)},
    "long": {
        "title": "长表",
        "body": (Table(("名称", "数"), tuple((f"第{n}行", str(n)) for n in range(1, 121)), (100, 56), (1,)),),
    },
    "whole": {
        **RED,
        **FOOT,
        "addressee": "各县",
        "body": (*LEVELS, Paragraph(("办结", Figure("47", "督查件，已办结", "items, closed"), "件。"))),
        "signer": "云岭市人民政府",
        "sealed": True,
    },
    "foot": {**RED, **FOOT, "body": tuple(Paragraph("请认真落实。" * 9) for _ in range(12))},
    "letter": {
        "kind": "letter",
        "issuer": "云岭市人民政府",
        "number": "云政函〔2026〕3号",
        "title": "关于商请支持的函",
        "body": tuple(Paragraph("请予支持。" * 20) for _ in range(12)),
    },
}


@pytest.fixture(scope="module")
def pages(tmp_path_factory, lay_out) -> dict[str, Any]:
    """All documents of this page, laid out at once."""
    folder = tmp_path_factory.mktemp("documents")
    for name, said in DOCUMENTS.items():
        write(OfficialDocument(date=DAY, **said), folder / f"{name}.docx")
    return lay_out(*sorted(folder.glob("*.docx")))


def test_a_page_has_22_lines_of_28_characters(pages) -> None:
    """Tests that a full page is the grid of the standard, neither a line nor a character more or less."""
    assert len(pages["full"]) >= 3
    middle = body(pages["full"][1])
    assert [len(line.text) for line in middle] == [28] * 22


def test_lines_stand_at_the_pitch(pages) -> None:
    """Tests that 21 pitches lie between the first line and the last, each of 28.95 pt."""
    middle = body(pages["full"][1])
    assert abs((middle[-1].bottom - middle[0].bottom) / 21 / MM - 28.95) < 0.05


def test_the_text_block_is_156_by_225_at_28_and_37(pages) -> None:
    """Tests that text begins and ends at the binding margin and 156 mm from it, and stays in its height."""
    middle = body(pages["full"][1])
    assert all(abs(line.left - 28) < 1 for line in middle)
    assert all(abs(line.right - (28 + 156)) < 1 for line in middle)
    assert middle[0].top >= 37 - 1
    assert middle[-1].bottom <= 37 + 225 + 1


def test_the_block_begins_37_mm_from_the_edge(pages) -> None:
    """Tests the top margin on the upper rule of a table that begins a page."""
    assert len(pages["long"]) >= 2
    for page in list(pages["long"])[1:]:
        drawn = rules(page)
        assert abs(min(one[2] for one in drawn) - 37) < 1
        assert abs(min(one[0] for one in drawn) - 28) < 1
        assert abs(max(one[1] for one in drawn) - (28 + 156)) < 1
        assert max(one[3] for one in drawn) < 37 + 225 + 1
        assert body(page)[0].text == "名称数"  # the head is repeated


def test_numbers_of_a_table_end_at_one_line(pages) -> None:
    """Tests that a column of numbers is aligned right."""
    rows = [line for line in body(pages["long"][0]) if line.text.startswith("第")]
    assert {len(row.text) for row in rows} == {4, 6}
    assert max(row.right for row in rows) - min(row.right for row in rows) < 0.5


def test_page_numbers_stand_on_the_outer_side(pages) -> None:
    """Tests that odd pages have it right and even ones left, one character in, its dash 7 mm below."""
    one = 14 * MM
    for at, page in enumerate(pages["full"]):
        line = number(page)
        assert line.text == f"—{at + 1}—"
        if at % 2 == 0:
            assert abs(line.right - (28 + 156 - one)) < 1
        else:
            assert abs(line.left - (28 + one)) < 1
        assert abs((line.top + line.bottom) / 2 - (37 + 225 + 7)) < 1.5


def test_headings_and_closing_stand_in_their_order(pages) -> None:
    """Tests that title, addressee, headings with numbers, signature and list of figures follow each other."""
    said = [line.text for page in pages["whole"] for line in body(page)]
    head = ["云岭市人民政府文件", "云政发〔2026〕3号", "通报", "各县："]
    middle = ["一、甲", "（一）乙", "1.丙", "（1）丁", "办结47[1]件。"]
    assert said[:12] == [*head, *middle, "云岭市人民政府", "2026年11月5日", "数据口径"]
    assert said[-2:] == ["抄送：市委办公室。", "市政府办公室2026年11月5日印发"]


def test_the_red_head_has_its_measures(pages) -> None:
    """Tests that the issuer's name begins 35 mm under the block's top; the rule is as wide as the block."""
    page = pages["whole"][0]
    name, number_line = (ink(page, words) for words in (RED["issuer"], "云政发"))
    assert abs(name[0] - (37 + 35)) < 1
    (rule,) = (one for one in rules(page) if one[1] - one[0] > 100)
    assert abs(rule[0] - 28) < 1
    assert abs(rule[1] - (28 + 156)) < 1
    assert abs(rule[2] - number_line[1] - 4) < 1
    assert body(page)[2].top - rule[3] > 2 * 28.95 * MM - 1


def test_the_colophon_stands_at_the_foot_of_the_last_page(pages) -> None:
    """Tests that the lowest rule of the colophon is the lower edge of the text block."""
    last = list(pages["foot"])[-1]
    drawn = rules(last)
    assert abs(max(one[3] for one in drawn) - (37 + 225)) < 1.5


def test_a_letter_has_its_rules_and_no_number_on_its_first_page(pages) -> None:
    """Tests that a letter's double rules are 170 mm long and lie where they should."""
    letter = pages["letter"]
    long = sorted(one[2] for one in rules(letter[0]) if abs(one[1] - one[0] - 170) < 2)
    name = ink(letter[0], "云岭市人民政府")
    assert abs(name[0] - 30) < 1
    assert abs(long[0] - name[1] - 4) < 1
    assert abs(long[-1] - (297 - 20)) < 2
    assert not any(line.text.startswith("—") for line in lines(letter[0]))
    assert number(letter[1]).text == "—2—"
