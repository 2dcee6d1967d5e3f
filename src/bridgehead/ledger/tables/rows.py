"""One row of an office's table → an `Import`, or what is wrong with its cells."""

from __future__ import annotations

import re
from collections.abc import Sequence
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

__all__ = ["ABOUT_SHEETS", "Made", "RowReader", "skipped"]

ABOUT_SHEETS = frozenset({"说明", "填表说明", "填报说明", "About", "README"})
_DASHES = frozenset({"-", "--", "—", "——", "/", "\\"})
_TOTALS = frozenset({"合计", "总计", "小计", "共计", "总数", "total", "subtotal"})
_NOTE = re.compile(
    r"(?:注|备注|说明|填表说明|填报说明|填报人|填表人|联系人|审核人|审核|制表|制表人|填报单位|note)\s*[0-9]?\s*[：:.]"
)
_SECTION = re.compile(r"[（(]?[一二三四五六七八九十]+[、.．)）]|第[一二三四五六七八九十]+[章节部类]")
_ASKS = re.compile(r"是否|完成|办结|销号|解决|整改")
_KEY = re.compile(r"item-[0-9a-f]{16}")
_TEXTS = (
    "level", "region", "theme", "issuer", "source_text", "work_system", "work_item", "responsible"
)  # fmt: skip
_FIRST = ("year", "issued_at", "given_on")
"""Fields that are read before the others: they tell the year of days without one."""


class Made(msgspec.Struct, frozen=True):
    """What a good row says: the action, which fields it gave, and what was taken for granted."""

    action: Import
    values: dict[str, Any]
    said: frozenset[str]
    notes: tuple[Trouble, ...]
    key: str | None = None


def skipped(cells: Sequence[Any], layout: Layout) -> tuple[str, str] | None:
    """Return why a row is no item, and its first text; None if it is one."""
    told = [(n, cell) for n, cell in enumerate(cells) if cell != "" and cell is not None]
    first = told[0][1]
    if not isinstance(first, str) and len(told) > 3:
        return None
    text = str(first).strip()
    title = layout.of("title")[0].column
    in_title = any(n == title for n, _ in told)
    if len(text) <= 8 and plain(text) in _TOTALS:
        return "total", text
    if in_title and plain(str(cells[title])) in _TOTALS:
        return "total", str(cells[title])
    alone = len({str(cell) for _, cell in told}) == 1
    if (alone or not in_title) and _NOTE.match(text):
        return "note", text[:100]
    if alone and (not in_title or _SECTION.match(text)) and not _is_long(told):
        return "section", text[:100]
    headers = {use.column: plain(use.header.split(" ")[-1]) for use in layout.uses if use.header}
    if in_title and all(plain(str(cell)) == headers.get(n) for n, cell in told):
        return "header", text
    return None


