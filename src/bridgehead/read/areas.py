"""Places: divisions by full name, bare short names only with evidence, zones, regions and sites."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from functools import cache

from bridgehead import terms
from bridgehead.read import divisions
from bridgehead.read._page import Page, PageName, PagePlace
from bridgehead.read.divisions import Division
from bridgehead.read.edges import left_edge
from bridgehead.read.tagger import Token
from bridgehead.records import Area

__all__ = ["Mention", "find", "read"]

Offsets = tuple[int, int]
_HAN = r"\u4e00-\u9fff"
_SUFFIX = re.compile(r"(?:[省市县区州盟旗]|自治[区州县旗])(?![长])")
_WEAK = frozenset(("城区", "郊区", "矿区", "市区", "东区", "西区", "新区"))
# Words that end like a division and are none; the character before the suffix decides.
_NOT_DIVISION = re.compile(
    r"(?:[城全我地县都超股上入夜集门该各本外跨省两多此乡其同]市|[全我该各本外跨两多出大属贫穷强]县"
    r"|[园社地山景校厂小片街库灾老新牧林辖特城郊矿我全该各本度游闲育展发化护验作养术济范心能居港保聚业住产工省市县部边流住营战海岛湖滩禁试自疫污改范湾]区"
    r"|[我全该各本外跨两出入]省|[我全该本神]州|[我全该各红国彩战锦义]旗|联盟|[同结加]盟)$"
)
_STEM_STOP = re.compile(
    r"[的了在和与及或等被把让并而但也就从到对向为以这那每各使来去入进往赴达于是要将则由按经全我本该首]"
)
_BEFORE_UNKNOWN = re.compile(
    r"(?:^|[、,，。;；:：(（“\s及和与在到赴从往入向对]|深入|来到|走进|前往|位于|地处|省|市|以及|支持|推动|的)$"
)
_OUR = re.compile(r"[我全本][市县区省州]")
_REGION = re.compile(r"城市群|城镇圈|都市圈|经济圈|经济带|(?:长城|黄河)?金三角|三角洲")
_ZONE = re.compile(
    r"(?:(?:经济技术|高新技术产业|高新技术|经济|旅游|综合)?开发区|经开区|高新区|综改示范区|综改区|自贸试验区|保税区)"
)
_SITE = re.compile(
    r"(?:古城|石窟|古镇|古堡|寺|庙|塔|壁|广场|公园|博物馆|纪念馆|展览馆|文化馆|图书馆|景区|度假区|教育基地|文化园|水库|产业园|工业园|科技园|物流园"
    r"|示范园|园区|古村落|新村|遗址|书院|故居|火车站|高铁站|机场|湿地)"
)
_TOWN = re.compile(r"([\u4e00-\u9fff]{2,4}?(?:镇|乡|街道))?(?:([\u4e00-\u9fff]{2,4}?村))?")
_TOUR = re.compile(
    r"(?:来到|走进|深入|登上|前往|步入|位于|地处|参观|察看|考察|抵达|走访|图为[昨今前]?[日天]?|[昨今][日天]|单位|[在到赴][^、,]{0,3})$|(?<=[寺庙塔园馆窟城区])[、和及]$"
)
_AFTER_SITE = re.compile(
    r"[,，。、;；)）\s和是等,:：”]|了解|察看|考察|实地|调研|详细|听取|位于|人流|[以与]及|$"
)
_COUNTED = re.compile(r"[一二两三四五六七八九十\d][大个条]")
_NOT_ZONE = re.compile(r"国家|省级|市级|各|全[省市]|该|我|所有|[一二三四五六七八九十\d]")
_DERIVED = re.compile(r"学(?![校院生])|精神|模式|经验|速度|现象")
_NOT_SITE = re.compile(r"国家|省级|市级|各|该|我|所有|一[座个处]")
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


@cache
def _regions() -> re.Pattern[str]:
    names = sorted((row["name"] for row in terms.table("regions")), key=len, reverse=True)
    return re.compile("|".join(names))


@cache
def _region_levels() -> dict[str, str]:
    return {row["name"]: row["level"] for row in terms.table("regions")}


def _pick(options: Sequence[Division], near: frozenset[str]) -> Division | None:
    """Return the division that a name means: the only one, or the only one under a division near by."""
    if len(options) == 1:
        return options[0]
    nearby = [d for d in options if d.parent in near or d.parent[:2] + "0000" in near]
    if len(nearby) == 1:
        return nearby[0]
    higher = [d for d in options if d.level != "county"]
    return higher[0] if len(higher) == 1 else None


def _full_names(text: str) -> list[Mention]:
    """Names with their suffix: of the table at any place, others where the left side shows where they begin."""
    known, found, floor = divisions.full(), [], 0
    for suffix in _SUFFIX.finditer(text):
        end = suffix.end()
        for size in range(min(12, end - floor), 1, -1):
            name = text[end - size : end]
            if name in known and (len(name) > 2 or _in_list(text, end - size, end)):
                options = known[name]
                found.append(
                    Mention(
                        end - size, end, name, options[0].level, options[0] if len(options) == 1 else None
                    )
                )
                floor = end
                break
        else:
            unknown = _unknown(text, floor, suffix)
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


def _unknown(text: str, floor: int, suffix: re.Match[str]) -> Mention | None:
    """A division that is not in the table: only behind a mark or another division, and never a common noun."""
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
        if start < floor or not all("\u4e00" <= c <= "\u9fff" for c in stem) or _STEM_STOP.search(stem):
            return None
        if start == floor > 0 or _BEFORE_UNKNOWN.search(text, max(0, start - 2), start):
            name = text[start:end]
            if stem.endswith(_not_places()) or stem.startswith(_not_places()):
                return None
            return Mention(start, end, name, divisions.level_of(name))
    return None


def _short_names(
    text: str, taken: bytearray, whole: Iterable[Mention], tokens: Sequence[Token]
) -> list[Mention]:
    """Bare short names: provinces; others if the full name or the parent stands in the document, or a tagger says so."""
    seen = [m for m in whole]
    named = {m.name for m in seen}
    near = {m.division.code for m in seen if m.division} | {m.division.parent for m in seen if m.division}
    stems = {m.name[:-1]: m for m in seen if not m.division and len(m.name) > 2}
    places = {token.start: token.end for token in tokens if token.tag == "LOC"}
    filed, out, floor = divisions.shorts(), [], 0
    for at in _starts(text, filed.keys() | stems.keys()):
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


def _starts(text: str, heads: Collection[str]) -> list[int]:
    """Return every offset at which one of many two-character words stands."""
    pairs = {text[i : i + 2] for i in range(len(text) - 1)}
    starts = []
    for head in pairs.intersection(heads):
        at = text.find(head)
        while at >= 0:
            starts.append(at)
            at = text.find(head, at + 1)
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
            if d.level == "province" or d.name in named or d.code in near or places.get(at) in (end, end + 1)
        ] or [d for d in candidates if d.parent in near and d.level == "county" and d.parent[2:4] != "00"]
        picked = _pick(meant, frozenset(near)) if meant else None
        if picked:
            return Mention(at, end, short, picked.level, picked)
    return None


def _towns(text: str, whole: Sequence[Mention]) -> list[Mention]:
    """Towns and villages right behind the division they lie in: 松溪县云门镇石桥村."""
    out = []
    for mention in whole:
        found = _TOWN.match(text, mention.end)
        for group, level in ((1, "township"), (2, "village")):
            name = found[group] if found else None
            if found and name and not _STEM_STOP.search(name):
                out.append(Mention(*found.span(group), name, level))
    return out


def _zones(text: str) -> list[Mention]:
    out = []
    for found in _ZONE.finditer(text):
        start = left_edge(text, found.start(), 12)
        name = text[start : found.end()]
        if found.start() - start >= 2 and not _NOT_ZONE.match(name):
            out.append(Mention(start, found.end(), name, "zone"))
    return out


def _behind_division(text: str, start: int, last: int, ends: dict[int, int]) -> int:
    """Leave the division out of 松溪县云门古镇, but not out of 云岭古城."""
    while (end := ends.get(start)) and text[end - 1] in "省市县区州旗" and last - end >= 2:
        start = end
    return start


def _sites(text: str, whole: Sequence[Mention], named: frozenset[int]) -> list[Mention]:
    """Sites only where someone goes to them, where they are pictured, or where a division begins their name."""
    ends = {m.start: m.end for m in whole}
    out = []
    for found in _SITE.finditer(text):
        edge = left_edge(text, found.start(), 14)
        start = _behind_division(text, edge, found.start(), ends)
        name = text[start : found.end()]
        if not (3 <= len(name) <= 12 and _AFTER_SITE.match(text, found.end())) or _STEM_STOP.search(name):
            continue
        if _NOT_SITE.match(name):
            continue
        if edge in named or start != edge or _TOUR.search(text, max(0, edge - 5), edge):
            out.append(Mention(start, found.end(), name, "village" if name.endswith("村") else "site"))
    return out


def _regions_in(text: str) -> list[Mention]:
    levels = _region_levels()
    out = [
        Mention(*m.span(), m[0], levels[m[0]])
        for m in _regions().finditer(text)
        if m[0] != "中国" or not "\u4e00" <= text[m.end() : m.end() + 1] <= "\u9fff"
    ]
    for found in _REGION.finditer(text):
        start = left_edge(text, found.start(), 8)
        if found.start() - start >= 2 and not _COUNTED.search(text, start, found.end()):
            out.append(Mention(start, found.end(), text[start : found.end()], "region"))
    return out


def find(page: Page, tokens: Sequence[Token] = ()) -> tuple[Mention, ...]:
    """Find every place name of a page.

    Parameters
    ----------
    page : Page
        The page.
    tokens : sequence of Token
        What a tagger saw; may be empty.

    Returns
    -------
    tuple of Mention
        In order; longer names win over those inside them, but a division inside a zone's or a site's name stays.
    """
    text = page.clean
    whole = _full_names(text)
    taken = bytearray(len(text) + 1)
    for mention in whole:
        taken[mention.start : mention.end] = b"\1" * (mention.end - mention.start)
    shorts = _short_names(text, taken, whole, tokens)
    kept: list[Mention] = []
    starts = frozenset(m.start for m in (*whole, *shorts))
    sites = bytearray(len(text) + 1)
    floor = 0
    for mention in sorted(
        (*_zones(text), *_regions_in(text), *_sites(text, whole, starts)), key=lambda m: (m.start, -m.end)
    ):
        if mention.start >= floor:
            kept.append(mention)
            floor = mention.end
            if mention.level == "site":
                sites[mention.start : mention.end] = b"\1" * (mention.end - mention.start)
    kept += [m for m in whole if not (sites[m.start] and not m.division)]
    kept += [m for m in shorts if not (sites[m.start] and m.level == "county")]
    kept += _towns(text, whole)
    return tuple(sorted(set(kept), key=lambda m: (m.start, -m.end)))


def _canonical(mention: Mention) -> str:
    return mention.division.code if mention.division else mention.name


def read(page: Page, mentions: Sequence[Mention], place: PagePlace) -> tuple[PageName, ...]:
    """Make one record a place; 我市, 全市 and the like are mentions of the document's own.

    Parameters
    ----------
    page : Page
        The page.
    mentions : sequence of Mention
        From `find`.
    place : PagePlace
        What 我市 means.

    Returns
    -------
    tuple of PageName
        In order of first mention.
    """
    groups: dict[str, list[Mention]] = defaultdict(list)
    for mention in _believable(mentions, place):
        groups[_canonical(mention)].append(mention)
    _merge_shorts(groups)
    names = []
    for group in groups.values():
        longest = max(group, key=lambda m: len(m.name))
        forms = tuple(dict.fromkeys(m.name for m in group if m.name != longest.name))
        spans = {(m.start, m.end) for m in group}
        if longest.name == place.name or place.name in forms:
            mark = {"prefecture": "市州盟", "county": "县区旗", "province": "省"}.get(place.level or "", "")
            spans |= {m.span() for m in _OUR.finditer(page.clean) if m[0][1] in mark}
        names.append(_record(page, longest, forms, tuple(sorted(spans)), group[0]))
    return tuple(sorted(names, key=lambda name: name.mentions[0]))


def _believable(mentions: Sequence[Mention], place: PagePlace) -> list[Mention]:
    """Unlink counties that only share their name with one elsewhere: the page's own city is not the one they lie in."""
    own = divisions.full().get(place.name or "", ())
    if not place.name or own:
        return list(mentions)
    named = {m.division.code for m in mentions if m.division and m.level != "county"}
    return [
        Mention(m.start, m.end, m.name, m.level)
        if m.division and m.level == "county" and m.division.parent not in named
        else m
        for m in mentions
    ]


