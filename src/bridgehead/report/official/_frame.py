"""What stands around the body: head, title, addressee; attachments, signature, colophon."""

from __future__ import annotations

import unicodedata
from typing import Any

from bridgehead.report.official import _ooxml as xml
from bridgehead.report.official._blocks import day
from bridgehead.report.official._page import PITCH, POINTS_PER_MM, RED, Sheet, cell
from bridgehead.report.official.layout import fact
from bridgehead.report.official.values import OfficialDocument

__all__ = ["colophon", "end", "head"]

_LARGEST = 62
_LARGEST_OF_LETTER = 36.0
"""The largest size of the issuer's name, in points: its size is left to the issuer."""


def head(sheet: Sheet, document: OfficialDocument) -> None:
    """Write what stands above the body."""
    if document.kind == "letter":
        _letter_head(sheet, document)
    elif document.kind != "report":
        _red_head(sheet, document)
    font, size = fact("title")
    ruled = document.kind != "report"
    before = fact("title_space") * PITCH if ruled else 0
    title = xml.run(document.title, sheet.letters(font, size))
    sheet.paragraph(title, style="Title", align="center", before=before, line=PITCH)
    if document.kind == "report" and (document.issuer or document.number):
        parts = [document.issuer, document.number, day(document.date, sheet.language)]
        said = "  ".join(part for part in parts if part)
        sheet.paragraph(xml.run(said, sheet.letters(fact("levels")[1], fact("body")[1])), align="center")
    sheet.paragraph()
    if document.addressee:
        colon = ":" if sheet.language == "en" else "："
        sheet.paragraph(xml.run(document.addressee + colon, sheet.letters(*fact("body"))))


def _name_size(name: str, width: float) -> float:
    """Return the size at which a name just fills the width, in points."""
    return float(min(_LARGEST, int(0.97 * width / max(1, width_in_cells(name)))))


def width_in_cells(text: str) -> float:
    """Return the width of a text in characters of the grid; Latin letters and digits take half of one."""
    return sum(1 if unicodedata.east_asian_width(char) in "WFA" else 0.5 for char in text)


def _red_head(sheet: Sheet, document: OfficialDocument) -> None:
    size = _name_size(document.issuer, fact("block")[0] * POINTS_PER_MM)
    name = xml.run(document.issuer, sheet.letters(fact("mark_font"), size, colour=RED))
    before = fact("mark_top") * POINTS_PER_MM - sheet.over(size, size * 1.25)
    sheet.paragraph(name, align="center", before=before, line=size * 1.25)
    number = xml.run(document.number, sheet.letters(*fact("body")))
    gap = round(fact("red_rule") * POINTS_PER_MM - sheet.under(fact("body")[1], PITCH))
    rule = xml.borders("pBdr", bottom=("single", 12, gap, RED))
    before = fact("number_space") * PITCH
    sheet.paragraph(number, align="center", before=before, line=PITCH, parts=(rule,))


def _letter_head(sheet: Sheet, document: OfficialDocument) -> None:
    length, under, above = fact("letter_rules")
    size = min(_LARGEST_OF_LETTER, _name_size(document.issuer, fact("block")[0] * POINTS_PER_MM))
    line = size * 1.25
    top = fact("letter_top") * POINTS_PER_MM - sheet.over(size, line)
    name = xml.run(document.issuer, sheet.letters(fact("mark_font"), size, colour=RED))
    sheet.paragraph(name, align="center", line=line, parts=(_frame(length, top),))
    upper = top + line - sheet.under(size, line) + under * POINTS_PER_MM
    lower = (fact("paper")[1] - above) * POINTS_PER_MM
    for style, place in (("thickThinSmallGap", upper), ("thinThickSmallGap", lower)):
        double = xml.borders("pBdr", top=(style, 18, 0, RED))
        sheet.paragraph(line=2, parts=(_frame(length, place), double))
    number = xml.run(document.number, sheet.letters(*fact("body")))
    sheet.paragraph(number, align="right")


def _frame(width: float, top: float) -> Any:
    """Make the place of a paragraph on the paper: its width in mm, its distance from above in points."""
    left = (fact("binding_margin") - (width - fact("block")[0]) / 2) * POINTS_PER_MM
    return xml.element(
        "framePr",
        w=xml.twips(width * POINTS_PER_MM),
        hSpace=0,
        wrap="notBeside",
        vAnchor="page",
        hAnchor="page",
        x=xml.twips(left),
        y=xml.twips(top),
    )


