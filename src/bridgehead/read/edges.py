"""Where a name begins: behind the words of the sentence that are no part of it."""

from __future__ import annotations

from functools import cache
from string import ascii_letters

from bridgehead import terms
from bridgehead.read._literals import Listed
from bridgehead.repair import lexicon

__all__ = ["left_edge"]

# One-character words that end the sentence's part, unless a name holds them (华为).
_SINGLE = (
    r"(?<![数依根占证单论票凭])据|[的了是从把将让使被由以于在赴至等有]|(?<!华)为"
    r"|(?<!面)向|(?<![达得])到(?!位)|(?<![大会协相不合在])同(?![仁心江德煤])|对(?!外)|位于|以及|企业(?!协|联|家|商会|服务|管理|促进)|[一二三四五六七八九十\d]+[家个座批条户处所名]"
)


_INSIDE = "()（）·-&" + ascii_letters


@cache
def _noun_like() -> frozenset[str]:
    return frozenset(terms.words("name_words"))


def _lead() -> str:
    words = sorted(terms.words("lead_words"), key=len, reverse=True)
    # 和 and 与 part two names, but for 文化和旅游局 and 地理科学与资源研究所.
    inside = "".join(f"(?<!{word})" for word in terms.words("name_joins"))
    and_ = "和(?!田[市县地]|政县|平[区县]|林格尔|顺县|龙市|静县|硕县|县)"
    return f"{'|'.join(words)}|{inside}(?:{and_}|[与及])|{_SINGLE}"


_LEAD = Listed(_lead)


def _splits_word(text: str, at: int, low: int, high: int) -> bool:
    """Whether an offset lies inside a word: 西投产业集团 holds 产业, not 投产."""
    if not lexicon().is_word(text[at - 1 : at + 1]):
        return False
    start, end = max(low, at - 6), min(high + 2, at + 4)
    _, words = lexicon().cut(text[start:end])
    return not any(start + last == at for _, last in words)


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
    low, inside = at, _INSIDE if brackets else "·"
    floor = max(0, at - longest)
    while low > floor and ("\u4e00" <= text[low - 1] <= "\u9fff" or text[low - 1] in inside):
        low -= 1
    cut = low
    for word in _LEAD.finditer(text, low, at):
        noun = brackets and word[0] in _noun_like() and word.start() > cut
        if not noun and not _splits_word(text, word.end(), low, at):
            cut = word.end()
    if brackets and text[cut:at].count(")") + text[cut:at].count("）") > text[cut:at].count("(") + text[
        cut:at
    ].count("（"):
        cut = max(text.rfind(")", cut, at), text.rfind("）", cut, at)) + 1
    return cut
