"""Who went where and when: the sentences that report visits and study tours."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from bridgehead.read import periods
from bridgehead.read._literals import Listed
from bridgehead.read._page import Page, PageArticle, PagePerson
from bridgehead.read.participants import leader_of
from bridgehead.records.dates import Basis, Precision

__all__ = ["Report", "When", "reports", "study_in", "when_of"]

Offsets = tuple[int, int]

_GO = re.compile(
    r"深入|先后到|先后来到|来到|走进|前往|赶赴|奔赴|率队|带队|一行|赴|到|在|督导|调研|实地|深入到|就|带头|直[奔抵达]|开展"
)
_VISIT = Listed(
    r"(?:调研|考察|视察|督导|督查|督察|检查)(?![组团室员])|走访|慰问|巡[查河林湖]|暗访|夜[访查]|探访|调查研究|实地[察查踏]看|看望|观摩|踏勘|督战|现场(?:办公(?!会议?室)|调度|督办)"
)
_TOURED = re.compile(
    r"(?:先后|分别|依次)(?:到(?!了?位)|来到|走进|深入)[^,，。;；]*|(?:带队|率队|带头)(?:先后)?(?:深入|走进|来到)[^,，。;；]*"
    r"|(?:深入|到|赴|前往)[^,，。;；]{2,40}?指导(?!意见|组|性|委|员)|下(?:乡|基层)(?=[,，。])|跑了[^,，。]{1,6}?[县区市镇乡村家处]"
)
"""A tour without a word for it: 先后走进甲公司、乙园区,看生产、问民生."""
_CAME = re.compile(
    r"(?:来到|走进|走入|赶到|深入)(?!会场|会议|直播间|演播|课堂|考场|新闻|签约|开[幕工]|启动)[^,，。;；“]{3,}"
    r"|在(?![^,，。;；]*?(?:会议?|仪式|论坛|活动|讲话|文章|北京)[上中]?[,，])[^,，。;；]{4,30}[,，](?:向|与|同|[他她]|现场|实地|察看|查看|了解|听取|询问)"
)
"""What is a visit on a day, close behind who goes: 11月14日,某某来到某公司,与工人边吃边谈."""
_LOOKED_IN = re.compile(r"[到在][^,，。;；]{2,40}?(?:察看|查看|了解|听取|询问|要求)")
"""What each does behind a sentence that says only that 书记、市长分别带队督查."""
_IN_GROUPS = re.compile(r"(?:分别|分头|分赴|兵分[两三四]路)")
_SAME_DAY = re.compile(r"(?<![^,，;；。\n])(?:当[天日晚]|会[前后]|会议(?:前|结束后)|随后)|同[日天]")
_LATELY = re.compile(r"(?<![\u4e00-\u9fff])(?:近日|日前|连日来|近期)")
_STUDY = re.compile(r"(?:赴|到)(?P<to>[^。,，]{2,24}?)(?:进行)?(?:学习考察|考察学习|对标学习|学访|参观学习)")
_ERRAND = re.compile(
    r"赴(?P<to>[^。,，]{2,24}?)(?:(?:开展|进行)?(?:考察招商|招商|洽谈|对接|访问|取经)|(?:开展|进行)[^。,，]{0,8}?(?:交流|推介))(?!会)"
)
_AHEAD = re.compile(
    r"(?:将|拟|计划|预计|准备|打算|即将)(?:于|在)?[^,，。;；]{0,10}?(?:率[^,，。;；]{0,8}?)?(?:赴|前往|到|来|深入|开展|进行|走访|调研|考察|视察|看望)"
)
"""A trip that is still to come."""
_DUE = re.compile(
    r"(?:\d[日月]|[上中下]旬|[年月]底)[之以]?前(?![往来赴去期后])|(?:通知|方案|计划|办法)(?:明确|要求|提出|规定)"
)
"""What a notice wants to be done by a day."""
_RECALLED = re.compile(
    r"(?:期间|时)?[,，]?(?:所|曾)?(?:提出|强调|作出|指出|部署|要求|留下|点名)?的(?!是)[^,，。;；]{0,12}(?:要求|指示|意见|讲话|精神|问题|任务|部署|嘱托|要点|清单)"
)
"""What was said on a visit, told of later: 到该县调研时提出的五点要求."""
_UNREPORTED = frozenset(("statement", "commentary", "notice"))
_UNDATED = frozenset(("visit_report", "brief"))
"""Genres that tell of visits without a day."""


_NO_DAY = re.compile(
    r"[电讯]|(?:元旦|春节|新春|国庆|中秋|端午|“?五一”?)?(?:佳?节)?(?:前夕|来临|将[至近]|假期|长假)"
)
"""What stands behind the day of a dateline, and behind holidays that tell no day."""


@dataclass(slots=True)
class When:
    """When an event was, and how that is known."""

    start: str | None = None
    end: str | None = None
    precision: Precision | None = None
    basis: Basis | None = None
    reason: str | None = None


def when_of(text: str, start: int, end: int, article: PageArticle) -> When:
    """Return when an event was: the first dated expression of its sentence that is not a dateline's.

    A quarter or a year in the name of an occasion (第四季度集中签约活动5月6日举行) gives way to a day.
    """
    told = [
        period
        for period in periods.find(text, start, end, article.date)
        if period.first and period.role == "period" and not _NO_DAY.match(text, period.end)
    ]
    if told and told[0].precision != "day" and told[0].first != told[0].last:
        told.sort(key=lambda period: period.precision != "day")
    if not told or not told[0].first:
        return When()
    period = told[0]
    basis = period.basis if told[0].first[0] != "-" else None
    return When(period.first, period.last, period.precision, basis, period.reason if basis else None)


def study_in(text: str, start: int, end: int) -> re.Match[str] | None:
    """Return the words of a tour elsewhere, with the group ``to``: to learn, to seek investors, to confer."""
    return _STUDY.search(text, start, end) or _ERRAND.search(text, start, end)


@dataclass(slots=True)
class Report:
    """A sentence that reports a visit."""

    start: int
    end: int
    leader: PagePerson
    mention: Offsets
    act: int
    study: bool
    when: When
    weak: bool = False
    """Whether only a word of going tells of it."""

    def follows(self, before: Report) -> bool:
        """Whether it tells of another visit of the same leader: on a later day than that one's last."""
        ended = before.when.end or before.when.start
        began = self.when.start
        return bool(
            ended and began and len(ended) == len(began) and self.when.precision == "day" and began > ended
        )


