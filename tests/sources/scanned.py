"""Scans of pages for tests: lines with boxes as the models would give them, without any picture."""

from __future__ import annotations

from bridgehead.sources.ocr._layout import arrange
from bridgehead.sources.ocr._scan import Scan

__all__ = ["EM", "column", "line", "said", "scan", "texts"]

EM = 20.0
"""Pixels of a body character."""

Placed = tuple[str, float, list[float]]


def line(text: str, left: float, top: float, size: float = 1.0) -> Placed:
    """One line; place and size in body characters, its box a little off the text as the models have it."""
    wide = sum(1.0 if ord(char) > 0x2000 else 0.5 for char in text) * size
    x0, y0 = (left - 0.1) * EM, (top - 0.1 * size) * EM
    x1, y1 = (left + wide + 0.1) * EM, (top + 1.1 * size) * EM
    return text, 0.99, [x0, y0, x1, y0, x1, y1, x0, y1]


def column(text: str, left: float, top: float, width: int, pitch: float = 1.45) -> tuple[list[Placed], float]:
    """Paragraphs in lines of ``width`` characters, set in by two, and where the next line would stand."""
    rows = []
    for paragraph in text.split("\n"):
        whole = ("　　" if not paragraph.startswith("|") else "") + paragraph.lstrip("|")
        rows += [whole[at : at + width] for at in range(0, len(whole), width)]
    lines = []
    for row in rows:
        shown = row.lstrip("　")
        lines.append(line(shown, left + len(row) - len(shown), top))
        top += pitch
    return lines, top


def scan(lines: list[Placed], regions: list[tuple[str, float, list[float]]] | None = None) -> Scan:
    """A page of lines and what the model of layouts sees, boxes in body characters."""
    seen = [(kind, score, [value * EM for value in box]) for kind, score, box in regions or []]
    return Scan(3000, 4000, lines, seen)


def texts(page: Scan) -> list[list[str]]:
    """The paragraphs of each article."""
    return [["".join(each.text for each in lines) for lines in article] for article in arrange(page)]


def said(page: Scan) -> str:
    """The whole text in reading order."""
    return "".join(text for article in texts(page) for text in article)