def _merge_shorts(groups: dict[str, list[Mention]]) -> None:
    """Put 云岭 to 云岭市 where neither is in the table, and 云岭经开区 to 云岭经济技术开发区."""
    for key in [k for k, g in groups.items() if not g[0].division]:
        for longer in (key + "市", key + "县", key + "区", *_long_zones(key)):
            if longer in groups:
                groups[longer] += groups.pop(key)
                groups[longer].sort(key=lambda m: m.start)
                break


def _long_zones(name: str) -> tuple[str, ...]:
    if name.endswith("经开区"):
        return name[:-3] + "经济技术开发区", name[:-3] + "经济开发区"
    if name.endswith("高新区"):
        return name[:-3] + "高新技术产业开发区", name[:-3] + "高新技术开发区"
    return ()


def _record(
    page: Page, named: Mention, forms: tuple[str, ...], spans: tuple[Offsets, ...], first: Mention
) -> PageName:
    division = named.division
    parent = divisions.by_code().get(division.parent) if division else None
    record = page.cite(
        Area,
        first.start,
        first.end,
        key=named.name,
        name=named.name,
        other_names=forms,
        classification=named.level,
        identifier=division.code if division else None,
        parent=parent.name if parent else None,
        mentions=tuple(page.repaired.raw_span(*span) for span in spans if span != (first.start, first.end)),
        method="read.areas",
        confidence=0.9 if division else 0.7,
    )
    return PageName(record, spans)
