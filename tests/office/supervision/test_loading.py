"""Histories and workbooks into the ledger: once however often, bad ones named, nothing lost going back."""

from __future__ import annotations

import json
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

from bridgehead.ledger import Actor, item_key
from bridgehead.ledger.actions import Details, Edit
from bridgehead.ledger.tables import read_workbook
from bridgehead.office.supervision import find
from bridgehead.office.supervision.audit import audit
from bridgehead.office.supervision.histories import load_history
from bridgehead.office.supervision.models import LedgerEvent, LedgerItem, LedgerSheet
from bridgehead.office.supervision.people import MACHINE
from bridgehead.office.supervision.store import act, load, take_back
from bridgehead.office.supervision.workbooks import export_workbook, import_workbook, read_rows

pytestmark = pytest.mark.django_db

SAMPLES = Path(__file__).resolve().parents[3] / "samples" / "yunling" / "ledger"
CLERK = Actor("录入甲", frozenset({"clerk"}))
HEADS = ("序号", "问题编号", "存在问题", "责任单位", "配合单位", "整改时限", "整改情况", "是否销号")
ROWS = (
    (1, "WT-1", "老街路灯不亮", "市城管局", "市住建局", "2026年9月30日前", "已换灯二十盏", "否"),
    (2, "WT-2", "西湾湖岸垃圾", "西湾区政府", "", "2026.10.15", "已清运", "是"),
)


def line(item: str, action: str, said: dict[str, Any], minute: int, **who: Any) -> str:
    by = {"actor": "督查科甲", "roles": ["clerk"]} | who
    at = f"2026-03-02T09:{minute:02d}:00+08:00"
    return json.dumps({"item": item, "action": action, "said": said, "at": at, **by}, ensure_ascii=False)


KEY = item_key("directive", "PS-1")
DESK = {"actor": "住建甲", "roles": ["department"], "org": "市住建局"}
COURSE = (
    line(KEY, "open", {"kind": "directive", "details": {"no": "PS-1", "title": "修好屋顶"}}, 1),
    line(KEY, "register", {"no": "PS-1"}, 2),
    line(KEY, "dispatch", {"lead": "市住建局"}, 3),
    line(KEY, "sign_for", {}, 4, **DESK),
    line(KEY, "comment", {"text": "已电话联系"}, 5),
    line(KEY, "comment", {"text": "又电话联系"}, 5),
)


def write(path: Path, *lines: str) -> Path:
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def workbook(*rows: tuple[Any, ...], heads: tuple[str, ...] = HEADS) -> bytes:
    memory = BytesIO()
    book = xlsxwriter.Workbook(memory)
    sheet = book.add_worksheet("问题清单")
    sheet.merge_range(0, 0, 0, len(heads) - 1, "云岭市问题清单（2026年）")
    for number, row in enumerate((heads, *rows), 1):
        sheet.write_row(number, 0, row)
    book.close()
    return memory.getvalue()


def test_a_history_again_is_known(tmp_path: Path) -> None:
    """Tests that a history loaded again changes nothing, two alike included, and that more goes on."""
    path = write(tmp_path / "h.jsonl", *COURSE)
    first = load_history(path)
    assert (first.new, first.acts, first.known, first.bad) == (1, 6, 0, [])
    again = load_history(path)
    assert (again.new, again.changed, again.unchanged, again.acts, again.known) == (0, 0, 1, 0, 6)
    write(path, *COURSE, line(KEY, "report", {"text": "已进场"}, 9, **DESK))
    more = load_history(path)
    assert (more.changed, more.acts, more.known) == (1, 1, 6)
    assert load(KEY).note == "已进场"
    assert LedgerEvent.objects.count() == 7
    assert audit().sound


