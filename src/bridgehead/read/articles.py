"""The articles of a page: headline, kicker, byline and text, told apart by the roles of the lines."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise

from bridgehead.read import names, notices, people, posts
from bridgehead.read._page import Page, PageArticle, PagePlace
from bridgehead.read.periods import Anchor
from bridgehead.records import Article

__all__ = ["Draft", "cite", "split"]

_HEAD = ("kicker", "title", "subtitle", "column")
_OUTSIDE = ("furniture", "footer")
_BRIEF = re.compile(r"#*\s*[\u4e00-\u9fff]{1,8}(?:[市县区旗镇乡]|街道)")
_PICTURE = re.compile(r"图为|图片|摄[)）]?\s*$")
_TURN = re.compile(r"下转(第?[\d一二三四五六七八九十A-Z]+版)")
_COMPLETE = re.compile(r"[。!?！？…][”’」』）)]*\s*$|[)）]\s*$|[”’]\s*$")
_VISIT = re.compile(r"调研|考察|视察|走访|慰问|督导|检查|巡查|督查")
_TOURING = re.compile(r"(?:深入|来到|走进|前往|赴|到)[^。]{2,80}(?:调研|考察|视察|走访|慰问|督导)")
_MEETING = re.compile(
    r"主持召开|召开[^。,，]{0,20}会|会议(?:指出|强调|要求|听取|传达)|常委会|推进会|座谈会|专题会|动员会"
)
_COMMENT = re.compile(r"论坛|评论|时评|社论|言论|快评|锐评|短评|漫笔|杂谈|观察家")
_NOTICE = re.compile(r"^关于.{2,60}的(?:通知|公告|通报|意见|批复|函|决定|公示|报告)")
_REPORT = re.compile(
    r"^(?:.{0,20}政府)?工作报告(?:[(（].{1,12}[)）])?$|关于(?:20\d\d年)?.{0,20}工作的?报告(?:[(（].{1,12}[)）])?$"
)
_NEWS = re.compile(r"本报讯|[本我]报\S{0,6}[日电]讯|讯[(（]|电[(（]")
_OPENING = re.compile(r"\S{0,8}(?:本报|新华社|记者|讯|电)|□|■|[(（]\S{0,12}记者|\d{1,2}月\d{1,2}日")
_SIGNED = re.compile(r"[(（][^()（）]{0,20}(?:记者|通讯员|编辑|来源|供稿)[^()（）]{0,30}[)）]\s*$")
_SIGNATURE = re.compile(r"[\u4e00-\u9fff]{2,4}")
_MARKUP = re.compile(r"^#+\s*|^[◎●■□▲]\s*")


@dataclass(slots=True)
class _Row:
    """A line in clean offsets."""

    start: int
    end: int
    role: str
    text: str


@dataclass(slots=True)
class Draft:
    """An article before its date and place are known.

    Attributes
    ----------
    start, end : int
        Clean offsets of the whole.
    body : int
        Where its text proper begins.
    heads : list of (str, str)
        Role and words of each line of its head.
    lead : str
        The first sentences, for its genre and place.
    kind : str or None
        ``caption, advert, statement, brief, notice, report`` when its form tells; else null.
    section : str or None
        The headline it stands under together with others.
    speaker : str or None
        The line that names who makes the statement.
    signed : str or None
        A name that stands alone under the headline.
    closed : bool
        Whether its last line was a sign-off or a turn line.
    """

    start: int
    end: int
    body: int
    heads: list[tuple[str, str]] = field(default_factory=list)
    lead: str = ""
    kind: str | None = None
    section: str | None = None
    speaker: str | None = None
    signed: str | None = None
    closed: bool = False

    def head(self, role: str) -> str | None:
        """Return the words of the head lines of a role, joined; null when there are none."""
        return " ".join(words for kind, words in self.heads if kind == role) or None


def _rows(page: Page) -> Iterator[_Row]:
    """Yield the lines, those that a column cut apart put together again."""
    row: _Row | None = None
    for line in page.repaired.lines:
        start, end = page.repaired.clean_span(*line.span)
        if end <= start:
            continue
        if line.joined and row:
            row = _Row(row.start, end, row.role, page.clean[row.start : end])
            continue
        if row:
            yield row
        row = _Row(start, end, line.role, page.clean[start:end])
    if row:
        yield row


def _whole(page: Page) -> list[Draft]:
    """Return a page without roles as one article."""
    text = page.clean.strip()
    start = page.clean.find(text)
    return [Draft(start, start + len(text), start, lead=text[:400])] if text else []


class _Splitter:
    """Puts lines together into drafts, top to bottom."""

    def __init__(self, rows: list[_Row]) -> None:
        self.credits = {before.start for before, row in pairwise(rows) if row.role == "credit"}
        self.drafts: list[Draft] = []
        self.open: Draft | None = None
        self.heads: list[_Row] = []
        self.section: str | None = None

    def take(self, row: _Row) -> None:
        """Put one line where it belongs."""
        if row.role in _OUTSIDE:
            return
        if row.role == "speaker" or (row.role in _HEAD and _is_speaker(row.text.strip())):
            self._speaker(row)
        elif row.role in _HEAD:
            self._head(row)
        elif row.role in ("caption", "credit"):
            self._caption(row)
        elif row.role in ("advert", "slogan"):
            self._advert(row)
        else:
            self._body(row)

    def _head(self, row: _Row) -> None:
        begun = self.open and not self.open.lead and self.open.kind is None and not self.heads
        if begun and self.open and row.role == "column":
            self.open.heads.append((row.role, _words(row)))
            self.open.end = row.end
        else:
            self.heads.append(row)

    def _speaker(self, row: _Row) -> None:
        if self.heads:
            self.section = " ".join(_words(head) for head in self.heads)
            self.heads = []
        self._begin(row.start, row.end, row.end)
        if self.open:
            self.open.kind, self.open.speaker, self.open.section = "statement", _words(row), self.section

    def _caption(self, row: _Row) -> None:
        last = self.drafts[-1] if self.drafts else None
        if last and last.kind == "caption" and self.open is last:
            last.end = row.end
            return
        if row.role == "credit" and self.open:
            self.open.end = row.end
            return
        if not _PICTURE.search(row.text) and not self.credited(row):
            self._body(_Row(row.start, row.end, "inset", row.text))
            return
        draft = Draft(row.start, row.end, row.start, lead=row.text, kind="caption")
        self.drafts.append(draft)
        self.open = draft

    def credited(self, row: _Row) -> bool:
        """Whether the next line says who took the picture."""
        return row.start in self.credits

    def _advert(self, row: _Row) -> None:
        if self.open and self.open.kind == "advert":
            self.open.end = row.end
            return
        self.open = Draft(row.start, row.end, row.start, lead=row.text, kind="advert")
        self.drafts.append(self.open)

    def _body(self, row: _Row) -> None:
        fresh = (
            self.open is None
            or self.open.kind in ("caption", "advert")
            or (row.role == "byline" and self.open.lead and not row.text.rstrip().endswith((")", "）")))
            or (self.heads and not self._is_crosshead(row))
        )
        if fresh:
            self._begin(row.start, row.end, row.start)
        assert self.open is not None
        self.heads = []
        self.open.end = row.end
        self.open.closed = row.role == "turn" or _SIGNED.search(row.text) is not None
        if row.role == "byline" and _SIGNATURE.fullmatch(row.text.strip()):
            self.open.signed = row.text.strip()
        if row.role == "body" and len(self.open.lead) < 400:
            if not self.open.lead:
                self.open.body = row.start
            self.open.lead += row.text + "\n"

    def _is_crosshead(self, row: _Row) -> bool:
        """Whether the pending head is a crosshead of the open article: alone, and no byline follows."""
        head, draft = self.heads[0], self.open
        return (
            len(self.heads) == 1
            and head.role in ("title", "subtitle")
            and draft is not None
            and bool(draft.lead)
            and not draft.closed
            and row.role == "body"
            and not head.text.startswith("#")
            and not _BRIEF.fullmatch(head.text.strip())
            and not _OPENING.match(row.text)
        )

    def _begin(self, start: int, end: int, body: int) -> None:
        heads, self.heads = self.heads, []
        after = self.drafts[-1].end if self.drafts else 0
        if heads and heads[0].start >= after:
            start = heads[0].start
        self.open = Draft(start, end, body)
        for head in heads:
            words = head.text.strip()
            if (
                self.open.heads
                and _SIGNATURE.fullmatch(words)
                and not _BRIEF.fullmatch(words)
                and head.role == "title"
            ):
                self.open.signed = words
            else:
                self.open.heads.append((head.role, _words(head)))
        self._place_under_section(heads)
        self.drafts.append(self.open)

    def _place_under_section(self, heads: list[_Row]) -> None:
        """A short head that names a place is a brief under the headline that stands above all of them."""
        draft = self.open
        if draft is None or not heads or not _BRIEF.fullmatch(heads[-1].text.strip()):
            if heads and (draft is None or draft.kind != "statement"):
                self.section = None
            return
        draft.kind = "brief"
        if len(heads) > 1:
            self.section = " ".join(_words(head) for head in heads[:-1])
        draft.heads = [("title", _words(heads[-1]))]
        draft.section = self.section


def _is_speaker(line: str) -> bool:
    """Whether a line is a title and a name, and nothing else: 松溪县委书记 秦若水."""
    for title in posts.find(line):
        name = names.name_at(line, title.end + len(line[title.end :]) - len(line[title.end :].lstrip()))
        if title.start == 0 and name and name[1] == len(line) and line[title.end].isspace():
            return True
    return False


def _words(row: _Row) -> str:
    return _MARKUP.sub("", row.text.strip())


def split(page: Page) -> list[Draft]:
    """Split a page into its articles.

    Parameters
    ----------
    page : Page
        The page; without roles on its lines it is one article.

    Returns
    -------
    list of Draft
        In order of their place; they do not overlap.
    """
    if not page.repaired.lines:
        return _whole(page)
    if notice := notices.form(page.clean):
        heads = [("title", notice.title)]
        lead = page.clean[notice.body : notice.body + 400]
        return [Draft(notice.start, notice.end, notice.body, heads, lead, kind="notice")]
    rows = list(_rows(page))
    if report := _work_report(rows):
        return [report]
    splitter = _Splitter(rows)
    for row in rows:
        splitter.take(row)
    if not splitter.drafts and splitter.heads:
        first, last = splitter.heads[0], splitter.heads[-1]
        return [
            Draft(first.start, last.end, first.start, [(row.role, _words(row)) for row in splitter.heads])
        ]
    return splitter.drafts or _whole(page)


def _work_report(rows: list[_Row]) -> Draft | None:
    """A government's work report is one article, whatever headings it holds."""
    told = [row for row in rows if row.role not in _OUTSIDE]
    at = next((i for i, row in enumerate(told[:3]) if _REPORT.search(_words(row))), None)
    if at is None or not any(row.role == "body" for row in told[at + 1 :]):
        return None
    title, last = told[at], told[-1]
    body = [row for row in told[at + 1 :] if row.role == "body"]
    lead = "\n".join(row.text for row in body)[:400]
    return Draft(title.start, last.end, body[0].start, [("title", _words(title))], lead, kind="report")


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
    text = page.clean[draft.start : draft.end]
    turn = _TURN.search(text)
    signed = people.authors(page.clean, draft.start, draft.end)
    writers = [page.clean[start:end].replace(" ", "") for (start, end), _ in signed] + [draft.signed or ""]
    told = text[: turn.start()].rstrip("(（ \n") if turn else text
    ended = draft.kind in ("caption", "advert") or not draft.lead or _COMPLETE.search(told)
    record = page.cite(
        Article,
        draft.start,
        draft.end,
        headline=draft.head("title"),
        kicker=draft.head("kicker"),
        subtitle=draft.head("subtitle"),
        author=tuple(dict.fromkeys(filter(None, writers))),
        date_published=str(date.date) if date.date else None,
        date_basis=date.basis if date.date else None,
        date_inferred_from=date.reason if date.date else None,
        content_location=draft.head("title") if draft.kind == "brief" else place.name,
        article_section=draft.head("column") or draft.section,
        genre=_genre(draft),
        continued_on=turn[1] if turn else None,
        truncated=not ended,
        method="read.articles",
        confidence=0.9 if page.repaired.lines else 0.5,
    )
    return PageArticle(record, draft.start, draft.end, draft.body, date, place, draft.speaker)
