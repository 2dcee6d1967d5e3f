"""Full-width digits and letters, look-alike code points, and spaces that are none.

Full-width punctuation is Chinese punctuation and stays; ASCII commas stay too: unfolding them would invent
what the source does not say.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import cache

from bridgehead.repair._compose import Change
from bridgehead.repair._han import HAN_CLASS
from bridgehead.terms import table

__all__ = ["spaces", "width"]

# One class and no alternation: this is how the regular expression engine skips clean text fast.
_WIDE = re.compile(
    "[\uff05\uff0e\uff10-\uff19\uff21-\uff3a\uff41-\uff5a\ufe50-\ufe5a\u2e80-\u2fdf\uf900-\ufaff\U0002f800-\U0002fa1f]+"
)
_POINT = re.compile("(?<![\uff10-\uff19])\uff0e|\uff0e(?![\uff10-\uff19])")
_INVISIBLE = re.compile("[\u200b\u2060\ufeff]+|_x000D_")
_PADDED_NAME = re.compile(
    f"(?:书记|主任|主席|记者|[局县市区镇乡村院校厅处科部会省州旗社队站所馆行团]长|代表|负责人|經理|经理|書記|記者|[局縣區鎮鄉廳處會團館]長)"
    f"[ \u3000]+[{HAN_CLASS}]([ \u3000]+)[{HAN_CLASS}](?=[ \u3000]*(?:$|[、,，)）(（\n]|[ \u3000](?:摄|攝)))",
    re.MULTILINE,
)


_MAYBE_PADDED = re.compile(f"[ \u3000][{HAN_CLASS}][ \u3000]+[{HAN_CLASS}]")
_SMALL = dict(zip("﹐﹑﹔﹕﹖﹗﹙﹚", "，、；：？！（）", strict=True))


@cache
def _plain(char: str) -> str:
    """Return the character that a compatibility form stands for."""
    radicals = {row["radical"]: row["char"] for row in table("script/radicals")}
    folded = radicals.get(char) or _SMALL.get(char) or unicodedata.normalize("NFKC", char)
    return folded if len(folded) == 1 else char


def _pieces(run: str) -> Iterator[tuple[int, str]]:
    at = 0
    for point in _POINT.finditer(run):
        yield at, run[at : point.start()]
        at = point.end()
    yield at, run[at:]


def width(text: str) -> list[Change]:
    """Find full-width digits, letters and per cent signs, Kangxi radicals and compatibility ideographs.

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
    for match in _WIDE.finditer(text):
        # A full-width point is a decimal point only between digits.
        for start, run in _pieces(match[0]):
            clean = "".join(map(_plain, run))
            if clean != run:
                at = match.start() + start
                changes.append(Change(at, at + len(run), clean, "width", 1.0, "全角或兼容字形"))
    return changes


def spaces(text: str) -> list[Change]:
    """Find zero-width characters, escaped line ends of spreadsheets, and the padding of two-character names.

    Other spaces stay, wide ones too: they part the halves of headlines, and indent paragraphs.

    Parameters
    ----------
    text : str
        Any text.

    Returns
    -------
    list of Change
        Deletions of kind ``space``.
    """
    changes = [
        Change(match.start(), match.end(), "", "space", 1.0, "零宽字符或转义的换行")
        for match in _INVISIBLE.finditer(text)
    ]
    padded = [
        Change(match.start(1), match.end(1), "", "space", 0.95, "两字姓名中间的空格")
        for match in (_PADDED_NAME.finditer(text) if _MAYBE_PADDED.search(text) else ())
    ]
    return sorted(changes + padded) if padded else changes
