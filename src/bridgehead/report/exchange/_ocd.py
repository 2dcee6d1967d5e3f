"""Open Civic Data ``Event`` (OCDEP 4): who went where on which day, stop by stop."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from bridgehead.records import AgendaItem, Event, Participant
from bridgehead.report.exchange._material import Material, day, known

__all__ = ["ocd"]

_MIDNIGHT = "T00:00:00+08:00"
"""China has one time zone; the standard wants it told even for whole days."""


def ocd(material: Material) -> Iterator[dict[str, Any]]:
    """Yield one event after the other. The standard needs a day, and none is made up."""
    for event in material.of(Event):
        if event.same_as:
            material.leave_out("与另一条是同一活动", "another record stands for the same event")
        elif day(event.start_time) is None:
            material.leave_out("活动没有确切到日的日期", "the event's day is not known")
        else:
            yield _event(material, event)


def _event(material: Material, event: Event) -> dict[str, Any]:
    end = day(event.end_time)
    agenda = [_stop(material, event, stop) for stop in event.agenda]
    return {
        "_type": "event",
        "_id": event.id,
        "name": event.name,
        "classification": event.classification.replace("_", "-"),
        "description": event.quote,
        "start_time": f"{day(event.start_time)}{_MIDNIGHT}",
        "end_time": f"{end}{_MIDNIGHT}" if end else None,
        "timezone": "Asia/Shanghai",
        "all_day": event.all_day,
        "status": event.status,
        "location": {
            "name": event.location or "、".join(event.areas) or "地点不详",
            "note": "",
            "coordinates": None,
        },
        "participants": [_participant(one) for one in event.participants if one.name or one.post],
        "agenda": agenda,
        "media": [],
        "documents": [],
        "links": [],
        "sources": [source for one in (event, *material.reprints(event)) for source in material.sources(one)],
        "extras": known(
            basis=event.basis,
            inferred_from=event.inferred_from,
            areas=list(event.areas),
            subjects=list(event.subjects),
        ),
    }


def _participant(one: Participant) -> dict[str, Any]:
    """Return a participant; an anonymous leader stands there by the post alone."""
    note = " ".join(filter(None, (one.role, one.post)))
    return {"type": "person", "id": one.person, "name": one.name or one.post, "note": note}


def _stop(material: Material, event: Event, stop: AgendaItem) -> dict[str, Any]:
    related = []
    if stop.organization:
        found = material.body(event.document, stop.organization)
        related.append(
            {"type": "organization", "id": found, "name": stop.organization, "note": "stop of the visit"}
        )
    return {
        "description": stop.location,
        "order": str(stop.order),
        "subjects": list(stop.subjects),
        "notes": stop.quote or "",
        "media": [],
        "related_entities": related,
        "extras": known(area=stop.area, span=list(stop.span) if stop.span else None),
    }
