"""Which documents hold the same text, and where: an article inside a page too.

Every document is sketched by those of its shingles (six Han in a row; punctuation, digits and spaces are left
out, as damage changes them) whose hash is divisible by four, which are the same ones wherever the text stands
(Manber 1994; Broder's sketch "modulo m"). Shingles that two documents share in the same order are anchors; a
run of them is a stretch of common text.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

__all__ = ["Twin", "find"]

_SHINGLE = 6
_EVERY = 4
_FACTOR = 0x9E3779B97F4A7C15
_COMMON = 30
"""A shingle in more documents than this is a set phrase."""

_ANCHORS = 10
_GAP = 240
_DRIFT = 40
_DENSITY = 0.3
"""At least so many anchors; at most so many Han between two, and so many more on one side than on the other;
and at least this share of the shingles between the first and the last."""


@dataclass(frozen=True, slots=True)
class Twin:
    """A stretch of a document that another document has too.

    Attributes
    ----------
    document : str
        The other document.
    span : (int, int)
        ``[start, end)`` in this document's clean text.
    other : (int, int)
        ``[start, end)`` in the other's clean text.
    """

    document: str
    span: tuple[int, int]
    other: tuple[int, int]


def _sketch(text: str) -> tuple[NDArray[np.int64], NDArray[np.uint64], NDArray[np.int64]]:
    """Return where each Han stands, the hashes kept, and the number of the Han at which each begins."""
    units = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
    places = np.flatnonzero((units >= 0x3400) & (units <= 0x9FFF))
    han = units[places].astype(np.uint64)
    count = len(han) - _SHINGLE + 1
    if count < _ANCHORS:
        return places, np.empty(0, np.uint64), np.empty(0, np.int64)
    hashes = np.zeros(count, dtype=np.uint64)
    for i in range(_SHINGLE):
        hashes = (hashes ^ han[i : i + count]) * np.uint64(_FACTOR)
        hashes ^= hashes >> np.uint64(29)
    kept = np.flatnonzero(hashes % np.uint64(_EVERY) == 0)
    return places, hashes[kept], kept


def find(texts: Mapping[str, str]) -> dict[str, list[Twin]]:
    """Find the stretches of text that documents share.

    Parameters
    ----------
    texts : mapping of str to str
        Clean texts by document.

    Returns
    -------
    dict of str to list of Twin
        Only documents that have a twin, each with its stretches in the order of the other documents' names.
    """
    names = sorted(texts)
    sketches = [_sketch(texts[name]) for name in names]
    found: dict[str, list[Twin]] = defaultdict(list)
    for (one, two), anchors in sorted(_pairs(sketches).items()):
        for first, last in _runs(anchors):
            spans = [
                (int(sketches[each][0][low]), int(sketches[each][0][high + _SHINGLE - 1]) + 1)
                for each, low, high in ((one, first[0], last[0]), (two, first[1], last[1]))
            ]
            found[names[one]].append(Twin(names[two], spans[0], spans[1]))
            found[names[two]].append(Twin(names[one], spans[1], spans[0]))
    return {name: sorted(found[name], key=lambda twin: (twin.document, twin.span)) for name in sorted(found)}


def _pairs(
    sketches: list[tuple[NDArray[np.int64], NDArray[np.uint64], NDArray[np.int64]]],
) -> dict[tuple[int, int], list[tuple[int, int]]]:
    """Return the anchors of each two documents that have enough."""
    if not sketches:
        return {}
    hashes = np.concatenate([kept for _, kept, _ in sketches])
    places = np.concatenate([place for _, _, place in sketches])
    owners = np.repeat(np.arange(len(sketches)), [len(kept) for _, kept, _ in sketches])
    order = np.argsort(hashes, kind="stable")
    hashes, places, owners = hashes[order], places[order], owners[order]
    edges = np.flatnonzero(np.diff(hashes, prepend=~hashes[:1], append=~hashes[-1:]))
    sizes = np.diff(edges)
    shared: dict[tuple[int, int], list[tuple[int, int]]] = defaultdict(list)
    for i in np.flatnonzero((sizes > 1) & (sizes <= _COMMON)).tolist():
        low, high = int(edges[i]), int(edges[i + 1])
        holders = list(zip(owners[low:high].tolist(), places[low:high].tolist(), strict=True))
        for (one, here), (two, there) in combinations(holders, 2):
            if one != two:
                shared[one, two].append((here, there))
    return {pair: sorted(anchors) for pair, anchors in shared.items() if len(anchors) >= _ANCHORS}


def _runs(anchors: list[tuple[int, int]]) -> list[tuple[tuple[int, int], tuple[int, int]]]:
    """Return the first and the last anchor of every run dense enough to be common text."""
    runs: list[list[tuple[int, int]]] = []
    for here, there in anchors:
        for run in reversed(runs[-8:]):
            step, other = here - run[-1][0], there - run[-1][1]
            if 0 < step <= _GAP and 0 < other <= _GAP and abs(step - other) <= _DRIFT:
                run.append((here, there))
                break
        else:
            runs.append([(here, there)])
    return [
        (run[0], run[-1])
        for run in runs
        if len(run) >= _ANCHORS and len(run) * _EVERY >= _DENSITY * (run[-1][0] - run[0][0])
    ]
