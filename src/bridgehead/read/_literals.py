"""Patterns that are tried only where the characters stand with which they begin.

The regular expression engine tries every word of a pattern at every character; a page has thousands of those,
and most words are nowhere. Here the pairs of characters of a page are looked up once, for all patterns of the
room together, and each pattern is tried only at the few places where one of its matches can begin.
"""

from __future__ import annotations

import re
import sys
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cached_property, lru_cache
from re import _parser  # type: ignore[attr-defined]  # the one way to what a pattern is made of
from typing import Any, NamedTuple

__all__ = ["Listed", "Listing", "openings"]

_PLANE = 1 << 16
_BEYOND = _PLANE - 1
_SHORT = 80
"""Characters of a text that is searched faster than looked through."""
_MANY = 5000
"""Pairs of characters above which the second ones are not told apart."""
_TOO_MANY = 3000
_DIGITS = "0123456789"
_BLANKS = "\t\n\v\f\r\x1c\x1d\x1e\x1f \x85\xa0\u1680\u2028\u2029\u202f\u205f\u3000" + "".join(
    map(chr, range(0x2000, 0x200B))
)

_NOUGHTS = {code: "0" for code in range(0x660, _PLANE) if chr(code).isdecimal()}

Heads = frozenset[tuple[str, bool]]
"""With which characters, two at most, something begins; and whether what follows comes right behind them."""
_NOTHING: Heads = frozenset((("", True),))
_ANYTHING: Heads = frozenset((("", False),))


class Listing:
    """Patterns that are looked up together, in the same texts."""

    def __init__(self) -> None:
        self._every: list[Listed] = []
        self.places = lru_cache(maxsize=2)(self._places)

    def add(self, listed: Listed) -> int:
        """Add a pattern and return its number."""
        self._every.append(listed)
        return len(self._every) - 1

    def _places(self, text: str) -> dict[int, list[int]]:
        """Return where each pattern may begin in a text, in order; none where one begins nowhere."""
        rows, columns, sets, patterns = self._tables
        units = _units(text)
        found = sets.take(rows.take(units[:-1]) + columns.take(units[1:]))
        at = found.nonzero()[0]
        places: defaultdict[int, list[int]] = defaultdict(list)
        for place, several in zip(at.tolist(), found.take(at).tolist(), strict=True):
            for number in patterns[several]:
                places[number].append(place)
        return places

    @cached_property
    def _tables(self) -> _Tables:
        import numpy as np  # here and not above: importing the room stays light

        each = [listed.openings for listed in self._every]
        every = {opening for one in each for opening in one}
        seconds = {char: n for n, char in enumerate(sorted({o[1] for o in every if len(o) > 1}), 1)}
        firsts = {char: n for n, char in enumerate(sorted({o[0] for o in every}), 1)}
        width = len(seconds) + 1
        begun: dict[str, int] = {}
        for number, one in enumerate(each):
            for opening in one:
                begun[opening] = begun.get(opening, 0) | 1 << number
        numbers = {0: 0}
        sets = np.zeros((len(firsts) + 2, width), np.uint16)
        # What lies beyond the first plane may begin any of them: the pattern decides.
        sets[-1] = numbers.setdefault(sum(1 << n for n, one in enumerate(each) if one), len(numbers))
        for opening in sorted(begun, key=len):
            mask = begun[opening] | begun.get(opening[0], 0)
            second = seconds[opening[1]] if len(opening) > 1 else slice(None)
            sets[firsts[opening[0]], second] = numbers.setdefault(mask, len(numbers))
        rows, columns = np.zeros(_PLANE, np.int32), np.zeros(_PLANE, np.int32)
        rows[[ord(char) for char in firsts]] = [row * width for row in firsts.values()]
        columns[[ord(char) for char in seconds]] = list(seconds.values())
        rows[_BEYOND] = (len(firsts) + 1) * width
        # Where a digit may stand, one of another script may: these are taken for noughts.
        others = list(_NOUGHTS)
        rows[others], columns[others] = rows[ord("0")], columns[ord("0")]
        patterns = [tuple(n for n in range(len(each)) if mask >> n & 1) for mask in numbers]
        return _Tables(rows, columns, sets.ravel(), patterns)


_OF_PAGES = Listing()


