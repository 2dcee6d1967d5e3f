"""Readings printed behind characters: ``經(jīng)濟``, ``書(shu) 記``, ``黃河(he)(he)``.

Sites of a family annotate a fixed set of characters at every occurrence. A writer's gloss (崞(guō)阳镇) looks
the same, so the page decides first. It carries noise when readings stand behind characters that need none:
traditional ones that a site's table turned, or such as every reader knows, in the middle of a word or among
ever other neighbours. Then every fitting reading of that style goes, except what looks like a gloss: a rare
character, an unusual reading that is right where it stands, a reading that other places go without.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from functools import cache, cached_property, partial

from bridgehead.repair._annotation import MANY, Page
from bridgehead.repair._compose import Change, Rewrite
from bridgehead.repair._han import is_common
from bridgehead.repair._noted import NOTED, Noted, Unbroken, unbroken
from bridgehead.repair._readings import (
    LETTERS,
    Look,
    is_everyday,
    is_known,
    is_neutral,
    is_ordinary,
    is_polyphone,
    look,
    readings,
)
from bridgehead.repair.script import simplified

__all__ = ["pinyin"]

_PLAINLY_NOTED = re.compile(rf".\([{LETTERS}]{{1,8}}\)")
_PLAIN = re.compile(rf"\([{LETTERS}]{{1,8}}\)")
_PLAIN_PADDED = re.compile(rf"\([{LETTERS}]{{1,8}}\)(?: (?! ))?")
_PADDED = re.compile(rf"\) (?! )(?<=[{LETTERS}]..)")


def pinyin(text: str) -> list[Change] | Rewrite:
    """Find readings printed behind characters that are noise.

    Parameters
    ----------
    text : str
        Any text, simplified or traditional.

    Returns
    -------
    list of Change, or Rewrite
        Deletions of kind ``pinyin``; the space behind a reading without a tone goes with it.
    """
    mended = unbroken(text)
    if not NOTED.search(mended.text):
        return []
    plain = _without_plain_noise(mended.text)
    return _changes(mended) if plain is None else Rewrite(plain[0], partial(_plain_changes, mended, plain[1]))


def _without_plain_noise(text: str) -> tuple[str, re.Pattern[str]] | None:
    """Return a page without its readings, and their pattern, if all of them are noise beyond doubt.

    They are so on most pages of a site. They are looked at as a set: every one behind a character that the
    site turned, of one style, at several characters, and one reading a character.
    """
    noted = _PLAINLY_NOTED.findall(text)
    distinct = set(noted)
    looks = [_plain_look(one[0], one[1:]) for one in distinct]
    toned = {found.toned for found in looks if found} - {None}
    turned = sum(simplified(one[0]) != one[0] for one in distinct)
    several = len({one[0] for one in distinct}) < len(distinct)
    if turned < 4 or None in looks or len(toned) > 1 or several:
        return None
    if True in toned and _PADDED.search(text):  # on such a site a space may be the writer's own
        return None
    padded = 0 if True in toned else len(_PADDED.findall(text))
    if 0 < padded < 0.6 * len(noted):
        return None
    pattern = _PLAIN if True in toned else _PLAIN_PADDED
    clean, removed = pattern.subn("", text)
    return (clean, pattern) if removed == len(noted) and not NOTED.search(clean) else None


def _plain_changes(mended: Unbroken, pattern: re.Pattern[str]) -> list[Change]:
    """Return the readings of a page on which all are noise beyond doubt."""
    text = mended.text
    spans = [match.span() for match in pattern.finditer(text)]
    characters = len({text[start - 1] for start, _ in spans})
    changes = []
    for start, end in spans:
        char = text[start - 1]
        found = _plain_look(char, text[start:end].rstrip(" "))
        reading = found.readings[0] if found else ""
        changes.append(Change(start, end, "", "pinyin", 0.99, _evidence(char, reading, characters)))
    return mended.traced(changes)


def _evidence(char: str, reading: str, characters: int) -> str:
    return f"“{char}”的注音 {reading}（本页注音 {characters} 字）"


@cache
def _plain_look(char: str, note: str) -> Look | None:
    """Return how a reading looks that is noise wherever it stands; None for any other."""
    found = look(char, note)
    form = simplified(char, wherever=True)
    plain = found and found.usual and not found.capital and form != char and is_common(form)
    return found if plain and found and found.readings[0] in readings(form) else None


def _changes(mended: Unbroken) -> list[Change]:
    """Return the readings to be taken out, one by one."""
    page = Page(mended.text)
    found = page.noise()
    if not found:
        return []
    kept = _glosses(page, found)
    noise = [noted for noted in found if noted.start not in kept]
    characters = len({noted.char for noted in noise})
    padded = sum(noted.padded for noted in noise)
    site_pads = padded >= 0.6 * len(noise)
    changes = []
    for noted in noise:
        end = noted.end + (noted.padded and site_pads and (padded >= 2 or not noted.toned))
        evidence = _evidence(noted.char, noted.readings[0], characters)
        changes.append(Change(noted.start, end, "", "pinyin", 0.99, evidence))
    return mended.traced(changes)


def _glosses(page: Page, found: Sequence[Noted]) -> set[int]:
    """Return where a noisy page has readings that a writer gave on purpose."""
    site = _Site(page, found)
    return {
        noted.start
        for places in site.by_char.values()
        if not any(noted.repeated for noted in places)
        for noted in places
        if site.is_gloss(noted)
    }


def _contexts(places: Sequence[Noted]) -> int:
    """Return how many different neighbours a character has at some places."""
    return len({(one.before[-1:], one.after[:1]) for one in places})


class _Site:
    """What the readings of a page tell of the site that printed them.

    Attributes
    ----------
    by_char : dict of str to list of Noted
        The places of each character.
    """

    def __init__(self, page: Page, found: Sequence[Noted]) -> None:
        self._page = page
        self.by_char: defaultdict[str, list[Noted]] = defaultdict(list)
        for noted in found:
            self.by_char[noted.char].append(noted)
        turned = sum(places[0].changed for places in self.by_char.values())
        usual = [
            [noted for noted in places if not noted.changed and (noted.usual or is_neutral(char))]
            for char, places in self.by_char.items()
            if is_everyday(char)
        ]
        known = sum(map(bool, usual))
        # Many characters, or one in many places.
        self._certain = known >= MANY or max(map(_contexts, usual), default=0) >= MANY
        self._several = {
            char for char, places in self.by_char.items() if len({one.first for one in places}) > 1
        }
        # Sites that convert annotate what they converted: 98 of 98 characters of the documents seen.
        self._only_turned = turned >= 4 and turned > 6 * known
        self._none_known = turned > 0 and not known

    @cached_property
    def _by_word(self) -> bool:
        """Whether the site prints the reading that a character has in its word, not always the same one."""
        chars = {
            char
            for char, places in self.by_char.items()
            if is_everyday(char) and any(not noted.usual and noted.fits for noted in places)
        }
        return len(chars) >= 2

    def _everywhere(self, char: str) -> int:
        """Return how many places a character has, if all of two or more have a reading; else 0."""
        count = len(self.by_char[char])
        return count if count >= 2 and self._page.text.count(char) == count else 0

    def _is_told_often(self, char: str) -> bool:
        """Return whether a character has readings among different neighbours, or in more than two places."""
        places = self.by_char[char]
        return _contexts(places) > 1 or len(places) > 2

    @cached_property
    def _skips(self) -> bool:
        """Whether the site prints readings at some places of a character and at others not."""
        often = [char for char, places in self.by_char.items() if self._page.text.count(char) >= 2]
        return len(often) > 2 and sum(not self._everywhere(char) for char in often) > 0.3 * len(often)

    def is_gloss(self, noted: Noted) -> bool:
        """Return whether a reading on a noisy page is a writer's."""
        char = noted.char
        several = char in self._several
        if noted.changed and not several:
            return False
        places, heads = self.by_char[char], self._page.heads_a_place(noted)
        if noted.changed:
            return not noted.usual and not self._by_word and (heads or bool(noted.fits))
        everyday = is_everyday(char)
        if self._page.explains(noted):
            elsewhere = any(not self._page.explains(one) for one in places)
            return not (everyday and noted.usual and elsewhere)
        if everyday:
            return self._is_odd(noted, several, heads)
        if self._only_turned or (several and not self._certain) or (self._none_known and not is_known(char)):
            return True
        everywhere = self._everywhere(char)
        if heads and noted.toned and everywhere < 3:
            return True
        often = self._certain and len(places) > 2
        if not noted.usual:
            return not often and (bool(noted.fits) or not everywhere)
        if not is_known(char):
            return not often and not everywhere
        if self._certain and self._is_told_often(char):
            return False
        # Sites annotate a character at every place or at none.
        return not self._skips and noted.toned and not everywhere and self._page.text.count(char) >= 3

    def _is_odd(self, noted: Noted, several: bool, heads: bool) -> bool:
        """Return whether a character that every reader knows has a reading that is worth telling."""
        alone = sum(one.first == noted.first for one in self.by_char[noted.char]) == 1
        if alone and self._page.heads_a_name(noted) and (not noted.usual or is_polyphone(noted.char)):
            return True
        if noted.usual:
            if several and not self._certain:
                return True
            told_once = noted.toned and not self._skips and self._page.text.count(noted.char) > 1
            return heads and (self._only_turned or (alone and (is_polyphone(noted.char) or told_once)))
        if noted.fits is False:
            return False  # a writer would have given the reading that fits
        if self._by_word and is_ordinary(noted.char, noted.first):
            return False
        # A writer tells a reading once, and never that of a particle.
        if self._certain and not heads and (self._is_told_often(noted.char) or is_neutral(noted.char)):
            return False
        return bool(noted.fits) or self._only_turned or not self._everywhere(noted.char)
