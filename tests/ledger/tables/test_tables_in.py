"""An office's own tables in: headers as offices have them, cells as people write them, rows sent back."""

from __future__ import annotations

import datetime as dt
import io
from typing import Any

import pytest

from bridgehead.errors import DamagedFile, NotPossible, UsageError
from bridgehead.ledger.tables import guess, read_workbook, write_bad
from bridgehead.ledger.tables.cells import Wrong, date_in, number_in, orgs_in, percent_in, text_in
from bridgehead.ledger.tables.xlsx import Book

HEADER = ["编号", "事项", "牵头单位", "协办单位", "办理时限", "状态", "进度（%）"]
ROW = [
    "0017",
    "新建两处便民停车场",
    "云岭市住建局",
    "云岭市城管局、东陵区政府",
    "2026年6月底",
    "办理中",
    40.0,
]


def book(*rows: list[Any], name: str = "民生实事") -> bytes:
    """A workbook of one sheet."""
    target = io.BytesIO()
    with Book(target) as made:
        sheet = made.sheet(name)
        for row in rows:
            sheet.row(row, [2 if isinstance(cell, dt.date) else 0 for cell in row])
    return target.getvalue()


def fields(*rows: list[Any], sheet: str = "") -> list[str | None]:
    """The field of each column."""
    layout = guess(rows, sheet)
    assert layout is not None
    found = {use.column: use.field for use in layout.uses}
    return [found.get(n) for n in range(max(found) + 1)]


SAMPLE = [1.0, "修缮松溪县老年活动室", "松溪县民政局", dt.date(2026, 5, 1), "已办结"]


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        (
            ["序号", "督办事项", "责任单位", "完成时限", "办理状态"],
            ["serial", "title", "lead", "due_on", "state"],
        ),
        (["序 号", "任务\n名称*", "承办单位（盖章）", "要求办结时间", "是否办结"], None),
        (["No.", "Matter", "Lead office", "Deadline", "Status"], None),
        (["序号", "主要内容", "主办部门", "整改时限", "销号情况"], None),
        (["序号", "工作任务", "牵头责任单位", "计划完成时限", "完成状态"], None),
    ],
)
def test_headers_in_many_wordings(header: list[str], expected: list[str] | None) -> None:
    """Tests that a header is known in the wordings of different offices."""
    assert fields(header, SAMPLE) == (expected or ["serial", "title", "lead", "due_on", "state"])


def test_titles_and_two_rows_of_header() -> None:
    """Tests that title rows are passed over, and that a group's name is joined with what it divides into."""
    rows = [
        ["云岭市2026年民生实事台账", "", "", "", "", ""],
        ["填报单位：", "", "", "", "", ""],
        ["序号", "事项", "责任单位", "", "办理时限", "备注"],
        ["", "", "牵头单位", "配合单位", "", ""],
        [1.0, "改造老旧小区", "云岭市住建局", "云岭市财政局", "12月底", ""],
    ]
    layout = guess(rows, "Sheet1")
    assert layout is not None
    assert (layout.header_row, layout.header_rows, layout.kind, layout.year) == (3, 2, "livelihood", 2026)
    assert [use.field for use in layout.uses] == ["serial", "title", "lead", "assists", "due_on", "remark"]
    (good,) = read_workbook(book(*rows, name="Sheet1")).good
    assert good.action.due_on == dt.date(2026, 12, 31)
    assert (good.action.lead, good.action.assists) == ("云岭市住建局", ("云岭市财政局",))


def test_odd_headers_are_told_by_content() -> None:
    """Tests that columns no header names are told by what stands in them."""
    rows = [["甲", "乙", "丙", "丁", "戊"]] + [
        [n, f"第{n}项惠民工程开工建设", f"{place}水务局", f"2026.{n}.15", "推进中"]
        for n, place in enumerate(("松溪县", "梅川县", "石塘县", "东陵区"), 1)
    ]
    assert fields(*rows) == ["serial", "title", "lead", "due_on", "state"]


