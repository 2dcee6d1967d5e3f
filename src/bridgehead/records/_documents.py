"""Documents and the articles in them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from bridgehead.records._base import Record, Sourced
from bridgehead.records.dates import Basis

__all__ = ["Article", "Document"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Document(Record):
    """A file, or a member of an archive, as it was read.

    Maps to schema.org ``DigitalDocument`` / ``NewsArticle`` and FollowTheMoney ``Document``.

    Attributes
    ----------
    path : str
        Where it was found, relative to the folder that was read; ``archive.zip!/member`` inside an archive.
    sha256 : str
        Of the file's bytes (FollowTheMoney ``contentHash``); its identity.
    media_type : str
        IANA media type (schema.org ``encodingFormat``).
    encoding : str or None
        The character encoding that was detected, for formats that have one.
    length : int
        Characters of raw text.
    title : str or None
        The first headline (schema.org ``headline``).
    url : str or None
        Where it was published (schema.org ``url``).
    publisher : str or None
        Who published it (schema.org ``publisher``).
    date_published : str or None
        A partial ISO date (schema.org ``datePublished``).
    date_basis : {"stated", "inferred"} or None
        Whether the year of ``date_published`` stands in the document.
    date_inferred_from : str or None
        The reason, when it was inferred.
    place : str or None
        The place the document speaks from, which 我市 and 全市 mean (schema.org ``contentLocation``).
    place_inferred_from : str or None
        What the place was inferred from.
    source_kind : {"news", "notice", "table", "fiction", "template", "advert", "hijacked", "spun"} or None
        What kind of source it is. Nothing is read from fiction, templates and adverts. A hijacked page (a
        gambling site wrote its name into it) and a spun one (a machine put other words for those of the
        original) are read, but names and words of theirs may not be the source's.
    edits : int
        How many repairs were made.
    unknown : int
        How many places stay unreadable.
    """

    type: str = "document"
    path: str
    sha256: str
    media_type: str
    encoding: str | None = None
    length: int
    title: str | None = None
    url: str | None = None
    publisher: str | None = None
    date_published: str | None = None
    date_basis: Basis | None = None
    date_inferred_from: str | None = None
    place: str | None = None
    place_inferred_from: str | None = None
    source_kind: (
        Literal["news", "notice", "table", "fiction", "template", "advert", "hijacked", "spun"] | None
    ) = None
    edits: int = 0
    unknown: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Article(Sourced):
    """One article of a document; the span covers its text.

    Maps to schema.org ``NewsArticle``.

    Attributes
    ----------
    headline : str or None
        schema.org ``headline``; null when it was lost.
    kicker : str or None
        The line above the headline (引题).
    subtitle : str or None
        The line below it (副题; schema.org ``alternativeHeadline``).
    author : tuple of str
        Reporters named in the byline (schema.org ``author``).
    date_published : str or None
        A partial ISO date (schema.org ``datePublished``).
    date_basis : {"stated", "inferred"} or None
        Whether the year of the date is stated.
    date_inferred_from : str or None
        The reason, when it was inferred.
    content_location : str or None
        The place it speaks from (schema.org ``contentLocation``).
    article_section : str or None
        The column's name (schema.org ``articleSection``).
    genre : str or None
        ``visit_report, meeting_report, news, feature, commentary, brief, statement, notice, report, caption,
        advert``.
    continued_on : str or None
        The page it is continued on (下转第三版).
    truncated : bool
        Whether it ends in the middle of a sentence.
    """

    type: str = "article"
    headline: str | None = None
    kicker: str | None = None
    subtitle: str | None = None
    author: tuple[str, ...] = ()
    date_published: str | None = None
    date_basis: Basis | None = None
    date_inferred_from: str | None = None
    content_location: str | None = None
    article_section: str | None = None
    genre: str | None = None
    continued_on: str | None = None
    truncated: bool = False
