"""A mapping of a hundred thousand words that is read in a few milliseconds."""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Mapping
from itertools import chain, groupby
from pathlib import Path
from typing import BinaryIO

__all__ = ["Words"]

_FORMAT = "utf-16-le"


class Words(Mapping[str, float]):
    """Numbers by word; the words of a first character are taken apart when one of them is asked for.

    Parameters
    ----------
    words : str
        All words in order, with a line end behind each.
    numbers : array
        The number of each.
    begins : array
        Of each first character in turn, where its words begin in ``words`` and in ``numbers``; and the ends.
    """

    def __init__(self, words: str, numbers: array[float], begins: array[int]) -> None:
        self._words, self._numbers, self._begins = words, numbers, begins
        places = range(0, len(begins) - 2, 2)
        self._place = {words[begins[place]]: place for place in places}
        self._behind: dict[str, dict[str, float]] = {}
        if begins[-2:].tolist() != [len(words), len(numbers)] or len(self._place) != len(places):
            raise ValueError("cut off")

    @classmethod
    def of(cls, numbers: Mapping[str, float]) -> Words:
        """Return a mapping of words, none of them empty, as one that is quickly read."""
        ordered = sorted(numbers)
        begins = array("I", [0, 0])
        for _, same in groupby(ordered, lambda word: word[0]):
            lengths = [len(word) + 1 for word in same]
            begins.extend((begins[-2] + sum(lengths), begins[-1] + len(lengths)))
        text = "".join(f"{word}\n" for word in ordered)
        return cls(text, array("f", [numbers[word] for word in ordered]), begins)

    @classmethod
    def read(cls, path: Path) -> Words:
        """Return what `write` wrote; a ValueError if it was not all of it."""
        data = path.read_bytes()
        sizes = array("I", data[:12])
        if len(sizes) != 3 or 12 + sum(sizes) != len(data):
            raise ValueError("cut off")
        words, numbers = 12 + sizes[0], 12 + sizes[0] + sizes[1]
        return cls(
            data[12:words].decode(_FORMAT), array("f", data[words:numbers]), array("I", data[numbers:])
        )

    def write(self, file: BinaryIO) -> None:
        """Write it all to a file."""
        parts = self._words.encode(_FORMAT), self._numbers.tobytes(), self._begins.tobytes()
        file.write(array("I", map(len, parts)).tobytes() + b"".join(parts))

    def behind(self, first: str) -> Mapping[str, float]:
        """Return what may follow a first character, with the numbers of these words."""
        known = self._behind.get(first)
        if known is None:
            known = self._behind[first] = self._apart(first)
        return known

    def _apart(self, first: str) -> dict[str, float]:
        place = self._place.get(first)
        if place is None:
            return {}
        start, low, end, high = self._begins[place : place + 4]
        rests = (word[1:] for word in self._words[start : end - 1].split("\n"))
        return dict(zip(rests, self._numbers[low:high], strict=True))

    def __getitem__(self, word: str) -> float:
        return self.behind(word[:1])[word[1:]]

    def __contains__(self, word: object) -> bool:
        return isinstance(word, str) and word[1:] in self.behind(word[:1])

    def __iter__(self) -> Iterator[str]:
        return chain(self._words.split("\n")[:-1])

    def __len__(self) -> int:
        return len(self._numbers)
