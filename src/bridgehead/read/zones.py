"""Zones, and regions that lie across divisions or beyond the border."""

from __future__ import annotations

import re
from functools import cache

from bridgehead import terms
from bridgehead.read._literals import Listed
from bridgehead.read.edges import left_edge
from bridgehead.read.gazetteer import Mention

__all__ = ["is_kind", "regions", "zones"]

_REGION = Listed(r"城市群|城镇圈|都市圈|经济圈|经济带|金三角|三角洲")
_ZONE = Listed(
    r"开发区|经开区|高新区|综改示范区|综改区|自贸试验区|保税区|工业区|新区(?![域别分间块])|科技城|合作区|特别行政区"
    r"|口岸(?![岸办])"
)
_KIND = re.compile(r"经济(?:技术)?|高新(?:技术)?(?:产业)?|旅游|综合|农业")
_COMMON = re.compile(
    r"(?:.*(?:沿海|沿边|陆路|公路|铁路|航空|水运|重点|开放|一类|边境|城市|城镇|老|建成|功能|综合|传统|经济|对外|跨境"
    r"|深度|产业|工业|农业|旅游|国际|特色))?(?:新区|口岸|工业区|合作区|科技城)"
)
_NOT_ZONE = re.compile(r"国家|中国|省级|市级|各|全[省市]|该|我|所有|[一二三四五六七八九十\d]+[个大家类]")
_COUNTED = re.compile(r"[一二两三四五六七八九十\d][大个条]")
# 东北林业大学 is a school, 华北制药集团 a firm.
_IN_NAME = re.compile(r"[^，。、,;；\s]{0,6}(?:大学|学院|研究院|公司|集团|医院)")
# 老挝琅勃拉邦省, 澳大利亚昆士兰州: behind a country.
_STATE = re.compile(r"[\u4e00-\u9fff]{2,6}?(?:州|省|邦(?!省)|大区|道(?=知事)|县(?=知事))")


def _regions() -> str:
    return "|".join(sorted((row["name"] for row in terms.table("regions")), key=len, reverse=True))


_REGION_NAMES = Listed(_regions)


@cache
def _region_levels() -> dict[str, str]:
    return {row["name"]: row["level"] for row in terms.table("regions")}


def is_kind(name: str) -> bool:
    """Whether a name only says which kind of zone it is: 经济开发区, 沿边口岸."""
    return bool(_KIND.fullmatch(name[:-3]) or _COMMON.fullmatch(name))


def zones(text: str) -> list[Mention]:
    """Find development zones by their names: 云岭经济技术开发区, 云岭经开区."""
    out = []
    for found in _ZONE.finditer(text):
        start = left_edge(text, found.start(), 12)
        name = text[start : found.end()]
        if found.start() - start >= 2 and not _NOT_ZONE.match(name) and not is_kind(name.lstrip("省市县区")):
            out.append(Mention(start, found.end(), name, "zone"))
    return out


def regions(text: str) -> list[Mention]:
    """Find countries, their states, and regions: of ``terms/regions.csv``, and by endings (江北城市群)."""
    levels = _region_levels()
    out = [
        Mention(*m.span(), m[0], levels[m[0]])
        for m in _REGION_NAMES.finditer(text)
        if (levels[m[0]] != "region" or not _IN_NAME.match(text, m.end()))
        and (m[0] != "中国" or not "\u4e00" <= text[m.end() : m.end() + 1] <= "\u9fff")
    ]
    abroad = [m.end for m in out if m.level == "country"]
    for found in (state for end in abroad if (state := _STATE.match(text, end))):
        out.append(Mention(*found.span(), found[0], "region"))
    for found in _REGION.finditer(text):
        start = left_edge(text, found.start(), 8)
        if found.start() - start >= 2 and not _COUNTED.search(text, start, found.end()):
            out.append(Mention(start, found.end(), text[start : found.end()], "region"))
    return out
