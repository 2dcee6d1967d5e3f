"""Where bodies and companies are named: by the ends of their names, by what departments do, by the tagger."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from bridgehead import terms
from bridgehead.read._literals import Listed
from bridgehead.read._page import Page, PageName, PagePerson
from bridgehead.read.divisions import shorts
from bridgehead.read.edges import left_edge
from bridgehead.read.tagger import Token
from bridgehead.repair import lexicon

__all__ = ["COMPANY", "Body", "find", "short_names"]

_H = "\u4e00-\u9fff"
COMPANY = Listed(
    rf"(?:集团[{_H}]{{2,6}}?(?:药业|实业|重工|矿业|酒业|乳业|钢铁|焦煤)(?=[、,，。;；是和与在])"
    rf"|(?:股份有限公司|有限责任公司|有限公司|集团公司|[总分子]公司|公司)(?:[{_H}]{{2,6}}?分公司)?"
    rf"|集团(?!化|式|军|总部|下属|旗下)(?:股份)?|银行(?:[{_H}]{{2,9}}?(?:分行|支行))?|信用合作联社|信用联社|合作社"
    r"|(?:食品|加工|纺织|水泥|服装|玻璃|造纸|设备|农机|家具|陶瓷|酒|糖|茶|鞋|电子|塑料|印刷|汽配|制造|机床|轴承|电机|铝|焦化|洗煤|砖|处理|选矿|冶炼|焚烧|发电|热电|净水|自来水)厂|采气厂|煤矿|电厂|药厂|钢厂|水厂|机械厂|化工厂|农商行|律师事务所|会计师事务所)"
    r"(?![法制章治债员办])"
)
_INSTITUTION = Listed(
    r"(?:科学院|工程院|社科院|研究院|研究所|研究中心|大学(?![生城])|学院|附属中学|附属医院|医院|中学(?![习生])|小学(?!生)|幼儿园|学校"
    r"|(?<!重点)实验室|协会|商会|学会|联合会|联会|总会|联谊会|同乡会|促进会|基金会|事务所|服务中心|客服中心|维修中心|党群中心|制造中心|科创中心|出版社|电视台|日报社"
    r"|大使馆|总领事馆)"
)
_OFFICE = Listed(
    r"(?:领导小组办公室|指挥部办公室|工作领导小组|领导小组|督导组|巡视组|巡察组|考核组|指挥部|工作专班|人民法院|中级法院|人民检察院|检察院"
    r"|海关(?!总署)|海事局|(?<![省市县区州旗盟和])林业局(?!长)|出入境边防检查总?站|边检站|(?:水库|灌区|公园|景区|保护区|湿地|流域|遗址|文物|公路|航道|河道|市场)管理[处所站]|支队(?!长)|总队(?!长)|管委会|管理委员会|管理局|常委会办公厅)"
)
_SET = Listed(
    r"新疆生产建设兵团(?:第[一二三四五六七八九十]{1,3}师)?|国家发展(?:和)?改革委(?:员会)?|海关总署|国务院国资委"
)
_CALLED = re.compile(
    r"[(（](?:以?下(?:统)?简称|简称)[:：]?[“\"「]?(?P<short>[^”\"」()（）,，。]{2,12})[”\"」]?[)）]"
)
_LEVEL = r"(?:自治[区州县旗]|地区|[省市县区州盟旗])"
# 市工信局, 县教育局: the level stands first, and nothing of the sentence can stand between.
_OF_LEVEL = Listed(
    rf"(?<![{_H}])(?:[和与及由从向在对])?(?P<a>(?:[省市县区州盟旗](?!长)[{_H}]{{2,11}}?)(?:局|厅|办公室|督查室|政务服务中心)|[省市县区][{_H}]{{2,4}}?办(?=[将等、,，。和与联会印发要]|副?主任|负责))"
    rf"|(?<=[从由向是、和与及对在送给请])(?P<b>(?:[省市县区州盟旗](?!场|民|级|里|长)[{_H}]{{2,11}}?)(?:局|厅|委办公室))"
)
# 大姚县农业技术推广中心: only behind a place or its level, or with who leads it.
_CENTRE = Listed(
    r"(?:设计|体验|繁育|推广|交易|监测|检测|检验|指挥|发展|交流|培训|孵化|调度|急救|管理|保障|救助|会展|创新|技术|信息|数据|运营|体育|活动|文化|艺术"
    r"|医学|医疗|养老|评审|仲裁|调解|托育|应急|救援|研发|创业|就业|接待|督查|考核|鉴定|供应|采购|档案|统计|普查)中心(?![城镇区村小校组])"
)
# Firms by their trade names alone, where a leader went and where the text says that they are firms.
_FIRMS = re.compile(
    rf"(?:走访|考察|参观|来到|走进|深入|前往|调研|察看|检查|视察|拜访|对接|听取|引进|培育|集聚|吸引|服务)了?(?:调研|慰问)?(?P<names>[{_H}]{{2,12}}(?:、[{_H}]{{2,12}}?)*?)"
    r"(?:等(?:[两三四五六七八九十\d]{1,3}[家户])?|[两三四五六七八九十\d]{1,3}[家户])(?:重点|龙头|规上|骨干|本地|民营|科技|外资)*(?:企业|公司)(?![家负])"
)
_PLANT = re.compile(r"[\u4e00-\u9fff](?:(?<!工)厂(?![房区长家商矿里])|林场)")
_SITE_END = re.compile(r"[园城村镇乡街区站场]$|基地$|中心$|项目$|工程$|产业$")
_UNUSUAL = 12.0
"""The cost of a word that is no common noun."""
_LED = re.compile(r"(?:党[委组]书记|副)?(?:主任|理事长|负责人|书记|院长)")
# 六安市教育局: behind a division that is known.
_OF_AREA = re.compile(rf"(?:人民政府|政府)?[{_H}]{{2,9}}?(?:局|厅)(?![部面限])(?:[{_H}]{{2,4}}分局)?")
_BUREAU_STOP = re.compile(
    r"[的了是在将把被让]|要求|工作|会议|推进|落实|全局|格局|布局|结局|大局|部署|[省市县]委[、,]"
)
_POWER = Listed(
    r"(?<=[省市县区州盟旗镇乡])(?:委(?![员托派屈会])|政府|人民政府|人大常委会|政协|纪委|党委)(?:办公[室厅])?(?!书记处)"
)
_STOP_INSIDE = re.compile(
    r"[的了着过我你他她您们吗呢么哪谁没很被把让给叫请去读]|不(?!锈)|也|(?<![自马])来(?!自|来|福)|[到得](?!自|来|福)|业主|小区|家属|村民|私立|公立|公办|民办|名牌|正规|黑心|建议|投诉|举报|反映|导致|影响|因此|当时|当初|日后|学区|原学校|这[家所个些]|[一二三四五六七八九十\d多]家|这些|那些|各[级类]|相关|有关|龙头|本地|其他|上述|等"
)

Offsets = tuple[int, int]


@dataclass(slots=True)
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


def _departments() -> str:
    """Departments of a level by what they do, whatever stands before: 联合市教育局, 自治区经济和信息化厅."""
    cores = "|".join(sorted(terms.words("departments"), key=len, reverse=True))
    organs = "|".join(sorted(terms.words("organs"), key=len, reverse=True))
    commissions = (
        r"(?:财经|审计|外事工作|国家安全|全面深化改革|全面依法治[省市县区]|农村工作|教育工作|金融)"
        r"(?:委员会|领导小组)"
    )
    offices = (
        rf"办公[室厅]|研究室|(?:组织|宣传|统战|[{_H}]{{2}}工作)部|{commissions}"
        r"|政法委|巡察办|网信办|农办|党校|改革办|编办"
    )
    party = rf"(?:委|党委)(?:{offices})"
    committee = rf"(?:政协|人大)[{_H}]{{2,10}}?委员会"
    ends = rf"(?:局|厅|委员会|委(?![员托派]))(?:[{_H}]{{2,4}}分局)?"
    department = rf"(?:{cores}){{1,2}}(?:服务)?(?:监督)?(?:管理)?{ends}"
    alone = rf"(?<![{_H}])(?:{cores})(?:厅|委员会)"
    return rf"{_LEVEL}(?:级)?(?:人民政府|政府)?(?:{department}|{party}|{committee}|{organs})(?!面)|{alone}"


_DEPARTMENTS = Listed(_departments)


def _by_suffix(text: str, people: Sequence[Offsets]) -> list[Body]:
    """By the ends of their names; none holds the name of a person who is named with a post."""
    out = []
    for pattern in (COMPANY, _INSTITUTION, _OFFICE):
        for found in pattern.finditer(text):
            before = bisect_left(people, (found.start(), 0)) - 1
            floor = people[before][1] if before >= 0 else 0
            longest = min(18, max(0, found.start() - floor))
            start = left_edge(text, found.start(), longest, brackets=True)
            stem = text[start : found.start()]
            if (
                len(stem) >= 2
                and stem not in _generic()
                and not _STOP_INSIDE.search(stem)
                and not (stem.endswith("企业") and pattern is COMPANY)
                and stem[0] not in "()（）等-&·"
            ):
                out.append(Body(start, found.end(), text[start : found.end()]))
    return out


def _centres(text: str, areas: Sequence[PageName]) -> list[Body]:
    out, starts = [], {start for area in areas for start, _ in area.mentions}
    for found in (*_CENTRE.finditer(text), *_PLANT.finditer(text)):
        start = left_edge(text, found.start(), 16, brackets=True)
        placed = start in starts or text[start] in "省市县区州旗" or _LED.match(text, found.end())
        if placed and found.start() - start >= 2 and not _STOP_INSIDE.search(text, start, found.start()):
            out.append(Body(start, found.end(), text[start : found.end()]))
    return out


def _bureaus(text: str, areas: Sequence[PageName]) -> list[Body]:
    starts = {
        end: start for area in areas for start, end in area.mentions if text[end - 1] in "省市县区州盟旗"
    }
    out = []
    for end, start in starts.items():
        found = _OF_AREA.match(text, end)
        if found and not text.startswith(("我", "全", "本"), start) and not _BUREAU_STOP.search(found[0]):
            out.append(Body(start, found.end(), text[start : found.end()]))
    for found in _OF_LEVEL.finditer(text):
        group = "a" if found["a"] else "b"
        if not _BUREAU_STOP.search(found[group]):
            out.append(Body(*found.span(group), found[group]))
    for found in _DEPARTMENTS.finditer(text):
        level = found.start() + (2 if found[0].startswith(("自治", "地区")) else 1)
        start = starts.get(level, starts.get(level + 1, found.start()))
        if not text.startswith(("我", "全", "本"), start):
            out.append(Body(start, found.end(), text[start : found.end()]))
    return out + [Body(*found.span(), found[0]) for found in _SET.finditer(text)]


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
    ends = (re.compile(r"公司|集团|银行|厂$|矿$|合作社|数据$"), _INSTITUTION, _OFFICE)
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
        firms = COMPANY.search(text, left.start, left.end) and COMPANY.search(text, right.start, right.end)
        if listed and firms and re.fullmatch(rf"[{_H}]{{3,8}}", middle):
            out.append(Body(left.end + 1, right.start - 1, middle))
    return out


def _listed(text: str) -> list[Body]:
    """What someone went to and the text calls firms: 走访格林循环、荆门石化等企业."""
    out = []
    for found in _FIRMS.finditer(text):
        at = found.start("names")
        for item in found["names"].split("、"):
            if _is_trade_name(item):
                out.append(Body(at, at + len(item), item))
            at += len(item) + 1
    return out


def _is_trade_name(item: str) -> bool:
    """Whether a text is a firm's short name and no branch of industry: 恒盛阀门, but not 生物医药."""
    _, words = lexicon().cut(item)
    costs = (lexicon().costs.get(item[first:last], _UNUSUAL) for first, last in words if last - first > 1)
    unusual = (
        item[:2] in shorts()
        or any(last - first == 1 for first, last in words)
        or max(costs, default=_UNUSUAL) >= _UNUSUAL
    )
    return len(item) >= 4 and unusual and not (_STOP_INSIDE.search(item) or _SITE_END.search(item))


