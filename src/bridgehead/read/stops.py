"""The stops of a visit, in order: where the leader went in, what was looked at there."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bridgehead.read._page import Page, PageName, PagePerson
from bridgehead.read.participants import inside
from bridgehead.records import AgendaItem

__all__ = ["read_stops"]

Offsets = tuple[int, int]

_ENTER = re.compile(
    r"(?:先后|分别|依次|首先|随后|接着|还|又){1,2}(?:到(?!了?位)|深入|赴|考察|调研|检查|察看|观摩|视察|参观|走访)了?"
    r"|(?:先后|还)?(?:来到|走进|走入|步入|登上|前往|抵达|赶[到赴往]|深入(?!贯彻|学习|落实|推进|开展|实施|了解|研究|交流|细致)|走访)|赴|直[奔抵达]|探访|(?<=[随当并一])到"
    r"|(?<=[,，。;；\n])到(?![\d目年月底期时了])|(?:调研|考察|走访|参观|察看|检查|观摩|视察)了|拜访了?|拜会了?|实地考察(?![团组])|考察(?![团组])|察看|参观(?!团)|观摩(?![团会点])|视察(?![团组])"
)
_WEAK = re.compile(r"(?!先后|依次).*(?:考察|察看|视察|检查|调研|拜[访会]了?)")
"""Verbs that are said of sites and of things alike: 察看生产线."""
_BY_LEADER = re.compile(
    r"在(?P<place>[^,，。;；]{2,24}?)(?=[,，]|强调|指出|要求|叮嘱|现场|实地|详细|仔细|察看|查看|了解|听取|询问|看望|慰问|检查|蹲在?|远眺|边走边|[与同和])"
)
# Who walks along a river visits it: 沿着酉水河里耶段徒步巡河.
_ALONG = re.compile(
    r"沿着?(?P<place>[\u4e00-\u9fff]{2,14}?(?:河|江|湖|渠|堤|水系|岸线|海岸|[河江湖渠堤][\u4e00-\u9fff]{0,4}段))(?=徒步|步行|乘[船车坐]|巡|一路|边走|察看|查看|实地|现场|[,，])"
)
_INDOORS = re.compile(r"走[进入]|步入|登上|参观|察看|考察|检查|观摩")
"""Verbs behind which a short name is a part of the stop named before: 在某合作社,走进暖棚."""
_VISITED = re.compile(
    r"(?<!达)(?:到(?!了?位)|赴|在|对)(?P<place>[^,，。;；]{2,80}?)(?:等地?[,，]?)?(?:开展|进行|专题|实地|现场)*(?:调研|督导|考察|检查|走访|慰问|视察|察看|巡查|看望|办公)(?=[,，。;；\u4e00-\u9fff])"
)
_AT = re.compile(
    r"(?:^|(?<=[。;；,，\n”?？!！]))(?:随后,|随后|接着,)?在(?P<place>[^,，。;；\n]{2,30}?)"
    r"(?:[,，]|(?=(?:现场|实地|详细|仔细|认真)?(?:察看|查看|了解|听取|询问|检查|看望|慰问|远眺|蹲在?|俯身|驻足|边走边|[看问听][\u4e00-\u9fff]{2,4}[,，。;；]|与|同|[他她])))"
)
_NAME_END = re.compile(
    r"(?:[,，。;；:：!?！？\n“”]|(?<!成)就|围绕|开展|分别|实地|详细|仔细|察看|查看|了解|考察|调研|听取|询问|与(?!会)|同(?=[市工企干群村职居师学])|看望|慰问|走访|参观|检查|督导|现场(?![,，、。;；和])|车间|一线|进行|等(?![级候待闲离])|生产线|观看|体验|为(?=[^了民])|向(?![阳荣前上东西南北日])|指导|远眺|蹲在?|俯身|驻足|边走边|[看问听](?!守|诊|证|题|海)(?=[\u4e00-\u9fff]{2,4}(?:[,，。;；、]|$))|时(?![代尚光间装])|[上旁里](?=远眺|看|问|察|查)"
    r"|(?<=[村区寨屯])(?:老党员|老人|村民|居民|困难|脱贫|监测户|低保|独居|贫困|退役|农户|党员|群众|职工|种植户|养殖户))"
)
_QUOTED = re.compile(r"“[^“”,，。]{1,16}”(?=[\u4e00-\u9fff])")
"""A name in a name: “鸥吻”民宿."""
_LOOKED = re.compile(
    r"(?:察看|查看|了解|听取|询问|考察|观看|检查)(?:了)?(?P<what>[^。;；]{2,60}?)(?:等?(?:情况|汇报|介绍|工作|进展)(?:汇报|介绍)?)?(?=[,，。;；]|$)"
)
_SEEN = re.compile(r"(?:察看|查看|了解|参观|观看|考察)(?:了)?(?P<what>[\u4e00-\u9fff]{2})")
_ASKED = re.compile(r"察看|查看|了解|听取|询问|要求|勉励|希望|叮嘱|考察|指出|强调|走进|与")
_SITE_HEAD = re.compile(
    r"(?:(?:位于|地处|坐落于|坐落在)[^,，。]{2,16}?的)?(?:在(?!建))?(?P<name>[\u4e00-\u9fffA-Za-z0-9()（）·“”]{3,28}?)(?:(?:规划)?(?:正在?|是|作为|总投资|占地|位于|今年|去年|于\d|目前|将|已|主要|集|始建)|,)"
)
_OPENING = re.compile(r"(?:(?:位于|地处|坐落于|坐落在|在)[^,，。]{2,18}?的?)?")
_NOT_SITE = re.compile(r"[要以是把让使将被]|工作|坚持|为中心|推动|加快")
_GENERIC = re.compile(
    r"^(?:一处|一地|每.{0,4}|车间|现场|企业|园区|社区|村里|农户|田间地头|一线|基层|项目|生产一线|施工现场|群众|群众家中|建设现场|车间一线|(?:车间|班组|工地|科室|田间|项目){2,3}|党和|历史|村民家中?|.{0,2}地区?|会议|讲话|座谈会.*|.{0,4}过程中|.{0,6}方面|.{0,6}中|.*期间|.*[上下]|此|这里|那里|各地|我省|全省|全市|我市|当地|他|她)$"
)
_PLACE_TAIL = re.compile(
    r"(?:公司|集团|企业|厂|[酒山]庄|园|园区|基地|中心|项目|村|社区|景区|古城|城墙|石窟|寺|庙|塔|壁|馆|院|校|大学|小学|中学|幼儿园|站|港|口岸|关口|廊道|[路河]段|库|湖|山|河|湿地|广场|公园|小区|街区|街道|镇|乡|大厅|超市|市场|农场|合作社|矿|线|桥|机场|车站|学校|医院|(?<![地山灾老城我全该])区|工地|之畔|电站|实验室|研究院|乡村|古堡|遗址|会址|旧址|故居|故里|陵园|纪念园|纪念馆|度假区|[酒商书饭]店|商场|码头|民宿|工坊|庄园|作业区|服务区|半?岛|断面|渡口|资源圃|试验田|资源库|保护库|书社|书屋|驿站|哨所|嘎查|峡谷|大道|大街|综合体|数据|窗口|(?<![全本我省该进])城|室|部|所|处|队|点|片|田|棚|果园|茶园|牧场|养殖场|台|坝|堤|闸|隧道|枢纽|河道|院区)(?:\([^)]*\))?$"
)
_NO_NAME = re.compile(
    r"[的了将使把被让要是我们他她?？]|部分|多[个家处]|若干|工作|情况|问题|过程|精神|发展|方面|基础|期间|之后|以来|活动|会议|会上|讲话|群众"
    r"|^辖区|[渔牧居市农]民|师生|工人|员工|老人|慰问|党员|家庭|农户|住户|书记|主席|学习|贯彻|企业|干部|职工|同志|代表|仪式|现状|经验|[家手户]中?$|[中里上下时后前间面]$|市场主体|产业$|建设$"
)
_LEAD_WORDS = re.compile(r"(?:位于|地处|国保单位|全国重点文物保护单位|省级|国家级|的|了|到|企业|和|还)+")
_SUBJECT_PRONOUN = re.compile(
    r"他(?!们)|她(?!们)|代表团|一行(?![业为])|(?:委员|代表|领导|干部)们|(?<!让)大家|与会(?:人员|代表)|(?:调研|督导|视察|检查|督查|考察|专家)[组团]"
)

_ZONE = re.compile(r"(?:[开发高新经合作贸易保税示范]{2}|新|港|园)区$|^.{2,3}港$")


# 在某某村,实地察看…: the subject of the sentence before goes on.
_NO_SUBJECT = re.compile(
    r"(?:(?:随后|接着|离开[^,，。]{2,12})[,，]?)?(?:(?:先后|又|还)?(?:来到|走进|走访了|前往|赶[到赴]|登上)|(?:在|深入|到|走访)[^,，。;；]{2,30}[,，]"
    r"(?:现场|实地|详细|仔细|认真|一边)*(?:察看|查看|了解|听取|询问|考察|检查|看望|慰问|参观|[与同和][^,，。]{2,10}(?:交[流谈]|座谈)))"
)
_SMALL = re.compile(r"(?:村|社区|嘎查|口岸|水库|灌区|渠)$")
"""Places that are named like divisions and gone into like sites."""
_WORDS = re.compile(r"[\u4e00-\u9fff]{2}")
_TOWN = re.compile(r"(?<!小)镇$|乡$|街道$|苏木$")
_ROOM = re.compile(
    r".{0,5}(?:车间|[大展餐客]厅|(?:调度|指挥|监控|控制|数据|展示|研发|检测|化验)+中心|[大暖]棚|食堂|实验室|生产线|会议室|办公室|仓库|厨房|教室|病房|[牛羊鸡猪]舍|调度室|展馆)"
)
_ROOM_OF = re.compile(r".{0,6}(?:室|车间|厅|棚|生产线|楼|仓库|展台|窗口|食堂|实验田)")
_OBJECT = re.compile(
    r"(?:督导|检查|调研|察看|查看)(?P<place>[^,，。;；、]{3,20}?(?:项目|工程|工地|现场|基地|园区))(?:建设|进度|推进|情况)*(?=[,，。;；])"
)

_TARGET = re.compile(r"(?:调研|检查|督导|走访|慰问)(?![组团室员])")
"""Verbs whose object may be the only stop: 副市长某某调研某公司、某园区."""


@dataclass(frozen=True, slots=True)
class _Stop:
    start: int
    end: int
    name: str
    about: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Spot:
    """A stretch behind a verb of going."""

    start: int
    end: int
    verb: str


def _ends(text: str, start: int, end: int) -> Iterator[int]:
    """Yield where a name that begins at an offset may end; what stands in quotation marks is a part of it."""
    quoted = [found.span() for found in _QUOTED.finditer(text, start, end)]
    for stop in _NAME_END.finditer(text, start + 1, end):
        whole = stop[0] == "现场" and stop.end() == end
        if not whole and not any(a <= stop.start() < b for a, b in quoted):
            yield stop.start()


def _trim(text: str, start: int, end: int) -> Offsets | None:
    """Cut a stretch behind 来到 or 在 down to the name in it."""
    last = next((stop for stop in _ends(text, start, end)), end)
    lead = _LEAD_WORDS.match(text, start, last)
    first = lead.end() if lead else start
    while last > first and text[last - 1] in "的了等 、":
        last -= 1
    bare = text[first:last].removesuffix("现场").rstrip("上旁里")
    if _PLACE_TAIL.search(bare) and len(bare) > 3:
        last = first + len(bare)
    return (first, last) if last - first >= 2 else None


def _names(text: str, start: int, end: int, known: Sequence[Offsets]) -> list[Offsets]:
    """Split a list of stops (甲公司、乙园区和丙村); an 'of' phrase keeps its last part."""
    out, at = [], start
    quoted = [found.span() for found in _QUOTED.finditer(text, start, end)]
    for mark in [*re.finditer(r"、|和(?=[^,，。]{2,})|以及|及(?=.)", text[start:end]), None]:
        stop = start + mark.start() if mark else end
        if mark and any(a <= stop < b for a, b in quoted):
            continue
        around = bisect_left(known, (stop, stop)) - 1
        if around >= 0 and stop < known[around][1]:
            continue
        out.append((at, stop))
        at = start + mark.end() if mark else end
    return [_of(text, a, b) for a, b in out if b - a >= 2]


def _of(text: str, start: int, end: int) -> Offsets:
    """The last part of an 'of' phrase, but for a room: 某公司的组培室 is a stop at the firm."""
    of = text.rfind("的", start, end - 1)
    if of >= start + 4 and _ROOM_OF.fullmatch(text, of + 1, end):
        return start, of
    return (of + 1 if of >= 0 else start), end


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
        self,
        page: Page,
        leader: PagePerson,
        areas: Sequence[PageName],
        bodies: Sequence[PageName],
        leaders: Sequence[PagePerson],
    ) -> None:
        self.page, self.text, self.leader = page, page.clean, leader
        self.others = [one for one in leaders if one is not leader]
        self.areas, self.bodies = areas, bodies
        self.body_spans = sorted(m for body in bodies for m in body.mentions)
        self.area_spans = sorted(
            m for area in areas if area.record.classification != "site" for m in area.mentions
        )
        self.known = sorted((*self.body_spans, *self.area_spans))
        self.stops: list[_Stop] = []
        self.acted = False
        self.told = True
        """Whether the text speaks of this leader, not of another whose visit it tells too."""

    def acts(self, start: int, end: int) -> bool:
        """Whether the leader, or 他 for the leader, is named between two offsets."""
        if inside(self.leader.mentions, start, end) is not None:
            self.told = True
            return True
        if any(inside(other.mentions, start, end) for other in self.others):
            self.told = False
        return self.told and (
            _SUBJECT_PRONOUN.search(self.text, start, end) is not None
            or _NO_SUBJECT.match(self.text, start, end) is not None
            or (self.leader.name is None and "主要负责" in self.text[start:end])
        )

    def sentence(self, start: int, end: int, before: Offsets | None, *, report: bool = False) -> None:
        """Take the stops of a sentence; of the one that reports the visit only those gone into."""
        # A semicolon ends a sentence for us, not for its subject.
        self.acted = self.acts(start, end) or (self.acted and self.text[start - 1] in ";；")
        if not self.acted:
            return
        count = len(self.stops)
        spots = self.spots(start, end)
        if report:
            spots = [
                s
                for s in spots
                if not _WEAK.fullmatch(s.verb) and not _TOWN.search(self.text[s.start : s.end])
            ]
        for i, spot in enumerate(spots):
            until = spots[i + 1].start if i + 1 < len(spots) else end
            self.add(spot.start, spot.end, self.text[spot.start : spot.end], until)
        if report:
            return
        mention = inside(self.leader.mentions, start + 1, end)
        acted = mention[0] if mention else None
        if len(self.stops) == count and acted and "," in self.text[start:acted].replace("，", ","):
            self.topic((start, acted), acted, end)
        if len(self.stops) == count and before:
            self.topic(before, start, end)

    def spots(self, start: int, end: int) -> list[_Spot]:
        """Return the names of stops of a sentence, without what is part of one or only leads to it."""
        found = [_Spot(m.end(), end, m[0]) for m in _ENTER.finditer(self.text, start, end)]
        for pattern in (_VISITED, _AT, _ALONG):
            found += [_Spot(*m.span("place"), "在") for m in pattern.finditer(self.text, start, end)]
        for first, last in self.leader.mentions:
            if start <= first < end and (m := _BY_LEADER.match(self.text, last, end)):
                found.append(_Spot(*m.span("place"), "在"))
        named: list[_Spot] = []
        for stretch in sorted(found, key=lambda spot: (spot.start, spot.end)):
            for spot in self.named(stretch):
                outer = named[-1] if named else None
                room = _ROOM.fullmatch(self.text, spot.start, spot.end) is not None
                if room and self.stops and _INDOORS.match(spot.verb):
                    continue
                indoors = (room or spot.end - spot.start <= 5) and _INDOORS.match(spot.verb)
                if outer and (spot.start < outer.end or (indoors and not self.begins_with_area(spot.start))):
                    continue
                if outer and outer.verb == "在" != spot.verb and self.text[outer.end - 1] == "村":
                    named.pop()
                named.append(spot)
        return named

    def named(self, stretch: _Spot) -> list[_Spot]:
        """Return the names of stops behind a verb of going."""
        span = _trim(self.text, stretch.start, stretch.end)
        out = []
        for name_start, name_end in _names(self.text, *span, self.known) if span else ():
            body = next((b for b in self.body_spans if name_start <= b[0] and b[1] <= name_end + 1), None)
            if body and self.text[body[1] - 1] in "委府协":
                continue
            start, stop = body or (self.behind_area(name_start, name_end), name_end)
            name = self.text[start:stop]
            if len(name) < 2 or _GENERIC.match(name) or self.is_division(start, stop):
                continue
            strong = not _WEAK.fullmatch(stretch.verb)
            a_site = _PLACE_TAIL.search(name) and (strong or not _NO_NAME.search(name))
            if body or a_site or (strong and self.may_be_site(name_start, start, stop)):
                out.append(_Spot(start, stop, stretch.verb))
        return out

    def may_be_site(self, whole: int, start: int, end: int) -> bool:
        """Whether a stretch with an unknown ending (北岭险段, 老街夜市) reads as the name of a site."""
        name = self.text[start:end]
        longest = 28 if self.begins_with_area(whole) else 16
        return (
            (start > whole or 4 <= len(name) <= longest)
            and _WORDS.search(name) is not None
            and not _NO_NAME.search(name)
        )

    def begins_with_area(self, start: int) -> bool:
        at = bisect_left(self.area_spans, (start, start))
        behind = any(b == start for _, b in self.area_spans)
        return behind or (at < len(self.area_spans) and self.area_spans[at][0] == start)

    def objects(self, start: int, end: int) -> None:
        """Take the project that a visit with no other stop was about: 督导渔港改造项目."""
        for found in _OBJECT.finditer(self.text, start, end):
            first = self.behind_area(*found.span("place"))
            self.add(first, found.end("place"), self.text[first : found.end("place")], end)
        for found in _TARGET.finditer(self.text, start, end):
            for spot in self.named(_Spot(found.end(), end, found[0])):
                if (spot.start, spot.end) in self.body_spans or self.begins_with_area(spot.start):
                    self.add(spot.start, spot.end, self.text[spot.start : spot.end], end)

    def behind_area(self, start: int, end: int) -> int:
        """云岭市松溪县古城 is 古城 in 松溪县, unless that leaves too little of a name."""
        first, text = start, self.text
        for a, b in self.area_spans:
            if a == first and b < end and self.text[b - 1] in "省市县区":
                first = b
                if text[first] in "(（":  # 云岭经济技术开发区(城东片区)标准厂房
                    first = max(text.find(mark, first, end) for mark in ")）") + 1 or first
        return first if end - first >= 4 else start

    def is_division(self, start: int, end: int) -> bool:
        """Whether a stretch is nothing but divisions: 松溪县, 云岭市松溪县."""
        reached = {start}
        for a, b in self.area_spans:
            if a in reached and b <= end and not _SMALL.search(self.text[a:b]):
                reached.add(b)
        return end in reached

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
        if (
            head
            and not _GENERIC.match(head["name"])
            and _PLACE_TAIL.search(head["name"])
            and not _NOT_SITE.search(head["name"])
        ):
            a = self.behind_area(head.start("name"), head.end("name"))
            self.add(a, head.end("name"), self.text[a : head.end("name")], end)

    def add(self, start: int, end: int, name: str, until: int) -> None:
        """Add a stop unless it was visited already."""
        body = self.body(start, end)
        for i, stop in enumerate(self.stops):
            if name in stop.name or stop.name in name or (body and body == self.body(stop.start, stop.end)):
                if len(name) > len(stop.name) and self.text[start:end] == name:
                    self.stops[i] = _Stop(start, end, name, stop.about or _looked_at(self.text, end, until))
                return
        self.stops.append(_Stop(start, end, name, _looked_at(self.text, end, until)))

    def body(self, start: int, end: int) -> str | None:
        """Return the body that is named there."""
        return next((body.name for body in self.bodies if (start, end) in body.mentions), None)

    def items(self) -> tuple[AgendaItem, ...]:
        """Return the stops as records."""
        out = []
        for order, stop in enumerate(self.stops, 1):
            body = self.body(stop.start, stop.end)
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
        at = stop.start - 1
        for area in self.areas:
            if area.record.classification in ("region", "country", "site"):
                continue
            for start, end in area.mentions:
                if stop.start in (start, end) or (end == at and self.text[at] == "的"):
                    return area.name
        return None


def read_stops(
    page: Page,
    within: Offsets,
    report: Offsets,
    leader: PagePerson,
    areas: Sequence[PageName],
    bodies: Sequence[PageName],
    leaders: Sequence[PagePerson] = (),
) -> tuple[AgendaItem, ...]:
    """Read the stops of a visit from the sentences behind the one that reports it.

    Parameters
    ----------
    page : Page
        The page.
    within : (int, int)
        Clean offsets of the sentences that tell of the visit.
    report : (int, int)
        Of the sentence that reports it: it names divisions, and stops only where the leader goes in.
    leader : PagePerson
        Who goes.
    areas, bodies : sequence of PageName
        Places, bodies and companies of the page.
    leaders : sequence of PagePerson
        All whose visits the article tells.

    Returns
    -------
    tuple of AgendaItem
        In order.
    """
    walk = _Walk(page, leader, areas, bodies, leaders)
    walk.sentence(*report, None, report=True)
    zone = walk.stops[0] if len(walk.stops) == 1 and _ZONE.search(walk.stops[0].name) else None
    before: Offsets | None = None
    for first, last in page.sentences_in(*within):
        walk.sentence(first, last, before)
        before = (first, last)
    if zone and len(walk.stops) > 1:
        walk.stops.remove(zone)  # 到边境合作区调研 says where, what follows says what was gone into
    if not walk.stops:
        walk.sentence(*report, None)
    if not walk.stops:
        walk.objects(*report)
    return walk.items()
