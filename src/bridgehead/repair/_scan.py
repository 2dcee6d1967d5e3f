"""One look at a text that tells which stages have anything to look for.

A sign is a character of one class, or a character of one class right before one of another. Two tables give
for each code unit the signs that it may begin and those that it may complete; looking up both for all pairs
and taking the bitwise *and* finds every sign at once, at the speed of memory. A sign is necessary for what
its stage repairs, not sufficient: the stage looks again.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache
from itertools import accumulate, chain
from typing import Any

from bridgehead.repair._compose import Change
from bridgehead.repair._forms import forms

__all__ = ["Seen", "Sign", "by_line"]

_CHUNK = 1 << 15
"""Code units looked at together: their tables and results stay in the processor's cache."""


_SHORT = 8000
"""Characters of a text that is looked through faster than its lines are picked out."""


class Sign:
    """What may be wrong with a text; names for bits, plain numbers as they are tested for every text."""

    ENCODING = 1 << 0
    ESCAPE = 1 << 1
    SHIFT = 1 << 2
    WIDTH = 1 << 3
    MARK = 1 << 4
    READING = 1 << 5
    SYMBOL = 1 << 6
    SCRIPT = 1 << 7
    SPACE = 1 << 8
    MASK = 1 << 9
    GAP = 1 << 10
    CUT = 1 << 11
    WIDE = 1 << 12


Units = Iterable[int]


def _of(chars: str) -> Units:
    return map(ord, chars)


def _ranges(*pairs: tuple[int, int]) -> Units:
    return chain.from_iterable(range(low, high + 1) for low, high in pairs)


_HAN = ((0x3400, 0x4DBF), (0x4E00, 0x9FFF), (0xD840, 0xDFFF))
_GB_2312_LEVEL_1 = [
    byte
    for row in range(0xB0, 0xD8)
    for cell in range(0xA1, 0xFA if row == 0xD7 else 0xFF)
    for byte in (row, cell)
]
_NEWLINE = 10
_BLANK = " \u3000\xa0"
_ENDS = "。！？!?；;：:…—.”’」』）)】\n"
_LETTERS = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
_WESTERN = (
    (0x80, 0x9F), (0xA1, 0xB6), (0xB8, 0xD6), (0xD8, 0x2C6), (0x2CC, 0x2D8), (0x2DA, 0x2FF), (0x370, 0x52F)
)  # fmt: skip
_SIGNS = (
    (0x3041, 0x30F6),
    (0x391, 0x451),
    (0x2500, 0x259F),
    (0x3105, 0x3129),
    (0xAC00, 0xD7A3),
    (0xFE30, 0xFE6B),
)
_TONED = ((0xE0, 0xFC), (0x101, 0x1DC), (0x251, 0x251), (0x261, 0x261))
_CONTROL = (
    (0, 8), (0xB, 0xB), (0xE, 0x1F), (0x7F, 0x7F), (0xAD, 0xAD), (0x180E, 0x180E), (0x200C, 0x200F),
    (0x202A, 0x202E), (0x2061, 0x2064), (0x2066, 0x206F), (0xFFF9, 0xFFFB),
)  # fmt: skip
_WIDE = ((0xFF10, 0xFF19), (0xFF21, 0xFF3A), (0xFF41, 0xFF5A))
_FORMS = (
    (0xFE10, 0xFE16), (0xFE30, 0xFE32), (0xFE35, 0xFE44), (0xFE50, 0xFE6B), (0x2E80, 0x2FDF),
    (0xF900, 0xFAFF), (0xD87E, 0xD87E),
)  # fmt: skip


