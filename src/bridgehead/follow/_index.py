"""An inverted index of sentences by pairs of characters: what a query shares with each, without all pairs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bridgehead.follow.rarity import Grams, grams, weights

__all__ = ["Postings", "Query"]

_LENGTH = 45.0
"""A sentence of this many pairs counts as it is; longer ones less, shorter ones more (BM25's b)."""

_B = 0.55
_AGAIN = 0.4
_BLOCK = 20_000
"""Sentences that are put into one block; a block never changes once it is full."""


@dataclass(frozen=True, slots=True)
class Query:
    """What is looked for: different pairs of characters, and how much each counts.

    Attributes
    ----------
    pairs : ndarray of int64
        Sorted, each once.
    counts : ndarray of float32
        Rarity times the part of the ask it stands in.
    """

    pairs: Grams
    counts: NDArray[np.float32]

    @classmethod
    def of(cls, parts: Sequence[tuple[str, float]]) -> Query:
        """Make a query of texts with their weights.

        A pair counts as in the part where it weighs most, and more when it is said again: what an ask keeps
        coming back to is what it is about.
        """
        found = [grams(text) for text, _ in parts]
        flat = np.concatenate([np.empty(0, np.int64), *found])
        factor = np.repeat([weight for _, weight in parts], [len(one) for one in found])
        good = flat >= 0
        pairs, where, times = np.unique(flat[good], return_inverse=True, return_counts=True)
        best = np.zeros(len(pairs), dtype=np.float32)
        np.maximum.at(best, where, factor[good].astype(np.float32))
        best *= 1 + _AGAIN * (np.minimum(times, 3) - 1)
        counts = best * weights(pairs)
        said = counts > 0
        return cls(pairs[said], counts[said])


@dataclass(slots=True)
class _Block:
    """Sentences ``first`` and up: for each pair of characters the sentences that hold it."""

    first: int
    size: int
    pairs: Grams
    starts: NDArray[np.int64]
    sentences: NDArray[np.int32]
    damping: NDArray[np.float32]


def _block(first: int, texts: Sequence[str]) -> _Block:
    found = grams("\n".join(texts))
    lengths = np.array([len(text) for text in texts])
    of = np.repeat(np.arange(len(texts), dtype=np.int32), lengths + 1)[: len(found)]
    good = found >= 0
    of, found = of[good], found[good]
    order = np.lexsort((of, found))
    of, found = of[order], found[order]
    fresh = np.ones(len(found), dtype=bool)
    fresh[1:] = (found[1:] != found[:-1]) | (of[1:] != of[:-1])
    of, found = of[fresh], found[fresh]
    pairs, starts = np.unique(found, return_index=True)
    held = np.bincount(of, minlength=len(texts))
    damping = (1 / (1 - _B + _B * held / _LENGTH)).astype(np.float32)
    return _Block(first, len(texts), pairs, np.append(starts, len(found)), of, np.minimum(damping, 1.6))


class Postings:
    """The index. Sentences are numbered in the order in which they are added.

    The score of a sentence is a sum over the pairs that it shares with the query: rarity (of the query) times
    a damping by its own length. Nothing in it depends on the other sentences.
    """

    def __init__(self) -> None:
        self._blocks: list[_Block] = []
        self._open: list[str] = []
        self.size = 0

    def add(self, texts: Sequence[str]) -> None:
        """Add sentences."""
        self._open += texts
        self.size += len(texts)
        while len(self._open) >= _BLOCK:
            self._close(self._open[:_BLOCK])
            self._open = self._open[_BLOCK:]

    def _close(self, texts: Sequence[str]) -> None:
        first = self._blocks[-1].first + self._blocks[-1].size if self._blocks else 0
        self._blocks.append(_block(first, texts))

    def _ready(self) -> list[_Block]:
        if self._open:
            self._close(self._open)
            self._open = []
        return self._blocks

    def scores(self, query: Query) -> NDArray[np.float32]:
        """Return the score of every sentence.

        Parameters
        ----------
        query : Query
            What is looked for.

        Returns
        -------
        ndarray of float32, shape (size,)
        """
        out = np.zeros(self.size, dtype=np.float32)
        for block in self._ready():
            if not len(block.pairs) or not len(query.pairs):
                continue
            at = np.minimum(np.searchsorted(block.pairs, query.pairs), len(block.pairs) - 1)
            hit = block.pairs[at] == query.pairs
            low, high = block.starts[at[hit]], block.starts[at[hit] + 1]
            if not len(low):
                continue
            sizes = high - low
            places = np.repeat(low - np.concatenate([[0], np.cumsum(sizes)[:-1]]), sizes) + np.arange(
                sizes.sum()
            )
            summed = np.bincount(
                block.sentences[places], np.repeat(query.counts[hit], sizes), minlength=block.size
            )
            out[block.first : block.first + block.size] = summed * block.damping
        return out
