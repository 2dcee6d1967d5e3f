"""Divisions in running text: by full name, and bare short names only with evidence.

A gazetteer alone finds 振兴, 解放 and 合作 everywhere; a bare name counts only when its full name or its
parent stands in the document, or a tagger says that it is a place.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from operator import add

from bridgehead import terms
from bridgehead.read import divisions
from bridgehead.read._literals import Listed
from bridgehead.read.divisions import Division
from bridgehead.read.tagger import Token
from bridgehead.repair import lexicon

__all__ = ["STEM_STOP", "Mention", "full_names", "short_names"]

_SUFFIX = Listed(r"(?:[省市县区州盟旗]|自治[区州县旗])(?![长])")
_WEAK = frozenset(("城区", "郊区", "矿区", "市区", "东区", "西区", "新区"))
# Words that end like a division and are none; the character before the suffix decides.
_NOT_DIVISION = re.compile(
    r"(?:[城全我地县都超股上入夜集门该各本外跨省两多此乡其同]市|[全我该各本外跨两多出大属贫穷强]县"
    r"|[园社地山景校厂小片街库灾老新牧林辖特城郊矿我全该各本度游闲育展发化护验作养术济范心能居港保聚业住产工省市县部边流住营战海岛湖滩禁试自疫污改范]区"
    r"|[我全该各本外跨两出入]省|[我全该本神]州|[我全该各红国彩战锦义]旗|联盟|[同结加]盟)$"
)
STEM_STOP = re.compile(
    r"[的了在和与及或等被把让并而但也就从到对向为以这那每各使来去入进往赴达于是要将则由按经全我本该首请委]"
)
"""Characters that no name of a place holds."""
_BEFORE_UNKNOWN = re.compile(
    r"(?:^|深入|来到|走进|前往|位于|地处|[在到赴从来省市]|[\s、,，。;；:：(（“和与及])$"
)
_STRONG_BEFORE = re.compile(r"(?:深入|来到|走进|前往|位于|地处|先后到|[在到赴来省市])$")
_OFFICE = re.compile(r"委|政府|人大|政协|人民|纪委|党委")
_TOWN = re.compile(r"[\u4e00-\u9fff]{2,4}?(?:镇(?!化)|乡(?!村)|街道)|[\u4e00-\u9fff]{2,4}?村")
_HELD_THERE = re.compile(r"市?(?:举[行办]|召开|开幕|签约|落户|招商|学习考察|考察|调研|等地)")
_DERIVED = re.compile(r"学(?![校院生])|精神|模式|经验|速度|现象")
# 南京路 and 山西路 are streets anywhere; 东北大学 is a school, 上海菜 a dish.
_PART_OF = re.compile(r"[中东西南北]?路|[大小]?街|菜|话|人寿|籍贯")
_NOT_AFTER = re.compile(r"[场域级直城乡情民容内外]|委[员托派]")


@dataclass(slots=True)
class Mention:
    """A place name in the text.

    Attributes
    ----------
    start, end : int
        Clean offsets.
    name : str
        As written.
    level : str or None
        As in `Area.classification`.
    division : Division or None
        What it is linked to.
    """

    start: int
    end: int
    name: str
    level: str | None
    division: Division | None = None


def _pick(options: Sequence[Division], near: frozenset[str]) -> Division | None:
    """Return the division that a name means: the only one, or the only one under a division near by."""
    if len(options) == 1:
        return options[0]
    nearby = [d for d in options if d.parent in near or d.parent[:2] + "0000" in near]
    if len(nearby) == 1:
        return nearby[0]
    higher = [d for d in options if d.level != "county"]
    return higher[0] if len(higher) == 1 else None


def full_names(text: str, known: str | None = None) -> list[Mention]:
    """Find names with their suffix: of the table anywhere, others where the left side shows where they begin.

    Parameters
    ----------
    text : str
        The clean text.
    known : str, optional
        A name that needs no evidence: that of the document's place.

    Returns
    -------
    list of Mention
        In order; they do not overlap.
    """
    floor = 0
    found = []
    for suffix in _SUFFIX.finditer(text):
        if suffix.start() < floor:
            continue
        mention = _known(text, floor, suffix.end()) or _unknown(text, floor, suffix, known)
        if mention:
            found.append(mention)
            floor = mention.end
    return found


def _known(text: str, floor: int, end: int) -> Mention | None:
    """The longest name of the table that ends at an offset, or goes on behind it: 沙县 may be 沙县区."""
    table = divisions.full()
    if text[end - 2 : end] not in divisions.tails():
        return None
    for start in range(max(floor, end - divisions.longest_name()), end - 1):
        name = text[start:end]
        if name in table and (len(name) > 2 or _in_list(text, start, end) or text[start : end + 1] in table):
            if _starts_inside(text, start, end):
                continue
            longer = (e for e in (end + 3, end + 1) if e <= len(text) and text[start:e] in table)
            more = next(longer, end)
            options = table[text[start:more]]
            division = options[0] if len(options) == 1 else None
            return Mention(start, more, text[start:more], options[0].level, division)
    return None


def _starts_inside(text: str, start: int, end: int) -> bool:
    """Whether a name begins inside a word: 成都市 does in 形成都市圈."""
    if not start or not lexicon().is_word(text[start - 1 : start + 1]):
        return False
    low = start - 2 if start > 1 and "\u4e00" <= text[start - 2] <= "\u9fff" else start - 1
    _, words = lexicon().cut(text[low : end + 2])
    return all(low + first != start for first, _ in words)


def _in_list(text: str, start: int, end: int) -> bool:
    """Whether a two-character name such as 城区 stands where only a division can: 云岭市城区、松溪县."""
    if text[start:end] not in _WEAK and text[end - 1] != "区":
        alone = not "\u4e00" <= text[start - 1 : start] <= "\u9fff" or text[start - 1] in "省市州、和赴到在"
        return alone and not _NOT_DIVISION.search(text[start:end]) and not _NOT_AFTER.match(text, end)
    return text[start - 1 : start] in ("市", "、") and text[end : end + 1] == "、"


@cache
def _not_places() -> tuple[str, ...]:
    return (*terms.words("not_places"), *terms.words("lead_words"))


def _unknown(text: str, floor: int, suffix: re.Match[str], known: str | None) -> Mention | None:
    """A division that is not in the table: only behind a mark or another division, no common noun."""
    end = suffix.end()
    if (
        suffix[0] not in "市县区"
        or _NOT_DIVISION.search(text, max(0, end - 2), end)
        or _NOT_AFTER.match(text, end)
    ):
        return None
    for size in (2, 3, 4):
        start = suffix.start() - size
        stem = text[max(start, 0) : suffix.start()]
        if start < floor or not all("\u4e00" <= c <= "\u9fff" for c in stem) or STEM_STOP.search(stem):
            return None
        if start == floor > 0 or _BEFORE_UNKNOWN.search(text, max(0, start - 2), start):
            name = text[start:end]
            if stem.endswith(_not_places()) or stem.startswith(_not_places()):
                return None
            evident = (
                start == floor > 0
                or _STRONG_BEFORE.search(text, max(0, start - 3), start)
                or (text[start - 1 : start] in ("、", "和", "与", "及") and start - 2 <= floor)
                or _OFFICE.match(text, end)
                or text.count(stem) > 1
                or name == known
                or _TOWN.match(text, end)
            )
            if not evident:
                return None
            return Mention(start, end, name, divisions.level_of(name))
    return None


def short_names(
    text: str, taken: bytearray, whole: Iterable[Mention], tokens: Sequence[Token]
) -> list[Mention]:
    """Find bare short names: provinces; others if the full name or the parent is there, or a tagger says so.

    Parameters
    ----------
    text : str
        The clean text.
    taken : bytearray
        Not zero where another name stands already.
    whole : iterable of Mention
        The full names of the text.
    tokens : sequence of Token
        What a tagger saw; may be empty.

    Returns
    -------
    list of Mention
        In order; they do not overlap.
    """
    seen = list(whole)
    evidence = _Evidence(
        frozenset(m.name for m in seen),
        {m.division.code for m in seen if m.division} | {m.division.parent for m in seen if m.division},
        {token.start: token.end for token in tokens if token.tag == "LOC"},
    )
    stems = {m.name[:-1]: m for m in seen if not m.division and len(m.name) > 2}
    filed, out, known = divisions.shorts(), dict[int, Mention](), -1
    starts = [at for at in _starts(text, stems) if not taken[at]]
    # A second look where the first one found a city: its counties may stand before it.
    while known < len(evidence.near):
        known = len(evidence.near)
        for at in starts:
            head = text[at : at + 2]
            found = _short_at(text, at, filed[head], evidence) if at not in out and head in filed else None
            if found is None and head in stems and at not in out:
                found = Mention(at, at + 2, head, stems[head].level)
            if found:
                out[at] = found
                if found.division and found.division.level != "county":
                    evidence.near.add(found.division.code)
    return _first(out.values())


def _first(mentions: Iterable[Mention]) -> list[Mention]:
    """Keep the first of overlapping names."""
    kept: list[Mention] = []
    for mention in sorted(mentions, key=lambda m: (m.start, -m.end)):
        if not kept or mention.start >= kept[-1].end:
            kept.append(mention)
    return kept


@dataclass(frozen=True, slots=True)
class _Evidence:
    """Why a bare name may be a place: full names and codes of the text, and what a tagger saw."""

    named: frozenset[str]
    near: set[str]
    places: dict[int, int]


def _starts(text: str, stems: Collection[str]) -> list[int]:
    """Return every offset at which a short name of the table, or one of a few stems, may begin."""
    filed = divisions.shorts()
    starts = [at for at, head in enumerate(map(add, text, text[1:])) if head in filed]
    for stem in stems:
        starts += [found.start() for found in re.finditer(re.escape(stem), text)]
    return sorted(starts)


@cache
def _common() -> frozenset[str]:
    return frozenset(terms.words("common_shorts"))


def _stands_alone(text: str, start: int, end: int) -> bool:
    """Whether a name is a word of its own: 济南 is in 驻济南, not in 经济南部."""
    low, high = start, end
    while low > max(0, start - 4) and "\u4e00" <= text[low - 1] <= "\u9fff":
        low -= 1
    while high < min(len(text), end + 4) and "\u4e00" <= text[high] <= "\u9fff":
        high += 1
    _, words = lexicon().cut(text[low:high])
    return (start - low, end - low) in words


def _short_at(
    text: str, at: int, options: dict[str, tuple[Division, ...]], evidence: _Evidence
) -> Mention | None:
    for short in sorted(options, key=len, reverse=True):
        end = at + len(short)
        if not text.startswith(short, at) or _DERIVED.match(text, end):
            continue
        meant = _meant(text, at, end, options[short], evidence)
        picked = _pick(meant, frozenset(evidence.near)) if meant else None
        if picked:
            return Mention(at, end, short, picked.level, picked)
    return None


def _meant(
    text: str, at: int, end: int, candidates: Sequence[Division], evidence: _Evidence
) -> list[Division]:
    """Return the divisions that a bare name may mean, by the strongest evidence for any of them."""
    seen = [
        d
        for d in candidates
        if (d.level == "province" and not _crossed(text, at, end))
        or d.name in evidence.named
        or evidence.places.get(at) in (end, end + 1)
        or (d.level == "prefecture" and text[at - 1 : at] in "在赴到" and _HELD_THERE.match(text, end))
    ]
    if seen:
        return seen
    if text[at:end] in _common() or _PART_OF.match(text, end):
        return []
    near = evidence.near
    around = [d for d in candidates if d.code in near or (d.parent in near and d.parent[2:4] != "00")]
    if around and not _crossed(text, at, end):
        return around
    cities = [d for d in candidates if d.level == "prefecture"]
    alone = _stands_alone if lexicon().is_word(text[at:end]) else _uncrossed
    return cities if cities and alone(text, at, end) else []


def _uncrossed(text: str, start: int, end: int) -> bool:
    return not _crossed(text, start, end)


def _crossed(text: str, start: int, end: int) -> bool:
    """Whether a word lies across an edge of a name, as 经济 does with that of 济南 in 经济南部."""
    across = (text[max(0, start - 1) : start + 1], text[end - 1 : end + 1])
    return any(lexicon().is_word(word) for word in across) and not _stands_alone(text, start, end)
