"""An n-gram model over letters, in hash tables where many contexts are looked up at once.

Interpolated Kneser-Ney smoothing. A listed word is a text between two borders: what stands behind its end is
not known, so a border's share of a context goes to the shorter context.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache, cached_property
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from bridgehead.repair.byteshift._alphabet import BORDER, SIZE, UNKNOWN, Letters
from bridgehead.repair.byteshift._table import Hashes, Places, filled, find, find_one, mixed, placed, windows

__all__ = ["ORDER", "Arrays", "Ngrams", "Weighted", "successors"]

Floats = NDArray[np.float32]

Arrays = dict[str, NDArray[Any]]
"""Arrays by name, as they are stored."""

ORDER = 5
_FACTOR = np.uint64(0x9E3779B97F4A7C15)
_DISCOUNT = (0.0, 0.6, 0.7, 0.8, 0.9, 0.95)
_BORDER_POWER = 0.4  # how often a word begins says less about how many characters can stand before it
_LEAST = 1e-3
_FEW = 12  # so few letters are looked up one by one
_MASK, _LOW = 0xFFFFFFFFFFFFFFFF, 0xFFFFFFFF


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


class _Order(NamedTuple):
    """The n-grams of one order, sorted by hash, and their contexts.

    ``more`` tells what an n-gram has beyond its share of the shorter context, ``groups`` its context.
    """

    keys: Hashes
    chances: Floats
    more: NDArray[np.bool_]
    groups: Places
    letters: Letters
    contexts: Hashes
    first: Letters
    rest: Floats

    def of(self, keys: Hashes) -> NDArray[np.float64]:
        """Return the probability of some n-grams."""
        at = _positions(self.keys, keys)
        return np.where(at >= 0, self.chances[at], 1e-7)


def _distinct(keys: Hashes) -> tuple[Hashes, Places, Places]:
    """Return what `numpy.unique` does, in half the time: any place of each key will do."""
    order = np.argsort(keys)
    ordered = keys[order]
    new = np.ones(len(keys), np.bool_)
    new[1:] = ordered[1:] != ordered[:-1]
    inverse = np.empty(len(keys), np.int64)
    inverse[order] = np.cumsum(new) - 1
    return ordered[new], order[new], inverse


def _positions(known: Hashes, keys: Hashes) -> Places:
    """Return where keys stand in others, -1 for those that do not."""
    return find(filled(known), keys)


@cache
def _shuffled() -> tuple[NDArray[np.uint64], NDArray[np.uint64]]:
    """Return two random numbers below 2**32 for every letter."""
    numbers = _salts()[0]
    return numbers >> np.uint64(32), numbers & np.uint64(0xFFFFFFFF)


@cache
def _salts() -> NDArray[np.uint64]:
    """Return a random number for every letter at every place; the hash of an n-gram is their sum."""
    return mixed(np.arange(1, ORDER * SIZE + 1, dtype=np.uint64) * _FACTOR).reshape(ORDER, SIZE)


@cache
def _salt_views() -> list[memoryview]:
    return [memoryview(row) for row in _salts()]


def _hashes(letters: Letters, order: int) -> Hashes:
    size = max(0, len(letters) - order + 1)
    found = np.zeros(size, np.uint64)
    for k in range(order):
        found += _salts()[order - 1 - k][letters[k : k + size]]
    return found


def _count(texts: Sequence[Weighted], order: int) -> _Counts:
    """Count the n-grams of one order that have no border inside."""
    parts: list[tuple[NDArray[np.generic], ...]] = []
    for letters, weights in texts:
        keys = _hashes(letters, order)
        inside = np.ones(len(keys), np.bool_)
        for k in range(1, order - 1):
            inside &= letters[k : k + len(keys)] != BORDER
        unique, at, inverse = _distinct(keys[inside])
        at = np.flatnonzero(inside)[at]
        total = np.bincount(inverse, weights[order - 1 :][inside], minlength=len(unique))
        contexts = _hashes(letters[:-1], order - 1) if order > 1 else np.zeros(len(keys), np.uint64)
        behind = _hashes(letters[1:], order - 1) if order > 1 else np.zeros(len(keys), np.uint64)
        parts.append((unique, total, contexts[at], letters[at + order - 1], letters[at], behind[at]))
    keys, total, contexts, last, first, behind = (
        np.concatenate(column) for column in zip(*parts, strict=True)
    )
    unique, at, inverse = _distinct(keys)
    summed = np.bincount(inverse, total).astype(np.float64)
    return _Counts(unique, summed, contexts[at], last[at], first[at], behind[at])


def _continuations(shorter: _Counts, longer: _Counts) -> NDArray[np.float64]:
    """Return in how many contexts an n-gram stands: Kneser and Ney's count."""
    at_border = longer.first == BORDER
    share = np.where(at_border, np.power(np.maximum(longer.counts, 1e-9), _BORDER_POWER), 1.0)
    share = np.where(at_border, share, np.minimum(longer.counts, 1.0))
    at = _positions(shorter.keys, longer.behind)
    known = at >= 0
    summed = np.bincount(at[known], share[known], minlength=len(shorter.keys))
    return summed.astype(np.float64)


