"""Tables: .xlsx, .xls and .csv as one line a row, cells set apart by tabs."""

from __future__ import annotations

import csv
import datetime
import io
import re
import zipfile
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from bridgehead.errors import DamagedFile, OversizedFile, ProtectedFile
from bridgehead.sources._base import Place, RawText
from bridgehead.sources._limits import MAX_CELLS, checked
from bridgehead.sources.text import decode

__all__ = ["Sheet", "read_csv", "read_workbook", "sheets"]

_DELIMITERS = ",\t;|"
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_CELL = re.compile(rb'<(?:\w+:)?c\s[^>]*?\br="([A-Z]{1,3})(\d{1,7})"')
_FAR = re.compile(rb'r="(?:[D-Z][A-Z]\d|[A-Z]{3}\d|[A-Z]{1,2}\d{6})')
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
    found = [
        (sheet.name, [(number, [_flat(_shown(cell)) for cell in cells]) for number, cells in sheet.rows])
        for sheet in sheets(data, name)
    ]
    text, places = _join(found)
    yield checked(data, name, _XLSX if data[:2] == b"PK" else "application/vnd.ms-excel", text, places=places)


class Sheet(NamedTuple):
    """A sheet of a workbook, chart sheets aside.

    Attributes
    ----------
    name : str
        Its name.
    rows : iterator of (int, list)
        Every row from the first on, with its number from 1 and its cells from column A on: ``""``, `str`,
        `bool`, `float` or `int`, `datetime.date`, `datetime.datetime`, `datetime.time` or
        `datetime.timedelta`. Rows are made as they are asked for.
    merged : tuple of ((int, int), (int, int))
        The first and last row and column, from 0, of cells that are merged.
    """

    name: str
    rows: Iterator[tuple[int, list[Any]]]
    merged: tuple[tuple[tuple[int, int], tuple[int, int]], ...]


def sheets(data: bytes, name: str) -> Iterator[Sheet]:
    """Open an .xlsx or .xls file and yield its sheets with their cells as they are.

    Parameters
    ----------
    data : bytes
        The file.
    name : str
        What to call it in errors.

    Raises
    ------
    DamagedFile, ProtectedFile, OversizedFile
        As the file is.
    """
    import python_calamine as calamine

    try:
        _refuse_wide(data, name)
        with calamine.CalamineWorkbook.from_filelike(io.BytesIO(data)) as book:
            for told in book.sheets_metadata:
                if str(told.typ).endswith("WorkSheet"):
                    sheet = book.get_sheet_by_name(told.name)
                    yield Sheet(told.name, _numbered(sheet, name), tuple(sheet.merged_cell_ranges or ()))
    except (GeneratorExit, OversizedFile):
        raise
    except BaseException as error:  # a panic in calamine is no Exception
        raise _unreadable(error, name) from error


def _numbered(sheet: Any, name: str) -> Iterator[tuple[int, list[Any]]]:
    try:
        yield from enumerate(sheet.iter_rows(), 1)
    except GeneratorExit:
        raise
    except BaseException as error:
        raise _unreadable(error, name) from error


def _unreadable(error: BaseException, name: str) -> BaseException:
    """Return what to raise for what calamine raised."""
    if isinstance(error, (KeyboardInterrupt, SystemExit, MemoryError)):
        return error
    if "assword" in f"{type(error).__name__} {error}":
        return ProtectedFile(
            "Excel 文件有密码",
            "the Excel file needs a password",
            where=name,
            try_zh="在 Excel 或 WPS 里去掉密码后另存",
            try_en="take the password off in Excel or WPS and save it",
        )
    return DamagedFile(
        f"Excel 文件已损坏（{type(error).__name__}）",
        f"the Excel file is broken ({type(error).__name__})",
        where=name,
        try_zh="用 Excel 或 WPS 打开并修复，另存为 .xlsx",
        try_en="open and repair it in Excel or WPS and save it as .xlsx",
    )


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
            columns, rows, body = set(), 0, package.read(member)
            if not _FAR.search(body):  # all of it in columns up to CZ and rows up to 99,999
                continue
            for column, row in _CELL.findall(body):
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
