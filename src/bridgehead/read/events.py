"""Visits with their stops and companions, meetings, signings and study tours."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from bridgehead.read import periods
from bridgehead.read._page import Page, PageArticle, PageEvent, PageName, PagePerson
from bridgehead.read.participants import NOT_LEADERS, companions, inside, leader_of, participant
from bridgehead.read.stops import read_stops
from bridgehead.records import Event
from bridgehead.records.dates import Basis, Precision

__all__ = ["read"]

Kind = Literal["visit", "meeting", "signing", "study_tour"]
Offsets = tuple[int, int]

_GO = re.compile(
    r"深入|先后到|先后来到|来到|走进|前往|赶赴|奔赴|率队|带队|一行|赴|到|在|督导|调研|实地|深入到|就|带头"
)
_VISIT = re.compile(r"调研|考察|视察|走访|慰问|督导|督查|检查|巡查|暗访|调查研究|实地察看|看望")
_MEETING = re.compile(
    r"(?:主持)?(?:召开|举行|主持)[了的]?(?P<name>[^,，。;；]{0,30}?(?:会议?|论坛|座谈会|推进会|恳谈会|发布会))(?=[,，。;；]|$|[^\u4e00-\u9fff]|[研传听部并])"
)
_HELD = re.compile(
    r"(?:^|(?<=[,，。\s]))(?P<name>[^,，。;；]{2,28}?(?:大会|会议|座谈会|推进会|论坛|启动仪式|恳谈会|发布会|动员会|现场会|调度会))(?:在[^,，。]{2,20})?(?:召开|举行|举办)"
)
_CHAIR = re.compile(r"主持(?:召开)?|出席")
_SIGNING = re.compile(r"签约仪式|签署[^。,，]{0,30}协议|集中签约|签约项目|举行[^。,，]{0,20}签约")
_GATHERING = re.compile(r"召开|举行|举办|主持|[签学考]")
_SIGN = re.compile(r"签约|签署|见证|签字")
_STUDY = re.compile(r"(?:赴|到)(?P<to>[^。,，]{2,24}?)(?:进行)?(?:学习考察|考察学习|对标学习|学访|参观学习)")
_ABOUT = re.compile(
    r"(?:就|围绕)(?P<what>[^。;；]{2,80}?)(?:等(?:工作|内容|方面|情况)?)?(?:进行|开展|作|深入开展)?(?:了)?(?:专题|实地|深入)?(?:调研|考察|督导|检查|走访|座谈)"
)
_OBJECT = re.compile(
    r"(?:专题|实地)?(?:调研|考察|督导|检查)+(?P<what>[^。;；,，进并时]{3,40}?)(?:进展)?(?:情况)?(?=[。;；,，]|$)"
)


@dataclass(frozen=True, slots=True)
class _When:
    start: str | None = None
    end: str | None = None
    precision: Precision | None = None
    basis: Basis | None = None
    reason: str | None = None


def _when(text: str, start: int, end: int, article: PageArticle) -> _When:
    """Return when an event was: the first dated expression of its sentence that is not a dateline's."""
    for period in periods.find(text, start, end, article.date):
        if period.first and period.role == "period" and text[period.end : period.end + 1] not in "电讯":
            basis = period.basis if period.first[0] != "-" else None
            return _When(period.first, period.last, period.precision, basis, period.reason if basis else None)
    return _When()


def _split_subjects(text: str) -> tuple[str, ...]:
    parts = re.split(r"[、,，]", re.sub(r"等(?:工作)?$", "", text.strip()))
    return tuple(
        dict.fromkeys(part for part in (p.strip(" 和及与“”") for p in parts) if 2 <= len(part) <= 20)
    )


def _subjects(text: str) -> tuple[str, ...]:
    about = _ABOUT.search(text) or _OBJECT.search(text)
    return _split_subjects(about["what"]) if about else ()


def _areas(names: Sequence[PageName], start: int, end: int) -> tuple[str, ...]:
    found = [
        (mention[0], area.name)
        for area in names
        if area.record.classification not in ("region", "country", "site")
        for mention in area.mentions
        if start <= mention[0] < end
    ]
    return tuple(dict.fromkeys(name for _, name in sorted(found)))


