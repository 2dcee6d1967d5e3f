"""Hash tables as plain arrays, where thousands of keys are looked up at once, each in one of two slots."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

__all__ = ["Hashes", "Places", "filled", "find", "find_one", "mixed", "placed", "windows"]

Hashes = NDArray[np.uint64]
Places = NDArray[np.int64]

_HALF = np.uint64(32)
_LOW = np.uint64(0xFFFFFFFF)
_SECOND = np.uint64(0xC2B2AE3D27D4EB4F)
_LOAD = 0.44  # above one half some keys would find neither slot free
_ROUNDS = 200


def mixed(numbers: Hashes) -> Hashes:
    """Return numbers scattered over 64 bits, the same on every machine."""
    found = (numbers ^ (numbers >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    found = (found ^ (found >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    scattered: Hashes = found ^ (found >> np.uint64(31))
    return scattered


def placed(chance: Hashes, start: Places, size: Hashes) -> Places:
    """Return a slot of each window for a random number below 2**32."""
    return start + ((chance * size) >> _HALF).view(np.int64)


def find(slots: Hashes, keys: Hashes) -> Places:
    """Return the number of each key, or -1: the low half of a slot tells whose it is."""
    first, second = _two_places(keys, len(slots))
    own, other = slots[first], slots[second]
    check = keys.astype(np.uint32) | np.uint32(1)
    there = other.astype(np.uint32) == check
    slot = np.where(there, other, own)
    number: Places = (slot >> _HALF).view(np.int64)
    number[~(there | (own.astype(np.uint32) == check))] = -1
    return number


def find_one(slots: memoryview, key: int) -> int:
    """Return the number of a single key, or -1."""
    check = (key & 0xFFFFFFFF) | 1
    second = (key * int(_SECOND)) & 0xFFFFFFFFFFFFFFFF
    for place in ((second >> 32) * len(slots) >> 32, (key >> 32) * len(slots) >> 32):
        slot: int = slots[place]
        if slot & 0xFFFFFFFF == check:
            return slot >> 32
    return -1


def _two_places(keys: Hashes, size: int) -> tuple[Places, Places]:
    many = np.uint64(size)
    first = ((keys >> _HALF) * many) >> _HALF
    second = (((keys * _SECOND) >> _HALF) * many) >> _HALF
    return first.view(np.int64), second.view(np.int64)


def filled(keys: Hashes) -> Hashes:
    """Return a table of different keys that knows the number of each."""
    size = max(8, int(len(keys) / _LOAD))
    while True:
        places, homeless = _settled(*_two_places(keys, size), size)
        if not len(homeless):
            break
        size += size // 8
    slots = np.zeros(size, np.uint64)
    slots[places] = (keys & _LOW) | np.uint64(1) | (np.arange(len(keys), dtype=np.uint64) << _HALF)
    return slots


def windows(group: Places, first: Hashes, second: Hashes, many: int) -> tuple[Places, Places]:
    """Give each group of keys a window of its own, which is near in memory when it is asked about.

    Parameters
    ----------
    group : array
        The group of each key.
    first, second : array
        Two random numbers below 2**32 for each.
    many : int
        How many groups there are.

    Returns
    -------
    (array, array)
        The size of each group's window, and where in it each key is.
    """
    counts = np.bincount(group, minlength=many)
    sizes = np.where(counts > 1, (counts / _LOAD).astype(np.int64) + 1, 1)
    within = np.zeros(len(group), np.int64)
    todo = np.arange(len(group))
    while len(todo):
        own = group[todo]
        _, own = np.unique(own, return_inverse=True)
        size = np.zeros(own.max() + 1, np.int64)
        size[own] = sizes[group[todo]]
        start = np.cumsum(size) - size
        here, span = start[own], size[own].astype(np.uint64)
        both = placed(first[todo], here, span), placed(second[todo], here, span)
        places, homeless = _settled(*both, int(size.sum()))
        within[todo] = places - here
        again = np.zeros(len(size), np.bool_)
        again[own[homeless]] = True
        todo = todo[again[own]]
        grown = np.unique(group[todo])
        sizes[grown] += sizes[grown] // 3 + 1
    return sizes, within


def _settled(first: Places, second: Places, size: int) -> tuple[Places, Places]:
    """Return a slot for every key, one that is in the way moves to its other; and the keys that have none."""
    both = first + second
    places, owner = first.copy(), np.full(size, -1, np.int64)
    homeless = np.arange(len(first))
    for _ in range(_ROUNDS):
        wanted = places[homeless]
        before = owner[wanted]
        owner[wanted] = homeless
        moved_in = owner[wanted] == homeless
        evicted = before[moved_in]
        homeless = np.concatenate([homeless[~moved_in], evicted[evicted >= 0]])
        if not len(homeless):
            break
        places[homeless] = both[homeless] - places[homeless]
    return places, homeless
