"""The model at work: trained once from packaged lists, kept in the user's cache, adapted to each page."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from functools import cache
from math import prod
from pathlib import Path
from typing import BinaryIO, NamedTuple

import numpy as np
from numpy.typing import NDArray

from bridgehead.repair import corpora
from bridgehead.repair.byteshift._alphabet import UNKNOWN, Letters, costs, letters, letters_of
from bridgehead.repair.byteshift._bytes import grid
from bridgehead.repair.byteshift._followers import Followers, followers
from bridgehead.repair.byteshift._ngrams import Arrays, Ngrams, Weighted, successors
from bridgehead.repair.cache import kept

__all__ = ["Model", "model", "train"]

_VERSION = 5
_PHRASE_WEIGHT, _PLACE_WEIGHT, _STATUTES_WEIGHT = 3.0, 20.0, 0.7
_WORDS_TOTAL = 3e6  # all listed words together weigh about as much as the news
_PAGE_SHARE = 0.25
_UNKNOWN_CHANCE = 1e-7
_HEAD, _ALIGNED = 1 << 12, 64
_HAN_WORD = re.compile("[\u4e00-\u9fff]+")


_ENOUGH = 100_000
"""Characters that show what a page is about."""


class Model(NamedTuple):
    """What decides between readings.

    Attributes
    ----------
    general : Ngrams
        Trained on packaged text and lists.
    page : Ngrams or None
        Trained on what is at hand: the other lines of the page, the documents of the workspace.
    letter : array, shape (256, 256)
        The letter of every pair of bytes; -1 where nothing is shown.
    cost : array, shape (2, 256, 256)
        See `_alphabet.costs`.
    followers : Followers
        Likely successors, for characters of which no byte is left.
    """

    general: Ngrams
    page: Ngrams | None
    letter: NDArray[np.int32]
    cost: NDArray[np.float32]
    followers: Followers

    def adapted(self, texts: Iterable[str]) -> Model:
        """Return the model with the words of some clean texts.

        Parameters
        ----------
        texts : iterable of str
            Texts about the same things: they may be traditional, and should be free of damage.
        """
        known = letters_of("\n".join(texts)[:_ENOUGH])
        if len(known) < 50:
            return self
        weighted = Weighted(known, np.ones(len(known)))
        return self._replace(page=Ngrams.learn([weighted], rare_from=9))

    def score(self, contexts: Letters, which: NDArray[np.int64], asked: Letters) -> NDArray[np.float64]:
        """Return the log-probability of each letter behind its context (see `Ngrams.chances`)."""
        chance = self.general.chances(contexts, which, asked)
        if self.page is not None:
            here = self.page.chances(contexts, which, asked)
            chance = (1 - _PAGE_SHARE) * chance + _PAGE_SHARE * here
        return _logarithm(chance, asked)

    def pairs(self, last: Letters, asked: Letters) -> NDArray[np.float64]:
        """Return the log-probability of each letter behind single letters (see `Ngrams.pairs`)."""
        chance = self.general.pairs(last, asked)
        if self.page is not None:
            chance = (1 - _PAGE_SHARE) * chance + _PAGE_SHARE * self.page.pairs(last, asked)
        return _logarithm(chance, asked)


def _logarithm(chance: NDArray[np.float64], asked: Letters) -> NDArray[np.float64]:
    # Unknown characters follow each other in the news (①②); that says nothing about any of them.
    found: NDArray[np.float64] = np.log(np.where(asked == UNKNOWN, _UNKNOWN_CHANCE, chance))
    return found


@cache
def model() -> Model:
    """Return the model, from the cache or trained now (some seconds, the first time on a machine)."""
    return _assembled(kept(f"byteshift-{_VERSION}-{corpora.stamp()}.bin", train, _save, _load))


def _assembled(arrays: Arrays) -> Model:
    return Model(
        Ngrams(arrays),
        None,
        np.asarray(arrays["letter"], np.int32),
        np.asarray(arrays["cost"], np.float32),
        Followers.of(arrays),
    )


def train() -> Arrays:
    """Train the model from what is installed, and return its arrays."""
    texts = list(_texts())
    shown = grid().shown
    letter = np.where(shown > 0, letters()[np.minimum(shown, 0xFFFF)], -1)
    cost = costs()
    arrays = Ngrams.learn(texts).arrays | {"letter": letter.astype(np.int32), "cost": cost}
    return arrays | followers(successors(texts), letter, cost)


def _texts() -> Iterator[Weighted]:
    """Return what to learn from: news of January 1998, statutes, a word list with counts, our own phrases."""
    for text, weight in ((corpora.news(), 1.0), (corpora.statutes(), _STATUTES_WEIGHT)):
        if len(known := letters_of(text)):
            yield Weighted(known, np.full(len(known), weight))
    words = {word: count for word, count, _ in corpora.frequencies() if _HAN_WORD.fullmatch(word)}
    if words:
        share = _WORDS_TOTAL / sum(words.values())
        yield _listed({word: share * count for word, count in words.items()})
    yield _listed(dict.fromkeys(corpora.phrases(), _PHRASE_WEIGHT))
    yield _listed(dict.fromkeys(corpora.places(), _PLACE_WEIGHT))


def _listed(words: dict[str, float]) -> Weighted:
    """Return listed words as one text with a border before and behind each."""
    known = letters()[np.frombuffer(f"#{'#'.join(words)}#".encode("utf-16-le"), np.uint16)]
    lengths = [len(word) + 1 for word in words]
    return Weighted(known, np.concatenate([[1e-9], np.repeat(list(words.values()), lengths)]))


def _save(file: BinaryIO, arrays: Arrays) -> None:
    """Write the arrays one behind another, a list of them in front: so they can be mapped into memory."""
    entries, at = [], 0
    for name, array in arrays.items():
        entries.append((name, array.dtype.str, array.shape, at))
        at += -(-array.nbytes // _ALIGNED) * _ALIGNED
    head = json.dumps(entries).encode().ljust(_HEAD)
    file.write(head)
    for array in arrays.values():
        file.write(array.tobytes())
        file.write(bytes(-array.nbytes % _ALIGNED))


def _load(path: Path) -> Arrays:
    whole = np.memmap(path, np.uint8, "r").view(np.ndarray)
    arrays = {}
    for name, kind, shape, at in json.loads(whole[:_HEAD].tobytes()):
        size = np.dtype(kind).itemsize * prod(shape)
        arrays[name] = whole[_HEAD + at : _HEAD + at + size].view(kind).reshape(shape)
    return arrays
