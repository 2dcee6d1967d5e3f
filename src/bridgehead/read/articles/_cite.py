"""The record of an article: its genre, its authors, and whether it ends where it should."""

from __future__ import annotations

import re

from bridgehead.read import people
from bridgehead.read._page import Page, PageArticle, PagePlace
from bridgehead.read.articles._draft import Draft
from bridgehead.read.periods import Anchor
from bridgehead.records import Article

__all__ = ["cite"]

_TURN = re.compile(r"下转\s*(第?[\d一二三四五六七八九十A-Z]+版|本版[^()（）\s]{0,4})")
_COMPLETE = re.compile(r"[。!?！？…][”’」』）)]*\s*$|[)）]\s*$|[”’]\s*$")
_VISIT = re.compile(r"调研|考察|视察|走访|慰问|督导|检查|巡查|督查")
_TOURING = re.compile(r"(?:深入|来到|走进|前往|赴|到)[^。]{2,80}(?:调研|考察|视察|走访|慰问|督导)")
_MEETING = re.compile(
    r"主持召开|召开[^。,，]{0,20}会|会议(?:指出|强调|要求|听取|传达)|常委会|推进会|座谈会|专题会|动员会"
)
_COMMENT = re.compile(r"论坛|评论|时评|社论|言论|快评|锐评|短评|漫笔|杂谈|观察家")
_NOTICE = re.compile(r"^关于.{2,60}的(?:通知|公告|通报|意见|批复|函|决定|公示|报告)")
_NEWS = re.compile(r"本报讯|[本我]报\S{0,6}[日电]讯|讯[(（]|电[(（]")


def _genre(draft: Draft) -> str | None:
    if draft.kind:
        return draft.kind
    if _NOTICE.search(draft.head("title") or ""):
        return None
    column = " ".join(words for role, words in draft.heads if role in ("column", "kicker"))
    if _COMMENT.search(column):
        return "commentary"
    opening = draft.lead[:160]
    heads = " ".join(words for _, words in draft.heads)
    touring, meeting = _TOURING.search(opening), _MEETING.search(opening)
    if touring and (_VISIT.search(heads) or not meeting or touring.start() < meeting.start()):
        return "visit_report"
    if meeting:
        return "meeting_report"
    return "news" if _NEWS.search(opening) else "feature"


def cite(page: Page, draft: Draft, date: Anchor, place: PagePlace) -> PageArticle:
    """Make the record of a draft.

    Parameters
    ----------
    page : Page
        The page.
    draft : Draft
        From `split`.
    date : Anchor
        When it was published.
    place : PagePlace
        Where it speaks from.
    """
    own_end = draft.own_end or draft.end
    text = page.clean[draft.start : own_end]
    turn = _TURN.search(text)
    signed = people.authors(page.clean, draft.start, own_end)
    own = [
        (start, end) for (start, end), _ in signed if not any(d.start <= start < d.end for d in draft.inside)
    ]
    writers = [page.clean[start:end].replace(" ", "") for start, end in own] + [draft.signed or ""]
    told = text[: turn.start()].rstrip("(（ \n") if turn else text
    named = draft.continues or draft
    record = page.cite(
        Article,
        draft.start,
        draft.end,
        headline=named.head("title"),
        kicker=named.head("kicker"),
        subtitle=named.head("subtitle"),
        author=tuple(dict.fromkeys(filter(None, writers))),
        date_published=str(date.date) if date.date else None,
        date_basis=date.basis if date.date else None,
        date_inferred_from=date.reason if date.date else None,
        content_location=draft.head("title") if draft.kind == "brief" and draft.of_place else place.name,
        article_section=draft.head("column") or draft.section,
        genre=_genre(draft),
        continued_on=turn[1] if turn else None,
        truncated=not (_is_whole(draft) or _COMPLETE.search(told)),
        method="read.articles",
        confidence=0.9 if page.repaired.lines else 0.5,
    )
    return PageArticle(record, draft.start, own_end, min(draft.body, own_end), date, place, draft.speaker)


def _is_whole(draft: Draft) -> bool:
    """Whether an article need not end with a sentence, or its end stands elsewhere on the page."""
    return draft.kind in ("caption", "advert") or not draft.lead or draft.goes_on
