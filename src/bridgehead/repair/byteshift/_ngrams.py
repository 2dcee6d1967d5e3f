"""An n-gram model over letters, as sorted arrays of hashes that many contexts are looked up in at once.

Interpolated Kneser-Ney smoothing. A listed word is a text between two borders: what stands behind its end is
not known, so a border's share of a context goes to the shorter context.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from bridgehead.repair.byteshift._alphabet import BORDER, SIZE, UNKNOWN, Letters

__all__ = ["ORDER", "Arrays", "Ngrams", "Weighted", "successors"]

Hashes = NDArray[np.uint64]
Floats = NDArray[np.float32]

Arrays = dict[str, NDArray[Any]]
"""Arrays by name, as they are stored."""

ORDER = 5
_FACTOR = np.uint64(0x9E3779B97F4A7C15)
_ONE = np.uint64(1)
_DISCOUNT = (0.0, 0.6, 0.7, 0.8, 0.9, 0.95)
_BORDER_POWER = 0.4  # how often a word begins says less about how many characters can stand before it
_LEAST = 1e-3


class Weighted(NamedTuple):
    """A text to learn from, and how much each of its letters counts."""

    letters: Letters
    weights: NDArray[np.float64]


class _Counts(NamedTuple):
    """Every n-gram of one order: hash, count, context, last and first letter, what is behind the first."""

    keys: Hashes
    counts: NDArray[np.float64]
    contexts: Hashes
    last: Letters
    first: Letters
    behind: Hashes


def _hashes(letters: Letters, order: int) -> Hashes:
    size = max(0, len(letters) - order + 1)
    found = np.zeros(size, np.uint64)
    for k in range(order):
        found = found * _FACTOR + (letters[k : k + size].astype(np.uint64) + _ONE)
    return found


def _count(texts: Sequence[Weighted], order: int) -> _Counts:
    """Count the n-grams of one order that have no border inside."""
    parts: list[tuple[NDArray[np.generic], ...]] = []
    for letters, weights in texts:
        keys = _hashes(letters, order)
        inside = np.ones(len(keys), np.bool_)
        for k in range(1, order - 1):
            inside &= letters[k : k + len(keys)] != BORDER
        unique, at, inverse = np.unique(keys[inside], return_index=True, return_inverse=True)
        at = np.flatnonzero(inside)[at]
        total = np.bincount(inverse, weights[order - 1 :][inside], minlength=len(unique))
        contexts = _hashes(letters[:-1], order - 1) if order > 1 else np.zeros(len(keys), np.uint64)
        behind = _hashes(letters[1:], order - 1) if order > 1 else np.zeros(len(keys), np.uint64)
        parts.append((unique, total, contexts[at], letters[at + order - 1], letters[at], behind[at]))
    keys, total, contexts, last, first, behind = (
        np.concatenate(column) for column in zip(*parts, strict=True)
    )
    unique, at, inverse = np.unique(keys, return_index=True, return_inverse=True)
    summed = np.bincount(inverse, total).astype(np.float64)
    return _Counts(unique, summed, contexts[at], last[at], first[at], behind[at])


def _continuations(shorter: _Counts, longer: _Counts) -> NDArray[np.float64]:
    """Return in how many contexts an n-gram stands: Kneser and Ney's count."""
    at_border = longer.first == BORDER
    share = np.where(at_border, np.power(np.maximum(longer.counts, 1e-9), _BORDER_POWER), 1.0)
    share = np.where(at_border, share, np.minimum(longer.counts, 1.0))
    at = np.minimum(np.searchsorted(shorter.keys, longer.behind), len(shorter.keys) - 1)
    known = shorter.keys[at] == longer.behind
    summed = np.bincount(at[known], share[known], minlength=len(shorter.keys))
    return summed.astype(np.float64)


