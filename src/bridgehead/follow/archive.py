"""The documents in which answers are looked for: their sentences by words, day and place."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from bridgehead.follow._index import Postings
from bridgehead.follow.asks import Ask, asks
from bridgehead.follow.days import Calendar, Days
from bridgehead.follow.places import Atlas, Place, holds, place_of
from bridgehead.follow.sentences import Sentence, home, sentences, spoken_of
from bridgehead.read import Reading
from bridgehead.records import Article, Directive, SourceText, Span
from bridgehead.repair import Repaired

__all__ = ["Candidates", "Index"]

_JUDGED = 60
"""Sentences of each ask that are looked at closely: those that share most."""


class Index:
    """The sentences of an archive, ready to be searched; documents are added as they come.

    What is found for an ask in two documents does not depend on a third, unless that one tells their year.

    Parameters
    ----------
    documents : iterable of Reading
        The first ones.
    """

    def __init__(self, documents: Iterable[Reading] = ()) -> None:
        self.calendar = Calendar()
        self._texts: dict[str, Repaired] = {}
        self._sentences: list[Sentence] = []
        self._postings = Postings()
        self._atlas = Atlas()
        self._homes: dict[tuple[str, str], tuple[Place, ...]] = {}
        self.asks: list[Ask] = []
        self._asked: dict[str, tuple[Ask, ...]] = {}
        for reading in documents:
            self.add(reading)

    def __contains__(self, document: str) -> bool:
        return document in self._texts

    def __len__(self) -> int:
        return len(self._texts)

    def add(self, reading: Reading) -> None:
        """Add a document with its sentences and its asks; one that is there already is passed over."""
        if reading.document.id in self._texts:
            return
        id = reading.document.id
        self._texts[id] = reading.repaired
        self.calendar.add(reading)
        self._atlas.add(reading)
        own = place_of(reading.document.place)
        for article in reading.records:
            if isinstance(article, Article):
                self._homes[id, article.id] = home(article, own)
        found = list(sentences(reading))
        self._sentences += found
        self._postings.add([one.text for one in found])
        self._asked[id] = tuple(asks(reading))
        self.asks += self._asked[id]

    def beside(self, ask: Ask) -> tuple[Ask, ...]:
        """Return what else was asked in the document of an ask: not the list that it is an item of."""
        own = ask.record
        return tuple(
            other
            for other in self._asked.get(own.document, ())
            if other is not ask
            and not (other.record.span[0] < own.span[1] and own.span[0] < other.record.span[1])
            and other.record.text != own.text
        )

    # What may be evidence

    def day_of(self, ask: Ask) -> Days | None:
        """Return when something was asked; None when its year is not known."""
        record = ask.record
        event = record.event if isinstance(record, Directive) else None
        said = self.calendar.of_event(record.document, event) if event else None
        return said or self.calendar.of_article(record.document, record.article)

    def day_of_sentence(self, sentence: Sentence) -> Days | None:
        """Return when a sentence was said."""
        return self.calendar.of_article(sentence.document, sentence.article)

    def places_of(self, ask: Ask) -> tuple[Place, ...]:
        """Return of which places something was asked; empty when nothing tells."""
        if ask.places:
            return ask.places
        place = self._atlas.home(ask.record.document)
        return (place,) if place else ()

    def _home(self, key: tuple[str, str]) -> tuple[Place, ...]:
        found = self._homes.get(key, ())
        if not found and (place := self._atlas.home(key[0])):
            found = (place,)
        return found

    def first_day(self, sentence: Sentence) -> int:
        """Return the first day on which a sentence may have been said, as an ordinal."""
        days = self.day_of_sentence(sentence)
        return days.first if days else 0

    def candidates(self, until: int | None = None) -> Candidates:
        """Return the table of all sentences by day and place, as it stands now.

        Parameters
        ----------
        until : int, optional
            Leave out what was said after this day (an ordinal).
        """
        keys = {key: number for number, key in enumerate(self._homes)}
        days = [self.calendar.of_article(*key) for key in keys]
        kept = [one if one and (until is None or one.last <= until) else None for one in days]
        homes = [self._home(key) for key in keys]
        chains: dict[tuple[Place, ...], int] = {}
        of_article, of_chain = [], []
        for one in self._sentences:
            number = keys[one.document, one.article]
            of_article.append(number)
            spoken = spoken_of(one, homes[number])
            wider = [place for small in spoken if (place := self._atlas.around(small))]
            of_chain.append(chains.setdefault((*spoken, *wider), len(chains)))
        return Candidates(
            first=np.array([one.first if one else 0 for one in kept] or [0], dtype=np.int32),
            last=np.array([one.last if one else 0 for one in kept] or [0], dtype=np.int32),
            documents=np.unique([key[0] for key in keys] or [""], return_inverse=True)[1],
            article=np.array(of_article, dtype=np.int32),
            chain=np.array(of_chain, dtype=np.int32),
            recalls=np.array([one.recalls or 0 for one in self._sentences], dtype=np.int32),
            chains=tuple(chains),
        )

    def best(self, ask: Ask, after: int, table: Candidates) -> list[Sentence]:
        """Return the sentences after a day and of the ask's place that share most with it, best first."""
        if not self._sentences:
            return []
        allowed = table.after(after) & table.at(self.places_of(ask))
        if not allowed.any():
            return []
        scores = np.where(allowed, self._postings.scores(ask.wide), 0)
        many = min(_JUDGED, len(scores))
        top = np.argpartition(-scores, many - 1)[:many]
        top = top[scores[top] > 0]
        return [self._sentences[i] for i in sorted(top.tolist(), key=lambda i: (-scores[i], i))]

    def cite(self, sentence: Sentence) -> tuple[SourceText, Span]:
        """Return the raw text of a sentence's document, and its span there."""
        repaired = self._texts[sentence.document]
        return SourceText(sentence.document, repaired.raw), repaired.raw_span(sentence.start, sentence.end)


