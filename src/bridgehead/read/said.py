"""Directives and commitments: what was asked of others, and what the speaker's own side will do.

The speaker decides, not the numeral: 一要 in a leader's speech on a visit is a directive, 一要 in a county
secretary's own statement is a commitment. Commentaries, captions and advertisements hold neither.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import replace

from bridgehead import terms
from bridgehead.read import asks, lists, notices
from bridgehead.read._page import Found, Page, PageArticle
from bridgehead.read.sayings import Piece, Records
from bridgehead.read.speakers import Cue, Speaker, Voices
from bridgehead.records import Commitment, Directive

__all__ = ["read"]

_SILENT = frozenset(("commentary", "caption", "advert", "fiction", "template"))
_SENTENCE = re.compile(r"[^。!?！？\n]+(?:[。!?！？]+[”’」』）)]*)?")
_GOES_ON = re.compile(
    r"[一二三四五六七八九十]{1,2}(?:要|是)|第[一二三四五六七八九十][,，、件项个条是要]|(?:还|更|也|特别)?要|必须"
)
_OWN_LEAD = re.compile(r"下一步|今后|接下来|将|我们|我[市县区局]")
_COMPANIONS = re.compile(r"(?:参加|陪同|出席|列席)[^,，。]{0,6}。?$")
_ANSWER = frozenset(("表示", "承诺", "表态", "表态发言", "说", "介绍", "告诉记者"))
_NEXT_MUST = re.compile(r"(?:下一?步|今后|接下来|下一?阶段)[,，]?要")
_VOW = frozenset(("承诺", "表态", "表态发言"))
"""Verbs of which every word that follows is a promise."""
_NEXT_PART = re.compile(
    r"[;；](?:(?=(?P<tells>(?:在|来到|走进|到|随后)[^,，。;；]{2,24}[,，]))|(?=(?P<asks>[^,，。;；:：]{0,12}(?:要(?!求)|必须))))"
)
_PLAN = re.compile(r"[^。!?！？\n]*(?:将|重点|着力|今[年后]|下一步|明年)[^。!?！？\n]*[:：]\s*$")
"""A sentence that opens a list of what will be done: 我们将重点抓好以下工作:"""
_AHEAD = re.compile(r"安排|重点(?:抓|做|工作)|将|下一步|今[年后]|着力抓|以下工作")
_TRAILING = re.compile(r"[,，;；并还 ]*(?:[,，](?:同时|并|还))?[,，;；并还 ]*$")
_SUBJECT_REACH = 25
"""How far from the start of a sentence a name can be its subject, in characters."""


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
        records = Records(page, voices, article)
        made = [records.make(piece) for piece in pieces if piece.end > piece.start and _may_say(piece)]
        out += _answered(made, {event.record.id: event.record.areas for event in found.events})
    return out


def _answered(
    records: list[Directive | Commitment], areas: dict[str, tuple[str, ...]]
) -> Iterator[Directive | Commitment]:
    """Link what a receiver promises (表态) to the last demand before it that was made of them."""
    asked: list[Directive] = []
    for record in records:
        if isinstance(record, Directive):
            asked.append(record)
            yield record
            continue
        demand = next((one for one in reversed(asked) if _asks_of(one, record, areas)), None)
        yield replace(record, responds_to=demand.id) if demand else record


def _asks_of(demand: Directive, promise: Commitment, areas: dict[str, tuple[str, ...]]) -> bool:
    """Whether a demand was made of who promises: named as its addressee, or visited when it was made."""
    unit = promise.unit
    if not unit or (demand.issuer_name and demand.issuer_name == promise.person_name):
        return False
    if demand.addressee:
        return any(who == unit or who.endswith(unit) or unit.endswith(who) for who in demand.addressee)
    return unit in areas.get(demand.event or "", ())


def _may_say(piece: Piece) -> bool:
    """Whether the speaker can ask anything of others: what a professor or a villager says is no directive."""
    person = piece.speaker.person
    role = person.posts[0].role if person and person.posts else None
    return piece.own or role not in terms.words("no_issuers")


def _statement(text: str, article: PageArticle, speaker: Speaker) -> Iterator[Piece]:
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
                yield Piece(promise.start, end, None, speaker, True, who=promise.unit)
        if item:
            yield Piece(item.start, item.head_end, None, speaker, True, item=item)
            at = inside = item.end


def _work_report(text: str, article: PageArticle) -> Iterator[Piece]:
    """A work report promises for its own place, where it speaks of what comes; what is done is no promise."""
    for piece in _statement(text, article, Speaker()):
        first = piece.item.first if piece.item else piece.start
        ahead = piece.item is None or _AHEAD.search(text, max(article.body, first - 60), first)
        if ahead:
            yield replace(piece, who=piece.who if piece.who not in (None, "我们") else "全市")


def _notice(text: str, article: PageArticle) -> Iterator[Piece]:
    """A notice speaks for the body that issues it."""
    form = notices.form(text)
    speaker = Speaker(None, form.issuer if form else None)
    for task in notices.tasks(text, article.body, article.end):
        item = lists.Item(task.ordinal, "", task.start, task.head_end, task.end, article.body)
        yield Piece(
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
        self.items = [self._closed(item) for item in lists.find(self.text, article.body, article.end)]
        self.current = Speaker(voices.leader(article, article.end))
        self.speech: Cue | None = None
        self.lead = ""

    def _closed(self, item: lists.Item) -> lists.Item:
        """End an item where somebody else begins to speak, or narration goes on."""
        for start, end in _sentences(self.text, item.head_end, item.end):
            named = self.voices.named(start, min(end, start + _SUBJECT_REACH))
            acts = any(not self.voices.quoted_authority(mention, self.article) for mention in named)
            cues = [] if acts else self.voices.cues(start, end, self.article, Speaker())
            if acts or any(cue.speaker.unit for cue in cues):
                return replace(item, end=item.head_end + len(self.text[item.head_end : start].rstrip()))
        return item

    def pieces(self) -> Iterator[Piece]:
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

    def _sentence(self, start: int, end: int) -> Iterator[Piece]:
        cues = self.voices.cues(start, end, self.article, self._he(start))
        if not cues:
            for begin, stop in self._parts(start, end):
                yield from self._without_cue(begin, stop)
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

    def _parts(self, start: int, stop: int) -> list[tuple[int, int]]:
        """Cut speech at semicolons with a demand of its own behind; narration behind one is left out."""
        marks = [*_NEXT_PART.finditer(self.text, start, stop)]
        begins = [start, *(mark.end() for mark in marks)]
        tells = [False, *(mark["tells"] is not None for mark in marks)]
        ends = [*(mark.start() for mark in marks), stop]
        return [(a, b) for a, b, told in zip(begins, ends, tells, strict=True) if not told]

    def _opened(self, cue: Cue, start: int, stop: int) -> Iterator[Piece]:
        """What a cue opens, up to the next cue or the end of the sentence."""
        (_, first), *others = self._parts(cue.end, stop)
        yield from self._first(cue, start, first)
        for begin, end in others:
            yield from self._without_cue(begin, end)

    def _first(self, cue: Cue, start: int, stop: int) -> Iterator[Piece]:
        """What stands right behind a cue."""
        text = self.text
        begin = cue.end + len(text[cue.end : stop]) - len(text[cue.end : stop].lstrip(",，:：“ "))
        stop = begin + len(_TRAILING.sub("", text[begin:stop])) if stop > begin else begin
        if text[stop - 1] == "”" and "“" not in text[begin:stop]:
            stop -= 1
        if cue.kind == "ask":
            if stop - cue.end < 3:
                return
            who = asks.object_of(text, cue.end, stop)
            yield Piece(cue.start, stop, cue, cue.speaker, False, cue.verb, who)
            return
        if cue.verb in _ANSWER and (
            "”" in text[max(start, cue.start - 40) : cue.start] or text[start - 1 : start] == "”"
        ):
            yield from self._quote_before(cue)
            if text[cue.end : cue.end + 1] in ",，:：":
                self.speech = cue
        if stop - begin < 4:
            return
        promise = asks.promise_in(text, begin, stop, spoken=True) if cue.verb in _ANSWER else None
        if promise and not (self._visits(cue) and _NEXT_MUST.match(text, promise.start, stop)):
            yield Piece(promise.start, stop, cue, cue.speaker, True, who=promise.unit)
        elif cue.verb in _VOW:
            yield Piece(begin, stop, cue, cue.speaker, True)
        elif ask := asks.ask_in(
            text, begin, stop, opened=cue.verb not in _ANSWER or self._has_modal(begin, stop)
        ):
            yield Piece(ask.start, stop, cue, cue.speaker, False, ask.modality, ask.who)
        elif cue.verb.startswith("要求"):
            yield Piece(begin, stop, cue, cue.speaker, False, "要求")

    def _visits(self, cue: Cue) -> bool:
        """Whether the speaker is on a visit: 下一步要 is then asked of those who are visited."""
        event = self.voices.event_before(self.article, cue.start)
        person = cue.speaker.person
        return bool(person and event and event.leader is person and event.record.classification == "visit")

    def _has_modal(self, start: int, end: int) -> bool:
        words = self.text[start:end]
        return any(mark in words for mark in (",要", "，要", "必须", "但要", "还要", "更要", "步要"))

    def _quote_before(self, cue: Cue) -> Iterator[Piece]:
        """“我们将…。”某局负责人说。: the quotation stands before the verb."""
        close = self.text.rfind("”", self.article.start, cue.start)
        open_ = self.text.rfind("“", self.article.start, max(close, 0))
        self.speech = None
        if close < 0 or open_ < 0 or cue.start - close > 30 or close - open_ < 8:
            return
        for begin, end in _sentences(self.text, open_ + 1, close):
            if promise := asks.promise_in(self.text, begin, end, spoken=True):
                yield Piece(promise.start, end, cue, cue.speaker, True, who=promise.unit)

    def _without_cue(self, start: int, end: int) -> Iterator[Piece]:
        speech = self.speech
        if speech is not None:
            own = speech.verb in _ANSWER
            if own and (promise := asks.promise_in(self.text, start, end, spoken=True)):
                yield Piece(promise.start, end, speech, speech.speaker, True, who=promise.unit)
            elif ask := asks.ask_in(self.text, start, end, opened=False):
                yield Piece(ask.start, end, speech, speech.speaker, False, ask.modality, ask.who)
            elif (promise := asks.promise_in(self.text, start, end, spoken=False)) and promise.unit:
                yield Piece(promise.start, end, speech, Speaker(), True, who=promise.unit)
            return
        promise = asks.promise_in(self.text, start, end, spoken=False)
        if promise and promise.unit and not promise.unit.startswith("我们"):
            yield Piece(promise.start, end, None, Speaker(), True, who=promise.unit)

    def _item(self, item: lists.Item) -> Iterator[Piece]:
        """An item of a numbered list: whose it is depends on the speech that it stands in."""
        if self.speech is None:
            if _PLAN.search(self.text, max(self.article.start, item.first - 80), item.first):
                yield Piece(item.start, item.head_end, None, Speaker(), True, who="全市", item=item)
            return
        cue = self.speech
        own = cue.verb in _ANSWER and (item.mark == "是" or bool(_OWN_LEAD.search(self.lead)))
        modality = item.mark if item.mark.endswith(("要", "须")) else "要"
        yield Piece(item.start, item.head_end, cue, cue.speaker, own, None if own else modality, item=item)
