"""Places as records: one a place, with all its names and mentions."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

from bridgehead.read import divisions
from bridgehead.read._literals import Listed
from bridgehead.read._page import Page, PageName, PagePlace
from bridgehead.read.gazetteer import Mention, full_names, short_names
from bridgehead.read.sites import sites
from bridgehead.read.tagger import Token
from bridgehead.read.towns import towns
from bridgehead.read.zones import is_kind, regions, zones
from bridgehead.records import Area

__all__ = ["find", "read"]

Offsets = tuple[int, int]
_OUR = Listed(r"[我全本][市县区省州盟旗]")
_THAT = Listed(r"该(?<!应该)(?P<level>[市县区州盟旗镇乡村])(?![场域级直委])")


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
        In order; longer names win over those inside them, but a division inside a zone's name stays.
    """
    text = page.clean
    whole = full_names(text, page.context.place)
    taken = bytearray(len(text) + 1)
    for mention in whole:
        taken[mention.start : mention.end] = b"\1" * (mention.end - mention.start)
    shorts = short_names(text, taken, whole, tokens)
    starts = frozenset(m.start for m in (*whole, *shorts))
    larger = _apart(
        [*(_own_name(zone, whole) for zone in zones(text)), *regions(text), *sites(text, whole, starts)]
    )
    inside = {i for m in larger if m.level == "site" for i in range(m.start, m.end)}
    within = inside | {i for m in larger if m.level == "zone" for i in range(m.start + 1, m.end)}
    kept = [*larger, *towns(text, whole)]
    kept += [m for m in whole if m.division or m.start not in inside]
    kept += [m for m in shorts if m.level != "county" or m.start not in within]
    distinct = {(m.start, m.end, m.level, m.division is None): m for m in kept}
    return tuple(sorted(distinct.values(), key=lambda m: (m.start, -m.end)))


def _own_name(zone: Mention, whole: Sequence[Mention]) -> Mention:
    """Leave the divisions out that a zone lies in: 沈北新区 of 辽宁省沈阳市沈北新区, but 松溪县经济开发区."""
    ends = {m.start: m.end for m in whole}
    start = zone.start
    while (end := ends.get(start)) and zone.end - end > 3 and not is_kind(zone.name[end - zone.start :]):
        start = end
    return Mention(start, zone.end, zone.name[start - zone.start :], zone.level)


def _apart(mentions: Sequence[Mention]) -> list[Mention]:
    """Keep the first and longest of overlapping names."""
    kept: list[Mention] = []
    for mention in sorted(mentions, key=lambda m: (m.start, -m.end)):
        if not kept or mention.start >= kept[-1].end:
            kept.append(mention)
    return kept


def _canonical(mention: Mention) -> str:
    return mention.division.code if mention.division else mention.name


def read(
    page: Page, mentions: Sequence[Mention], place: PagePlace, year: int | None = None
) -> tuple[PageName, ...]:
    """Make one record a place; 我市, 全市 and the like are mentions of the document's own.

    Parameters
    ----------
    page : Page
        The page.
    mentions : sequence of Mention
        From `find`.
    place : PagePlace
        What 我市 means.
    year : int, optional
        Of the document: codes are those of that year.

    Returns
    -------
    tuple of PageName
        In order of first mention.
    """
    groups: dict[str, list[Mention]] = defaultdict(list)
    for mention in _believable(mentions, place):
        groups[_canonical(mention)].append(mention)
    _merge_shorts(groups)
    that = _that(page.clean, groups)
    names = []
    for key, group in groups.items():
        longest = max(group, key=lambda m: len(m.name))
        forms = tuple(dict.fromkeys(m.name for m in group if m.name != longest.name))
        spans = {(m.start, m.end) for m in group} | that.get(key, set())
        if longest.name == place.name or place.name in forms:
            mark = {"prefecture": "市州盟", "county": "县区旗", "province": "省"}.get(place.level or "", "")
            spans |= {m.span() for m in _OUR.finditer(page.clean) if m[0][1] in mark}
        division = divisions.as_of(longest.division, year) if longest.division else None
        named = replace(longest, division=division)
        names.append(_record(page, named, forms, tuple(sorted(spans)), group[0]))
    return tuple(sorted(names, key=lambda name: name.mentions[0]))


def _that(text: str, groups: dict[str, list[Mention]]) -> dict[str, set[Offsets]]:
    """Return which place 该区, 该县 … mean: the last one of that kind that was named not long before."""
    spans: dict[str, set[Offsets]] = defaultdict(set)
    for found in _THAT.finditer(text):
        before = [
            (m.start, key)
            for key, group in groups.items()
            for m in group
            if m.end <= found.start() < m.end + 600 and m.name.endswith(found["level"])
        ]
        if before:
            spans[max(before)[1]].add(found.span())
    return spans


def _believable(mentions: Sequence[Mention], place: PagePlace) -> list[Mention]:
    """Unlink counties that only share their name with one elsewhere: the page's own city is another."""
    own = divisions.full().get(place.name or "", ())
    named = {m.division.code for m in mentions if m.division and m.level != "county"} | {d.code for d in own}
    near = named | {code[:2] + "0000" for code in named}
    counties = [m for m in mentions if m.division and m.level == "county"]
    apart = len({m.division.parent for m in counties if m.division} - named) > 1
    strange = bool(place.name) and not own
    return [
        Mention(m.start, m.end, m.name, m.level)
        if m.division and m.level == "county" and (strange or apart or named) and not near & _above(m)
        else m
        for m in mentions
    ]


def _above(mention: Mention) -> set[str]:
    """Return the codes of the divisions that a mention lies in."""
    code = mention.division.code if mention.division else ""
    return {code, code[:4] + "00", code[:2] + "0000"}


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
        valid_from=division.valid_from or None if division else None,
        valid_to=division.valid_to or None if division else None,
        mentions=tuple(page.repaired.raw_span(*span) for span in spans if span != (first.start, first.end)),
        method="read.areas",
        confidence=0.9 if division else 0.7,
    )
    return PageName(record, spans)
