"""Titles: level × body × rank × role, and chains of them (市政协副主席、东陵区委书记)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Literal

from bridgehead import terms
from bridgehead.read._literals import Listed
from bridgehead.read._page import PagePlace
from bridgehead.read.divisions import full, level_of, longest_name
from bridgehead.read.names import full_name

__all__ = [
    "HEADS",
    "Part",
    "Title",
    "anonymous",
    "common_roles",
    "find",
    "parse",
    "parse_between",
    "reporters",
]

_HAN = r"\u4e00-\u9fff"
_FORMER = r"原任?|前任|时任|曾任"
_COMING = r"候任|拟任|提名"
_RANK = (
    rf"(?:{_FORMER}|{_COMING})?(?:党组|常务|执行|联席|轮值|第一|永远名誉|名誉|荣誉|终身|专职|兼职|挂职|主要|相关|有关|分管"
    r"|[一二三四]级(?:高级)?|正?高级|资深|特级|首席|见习|行政|青年|返乡|生态|全球|中国区?|大中华区|亚太区?|商务|经济商务|贸易投资|文化|教育|特聘|客座|签约|荣休|退休)?(?:代理?|副)?"
)
_LEVEL = r"(?:中共)?(?:全国|中央|国务院|国家|中国|省|市|县|区|州|盟|旗|镇|乡|街道|社区|村|自治[区州县]|地区)"
_AREA = rf"[{_HAN}]{{2,9}}?(?:省|市|县|区|州|盟|旗|镇|乡|街道|村|苏木|嘎查)"
_UNIT = (
    r"(?:委员会|常委会|人大|政府|行署|政协|党委|党工委|工委|地委|党组|党支部|党总支|纪委监委|纪委|监委|管委会|村委会|居委会|市委会|代表大会|督导组|组织|宣传|统战|政法"
    r"|[委局厅办部院会社署台所中心处科站队组团校学馆厂矿司行企联园村系庭室店场库师军区县市州盟旗镇乡链城委报班指]|街道|公司|集团|银行|协会|总工会|中央|信用联社|海关|苏木|嘎查|行委)"
)
_BODY = re.compile(
    rf"(?:{_LEVEL}|{_AREA})?(?:[{_HAN}A-Za-z0-9·()（）]{{0,24}}{_UNIT})?|{_LEVEL}|{_AREA}|[省市县区乡镇]级|[{_HAN}]{{2,4}}日报"
)
_EDGE = frozenset(",，。;；:：!！?？“”\"'‘’《》【】[]\n\t|□■◆●—…")
# A title is cut behind the last of these: what stands before it belongs to the sentence.
_CUT = re.compile(
    r"[(（][^()（）]*(?:记者|通讯员|女|族|左|右|中)[^()（）]*[)）]|\d[日月时点]|上午|下午|当天|当日|当晚|晚上|近日|日前|期间|会上|来到|走进|陪同|会见|邀请|参加|出席|获悉|采访|会后|随后|其中|新任|现任"
    r"|当选为?|担任|被任命为|听取|看望|关于|以及|通过|任命|介绍|分别由|率领|带领|推选|选举|[一两几多]名|书记(?!处)|主任(?!委员|医师|护师|技师|药师|记者|编辑|科员)|局长|[市县区镇乡州]长(?!江|安|治|期|垣|征|春|沙)"
    rf"|[向对](?=[{_HAN}]{{2,6}}?[省市县区州镇乡村])|^[在由与同经据对向为让请随跟从及按当是据]|^和(?![田政平林顺龙静硕县])"
)
_ANONYMOUS = Listed(
    r"(?=[党主相有分负])(?:党政)?(?:主要|相关|有关|分管)?(?:负责人|负责同志)|党政(?:主要)?领导|党政班子成员|党政领导班子|(?:主要|分管)领导"
)
_REPORTER = Listed(rf"(?P<role>记者|通讯员|实习生|特派员|作者(?=[:：])|编辑)[:：]?\s*(?=[{_HAN}])")
HEADS = {
    "省长": "省",
    "市长": "市",
    "县长": "县",
    "区长": "区",
    "州长": "州",
    "盟长": "盟",
    "镇长": "镇",
    "乡长": "乡",
    "旗长": "旗",
}
"""Roles that head a government, and its level."""
_LEVELS = {
    "省": "province", "市": "prefecture", "州": "prefecture", "盟": "prefecture",
    "县": "county", "区": "county", "旗": "county",
    "镇": "township", "乡": "township", "街道": "township", "村": "village",
}  # fmt: skip
# Bodies that name their level without a place: 地委, 行署, 自治区党委. 军分区 and 驻村 only look like it.
_PREFIX_LEVELS = (
    ("自治区", "province"), ("自治州", "prefecture"), ("自治县", "county"), ("地委", "prefecture"),
    ("地区", "prefecture"), ("行署", "prefecture"), ("团省委", "province"), ("团市委", "prefecture"),
    ("团县委", "county"), ("团区委", "county"),
)  # fmt: skip
_FOLLOWED = re.compile(r"[\s:：“”\"（(\u4e00-\u9fffA-Z]")
_ZONE = re.compile(rf"[{_HAN}]{{2,14}}?(?:开发区|高新区|经开区|示范区|保税区|工业区|合作区|科技城)")
_NAMED = re.compile(rf"(?!军分|驻|包)[{_HAN}]{{1,8}}?(?:省|市|县|社区|区|州|盟|旗|镇|乡|街道|村|苏木|嘎查)")
_NESTED = re.compile(rf"[{_HAN}]{{2,6}}?(?:县|区|旗|镇|乡|街道|苏木)|[{_HAN}]{{2,4}}?(?:社区|村|嘎查)")
_NATIONAL = re.compile(r"中共中央|中央|国务院|全国|国家|总书记")
_PARTY = re.compile(r"(?:党组|党工委|党委|党支部|党总支|纪委|工委)$")
_ORGAN = re.compile(r"(?:党组|党工委|党委|党支部|党总支|纪委监委|纪委|监委|人大常委会|政协|政府|委)$")


@cache
def _roles() -> re.Pattern[str]:
    words = "|".join(sorted(terms.words("roles"), key=len, reverse=True))
    # 党总支书记 holds no 支书; 区长助理 and 主任候选人 are roles of their own.
    return re.compile(rf"(?:{re.sub('支书(?=[|])', '支书(?!记)', words)})(?:助理|(?:提名)?候选人|人选)?")


_ROLES = Listed(lambda: _roles().pattern)


@cache
def common_roles() -> frozenset[str]:
    """Return the roles that are common nouns: 村民, 业主, 负责人."""
    return frozenset(terms.words("common_roles"))


@cache
def _last_role() -> re.Pattern[str]:
    return re.compile(rf"(?:{_roles().pattern})$")


@cache
def _part() -> re.Pattern[str]:
    return re.compile(rf"(?P<body>.*?)(?P<rank>{_RANK})(?P<role>{_roles().pattern})")


@dataclass(slots=True)
class Part:
    """One post of a title.

    Attributes
    ----------
    start, end : int
        Its offsets.
    label : str
        The whole part: 东陵区委书记.
    role : str
        What is held: 书记.
    rank : str or None
        副, 代, 常务副 … as written.
    body : str or None
        The body: 东陵区委.
    tense : {"former", "coming"} or None
        Whether it is held no more (原市长, 时任县委书记) or not yet (候任, 主任候选人).
    """

    start: int
    end: int
    label: str
    role: str
    rank: str | None = None
    body: str | None = None
    tense: Literal["former", "coming"] | None = None

    @property
    def head(self) -> str | None:
        """The level of which the role heads the government (市 for 市长 and 市长助理); null for others."""
        return HEADS.get(self.role.removesuffix("候选人").removesuffix("助理"))

    @property
    def level(self) -> str | None:
        """The level of the body, as in `Post.level`; null where it does not say."""
        if _NATIONAL.match(self.label):
            return "national"
        if not self.body:
            return "township" if self.role == "苏木达" else _LEVELS.get(self.head or "")
        head = _place(self.body)
        if head:
            return level_of(head) if len(head) > 1 else _LEVELS.get(head)
        return next((level for start, level in _PREFIX_LEVELS if self.body.startswith(start)), None)

    @property
    def organization(self) -> str | None:
        """The body; for 省长, 市长 … the government of that level."""
        place = self.head
        if self.role.startswith("主席") and self.body and self.body.endswith("自治区"):
            return f"{self.body}政府"
        if not place:
            return None if self.body in ("驻村", "市级", "县级", "省级", "区级") else self.body
        area = (self.body or place).removesuffix("政府").removesuffix("人民")
        return f"{area if area.endswith(place) else area + place}{'行署' if place == '盟' else '政府'}"

    def area(self, place: PagePlace) -> str | None:
        """The area the post is for: its own name, or what 市 and 省 mean on this page."""
        named = _place(self.body or "")
        if named and len(named) > 1:
            return named
        if self.level == "province":
            return place.province
        return place.name if self.level and self.level == place.level else None


@dataclass(slots=True)
class Title:
    """A title in front of where a name may stand.

    Attributes
    ----------
    start, end : int
        Its offsets.
    text : str
        As written.
    parts : tuple of Part
        Its posts in order.
    """

    start: int
    end: int
    text: str
    parts: tuple[Part, ...]


@lru_cache(maxsize=4096)
def _place(body: str) -> str | None:
    """Return the division or zone that a body begins with; one character for a mere level (市文旅局).

    Of several, one in the other, the smallest: 闵行区 of 上海市闵行区数据局.
    """
    found, at = _first_place(body), 0
    if not found:
        return body[0] if body[:1] in _LEVELS else None
    while found[-1] in "省市州盟县区旗镇乡道":
        at += len(found)
        inner = _known_at(body, at) or _match(_NESTED, body, at)
        if not inner or inner[:1] in _LEVELS:
            break
        found = inner
    return found


def _match(pattern: re.Pattern[str], text: str, at: int) -> str | None:
    found = pattern.match(text, at)
    return found[0] if found else None


def _known_at(body: str, at: int) -> str | None:
    sizes = range(min(longest_name(), len(body) - at), 1, -1)
    return next((body[at : at + size] for size in sizes if body[at : at + size] in full()), None)


def _first_place(body: str) -> str | None:
    known = _known_at(body, 0)
    if known:
        return known
    zone = _ZONE.match(body)
    if zone:
        return zone[0]
    if body[:1] in _LEVELS or body.startswith(tuple(start for start, _ in _PREFIX_LEVELS)):
        return None
    return _match(_NAMED, body, 0)


def _body(text: str) -> str:
    """Return the longest end of a text that can be a body; empty when none can."""
    cut = max((m.end() for m in _CUT.finditer(text)), default=0)
    text = text[cut:]
    if "(" not in text and "（" not in text:  # 记者 某某)某市市长: the bracket is another's
        text = text[max(text.rfind(")"), text.rfind("）")) + 1 :]
    if text[3:4] == "与" and full_name(text[:3]):  # 佘定邦与某公司总经理
        text = text[4:]
    for at in range(max(0, len(text) - 34), len(text)):
        if (text[at] not in "的了和与、及或" or _known_at(text, at)) and _BODY.fullmatch(text, at):
            return text[at:]
    return ""


def _tense(before: str, rank: str, role: str) -> Literal["former", "coming"] | None:
    if re.match(_FORMER, rank) or re.search(rf"(?:{_FORMER})$", before):
        return "former"
    waiting = (
        role.endswith(("候选人", "人选")) or re.match(_COMING, rank) or re.search(rf"(?:{_COMING})$", before)
    )
    return "coming" if waiting else None


def _read_part(text: str, start: int, end: int) -> Part | None:
    found = _part().fullmatch(text, start, end)
    if not found:
        return None
    rank, body = found["rank"], _body(found["body"])
    if body.startswith(("原", "时任")) and not _known_at(body, 0):
        body = body.removeprefix("原").removeprefix("时任")
    begin = found.start("rank") - len(body)
    tense = _tense(text[max(0, begin - 2) : begin], rank, found["role"])
    return Part(begin, end, text[begin:end], found["role"], rank or None, body or None, tense)


def _edge(text: str, at: int, longest: int = 60) -> int:
    """Return where the run of title characters that ends at an offset begins."""
    low = max(0, at - longest)
    while at > low and text[at - 1] not in _EDGE and not text[at - 1].isspace():
        at -= 1
    return at


def parse_between(text: str, start: int, end: int) -> Title | None:
    """Read the title that begins at an offset; the last role before the other offset ends it."""
    ends = [role.end() for role in _roles().finditer(text, start, end)]
    title = parse(text, ends[-1], start) if ends else None
    return title if title and title.start == start else None


def parse(text: str, end: int, start: int = 0) -> Title | None:
    """Read the title that ends at an offset.

    Parameters
    ----------
    text : str
        The text.
    end : int
        Behind its role.
    start : int
        Before which it cannot begin.

    Returns
    -------
    Title or None
        Null when no role ends there.
    """
    edge = max(start, _edge(text, end))
    parts: list[Part] = []
    at = end
    while at > edge:
        joint = _joint(text, edge, at)
        part = _read_part(text, joint[1] if joint else edge, at)
        if not part:
            break
        parts.insert(0, part)
        if joint and part.start == joint[1]:
            at = joint[0]
        elif not joint and part.start == edge > start + 1 and _goes_on(text, edge):
            at, edge = edge - 1, max(start, _edge(text, edge - 1))
        else:
            break
    if not parts:
        return None
    parts = _inherit(parts)
    return Title(parts[0].start, end, text[parts[0].start : end], tuple(parts))


def _joint(text: str, start: int, end: int) -> tuple[int, int] | None:
    """Return the last mark or 兼 that parts two posts."""
    comma = text.rfind("、", start, end)
    both = text.rfind("兼", max(start, comma), end)
    if both > start and _last_role().search(text, max(start, both - 8), both):
        return both, both + 1 + text.startswith("任", both + 1)
    return (comma, comma + 1) if comma >= 0 else None


def _goes_on(text: str, edge: int) -> bool:
    """Whether a title is parted by a comma: 区委副书记、区长，经开区管委会主任."""
    return text[edge - 1] in ",，" and _last_role().search(text, max(0, edge - 9), edge - 1) is not None


_OF_PARTY = frozenset(
    ("宣传部", "组织部", "统战部", "政法委", "办公室", "社会工作部", "巡察办", "党校", "军民融合办")
)
_DEPARTMENTS = ("组织", "宣传", "统战", "政法")
_BESIDE = frozenset((
    "管委会", "党组", "党委", "纪委", "监委", "人大常委会",
    "政协", "政府", "办事处", "村委会", "居委会", "党工委",
))  # fmt: skip


def _inherit(parts: list[Part]) -> list[Part]:
    """A part without a body of its own takes it from the part before: 市文旅局党组书记、局长."""
    out: list[Part] = []
    for part in parts:
        body = _inherited(out[-1], part) if out else part.body
        if body in _DEPARTMENTS and part.role == "部长":
            body += "部"
        out.append(Part(part.start, part.end, part.label, part.role, part.rank, body, part.tense))
    return out


def _inherited(last: Part, part: Part) -> str | None:
    before, body = last.body, part.body
    department = f"{body}部" if body in _DEPARTMENTS and part.role == "部长" else body
    if before and not body and part.head:
        place = _place(before) or ""
        return place if len(place) > 1 and place.endswith(part.head) else None
    if before and not body:
        return _PARTY.sub("", before)
    if before and department in _OF_PARTY:
        return before + department
    if before and body in _BESIDE:
        return _ORGAN.sub("", before) + body
    if last.head and body and body.endswith(("局", "厅")) and not Part(0, 0, body, "", None, body).level:
        return (before or last.head).removesuffix("政府") + body
    return body


def find(text: str) -> Iterator[Title]:
    """Yield every place where a title ends and a name might follow.

    Parameters
    ----------
    text : str
        The clean text.

    Yields
    ------
    Title
        In order; where titles are chained (市委副书记、市长), only the whole chain.
    """
    for role in _ROLES.finditer(text):
        if _FOLLOWED.match(text, role.end()):
            title = parse(text, role.end())
            if title:
                yield title


def anonymous(text: str) -> Iterator[Title]:
    """Yield leaders without a name: 东陵区政府主要负责人, 市工信局相关负责人."""
    for found in _ANONYMOUS.finditer(text):
        body = _body(text[_edge(text, found.start(), 20) : found.start()])
        if body:
            start = found.start() - len(body)
            part = Part(start, found.end(), body + found[0], found[0], None, body)
            yield Title(start, found.end(), part.label, (part,))


def reporters(text: str, start: int, end: int) -> Iterator[tuple[tuple[int, int], int]]:
    """Yield the span of the role in each byline (记者, 通讯员 …), and where its names begin."""
    for found in _REPORTER.finditer(text, start, end):
        yield found.span("role"), found.end()
