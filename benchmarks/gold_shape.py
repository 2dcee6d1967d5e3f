"""The records of a reading in the shape of the gold files, so that the gold's own scorer can judge them."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from bridgehead.read import Reading
from bridgehead.records import (
    Area,
    Article,
    Commitment,
    Directive,
    Event,
    Membership,
    Observation,
    Organization,
    Person,
    Project,
)
from bridgehead.sources import RawText


def source_of(path: Path) -> RawText:
    content = path.read_bytes()
    return RawText(path.name, hashlib.sha256(content).hexdigest(), "text/plain", content.decode(), "utf-8")


def spot(record: Any) -> dict[str, Any]:
    return {"span": list(record.span), "text": record.quote}


def visit(event: Event) -> dict[str, Any]:
    leader = next((p for p in event.participants if p.role == "leader"), None)
    return spot(event) | {
        "leader": leader.name if leader else None,
        "title": leader.post if leader else None,
        "start": event.start_time,
        "end": event.end_time,
        "places": list(event.areas),
        "companions": [p.name for p in event.participants if p.role == "companion" and p.name],
        "stops": [
            {
                "name": stop.location,
                "alias": [stop.organization],
                "span": list(stop.span or ()),
                "text": stop.quote,
            }
            for stop in event.agenda
        ],
    }


def figure(record: Observation) -> dict[str, Any]:
    return spot(record) | {
        "subject": record.observation_about,
        "metric": record.variable_text,
        "value": record.value,
        "unit": record.unit_text,
        "period": record.observation_period,
        "comparison": [
            {"kind": c.kind, "value": c.value, "unit": c.unit, "base": c.base} for c in record.comparisons
        ],
    }


def said(record: Directive | Commitment) -> dict[str, Any]:
    row = spot(record) | {"ordinal": record.ordinal, "extent": list(record.extent) if record.extent else None}
    if isinstance(record, Directive):
        return row | {
            "issuer": record.issuer_name or record.issuer_post,
            "addressee": "、".join(record.addressee),
        }
    return row | {"unit": record.unit, "person": record.person_name}


def gold_shape(reading: Reading) -> dict[str, list[dict[str, Any]]]:
    """Return the records in the shape of the gold files."""
    records = reading.records
    titles: dict[str, str] = {}
    for record in records:
        if isinstance(record, Membership) and record.person:
            known = titles.get(record.person)
            titles[record.person] = f"{known}、{record.post_label}" if known else record.post_label

    def of(kind: type, rows: Iterable[Any] = records) -> list[Any]:
        return [record for record in rows if isinstance(record, kind)]

    events = of(Event)
    return {
        "articles": [spot(r) | {"title": r.headline, "kind": r.genre} for r in of(Article)],
        "people": [spot(r) | {"name": r.name, "title": titles.get(r.id)} for r in of(Person)],
        "organisations": [spot(r) | {"name": r.name, "alias": list(r.other_names)} for r in of(Organization)],
        "places": [spot(r) | {"name": r.name, "alias": list(r.other_names)} for r in of(Area)],
        "visits": [visit(r) for r in events if r.classification in ("visit", "study_tour")],
        "meetings": [spot(r) for r in events if r.classification == "meeting"],
        "directives": [said(r) for r in of(Directive)],
        "commitments": [said(r) for r in of(Commitment)],
        "indicators": [figure(r) for r in of(Observation)],
        "projects": [spot(r) | {"name": r.name} for r in of(Project)],
    }
