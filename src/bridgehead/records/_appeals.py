"""What people asked for. Who asked is never in here."""

from __future__ import annotations

from dataclasses import dataclass

from bridgehead.records._base import Sourced

__all__ = ["Appeal", "Problem"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Appeal(Sourced):
    """One appeal, masked; the span is its row in the file it came from.

    Maps to Open311 GeoReport v2 ``service_request``.

    Attributes
    ----------
    received : str or None
        ISO date or time (Open311 ``requested_datetime``).
    channel : str or None
        Telephone, letter, web … as written.
    title : str or None
        Masked.
    body : str
        Masked (Open311 ``description``).
    place : str or None
        Where the trouble is (Open311 ``address``).
    subject : tuple of str
        Subject classes, broadest first (Open311 ``service_code``).
    department : str or None
        Who handles it (Open311 ``agency_responsible``).
    reply : str or None
        Masked (Open311 ``status_notes``).
    """

    type: str = "appeal"
    received: str | None = None
    channel: str | None = None
    title: str | None = None
    body: str
    place: str | None = None
    subject: tuple[str, ...] = ()
    department: str | None = None
    reply: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem(Sourced):
    """Many appeals about one thing; the span is its most typical appeal.

    Attributes
    ----------
    name : str
        Place and trouble.
    place : str or None
        Where.
    subject : tuple of str
        Subject classes, broadest first.
    appeals : tuple of str
        Ids of its `Appeal` records.
    heat : float or None
        How pressing it is.
    first_received, last_received : str or None
        ISO days.
    """

    type: str = "problem"
    name: str
    place: str | None = None
    subject: tuple[str, ...] = ()
    appeals: tuple[str, ...] = ()
    heat: float | None = None
    first_received: str | None = None
    last_received: str | None = None
