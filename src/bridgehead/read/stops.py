"""The stops of a visit, in order: where the leader went in, what was looked at there."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bridgehead.read._page import Page, PageName, PagePerson
from bridgehead.read.participants import inside
from bridgehead.read.stop_words import (
    ALONG,
    ASKED,
    AT,
    BY_LEADER,
    ENTER,
    GENERIC,
    INDOORS,
    LEAD_WORDS,
    LOOKED,
    NAME_END,
    NO_NAME,
    NO_SUBJECT,
    NOT_SITE,
    OBJECT,
    OPENING,
    PLACE_TAIL,
    QUOTED,
    ROOM,
    ROOM_OF,
    SEEN,
    SITE_HEAD,
    SMALL,
    SUBJECT_PRONOUN,
    TARGET,
    TOWN,
    VISITED,
    WEAK,
    WORDS,
    ZONE,
)
from bridgehead.records import AgendaItem

__all__ = ["Known", "read_stops"]

Offsets = tuple[int, int]


@dataclass(slots=True)
class _Stop:
    start: int
    end: int
    name: str
    about: tuple[str, ...] = ()


@dataclass(slots=True)
class _Spot:
    """A stretch behind a verb of going."""

    start: int
    end: int
    verb: str


def _ends(text: str, start: int, end: int) -> Iterator[int]:
    """Yield where a name that begins at an offset may end; what stands in quotation marks is a part of it."""
    quoted = [found.span() for found in QUOTED.finditer(text, start, end)]
    for stop in NAME_END.finditer(text, start + 1, end):
        whole = stop[0] == "现场" and stop.end() == end
        if not whole and not any(a <= stop.start() < b for a, b in quoted):
            yield stop.start()


def _trim(text: str, start: int, end: int) -> Offsets | None:
    """Cut a stretch behind 来到 or 在 down to the name in it."""
    last = next((stop for stop in _ends(text, start, end)), end)
    lead = LEAD_WORDS.match(text, start, last)
    first = lead.end() if lead else start
    while last > first and text[last - 1] in "的了等 、":
        last -= 1
    bare = text[first:last].removesuffix("现场").rstrip("上旁里")
    if PLACE_TAIL.search(bare) and len(bare) > 3:
        last = first + len(bare)
    return (first, last) if last - first >= 2 else None


def _names(text: str, start: int, end: int, known: Sequence[Offsets]) -> list[Offsets]:
    """Split a list of stops (甲公司、乙园区和丙村); an 'of' phrase keeps its last part."""
    out, at = [], start
    quoted = [found.span() for found in QUOTED.finditer(text, start, end)]
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
    if of >= start + 4 and ROOM_OF.fullmatch(text, of + 1, end):
        return start, of
    return (of + 1 if of >= 0 else start), end


def _looked_at(text: str, start: int, end: int) -> tuple[str, ...]:
    subjects = []
    for found in LOOKED.finditer(text, start, end):
        subjects += [
            part.strip() for part in re.split(r"[、,，]", found["what"]) if 2 <= len(part.strip()) <= 24
        ]
    return tuple(dict.fromkeys(subjects))[:6]


class Known:
    """The areas and bodies of a page, and where they stand.

    Parameters
    ----------
    areas, bodies : sequence of PageName
        Places, bodies and companies of the page.
    """

    def __init__(self, areas: Sequence[PageName], bodies: Sequence[PageName]) -> None:
        self.areas, self.bodies = areas, bodies
        self.body_spans = sorted(m for body in bodies for m in body.mentions)
        self.area_spans = sorted(
            m for area in areas if area.record.classification != "site" for m in area.mentions
        )
        self.area_ends = frozenset(end for _, end in self.area_spans)
        self.spans = sorted((*self.body_spans, *self.area_spans))


def _begun(spans: Sequence[Offsets], start: int, end: int) -> Sequence[Offsets]:
    """Return the spans that begin between two offsets."""
    low = bisect_left(spans, (start,))
    return spans[low : bisect_left(spans, (end,), low)]


class _Walk:
    """Follows a leader through an article."""

    def __init__(self, page: Page, leader: PagePerson, known: Known, leaders: Sequence[PagePerson]) -> None:
        self.page, self.text, self.leader, self.known = page, page.clean, leader, known
        self.others = [one for one in leaders if one is not leader]
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
            SUBJECT_PRONOUN.search(self.text, start, end) is not None
            or NO_SUBJECT.match(self.text, start, end) is not None
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
                s for s in spots if not WEAK.fullmatch(s.verb) and not TOWN.search(self.text[s.start : s.end])
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
        found = [_Spot(m.end(), end, m[0]) for m in ENTER.finditer(self.text, start, end)]
        for pattern in (VISITED, AT, ALONG):
            found += [_Spot(*m.span("place"), "在") for m in pattern.finditer(self.text, start, end)]
        for first, last in self.leader.mentions:
            if start <= first < end and (m := BY_LEADER.match(self.text, last, end)):
                found.append(_Spot(*m.span("place"), "在"))
        named: list[_Spot] = []
        for stretch in sorted(found, key=lambda spot: (spot.start, spot.end)):
            for spot in self.named(stretch):
                outer = named[-1] if named else None
                room = ROOM.fullmatch(self.text, spot.start, spot.end) is not None
                if room and self.stops and INDOORS.match(spot.verb):
                    continue
                indoors = (room or spot.end - spot.start <= 5) and INDOORS.match(spot.verb)
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
        for name_start, name_end in _names(self.text, *span, self.known.spans) if span else ():
            inner = _begun(self.known.body_spans, name_start, name_end + 1)
            body = next((b for b in inner if b[1] <= name_end + 1), None)
            if body and self.text[body[1] - 1] in "委府协":
                continue
            start, stop = body or (self.behind_area(name_start, name_end), name_end)
            name = self.text[start:stop]
            if len(name) < 2 or GENERIC.match(name) or self.is_division(start, stop):
                continue
            strong = not WEAK.fullmatch(stretch.verb)
            a_site = PLACE_TAIL.search(name) and (strong or not NO_NAME.search(name))
            if body or a_site or (strong and self.may_be_site(name_start, start, stop)):
                out.append(_Spot(start, stop, stretch.verb))
        return out

    def may_be_site(self, whole: int, start: int, end: int) -> bool:
        """Whether a stretch with an unknown ending (北岭险段, 老街夜市) reads as the name of a site."""
        name = self.text[start:end]
        longest = 28 if self.begins_with_area(whole) else 16
        return (
            (start > whole or 4 <= len(name) <= longest)
            and WORDS.search(name) is not None
            and not NO_NAME.search(name)
        )

    def begins_with_area(self, start: int) -> bool:
        return start in self.known.area_ends or bool(_begun(self.known.area_spans, start, start + 1))

    def objects(self, start: int, end: int) -> None:
        """Take the project that a visit with no other stop was about: 督导渔港改造项目."""
        for found in OBJECT.finditer(self.text, start, end):
            first = self.behind_area(*found.span("place"))
            self.add(first, found.end("place"), self.text[first : found.end("place")], end)
        for found in TARGET.finditer(self.text, start, end):
            for spot in self.named(_Spot(found.end(), end, found[0])):
                if (spot.start, spot.end) in self.known.body_spans or self.begins_with_area(spot.start):
                    self.add(spot.start, spot.end, self.text[spot.start : spot.end], end)

    def behind_area(self, start: int, end: int) -> int:
        """云岭市松溪县古城 is 古城 in 松溪县, unless that leaves too little of a name."""
        first, text = start, self.text
        for a, b in _begun(self.known.area_spans, start, end):
            if a == first and b < end and self.text[b - 1] in "省市县区":
                first = b
                if text[first] in "(（":  # 云岭经济技术开发区(城东片区)标准厂房
                    first = max(text.find(mark, first, end) for mark in ")）") + 1 or first
        return first if end - first >= 4 else start

    def is_division(self, start: int, end: int) -> bool:
        """Whether a stretch is nothing but divisions: 松溪县, 云岭市松溪县."""
        reached = {start}
        for a, b in _begun(self.known.area_spans, start, end):
            if a in reached and b <= end and not SMALL.search(self.text[a:b]):
                reached.add(b)
        return end in reached

    def topic(self, before: Offsets, start: int, end: int) -> None:
        """Take what the sentence before opens with, when the leader then looks or asks there."""
        if self.acts(*before) or not ASKED.search(self.text, start, end):
            return
        named = _begun(self.known.body_spans, *before)
        for seen in SEEN.finditer(self.text, start, end):
            for a, b in named:
                if self.text[a : a + 2] == seen["what"]:
                    self.add(a, b, self.text[a:b], end)
                    return
        for a, b in named:
            power = self.text[b - 1] in "委府协" or self.text.endswith("人大", a, b)
            if not power and OPENING.fullmatch(self.text, before[0], a):
                self.add(a, b, self.text[a:b], end)
                return
        head = SITE_HEAD.match(self.text, *before)
        if (
            head
            and not GENERIC.match(head["name"])
            and PLACE_TAIL.search(head["name"])
            and not NOT_SITE.search(head["name"])
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
        return next((body.name for body in self.known.bodies if (start, end) in body.mentions), None)

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
        for area in self.known.areas:
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
    known: Known,
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
    known : Known
        Places, bodies and companies of the page.
    leaders : sequence of PagePerson
        All whose visits the article tells.

    Returns
    -------
    tuple of AgendaItem
        In order.
    """
    walk = _Walk(page, leader, known, leaders)
    walk.sentence(*report, None, report=True)
    zone = walk.stops[0] if len(walk.stops) == 1 and ZONE.search(walk.stops[0].name) else None
    before: Offsets | None = None
    for first, last in page.sentences_in(*within):
        walk.sentence(first, last, before)
        before = (first, last)
    if zone in walk.stops[:-1]:
        walk.stops.remove(zone)  # 到边境合作区调研 says where, what follows says what was gone into
    if not walk.stops:
        walk.sentence(*report, None)
    if not walk.stops:
        walk.objects(*report)
    return walk.items()