def test_who_and_when_are_the_histories_own(tmp_path: Path) -> None:
    """Tests that events keep the person, department and moment of their lines, and clocks run from then."""
    load_history(write(tmp_path / "h.jsonl", *COURSE))
    event = LedgerEvent.objects.get(action="sign_for")
    assert (event.actor, event.org, f"{event.at:%Y-%m-%d %H:%M}") == (
        "住建甲",
        "市住建局",
        "2026-03-02 01:04",
    )
    item = load(KEY)
    assert item.lead
    assert item.lead.main
    assert f"{item.lead.main.due:%Y-%m-%d}" == "2026-03-09"


@pytest.mark.parametrize(
    ("bad", "told"),
    [
        (line(KEY, "close", {}, 6), "角色"),
        (line(KEY, "sign_for", {}, 6, **DESK), "签收"),
        (line(KEY, "dance", {}, 6), "dance"),
        (line(KEY, "comment", {"words": "?"}, 6), "内容不对"),
        (line("item-unknown", "comment", {"text": "在吗"}, 6), "没有这个事项"),
        ("{", "读不出来"),
    ],
)
def test_a_bad_line_is_told_and_the_others_taken(tmp_path: Path, bad: str, told: str) -> None:
    """Tests that a line that may not be taken is named by file and number, and the rest goes in."""
    lines = [*COURSE[:4], bad, COURSE[4]]
    loaded = load_history(write(tmp_path / "h.jsonl", *lines))
    (error,) = loaded.bad
    assert error.where.startswith("h.jsonl:5")
    assert told in error.message("zh")
    assert loaded.acts == 5
    assert audit().sound


def test_a_workbook_again_changes_nothing() -> None:
    """Tests that rows become items of their numbers, and that the same rows again do nothing."""
    first = import_workbook(CLERK, workbook(*ROWS), name="a.xlsx")
    assert (first.new, first.changed, first.unchanged, first.bad) == (2, 0, 0, [])
    item = load(item_key("problem", "WT-1"))
    assert (item.state, item.title, item.lead and item.lead.org) == ("working", "老街路灯不亮", "市城管局")
    assert load(item_key("problem", "WT-2")).state == "closed"
    events = LedgerEvent.objects.count()
    again = import_workbook(CLERK, workbook(*ROWS), name="a.xlsx")
    assert (again.new, again.changed, again.unchanged, again.conflicts) == (0, 0, 2, [])
    assert LedgerEvent.objects.count() == events


def test_a_corrected_row_edits_and_a_contradiction_is_told() -> None:
    """Tests that a new title is taken in, and that a department that differs is told and not taken."""
    import_workbook(CLERK, workbook(*ROWS))
    row = ("", "WT-1", "老街路灯整段不亮", "市交通局", "市住建局", "2026年9月30日前", "已换灯二十盏", "否")
    loaded = import_workbook(CLERK, workbook(row))
    assert (loaded.changed, loaded.new) == (1, 0)
    (conflict,) = loaded.conflicts
    assert "WT-1" in conflict
    assert "市交通局" in conflict
    item = load(item_key("problem", "WT-1"))
    assert (item.title, item.lead and item.lead.org) == ("老街路灯整段不亮", "市城管局")
    assert LedgerEvent.objects.latest("seq").action == "edit"


def test_bad_rows_come_back_marked(tmp_path: Path) -> None:
    """Tests that a bad row is named by sheet and row, comes back marked, and goes in once it is corrected."""
    bad = ("", "WT-3", "小区漏水", "市住建局", "", "下个月", "", "否")
    loaded = import_workbook(CLERK, workbook(*ROWS, bad), name="a.xlsx", marked=tmp_path / "back.xlsx")
    (error,) = loaded.bad
    assert error.where == "a.xlsx 问题清单!5"
    assert "下个月" in error.message("zh")
    assert loaded.new == 2
    assert loaded.marked
    returned = read_workbook(loaded.marked)
    assert [one.row for one in returned.bad] == [5]
    mended = ("", "WT-3", "小区漏水", "市住建局", "", "2026-12-01", "", "否")
    assert import_workbook(CLERK, workbook(*ROWS, mended)).new == 1


