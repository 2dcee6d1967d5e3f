"""schema.org as JSON-LD: one graph, in which every node is the subject of a quotation in a document."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from bridgehead.records import (
    Area,
    Article,
    Commitment,
    Directive,
    Document,
    Event,
    Membership,
    Observation,
    Organization,
    Person,
    Project,
    Sourced,
    WorkItem,
    WorkSystem,
)
from bridgehead.report.exchange._material import Material, dated, known

__all__ = ["schema_org"]

Node = dict[str, Any]
_DATES = ("startDate", "endDate", "datePublished", "scheduledTime")
_CONTEXT = {
    "@vocab": "https://schema.org/",
    **{name: {"@id": f"https://schema.org/{name}", "@type": "https://schema.org/Date"} for name in _DATES},
}
_BODIES = {
    "government": "GovernmentOrganization",
    "company": "Corporation",
    "school": "EducationalOrganization",
}
_STATUS = {
    "cancelled": "https://schema.org/EventCancelled",
    "tentative": "https://schema.org/EventScheduled",
    "confirmed": "https://schema.org/EventScheduled",
}


def schema_org(material: Material) -> Node:
    """Return the graph."""
    nodes = [_document(document) for document in material.of(Document)]
    for record in material.by_id.values():
        make = _MAKERS.get(type(record))
        if make and isinstance(record, Sourced):
            nodes.append({**_base(material, record), **known(**make(material, record))})
    return {"@context": _CONTEXT, "@graph": nodes}


def _iri(id: str) -> str:
    return f"urn:bridgehead:{id}"


def _ref(id: str | None) -> Node | None:
    return {"@id": _iri(id)} if id else None


def _base(material: Material, record: Sourced) -> Node:
    quotation = {
        "@id": f"{_iri(record.document)}#char={record.span[0]},{record.span[1]}",
        "@type": "Quotation",
        "text": record.quote,
        "isPartOf": _ref(record.document),
    }
    return {"@id": _iri(record.id), "subjectOf": {**quotation, "url": material.address(record)}}


def _place(name: str | None) -> Node | None:
    return {"@type": "Place", "name": name} if name else None


def _document(document: Document) -> Node:
    return {
        "@id": _iri(document.id),
        **known(
            **{"@type": "NewsArticle" if document.source_kind == "news" else "DigitalDocument"},
            name=document.path,
            headline=document.title,
            url=document.url,
            encodingFormat=document.media_type,
            datePublished=dated(document.date_published),
            publisher={"@type": "Organization", "name": document.publisher} if document.publisher else None,
            contentLocation=_place(document.place),
            identifier={"@type": "PropertyValue", "propertyID": "sha256", "value": document.sha256},
        ),
    }


def _article(_: Material, article: Article) -> Node:
    return {
        "@type": "NewsArticle",
        "headline": article.headline,
        "alternativeHeadline": article.subtitle,
        "author": [{"@type": "Person", "name": name} for name in article.author],
        "datePublished": dated(article.date_published),
        "contentLocation": _place(article.content_location),
        "articleSection": article.article_section,
        "isPartOf": _ref(article.document),
    }


def _person(_: Material, person: Person) -> Node:
    return {"@type": "Person", "name": person.name, "alternateName": list(person.other_names)}


def _membership(material: Material, held: Membership) -> Node:
    body = material.body(held.document, held.organization)
    named = {"@type": "Organization", "name": held.organization} if held.organization else None
    return {
        "@type": "OrganizationRole",
        "roleName": held.post_label,
        "member": _ref(held.person),
        "memberOf": _ref(body) or named,
        "startDate": dated(held.start_date),
        "endDate": dated(held.end_date),
    }


def _organization(material: Material, body: Organization) -> Node:
    return {
        "@type": _BODIES.get(body.classification or "", "Organization"),
        "name": body.name,
        "alternateName": list(body.other_names),
        "parentOrganization": _ref(material.body(body.document, body.parent)),
        "location": _place(body.area),
    }


def _area(_: Material, area: Area) -> Node:
    return {
        "@type": "Place" if area.classification in ("site", "zone") else "AdministrativeArea",
        "name": area.name,
        "alternateName": list(area.other_names),
        "identifier": area.identifier,
        "containedInPlace": _place(area.parent),
    }


def _event(_: Material, event: Event) -> Node:
    people: dict[str, list[Node]] = {"organizer": [], "attendee": []}
    for one in event.participants:
        who = _ref(one.person) or known(**{"@type": "Person"}, name=one.name, jobTitle=one.post)
        people["organizer" if one.role in ("leader", "host") else "attendee"].append(who)
    return {
        "@type": "Event",
        "name": event.name,
        "startDate": dated(event.start_time),
        "endDate": dated(event.end_time),
        "location": [_place(name) for name in event.areas or ((event.location,) if event.location else ())],
        "about": list(event.subjects),
        "eventStatus": _STATUS.get(event.status),
        "subEvent": [
            {"@type": "Event", "name": stop.location, "location": _place(stop.location)}
            for stop in event.agenda
        ],
        **people,
    }


def _asked(material: Material, asked: Directive) -> Node:
    issuer = material.by_id.get(asked.issuer or "")
    person = issuer.person if isinstance(issuer, Membership) else asked.issuer
    named = known(**{"@type": "Person"}, name=asked.issuer_name, jobTitle=asked.issuer_post)
    unnamed = {"@type": "Organization", "name": asked.issuer_post} if asked.issuer_post else None
    return {
        "@type": "AskAction",
        "name": asked.head,
        "description": asked.text,
        "agent": _ref(person) or (named if asked.issuer_name else unnamed),
        "recipient": [{"@type": "Organization", "name": name} for name in asked.addressee],
        "object": {"@type": "CreativeWork", "text": asked.text, "about": list(asked.subjects)},
    }


def _promised(_: Material, promised: Commitment) -> Node:
    unit = {"@type": "Organization", "name": promised.unit} if promised.unit else None
    return {
        "@type": "PlanAction",
        "name": promised.head,
        "description": promised.text,
        "agent": _ref(promised.person) or unit,
        "scheduledTime": dated(promised.deadline),
        "object": {"@type": "CreativeWork", "text": promised.text, "about": list(promised.subjects)},
    }


def _observation(_: Material, seen: Observation) -> Node:
    return {
        "@type": "Observation",
        "observationAbout": {"@type": "Thing", "name": seen.observation_about}
        if seen.observation_about
        else None,
        "variableMeasured": known(
            **{"@type": "StatisticalVariable"}, name=seen.variable_text, identifier=seen.variable_measured
        ),
        "value": seen.value,
        "unitText": seen.unit_text,
        "unitCode": seen.unit_code,
        "observationPeriod": seen.observation_period,
        "measurementQualifier": seen.measurement_qualifier,
    }


def _project(material: Material, project: Project) -> Node:
    money = {"@type": "MonetaryAmount", "value": project.amount, "currency": project.currency}
    funded = project.amount is not None and project.currency and project.amount_kind != "output"
    return {
        "@type": "Project",
        "name": project.name,
        "location": _place(project.area),
        "parentOrganization": [
            _ref(material.body(project.document, name)) or {"@type": "Organization", "name": name}
            for name in project.owner
        ],
        "funder": [{"@type": "Organization", "name": name} for name in project.investor],
        "funding": {"@type": "MonetaryGrant", "amount": money} if funded else None,
    }


def _terms(items: tuple[WorkItem, ...], code: str = "") -> Iterator[Node]:
    """The tree as terms: the code 2.3 is the third part of the second."""
    for number, item in enumerate(items, 1):
        here = f"{code}{number}"
        yield known(**{"@type": "DefinedTerm"}, name=item.label, description=item.text, termCode=here)
        yield from _terms(item.items, here + ".")


def _system(_: Material, system: WorkSystem) -> Node:
    return {
        "@type": "DefinedTermSet",
        "name": system.name,
        "description": system.term,
        "hasDefinedTerm": list(_terms(system.items)),
    }


_MAKERS: dict[type, Callable[[Material, Any], Node]] = {
    Article: _article,
    Person: _person,
    Membership: _membership,
    Organization: _organization,
    Area: _area,
    Event: _event,
    Directive: _asked,
    Commitment: _promised,
    Observation: _observation,
    Project: _project,
    WorkSystem: _system,
}
