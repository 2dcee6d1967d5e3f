"""What an official document says, as plain values: no page, no Word."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

__all__ = [
    "Block",
    "Chain",
    "Figure",
    "Heading",
    "Kind",
    "OfficialDocument",
    "Paragraph",
    "Reference",
    "Run",
    "Runs",
    "Step",
    "Table",
]

Kind = Literal["document", "letter", "minutes", "report"]
"""公文 with a red head, 信函, 纪要, or a plain report without a head."""


@dataclass(frozen=True, slots=True)
class Figure:
    """A number that carries the filter that produced it.

    The page shows ``text`` with a small number behind it; both lead to the closing section 数据口径. In the
    middle of a table, where a column's last row says how all of it was counted, a figure may stay unlisted.

    Attributes
    ----------
    text : str
        The number as shown, such as ``"47"`` or ``"86.5%"``.
    filter_zh, filter_en : str
        What was counted, in words, such as ``"状态为已办结，2026年10月"``.
    href : str or None
        Where the office shows the counted items.
    listed : bool
        Whether it stands in the closing section; one that does not leads straight to the office.
    """

    text: str
    filter_zh: str
    filter_en: str
    href: str | None = None
    listed: bool = True

    def filter(self, language: str) -> str:
        """Return the filter in a language."""
        return self.filter_en if language == "en" else self.filter_zh


@dataclass(frozen=True, slots=True)
class Reference:
    """The place a statement was taken from, in small print.

    Attributes
    ----------
    text : str
        As shown, such as ``"〔3：22–30〕"``.
    anchor : str or None
        The row of a `Table` to which it leads (``Table.anchors``).
    """

    text: str
    anchor: str | None = None


Run: TypeAlias = str | Figure | Reference
Runs: TypeAlias = Run | tuple[Run, ...]
"""A text, a figure, or several pieces."""


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of level 1 to 4; its number is counted and not written by the caller.

    Attributes
    ----------
    text : str
        Without its number.
    level : {1, 2, 3, 4}
        一、黑体; （一）楷体; 1. 仿宋; （1）仿宋.
    """

    text: str
    level: Literal[1, 2, 3, 4] = 1


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of the body, its first line indented by two characters.

    Attributes
    ----------
    runs : str, Figure, Reference or tuple of them
        Its text, with figures and references inside.
    """

    runs: Runs


@dataclass(frozen=True, slots=True)
class Table:
    """A table over the width of the text block.

    Attributes
    ----------
    heads : tuple of str
        The first row, repeated on every page.
    rows : tuple of tuple
        The others; a cell is a text or runs.
    widths : tuple of float
        Of the columns, in mm; they are scaled to the text block.
    numbers : tuple of int
        Columns that hold numbers and are aligned right.
    caption : str
        Above the table; may be empty.
    small : bool
        五号 instead of 小四, for lists at the end.
    anchors : tuple of str
        A name a row, to which a `Reference` leads; empty for none.
    """

    heads: tuple[str, ...]
    rows: tuple[tuple[Runs, ...], ...]
    widths: tuple[float, ...]
    numbers: tuple[int, ...] = ()
    caption: str = ""
    small: bool = False
    anchors: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if any(len(row) != len(self.heads) for row in self.rows) or len(self.widths) != len(self.heads):
            raise ValueError(f"a table of {len(self.heads)} columns has a row or widths of another length")
        if self.anchors and len(self.anchors) != len(self.rows):
            raise ValueError("a table has an anchor for each row or for none")


@dataclass(frozen=True, slots=True)
class Step:
    """One step of an item's chain.

    Attributes
    ----------
    day : date or str
        When; a text where the day is not known exactly.
    name : str
        What it is: 交办, 签收, 反馈, 办结 …
    runs : str, Figure, Reference or tuple of them
        What happened, by whom, with its source.
    """

    day: dt.date | str
    name: str
    runs: Runs


@dataclass(frozen=True, slots=True)
class Chain:
    """The whole chain of one item, oldest step first.

    Attributes
    ----------
    steps : tuple of Step
        From the sentence that ordered it to its last event.
    caption : str
        Above it; may be empty.
    """

    steps: tuple[Step, ...]
    caption: str = ""


Block: TypeAlias = Heading | Paragraph | Table | Chain


@dataclass(frozen=True, slots=True, kw_only=True)
class OfficialDocument:
    """An official document.

    Attributes
    ----------
    title : str
        标题; a line break in it breaks the line.
    date : date
        成文日期; also the date of the file's properties.
    body : tuple of Block
        Headings, paragraphs, tables, chains.
    kind : {"document", "letter", "minutes", "report"}
        The layout.
    issuer : str
        发文机关标志, such as ``"云岭市人民政府文件"``; not shown on a plain report.
    number : str
        发文字号, such as ``"云督字〔2026〕3号"``.
    addressee : str
        主送机关, without its colon.
    attachments : tuple of str
        附件说明: their names.
    signer : str
        署名.
    sealed : bool
        Whether a seal is put on it: then the date stands four characters from the right.
    note : str
        附注, without its brackets.
    copies : str
        抄送机关.
    print_office : str
        印发机关; with it or with ``copies`` there is a colophon (版记).
    print_date : date or None
        印发日期; by default the document's own date.
    """

    title: str
    date: dt.date
    body: tuple[Block, ...] = field(default=())
    kind: Kind = "report"
    issuer: str = ""
    number: str = ""
    addressee: str = ""
    attachments: tuple[str, ...] = ()
    signer: str = ""
    sealed: bool = False
    note: str = ""
    copies: str = ""
    print_office: str = ""
    print_date: dt.date | None = None
