"""What is known of a character's readings: which fit it, which one is usual, which one its word has."""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from typing import NamedTuple

from bridgehead.repair.corpora import character_readings, phrase_readings
from bridgehead.repair.script import simplified
from bridgehead.terms import table, words

__all__ = [
    "LETTERS",
    "Look",
    "fits_word",
    "is_everyday",
    "is_known",
    "is_neutral",
    "is_ordinary",
    "is_polyphone",
    "look",
    "readings",
]

LETTERS = (
    "a-zA-Z\u00fc\u00dc\u0251\u0261\u00e0-\u00fb\u0101\u0103\u0113\u0115\u011b\u012b\u012d\u014d\u014f\u016b\u016d"
    "\u01cd-\u01dc\u0144\u0148\u01f9\u1e3f\u1ebf\u1ec1\u0300-\u030c"
    "\u00c0-\u00db\u0100\u0102\u0112\u0114\u011a\u012a\u012c\u014c\u014e\u016a\u016c\u0143\u0147\u01f8"
)
"""What pinyin is written with, ü ɑ ɡ and every way of a tone, to be put between brackets."""

_WRITTEN = re.compile(f"[{LETTERS}]+")
_PLAIN_LETTERS = str.maketrans({"ɡ": "g", "ɑ": "a", "ü": "v", "Ü": "v", "ế": "e", "ề": "e"})
_PRINTED = str.maketrans({"ɡ": "g", "ɑ": "a", **dict(zip("ăĕĭŏŭ", "ǎěǐǒǔ", strict=True))})
_LONGEST_WORD = 4
_BEFORE_OTHERS = {"一": ("yí", "yì"), "不": ("bú",)}
"""The tones that 一 and 不 take before other tones: some sites print them."""


class Look(NamedTuple):
    """How the readings printed behind a character look.

    Attributes
    ----------
    readings : tuple of str
        Without tones.
    first : str
        The first as printed, its letters and tone marks made the usual ones.
    usual : bool
        Whether the first is the one that the character has most often.
    toned : bool or None
        Whether tones are printed; None where there may be none to print (们, 的, or v for ü).
    capital : bool
        Whether a capital letter begins them: a name or a symbol.
    """

    readings: tuple[str, ...]
    first: str
    usual: bool
    toned: bool | None
    capital: bool


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
def _listed(char: str) -> tuple[str, ...]:
    """Return the readings of a character and of its simplified form with tones, the most usual first."""
    known = character_readings()
    every = [known.get(ord(form), "") for form in dict.fromkeys((char, simplified(char)))]
    return tuple(dict.fromkeys(one for many in every for one in many.split(",") if one))


@cache
def readings(char: str) -> tuple[str, ...]:
    """Return a character's toneless readings, the most usual first; those of its simplified form as well."""
    return tuple(dict.fromkeys(map(_toneless, _listed(char))))


@cache
def _usual(char: str) -> frozenset[str]:
    """Return the most usual readings of a character and its simplified form with tones, and neutral ones."""
    known = character_readings()
    forms = (known.get(ord(form), "") for form in (char, simplified(char)))
    most = (listed.partition(",")[0] for listed in forms if listed)
    several = _polyphones().get(simplified(char), ())
    return frozenset([*most, *several[:1], *filter(str.isascii, several), *_BEFORE_OTHERS.get(char, ())])


@cache
def is_neutral(char: str) -> bool:
    """Return whether a character may go without a tone (的, 们, 个)."""
    return any(map(str.isascii, _usual(char)))


def _has_tone(reading: str) -> bool:
    """Return whether a tone is written; the two dots of ü are none."""
    marks = unicodedata.normalize("NFD", reading).replace("u\u0308", "u").replace("U\u0308", "U")
    return any(map(unicodedata.combining, marks))


@cache
def look(char: str, notes: str) -> Look | None:
    """Return how the readings behind a character look; None if one does not fit the character."""
    written = _WRITTEN.findall(notes)
    # Sites write lv, lu: and lu for lü.
    known = {reading.replace("v", "u"): reading for reading in reversed(readings(char))}
    found = tuple(known.get(_toneless(reading).replace("v", "u"), "") for reading in written)
    if not all(found):
        return None
    tones = any(map(_has_tone, written)) or any(map(str.isdigit, notes))
    toned = tones or (None if is_neutral(char) or "v" in found[0] else False)
    first = unicodedata.normalize("NFC", written[0].lower()).translate(_PRINTED)
    if not _has_tone(first):
        first = found[0]
    usual = found[0] in map(_toneless, _usual(char)) if first.isascii() else first in _usual(char)
    return Look(found, first, usual, toned, not notes.islower())


@cache
def _polyphones() -> dict[str, tuple[str, ...]]:
    return {row["char"]: tuple(row["readings"].split()) for row in table("pinyin/polyphones")}


@cache
def _everyday() -> frozenset[str]:
    return frozenset("".join(words("pinyin/everyday")))


def is_everyday(char: str) -> bool:
    """Return whether every reader knows how a character is read."""
    return simplified(char) in _everyday()


@cache
def _known() -> frozenset[str]:
    return frozenset("".join(words("pinyin/known")))


def is_known(char: str) -> bool:
    """Return whether grown readers know how a character is read."""
    return is_everyday(char) or simplified(char) in _known()


def is_polyphone(char: str) -> bool:
    """Return whether words read a character in several ways."""
    return simplified(char) in _polyphones()


def is_ordinary(char: str, first: str) -> bool:
    """Return whether a reading is one of those that the words of a character have often."""
    several = _polyphones().get(simplified(char), ())
    return first in (map(_toneless, several) if first.isascii() else several)


def _in_word(before: str, char: str, after: str) -> str:
    """Return the reading, with its tone, of a character in the longest word it stands in; empty if in none.

    Parameters
    ----------
    before, after : str
        The Han characters right before and right behind it, without readings between them.
    char : str
        One character.
    """
    known = phrase_readings()
    before, after = before[-_LONGEST_WORD + 1 :], after[: _LONGEST_WORD - 1]
    text = "".join(map(simplified, before + char + after))
    at = len(before)
    for size in range(_LONGEST_WORD, 1, -1):
        for start in range(max(0, at - size + 1), min(at, len(text) - size) + 1):
            phrase = known.get(text[start : start + size])
            if phrase and len(phrase) == size:
                return str(phrase[at - start][0])
    return ""


def fits_word(first: str, before: str, char: str, after: str) -> bool | None:
    """Return whether a printed reading is the one that the word around it has; None if no word is known."""
    right = _in_word(before, char, after)
    if not right:
        return None
    return first == (_toneless(right) if first.isascii() else right)
