"""What stands on a damaged line, as pieces whose bytes are known."""

from __future__ import annotations

import re
from functools import cache
from typing import Literal, NamedTuple

from bridgehead.repair.byteshift._bytes import FOLDED, MARKS, encode

__all__ = ["READING", "Token", "has_reading", "tokens"]

READING = r"[a-zü\u0101-\u01dc\u00e0-\u00fc\u0251\u0261]{1,6}"
"""A printed reading, to be put into a regular expression."""

Kind = Literal["char", "ascii", "orphan", "cut-reading", "cut-tag", "reading", "other"]

_READING = rf"(?P<reading>(?<=[^\x00-\x3f])\({READING}\))"
_TOKEN = re.compile(
    rf"{_READING}|(?P<cut_reading>\?{READING}\))|(?P<cut_tag>\?/[a-z0-9]{{1,6}}>)|.", re.DOTALL
)
_TOKEN_DROPPED = re.compile(
    rf"{_READING}|(?P<cut_reading>(?<=[)\u0080-\uffff]){READING}\))|(?P<cut_tag>(?<=[^\x00-\x7f])/[a-z0-9]{{1,6}}>)|.",
    re.DOTALL,
)


class Token(NamedTuple):
    """A piece of a line.

    Attributes
    ----------
    kind : str
        ``char`` has two bytes, ``ascii`` one; ``orphan`` is a question mark that may stand for two lost
        bytes; ``cut-reading`` and ``cut-tag`` are a reading or a tag whose bracket was swallowed with a byte;
        ``reading`` is one that is whole; ``other`` can have no part in a shift.
    start, end : int
        Where it stands.
    text : str
        What is seen.
    code : (int, int) or None
        Its two bytes; for an ASCII mark those of the full-width mark it may have been.
    reading : str
        Of a printed reading.
    """

    kind: Kind
    start: int
    end: int
    text: str
    code: tuple[int, int] | None = None
    reading: str = ""

    @property
    def is_mark(self) -> bool:
        """Whether it can be a mark that is a key."""
        return self.text in MARKS or self.text in FOLDED


def tokens(line: str, *, drops: bool = False) -> list[Token]:
    """Return the pieces of a line; ``drops`` tells whether orphaned bytes left no question mark."""
    found = []
    for match in (_TOKEN_DROPPED if drops else _TOKEN).finditer(line):
        text, (low, high) = match[0], match.span()
        if match["reading"]:
            found.append(Token("reading", low, high, text, None, text[1:-1]))
        elif match["cut_reading"]:
            found.append(Token("cut-reading", low, high, text, None, text[:-1].lstrip("?")))
        elif match["cut_tag"]:
            found.append(Token("cut-tag", low, high, text))
        else:
            found.append(_single(text, low))
    return found


def _single(char: str, at: int) -> Token:
    if char.isascii():
        code = encode(FOLDED[char]) if char in FOLDED else None
        return Token("orphan" if char == "?" else "ascii", at, at + 1, char, code)
    code = encode(char)
    return Token("char" if code else "other", at, at + 1, char, code)


@cache
def has_reading(char: str, reading: str) -> bool:
    """Return whether a character, or its simplified form, can be read so; tones count."""
    from bridgehead.repair.corpora import character_readings
    from bridgehead.repair.script import simplified

    forms, known = (char, simplified(char, wherever=True)), character_readings()
    return any(reading in known.get(ord(form), "").split(",") for form in forms)
