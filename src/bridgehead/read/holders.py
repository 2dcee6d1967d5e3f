"""Who held a post on a day, and which posts a person held: from what documents saw, nothing else.

A document *sees* someone in a post on the day it speaks of. Between two sightings of one person in one post,
with nobody else seen there in between, the person held it *likely*; before the first and after the last
sighting nothing is known. A title such as 原市长 or 市长候选人 is no sighting.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Literal

from bridgehead.records import Membership, PartialDate, Post, Record

__all__ = ["Answer", "Holding", "holder", "holdings"]

Certainty = Literal["seen", "likely", "unknown"]


@dataclass(frozen=True, slots=True)
class Holding:
    """One person in one post, as documents saw it.

    Attributes
    ----------
    person : str
        The name.
    role : str
        What is held: 市长; a deputy's role begins with 副, an acting one's with 代.
    organization : str
        The body, with the area's name: 云岭市政府.
    first, last : datetime.date
        The first and the last sighting.
    memberships : tuple of Membership
        The evidence in order of time.
    """

    person: str
    role: str
    organization: str
    first: date
    last: date
    memberships: tuple[Membership, ...]


@dataclass(frozen=True, slots=True)
class Answer:
    """Who held a post on a day.

    Attributes
    ----------
    person : str or None
        The name; null when unknown.
    certainty : {"seen", "likely", "unknown"}
        Seen on that very day; between two sightings; or outside of all.
    evidence : tuple of Membership
        The sighting of the day, or the two around it, or the nearest ones when unknown.
    """

    person: str | None
    certainty: Certainty
    evidence: tuple[Membership, ...]


def _sightings(records: Iterable[Record]) -> list[tuple[str, str, str, date, Membership]]:
    """Return (person, role, body, day, membership) of every membership that was seen on a whole day."""
    every = list(records)
    posts = {record.id: record for record in every if isinstance(record, Post)}
    seen = []
    for record in every:
        post = posts.get(record.post) if isinstance(record, Membership) else None
        if not isinstance(record, Membership) or not post or not record.person_name:
            continue
        for told in record.seen_on:
            when = PartialDate.parse(told)
            if when.precision == "day" and when.year:
                seen.append((record.person_name, _role(post), _body(post), when.first(), record))
    return sorted(seen, key=lambda row: (row[3], row[0]))


def _role(post: Post) -> str:
    """The role, a deputy's apart: 常务副市长 is 副市长, 代市长 is 市长."""
    return f"副{post.role}" if post.rank and "副" in post.rank else post.role


def _body(post: Post) -> str:
    """The body with its area: 市政府 of 云岭市 is 云岭市政府; a party group is named apart."""
    body = post.organization or ""
    if post.area and body and body[0] in "省市县区州旗镇乡盟":
        body = post.area + body[1:]
    return f"{body}党组" if post.rank and post.rank.startswith("党组") else body


def holdings(records: Iterable[Record], person: str | None = None) -> tuple[Holding, ...]:
    """Return the posts that people were seen in.

    Parameters
    ----------
    records : iterable of Record
        Of many documents; memberships and their posts are looked at.
    person : str, optional
        A name; by default everyone.

    Returns
    -------
    tuple of Holding
        In order of the first sighting.
    """
    kept: dict[tuple[str, str, str], list[tuple[date, Membership]]] = {}
    for name, role, body, day, membership in _sightings(records):
        if person in (None, name):
            kept.setdefault((name, role, body), []).append((day, membership))
    return tuple(
        Holding(*key, rows[0][0], rows[-1][0], tuple(membership for _, membership in rows))
        for key, rows in kept.items()
    )


def holder(records: Iterable[Record], role: str, organization: str, day: date) -> Answer:
    """Tell who held a post on a day.

    Parameters
    ----------
    records : iterable of Record
        Of many documents.
    role : str
        Such as ``"市长"`` or ``"副市长"``.
    organization : str
        Such as ``"云岭市政府"``; for the head of a government the place alone does: ``"云岭市"``.
    day : datetime.date
        The day.

    Returns
    -------
    Answer
        ``unknown`` outside of all sightings: no one is said to hold a post for ever.

    Examples
    --------
    >>> from datetime import date
    >>> holder([], "市长", "云岭市", date(2026, 3, 5)).certainty
    'unknown'
    """
    rows = [
        row
        for row in _sightings(records)
        if row[1] == role and row[2] in (organization, f"{organization}政府", f"{organization}委")
    ]
    before = [row for row in rows if row[3] <= day]
    after = [row for row in rows if row[3] >= day]
    same = [row for row in before if row[3] == day]
    if same and len({row[0] for row in same}) == 1:
        return Answer(same[0][0], "seen", tuple(row[4] for row in same))
    around = (*before[-1:], *after[:1])
    if not same and len(around) == 2 and around[0][0] == around[1][0]:
        return Answer(around[0][0], "likely", tuple(row[4] for row in around))
    return Answer(None, "unknown", tuple(row[4] for row in (same or around)))
