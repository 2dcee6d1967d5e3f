"""The sheet of paper: margins, grid, styles, page numbers, and paragraphs put on it."""

from __future__ import annotations

import math
from typing import Any

from docx import Document as open_word
from docx.oxml.ns import qn
from docx.shared import Mm

from bridgehead.report.official import _ooxml as xml
from bridgehead.report.official.layout import fact

__all__ = ["PITCH", "POINTS_PER_MM", "RED", "Sheet", "cell"]

POINTS_PER_MM = 72 / 25.4
PITCH: float = fact("pitch")
RED = "E60012"
_CLOSER = math.ceil((fact("body")[1] - fact("block")[0] * POINTS_PER_MM / fact("grid")[0]) * 20 + 1) / 20
"""How much closer than their own width characters of the body stand, so that 28 fill a line, in points.

The grid of the section says the same (``w:docGrid``), but LibreOffice (7.4) takes two cells for a character
that is wider than one, and rounds the cell up. So paragraphs stand off the grid with its pitches written into
them, a twentieth of a point closer than it; full lines are set to their full width in any case.
"""
_BASE, _ASCENT, _DESCENT = 0.8, 0.86, 0.12
"""Where the base line lies in a line of fixed height, and how far ink reaches from it, as parts of a size."""


def cell() -> float:
    """Return the width of one of the 28 characters of a line, in points."""
    return float(fact("block")[0] * POINTS_PER_MM / fact("grid")[0])


