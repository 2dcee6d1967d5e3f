"""How rare a pair of characters is in official Chinese: what two sentences share counts by that.

The counts come from fixed texts (our set phrases of the genre, a newspaper and a dictionary that installed
packages hold), never from the documents that are searched: so a score depends on two sentences alone, another
document changes none, and what is added later is scored as if it had been there from the start.
"""

from __future__ import annotations

from functools import cache
from itertools import accumulate, pairwise
from pathlib import Path
from typing import BinaryIO

import numpy as np
from numpy.typing import NDArray

from bridgehead.repair.cache import kept
from bridgehead.repair.corpora import news, news_words, phrases, stamp, tagged_words

__all__ = ["grams", "weights"]

Grams = NDArray[np.int64]

_PHRASE = 6
"""A set phrase of the genre counts as often as this many places in the newspaper."""

_UNSURE = 1.0
"""Readings of a pair that are taken for granted both inside and across words."""

_LISTED = 4
"""Words of a dictionary that hold a pair, up to which each counts as a reading inside a word."""

_COMMON = 4.0
"""Rarity, in nats, below which a pair says nothing: 发展, 建设, 推动."""


def _codes(text: str) -> NDArray[np.int64]:
    return np.frombuffer(text.encode("utf-32-le", "replace"), dtype=np.uint32).astype(np.int64)


@cache
def _telling() -> NDArray[np.bool_]:
    """Return which characters make pairs: Chinese ones, letters and digits; not 的, not marks."""
    said = np.zeros(0x110000, dtype=bool)
    said[0x3400:0x9FFF] = True
    said[0x30:0x3A] = said[0x41:0x5B] = said[0x61:0x7B] = True
    for character in "的了和与及在等着为把对向将就还也并以从于是这那其我们要":
        said[ord(character)] = False
    return said


def grams(text: str) -> Grams:
    """Return the pairs of neighbouring characters of a text as numbers, in order; -1 where there is none.

    Parameters
    ----------
    text : str
        Clean text.

    Returns
    -------
    ndarray of int64, shape (len(text) - 1,)
        First character times 2²¹ plus the second; -1 for a pair with a mark, digit or function word in it.
    """
    codes = _codes(text)
    if len(codes) < 2:
        return np.empty(0, dtype=np.int64)
    telling = _telling()[codes]
    digit = (codes >= 0x30) & (codes <= 0x39)
    good = telling[:-1] & telling[1:] & ~(digit[:-1] | digit[1:])
    return np.where(good, (codes[:-1] << 21) | codes[1:], -1)


def _counted(text: str) -> tuple[Grams, NDArray[np.int64]]:
    found = grams(text)
    return np.unique(found[found >= 0], return_counts=True)


@cache
def _table() -> tuple[Grams, NDArray[np.float32], float]:
    """Return all known pairs, what each says, and what an unknown one says."""
    settings = f"{_PHRASE}-{_UNSURE:g}-{_LISTED}-{_COMMON:g}"
    return kept(f"rarity-{stamp()}-{settings}.npz", _make, _save, _load)


def _save(file: BinaryIO, table: tuple[Grams, NDArray[np.float32], float]) -> None:
    np.savez(file, pairs=table[0], rarity=table[1], unseen=table[2])


def _load(path: Path) -> tuple[Grams, NDArray[np.float32], float]:
    with np.load(path, allow_pickle=False) as held:
        return held["pairs"], held["rarity"], float(held["unseen"])


def _make() -> tuple[Grams, NDArray[np.float32], float]:
    lists = ("\n".join(phrases()), news(), news_words(), "\n".join(tagged_words()))
    parts = [_counted(text) for text in lists]
    known, where = np.unique(np.concatenate([pairs for pairs, _ in parts]), return_inverse=True)
    own, read, inside, listed = (
        np.bincount(where[first:last], counts, minlength=len(known))
        for (first, last), (_, counts) in zip(
            pairwise(accumulate([0, *(len(p) for p, _ in parts)])), parts, strict=True
        )
    )
    counts = own * _PHRASE + read
    sentences = counts.sum() / 30
    rarity = np.maximum(np.log1p(sentences / (counts + 1)) - _COMMON, 0)
    # 好主 in 抓好主题教育 is no word; in 主意 it is. What was never read may be a name.
    sure = _UNSURE + np.minimum(listed, _LISTED)
    whole = (np.minimum(inside, read) + sure) / (read + sure + _UNSURE)
    unseen = (np.log1p(sentences) - _COMMON) / 2
    return known, (rarity * whole).astype(np.float32), float(unseen)


def weights(of: Grams) -> NDArray[np.float32]:
    """Return how much each pair says, 0 for the commonest and for -1.

    Parameters
    ----------
    of : ndarray of int64
        From `grams`.
    """
    known, rarity, unseen = _table()
    if not len(known):
        return np.where(of >= 0, np.float32(1), np.float32(0))
    at = np.minimum(np.searchsorted(known, of), len(known) - 1)
    said = np.where(known[at] == of, rarity[at], np.float32(unseen))
    return np.where(of >= 0, said, np.float32(0)).astype(np.float32)
