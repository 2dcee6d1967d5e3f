"""What is known of every pair of characters: ordinary, or a word with a look-alike or a gap in it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import BinaryIO

import numpy as np
from numpy.typing import NDArray

from bridgehead import terms
from bridgehead.repair import corpora
from bridgehead.repair._lexicon import LISTS, lexicon, runs
from bridgehead.repair.cache import kept

__all__ = ["Flag", "Pairs", "bound", "codes", "gapped", "neighbours", "pairs"]


class Flag:
    """What is known of a pair; ``ALONE``, of a character: that it hardly stands alone."""

    KNOWN = 1
    """The pair is ordinary."""
    FIRST, SECOND = 2, 4
    """Its first or second character may be misread."""
    GAP = 8
    """A character may be lost between them."""
    ALONE = 16


_VERSION = 3
_BITS = 24
"""So many that hardly any pair shares its place with another."""
_TIMES = 3
"""How often a pair of the news that is in no word must be seen to be ordinary."""
_RATIO = 50
"""How many times as often a look-alike's pair must be seen for a pair not to be ordinary."""
_USUAL = 15.5
"""The cost up to which a word is usual enough to be missed."""

Codes = NDArray[np.uint32]

_MIX_FIRST, _MIX_SECOND, _MASK = np.uint32(0x9E5F), np.uint32(0x3D4D5), np.uint32((1 << _BITS) - 1)


def codes(text: str) -> NDArray[np.uint16]:
    """Return the code units of a text; a character beyond the first plane is a question mark."""
    # UTF-16 would give such a character two units, and every place behind it would be off by one.
    wide = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
    return np.where(wide > 0xFFFF, ord("?"), wide).astype(np.uint16)


@cache
def neighbours() -> dict[str, dict[str, float]]:
    """Return each character's look-alikes with their likeness; 1.0 for pairs that are commonly mixed up."""
    found: dict[str, dict[str, float]] = {}
    for row in terms.table("suspects/shapes"):
        likeness = float(row["likeness"]) if row["kind"] == "drawn" else 1.0
        found.setdefault(row["char"], {})[row["other"]] = likeness
        found.setdefault(row["other"], {})[row["char"]] = likeness
    return found


@cache
def bound() -> dict[str, str]:
    """Return characters that hardly stand alone, with the look-alike that does, as 已 for 己."""
    rows = terms.table("suspects/shapes")
    return {row["char"]: row["other"] for row in rows if row["kind"] == "bound"}


@dataclass(frozen=True)
class Pairs:
    """The flags of all pairs.

    Attributes
    ----------
    table : numpy.ndarray
        Flags by the place of a pair (see `places`).
    doubts : numpy.ndarray
        By character, which flags of its pairs matter.
    gapped : numpy.ndarray
        The fours of `gapped`, one behind the other, as UTF-16.
    """

    table: NDArray[np.uint8]
    doubts: NDArray[np.uint8]
    gapped: NDArray[np.uint8]

    @cached_property
    def doubted(self) -> NDArray[np.uint8]:
        """Of each character whether any flag of its pairs matters, as 0 or 1."""
        doubted: NDArray[np.uint8] = (self.doubts != 0).astype(np.uint8)
        return doubted

    def of(self, units: Codes) -> NDArray[np.uint8]:
        """Return the flags of each pair in a row of characters."""
        return self.of_pairs(units[:-1], units[1:])

    def of_pairs(self, first: Codes, second: Codes) -> NDArray[np.uint8]:
        """Return the flags of pairs given as two rows."""
        return self.table.take(_places(first, second))


def _places(first: Codes, second: Codes) -> Codes:
    """Return a place of each pair in the table; arrays of one element too, as they overflow silently."""
    places: Codes = (first * _MIX_FIRST) ^ (second * _MIX_SECOND)  # either may be one for all of the other
    places &= _MASK
    return places


@cache
def pairs() -> Pairs:
    """Return the flags: read once, and worked out the first time on a machine (some seconds)."""
    stamp = corpora.stamp("suspects/shapes.csv", *LISTS)
    return kept(f"pairs-{_VERSION}-{stamp}.bin", _marked, _save, _load)


def _save(file: BinaryIO, made: Pairs) -> None:
    file.write(made.doubts.tobytes() + made.table.tobytes() + made.gapped.tobytes())


