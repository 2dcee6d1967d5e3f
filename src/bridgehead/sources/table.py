"""Tables: .xlsx, .xls and .csv as one line a row, cells set apart by tabs."""

from __future__ import annotations

import csv
import datetime
import io
import re
import zipfile
from collections.abc import Iterable, Iterator
from typing import Any

from bridgehead.errors import DamagedFile, OversizedFile, ProtectedFile
from bridgehead.sources._base import Place, RawText
from bridgehead.sources._limits import MAX_CELLS, checked
from bridgehead.sources.text import decode

__all__ = ["read_csv", "read_workbook"]

_DELIMITERS = ",\t;|"
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_CELL = re.compile(rb'<(?:\w+:)?c\s[^>]*?\br="([A-Z]{1,3})(\d{1,7})"')
_BREAKS = re.compile(r"[\n\r\t]")
Row = tuple[int, list[str]]


def read_csv(data: bytes, name: str) -> Iterator[RawText]:
    """Read comma-separated values; the delimiter may be a tab, semicolon or bar as well.

    Parameters
    ----------
    data : bytes
        The file, in any encoding that `text.decode` knows.
    name : str
        The path to record.

    Raises
    ------
    DamagedFile, UnknownFormat, UndecodableText, EmptySource, OversizedFile
        As the file is.
    """
    text, encoding = decode(data, name)
    checked(data, name, "text/csv", text)
    rows: list[Row] = []
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text), strict=True)
    try:
        for cells in reader:
            rows.append((len(rows) + 1, [_flat(cell) for cell in cells]))
    except csv.Error as error:
        raise DamagedFile(
            f"第 {len(rows) + 1} 行读不出来（{error}）",
            f"row {len(rows) + 1} cannot be read ({error})",
            where=name,
            try_zh="检查这一行的引号是否成对",
            try_en="see whether the quotation marks of that row come in pairs",
        ) from error
    body, places = _join([(None, rows)])
    yield checked(data, name, "text/csv", body, encoding=encoding, places=places)


def _delimiter(text: str) -> str:
    """Return the delimiter that all of the first lines have, or that most of them have most of."""
    lines = [line for line in text[:20_000].split("\n")[:20] if line.strip()]
    counts = {each: sorted(line.count(each) for line in lines) for each in _DELIMITERS}
    return max(_DELIMITERS, key=lambda each: (counts[each][0] > 0, counts[each][len(lines) // 2]))


def read_workbook(data: bytes, name: str) -> Iterator[RawText]:
    """Read the sheets of an Excel file, a blank line between them; charts are left out.

    Whole numbers are written without a decimal point, dates as ISO 8601, truth values as TRUE and FALSE.
    Empty rows are left out; the places keep sheet and row.

    Parameters
    ----------
    data : bytes
        The .xlsx or .xls file.
    name : str
        The path to record.

    Raises
    ------
    DamagedFile, ProtectedFile, EmptySource, OversizedFile
        As the file is.
    """
    import python_calamine as calamine

    _refuse_wide(data, name)
    try:
        with calamine.CalamineWorkbook.from_filelike(io.BytesIO(data)) as book:
            sheets = [
                (sheet.name, list(_rows(book, sheet.name)))
                for sheet in book.sheets_metadata
                if _is_sheet(sheet)
            ]
    except BaseException as error:  # a panic in calamine is no Exception
        if isinstance(error, (KeyboardInterrupt, SystemExit, MemoryError)):
            raise
        if "assword" in f"{type(error).__name__} {error}":
            raise ProtectedFile(
                "Excel 文件有密码",
                "the Excel file needs a password",
                where=name,
                try_zh="在 Excel 或 WPS 里去掉密码后另存",
                try_en="take the password off in Excel or WPS and save it",
            ) from error
        raise DamagedFile(
            f"Excel 文件已损坏（{type(error).__name__}）",
            f"the Excel file is broken ({type(error).__name__})",
            where=name,
            try_zh="用 Excel 或 WPS 打开并修复，另存为 .xlsx",
            try_en="open and repair it in Excel or WPS and save it as .xlsx",
        ) from error
    text, places = _join(sheets)
    yield checked(data, name, _XLSX if data[:2] == b"PK" else "application/vnd.ms-excel", text, places=places)


def _is_sheet(sheet: Any) -> bool:
    return str(sheet.typ).endswith("WorkSheet")


def _rows(book: Any, sheet: str) -> Iterator[Row]:
    for number, cells in enumerate(book.get_sheet_by_name(sheet).to_python(skip_empty_area=False), 1):
        yield number, [_flat(_shown(cell)) for cell in cells]


def _refuse_wide(data: bytes, name: str) -> None:
    """Refuse sheets whose used cells span too large a rectangle, which calamine would fill before it
    returns.
    """
    if data[:2] != b"PK":
        return
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        for member in package.namelist():
            if not re.fullmatch(r"xl/worksheets/[^/]+\.xml", member):
                continue
            columns, rows = set(), 0
            for column, row in _CELL.findall(package.read(member)):
                columns.add(column)
                rows = max(rows, int(row))
            width = max((_column(column) for column in columns), default=0)
            if rows * width > MAX_CELLS:
                raise OversizedFile(
                    f"工作表跨 {rows:,} 行 {width:,} 列，上限为 {MAX_CELLS:,} 格",
                    f"a sheet spans {rows:,} rows and {width:,} columns; the limit is {MAX_CELLS:,} cells",
                    where=f"{name} {member}",
                    try_zh="删掉远处的空行空列后另存",
                    try_en="delete the empty rows and columns far off and save it",
                )


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number


def _shown(value: object) -> str:
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    if isinstance(value, datetime.datetime):
        return value.date().isoformat() if value.time() == datetime.time() else value.isoformat(" ")
    return value.isoformat() if isinstance(value, (datetime.date, datetime.time)) else str(value)


def _flat(cell: str) -> str:
    """A cell as one line."""
    return " ".join(cell.split()) if _BREAKS.search(cell) else cell.strip(" ")


def _join(sheets: Iterable[tuple[str | None, Iterable[Row]]]) -> tuple[str, tuple[Place, ...]]:
    lines: list[str] = []
    places: list[Place] = []
    at = 0
    for sheet, rows in sheets:
        kept = [(number, "\t".join(cells).rstrip("\t")) for number, cells in rows if any(cells)]
        if kept and lines:
            lines.append("")
            at += 1
        for number, line in kept:
            lines.append(line)
            places.append(Place((at, at + len(line)), sheet=sheet, row=number))
            at += len(line) + 1
    return "\n".join(lines), tuple(places)