def reports(page: Page, article: PageArticle, people: Sequence[PagePerson]) -> list[Report]:
    """Find the sentences of an article that report visits, one a visit.

    A leader's first report counts, even without a day when none follows that has one; a second only on a
    later day. What others did counts when it has a day of its own.

    Parameters
    ----------
    page : Page
        The page.
    article : PageArticle
        Where to look.
    people : sequence of PagePerson
        Everyone on the page.

    Returns
    -------
    list of Report
        In order.
    """
    found: list[Report] = []
    if article.record.genre in _UNREPORTED:
        return found
    told = list(_candidates(page, article, people))
    plain = [one.leader for one in told if one.when.start and not one.weak]
    for report in told:
        if report.weak and (report.leader in plain or report.when.precision != "day"):
            continue
        own = [i for i, one in enumerate(found) if one.leader is report.leader]
        if not found or (report.when.start and (not own or report.follows(found[own[-1]]))):
            found.append(report)
        elif own and report.when.start and not found[own[-1]].when.start:
            found[own[-1]] = report
    dated = any(report.when.start for report in found)
    tells = article.record.genre in _UNDATED
    return [
        report
        for report in found
        if report.when.start or (tells and not dated) or _LATELY.search(page.clean, report.start, report.act)
    ]


def _candidates(page: Page, article: PageArticle, people: Sequence[PagePerson]) -> Iterator[Report]:
    """Yield every clause in which a leader goes somewhere; 当天 and 会前 are the day told last."""
    sentences = page.sentences_in(article.body, article.end)
    grouped = False
    for number, (start, end) in enumerate(sentences):
        told = list(_told(page, people, start, end, grouped))
        when = when_of(page.clean, start, end, article) if told else When()
        for i, report in enumerate(told):
            until = told[i + 1].start if i + 1 < len(told) else end
            alike = grouped or _SAME_DAY.search(page.clean, report.start, report.act) is not None
            same = alike and bool(i or not when.start)
            day = _day_told(page.clean, sentences[: number + 1], article) if same else When()
            if same or i:
                yield replace(report, end=until, when=day)
            else:
                # 近日,副市长调研国庆假期旅游: the holiday is what it was about.
                vague = _LATELY.search(page.clean, start, report.act)
                told_day = when_of(page.clean, start, report.act, article) if vague else when
                yield replace(report, end=until, when=told_day)
        grouped = not told and bool(
            _IN_GROUPS.search(page.clean, start, end) and _VISIT.search(page.clean, start, end)
        )


def _day_told(text: str, sentences: Sequence[Offsets], article: PageArticle) -> When:
    """Return the day that was told last in some sentences."""
    days = (when_of(text, *span, article) for span in reversed(sentences))
    return next((when for when in days if when.start and when.precision == "day"), When())


def _told(page: Page, people: Sequence[PagePerson], start: int, end: int, grouped: bool) -> Iterator[Report]:
    """Yield the reports of one sentence: 甲到某县调研,乙同日赴某区调研 holds two."""
    report = _report(page, people, start, end, grouped)
    while report:
        yield report
        clause = max(page.clean.find(mark, report.act, end) for mark in ",，") + 1
        report = _report(page, people, clause, end, grouped) if clause else None


def _act(text: str, start: int, end: int, grouped: bool) -> re.Match[str] | None:
    """Return the words of a visit; where all went in groups, what each looked at is one too."""
    found = study_in(text, start, end) or _VISIT.search(text, start, end) or _TOURED.search(text, start, end)
    return found or (_LOOKED_IN.search(text, start, end) if grouped else None)


def _report(page: Page, people: Sequence[PagePerson], start: int, end: int, grouped: bool) -> Report | None:
    """Read who goes in a sentence; null when nobody is seen to go."""
    text = page.clean
    told = _act(text, start, end, grouped)
    if not (told or _CAME.search(text, start, end)):
        return None
    acted = leader_of(people, start, end)
    if not acted:
        return None
    leader, mention = acted
    study = study_in(text, start, end)
    act = study or _act(text, mention[1], end, grouped) or _CAME.search(text, mention[1], end)
    behind = text[mention[1] : act.start()] if act else ""
    if not act or not (
        _GO.search(text[mention[1] : act.end()]) or (len(behind) <= 12 and "。" not in behind)
    ):
        return None
    if _AHEAD.search(text, mention[1], act.end()) or _DUE.search(text, start, mention[0]):
        return None
    if _RECALLED.match(text, act.end(), end):
        return None
    return Report(start, end, leader, mention, act.end(), study is not None, When(), told is None)
