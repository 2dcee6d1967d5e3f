"""Text decoded with the wrong encoding: ``ä¸­å›½``, ``浣犲ソ``, ``ÖÐ¹ú``, ``笢弊``.

Every way back is tried line by line: the characters become the bytes that the wrong decoder had before it,
and the bytes are read again. Where they are UTF-8, its rules tell the damaged stretch from the good text
around it; where they are GBK or Big5, the characters decide: a stretch comes right when rare characters turn
into such as every reader knows. Bytes that were lost on the way become U+FFFD, which `unreadable` marks.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import accumulate, pairwise
from typing import NamedTuple

from bridgehead.repair._compose import Change, compose
from bridgehead.repair._compose import _applied as applied
from bridgehead.repair._han import is_common, is_han, is_standard
from bridgehead.repair._readings import is_everyday
from bridgehead.repair.script import simplified

__all__ = ["redecode"]

_PUNCTUATION = frozenset(
    "，。、；：？！“”‘’（）《》〈〉【】〔〕—…·％　•①②③④⑤⑥⑦⑧⑨⑩ⅠⅡⅢⅣ℃㎡×±°～\ufeff０１２３４５６７８９"
)
_ALONE = frozenset("“”‘’—–…·•，。、；：？！（）《》【】\ufeff\xa0°±×÷§©®«»µ²³½éèêëàâäöüßçñóíáúôîïÉÖÜÄ")
"""What is believed even where it stands as the only character decoded again."""

# Western letters outside of ASCII, but · and ×, which stand alone in Chinese text, and the tone marks.
_WESTERN = re.compile(
    "[\u0080-\u009f\u00a1-\u00b6\u00b8-\u00d6\u00d8-\u02c6\u02cc-\u02d8\u02da-\u02ff\u0370-\u052f][\u0080-\u052f\u2000-\u25ff\uf8ff\ufb01]"
)
_SINGLE = ("cp1252", "cp1250", "cp1251", "cp1253", "cp1254", "iso8859_2", "mac_roman", "cp437")
_KOREAN = re.compile("[\uac00-\ud7a3\uff61-\uff9f][^\n]?[\u4e00-\u9fff\uac00-\ud7a3\uff61-\uff9f]")
_SIGNS = re.compile(
    "[\u3041-\u30f6\u0391-\u0451\u2500-\u259f\u3105-\u3129][^\n]?[\u3041-\u30f6\u0391-\u0451\u2500-\u259f\u3105-\u3129\u4e00-\u9fff]"
)
_TWO_OF_UTF8 = re.compile(rb"(?:[\xe2-\xef][\x80-\xbf?]{2}){2}")
_SIGN = re.compile("[\u3041-\u30f6\u0391-\u0451\u2500-\u259f\u3105-\u3129\uac00-\ud7a3\ufe30-\ufe6b]")
_LINE = re.compile(r"[^\n]+")
_QUOTES = frozenset("“”‘’…—–•")
"""Marks of Chinese text that Western encodings have too."""

_TIMES = 3
"""How often a text may have been decoded wrongly, one time after the other."""

_HOLE = b"\xff"
"""Stands for a character that the wrong decoder cannot have made: no encoding has this byte."""

_NAMES = {
    "cp1252": "Latin-1",
    "gb18030": "GBK",
    "cp950": "Big5",
    "cp932": "Shift_JIS",
    "cp949": "EUC-KR",
    "utf-8": "UTF-8",
}


class _Unit(NamedTuple):
    """A character read from the bytes ``[start, end)``; U+FFFD where they say nothing."""

    start: int
    end: int
    char: str


_END = _Unit(0, 0, "")


@cache
def _odd() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Return what finds three odd Han characters near each other, which is rare in clean text, and four."""
    han = map(chr, range(0x4E00, 0x9FA6))
    odd = "".join(char for char in han if not is_common(char) and not is_common(simplified(char)))
    odd += "\ufffd\u30a1-\u30f6\ue000-\uf8ff\ufe30-\ufe4f"  # from pairs that stand for little or nothing
    return re.compile(f"[{odd}](?:[^\n]{{0,2}}[{odd}]){{2}}"), re.compile(f"[{odd}](?:[^\n]?[{odd}]){{3}}")


