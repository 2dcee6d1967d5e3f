"""Directives and commitments: what was asked of others, and what the speaker's own side will do.

The speaker decides, not the numeral: 一要 in a leader's speech on a visit is a directive, 一要 in a county
secretary's own statement is a commitment. Commentaries, captions and advertisements hold neither.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from bridgehead import terms
from bridgehead.read import asks, lists, notices, themes
from bridgehead.read._page import Found, Page, PageArticle
from bridgehead.read.quantities import Quantity
from bridgehead.read.speakers import Cue, Speaker, Voices
from bridgehead.records import Commitment, Directive

__all__ = ["read"]

_SILENT = frozenset(("commentary", "caption", "advert", "fiction", "template"))
_SENTENCE = re.compile(r"[^。!?！？\n]+(?:[。!?！？]+[”’」』）)]*)?")
_GOES_ON = re.compile(r"[一二三四五六七八九十]{1,2}(?:要|是)|(?:还|更|也|特别)?要|必须")
_NAMED_OBJECT = re.compile(r"《[^》]+》|(?<=[^\s,，。、]{2})(?:项目|工程|基地|产业园|示范区|试验线)")
_OWN_LEAD = re.compile(r"下一步|今后|接下来|将|我们|我[市县区局]")
_COMPANIONS = re.compile(r"(?:参加|陪同|出席|列席)[^,，。]{0,6}。?$")
_ANSWER = frozenset(("表示", "说", "介绍", "告诉记者"))
_RELATIVE_UNIT = re.compile(r"我[们省市县区局院校]?|本[市县区]|全[省市县区]|我公司")
_AHEAD = re.compile(r"安排|重点(?:抓|做|工作)|将|下一步|今[年后]|着力抓|以下工作")
_TRAILING = re.compile(r"[,，;；并还 ]*(?:[,，](?:同时|并|还))?[,，;；并还 ]*$")
_SUBJECT_REACH = 25
"""How far from the start of a sentence a name can be its subject, in characters."""


@dataclass(frozen=True, slots=True)
class _Piece:
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


def read(page: Page, found: Found, voices: Voices | None = None) -> list[Directive | Commitment]:
    """Read the directives and commitments of a document.

    Parameters
    ----------
    page : Page
        The document.
    found : Found
        What has been read of it: articles, people, organisations, areas, events.
    voices : Voices, optional
        Its speakers, dates and numbers, when another reader has them already.

    Returns
    -------
    list of Directive or Commitment
        In the order of the text. The span is the head sentence, ``extent`` the whole item.
    """
    voices = voices or Voices(page, found)
    out: list[Directive | Commitment] = []
    for article in found.articles:
        if article.record.genre in _SILENT:
            continue
        if article.record.genre == "statement":
            pieces = list(_statement(page.clean, article, Speaker(voices.signer(article))))
        elif article.record.genre == "notice":
            pieces = list(_notice(page.clean, article))
        elif article.record.genre == "report":
            pieces = list(_work_report(page.clean, article))
        else:
            pieces = list(_Report(voices, article).pieces())
        records = _Records(page, voices, article)
        out += [records.make(piece) for piece in pieces if piece.end > piece.start and _may_say(piece)]
    return out


def _may_say(piece: _Piece) -> bool:
    """Whether the speaker can ask anything of others: what a professor or a villager says is no directive."""
    person = piece.speaker.person
    role = person.posts[0].role if person and person.posts else None
    return piece.own or role not in terms.words("no_issuers")


def _statement(text: str, article: PageArticle, speaker: Speaker) -> Iterator[_Piece]:
    """A statement speaks for its own unit: its items and its 我们将 are commitments."""
    items = lists.find(text, article.body, article.end) or lists.parallel(text, article.body, article.end)
    inside = 0
    at = article.body
    for item in [*items, None]:
        stop = item.start if item else article.end
        for start, end in _sentences(text, max(at, inside), stop):
            if item and end == len(text[:stop].rstrip()) and text[end - 1] in ":：":
                continue
            if promise := asks.promise_in(text, start, end, spoken=True):
                yield _Piece(promise.start, end, None, speaker, True, who=promise.unit)
        if item:
            yield _Piece(item.start, item.head_end, None, speaker, True, item=item)
            at = inside = item.end


def _work_report(text: str, article: PageArticle) -> Iterator[_Piece]:
    """A work report promises for its own place, where it speaks of what comes; what is done is no promise."""
    for piece in _statement(text, article, Speaker()):
        first = piece.item.first if piece.item else piece.start
        ahead = piece.item is None or _AHEAD.search(text, max(article.body, first - 60), first)
        if ahead:
            yield replace(piece, who=piece.who if piece.who not in (None, "我们") else "全市")


def _notice(text: str, article: PageArticle) -> Iterator[_Piece]:
    """A notice speaks for the body that issues it."""
    form = notices.form(text)
    speaker = Speaker(None, form.issuer if form else None)
    for task in notices.tasks(text, article.body, article.end):
        item = lists.Item(task.ordinal, "", task.start, task.head_end, task.end, article.body)
        yield _Piece(
            task.start, task.head_end, None, speaker, False, task.modality, item=item, units=task.units
        )


def _sentences(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    for match in _SENTENCE.finditer(text, start, end):
        piece = match[0]
        begin = match.start() + len(piece) - len(piece.lstrip())
        stop = match.start() + len(piece.rstrip())
        if stop - begin > 3:
            yield begin, stop


class _Report:
    """Goes through a report sentence by sentence and keeps who is speaking."""

    def __init__(self, voices: Voices, article: PageArticle) -> None:
        self.voices, self.article = voices, article
        self.text = voices.text
        self.items = lists.find(self.text, article.body, article.end)
        self.current = Speaker(voices.leader(article, article.end))
        self.speech: Cue | None = None
        self.lead = ""

    def pieces(self) -> Iterator[_Piece]:
        """Yield what is said, in order."""
        starts = [item.start for item in self.items]
        done = previous = self.article.body
        for start, end in _sentences(self.text, self.article.body, self.article.end):
            if start < done:
                continue
            at = bisect_left(starts, start)
            item = self.items[at] if at < len(starts) and starts[at] < end else None
            self._turn(start, end, previous)
            previous = end
            for piece in self._sentence(start, item.start if item else end):
                # 要做好三方面工作: only leads to the list behind it.
                if not (item and self.text[piece.end - 1] in ":："):
                    yield piece
            while item:
                yield from self._item(item)
                done = item.end
                at += 1
                follows = at < len(starts) and starts[at] - done <= 1
                item = self.items[at] if follows else None

    def _turn(self, start: int, end: int, previous: int) -> None:
        """End a speech where narration begins again."""
        if _GOES_ON.match(self.text, start):
            return
        named = self.voices.named(start, min(end, start + _SUBJECT_REACH))
        acts = any(not self.voices.quoted_authority(mention, self.article) for mention in named)
        if acts and not _COMPANIONS.search(self.text, start, end):
            self.current = Speaker(named[0][2])
        if acts or "\n" in self.text[previous:start]:
            self.speech = None

    def _sentence(self, start: int, end: int) -> Iterator[_Piece]:
        cues = self.voices.cues(start, end, self.article, self._he(start))
        if not cues:
            yield from self._without_cue(start, end)
            return
        for cue, stop in zip(cues, [*(c.start for c in cues[1:]), end], strict=True):
            self.speech = cue
            if cue.speaker.person or cue.speaker.unit:
                self.current = cue.speaker
            yield from self._opened(cue, start, stop)
        self.lead = self.text[cues[-1].start : end]

    def _he(self, offset: int) -> Speaker:
        leader = self.voices.leader(self.article, offset)
        if self.current.person is None and leader:
            return Speaker(leader)
        return self.current

    def _opened(self, cue: Cue, start: int, stop: int) -> Iterator[_Piece]:
        """What a cue opens, up to the next cue or the end of the sentence."""
        text = self.text
        begin = cue.end + len(text[cue.end : stop]) - len(text[cue.end : stop].lstrip(",，:：“ "))
        stop = begin + len(_TRAILING.sub("", text[begin:stop])) if stop > begin else begin
        if text[stop - 1] == "”" and "“" not in text[begin:stop]:
            stop -= 1
        if cue.kind == "ask":
            if stop - cue.end < 3:
                return
            who = asks.object_of(text, cue.end, stop)
            yield _Piece(cue.start, stop, cue, cue.speaker, False, cue.verb, who)
            return
        if cue.verb in _ANSWER and (
            "”" in text[max(start, cue.start - 40) : cue.start] or text[start - 1 : start] == "”"
        ):
            yield from self._quote_before(cue)
        if stop - begin < 4:
            return
        if cue.verb in _ANSWER and (promise := asks.promise_in(text, begin, stop, spoken=True)):
            yield _Piece(promise.start, stop, cue, cue.speaker, True, who=promise.unit)
        elif ask := asks.ask_in(
            text, begin, stop, opened=cue.verb not in _ANSWER or self._has_modal(begin, stop)
        ):
            yield _Piece(ask.start, stop, cue, cue.speaker, False, ask.modality, ask.who)
        elif cue.verb.startswith("要求"):
            yield _Piece(begin, stop, cue, cue.speaker, False, "要求")

    def _has_modal(self, start: int, end: int) -> bool:
        return any(mark in self.text[start:end] for mark in (",要", "，要", "必须", "但要", "还要", "更要"))

    def _quote_before(self, cue: Cue) -> Iterator[_Piece]:
        """“我们将…。”某局负责人说。: the quotation stands before the verb."""
        close = self.text.rfind("”", self.article.start, cue.start)
        open_ = self.text.rfind("“", self.article.start, max(close, 0))
        self.speech = None
        if close < 0 or open_ < 0 or cue.start - close > 30 or close - open_ < 8:
            return
        for begin, end in _sentences(self.text, open_ + 1, close):
            if promise := asks.promise_in(self.text, begin, end, spoken=True):
                yield _Piece(promise.start, end, cue, cue.speaker, True, who=promise.unit)

    def _without_cue(self, start: int, end: int) -> Iterator[_Piece]:
        speech = self.speech
        if speech is not None:
            own = speech.verb in _ANSWER
            if own and (promise := asks.promise_in(self.text, start, end, spoken=True)):
                yield _Piece(promise.start, end, speech, speech.speaker, True, who=promise.unit)
            elif ask := asks.ask_in(self.text, start, end, opened=False):
                yield _Piece(ask.start, end, speech, speech.speaker, False, ask.modality, ask.who)
            elif (promise := asks.promise_in(self.text, start, end, spoken=False)) and promise.unit:
                yield _Piece(promise.start, end, speech, Speaker(), True, who=promise.unit)
            return
        promise = asks.promise_in(self.text, start, end, spoken=False)
        if promise and promise.unit and not promise.unit.startswith("我们"):
            yield _Piece(promise.start, end, None, Speaker(), True, who=promise.unit)

    def _item(self, item: lists.Item) -> Iterator[_Piece]:
        """An item of a numbered list: whose it is depends on the speech that it stands in."""
        if self.speech is None:
            return
        cue = self.speech
        own = cue.verb in _ANSWER and (item.mark == "是" or bool(_OWN_LEAD.search(self.lead)))
        yield _Piece(item.start, item.head_end, cue, cue.speaker, own, None if own else item.mark, item=item)


class _Records:
    """Makes records of the pieces of one article."""

    def __init__(self, page: Page, voices: Voices, article: PageArticle) -> None:
        self.page, self.voices, self.article = page, voices, article

    def make(self, piece: _Piece) -> Directive | Commitment:
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

    def _directive(self, piece: _Piece, shared: dict[str, Any]) -> Directive:
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

    def _issuing(self, piece: _Piece) -> str | None:
        """The body that speaks: 该区 by its name; in a district's brief the district."""
        unit = piece.speaker.unit
        if unit and re.fullmatch(r"该.?[省市县区州旗镇乡]", unit):
            return self.voices.own_place(unit, piece.start, self.article)
        return unit or (self.voices.home(self.article) if self.article.record.genre == "brief" else None)

    def _addressee(self, piece: _Piece) -> tuple[str, ...]:
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

    def _commitment(self, piece: _Piece, amounts: list[Quantity], shared: dict[str, Any]) -> Commitment:
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

    def _unit(self, piece: _Piece) -> str | None:
        """The body that commits itself."""
        said = piece.who
        own = (
            piece.speaker.person.posts[0].area
            if piece.speaker.person and piece.speaker.person.posts
            else None
        )
        if said and own and len(said) > 1 and own.startswith(said):
            return own
        if said and not _RELATIVE_UNIT.fullmatch(said) and not said.startswith("该"):
            return said
        if said and (said.startswith("该") or said[-1] in "县区"):
            return self.voices.own_place(said, piece.start, self.article)
        if person := piece.speaker.person:
            post = person.posts[0] if person.posts else None
            if post is not None and (post.area or post.organization):
                government = (post.organization or "").endswith(("委", "政府", "委员会", "党工委", "管委会"))
                return post.area if post.area and (government or not post.organization) else post.organization
            return piece.speaker.unit or person.post
        if piece.speaker.unit:
            return piece.speaker.unit
        return self.voices.home(self.article) if said and said != "我们" else None
