"""Signs that a line goes on in the next one, strong enough to stand against everything else."""

from __future__ import annotations

import re

__all__ = ["goes_on", "is_cut"]

_CONTINUES = re.compile(r"^[,，、。；;：:！？!?”’」』）)】》％%]|^\.[0-9]")
_NUMBER_CUT = re.compile(r"[0-9０-９][.．,]?$")
_NUMBER_GOES_ON = re.compile(
    r"^(?:[0-9０-９.．％%](?![0-9]?[、.．)）])|[万亿千百余多元个吨度](?![、])"
    r"|(?:年|月|日|时|平方|公里|人次?|户|家|项|亩|倍|米|名|位|次)[\u4e00-\u9fff0-9,，。、]{2})"
)
_PAIRS = {"“": "”", "（": "）", "(": ")", "《": "》", "「": "」", "『": "』", "【": "】"}
_CLOSERS = {closer: opener for opener, closer in _PAIRS.items()}
_BEGINS_A_SENTENCE = re.compile(
    r"^(?:今年|去年|近年来|近日|日前|目前|当前|截至|同时|此外|据悉|[0-9]{1,2}月[0-9]{1,2}日|20[0-9]{2}年)[^,，]{0,8}[,，]"
)
_SHORT_REST = re.compile("^[^,，。；;！？“”]{1,10}。.")


def goes_on(line: str, following: str) -> str:
    """Return why a line without a sentence end surely goes on in the following one; empty if it may not.

    Parameters
    ----------
    line, following : str
        Two lines that are not blank, without the spaces around them.
    """
    if _CONTINUES.match(following):
        return "下一行以标点开头，句子被截断"
    if _NUMBER_CUT.search(line[-2:]) and _NUMBER_GOES_ON.match(following):
        return "数字被换行截断"
    if _closes(line, following):
        return "引号或括号跨行"
    return ""


def is_cut(line: str, following: str) -> bool:
    """Return whether a short line that looks like a headline is rather a sentence cut off.

    Parameters
    ----------
    line, following : str
        Two lines that are not blank, without the spaces around them.
    """
    if goes_on(line, following) or _BEGINS_A_SENTENCE.match(line):
        return True
    return ("," in line or "，" in line) and bool(_SHORT_REST.match(following))


def _closes(line: str, following: str) -> bool:
    """Return whether a line leaves open what the following one closes before opening anything of the kind."""
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
