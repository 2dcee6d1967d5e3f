"""Look-alike code points, and numbers written in two widths.

A page that writes ２０２３ is a page in its own style, not a damaged one: its digits stay, and who reads
them takes `half_width`. A number of which one half is wide (２０23) is mended. Full-width
punctuation is Chinese punctuation and stays; ASCII commas stay too: unfolding them would invent what the
source does not say.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from itertools import chain

from bridgehead.repair._compose import Change
from bridgehead.terms import table

__all__ = ["half_width", "width"]

# What begins with a single class is searched fast: not with a repeated one, nor one beyond the basic plane.
_FORM = "[\ufe10-\ufe16\ufe30-\ufe32\ufe35-\ufe44\ufe50-\ufe6b\u2e80-\u2fdf\uf900-\ufaff]"
_FORMS_RUN = re.compile(f"{_FORM}{_FORM}*")
_BEYOND = re.compile("[\U0002f800-\U0002fa1f]")
_RUN_CHAR = re.compile("[\uff10-\uff19\uff0e\uff050-9.%]")
_MIXED = re.compile("[0-9][\uff10-\uff19]|[\uff10-\uff19][.\uff0e]?[0-9]")
_POINT = re.compile("\uff0e(?<=[\uff10-\uff190-9].)(?=[\uff10-\uff190-9])")
_HALF = {
    wide: wide - 0xFEE0
    for low, high in ((0xFF10, 0xFF19), (0xFF21, 0xFF3A), (0xFF41, 0xFF5A))
    for wide in range(low, high + 1)
}
_HALF[0xFF05] = ord("%")
_WIDE_RUN = re.compile("[\uff05\uff10-\uff19\uff21-\uff3a\uff41-\uff5a]+")
# Small and vertical forms of the marks of Chinese text; NFKC would make them ASCII.
_FORMS = dict(
    zip(
        "﹐﹑﹔﹕﹖﹗﹙﹚﹛﹜﹝﹞﹟︐︑︒︓︔︕︖︰︱︲︵︶︷︸︹︺︻︼︽︾︿﹀﹁﹂﹃﹄",
        "，、；：？！（）｛｝〔〕＃，、。：；！？：—–（）｛｝〔〕【】《》〈〉「」『』",
        strict=True,
    )
)


@cache
def _plain(char: str) -> str:
    """Return the character that a compatibility form stands for."""
    radicals = {row["radical"]: row["char"] for row in table("script/radicals")}
    folded = radicals.get(char) or _FORMS.get(char) or unicodedata.normalize("NFKC", char)
    return folded if len(folded) == 1 else char


def half_width(text: str) -> str:
    """Return a text with digits, letters, per cent signs and decimal points in half width.

    Parameters
    ----------
    text : str
        Any text.

    Returns
    -------
    str
        Of the same length: each character stands where it stood.
    """
    return _WIDE_RUN.sub(_narrowed, _POINT.sub(".", text))


def _narrowed(run: re.Match[str]) -> str:
    return run[0].translate(_HALF)


def width(text: str) -> list[Change]:
    """Find radicals, compatibility and small forms, and numbers that are half wide.

    Parameters
    ----------
    text : str
        Any text.

    Returns
    -------
    list of Change
        One a run, of kind ``width``; each replaces character by character.
    """
    changes = []
    for match in chain(_FORMS_RUN.finditer(text), _BEYOND.finditer(text)):
        clean = "".join(map(_plain, match[0]))
        if clean != match[0]:
            changes.append(Change(match.start(), match.end(), clean, "width", 1.0, "兼容字形或部首"))
    for match in _MIXED.finditer(text):
        low, high = match.span()
        while low and _RUN_CHAR.match(text, low - 1):
            low -= 1
        while _RUN_CHAR.match(text, high):
            high += 1
        clean = half_width(text[low:high])
        if clean != text[low:high] and (not changes or changes[-1].end <= low or changes[-1].start > low):
            changes.append(Change(low, high, clean, "width", 1.0, "同一个数里全角与半角混用"))
    return sorted(set(changes))
