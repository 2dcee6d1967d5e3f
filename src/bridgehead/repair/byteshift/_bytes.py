"""The grid of GBK: what every pair of bytes shows, which pairs a decoder drops, what marks can be keys.

A decoder that follows GB 18030 maps the user-defined areas (AA–AF and F8–FE by A1–FE, A1–A7 by 40–A0) to code
points that no font has; they leave no trace on the page.
"""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

__all__ = ["FOLDED", "LEADS", "MARKS", "PAIRS", "TRAILS", "Grid", "encode", "grid"]

MARKS = frozenset("。！？；：，、")
"""The marks that pages of the family have as keys."""

FOLDED = {",": "，", ";": "；", ":": "：", "?": "？", "!": "！"}
"""Their forms on pages whose full-width marks were folded to ASCII afterwards."""

PAIRS = ("（）", "“”", "《》", "‘’", "【】")
"""Marks that open and close."""

LEADS = np.arange(0x81, 0xFF)
TRAILS = np.array([byte for byte in range(0x40, 0xFF) if byte != 0x7F])


class Grid(NamedTuple):
    """What pairs of bytes show; both arrays have shape (256, 256), lead by trail.

    Attributes
    ----------
    shown : array of int32
        The code point; 0 where nothing is shown.
    hidden : array of bool
        Whether the pair is one that a decoder drops.
    hidden_trails : array of int64
        The bytes that can be the first of such a pair.
    """

    shown: NDArray[np.int32]
    hidden: NDArray[np.bool_]
    hidden_trails: NDArray[np.int64]


@cache
def grid() -> Grid:
    """Return the grid of GBK."""
    shown = np.zeros((256, 256), np.int32)
    for lead in LEADS.tolist():
        row = b"".join(bytes((lead, trail)) for trail in TRAILS.tolist()).decode("gb18030")
        codes = np.fromiter(map(ord, row), np.int32, len(row))
        shown[lead, TRAILS] = np.where((codes >= 0xE000) & (codes <= 0xF8FF), 0, codes)
    hidden = np.zeros((256, 256), np.bool_)
    hidden[np.ix_(LEADS, TRAILS)] = shown[np.ix_(LEADS, TRAILS)] == 0
    # The second byte of the pair begins the next character: it has to be a lead.
    hidden[:, :0x81] = False
    return Grid(shown, hidden, TRAILS[hidden[TRAILS].any(axis=1)])


def encode(char: str) -> tuple[int, int] | None:
    """Return the two bytes of a character in GBK, or None if it has not two."""
    try:
        code = char.encode("gb18030")
    except UnicodeEncodeError:
        return None
    return (code[0], code[1]) if len(code) == 2 else None
