"""Visits with their stops and companions, meetings, signings and study tours."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from typing import Literal

from bridgehead.read._page import Page, PageArticle, PageEvent, PageName, PagePerson
from bridgehead.read.participants import NOT_LEADERS, companions, inside, leader_of, participant
from bridgehead.read.stops import Known, read_stops
from bridgehead.read.visits import Report, When, reports, study_in, when_of
from bridgehead.records import Event

__all__ = ["read"]

Kind = Literal["visit", "meeting", "signing", "study_tour"]
Offsets = tuple[int, int]

_MEETING = re.compile(
    r"(?:主持)?(?:召开|举行|主持)[了的]?(?P<name>[^,，。;；]{0,30}?(?:会议?|论坛|座谈会|推进会|恳谈会|发布会))(?=[,，。;；]|$|[^\u4e00-\u9fff]|[研传听部并])"
)
_HELD = re.compile(
    r"(?:^|(?<=[,，。\s]))(?P<name>[^,，。;；]{2,28}?(?:大会|会议|论坛|启动仪式|(?<![机社协学工商国议晚宴])会))"
    r"(?:于?(?:\d{1,2}月)?\d{1,2}日)?(?:(?:上午|下午|晚)?在[^,，。]{2,20})?(?:召开|举行|举办)"
)
_MET = re.compile(r"(?P<name>会见|会谈)(?!时|厅|室|等)")
_NAMELESS = frozenset(("会", "会议", "本次会议", "论坛", "大会"))
_CHAIR = re.compile(r"主持(?:召开)?|出席")
_SIGNING = re.compile(r"签约仪式|签署[^。,，]{0,30}协议|集中签约|签约项目|举行[^。,，]{0,20}签约")
_GATHERING = re.compile(r"召开|举行|举办|主持|会见|会谈|[签学考]")
_SIGN = re.compile(r"签约|签署|见证|签字")
_ABOUT = re.compile(
    r"(?:就|围绕)(?P<what>[^。;；]{2,80}?)(?:等(?:工作|内容|方面|情况)?)?(?:进行|开展|作|深入开展)?(?:了)?(?:专题|实地|深入)?(?:调研|考察|督导|检查|走访|座谈)"
)
_OBJECT = re.compile(
    r"(?:专题|实地)?(?:调研|考察|督导|检查)+(?P<what>[^。;；,，进并时]{3,40}?)(?:进展)?(?:情况)?(?=[。;；,，]|$)"
)


def _split_subjects(text: str) -> tuple[str, ...]:
    parts = re.split(r"[、,，]", re.sub(r"等(?:工作)?$", "", text.strip()))
    return tuple(
        dict.fromkeys(part for part in (p.strip(" 和及与“”") for p in parts) if 2 <= len(part) <= 20)
    )


def _subjects(text: str) -> tuple[str, ...]:
    about = _ABOUT.search(text) or _OBJECT.search(text)
    return _split_subjects(about["what"]) if about else ()


def _areas(named: Sequence[tuple[int, str]], start: int, end: int) -> tuple[str, ...]:
    """Return the areas whose mentions begin between two offsets, in order."""
    low = bisect_left(named, (start,))
    found = named[low : bisect_left(named, (end,), low)]
    return tuple(dict.fromkeys(name for _, name in found))


class _Reader:
    """Reads the events of one page, article by article."""

    def __init__(
        self, page: Page, people: Sequence[PagePerson], areas: Sequence[PageName], bodies: Sequence[PageName]
    ) -> None:
        self.page, self.people, self.known = page, people, Known(areas, bodies)
        self.areas = sorted(
            (mention[0], area.name)
            for area in areas
            if area.record.classification not in ("region", "country", "site")
            for mention in area.mentions
        )

    def article(self, article: PageArticle) -> Iterator[PageEvent]:
        """Yield the events of an article."""
        visits = reports(self.page, article, self.people)
        leaders = [report.leader for report in visits]
        visit: PageEvent | None = None
        for start, end in self.page.sentences_in(article.body, article.end):
            while visits and start <= visits[0].start < end:
                report = visits.pop(0)
                later = [one.start for one in visits if one.start >= end]
                until = later[0] if later else article.end
                others = [one.start for one in visits if one.leader is not report.leader]
                visit = self.visit(article, report, until, others[0] if others else article.end, leaders)
                yield visit
            yield from self.gatherings(article, start, end, visit)

    def visit(
        self,
        article: PageArticle,
        report: Report,
        until: int,
        joined_until: int,
        leaders: Sequence[PagePerson],
    ) -> PageEvent:
        """Make a record of a visit; its stops end where the next begins, its companions with the leader."""
        text, start, end, leader = self.page.clean, report.start, report.end, report.leader
        mention, when = report.mention, report.when
        areas = _areas(self.areas, mention[1], report.act) or _areas(self.areas, start, report.act)
        joined = companions(self.page, self.people, start, joined_until, leader)
        stops = read_stops(self.page, (end, until), (start, end), leader, self.known, leaders)
        kind: Kind = "study_tour" if report.study else "visit"
        doing = "学习考察" if report.study else "调研"
        name = f"{leader.name or leader.post}{areas[0] if areas else ''}{doing}"
        record = self.page.cite(
            Event,
            start,
            end,
            key=kind,
            name=name,
            classification=kind,
            **self.shared(article, when),
            location=areas[0] if areas else article.place.name,
            areas=areas,
            subjects=_subjects(text[start:end]),
            participants=(
                participant(leader, "leader"),
                *(participant(p, "companion") for p in joined),
            ),
            agenda=stops,
        )
        return PageEvent(record, start, end, article, leader)

    def gatherings(
        self, article: PageArticle, start: int, end: int, visit: PageEvent | None
    ) -> Iterator[PageEvent]:
        """Yield the meeting, signing or study tour of a sentence."""
        text = self.page.clean
        if not _GATHERING.search(text, start, end):
            return
        study = study_in(text, start, end)
        when = None
        if study and article.record.genre != "commentary" and not (visit and start <= visit.start < end):
            when = when_of(text, start, end, article)
            if when.start:
                to = _areas(self.areas, *study.span("to"))
                yield self.event(article, start, end, "study_tour", "学习考察", when, to)
        meeting = next((m for p in (_MEETING, _HELD, _MET) if (m := p.search(text, start, end))), None)
        if meeting and self.is_report(text, article, meeting, start, end, visit):
            when = when or when_of(text, start, end, article)
            name = meeting["name"].strip("了“”")
            if name in _NAMELESS:
                name = self.headline(article) or name
            yield self.event(article, start, end, "meeting", name, when, (), chair=True, after=visit)
        if _SIGNING.search(text, start, end):
            when = when or when_of(text, start, end, article)
            if when.start:
                yield self.event(article, start, end, "signing", "签约", when, _areas(self.areas, start, end))

    def is_report(
        self,
        text: str,
        article: PageArticle,
        meeting: re.Match[str],
        start: int,
        end: int,
        visit: PageEvent | None,
    ) -> bool:
        """Whether a sentence reports one meeting that was held: someone chairs it, or it has a day."""
        if article.record.genre in ("commentary", "statement", "report"):
            return False
        if meeting["name"] in _NAMELESS and (visit or not self.headline(article)):
            return False
        if visit and start <= visit.start < end:
            return False
        chaired = leader_of(self.people, start, meeting.start()) and _CHAIR.search(text, start, meeting.end())
        if visit:
            return chaired is not None
        return bool(chaired) or bool(when_of(text, start, end, article).start)

    def headline(self, article: PageArticle) -> str | None:
        """Return the meeting that a headline names, for the report that only says 主持会议."""
        found = _HELD.search(self.page.clean, article.start, article.body)
        found = found or _MEETING.search(self.page.clean, article.start, article.body)
        return found["name"].strip("了“”") if found and found["name"] not in _NAMELESS else None

    def event(
        self,
        article: PageArticle,
        start: int,
        end: int,
        kind: Kind,
        name: str,
        when: When,
        areas: tuple[str, ...],
        *,
        chair: bool = False,
        after: PageEvent | None = None,
    ) -> PageEvent:
        """Make the record of a gathering."""
        begin = article.start if article.speaker else start
        acted = leader_of(self.people, begin, end)
        leader = acted[0] if acted else None
        if after and not when.start:
            r = after.record
            when = When(r.start_time, r.end_time, r.precision, r.basis, r.inferred_from)
        if chair:
            attended = companions(self.page, self.people, start, min(end + 300, article.end), leader)
            leader = leader or self.chair(attended, start, min(end + 300, article.end))
            attended = [person for person in attended if person is not leader]
        else:
            attended = self.signers(article, leader) if kind == "signing" else []
        record = self.page.cite(
            Event,
            start,
            end,
            key=kind,
            name=name,
            classification=kind,
            **self.shared(article, when),
            location=areas[0] if areas else article.record.content_location,
            areas=areas,
            subjects=_subjects(self.page.clean[start:end]),
            participants=(
                *((participant(leader, "attendee" if article.speaker else "leader"),) if leader else ()),
                *(participant(person, "attendee") for person in attended),
            ),
        )
        return PageEvent(record, start, end, article, leader)

    def chair(self, attended: Sequence[PagePerson], start: int, end: int) -> PagePerson | None:
        """Return who is named right before 主持: 市长叶青林主持会议."""
        for person in attended:
            for mention in person.mentions:
                if start <= mention[0] < end and self.page.clean.startswith("主持", mention[1]):
                    return person
        return None

    def signers(self, article: PageArticle, leader: PagePerson | None) -> list[PagePerson]:
        """Return those whom an article names with their post where something is signed."""
        spans = [
            (a, b)
            for a, b in self.page.sentences_in(article.body, article.end)
            if _SIGN.search(self.page.clean, a, b)
        ]
        return [
            p
            for p in self.people
            if p is not leader
            and p.name
            and p.posts
            and p.posts[0].role not in NOT_LEADERS
            and p.post != "总书记"
            and any(inside(p.mentions, a, b) for a, b in spans)
        ]

    def shared(self, article: PageArticle, when: When) -> dict[str, object]:
        """Return the fields that all kinds of events fill alike."""
        return {
            "start_time": when.start,
            "end_time": when.end,
            "precision": when.precision,
            "basis": when.basis,
            "inferred_from": when.reason,
            "article": article.record.id,
            "sources": (self.page.document,),
            "method": "read.events",
            "confidence": 0.9 if when.start else 0.7,
        }


def read(
    page: Page,
    articles: Sequence[PageArticle],
    people: Sequence[PagePerson],
    areas: Sequence[PageName],
    bodies: Sequence[PageName],
) -> tuple[PageEvent, ...]:
    """Read the events of a page.

    Parameters
    ----------
    page : Page
        The page.
    articles, people, areas, bodies
        What was read before.

    Returns
    -------
    tuple of PageEvent
        In order.
    """
    reader = _Reader(page, people, areas, bodies)
    events = [event for article in articles for event in reader.article(article)]
    return tuple(sorted(events, key=lambda event: (event.start, event.record.classification)))
