"""The numbers that Word counts itself and that stand in no text: 一、 （二） 3."""

from __future__ import annotations

import re
from typing import Any

__all__ = ["Numbering", "chinese_number"]

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_CHINESE = re.compile(
    r"(chinese|taiwanese|japanese)Counting(Thousand)?|ideographDigital|japaneseDigitalTenThousand"
)


def chinese_number(number: int) -> str:
    """Return 1 to 99 as 一 to 九十九; other numbers in digits."""
    digits = "零一二三四五六七八九"
    tens, ones = divmod(number, 10)
    if not 0 < number < 100:
        return str(number)
    return ("" if tens == 0 else "十" if tens == 1 else digits[tens] + "十") + (digits[ones] if ones else "")


def _value(parent: Any, path: str) -> str | None:
    node = parent.find("/".join(_W + step for step in path.split("/"))) if parent is not None else None
    return None if node is None else node.get(f"{_W}val")


def _shown(number: int, form: str) -> str:
    if _CHINESE.fullmatch(form):
        return chinese_number(number)
    if form in ("upperLetter", "lowerLetter") and 0 < number <= 26:
        return chr(number + (64 if form == "upperLetter" else 96))
    if form == "decimalEnclosedCircle" and 0 < number <= 20:
        return chr(0x2460 + number - 1)
    return f"{number:02}" if form == "decimalZero" else str(number)


class Numbering:
    """Counts the numbered paragraphs of a document as Word does.

    Parameters
    ----------
    document : docx.document.Document
        The document; its paragraphs are to be asked for in order.
    """

    def __init__(self, document: Any) -> None:
        self._levels: dict[str, dict[int, tuple[int, str, str]]] = {}
        self._counts: dict[str, dict[int, int]] = {}
        self._styles: dict[str, Any] = {}
        for style in document.styles.element.findall(f"{_W}style"):
            self._styles[style.get(f"{_W}styleId")] = style
        parts = [rel.target_part for rel in document.part.rels.values() if rel.reltype.endswith("/numbering")]
        if parts:
            self._load(parts[0].element)

    def _load(self, root: Any) -> None:
        abstract = {node.get(f"{_W}abstractNumId"): node for node in root.findall(f"{_W}abstractNum")}
        for num in root.findall(f"{_W}num"):
            levels = {}
            base = abstract.get(_value(num, "abstractNumId") or "")
            overrides = num.findall(f"{_W}lvlOverride/{_W}lvl")
            for level in [*(base.findall(f"{_W}lvl") if base is not None else []), *overrides]:
                form, text = _value(level, "numFmt") or "decimal", _value(level, "lvlText") or ""
                levels[int(level.get(f"{_W}ilvl", "0"))] = (int(_value(level, "start") or "1"), form, text)
            self._levels[num.get(f"{_W}numId")] = levels

    def _properties(self, paragraph: Any) -> tuple[str | None, int]:
        """Return the list and the level of a paragraph, from itself or from its style."""
        own = paragraph.find(f"{_W}pPr")
        number, level = _value(own, "numPr/numId"), _value(own, "numPr/ilvl")
        style = self._styles.get(_value(own, "pStyle") or "")
        for _ in range(10):
            if number is not None or style is None:
                break
            of_style = style.find(f"{_W}pPr")
            number = _value(of_style, "numPr/numId")
            level = level or _value(of_style, "numPr/ilvl")
            style = self._styles.get(_value(style, "basedOn") or "")
        return number, int(level or "0")

    def label(self, paragraph: Any) -> str:
        """Return the number in front of a paragraph, ``""`` if it has none, and count it."""
        number, at = self._properties(paragraph)
        levels = self._levels.get(number or "", {})
        if at not in levels or levels[at][1] in ("bullet", "none"):
            return ""
        counts = self._counts.setdefault(number or "", {})
        counts[at] = counts.get(at, levels[at][0] - 1) + 1
        for deeper in [level for level in counts if level > at]:
            del counts[deeper]

        def fill(match: re.Match[str]) -> str:
            level = int(match[1]) - 1
            start, form, _ = levels.get(level, (1, "decimal", ""))
            return _shown(counts.get(level, start), form)

        return re.sub(r"%([1-9])", fill, levels[at][2])