@cache
def _table(codec: str) -> dict[str, bytes]:
    """Return the byte of every character that a Western decoder makes; its gaps are as in Latin-1."""
    table = {chr(byte): bytes([byte]) for byte in range(256)} if codec == "cp1252" else {}
    for byte in range(256):
        char = bytes([byte]).decode(codec, "ignore") or chr(byte)
        table[char] = bytes([byte])
    return table


@cache
def _byte(char: str, codec: str) -> bytes:
    """Return the bytes of which a decoder makes a character."""
    if codec in _SINGLE:
        return _table(codec).get(char, _HOLE)
    if char == "\ufffd":
        return _HOLE
    if char == "€" and codec == "gb18030":
        return b"\x80"  # the one lone byte that Windows reads
    try:
        return char.encode(codec)
    except UnicodeEncodeError:
        return _HOLE


def _utf8(data: bytes, western: bool) -> list[_Unit]:
    """Read bytes as UTF-8; ``western`` if the wrong decoder was.

    Two bytes that were lost are known. A Western page may show a no-break space as a space. And in GBK every
    byte but 80 goes with one outside of ASCII behind it: what was lost before such a byte was 80.
    """
    units = []
    at = 0
    while at < len(data):
        lead = data[at]
        size = (
            1 if lead < 0x80 else 2 if 0xC2 <= lead < 0xE0 else 3 if lead < 0xF0 else 4 if lead < 0xF5 else 0
        )
        piece = data[at : at + size] if lead < 0x80 or lead >= 0xC2 else b""
        if size > 1:
            piece = piece[:1] + _mended(piece[1:], data[at + size : at + size + 1], western)
        try:
            char = piece.decode("utf-8") or "\ufffd"
        except UnicodeDecodeError:
            char = "\ufffd"
        size = size if char != "\ufffd" else _broken(data, at, size)
        units.append(_Unit(at, at + size, char))
        at += size
    return units


def _mended(rest: bytes, behind: bytes, western: bool) -> bytes:
    """Return the bytes of a character behind its first one, with those that are known to have been lost."""
    if western:
        return rest.replace(b" ", b"\xa0")
    lost = (b"?", _HOLE)
    return b"".join(
        b"\x80" if rest[i : i + 1] in lost and (rest + behind)[i + 1 : i + 2] > b"\x7f" else rest[i : i + 1]
        for i in range(len(rest))
    )


def _broken(data: bytes, at: int, size: int) -> int:
    """Return how many bytes belong to one broken character: its lead byte and what rightly follows it."""
    end = at + 1
    while end < at + size and end < len(data) and 0x80 <= data[end] < 0xC0:
        end += 1
    return end - at


def _pairs(data: bytes, right: str) -> list[_Unit]:
    """Read bytes as ASCII and pairs of GBK or Big5."""
    units = []
    at = 0
    while at < len(data):
        size = 1 if data[at] < 0x81 else 2
        try:
            char = data[at : at + size].decode(right)
        except UnicodeDecodeError:
            char, size = "\ufffd", 1
        units.append(_Unit(at, at + size, char))
        at += size
    return units


class _Stretch(NamedTuple):
    """Characters of a line that read better decoded again.

    Attributes
    ----------
    known : int
        How many characters that every reader knows it gives.
    groups : tuple of (int, int, str)
        Cut wherever a character border of both encodings falls on the same byte: the characters
        ``[start, end)`` of the line, and what they become.
    """

    known: int
    groups: tuple[tuple[int, int, str], ...]