class Ngrams:
    """A trained model.

    Attributes
    ----------
    arrays : dict of str to array
        ``one`` (probability of every letter); ``index``, a table of the contexts of two letters and more,
        whose numbers follow those of the letters; for every context ``starts`` and ``sizes`` of its window in
        ``letters`` and ``chances``, and its ``rest``: the share it leaves to the shorter context.
    """

    def __init__(self, arrays: Arrays) -> None:
        self.arrays = arrays
        self._one = np.asarray(arrays["one"], np.float64)
        names = ("index", "starts", "sizes", "rest", "letters", "chances")
        self._index, self._starts, self._sizes, self._rest, self._letters, self._chances = (
            arrays[name] for name in names
        )

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
        counts, longer = _count(source, 1), _count(source, 2)
        one = _single(counts, _continuations(counts, longer))
        orders: list[_Order] = []
        for order in range(2, ORDER + 1):
            counts = longer
            if order < ORDER:
                longer = _count(source, order + 1)
            own = counts.counts if order == ORDER else _continuations(counts, longer)
            orders.append(_order(order, counts, own, orders[-1] if orders else one, order >= rare_from))
        return cls({"one": one} | _stored(orders))

    def chances(self, contexts: Letters, which: NDArray[np.int64], letters: Letters) -> NDArray[np.float64]:
        """Return the probability of each letter behind its context.

        Parameters
        ----------
        contexts : array, shape (k, ORDER - 1)
            Letters, the newest last.
        which : array, shape (n,)
            The row of ``contexts`` for each letter.
        letters : array, shape (n,)
            The letters asked about.
        """
        if len(letters) <= _FEW:
            rows = contexts.tolist()
            each = zip(which.tolist(), letters.tolist(), strict=True)
            return np.array([self._chance(rows[row], letter) for row, letter in each])
        chance = self.pairs(contexts[:, -1][which], letters)
        salts = _salts()
        hashes = np.cumsum([salts[k][contexts[:, -1 - k]] for k in range(ORDER - 1)], 0, np.uint64)
        for found in find(self._index, hashes[1:]):
            asked = np.flatnonzero((found >= 0)[which])
            if len(asked):
                context = found[which[asked]]
                known = self._known(context, letters[asked])
                chance[asked] = np.where(known > 0, known, self._rest[context] * chance[asked])
        return chance

    def pairs(self, last: Letters, letters: Letters) -> NDArray[np.float64]:
        """Return the probability of letters behind single letters, which is all that order 2 knows.

        Parameters
        ----------
        last : array
            Letters.
        letters : array
            What may follow them; the two are broadcast against each other.
        """
        known = self._known(last, letters)
        return np.where(known > 0, known, self._one[letters] * self._rest[last])

    def _chance(self, context: list[int], letter: int) -> float:
        """Return the probability of a single letter: the same as above, without the cost of many arrays."""
        index, starts, sizes, rest, letters, chances = self._views
        salts = _salt_views()
        first, second = salts[0][letter] >> 32, salts[0][letter] & _LOW
        chance, node = float(self._one[letter]), 0
        for length in range(1, ORDER):
            node += salts[length - 1][context[-length]]
            number = context[-1] if length == 1 else find_one(index, node & _MASK)
            if number < 0:
                continue
            place = starts[number] + (first * sizes[number] >> 32)
            if letters[place] != letter:
                place = starts[number] + (second * sizes[number] >> 32)
            chance = chances[place] if letters[place] == letter else rest[number] * chance
        return chance

    @cached_property
    def _views(self) -> tuple[memoryview, ...]:
        arrays = self._index, self._starts, self._sizes, self._rest, self._letters, self._chances
        return tuple(memoryview(array) for array in arrays)  # type: ignore[arg-type]

    def _known(self, context: Places | Letters, letters: Letters) -> Floats:
        """Return the probability of each letter in the window of a context; 0 if it is not there."""
        first, second = _shuffled()
        context, letter = context.astype(np.int64), letters.astype(np.int64)  # indexes of 32 bits are slow
        start, size = self._starts[context], self._sizes[context]
        place = placed(first[letter], start, size)
        other = placed(second[letter], start, size)
        place = np.where(self._letters[place] == letters, place, other)
        return np.where(self._letters[place] == letters, self._chances[place], np.float32(0))


