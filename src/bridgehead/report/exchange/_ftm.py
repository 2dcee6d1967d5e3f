"""FollowTheMoney entities (followthemoney.tech), as Aleph and OpenSanctions tools read them.

``proof`` leads to the document's entity and ``sourceUrl`` to where it was published. FollowTheMoney has no
property for a span, so the place stands beside the properties as ``provenance``, which the library keeps.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from bridgehead.records import (
    Area,
    Commitment,
    Directive,
    Document,
    Event,
    Membership,
    Organization,
    Person,
    Post,
    Project,
    Sourced,
)
from bridgehead.report.exchange._material import Material, dated

__all__ = ["ftm"]

_BODIES = {
    "government": "PublicBody",
    "party": "PublicBody",
    "institution": "PublicBody",
    "company": "Company",
}
Entity = dict[str, Any]


def ftm(material: Material) -> Iterator[Entity]:
    """Yield the entities, documents first, so that ``proof`` leads backwards."""
    for document in material.of(Document):
        yield _document(document)
    for record in material.by_id.values():
        make = _MAKERS.get(type(record))
        if make and isinstance(record, Sourced):
            yield from make(material, record)


def _entity(id: str, schema: str, **properties: Any) -> Entity:
    """Return an entity; every value is a list of strings, and what is unknown is not there."""
    lists = {
        name: [value] if isinstance(value, str | int | float) else list(value)
        for name, value in properties.items()
        if value is not None
    }
    texts = {
        name: [f"{value:.10g}" if isinstance(value, float) else str(value) for value in values if value != ""]
        for name, values in lists.items()
    }
    return {
        "id": id,
        "schema": schema,
        "properties": {name: values for name, values in texts.items() if values},
    }


def _web(url: str | None) -> str | None:
    return url if url and url.startswith(("http://", "https://")) else None


def _document(document: Document) -> Entity:
    return _entity(
        document.id,
        "Article" if document.source_kind in ("news", "spun", "hijacked") else "Document",
        title=document.title,
        fileName=document.path.rpartition("/")[2],
        mimeType=document.media_type,
        encoding=document.encoding,
        language="zho",
        publishedAt=dated(document.date_published),
        publisher=document.publisher,
        sourceUrl=_web(document.url),
        notes=f"sha256:{document.sha256}",
    )


def _of(material: Material, record: Sourced, schema: str, **properties: Any) -> Entity:
    """Return the entity of a record, with its proof."""
    document = material.document(record)
    entity = _entity(
        record.id,
        schema,
        **properties,
        proof=record.document,
        sourceUrl=_web(document.url) if document else None,
    )
    return {**entity, "provenance": material.proof(record)}


def _thing(material: Material, record: Sourced, schema: str, **properties: Any) -> Entity:
    return _of(material, record, schema, **properties, country="cn", notes=record.quote)


def _person(material: Material, person: Person) -> Iterator[Entity]:
    yield _of(
        material,
        person,
        "Person",
        name=person.name,
        alias=person.other_names,
        position=material.posts_of(person.id),
        notes=person.quote,
    )


def _post(material: Material, post: Post) -> Iterator[Entity]:
    yield _thing(
        material,
        post,
        "Position",
        name=post.label,
        organization=material.body(post.document, post.organization),
        subnationalArea=post.area,
    )


def _membership(material: Material, held: Membership) -> Iterator[Entity]:
    if held.person is None:
        material.leave_out("任职者没有姓名", "nobody is named for the post")
        return
    yield _of(
        material,
        held,
        "Occupancy",
        holder=held.person,
        post=held.post,
        startDate=dated(held.start_date),
        endDate=dated(held.end_date),
        date=[seen for seen in held.seen_on if dated(seen)],
        description=held.quote,
    )


def _organization(material: Material, body: Organization) -> Iterator[Entity]:
    yield _thing(
        material,
        body,
        _BODIES.get(body.classification or "", "Organization"),
        name=body.name,
        alias=body.other_names,
        classification=body.classification,
        parent=material.body(body.document, body.parent),
    )


def _area(material: Material, area: Area) -> Iterator[Entity]:
    yield _thing(material, area, "Address", name=area.name, full=area.name, remarks=area.classification)


def _event(material: Material, event: Event) -> Iterator[Entity]:
    start, end = dated(event.start_time), dated(event.end_time)
    people = [one.person for one in event.participants if one.person]
    yield _thing(
        material,
        event,
        "Event",
        name=event.name,
        date=start if start == end or not end else None,
        startDate=start if end and start != end else None,
        endDate=end if end and start != end else None,
        location=[*([event.location] if event.location else []), *(stop.location for stop in event.agenda)],
        involved=people,
        namesMentioned=[one.name for one in event.participants if one.name and not one.person],
        keywords=[event.classification, *event.subjects],
    )


def _directive(material: Material, asked: Directive) -> Iterator[Entity]:
    issuer = material.by_id.get(asked.issuer or "")
    person = issuer.person if isinstance(issuer, Membership) else asked.issuer
    yield _thing(
        material,
        asked,
        "Note",
        name=asked.head,
        description=asked.text,
        entity=[asked.event, person] if asked.event and person else asked.event or person,
        keywords=["directive", *([asked.theme] if asked.theme else [])],
    )


def _commitment(material: Material, promised: Commitment) -> Iterator[Entity]:
    yield _thing(
        material,
        promised,
        "Project",
        name=promised.head,
        goal=promised.text,
        status="commitment",
        endDate=dated(promised.deadline),
        namesMentioned=[name for name in (promised.unit, promised.person_name) if name],
        keywords=["commitment", *([promised.theme] if promised.theme else [])],
    )


def _project(material: Material, project: Project) -> Iterator[Entity]:
    in_money = project.currency is not None
    yield _thing(
        material,
        project,
        "Project",
        name=project.name,
        amount=project.amount if in_money else None,
        currency=project.currency if in_money else None,
        phase=project.phase,
        startDate=dated(project.start_date),
        address=project.area,
        namesMentioned=[*project.owner, *project.investor],
    )
    for role, names in (("owner", project.owner), ("investor", project.investor)):
        for name in names:
            if found := material.body(project.document, name):
                entity = _of(
                    material,
                    project,
                    "ProjectParticipant",
                    project=project.id,
                    participant=found,
                    role=role,
                )
                yield {**entity, "id": f"{project.id}-{role}-{found.rpartition('-')[2]}"}


_MAKERS: dict[type, Callable[[Material, Any], Iterator[Entity]]] = {
    Person: _person,
    Post: _post,
    Membership: _membership,
    Organization: _organization,
    Area: _area,
    Event: _event,
    Directive: _directive,
    Commitment: _commitment,
    Project: _project,
}