class _Line:
    """A line, the bytes that one wrong decoder had before it, and what the right one makes of them.

    Attributes
    ----------
    text : str
        The line.
    units : list of _Unit
        What the right decoder makes of the bytes.
    """

    def __init__(self, text: str, wrong: str, right: str) -> None:
        self.text = text
        self.western, self.utf8 = wrong in _SINGLE, right == "utf-8"
        self._pieces = [_byte(char, wrong) for char in text]
        self._borders = [0, *accumulate(map(len, self._pieces))]
        self._starts = frozenset(self._borders)
        data = b"".join(self._pieces)
        self.units = _utf8(data, self.western) if self.utf8 else _pairs(data, right)

    def stretches(self, sure: bool) -> Iterator[_Stretch]:
        """Yield what reads better decoded again; ``sure`` if other lines were decoded the same way."""
        first = 0
        while first < len(self.units):
            last = first
            unit = self.units[first]
            if unit.char != "\ufffd" and unit.end - unit.start > 1 and unit.start in self._starts:
                last = self._reach(first)
                known = self._gain(first, last, sure) if last > first else 0
                if known:
                    last = self._tail(last)
                    yield _Stretch(known, tuple(self._groups(first, last)))
            first = max(first + 1, last)

    def _at(self, byte: int) -> int:
        """Return the index of the character of the line that a byte belongs to."""
        return bisect_right(self._borders, byte) - 1

    def _is_good(self, unit: _Unit) -> bool:
        """Return whether the line has good text where a unit stands: it must not be read otherwise."""
        i = self._at(unit.start)
        char = self.text[i]
        if self._pieces[i] == _HOLE:
            return char != "\ufffd"
        return char in _QUOTES if self.western else self._is_plain(char)

    def _is_plain(self, char: str) -> bool:
        """Return whether a character of the line is a common one (traditional ones look like wrong UTF-8)."""
        return is_han(char) and is_everyday(char) and (not self.utf8 or is_common(char))

    def _reach(self, first: int) -> int:
        """Return where a stretch ends: before good text, or before what is mostly broken."""
        last, broken = first, 0
        for i in range(first, len(self.units)):
            unit = self.units[i]
            if unit.char == "\ufffd":
                broken += 1
                # Pairs behind a lost byte may be out of step.
                if broken > 3 or not self.utf8 or self._is_good(unit):
                    break
            elif unit.end - unit.start > 1:
                swapped = not self.western and not self.utf8
                if swapped and not _is_known(unit.char) and self._is_good(unit):
                    break
                last, broken = i + 1, 0
            else:
                broken = 0
        return last

    def _tail(self, last: int) -> int:
        """Return where a stretch ends with the broken bytes behind it and the mark put for them."""
        broken = False
        while last < len(self.units):
            unit = self.units[last]
            whole = self.units[last - 1].end in self._starts
            if whole and (unit.char != "\ufffd" or self._is_good(unit)):
                break
            broken = broken or unit.char == "\ufffd"
            last += 1
        return last + (broken and last < len(self.units) and self.units[last].char == "?")

    def _gain(self, first: int, last: int, sure: bool) -> int:
        """Return how many known characters a stretch gives; 0 if it is not to be believed."""
        units = self.units[first:last]
        good = [unit.char for unit in units if unit.end - unit.start > 1 and unit.char != "\ufffd"]
        lost = sum(one.char == "\ufffd" != other.char for one, other in pairwise([*units, _END]))
        low, high = self._at(units[0].start), self._at(units[-1].end - 1)
        old = [char for char in self.text[low : high + 1] if not char.isascii()]
        swapped = not self.western and not self.utf8
        before = sum(_is_known(char) if swapped else self._is_plain(char) for char in old)
        han = sum(map(is_han, good))
        # The rules of UTF-8 leave hardly a doubt where the characters are Western.
        sound = self.western and self.utf8 and han > 1
        known = sum(map(is_standard if sound else _is_known, good))
        if lost > (1 if sound else 0.5) * len(good) or before > 0.34 * len(old):
            return 0
        if self.western and self.utf8 and not han:
            again = len(good) > 2 and any(_changed("".join(unit.char for unit in units)))
            return len(good) if again or all(char in _ALONE for char in good) else 0
        if swapped and not sure and (known < 0.85 * len(good) or not self._is_foreign(old, before)):
            return 0
        fewest = 1 if self.utf8 and (sure or self.western) else 2 if self.utf8 or sure or self.western else 4
        share = 0.6 if sure or len(good) > 8 else 0.75 if len(good) > 3 else 1
        if sure and known == len(good) > 1:
            return known
        enough = len(good) >= fewest and han >= min(fewest, 2) and known >= share * len(good)
        return known if enough else 0

    def _is_foreign(self, old: Sequence[str], before: int) -> bool:
        """Return whether characters look like a mix that no one writes."""
        signs = sum(_SIGN.match(char) is not None for char in old)
        return signs > 0.1 * len(old) or (
            len(old) >= 6 and before <= (0.1 if len(old) < 9 else 0.25) * len(old)
        )

    def _groups(self, first: int, last: int) -> Iterator[tuple[int, int, str]]:
        clean = ""
        low = self._at(self.units[first].start)
        for i in range(first, last):
            unit = self.units[i]
            mark = clean.endswith("\ufffd") and (
                unit.char == "\ufffd" or (unit.char == "?" and i == last - 1)
            )
            clean += "" if mark else unit.char
            if i + 1 == last or (unit.end in self._starts and self.units[i + 1].char not in "?\ufffd"):
                high = self._at(unit.end - 1) + 1
                if clean != self.text[low:high]:
                    yield low, high, clean
                clean, low = "", high


