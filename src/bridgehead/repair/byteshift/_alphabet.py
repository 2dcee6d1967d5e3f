"""The letters of the language model: one for each simplified character; the forms of a character share one.

Figures are one letter and Latin letters another, as the model is never asked which of them stands somewhere.
"""

from __future__ import annotations

from collections import Counter
from functools import cache

import numpy as np
from numpy.typing import NDArray

from bridgehead.repair.byteshift._bytes import FOLDED, LEADS, TRAILS, grid

__all__ = [
    "BORDER",
    "FIGURE",
    "LINE",
    "SIZE",
    "UNKNOWN",
    "Letters",
    "costs",
    "is_traditional",
    "letters",
    "letters_of",
    "line_ends",
]

Letters = NDArray[np.int32]

LINE, FIGURE, LATIN, SPACE, BORDER, UNKNOWN = range(6)
"""Line end, figure, Latin letter, space, border of a listed word, anything else."""

_PUNCTUATION = "，。、；：？！“”‘’（）《》〈〉—…·【】～％〇"
_ALIKE = {"(": "（", ")": "）", "%": "％", "~": "～", "「": "“", "」": "”", "『": "“", "』": "”"} | FOLDED


def _standard() -> list[str]:
    rows = (bytes((lead, trail)) for lead in range(0xB0, 0xF8) for trail in range(0xA1, 0xFF))
    return [char for row in rows if (char := row.decode("gb2312", "ignore"))]


_CUT = -4.0  # a line that ends within a sentence

_CHARS = [*_PUNCTUATION, *_standard()]
SIZE = UNKNOWN + 1 + len(_CHARS)
"""How many letters there are."""


def _converted(config: str, chars: str) -> dict[str, str]:
    from opencc import OpenCC

    new = OpenCC(config).convert("\n".join(chars)).split("\n")
    return dict(zip(chars, new, strict=True))


@cache
def _simplified() -> dict[str, str]:
    han = "".join(map(chr, range(0x4E00, 0xA000)))
    # OpenCC leaves these alone, as they stand in simplified text too.
    return _converted("t2s", han) | {"後": "后", "著": "着", "陜": "陕", "啟": "启", "乾": "干"}


@cache
def letters() -> Letters:
    """Return the letter of every code point of the basic plane."""
    own = {char: number for number, char in enumerate(_CHARS, UNKNOWN + 1)}
    table = np.full(0x10000, UNKNOWN, np.int32)
    for code in range(0x10000):
        char = chr(code)
        wide = chr(code - 0xFEE0) if 0xFF01 <= code <= 0xFF5E and char not in own else char
        table[code] = own.get(_ALIKE.get(wide, wide), UNKNOWN)
        if wide.isdecimal() or wide in ".+-":
            table[code] = FIGURE
        elif wide.isascii() and wide.isalpha():
            table[code] = LATIN
    for char, plain in _simplified().items():
        if char != plain:
            table[ord(char)] = own.get(plain, UNKNOWN)
    table[[ord("\n"), ord("\r")]] = LINE
    table[[ord(" "), 0x3000, 0xA0, 9]] = SPACE
    table[ord("#")] = BORDER
    return table


def letters_of(text: str) -> Letters:
    """Return the letters of a text; a run of figures or of Latin letters counts as one."""
    codes = np.frombuffer(text.encode("utf-32-le", "replace"), np.uint32)
    found: Letters = letters()[np.where(codes < 0x10000, codes, 0xFFFD)]
    again = np.zeros(len(found), np.bool_)
    again[1:] = (found[1:] == found[:-1]) & ((found[1:] == FIGURE) | (found[1:] == LATIN))
    return found[~again]


@cache
def line_ends() -> NDArray[np.float64]:
    """Return, for every letter, how well a line ends behind it; lines may have been cut anywhere."""
    table = np.full(SIZE, _CUT)
    own = letters()
    table[[own[ord(char)] for char in "。！？”；："]] = 0.0
    table[[own[ord(char)] for char in "（“‘《、"]] = 2 * _CUT
    return table


def costs() -> NDArray[np.float32]:
    """Return the log-probability, up to a constant, of a form being written on a page of a script.

    Returns
    -------
    array of float32, shape (2, 256, 256)
        By script (0 simplified, 1 traditional), lead and trail; the model itself knows no forms.
    """
    shown = grid().shown
    table = np.zeros((2, 256, 256), np.float32)
    usual = _converted("s2t", "".join(map(chr, range(0x4E00, 0xA000))))
    usual |= {plain: "" for plain in "后干里制台云松面系余谷征" if plain in usual}
    plain_of, marks = _simplified(), frozenset("，。、；：？！“”‘’（）《》—…·")
    for lead in LEADS.tolist():
        for trail in TRAILS.tolist():
            char = chr(shown[lead, trail])
            if "\u4e00" <= char <= "\u9fff":
                table[0, lead, trail] = 0 if lead >= 0xB0 and trail >= 0xA1 else -7
                plain = plain_of.get(char, char)
                if usual.get(plain, char) not in ("", char):
                    table[1, lead, trail] = -4 if plain == char else -2.5
            elif char not in marks:
                table[:, lead, trail] = -5
    return table


_ENOUGH = 20_000
"""Characters that tell the script of a page."""


def is_traditional(text: str) -> bool:
    """Return whether a text is written in traditional characters, a few strays aside."""
    plain_of = _simplified()
    counts = Counter(text[:_ENOUGH])
    han = sum(times for char, times in counts.items() if "\u4e00" <= char <= "\u9fff")
    changed = sum(times for char, times in counts.items() if plain_of.get(char, char) != char)
    return changed >= 2 and changed >= 0.06 * han