def end(sheet: Sheet, document: OfficialDocument) -> None:
    """Write what stands under the body: attachments, signature and date, note."""
    letters = fact("body")
    for number, name in enumerate(document.attachments, 1):
        label = ("Attachments: " if sheet.language == "en" else "附件：") if number == 1 else ""
        many = f"{number}. " if len(document.attachments) > 1 else ""
        indents = {"left": xml.twips((2 + 3 * (number > 1)) * cell())}
        said = xml.run(f"{label}{many}{name}", sheet.letters(*letters))
        sheet.paragraph(said, before=PITCH if number == 1 else 0, indents=indents)
    if document.signer:
        _signature(sheet, document)
    if document.note:
        brackets = "({})" if sheet.language == "en" else "（{}）"
        said = xml.run(brackets.format(document.note), sheet.letters(*letters))
        sheet.paragraph(said, first=fact("indent"))


def _signature(sheet: Sheet, document: OfficialDocument) -> None:
    date = day(document.date, sheet.language)
    name_width, date_width = width_in_cells(document.signer), width_in_cells(date)
    if document.sealed:  # the name in the middle above the date
        date_away = float(fact("date_space"))
        name_away = max(0.0, date_away + (date_width - name_width) / 2)
    else:  # the date begins two characters after the name, and the longer of them stands two from the right
        name_away = max(2.0, date_width - name_width + 4)
        date_away = name_away + name_width - 2 - date_width
    space = fact("signer_space")[1 if document.sealed else 0] * PITCH
    for text, away, before in ((document.signer, name_away, space), (date, date_away, 0)):
        said = xml.run(text, sheet.letters(*fact("body")))
        indents = {"right": xml.twips(away * cell())}
        sheet.paragraph(said, align="right", before=before, indents=indents, keep=text == document.signer)


def colophon(sheet: Sheet, document: OfficialDocument) -> None:
    """Write the colophon (版记) at the foot of the last page: copies, printing office and date."""
    letter = document.kind == "letter"
    printed_by = "" if letter else document.print_office  # a letter has neither this nor rules
    if not document.copies and not printed_by:
        return
    english = sheet.language == "en"
    font, size = fact("colophon_font")
    thick, thin = (
        ("single", round(width * POINTS_PER_MM * 8), 0, "000000") for width in fact("colophon_rules")
    )
    lines: list[str] = []
    if document.copies:
        stop = "." if english else "。"
        lines.append(f"{'Copies: ' if english else '抄送：'}{document.copies.rstrip('。.')}{stop}")
    if printed_by:
        printed = day(document.print_date or document.date, sheet.language)
        lines.append(f"{printed_by}\t{printed}{'' if english else '印发'}")
    width = fact("block")[0] * POINTS_PER_MM
    sides = {"top": thick, "bottom": thick, "insideH": thin}
    table = xml.element("tbl", _foot_of_page(width, {} if letter else sides))
    table.append(xml.element("tblGrid", xml.element("gridCol", w=xml.twips(width))))
    for line in lines:
        runs = [xml.run(part, sheet.letters(font, size)) for part in line.split("\t")]
        if len(runs) == 2:
            runs.insert(1, xml.element("r", sheet.letters(font, size), xml.element("tab")))
        cell_width = xml.element("tcPr", xml.element("tcW", w=xml.twips(width), type="dxa"))
        place = xml.element("tc", cell_width)
        tabs = xml.element("tabs", xml.element("tab", val="right", pos=xml.twips(width - size)))
        indents = {"left": xml.twips(size), "right": xml.twips(size)}
        sheet.paragraph(*runs, into=place, line=size * 1.5, indents=indents, align="left", parts=(tabs,))
        table.append(xml.element("tr", xml.element("trPr", xml.element("cantSplit")), place))
    sheet.add(table)
    sheet.paragraph(line=1)


def _foot_of_page(width: float, sides: dict[str, tuple[str, int, int, str]]) -> Any:
    """Make the properties of a table that stands at the foot of the text block of its page."""
    # LibreOffice floats a table as wide as the text only where it is anchored to the paper.
    left = xml.twips(fact("binding_margin") * POINTS_PER_MM)
    place = {"vertAnchor": "margin", "horzAnchor": "page", "tblpX": left, "tblpYSpec": "bottom"}
    margins = xml.element("tblCellMar", *(xml.element(side, w=0, type="dxa") for side in ("left", "right")))
    return xml.element(
        "tblPr",
        xml.element("tblpPr", **place),
        xml.element("tblOverlap", val="never"),
        xml.element("tblW", w=xml.twips(width), type="dxa"),
        xml.borders("tblBorders", **sides),
        xml.element("tblLayout", type="fixed"),
        margins,
    )
