"""A small writer of .xlsx: one pass, rows never in memory, the same input giving the same bytes.

Text goes into the sheet itself (inline strings), so that it is text whatever it looks like. Written for size:
86,858 rows of 32 columns; a general writer took three times as long (``benchmarks/tables.py``). The parts and
their order are those of ECMA-376, part 1, §18.3 (SpreadsheetML worksheets).
"""

from __future__ import annotations

import datetime as dt
import re
import shutil
import tempfile
import zipfile
from collections.abc import Sequence
from enum import IntEnum
from functools import lru_cache
from pathlib import Path
from types import TracebackType
from typing import IO, Any, Self
from xml.sax.saxutils import escape, quoteattr

import msgspec

from bridgehead.ledger.tables.cells import LONGEST_CELL

__all__ = ["MOST_ROWS", "Book", "Sheet", "Style", "Width"]

MOST_ROWS = 1_048_576
"""The rows of a sheet, as Excel allows."""

_ZERO = dt.date(1899, 12, 30).toordinal()
_FIXED = (1980, 1, 1, 0, 0, 0)
_SPECIAL = re.compile("[&<>\x00-\x08\x0b-\x1f\ufffe\uffff\ud800-\udfff]|_x[0-9A-Fa-f]{4}_")
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
_ESCAPED = re.compile("_(?=x[0-9A-Fa-f]{4}_)")
_NOT_IN_NAMES = re.compile(r"[\[\]:*?/\\]")
_KEEP = ' xml:space="preserve"'
_CHUNK = 500
_SHORT, _KEPT = 40, 20_000
"""Texts of so many characters are kept as cells, and so many of them."""


class Style(IntEnum):
    """The looks of cells, in the order of the style sheet."""

    PLAIN = 0
    TEXT = 1
    DATE = 2
    HEADER = 3
    COMPUTED_HEADER = 4
    COMPUTED = 5
    BAD = 6
    BAD_ROW = 7
    BAD_ROW_DATE = 8
    TITLE = 9


_SHOWING = frozenset(Style) - {Style.PLAIN, Style.TEXT, Style.DATE, Style.COMPUTED}
"""Styles that are seen on an empty cell."""
_FILLS = ("F2F2F2", "D9E2F3", "FFC7CE", "FFF2CC")
_XFS = (
    (0, 0, 0, 0, False),
    (0, 0, 0, 0, True),
    (1, 0, 0, 0, False),
    (0, 1, 3, 1, True),
    (0, 2, 2, 1, True),
    (0, 2, 2, 0, False),
    (0, 0, 4, 0, True),
    (0, 0, 5, 0, True),
    (1, 0, 5, 0, False),
    (0, 1, 0, 0, False),
)
"""Of each `Style`: whether a date, font, fill, border, whether text is wrapped."""
_ISO, _WRAP = 164, ' wrapText="1"'

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'


class Width(msgspec.Struct, frozen=True):
    """A column's width in characters, and whether it is folded away."""

    width: float
    folded: bool = False


