"""Readings printed behind characters: ``經(jīng)濟``, ``書(shu) 記``, ``黃河(he)(he)``.

Sites of a family annotate a fixed set of characters at every occurrence. A writer's gloss (崞(guō)阳镇) looks
the same, so the page decides first: it carries noise when several common characters are annotated with a
reading that fits; then every fitting reading goes, except what looks like a gloss: a rare character, or an
unusual reading of a common one.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from collections import Counter, defaultdict
from functools import cache
from itertools import pairwise
from typing import NamedTuple

from bridgehead.repair._compose import Change
from bridgehead.repair._han import HAN_CLASS, is_common, is_han
from bridgehead.repair.script import script, simplified

__all__ = ["pinyin"]

_LETTERS = (
    "a-zA-Z\u00fc\u00dc\u0251\u0261\u00e0-\u00fb\u0101\u0113\u011b\u012b\u014d\u016b"  # ü ɑ ɡ, tones
    "\u01ce-\u01dc\u0144\u0148\u01f9\u1e3f\u1ebf\u1ec1\u0300-\u030c"
)
_OPEN, _CLOSE = "[(\uff08\\[\uff3b\u3014]", "[)\uff09\\]\uff3d\u3015]"
_INSIDE = rf"[ \u3000]?[{_LETTERS}]{{1,8}}[1-5]?[ \u3000]?{_CLOSE}"
# The bracket comes first, as characters that begin no match are skipped fast.
_NOTED = re.compile(
    rf"{_OPEN}(?:(?<=[{HAN_CLASS}].)|(?<=[{HAN_CLASS}][ \u3000].)){_INSIDE}(?:[ \u3000]?{_OPEN}{_INSIDE})*"
)
_READING = re.compile(f"[{_LETTERS}]+")
_PLACE = re.compile(f"[{HAN_CLASS}]{{0,2}}[州县市区镇乡村江河山湖街路巷桥寺庙塔陵沟湾坪堡屯庄岭峰关坊楼宫]")
_BEFORE_PLACE = frozenset("省市州县区镇乡的在到赴和与及是叫有座条")
_SPACE_BEHIND = re.compile(r" (?=\S)")
_ABOUT_READING = re.compile(
    "读作|念作|音同|多音字|读音|注音|拼音|发音|声调|字典|词典|异读|通假|讀音|讀作|發音|聲調"
)
_READ_AS = ("读", "念", "讀")
_PLAIN_LETTERS = str.maketrans({"ɡ": "g", "ɑ": "a", "ü": "v", "Ü": "v", "ế": "e", "ề": "e"})
_PRINTED = str.maketrans({"ɡ": "g", "ɑ": "a"})


class _Noted(NamedTuple):
    """A character with the readings behind it."""

    char: str
    start: int
    end: int
    readings: tuple[str, ...]
    usual: bool
    toned: bool
    repeated: bool
    wide: bool


def _toneless(reading: str) -> str:
    """Return a syllable in a-z only, with v for ü, whatever way its tone was written."""
    lower = reading.lower()
    if lower.isascii():
        return lower
    parts = unicodedata.normalize("NFD", lower)
    # The two dots of ü are part of the letter, not a tone.
    bare = "".join(c for c in parts.replace("u\u0308", "v") if not unicodedata.combining(c))
    return bare.translate(_PLAIN_LETTERS)


@cache
def _readings(char: str) -> tuple[str, ...]:
    """Return a character's toneless readings, the most usual first; those of its simplified form as well."""
    from pypinyin.constants import PINYIN_DICT

    listed = [PINYIN_DICT.get(ord(form), "") for form in dict.fromkeys((char, simplified(char)))]
    return tuple(dict.fromkeys(_toneless(one) for many in listed for one in many.split(",") if one))


@cache
def _usual(char: str) -> frozenset[str]:
    """Return a character's most usual reading with its tone, and that of its simplified form."""
    from pypinyin.constants import PINYIN_DICT

    forms = (PINYIN_DICT.get(ord(form), "") for form in (char, simplified(char)))
    return frozenset(listed.partition(",")[0] for listed in forms if listed)


@cache
def _look(char: str, notes: str) -> tuple[tuple[str, ...], bool, bool] | None:
    """Return the readings behind a character, whether usual, and whether toned; None if one does not fit."""
    written = _READING.findall(notes)
    readings = tuple(map(_toneless, written))
    known = _readings(char)
    if not all(reading in known or (reading == "u" and "v" in known) for reading in readings):
        return None
    toned = not all(map(str.isascii, written))
    first = unicodedata.normalize("NFC", written[0].lower()).translate(_PRINTED)
    usual = first in _usual(char) if toned else readings[0] == known[0]
    return readings, usual, toned


def _collect(text: str) -> list[_Noted]:
    """Return every character with readings that fit."""
    found = []
    for match in _NOTED.finditer(text):
        start, end = match.span()
        start -= text[start - 1] in " \u3000"
        char = text[start - 1]
        looked = _look(char, match[0])
        if looked:
            readings, usual, toned = looked
            several, wide = len(readings) > 1, "（" in match[0]
            found.append(_Noted(char, start, end, readings, usual, toned, several, wide))
    return found


