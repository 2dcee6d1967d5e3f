"""What the rest of the document says about a doubt: proof, or that it is a name."""

from __future__ import annotations

from functools import cache

from bridgehead import terms
from bridgehead.repair._han import is_han
from bridgehead.repair._lexicon import lexicon
from bridgehead.repair.suspects._doubts import Doubt

__all__ = ["is_name", "is_term", "proof"]

_PLACE_ENDS = frozenset("省市区县镇乡村街路桥山河湖江溪坪冲垅园庄屯店湾沟岭坡塘庙寺峰岛港站里巷弄组队州盟旗")
_NEAR = 20_000
"""How far away, in characters, the same page is: some newspapers come as one long text."""

_SURE = 8.0
"""The gain from which a word that recurs is taken for certain."""

_RARE = 12.0
"""The cost from which a character is rather part of a name than a slip, where a place ends behind it."""

_TITLE_ENDS = frozenset("记长任席者志理表员授师人士")
"""The last characters of posts, behind which a name stands."""

_FREE_SURNAMES = frozenset("和于时都应向常任高方成万全关经能同从要边明安平后解单路车多国")
"""Surnames that are far more often plain words: they do not make a name of what follows."""


@cache
def _surnames() -> frozenset[str]:
    return frozenset(terms.words("surnames")) - _FREE_SURNAMES


def is_name(text: str, doubt: Doubt) -> bool:
    """Return whether the doubted word may be part of a name of a person or a place.

    Parameters
    ----------
    text : str
        The text.
    doubt : Doubt
        A misread character.
    """
    word = doubt.word
    if len(word) > 2:
        return False
    left = doubt.place[0]
    before = text[max(0, left - 1) : left]
    behind = text[doubt.end : doubt.end + 1]
    if before in _surnames() and doubt.gain < 12:
        return True
    if text[left] in _surnames() and (before in _TITLE_ENDS or text[left + 3 : left + 4] == "、"):
        return True
    if lexicon().costs.get(text[doubt.start], _RARE) >= _RARE and behind in _PLACE_ENDS | {"水"}:
        return True
    return len(word) == 2 and word[1] in _PLACE_ENDS and word[1] != doubt.clean and doubt.gain < 12


def is_term(text: str, doubt: Doubt) -> bool:
    """Return whether a doubted pair recurs with its neighbours: then it is a term or a name, not a slip."""
    if len(doubt.word) > 2:
        return False
    at = doubt.start
    three = text[max(0, at - 1) : at + 2]
    return len(three) == 3 and text.count(three, max(0, at - _NEAR), at + _NEAR) > 1


def proof(text: str, doubt: Doubt) -> str:
    """Return what in the document proves a misread character, in words for a person; "" for nothing.

    Proof is the right spelling elsewhere, a word of three characters or four characters around; or a word of
    three or more that is misread the same way in different surroundings, as only a real term recurs.

    Parameters
    ----------
    text : str
        The document.
    doubt : Doubt
        A misread character.
    """
    if doubt.clean in "日月年":
        return ""
    at, right = doubt.start, doubt.clean
    for start in (at - 2, at - 1) if len(doubt.word) < 3 else (doubt.place[0],):
        length = 4 if len(doubt.word) < 3 else len(doubt.word)
        old = text[max(start, 0) : start + length]
        new = text[start:at] + right + text[at + 1 : start + length]
        if start < 0 or len(new) < length or not all(map(is_han, new)):
            continue
        low, high = max(0, at - _NEAR), at + _NEAR
        if text.find(new, low, high) >= 0 and not (length == 4 and text.count(old, low, high) > 1):
            return f"本文另处作“{new}”"
    return _recurs(text, doubt)


def _recurs(text: str, doubt: Doubt) -> str:
    start, size = doubt.place[0], len(doubt.word)
    if size < 3 or doubt.gain < _SURE:
        return ""
    old = text[start : start + size]
    around = set()
    low, high = max(0, doubt.start - _NEAR), doubt.start + _NEAR
    at = text.find(old, low, high)
    while at >= 0:
        behind = text[at + size : at + size + 1]
        if behind in _PLACE_ENDS:
            return ""
        around.add((text[max(0, at - 1) : at], behind))
        at = text.find(old, at + 1, high)
    if len({before for before, _ in around}) < 2 or len({behind for _, behind in around}) < 2:
        return ""
    return f"本文{len(around)}处作“{old}”，不成词，应为“{doubt.word}”"