class Sheet:
    """One sheet, written row by row. Made by `Book.sheet`."""

    def __init__(self, name: str, widths: Sequence[Width], freeze: tuple[int, int], header_row: int) -> None:
        self.name = name
        self.rows = 0
        self.freeze, self.header_row = freeze, header_row
        self.letters = [letters(n) for n in range(max(len(widths), 1))]
        self._waiting: list[str] = []
        self._texts: dict[tuple[str, int], str] = {}
        self._file = tempfile.TemporaryFile()  # noqa: SIM115 - closed by copy_to or close
        self._file.write(self._head(widths).encode())

    def row(self, values: Sequence[Any], styles: Sequence[int]) -> None:
        """Write the next row.

        Parameters
        ----------
        values : sequence of str, int, float, bool, date or None
            The cells; None and ``""`` are left empty, unless their style shows.
        styles : sequence of int
            The `Style` of each.
        """
        self.rows = number = self.rows + 1
        cells, texts = [], self._texts
        while len(self.letters) < len(values):
            self.letters.append(letters(len(self.letters)))
        for letter, value, style in zip(self.letters, values, styles, strict=False):
            if type(value) is str:
                if value:
                    body = texts.get((value, style)) or self._text(value, style)
                    cells.append(f'<c r="{letter}{number}{body}')
                elif style in _SHOWING:
                    cells.append(f'<c r="{letter}{number}" s="{style}"/>')
            elif value is None:
                if style in _SHOWING:
                    cells.append(f'<c r="{letter}{number}" s="{style}"/>')
            elif isinstance(value, dt.date):
                cells.append(f'<c r="{letter}{number}" s="{style}"><v>{serial(value)}</v></c>')
            elif isinstance(value, bool):
                cells.append(f'<c r="{letter}{number}" s="{style}" t="b"><v>{value:d}</v></c>')
            else:
                cells.append(f'<c r="{letter}{number}" s="{style}"><v>{value!r}</v></c>')
        self._waiting.append(f'<row r="{number}">{"".join(cells)}</row>')
        if len(self._waiting) >= _CHUNK:
            self._flush()

    def _text(self, value: str, style: int) -> str:
        """Return a cell of text from its style on; kept for the short ones, which stand in many rows."""
        text = value if _SPECIAL.search(value) is None else safe(value)
        if len(text) > LONGEST_CELL:
            text = safe(value[: LONGEST_CELL - 1] + "…")
        keep = _KEEP if value[0] <= " " or value[-1] <= " " or "\n" in value else ""
        body = f'" s="{style}" t="inlineStr"><is><t{keep}>{text}</t></is></c>'
        if len(value) <= _SHORT and len(self._texts) < _KEPT:
            self._texts[value, style] = body
        return body

    def _flush(self) -> None:
        self._file.write("".join(self._waiting).encode())
        self._waiting.clear()

    def _head(self, widths: Sequence[Width]) -> str:
        rows, columns = self.freeze
        pane = ""
        if rows or columns:
            at = f"{letters(columns)}{rows + 1}"
            which = "bottomRight" if rows and columns else "bottomLeft" if rows else "topRight"
            sides = (f' xSplit="{columns}"' if columns else "") + (f' ySplit="{rows}"' if rows else "")
            pane = f'<pane{sides} topLeftCell="{at}" activePane="{which}" state="frozen"/>'
        cols = "".join(
            f'<col min="{n}" max="{n}" width="{one.width}" customWidth="1"'
            + (' hidden="1" outlineLevel="1"/>' if one.folded else "/>")
            for n, one in enumerate(widths, 1)
        )
        return (
            f'{_XML}<worksheet xmlns="{_MAIN}"><sheetPr><pageSetUpPr fitToPage="1"/></sheetPr>'
            f'<sheetViews><sheetView workbookViewId="0">{pane}</sheetView></sheetViews>'
            '<sheetFormatPr defaultRowHeight="15" outlineLevelCol="1"/>'
            f"{f'<cols>{cols}</cols>' if cols else ''}<sheetData>"
        )

    @property
    def filtered(self) -> str:
        """The cells that the filter of the header reaches over."""
        last = max(self.rows, self.header_row)
        return f"$A${self.header_row}:${self.letters[-1]}${last}"

    def copy_to(self, target: IO[bytes]) -> None:
        """Finish the sheet and copy it into the package."""
        self._flush()
        filtered = f'<autoFilter ref="{self.filtered.replace("$", "")}"/>' if self.header_row else ""
        end = (
            f"</sheetData>{filtered}"
            '<pageMargins left="0.4" right="0.4" top="0.6" bottom="0.6" header="0.3" footer="0.3"/>'
            '<pageSetup paperSize="9" orientation="landscape" fitToWidth="1" fitToHeight="0"/>'
            "<headerFooter><oddHeader>&amp;A</oddHeader><oddFooter>&amp;P / &amp;N</oddFooter></headerFooter>"
            "</worksheet>"
        )
        self._file.write(end.encode())
        self._file.seek(0)
        shutil.copyfileobj(self._file, target, 1 << 20)
        self.close()

    def close(self) -> None:
        """Drop what was written."""
        self._file.close()


