"""The signs of damage: what a text must have somewhere for a stage to find anything in it.

A sign is a character of one class right before one of another, and where that says too little, a pattern that
must fit there. It is necessary for what its stage repairs, not sufficient: the stage looks again. Clean
official text has letters, per cent signs and brackets in every line, so a sign that they make costs a stage.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import chain

from bridgehead.repair._forms import forms
from bridgehead.repair._han import HAN_CLASS, is_common
from bridgehead.repair._readings import LETTERS
from bridgehead.terms import table, words

__all__ = ["Sign", "rows"]


class Sign:
    """What may be wrong with a text; names for bits, plain numbers as they are tested for every text."""

    ENCODING = 1 << 0
    ESCAPE = 1 << 1
    SHIFT = 1 << 2
    BESIDE_SHIFT = 1 << 3
    """What tells something only where a shift shows."""
    WIDTH = 1 << 4
    MARK = 1 << 5
    READING = 1 << 6
    SYMBOL = 1 << 7
    SCRIPT = 1 << 8
    SPACE = 1 << 9
    MASK = 1 << 10
    GAP = 1 << 11
    CUT = 1 << 12
    WIDE = 1 << 13


Units = Iterable[int]
Row = tuple[int, Units, Units | None, str]


def _of(chars: str) -> Units:
    return map(ord, chars)


def _ranges(*pairs: tuple[int, int]) -> Units:
    return chain.from_iterable(range(low, high + 1) for low, high in pairs)


_HAN = ((0x3400, 0x4DBF), (0x4E00, 0x9FFF), (0xD840, 0xDFFF))
_BLANK = " \u3000\xa0"
_ENDS = "。！？!?；;：:…—.”’」』）)】\n"
_LETTERS = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
_DIGITS = "0123456789"
_MARKS = "。！？；：，、,;:?!"
_WESTERN = (
    (0x80, 0x9F), (0xA1, 0xB6), (0xB8, 0xD6), (0xD8, 0x2C6), (0x2CC, 0x2D8), (0x2DA, 0x2FF), (0x370, 0x52F)
)  # fmt: skip
_FOREIGN = (
    (0x3041, 0x30F6), (0x391, 0x451), (0x2500, 0x259F), (0x3105, 0x3129), (0xAC00, 0xD7A3), (0xFF61, 0xFF9F)
)  # fmt: skip
_NOTHING = ((0x30A1, 0x30F6), (0xE000, 0xF8FF), (0xFE30, 0xFE4F), (0xFFFD, 0xFFFD))
"""From pairs of bytes that stand for little or nothing."""
_KANA, _GREEK, _BOXES, _CIRCLED = (0x3041, 0x3096), (0x391, 0x451), (0x2500, 0x2573), (0x2460, 0x249B)
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

_H, _B = f"[{HAN_CLASS}]", f"[{_BLANK}]"
_CODE = r"[\\%=][\\uxA-Fa-f0-9][xuA-Fa-f0-9]"
_BARE_CODE = r"u[4-9][0-9a-fA-F]{3}u|nbsp|&(?:amp;|nbsp)|\?\?"
# A letter between a mark and a Han character, a reading without its bracket, what is left of a date or sum.
_TORN = (
    rf".(?:[A-Za-z@^_`](?:{_H}|\()|[a-z]{{0,3}}[\u0101-\u01dc\u00e0-\u00fc]|[年月]\d|0\d\d年|00"
    r"|[^\x00-\xff年月])"
)
_ENTITY = "&(?:#|[A-Za-z]{2})|#[xX0-9]|</?[A-Za-z]"
# A syllable, written with whatever letters; GDP is none.
_SYLLABLE = (
    f"[{LETTERS}]{{0,7}}(?![a-zA-Z])[{LETTERS}][{LETTERS}]{{0,7}}"
    "|(?i:(?:[zcs]h|[b-df-hj-np-tw-z])?[aeiouv]{1,3}(?:ng?|r)?|[mn]g?|hm|hng)(?![a-zA-Z])"
)
_READING = (
    rf"[(\uff08\[\uff3b\u3014](?:(?<={_H}.)|(?<={_H}[ \u3000].))"
    rf"[ \u3000]?(?:{_SYLLABLE})[1-5]?[ \u3000]?[)\uff09\]\uff3d\u3015]"
)
_MISTAKEN = "l{1,3}[类類級级]|[SNC]02|PM2[。，]|氧[(（]03"
# A padded name, or three gaps between Han characters in one line.
_GAPS = f"{_B}{_H}{_B}{_B}*{_H}|{_B}(?:(?<={_H}.)|(?<={_H}{_B}.))(?:[^\n]*?{_H}{_B}{_B}?(?={_H})){{2}}"
_PAGE_NUMBER = f"[-—–－] ?[0-9]{{1,3}} ?[-—–－]{_B}?{_H}"
_UNSEEN = "[\u200b\u2060\ufeff]|_x000D_"
_DATE = "-(?:1[0-2]|0?[1-9])-(?:3[01]|[12][0-9]|0?[1-9])-(?![0-9-])"


def _class(ranges: Iterable[tuple[int, int]]) -> str:
    return "".join(f"{chr(low)}-{chr(high)}" for low, high in ranges)


def rows() -> Iterator[Row]:
    """Yield each sign with the classes of its first and second character, and what must fit at the first.

    No second class is any character; an empty pattern fits anywhere.
    """
    yield from _misread()
    yield from _shifted()
    yield from _written()
    yield from _spaced()


def _misread() -> Iterator[Row]:
    """Yield the signs of wrong encodings and of codes that nobody decoded."""
    yield (
        Sign.ENCODING,
        _ranges(*_WESTERN),
        _ranges((0x80, 0x52F), (0x2000, 0x25FF), (0xF8FF, 0xF8FF), (0xFB01, 0xFB01)),
        "",
    )
    odd = _odd() + _class(_NOTHING)
    three = f"[{odd}](?:[^\n]{{0,2}}[{odd}]){{2}}"
    yield Sign.ENCODING, chain(_of(_odd()), _ranges(*_NOTHING)), None, three
    foreign = _class(_FOREIGN)
    yield Sign.ENCODING, _ranges(*_FOREIGN), None, f".[^\n]?[{foreign}{HAN_CLASS}]"
    yield Sign.ESCAPE, _of("\\%="), _of("\\uxABCDEFabcdef0123456789"), _CODE
    yield Sign.ESCAPE, _of("un&?"), _of("456789ba?n"), _BARE_CODE
    yield Sign.ESCAPE, _ranges(*_CONTROL), None, ""


def _shifted() -> Iterator[Row]:
    """Yield the signs of shifted bytes."""
    letters = chain(_of(_LETTERS), _ranges(*_TONED))
    yield Sign.SHIFT, _of("?"), chain(_of(_MARKS + "/"), letters, _ranges(*_HAN)), ""
    yield Sign.SHIFT, chain(_of(_odd()), _ranges(_KANA, _GREEK, _BOXES)), None, ""
    yield Sign.SHIFT, _of("；：。、;！!？?,，"), _of("；：。、，,;！？:?!"), ""
    behind = chain(_of(_LETTERS + "@^_`年月0"), _ranges(_CIRCLED, _KANA, *_TONED))
    yield Sign.SHIFT, _of(_MARKS), behind, _TORN
    yield Sign.SHIFT, _ranges(*_TONED), None, ""
    yield Sign.BESIDE_SHIFT, _ranges(_CIRCLED), None, ""


def _written() -> Iterator[Row]:
    """Yield the signs of wrong characters, marks and words."""
    yield Sign.WIDTH, _ranges(*_FORMS), None, ""
    yield Sign.WIDTH, _ranges(*_WIDE), _of(_LETTERS + _DIGITS + ".\uff0e"), ""
    yield Sign.WIDTH, _of(_LETTERS + _DIGITS), _ranges(*_WIDE), ""
    yield Sign.WIDE, _ranges(*_WIDE, (0xFF05, 0xFF05), (0xFF0E, 0xFF0E)), None, ""
    yield Sign.MARK, _of(",，"), _of(",，、。；：！？;:"), ""
    yield Sign.MARK, _of("&#<"), None, _ENTITY
    yield Sign.MARK, _of("poth"), _of(";"), ""  # nbsp; ldquo; quot; dash;
    behind = chain(_of(_LETTERS + " \u3000"), _ranges(*_TONED, (0x300, 0x30C), (0x1E3F, 0x1EC1)))
    yield Sign.READING, _of("(（[［〔"), behind, _READING
    yield Sign.SYMBOL, _of("ШЩПΠІΙ∨"), None, ""
    yield Sign.SYMBOL, _of("lSNCP氧"), _of("l0M类類級级(（"), _MISTAKEN
    tables = forms()
    anywhere = filter(tables.in_any.match, tables.contexts)
    yield Sign.SCRIPT, map(ord, chain(tables.stray, anywhere)), None, ""
    runs = {letters[0] for row in table("script/masks") if (letters := re.search("[A-Za-z]+", row["masked"]))}
    masked = f"(?<![A-Za-z])(?:{'|'.join(sorted(runs))})(?![A-Za-z])"
    yield Sign.MASK, _of("".join({run[0] for run in runs})), None, masked
    second = "".join({word[1] for word in words("script/parted")})
    signs = f"[*＊/|_~^·・-](?:[{second}]|(?<=-)[^0-9{second}])|{_DATE}"
    yield Sign.MASK, _of("*＊/|_~^·・-"), _of(second + "，,。、；;的全以同底初上下来晚" + _DIGITS), signs


def _spaced() -> Iterator[Row]:
    """Yield the signs of wrong spaces and lines."""
    yield Sign.SPACE, _of(_BLANK), _ranges(*_HAN), _GAPS
    yield Sign.SPACE, _of("\u200b\u2060\ufeff_"), None, _UNSEEN
    yield Sign.SPACE, _of("-—–－"), _of(" " + _DIGITS), _PAGE_NUMBER
    yield Sign.GAP, _of(_BLANK), _of(_BLANK), ""
    yield Sign.GAP, _of("\t"), None, ""
    yield Sign.CUT, (c for c in range(1 << 16) if chr(c) not in _ENDS), _of("\n"), ""


def _odd() -> str:
    """Return the Han characters that are rare in clean text: of Unicode's first, those not among 3,755."""
    plain = forms().stray
    han = map(chr, range(0x4E00, 0x9FA6))
    return "".join(char for char in han if not is_common(char) and not is_common(plain.get(char, char)))
