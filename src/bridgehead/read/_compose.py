"""The whole reading of one document, step by step."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bridgehead.read import (
    areas,
    articles,
    dating,
    doubts,
    events,
    figures,
    organizations,
    people,
    projects,
    said,
    systems,
)
from bridgehead.read._page import Context, Found, Page
from bridgehead.read.source_kind import Kind, source_kind
from bridgehead.read.speakers import Voices
from bridgehead.read.tagger import Tagger, tag_page
from bridgehead.records import Document, Record, Sourced, make_id
from bridgehead.repair import Repaired, repair
from bridgehead.sources import RawText

__all__ = ["Reading", "read_text"]

_NOTHING_FROM = ("fiction", "template", "advert")


@dataclass(frozen=True, slots=True)
class Reading:
    """What was read in one document.

    Attributes
    ----------
    document : Document
        The document's own record.
    repaired : Repaired
        Raw text, clean text and every edit between them.
    records : tuple of Record
        All records that point into it, articles first.
    """

    document: Document
    repaired: Repaired
    records: tuple[Record, ...]


def _find(page: Page, source: RawText, tagger: Tagger | None) -> Found:
    """Read everything that later readers look up."""
    tokens = tag_page(page, tagger)
    mentions = areas.find(page, tokens)
    date = dating.date_of(page, source)
    place = dating.place_of(page, mentions)
    cited = tuple(
        articles.cite(page, draft, date, dating.place_of(page, mentions, draft, place))
        for draft in articles.split(page)
    )
    named = people.read(page, cited, tokens, place)
    # 渭南 in the name 郑渭南 is no place.
    names = {at for person in named if person.name for span in person.mentions for at in range(*span)}
    covered = [(article.start, article.end) for article in cited]
    inside = [m for m in mentions if m.start not in names and any(a <= m.start < b for a, b in covered)]
    places = areas.read(page, inside, place, date.date.year if date.date else None)
    bodies = organizations.read(page, organizations.find(page, places, tokens, named), places, place)
    happened = events.read(page, cited, named, places, bodies)
    return Found(date, place, cited, named, places, bodies, happened)


def _records(found: Found) -> list[Sourced]:
    """Return the records in an order in which each stands behind those it refers to."""
    records: list[Sourced] = [article.record for article in found.articles]
    for person in found.people:
        records += [*([person.record] if person.record else []), *person.posts, *person.memberships]
    records += [name.record for name in (*found.areas, *found.organizations)]
    records += [event.record for event in found.events]
    return records


def _distinct(records: Sequence[Sourced]) -> tuple[Record, ...]:
    return tuple({record.id: record for record in records}.values())


def _document(source: RawText, repaired: Repaired, id: str, kind: Kind, found: Found) -> Document:
    heads = (a.record.headline or a.record.article_section for a in found.articles)
    headline = next((head for head in heads if head), None)
    return Document(
        id=id,
        path=source.path,
        sha256=source.sha256,
        media_type=source.media_type,
        encoding=source.encoding,
        length=len(source.text),
        title=headline or source.title,
        url=source.url,
        publisher=source.publisher,
        date_published=str(found.date.date) if found.date.date else None,
        date_basis=found.date.basis,
        date_inferred_from=found.date.reason,
        place=found.place.name,
        place_inferred_from=found.place.inferred_from,
        source_kind=kind,
        edits=sum(edit.outcome == "repaired" for edit in repaired.edits),
        unknown=sum(edit.outcome == "unknown" for edit in repaired.edits),
        method="read",
    )


def read_text(
    source: RawText,
    *,
    tagger: Tagger | None = None,
    context: Context | None = None,
    document_id: str | None = None,
    repaired: Repaired | None = None,
) -> Reading:
    """Repair and read one document.

    Parameters
    ----------
    source : RawText
        What a reader of `bridgehead.sources` returned.
    tagger : Tagger, optional
        Such as `LacTagger`; by default only rules are used, which is faster and finds fewer names.
    context : Context, optional
        What is known beforehand: when and where it was published.
    document_id : str, optional
        The document's id; by default made from the hash of the file's bytes.
    repaired : Repaired, optional
        Its text when it is repaired already, such as with the help of a twin.

    Returns
    -------
    Reading
        With no records when the source is fiction, a template or an advert.

    Raises
    ------
    SpanError
        Never for text that `repair` returned; a span that does not fit would be a mistake in Bridgehead.

    Examples
    --------
    >>> from bridgehead.sources import RawText
    >>> text = "2026年3月5日,市长叶青林到松溪县调研。"
    >>> reading = read_text(RawText("a.txt", "0" * 64, "text/plain", text))
    >>> [record.name for record in reading.records if record.type == "person"]
    ['叶青林']
    """
    id = document_id or make_id("document", source.sha256, None)
    repaired = repaired or repair(source.text)
    page = Page(id, repaired, context or Context())
    kind = source_kind(repaired.clean)
    if kind in _NOTHING_FROM or not repaired.clean.strip():
        return Reading(_document(source, repaired, id, kind, Found()), repaired, ())
    found = _find(page, source, tagger)
    voices = Voices(page, found)
    records = [
        *_records(found),
        *said.read(page, found, voices),
        *figures.read(page, found, voices),
        *projects.read(page, found, voices),
    ]
    named = systems.read(page, found, page.context.systems)
    records = [*systems.hang(records, named), *named]
    records += doubts.read(page, found, voices, records)
    return Reading(_document(source, repaired, id, kind, found), repaired, _distinct(records))
