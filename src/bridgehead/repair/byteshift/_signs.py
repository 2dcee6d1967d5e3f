"""Which lines may have shifted bytes: the half that looks at every text, and so imports nothing heavy."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from functools import cache
from itertools import accumulate
from typing import NamedTuple

from bridgehead.repair._compose import Change, Note
from bridgehead.repair._han import HAN_CLASS, is_common, is_han, is_standard

__all__ = ["KIND", "Findings", "Sign", "byteshift", "is_question"]

KIND = "shift"
"""The kind of damage."""

_MARKS = "。！？；：，、,;:?!"
_READING = r"[a-zü\u0101-\u01dc\u00e0-\u00fc\u0251\u0261]{1,6}\)"
_ORPHAN = re.compile(rf"\?(?:[{_MARKS}]|{_READING})")
_PAIR = re.compile("([；：。、;])(?!\\1)[；：。、，,;！？]|[！？!][；：。、，,;]")
_COMMA_PAIR = re.compile("[，,][；：。、？！;:?!]")
_LETTER = re.compile(f"[{_MARKS}][A-Za-z@^_`](?:\\({_READING})?[{HAN_CLASS}]")
_TONED = "\u0101-\u01dc\u00e0-\u00fc"
_ODD_SIGNS = "\u2460-\u249b\u3041-\u3096\u0391-\u0451\u2500-\u2573"
_WIDE = str.maketrans(",;:?!", "，；：？！")
_AFTER_MARK = re.compile("[^\\s。，；、：！？,;:!?()（）“”《》【】]{1,8}")
_TONED_END = re.compile(rf"[{_TONED}][a-z]{{0,3}}\)")


class Findings(NamedTuple):
    """What is repaired, and what is only suggested or marked."""

    changes: list[Change]
    notes: list[Note]


class Sign(NamedTuple):
    """A place where a shift may begin: an orphaned byte, or a mark with a trace of one that was dropped."""

    at: int
    dropped: bool


def byteshift(text: str, context: Iterable[str] = ()) -> Findings:
    """Find spots where a byte-blind replacement shifted the bytes of GBK, and read them.

    Parameters
    ----------
    text : str
        Any text, before anything else was repaired in it but wrong encodings.
    context : iterable of str
        Clean texts about the same things, such as the other documents of the workspace.

    Returns
    -------
    Findings
        The changes give the text in the script of the page. What was read but is doubtful, and what looks
        shifted but could not be read, is in the notes.
    """
    signs = list(_signs(text))
    if signs:
        from bridgehead.repair.byteshift._page import Page

        found = Page(text, context).findings(signs)
    else:
        found = Findings([], [])
    found.notes.extend(_left(text, found))
    return found


def _signs(text: str) -> Iterator[Sign]:
    orphans = [match.start() for match in _ORPHAN.finditer(text)] if "?" in text else []
    yield from (Sign(at, False) for at in orphans)
    # A site has one decoder: where orphans show, none was dropped.
    if not orphans:
        yield from (Sign(at, True) for at in sorted(set(_traces(text))))


def _traces(text: str) -> Iterator[int]:
    """Yield the marks behind which strange characters or a second mark stand, and torn readings."""
    closing = text.count(")")
    bare = closing != text.count("(") or closing < 3
    last = -1
    for match in _place().finditer(text):
        at, char = match.start(), match[0]
        if char in _MARKS:
            if _is_torn_mark(text, at):
                yield at
        elif char <= "\u02ff":
            if _TONED_END.match(text, at):
                yield from _bare_reading(text, at) if bare else _odd_reading(text, at)
        else:
            start = _mark_before(text, at)
            if start > last and _is_strange(_AFTER_MARK.match(text, start + 1)):
                last = start
                yield start


def _is_torn_mark(text: str, at: int) -> bool:
    """Return whether what stands right behind a mark shows that it may have torn a character."""
    if _PAIR.match(text, at):
        return True
    if _COMMA_PAIR.match(text, at):
        return _is_strange(_AFTER_MARK.match(text, at + 2))
    if at and (is_han(text[at - 1]) or text[at - 1] == ")") and _LETTER.match(text, at):
        return _is_torn(text[at : at + 2])
    return False


def _odd_reading(text: str, start: int) -> Iterator[int]:
    """Yield the mark before a reading that stands behind a Latin letter: the second byte of a character."""
    opening = text.rfind("(", max(0, start - 6), start)
    if opening >= 2 and "@" <= text[opening - 1] <= "~" and not text[opening - 2].isascii():
        before = _mark_before(text, opening)
        if before >= 0:
            yield before


def _bare_reading(text: str, start: int) -> Iterator[int]:
    """Yield where a reading begins whose opening bracket is gone, and the mark before it."""
    yield from _odd_reading(text, start)
    while start and text[start - 1].isalpha() and not is_han(text[start - 1]):
        start -= 1
    if start and text[start - 1] in _MARKS and not _is_bracketed(text, start):
        yield start - 1
    elif start and (is_han(text[start - 1]) or text[start - 1] == ")"):
        yield start
        before = _mark_before(text, start)
        if before >= 0:
            yield before


def _is_bracketed(text: str, at: int) -> bool:
    """Return whether an opening bracket before a place has no closing one yet."""
    return text.rfind("(", 0, at) > text.rfind(")", 0, at)


def _is_gloss(match: re.Match[str], text: str) -> bool:
    """Return whether behind a mark a reading stands that somebody put into brackets himself."""
    return text[match.end() : match.end() + 1].isalpha() and _is_bracketed(text, match.start())


@cache
def _place() -> re.Pattern[str]:
    """Return what finds characters that hardly stand in clean text, but often where bytes were shifted."""
    from bridgehead.repair.script import simplified

    han = map(chr, range(0x4E00, 0x9FA6))
    odd = "".join(char for char in han if not is_common(char) and not is_common(simplified(char)))
    # One class to begin with: it is found at the speed of memory.
    return re.compile(f"[{odd}{_ODD_SIGNS}{_TONED}{_MARKS}](?:(?<![{_MARKS}])|(?=[{_MARKS}A-Za-z@^_`]))")


def _mark_before(text: str, at: int) -> int:
    """Return the place of the mark behind which a character stands, or -1."""
    return next((i for i in range(at - 1, max(-1, at - 9), -1) if text[i] in _MARKS), -1)


def _is_torn(pair: str) -> bool:
    """Return whether a mark's second byte and the letter behind it make a character that people know."""
    from bridgehead.repair._readings import is_everyday

    mark = pair[0].translate(_WIDE).encode("gbk")
    char = bytes((mark[1], ord(pair[1]))).decode("gbk", "ignore")
    return len(char) == 1 and is_everyday(char)


