"""Bodies and companies: by the ends of their names and by what the tagger saw; shorter forms are aliases."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from bridgehead import terms
from bridgehead.read._page import Page, PageName, PagePlace
from bridgehead.read.edges import left_edge
from bridgehead.read.tagger import Token
from bridgehead.records import Organization

__all__ = ["Body", "find", "read"]

Offsets = tuple[int, int]
_COMPANY = re.compile(
    r"(?:集团[\u4e00-\u9fff]{2,6}?(?:药业|实业|重工|矿业|酒业|乳业|钢铁|焦煤)(?=[、,，。;；是和与在])|股份有限公司|有限责任公司|有限公司|集团公司|[总分子]公司|公司|集团(?!化|式|军|总部|下属|旗下)(?:股份)?|银行|合作社|采气厂|煤矿|电厂|药厂|钢厂|水厂|机械厂|化工厂)"
    r"(?![法制章治债员办])"
)
_INSTITUTION = re.compile(
    r"(?:科学院|工程院|社科院|研究院|研究所|研究中心|大学(?![生城])|学院|医院|中学(?![习生])|小学(?!生)|幼儿园|学校|实验室|协会|商会|学会|联合会|基金会|事务所|服务中心|客服中心|维修中心|党群中心|出版社|电视台|日报社)"
)
_OFFICE = re.compile(
    r"(?:领导小组办公室|指挥部办公室|工作领导小组|领导小组|督导组|巡视组|巡察组|考核组|指挥部|工作专班|人民法院|中级法院|人民检察院|管委会|管理委员会|常委会办公厅)"
)
# 市工信局, 省发展改革委, 县教育局: the level stands first, and nothing of the sentence can stand between.
_BUREAU = re.compile(
    r"(?<![\u4e00-\u9fff])(?:[和与及由从向在对])?(?P<a>(?:[省市县区州][\u4e00-\u9fff]{2,11}?)(?:局|厅|改革委|发改委|工信委|卫健委|健康委|国资委|住建委|监委|纪委监委|办公室|督查室|政务服务中心))"
    r"|(?<=[从由向是、和与及对在])(?P<b>(?:[省市县区州](?!场|民|级|里)[\u4e00-\u9fff]{2,11}?)(?:局|厅|改革委|发改委|工信委|卫健委|健康委|国资委|住建委))"
)
# 六安市教育局: behind a division that is known.
_OF_AREA = re.compile(
    r"(?:人民政府|政府)?[\u4e00-\u9fff]{2,9}?(?:局|厅|发展改革委|发改委|工信委|卫健委|卫生健康委|国资委|住建委|督查室|政务服务中心)(?![部面限])"
)
_BUREAU_STOP = re.compile(
    r"[的了是在将把被让]|要求|工作|会议|推进|落实|全局|格局|布局|结局|大局|部署|[省市县]委[、,]"
)
_POWER = re.compile(
    r"(?<=[省市县区州旗镇乡])(?:委(?![员托派屈会])|政府|人民政府|人大常委会|政协|纪委|党委)(?:办公[室厅])?(?!书记处)"
)
_STOP_INSIDE = re.compile(
    r"[的了着过我你他她您们吗呢么哪谁没很被把让给叫请去读]|不(?!锈)|也|[来到得](?!自|来|福)|业主|小区|家属|村民|私立|公立|公办|民办|名牌|正规|黑心|建议|投诉|举报|反映|导致|影响|因此|当时|当初|日后|学区|原学校|这[家所个些]|企业$|[一二三四五六七八九十\d多]家|这些|那些|各[级类]|相关|有关|龙头|本地|其他|上述|等"
)
_CLASSES = (
    ("company", re.compile(r"公司|集团|银行|厂$|矿$|合作社|数据$")),
    ("institution", re.compile(r"科学院$|工程院$|研究院$|社科院$")),
    ("school", re.compile(r"大学|学院|中学|小学|学校|幼儿园")),
    ("media", re.compile(r"日报|晚报|电视台|通讯社|新华社|报社|平台$")),
    ("party", re.compile(r"[省市县区]委|党委|党组|纪委|督导组|巡[视察]组|主题教育")),
    ("government", re.compile(r"政府|局$|厅$|办公室$|委$|管委会|法院|检察院|人大|政协|指挥部|中心$")),
    ("institution", re.compile(r"院$|所$|协会|商会|学会|联合会|基金会|实验室")),
    ("park", re.compile(r"园$|开发区|基地$")),
)
_SUFFIXES = re.compile(r"(?:股份有限公司|有限责任公司|有限公司|集团公司|公司|集团|\(.*?\)|（.*?）)")


@dataclass(frozen=True, slots=True)
class Body:
    """A body's name in the text.

    Attributes
    ----------
    start, end : int
        Clean offsets.
    name : str
        As written.
    """

    start: int
    end: int
    name: str


@cache
def _generic() -> frozenset[str]:
    return frozenset(terms.words("generic_names"))


def _by_suffix(text: str) -> list[Body]:
    out = []
    for pattern in (_COMPANY, _INSTITUTION, _OFFICE):
        for found in pattern.finditer(text):
            start = left_edge(text, found.start(), 18, brackets=True)
            stem = text[start : found.start()]
            if (
                len(stem) >= 2
                and stem not in _generic()
                and not _STOP_INSIDE.search(stem)
                and stem[0] not in "()（）等"
            ):
                out.append(Body(start, found.end(), text[start : found.end()]))
    return out


def _bureaus(text: str, areas: Sequence[PageName]) -> list[Body]:
    out = []
    for start, end in (span for area in areas for span in area.mentions):
        found = _OF_AREA.match(text, end) if text[end - 1] in "省市县区州旗" else None
        if found and not text.startswith(("我", "全", "本"), start) and not _BUREAU_STOP.search(found[0]):
            out.append(Body(start, found.end(), text[start : found.end()]))
    for found in _BUREAU.finditer(text):
        group = "a" if found["a"] else "b"
        if not _BUREAU_STOP.search(found[group]):
            out.append(Body(*found.span(group), found[group]))
    return out


def _powers(text: str, areas: Sequence[PageName]) -> list[Body]:
    """市委, 市政府, 松溪县委: a level word, or an area that is known, and its organ."""
    ends = {end: start for area in areas for start, end in area.mentions}
    out = []
    for found in _POWER.finditer(text):
        at = found.start()
        start = ends.get(at)
        if start is None or text[start:at] in ("我市", "全市", "全省", "我省"):
            start = (
                at - 1
                if not "\u4e00" <= text[at - 2 : at - 1] <= "\u9fff" or text[at - 2] in "、和入落彻照由是"
                else None
            )
        if start is not None:
            out.append(Body(start, found.end(), text[start : found.end()]))
    return out


def _tagged(tokens: Sequence[Token]) -> list[Body]:
    """What the tagger calls an organisation, and what ends like one."""
    ends = (_CLASSES[0][1], _INSTITUTION, _OFFICE)
    return [
        Body(token.start, token.end, token.text)
        for token in tokens
        if token.tag == "ORG"
        and len(token.text) >= 4
        and not _STOP_INSIDE.search(token.text)
        and any(m.end() == len(token.text) for end in ends for m in end.finditer(token.text))
    ]


def _apart(bodies: Sequence[Body]) -> list[Body]:
    """Keep the longest of overlapping names."""
    out: list[Body] = []
    for body in sorted(bodies, key=lambda b: (b.start, -b.end)):
        if not out or body.start >= out[-1].end:
            out.append(body)
        elif body.end > out[-1].end:
            out[-1] = Body(out[-1].start, body.end, "")
    return out


def _between(text: str, bodies: Sequence[Body]) -> list[Body]:
    """A name between two firms of one list is a firm: 恒远集团、蓝谷数据、远航公司."""
    out = []
    for left, right in pairwise(bodies):
        middle = text[left.end + 1 : right.start - 1]
        listed = text[left.end : left.end + 1] == "、" == text[right.start - 1 : right.start]
        firms = _COMPANY.search(text, left.start, left.end) and _COMPANY.search(text, right.start, right.end)
        if listed and firms and re.fullmatch(r"[\u4e00-\u9fff]{3,8}", middle):
            out.append(Body(left.end + 1, right.start - 1, middle))
    return out


def find(page: Page, areas: Sequence[PageName], tokens: Sequence[Token] = ()) -> tuple[Body, ...]:
    """Find the bodies and companies of a page.

    Parameters
    ----------
    page : Page
        The page.
    areas : sequence of PageName
        Its places.
    tokens : sequence of Token
        What a tagger saw; may be empty.

    Returns
    -------
    tuple of Body
        In order; they do not overlap.
    """
    text = page.clean
    bodies = _apart([*_by_suffix(text), *_bureaus(text, areas), *_powers(text, areas), *_tagged(tokens)])
    bodies += _between(text, bodies)
    bodies.sort(key=lambda body: body.start)
    zones = {
        start: end
        for area in areas
        if area.record.classification in ("zone", "county", "prefecture")
        for start, end in area.mentions
    }
    return tuple(_without_zone(text, body, zones) for body in bodies)


def _without_zone(text: str, body: Body, zones: dict[int, int]) -> Body:
    """云岭经济技术开发区恒远机械公司 is 恒远机械公司, in the zone; but 松溪蓝谷公司 keeps its place."""
    end = zones.get(body.start)
    if end and text[end - 1] in "区县" and body.end - end >= 5 and _COMPANY.search(text, end, body.end):
        return Body(end, body.end, text[end : body.end])
    return Body(body.start, body.end, text[body.start : body.end])


def _classification(name: str) -> str:
    return next((label for label, pattern in _CLASSES if pattern.search(name)), "other")


def _is_alias(short: str, long: str) -> bool:
    """Whether a name is a shorter form of another: 远航公司 of 云岭远航物流有限公司."""
    core, whole = _SUFFIXES.sub("", short), _SUFFIXES.sub("", long)
    if len(core) < 2 or len(whole) <= len(core):
        return False
    if core in whole:
        return len(core) >= 3 or whole.startswith(core) or whole.endswith(core)
    rest = iter(whole)
    return len(core) >= 3 and core[:2] == whole[:2] and all(c in rest for c in core)


def _groups(bodies: Sequence[Body]) -> list[list[Body]]:
    by_name: dict[str, list[Body]] = defaultdict(list)
    for body in bodies:
        by_name[body.name].append(body)
    groups: dict[str, list[Body]] = {}
    for name in sorted(by_name, key=lambda n: (-len(n), by_name[n][0].start)):
        firm = _classification(name) == "company"
        owners = [
            other
            for other in groups
            if firm and _classification(other) == "company" and _is_alias(name, other)
        ]
        if len(owners) == 1:
            groups[owners[0]] += by_name[name]
        else:
            groups[name] = list(by_name[name])
    return list(groups.values())


def read(
    page: Page, bodies: Sequence[Body], areas: Sequence[PageName], place: PagePlace
) -> tuple[PageName, ...]:
    """Make one record a body.

    Parameters
    ----------
    page : Page
        The page.
    bodies : sequence of Body
        From `find`.
    areas : sequence of PageName
        The places, for where a body is.
    place : PagePlace
        What 市 means in 市工信局.

    Returns
    -------
    tuple of PageName
        In order of first mention.
    """
    names = []
    for group in _groups(bodies):
        group.sort(key=lambda body: body.start)
        longest = max(group, key=lambda body: len(body.name))
        spans = tuple((body.start, body.end) for body in group)
        record = page.cite(
            Organization,
            *spans[0],
            key=longest.name,
            name=longest.name,
            other_names=tuple(dict.fromkeys(b.name for b in group if b.name != longest.name)),
            classification=_classification(longest.name),
            area=_area(longest.name, areas, place),
            mentions=tuple(page.repaired.raw_span(*span) for span in spans[1:]),
            method="read.organizations",
            confidence=0.8,
        )
        names.append(PageName(record, spans))
    return tuple(sorted(names, key=lambda name: name.mentions[0]))


def _area(name: str, areas: Sequence[PageName], place: PagePlace) -> str | None:
    for area in areas:
        if name.startswith((area.name, *area.record.other_names)):
            return area.name
    if name[0] in "市州" and place.level == "prefecture":
        return place.name
    return place.province if name[0] == "省" else None
