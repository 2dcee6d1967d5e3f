"""Words printed twice, one behind the other, and the many that are meant so."""

from __future__ import annotations

from functools import cache

from bridgehead import terms
from bridgehead.repair._han import is_han
from bridgehead.repair._lexicon import lexicon

__all__ = ["is_doubled"]

_RARE = 15.5
"""The cost of the rarest word that is taken for one; rarer ones are names or parts of names."""


@cache
def _on_purpose() -> frozenset[str]:
    return frozenset(" ".join(terms.words("suspects/reduplicated")).split())


def is_doubled(text: str, start: int, end: int) -> bool:
    """Return whether two same stretches of text are one word printed twice.

    Not 研究研究 and 一个一个, which are meant so, nor 工作工作人员, where a longer word begins; nor what is
    printed three times.

    Parameters
    ----------
    text : str
        The text.
    start, end : int
        ``[start, end)`` of both together.
    """
    words = lexicon().costs
    once = text[start : (start + end) // 2]
    if end > len(text):
        return False
    if once in _on_purpose() or once[0] == once[1] or not all(map(is_han, once)):
        return False
    if words.get(once, _RARE) >= _RARE or once[0] in "一几每另各某多两二三四五六七八九十百千万":
        return False
    if not (is_han(text[start - 1 : start] or " ") or is_han(text[end : end + 1] or " ")):
        return False  # a clause of its own: 干部干部，先干一步
    size = len(once)
    if text[end : end + size] == once or text[max(0, start - size) : start] == once:
        return False
    grows = any(text[end - size : end + more] in words for more in (1, 2) if end + more <= len(text))
    grown = start > 0 and text[start - 1 : start + size] in words
    edges = (start - 1, start + size - 1, end - 1)
    crosses = start > 0 and all(text[edge : edge + 2] in words for edge in edges)
    return not (grows or grown or crosses)
