"""The page that every reader works on: clean text, sentences, and the only way to make records from it."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any, TypeVar

from bridgehead.read.periods import Anchor
from bridgehead.records import (
    Area,
    Article,
    Event,
    Membership,
    Organization,
    Person,
    Post,
    Sourced,
    SourceText,
)
from bridgehead.repair import Repaired, half_width

__all__ = [
    "Context",
    "Found",
    "Page",
    "PageArticle",
    "PageEvent",
    "PageName",
    "PagePerson",
    "PagePlace",
]

if TYPE_CHECKING:
    from bridgehead.read.systems import DefinedSystem

S = TypeVar("S", bound=Sourced)
Offsets = tuple[int, int]
"""``[start, end)`` in the clean text."""

_SENTENCE_END = re.compile(r"[。!?！？;；…]+[”’」』）)]*|\n+")


@dataclass(frozen=True, slots=True)
class Context:
    """What is known about a document before it is read: from the file, its folder, or a person.

    Attributes
    ----------
    date_published : str or None
        A partial ISO date.
    place : str or None
        The place it speaks from.
    systems : tuple of DefinedSystem
        Systems of goals that the office defines itself (`bridgehead.read.systems`).
    """

    date_published: str | None = None
    place: str | None = None
    systems: tuple[DefinedSystem, ...] = ()

    def told(self, known: Mapping[str, str]) -> Context:
        """Return this with what a person told of one document: its ``date_published``, its ``place``."""
        date, place = known.get("date_published"), known.get("place")
        return replace(self, date_published=date or self.date_published, place=place or self.place)


@dataclass(frozen=True)
class Page:
    """A repaired document, ready to be read.

    Readers work with offsets of ``clean``; `cite` turns them into raw spans. Nothing else makes records.

    Attributes
    ----------
    document : str
        The document's id.
    repaired : Repaired
        Raw text, clean text, edits, lines with roles.
    context : Context
        What is known beforehand.
    """

    document: str
    repaired: Repaired
    context: Context = field(default_factory=Context)

    @cached_property
    def clean(self) -> str:
        """The clean text with digits and letters in half width, as the readers know them."""
        return half_width(self.repaired.clean)

    @cached_property
    def source(self) -> SourceText:
        """The raw text, which makes the records."""
        return SourceText(self.document, self.repaired.raw)

    @cached_property
    def sentences(self) -> tuple[Offsets, ...]:
        """Clean spans of sentences, end marks included, white space around them left out."""
        out, at = [], 0
        for mark in [*_SENTENCE_END.finditer(self.clean), None]:
            end = mark.end() if mark else len(self.clean)
            piece = self.clean[at:end]
            start = at + len(piece) - len(piece.lstrip())
            stop = at + len(piece.rstrip())
            if stop > start:
                out.append((start, stop))
            at = end
        return tuple(out)

    @cached_property
    def _sentence_starts(self) -> list[int]:
        return [start for start, _ in self.sentences]

    def sentences_in(self, start: int, end: int) -> tuple[Offsets, ...]:
        """Return the clean spans of the sentences that begin between two clean offsets."""
        starts = self._sentence_starts
        return self.sentences[bisect_left(starts, start) : bisect_left(starts, end)]

    def sentence_at(self, offset: int) -> Offsets:
        """Return the clean span of the sentence around a clean offset (or the one before it).

        Raises
        ------
        IndexError
            If the text has no sentence at all.
        """
        return self.sentences[max(0, bisect_right(self._sentence_starts, offset) - 1)]

    def cite(self, make: Callable[..., S], start: int, end: int, *, key: str = "", **fields: Any) -> S:
        """Make a record of a clean span.

        Parameters
        ----------
        make : type
            The record's class.
        start, end : int
            ``[start, end)`` in the clean text; not empty.
        key : str
            What tells apart two records of one type on one span.
        **fields
            The record's other fields.
        """
        span = self.repaired.raw_span(start, end)
        return self.source.cite(make, span, self.clean[start:end], key=key, **fields)


@dataclass(frozen=True, slots=True)
class PagePlace:
    """The place that 我市, 全市 and 本市 mean.

    Attributes
    ----------
    name : str or None
        Such as 云岭市; null when nothing tells.
    level : str or None
        As in `Area.classification`.
    province : str or None
        What 我省 and 全省 mean.
    inferred_from : str or None
        The reason in words.
    """

    name: str | None = None
    level: str | None = None
    province: str | None = None
    inferred_from: str | None = None


UNDATED = Anchor()
NOWHERE = PagePlace()


@dataclass(frozen=True, slots=True)
class PageArticle:
    """An article and where it stands in the clean text.

    Attributes
    ----------
    record : Article
        Its record.
    start, end : int
        Clean offsets of its whole text, headline included.
    body : int
        Clean offset at which its text proper begins, behind headline and byline.
    date : Anchor
        When it was published.
    place : PagePlace
        Where it speaks from.
    speaker : str or None
        Who signs it, when it is a statement (genre ``statement``).
    """

    record: Article
    start: int
    end: int
    body: int
    date: Anchor = UNDATED
    place: PagePlace = NOWHERE
    speaker: str | None = None


@dataclass(frozen=True, slots=True)
class PageName:
    """An organisation or an area and all clean spans at which it is named.

    Attributes
    ----------
    record : Organization or Area
        Its record.
    mentions : tuple of (int, int)
        Clean spans in order, the first one included; 我市 and 全市 are mentions of the document's place.
    """

    record: Organization | Area
    mentions: tuple[Offsets, ...]

    @property
    def name(self) -> str:
        """Its name."""
        return self.record.name


@dataclass(frozen=True, slots=True)
class PagePerson:
    """Someone who is named, or an anonymous leader (某区政府主要负责人), with post and mentions.

    Attributes
    ----------
    record : Person or None
        Null for an anonymous leader.
    name : str or None
        Null for an anonymous leader.
    mentions : tuple of (int, int)
        Clean spans of the name in order; of the title, where there is no name.
    post : str or None
        The title as written, such as 市政协副主席、东陵区委书记.
    posts : tuple of Post
        Its parts, one record each.
    memberships : tuple of Membership
        One a post, in the same order.
    """

    record: Person | None
    name: str | None
    mentions: tuple[Offsets, ...]
    post: str | None = None
    posts: tuple[Post, ...] = ()
    memberships: tuple[Membership, ...] = ()


@dataclass(frozen=True, slots=True)
class PageEvent:
    """An event and where it stands in the clean text.

    Attributes
    ----------
    record : Event
        Its record.
    start, end : int
        Clean offsets of the sentence that reports it.
    article : PageArticle or None
        Its article.
    leader : PagePerson or None
        Who led it.
    """

    record: Event
    start: int
    end: int
    article: PageArticle | None = None
    leader: PagePerson | None = None


@dataclass(frozen=True, slots=True)
class Found:
    """What has been read so far: later readers look things up here.

    Attributes
    ----------
    date : Anchor
        When the document was published.
    place : PagePlace
        Where the document speaks from.
    articles : tuple of PageArticle
        In order; they do not overlap.
    people : tuple of PagePerson
        In order of their first mention.
    areas, organizations : tuple of PageName
        In order of their first mention.
    events : tuple of PageEvent
        In order.
    """

    date: Anchor = UNDATED
    place: PagePlace = NOWHERE
    articles: tuple[PageArticle, ...] = ()
    people: tuple[PagePerson, ...] = ()
    areas: tuple[PageName, ...] = ()
    organizations: tuple[PageName, ...] = ()
    events: tuple[PageEvent, ...] = ()

    def article_at(self, offset: int) -> PageArticle | None:
        """Return the innermost article around a clean offset."""
        i = bisect_right([article.start for article in self.articles], offset)
        around = (article for article in reversed(self.articles[:i]) if offset < article.end)
        return next(around, None)

    def events_of(self, article: PageArticle) -> tuple[PageEvent, ...]:
        """Return the events of an article, in order."""
        return tuple(event for event in self.events if event.record.article == article.record.id)
