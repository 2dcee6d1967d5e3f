"""From asks and an archive to links and gaps."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from bridgehead.follow.archive import Candidates, Index
from bridgehead.follow.asks import Ask
from bridgehead.follow.days import Days
from bridgehead.follow.judge import Known, Verdict, judge
from bridgehead.follow.rarity import grams
from bridgehead.follow.sentences import Sentence
from bridgehead.records import Gap, Link, make_id

__all__ = ["Followed", "follow"]

MOST = 10
"""Links of one ask that are kept, the best first."""

_REPRINTED = 0.75
"""The part of their pairs of characters that two prints of one sentence share, damage and all."""

_LEAST = 0.004
"""The score below which a sentence is not even proposed."""

_WORTH_A_LOOK = 0.2
"""The score from which a sentence is worth a look although it is not claimed."""

_QUERIES = 8


@dataclass(frozen=True, slots=True)
class Followed:
    """What was found for one ask.

    Attributes
    ----------
    ask : Ask
        What was asked.
    day : Days or None
        When.
    links : tuple of Link
        Later sentences, the best first; those with ``claim`` are shown as follow-through.
    gap : Gap or None
        When none is claimed: what was searched until when.
    """

    ask: Ask
    day: Days | None
    links: tuple[Link, ...]
    gap: Gap | None

    @property
    def claimed(self) -> tuple[Link, ...]:
        """The links that are shown as follow-through."""
        return tuple(link for link in self.links if link.claim)

    @property
    def proposed(self) -> tuple[Link, ...]:
        """The links that are worth a person's look, claimed or not."""
        return tuple(link for link in self.links if link.claim or link.score >= _WORTH_A_LOOK)


def follow(
    index: Index, asked: Iterable[Ask] | None = None, *, until: int | None = None
) -> Iterator[Followed]:
    """Look for later sentences that answer what was asked.

    A sentence counts only if it is strictly later than the ask and speaks of its place or of one inside it.
    What is found for an ask in one document does not depend on the other documents.

    Parameters
    ----------
    index : Index
        The documents.
    asked : iterable of Ask, optional
        By default all directives and commitments of the documents.
    until : int, optional
        The last day that counts, as an ordinal.

    Yields
    ------
    Followed
        One an ask, in order.

    Examples
    --------
    >>> from bridgehead.read import Context, read_text
    >>> from bridgehead.sources import RawText
    >>> then, now = Context("2026-03-05", "云岭市"), Context("2026-09-01", "云岭市")
    >>> asked = "3月5日,市长叶青林到松溪县调研。叶青林强调,要加快松溪大桥建设。"
    >>> told = RawText("a.txt", "0" * 64, "text/plain", asked)
    >>> done = RawText("b.txt", "1" * 64, "text/plain", "8月30日,松溪大桥建成通车。")
    >>> index = Index([read_text(told, context=then), read_text(done, context=now)])
    >>> [link.quote for found in follow(index) for link in found.claimed]
    ['8月30日,松溪大桥建成通车。']
    """
    table = index.candidates(until)
    document = ""
    known: Known = {}
    for ask in index.asks if asked is None else asked:
        if ask.record.document != document:
            document, known = ask.record.document, {}
        yield _one(index, ask, table, known)


def _one(index: Index, ask: Ask, table: Candidates, known: Known) -> Followed:
    day, places = index.day_of(ask), index.places_of(ask)
    others = index.beside(ask)
    judged: list[tuple[Verdict, Sentence]] = []
    if day and places:
        for sentence in index.best(ask, day.last, table):
            verdict = judge(ask, sentence, others, known)
            if verdict.score >= _LEAST:
                judged.append((verdict, sentence))
    judged.sort(key=lambda pair: (-pair[0].score, index.first_day(pair[1]), pair[1].document, pair[1].start))
    kept: list[tuple[Verdict, Sentence, frozenset[int]]] = []
    for verdict, sentence in judged:
        said = frozenset(grams(sentence.text).tolist())
        if len(kept) < MOST and not any(_same(said, other) for *_, other in kept):
            kept.append((verdict, sentence, said))
    links = tuple(_link(index, ask, day, sentence, verdict) for verdict, sentence, _ in kept)
    gap = None if any(link.claim for link in links) else _gap(index, ask, day, table)
    return Followed(ask, day, links, gap)


def _same(one: frozenset[int], other: frozenset[int]) -> bool:
    """Return whether two sentences are one that two papers print."""
    return len(one & other) >= _REPRINTED * len(one | other)


def _link(index: Index, ask: Ask, day: Days | None, sentence: Sentence, verdict: Verdict) -> Link:
    source, span = index.cite(sentence)
    said = index.day_of_sentence(sentence)
    reasons = dict.fromkeys(one.reason for one in (said, day) if one and one.reason)
    return source.cite(
        Link,
        span,
        sentence.text,
        key=ask.record.id,
        directive=ask.record.id,
        kind=verdict.kind,
        level=verdict.level,
        score=verdict.score,
        score_parts=verdict.parts,
        claim=verdict.claim,
        date=said.since if said else None,
        date_inferred_from="；".join(reasons) or None,
        method="follow",
        confidence=verdict.score,
    )


def _gap(index: Index, ask: Ask, day: Days | None, table: Candidates) -> Gap:
    places = index.places_of(ask)
    until, documents = table.searched(day.last, places) if day and places else (None, 0)
    record = ask.record
    return Gap(
        id=make_id("gap", record.document, record.span, record.id),
        document=record.document,
        span=record.span,
        quote=record.quote,
        quote_raw=record.quote_raw,
        directive=record.id,
        reason="undated"
        if not day
        else "placeless"
        if not places
        else "no_evidence"
        if documents
        else "no_documents",
        searched_until=until,
        queries=tuple(dict.fromkeys((*ask.named, *ask.subjects)))[:_QUERIES],
        documents_searched=documents,
        method="follow",
    )