def _is_strange(behind: re.Match[str] | None) -> bool:
    """Return whether what stands behind a mark is hardly a text."""
    if behind is None:
        return False
    from bridgehead.repair._readings import is_everyday

    chars = behind[0]
    rare = [not is_everyday(char) for char in chars]
    if "\u3041" <= chars[0] <= "\u3096":
        return True
    if "\u2460" <= chars[0] <= "\u249b":
        return sum(rare[1:4]) >= 2
    torn = rare[0] and chars[1:2].isascii() and chars[1:2].isalpha()
    return torn or sum(rare[:3]) >= 2 or (len(chars) >= 3 and 5 * sum(rare) >= 2 * len(chars))


# ---- what looks shifted and was not read

_QUESTION = re.compile(
    "[吗呢吧么谁哪几何否啥嗎麼誰幾怎岂豈难難]|多少|为什|為什|有没有|有沒有|是不是|[是能可]否|(.)不\\1"
)
_SPOT = re.compile(
    rf"\?[！？；：，、。](?:\?|[^\n])"  # an orphaned byte before full-width punctuation
    rf"|\?{_READING}"  # the bracket of a printed reading was swallowed
    r"|\?/[a-z]{1,6}>"  # the bracket of a tag was
    rf"|(?<=[{HAN_CLASS}。，、；：！？”,;:!])\?\?+(?=[{HAN_CLASS}，、。；：])"
    rf"|(?<=[{HAN_CLASS}])\?[!;:,]?\??(?=[{HAN_CLASS}、。])"
)
_DROPPED = re.compile(
    "[。！？；：，、;?](?:"
    rf"(?<=[{HAN_CLASS}][；;])[、，,](?=[{HAN_CLASS}])"  # two marks that nobody sets side by side
    r"|(?=月\d{1,2}日|年\d{1,2}月|0\d\d年|00+元)"  # a digit was swallowed
    rf"|[\u3041-\u3096](?=[{HAN_CLASS},，。、])"
    rf"|(?=[a-z]{{0,3}}[{_TONED}][a-z]{{0,3}}\)))"  # a reading without its character
)
_PROOF = 0.9
_PUNCTUATION = frozenset("，。、；：？！“”‘’（）《》【】—…·％　,.;:!?()\n")


