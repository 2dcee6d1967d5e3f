"""The Word page that all reports share: margins, fonts, headings, tables, sources.

Margins and sizes follow GB/T 9704-2012 (A4; top 37 mm, left 28 mm, text 156 mm × 225 mm; body 三号仿宋, i.e.
16 pt). Fonts are named, not embedded.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from docx import Document as open_word
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

__all__ = ["Word"]

TITLE, HEADING, BODY, SMALL = "方正小标宋简体", "黑体", "仿宋_GB2312", "楷体_GB2312"


class Word:
    """A Word document under construction."""

    def __init__(self, title: str) -> None:
        self.file: Any = open_word()
        section = self.file.sections[0]
        section.page_width, section.page_height = Mm(210), Mm(297)
        section.top_margin, section.bottom_margin = Mm(37), Mm(35)
        section.left_margin, section.right_margin = Mm(28), Mm(26)
        normal = self.file.styles["Normal"]
        normal.font.size = Pt(16)
        self._font(normal.element, BODY)
        normal.paragraph_format.line_spacing = Pt(28)
        normal.paragraph_format.space_after = Pt(0)
        self._page_numbers(section)
        self.file.core_properties.title = title
        self._paragraph(title, TITLE, 22, align=WD_ALIGN_PARAGRAPH.CENTER)

    def _font(self, element: Any, name: str) -> None:
        fonts = element.get_or_add_rPr().get_or_add_rFonts()
        for attribute in ("w:eastAsia", "w:ascii", "w:hAnsi"):
            fonts.set(qn(attribute), name if attribute == "w:eastAsia" else "Times New Roman")

    def _paragraph(
        self,
        text: str,
        font: str,
        size: float,
        *,
        align: Any = None,
        indent: bool = False,
        colour: str | None = None,
    ) -> Any:
        paragraph = self.file.add_paragraph()
        run = paragraph.add_run(text)
        run.font.size = Pt(size)
        self._font(run._element, font)
        if colour:
            run.font.color.rgb = RGBColor.from_string(colour)
        if align is not None:
            paragraph.alignment = align
        if indent:
            paragraph.paragraph_format.first_line_indent = Pt(size * 2)
        return paragraph

    def _page_numbers(self, section: Any) -> None:
        paragraph = section.footer.paragraphs[0]
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        run = paragraph.add_run()
        for kind, text in (("begin", None), (None, "PAGE"), ("end", None)):
            element = OxmlElement("w:instrText" if text else "w:fldChar")
            if text:
                element.text = text
            else:
                element.set(qn("w:fldCharType"), kind)
            run._element.append(element)

    def heading(self, text: str, level: int = 1) -> None:
        """Add a heading: 一级 黑体, 二级 楷体."""
        style = self.file.styles[f"Heading {level}"]
        paragraph = self._paragraph(text, HEADING if level == 1 else SMALL, 16, indent=True)
        paragraph.style = style
        for run in paragraph.runs:
            run.font.color.rgb = RGBColor(0, 0, 0)
            run.font.bold = False
        paragraph.paragraph_format.space_before = Pt(8 if level == 1 else 4)
        paragraph.paragraph_format.keep_with_next = True

    def text(self, text: str) -> None:
        """Add a paragraph."""
        self._paragraph(text, BODY, 16, indent=True)

    def source(self, text: str) -> None:
        """Add the line that says where the paragraph above comes from."""
        paragraph = self._paragraph(text, SMALL, 10.5, indent=True, colour="555555")
        paragraph.paragraph_format.line_spacing = Pt(16)

    def table(self, heads: Sequence[str], rows: Sequence[Sequence[str]], widths: Sequence[float]) -> None:
        """Add a table.

        Parameters
        ----------
        heads : sequence of str
            Its first row, repeated on every page.
        rows : sequence of sequences of str
            The others.
        widths : sequence of float
            Of the columns, in mm; 156 in all.
        """
        table = self.file.add_table(rows=0, cols=len(heads))
        table.style = "Table Grid"
        table.autofit = False
        for column, width in zip(table.columns, widths, strict=True):
            column.width = Mm(width)
        for index, values in enumerate([heads, *rows]):
            cells = table.add_row().cells
            for cell, value, width in zip(cells, values, widths, strict=True):
                cell.width = Mm(width)
                paragraph = cell.paragraphs[0]
                run = paragraph.add_run(value)
                run.font.size = Pt(10.5)
                self._font(run._element, HEADING if index == 0 else BODY)
                paragraph.paragraph_format.line_spacing = Pt(16)
        if table.rows:
            repeat = OxmlElement("w:tblHeader")
            repeat.set(qn("w:val"), "true")
            table.rows[0]._tr.get_or_add_trPr().append(repeat)
