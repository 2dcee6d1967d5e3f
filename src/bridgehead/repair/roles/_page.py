"""The paragraphs of a page, and what is known of them so far."""

from __future__ import annotations

from collections.abc import Sequence

from bridgehead.repair.roles._line import alone
from bridgehead.repair.roles._wrap import PAGE_BREAK, wraps

__all__ = ["BACK_MATTER", "ENDS", "Page"]

ENDS = frozenset("。！？!?；;”…）)")
"""Characters that end a sentence, or a paragraph."""
BACK_MATTER = ("furniture", "footer")
"""Roles of what is no part of any article."""

_LONGEST = 400
"""Characters of a paragraph that are looked at, but for its last line."""


class Page:
    """The paragraphs of a page, and what is known of them so far.

    Attributes
    ----------
    number : list of list of int
        Which lines of the page it is: several, where a paragraph is wrapped.
    text : list of str
        The lines without the spaces around them.
    role : list of str
        A role, or one of the marks of `_line.alone` that the passes decide.
    site : bool
        Whether the page is one of a site, with one article.
    first_body, last_text : int
        Where running text begins, and where the last paragraph of an article stands.
    """

    def __init__(self, lines: Sequence[str]) -> None:
        self.number: list[list[int]] = []
        self.text: list[str] = []
        follows = wraps(lines)
        told = 0  # the last paragraph that is no page number, which a wrapped line continues
        for i, line in enumerate(lines):
            text = line.strip()
            if not text:
                continue
            if follows[i]:
                self.number[told].append(i)
                self.text[told] = self.text[told][:_LONGEST] + text
                continue
            if any(follows[i + 1 : i + 1 + PAGE_BREAK]) and alone(text) not in ("furniture", "site"):
                told = len(self.text)
            self.number.append([i])
            self.text.append(text)
        self.role = [
            alone(text) if len(number) == 1 else _of_paragraph(text)
            for number, text in zip(self.number, self.text, strict=True)
        ]
        self.first_body, self.last_text = len(self.text), -1
        self.site = self.role.count("site") + min(1, self.role.count("links")) >= 2


def _of_paragraph(text: str) -> str:
    """Return the role that a paragraph of several lines tells by itself."""
    role = alone(text)
    return role if role in ("caption", "advert", "footer") else "body"
