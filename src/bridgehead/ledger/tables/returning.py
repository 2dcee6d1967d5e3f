"""The office's own sheets back, with the rows that could not be taken marked and the reasons beside them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any, Literal

from bridgehead.ledger.tables.columns import COLUMNS
from bridgehead.ledger.tables.mapping import Layout
from bridgehead.ledger.tables.reading import Bad, Tables
from bridgehead.ledger.tables.xlsx import Book, Sheet, Style, Width
from bridgehead.sources.table import sheets

__all__ = ["write_bad"]

_UNKNOWN_WIDTH = 16


def write_bad(
    source: Path | str | bytes,
    tables: Tables,
    target: IO[bytes] | Path | str,
    *,
    language: Literal["zh", "en"] = "zh",
) -> int:
    """Write the sheets that have bad rows as they came, with a first column of reasons and marked cells.

    Every row is there, so that the file can be corrected and imported again as a whole; the column of
    reasons is not read. The cells' own looks, merged cells, pictures and formulas are not kept.

    Parameters
    ----------
    source : path or bytes
        The office's file.
    tables : Tables
        What was read of it.
    target : path or file
        Where to.
    language : {"zh", "en"}
        Of the reasons.

    Returns
    -------
    int
        How many rows are marked.
    """
    data = source if isinstance(source, bytes) else Path(source).read_bytes()
    layouts = {sheet.name: sheet.layout for sheet in tables.sheets if sheet.layout}
    bad: dict[str, dict[int, Bad]] = {}
    for one in tables.bad:
        bad.setdefault(one.sheet, {})[one.row] = one
    with Book(target) as book:
        for sheet in sheets(data, tables.name):
            if sheet.name in bad:
                _return(book, sheet.name, sheet.rows, layouts[sheet.name], bad[sheet.name], language)
    return len(tables.bad)


def _return(
    book: Book,
    name: str,
    rows: Iterator[tuple[int, list[Any]]],
    layout: Layout,
    bad: dict[int, Bad],
    language: Literal["zh", "en"],
) -> None:
    reasons = COLUMNS["reason"]
    old = next((use.column for use in layout.of("reason")), None)
    last = layout.header_row + layout.header_rows - 1
    widths = {use.column: COLUMNS[use.field].width if use.field else _UNKNOWN_WIDTH for use in layout.uses}
    columns = [n for n in range(max(widths, default=0) + 1) if n != old]
    made = book.sheet(
        name,
        [Width(reasons.width), *(Width(widths.get(n, _UNKNOWN_WIDTH)) for n in columns)],
        freeze=(last, 1),
        header_row=last,
    )
    for number, cells in rows:
        kept = cells if old is None else cells[:old] + cells[old + 1 :]
        if number <= last:
            head = reasons.header(language) if number == layout.header_row else ""
            style = Style.HEADER if number >= layout.header_row else Style.TITLE
            _write(made, [head, *kept], [style] * (len(kept) + 1))
        elif number in bad:
            _mark(made, kept, bad[number], old, language)
        else:
            _write(made, ["", *kept], [Style.PLAIN, *(_style(cell, Style.TEXT, Style.DATE) for cell in kept)])


def _mark(sheet: Sheet, cells: list[Any], bad: Bad, old: int | None, language: str) -> None:
    """Write a bad row: the reasons, the row in a light colour, the cells at fault in a strong one."""
    at_fault = {
        one.column + 1 - (old is not None and one.column > old)
        for one in bad.troubles
        if one.column is not None
    }
    said = []
    for one in bad.troubles:
        where = one.header + (": " if language == "en" else "：") if one.header else ""
        said.append(where + (one.en if language == "en" else one.zh))
    joined = ("; " if language == "en" else "；").join(said)
    styles = [_style(cell, Style.BAD_ROW, Style.BAD_ROW_DATE) for cell in ["", *cells]]
    for n in at_fault:
        if n < len(styles):
            styles[n] = Style.BAD
    styles[0] = Style.BAD
    _write(sheet, [joined, *cells], styles)


def _style(cell: Any, text: Style, date: Style) -> Style:
    return date if isinstance(cell, dt.date) else text


def _write(sheet: Sheet, cells: list[Any], styles: list[Style]) -> None:
    sheet.row([_cell(cell) for cell in cells], styles)


def _cell(value: Any) -> Any:
    if isinstance(value, dt.timedelta):
        return value / dt.timedelta(days=1)
    return value.isoformat() if isinstance(value, dt.time) else value