class Ngrams:
    """A trained model.

    Attributes
    ----------
    arrays : dict of str to array
        ``one`` (probability of every letter) and, for every order above, ``keys`` and ``chances`` of the
        n-grams, ``contexts`` and ``rest`` (the share left to the shorter context) of their contexts.
    """

    def __init__(self, arrays: Arrays) -> None:
        self.arrays = arrays
        self._one = np.asarray(arrays["one"], np.float64)
        self._orders = [
            tuple(arrays[f"{name}{order}"] for name in ("keys", "chances", "contexts", "rest"))
            for order in range(2, ORDER + 1)
        ]

    @classmethod
    def learn(cls, texts: Iterable[Weighted], *, rare_from: int = 4) -> Ngrams:
        """Train a model.

        Parameters
        ----------
        texts : iterable of Weighted
            What to learn from.
        rare_from : int
            From this order on, what was seen once is forgotten: it costs much space and helps little.
        """
        source = [text for text in texts if len(text.letters) >= ORDER]
        counted = [_count(source, order) for order in range(1, ORDER + 1)]
        arrays: Arrays = {}
        for order, counts in enumerate(counted, 1):
            own = counts.counts if order == ORDER else _continuations(counts, counted[order])
            if order == 1:
                arrays["one"] = _single(counts, own)
            else:
                _add_order(arrays, order, counts, own, order >= rare_from)
        return cls(arrays)

    def chances(
        self, contexts: Letters, which: NDArray[np.int64], letters: Letters, most: int = ORDER
    ) -> NDArray[np.float64]:
        """Return the probability of each letter behind its context.

        Parameters
        ----------
        contexts : array, shape (k, ORDER - 1)
            Letters, the newest last.
        which : array, shape (n,)
            The row of ``contexts`` for each letter.
        letters : array, shape (n,)
            The letters asked about.
        most : int
            The highest order to look at: a lower one is faster.
        """
        chance = self._one[letters]
        coming = letters.astype(np.uint64) + _ONE
        width = contexts.shape[1]
        for order, (keys, known, heads, rest) in enumerate(self._orders[: most - 1], 2):
            head = np.zeros(len(contexts), np.uint64)
            for column in range(width - order + 1, width):
                head = head * _FACTOR + (contexts[:, column].astype(np.uint64) + _ONE)
            at = np.minimum(np.searchsorted(heads, head), len(heads) - 1)
            seen = heads[at] == head
            asked = np.flatnonzero(seen[which])
            if not len(asked):
                break
            row = which[asked]
            key = head[row] * _FACTOR + coming[asked]
            place = np.minimum(np.searchsorted(keys, key), len(keys) - 1)
            backed = rest[at[row]] * chance[asked]
            chance[asked] = np.where(keys[place] == key, known[place], backed)
        return chance


def _single(counts: _Counts, own: NDArray[np.float64]) -> Floats:
    found = np.full(SIZE, 0.02)
    np.add.at(found, counts.last, own)
    found[BORDER] = 0.0
    found /= found.sum()
    found = np.maximum(found, 1e-8)
    found[UNKNOWN] = 1e-7
    single: Floats = found.astype(np.float32)
    return single


def _add_order(arrays: Arrays, order: int, counts: _Counts, own: NDArray[np.float64], cut: bool) -> None:
    usable = (counts.first != BORDER) & (own > 0)
    keys, own, last = counts.keys[usable], own[usable], counts.last[usable]
    contexts, group = np.unique(counts.contexts[usable], return_inverse=True)
    total = np.bincount(group, own) + _LEAST
    border = last == BORDER
    given = np.where(border, own, np.minimum(own, _DISCOUNT[order]))
    kept = ~border
    if cut:
        once = own <= 1.001
        given, kept = np.where(once, own, given), kept & ~once
    rest = (np.bincount(group, given) + _LEAST) / total
    shorter = _shorter(arrays, order, counts.behind[usable][kept])
    chances = ((own - given) / total[group])[kept] + rest[group][kept] * shorter
    arrays[f"keys{order}"], arrays[f"chances{order}"] = keys[kept], chances.astype(np.float32)
    arrays[f"contexts{order}"], arrays[f"rest{order}"] = contexts, rest.astype(np.float32)


def _shorter(arrays: Arrays, order: int, keys: Hashes) -> NDArray[np.float64]:
    """Return the probability that the shorter context gives to the same letter."""
    if order == 2:
        # The hash of a single letter is the letter and one.
        return np.asarray(arrays["one"], np.float64)[(keys - _ONE).astype(np.int64)]
    known = arrays[f"keys{order - 1}"]
    at = np.minimum(np.searchsorted(known, keys), len(known) - 1)
    return np.where(known[at] == keys, arrays[f"chances{order - 1}"][at], 1e-7)


def successors(texts: Iterable[Weighted]) -> tuple[Letters, Letters, NDArray[np.float64]]:
    """Return every pair of letters that follow each other, and its weight."""
    pairs, weights = [], []
    for letters, weight in texts:
        pairs.append(letters[:-1].astype(np.int64) * SIZE + letters[1:])
        weights.append(weight[1:])
    unique, inverse = np.unique(np.concatenate(pairs), return_inverse=True)
    total = np.bincount(inverse, np.concatenate(weights))
    first, second = np.divmod(unique, SIZE)
    inside = (first != BORDER) & (second != BORDER)
    return first[inside].astype(np.int32), second[inside].astype(np.int32), total[inside]