def short_names(text: str, bodies: Sequence[Body]) -> dict[str, str]:
    """Return the short names that a text gives to bodies, and whose they are: …集团(以下简称“海河”)."""
    called = ((body, _CALLED.match(text, body.end)) for body in bodies)
    return {found["short"]: body.name for body, found in called if found}


def _called(text: str, bodies: Sequence[Body]) -> list[Body]:
    return [
        Body(*found.span(), short)
        for short in short_names(text, bodies)
        for found in re.finditer(re.escape(short), text)
    ]


def find(
    page: Page, areas: Sequence[PageName], tokens: Sequence[Token] = (), people: Sequence[PagePerson] = ()
) -> tuple[Body, ...]:
    """Find the bodies and companies of a page.

    Parameters
    ----------
    page : Page
        The page.
    areas : sequence of PageName
        Its places.
    tokens : sequence of Token
        What a tagger saw; may be empty.
    people : sequence of PagePerson
        Who is named; a body's name begins behind a person's.

    Returns
    -------
    tuple of Body
        In order; they do not overlap.
    """
    text = page.clean
    named = sorted(mention for person in people if person.post and person.name for mention in person.mentions)
    bodies = _apart(
        [
            *_by_suffix(text, named),
            *_bureaus(text, areas),
            *_centres(text, areas),
            *_powers(text, areas),
            *_tagged(tokens),
            *_listed(text),
        ]
    )
    bodies += _between(text, bodies)
    bodies = _apart([*bodies, *_called(text, bodies)])
    bodies.sort(key=lambda body: body.start)
    zones = {
        start: end
        for area in areas
        if area.record.classification in ("zone", "county", "prefecture", "province")
        for start, end in area.mentions
    }
    return tuple(_without_zone(text, body, zones) for body in bodies)


