"""Popolo: people, organisations, posts, memberships, areas, events (popoloproject.com)."""

from __future__ import annotations

from typing import Any

from bridgehead.records import Area, Event, Membership, Organization, Person, Post, Sourced
from bridgehead.report.exchange._material import Material, dated, known

__all__ = ["popolo"]


def popolo(material: Material) -> dict[str, Any]:
    """Return one object with a list of every Popolo class.

    A body that a post or membership names without a record of its own is embedded by its name.
    """
    return {
        "persons": [_named(material, one) for one in material.of(Person)],
        "organizations": [_organization(material, one) for one in material.of(Organization)],
        "posts": [_post(material, one) for one in material.of(Post)],
        "memberships": [made for one in material.of(Membership) if (made := _membership(material, one))],
        "areas": [_area(material, one) for one in material.of(Area)],
        "events": [_event(material, one) for one in material.of(Event)],
    }


def _shared(material: Material, record: Sourced, **fields: Any) -> dict[str, Any]:
    return {"id": record.id, **known(**fields), "sources": material.sources(record)}


def _others(names: tuple[str, ...]) -> list[dict[str, str]]:
    return [{"name": name} for name in names]


def _named(material: Material, person: Person) -> dict[str, Any]:
    return _shared(material, person, name=person.name, other_names=_others(person.other_names))


def _organization(material: Material, body: Organization) -> dict[str, Any]:
    return _shared(
        material,
        body,
        name=body.name,
        other_names=_others(body.other_names),
        classification=body.classification,
        parent_id=material.body(body.document, body.parent),
        area=known(name=body.area),
    )


def _at(material: Material, document: str, name: str | None) -> dict[str, Any]:
    found = material.body(document, name)
    return {"organization_id": found} if found else {"organization": known(name=name)}


def _post(material: Material, post: Post) -> dict[str, Any]:
    return _shared(
        material,
        post,
        label=post.label,
        role=post.role,
        area=known(name=post.area),
        **_at(material, post.document, post.organization),
    )


def _membership(material: Material, held: Membership) -> dict[str, Any] | None:
    if held.person is None:
        material.leave_out("任职者没有姓名", "nobody is named for the post")
        return None
    post = material.by_id.get(held.post)
    return _shared(
        material,
        held,
        person_id=held.person,
        post_id=held.post,
        label=held.post_label,
        role=post.role if isinstance(post, Post) else None,
        start_date=dated(held.start_date),
        end_date=dated(held.end_date),
        seen_on=[seen for seen in held.seen_on if dated(seen)],
        **_at(material, held.document, held.organization),
    )


def _area(material: Material, area: Area) -> dict[str, Any]:
    return _shared(
        material,
        area,
        name=area.name,
        identifier=area.identifier,
        classification=area.classification,
        other_names=_others(area.other_names),
        parent=known(name=area.parent),
    )


def _event(material: Material, event: Event) -> dict[str, Any]:
    attendees = [known(id=one.person, name=one.name) for one in event.participants if one.name]
    return _shared(
        material,
        event,
        name=event.name,
        description=event.quote,
        classification=event.classification,
        start_date=dated(event.start_time),
        end_date=dated(event.end_time),
        location=event.location or "、".join(event.areas),
        status=event.status,
        attendees=attendees,
    )