def test_ticks_in_a_column_for_each_state() -> None:
    """Tests that a tick below the name of a state is that state, and that two ticks are not."""
    header = ["事项", "牵头单位", "已完成", "正在推进"]
    rows = [
        ["甲事项", "云岭市教育局", "√", ""],
        ["乙事项", "云岭市教育局", "", "√"],
        ["丙事项", "云岭市教育局", "√", "√"],
    ]
    read = read_workbook(book(header, *rows))
    assert [one.action.state for one in read.good] == ["closed", "working"]
    assert [one.troubles[0].code for one in read.bad] == ["state"]


def test_a_persons_say_goes_first_and_is_kept_by_fingerprint() -> None:
    """Tests that a mapping that a person changed is used for every sheet of the same header."""
    rows = [["编号", "事项", "经办"], ["A-1", "整治背街小巷", "云岭市城管局"]]
    layout = guess(rows, "问题清单")
    assert layout is not None
    said = layout.changed({2: "lead"})
    assert said.of("lead")[0].confidence == 1.0
    later = book(["又一个标题"], *rows, name="问题清单")
    (good,) = read_workbook(later, layouts=[said]).good
    assert good.action.lead == "云岭市城管局"
    with pytest.raises(UsageError):
        layout.changed({2: "nothing"})
    with pytest.raises(UsageError):
        layout.changed({1: "lead", 2: "lead"})


@pytest.mark.parametrize(
    ("cell", "day"),
    [
        ("2026.3.5", "2026-03-05"),
        ("2026/3/5", "2026-03-05"),
        ("20260305", "2026-03-05"),
        ("2026年3月5日前", "2026-03-05"),
        (46086.0, "2026-03-05"),
        (dt.datetime(2026, 3, 5, 9), "2026-03-05"),
        ("2026年3月底", "2026-03-31"),
        ("3月底前", "2026-03-31"),
        ("2028年2月", "2028-02-29"),
        ("一季度", "2026-03-31"),
        ("年底前", "2026-12-31"),
        ("长期坚持", None),
        ("立行立改", None),
    ],
)
def test_days_as_people_write_them(cell: Any, day: str | None) -> None:
    """Tests that a deadline is read in the forms that offices use, and that an open end is none."""
    told = date_in(cell, 2026, end=True)
    assert told.day == (dt.date.fromisoformat(day) if day else None)
    assert day or told.note_zh


@pytest.mark.parametrize(
    "cell", ["尽快", "2026-13-01", "2026.2.30", "明年上半年", "下月", "三个月内", 12.0, "9999-01-01"]
)
def test_what_is_no_day(cell: Any) -> None:
    """Tests that a day is never made up, nor one told from the unknown day of writing."""
    with pytest.raises(Wrong):
        date_in(cell, 2026, end=True)


def test_a_day_without_a_year_needs_one() -> None:
    """Tests that no year is taken from the clock of the machine."""
    with pytest.raises(Wrong) as wrong:
        date_in("3月底前", None, end=True)
    assert wrong.value.trouble.code == "date_year"


def test_numbers_and_departments() -> None:
    """Tests shares, signs, marks of the lead, and numbers that stay text."""
    assert percent_in("约80%") == percent_in(80) == percent_in(0.8, 100) == 80
    assert number_in("1,234.5") == 1234.5
    assert text_in(20260017.0) == "20260017"
    told = orgs_in("云岭市财政局、云岭市教育局（牵头）\n松溪县政府;梅川县政府")
    assert told.lead == "云岭市教育局"
    assert told.names == ("云岭市财政局", "云岭市教育局", "松溪县政府", "梅川县政府")


@pytest.mark.parametrize(
    ("column", "cell", "code"),
    [
        (1, "", "title"),
        (1, "长" * 501, "too_long"),
        (1, "#REF!", "formula"),
        (2, "", "no_lead"),
        (3, "云岭市住建局", "lead_assists"),
        (4, "尽快", "date"),
        (5, "差不多了", "state"),
        (6, "140%", "percent"),
    ],
)
def test_bad_cells_are_told_with_their_reason(column: int, cell: str, code: str) -> None:
    """Tests that one wrong cell sends the row back, and says which."""
    row = [*ROW]
    row[column] = cell
    read = read_workbook(book(HEADER, row, ["0018", *ROW[1:]]))
    assert [one.action.details.no for one in read.good] == ["0018"]
    (bad,) = read.bad
    assert code in {one.code for one in bad.troubles}
    assert all(one.zh and one.en for one in bad.troubles)