@dataclass(frozen=True, slots=True)
class _Report:
    """A sentence that reports a visit."""

    start: int
    end: int
    leader: PagePerson
    mention: Offsets
    act: int
    study: bool
    when: _When


class _Reader:
    """Reads the events of one page, article by article."""

    def __init__(
        self, page: Page, people: Sequence[PagePerson], areas: Sequence[PageName], bodies: Sequence[PageName]
    ) -> None:
        self.page, self.people, self.areas, self.bodies = page, people, areas, bodies

    def article(self, article: PageArticle) -> Iterator[PageEvent]:
        """Yield the events of an article."""
        visits = self.visits(article)
        visit: PageEvent | None = None
        for start, end in self.page.sentences_in(article.body, article.end):
            if visits and visits[0].start == start:
                report = visits.pop(0)
                visit = self.visit(article, report, visits[0].start if visits else article.end)
                yield visit
            yield from self.gatherings(article, start, end, visit)

    def visits(self, article: PageArticle) -> list[_Report]:
        """Return the reports of visits: the first, and those of other leaders on a day of their own."""
        reports: list[_Report] = []
        if article.record.genre in ("statement", "commentary", "notice"):
            return reports
        for start, end in self.page.sentences_in(article.body, article.end):
            report = self.report(article, start, end)
            if report and (
                not reports or (report.when.start and report.leader not in {r.leader for r in reports})
            ):
                reports.append(report)
        return reports

    def report(self, article: PageArticle, start: int, end: int) -> _Report | None:
        """Read who goes in a sentence; null when nobody is seen to go."""
        text = self.page.clean
        study = _STUDY.search(text, start, end)
        if not study and not _VISIT.search(text, start, end):
            return None
        acted = leader_of(self.people, start, end)
        if not acted:
            return None
        leader, mention = acted
        act = study or _VISIT.search(text, mention[1], end)
        behind = text[mention[1] : act.start()] if act else ""
        if not act or not (_GO.search(behind) or (len(behind) <= 12 and "。" not in behind)):
            return None
        when = _when(text, start, end, article)
        if when.start is None and article.record.genre != "visit_report":
            return None
        return _Report(start, end, leader, mention, act.end(), study is not None, when)

    def visit(self, article: PageArticle, report: _Report, until: int) -> PageEvent:
        """Make the record of a visit; its stops and companions stand before an offset."""
        text, start, end, leader = self.page.clean, report.start, report.end, report.leader
        mention, when = report.mention, report.when
        areas = _areas(self.areas, mention[1], report.act) or _areas(self.areas, start, report.act)
        joined = companions(self.page, self.people, start, until, leader)
        stops = read_stops(self.page, (end, until), (start, end), leader, self.areas, self.bodies)
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
        study = _STUDY.search(text, start, end)
        when = None
        if study and article.record.genre != "commentary" and not (visit and visit.start == start):
            when = _when(text, start, end, article)
            if when.start:
                to = _areas(self.areas, *study.span("to"))
                yield self.event(article, start, end, "study_tour", "学习考察", when, to)
        meeting = _MEETING.search(text, start, end) or _HELD.search(text, start, end)
        if meeting and self.is_report(text, article, meeting, start, end, visit):
            when = when or _when(text, start, end, article)
            name = meeting["name"].strip("了“”")
            yield self.event(article, start, end, "meeting", name, when, (), chair=True, after=visit)
        if _SIGNING.search(text, start, end) and (when or periods.find(text, start, end, article.date)):
            when = when or _when(text, start, end, article)
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
        if article.record.genre in ("commentary", "statement", "report") or meeting["name"] in (
            "会",
            "会议",
            "本次会议",
            "论坛",
        ):
            return False
        if visit and visit.start == start:
            return False
        chaired = leader_of(self.people, start, meeting.start()) and _CHAIR.search(text, start, meeting.end())
        if visit:
            return chaired is not None
        return bool(chaired) or bool(_when(text, start, end, article).start)

    def event(
        self,
        article: PageArticle,
        start: int,
        end: int,
        kind: Kind,
        name: str,
        when: _When,
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
            when = _When(r.start_time, r.end_time, r.precision, r.basis, r.inferred_from)
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

    def shared(self, article: PageArticle, when: _When) -> dict[str, object]:
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
