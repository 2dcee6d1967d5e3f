"""A line that stands alone: what a page shows elsewhere has to be looked for here, and cheaply.

Where orphaned bytes are dropped, a shift may leave nothing strange behind: 及时反，谢谢 was 及时反馈，谢谢,
as 馈， holds two keys that overlap. On a page other spots give the site away; of a lone line the words are
looked at, and the model is asked only where they do not fit.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from bridgehead.repair._han import is_han

__all__ = ["is_lone", "lacking", "lost_before", "torn"]

_LONGEST = 240
_MARK = re.compile("[。！？；：，、,;:?!]")
_TAIL = re.compile("[\u4e00-\u9fff]{2,6}")
_USUAL, _NONE = 13.0, 99.0
"""The cost up to which a word is one that people write, and one that no word has."""
_TORN = 8.8
"""The cost of each character of a stretch that is hardly made of words: few clean lines have one."""
_ALONE = re.compile("[。！？；：;:?!][^\x00-\xff\u3000-\u303f\uff00-\uffef][，,。；;]")
"""A character between two marks: too little for a clause."""


def is_lone(text: str) -> bool:
    """Return whether a text is a single line, and a short one."""
    return len(text) <= _LONGEST and "\n" not in text.strip("\n")


@cache
def lost_before(mark: str) -> frozenset[str]:
    """Return the characters of GB 2312 that a key across them and a mark can take with no trace.

    The second byte of such a character and the first of the mark are a key, and so are the bytes of the mark:
    A1 and A3 before ，；：！？, A3 and A1 before 。、.
    """
    trail = 0xA3 if mark in "。、" else 0xA1
    rows = (bytes((lead, trail)).decode("gb2312", "ignore") for lead in range(0xB0, 0xF8))
    return frozenset(filter(None, rows))


def lacking(text: str) -> Iterator[int]:
    """Yield the marks before which a usual word may have lost its last character."""
    from bridgehead.repair._lexicon import lexicon

    costs = lexicon().costs
    for match in _MARK.finditer(text):
        at = match.start()
        if not at or not is_han(text[at - 1]):
            continue
        before = text[at - 2 : at]
        if len(before) == 2 and is_han(before[0]) and costs.get(before, _NONE) <= _USUAL:
            continue
        behind = costs.behind(text[at - 1])
        ends = lost_before(match[0]) | (lost_before("。") if match[0] in "!！" else frozenset())
        if any(behind.get(char, _NONE) <= _USUAL for char in ends):
            yield at


def torn(text: str) -> Iterator[int]:
    """Yield the marks behind which there is hardly a word."""
    from bridgehead.repair._lexicon import lexicon

    for match in _MARK.finditer(text):
        tail = _TAIL.match(text, match.end())
        strange = tail and lexicon().cost(tail[0]) > _TORN * len(tail[0])
        if match.start() and (strange or _ALONE.match(text, match.start())):
            yield match.start()
