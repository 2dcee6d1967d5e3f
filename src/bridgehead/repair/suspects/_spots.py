"""Where a text may be wrong: pairs of characters that stand in no word, but nearly do.

Looking at every character with Python costs more than all the rest of repair. One pass over all pairs, in
numpy, leaves a few places in ten thousand to look at.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bridgehead.repair.suspects._pairs import Flag, codes, pairs

__all__ = ["Spots", "misread_at", "spots"]

_BLOCK = 1 << 15
_BEHIND = 6
_KNOWN = np.uint8(Flag.KNOWN)


@dataclass(frozen=True)
class Spots:
    """Places that are worth a look.

    Attributes
    ----------
    misread : list of int
        Characters that make no word with either neighbour, but whose look-alike would.
    gaps : list of int
        Characters before which one may be lost.
    doubled : list of (int, int)
        ``[start, end)`` of two same stretches of two or three characters, one behind the other.
    """

    misread: list[int]
    gaps: list[int]
    doubled: list[tuple[int, int]]


def misread_at(text: str, units: NDArray[np.uint16] | None = None) -> list[int]:
    """Return only the places that may be misread: all that can be repaired, looked for in every text.

    Parameters
    ----------
    text : str
        Any text.
    units : ndarray of uint16, optional
        Its characters with a line end before and behind them, when they are known already.

    Returns
    -------
    list of int
        As in `Spots`.
    """
    if units is None:
        units = codes(f"\n{text}\n")
    out: list[int] = []
    for start in range(0, len(text), _BLOCK):
        block = units[start : start + _BLOCK + 2]
        out.extend((_misread(block) + start).tolist())
    return out


def _misread(units: NDArray[np.uint16]) -> NDArray[np.intp]:
    """Return the places of all but the first and last character given that may be misread."""
    known = pairs()
    flags = known.of(units.astype(np.uint32))
    here = units[1:-1]
    either = flags[:-1] | flags[1:]
    either &= _KNOWN
    # Characters that nothing looks like, and those of an ordinary pair, are passed over: nearly all.
    at: NDArray[np.intp] = (known.doubted.take(here) > either).nonzero()[0]
    if len(at):
        doubt, before, behind = known.doubts[here[at]], flags[at], flags[at + 1]
        likely = (((before & Flag.SECOND) | (behind & Flag.FIRST)) & doubt) | (doubt & Flag.ALONE)
        at = at[likely != 0]
    return at


def spots(text: str) -> Spots:
    """Find the places of a text that are worth a look.

    Parameters
    ----------
    text : str
        Any text.

    Returns
    -------
    Spots
        Offsets of the text, in order.
    """
    units = codes("\n" + text + "\n" * _BEHIND)
    found = Spots([], [], [])
    for start in range(0, len(text), _BLOCK):
        size = min(_BLOCK, len(text) - start)
        _look(units[start : start + 1 + size + _BEHIND], start, size, found)
    return found


def _look(units: NDArray[np.uint16], start: int, size: int, found: Spots) -> None:
    """Look at ``size`` characters, the first of which is the second given."""
    known = pairs()
    flags = known.of(units[: size + 2].astype(np.uint32))
    before = flags[:-1]
    found.misread.extend((_misread(units[: size + 2]) + start).tolist())
    gap = np.flatnonzero((before & (Flag.GAP | Flag.KNOWN)) == Flag.GAP)
    found.gaps.extend((gap + start).tolist())
    for length in (2, 3):
        same = units[1 : size + length] == units[1 + length : size + 2 * length]
        run = same[:size]
        for step in range(1, length):
            run = run & same[step : size + step]
        found.doubled.extend((start + at, start + at + 2 * length) for at in np.flatnonzero(run).tolist())
