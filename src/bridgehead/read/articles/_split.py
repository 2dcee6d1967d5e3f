"""Which sections of a page make one article."""

from __future__ import annotations

import re

from bridgehead.read._page import Page
from bridgehead.read.articles._decide import Open, brief_kind, is_new, resumes
from bridgehead.read.articles._draft import Draft
from bridgehead.read.articles._rows import Row, rows_of, words_of
from bridgehead.read.articles._sections import Section, is_place_head, sections_of, signature
from bridgehead.read.articles._whole import notice, whole, work_report

__all__ = ["article_lines", "split"]

_NOTE = re.compile("^(?:编者按|编者的话|编后|开栏的话|开栏语|编前话)[:：]?$")
_SITE = re.compile(r"位置|首页|浏览|点击|字[体号]|来源|责任编辑|分享|打印|上一[篇条]|ICP|备案|主办单位|网站")
_QUOTED = re.compile(r"[《“]([^》”]{4,40})[》”]")


class _Splitter:
    def __init__(self, rows: list[Row], sections: list[Section]) -> None:
        self.sections = sections
        outside = "\n".join(row.text for row in rows if row.role in ("furniture", "footer"))
        self.site = len(_SITE.findall(outside)) >= 2
        texts = [section for section in sections if section.kind == "text" and section.lead]
        self.opening = sum(section.opens for section in texts)
        self.drafts: list[Draft] = []
        self.open: Open | None = None
        self.over: Draft | None = None
        """The piece whose head stands above statements or briefs."""

    def run(self) -> list[Draft]:
        for number, section in enumerate(self.sections):
            ahead = self.sections[number + 1 :]
            if section.kind == "text":
                self._text(section, ahead)
            elif section.kind == "caption":
                self._caption(section, ahead)
            elif section.kind == "advert":
                self._add(section, "advert")
            elif section.kind == "statement":
                self._statement(section)
            else:
                self._item(section)
        self._link()
        return self.drafts

    # -- pieces of each kind -------------------------------------------------------------------------------

    def _add(self, section: Section, kind: str | None = None) -> Draft:
        lead = section.lead
        body = lead[0].start if lead else (section.rows or section.heads)[0].start
        draft = Draft(section.start, section.end, body, kind=kind)
        draft.signed = signature(section)
        draft.heads = [
            (row.role, words_of(row)) for row in section.heads if words_of(row) != draft.signed
        ] or []
        draft.lead = "\n".join(row.text for row in (lead or section.rows))[:400]
        self.drafts.append(draft)
        return draft

    def _caption(self, section: Section, ahead: list[Section]) -> None:
        here = self.open
        waiting = here and not (here.text or here.closed or here.draft.kind)
        if self.open and waiting and not _goes_on(ahead):
            self.open.draft.kind = "caption"  # a headline with nothing but a picture below
            self._extend(section)
            self.open.closed = True
            return
        picture = self._add(section, "caption")
        if self.open and not self.open.closed:
            self.open.draft.inside.append(picture)

    def _statement(self, section: Section) -> None:
        if self.open and not self.open.closed and self.open.draft.kind is None:
            self._stand_over("statements")
        draft = self._add(section, "statement")
        draft.speaker = words_of(section.rows[0])
        draft.body = section.rows[1].start if len(section.rows) > 1 else section.end
        self._under(draft)
        self._opened(draft, section)

    def _item(self, section: Section) -> None:
        draft = self.open.draft if self.open else None
        inside = (
            self.open and self.open.text and not self.open.closed and not (draft and draft.kind == "brief")
        )
        if self.open and inside and not (self.over and self.over is self.open.draft):
            self._extend(section)
            return
        if self.open and not self.open.text:
            self._stand_over("briefs")
        brief = self._add(section, "brief")
        self._under(brief)
        self._opened(brief, section)

    def _text(self, section: Section, ahead: list[Section]) -> None:
        here = self.open
        if here is None or (here.closed and not resumes(section, here)):
            self._begin(section, ahead)
        elif not section.heads:
            if resumes(section, here):
                self._extend(section)
            else:
                self._begin(section, ahead)
        elif is_new(section, here, ahead, self.site):
            self._begin(section, ahead)
        else:
            here.crossheads.append(words_of(section.heads[-1]))
            self._extend(section)

    # -- beginning, going on ---------------------------------------------------------------------------------

    def _begin(self, section: Section, ahead: list[Section]) -> None:
        kind = brief_kind(section, self.open, ahead)
        if kind == "brief" and len(section.heads) > 1:
            above = Section("text", heads=section.heads[:-1])
            self._opened(self._add(above), above)
            section.heads = section.heads[-1:]
        if kind == "brief" and self.open and not self.open.text and not self.open.closed:
            self._stand_over("briefs")
        if kind == "column":
            self._column(section)
            return
        if kind != "brief":
            self.over = None
        draft = self._add(section, kind)
        if kind == "brief":
            draft.heads = [("title", words_of(section.heads[-1]))]
            draft.of_place = is_place_head(section)
            self._under(draft)
        self._opened(draft, section)

    def _column(self, section: Section) -> None:
        """Give each paragraph below the name of a column of short news an article of its own."""
        above = Section("text", heads=section.heads)
        self.over = self._add(above, "briefs")
        for row in section.lead:
            piece = Section("text", rows=[row])
            draft = self._add(piece, "brief")
            self._under(draft)
            self._opened(draft, piece)
        if self.open:
            self.open.closed = True

    def _opened(self, draft: Draft, section: Section) -> None:
        text = "\n".join(row.text for row in section.lead)
        self.open = Open(draft, section, text, closed=section.closed)
        self.open.last = next((row for row in reversed(section.rows) if row.role == "body"), None)
        if any(_NOTE.match(words_of(row)) for row in section.heads):
            self.open.closed = True

    def _extend(self, section: Section) -> None:
        here = self.open
        assert here is not None
        draft = here.draft
        draft.end = max(draft.end, section.end)
        lead = section.lead
        if lead and not here.text:
            draft.body = lead[0].start
            draft.lead = "\n".join(row.text for row in lead)[:400]
            draft.signed = draft.signed or signature(section)
        elif lead and len(draft.lead) < 400:
            draft.lead = "\n".join([draft.lead, *(row.text for row in lead)])[:400]
        elif not draft.lead:
            draft.lead = "\n".join(row.text for row in section.rows)[:400]
        here.text += "\n".join(row.text for row in lead)
        here.closed = section.closed
        here.last = next((row for row in reversed(section.rows) if row.role == "body"), here.last)
        _reach(draft)

    def _stand_over(self, kind: str) -> None:
        assert self.open is not None
        self.over = self.open.draft
        self.over.kind = kind
        self.over.own_end = self.over.end

    def _under(self, draft: Draft) -> None:
        if self.over:
            draft.over = self.over
            draft.section = " ".join(words for _, words in self.over.heads) or None
            if self.over.own_end is None:
                self.over.own_end = self.over.end
            _reach(draft)

    def _link(self) -> None:
        """Tie parts that go on elsewhere on the page to their beginning."""
        starts = {draft.start: draft for draft in self.drafts}
        turned = [s.rows[0].start for s in self.sections if any(row.role == "turn" for row in s.rows)]
        for section in self.sections:
            draft = starts.get(section.start)
            if not section.onward or draft is None:
                continue
            before = [d for d in self.drafts if d.start < draft.start and not d.goes_on and not d.continues]
            name = _QUOTED.search(next(row.text for row in section.rows))
            match = _best(name[1] if name else " ".join(words for _, words in draft.heads), before)
            waiting = [d for d in before if any(d.start <= at < d.end for at in turned)]
            if match is None and not name and not draft.heads and len(waiting) == 1:
                match = waiting[0]
            if match:
                match.goes_on, draft.continues = True, match


