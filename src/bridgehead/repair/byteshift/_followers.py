"""Which characters are likely behind a character, when both bytes of the next one are lost."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from bridgehead.repair.byteshift._alphabet import SIZE, Letters
from bridgehead.repair.byteshift._bytes import grid
from bridgehead.repair.byteshift._ngrams import Arrays

__all__ = ["Followers", "followers"]

_HIDDEN_MOST = 40
_ANY_MOST = 60
_TABLES = [(script, whole) for script in (0, 1) for whole in (False, True)]

Pairs = tuple[Letters, Letters, NDArray[np.float64]]


class Followers(NamedTuple):
    """For each script and purpose: where each letter's row begins, and the lead and trail of its entries."""

    tables: dict[tuple[int, bool], tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]]

    @classmethod
    def of(cls, arrays: Arrays) -> Followers:
        """Return the tables out of the stored arrays."""
        return cls(
            {
                (script, whole): tuple(  # type: ignore[misc]
                    np.asarray(arrays[f"follow-{part}-{script}-{int(whole)}"], np.int64)
                    for part in ("rows", "leads", "trails")
                )
                for script, whole in _TABLES
            }
        )

    def after(
        self, last: Letters, script: int, *, any_trail: bool
    ) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
        """Return, for some letters, whose follower each entry is, and its two bytes.

        Parameters
        ----------
        last : array
            The letters.
        script : {0, 1}
            Simplified or traditional.
        any_trail : bool
            Whether the trail may be any byte, or only one that can begin a dropped pair.
        """
        rows, leads, trails = self.tables[script, any_trail]
        sizes = rows[last + 1] - rows[last]
        whose = np.repeat(np.arange(len(last)), sizes)
        at = np.arange(len(whose)) - np.repeat(np.cumsum(sizes) - sizes, sizes) + np.repeat(rows[last], sizes)
        return whose, leads[at], trails[at]


def followers(pairs: Pairs, letter: NDArray[np.int32], cost: NDArray[np.float32]) -> Arrays:
    """Return the tables as arrays to be stored.

    Parameters
    ----------
    pairs : (first, second, weight)
        Letters that follow each other.
    letter : array, shape (256, 256)
        The letter of each pair of bytes.
    cost : array, shape (2, 256, 256)
        How unusual its form is in each script.
    """
    arrays: Arrays = {}
    hidden = np.isin(np.arange(256), grid().hidden_trails)
    for script, whole in _TABLES:
        usable = (letter >= 0) & (cost[script] > -3) & (whole | hidden[None, :])
        found = _table(pairs, letter, usable, _ANY_MOST if whole else _HIDDEN_MOST)
        for part, values in zip(("rows", "leads", "trails"), found, strict=True):
            arrays[f"follow-{part}-{script}-{int(whole)}"] = values.astype(np.int32)
    return arrays


def _table(
    pairs: Pairs, letter: NDArray[np.int32], usable: NDArray[np.bool_], most: int
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
    """Return the ``most`` likely followers of each letter that have a usable form."""
    leads, trails = np.nonzero(usable)
    own = letter[leads, trails]
    order = np.argsort(own, kind="stable")
    own, leads, trails = own[order], leads[order], trails[order]
    low, high = (np.searchsorted(own, np.arange(SIZE), side) for side in ("left", "right"))
    first, second, weight = pairs
    forms = high[second] - low[second]
    pair = np.repeat(np.arange(len(first)), forms)
    at = np.arange(len(pair)) - np.repeat(np.cumsum(forms) - forms, forms) + low[second][pair]
    order = np.lexsort((-weight[pair], first[pair]))
    head, at = first[pair][order], at[order]
    rank = np.arange(len(head)) - np.searchsorted(head, head)
    head, at = head[rank < most], at[rank < most]
    return np.searchsorted(head, np.arange(SIZE + 1)), leads[at], trails[at]
