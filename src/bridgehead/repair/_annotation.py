"""A page with readings behind its characters: which of them a site may have printed, and how sure that is."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from functools import cache, cached_property

from bridgehead.repair._compose import Rewrite
from bridgehead.repair._han import HAN_CLASS, is_common
from bridgehead.repair._noted import Noted, collect
from bridgehead.repair._readings import is_everyday, is_neutral, is_polyphone
from bridgehead.repair.script import script, simplified
from bridgehead.terms import words

__all__ = ["MANY", "Page"]

_PLACE = re.compile(
    f"[{HAN_CLASS}]{{0,2}}[州县縣市区區镇鎮乡鄉村江河山湖街路巷桥橋寺庙廟塔陵沟溝湾灣坪堡屯庄莊岭嶺峰关關坊楼樓宫宮]"
)
_BEFORE_PLACE = frozenset("省市州县区镇乡的在到赴和与及是叫有座条研察访訪抵往从從于於入来來")
_READ_AS, _QUOTES = frozenset("读念讀音"), frozenset("“‘「『")
_CAPITALS, MANY = 3, 4
"""How many characters tell a set of a site: with capital letters, and without."""


@cache
def _about_reading() -> re.Pattern[str]:
    """Return what finds words by which a sentence speaks of readings."""
    return re.compile("|".join(map(re.escape, words("pinyin/about"))))


class Page:
    """A text with its readings, and what tells noise from glosses.

    Attributes
    ----------
    text : str
        The text.
    found : list of Noted
        Every character with readings that fit.
    """

    def __init__(self, text: str) -> None:
        self.text = text
        self.found = collect(text)
        self._spots = [spot.start() for spot in _about_reading().finditer(text)]
        self._primer = frozenset(self._spelt_out())

    def noise(self) -> list[Noted]:
        """Return what may be noise: the readings of each style that has evidence enough."""
        groups: defaultdict[tuple[bool, str, bool], list[Noted]] = defaultdict(list)
        for noted in self.found:
            groups[noted.style].append(noted)
        noisy = {
            style
            for style, group in groups.items()
            if any(noted.repeated for noted in group) or self._is_noise(group)
        }
        return [noted for noted in self.found if noted.style in noisy]

    @cached_property
    def _converted(self) -> bool:
        """Whether a machine left other traces of conversion on the page."""
        rest = script(self.text)
        return rest.text != self.text if isinstance(rest, Rewrite) else bool(rest)

    def _is_noise(self, group: Sequence[Noted]) -> bool:
        """Return whether readings of one style are a site's."""
        turned: defaultdict[str, float] = defaultdict(float)
        plain: defaultdict[str, float] = defaultdict(float)
        read_as: defaultdict[str, set[str]] = defaultdict(set)
        places: defaultdict[str, set[tuple[str, str]]] = defaultdict(set)
        marked: set[str] = set()
        for noted in group:
            char = noted.char
            if self.explains(noted) or (noted.capital and not noted.word[1]):
                continue
            read_as[char].add(noted.first)
            in_text = self._in_text(noted) and noted.start not in self._primer
            if in_text and is_everyday(char) and (is_neutral(char) or (noted.before and noted.usual)):
                places[char].add((noted.before[-1:], noted.after[:1]))
            if noted.changed and (weight := self._turned(noted)):
                turned[char] = max(turned[char], weight)
                if weight >= 1 and not noted.capital:
                    return True
            elif noted.changed or not noted.usual or not is_common(char):
                marked.add(char)
            elif in_text and plain[char] < 1:
                plain[char] = max(plain[char], self._plain(noted))
        if group[0].capital:  # in the middle of words, where no name and no symbol stands
            return sum(len(places[char]) for char in {*turned, *plain}) >= _CAPITALS
        sure = [char for char, weight in plain.items() if weight >= 0.5]
        contrasted = {char for char, several in read_as.items() if len(several) > 1}
        often = {char for char, several in places.items() if len(several) > 2}
        odd = len((marked | contrasted) - often)
        if sum(turned.values()) >= 1 or (len(sure) >= MANY and 2 * len(sure) > odd):
            return True
        score = sum(turned.values()) + sum(plain[char] for char in plain.keys() - contrasted)
        # A writer tells a reading once.
        told = [
            (len(several) - 1) * (1 if self._is_everywhere(char) else 0.5) for char, several in places.items()
        ]
        score += min(1, 0.5 * max(told, default=0))
        score += 0.5 * (max(plain.values(), default=0) > 0.25 and self._converted)
        return score - 0.5 * odd >= 1

    def _in_text(self, noted: Noted) -> bool:
        """Return whether a character stands beside others, not alone as in a list of characters."""
        return bool(noted.before or noted.after) or self._behind_number(noted)

    def _behind_number(self, noted: Noted) -> bool:
        return self.text[max(0, noted.start - 2)].isdigit()

    def _turned(self, noted: Noted) -> float:
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

    def _plain(self, noted: Noted) -> float:
        """Return how sure a usual reading of a common character, in simplified text, is noise."""
        if noted.toned and self.heads_a_place(noted):
            return 0
        if not is_everyday(noted.char):
            return 0.25
        before, behind = noted.word
        if is_polyphone(noted.char):
            if is_neutral(noted.char) and noted.before and noted.after:
                return 0.6  # 的(de): nobody needs to be told
            return 0.25 if self.heads_a_name(noted) else 0.45 if behind else 0.4
        spelt = self._is_spelt(noted)
        if (
            behind
            and not spelt
            and not self._is_mention(noted, before, behind)
            and (noted.toned or noted.padded)
        ):
            return 1
        known = before or behind or noted.fits or self._behind_number(noted)
        if noted.toned and not noted.wide:
            sure = known and not spelt and self._is_everywhere(noted.char)
            return 1 if sure else 0.6 if known or noted.padded else 0.5
        if noted.toned:
            return 0.5
        if noted.padded:
            return 1 if known and not noted.wide else 0.5
        return (0.6 if behind else 0.35) * (0.5 if spelt else 1)

    def _is_spelt(self, noted: Noted) -> bool:
        """Return whether all of a word is spelt out: 阴(yin)阳(yang)."""
        before, behind = noted.word
        first, last = noted.start - 1 in self._ends, noted.end + 1 in self._starts
        return before + behind == 1 and (last if behind else first)

    @cached_property
    def _starts(self) -> frozenset[int]:
        return frozenset(noted.start for noted in self.found)

    @cached_property
    def _ends(self) -> frozenset[int]:
        return frozenset(noted.end for noted in self.found)

    def _is_mention(self, noted: Noted, before: int, behind: int) -> bool:
        """Return whether the word alone stands in quotation marks: it is spoken about."""
        alone = len(noted.before) == before and len(noted.after) == behind
        return alone and self.text[max(0, noted.start - before - 2)] in _QUOTES

    def _is_everywhere(self, char: str) -> bool:
        """Return whether a character has a reading wherever it stands."""
        return self.text.count(char) == self._counts[char]

    @cached_property
    def _counts(self) -> Counter[str]:
        return Counter(noted.char for noted in self.found)

    def explains(self, noted: Noted) -> bool:
        """Return whether the words near by say that the reading is what the sentence is about."""
        text, start = self.text, noted.start
        if noted.before[-1:] in _READ_AS and not noted.word[0]:
            return True
        if not (noted.before or noted.after) and text[start - 2 : start - 1] in _QUOTES:
            return True
        i = bisect_left(self._spots, start - 40)
        if i == len(self._spots) or self._spots[i] >= noted.end + 20:
            return False
        spot = self._spots[i]
        return "\n" not in text[min(spot, start) : max(spot, noted.end)]

    def _spelt_out(self) -> Iterator[int]:
        """Yield where whole phrases are spelt out as a primer does: 小(xiǎo)猫(māo)钓(diào)鱼(yú)。"""
        run: list[Noted] = []
        for noted in self.found:
            char = noted.start - 1
            run = [*run, noted] if run and char in (run[-1].end, run[-1].end + run[-1].padded) else [noted]
            if len(run) >= 2 and noted.toned and not noted.after and not run[0].before:
                yield from (one.start for one in run)

    def heads_a_name(self, noted: Noted) -> bool:
        """Return whether a character may be the surname at the head of a name: 任(rén)大川."""
        return not noted.before and noted.word == (0, 0) and bool(noted.after) and noted.char in _surnames()

    def heads_a_place(self, noted: Noted) -> bool:
        """Return whether a character stands at the head of a place's name: 、郴(chēn)州, 的乾(qián)元街."""
        head = not noted.before or noted.before[-1] in _BEFORE_PLACE
        return head and bool(_PLACE.match(noted.after))


@cache
def _surnames() -> frozenset[str]:
    return frozenset(words("surnames"))