def _is_long(told: Sequence[tuple[int, Any]]) -> bool:
    """Whether a lone cell could be an item whose title went into the wrong column."""
    return len(str(told[0][1])) > 100


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
        uses.sort(key=lambda use: (use.field not in _FIRST, _order(use.field), use.column))
        self.uses = [(use, use.column, str(use.field), COLUMNS[str(use.field)]) for use in uses]
        self.kind = kind or layout.kind
        self.year = layout.year
        self.rules = {plain(word): one.code for one in rules for word in (one.code, one.zh, one.en)}
        self.target_header = next((use.header for use in layout.of("measure_target")), "")

    def read(self, cells: Sequence[Any]) -> Made | tuple[Trouble, ...]:
        """Return what a row says, or everything that is wrong with it."""
        values: dict[str, Any] = {}
        notes: list[Trouble] = []
        wrong: list[Trouble] = []
        width = len(cells)
        for use, at, field, column in self.uses:
            cell = cells[at] if at < width else ""
            if cell == "" or cell is None:
                continue
            try:
                text = text_in(cell)
                if not text or (len(text) < 3 and text in _DASHES):
                    continue
                if len(text) >= LONGEST_CELL or (column.most and len(text) > column.most):
                    raise _too_long(len(text), min(column.most or LONGEST_CELL, LONGEST_CELL - 1))
                if column.value == "text":
                    _put_text(values, use, field, text)
                else:
                    self._put(values, use, field, column.value, cell, text, notes)
            except Wrong as error:
                wrong.append(error.trouble.at(at, use.header, cell))
        made = self._made(values, notes, wrong)
        return tuple(wrong) if wrong or made is None else made

    def _put(
        self,
        values: dict[str, Any],
        use: Use,
        field: str,
        value: str,
        cell: Any,
        text: str,
        notes: list[Trouble],
    ) -> None:
        if len(text) <= 4 and is_blank(text) and value != "state":
            return
        if value == "date":
            year = values.get("year") or self.year or _year_of(values)
            told = read_cells.date_in(cell, year, end=field in ("due_on", "closed_on"))
            if told.day is not None:
                values[field] = told.day
            if told.note_zh:
                notes.append(Trouble("date", told.note_zh, told.note_en, use.column, use.header, text))
        elif value == "orgs":
            _put_orgs(values, use, field, text, notes)
        elif value == "state":
            _put_state(values, use, text)
        elif value == "percent":
            values[field] = read_cells.percent_in(cell, use.scale)
        elif value == "number":
            values[field] = _number(field, cell)
        elif value == "year":
            values[field] = _year(text)
        elif value == "secrecy":
            values[field] = _secrecy(text)
        elif (found := wording("kind", text) if value == "kind" else self.rules.get(plain(text))) is None:
            name = ("类别", "kind of item") if value == "kind" else ("规则", "rule set")
            raise Wrong(value, f"没有这个{name[0]}：{text}", f"there is no such {name[1]}: {text}")
        else:
            values[field] = found

    def _made(self, values: dict[str, Any], notes: list[Trouble], wrong: list[Trouble]) -> Made | None:
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
        values: dict[str, Any],
        kind: str,
        state: str,
        lead: str | None,
        assists: tuple[str, ...],
        measure: Measure | None,
        notes: list[Trouble],
    ) -> Made:
        get = values.get
        given = {field: values[field] for field in _TEXTS if field in values}
        for field in ("issued_at", "secrecy", "weight"):
            if field in values:
                given[field] = values[field]
        key = None
        if no := get("no"):
            if _KEY.fullmatch(no):
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
        return Made(action, values, frozenset(values.keys() & COLUMNS.keys()), tuple(notes), key)

    def _measure(self, values: dict[str, Any], wrong: list[Trouble]) -> Measure | None:
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


def _order(field: str | None) -> int:
    """The lead is read before those who assist, whatever the order of the columns."""
    return 1 if field == "assists" else 0


def _body(values: dict[str, Any]) -> str:
    return "\n".join(filter(None, (values.get("body", ""), *values.get("more", ()))))


def _put_text(values: dict[str, Any], use: Use, field: str, text: str) -> None:
    if field == "remark" or (field == "body" and "body" in values):
        values.setdefault("more", []).append(f"{use.header or COLUMNS[field].zh}：{text}")
    else:
        values[field] = text


def _put_orgs(values: dict[str, Any], use: Use, field: str, text: str, notes: list[Trouble]) -> None:
    told = read_cells.orgs_in(text)
    if not told.names:
        return
    if any(len(name) > 100 for name in told.names):
        raise _too_long(max(map(len, told.names)), 100)
    if field == "assists":
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


def _put_state(values: dict[str, Any], use: Use, text: str) -> None:
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


def _concluded(values: dict[str, Any]) -> str:
    """Return the state of a row that says none: given out to its department, or working once that reports."""
    if not values.get("lead"):
        return "registered"
    return "working" if values.get("text") or values.get("progress") else "dispatched"


def _number(field: str, cell: Any) -> float:
    number = read_cells.number_in(cell)
    if field == "weight" and not 0 <= number < float("inf"):
        raise Wrong("weight", f"权重不能小于零：{cell}", f"a weight cannot be below zero: {cell}")
    return number


def _year(text: str) -> int:
    found = re.fullmatch(r"((?:19|20)\d{2})\s*年?度?", text)
    if not found:
        raise Wrong("year", f"看不懂的年度：{text}", f"not a year: {text}")
    return int(found[1])


def _year_of(values: dict[str, Any]) -> int | None:
    day = values.get("given_on") or values.get("issued_at")
    return day.year if day else None


def _secrecy(text: str) -> str:
    if wording("secret", text) is not None:
        raise Wrong("secret", "涉密事项不得录入", "secret matters must not enter")
    found = wording("secrecy", text)
    if found is None:
        raise Wrong(
            "secrecy", f"没有这个公开属性：{text}（公开或内部）", f"neither public nor internal: {text}"
        )
    return found


def _too_long(length: int, most: int) -> Wrong:
    return Wrong(
        "too_long",
        f"单元格太长：{length:,} 字，最多 {most:,} 字",
        f"the cell is too long: {length:,} characters, at most {most:,}",
    )
