"""When things were said: days of articles, bounds from what they report, years inferred from who held a post.

A document without a year may still stand in one place of time only: it names the same people in the same
posts as a dated document of the same archive. Such a year is *inferred*, and the reason is kept.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from bridgehead import terms
from bridgehead.read import Reading
from bridgehead.records import Article, Event, Membership, Observation, PartialDate

__all__ = ["Calendar", "Days"]

_REPORTED_WITHIN = 60
"""Days between a happening and the article that reports it; an older one is remembered, not reported."""

_SAME_TERM = 200
"""Days between two sightings of people in their posts within which the nearer year is taken."""


@dataclass(frozen=True, slots=True)
class Days:
    """The days on which something may have been said, as ordinals, both included.

    Attributes
    ----------
    first, last : int
        `datetime.date.toordinal`.
    reason : str or None
        Why the year is what it is, when it was inferred here.
    """

    first: int
    last: int
    reason: str | None = None

    @property
    def since(self) -> str:
        """The first day in ISO form."""
        return dt.date.fromordinal(self.first).isoformat()

    @property
    def until(self) -> str:
        """The last day in ISO form."""
        return dt.date.fromordinal(self.last).isoformat()


def _parse(text: str | None) -> PartialDate | None:
    try:
        return PartialDate.parse(text[:10]) if text else None
    except ValueError:
        return None


def _days(date: PartialDate, reason: str | None = None) -> Days:
    return Days(date.first().toordinal(), date.last().toordinal(), reason)


def _in_year(date: PartialDate, year: int) -> PartialDate | None:
    try:
        return date.with_year(year)
    except ValueError:
        return None


@dataclass(slots=True)
class _Dated:
    """What one document tells about its time."""

    published: PartialDate | None
    articles: dict[str, PartialDate | None] = field(default_factory=dict)
    happened: dict[str, list[tuple[str, PartialDate]]] = field(default_factory=dict)
    bound: int = 0
    posts: frozenset[tuple[str, str]] = frozenset()


class Calendar:
    """The days of all documents of an archive; what one of them leaves open, others may tell."""

    def __init__(self) -> None:
        self._dated: dict[str, _Dated] = {}
        self._years: dict[str, tuple[int, str] | None] = {}

    def add(self, reading: Reading) -> None:
        """Take note of a document."""
        document = reading.document
        own = _Dated(_parse(document.date_published))
        posts = set()
        for record in reading.records:
            if isinstance(record, Article):
                own.articles[record.id] = _parse(record.date_published)
            elif isinstance(record, Event) and record.status == "passed":
                if end := _parse(record.end_time or record.start_time):
                    own.happened.setdefault(record.article or "", []).append((record.id, end))
            elif isinstance(record, Membership) and record.person_name:
                if not any(word in record.post_label for word in terms.words("follow/everywhere")):
                    posts.add((record.person_name, record.post_label))
            elif isinstance(record, Observation) and not record.is_target:
                own.bound = max(own.bound, _reached(record.observation_period))
        own.posts = frozenset(posts)
        for days in (date for found in own.happened.values() for _, date in found):
            if days.year is not None:
                own.bound = max(own.bound, days.first().toordinal())
        self._dated[document.id] = own
        self._years.clear()

    def of_event(self, document: str, event: str | None) -> Days | None:
        """Return the day of an event, or None when it is not known."""
        own = self._dated[document]
        for id, date in (pair for found in own.happened.values() for pair in found):
            if id == event:
                return self._complete(document, date)
        return None

    def of_article(self, document: str, article: str | None) -> Days | None:
        """Return when an article speaks: the day of what it reports, else when it was published.

        Returns
        -------
        Days or None
            None when its year can be neither read nor inferred.
        """
        own = self._dated[document]
        date = own.articles.get(article or "") or own.published
        published = self._complete(document, date) if date else None
        if published:
            # The whole paper came out after the last thing that it reports.
            published = Days(
                min(max(published.first, own.bound), published.last), published.last, published.reason
            )
        days = (self._complete(document, day) for _, day in own.happened.get(article or "", ()))
        found = [one for one in days if one]
        if published:
            found = [one for one in found if -_REPORTED_WITHIN <= one.first - published.last <= 0]
        return max(found, key=lambda one: one.last) if found else published

    def _complete(self, document: str, date: PartialDate) -> Days | None:
        if date.year is not None:
            return _days(date)
        inferred = self._year(document)
        whole = _in_year(date, inferred[0]) if inferred else None
        return _days(whole, inferred[1]) if whole and inferred else None

    def _year(self, document: str) -> tuple[int, str] | None:
        """Return the year of a document that states none, with the reason."""
        if not self._years:
            self._years.update(self._infer())
        return self._years.get(document)

    def _infer(self) -> Iterable[tuple[str, tuple[int, str] | None]]:
        seen: dict[tuple[str, str], set[Days]] = defaultdict(set)
        for own in self._dated.values():
            if own.published and own.published.year is not None:
                for post in own.posts:
                    seen[post].add(_days(own.published))
        for id, own in self._dated.items():
            yield id, _nearest(own, seen)


def _reached(period: str | None) -> int:
    """Return the day by which a reported period has begun its last month; 0 for whole years."""
    end = _parse((period or "").split("/")[-1])
    if end is None or end.year is None or end.month is None:
        return 0
    return end.first().toordinal()


def _nearest(own: _Dated, seen: dict[tuple[str, str], set[Days]]) -> tuple[int, str] | None:
    """Return the only year that puts a document near to where its people are seen in the same posts."""
    told = [own.published, *(date for found in own.happened.values() for _, date in found)]
    day = next((date for date in told if date and date.year is None), None)
    if day is None:
        return None
    votes: dict[int, list[tuple[str, str]]] = defaultdict(list)
    when: dict[int, Days] = {}
    for post in sorted(own.posts & seen.keys()):
        for sight in sorted(seen[post], key=lambda days: days.first):
            year = dt.date.fromordinal(sight.first).year
            apart = [
                (_distance(_days(whole), sight), near)
                for near in (year - 1, year, year + 1)
                if (whole := _in_year(day, near))
            ]
            distance, best = min(apart)
            if distance <= _SAME_TERM and sight.last - sight.first < _SAME_TERM:
                votes[best].append(post)
                when[best] = sight
    if len(votes) != 1:
        return None
    (year, posts), *_ = votes.items()
    names = "、".join(dict.fromkeys(name for name, _ in posts))
    return year, f"{names}的职务与 {when[year].until} 的文件相同，年份推断为 {year}"


def _distance(one: Days, other: Days) -> int:
    return max(one.first - other.last, other.first - one.last, 0)