class Sheet:
    """A Word document with the page of the standard, and nothing on it.

    Parameters
    ----------
    language : {"zh", "en"}
        Of the words that the layout itself puts on the page.
    numbered_first : bool
        Whether the first page shows its number.
    """

    def __init__(self, language: str, *, numbered_first: bool = True) -> None:
        self.language = language
        self.file: Any = open_word()
        self.body: Any = self.file.element.body
        self._end: Any = self.body.sectPr
        self._bookmarks = 0
        self._settings()
        self._styles()
        self._section(numbered_first)

    # The page

    def _section(self, numbered_first: bool) -> None:
        section = self.file.sections[0]
        (width, height), (across, down) = fact("paper"), fact("block")
        top, left = fact("top_margin"), fact("binding_margin")
        section.page_width, section.page_height = Mm(width), Mm(height)
        section.top_margin, section.bottom_margin = Mm(top), Mm(height - top - down)
        section.left_margin, section.right_margin = Mm(left), Mm(width - left - across)
        size = fact("page_number")[1]
        # The dash stands at half the height of its line, and hangs fact("page_number_drop") under the block.
        drop = fact("page_number_drop") * POINTS_PER_MM + size / 2
        section.header_distance = Mm(15)
        section.footer_distance = round((height - top - down) * 36000 - drop * 12700)
        columns = self._end.find(qn("w:cols"))
        grid = self._end.find(qn("w:docGrid"))
        if grid is not None:
            self._end.remove(grid)
        width_added = round((cell() - fact("body")[1]) * 4096)
        grid = xml.element("docGrid", type="linesAndChars", linePitch=xml.twips(PITCH), charSpace=width_added)
        columns.addnext(grid)
        section.different_first_page_header_footer = not numbered_first
        self._page_number(section.footer.paragraphs[0]._p, "right")
        self._page_number(section.even_page_footer.paragraphs[0]._p, "left")

    def _page_number(self, paragraph: Any, side: str) -> None:
        name, size = fact("page_number")
        paragraph.clear_content()
        away = {side: xml.twips(size * fact("page_number_side"))}
        paragraph.insert(0, self._layout(align=side, line=size, indents=away))
        paragraph.extend(xml.page_number(xml.run_properties(name, name, size)))

    def _settings(self) -> None:
        settings = self.file.settings
        settings.odd_and_even_pages_header_footer = True
        root = settings.element
        for tag in ("characterSpacingControl", "compat"):
            for old in root.findall(qn(f"w:{tag}")):
                root.remove(old)
        # Punctuation keeps the width of a character, else a line would hold more than the grid has.
        spacing = xml.element("characterSpacingControl", val="doNotCompress")
        word = xml.element(
            "compatSetting", name="compatibilityMode", uri="http://schemas.microsoft.com/office/word", val=15
        )
        # The schema wants its settings in one order.
        root.find(qn("w:savePreviewPicture")).addprevious(root.find(qn("w:evenAndOddHeaders")))
        root.find(qn("w:savePreviewPicture")).addprevious(spacing)
        root.find(qn("w:rsids")).addprevious(xml.element("compat", word))

    def _styles(self) -> None:
        styles = self.file.styles
        default = styles.element.find(f".//{qn('w:rPrDefault')}/{qn('w:rPr')}")
        font, size = fact("body")
        whole = self.letters(font, size)
        whole.append(xml.element("lang", val="en-US", eastAsia="zh-CN"))
        default.getparent().replace(default, whole)
        self._style("Normal", font, size, self._layout(line=PITCH, widows=True))
        title, title_size = fact("title")
        self._style("Title", title, title_size, self._layout(align="center", line=PITCH, keep=True))
        for level, name in enumerate(fact("levels"), 1):
            layout = self._layout(line=PITCH, first=fact("indent"), keep=True, outline=level - 1)
            self._style(f"Heading {level}", name, size, layout)

    def _style(self, name: str, font: str, size: float, layout: Any) -> None:
        style = self.file.styles[name].element
        for tag in ("pPr", "rPr"):
            for old in style.findall(qn(f"w:{tag}")):
                style.remove(old)
        style.extend([layout, self.letters(font, size)])

    # What is put on it

    def letters(self, font: str, size: float, *, colour: str = "", raised: bool = False) -> Any:
        """Make the properties of a run in a Chinese font."""
        hint = self.language != "en"
        closer = _CLOSER if size == fact("body")[1] else 0
        return xml.run_properties(
            font, fact("latin"), size, colour=colour, closer=closer, raised=raised, hint=hint
        )

    def _layout(
        self,
        *,
        style: str = "",
        align: str = "",
        line: float = 0,
        before: float = 0,
        after: float = 0,
        first: float = 0,
        indents: dict[str, str] | None = None,
        keep: bool = False,
        widows: bool = False,
        outline: int | None = None,
        parts: tuple[Any, ...] = (),
    ) -> Any:
        """Make paragraph properties, in the order that the schema wants; `parts` come in their own order."""
        made = xml.element("pPr")
        if style:
            made.append(xml.element("pStyle", val=style))
        if keep:
            made.append(xml.element("keepNext"))
        made.extend(part for part in parts if part.tag in (qn("w:pageBreakBefore"), qn("w:framePr")))
        if widows:
            made.append(xml.element("widowControl"))
        made.extend(part for part in parts if part.tag in (qn("w:pBdr"), qn("w:tabs")))
        if widows:  # Normal: no gap between Chinese and digits, the grid has none
            made.extend([xml.element("autoSpaceDE", val="0"), xml.element("autoSpaceDN", val="0")])
        made.append(xml.element("snapToGrid", val="0"))
        spacing: dict[str, str] = {"before": xml.twips(before), "after": xml.twips(after)}
        if line:
            spacing.update(line=xml.twips(line), lineRule="exact")
        made.append(xml.element("spacing", **spacing))
        if first or indents:
            chars = {"firstLineChars": round(first * 100), "firstLine": xml.twips(first * cell())}
            made.append(xml.element("ind", **(indents or {}), **(chars if first else {})))
        if align or widows:
            made.append(xml.element("jc", val=align or "both"))
        if outline is not None:
            made.append(xml.element("outlineLvl", val=outline))
        return made

    def paragraph(self, *runs: Any, into: Any = None, **layout: Any) -> Any:
        """Add a paragraph of runs at the end of the body, or into another element; return it."""
        made = xml.element("p", self._layout(**layout), *runs)
        self.add(made) if into is None else into.append(made)
        return made

    def add(self, made: Any) -> None:
        """Add an element at the end of the body."""
        self._end.addprevious(made)

    def mark(self, paragraph: Any, name: str) -> None:
        """Name a place of the page, so that links lead there."""
        self._bookmarks += 1
        xml.bookmark(paragraph, name, self._bookmarks)

    def over(self, size: float, line: float) -> float:
        """Return how far the upper edge of characters lies under the top of their line, in points."""
        return _BASE * line - _ASCENT * size

    def under(self, size: float, line: float) -> float:
        """Return how far the lower edge of characters lies above the foot of their line, in points."""
        return (1 - _BASE) * line - _DESCENT * size

    def related(self, address: str, *runs: Any) -> Any:
        """Make a link to an address."""
        kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink"
        made = xml.element("hyperlink", *runs)
        made.set(qn("r:id"), self.file.part.relate_to(address, kind, is_external=True))
        return made
