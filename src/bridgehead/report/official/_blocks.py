"""The blocks of the body: headings with their numbers, paragraphs, figures, tables, chains."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from bridgehead.report.official import _ooxml as xml
from bridgehead.report.official._page import POINTS_PER_MM, Sheet
from bridgehead.report.official.layout import fact
from bridgehead.report.official.values import (
    Block,
    Chain,
    Figure,
    Heading,
    Paragraph,
    Reference,
    Run,
    Runs,
    Table,
)

__all__ = ["Blocks", "day", "numeral"]

_DIGITS = "零一二三四五六七八九"
_ROMAN = ("", "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix")
_SMALL = 10.5
_NOTE = 0.7
"""The size of a reference beside the text it stands in."""
_GREY = "595959"

_WORDS = {
    "zh": {
        "figures": "数据口径",
        "explain": "文中带方括号序号的数字，均按下列口径由系统从台账统计得出。",
        "heads": ("序号", "数字", "口径", "查看"),
        "open": "打开",
        "chain": ("时间", "环节", "情况"),
    },
    "en": {
        "figures": "How the figures were made",
        "explain": "Each figure with a number in brackets was counted in the ledger with the filter below.",
        "heads": ("No.", "Figure", "Filter", "See"),
        "open": "open",
        "chain": ("When", "Step", "What"),
    },
}


def numeral(level: int, number: int, language: str = "zh") -> str:
    """Return the number of a heading: 一、（一） 1. （1）; in English 1. 1) (a) (i).

    Parameters
    ----------
    level : int
        1 to 4.
    number : int
        From 1 to 99.
    language : {"zh", "en"}
        Of the document.
    """
    if language == "en":
        roman = "x" * (number // 10) + _ROMAN[number % 10]
        letter = chr(96 + number) if number <= 26 else str(number)
        return (f"{number}. ", f"{number}) ", f"({letter}) ", f"({roman}) ")[level - 1]
    tens, ones = divmod(number, 10)
    han = ("" if tens == 0 else "十" if tens == 1 else _DIGITS[tens] + "十") + (_DIGITS[ones] if ones else "")
    return (f"{han}、", f"（{han}）", f"{number}. ", f"（{number}）")[level - 1]


def day(date: dt.date, language: str = "zh") -> str:
    """Return a date in arabic digits without leading zeros."""
    if language == "en":
        return f"{date.day} {date:%B} {date.year}"
    return f"{date.year}年{date.month}月{date.day}日"


class Blocks:
    """Writes blocks on a sheet, and remembers the figures it met.

    Parameters
    ----------
    sheet : Sheet
        Where to.
    """

    def __init__(self, sheet: Sheet) -> None:
        self.sheet = sheet
        self.language = "en" if sheet.language == "en" else "zh"
        self._counts = [0, 0, 0, 0]
        self._figures: list[Figure] = []

    def write(self, blocks: Iterable[Block]) -> None:
        """Write blocks one after another."""
        for block in blocks:
            match block:
                case Heading():
                    self._heading(block)
                case Paragraph():
                    self._paragraph(block)
                case Table():
                    self._table(block)
                case Chain():
                    self._table(self._as_table(block))

    def _heading(self, heading: Heading) -> None:
        level = heading.level
        self._counts[level - 1] += 1
        self._counts[level:] = [0] * (4 - level)
        text = numeral(level, self._counts[level - 1], self.language) + heading.text
        font = fact("levels")[level - 1]
        runs = [xml.run(text, self.sheet.letters(font, fact("body")[1]))]
        self.sheet.paragraph(*runs, style=f"Heading{level}", first=fact("indent"))

    def _paragraph(self, paragraph: Paragraph) -> None:
        self.sheet.paragraph(*self._runs(paragraph.runs, *fact("body")), first=fact("indent"))

    def _runs(self, runs: Runs, font: str, size: float) -> list[Any]:
        pieces: tuple[Run, ...] = runs if isinstance(runs, tuple) else (runs,)
        made: list[Any] = []
        for piece in pieces:
            if isinstance(piece, Figure) and not piece.listed:
                shown = xml.run(piece.text, self.sheet.letters(font, size))
                made.append(self.sheet.related(piece.href, shown) if piece.href else shown)
            elif isinstance(piece, Figure):
                number = self._number(piece)
                shown = xml.run(piece.text, self.sheet.letters(font, size))
                raised = xml.run(f"[{number}]", self.sheet.letters(font, size, colour=_GREY, raised=True))
                made.append(xml.link(f"figure_{number}", shown, raised))
            elif isinstance(piece, Reference):
                note = self.sheet.letters(fact("levels")[1], round(size * _NOTE * 2) / 2, colour=_GREY)
                said = xml.run(piece.text, note)
                made.append(xml.link(piece.anchor, said) if piece.anchor else said)
            elif piece:
                made.append(xml.run(piece, self.sheet.letters(font, size)))
        return made

    def _number(self, figure: Figure) -> int:
        if figure not in self._figures:
            self._figures.append(figure)
        return self._figures.index(figure) + 1

    def closing(self, *, new_page: bool) -> None:
        """Write the section that says of each figure how it was made; nothing when there was none."""
        if not self._figures:
            return
        words = _WORDS[self.language]
        size = fact("body")[1]
        parts = (xml.element("pageBreakBefore"),) if new_page else ()
        title = xml.run(str(words["figures"]), self.sheet.letters(fact("levels")[0], size))
        self.sheet.paragraph(title, style="Heading1", first=fact("indent"), parts=parts)
        said = xml.run(str(words["explain"]), self.sheet.letters(*fact("body")))
        self.sheet.paragraph(said, first=fact("indent"), keep=True)
        rows = [
            (str(number), figure.text, figure.filter(self.language), "")
            for number, figure in enumerate(self._figures, 1)
        ]
        addressed = any(figure.href for figure in self._figures)
        columns = 4 if addressed else 3
        table = Table(
            heads=tuple(words["heads"][:columns]),
            rows=tuple(row[:columns] for row in rows),
            widths=(14, 24, 100, 18)[:columns],
            numbers=(1,),
            small=True,
            anchors=tuple(f"figure_{number}" for number, _ in enumerate(self._figures, 1)),
        )
        self._table(table, [figure.href for figure in self._figures] if addressed else None, last=True)

    def _as_table(self, chain: Chain) -> Table:
        rows = tuple(
            (
                day(step.day, self.language) if isinstance(step.day, dt.date) else step.day,
                step.name,
                step.runs,
            )
            for step in chain.steps
        )
        heads = tuple(_WORDS[self.language]["chain"])
        return Table(heads=heads, rows=rows, widths=(34, 24, 98), caption=chain.caption)

    def _table(self, table: Table, addresses: list[str | None] | None = None, *, last: bool = False) -> None:
        font, size = fact("table_font")
        size = _SMALL if table.small else size
        if table.caption:
            said = xml.run(table.caption, self.sheet.letters(fact("levels")[0], 14))
            self.sheet.paragraph(said, align="center", keep=True)
        scale = fact("block")[0] / sum(table.widths) * POINTS_PER_MM
        widths = [width * scale for width in table.widths]
        made = xml.element("tbl", _table_properties(), _table_grid(widths))
        head_cells: list[Runs] = list(table.heads)
        made.append(self._row(head_cells, widths, fact("levels")[0], size, head=True))
        for number, row in enumerate(table.rows):
            cells: list[Runs] = list(row)
            added = self._row(cells, widths, font, size, numbers=table.numbers)
            first = added.tc_lst[0].p_lst[0]
            if table.anchors:
                self.sheet.mark(first, table.anchors[number])
            if addresses and (address := addresses[number]):
                opened = xml.run(str(_WORDS[self.language]["open"]), self.sheet.letters(font, size))
                added.tc_lst[-1].p_lst[0].append(self.sheet.related(address, opened))
            made.append(added)
        self.sheet.add(made)
        # A thin paragraph keeps two tables from growing together, and text from the rule; the last
        # one of a document is as thin as can be, so that it does not begin a page of its own.
        self.sheet.paragraph(line=1 if last else 6)

    def _row(
        self,
        cells: list[Runs],
        widths: list[float],
        font: str,
        size: float,
        *,
        head: bool = False,
        numbers: tuple[int, ...] = (),
    ) -> Any:
        properties = xml.element("trPr", xml.element("cantSplit"))
        if head:
            properties.append(xml.element("tblHeader"))
        made = xml.element("tr", properties)
        for column, (runs, width) in enumerate(zip(cells, widths, strict=True)):
            place = xml.element(
                "tc",
                xml.element(
                    "tcPr",
                    xml.element("tcW", w=xml.twips(width), type="dxa"),
                    xml.element("vAlign", val="center"),
                ),
            )
            align = "center" if head else "right" if column in numbers else "left"
            pieces = self._runs(runs, font, size)
            line = round(size * 1.35, 1)
            self.sheet.paragraph(*pieces, into=place, align=align, line=line, keep=head)
            made.append(place)
        return made


def _table_properties() -> Any:
    line = ("single", 4, 0, "000000")
    sides = dict.fromkeys(("top", "left", "bottom", "right", "insideH", "insideV"), line)
    margins = xml.element("tblCellMar", *(xml.element(side, w=70, type="dxa") for side in ("left", "right")))
    return xml.element(
        "tblPr",
        xml.element("tblW", w=xml.twips(fact("block")[0] * POINTS_PER_MM), type="dxa"),
        xml.element("jc", val="center"),
        xml.borders("tblBorders", **sides),
        xml.element("tblLayout", type="fixed"),
        margins,
    )


def _table_grid(widths: list[float]) -> Any:
    return xml.element("tblGrid", *(xml.element("gridCol", w=xml.twips(width)) for width in widths))
