"""From the first rows of a sheet to what its columns are: by the header's wording, else by the cells."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise
from typing import Any

import msgspec

from bridgehead.ledger.tables.cells import Wrong, date_in, is_blank, number_in, percent_in, text_in
from bridgehead.ledger.tables.columns import COLUMNS, bare, headers, kind_in, plain, wording
from bridgehead.ledger.tables.mapping import Layout, Use, fingerprint

__all__ = ["SEEN", "guess"]

SEEN = 200
"""How many rows are looked at: enough for a title, a header and a sample."""

_SEARCHED = 30
"""Within how many rows the header is."""

_SHARE = 0.6
"""Which share of a column's cells must look alike to tell what it is."""

_DEPARTMENT = re.compile(
    r"(?:局|委|办|部|厅|院|会|中心|政府|公司|集团|县|区|市|乡|镇|街道|支队|大队|学校|医院|银行|署|处|馆|社)(?:[（(].*[)）])?$"
)
_YEAR = re.compile(r"(20\d{2})\s*年?")
_TITLE_MOST = 60
Row = Sequence[Any]


def guess(rows: Sequence[Row], sheet: str = "") -> Layout | None:
    """Tell where the header of a sheet is and what its columns are.

    Parameters
    ----------
    rows : sequence of sequences
        The first rows of the sheet, from the first one on; up to `SEEN` are looked at.
    sheet : str
        The sheet's name, which may tell the kind of items and the year.

    Returns
    -------
    Layout or None
        None if no row looks like a header.
    """
    shown = [[_shown(cell) for cell in row] for row in rows[:SEEN]]
    found = _header(shown)
    if found is None:
        return None
    at, depth, names = found
    told = " ".join([sheet, *(cell for row in shown[:at] for cell in row if cell)])
    year = _YEAR.search(told)
    body = [row for row in rows[at + depth : SEEN] if any(_shown(cell) for cell in row)]
    width = max(len(names), max((len(row) for row in body), default=0))
    names += [""] * (width - len(names))
    columns = [[row[n] for row in body if n < len(row) and _shown(row[n])] for n in range(width)]
    uses = _by_header(names, columns)
    _by_content(uses, columns)
    return Layout(
        fingerprint=fingerprint(names),
        header_row=at + 1,
        header_rows=depth,
        uses=tuple(use for use in uses if use.header or columns[use.column]),
        kind=kind_in(told) if told.strip() else None,
        year=int(year[1]) if year else None,
    )


def _shown(cell: Any) -> str:
    try:
        return text_in(cell)
    except Wrong:
        return "#"


@lru_cache(maxsize=4096)
def _field(header: str) -> tuple[str | None, float]:
    """Return the field that a header names, and how surely."""
    known = headers()
    if (field := known.get(plain(header))) is not None:
        return field, 1.0
    last = header.split(" ")[-1]
    for word in (bare(header), plain(last), bare(last)):
        if word and (field := known.get(word)) is not None:
            return field, 0.95
    there = bare(header) or plain(header)
    if len(there) <= 16:
        inside = [word for word in known if len(word) >= 2 and word in there and not word.isascii()]
        if inside:
            # What a compound is about stands at its end: 计划完成时间 is a time, 完成情况说明 a remark.
            best = max(inside, key=lambda word: (there.endswith(word), len(word)))
            return known[best], 0.8 if there.endswith(best) else 0.7
    return None, 0.0


def _header(rows: list[list[str]]) -> tuple[int, int, list[str]] | None:
    """Return the index of the header, how many rows it has, and its columns' names."""
    best, most = None, 0.0
    for at, row in enumerate(rows[:_SEARCHED]):
        known = {field for cell in row if cell and len(cell) <= 40 for field in _field(cell)[:1] if field}
        exact = sum(_field(cell)[1] >= 0.95 for cell in row if cell)
        if len(known) >= 2 and exact and len(known) + exact > most:
            best, most = at, len(known) + exact
    if best is None:
        return _odd_header(rows)
    row = rows[best]
    above = rows[best - 1] if best else []
    if len(set(filter(None, above))) > 1 and _heads(above, row):
        return best - 1, 2, _joined(above, row)
    below = rows[best + 1] if best + 1 < len(rows) else []
    if _heads(row, below):
        return best, 2, _joined(row, below)
    return best, 1, list(row)


