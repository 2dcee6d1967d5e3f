"""Towns, streets and villages: right behind their county, where someone goes, or as the seat of an office."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache

from bridgehead import terms
from bridgehead.read._literals import Listed
from bridgehead.read.gazetteer import STEM_STOP, Mention
from bridgehead.repair import lexicon

__all__ = ["towns"]

_H = "\u4e00-\u9fff"
_SUFFIX = Listed(
    r"镇(?!镇(?!长|党|政|人|区)|化|海|江|平|远|宁|守|静|痛|定|压)|乡(?!村|镇|亲|情|愁|音|土|贤|下|里)|街道(?!两|上|旁|边)|苏木(?!达)|嘎查(?!达)"
)
# 云门古镇 is a site, 特色小镇 a kind; 下乡, 返乡 and 家乡 are no townships.
_KIND = re.compile(
    r"(?:[各该本全某两多每此几古小集重强建城乡名大侨新边]|中心|重点|特色|百强|千强|示范|试点|样板|工业|旅游|风情|特大|[一二三四五六七八九十\d]个)镇$"
    r"|(?:[各该本全某两多每此几下返回入离还故家他异水老城同出进贫]|[一二三四五六七八九十\d]个)乡$"
    r"|(?:[各该本全某两多每此几]|[一二两三四五六七八九十\d]个|城市|商业|主要|中心|周边)街道$"
)
_SEAT = re.compile(
    r"党委|党工委|政府|人大|办事处|镇长|乡长|卫生院|中心校|派出所|司法所|纪委|武装部|综治|便民"
)
_GOES = re.compile(r"(?:来到|走进|深入|前往|走访|抵达|位于|地处|奔赴|[在到赴])$")
_OPEN = re.compile(rf"(?:^|[^{_H}]|[和与及从])$")
_VILLAGE = re.compile(
    rf"[{_H}]{{2,5}}?社区(?!居民|工作|治理|服务|建设|矫正|干部|群众)|"
    rf"[{_H}]{{1,5}}?村(?!委|民|级|里|容|屯|镇|落|史|支|党|两|书|干|集体)|[{_H}]{{1,5}}?村(?=委会|民委员会|民|支书|支部|党支部|党总支|党委|两委|书记|干部)"
)
_HOUSED = re.compile(r"(?:党支部|党总支|党委|村?委会|村?民委员会|支书|支部|两委|“两委”|第一书记|驻村)")
_SEATED = re.compile(
    rf"(?:(?P<gone>来到|走进|深入|前往|走访|抵达|[在到赴])|(?<![{_H}]))(?P<village>[{_H}]{{2,4}}?村)"
    rf"(?(gone)(?!委|民|级|庄|镇)|(?={_HOUSED.pattern}))"
)
_NO_VILLAGE = re.compile(
    r"农村$|.[省市县区旗镇乡]|^(?:各|该|本|全|某|农|乡|新农|行政|自然|示范|贫困|城市|智慧|老旧|未来|帮扶|包联|驻|进|入"
    r"|美丽|和美|[一二三四五六七八九十\d两多几]+个?|一)+[村社]$"
)


@cache
def _not_places() -> tuple[str, ...]:
    return (*terms.words("not_places"), *terms.words("lead_words"))


def _is_name(stem: str) -> bool:
    # 永和村 and 太和镇 hold a 和, 云门镇和石桥村 begins with one.
    return not STEM_STOP.search(stem[:1] + stem[1:].replace("和", "")) and all(
        "\u4e00" <= c <= "\u9fff" for c in stem
    )


def _town_at(text: str, suffix: re.Match[str], ends: frozenset[int]) -> Mention | None:
    """The town whose last word stands at a place, if something shows where its name begins."""
    end = suffix.end()
    for size in (2, 3, 4, 1, 5):
        start = suffix.start() - size
        name, stem = text[max(0, start) : end], text[max(0, start) : suffix.start()]
        if stem.endswith("镇") and text[end : end + 1] in "长党政人区":
            return None
        if (
            start < 0
            or _KIND.search(name)
            or any(c in "省市县区旗盟镇乡" for c in stem.strip("镇"))
            or not _is_name(stem)
        ):
            continue
        inside = start in ends
        evident = inside or bool(_GOES.search(text, max(0, start - 2), start))
        if not evident and _OPEN.search(text, max(0, start - 1), start):
            listed = text[start - 1 : start] in "、和与及" and start - 1 in ends
            seat = _SEAT.match(text, end) or _village_at(text, end)
            listed = listed or (suffix[0] == "街道" and size > 1 and text[start - 1 : start] == "、")
            strange = size > 1 and not lexicon().is_word(stem) and text[start - 1 : start] == "、"
            evident = listed or bool(seat) or strange or text.count(name) > 1
        if evident and (size in (2, 3, 4) or inside) and not name.startswith(_not_places()):
            return Mention(start, end, name, "township")
    return None


def _village_at(text: str, at: int) -> Mention | None:
    found = _VILLAGE.match(text, at)
    if (
        not found
        or _NO_VILLAGE.search(found[0].replace("社区", "社"))
        or not _is_name(found[0].removesuffix("社区")[:-1])
    ):
        return None
    return Mention(at, found.end(), found[0], "village")


def towns(text: str, whole: Sequence[Mention]) -> list[Mention]:
    """Find towns and villages: 松溪县云门镇石桥村, 深入藉口镇、中梁镇, 云门镇党委书记, 石桥村党支部书记.

    Parameters
    ----------
    text : str
        The clean text.
    whole : sequence of Mention
        Its divisions.
    """
    ends = {mention.end for mention in whole}
    out: list[Mention] = []
    for suffix in _SUFFIX.finditer(text):
        town = _town_at(text, suffix, frozenset(ends)) if not _covered(whole, suffix.start()) else None
        if town:
            out.append(town)
            ends.add(town.end)
    out += [village for end in sorted(ends) if (village := _village_at(text, end))]
    return [*out, *_seats(text, {m.end for m in out})]


def _covered(whole: Sequence[Mention], at: int) -> bool:
    """Whether a place lies inside a division's name, such as 镇 of 镇江市."""
    return any(m.start <= at < m.end for m in whole)


def _seats(text: str, ends: set[int]) -> Iterator[Mention]:
    """Villages whose office is named, or to which someone goes: 、石桥村党支部书记; 走进石桥村."""
    for found in _SEATED.finditer(text):
        stem = found["village"][:-1]
        gone = found["gone"] is None or not lexicon().is_word(stem)
        if found.end() not in ends and gone and not _NO_VILLAGE.search(found["village"]) and _is_name(stem):
            yield Mention(*found.span("village"), found["village"], "village")