def test_what_the_ledger_refuses_is_a_bad_row(tmp_path: Path) -> None:
    """Tests that a row that may not be imported by this person comes back with the ledger's reason."""
    reader = Actor("读者", frozenset({"reader"}))
    loaded = import_workbook(reader, workbook(*ROWS), name="a.xlsx", marked=tmp_path / "back.xlsx")
    assert [error.where for error in loaded.bad] == ["a.xlsx 问题清单!3", "a.xlsx 问题清单!4"]
    assert (tmp_path / "back.xlsx").exists()
    assert not LedgerItem.objects.exists()


def test_what_people_say_of_columns_is_remembered() -> None:
    """Tests that a mapping is kept by its header, and used for the next workbook of the same header."""
    heads = ("序号", "问题编号", "说法", "责任单位")
    data = workbook(("1", "WT-9", "站台没有雨棚", "市交通局"), heads=heads)
    (sheet,) = read_rows(data, name="a.xlsx").sheets
    assert sheet.layout is not None
    said = sheet.layout.changed({2: "title"})
    assert import_workbook(CLERK, data, mapping=[said]).new == 1
    assert LedgerSheet.objects.get().fingerprint == said.fingerprint
    later = workbook(("1", "WT-10", "站牌看不清", "市交通局"), heads=heads)
    assert import_workbook(CLERK, later).new == 1
    assert load(item_key("problem", "WT-10")).title == "站牌看不清"


def test_a_workbook_about_something_else_says_so() -> None:
    """Tests that a table without a column of items brings nothing, and says why."""
    loaded = import_workbook(CLERK, workbook(("1", 3.2), heads=("年份", "产值")), name="产值.xlsx")
    assert loaded.new == 0
    assert loaded.bad
    assert "产值.xlsx" in loaded.bad[0].where


def test_an_edit_can_be_taken_back() -> None:
    """Tests that what a workbook corrected is taken back by its number."""
    import_workbook(CLERK, workbook(*ROWS))
    row = ("", "WT-1", "改错的标题", "市城管局", "市住建局", "2026年9月30日前", "已换灯二十盏", "否")
    loaded = import_workbook(CLERK, workbook(row))
    assert loaded.batch is not None
    assert take_back(CLERK, loaded.batch).done
    assert load(item_key("problem", "WT-1")).title == "老街路灯不亮"


def test_the_samples_go_in_whole(tmp_path: Path) -> None:
    """Tests that the made-up ledger loads without refusal, is sound, known again, back from Excel."""
    history = load_history(SAMPLES / "history.jsonl")
    assert (history.new, history.bad) == (660, [])
    for name, number in (("livelihood-2026", 80), ("problems-2026", 20)):
        loaded = import_workbook(MACHINE, SAMPLES / f"{name}.xlsx")
        assert (loaded.new, loaded.bad, loaded.notes) == (number, [], [])
    assert audit().sound
    assert load_history(SAMPLES / "history.jsonl").acts == 0
    assert find.narrowed(MACHINE, overdue=True).count() >= 20
    path = tmp_path / "all.xlsx"
    assert export_workbook(LedgerItem.objects.all(), path) == 760
    back = import_workbook(MACHINE, path)
    assert (back.new, back.changed, back.unchanged, back.conflicts, back.bad) == (0, 0, 760, [], [])
    top = load(item_key("livelihood", "MS2026-09"))
    assert load(item_key("livelihood", "MS2026-09-01")).parent == top.key


def test_an_item_changed_by_hand_is_not_changed_back(tmp_path: Path) -> None:
    """Tests that a history that is known leaves alone what people did to its items since."""
    path = write(tmp_path / "h.jsonl", *COURSE)
    load_history(path)
    act(CLERK, KEY, Edit(details=Details(title="修好整片屋顶")))
    assert load_history(path).acts == 0
    assert load(KEY).title == "修好整片屋顶"