# 珞璜工业园重庆巨能玻璃有限公司 is a firm in the park; 园区建设发展公司 is the park's own.
_PARK = re.compile(
    rf"[{_H}]{{2,12}}?(?:工业园区?|产业园区?|科技园区?|开发区|高新区|经开区|保税区|片区|港区|园区)(?!建设|开发|投资|运营|管理|发展|服务|国有|资产|城市)"
)

_SITED = re.compile(r"园区?|[区乡镇村]|街道")
"""Ends of places behind which another place begins the name: 产业示范园广西某某公司."""


def _without_zone(text: str, body: Body, zones: dict[int, int]) -> Body:
    """云岭经济技术开发区恒远机械公司 is 恒远机械公司, in the zone; but 松溪蓝谷公司 keeps its place.

    So do 云岭市恒远公司 and 云岭市东陵区教育局 lose what is said before the last division: only 东陵区教育局.
    """
    start = body.start
    if COMPANY.search(text, start, body.end):
        park = _PARK.match(text, start, body.end)
        placed = [m.end() for m in _SITED.finditer(text, start, body.end) if text[m.end() :][:2] in shorts()]
        inner = max([park.end() if park else start, *placed])
        start = inner if body.end - inner >= 6 else start
    while (end := zones.get(start)) and zones.get(end, body.end) < body.end:
        start = end
    end = zones.get(start)
    firm = COMPANY.search(text, end, body.end) if end and text[end - 1] in "区县" else None
    if end and firm and body.end - end >= 5 and text[end : firm.start()] not in _generic():
        start = end
    return Body(start, body.end, text[start : body.end])
