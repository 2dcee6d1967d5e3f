"""A place that may be wrong, and what speaks for another reading of it."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import lru_cache

from bridgehead.repair._han import HAN_CLASS
from bridgehead.repair._lexicon import lexicon
from bridgehead.repair.suspects._pairs import bound, gapped, neighbours

__all__ = ["Doubt", "is_likelier", "lost", "misread"]

_WINDOW = 4
_BEFORE = re.compile(f"[{HAN_CLASS}]{{0,{_WINDOW}}}$")
_BEHIND = re.compile(f"[{HAN_CLASS}]{{0,{_WINDOW}}}")
_HAN_ONLY = re.compile(f"[{HAN_CLASS}]+")

_COMMON_GAIN = 3.0
_PAIR_GAIN = 4.5
_FREE_MATE, _FREE_MATE_GAIN = 5.7, 8.0
_FREE, _FREE_GAIN = 8.5, 6.2
_DRAWN_GAIN = 9.0
"""By how much a word must be likelier, as a logarithm: for pairs often mixed up, and for others; and the
costs up to which a neighbour and the character itself may well stand alone."""
_SLOPE = 30.0
"""How much less is asked for each 1.0 of likeness above .85."""
_LOST_GAIN = 6.0
_TWIN_GAIN, _TWIN_LOST_GAIN = 1.5, 3.0
"""What is asked for a misread and a lost character when another text has it so."""

_BOUND = 7.5
"""The cost from which a character hardly stands by itself."""
_SUFFIXES = frozenset("员者率件办局站桥路费证表书室厅所处科队组")
"""What makes a word of any two characters: 农技员 is as good as 农技人员."""
_TURNS = frozenset("不没未无非勿莫")
"""What turns a sentence into its contrary is never put in."""


@dataclass(frozen=True, slots=True)
class Doubt:
    """A reading that is likelier than what stands there.

    Attributes
    ----------
    start, end : int
        ``[start, end)`` in the text.
    clean : str
        What might stand there.
    word : str
        The word it would make.
    place : (int, int)
        Where that word would stand.
    gain : float
        How much likelier it is, as a natural logarithm.
    """

    start: int
    end: int
    clean: str
    word: str
    place: tuple[int, int]
    gain: float


def _around(text: str, at: int) -> tuple[str, str]:
    """Return the Han before a character and behind it."""
    before = _BEFORE.search(text, max(0, at - _WINDOW), at)
    behind = _BEHIND.match(text, at + 1)
    return before[0] if before else "", behind[0] if behind else ""


def misread(text: str, at: int) -> Doubt | None:
    """Return the look-alike that makes a word where the character makes none.

    Parameters
    ----------
    text : str
        The text.
    at : int
        The character's offset.
    """
    low = max(0, at - _WINDOW - 1)
    found = _weighed(text[low : at + _WINDOW + 2], at - low)
    if found is None:
        return None
    start, end = found.place
    return replace(found, start=at, end=at + 1, place=(start + low, end + low))


@lru_cache(maxsize=1 << 15)
def _weighed(text: str, at: int) -> Doubt | None:
    """Do so in a few characters; the genre repeats itself, so many are the same."""
    char = text[at]
    if char == "曰" and text[at - 1 : at].isdigit():
        return Doubt(at, at + 1, "日", "日", (at, at + 1), _DRAWN_GAIN)
    alone = bound().get(char)
    likely = []
    for other, likeness in neighbours().get(char, {}).items():
        start, word = _word(text, at, other)
        if other == alone or (word and _worth(word, char, other, likeness)):
            likely.append((other, start, word or other, likeness))
    if not likely:
        return None
    cost = lexicon().cost
    before, behind = _around(text, at)
    here = cost(before + char + behind)
    best: Doubt | None = None
    for other, start, word, likeness in likely:
        gain = here - cost(before + other + behind)
        if gain > _least(word, char, other, likeness) and (best is None or gain > best.gain):
            best = Doubt(at, at + 1, other, word, (start, start + len(word)), gain)
    return best


def _least(word: str, char: str, other: str, likeness: float) -> float:
    """Return the gain that is asked for."""
    costs = lexicon().costs
    if likeness < 1.0:
        return _DRAWN_GAIN - _SLOPE * (likeness - 0.85)
    if len(word) != 2:
        return _COMMON_GAIN
    # 一, 有 or 到 beside it may well belong to something else.
    mate = word[1 - word.index(other)]
    if costs.get(mate, 99.0) < _FREE_MATE:
        return _FREE_MATE_GAIN
    return _FREE_GAIN if costs.get(char, 99.0) < _FREE else _PAIR_GAIN


def _worth(word: str, char: str, other: str, likeness: float) -> bool:
    """Return whether a word could be likely enough even if its place were cut into single characters."""
    words = lexicon()
    apart = sum(words.costs.get(each, words.unknown) for each in word.replace(other, char, 1))
    return apart - words.costs[word] > _least(word, char, other, likeness)


def _word(text: str, at: int, char: str) -> tuple[int, str]:
    """Return where the longest word that ``char`` makes at a place begins, and the word."""
    words = lexicon().costs
    for length in (4, 3, 2):
        for start in range(max(at - length + 1, 0), at + 1):
            word = text[start:at] + char + text[at + 1 : start + length]
            if len(word) == length and word in words:
                return start, word
    return at, ""


def lost(text: str, at: int) -> Doubt | None:
    """Return the four characters of a long word where one before ``at`` is lost.

    Parameters
    ----------
    text : str
        The text.
    at : int
        The offset of the character behind the gap.
    """
    start = at - 2
    left = text[max(start, 0) : at + 1]
    four = gapped().get(left)
    if not four or four[2] in _TURNS or _stands(text[at : at + 2]):
        return None
    cost = lexicon().cost
    if cost(left) - cost(four) < _LOST_GAIN:
        return None
    before, _ = _around(text, start)
    _, behind = _around(text, at)
    gain = cost(before + left + behind) - cost(before + four + behind)
    return Doubt(start, at + 1, four, four, (start, at + 1), gain) if gain > _LOST_GAIN else None


def _stands(pair: str) -> bool:
    """Return whether the half of a word may well stand by itself or with what is behind it."""
    words = lexicon()
    char = pair[0]
    return pair in words.costs or char in _SUFFIXES or words.costs.get(char, words.unknown) < _BOUND


def is_likelier(before: str, ours: str, theirs: str, behind: str) -> bool:
    """Return whether another text's version of one or two characters shows that ours are misread or lost.

    Parameters
    ----------
    before, behind : str
        What both texts have around.
    ours, theirs : str
        Where they differ.
    """
    if not _HAN_ONLY.fullmatch(theirs) or len(theirs) > 2 or not (not ours or _HAN_ONLY.fullmatch(ours)):
        return False
    words, alike = lexicon(), neighbours()
    if ours and not all(b in alike.get(a, {}) for a, b in zip(ours, theirs, strict=False)):
        return False
    if ours and (len(ours) != len(theirs) or before[-1:].isdigit()):
        return False
    if not ours and (len(theirs) > 1 or not _HAN_ONLY.fullmatch(before[-1:] + behind[:1])):
        return False
    if ours and (before[-1:] + ours[:1] in words.costs or ours[-1:] + behind[:1] in words.costs):
        return False
    left, right = _BEFORE.search(before), _BEHIND.match(behind)
    head, tail = left[0] if left else "", right[0] if right else ""
    gain = words.cost(head + ours + tail) - words.cost(head + theirs + tail)
    return gain > (_TWIN_GAIN if ours else _TWIN_LOST_GAIN)
