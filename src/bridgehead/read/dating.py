"""When a document was published and from which place it speaks, with the reason for each."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Sequence
from operator import attrgetter

from bridgehead.read import divisions
from bridgehead.read._literals import Listed
from bridgehead.read._page import Page, PagePlace
from bridgehead.read.articles import Draft
from bridgehead.read.gazetteer import Mention
from bridgehead.read.periods import Anchor
from bridgehead.records import PartialDate
from bridgehead.sources import RawText

__all__ = ["date_of", "place_of"]

_YEAR = r"(?P<y>(?:19|20)\d\d)"
_DAY = rf"{_YEAR}\s*[-/.年]\s*(?P<m>\d{{1,2}})\s*[-/.月]\s*(?P<d>\d{{1,2}})\s*日?"
_PUBLISHED = re.compile(
    rf"(?:发布|发表|更新|刊发|出版|上传|编辑)?(?P<label>时间|日期|发布于|刊于)\s*[:：]?\s*{_DAY}"
)
_ALONE = re.compile(rf"(?m)^[^\n。,，]{{0,24}}?{_DAY}(?:\s+\d{{1,2}}:\d\d(?::\d\d)?)?[^\n。,，]{{0,24}}$")
_DATELINE = Listed(rf"(?:本报|新华社|中新[社网]|记者)[^。\n]{{0,12}}?{_DAY}\s*[电讯]")
_DATELINE_DAY = Listed(r"(?P<m>\d{1,2})月(?P<d>\d{1,2})日(?:电|讯)")
# Not a year of the present: a deadline (2025年6月底前), an aim (到2030年, 预计2025年), a decade.
_SAID_YEAR = Listed(
    r"(?<![\d到至])(?<!预计)(?<!力争)(?<!计划)((?:19|20)\d\d)年"
    r"(?![代内时]|(?:\d{1,2}月(?:\d{1,2}日)?|[上下]半年|第?[一二三四]季度)?(?:[底末]|[以之]?前))"
)
_NOW = re.compile(r"今年|本月|昨[日天]|近日|日前|今[日天]")
_OUR = re.compile(r"[我本][市州盟县区旗]")
_OUR_CITY = re.compile(r"[我全本][市州盟]")
_OUR_COUNTY = re.compile(r"[我全本][县区旗]")
_AWAY = re.compile(r"(?:赴|前往|借鉴|学习|对标|对接|考察|由|自|与|承接)$")
_PAPER = re.compile(r"(?<![\u4e00-\u9fff])(?P<of>[\u4e00-\u9fff]{2,3})(?:日报|晚报|晨报|新闻网)(?!社)")
_OFFICE = re.compile(r"(?:市|县|区)?(?:委|政府|人大|政协|纪委)")


def _stated(text: str, pattern: re.Pattern[str] | Listed, reason: str) -> Anchor | None:
    for found in pattern.finditer(text):
        try:
            date = PartialDate(int(found["y"]), int(found["m"]), int(found["d"]))
        except ValueError:
            continue
        return Anchor(date, "stated", f"{reason} {date}")
    return None


def _given(text: str | None, reason: str) -> Anchor | None:
    if not text:
        return None
    try:
        date = PartialDate.parse(text[:10])
    except ValueError:
        return None
    return Anchor(date, "inferred", f"{reason} {date}")


def _year_told(text: str) -> Anchor | None:
    """The year that the text speaks of as its present: the only one, or the one named far more often."""
    years = Counter(int(found[1]) for found in _SAID_YEAR.finditer(text))
    if not years or not _NOW.search(text):
        return None
    (year, times), *others = years.most_common(2)
    if others and others[0][1] * 2 > times:
        return None
    return Anchor(PartialDate(year), "inferred", f"正文提到“{year}年”")


def _day_told(text: str) -> Anchor | None:
    """The day of a dateline without a year (新华社云川4月18日电): no year is added."""
    found = _DATELINE_DAY.search(text)
    if not found:
        return None
    try:
        return Anchor(
            PartialDate(None, int(found["m"]), int(found["d"])), None, f"电头“{found[0]}”，年份未知"
        )
    except ValueError:
        return None


def date_of(page: Page, source: RawText | None = None) -> Anchor:
    """Tell when a document was published.

    Parameters
    ----------
    page : Page
        The page; what its context says comes first.
    source : RawText, optional
        Where it was read from, for the file's own metadata.

    Returns
    -------
    Anchor
        Without a date when nothing tells the year: it is never taken from the calendar on the wall.
    """
    text = page.clean
    head = text[:600]
    return (
        _given(page.context.date_published, "已知发布日期")
        or _stated(head, _PUBLISHED, "网页发布时间")
        or _stated(text, _DATELINE, "电头日期")
        or _stated(head, _ALONE, "报头日期")
        or _given(source.date_published if source else None, "文件元数据")
        or _stated(text[-600:], _PUBLISHED, "文末发布时间")
        or _stated(text[-200:], _ALONE, "落款日期")
        or _year_told(text)
        or _day_told(text)
        or Anchor()
    )


def _away(text: str, mentions: Sequence[Mention]) -> set[str]:
    """Return the names of places that someone goes to or learns from, with those named right behind them."""
    away: set[str] = set()
    until = -1
    for mention in mentions:
        gone = _AWAY.search(text, max(0, mention.start - 4), mention.start)
        if gone or mention.start == until or (mention.start == until + 1 and text[until] == "、"):
            away.add(mention.division.code if mention.division else mention.name)
            until = mention.end
    return away


_start = attrgetter("start")


def _votes(text: str, mentions: Sequence[Mention], start: int, end: int) -> Counter[str]:
    """Count how much speaks for each place at prefecture level or below."""
    votes: Counter[str] = Counter()
    first = bisect_left(mentions, start, key=_start)
    here = mentions[first : bisect_left(mentions, end, lo=first, key=_start)]
    named = {m.division.code for m in mentions if m.division} if here else set()
    away = _away(text, here) if _OUR.search(text, start, end) else set()
    counties: dict[str, set[str]] = defaultdict(set)
    for mention in here:
        office = _OFFICE.match(text, mention.end)
        key = mention.division.code if mention.division else mention.name
        if mention.level not in ("prefecture", "county") or (key in away and not office):
            continue
        weight = 3 if office else 1
        votes[mention.division.name if mention.division else mention.name] += weight
        parent = divisions.by_code().get(mention.division.parent) if mention.division else None
        if parent and parent.level == "prefecture" and parent.code not in away:
            counties[parent.code].add(mention.name)
            if parent.code in named or len(counties[parent.code]) > 2:
                votes[parent.name] += weight
    return votes


def _of_paper(text: str, mentions: Sequence[Mention]) -> tuple[str, str] | None:
    """Return the city whose daily this is (云岭日报), unless it is a province's."""
    papers: dict[str, str] = {}
    for paper in _PAPER.finditer(text):
        papers.setdefault(paper["of"], paper[0])
    for short, name in papers.items():
        options = divisions.shorts().get(short[:2], {}).get(short, ())
        if any(d.level == "province" for d in options) or short + "省" in text:
            continue
        cities = [d for d in options if d.level == "prefecture"]
        if cities or short + "市" in text or any(m.name.startswith(short) for m in mentions):
            return (cities[0].name if cities else short + "市"), f"报名“{name}”"
    return None