def _signs() -> Iterator[tuple[int, Units, Units | None]]:
    """Yield each sign with the classes of its first and second character; None: any."""
    tables = forms()
    script = set(tables.to_simplified) | set(tables.stray) | set(tables.contexts)
    common = {ord(c) for c in bytes(_GB_2312_LEVEL_1).decode("gb2312")}
    odd = [c for c in range(0x4E00, 0x9FA6) if c not in common and ord(_plain(chr(c))) not in common]
    yield (
        Sign.ENCODING,
        _ranges(*_WESTERN),
        _ranges((0x80, 0x52F), (0x2000, 0x25FF), (0xF8FF, 0xF8FF), (0xFB01, 0xFB01)),
    )
    yield (
        Sign.ENCODING,
        chain(odd, _ranges(*_SIGNS, (0xE000, 0xF8FF), (0xFF61, 0xFF9F), (0xFFFD, 0xFFFD))),
        None,
    )
    yield Sign.ESCAPE, _of("\\%="), _of("\\uxABCDEFabcdef0123456789")
    yield Sign.ESCAPE, _of("un&?"), _of("456789ba?")  # u4e2d, nbsp, &amp;, ??
    yield Sign.ESCAPE, _ranges(*_CONTROL), None
    yield Sign.SHIFT, chain(_of("?€"), odd, _ranges((0x3041, 0x3096), (0x391, 0x451), (0x2500, 0x2573))), None
    yield Sign.SHIFT, _of("；：。、;！!？,，"), _of("；：。、，,;！？:?!")
    yield (
        Sign.SHIFT,
        _of("。！？；：，、,;:?!"),
        chain(_of(_LETTERS + "@^_`年月0"), _ranges((0x2460, 0x249B))),
    )
    yield Sign.SHIFT, _ranges(*_TONED), None
    yield Sign.WIDTH, _ranges(*_FORMS), None
    yield Sign.WIDTH, _ranges(*_WIDE), _of(_LETTERS + "0123456789.\uff0e")
    yield Sign.WIDTH, _of(_LETTERS + "0123456789"), _ranges(*_WIDE)
    yield Sign.WIDE, _ranges(*_WIDE, (0xFF05, 0xFF05), (0xFF0E, 0xFF0E)), None
    yield Sign.MARK, _of(",，"), _of(",，、。；：！？;:")
    yield Sign.MARK, _of("&#<"), None
    yield Sign.MARK, _of("poth"), _of(";")  # nbsp; ldquo; quot; dash;
    yield (
        Sign.READING,
        _of("(（[［〔"),
        chain(_of(_LETTERS + " \u3000"), _ranges(*_TONED, (0x300, 0x30C), (0x1E3F, 0x1EC1))),
    )
    yield Sign.SYMBOL, chain(_of("lSNCPIO|o∨川皿"), _ranges((0x391, 0x4FF))), None
    yield Sign.SYMBOL, _of("氧"), _of("(（")
    yield Sign.SCRIPT, chain((ord(c) for c in script if c <= "\uffff"), _ranges((0xD840, 0xDFFF))), None
    yield Sign.SPACE, _of(_BLANK), chain(_ranges(*_HAN), _of("，。；、：！？”）》"))
    yield Sign.SPACE, _of("，。；、：！？“（《"), _of(_BLANK)
    yield Sign.SPACE, _of("\u200b\u2060\ufeff"), None
    yield Sign.SPACE, _of("_"), _of("x")
    yield Sign.SPACE, _of("-—–－"), _of(" 0123456789")
    yield Sign.MASK, _of(_LETTERS + "*＊/|_~^·・-"), None
    yield Sign.GAP, _of(_BLANK), _of(_BLANK)
    yield Sign.GAP, _of("\t"), None
    yield Sign.CUT, (c for c in range(1 << 16) if chr(c) not in _ENDS), _of("\n")


def _plain(char: str) -> str:
    return forms().stray.get(char, char)


@cache
def _tables() -> tuple[Any, Any, dict[int, int]]:
    """Return the bits that each code unit may begin and may complete, and the bits of each sign.

    Each row of `_signs` has a bit of its own: two rows of one sign must not pair with each other.
    """
    import numpy as np

    first, second = np.zeros(1 << 16, np.uint32), np.zeros(1 << 16, np.uint32)
    bits: dict[int, int] = {}
    for number, (sign, begins, completes) in enumerate(_signs()):
        bit = 1 << number
        first[list(begins)] |= np.uint32(bit)
        second[slice(None) if completes is None else list(completes)] |= np.uint32(bit)
        bits[sign] = bits.get(sign, 0) | bit
    return first, second, bits


class Seen:
    """The signs of a text, and where they are.

    Parameters
    ----------
    text : str
        Any text.
    """

    def __init__(self, text: str) -> None:
        import numpy as np  # here and not above: importing the room stays light

        self.text = text
        self._units = np.frombuffer((text + "\n").encode("utf-16-le", "surrogatepass"), np.uint16)
        self._parts = [
            _pairs(self._units[at : at + _CHUNK + 1]) for at in range(0, len(self._units) - 1, _CHUNK)
        ]
        self._any = 0
        for part in self._parts:
            self._any |= int(np.bitwise_or.reduce(part))

    def has(self, sign: int) -> bool:
        """Return whether the text has a sign."""
        return self._any & _tables()[2][sign] != 0

    def lines(self, sign: int) -> list[tuple[int, int]]:
        """Return the lines that have a sign, as ``[start, end)``."""
        import numpy as np

        if len(self._units) != len(self.text) + 1:  # characters beyond the first plane: places do not agree
            return [(0, len(self.text))]
        wanted = np.uint32(_tables()[2][sign])
        places = np.flatnonzero(np.concatenate(self._parts) & wanted)
        ends = np.flatnonzero(self._units == _NEWLINE)
        numbers = np.unique(np.searchsorted(ends, places))
        starts = np.concatenate(([0], ends + 1))
        return list(zip(starts[numbers].tolist(), ends[numbers].tolist(), strict=True))


def _pairs(units: Any) -> Any:
    first, second, _ = _tables()
    pairs = first.take(units[:-1])
    pairs &= second.take(units[1:])
    return pairs


def by_line(stage: Callable[[str], Sequence[Change]], seen: Seen, sign: int) -> list[Change]:
    """Run a stage that looks at one line at a time on those lines only that have its sign.

    Parameters
    ----------
    stage : callable
        Takes a text and returns changes inside of lines.
    seen : Seen
        The text's signs.
    sign : int
        The sign without which the stage finds nothing in a line.
    """
    if not seen.has(sign):
        return []
    text = seen.text
    if len(text) < _SHORT:
        return list(stage(text))
    spans = seen.lines(sign)
    if 2 * sum(end - start for start, end in spans) > len(text):
        return list(stage(text))
    found = stage("\n".join([text[start:end] for start, end in spans]))
    if not found:
        return []
    at = list(accumulate((end - start + 1 for start, end in spans), initial=0))
    out = []
    for change in found:
        number = bisect_right(at, change.start) - 1
        start, end = spans[number]
        low = change.start - at[number] + start
        if low + change.end - change.start > end:  # it reaches into another line, which may be far away
            return list(stage(text))
        out.append(change._replace(start=low, end=low + change.end - change.start))
    return out
