"""One look at a text that tells which stages have anything to look for, and where.

A table gives the class of each code unit, two small ones the signs that a class may begin and may complete;
looking up both for all pairs and taking the bitwise *and* finds every sign at once (see `_signs`).
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache, cached_property, lru_cache
from itertools import accumulate
from typing import Any, NamedTuple

from bridgehead.repair._compose import Change
from bridgehead.repair._signs import Sign, rows

__all__ = ["Seen", "Sign", "by_line"]

_CHUNK = 1 << 15
"""Code units looked at together: their tables and results stay in the processor's cache."""


_FEW = 400
"""Places found that are gone through one by one faster than with arrays."""

_SHORT = 8000
"""Characters of a text that is looked through faster than its lines are picked out."""


class _Tables(NamedTuple):
    """The class of each code unit, the bits each class may begin and may complete, the bits of each sign.

    Each row of `_signs.rows` has a bit of its own: two rows of one sign must not pair with each other. There
    are some eighty classes: tables by class stay next to the processor, where tables by unit would not.
    ``looks`` has the patterns by bit, ``looked`` all of these bits.
    """

    classes: Any
    first: Any
    second: Any
    bits: dict[int, int]
    looks: dict[int, Callable[[str, int], object]]
    looked: int


@cache
def _tables() -> _Tables:
    import numpy as np  # here and not above: importing the room stays light

    first, second = np.zeros(1 << 16, np.uint32), np.zeros(1 << 16, np.uint32)
    bits: dict[int, int] = {}
    looks: dict[int, Callable[[str, int], object]] = {}
    for number, (sign, begins, completes, look) in enumerate(rows()):
        bit = 1 << number
        first[list(begins)] |= np.uint32(bit)
        second[slice(None) if completes is None else list(completes)] |= np.uint32(bit)
        bits[sign] = bits.get(sign, 0) | bit
        if look:
            looks[bit] = re.compile(look).match
    both, classes = np.unique(first.astype(np.uint64) << np.uint64(32) | second, return_inverse=True)
    assert len(both) <= 256
    by_class = (both >> np.uint64(32)).astype(np.uint32), both.astype(np.uint32)
    return _Tables(classes.astype(np.uint8), *by_class, bits, looks, sum(looks))


@lru_cache(maxsize=1 << 10)
def _perhaps(found: int) -> int:
    """Return the signs of which a row was found."""
    return sum(sign for sign, bits in _tables().bits.items() if bits & found)


def _units(text: str) -> Any:
    """Return one code unit a character; of those beyond the first plane, one that stands for Han or not."""
    import numpy as np

    framed = f"\n{text}\n"
    units = np.frombuffer(framed.encode("utf-16-le", "surrogatepass"), np.uint16)
    if len(units) == len(framed):
        return units
    wide = np.frombuffer(framed.encode("utf-32-le", "surrogatepass"), np.uint32)
    return np.where(wide > 0xFFFF, np.where(wide < 0x20000, 0xD83D, 0xD87E), wide).astype(np.uint16)


class Seen:
    """The signs of a text, and where they are.

    Parameters
    ----------
    text : str
        Any text.

    Attributes
    ----------
    text : str
        The text.
    units : ndarray of uint16, shape (len(text) + 2,)
        Its characters with a line end before and behind them.
    perhaps : int
        The signs that the text has unless a pattern fits nowhere.
    """

    def __init__(self, text: str) -> None:
        import numpy as np

        self.text = text
        self.units = units = _units(text)
        classes, first, second = _tables()[:3]
        parts: list[Any] = []
        places: list[Any] = []
        for at in range(0, len(text), _CHUNK):
            stop = min(at + _CHUNK, len(text))
            kinds = classes.take(units[at + 1 : stop + 2]).astype(np.intp)
            pairs = first.take(kinds[:-1])
            pairs &= second.take(kinds[1:])
            hits = (pairs != 0).nonzero()[0]
            if len(hits):
                parts.append(pairs.take(hits))
                places.append(hits + at if at else hits)
        self._bits: Any = np.concatenate(parts) if len(parts) > 1 else parts[0] if parts else ()
        self._at: Any = np.concatenate(places) if len(places) > 1 else places[0] if places else ()
        self._any = int(np.bitwise_or.reduce(self._bits)) if parts else 0
        self.perhaps = _perhaps(self._any)

    def has(self, sign: int) -> bool:
        """Return whether the text has a sign."""
        if not self.perhaps & sign:
            return False
        tables = _tables()
        wanted = self._any & tables.bits[sign]
        return wanted & ~tables.looked != 0 or any(True for _ in self._fitting(wanted))

    def places(self, *signs: int) -> list[int]:
        """Return where one of some signs is, in order."""
        wanted = sum(map(_tables().bits.__getitem__, signs)) & self._any
        return list(self._fitting(wanted)) if wanted else []

    def _fitting(self, wanted: int) -> Iterator[int]:
        """Yield the places of some rows, of those with a pattern where it fits."""
        tables = _tables()
        plain, text = wanted & ~tables.looked, self.text
        looks = [(bit, fits) for bit, fits in tables.looks.items() if bit & wanted]
        for at, here in self._found(wanted):
            if here & plain:
                yield at
                continue
            for bit, fits in looks:
                if here & bit and fits(text, at):
                    yield at
                    break

    def _found(self, wanted: int) -> Iterable[tuple[int, int]]:
        """Return the places where some rows were found, with their bits."""
        if len(self._at) <= _FEW:
            return self._hits
        bits = self._bits & self._bits.dtype.type(wanted)
        found = bits.nonzero()[0]
        return zip(self._at.take(found).tolist(), bits.take(found).tolist(), strict=True)

    @cached_property
    def _hits(self) -> list[tuple[int, int]]:
        return list(zip(self._at.tolist(), self._bits.tolist(), strict=True))

    def lines(self, sign: int) -> list[tuple[int, int]]:
        """Return the lines that have a sign, as ``[start, end)``."""
        spans = []
        reached = 0
        for at in self.places(sign):
            if at >= reached:
                start = self.text.rfind("\n", 0, at) + 1
                end = self.text.find("\n", at)
                reached = (len(self.text) if end < 0 else end) + 1
                spans.append((start, reached - 1))
        return spans


def by_line(stage: Callable[[str], Sequence[Change]], seen: Seen, sign: int) -> list[Change]:
    """Run a stage that looks at one line at a time on those lines only that have its sign.

    Parameters
    ----------
    stage : callable
        Takes a text and returns changes inside of lines.
    seen : Seen
        The text's signs.
    sign : int
        The sign without which the stage finds nothing in a line; the text has it.
    """
    text = seen.text
    if len(text) < _SHORT:
        return list(stage(text))
    spans = seen.lines(sign)
    if 2 * sum(end - start for start, end in spans) > len(text):
        return list(stage(text))
    found = stage("\n".join([text[start:end] for start, end in spans]))
    if not found:
        return []
    at = list(accumulate((end - start + 1 for start, end in spans), initial=0))
    out = []
    for change in found:
        number = bisect_right(at, change.start) - 1
        start, end = spans[number]
        low = change.start - at[number] + start
        if low + change.end - change.start > end:  # it reaches into another line, which may be far away
            return list(stage(text))
        out.append(change._replace(start=low, end=low + change.end - change.start))
    return out