def place_of(
    page: Page, mentions: Sequence[Mention], draft: Draft | None = None, whole: PagePlace | None = None
) -> PagePlace:
    """Tell what 我市, 全市 and 市委 mean in a document, or in one of its articles.

    Parameters
    ----------
    page : Page
        The page; what its context says comes first.
    mentions : sequence of Mention
        The places it names.
    draft : Draft, optional
        The article; by default the whole page.
    whole : PagePlace, optional
        The whole page's place, which holds for parts that say too little themselves.

    Returns
    -------
    PagePlace
        Without a name when nothing tells.
    """
    start, end = (draft.start, draft.end) if draft else (0, len(page.clean))
    if page.context.place:
        return _place(page.context.place, "已知所在地", mentions)
    if whole and whole.name and draft and draft.kind in ("statement", "caption", "advert"):
        return whole
    votes = _votes(page.clean, mentions, start, end)
    of_county = _OUR_COUNTY.search(page.clean, start, end) and not _OUR_CITY.search(page.clean, start, end)
    wanted = "county" if of_county and not (draft and draft.kind == "brief") else "prefecture"
    ranked = [(name, count) for name, count in votes.most_common() if divisions.level_of(name) == wanted]
    if not ranked or (len(ranked) > 1 and ranked[0][1] == ranked[1][1]):
        if whole:
            return whole
        paper = _of_paper(page.clean, mentions)
        return _place(*paper, mentions) if paper else PagePlace(province=_province(mentions))
    name, count = ranked[0]
    paper = _of_paper(page.clean, mentions) if not draft else None
    if paper and count < 4:
        return _place(*paper, mentions)
    return _place(name, f"文中多次提到“{name}”" if count > 1 else f"文中提到“{name}”", mentions)


def _place(name: str, reason: str, mentions: Sequence[Mention]) -> PagePlace:
    *above, name = divisions.chain(name)
    options = divisions.full().get(name, ())
    code = options[0].code[:2] + "0000" if len(options) == 1 else ""
    province = divisions.by_code()[code].name if code in divisions.by_code() else _province(mentions)
    province = next((part for part in above if divisions.level_of(part) == "province"), province)
    return PagePlace(name, divisions.level_of(name), province, reason)


def _province(mentions: Sequence[Mention]) -> str | None:
    named = Counter(
        m.division.name if m.division else m.name for m in mentions if m.level == "province"
    ).most_common(2)
    return named[0][0] if len(named) == 1 else None