def _left(text: str, found: Findings) -> Iterator[Note]:
    """Mark the spots that were not read: from the question mark to the last odd character behind it."""
    spans = [(change.start, change.end) for change in found.changes]
    spans = sorted(spans + [(note.start, note.end) for note in found.notes])
    starts, ends = [low for low, _ in spans], list(accumulate((high for _, high in spans), max))
    proven = any(change.confidence >= _PROOF for change in found.changes)
    asked = _SPOT.finditer(text) if "?" in text else ()
    spots = [match for match in asked if _is_spot(match, text, proven=proven)]
    spots += [match for match in _DROPPED.finditer(text) if not _is_gloss(match, text)]
    reached = 0
    for match in sorted(spots, key=re.Match.start):
        start, end = match.start(), _extent(text, match.end())
        before = bisect_right(starts, end - 1)
        if start < reached or (before and ends[before - 1] > start):
            continue
        reached = end
        why = "字节错位：此处有字丢失，原文无从得知"
        yield Note(start, end, text[start:end], KIND, 0.9, "unknown", why)


def is_question(text: str, end: int) -> bool:
    """Return whether the clause that ends somewhere asks something."""
    end = min(end, len(text))
    low = max(0, end - 60)
    low = max(text.rfind(mark, low, end) for mark in "\n。！？!?；;") + 1 or low
    return bool(_QUESTION.search(text, low, end))


def _is_spot(match: re.Match[str], text: str, *, proven: bool) -> bool:
    """Return whether a question mark asks nothing; ``proven``: there is another spot on the page."""
    if not match[0].strip("?") and not proven and _extent(text, match.end()) == match.end():
        return False  # nothing odd behind it: somebody asks, or cannot believe it
    if match[0].strip("?!;:,") and match[0][1] not in "！？；：，、。":
        return True
    if match[0] == "?" and _extent(text, match.end()) == match.end():
        return False  # nothing odd behind it: a person's question
    if match[0][1:2] in tuple("！？") and match[0][-1] != "?" and _extent(text, match.end()) == match.end():
        return False  # somebody calls out
    return not is_question(text, match.start())


def _extent(text: str, end: int) -> int:
    """Return where the shift ends: behind the last odd character before the next punctuation."""
    from bridgehead.repair._readings import is_everyday
    from bridgehead.repair.script import simplified

    last, torn = end, 0
    for i in range(end, min(len(text), end + 24)):
        char = text[i]
        if char in _PUNCTUATION:
            break
        rare = is_han(char) and not is_standard(simplified(char))
        torn += 2 * rare or (is_han(char) and not is_everyday(char))
        beside_han = i + 1 < len(text) and is_han(text[i + 1])
        letter = char.isascii() and char.isalpha() and beside_han and (torn >= 2 or i < end + 2)
        if rare or letter:
            last = i + 1
    return last
