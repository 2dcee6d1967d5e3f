"""The stops of a visit, in order: where the leader went in, what was looked at there."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

from bridgehead.read._page import Page, PageName, PagePerson
from bridgehead.read.participants import inside
from bridgehead.records import AgendaItem

__all__ = ["read_stops"]

Offsets = tuple[int, int]

_ENTER = re.compile(
    r"先后到|先后来到|先后走进|还来到|来到|走进|走入|步入|登上|前往|抵达|深入|赴|(?<=[随当])到|(?:调研|考察|走访|参观|察看|检查)了|实地考察|考察|察看|参观|走访"
)
_GO_IN = frozenset(
    (
        "先后到",
        "先后来到",
        "先后走进",
        "还来到",
        "来到",
        "走进",
        "走入",
        "步入",
        "登上",
        "前往",
        "抵达",
        "深入",
        "赴",
        "走访",
        "参观",
        "到",
        "调研了",
        "考察了",
        "走访了",
        "参观了",
        "察看了",
        "检查了",
    )
)
_VISITED = re.compile(
    r"(?<!达)(?:到|赴|在)(?P<place>[^,，。;；]{2,28}?)(?:开展|进行|专题|实地|现场)*(?:调研|督导|考察|检查|走访|慰问|视察)(?=[,，。;；\u4e00-\u9fff])"
)
_AT = re.compile(r"(?:^|(?<=[。;；,，\n]))(?:随后,|随后|接着,)?在(?P<place>[^,，。;；\n]{2,30}?)[,，]")
_NAME_END = re.compile(
    r"(?:[,，。;；:：!?！？\n“”]|实地|详细|仔细|察看|查看|了解|考察|调研|听取|询问|与(?!会)|同(?=[市工企干群村职居师学])|看望|慰问|走访|参观|检查|督导|现场|车间|一线|进行|等(?=[,，地处企]|与|实地)|生产线|观看|体验|为(?=[^了])|向|指导|远眺|时)"
)
_LOOKED = re.compile(
    r"(?:察看|查看|了解|听取|询问|考察|观看|检查)(?:了)?(?P<what>[^。;；]{2,60}?)(?:等?(?:情况|汇报|介绍|工作|进展)(?:汇报|介绍)?)?(?=[,，。;；]|$)"
)
_SEEN = re.compile(r"(?:察看|查看|了解|参观|观看|考察)(?:了)?(?P<what>[\u4e00-\u9fff]{2})")
_ASKED = re.compile(r"察看|查看|了解|听取|询问|要求|勉励|希望|叮嘱|考察|指出|强调|走进|与")
_SITE_HEAD = re.compile(
    r"(?:(?:位于|地处|坐落于|坐落在)[^,，。]{2,16}?的)?(?P<name>[\u4e00-\u9fffA-Za-z0-9()（）·“”]{3,28}?)(?:(?:规划)?(?:正在?|是|作为|总投资|占地|位于|今年|去年|于\d|目前|将|已|主要|集|始建)|,)"
)
_OPENING = re.compile(r"(?:(?:位于|地处|坐落于|坐落在|在)[^,，。]{2,18}?的?)?")
_NOT_SITE = re.compile(r"[要以是把让使将被]|工作|坚持|为中心|推动|加快")
_GENERIC = re.compile(
    r"^(?:车间|现场|企业|园区|社区|村里|农户|田间地头|一线|基层|项目|生产一线|施工现场|群众|群众家中|建设现场|车间一线|党和|历史|村民家中?|.{0,2}地区?|会议|讲话|座谈会.*|.{0,4}过程中|.{0,6}方面|.{0,6}中|.*期间|.*[上下]|此|这里|那里|各地|我省|全省|全市|我市|当地|他|她)$"
)
_PLACE_TAIL = re.compile(
    r"(?:公司|集团|企业|厂|园|园区|基地|中心|项目|村|社区|景区|古城|城墙|石窟|寺|庙|塔|壁|馆|院|校|大学|小学|中学|幼儿园|站|港|库|湖|山|河|湿地|广场|公园|小区|街区|街道|镇|乡|大厅|超市|市场|农场|合作社|矿|线|桥|机场|车站|学校|医院|(?<![地山灾老城我全该])区|工地|之畔|电站|实验室|研究院|乡村|古堡|遗址|纪念馆|度假区|酒店|商场|综合体|数据|窗口|(?<![全本我省该进])城|室|部|所|处|队|点|片|田|棚|果园|茶园|牧场|养殖场|台|坝|堤|闸|隧道|枢纽|河道|院区)(?:\([^)]*\))?$"
)
_LEAD_WORDS = re.compile(r"(?:位于|地处|国保单位|全国重点文物保护单位|省级|国家级|的|了|到|企业|和|还)+")
_SUBJECT_PRONOUN = re.compile(r"他(?!们)|她(?!们)|代表团|考察团|调研组|一行(?![业为])|督导组")


# 在某某村,实地察看…: the subject of the sentence before goes on.
_NO_SUBJECT = re.compile(
    r"(?:随后[,，]?|接着[,，]?)?(?:在|来到|走进|深入|走访)[^,，。;；]{2,30}[,，](?:现场|实地|详细|仔细|认真)*(?:察看|查看|了解|听取|询问|考察|检查|看望|慰问)"
)


@dataclass(frozen=True, slots=True)
class _Stop:
    start: int
    end: int
    name: str
    about: tuple[str, ...] = ()


def _trim(text: str, start: int, end: int) -> Offsets | None:
    """Cut a stretch behind 来到 or 在 down to the name in it."""
    stop = _NAME_END.search(text, start + 1, end)
    last = stop.start() if stop else end
    lead = _LEAD_WORDS.match(text, start, last)
    first = lead.end() if lead else start
    while last > first and text[last - 1] in "的了等 、":
        last -= 1
    return (first, last) if last - first >= 2 else None


def _names(text: str, start: int, end: int, known: Sequence[Offsets]) -> list[Offsets]:
    """Split a list of stops (甲公司、乙园区和丙村); an 'of' phrase keeps its last part."""
    out, at = [], start
    for mark in [*re.finditer(r"、|和(?=[^,，。]{2,})|以及|及(?=.)", text[start:end]), None]:
        stop = start + mark.start() if mark else end
        around = bisect_left(known, (stop, stop)) - 1
        if around >= 0 and stop < known[around][1]:
            continue
        out.append((at, stop))
        at = start + mark.end() if mark else end
    return [(_after_of(text, a, b), b) for a, b in out if b - a >= 2]


def _after_of(text: str, start: int, end: int) -> int:
    of = text.rfind("的", start, end - 1)
    return of + 1 if of >= 0 else start


def _looked_at(text: str, start: int, end: int) -> tuple[str, ...]:
    subjects = []
    for found in _LOOKED.finditer(text, start, end):
        subjects += [
            part.strip() for part in re.split(r"[、,，]", found["what"]) if 2 <= len(part.strip()) <= 24
        ]
    return tuple(dict.fromkeys(subjects))[:6]


class _Walk:
    """Follows a leader through an article."""

    def __init__(
        self, page: Page, leader: PagePerson, areas: Sequence[PageName], bodies: Sequence[PageName]
    ) -> None:
        self.page, self.text, self.leader = page, page.clean, leader
        self.areas, self.bodies = areas, bodies
        self.body_spans = sorted(m for body in bodies for m in body.mentions)
        self.area_spans = sorted(
            m for area in areas if area.record.classification != "site" for m in area.mentions
        )
        self.stops: list[_Stop] = []

    def acts(self, start: int, end: int) -> bool:
        """Whether the leader, or 他 for the leader, is named between two offsets."""
        return (
            inside(self.leader.mentions, start, end) is not None
            or _SUBJECT_PRONOUN.search(self.text, start, end) is not None
            or _NO_SUBJECT.match(self.text, start, end) is not None
        )

    def sentence(self, start: int, end: int, before: Offsets | None) -> None:
        """Take the stops of a sentence."""
        if not self.acts(start, end):
            return
        count = len(self.stops)
        spots = [(m.end(), end, m[0]) for m in _ENTER.finditer(self.text, start, end)]
        spots += [(m.start("place"), m.end("place"), "在") for m in _VISITED.finditer(self.text, start, end)]
        spots += [(m.start("place"), m.end("place"), "在") for m in _AT.finditer(self.text, start, end)]
        spans = [span for first, last, verb in sorted(spots) for span in self.spot(first, last, verb)]
        for i, (first, last) in enumerate(spans):
            self.add(first, last, self.text[first:last], spans[i + 1][0] if i + 1 < len(spans) else end)
        mention = inside(self.leader.mentions, start + 1, end)
        acted = mention[0] if mention else None
        if len(self.stops) == count and acted and "," in self.text[start:acted].replace("，", ","):
            self.topic((start, acted), acted, end)
        if len(self.stops) == count and before:
            self.topic(before, start, end)

    def spot(self, first: int, last: int, verb: str) -> list[Offsets]:
        """Return the names of stops behind a verb of going."""
        span = _trim(self.text, first, last)
        out = []
        for name_start, name_end in _names(self.text, *span, self.body_spans) if span else ():
            body = next((b for b in self.body_spans if name_start <= b[0] and b[1] <= name_end + 1), None)
            start, stop = body or (self.behind_area(name_start, name_end), name_end)
            name = self.text[start:stop]
            strong = verb in _GO_IN or verb == "在"
            if len(name) < 2 or _GENERIC.match(name) or self.is_division(start, stop):
                continue
            if body or (strong and _PLACE_TAIL.search(name)):
                out.append((start, stop))
        return out

    def behind_area(self, start: int, end: int) -> int:
        """云岭市松溪县古城 is 古城 in 松溪县, unless that leaves too little of a name."""
        first = start
        for a, b in self.area_spans:
            if a == first and b < end and self.text[b - 1] in "省市县区":
                first = b
        return first if end - first >= 4 else start

    def is_division(self, start: int, end: int) -> bool:
        """Whether a stretch is nothing but divisions: 松溪县, 云岭市松溪县."""
        for a, b in self.area_spans:
            if a == start < b <= end and self.text[b - 1] != "村":
                start = b
        return start == end

    def topic(self, before: Offsets, start: int, end: int) -> None:
        """Take what the sentence before opens with, when the leader then looks or asks there."""
        if self.acts(*before) or not _ASKED.search(self.text, start, end):
            return
        for seen in _SEEN.finditer(self.text, start, end):
            for a, b in self.body_spans:
                if before[0] <= a < before[1] and self.text[a : a + 2] == seen["what"]:
                    self.add(a, b, self.text[a:b], end)
                    return
        for a, b in self.body_spans:
            power = self.text[b - 1] in "委府协" or self.text.endswith("人大", a, b)
            if before[0] <= a < before[1] and not power and _OPENING.fullmatch(self.text, before[0], a):
                self.add(a, b, self.text[a:b], end)
                return
        head = _SITE_HEAD.match(self.text, *before)
        if head and _PLACE_TAIL.search(head["name"]) and not _NOT_SITE.search(head["name"]):
            a = self.behind_area(head.start("name"), head.end("name"))
            self.add(a, head.end("name"), self.text[a : head.end("name")], end)

    def add(self, start: int, end: int, name: str, until: int) -> None:
        """Add a stop unless it was visited already."""
        for i, stop in enumerate(self.stops):
            if name in stop.name or stop.name in name:
                if len(name) > len(stop.name) and self.text[start:end] == name:
                    self.stops[i] = _Stop(start, end, name, stop.about or _looked_at(self.text, end, until))
                return
        self.stops.append(_Stop(start, end, name, _looked_at(self.text, end, until)))

    def items(self) -> tuple[AgendaItem, ...]:
        """Return the stops as records."""
        out = []
        for order, stop in enumerate(self.stops, 1):
            body = next((b.name for b in self.bodies if (stop.start, stop.end) in b.mentions), None)
            out.append(
                AgendaItem(
                    order=order,
                    location=stop.name,
                    organization=body,
                    area=self.area(stop),
                    subjects=stop.about,
                    span=self.page.repaired.raw_span(stop.start, stop.end),
                    quote=self.text[stop.start : stop.end],
                )
            )
        return tuple(out)

    def area(self, stop: _Stop) -> str | None:
        """Return the division that is named right before a stop, or begins its name."""
        for area in self.areas:
            if area.record.classification in ("region", "country", "site"):
                continue
            if any(
                m[1] == stop.start or m[0] == stop.start or self.text[m[1] : stop.start] == "的"
                for m in area.mentions
            ):
                return area.name
        return None


def read_stops(
    page: Page,
    within: Offsets,
    report: Offsets,
    leader: PagePerson,
    areas: Sequence[PageName],
    bodies: Sequence[PageName],
) -> tuple[AgendaItem, ...]:
    """Read the stops of a visit from the sentences behind the one that reports it.

    Parameters
    ----------
    page : Page
        The page.
    within : (int, int)
        Clean offsets of the sentences that tell of the visit.
    report : (int, int)
        Of the sentence that reports it: it names divisions, not stops, unless there is nothing more to tell.
    leader : PagePerson
        Who goes.
    areas, bodies : sequence of PageName
        Places, bodies and companies of the page.

    Returns
    -------
    tuple of AgendaItem
        In order.
    """
    walk = _Walk(page, leader, areas, bodies)
    before: Offsets | None = None
    for first, last in page.sentences_in(*within):
        walk.sentence(first, last, before)
        before = (first, last)
    if not walk.stops:
        walk.sentence(*report, None)
    return walk.items()
