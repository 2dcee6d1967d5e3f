"""Items → the workbook that the import reads: a sheet a kind, the same columns, the same bytes every time."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import IO, Any, Literal

from bridgehead.ledger.deadlines import local
from bridgehead.ledger.items import Item
from bridgehead.ledger.rules import rule_sets
from bridgehead.ledger.tables.columns import COLUMNS, Column
from bridgehead.ledger.tables.xlsx import MOST_ROWS, Book, Sheet, Style, Width
from bridgehead.ledger.vocabulary import KINDS, STATES

__all__ = ["EXPORTED", "row_of", "write_workbook"]

Language = Literal["zh", "en"]

EXPORTED: tuple[Column, ...] = tuple(
    column for column in COLUMNS.values() if column.value != "ignored" and column.field != "remark"
)
"""The columns of our own sheets, in order."""

_SECRECY = {"public": ("公开", "public"), "internal": ("内部", "internal")}
_PLAIN = (
    "title", "body", "responsible", "issuer", "source_text", "issued_at", "region", "theme", "year", "level",
    "secrecy", "work_system", "work_item", "weight", "kind", "state",
)  # fmt: skip
_ABOUT = {
    "zh": (
        "本文件由桥头堡导出。可修改后导入：按“编号”对应事项；没有编号的显示台账标识，请勿改动。",
        "事项、内容等按表修改；状态、进度、单位、时限与台账不一致的列出来由人决定。",
        "灰色斜体表头的列导入时不读取。折叠的列点“+”展开。空白单元格不会清除台账中的内容。",
    ),
    "en": (
        "Exported by Bridgehead. Change it and import it again: an item is known by its number; one "
        "that has none shows its key in that column, which should be left alone.",
        "What describes an item (title, content …) follows the table. A state, progress, department or "
        "day that differs from the ledger is listed for a person to decide, and never put in by itself.",
        "Columns with a grey italic header are computed and not read. Columns folded away open with the “+” "
        "above the sheet. An empty cell takes nothing out of the ledger.",
    ),
}


def row_of(
    item: Item,
    *,
    number: Callable[[str], str | None] | None = None,
    overdue: int | None = None,
    light: str | None = None,
) -> dict[str, Any]:
    """Return an item as a plain row, by field of `COLUMNS`.

    Parameters
    ----------
    item : Item
        The item.
    number : callable, optional
        Gives the number of the item with a key, for the item above; without one the key itself is written.
    overdue, light : int, str, optional
        What was worked out: days overdue, and red, yellow or green in the reader's language.
    """
    row = {field: getattr(item, field) for field in _PLAIN}
    lead = item.lead
    clock = lead.main if lead else None
    row |= {
        "no": item.no or item.key,
        "lead": lead.org if lead else None,
        "assists": tuple(one.org for one in item.assists),
        "given_on": local(lead.since).date() if lead else None,
        "due_on": local(clock.due).date() if clock else None,
        "rule": clock.rule if clock else None,
        "closed_on": local(item.closed_at).date() if item.closed_at else None,
        "progress": lead.progress if lead else None,
        "text": item.note,
        "parent": ((number(item.parent) if number else None) or item.parent) if item.parent else None,
        "overdue": overdue,
        "light": light,
    }
    if item.measure:
        for name in ("name", "unit", "baseline", "target"):
            row[f"measure_{name}"] = getattr(item.measure, name)
    return row


def write_workbook(
    items: Iterable[Item | Mapping[str, Any]],
    target: IO[bytes] | Path | str,
    *,
    language: Language = "zh",
    kinds: Sequence[str] = (),
    about: Mapping[str, str] | None = None,
    rules: Mapping[str, str] | None = None,
) -> dict[str, int]:
    """Write items to an .xlsx file, one sheet a kind; rows do not stay in memory.

    Parameters
    ----------
    items : iterable of Item or mapping
        Items, or plain rows as `row_of` makes them; kinds may come mixed.
    target : path or file
        Where to.
    language : {"zh", "en"}
        Of headers, states and kinds; either is read again.
    kinds : sequence of str
        Kinds that have a sheet even without an item, in this order; other kinds follow as they come.
    about : mapping of str to str
        What the last sheet says of the export, such as its filter and its day: label to value. The bytes
        depend on nothing but what is given.
    rules : mapping of str to str
        The names of rule sets by code; by default of those that come along.

    Returns
    -------
    dict
        How many rows each kind has.
    """
    shown = _Shown(language, rules)
    sheets: dict[str, Sheet] = {}
    counts = dict.fromkeys(kinds, 0)
    with Book(target, title="督查台账" if language == "zh" else "Ledger") as book:
        for kind in kinds:
            sheets[kind] = shown.sheet(book, kind)
        for item in items:
            row = row_of(item) if isinstance(item, Item) else item
            kind = row["kind"]
            sheet = sheets.get(kind)
            if sheet is None or sheet.rows >= MOST_ROWS:
                sheet = sheets[kind] = shown.sheet(book, kind)
            sheet.row(shown.cells(row), shown.styles)
            counts[kind] = counts.get(kind, 0) + 1
        _explain(book, language, about or {}, {shown.kinds[kind]: n for kind, n in counts.items()})
    return counts


class _Shown:
    """How rows look in one language."""

    def __init__(self, language: Language, rules: Mapping[str, str] | None) -> None:
        english = language == "en"
        self.language = language
        self.kinds = {code: kind.en if english else kind.zh for code, kind in KINDS.items()}
        self.states = {code: state.en if english else state.zh for code, state in STATES.items()}
        self.rules = rules or {one.code: one.en if english else one.zh for one in rule_sets().values()}
        self.secrecy = {code: words[english] for code, words in _SECRECY.items()}
        self.styles = [_style(column) for column in EXPORTED]
        words = {"kind": self.kinds, "state": self.states, "rule": self.rules, "secrecy": self.secrecy}
        self.columns = [(column.field, words.get(column.field)) for column in EXPORTED]
        self.headers = [column.header(language) for column in EXPORTED]

    def sheet(self, book: Book, kind: str) -> Sheet:
        """Return a new sheet with its header."""
        widths = [Width(column.width, folded=not column.shown) for column in EXPORTED]
        sheet = book.sheet(self.kinds[kind], widths, freeze=(1, 2), header_row=1)
        computed = [Style.HEADER if column.is_data else Style.COMPUTED_HEADER for column in EXPORTED]
        sheet.row(self.headers, computed)
        return sheet

    def cells(self, row: Mapping[str, Any]) -> list[Any]:
        """Return the cells of a row."""
        cells = []
        get = row.get
        for field, words in self.columns:
            value = get(field)
            if words is not None and value is not None:
                value = words.get(value, value)
            elif type(value) is tuple or type(value) is list:
                value = "、".join(value)
            cells.append(value)
        return cells


def _style(column: Column) -> Style:
    if not column.is_data:
        return Style.COMPUTED
    return {"date": Style.DATE, "number": Style.PLAIN, "percent": Style.PLAIN, "year": Style.PLAIN}.get(
        column.value, Style.TEXT
    )


def _explain(book: Book, language: Language, about: Mapping[str, str], counts: Mapping[str, int]) -> None:
    """Write the last sheet: what was exported, by which filter, and how it is read again."""
    zh = language == "zh"
    sheet = book.sheet("说明" if zh else "About", [Width(24), Width(90)])
    sheet.row(["导出说明" if zh else "About this export"], [Style.TITLE])
    for label, value in about.items():
        sheet.row([label, value], [Style.TEXT, Style.TEXT])
    for kind, number in counts.items():
        sheet.row([kind, f"{number} 件" if zh else f"{number} items"], [Style.TEXT, Style.TEXT])
    for line in _ABOUT[language]:
        sheet.row(["使用说明" if zh else "How to use it", line], [Style.TEXT, Style.TEXT])