class Listed:
    """A pattern that is searched for by the characters with which its matches begin.

    Finds what the pattern itself finds. Where these characters do not show (it may begin with any), it is
    searched for as usual.

    Parameters
    ----------
    pattern : str, or callable
        A regular expression; a callable returns it when it is first needed.
    among : Listing, optional
        The patterns with which it is looked up; by default those of clean pages.
    """

    def __init__(self, pattern: str | Callable[[], str], among: Listing = _OF_PAGES) -> None:
        self._given = pattern
        self._among = among
        self._number = among.add(self)
        self._last: tuple[str, Sequence[int] | None] = "", None

    @cached_property
    def pattern(self) -> str:
        """The regular expression."""
        return self._given if isinstance(self._given, str) else self._given()

    @cached_property
    def regex(self) -> re.Pattern[str]:
        """The pattern, compiled."""
        return re.compile(self.pattern)

    @cached_property
    def openings(self) -> frozenset[str]:
        """With what its matches begin; empty where that may be anything."""
        return openings(self.pattern)

    def finditer(self, text: str, start: int = 0, end: int = sys.maxsize) -> Iterator[re.Match[str]]:
        """Return all matches in a stretch of text, as `re.Pattern.finditer` does."""
        last, places = self._last
        if last is not text:
            places = self._look(text)
        if places is None:
            return self.regex.finditer(text, start, end)
        return self._found(text, places, start, end) if places else iter(())

    def search(self, text: str, start: int = 0, end: int = sys.maxsize) -> re.Match[str] | None:
        """Return the first match in a stretch of text, as `re.Pattern.search` does."""
        last, places = self._last
        if last is not text:
            places = self._look(text)
        if places is None:
            return self.regex.search(text, start, end)
        for i in range(bisect_left(places, start) if start else 0, len(places)):
            if places[i] >= end:
                break
            if found := self.regex.match(text, places[i], end):
                return found
        return None

    def _look(self, text: str) -> Sequence[int] | None:
        """Return where it may begin in a text; None if it is to be searched for as usual."""
        known = len(text) >= _SHORT and self.openings
        places = self._among.places(text).get(self._number, ()) if known else None
        self._last = text, places
        return places

    def count(self, text: str) -> int:
        """Return how many matches a text has."""
        last, places = self._last
        if last is not text:
            places = self._look(text)
        if places is None:
            return len(self.regex.findall(text))
        return sum(1 for _ in self._found(text, places, 0, len(text))) if places else 0

    def _found(self, text: str, places: Sequence[int], start: int, end: int) -> Iterator[re.Match[str]]:
        reached, match = start, self.regex.match
        for i in range(bisect_left(places, start) if start else 0, len(places)):
            at = places[i]
            if at >= end:
                return
            if at >= reached and (found := match(text, at, end)):
                yield found
                reached = found.end()


class _Tables(NamedTuple):
    """The row of a first character, the column of a second, the number of a set of patterns for both."""

    rows: Any
    columns: Any
    sets: Any
    patterns: list[tuple[int, ...]]


def _units(text: str) -> Any:
    """Return one number a character and one for the end; characters beyond the first plane are all one."""
    import numpy as np

    units = np.frombuffer(f"{text}\0".encode("utf-32-le", "surrogatepass"), np.uint32)
    return np.minimum(units, _BEYOND).astype(np.intp)


def openings(pattern: str) -> frozenset[str]:
    """Return with which one or two characters the matches of a pattern begin; where one, any may follow.

    Parameters
    ----------
    pattern : str
        A regular expression.

    Returns
    -------
    frozenset of str
        Empty where a match may begin with anything, or be empty.
    """
    parsed = _parser.parse(pattern)
    if parsed.state.flags & (re.IGNORECASE | re.VERBOSE):
        return frozenset()
    heads = {head.translate(_NOUGHTS) for head, _ in _of_sequence(parsed)}
    if "" in heads:
        return frozenset()
    single = {head for head in heads if len(head) == 1}
    if len({head[0] for head in heads}) > _TOO_MANY:
        return frozenset()
    return frozenset(single | {head for head in heads if head[0] not in single})


def _of_sequence(items: Iterable[tuple[Any, Any]]) -> Heads:
    """Return the heads of what stands one behind the other."""
    heads, ahead = _NOTHING, _ANYTHING
    for kind, what in items:
        if str(kind) == "ASSERT" and what[0] == 1 and heads == _NOTHING:
            ahead = frozenset((head, False) for head, _ in _of_sequence(what[1]))
        if not any(goes_on for _, goes_on in heads):
            break
        heads = _joined(heads, _of_item(str(kind), what))
    # What a look ahead demands tells more than what may be anything.
    return ahead if any(not head for head, _ in heads) else heads


def _joined(heads: Heads, behind: Heads) -> Heads:
    if behind == _NOTHING:
        return heads
    few = len(heads) * len(behind) <= _MANY
    out = {one for one in heads if not one[1]}
    for head, goes_on in heads:
        if not goes_on:
            continue
        if head and not few:
            out.add((head, False))
            continue
        for more, on in behind:
            both = (head + more)[:2]
            out.add((both, on and len(both) < 2))
    return frozenset(out)


def _of_item(kind: str, what: Any) -> Heads:
    if kind == "LITERAL":
        return frozenset(((chr(what), True),))
    if kind == "IN":
        return _of_class(what)
    if kind == "BRANCH":
        return frozenset(head for branch in what[1] for head in _of_sequence(branch))
    if kind == "SUBPATTERN":
        return _of_sequence(what[3]) if not (what[1] or what[2]) else _ANYTHING
    if kind == "ATOMIC_GROUP":
        return _of_sequence(what)
    if kind in ("MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT"):
        least, most, of = what
        once = _of_sequence(of)
        heads = _joined(once, once) if most > 1 else once
        return heads | (once if least < 2 else frozenset()) | (_NOTHING if not least else frozenset())
    return _NOTHING if kind in ("ASSERT", "ASSERT_NOT", "AT") else _ANYTHING


def _of_class(items: Sequence[tuple[Any, Any]]) -> Heads:
    """Return the characters of a class, if they are few."""
    chars: set[str] = set()
    for kind, what in items:
        if str(kind) == "LITERAL":
            chars.add(chr(what))
        elif str(kind) == "RANGE" and what[1] - what[0] < _TOO_MANY:
            chars.update(map(chr, range(what[0], what[1] + 1)))
        elif str(kind) == "CATEGORY" and str(what) in ("CATEGORY_DIGIT", "CATEGORY_SPACE"):
            chars.update(_DIGITS if str(what) == "CATEGORY_DIGIT" else _BLANKS)
        else:
            return _ANYTHING
    return frozenset((char, True) for char in chars)
