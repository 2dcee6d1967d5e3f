"""One row of an office's table → an `Import`, or what is wrong with its cells."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Any

import msgspec

from bridgehead.ledger.actions import Details, Import
from bridgehead.ledger.actions.intake import HELD, IMPORTED
from bridgehead.ledger.items import Measure
from bridgehead.ledger.rules import RuleSet
from bridgehead.ledger.tables import cells as read_cells
from bridgehead.ledger.tables.cells import LONGEST_CELL, Trouble, Wrong, is_blank, text_in
from bridgehead.ledger.tables.columns import COLUMNS, plain, wording
from bridgehead.ledger.tables.mapping import Layout, Use
from bridgehead.ledger.vocabulary import STATES

__all__ = ["ABOUT_SHEETS", "Made", "RowReader"]

ABOUT_SHEETS = frozenset({"说明", "填表说明", "填报说明", "About", "README"})
_DASHES = frozenset({"-", "--", "—", "——", "/", "\\"})
_TOTALS = frozenset({"合计", "总计", "小计", "共计", "总数", "total", "subtotal"})
_NOTE = re.compile(
    r"(?:注|备注|说明|填表说明|填报说明|填报人|填表人|联系人|审核人|审核|制表|制表人|填报单位|note)\s*[0-9]?\s*[：:.]"
)
_SECTION = re.compile(r"[（(]?[一二三四五六七八九十]+[、.．)）]|第[一二三四五六七八九十]+[章节部类]")
_ASKS = re.compile(r"是否|完成|办结|销号|解决|整改")
_KEY = re.compile(r"item-[0-9a-f]{16}")
_GIVEN = frozenset({
    "level", "region", "theme", "issuer", "source_text", "work_system", "work_item", "responsible",
    "issued_at", "secrecy", "weight",
})  # fmt: skip
"""Fields that go into the details as they are."""
_KEPT = 10_000
"""Of so many cells a column keeps what they said."""
_FIRST = ("year", "issued_at", "given_on")
"""Fields that are read before the others: they tell the year of days without one."""


Values = dict[str, Any]
"""What the cells of one row say, by field of `COLUMNS`."""
Reader = Callable[[Values, Use, Any, str, list[Trouble]], None]


class Made(msgspec.Struct, frozen=True):
    """What a good row says: the action, which fields it gave, and what was taken for granted."""

    action: Import
    values: Values
    said: frozenset[str]
    notes: tuple[Trouble, ...]
    key: str | None = None


class RowReader:
    """Reads the rows of one sheet.

    Parameters
    ----------
    layout : Layout
        What its columns are.
    kind : str or None
        The kind of items that no column tells; by default the layout's.
    rules : sequence of RuleSet
        The rule sets that hold.
    """

    def __init__(self, layout: Layout, kind: str | None, rules: Sequence[RuleSet]) -> None:
        uses = [use for use in layout.uses if use.field and COLUMNS[use.field].is_data]
        uses.sort(key=lambda use: (use.field not in _FIRST, use.field == "assists", use.column))
        self.kind = kind or layout.kind
        self.year = layout.year
        self.rules = {plain(word): one.code for one in rules for word in (one.code, one.zh, one.en)}
        self.title = layout.of("title")[0].column
        self.headers = {use.column: plain(use.header.split(" ")[-1]) for use in layout.uses if use.header}
        self.target_header = next((use.header for use in layout.of("measure_target")), "")
        readers = self._readers()
        self.uses: list[tuple[int, str, int, Reader | None, Use, dict[Any, Any] | None]] = []
        self.said: dict[tuple[str, ...], frozenset[str]] = {}
        for use in uses:
            column = COLUMNS[str(use.field)]
            reader: Reader | None = readers[column.value]
            if column.value == "text" and column.field not in ("body", "remark"):
                reader = None
            most = min(column.most or LONGEST_CELL, LONGEST_CELL - 1)
            alone = not use.means and column.field not in ("body", "remark", "assists")
            self.uses.append((use.column, column.field, most, reader, use, {} if alone else None))

    def _readers(self) -> dict[str, Reader]:
        return {
            "text": _put_text,
            "orgs": _put_orgs,
            "state": _put_state,
            "date": self._put_date,
            "percent": _put_percent,
            "number": _put_number,
            "year": _put_year,
            "secrecy": _put_secrecy,
            "kind": _put_kind,
            "rule": self._put_rule,
        }

    def aside(self, cells: Sequence[Any]) -> tuple[str, str] | None:
        """Return why a row is no item, and its first text; None if it is one."""
        told = [cell for cell in cells if cell != ""]
        text = str(told[0]).strip()
        title = cells[self.title] if self.title < len(cells) else ""
        for cell in (text, title):
            if type(cell) is str and 1 < len(cell) <= 8 and not cell[0].isdigit() and plain(cell) in _TOTALS:
                return "total", cell
        if len(told) > 1 and title != "" and plain(str(title)) != self.headers.get(self.title):
            return None
        alone = len(set(map(str, told))) == 1
        if (alone or title == "") and _NOTE.match(text):
            return "note", text[:100]
        # A lone text of this length could be an item whose title went into the wrong column.
        if alone and len(text) <= 100 and (title == "" or _SECTION.match(text)):
            return "section", text
        if title != "" and all(
            plain(str(cell)) == self.headers.get(n) for n, cell in enumerate(cells) if cell != ""
        ):
            return "header", text
        return None

    def read(self, cells: Sequence[Any]) -> Made | tuple[Trouble, ...]:
        """Return what a row says, or everything that is wrong with it.

        Departments, states and days stand in thousands of rows: what a cell said of its column alone is kept
        with the column, and not worked out again.
        """
        values: Values = {}
        notes: list[Trouble] = []
        wrong: list[Trouble] = []
        width = len(cells)
        for at, field, most, reader, use, before in self.uses:
            cell = cells[at] if at < width else ""
            if cell == "":
                continue
            if before is not None and (known := before.get(cell)) is not None:
                values[field] = known
                continue
            had, noted = len(values), len(notes)
            try:
                text = cell if type(cell) is str and cell.isalnum() else text_in(cell)
                length = len(text)
                if length < 3 and (not text or text in _DASHES):
                    continue
                if length > most:
                    raise _too_long(length, most)
                if reader is None:
                    values[field] = text
                else:
                    reader(values, use, cell, text, notes)
            except Wrong as error:
                wrong.append(error.trouble.at(at, use.header, cell))
                continue
            alone = len(values) == had + 1 and len(notes) == noted and field in values
            if alone and before is not None and len(before) < _KEPT and _is_kept(cell):
                before[cell] = values[field]
        made = self._made(values, notes, wrong)
        return tuple(wrong) if wrong or made is None else made

    def _put_date(self, values: Values, use: Use, cell: Any, text: str, notes: list[Trouble]) -> None:
        if len(text) <= 4 and is_blank(text):
            return
        field = str(use.field)
        year = values.get("year") or self.year or _year_of(values)
        told = read_cells.date_in(cell, year, end=field in ("due_on", "closed_on"))
        if told.day is not None:
            values[field] = told.day
        if told.note_zh:
            notes.append(Trouble("date", told.note_zh, told.note_en, use.column, use.header, text))

    def _put_rule(self, values: Values, use: Use, cell: Any, text: str, notes: list[Trouble]) -> None:
        found = self.rules.get(text) or self.rules.get(plain(text))
        if found is None and not is_blank(text):
            raise Wrong("rule", f"没有这个规则：{text}", f"there is no such rule set: {text}")
        if found:
            values["rule"] = found

    def _made(self, values: Values, notes: list[Trouble], wrong: list[Trouble]) -> Made | None:
        kind = values.get("kind") or self.kind
        if not values.get("title"):
            wrong.append(Trouble("title", "缺少事项名称", "the title is missing"))
        if kind is None and not any(one.code == "kind" for one in wrong):
            zh, en = (
                "不知道是哪一类事项：请选择类别，或加“类别”一列",
                "no kind: choose one, or add a column of it",
            )
            wrong.append(Trouble("kind", zh, en))
        lead, assists = values.get("lead"), tuple(values.get("assists", ()))
        if lead and lead in values.get("assists_told", ()):
            zh = f"“{lead}”不能既牵头又协办"
            wrong.append(Trouble("lead_assists", zh, f"“{lead}” cannot lead and assist at once"))
        state = values.get("state") or _concluded(values)
        if state in HELD and not lead and not any(one.code == "state" for one in wrong):
            words = STATES[state]
            zh, en = f"状态“{words.zh}”须有牵头单位", f"an item that is “{words.en}” needs a lead department"
            wrong.append(Trouble("no_lead", zh, en))
        given, due = values.get("given_on") or values.get("issued_at"), values.get("due_on")
        if lead and given and due and due < given:
            zh, en = (
                f"办理时限 {due} 早于交办日期 {given}",
                f"it is due on {due}, before it was given out on {given}",
            )
            wrong.append(Trouble("order", zh, en))
        measure = self._measure(values, wrong)
        if wrong or kind is None:
            return None
        if state not in IMPORTED:
            zh = f"状态“{STATES[state].zh}”只能在台账中办理产生，新事项不能按此导入"
            en = f"“{STATES[state].en}” only comes about in the ledger: no new item can be imported so"
            notes.append(Trouble("state", zh, en))
        return self._action(values, kind, state, lead, assists, measure, notes)

    def _action(
        self,
        values: Values,
        kind: str,
        state: str,
        lead: str | None,
        assists: tuple[str, ...],
        measure: Measure | None,
        notes: list[Trouble],
    ) -> Made:
        get = values.get
        given = {field: value for field, value in values.items() if field in _GIVEN}
        key = None
        if no := get("no"):
            if no.startswith("item-") and _KEY.fullmatch(no):
                key = no
                del values["no"]
            else:
                given["no"] = no
        if body := _body(values):
            given["body"] = body
        if year := get("year") or self.year:
            given["year"] = year
        if measure is not None:
            given["measure"] = measure
        action = Import(
            kind=kind,
            details=Details(title=values["title"], **given),
            state=state,
            lead=lead,
            assists=tuple(one for one in assists if one != lead),
            rule=get("rule"),
            given_on=get("given_on"),
            due_on=get("due_on"),
            closed_on=get("closed_on"),
            progress=get("progress"),
            text=get("text", ""),
        )
        fields = tuple(values)
        if (said := self.said.get(fields)) is None:
            said = self.said[fields] = frozenset(values.keys() & COLUMNS.keys())
        return Made(action, values, said, tuple(notes), key)

    def _measure(self, values: Values, wrong: list[Trouble]) -> Measure | None:
        target, name = values.get("measure_target"), values.get("measure_name")
        if target is None:
            if name:
                values.setdefault("more", []).append(f"{COLUMNS['measure_name'].zh}：{name}")
            return None
        baseline = values.get("measure_baseline", 0.0)
        if target == baseline:
            zh, en = "目标值与基数相同，算不出进度", "the target equals the baseline: progress cannot be told"
            wrong.append(Trouble("measure", zh, en))
            return None
        unit = values.get("measure_unit", "")
        return Measure(name=name or self.target_header, unit=unit, baseline=baseline, target=target)


def _is_kept(cell: Any) -> bool:
    """Whether what a cell said may be kept by its value: 1 and TRUE are equal, and say different things."""
    if type(cell) is float or type(cell) is int:
        return 1 < cell < 1e15
    return type(cell) is not bool


def _body(values: Values) -> str:
    return "\n".join(filter(None, (values.get("body", ""), *values.get("more", ()))))


def _put_text(values: Values, use: Use, cell: Any, text: str, notes: list[Trouble]) -> None:
    field = str(use.field)
    if field == "remark" or field in values:
        values.setdefault("more", []).append(f"{use.header or COLUMNS[field].zh}：{text}")
    else:
        values[field] = text


def _put_orgs(values: Values, use: Use, cell: Any, text: str, notes: list[Trouble]) -> None:
    told = read_cells.orgs_in(text)
    if not told.names:
        return
    if any(len(name) > 100 for name in told.names):
        raise _too_long(max(map(len, told.names)), 100)
    if use.field == "assists":
        values["assists_told"] = told.names
        values["assists"] = (*values.get("assists", ()), *told.names)
        return
    lead = told.lead or next((name for name in told.names if name not in told.assists), told.names[0])
    values["lead"] = lead
    if others := tuple(name for name in told.names if name != lead):
        values["assists"] = (*values.get("assists", ()), *others)
        if told.lead is None:
            zh, en = (
                f"填了多个单位：“{lead}”按牵头、其余按协办",
                f"several departments: “{lead}” is taken to lead",
            )
            notes.append(Trouble("several", zh, en, use.column, use.header, text))


def _put_state(values: Values, use: Use, cell: Any, text: str, notes: list[Trouble]) -> None:
    if not use.means and (known := wording("state", text)):
        values["state"] = known
        return
    ticked = wording("ticked", text)
    if use.means:
        if ticked == "yes":
            if "state" in values:
                raise Wrong("state", "勾选了两个状态", "two states are ticked")
            values["state"] = use.means
        elif ticked is None and not is_blank(text):
            raise Wrong("state", f"看不懂的勾选：{text}", f"neither ticked nor not: {text}")
        return
    state = wording("state", text)
    if state is None and ticked and _ASKS.search(use.header):
        state = "closed" if ticked == "yes" else "working"
    if state is None and not is_blank(text):
        some = "、".join(STATES[one].zh for one in IMPORTED)
        raise Wrong(
            "state", f"没有这个状态：{text[:40]}（可填：{some}）", f"there is no such state: {text[:40]}"
        )
    if state:
        values["state"] = state


def _concluded(values: Values) -> str:
    """Return the state of a row that says none: given out to its department, or working once that reports."""
    if not values.get("lead"):
        return "registered"
    return "working" if values.get("text") or values.get("progress") else "dispatched"


def _put_percent(values: Values, use: Use, cell: Any, text: str, notes: list[Trouble]) -> None:
    if not is_blank(text):
        values["progress"] = read_cells.percent_in(cell, use.scale)


def _put_number(values: Values, use: Use, cell: Any, text: str, notes: list[Trouble]) -> None:
    if is_blank(text):
        return
    number = read_cells.number_in(cell)
    if use.field == "weight" and not 0 <= number < float("inf"):
        raise Wrong("weight", f"权重不能小于零：{text}", f"a weight cannot be below zero: {text}")
    values[str(use.field)] = number


def _put_year(values: Values, use: Use, cell: Any, text: str, notes: list[Trouble]) -> None:
    found = re.fullmatch(r"((?:19|20)\d{2})\s*年?度?", text)
    if found:
        values["year"] = int(found[1])
    elif not is_blank(text):
        raise Wrong("year", f"看不懂的年度：{text}", f"not a year: {text}")


def _put_kind(values: Values, use: Use, cell: Any, text: str, notes: list[Trouble]) -> None:
    found = wording("kind", text)
    if found is None and not is_blank(text):
        raise Wrong("kind", f"没有这个类别：{text}", f"there is no such kind of item: {text}")
    if found:
        values["kind"] = found


def _put_secrecy(values: Values, use: Use, cell: Any, text: str, notes: list[Trouble]) -> None:
    if wording("secret", text) is not None:
        raise Wrong("secret", "涉密事项不得录入", "secret matters must not enter")
    found = wording("secrecy", text)
    if found is None and not is_blank(text):
        zh = f"没有这个公开属性：{text}（可填公开、内部）"
        raise Wrong("secrecy", zh, f"neither public nor internal: {text}")
    if found:
        values["secrecy"] = found


def _year_of(values: Values) -> int | None:
    day = values.get("given_on") or values.get("issued_at")
    return day.year if day else None


def _too_long(length: int, most: int) -> Wrong:
    return Wrong(
        "too_long",
        f"单元格太长：{length:,} 字，最多 {most:,} 字",
        f"the cell is too long: {length:,} characters, at most {most:,}",
    )
