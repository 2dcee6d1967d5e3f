"""Readings printed behind characters: ``經(jīng)濟``, ``書(shu) 記``, ``黃河(he)(he)``.

Sites of a family annotate a fixed set of characters at every occurrence. A writer's gloss (崞(guō)阳镇) looks
the same, so the page decides first. It carries noise when readings stand behind characters that need none:
traditional ones that a site's table turned, or such as every reader knows, inside of words. Then every
fitting reading of that style goes, except what looks like a gloss: a rare character, an unusual reading that
is right where it stands, a reading that other places of the page go without.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import cache, cached_property, partial
from typing import NamedTuple

from bridgehead.repair._compose import Change, Rewrite
from bridgehead.repair._han import HAN_CLASS, is_common, is_han
from bridgehead.repair._readings import LETTERS, Look, fits_word, is_everyday, is_polyphone, look, readings
from bridgehead.repair.script import script, simplified

__all__ = ["pinyin"]

_OPEN, _CLOSE = "[(\uff08\\[\uff3b\u3014]", "[)\uff09\\]\uff3d\u3015]"
_INSIDE = rf"[ \u3000]?[{LETTERS}]{{1,8}}[1-5]?[ \u3000]?{_CLOSE}"
# The bracket comes first, as characters that begin no match are skipped fast.
_NOTED = re.compile(
    rf"{_OPEN}(?:(?<=[{HAN_CLASS}].)|(?<=[{HAN_CLASS}][ \u3000].)){_INSIDE}(?:[ \u3000]?{_OPEN}{_INSIDE})*"
)
_PLAINLY_NOTED = re.compile(rf".\([{LETTERS}]{{1,8}}\)")
_PLAIN = re.compile(rf"\([{LETTERS}]{{1,8}}\)")
_PLAIN_PADDED = re.compile(rf"\([{LETTERS}]{{1,8}}\)(?: (?! ))?")
_PADDED = re.compile(rf"\) (?! )(?<=[{LETTERS}]..)")
_PLACE = re.compile(
    f"[{HAN_CLASS}]{{0,2}}[州县縣市区區镇鎮乡鄉村江河山湖街路巷桥橋寺庙廟塔陵沟溝湾灣坪堡屯庄莊岭嶺峰关關坊楼樓宫宮]"
)
_BEFORE_PLACE = frozenset("省市州县区镇乡的在到赴和与及是叫有座条研察访訪抵往从從于於入来來")
_SPACE_BEHIND = re.compile(" (?! )")
_ABOUT_READING = re.compile(
    "读作|念作|音同|多音字|读音|注音|拼音|发音|声调|正音|识字|生字|易错|拼一拼|键盘|输入法|字典|词典|异读|通假|讀音|讀作|發音|聲調"
)
_READ_AS = ("读", "念", "讀", "音")


class _Noted(NamedTuple):
    """A character with the readings behind it.

    Attributes
    ----------
    before, after : str
        The Han characters beside it, as many as a word may have, readings between them left out.
    changed : bool
        Whether it is a traditional form that is read the same way as its simplified one.
    padded : bool
        Whether a space stands behind the readings, as some sites put it.
    """

    char: str
    start: int
    end: int
    before: str
    after: str
    readings: tuple[str, ...]
    first: str
    usual: bool
    toned: bool
    wide: bool
    capital: bool
    changed: bool
    padded: bool

    @property
    def repeated(self) -> bool:
        return len(self.readings) > 1 and len(set(self.readings)) == 1

    @property
    def fits(self) -> bool | None:
        """Whether the word around it has this reading; None if no word is known."""
        return fits_word(self.first, self.before, self.char, self.after)

    @property
    def style(self) -> tuple[bool, bool]:
        return self.toned, self.wide


def _collect(text: str) -> list[_Noted]:
    """Return every character with readings that fit."""
    matches = list(_NOTED.finditer(text))
    looks = []
    for match in matches:
        start, end = match.span()
        start -= text[start - 1] in " \u3000"
        looks.append((start, end, look(text[start - 1], match[0])))
    # A neutral tone looks like no tone: it goes with the other readings of the page.
    toned = any(found.toned for _, _, found in looks if found)
    ends = {end: start for start, end, _ in looks}
    starts = {start: end for start, end, _ in looks}
    noted = []
    for start, end, found in looks:
        if found:
            char = text[start - 1]
            before, after = _before(text, start - 1, ends), _after(text, end, starts)
            form = simplified(char, wherever=True)
            changed = form != char and found.readings[0] in readings(form)  # 乾(qián) is not what 干 is
            style = (toned if found.toned is None else found.toned, "（" in text[start:end])
            padded = bool(_SPACE_BEHIND.match(text, end))
            noted.append(
                _Noted(
                    char,
                    start,
                    end,
                    before,
                    after,
                    found.readings,
                    found.first,
                    found.usual,
                    *style,
                    found.capital,
                    changed,
                    padded,
                )
            )
    return noted


def _before(text: str, at: int, ends: dict[int, int]) -> str:
    """Return up to three Han characters before a place, over the readings and the spaces behind those."""
    out: list[str] = []
    while len(out) < 3 and at > 0:
        if at in ends:
            at = ends[at]
        elif text[at - 1] == " " and at - 1 in ends:
            at = ends[at - 1]
        elif is_han(text[at - 1]):
            at -= 1
            out.append(text[at])
        else:
            break
    return "".join(reversed(out))


def _after(text: str, at: int, starts: dict[int, int]) -> str:
    """Return up to three Han characters behind a place, over the readings and one space behind those."""
    out: list[str] = []
    at += text[at : at + 1] == " "
    while len(out) < 3 and at < len(text):
        if at in starts:
            at = starts[at]
            at += text[at : at + 1] == " "
        elif is_han(text[at]):
            out.append(text[at])
            at += 1
        else:
            break
    return "".join(out)


class _Page:
    """A text with its readings, and what tells noise from glosses.

    Attributes
    ----------
    text : str
        The text.
    found : list of _Noted
        Every character with readings that fit.
    """

    def __init__(self, text: str) -> None:
        self.text = text
        self.found = _collect(text)
        self._spots = [spot.start() for spot in _ABOUT_READING.finditer(text)]
        self._primer = frozenset(self._spelt_out())

    def noise(self) -> list[_Noted]:
        """Return what may be noise: the readings of each style that has evidence enough."""
        if any(noted.repeated for noted in self.found):
            return self.found
        groups: defaultdict[tuple[bool, bool], list[_Noted]] = defaultdict(list)
        for noted in self.found:
            groups[noted.style].append(noted)
        noisy = {style for style, group in groups.items() if self._is_noise(group)}
        return [noted for noted in self.found if noted.style in noisy]

    @cached_property
    def _converted(self) -> bool:
        """Whether a machine left other traces of conversion on the page."""
        rest = script(self.text)
        return rest.text != self.text if isinstance(rest, Rewrite) else bool(rest)

    def _is_noise(self, group: Sequence[_Noted]) -> bool:
        """Return whether readings of one style are a site's."""
        turned: defaultdict[str, float] = defaultdict(float)
        plain: defaultdict[str, float] = defaultdict(float)
        read_as: defaultdict[str, set[str]] = defaultdict(set)
        places: defaultdict[str, int] = defaultdict(int)
        marked: set[str] = set()
        for noted in group:
            char = noted.char
            if self.explains(noted) or noted.capital:
                continue
            read_as[char].add(noted.first)
            if noted.changed and self._turned(noted):
                turned[char] = max(turned[char], self._turned(noted))
            elif noted.changed or not noted.usual or not is_common(char):
                marked.add(char)
            elif self._in_text(noted) and noted.start not in self._primer:
                plain[char] = max(plain[char], self._plain(noted))
                places[char] += 1
        if sum(turned.values()) >= 1:
            return True
        contrasted = {char for char, several in read_as.items() if len(several) > 1}
        score = sum(turned.values()) + sum(plain[char] for char in plain.keys() - contrasted)
        score += 0.5 * any(count >= 3 for count in places.values())
        score += 0.5 * (max(plain.values(), default=0) > 0.25 and self._converted)
        return score - 0.5 * len(marked | contrasted) >= 1

    def _in_text(self, noted: _Noted) -> bool:
        """Return whether a character stands beside others, not alone as in a list of characters."""
        return bool(noted.before or noted.after) or self._behind_number(noted)

    def _behind_number(self, noted: _Noted) -> bool:
        return self.text[max(0, noted.start - 2)].isdigit()

    def _turned(self, noted: _Noted) -> float:
        """Return how sure a reading behind a traditional character is noise."""
        form = simplified(noted.char, wherever=True)
        everyday = is_everyday(form)
        if not everyday and not is_common(form):
            return 0
        if simplified(noted.char) == noted.char and not self._converted:
            return 0  # 於 and 昇 stand in simplified text too
        right = noted.usual or (everyday and is_polyphone(noted.char) and not self.heads_a_place(noted))
        if not right:
            return 0
        return 1 if not noted.wide or (everyday and (noted.before or noted.after)) else 0.5

    def _plain(self, noted: _Noted) -> float:
        """Return how sure a usual reading of a common character, in simplified text, is noise."""
        if noted.toned and self.heads_a_place(noted):
            return 0
        if not is_everyday(noted.char):
            return 0.25
        if is_polyphone(noted.char):
            return 0.4
        if noted.wide:
            return 0.5
        known = noted.fits or self._behind_number(noted)
        if noted.toned:
            return 1 if known else 0.6
        return 1 if noted.padded and known else 0.5 if noted.padded or known else 0.35

    def explains(self, noted: _Noted) -> bool:
        """Return whether the words near by say that the reading is what the sentence is about."""
        text, start = self.text, noted.start
        if text[max(0, start - 2) : start - 1] in _READ_AS:
            return True
        i = bisect_left(self._spots, start - 40)
        if i == len(self._spots) or self._spots[i] >= noted.end + 20:
            return False
        spot = self._spots[i]
        return "\n" not in text[min(spot, start) : max(spot, noted.end)]

    def _spelt_out(self) -> Iterator[int]:
        """Return where whole phrases are spelt out as a primer does: 小(xiǎo)猫(māo)钓(diào)鱼(yú)。"""
        run: list[_Noted] = []
        for noted in self.found:
            char = noted.start - 1
            run = [*run, noted] if run and char in (run[-1].end, run[-1].end + run[-1].padded) else [noted]
            if len(run) >= 2 and noted.toned and not noted.after and not run[0].before:
                yield from (one.start for one in run)

    def heads_a_place(self, noted: _Noted) -> bool:
        """Return whether a character stands at the head of a place's name: 、郴(chēn)州, 的乾(qián)元街."""
        head = not noted.before or noted.before[-1] in _BEFORE_PLACE
        return head and bool(_PLACE.match(noted.after))


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
    if not _NOTED.search(text):
        return []
    plain = _without_plain_noise(text)
    return _changes(text) if plain is None else Rewrite(plain, partial(_changes, text))