def _heads(upper: list[str], lower: list[str]) -> bool:
    """Whether the lower row is the second row of a header: it divides columns of the upper one only."""
    # A cell that is merged over both rows stands in both.
    lower = [cell if n >= len(upper) or cell != upper[n] else "" for n, cell in enumerate(lower)]
    cells = [(n, cell) for n, cell in enumerate(lower) if cell]
    if not cells or not any(n >= len(upper) or not upper[n] for n, _ in cells):
        return False
    if any(len(cell) > 12 or re.search(r"\d{3}|[，。；]", cell) for _, cell in cells):
        return False
    titles = [
        n for n, cell in enumerate(upper) if cell and _field(cell)[0] in ("title", "body", "no", "serial")
    ]
    if any(n < len(lower) and lower[n] for n in titles):
        return False
    return bool(titles) or all(_field(cell)[0] for _, cell in cells)


def _joined(upper: list[str], lower: list[str]) -> list[str]:
    """Return the names of a header of two rows; a group's name reaches over the blank cells on its right."""
    names, group = [], ""
    for n in range(max(len(upper), len(lower))):
        over = upper[n] if n < len(upper) else ""
        under = lower[n] if n < len(lower) else ""
        group = over or (group if under else "")
        names.append(f"{group} {under}".strip() if under != group else under)
    return names


def _odd_header(rows: list[list[str]]) -> tuple[int, int, list[str]] | None:
    """Return the first row that could be a header: short texts in most columns, more rows below."""
    for at, row in enumerate(rows[:_SEARCHED]):
        cells = [cell for cell in row if cell]
        width = max((sum(bool(cell) for cell in one) for one in rows[at + 1 : at + 20]), default=0)
        short = all(len(cell) <= 20 and not _is_date(cell) and not _is_number(cell) for cell in cells)
        if (
            len(cells) >= 2
            and len(cells) >= _SHARE * width
            and len(set(cells)) == len(cells)
            and short
            and width
        ):
            return at, 1, list(row)
    return None


def _by_header(names: list[str], columns: list[list[Any]]) -> list[Use]:
    """Return what the headers say; of two columns with one field the surer and then the first has it."""
    uses = []
    for n, name in enumerate(names):
        field, sure = _field(name) if name else (None, 0.0)
        means = None
        last = name.split(" ")[-1]
        if last and field != "closed_on" and (code := wording("state", last)) and _is_ticked(columns[n]):
            field, sure, means = "state", 0.9, code
        if field in ("serial", "no") and _counts_up(columns[n]):
            field, sure = "serial", max(sure, 0.9)
        elif field == "serial" and columns[n] and not all(map(_is_number, map(_shown, columns[n]))):
            field, sure = "no", 0.8
        uses.append(_use(n, name, field, sure, f"表头“{name}”", f"header “{name}”", means, columns[n]))
    taken: dict[str, int] = {}
    for use in sorted(uses, key=lambda use: (-use.confidence, use.column)):
        if use.field is None or use.means or not COLUMNS[use.field].is_data:
            continue
        if use.field in taken:
            uses[use.column] = _second(use, taken)
        taken.setdefault(str(uses[use.column].field), use.column)
    return _titled(uses)


def _second(use: Use, taken: dict[str, int]) -> Use:
    """Return what a second column of a field is: what it can be besides, else nothing."""
    besides = {"title": "body", "body": "body", "text": "body", "lead": "assists", "remark": "remark"}.get(
        str(use.field)
    )
    if besides and (besides not in taken or besides in ("body", "remark")):
        return msgspec.structs.replace(use, field=besides, confidence=min(use.confidence, 0.6))
    zh, en = (
        f"已有别的列是“{COLUMNS[str(use.field)].zh}”",
        f"another column is “{COLUMNS[str(use.field)].en}”",
    )
    return msgspec.structs.replace(use, field=None, confidence=0.0, zh=zh, en=en)


def _titled(uses: list[Use]) -> list[Use]:
    """Return the columns with a title among them: where there is none, the first text takes its place."""
    if any(use.field == "title" for use in uses):
        return uses
    for use in uses:
        if use.field == "body":
            zh, en = use.zh + "，表中没有标题列", use.en + ", and no column is a title"
            uses[use.column] = msgspec.structs.replace(use, field="title", confidence=0.7, zh=zh, en=en)
            break
    return uses


def _use(
    n: int, name: str, field: str | None, sure: float, zh: str, en: str, means: str | None, cells: list[Any]
) -> Use:
    scale = 1.0
    if field and COLUMNS[field].value == "percent":
        numbers = [cell for cell in cells if isinstance(cell, (int, float)) and not isinstance(cell, bool)]
        shares = bool(numbers) and all(0 <= one <= 1 for one in numbers)
        if shares and not re.search("[%％]", name):
            scale, zh, en = 100.0, zh + "，数值按占比理解", en + ", its numbers are shares of one"
    if field and cells and not means and (doubt := _misfit(field, cells)) > 0.5:
        # 年度目标 may be a number or a paragraph, 类别 a kind of item or a theme.
        field = {"number": "body", "kind": "theme", "percent": "text", "state": "text"}.get(
            COLUMNS[field].value, field
        )
        sure *= 0.6
        zh, en = zh + f"，但 {doubt:.0%} 的单元格不像", en + f", but {doubt:.0%} of its cells do not look so"
    return Use(
        column=n,
        header=name,
        field=field,
        confidence=round(sure, 3),
        zh=zh if field else "",
        en=en if field else "",
        means=means,
        scale=scale,
    )


