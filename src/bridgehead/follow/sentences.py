"""The sentences of a document that may be evidence: where they stand, of which place and when they speak."""

from __future__ import annotations

import datetime as dt
import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from bridgehead.follow.places import Place, apart, holds, place_of
from bridgehead.read import Page, Reading
from bridgehead.records import Area, Article, Commitment, Directive, Observation, Sourced

__all__ = ["Sentence", "home", "sentences", "spoken_of"]

_SHORTEST = 8
_CLOSED = "。!?！？;；…”’」』）)"
_DIGIT = re.compile(r"\d")
_SUBJECT = re.compile(
    r"^(?:[^,，]{0,14}[,，:：“])?(?:(?:邻近|周边|相邻|毗邻|附近|隔壁|临近|兄弟)(?:城市|市)?的?)?$"
)
_OWN = re.compile(r"[我全本该][市县区州旗盟]")
_DIVISION = ("province", "prefecture", "county")
_YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)年(?:(?:1[至—-])?(\d{1,2})月)?(?![底末前内])")
_NOW = re.compile(r"今年|目前|现在|如今|近日|日前|本月|截至|以来|昨日|今日|当前|近年|年来")


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence.

    Attributes
    ----------
    document, article : str
        Ids.
    start, end : int
        ``[start, end)`` in the clean text.
    text : str
        The clean text.
    named : tuple of Place
        The divisions it names.
    subject : Place or None
        The one of them that it begins with.
    recalls : int or None
        The last day it speaks of, when it tells only of dates gone by: evidence for nothing asked later.
    demanded, promised, figures : bool
        Whether a directive, a commitment, a figure that was reached was read in it.
    """

    document: str
    article: str
    start: int
    end: int
    text: str
    named: tuple[Place, ...]
    subject: Place | None
    recalls: int | None
    demanded: bool = False
    promised: bool = False
    figures: bool = False


@dataclass(slots=True)
class _Marks:
    """What was read on the page, by clean offset."""

    areas: list[tuple[int, int, Place, bool]]
    demands: list[tuple[int, int]]
    promises: list[tuple[int, int]]
    figures: list[tuple[int, int]]


def _spans(page: Page, records: Iterable[Sourced]) -> list[tuple[int, int]]:
    return sorted(page.repaired.clean_span(*record.span) for record in records)


def _marks(page: Page, reading: Reading, own: Place | None) -> _Marks:
    areas = []
    for area in (one for one in reading.records if isinstance(one, Area)):
        place = place_of(area.name, own)
        if place and area.identifier:
            place = Place(area.name, area.identifier)
        for span in (area.span, *area.mentions) if place else ():
            start, end = page.repaired.clean_span(*span)
            if place:
                areas.append((start, end, place, area.classification in _DIVISION))
    observations = [one for one in reading.records if isinstance(one, Observation)]
    return _Marks(
        sorted(areas, key=lambda one: one[:2]),
        _spans(page, (one for one in reading.records if isinstance(one, Directive))),
        _spans(page, (one for one in reading.records if isinstance(one, Commitment))),
        _spans(page, (one for one in observations if not one.is_target)),
    )


def _touched(spans: list[tuple[int, int]], start: int, end: int) -> bool:
    at = bisect_right(spans, (end - 1, end))
    return any(spans[i][1] > start and spans[i][0] < end for i in range(max(0, at - 6), at))


def _recalls(text: str) -> int | None:
    """Return the last day that a sentence tells of, when it names only dates and nothing of the present."""
    years = [(int(year), int(month or 12)) for year, month in _YEAR.findall(text)]
    if not years or _NOW.search(text):
        return None
    year, month = max(years)
    if not 1 <= month <= 12:
        return None
    return dt.date(year + month // 12, month % 12 + 1, 1).toordinal() - 1


def home(article: Article | None, own: Place | None) -> tuple[Place, ...]:
    """Return the places an article speaks from, the smallest first.

    Parameters
    ----------
    article : Article or None
        Its record.
    own : Place or None
        The place of the document.
    """
    place = place_of(article.content_location, own) if article else None
    if place is None:
        return (own,) if own else ()
    if own is None or own == place or apart(place, own):
        return (place,)
    return (place, own)


def spoken_of(sentence: Sentence, home: tuple[Place, ...]) -> tuple[Place, ...]:
    """Return the places that a sentence speaks of: what it names of its own, and where it stands.

    A sentence whose subject is another city or county (阳曲县… in 大同's paper) speaks of that one only.

    Parameters
    ----------
    sentence : Sentence
        The sentence.
    home : tuple of Place
        Where its article speaks from.
    """
    subject = sentence.subject
    own = [place for place in sentence.named if not any(apart(place, one) for one in home)]
    if subject and not own and any(apart(subject, one) for one in home):
        return (subject,)
    fine = [place for place in own if not any(holds(place, one) for one in home)]
    return tuple(dict.fromkeys((*fine, *home)))


def _named(
    text: str, start: int, end: int, areas: list[tuple[int, int, Place, bool]]
) -> tuple[tuple[Place, ...], Place | None]:
    at = bisect_right(areas, start, key=lambda one: one[0] + 1)
    inside = [one for one in areas[max(0, at - 1) : at + 40] if start <= one[0] and one[1] <= end and one[3]]
    begins = (place for first, _, place, _ in inside if _SUBJECT.match(text[start:first]))
    subject = None if _OWN.search(text, start, end) else next(begins, None)
    return tuple(dict.fromkeys(place for *_, place, _ in inside)), subject


def sentences(reading: Reading) -> Iterator[Sentence]:
    """Yield the sentences of a document that may be evidence, in order.

    Parameters
    ----------
    reading : Reading
        The document with its records. Adverts, headlines of other pages and what belongs to no article are
        passed over.
    """
    page = Page(reading.document.id, reading.repaired)
    text = page.clean
    own = place_of(reading.document.place)
    marks = _marks(page, reading, own)
    articles = [one for one in reading.records if isinstance(one, Article)]
    inner = _innermost(page, articles)
    for start, end in page.sentences:
        article = inner(start)
        if article is None or article.genre == "advert" or end - start < _SHORTEST:
            continue
        piece = text[start:end]
        if piece[-1] not in _CLOSED and not _DIGIT.search(piece):
            continue  # a headline, a name under a picture
        named, subject = _named(text, start, end, marks.areas)
        yield Sentence(
            reading.document.id,
            article.id,
            start,
            end,
            piece,
            named,
            subject,
            _recalls(piece),
            _touched(marks.demands, start, end),
            _touched(marks.promises, start, end),
            _touched(marks.figures, start, end),
        )


def _innermost(page: Page, articles: list[Article]) -> Callable[[int], Article | None]:
    spans = sorted(
        ((*page.repaired.clean_span(*one.span), one) for one in articles), key=lambda one: (one[0], -one[1])
    )
    starts = [one[0] for one in spans]

    def at(offset: int) -> Article | None:
        around = (one for one in reversed(spans[: bisect_right(starts, offset)]) if offset < one[1])
        return next((article for *_, article in around), None)

    return at
