"""Directives and commitments as records: who speaks for which body, of whom it is asked, until when."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from bridgehead.read import lists, themes
from bridgehead.read._page import Page, PageArticle
from bridgehead.read.quantities import Quantity
from bridgehead.read.speakers import Cue, Speaker, Voices
from bridgehead.records import Commitment, Directive

__all__ = ["Piece", "Records"]

_NAMED_OBJECT = re.compile(r"《[^》]+》|(?<=[^\s,，。、]{2})(?:项目|工程|基地|产业园|示范区|试验线)")
_RELATIVE_UNIT = re.compile(
    r"我[们省市县区州局院校办厅委部]?|本[市县区]|全[省市县区]|我公司|[省市县区州镇乡村]里|(?:[省市县区州]委、)?[省市县区州]政府"
)
_GOVERNMENT = re.compile(
    r"(?:[省市县区州盟旗镇乡]|街道|地区|开发区)?(?:委|党委|工委|党工委|委员会|政府|人民政府|管委会|行署|办事处|人大常委会|政协)"
)
_COMPANY = frozenset(("企业", "公司", "集团"))


@dataclass(slots=True)
class Piece:
    """A directive or commitment before it is made a record; offsets of the clean text."""

    start: int
    end: int
    cue: Cue | None
    speaker: Speaker
    own: bool
    modality: str | None = None
    who: str | None = None
    item: lists.Item | None = None
    units: tuple[str, ...] = ()


class Records:
    """Makes records of the pieces of one article."""

    def __init__(self, page: Page, voices: Voices, article: PageArticle) -> None:
        self.page, self.voices, self.article = page, voices, article

    def make(self, piece: Piece) -> Directive | Commitment:
        """Make the record of a piece."""
        item = piece.item
        text = self.page.clean[piece.start : piece.end]
        whole = self.page.clean[item.start : item.end] if item else text
        head_theme, subjects = themes.about(text, whole)
        extent = (
            self.page.repaired.raw_span(item.start, item.end) if item and item.end > item.head_end else None
        )
        start, end = (item.start, item.end) if item else (piece.start, piece.end)
        dates = self.voices.dates_in(self.article, start, end)
        # A report closes with its deadline; a notice puts the task's own first.
        ordered = dates if self.article.record.genre == "notice" else dates[::-1]
        due = next((date for date in ordered if date.role == "deadline" and date.last), None)
        amounts = self.voices.amounts_in(self.article, start, end)
        shared: dict[str, Any] = {
            "article": self.article.record.id,
            "ordinal": item.ordinal if item else None,
            "head": text,
            "text": whole,
            "extent": extent,
            "theme": head_theme,
            "subjects": subjects,
            "measurable": bool(amounts or due or _NAMED_OBJECT.search(whole)),
            "deadline": due.last if due else None,
            "deadline_basis": due.basis if due else None,
            "method": "read.said",
            "confidence": 0.9 if item else 0.8 if piece.cue else 0.6,
        }
        if piece.own:
            return self._commitment(piece, amounts, shared)
        return self._directive(piece, shared)

    def _directive(self, piece: Piece, shared: dict[str, Any]) -> Directive:
        person = piece.speaker.person
        event = self.voices.event_before(self.article, piece.start)
        holder = (person.memberships[0] if person.memberships else person.record) if person else None
        return self.page.cite(
            Directive,
            piece.start,
            piece.end,
            event=event.record.id if event else None,
            issuer=holder.id if holder else None,
            issuer_name=person.name if person else None,
            issuer_post=person.post if person and person.post else self._issuing(piece),
            addressee=self._addressee(piece),
            modality=piece.modality,
            **shared,
        )

    def _issuing(self, piece: Piece) -> str | None:
        """The body that speaks: 该区 by its name; in a district's brief the district."""
        unit = piece.speaker.unit
        if unit and re.fullmatch(r"该.?[省市县区州旗镇乡]", unit):
            return self.voices.own_place(unit, piece.start, self.article)
        return unit or (self.voices.home(self.article) if self.article.record.genre == "brief" else None)

    def _addressee(self, piece: Piece) -> tuple[str, ...]:
        who = piece.who
        if piece.units:
            return piece.units
        if who in ("企业", "公司", "集团", "该公司", "该企业"):
            paragraph = self.page.clean.rfind("\n", 0, piece.start) + 1
            return (self.voices.company_before(piece.start, paragraph) or who,)
        if who:
            return (who,)
        visit = self.voices.event_before(self.article, piece.start, "visit") if piece.item else None
        places = (
            [place for place in (visit.record.areas or (visit.record.location,)) if place] if visit else []
        )
        if len(places) > 1 and not places[0].endswith("市"):
            return tuple(
                place for place in places if place.endswith(("县", "区", "市")) and "开发区" not in place
            )
        return tuple(places[:1])

    def _commitment(self, piece: Piece, amounts: list[Quantity], shared: dict[str, Any]) -> Commitment:
        person = piece.speaker.person
        target = next((q for q in amounts if not q.chinese), None)
        return self.page.cite(
            Commitment,
            piece.start,
            piece.end,
            unit=self._unit(piece),
            person=person.record.id if person and person.record else None,
            person_name=person.name if person else None,
            target_value=target.value if target else None,
            unit_text=target.unit if target else None,
            **shared,
        )

    def _place_of(self, body: str, area: str | None, piece: Piece) -> str | None:
        """The area for which its committee or government speaks; null for a bureau or a company."""
        if body and not _GOVERNMENT.fullmatch(body):
            return None
        if area or not body:
            return area
        named = self.voices.own_place(f"全{body[0]}", piece.start, self.article)
        return named if named[-1] == body[0] else None

    def _company(self, piece: Piece, said: str) -> str:
        """企业将…: the company of who speaks, or the one named before."""
        person = piece.speaker.person
        own = next((p.organization for p in person.posts if p.organization), said) if person else said
        if own not in _COMPANY:
            return own
        return self.voices.company_before(piece.start, self.article.start) or said

    def _unit(self, piece: Piece) -> str | None:
        """The body that commits itself."""
        said = piece.who
        own = (
            piece.speaker.person.posts[0].area
            if piece.speaker.person and piece.speaker.person.posts
            else None
        )
        if said in _COMPANY:
            return self._company(piece, said)
        if said and own and len(said) > 1 and own.startswith(said):
            return own
        if said and not _RELATIVE_UNIT.fullmatch(said) and not said.startswith("该"):
            return said
        if said and said.startswith("该") and not said.endswith(tuple("省市县区州盟旗镇乡村")):
            return piece.speaker.unit or said
        if said and (said.startswith("该") or said[-1] in "县区"):
            return self.voices.own_place(said, piece.start, self.article)
        if person := piece.speaker.person:
            post = person.posts[0] if person.posts else None
            if post is not None and (post.area or post.organization):
                body = re.sub(r"(?<=[局厅会团司院心处])(?:党委|党组|党工委)$", "", post.organization or "")
                return self._place_of(body.removeprefix(post.area or ""), post.area, piece) or body
            return piece.speaker.unit or person.post
        if piece.speaker.unit:
            return piece.speaker.unit
        return self.voices.home(self.article) if said and said != "我们" else None