def _by_content(uses: list[Use], columns: list[list[Any]]) -> None:
    """Tell columns that no header names by their cells, without taking a field that another has."""
    taken = {use.field for use in uses if use.field}
    for use in [one for one in uses if one.field is None and not one.zh and columns[one.column]]:
        cells = columns[use.column]
        for field, zh, en in _looks(cells):
            if field in taken:
                continue
            taken.add(field)
            made = _use(
                use.column, use.header, field, 0.5, f"内容像{zh}", f"its cells look like {en}", None, cells
            )
            uses[use.column] = made
            break
    rest = [use for use in uses if use.field is None and not use.zh and _length(columns[use.column]) >= 4]
    for field in ("title", "body"):
        if field not in taken and rest:
            longest = min(rest, key=lambda use: use.column) if field == "title" else rest[0]
            rest.remove(longest)
            uses[longest.column] = msgspec.structs.replace(
                longest, field=field, confidence=0.4, zh="内容是文字", en="its cells are text"
            )


def _looks(cells: list[Any]) -> list[tuple[str, str, str]]:
    """Return the fields that cells look like, the likeliest first."""
    if _counts_up(cells):
        return [("serial", "序号", "a serial number")]
    texts = [_shown(cell) for cell in cells]
    found = []
    if _share(texts, lambda text: wording("state", text) is not None):
        found.append(("state", "状态", "states"))
    if _share(cells, lambda cell: _is_date(cell)):
        found += [("due_on", "日期", "dates"), ("given_on", "日期", "dates")]
    if _share(texts, lambda text: text.endswith(("%", "％"))):
        found.append(("progress", "百分比", "per cent"))
    if _share(texts, lambda text: len(text) <= _TITLE_MOST and bool(_DEPARTMENT.search(text))):
        found += [("lead", "单位", "departments"), ("assists", "单位", "departments")]
    if _share(texts, lambda text: bool(re.fullmatch(r"[A-Za-z〔\[\w-]*\d{3,}[号\]〕]*", text))):
        found.append(("no", "编号", "numbers"))
    return found


def _misfit(field: str, cells: list[Any]) -> float:
    """Return the share of cells that do not look like a field's."""
    value = COLUMNS[field].value
    fits: dict[str, Any] = {
        "date": _is_date,
        "percent": _is_percent,
        "number": _is_number,
        "state": lambda cell: bool(wording("state", cell) or wording("ticked", cell)),
        "kind": lambda cell: wording("kind", _shown(cell)) is not None,
        "orgs": lambda cell: not _is_number(cell) and not _is_date(cell),
    }
    if value not in fits:
        return 0.0
    told = [cell for cell in cells if not is_blank(_shown(cell))]
    bad = sum(not fits[value](_shown(cell) if value == "state" else cell) for cell in told)
    return bad / len(told) if told else 0.0


def _share(cells: Sequence[Any], test: Any) -> bool:
    return bool(cells) and sum(map(test, cells)) >= _SHARE * len(cells)


def _length(cells: list[Any]) -> float:
    return sum(len(_shown(cell)) for cell in cells) / len(cells) if cells else 0.0


def _is_date(cell: Any) -> bool:
    if isinstance(cell, dt.date):
        return True
    try:
        return len(_shown(cell)) < 30 and bool(date_in(cell, 2026, end=True))
    except Wrong:
        return False


def _is_number(cell: Any) -> bool:
    try:
        number_in(cell)
    except Wrong:
        return False
    return True


def _is_percent(cell: Any) -> bool:
    try:
        percent_in(cell)
    except Wrong:
        return False
    return True


def _is_ticked(cells: list[Any]) -> bool:
    return all(wording("ticked", _shown(cell)) is not None or is_blank(_shown(cell)) for cell in cells)


def _counts_up(cells: list[Any]) -> bool:
    """Whether cells count 1, 2, 3 …, as a serial column does (it may begin anew, or skip a total)."""
    numbers = [int(text) for text in map(_shown, cells) if re.fullmatch(r"\d{1,6}", text) and text[0] != "0"]
    if not numbers or len(numbers) < _SHARE * len(cells) or numbers[0] != 1:
        return False
    steps = [b - a == 1 or b == 1 for a, b in pairwise(numbers)]
    return sum(steps) >= 0.9 * len(steps)
