"""Text decoded with the wrong encoding.

Whole lines of UTF-8 that were read as Latin-1 or GBK are decoded again when the way back is exact. Spots
where a byte-blind replacement shifted the bytes of GBK (``確?！耙汇逅``) are only marked: their outcome is
``unknown``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from bridgehead.repair._compose import Change, Note
from bridgehead.repair._han import HAN, HAN_CLASS, is_common, is_han, is_standard
from bridgehead.repair.script import simplified

__all__ = ["lost", "redecode", "shifted"]

_LATIN = re.compile("[\u0080-\u00ff\u0152-\u017e\u02c6\u02dc\u2013-\u203a\u20ac\u2122]{3}")
_LINE = re.compile(r"[^\n]+")
_PUNCTUATION = frozenset("，。、；：？！“”‘’（）《》【】…—·％　")

# A character that a decoder could not read, and characters that only the writer's own font had.
_LOST = re.compile("[\ufffd\ue000-\uf8ff\U000f0000-\U000ffffd\U00100000-\U0010fffd]+")

_QUESTION = re.compile("[吗呢吧么谁哪几何否啥嗎麼誰幾怎岂豈难難]|多少|为什|為什")
_SPOT = re.compile(
    rf"\?[！？；：，、。](?:\?|[^\n])"  # an orphaned byte before full-width punctuation
    rf"|\?[a-z\u0101-\u01dc\u00e0-\u00fc]{{1,6}}\)"  # the bracket of a printed reading was swallowed
    r"|\?/[a-z]{1,6}>"  # the bracket of a tag was
    rf"|(?<=[{HAN_CLASS}。，、；：！？”,;:!])\?\?+(?=[{HAN_CLASS}，、。；：])"
    rf"|(?<=[{HAN_CLASS}])\?[!;:,]?\??(?=[{HAN_CLASS}、。])"
)


@cache
def _odd() -> re.Pattern[str]:
    """Return what finds two odd Han characters near each other, which is rare in clean text."""
    han = map(chr, range(0x4E00, 0x9FA6))
    odd = "".join(char for char in han if not is_common(char) and not is_common(simplified(char)))
    return re.compile(f"[{odd}][^\n]{{0,2}}[{odd}]")


def _is_odd(line: str) -> bool:
    han = [char for char in line if is_han(char)]
    odd = sum(not is_common(char) and not is_common(simplified(char)) for char in han)
    return odd >= 2 and odd >= 0.25 * len(han)


def redecode(text: str) -> list[Change]:
    """Find lines that were decoded with the wrong encoding and can be decoded again.

    Parameters
    ----------
    text : str
        Any text.

    Returns
    -------
    list of Change
        Of kind ``mojibake``, as fine as the two encodings share character borders.
    """
    latin, gbk = _LATIN.search(text), _odd().search(text)
    if not latin and not gbk:
        return []
    found: dict[int, tuple[str, str, str, str]] = {}
    left: dict[int, str] = {}
    for match in _LINE.finditer(text):
        line, start = match[0], match.start()
        ways = []
        if latin and _LATIN.search(line):
            ways += [("cp1252", "utf-8"), ("cp1252", "gb18030")]
        if gbk and _odd().search(line) and _is_odd(line):
            ways += [("gb18030", "utf-8")]
        for wrong, right in ways:
            new = _again(line, wrong, right)
            if new is not None:
                found[start] = line, new, wrong, right
                break
        else:
            left[start] = line
    if found:
        found |= _likewise(left, {way[2:] for way in found.values()})
    return [change for start in sorted(found) for change in _groups(*found[start], start)]


def _likewise(lines: dict[int, str], ways: set[tuple[str, str]]) -> dict[int, tuple[str, str, str, str]]:
    """Return the lines too short to be sure of, decoded as the others of the page were."""
    out = {}
    for start, line in lines.items():
        for wrong, right in ways:
            new = None if line.isascii() else _again(line, wrong, right, sure=True)
            if new is not None:
                out[start] = line, new, wrong, right
    return out


@cache
def _western() -> dict[str, bytes]:
    """Return the byte of every character a Western decoder makes: Windows-1252, its gaps as in Latin-1."""
    table = {chr(byte): bytes([byte]) for byte in range(256)}
    for byte in range(0x80, 0xA0):
        char = bytes([byte]).decode("cp1252", "ignore")
        if char:
            table[char] = bytes([byte])
    return table


def _bytes(text: str, encoding: str) -> bytes:
    """Return the bytes that a wrong decoder had before it."""
    if encoding != "cp1252":
        return text.encode(encoding)
    table = _western()
    try:
        return b"".join(table[char] for char in text)
    except KeyError as error:
        raise UnicodeError(f"not a character of {encoding}: {error}") from error


def _again(line: str, wrong: str, right: str, *, sure: bool = False) -> str | None:
    """Return the line decoded again, if that is exact and (unless the way is sure) reads far better."""
    try:
        original = _bytes(line, wrong)
        new = original.decode(right)
        if new.encode(right) != original:
            return None
    except UnicodeError:
        return None
    foreign = [char for char in new if not char.isascii()]
    good = sum(is_standard(char) or char in _PUNCTUATION for char in foreign)
    han = sum(map(is_han, foreign))
    if sure:
        return new if foreign and good == len(foreign) and len(new) < len(line) else None
    if han < 2 or len(foreign) < 3 or good < 0.95 * len(foreign) or len(new) >= len(line):
        return None
    usual = sum(map(is_common, foreign)) / han
    before = [char for char in line if is_han(char)]
    return new if usual >= 0.6 and _is_odder(before, usual) else None


def _is_odder(before: list[str], usual: float) -> bool:
    """Return whether the Han characters of the wrong reading are rarer than those of the right one."""
    return not before or sum(map(is_common, before)) / len(before) < usual - 0.2


def _groups(line: str, new: str, wrong: str, right: str, at: int) -> Iterator[Change]:
    """Cut a line wherever a character border of both encodings falls on the same byte."""
    evidence = f"{right.upper()} 文本被当作 {wrong.upper()} 解码"
    i = j = start_i = start_j = bytes_i = bytes_j = 0
    while i < len(line):
        bytes_i += len(_bytes(line[i], wrong))
        i += 1
        while bytes_j < bytes_i and j < len(new):
            bytes_j += len(new[j].encode(right))
            j += 1
        if bytes_i == bytes_j:
            if line[start_i:i] != new[start_j:j]:
                yield Change(at + start_i, at + i, new[start_j:j], "mojibake", 0.98, evidence)
            start_i, start_j = i, j


def shifted(raw: str) -> list[Note]:
    """Find spots where the bytes of GBK were shifted: something is lost that no rule can know.

    Parameters
    ----------
    raw : str
        The raw text.

    Returns
    -------
    list of Note
        Of kind ``mojibake`` and outcome ``unknown``; they change nothing. A spot reaches from the question
        mark to the last odd character behind it.
    """
    if "?" not in raw:
        return []
    edits = []
    reached = 0
    for match in _SPOT.finditer(raw):
        start, end = match.span()
        if start < reached or not _is_spot(match, raw):
            continue
        reached = end = _extent(raw, end)
        spot, evidence = raw[start:end], "字节错位：此处有字丢失，原文无从得知"
        edits.append(Note(start, end, spot, "mojibake", 0.9, "unknown", evidence))
    return edits


def _is_spot(match: re.Match[str], raw: str) -> bool:
    """Return whether a question mark asks nothing."""
    if match[0].strip("?!;:,"):
        return True
    if match[0] == "?" and _extent(raw, match.end()) == match.end():
        return False  # nothing odd behind it: a person's question
    low = max(0, match.start() - 60)
    low = max(raw.rfind(mark, low, match.start()) for mark in "\n。！？!?；;") + 1 or low
    return not _QUESTION.search(raw, low, match.start())


def _extent(raw: str, end: int) -> int:
    """Return where the shift ends: behind the last odd character before the next punctuation."""
    last = end
    for i in range(end, min(len(raw), end + 24)):
        char = raw[i]
        if char in _PUNCTUATION or char in ",.;:!?()\n":
            break
        odd = (is_han(char) and not is_standard(simplified(char))) or (char.isascii() and char.isalpha())
        beside_han = i + 1 < len(raw) and HAN.match(raw[i + 1])
        if odd and (is_han(char) or beside_han):
            last = i + 1
    return last


def lost(raw: str) -> list[Note]:
    """Find characters that say nothing: replacement characters and those of the private use areas.

    Parameters
    ----------
    raw : str
        The raw text.

    Returns
    -------
    list of Note
        One a run, of kind ``mojibake`` and outcome ``unknown``; they change nothing.
    """
    edits = []
    for match in _LOST.finditer(raw):
        replaced = "\ufffd" in match[0]
        evidence = (
            "解码失败：此处有字丢失，原文无从得知" if replaced else "私用区字符：离开原字体无从得知是什么"
        )
        edits.append(Note(*match.span(), match[0], "mojibake", 0.9, "unknown", evidence))
    return edits