@dataclass
class Candidates:
    """Day and place of every sentence.

    Attributes
    ----------
    first, last, documents : ndarray, shape (articles,)
        The days of each article as ordinals, 0 when it cannot be evidence, and the number of its document.
    article, chain, recalls : ndarray, shape (sentences,)
        The article of each sentence, its places, and the last day of what it only recalls, or 0.
    chains : tuple of tuple of Place
        The places by number.
    """

    first: NDArray[np.int32]
    last: NDArray[np.int32]
    documents: NDArray[np.int64]
    article: NDArray[np.int32]
    chain: NDArray[np.int32]
    recalls: NDArray[np.int32]
    chains: tuple[tuple[Place, ...], ...]
    _known: dict[tuple[Place, ...], NDArray[np.bool_]] = field(default_factory=dict)

    def after(self, day: int) -> NDArray[np.bool_]:
        """Return which sentences were said after a day, and do not merely recall what was before it."""
        later: NDArray[np.bool_] = (self.first > day)[self.article]
        fresh: NDArray[np.bool_] = (self.recalls == 0) | (self.recalls > day)
        return np.logical_and(later, fresh)

    def at(self, places: tuple[Place, ...]) -> NDArray[np.bool_]:
        """Return which sentences speak of one of some places, or of one inside it."""
        if places not in self._known:
            fits = [any(holds(place, one) for place in places for one in chain) for chain in self.chains]
            self._known[places] = np.array(fits, dtype=bool)
        return self._known[places][self.chain]

    def searched(self, after: int, places: tuple[Place, ...]) -> tuple[str | None, int]:
        """Return until when documents speak of some places after a day, and how many of them do."""
        if not len(self.chain):
            return None, 0
        speaking = np.unique(self.article[self.at(places)])
        later = speaking[self.first[speaking] > after]
        if not len(later):
            return None, 0
        until = dt.date.fromordinal(int(self.first[later].max())).isoformat()
        return until, len(np.unique(self.documents[later]))
