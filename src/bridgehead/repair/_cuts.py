"""Signs that a line goes on in the next one, strong enough to stand against everything else."""

from __future__ import annotations

import re
from functools import cache

from bridgehead import terms
from bridgehead.repair._han import is_han
from bridgehead.repair._lexicon import lexicon

__all__ = ["goes_on", "is_cut", "is_row", "word_across"]

_CONTINUES = re.compile(
    r"^[,，、。；;：:！？!?”’」』）)】》％%℃](?!\s*$)|^[。！？”’」』）)】》]\s*$|^\.[0-9]"
    r"|^(?:指出|强调|要求|表示|认为|介绍说?|透露|说)[，,：:]"
)
_DAY_CUT, _TIME = re.compile("[0-9][年月日]$"), re.compile("[0-9]{1,2}[月日时点]")
_NUMBER_CUT = re.compile(r"[0-9０-９][.．,]?$")
_NUMBER_GOES_ON = re.compile(
    r"^(?:[0-9０-９.．％%](?![0-9]?[、.．)）])|[万亿千百余多元个吨度](?![、])"
    r"|(?:年|月|日|时|平方|公里|人次?|户|家|项|亩|倍|米|名|位|次|座|台|所|条|件|吨|处|辆)[\u4e00-\u9fff0-9,，。、]{2})"
)
_PAIRS = {"“": "”", "（": "）", "(": ")", "《": "》", "「": "」", "『": "』", "【": "】"}
_CLOSERS = {closer: opener for opener, closer in _PAIRS.items()}
_OPENERS = re.compile("[“（(《「『【]")
_BEGINS_A_SENTENCE = re.compile(
    r"^(?:今年|去年|近年来|近日|日前|目前|当前|截至|同时|此外|据悉|[0-9]{1,2}月[0-9]{1,2}日|20[0-9]{2}年)[^,，]{0,8}[,，]"
)
_PARTICLES = re.compile("[的了是将已对把被]")
_CELLS = re.compile(r"\S[\s|｜]+\S+[\s|｜]+\S")
_DIGIT = re.compile("[0-9]")
_ACROSS_COUNTS = {"certain": 2.0, "perhaps": 1.0, "": 0.0}
_PROSE = re.compile("[，。；！？]|,(?![0-9])")
_ADVERBIAL = re.compile("(?:在|据|随着|按照|根据|针对|自从|截至|面对|围绕)[^,，]{2,16}[,，]")
_REST = re.compile("[\u4e00-\u9fff](?:[，。；、]|,(?![0-9]))|[\u4e00-\u9fff]{2,4}[。；]")
_REST_OF_WORDS = re.compile(
    "(?!(?:近日|日前|目前|当前|眼下|今年|去年|昨日|今日|今天|昨天|当天|当日|随后|同时|此外|其中|据悉|为此|如今|现在"
    "|但是|然而|因此|首先|其次|最后|其实|会前|会后|会上|清晨|早晨|上午|中午|下午|傍晚|晚上|夜晚|夜里))[\u4e00-\u9fff]{2}，"
)
_SAID = re.compile(
    "[\u4e00-\u9fff《》]{2,8}(?:要求|强调|指出|表示|认为|介绍|透露|坦言|说|明确|规定|提出)[，,]"
)
_LONGEST_WORD = 4
_USUAL = 13.0
"""The cost up to which a word is usual enough not to arise by chance where two lines meet."""


def goes_on(line: str, following: str) -> str:
    """Return why a line without a sentence end surely goes on in the following one; empty if it may not.

    Parameters
    ----------
    line, following : str
        Two lines that are not blank, without the spaces around them.
    """
    if _CONTINUES.match(following):
        return "下一行以标点开头，句子被截断"
    if _DAY_CUT.search(line[-5:]) and _TIME.match(following):
        return "日期被换行截断"
    if _NUMBER_CUT.search(line[-2:]) and _NUMBER_GOES_ON.match(following):
        return "数字被换行截断"
    if _closes(line, following):
        return "引号或括号跨行"
    return ""


def is_cut(line: str, following: str, *, apart: bool = False) -> bool:
    """Return whether a short line that looks like a headline is rather a sentence cut off.

    Parameters
    ----------
    line, following : str
        Two lines that are not blank, without the spaces around them.
    apart : bool
        Whether a blank line stands between them on a page that has nearly none.
    """
    if goes_on(line, following) or _BEGINS_A_SENTENCE.match(line):
        return True
    short = len(following) <= 6 and following[-1] == "。"
    if short or following[0] in _never_first() or _REST.match(following):
        return True
    score = (
        1.5 * bool(_SAID.match(line))
        + (1 + 1.5 * (line[-1] in "”》")) * bool(_REST_OF_WORDS.match(following))
        + 2.0 * apart
        + 0.5 * bool(_PARTICLES.search(line))
        + 1.5 * bool(_ADVERBIAL.match(line))
    )
    if "，" in line or "," in line:
        score += (len(line) > 12) + (len(line) >= 20) + bool(_DIGIT.search(line))
    if score >= 0.5 and len(line) >= 6:
        score += _ACROSS_COUNTS[word_across(line, following)]
    return score >= 2.5


def is_row(line: str) -> bool:
    """Return whether a line is a row of a table: three cells or more, and no sentence."""
    return len(line) <= 80 and bool(_CELLS.search(line)) and not _PROSE.search(line)


@cache
def _never_first() -> frozenset[str]:
    """Return characters that begin no sentence."""
    return frozenset(terms.words("layout/never_first"))


def word_across(line: str, following: str) -> str:
    """Return whether a word lies across the gap: ``certain``, ``perhaps`` or empty.

    It is certain when the characters on one side of the gap make no word without the other side.
    """
    words = lexicon().costs
    across = any(
        words.get(line[-left:] + following[:right], _USUAL + 1) <= _USUAL
        for left in (1, 2, 3)
        for right in (1, 2, 3)
        if left + right <= _LONGEST_WORD
    )
    if not across:
        return ""
    # A character behind a digit or a mark is a word by itself: 12元.
    ends = not is_han(line[-2:-1] or " ") or any(line[-n:] in words for n in (2, 3, 4))
    begins = not is_han(following[1:2] or " ") or any(following[:n] in words for n in (2, 3, 4))
    return "perhaps" if ends and begins else "certain"


def _closes(line: str, following: str) -> bool:
    """Return whether a line leaves open what the following one closes before opening anything of the kind."""
    if not _OPENERS.search(line):
        return False
    opened: list[str] = []
    for char in line[-200:]:
        if char in _PAIRS:
            opened.append(char)
        elif char in _CLOSERS and opened and opened[-1] == _CLOSERS[char]:
            opened.pop()
    if not opened:
        return False
    closer, opener = _PAIRS[opened[-1]], opened[-1]
    close, new = following.find(closer, 0, 60), following.find(opener, 0, 60)
    return close >= 0 and (new < 0 or close < new)