def _load(path: Path) -> Pairs:
    # Mapped, as a text touches little of it; all processes share what they touch.
    whole = np.memmap(path, np.uint8, "r").view(np.ndarray)
    doubts, table, gaps = np.split(whole, (1 << 16, (1 << 16) + (1 << _BITS)))
    if len(table) != 1 << _BITS or not len(gaps) or len(gaps) % 8:
        raise ValueError("cut off")
    return Pairs(table, doubts, gaps)


def _marked() -> Pairs:
    table = np.zeros(1 << _BITS, dtype=np.uint8)
    doubts = np.zeros(1 << 16, dtype=np.uint8)
    inside = _in_words()
    first, second = inside >> np.uint32(16), inside & np.uint32(0xFFFF)
    order = np.argsort(second, kind="stable")
    before, behind = first[order], second
    every = np.arange((1 << 16) + 1, dtype=np.uint32)
    led, closed = np.searchsorted(first, every), np.searchsorted(second[order], every)
    for wrong, others in neighbours().items():
        here = codes(wrong).astype(np.uint32)
        doubts[here] = Flag.FIRST | Flag.SECOND
        for code in map(ord, others):
            table[_places(here, behind[led[code] : led[code + 1]])] |= Flag.FIRST
            table[_places(before[closed[code] : closed[code + 1]], here)] |= Flag.SECOND
    for wrong in bound():
        doubts[codes(wrong)] |= Flag.ALONE
    gaps = codes(_gapped())
    fours = gaps.astype(np.uint32)
    table[_places(fours[1::4], fours[3::4])] |= Flag.GAP
    table[_places(first, second)] |= Flag.KNOWN
    ordinary = _ordinary()
    table[_places(ordinary >> np.uint32(16), ordinary & np.uint32(0xFFFF))] |= Flag.KNOWN
    return Pairs(table, doubts, gaps.view(np.uint8))


def _in_words() -> Codes:
    """Return the pairs inside words; of long words only every other one: 夜深人静 makes no word of 深人."""
    words = lexicon().costs
    halves = [word[at : at + 2] for word in words if len(word) > 3 for at in range(0, len(word) - 1, 2)]
    found, _ = _counted([*(word for word in words if len(word) < 4), *halves])
    return found


def _ordinary() -> Codes:
    """Return the pairs that are often neighbours in the news, and those of our own phrases."""
    found, times = _counted(runs([corpora.news()]))
    ours, _ = _counted(runs([*terms.words("suspects/phrases"), *corpora.phrases()]))
    return np.concatenate([found[(times >= _TIMES) & ~_outdone(found, times)], ours])


def _outdone(found: Codes, times: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Return of each pair whether a look-alike makes a far commoner one: 己经 is seen, but 已经 is meant."""
    first, second = found >> np.uint32(16), found & np.uint32(0xFFFF)
    outdone = np.zeros(len(found), dtype=np.bool_)
    often = np.flatnonzero(times > _TIMES * _RATIO)
    for mine, shift in ((first, 16), (second, 0)):
        for wrong, others in neighbours().items():
            for right in map(ord, others):
                these = often[mine[often] == right]
                twins = (found[these].astype(np.int64) + (ord(wrong) - right << shift)).astype(np.uint32)
                at = np.minimum(np.searchsorted(found, twins), len(found) - 1)
                outdone[at[(found[at] == twins) & (times[at] * _RATIO < times[these])]] = True
    return outdone


def _counted(texts: list[str]) -> tuple[Codes, NDArray[np.int64]]:
    """Return the pairs of neighbours in some texts as ``first << 16 | second``, sorted, and their counts."""
    units = codes("\n".join(texts)).astype(np.uint32)
    first, second = units[:-1], units[1:]
    inside = (first != ord("\n")) & (second != ord("\n"))
    found, times = np.unique(first[inside] << np.uint32(16) | second[inside], return_counts=True)
    return found, times


@cache
def gapped() -> dict[str, str]:
    """Return what is left of four characters of a long word when the third is lost, with the four.

    What lost its second is left out: 建台账 is as good as 建立台账.
    """
    fours = pairs().gapped.tobytes().decode("utf-16-le")
    found = (fours[at : at + 4] for at in range(0, len(fours), 4))
    return {four[:2] + four[3]: four for four in found}


def _gapped() -> str:
    found: dict[str, str] = {}
    for word, cost in lexicon().costs.items():
        if len(word) > 3 and cost < _USUAL:
            for at in range(len(word) - 3):
                four = word[at : at + 4]
                left = four[:2] + four[3]
                # Where two words could have stood, neither is suggested.
                found[left] = four if found.get(left, four) == four else ""
    return "".join(found.values())
