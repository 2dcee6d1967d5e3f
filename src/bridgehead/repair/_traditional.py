"""Texts with traditional characters: which lines are traditional, and what is rewritten.

All characters of a text are looked at together, as arrays of code points: a page has thousands that change.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from bridgehead.repair._compose import Change, Rewrite
from bridgehead.repair._forms import Forms, forms, overlaid
from bridgehead.repair._han import is_han
from bridgehead.terms import words

__all__ = ["rewritten"]

_TRADITIONAL, _SIMPLIFIED, _KANA, _HAN, _CONTEXT = 1, 2, 4, 8, 16
_PLANE = 0x10000
_NEWLINE = 10
_STRAY = "简体行中的繁体字或异体字"
_QUOTED = re.compile(
    "|".join(f"{o}[^{o}{c}\n]{{1,60}}{c}" for o, c in zip("《“「『‘（", "》”」』’）", strict=True))
    + r"|@\w{1,20}"
)


class _Arrays(NamedTuple):
    """What is known of the characters of the basic plane, by code point.

    Attributes
    ----------
    mapped : ndarray of uint32, shape (65536,)
        The simplified character.
    kinds : ndarray of uint8, shape (65536,)
        Bits: in no simplified text, in no traditional text, Japanese, Han, in the context table.
    """

    mapped: NDArray[np.uint32]
    kinds: NDArray[np.uint8]


@cache
def _arrays() -> _Arrays:
    tables = forms()
    mapped = np.arange(_PLANE, dtype=np.uint32)
    mapped[[ord(char) for char in tables.to_simplified]] = [
        ord(char) for char in tables.to_simplified.values()
    ]
    kinds = np.zeros(_PLANE, np.uint8)
    kinds[[code for code in range(0x3400, 0xA000) if is_han(chr(code))]] = _HAN
    for chars, bit in (
        (tables.certain, _TRADITIONAL),
        (tables.simplified, _SIMPLIFIED),
        (tables.contexts, _CONTEXT),
    ):
        kinds[[ord(char) for char in chars]] |= bit
    kinds[0x3041:0x3097] = kinds[0x30A1:0x30FB] = _KANA
    return _Arrays(mapped, kinds)


class _Lines(NamedTuple):
    """What each line of a page is.

    Attributes
    ----------
    starts : ndarray of int, shape (n,)
        Where it begins.
    strict, plain, han : ndarray of int, shape (n,)
        How many characters it has that only traditional, only simplified text has, and how many Han.
    traditional, foreign : ndarray of bool, shape (n,)
        Whether it is converted whole, or left alone, being Japanese.
    page : bool
        Whether the page as a whole is traditional.
    """

    starts: NDArray[np.int64]
    strict: NDArray[np.int64]
    plain: NDArray[np.int64]
    han: NDArray[np.int64]
    traditional: NDArray[np.bool_]
    foreign: NDArray[np.bool_]
    page: bool


def rewritten(text: str) -> list[Change] | Rewrite:
    """Rewrite a text that has traditional characters somewhere.

    Parameters
    ----------
    text : str
        Any text.

    Returns
    -------
    list of Change, or Rewrite
        The changes are of kind ``script``; if there are none, an empty list.
    """
    old = _codes(text)
    arrays = _arrays()
    basic = np.where(old < _PLANE, old, 0)
    new = np.where(old < _PLANE, arrays.mapped[basic], old)
    kinds = arrays.kinds[basic]
    lines = _judged(old, kinds)
    line_of = np.repeat(np.arange(len(lines.starts)), np.diff([*lines.starts, len(text)]))
    whole = lines.traditional[line_of]
    page = _Page(text, forms(), kinds, line_of, whole, lines, whole)
    _spare_quoting(page)
    new[~page.whole] = old[~page.whole]
    strays = _strays(page)
    for i, char in strays.items():
        new[i] = ord(char)
    page = page._replace(suspect=_suspect(page, strays))
    now = _text(new)
    places = np.flatnonzero((kinds & _CONTEXT > 0) & ~lines.foreign[line_of]).tolist()
    right = overlaid(text, now, places, page.whole.item, page.suspect.item)
    for i, char in right.items():
        new[i] = ord(char)
    if (old == new).all():
        return []
    return Rewrite(_text(new) if right else now, lambda: list(_changes(page, old, new)))


class _Page(NamedTuple):
    """A text, and for each of its characters what it is, its line, and what is done with that.

    ``whole`` is whether the line is converted whole, ``suspect`` whether it has such damage at least that the
    context table speaks of every character.
    """

    text: str
    tables: Forms
    kinds: NDArray[np.uint8]
    line_of: NDArray[np.int64]
    whole: NDArray[np.bool_]
    lines: _Lines
    suspect: NDArray[np.bool_]

    def line(self, number: int) -> tuple[int, str]:
        """Return where a line begins, and the line."""
        start = int(self.lines.starts[number])
        end = self.text.find("\n", start)
        return start, self.text[start : end if end >= 0 else len(self.text)]


def _codes(text: str) -> NDArray[np.uint32]:
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32)


def _text(codes: NDArray[np.uint32]) -> str:
    return codes.tobytes().decode("utf-32-le", "surrogatepass")


def _judged(old: NDArray[np.uint32], kinds: NDArray[np.uint8]) -> _Lines:
    """Judge every line: traditional if the characters of its own outnumber the simplified ones by far."""
    starts = np.concatenate(([0], np.flatnonzero(old == _NEWLINE) + 1))
    edges = np.append(starts, len(old))

    def count(what: NDArray[np.bool_]) -> NDArray[np.int64]:
        counts: NDArray[np.int64] = np.diff(np.searchsorted(np.flatnonzero(what), edges))
        return counts

    strict, plain = count(kinds & _TRADITIONAL > 0), count(kinds & _SIMPLIFIED > 0)
    kana, han = count(kinds & _KANA > 0), count(kinds & _HAN > 0)
    most = int(strict.sum())
    traditional_page = most >= max(8, 0.1 * int(han.sum()), 2 * int(plain.sum()))
    foreign = (kana > 0) & (10 * kana >= han)
    if 10 * int(kana.sum()) >= int(han.sum()):
        foreign[:] = True
    enough = strict >= (2 if traditional_page else 3) * plain
    traditional = enough & ((strict > 0) | traditional_page) & ~foreign
    return _Lines(starts, strict, plain, han, traditional, foreign, traditional_page)


def _spare_quoting(page: _Page) -> None:
    """Take back the judgement of lines that are traditional only in what they quote, on a simplified page."""
    lines = page.lines
    for i in () if lines.page else np.flatnonzero(lines.traditional).tolist():
        start, line = page.line(i)
        spans = list(_meant(page, line, start))
        inside = sum(int((page.kinds[low:high] & _TRADITIONAL > 0).sum()) for low, high in spans)
        if inside and lines.strict[i] - inside < max(1, 3 * lines.plain[i]):
            lines.traditional[i] = False
            page.whole[start : start + len(line)] = False


def _strays(page: _Page) -> dict[int, str]:
    """Return the single traditional characters of simplified lines, and what they become.

    What is quoted, or stands in the marks of a title, and is traditional throughout may be meant so, and so
    may what stands alone: it stays, unless the same page has more strays elsewhere. What a line about
    characters shows always stays.
    """
    lines = page.lines
    stray = (page.kinds & _TRADITIONAL > 0) & ~page.whole & ~lines.foreign[page.line_of]
    free: dict[int, str] = {}
    quoted: dict[int, str] = {}
    alone: dict[int, str] = {}
    last, spans, talk = -1, [(0, 0)], False
    for i in np.flatnonzero(stray).tolist():
        char = page.tables.stray.get(page.text[i], "")
        if page.line_of[i] != last:
            last = page.line_of[i]
            start, line = page.line(last)
            spans, talk = list(_meant(page, line, start)), bool(_about().search(line))
        if char and not talk:
            inside = any(low <= i < high for low, high in spans)
            here = quoted if inside else free if _inside_word(page.text, i) else alone
            here[i] = char
    found = free | quoted if len(free) >= max(2, len(quoted)) else free
    return found | alone if len(free) >= max(3, 2 * len(alone)) else found


def _suspect(page: _Page, strays: Iterable[int]) -> NDArray[np.bool_]:
    """Return which characters stand in lines that are traditional, or have a stray."""
    damaged = page.lines.traditional.copy()
    damaged[[page.line_of[i] for i in strays]] = True
    suspect: NDArray[np.bool_] = damaged[page.line_of]
    return suspect


def _meant(page: _Page, line: str, start: int) -> Iterator[tuple[int, int]]:
    """Yield the quotations, titles and user names of a line that are traditional throughout."""
    for match in _QUOTED.finditer(line):
        low, high = start + match.start(), start + match.end()
        kinds = page.kinds[low:high]
        if (kinds & _TRADITIONAL).any() and not (kinds & _SIMPLIFIED).any():
            yield low, high


@cache
def _about() -> re.Pattern[str]:
    return re.compile("|".join(map(re.escape, words("script/about"))))


def _inside_word(text: str, i: int) -> bool:
    """Return whether a character has a neighbour; one that stands alone is being talked about."""
    return text[i - 1 : i].isalnum() or text[i + 1 : i + 2].isalnum()


def _changes(page: _Page, old: NDArray[np.uint32], new: NDArray[np.uint32]) -> Iterator[Change]:
    """Yield one change a run of Han characters, from the first that changes to the last."""
    places = np.flatnonzero(old != new)
    if not len(places):
        return
    runs = np.cumsum(page.kinds & _HAN == 0)[places]
    cuts = np.flatnonzero(np.diff(runs)) + 1
    starts = places[np.concatenate(([0], cuts))].tolist()
    ends = (places[np.concatenate((cuts - 1, [-1]))] + 1).tolist()
    text = _text(new)
    why = _reasons(page)
    for start, end, line in zip(starts, ends, page.line_of[starts].tolist(), strict=True):
        sure, evidence = why[line]
        yield Change(start, end, text[start:end], "script", sure, evidence)


def _reasons(page: _Page) -> Mapping[int, tuple[float, str]]:
    lines = page.lines
    return {
        i: (0.99, f"繁体行（繁体字 {strict}/{han}）") if whole else (0.95, _STRAY)
        for i, (strict, han, whole) in enumerate(
            zip(lines.strict.tolist(), lines.han.tolist(), lines.traditional.tolist(), strict=True)
        )
    }
