"""Full-width digits and letters, look-alike code points, and spaces that are none.

Full-width punctuation is Chinese punctuation and stays; ASCII commas stay too: unfolding them would invent
what the source does not say.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache

from bridgehead.repair._compose import Change
from bridgehead.repair._han import HAN_CLASS
from bridgehead.terms import table

__all__ = ["spaces", "width"]

_WIDE = re.compile(
    "[\uff10-\uff19\uff21-\uff3a\uff41-\uff5a\uff05]+(?:\uff0e(?=[\uff10-\uff19])[\uff10-\uff19]+[\uff05]?)*"
    "|[\u2e80-\u2fdf\uf900-\ufaff\U0002f800-\U0002fa1f]+"
)
_INVISIBLE = re.compile("[\u200b\u2060\ufeff]+|_x000D_")
_PADDED_NAME = re.compile(
    f"(?:书记|主任|主席|记者|[局县市区镇乡村院校厅处科部会省州旗社队站所馆行团]长|代表|负责人|經理|经理|書記|記者|[局縣區鎮鄉廳處會團館]長)"
    f"[ \u3000]+[{HAN_CLASS}]([ \u3000]+)[{HAN_CLASS}](?=[ \u3000]*(?:$|[、,，)）(（\n]|[ \u3000](?:摄|攝)))",
    re.MULTILINE,
)


@cache
def _plain(char: str) -> str:
    """Return the character that a compatibility form stands for."""
    radicals = {row["radical"]: row["char"] for row in table("script/radicals")}
    folded = radicals.get(char) or unicodedata.normalize("NFKC", char)
    return folded if len(folded) == 1 else char


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
        clean = "".join(map(_plain, match[0]))
        if clean != match[0]:
            changes.append(Change(match.start(), match.end(), clean, "width", 1.0, "全角或兼容字形"))
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
        for match in _PADDED_NAME.finditer(text)
    ]
    return sorted(changes + padded) if padded else changes