def _single(counts: _Counts, own: NDArray[np.float64]) -> Floats:
    found = np.full(SIZE, 0.02)
    np.add.at(found, counts.last, own)
    found[BORDER] = 0.0
    found /= found.sum()
    found = np.maximum(found, 1e-8)
    found[UNKNOWN] = 1e-7
    single: Floats = found.astype(np.float32)
    return single


def _order(
    order: int, counts: _Counts, own: NDArray[np.float64], below: _Order | Floats, cut: bool
) -> _Order:
    """Return the probabilities of one order, given those of the order below."""
    usable = (counts.first != BORDER) & (own > 0)
    keys, own, last = counts.keys[usable], own[usable], counts.last[usable]
    contexts, some, group = _distinct(counts.contexts[usable])
    total = np.bincount(group, own) + _LEAST
    border = last == BORDER
    given = np.where(border, own, np.minimum(own, _DISCOUNT[order]))
    kept = ~border
    if cut:
        once = own <= 1.001
        given, kept = np.where(once, own, given), kept & ~once
    rest = (np.bincount(group, given) + _LEAST) / total
    if isinstance(below, _Order):
        shorter = below.of(counts.behind[usable][kept])
    else:
        shorter = np.asarray(below, np.float64)[last[kept]]
    chances = ((own - given) / total[group])[kept] + rest[group][kept] * shorter
    # What is not more than the share of the shorter context need not be stored.
    more = (own > given)[kept]
    first = counts.first[usable][some]
    return _Order(
        keys[kept],
        chances.astype(np.float32),
        more,
        group[kept],
        last[kept],
        contexts,
        first,
        rest.astype(np.float32),
    )


def _stored(orders: Sequence[_Order]) -> Arrays:
    """Return the tables of all orders as arrays."""
    hashes, rest, groups, letters, chances = [], [np.ones(SIZE, np.float32)], [], [], []
    many = SIZE
    for order in orders:
        more = order.more
        used, group = np.unique(order.groups[more], return_inverse=True)
        if order is orders[0]:
            rest[0][order.first] = order.rest
            group = order.first[used][group].astype(np.int64)
        else:
            hashes.append(order.contexts[used])
            rest.append(order.rest[used])
            group = group + many
            many += len(used)
        groups.append(group)
        letters.append(order.letters[more])
        chances.append(order.chances[more])
    own, which = np.concatenate(letters), np.concatenate(groups)
    first, second = _shuffled()
    sizes, within = windows(which, first[own], second[own], many)
    starts = np.cumsum(sizes) - sizes
    slots = int(sizes.sum())
    arrays: Arrays = {
        "index": _numbered(np.concatenate(hashes)),
        "starts": starts,
        "sizes": sizes.astype(np.uint64),
        "rest": np.concatenate(rest),
        "letters": np.full(slots, 0xFFFF, np.uint16),
        "chances": np.zeros(slots, np.float32),
    }
    arrays["letters"][starts[which] + within] = own
    arrays["chances"][starts[which] + within] = np.concatenate(chances)
    return arrays


def _numbered(hashes: Hashes) -> Hashes:
    """Return a table of contexts, whose numbers follow those of the letters."""
    slots = filled(hashes)
    slots[slots > 0] += np.uint64(SIZE << 32)
    return slots


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
