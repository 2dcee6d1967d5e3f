"""Who speaks where in an article, and with what verb.

A report moves between narration (某某走进车间), speech with a cue (他强调,…; 要求企业…; 会议指出,…) and
speech that goes on without one (要抓好…). `Voices.cues` lists the cues of a sentence with their speakers.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass
from typing import Literal, TypeVar

from bridgehead.read import periods, quantities
from bridgehead.read._literals import Listed
from bridgehead.read._page import Found, Page, PageArticle, PageEvent, PageName, PagePerson
from bridgehead.read.periods import Period
from bridgehead.read.quantities import Quantity

__all__ = ["Cue", "Speaker", "Voices"]

_Named = tuple[int, int, str, str | None]
_NO_SUBJECT = frozenset(("country", "region", "site"))

_CUE = Listed(
    r"(?P<say>(?:强调指出|强调|指出)(?=[,，:：“]|说|要(?!求)|必须|各|全)|(?<![来据就传学小])说(?=[,，:：“。])"
    r"|(?<![所充集显])(?:表示|承诺|表态(?:发言)?)(?=[,，:：“。]|将|要|[^,，。;；]{2,12}将)|提出(?:了)?(?:[^,，。;；]{0,6}(?:要求|意见|希望|建议)(?=[。:：,，])|(?=[,，:：]|要))|介绍(?=[,，:：“。]|说)|告诉记者)"
    r"|(?P<ask>要求(?![的等,，。、贯和:：；;])|(?<![新的])希望(?!的|之|小学)|勉励|叮嘱|嘱咐|嘱托(?![,，。、])|寄语|号召"
    r"|鼓励(?=企业|大家|广大|当地|他们|青年|[^,，。]{0,6}(?:公司|集团|群众|干部)))"
    r"|(?P<told>(?<![的项下新点])(?:要求|希望)(?=[,，:：]))"
)
# A verb of asking is one only behind its subject or at the head of a clause; else it is a noun (工作要求).
_HEADS_CLAUSE = re.compile(
    r"(?<![^,，;；。:：、”\s])(?:并|还|也|又|同时|随后|殷切|明确|进一步|一再|特别){0,2}$"
)
# 对照省委要求制定方案: the asking is a noun that the preposition leads to.
_MEASURED_BY = re.compile(r"(?:按照?|根据|依照?|遵照|对照)[^,，。;；时后]{0,14}$")
_UNIT = re.compile(
    r"(?<![^,，;；。:：”\s])(?P<unit>[^,，;；。:：“”\s]{0,16}?"
    r"(?:会议|座谈会|大会|推进会|例会|该[省市县区局镇乡厅委]|(?:督[导察查]|调研|检查|巡[视查察]|考核|工作|专家|指导)组|代表团|考察团|[省市县区]委|政府|局|厅|集团|公司|大家))"
    r"(?:还|又|也|并|同时|进一步|明确|一致|纷纷|现场|郑重|作|在[^,，。;；]{1,10}?[上中时]){0,3}$"
)
_OFFICIAL = re.compile(
    r"(?<![^,，;；。:：”\s])(?P<unit>[^,，;；。:：“”\s]{2,20}?)(?:相关|有关|主要)?(?:负责人|负责同志|工作人员)[^,，。]{0,8}$"
)
_TITLED = re.compile(
    r"(?:书记|[省市县区州旗盟镇乡厅局部]长|主席|主任|专员)[\u4e00-\u9fff·]{2,4}?"
    r"(?:还|又|也|在[^,，。;；]{1,12}|就[^,，。;；]{1,16})?$"
)
"""A title with a name that the reader of people did not know."""
_REPORTER = re.compile(r"(?:记者|通讯员|编辑|摄影)[\s:：]*(?:[^,，。)）]{1,9}[\s、])?$")
_PRONOUN = re.compile(r"[他她](?:还|又|也|并|同时|再次|特别|进一步|随后|在[^,，。]{1,10})?$")
_PUNCTUATION = re.compile(r"[,，;；。:：“”]")
_ANYWHERE_PRONOUN = re.compile(r"(?<![^,，。\s])[他她](?!们)")


@dataclass(frozen=True, slots=True)
class Speaker:
    """Someone or some body that speaks.

    Attributes
    ----------
    person : PagePerson or None
        Null for a body or for an official whom the reader of people did not see.
    unit : str or None
        The body that speaks or for which the person speaks, as written: 会议, 该区, 市生态环境局.
    """

    person: PagePerson | None = None
    unit: str | None = None


@dataclass(slots=True)
class Cue:
    """A verb of saying or asking and what it opens.

    Attributes
    ----------
    start, end : int
        The verb.
    verb : str
        As written.
    kind : {"say", "ask"}
        ``say`` opens a speech (强调,…); ``ask`` is itself a demand (要求企业…).
    speaker : Speaker
        Empty when nobody is named.
    """

    start: int
    end: int
    verb: str
    kind: Literal["say", "ask"]
    speaker: Speaker


class Voices:
    """All who may speak in a document, with the offsets at which they are named.

    Parameters
    ----------
    page : Page
        The document.
    found : Found
        Its people and events.
    """

    def __init__(self, page: Page, found: Found) -> None:
        self.text = page.clean
        self.found = found
        named = sorted(
            (
                (start, end, person)
                for person in found.people
                for start, end in person.mentions
                if not _REPORTER.search(self.text, max(0, start - 12), start)
            ),
            key=lambda mention: mention[:2],
        )
        self._dates: dict[str, list[Period]] = {}
        self._amounts: dict[str, list[Quantity]] = {}
        self._areas = _mentions(found.areas)
        self._bodies = _mentions(found.organizations)
        self._events: dict[str, tuple[PageEvent, ...]] = {
            article.record.id: found.events_of(article) for article in found.articles
        }
        self._starts = [start for start, _, _ in named]
        self._named = named

    def dates_in(self, article: PageArticle, start: int, end: int) -> list[Period]:
        """Return the dates of an article between two offsets, in order."""
        return _starting(self.dates(article), start, end)

    def amounts_in(self, article: PageArticle, start: int, end: int) -> list[Quantity]:
        """Return the quantities of an article between two offsets, in order."""
        return _starting(self.amounts(article), start, end)

    def dates(self, article: PageArticle) -> list[Period]:
        """Return the date and period expressions of an article, in order."""
        key = article.record.id
        if key not in self._dates:
            self._dates[key] = periods.find(self.text, article.start, article.end, article.date)
        return self._dates[key]

    def amounts(self, article: PageArticle) -> list[Quantity]:
        """Return the quantities of an article, in order."""
        key = article.record.id
        if key not in self._amounts:
            dates = self.dates(article)
            self._amounts[key] = quantities.find(self.text, article.start, article.end, dates)
        return self._amounts[key]

    def signer(self, article: PageArticle) -> PagePerson | None:
        """Return who signs a statement: the person named between its start and its text."""
        for person in self.found.people:
            if person.name and any(article.start <= at < article.body for at, _ in person.mentions):
                return person
        return next((p for p in self.found.people if p.name and p.name in (article.speaker or "")), None)

    def home(self, article: PageArticle) -> str | None:
        """Return the place an article speaks of when it names none: of its signer, headline or document."""
        record = article.record
        if record.genre == "statement" and (signer := self.signer(article)):
            areas = [post.area for post in signer.posts if post.area]
            return areas[0] if areas else article.place.name
        if record.genre == "brief" and any(area.name == record.headline for area in self.found.areas):
            return record.headline
        return article.place.name

    def named(self, start: int, end: int) -> list[tuple[int, int, PagePerson]]:
        """Return the mentions of people between two offsets, in order."""
        return self._named[bisect_left(self._starts, start) : bisect_left(self._starts, end)]

    def event_before(self, article: PageArticle, offset: int, kind: str | None = None) -> PageEvent | None:
        """Return the last event of an article that is told before an offset (of one kind, if given)."""
        told = None
        for event in self._events.get(article.record.id, ()):
            if event.start <= offset and kind in (None, event.record.classification):
                told = event
        return told

    def leader(self, article: PageArticle, offset: int) -> PagePerson | None:
        """Return who leads the event that is being told."""
        event = self.event_before(article, offset)
        return event.leader if event else None

    def quoted_authority(self, mention: tuple[int, int, PagePerson], article: PageArticle) -> bool:
        """Whether a mention (某某总书记) is of somebody quoted, not of one who acts in the article."""
        _, end, person = mention
        if not self.text.startswith(("总书记", "主席", "新时代"), end):
            return False
        return all(event.leader is not person for event in self._events.get(article.record.id, ()))

    def cues(self, start: int, end: int, article: PageArticle, current: Speaker) -> list[Cue]:
        """Find the cues of one sentence.

        Parameters
        ----------
        start, end : int
            The sentence, in the clean text.
        article : PageArticle
            Its article.
        current : Speaker
            Who 他 is: who spoke or acted last.
        """
        found: list[Cue] = []
        for match in _CUE.finditer(self.text, start, end):
            if not match["say"] and _MEASURED_BY.search(self.text, start, match.start()):
                continue
            direct = self._direct(start, match.start(), article, current)
            kind: Literal["say", "ask"] = "ask" if match["ask"] else "say"
            if direct is None and (
                match["told"] or not _HEADS_CLAUSE.search(self.text, start, match.start())
            ):
                continue
            speaker = direct or self._subject(start, match.start(), article, found, current)
            if speaker is not None:
                found.append(Cue(match.start(), match.end(), match[0], kind, speaker))
        return found

    def _direct(self, start: int, at: int, article: PageArticle, current: Speaker) -> Speaker | None:
        """The speaker whose words stand right before the verb: 某某强调, 他指出, 会议要求, 某局负责人说."""
        near = self.named(max(start, at - 32), at)
        if near and not _PUNCTUATION.search(self.text, near[-1][1], at) and at - near[-1][1] <= 24:
            return None if self.quoted_authority(near[-1], article) else Speaker(near[-1][2])
        if _PRONOUN.search(self.text, start, at):
            return current
        if _TITLED.search(self.text, start, at):
            return Speaker()
        if official := _OFFICIAL.search(self.text, start, at):
            return Speaker(None, official["unit"])
        if unit := _UNIT.search(self.text, start, at):
            return self._body(unit["unit"], article, at, current)
        return None

    def _body(self, unit: str, article: PageArticle, at: int, current: Speaker) -> Speaker:
        """会议 speaks for who chairs it; 该区 for its leader in the report."""
        if (
            unit.endswith(("会", "调研组", "检查组", "代表团", "考察团"))
            or unit.startswith("该")
            or unit == "会议"
        ):
            return Speaker(self.leader(article, at) or current.person, unit)
        return Speaker(None, unit)

    def _subject(
        self, start: int, at: int, article: PageArticle, before: list[Cue], current: Speaker
    ) -> Speaker | None:
        """The speaker of a verb that follows a comma: the subject of the sentence."""
        if before:
            return before[-1].speaker
        named = self.named(start, at)
        for mention in named:
            if not self.quoted_authority(mention, article):
                return Speaker(mention[2])
        if named and not _ANYWHERE_PRONOUN.search(self.text, start, at):
            return None
        return current

    def subject_place(self, start: int, end: int) -> str | None:
        """Return the area that is the subject of a sentence: it heads a clause, or 的 leads to it."""
        for low, high, name, kind in reversed(_between(self._areas, start, end)):
            heads = low == start or self.text[low - 1] in ",，。;；\n的:：“"
            if heads and kind not in _NO_SUBJECT and self.text[high : high + 1] not in "与和、及的":
                return name
        return None

    def own_place(self, words: str, offset: int, article: PageArticle) -> str:
        """Return the area that 全县, 我区 or 该市 means: the last one of that kind named in the article."""
        kind = words.rstrip("的")[-1]
        if kind in "县区镇乡" or words.startswith("该"):
            for _, _, name, _ in reversed(_between(self._areas, article.start, offset)):
                if name.endswith(kind):
                    return name
        return words if words.startswith("该") else self.home(article) or words

    def company_before(self, offset: int, since: int) -> str | None:
        """Return the company that 企业 means: the one named last, or whose short name came after it."""
        named = [body for body in _between(self._bodies, since, offset + 1) if body[3] == "company"]
        if not named:
            return None
        after = self.text[named[-1][1] : offset]
        short = [name for _, _, name, _ in named if name[:2] in after]
        return short[-1] if short else named[-1][2]

    def areas(self, start: int, end: int) -> list[_Named]:
        """Return the mentions of areas between two offsets, in order: start, end, name, kind."""
        return _between(self._areas, start, end)

    def bodies(self, start: int, end: int) -> list[_Named]:
        """Return the mentions of organisations between two offsets, in order."""
        return _between(self._bodies, start, end)


Placed = TypeVar("Placed", Period, Quantity)


def _starting(found: list[Placed], start: int, end: int) -> list[Placed]:
    first = bisect_left(found, start, key=lambda one: one.start)
    return found[first : bisect_left(found, end, lo=first, key=lambda one: one.start)]


def _mentions(names: tuple[PageName, ...]) -> list[_Named]:
    return sorted(
        (start, end, name.name, name.record.classification) for name in names for start, end in name.mentions
    )


def _between(named: list[_Named], start: int, end: int) -> list[_Named]:
    return named[bisect_left(named, (start,)) : bisect_left(named, (end,))]