class Book:
    """A workbook that is written when it is left without an error.

    Parameters
    ----------
    target : path or file
        Where to; a file need not be able to seek.
    title : str
        The title of the document.
    """

    def __init__(self, target: IO[bytes] | Path | str, *, title: str = "") -> None:
        self.target, self.title = target, title
        self.sheets: list[Sheet] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            if kind is None:
                self._write()
        finally:
            for sheet in self.sheets:
                sheet.close()

    def sheet(
        self,
        name: str,
        widths: Sequence[Width] = (),
        *,
        freeze: tuple[int, int] = (0, 0),
        header_row: int = 0,
    ) -> Sheet:
        """Return a new sheet.

        Parameters
        ----------
        name : str
            Its name, made to be one that Excel allows and that no other sheet has.
        widths : sequence of Width
            Its columns.
        freeze : (int, int)
            How many rows and columns stay in sight.
        header_row : int
            The row, from 1, that has a filter and is printed on every page; 0 for none.
        """
        made = Sheet(self._name(name), widths, freeze, header_row)
        self.sheets.append(made)
        return made

    def _name(self, name: str) -> str:
        name = _NOT_IN_NAMES.sub(" ", name).strip("' ")[:31] or "Sheet"
        taken = {sheet.name.lower() for sheet in self.sheets}
        made, number = name, 2
        while made.lower() in taken:
            tail = f" {number}"
            made, number = name[: 31 - len(tail)] + tail, number + 1
        return made

    def _write(self) -> None:
        if not self.sheets:
            self.sheet("Sheet1")
        numbers = range(1, len(self.sheets) + 1)
        with zipfile.ZipFile(self.target, "w", zipfile.ZIP_DEFLATED, compresslevel=3) as package:
            for path, text in self._parts(numbers):
                package.writestr(_entry(path), text)
            for number, sheet in zip(numbers, self.sheets, strict=True):
                with package.open(_entry(f"xl/worksheets/sheet{number}.xml"), "w") as part:
                    sheet.copy_to(part)

    def _parts(self, numbers: range) -> list[tuple[str, str]]:
        kinds = "application/vnd.openxmlformats-officedocument.spreadsheetml"
        over = "".join(
            f'<Override PartName="/xl/worksheets/sheet{n}.xml" ContentType="{kinds}.worksheet+xml"/>'
            for n in numbers
        )
        types = (
            f'<Types xmlns="{_PACKAGE}/content-types">'
            '<Default Extension="rels"'
            ' ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            '<Default Extension="xml" ContentType="application/xml"/>'
            f'<Override PartName="/xl/workbook.xml" ContentType="{kinds}.sheet.main+xml"/>'
            f'<Override PartName="/xl/styles.xml" ContentType="{kinds}.styles+xml"/>{over}'
            '<Override PartName="/docProps/core.xml"'
            ' ContentType="application/vnd.openxmlformats-package.core-properties+xml"/></Types>'
        )
        rels = _relations(
            (f"{_REL}/officeDocument", "xl/workbook.xml"),
            (f"{_PACKAGE}/relationships/metadata/core-properties", "docProps/core.xml"),
        )
        sheets = [(f"{_REL}/worksheet", f"worksheets/sheet{n}.xml") for n in numbers]
        core = (
            f'<cp:coreProperties xmlns:cp="{_PACKAGE}/metadata/core-properties"'
            ' xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/"'
            ' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
            f"<dc:title>{safe(self.title)}</dc:title><dc:creator>Bridgehead</dc:creator>"
            '<dcterms:created xsi:type="dcterms:W3CDTF">1980-01-01T00:00:00Z</dcterms:created>'
            "</cp:coreProperties>"
        )
        return [
            ("[Content_Types].xml", _XML + types),
            ("_rels/.rels", _XML + rels),
            ("docProps/core.xml", _XML + core),
            ("xl/workbook.xml", _XML + self._workbook(numbers)),
            ("xl/_rels/workbook.xml.rels", _XML + _relations(*sheets, (f"{_REL}/styles", "styles.xml"))),
            ("xl/styles.xml", _XML + _styles()),
        ]

    def _workbook(self, numbers: range) -> str:
        sheets, names = [], []
        for n, sheet in zip(numbers, self.sheets, strict=True):
            sheets.append(f'<sheet name={quoteattr(sheet.name)} sheetId="{n}" r:id="rId{n}"/>')
            if row := sheet.header_row:
                quoted = escape("'" + sheet.name.replace("'", "''") + "'")
                names.append(
                    f'<definedName name="_xlnm._FilterDatabase" localSheetId="{n - 1}" hidden="1">'
                    f"{quoted}!{sheet.filtered}</definedName>"
                )
                names.append(
                    f'<definedName name="_xlnm.Print_Titles" localSheetId="{n - 1}">'
                    f"{quoted}!${row}:${row}</definedName>"
                )
        defined = f"<definedNames>{''.join(names)}</definedNames>" if names else ""
        return (
            f'<workbook xmlns="{_MAIN}" xmlns:r="{_REL}"><bookViews><workbookView/></bookViews>'
            f"<sheets>{''.join(sheets)}</sheets>{defined}</workbook>"
        )


