"""Words and their frequencies: how likely a stretch of Han is, and whether it is a word at all."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from math import log

from bridgehead import terms
from bridgehead.repair import corpora
from bridgehead.repair._han import HAN_CLASS
from bridgehead.repair._words import Words
from bridgehead.repair.cache import kept

__all__ = ["LISTS", "LONGEST", "Lexicon", "lexicon", "runs"]

LONGEST = 6
"""Characters of the longest word."""

LISTS = ("suspects/phrases.txt", "suspects/not_words.txt")
"""Our tables that it is made from, besides the phrases of the genre."""

_VERSION = 2
"""Of what is kept, and of the rules by which words are chosen."""
_REST = "?"
"""Stands for all characters that are no word."""

_PHRASE = 60
"""The frequency a set phrase of the genre counts as having: that of a usual idiom."""
_TAGGED, _IDIOM = 8, 4
"""The least frequency of words that only the tagger knows, and of idioms that no list counted."""
_LEAST = {1: 1, 2: 8, 3: 6}
_LEAST_LONG, _LEAST_IDIOM, _LEAST_NAME = 8, 3, 60
"""The least counts of words by their length, of longer ones, of idioms, and of names of people."""
_UNKNOWN = 0.3
"""The frequency of a character that is no word."""

_HAN = re.compile(f"[{HAN_CLASS}]+")
_PLAIN = re.compile("[\u4e00-\u9fff]+")


@dataclass(frozen=True)
class Lexicon:
    """What is known of words.

    Attributes
    ----------
    costs : Words
        Minus the logarithm of each word's share of all words.
    unknown : float
        The cost of a character that is no word.
    """

    costs: Words
    unknown: float

    def cost(self, han: str) -> float:
        """Return the cost of the likeliest way to cut a stretch of Han into words."""
        return self.cut(han)[0]

    def is_word(self, han: str) -> bool:
        """Whether a stretch of Han is a word of its own."""
        return han in self.costs

    def cut(self, han: str) -> tuple[float, list[tuple[int, int]]]:
        """Return the cost of the likeliest cut into words, and the words' places."""
        best = [0.0] + [1e9] * len(han)
        begin = [0] * (len(han) + 1)
        for at in range(len(han)):
            behind = self.costs.behind(han[at])
            for end in range(at + 1, min(at + LONGEST, len(han)) + 1):
                cost = behind.get(han[at + 1 : end])
                if cost is None:
                    if end > at + 1:
                        continue
                    cost = self.unknown
                if best[at] + cost < best[end]:
                    best[end] = best[at] + cost
                    begin[end] = at
        places = []
        end = len(han)
        while end:
            places.append((begin[end], end))
            end = begin[end]
        return best[-1], places[::-1]


@cache
def lexicon() -> Lexicon:
    """Return the lexicon: read once, and counted the first time on a machine (about a second)."""
    name = f"words-{_VERSION}-{corpora.stamp(*LISTS)}.bin"
    costs = kept(name, _count, lambda file, made: made.write(file), Words.read)
    return Lexicon(costs, costs[_REST])


def runs(lines: list[str]) -> list[str]:
    """Return the stretches of Han in some lines."""
    return _HAN.findall("\n".join(lines))


def _count() -> Words:
    counts: dict[str, int] = {}
    passed = set()
    for word, count, part in corpora.frequencies():
        if not (len(word) <= LONGEST and _PLAIN.fullmatch(word)):
            continue
        if count >= _least(word, part):
            counts[word] = count
        elif part.startswith("nr"):
            passed.add(word)
    for word in corpora.tagged_words():
        if 2 <= len(word) <= 4 and word not in passed and _PLAIN.fullmatch(word):
            counts.setdefault(word, _TAGGED)
    for word in corpora.idioms():
        if len(word) == 4 and _PLAIN.fullmatch(word):
            counts.setdefault(word, _IDIOM)
    for word in runs([*terms.words("suspects/phrases"), *corpora.phrases()]):
        if 4 <= len(word) <= LONGEST:
            counts[word] = max(counts.get(word, 0), _PHRASE)
    slips = frozenset(terms.words("suspects/not_words"))
    counts = {word: count for word, count in counts.items() if word not in slips and _is_simplified(word)}
    whole = log(sum(counts.values()) or 1)
    return Words.of(
        {_REST: whole - log(_UNKNOWN)} | {word: whole - log(count) for word, count in counts.items()}
    )


def _least(word: str, part: str) -> int:
    if part.startswith("nr") and len(word) > 1:
        return _LEAST_NAME
    if len(word) > 3 and part == "i":
        return _LEAST_IDIOM
    return _LEAST.get(len(word), _LEAST_LONG)


def _is_simplified(word: str) -> bool:
    try:
        return bool(word.encode("gb2312"))
    except UnicodeEncodeError:
        return False
