"""What the beam search keeps: readings of a line up to a piece, and the steps that led there."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from typing import Any, Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

from bridgehead.repair.byteshift._alphabet import Letters

__all__ = ["Chars", "Floats", "Ints", "Kind", "Node", "Open", "States", "Step", "Trace", "best"]

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Chars = NDArray[Any]
"""Code points."""

Kind = Literal["kept", "new", "lost"]


class Node(NamedTuple):
    """A step of a reading: what is written there, and which pieces it takes.

    ``kept`` is what stands there; ``new`` differs; ``lost`` is new with a swallowed character behind it.
    """

    parent: int
    text: str
    first: int
    last: int
    kind: Kind


class States(NamedTuple):
    """Many readings up to one piece; all arrays have one entry a reading.

    Attributes
    ----------
    contexts : array, shape (k, 4)
        The last letters.
    scores : array
        Log-probability.
    pending : array
        The first byte of an open character, or -1.
    nodes : array
        The last step.
    settled : array
        How many pieces it has been in step.
    gaps : array
        By how much it beats the best other reading that it replaced on its way.
    rivals, joins : array
        The last step of that other reading, and its own at that place; -1 if there was none.
    texts : array of uint64
        A hash of all that is written.
    """

    contexts: Letters
    scores: Floats
    pending: Ints
    nodes: Ints
    settled: Ints
    gaps: Floats
    rivals: Ints
    joins: Ints
    texts: NDArray[np.uint64]

    def at(self, which: Ints | NDArray[np.bool_]) -> States:
        """Return some of the readings."""
        columns: list[Any] = [column[which] for column in self]
        return States(*columns)


class Step(NamedTuple):
    """What readings are followed by: the characters written, one array each."""

    parents: Ints
    chars: Sequence[Chars]
    scores: Floats
    pending: Ints | int = -1
    kind: Kind = "new"

    def at(self, which: Ints | NDArray[np.bool_]) -> Step:
        pending = self.pending if isinstance(self.pending, int) else self.pending[which]
        chars = [column[which] for column in self.chars]
        return Step(self.parents[which], chars, self.scores[which], pending, self.kind)


class Open(NamedTuple):
    """Readings that closed a character by the first byte of a dropped pair: its second opens the next."""

    parents: Ints
    chars: list[Chars]
    scores: Floats
    trails: Ints
    contexts: Letters


def best(scores: Floats, most: int) -> Ints:
    """Return which scores are the highest, in no order."""
    if len(scores) <= most:
        return np.arange(len(scores))
    return np.argpartition(-scores, most)[:most]


class Trace:
    """All steps of a search; a `Node` is made only of those that are asked for."""

    def __init__(self, start: int) -> None:
        self._starts, self._size = [0], 1
        self._parts: list[tuple[Ints, Sequence[Chars], int, int, Kind]] = [
            (np.array([-1]), [], start, start, "kept")
        ]

    def add(self, parents: Ints, chars: Sequence[Chars], first: int, last: int, kind: Kind) -> Ints:
        """Add a step for each parent, and return their numbers."""
        self._starts.append(self._size)
        self._parts.append((parents, chars, first, last, kind))
        self._size += len(parents)
        return np.arange(self._starts[-1], self._size)

    def node(self, number: int) -> Node:
        """Return a step."""
        part = bisect_right(self._starts, number) - 1
        parents, chars, first, last, kind = self._parts[part]
        row = number - self._starts[part]
        text = "".join(chr(int(column[row])) for column in chars)
        return Node(int(parents[row]), text, first, last, kind)
