"""Titles: level × body × rank × role, and chains of them (市政协副主席、东陵区委书记)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from bridgehead import terms
from bridgehead.read._page import PagePlace
from bridgehead.read.divisions import full, level_of

__all__ = ["HEADS", "Part", "Title", "anonymous", "find", "parse", "parse_between", "reporters"]

_HAN = r"\u4e00-\u9fff"
_RANK = r"(?:党组|常务|执行|第一|名誉|专职|挂职|主要|相关|有关|分管)?(?:代理?|副)?"
_LEVEL = r"(?:中共)?(?:全国|中央|国务院|国家|中国|省|市|县|区|州|盟|旗|镇|乡|街道|社区|村|自治[区州县])"
_AREA = rf"[{_HAN}]{{2,9}}?(?:省|市|县|区|州|盟|旗|镇|乡|街道|村)"
_UNIT = (
    r"(?:委员会|常委会|人大|政府|政协|党委|党工委|工委|党组|党支部|党总支|纪委监委|纪委|监委|管委会|代表大会|督导组|组织|宣传|统战|政法"
    r"|[委局厅办部院会社署台所中心处科站队组团校学馆厂矿司行企联园村系庭室店场库]|公司|集团|银行|协会|总工会|中央|报|信用联社)"
)
_BODY = re.compile(
    rf"(?:{_LEVEL}|{_AREA})?(?:[{_HAN}A-Za-z0-9·()（）]{{0,20}}{_UNIT})?|{_LEVEL}|{_AREA}|[{_HAN}]{{2,4}}日报"
)
_EDGE = frozenset(",，。;；:：!！?？“”\"'‘’《》【】[]\n\t|□■◆●—…")
# A title is cut behind the last of these: what stands before it belongs to the sentence.
_CUT = re.compile(
    r"[(（][^()（）]*(?:记者|通讯员)[^()（）]*[)）]|\d[日月时点]|上午|下午|当天|当日|当晚|晚上|近日|日前|期间|会上|来到|走进|陪同|会见|邀请|参加|出席|获悉|采访|会后|随后|其中|新任|时任|现任"
    r"|当选为?|担任|被任命为|听取|看望|关于|以及|通过|任命|介绍|分别由|^[在由与和同经据对向为让请随跟从及按当是据]"
)
_ANONYMOUS = re.compile(
    r"(?=[党主相有分负])(?:党政)?(?:主要|相关|有关|分管)?(?:负责人|负责同志)|党政(?:主要)?领导|党政班子成员|党政领导班子|(?:主要|分管)领导"
)
_REPORTER = re.compile(rf"(?P<role>记者|通讯员|实习生|特派员|作者(?=[:：])|编辑)[:：]?\s*(?=[{_HAN}])")
HEADS = {
    "省长": "省",
    "市长": "市",
    "县长": "县",
    "区长": "区",
    "州长": "州",
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
_ZONE = re.compile(rf"[{_HAN}]{{2,14}}(?:开发区|高新区|经开区|示范区)")
_NAMED = re.compile(rf"[{_HAN}]{{1,8}}?(?:省|市|县|区|州|盟|旗|镇|乡|街道|村)")
_NATIONAL = re.compile(r"中共中央|中央|国务院|全国|国家|总书记")


@cache
def _roles() -> re.Pattern[str]:
    words = "|".join(sorted(terms.words("roles"), key=len, reverse=True))
    # 党总支书记 holds no 支书.
    return re.compile(words.replace("支书", "支书(?!记)"))


@cache
def _part() -> re.Pattern[str]:
    return re.compile(rf"(?P<body>.*?)(?P<rank>{_RANK})(?P<role>{_roles().pattern})")


@dataclass(frozen=True, slots=True)
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
    """

    start: int
    end: int
    label: str
    role: str
    rank: str | None = None
    body: str | None = None

    @property
    def level(self) -> str | None:
        """The level of the body, as in `Post.level`; null where it does not say."""
        if _NATIONAL.match(self.label):
            return "national"
        if not self.body:
            return _LEVELS.get(HEADS.get(self.role, ""))
        head = _place(self.body)
        if not head:
            return None
        return level_of(head) if len(head) > 1 else _LEVELS.get(head)

    @property
    def organization(self) -> str | None:
        """The body; for 省长, 市长 … the government of that level."""
        place = HEADS.get(self.role)
        if not place:
            return self.body
        area = (self.body or place).removesuffix("政府").removesuffix("人民")
        return f"{area if area.endswith(place) else area + place}政府"

    def area(self, place: PagePlace) -> str | None:
        """The area the post is for: its own name, or what 市 and 省 mean on this page."""
        named = _place(self.body or "")
        if named and len(named) > 1:
            return named
        if self.level == "province":
            return place.province
        return place.name if self.level and self.level == place.level else None


@dataclass(frozen=True, slots=True)
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


def _place(body: str) -> str | None:
    """Return the division or zone that a body begins with; one character for a mere level (市文旅局)."""
    zone = _ZONE.match(body)
    if zone:
        return zone[0]
    known = next((body[:size] for size in range(11, 1, -1) if body[:size] in full()), None)
    if known:
        return known
    if body[:1] in _LEVELS:
        return body[0]
    named = _NAMED.match(body)
    return named[0] if named else None


def _body(text: str) -> str:
    """Return the longest end of a text that can be a body; empty when none can."""
    cut = max((m.end() for m in _CUT.finditer(text)), default=0)
    text = text[cut:]
    for at in range(max(0, len(text) - 26), len(text)):
        if _BODY.fullmatch(text, at) and text[at] not in "的了和与、及或":
            return text[at:]
    return ""


def _read_part(text: str, start: int, end: int, first: bool) -> Part | None:
    found = _part().fullmatch(text, start, end)
    if not found:
        return None
    body = _body(found["body"]) if first else found["body"]
    begin = found.start("rank") - len(body)
    return Part(begin, end, text[begin:end], found["role"], found["rank"] or None, body or None)


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
        comma = text.rfind("、", edge, at)
        part = _read_part(text, comma + 1 if comma >= 0 else edge, at, first=True)
        if not part:
            break
        parts.insert(0, part)
        if comma < 0 or part.start != comma + 1:
            break
        at = comma
    if not parts:
        return None
    parts = _inherit(parts)
    return Title(parts[0].start, end, text[parts[0].start : end], tuple(parts))


def _inherit(parts: list[Part]) -> list[Part]:
    """A part without a body of its own takes it from the part before: 市文旅局党组书记、局长."""
    out: list[Part] = []
    for part in parts:
        before = out[-1].body if out else None
        body = part.body
        if before and not body and part.role in HEADS:
            place = _place(before) or ""
            body = place if len(place) > 1 and place.endswith(HEADS[part.role]) else None
        elif before and not body:
            body = re.sub(r"(?:党组|党工委|党委)$", "", before)
        elif before and body in ("宣传部", "组织部", "统战部", "政法委", "办公室"):
            body = before + body
        elif before and body in ("管委会", "党组", "党委", "纪委", "监委", "人大常委会", "政协", "政府"):
            body = re.sub(r"(?:党组|党工委|党委|委)$", "", before) + body
        out.append(Part(part.start, part.end, part.label, part.role, part.rank, body))
    return out


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
    for role in _roles().finditer(text):
        after = text[role.end() : role.end() + 1]
        if "\u4e00" <= after <= "\u9fff" or after in (" ", "\u3000", "：", ":"):
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
