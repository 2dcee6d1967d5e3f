"""Patterns of many words, searched by the two characters with which each word begins."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property, lru_cache
from typing import Any, NamedTuple

__all__ = ["Listed"]

_PLANE = 1 << 16
_BEYOND = _PLANE - 1


class _Tables(NamedTuple):
    """The row of a first character, the column of a second, the number of a set of patterns for both."""

    rows: Any
    columns: Any
    sets: Any
    patterns: list[tuple[int, ...]]


class Listed:
    """Patterns that each begin with one of many words, tried only where the first two characters stand.

    The regular expression engine tries every word at every character with which any begins; a page has
    hundreds of those, and most words are nowhere. Here all pairs of characters of a page are looked up at
    once, for all patterns.

    Parameters
    ----------
    patterns : sequence of (str, iterable of str)
        Regular expressions, and with which two characters a match of each can begin; with which one, where
        any may follow.
    """

    def __init__(self, patterns: Sequence[tuple[str, Iterable[str]]]) -> None:
        self._matches = [re.compile(pattern).match for pattern, _ in patterns]
        self._openings = [frozenset(openings) for _, openings in patterns]
        self._places = lru_cache(maxsize=2)(self._look)

    def finditer(self, text: str, number: int = 0) -> Iterator[re.Match[str]]:
        """Return all matches of one of the patterns in a text, as `re.Pattern.finditer` does.

        Parameters
        ----------
        text : str
            Any text.
        number : int
            Of the pattern.
        """
        reached, match = 0, self._matches[number]
        for at in self._places(text).get(number, ()):
            if at >= reached and (found := match(text, at)):
                yield found
                reached = found.end()

    def count(self, text: str, number: int) -> int:
        """Return how many matches of one of the patterns a text has."""
        return sum(1 for _ in self.finditer(text, number))

    def _look(self, text: str) -> dict[int, list[int]]:
        """Return where the openings of each pattern stand in a text, in order; none where there is none."""
        rows, columns, sets, patterns = self._tables
        units = _units(text)
        found = sets.take(rows.take(units[:-1]) + columns.take(units[1:]))
        at = found.nonzero()[0]
        places: dict[int, list[int]] = {}
        for place, several in zip(at.tolist(), found.take(at).tolist(), strict=True):
            for number in patterns[several]:
                places.setdefault(number, []).append(place)
        return places

    @cached_property
    def _tables(self) -> _Tables:
        import numpy as np  # here and not above: importing the room stays light

        every = {opening for openings in self._openings for opening in openings}
        seconds = {char: n for n, char in enumerate(sorted({o[1] for o in every if len(o) > 1}), 1)}
        firsts = {char: n for n, char in enumerate(sorted({o[0] for o in every}), 1)}
        width = len(seconds) + 1
        begun: dict[str, int] = {}
        for number, openings in enumerate(self._openings):
            for opening in openings:
                begun[opening] = begun.get(opening, 0) | 1 << number
        numbers = {0: 0}
        sets = np.zeros((len(firsts) + 2, width), np.uint16)
        # What lies beyond the first plane may begin any of them: the pattern decides.
        sets[-1] = numbers.setdefault((1 << len(self._openings)) - 1, len(numbers))
        for opening in sorted(begun, key=len):
            mask = begun[opening] | begun.get(opening[0], 0)
            second = seconds[opening[1]] if len(opening) > 1 else slice(None)
            sets[firsts[opening[0]], second] = numbers.setdefault(mask, len(numbers))
        rows, columns = np.zeros(_PLANE, np.int32), np.zeros(_PLANE, np.int32)
        rows[[ord(char) for char in firsts]] = [row * width for row in firsts.values()]
        columns[[ord(char) for char in seconds]] = list(seconds.values())
        rows[_BEYOND] = (len(firsts) + 1) * width
        patterns = [tuple(n for n in range(len(self._openings)) if mask >> n & 1) for mask in numbers]
        return _Tables(rows, columns, sets.ravel(), patterns)


@lru_cache(maxsize=4)
def _units(text: str) -> Any:
    """Return one number a character and one for the end; characters beyond the first plane are all one."""
    import numpy as np

    units = np.frombuffer(f"{text}\0".encode("utf-32-le", "surrogatepass"), np.uint32)
    return np.minimum(units, _BEYOND).astype(np.intp)
