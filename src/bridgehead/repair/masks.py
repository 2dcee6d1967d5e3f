"""Words masked with letters or signs, figures and names cut out, words respun, brands pasted over places.

A mask is taken off only where a list knows the word behind it (GJ园林城市, zong央), and a character is put
back for a hyphen only where no other fits (上半-). All else is lost: it is marked and stays, or a word is
suggested.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from bridgehead.repair._compose import Change, Note
from bridgehead.repair._han import HAN_CLASS
from bridgehead.repair._looks import found, found_at
from bridgehead.terms import table, words

__all__ = ["masks", "scrubbed"]

_LETTERS = re.compile("[A-Za-z][A-Za-z]*")  # one class first: searched fast
_SIGN = "[*＊/|_~^·・]"
_PARTED_SIGN = re.compile(_SIGN)
_DATE = re.compile(
    "([12][09][0-9]{2})(?<![0-9-].{4})(-)(1[0-2]|0?[1-9])(-)(3[01]|[12][0-9]|0?[1-9])(-)(?![0-9-])"
)
_BOLD = re.compile(r"\*\*[^*\n]{2,}\*\*")
_STARS = re.compile(f"(?<=[{HAN_CLASS}])[*＊]{{2,}}(?=[{HAN_CLASS}])(?![省市县区镇乡村州旗街路局厅院校厂站])")
_TRADE = "(?:体育|娱乐|彩票|棋牌|电竞|博彩)(?:在线|官网|平台|app|APP|直播|登录|入口|网址|投注)"
_TRADES = re.compile(_TRADE)
_BRAND = re.compile(f"(?:[A-Za-z]{{1,8}}[0-9]{{0,4}}|[{HAN_CLASS}]{{2,4}}?){_TRADE}+")


def masks(text: str) -> list[Change]:
    """Find masked words whose meaning a list knows, and hyphens that stand for 年 or 日.

    Parameters
    ----------
    text : str
        Any text.

    Returns
    -------
    list of Change
        Of kind ``mask``.
    """
    return sorted([*_lettered(text), *_parted(text), *_hyphens(text)])


class _Mask(NamedTuple):
    """A masked word: its pattern, where in it the letters stand, and what it means."""

    pattern: re.Pattern[str]
    at: int
    word: str


@cache
def _masked() -> dict[str, list[_Mask]]:
    """Return the masked words by the letters in them."""
    masked: dict[str, list[_Mask]] = {}
    for row in table("script/masks"):
        letters = _LETTERS.search(row["masked"])
        assert letters
        pattern = re.compile(f"{row['before']}{row['masked']}{row['after']}")
        masked.setdefault(letters[0], []).append(_Mask(pattern, letters.start(), row["word"]))
    return masked


def _lettered(text: str) -> Iterator[Change]:
    masked = _masked()
    for letters in _LETTERS.finditer(text):
        for mask in masked.get(letters[0], ()):
            match = mask.pattern.match(text, max(0, letters.start() - mask.at))
            if match:
                why = f"用字母遮盖的“{mask.word}”"
                yield Change(match.start(), match.end(), mask.word, "mask", 0.9, why)
                break


@cache
def _parts() -> dict[str, re.Pattern[str]]:
    """Return the patterns of words with a sign inside, by the characters beside the first sign."""
    return {word[:2]: re.compile(_SIGN.join(map(re.escape, word))) for word in words("script/parted")}


def _parted(text: str) -> Iterator[Change]:
    parts = _parts()
    for sign in _PARTED_SIGN.finditer(text):
        at = sign.start()
        pattern = parts.get(text[at - 1 : at] + text[at + 1 : at + 2])
        match = pattern.match(text, at - 1) if pattern else None
        if match:
            word = re.sub(_SIGN, "", match[0])
            yield Change(match.start(), match.end(), word, "mask", 0.9, f"用符号隔开的“{word}”")


def _hyphens(text: str) -> Iterator[Change]:
    hyphens = [match.start() for match in re.finditer("-", text)]
    for start, end, look in found_at(text, "script/scrubs", hyphens, "repaired"):
        yield Change(start, end, look.clean, "mask", 0.9, look.why)
    for match in (
        _DATE.finditer(text) if len(hyphens) > 2 else ()
    ):  # a date is not written with a hyphen behind it
        for number, char in ((2, "年"), (4, "月"), (6, "日")):
            at = match.start(number)
            yield Change(at, at + 1, char, "mask", 0.9, "“年月日”被换成了“-”")


def scrubbed(text: str) -> list[Note]:
    """Find what was taken out of a text or written over, and words that a respinning program put in.

    Parameters
    ----------
    text : str
        Any text.

    Returns
    -------
    list of Note
        Of kind ``mask``: unknown where something is lost, suggested where the word is known.
    """
    lost = [
        *((start, end, look.why) for start, end, look in found(text, "script/scrubs", "unknown")),
        *_starred(text),
        *_brands(text),
    ]
    unknown = [Note(start, end, text[start:end], "mask", 0.9, "unknown", why) for start, end, why in lost]
    return [*unknown, *_spun(text)]


def _starred(text: str) -> Iterator[tuple[int, int, str]]:
    if "**" in text or "＊" in text:
        bold = {at for match in _BOLD.finditer(text) for at in (match.start(), match.end() - 2)}
        for match in _STARS.finditer(text):
            if match.start() not in bold:
                yield *match.span(), "被星号遮盖，原文不详"


def _brands(text: str) -> Iterator[tuple[int, int, str]]:
    brands = list(_BRAND.finditer(text)) if _TRADES.search(text) else []
    often = Counter(match[0] for match in brands)
    for match in brands:
        if often[match[0]] >= 2:
            yield *match.span(), "赌博或体育品牌名，可能顶替了地名"


@cache
def _respun() -> dict[str, tuple[str, bool]]:
    return {row["spun"]: (row["word"], row["certain"] == "yes") for row in table("script/spun")}


@cache
def _spun_words() -> re.Pattern[str]:
    return re.compile("|".join(sorted(map(re.escape, _respun()), key=len, reverse=True)))


def _spun(text: str) -> Iterator[Note]:
    """Yield respun words; three different ones that nobody writes show that a program wrote the page."""
    spun = list(_spun_words().finditer(text))
    if len({match[0] for match in spun if _respun()[match[0]][1]}) < 3:
        return
    for match in spun:
        word = _respun()[match[0]][0]
        yield Note(
            match.start(), match.end(), word, "mask", 0.7, "suggested", f"洗稿用词，原文可能是“{word}”"
        )
