"""Two versions of one text, character by character."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import pairwise

__all__ = ["Difference", "Side", "differences", "joined"]

_ANCHOR = 10
_LONGEST = 300
"""Differences longer than this on either side are other text, and are not looked into."""

_AGREE = 8
"""So many characters must be the same before and behind a difference on average, in up to three stretches."""

_CHANCE = 3
"""Fewer same characters than this between two differences are chance."""

_FOLD = str.maketrans("，。！？；：（）【】“”‘’「」『』—－–～·•％﹑﹔", ',.!?;:()[]""\'\'""""---~..%、;')


class Side:
    """A stretch of a text without spaces, and where each of its characters stands.

    Parameters
    ----------
    text : str
        The whole text.
    span : (int, int)
        ``[start, end)`` of the stretch.
    """

    def __init__(self, text: str, span: tuple[int, int]) -> None:
        self.places = [i for i in range(*span) if not text[i].isspace()]
        self.chars = "".join([text[i] for i in self.places]).translate(_FOLD)

    def span(self, low: int, high: int) -> tuple[int, int]:
        """Return the text's span of ``chars[low:high]``; an empty one lies behind the character before."""
        if low < high:
            return self.places[low], self.places[high - 1] + 1
        at = self.places[low - 1] + 1
        return at, at


@dataclass(frozen=True, slots=True)
class Difference:
    """Where two sides differ while all around is the same: ``[low, high)`` of each side's characters."""

    here: tuple[int, int]
    there: tuple[int, int]


def _matches(here: str, there: str) -> list[tuple[int, int, int]]:
    """Return the stretches that are the same, in order: first where anchors are, then in between."""
    at: dict[str, int] = {}
    for j in range(len(there) - _ANCHOR + 1):
        gram = there[j : j + _ANCHOR]
        at[gram] = -1 if gram in at else j
    matches = [(0, 0, 0)]
    i = 0
    while i <= len(here) - _ANCHOR:
        j = at.get(here[i : i + _ANCHOR], -1)
        if j < sum(matches[-1][1:]):
            i += 1
            continue
        size = _ANCHOR
        while i + size < len(here) and j + size < len(there) and here[i + size] == there[j + size]:
            size += 1
        matches.append((i, j, size))
        i += size
    matches.append((len(here), len(there), 0))
    return [match for both in pairwise(matches) for match in _between(here, there, *both)]


def _between(
    here: str, there: str, left: tuple[int, int, int], right: tuple[int, int, int]
) -> Iterator[tuple[int, int, int]]:
    i, j = left[0] + left[2], left[1] + left[2]
    if 0 < right[0] - i <= _LONGEST and 0 < right[1] - j <= _LONGEST:
        matcher = SequenceMatcher(None, here[i : right[0]], there[j : right[1]], autojunk=False)
        yield from ((i + a, j + b, size) for a, b, size in matcher.get_matching_blocks() if size)
    if right[2]:
        yield right


def _solid(here: Side, there: Side) -> list[tuple[int, int, int]]:
    """Return the same stretches, those that meet put together, those that are chance left out."""
    solid: list[tuple[int, int, int]] = []
    for i, j, size in _matches(here.chars, there.chars):
        if solid and (solid[-1][0] + solid[-1][2], solid[-1][1] + solid[-1][2]) == (i, j):
            a, b, before = solid.pop()
            i, j, size = a, b, before + size
        solid.append((i, j, size))
    return [match for match in solid if match[2] >= _CHANCE]


def differences(here: Side, there: Side) -> tuple[list[Difference], list[tuple[int, int, int]]]:
    """Find where two sides differ and all around is the same.

    Returns
    -------
    differences : list of Difference
        In order.
    same : list of (int, int, int)
        The stretches that are the same: where in each side, and how many characters.
    """
    same = _solid(here, there)
    found = []
    for at, ((i, j, size), (i_next, j_next, _)) in enumerate(pairwise(same)):
        low, high = (i + size, i_next), (j + size, j_next)
        long = max(low[1] - low[0], high[1] - high[0])
        before, behind = _length(same[max(0, at - 2) : at + 1]), _length(same[at + 1 : at + 4])
        agreed = min(before, behind) >= _AGREE // 2 and before + behind >= 2 * _AGREE
        if 0 < long <= _LONGEST and (agreed or (i, j) == (0, 0)):
            found.append(_whole(here.chars, there.chars, Difference(low, high)))
    return found, same


def _length(same: list[tuple[int, int, int]]) -> int:
    return sum(size for _, _, size in same)


def _whole(here: str, there: str, difference: Difference) -> Difference:
    """Return a difference inside a number with the whole number."""
    (low, high), (other_low, other_high) = difference.here, difference.there
    if (here[low:high] + there[other_low:other_high]).strip("0123456789.,"):
        return difference
    while low and other_low and here[low - 1] == there[other_low - 1] and here[low - 1].isdigit():
        low, other_low = low - 1, other_low - 1
    while here[high : high + 1].isdigit() and here[high] == there[other_high : other_high + 1]:
        high, other_high = high + 1, other_high + 1
    return Difference((low, high), (other_low, other_high))


def joined(here: Side, there: Side, same: list[tuple[int, int, int]]) -> Iterator[tuple[int, int]]:
    """Yield the gaps of this text, as ``[start, end)``, that the other does not have in what is the same."""
    for i, j, size in same:
        for step in range(_AGREE // 2, size - _AGREE // 2):
            before, behind = here.places[i + step - 1], here.places[i + step]
            if behind - before > 1 and there.places[j + step] == there.places[j + step - 1] + 1:
                yield before + 1, behind