def _without_plain_noise(text: str) -> str | None:
    """Return a page without its readings if all of them are noise beyond doubt, as on most pages of a site.

    They are looked at as a set: every one behind a character that the site turned, of one style, at several
    characters, and one reading a character.
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
    clean, removed = (_PLAIN if True in toned else _PLAIN_PADDED).subn("", text)
    return clean if removed == len(noted) and not _NOTED.search(clean) else None


@cache
def _plain_look(char: str, note: str) -> Look | None:
    """Return how a reading looks that is noise wherever it stands; None for any other."""
    found = look(char, note)
    form = simplified(char, wherever=True)
    plain = found and found.usual and not found.capital and form != char and is_common(form)
    return found if plain and found and found.readings[0] in readings(form) else None


def _changes(text: str) -> list[Change]:
    """Return the readings to be taken out, one by one."""
    page = _Page(text)
    found = page.noise()
    if not found:
        return []
    kept = _glosses(page, found)
    noise = [noted for noted in found if noted.start not in kept]
    characters = len({noted.char for noted in noise})
    padded = sum(noted.padded for noted in noise)
    site_pads = padded >= 2 and padded >= 0.6 * len(noise)
    changes = []
    for noted in noise:
        end = noted.end + (noted.padded and (site_pads or not noted.toned))
        evidence = f"“{noted.char}”的注音 {noted.readings[0]}（本页注音 {characters} 字）"
        changes.append(Change(noted.start, end, "", "pinyin", 0.99, evidence))
    return changes


def _glosses(page: _Page, found: Sequence[_Noted]) -> set[int]:
    """Return where a noisy page has readings that a writer gave on purpose."""
    by_char: defaultdict[str, list[_Noted]] = defaultdict(list)
    for noted in found:
        by_char[noted.char].append(noted)
    turned = sum(places[0].changed for places in by_char.values())
    known = sum(not places[0].changed and is_everyday(char) for char, places in by_char.items())
    # Sites that convert annotate what they converted: 98 of 98 characters of the documents seen.
    only_turned = turned >= 4 and turned > 6 * known
    kept: set[int] = set()
    for char, places in by_char.items():
        if any(noted.repeated for noted in places):
            continue
        several = len({noted.first for noted in places}) > 1
        everywhere = len(places) if len(places) >= 2 and page.text.count(char) == len(places) else 0
        if several and not places[0].changed:
            kept.update(noted.start for noted in places)
        else:
            kept.update(n.start for n in places if _is_gloss(page, n, several, everywhere, only_turned))
    return kept


def _is_gloss(page: _Page, noted: _Noted, several: bool, everywhere: int, only_turned: bool) -> bool:
    """Return whether a reading on a noisy page is a writer's.

    Parameters
    ----------
    page : _Page
        The page.
    noted : _Noted
        The reading.
    several : bool
        Whether the character has another reading at another place.
    everywhere : int
        How many places the character has, if all of two or more have a reading; else 0.
    only_turned : bool
        Whether the site annotates only what it converted.
    """
    heads = page.heads_a_place(noted)
    if noted.changed:
        return noted.capital or (several and not noted.usual and (heads or bool(noted.fits)))
    if noted.capital or page.explains(noted):
        return True
    if not noted.usual:
        if noted.fits is False and is_everyday(noted.char):
            return False  # a writer would have given the reading that fits
        return bool(noted.fits) or only_turned or not everywhere
    if not is_everyday(noted.char):
        if only_turned or (heads and everywhere < 3):
            return True
        if not is_common(noted.char):
            return not everywhere
    elif only_turned and heads:
        return True
    # Sites annotate a character at every place or at none.
    return noted.toned and not everywhere and page.text.count(noted.char) >= 3
