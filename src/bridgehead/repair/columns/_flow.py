"""How well one line goes on in another: the model of continuation.

Words decide most: a column cuts about every second line inside a word, and hardly ever do two lines that do
not belong together make one. Then marks that cannot begin a line's text after another mark, numbers and their
units, quotations.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from itertools import pairwise
from typing import NamedTuple

from bridgehead.repair._han import is_han
from bridgehead.repair._lexicon import Lexicon, lexicon
from bridgehead.repair.columns._lines import ENDS

__all__ = ["CLOSERS", "Flow", "Run", "begins", "flow", "is_better"]

CLOSERS = frozenset("，。、；：？！”’）》」』】,.;:?!)]%％")
_MARKS = frozenset("，、；：,;:“‘（《「『【([")
_UNIT = re.compile(
    "[0-9０-９.．%％万亿千百余多年月日个家户亩元吨米项人名次位件处座条倍时岁种期层套台辆]|公里|公顷|平方"
)
_NEW = re.compile(
    r"[【〔■□●◆▲★]|[一二三四五六七八九十]{1,2}、|[（(][一二三四五六七八九十][)）]|第[一二三四五六七八九十]+[章节条]"
)
_AROUND = 5
"""Characters of the words around a line end that are looked at, on each side."""
_GAIN = 3.0
"""How much cheaper a stretch must be as one than cut in two, in nats, for its middle to be inside a word."""


_SURE = 6.0
"""By how much reading down must be better than reading across."""
_CUT_WORDS = 2
"""Words that the ends of lines cut, at least."""
_CUT_SHARE = 0.3
"""Of line ends without a mark, those that cut a word of two characters, where lines are in their order."""


class Run(NamedTuple):
    """How well some lines go on one after the other.

    Attributes
    ----------
    score : float
        The sum over all line ends; above 0 for lines that belong together.
    words : int
        Line ends that cut a word.
    open : int
        Line ends without the end of a sentence.
    """

    score: float
    words: int
    open: int

    def __add__(self, other: tuple[float, ...]) -> Run:  # type: ignore[override]
        score, words, open_ = other
        return Run(self.score + score, self.words + int(words), self.open + int(open_))


def is_better(down: Run, across: Run) -> bool:
    """Return whether reading down the columns is surely better than reading across them."""
    return down.score - across.score >= _SURE and down.words >= _CUT_WORDS and down.words > 2 * across.words


class Flow:
    """Scores line ends with the words of a lexicon."""

    def __init__(self, words: Lexicon) -> None:
        self._words = words
        self._gains: dict[str, float] = {}

    def run(self, texts: Sequence[str]) -> Run:
        """Score lines as they follow one another."""
        score, words, opened = 0.0, 0, 0
        for before, after in pairwise(texts):
            score += self.score(before, after)
            words += self.cuts_word(before, after)
            opened += before[-1] not in ENDS
        return Run(score, words, opened)

    def cuts_word(self, before: str, after: str) -> bool:
        """Return whether the end of one line and the beginning of the other make a word."""
        return is_han(before[-1]) and is_han(after[0]) and self._gain(before, after) >= _GAIN

    def goes_on(self, texts: Sequence[str], share: float = _CUT_SHARE) -> bool:
        """Return whether lines seem to go on in the next ones: a quick look at two-character words only."""
        known = self._words.costs
        opened = [(a[-1], b[0]) for a, b in pairwise(texts) if is_han(a[-1]) and is_han(b[0])]
        words = sum(a + b in known for a, b in opened)
        return words >= share * len(opened)

    def score(self, before: str, after: str) -> float:
        """Return how much speaks for a line going on in another: the logarithm of the odds, roughly."""
        a, b = before[-1], after[0]
        if b in CLOSERS:
            return -6.0 if a in _MARKS or (a in ENDS and b not in "”’）》」』】)") else 1.0
        if a in ENDS:  # a short line may be the last one
            return -0.7 if len(before) < 0.8 * len(after) else 0.0
        if _NEW.match(after):
            return -1.5 if len(before) >= len(after) - 2 else 0.0
        if a.isdigit() or a in ".．":
            return 2.0 if _UNIT.match(after) else -1.5
        if a in _MARKS:
            return 0.2
        if is_han(a) and is_han(b):
            gain = self._gain(before, after)
            if gain < _GAIN:  # behind a heading nothing goes on
                return 0.0 if len(before) < 0.6 * len(after) else -0.5
            return 3.0 if gain >= 2 * _GAIN else 2.0
        return 0.0

    def _gain(self, before: str, after: str) -> float:
        left = _tail(before)
        right = _head(after)
        key = f"{left}|{right}"
        if key not in self._gains:
            cost = self._words.cost
            self._gains[key] = cost(left) + cost(right) - cost(left + right)
        return self._gains[key]


def _tail(text: str) -> str:
    han = _AROUND
    i = len(text)
    while i > 0 and len(text) - i < han and is_han(text[i - 1]):
        i -= 1
    return text[i:]


def _head(text: str) -> str:
    i = 0
    while i < len(text) and i < _AROUND and is_han(text[i]):
        i += 1
    return text[:i]


def begins(text: str) -> bool:
    """Return whether a line looks like the beginning of a paragraph."""
    return bool(_NEW.match(text))


@cache
def flow() -> Flow:
    """Return the model, made once."""
    return Flow(lexicon())