def _explains(noted: _Noted, text: str, spots: list[int]) -> bool:
    """Return whether the words near by say that the reading is what the sentence is about."""
    if text[max(0, noted.start - 2) : noted.start - 1] in _READ_AS:
        return True
    i = bisect_left(spots, noted.start - 40)
    if i == len(spots) or spots[i] >= noted.end + 20:
        return False
    return "\n" not in text[min(spots[i], noted.start) : max(spots[i], noted.end)]


def _inside_word(noted: _Noted, text: str) -> bool:
    before = noted.start >= 2 and is_han(text[noted.start - 2])
    after = text[noted.end : noted.end + 2].lstrip(" ")
    return before or bool(after and is_han(after[0]))


def _noise(found: list[_Noted], text: str) -> list[_Noted]:
    """Return what may be noise: everything, only the readings without a tone, or nothing."""
    if any(noted.repeated and len(set(noted.readings)) == 1 for noted in found):
        return found
    evidence: Counter[str] = Counter()
    bare: Counter[str] = Counter()
    marked: set[str] = set()
    spots = [spot.start() for spot in _ABOUT_READING.finditer(text)]
    for noted in found:
        if _explains(noted, text, spots):
            continue
        if not noted.usual or not is_common(simplified(noted.char)):
            marked.add(noted.char)
        elif _inside_word(noted, text) and not _names_a_place(noted, text):
            evidence[noted.char] += 1
            bare[noted.char] += not noted.toned
    # Sites that print readings write half-width brackets; one reading in wide ones is rather a writer's.
    enough = len(evidence) >= 2 or (evidence and not any(noted.wide for noted in found))
    if enough and (any(simplified(char) != char for char in evidence) or script(text)):
        return found
    # Writers give tones. In simplified text it takes several plain words, none of them spelt out as a primer
    # does, and hardly a character that a reader might not know.
    if len(evidence) >= 3 and len(marked) * 3 < len(evidence) and not _is_primer(found, text):
        return found
    toneless = [noted for noted in found if not noted.toned]
    fewest = 2 if any(_SPACE_BEHIND.match(text, noted.end) for noted in toneless) else 3
    return toneless if len(+bare) >= fewest or max(bare.values(), default=0) >= 3 else []


def _is_primer(found: list[_Noted], text: str) -> bool:
    """Return whether most readings follow each other: 小(xiǎo)猫(māo)钓(diào)鱼(yú)."""
    beside = sum(not text[before.end : after.start - 1].strip() for before, after in pairwise(found))
    return 2 * beside >= len(found)


def _names_a_place(noted: _Noted, text: str) -> bool:
    """Return whether a toned reading stands at the head of a place's name: 、郴(chēn)州, 的乾(qián)元街."""
    if not noted.toned or simplified(noted.char) != noted.char:
        return False
    before = text[noted.start - 2 : noted.start - 1]
    head = not before or not is_han(before) or before in _BEFORE_PLACE
    return head and bool(_PLACE.match(text, noted.end))


def _glosses(found: list[_Noted], text: str) -> set[str]:
    """Return the characters whose readings a writer gave on purpose."""
    by_char: defaultdict[str, list[_Noted]] = defaultdict(list)
    for noted in found:
        by_char[noted.char].append(noted)
    kept = set()
    for char, places in by_char.items():
        if any(noted.repeated for noted in places):
            continue
        everywhere = len(places) >= 2 and text.count(char) == len(places)
        reading, form = places[0].readings[0], simplified(char, wherever=True)
        changed = form != char and reading in _readings(form)  # 乾(qián) is not the 乾 that is written 干
        unusual = places[0].toned and reading != _readings(char)[0]
        several = len({noted.readings for noted in places}) > 1
        rare = not is_common(simplified(char))
        # Sites annotate a character at every place or at none.
        once = len(places) == 1 and places[0].toned and simplified(char) == char and text.count(char) >= 3
        if once or ((rare or unusual or several) and not changed and not (everywhere and not several)):
            kept.add(char)
    return kept


def pinyin(text: str) -> list[Change]:
    """Find readings printed behind characters that are noise.

    Parameters
    ----------
    text : str
        Any text, simplified or traditional.

    Returns
    -------
    list of Change
        Deletions of kind ``pinyin``; the space behind a reading without a tone goes with it.
    """
    if not _NOTED.search(text):
        return []
    found = _noise(_collect(text), text)
    if not found:
        return []
    kept = _glosses(found, text)
    noise = [noted for noted in found if noted.char not in kept]
    characters = len({noted.char for noted in noise})
    spaced = [noted for noted in noise if _SPACE_BEHIND.match(text, noted.end)]
    site_pads = len(spaced) >= 2 and len(spaced) >= 0.6 * len(noise)
    changes = []
    for noted in noise:
        end = noted.end
        if (site_pads or not noted.toned) and _SPACE_BEHIND.match(text, end):
            end += 1
        evidence = f"“{noted.char}”的注音 {noted.readings[0]}（本页注音 {characters} 字）"
        changes.append(Change(noted.start, end, "", "pinyin", 0.99, evidence))
    return changes