def safe(text: str) -> str:
    """Return text as it may stand in XML; characters that XML cannot hold are left out."""
    return escape(_ESCAPED.sub("_x005F_", _CONTROL.sub("", text)).replace("\r", "_x000D_"))


def letters(column: int) -> str:
    """Return the letters of a column, from 0."""
    name = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(65 + rest) + name
    return name


@lru_cache(maxsize=50_000)
def serial(day: dt.date) -> str:
    """Return Excel's number of a day or moment."""
    number = day.toordinal() - _ZERO
    if isinstance(day, dt.datetime) and day.time() != dt.time():
        time = day.hour * 3600 + day.minute * 60 + day.second + day.microsecond / 1e6
        return repr(number + time / 86_400)
    return str(number)


def _entry(path: str) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(path, _FIXED)
    entry.compress_type = zipfile.ZIP_DEFLATED
    entry.create_system = 3  # the same bytes on every system
    entry.external_attr = 0o600 << 16
    return entry


def _relations(*targets: tuple[str, str]) -> str:
    inside = "".join(
        f'<Relationship Id="rId{n}" Type="{kind}" Target="{target}"/>'
        for n, (kind, target) in enumerate(targets, 1)
    )
    return f'<Relationships xmlns="{_PACKAGE}/relationships">{inside}</Relationships>'


def _styles() -> str:
    fills = "".join(
        f'<fill><patternFill patternType="solid"><fgColor rgb="FF{colour}"/></patternFill></fill>'
        for colour in _FILLS
    )
    xfs = "".join(map(_xf, _XFS))
    plain = '<sz val="11"/><name val="宋体"/>'
    grey = '<i/><sz val="11"/><color rgb="FF7F7F7F"/><name val="宋体"/>'
    return (
        f'<styleSheet xmlns="{_MAIN}">'
        f'<numFmts count="1"><numFmt numFmtId="{_ISO}" formatCode="yyyy\\-mm\\-dd"/></numFmts>'
        f'<fonts count="3"><font>{plain}</font><font><b/>{plain}</font><font>{grey}</font></fonts>'
        f'<fills count="{len(_FILLS) + 2}"><fill><patternFill patternType="none"/></fill>'
        f'<fill><patternFill patternType="gray125"/></fill>{fills}</fills>'
        '<borders count="2"><border/><border><bottom style="thin"/></border></borders>'
        '<cellStyleXfs count="1"><xf/></cellStyleXfs>'
        f'<cellXfs count="{len(_XFS)}">{xfs}</cellXfs></styleSheet>'
    )


def _xf(look: tuple[int, int, int, int, bool]) -> str:
    number, font, fill, border, wrap = look
    applied = "".join(f' apply{what}="1"' for what in ("NumberFormat", "Font", "Fill", "Border", "Alignment"))
    return (
        f'<xf numFmtId="{_ISO if number else 0}" fontId="{font}" fillId="{fill}" borderId="{border}"'
        f' xfId="0"{applied}><alignment vertical="top"{_WRAP if wrap else ""}/></xf>'
    )
