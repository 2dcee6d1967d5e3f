"""Divisions in running text: by full name, and bare short names only with evidence.

A gazetteer alone finds 振兴, 解放 and 合作 everywhere; a bare name counts only when its full name or its
parent stands in the document, or a tagger says that it is a place.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from functools import cache

from bridgehead import terms
from bridgehead.read import divisions
from bridgehead.read.divisions import Division
from bridgehead.read.tagger import Token

__all__ = ["STEM_STOP", "Mention", "full_names", "short_names", "towns"]

_SUFFIX = re.compile(r"(?:[省市县区州盟旗]|自治[区州县旗])(?![长])")
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
_TOWN = re.compile(r"([\u4e00-\u9fff]{2,4}?(?:镇(?!化)|乡(?!村)|街道))?(?:([\u4e00-\u9fff]{2,4}?村))?")
_GONE_TO = re.compile(
    r"(?:来到|走进|深入|前往|走访|抵达|(?<=[,，。;；\n])[在到赴]|[日人长记任][在到赴])(?P<towns>(?:[\u4e00-\u9fff]{2,4}(?:镇|乡|街道)[、和])*[\u4e00-\u9fff]{2,4}?(?:镇(?!化)|乡(?!村|镇)|街道))(?P<village>[\u4e00-\u9fff]{2,4}?村)?"
)
_NO_TOWN = re.compile(
    r"^(?:[各该本全某]|多个|部分|.*(?:乡镇|城镇|小镇|古镇|集镇|重镇|示范镇|强镇|贫困乡|家乡|城乡|故乡|这个|[一二三四五六七八九十\d]个))"
)
_HELD_THERE = re.compile(r"市?(?:举[行办]|召开|开幕|签约|落户|招商|学习考察|考察|调研|等地)")
_DERIVED = re.compile(r"学(?![校院生])|精神|模式|经验|速度|现象")
_NOT_AFTER = re.compile(r"[场域级直城乡情民容内外]|委[员托派]")


@dataclass(frozen=True, slots=True)
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
    table, tails, floor = divisions.full(), divisions.tails(), 0
    found = []
    for suffix in _SUFFIX.finditer(text):
        end = suffix.end()
        longest = min(12, end - floor) if text[end - 2 : end] in tails else 0
        for size in range(longest, 1, -1):
            name = text[end - size : end]
            if name in table and (len(name) > 2 or _in_list(text, end - size, end)):
                options = table[name]
                found.append(
                    Mention(
                        end - size, end, name, options[0].level, options[0] if len(options) == 1 else None
                    )
                )
                floor = end
                break
        else:
            unknown = _unknown(text, floor, suffix, known)
            if unknown:
                found.append(unknown)
                floor = end
    return found


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
                or _TOWN.match(text, end).lastindex  # type: ignore[union-attr]
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
    named = {m.name for m in seen}
    near = {m.division.code for m in seen if m.division} | {m.division.parent for m in seen if m.division}
    stems = {m.name[:-1]: m for m in seen if not m.division and len(m.name) > 2}
    places = {token.start: token.end for token in tokens if token.tag == "LOC"}
    filed, out, floor = divisions.shorts(), [], 0
    for at in _starts(text, stems):
        if at < floor or taken[at]:
            continue
        head = text[at : at + 2]
        found = _short_at(text, at, filed[head], near, named, places) if head in filed else None
        if found is None and head in stems:
            found = Mention(at, at + 2, head, stems[head].level)
        if found:
            out.append(found)
            floor = found.end
            if found.division and found.division.level != "county":
                near.add(found.division.code)
    return out


def _starts(text: str, stems: Collection[str]) -> list[int]:
    """Return every offset at which a short name of the table, or one of a few stems, may begin."""
    starts = [found.start() for found in divisions.short_heads().finditer(text)]
    for stem in stems:
        starts += [found.start() for found in re.finditer(re.escape(stem), text)]
    return sorted(starts)


def _short_at(
    text: str,
    at: int,
    options: dict[str, tuple[Division, ...]],
    near: set[str],
    named: set[str],
    places: dict[int, int],
) -> Mention | None:
    for short in sorted(options, key=len, reverse=True):
        if not text.startswith(short, at):
            continue
        end = at + len(short)
        if _DERIVED.match(text, end):
            continue
        candidates = options[short]
        meant = [
            d
            for d in candidates
            if d.level == "province"
            or d.name in named
            or d.code in near
            or places.get(at) in (end, end + 1)
            or (d.level == "prefecture" and text[at - 1 : at] in "在赴到" and _HELD_THERE.match(text, end))
        ] or [d for d in candidates if d.parent in near and d.level == "county" and d.parent[2:4] != "00"]
        picked = _pick(meant, frozenset(near)) if meant else None
        if picked:
            return Mention(at, end, short, picked.level, picked)
    return None


def _visited(found: re.Match[str]) -> list[Mention]:
    """The towns behind a verb of going that name no division: 深入藉口镇、中梁镇."""
    out, at = [], found.start("towns")
    for name in re.split("[、和]", found["towns"]):
        plain = not STEM_STOP.search(name[:-1]) and not any(c in "省市县区州旗" for c in name)
        named = not _NO_TOWN.match(name) and not name.startswith(_not_places())
        if plain and named and 3 <= len(name) <= 5 and name.endswith(("镇", "乡", "街道")):
            out.append(Mention(at, at + len(name), name, "township"))
        at += len(name) + 1
    village = found["village"]
    if out and village and not STEM_STOP.search(village):
        out.append(Mention(*found.span("village"), village, "village"))
    return out


def towns(text: str, whole: Sequence[Mention]) -> list[Mention]:
    """Find towns and villages right behind the division they lie in: 松溪县云门镇石桥村.

    Parameters
    ----------
    text : str
        The clean text.
    whole : sequence of Mention
        Its divisions.
    """
    out = [town for found in _GONE_TO.finditer(text) for town in _visited(found)]
    for mention in whole:
        found = _TOWN.match(text, mention.end)
        for group, level in ((1, "township"), (2, "village")):
            name = found[group] if found else None
            if found and name and not STEM_STOP.search(name) and not name.startswith(_not_places()):
                out.append(Mention(*found.span(group), name, level))
    return out