def _goes_on(ahead: list[Section]) -> bool:
    """Whether what stands behind a picture belongs to the head above it: its text, or statements."""
    for section in ahead:
        if section.kind in ("text", "statement"):
            return section.kind == "statement" or not section.heads
    return False


def _best(name: str, drafts: list[Draft]) -> Draft | None:
    """Return the draft whose headline shares most with a name, if it shares half of it."""
    wanted = {name[i : i + 2] for i in range(len(name) - 1)}
    best, most = None, 0.5
    for draft in drafts:
        head = " ".join(words for _, words in draft.heads)
        share = sum(pair in head for pair in wanted) / max(1, len(wanted))
        if share >= most:
            best, most = draft, share
    return best


def _reach(draft: Draft) -> None:
    """Make what stands above an article, and what stands above that, end no sooner than it does."""
    over = draft.over
    while over:
        over.end = max(over.end, draft.end)
        over = over.over


def split(page: Page) -> list[Draft]:
    """Split a page into its articles.

    Parameters
    ----------
    page : Page
        The page; without roles on its lines it is one article.

    Returns
    -------
    list of Draft
        In order of their place. Two of them are apart, or one stands inside the other: a statement or a brief
        under the head they share, a picture between a headline and its text.
    """
    if not page.repaired.lines:
        return whole(page)
    rows = rows_of(page)
    if draft := notice(page, rows) or work_report(rows):
        return [draft]
    return _Splitter(rows, sections_of(rows)).run() or whole(page)


def article_lines(page: Page, drafts: list[Draft]) -> list[int | None]:
    """Return for each line of the page the number of its article, from 1; null for what is outside of all.

    A line belongs to the innermost article around it, and a part that was continued elsewhere to the article
    that it continues.
    """
    numbers = {id(draft): number for number, draft in enumerate(drafts, 1)}
    found: list[int | None] = []
    for line in page.repaired.lines:
        at = page.repaired.to_clean(line.span[0])
        inside = [draft for draft in drafts if draft.start <= at < draft.end]
        draft = min(inside, key=lambda draft: draft.end - draft.start, default=None)
        found.append(numbers[id(draft.continues or draft)] if draft else None)
    return found