def test_every_row_is_counted() -> None:
    """Tests that blank rows, sections, totals and notes are told apart, and that nothing gets lost."""
    rows = [
        ["云岭市民生实事"],
        HEADER,
        ["一、交通类（2件）"],
        ROW,
        [],
        ROW,
        HEADER,
        ["合计", "2件"],
        ["注：进度以月报为准。"],
        ["0020", "", "云岭市教育局", "", "", "", ""],
    ]
    read = read_workbook(book(*rows))
    (sheet,) = read.sheets
    assert [one.why for one in read.skipped] == ["section", "same", "header", "total", "note"]
    assert (sheet.head, sheet.blank, sheet.good, sheet.bad, sheet.skipped) == (2, 1, 1, 1, 5)
    assert sheet.rows == sheet.head + sheet.blank + sheet.good + sheet.bad + sheet.skipped


def test_numbers_twice_and_parents() -> None:
    """Tests that rows which contradict one another, and rows below nothing, are sent back."""
    header = ["编号", "事项", "上级编号"]
    rows = [
        ["A", "总任务", ""],
        ["B", "分任务", "A"],
        ["C", "孤儿任务", "Z"],
        ["D", "自己", "D"],
        ["E", "一种说法", ""],
        ["E", "另一种说法", ""],
        ["F", "挂在错行之下", "E"],
        ["G", "挂在台账事项之下", "L-1"],
        ["H", "互为上级", "I"],
        ["I", "互为上级之二", "H"],
    ]
    read = read_workbook(book(header, *rows), existing={("livelihood", "L-1"): "item-old"})
    by_no = {one.action.details.no: one for one in read.good}
    assert sorted(by_no) == ["A", "B", "G"]
    assert by_no["B"].action.details.parent == by_no["A"].key
    assert by_no["G"].action.details.parent == "item-old"
    twice, lost = (6, 7), (4, 5, 8, 10, 11)
    codes = {one.row: one.troubles[0].code for one in read.bad}
    assert codes == dict.fromkeys(twice, "twice") | dict.fromkeys(lost, "parent")


def test_formula_like_text_and_zeros_stay_as_they_are() -> None:
    """Tests that text which looks like a formula stays text, and that leading zeros are kept."""
    read = read_workbook(book(HEADER, ["007", "=1+1", "云岭市教育局", "", "", "", ""]))
    details = read.good[0].action.details
    assert (details.no, details.title) == ("007", "=1+1")


def test_bad_rows_go_back_and_come_in_once_corrected() -> None:
    """Tests that the returned sheet has the reasons, and is read as the first one was."""
    data = book(["云岭市台账"], HEADER, ROW, ["0018", "甲", "云岭市教育局", "", "很快", "办理中", 300.0])
    read = read_workbook(data)
    target = io.BytesIO()
    assert write_bad(data, read, target) == 1
    again = read_workbook(target.getvalue())
    assert [one.action for one in again.good] == [one.action for one in read.good]
    assert [one.row for one in again.bad] == [one.row for one in read.bad]
    assert again.sheets[0].layout.fingerprint == read.sheets[0].layout.fingerprint  # type: ignore[union-attr]
    twice = io.BytesIO()
    write_bad(target.getvalue(), again, twice)
    assert twice.getvalue() == target.getvalue()


def test_sheets_that_are_none_are_named() -> None:
    """Tests that a sheet without a header is not read and says so, and that a broken file is an error."""
    read = read_workbook(book(["只有一句话"], name="杂项"))
    assert read.sheets[0].unread is not None
    assert not read.good
    with pytest.raises(DamagedFile):
        read_workbook(b"PK\x03\x04nothing")


def test_what_the_ledger_refuses_becomes_a_bad_row() -> None:
    """Tests that a refusal of the ledger can be sent back like any other bad row."""
    good = read_workbook(book(HEADER, ROW)).good[0]
    bad = good.refused(NotPossible("不行", "no", try_zh="改一改", try_en="change it"))
    assert bad.troubles[0].zh == "不行（改一改）"
