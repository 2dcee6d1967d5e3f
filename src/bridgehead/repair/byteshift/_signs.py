"""Which lines may have shifted bytes: the half that looks at every text, and so imports nothing heavy."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from itertools import accumulate
from typing import NamedTuple

from bridgehead.repair._compose import Change, Note
from bridgehead.repair._han import HAN_CLASS, is_common, is_han, is_standard
from bridgehead.repair.byteshift._lone import is_lone, lacking, torn

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
_ENDS = "\\s。，；、：！？,;:?!()（）“”《》【】"
_AFTER_MARK = re.compile(f"(?=[^{_ENDS}])[^{_ENDS}A-Za-z@^_`]{{0,8}}[A-Za-z@^_`]?")
"""What stands behind a mark, up to the next one or to a letter: with it the bytes are in step again."""
_TONED_END = re.compile(rf"(?:[{_TONED}][a-z]{{0,3}}|(?<=[{HAN_CLASS}])m(?:en|e|a))\)")
"""The end of a reading: one with a tone, or that of 們 麼 嗎, which have none."""
_TONED_LETTER = re.compile(f"[{_TONED}]")
_ODD_READING = re.compile(
    rf"\((?<=[^\x00-\x7f][@-~]\()[^(]{{0,5}}[{_TONED}][a-z]{{0,3}}\)"  # the bracket is found fast
)

_USUAL, _NONE = 12.0, 99.0
"""The cost up to which a word is usual, and one that no word has."""


class Findings(NamedTuple):
    """What is repaired, and what is only suggested or marked."""

    changes: list[Change]
    notes: list[Note]


class Sign(NamedTuple):
    """A place where a shift may begin: an orphaned byte, or a mark with a trace of one that was dropped."""

    at: int
    dropped: bool


def byteshift(text: str, context: Iterable[str] = (), at: Sequence[int] | None = None) -> Findings:
    """Find spots where a byte-blind replacement shifted the bytes of GBK, and read them.

    Parameters
    ----------
    text : str
        Any text, before anything else was repaired in it but wrong encodings.
    context : iterable of str
        Clean texts about the same things, such as the other documents of the workspace.
    at : sequence of int, optional
        The only places where a sign of a shift may stand, in order, when they are known already.

    Returns
    -------
    Findings
        The changes give the text in the script of the page. What was read but is doubtful, and what looks
        shifted but could not be read, is in the notes.
    """
    signs, gaps = list(_signs(text, at)), []
    if is_lone(text) and all(sign.dropped for sign in signs):
        known = {sign.at for sign in signs}
        signs += (Sign(at, True) for at in torn(text) if at not in known)
        gaps = list(lacking(text))
    if signs or gaps:
        from bridgehead.repair.byteshift._page import Page

        found = Page(text, context).findings(signs, gaps)
    else:
        found = Findings([], [])
    found.notes.extend(_left(text, found, at))
    return found


def _matches(pattern: re.Pattern[str], text: str, at: Sequence[int] | None) -> Iterator[re.Match[str]]:
    """Yield where a pattern fits, at certain places only if they are given."""
    if at is None:
        yield from pattern.finditer(text)
        return
    reached = 0
    for place in at:
        if place >= reached and (match := pattern.match(text, place)):
            reached = match.end()
            yield match


def _signs(text: str, at: Sequence[int] | None) -> Iterator[Sign]:
    orphans = [match.start() for match in _matches(_ORPHAN, text, at)] if "?" in text else []
    yield from (Sign(at, False) for at in orphans)
    # A site has one decoder: where orphans show, none was dropped.
    if not orphans:
        yield from (Sign(at, True) for at in sorted({*_torn_readings(text), *_traces(text, at)}))


def _torn_readings(text: str) -> Iterator[int]:
    """Yield where readings stand whose character or bracket is gone, and the marks before them."""
    closing = text.count(")")
    if not closing or not _TONED_LETTER.search(text):
        return
    if closing == text.count("(") and closing >= 3:
        for match in _ODD_READING.finditer(text):
            before = _mark_before(text, match.start())
            if before >= 0:
                yield before
        return
    for match in _TONED_END.finditer(text):
        yield from _bare_reading(text, match.start())


def _traces(text: str, places: Sequence[int] | None) -> Iterator[int]:
    """Yield the marks behind which strange characters or a second mark stand."""
    last = -1
    for match in _matches(_place(), text, places):
        at, char = match.start(), match[0]
        if char in _MARKS:
            if _is_torn_mark(text, at):
                yield at
        elif char <= "\u02ff":
            if at - last > 1 and _is_loose_letter(text, at) and (start := _mark_before(text, at)) > last:
                last = start
                yield start
        else:
            start = _mark_before(text, at)
            if start > last and _is_strange(_AFTER_MARK.match(text, start + 1)):
                last = start
                yield start


def _is_loose_letter(text: str, at: int) -> bool:
    """Return whether a letter with a tone stands alone among Han: a pair of bytes, not a reading."""
    return is_han(text[at + 1 : at + 2] or " ") and not text[at - 1].isascii()


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
    # Digits and what stands below them are no second bytes.
    rare = [char > "?" and not is_everyday(char) for char in chars]
    torn = rare[0] and chars[1:2].isascii() and chars[1:2].isalpha()
    if "\u3041" <= chars[0] <= "\u3096":
        return True
    if "\u2460" <= chars[0] <= "\u249b":
        closed = len(chars) == 1 and behind.string[behind.end() : behind.end() + 1] == "》"
        strange = sum(rare[1:4]) >= 2 or closed
    elif "\u0410" <= chars[0] <= "\u0451" and not chars[1:2].isalpha():
        return True
    else:
        strange = torn or sum(rare[:3]) >= 2 or (len(chars) >= 3 and 5 * sum(rare) >= 2 * len(chars))
    return strange and not _has_word(chars, rare)


def _has_word(chars: str, rare: Sequence[bool]) -> bool:
    """Return whether there is a usual word among characters, or any word with a rare one (满目疮痍).

    What is torn stays torn up to the next mark, and makes words by no chance: of 178 shifts none did.
    """
    from bridgehead.repair._lexicon import lexicon

    costs = lexicon().costs
    return any(
        cost <= _USUAL or (cost < _NONE and any(rare[at : at + size]))
        for size in (2, 3, 4)
        for at in range(len(chars) - size + 1)
        for cost in (costs.get(chars[at : at + size], _NONE),)
    )


# ---- what looks shifted and was not read

_QUESTION = re.compile(
    "[吗呢吧么谁哪几否啥嗎麼誰幾怎岂豈]|(?<!任)何|(?<![困艰灾疑避遇為艱災])[难難](?![以点题度民點題])"
    "|多少|为什|為什|有没有|有沒有|是不是|[是能可]否|(.)不\\1"
)
_SPOT = re.compile(
    rf"\?[！？；：，、。](?:\?|[^\n])"  # an orphaned byte before full-width punctuation
    rf"|\?{_READING}"  # the bracket of a printed reading was swallowed
    r"|\?/[a-z]{1,6}>"  # the bracket of a tag was
    rf"|(?<=[{HAN_CLASS}。，、；：！？”,;:!])\?\?+(?=[{HAN_CLASS}，、。；：])"
    rf"|(?<=[{HAN_CLASS}])\?[!;:,]?\??(?=[{HAN_CLASS}、。])"
    rf"|(?<=[{HAN_CLASS}])\?[!！]\?(?=\n|$)"
)
_DROPPED = re.compile(
    "[。！？；：，、;?](?:"
    rf"(?<=[{HAN_CLASS}][；;])[、，,](?=[{HAN_CLASS}])"  # two marks that nobody sets side by side
    r"|(?=月\d{1,2}日|年\d{1,2}月|0\d\d年|00+元)"  # a digit was swallowed
    rf"|[\u3041-\u3096](?=[{HAN_CLASS},，。、])"
    rf"|(?=[a-z]{{0,3}}[{_TONED}][a-z]{{0,3}}\)))"  # a reading without its character
)
_ANNOTATED = re.compile(rf"[{HAN_CLASS}]\([a-z]{{0,3}}[{_TONED}][a-z]{{0,3}}\)[{HAN_CLASS}]")
_BARE_END = re.compile(rf"[{_TONED}][a-z]{{0,3}}\)")
_PROOF = 0.9
_PUNCTUATION = frozenset("，。、；：？！“”‘’（）《》【】—…·％　,.;:!?()\n")


def _left(text: str, found: Findings, at: Sequence[int] | None) -> Iterator[Note]:
    """Mark the spots that were not read: from the question mark to the last odd character behind it."""
    spans = [(change.start, change.end) for change in found.changes]
    spans = sorted(spans + [(note.start, note.end) for note in found.notes])
    starts, ends = [low for low, _ in spans], list(accumulate((high for _, high in spans), max))
    proven = any(change.confidence >= _PROOF for change in found.changes)
    asked = _matches(_SPOT, text, at) if "?" in text else ()
    spots = [match for match in asked if _is_spot(match, text, proven=proven)]
    spots += [match for match in _matches(_DROPPED, text, at) if not _is_gloss(match, text)]
    if text.count(")") > text.count("(") and _ANNOTATED.search(text):
        spots += [match for match in _matches(_BARE_END, text, at) if _is_bare(match, text)]
    reached = 0
    for match in sorted(spots, key=re.Match.start):
        start, end = match.start(), _extent(text, match.end())
        before = bisect_right(starts, end - 1)
        if start < reached or (before and ends[before - 1] > start):
            continue
        reached = end
        why = "字节错位：此处有字丢失，原文无从得知"
        yield Note(start, end, text[start:end], KIND, 0.9, "unknown", why)


def _is_bare(match: re.Match[str], text: str) -> bool:
    """Return whether a reading stands right behind a character, its opening bracket gone."""
    start = match.start()
    while start and text[start - 1].isascii() and text[start - 1].isalpha():
        start -= 1
    return is_han(text[start - 1 : start] or " ") and not _is_bracketed(text, start)


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
