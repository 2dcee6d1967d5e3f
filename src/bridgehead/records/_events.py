"""What happened, and tours that are planned. Names follow Open Civic Data."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from bridgehead.records._base import Sourced, Span
from bridgehead.records.dates import Basis, Precision

__all__ = ["AgendaItem", "Event", "Participant", "Tour", "TourRequest"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Participant:
    """Someone who took part (Open Civic Data ``EventParticipant``).

    Attributes
    ----------
    role : {"leader", "companion", "host", "attendee"}
        What they did there.
    name : str or None
        Their name; null for an anonymous leader.
    person : str or None
        The id of a `Person`.
    post : str or None
        The post as written, such as 省委书记.
    """

    role: Literal["leader", "companion", "host", "attendee"]
    name: str | None = None
    person: str | None = None
    post: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AgendaItem:
    """A stop of a visit, or a point of a meeting (Open Civic Data ``EventAgendaItem``).

    Attributes
    ----------
    order : int
        From 1.
    location : str
        The place or site, as people would say it.
    organization : str or None
        The firm or body visited there.
    area : str or None
        The division it lies in, where the text says so.
    subjects : tuple of str
        What was looked at (Open Civic Data ``subjects``).
    span : (int, int) or None
        Where the stop is named in the raw document.
    quote : str or None
        The repaired text of that span.
    """

    order: int
    location: str
    organization: str | None = None
    area: str | None = None
    subjects: tuple[str, ...] = ()
    span: Span | None = None
    quote: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Event(Sourced):
    """A visit, a meeting, a signing or a study tour; the span is the sentence that reports it.

    Maps to Open Civic Data ``Event`` and FollowTheMoney ``Event``.

    Attributes
    ----------
    name : str
        A short name (Open Civic Data ``name``).
    classification : {"visit", "meeting", "signing", "study_tour"}
        Open Civic Data ``classification``.
    start_time, end_time : str or None
        Partial ISO dates (Open Civic Data); ``--02-15`` while the year is unknown.
    precision : {"year", "month", "day"} or None
        Of both dates.
    basis : {"stated", "inferred"} or None
        Whether the year stands in the document.
    inferred_from : str or None
        The reason, when it was inferred.
    all_day : bool
        Open Civic Data ``all_day``.
    location : str or None
        The place of the whole event (Open Civic Data ``location``).
    areas : tuple of str
        The divisions it went to.
    subjects : tuple of str
        What it was about (就……进行调研).
    status : {"tentative", "confirmed", "passed", "cancelled"}
        Open Civic Data ``status``; what a newspaper reports has passed.
    participants : tuple of Participant
        Leader first (Open Civic Data ``participants``).
    agenda : tuple of AgendaItem
        Stops in order (Open Civic Data ``agenda``).
    article : str or None
        The id of its `Article`.
    sources : tuple of str
        Ids of all documents that report it (Open Civic Data ``sources``).
    same_as : str or None
        The id of the `Event` that stands for it where several documents print one report; that one has null.
    """

    type: str = "event"
    name: str
    classification: Literal["visit", "meeting", "signing", "study_tour"]
    start_time: str | None = None
    end_time: str | None = None
    precision: Precision | None = None
    basis: Basis | None = None
    inferred_from: str | None = None
    all_day: bool = True
    location: str | None = None
    areas: tuple[str, ...] = ()
    subjects: tuple[str, ...] = ()
    status: Literal["tentative", "confirmed", "passed", "cancelled"] = "passed"
    participants: tuple[Participant, ...] = ()
    agenda: tuple[AgendaItem, ...] = ()
    article: str | None = None
    sources: tuple[str, ...] = ()
    same_as: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TourRequest(Sourced):
    """A plan for a research tour, as an office hands it in; the span is its row.

    Attributes
    ----------
    topic : str
        What it is about.
    leader : str or None
        Who goes.
    companions : tuple of str
        Who goes along.
    sites : tuple of str
        Candidate sites, best first.
    stops : int or None
        How many of them are wanted.
    half_days : int or None
        How long it takes, in half days.
    earliest, latest, preferred : str or None
        ISO days of the window and the wish.
    priority : int or None
        1 is the most urgent.
    """

    type: str = "tour_request"
    topic: str
    leader: str | None = None
    companions: tuple[str, ...] = ()
    sites: tuple[str, ...] = ()
    stops: int | None = None
    half_days: int | None = None
    earliest: str | None = None
    latest: str | None = None
    preferred: str | None = None
    priority: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Tour(Sourced):
    """A tour as scheduled, or the reason why it is not; the span is its request's row.

    Attributes
    ----------
    request : str
        The id of its `TourRequest`.
    start_time : str or None
        ISO day, with ``T00`` or ``T12`` for the half day; null when it could not be placed.
    half_days : int or None
        How long it takes.
    agenda : tuple of AgendaItem
        Sites in order.
    merged_with : tuple of str
        Ids of requests that go together.
    reason : str or None
        Why it stands where it does, or why it could not be placed.
    """

    type: str = "tour"
    request: str
    start_time: str | None = None
    half_days: int | None = None
    agenda: tuple[AgendaItem, ...] = ()
    merged_with: tuple[str, ...] = ()
    reason: str | None = None
