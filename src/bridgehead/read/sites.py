"""Sites that people visit."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bridgehead.read._literals import Listed
from bridgehead.read.edges import left_edge
from bridgehead.read.gazetteer import STEM_STOP, Mention

__all__ = ["sites"]

_SITE = Listed(
    r"(?:古城|石窟|古镇|古堡|寺|庙|塔|壁|广场|公园|博物馆|纪念馆|展览馆|文化馆|图书馆|景区|度假区|教育基地|文化园|水库|产业园|工业园|科技园|物流园"
    r"|示范园|园区|古村落|新村|遗址|书院|故居|火车站|高铁站|机场|湿地)"
)
_TOUR = re.compile(
    r"(?:来到|走进|深入|登上|前往|步入|位于|地处|参观|察看|考察|抵达|走访|图为[昨今前]?[日天]?|[昨今][日天]|单位|[在到赴][^、,]{0,3})$|(?<=[寺庙塔园馆窟城区])[、和及]$"
)
_AFTER_SITE = re.compile(
    r"[,，。、;；)）\s和是等,:：”]|了解|察看|考察|实地|调研|详细|听取|位于|人流|[以与]及|$"
)
_NOT_SITE = re.compile(r"国家|省级|市级|各|该|我|所有|一[座个处]")


def _behind_division(text: str, start: int, last: int, ends: dict[int, int]) -> int:
    """Leave the division out of 松溪县云门古镇, but not out of 云岭古城."""
    while (end := ends.get(start)) and text[end - 1] in "省市县区州旗" and last - end >= 2:
        start = end
    return start


def sites(text: str, whole: Sequence[Mention], named: frozenset[int]) -> list[Mention]:
    """Find sites where someone goes to them, where they are pictured, or where a division begins the name."""
    ends = {m.start: m.end for m in whole}
    out = []
    for found in _SITE.finditer(text):
        edge = left_edge(text, found.start(), 14)
        start = _behind_division(text, edge, found.start(), ends)
        name = text[start : found.end()]
        if not (3 <= len(name) <= 12 and _AFTER_SITE.match(text, found.end())) or STEM_STOP.search(name):
            continue
        if _NOT_SITE.match(name):
            continue
        if edge in named or start != edge or _TOUR.search(text, max(0, edge - 5), edge):
            out.append(Mention(start, found.end(), name, "village" if name.endswith("村") else "site"))
    return out