def _is_known(char: str) -> bool:
    return char in _PUNCTUATION or (is_han(char) and is_everyday(char))


def _ways(text: str) -> list[tuple[str, str]]:
    """Return the ways, wrong and right encoding, that a text may have gone."""
    ways = []
    if _WESTERN.search(text):
        ways += [("cp1252", "utf-8"), ("cp1252", "gb18030"), ("cp1252", "cp950")]
        ways += [(wrong, "utf-8") for wrong in _SINGLE[1:]]
    some, many = _odd()
    if some.search(text):
        ways += [(wrong, "utf-8") for wrong in ("gb18030", "cp950") if _may_be_utf8(text, wrong)]
    dense = many.search(text)
    if dense:
        ways.append(("cp950", "gb18030"))
    if dense or _SIGNS.search(text):
        ways.append(("gb18030", "cp950"))
    if _KOREAN.search(text):
        ways += [(wrong, "utf-8") for wrong in ("cp949", "cp932") if _may_be_utf8(text, wrong)]
        ways.append(("cp949", "gb18030"))
    return ways


def _may_be_utf8(text: str, wrong: str) -> bool:
    """Return whether the bytes of a text hold two characters of UTF-8 in a row."""
    return bool(_TWO_OF_UTF8.search(text.encode(wrong, "replace")))


def _best(line: str, ways: Sequence[tuple[str, str]], sure: tuple[str, str] | None) -> _Found | None:
    """Return what the way that gives most makes of a line; the way of the page's other lines comes first."""
    best: _Found | None = None
    for way in ways:
        stretches = list(_Line(line, *way).stretches(way == sure))
        known = sum(one.known for one in stretches)
        if known and (best is None or known > best.known):
            best = _Found(known, way, [group for one in stretches for group in one.groups])
            covered = sum(high - low for low, high, _ in best.groups)
            if way == sure or covered >= 0.9 * sum(not char.isascii() for char in line):
                break
    return best


class _Found(NamedTuple):
    """The way back that was found for a line."""

    known: int
    way: tuple[str, str]
    groups: list[tuple[int, int, str]]


def _suspects(text: str) -> dict[int, str]:
    """Return the lines that may have been decoded with a wrong encoding, by where they begin."""
    lines: dict[int, str] = {}
    for pattern in (_WESTERN, _odd()[0], _SIGNS, _KOREAN):
        reached = 0
        while (match := pattern.search(text, reached)) is not None:
            start = text.rfind("\n", 0, match.start()) + 1
            end = text.find("\n", match.start())
            reached = len(text) if end < 0 else end
            lines[start] = text[start:reached]
    return lines


def _changed(text: str) -> Iterator[Change]:
    found: dict[int, _Found] = {}
    for start, line in _suspects(text).items():
        best = _best(line, _ways(line), None)
        if best:
            found[start] = best
    sure = Counter(one.way for one in found.values() if one.known > 3).most_common(1)
    for match in _LINE.finditer(text) if sure else ():
        if match.start() not in found and not match[0].isascii():
            best = _best(match[0], [sure[0][0]], sure[0][0])
            if best:
                found[match.start()] = best
    for at in sorted(found):
        wrong, right = found[at].way
        evidence = f"{_NAMES[right]} 文本被当作 {_NAMES.get(wrong, wrong)} 解码"
        for low, high, clean in found[at].groups:
            yield Change(at + low, at + high, clean, "mojibake", 0.98, evidence)


def redecode(text: str) -> list[Change]:
    """Find stretches that were decoded with the wrong encoding and can be decoded again.

    Parameters
    ----------
    text : str
        Any text.

    Returns
    -------
    list of Change
        Of kind ``mojibake``, as fine as the two encodings share character borders. What of a character was
        lost becomes U+FFFD.
    """
    changes: list[Change] = []
    for _ in range(_TIMES):
        more = list(_changed(text))
        if not more:
            break
        changes = compose(changes, more, text)
        text = applied(text, more)
    return changes
