"""The few pieces of WordprocessingML (ISO/IEC 29500) that an official page is made of."""

from __future__ import annotations

import re
from typing import Any

from docx.oxml import OxmlElement
from docx.oxml.ns import qn

__all__ = ["bookmark", "borders", "element", "field", "link", "page_number", "run", "run_properties", "twips"]

# Characters that XML 1.0 cannot hold; damaged sources have them.
_UNWRITABLE = re.compile(r"[^\t\n\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def twips(points: float) -> str:
    """Return points in twentieths of a point, as attributes have them."""
    return str(round(points * 20))


def element(tag: str, *inside: Any, **attributes: object) -> Any:
    """Make an element of the namespace ``w``; its attributes are of the same namespace."""
    made = OxmlElement(f"w:{tag}")
    for name, value in attributes.items():
        made.set(qn(f"w:{name}"), str(value))
    made.extend(inside)
    return made


def run_properties(
    east: str,
    latin: str,
    size: float,
    *,
    colour: str = "",
    closer: float = 0,
    raised: bool = False,
    hint: bool = True,
) -> Any:
    """Make the properties of a run: its fonts by name, its size and how much closer it is set, in points.

    Quotation marks and dashes belong to both scripts; the hint gives them the Chinese font.
    """
    names = {"ascii": latin, "hAnsi": latin, "cs": latin, "eastAsia": east}
    made = element("rPr", element("rFonts", **names, **({"hint": "eastAsia"} if hint else {})))
    if colour:
        made.append(element("color", val=colour))
    made.append(element("spacing", val=twips(-closer)))
    half_points = round(size * 2)
    made.extend([element("sz", val=half_points), element("szCs", val=half_points)])
    if raised:
        made.append(element("vertAlign", val="superscript"))
    return made


def run(text: str, properties: Any) -> Any:
    """Make a run; a line break in the text breaks the line, what XML cannot hold becomes U+FFFD."""
    made = element("r", properties)
    for number, line in enumerate(_UNWRITABLE.sub("�", text).split("\n")):
        if number:
            made.append(element("br"))
        piece = element("t")
        piece.text = line
        piece.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
        made.append(piece)
    return made


def field(instruction: str, properties: Any) -> list[Any]:
    """Make the runs of a field, such as PAGE."""
    code = element("instrText")
    code.text = f" {instruction} "
    parts = [element("fldChar", fldCharType="begin"), code, element("fldChar", fldCharType="end")]
    return [element("r", _copy(properties), part) for part in parts]


def page_number(properties: Any) -> list[Any]:
    """Make the runs of — n —."""
    return [run("— ", _copy(properties)), *field("PAGE", properties), run(" —", _copy(properties))]


def link(anchor: str, *runs: Any) -> Any:
    """Make a link to a bookmark of the same document."""
    return element("hyperlink", *runs, anchor=anchor, history="1")


def bookmark(paragraph: Any, name: str, number: int) -> None:
    """Put a bookmark around the contents of a paragraph."""
    first = 1 if len(paragraph) and paragraph[0].tag == qn("w:pPr") else 0
    paragraph.insert(first, element("bookmarkStart", id=number, name=name))
    paragraph.append(element("bookmarkEnd", id=number))


def borders(tag: str, **sides: tuple[str, int, int, str]) -> Any:
    """Make borders: each side is a style, a width in eighths of a point, a distance in points, a colour."""
    made = element(tag)
    for side, (style, size, space, colour) in sides.items():
        made.append(element(side, val=style, sz=size, space=space, color=colour))
    return made


def _copy(properties: Any) -> Any:
    from copy import deepcopy

    return deepcopy(properties)
