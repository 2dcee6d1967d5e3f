"""Readings printed behind characters: ``經(jīng)濟``, ``書(shu) 記``, ``黃河(he)(he)``.

Sites of a family annotate a fixed set of characters at every occurrence. A writer's gloss (崞(guō)阳镇) looks
the same, so the page decides first: it carries noise when several common characters are annotated with a
reading that fits; then every fitting reading goes, except what looks like a gloss: a rare character, or an
unusual reading of a common one.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter, defaultdict
from functools import cache
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
_NOTE = rf"[ \u3000]?{_OPEN}[ \u3000]?[{_LETTERS}]{{1,8}}[1-5]?[ \u3000]?{_CLOSE}"
_NOTED = re.compile(f"([{HAN_CLASS}])((?:{_NOTE})+)")
_READING = re.compile(f"[{_LETTERS}]+")
_PLACE_ENDS = frozenset("州县市区镇乡村江河山湖")
_SPACE_BEHIND = re.compile(r" (?=\S)")
_ABOUT_READING = re.compile(
    "读作|念作|音同|多音字|读音|注音|拼音|发音|声调|字典|词典|异读|通假|[读念]$|讀音|讀作|發音|聲調"
)
_PLAIN_LETTERS = str.maketrans({"ɡ": "g", "ɑ": "a", "ü": "v", "Ü": "v", "ế": "e", "ề": "e"})


class _Noted(NamedTuple):
    """A character with the readings behind it."""

    char: str
    start: int
    end: int
    readings: tuple[str, ...]
    toned: bool
    repeated: bool


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
def _look(char: str, notes: str) -> tuple[tuple[str, ...], bool] | None:
    """Return the readings in brackets behind a character, and whether toned; None if one does not fit."""
    written = _READING.findall(notes)
    readings = tuple(map(_toneless, written))
    known = _readings(char)
    if not all(reading in known or (reading == "u" and "v" in known) for reading in readings):
        return None
    return readings, not all(map(str.isascii, written))


def _collect(text: str) -> list[_Noted]:
    """Return every character with readings that fit."""
    found = []
    for match in _NOTED.finditer(text):
        char, notes = match.groups()
        looked = _look(char, notes)
        if looked:
            readings, toned = looked
            found.append(_Noted(char, *match.span(2), readings, toned, len(readings) > 1))
    return found


def _explains(noted: _Noted, text: str) -> bool:
    """Return whether the words before say that the reading is what the sentence is about."""
    before = text[max(0, noted.start - 40) : noted.start - 1].rsplit("\n", 1)[-1]
    after = text[noted.end : noted.end + 20].split("\n", 1)[0]
    return bool(_ABOUT_READING.search(before) or _ABOUT_READING.search(after))


def _inside_word(noted: _Noted, text: str) -> bool:
    before = noted.start >= 2 and is_han(text[noted.start - 2])
    after = text[noted.end : noted.end + 2].lstrip(" ")
    return before or bool(after and is_han(after[0]))


def _is_noisy(found: list[_Noted], text: str) -> bool:
    """Return whether the page carries printed readings as noise."""
    if any(noted.repeated and len(set(noted.readings)) == 1 for noted in found):
        return True
    evidence: Counter[str] = Counter()
    toneless = False
    for noted in found:
        if _explains(noted, text) or not is_common(simplified(noted.char)):
            continue
        if simplified(noted.char) != noted.char and _inside_word(noted, text):
            return True
        if noted.readings[0] == _readings(noted.char)[0] and not _names_a_place(noted, text):
            evidence[noted.char] += 1
            toneless = toneless or not noted.toned
    if any(count >= 3 for count in evidence.values()):
        return True
    # Writers give tones; without traditional text around, two toned readings may both be theirs.
    return bool(evidence) and (len(evidence) >= (2 if toneless else 3) or bool(script(text)))


def _names_a_place(noted: _Noted, text: str) -> bool:
    """Return whether a toned reading stands in the short name of a place: 、郴(chēn)州."""
    before = noted.start >= 2 and is_han(text[noted.start - 2])
    return noted.toned and not before and text[noted.end : noted.end + 1] in _PLACE_ENDS


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
        if (rare or unusual or several) and not changed and not (everywhere and not several):
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
    found = _collect(text)
    if not found or not _is_noisy(found, text):
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
