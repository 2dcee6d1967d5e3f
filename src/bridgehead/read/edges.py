"""Where a name begins: behind the words of the sentence that are no part of it."""

from __future__ import annotations

import re
from functools import cache

from bridgehead import terms

__all__ = ["left_edge"]

# One-character words that end the sentence's part, unless a name holds them (文化和旅游局, 华为).
_SINGLE = (
    r"(?<!文化)(?<!发展)(?<!资源)(?<!保障)(?<!住房)(?<!工业)(?<!卫生)(?<!农业)(?<!社会)和|[与及的了是从把将让使被为由以于在赴至等有]|(?<!华)为"
    r"|(?<!面)向|(?<![达得])到(?!位)|(?<![大会协相不合在])同(?![仁心江德煤])|对(?!外)|位于|以及|[一二三四五六七八九十\d]+[家个座批条户处所名]"
)


@cache
def _noun_like() -> frozenset[str]:
    return frozenset(terms.words("name_words"))


@cache
def _lead() -> re.Pattern[str]:
    words = sorted(terms.words("lead_words"), key=len, reverse=True)
    return re.compile("|".join(words) + "|" + _SINGLE)


def left_edge(text: str, at: int, longest: int = 16, *, brackets: bool = False) -> int:
    """Return where the name that reaches up to an offset begins.

    Parameters
    ----------
    text : str
        The text.
    at : int
        An offset inside the name, such as that of its suffix.
    longest : int
        How far back a name may reach.
    brackets : bool
        Whether it may hold a bracketed part: 华远陆港(云岭)公司.

    Returns
    -------
    int
        Behind the nearest mark of punctuation and the last word that cannot be part of the name; ``at``
        itself when nothing is left.
    """
    low, inside = at, "()（）·" if brackets else "·"
    floor = max(0, at - longest)
    while low > floor and ("\u4e00" <= text[low - 1] <= "\u9fff" or text[low - 1] in inside):
        low -= 1
    cut = low
    for word in _lead().finditer(text, low, at):
        if not (brackets and word[0] in _noun_like() and word.start() > cut):
            cut = word.end()
    if brackets and text[cut:at].count(")") + text[cut:at].count("）") > text[cut:at].count("(") + text[
        cut:at
    ].count("（"):
        cut = max(text.rfind(")", cut, at), text.rfind("）", cut, at)) + 1
    return cut
