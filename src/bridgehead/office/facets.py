"""What pages sort, filter and label a record by: one small function a record type.

A facet is taken from the record itself, or from the event, article or document it belongs to; ``when_from``
says which. A record type that has no function here still comes in, labelled by its quote.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from bridgehead import records
from bridgehead.office._facet import HERE, PLACE_ENDS, Facets, Named, Others, reason
from bridgehead.office.words import figure, qualified

__all__ = ["VERSION", "Facets", "Named", "Others", "facets"]

VERSION = 6
"""Raise it when a function here changes: documents are then loaded again although they did not change."""


def _article(record: records.Article, _: Others) -> Facets:
    words = [text for text in (record.kicker, record.subtitle, *record.author) if text]
    return Facets(
        title=record.headline or record.quote,
        when=record.date_published,
        when_inferred=reason(record.date_basis, record.date_inferred_from),
        where=record.content_location,
        words=words,
    )


def _person(record: records.Person, _: Others) -> Facets:
    named = [Named("person", record.name, "named")]
    return Facets(title=record.name, who=record.name, named=named, words=list(record.other_names))


def _post(record: records.Post, _: Others) -> Facets:
    return Facets(title=record.label, where=record.area)


def _membership(record: records.Membership, others: Others) -> Facets:
    named = []
    if record.person_name:
        named.append(Named("person", record.person_name, "post", record.post_label))
    seen = max(record.seen_on, default=None) or record.start_date
    title = f"{record.person_name or ''} {record.post_label}".strip()
    return Facets(
        title=title,
        who=record.person_name,
        when=seen,
        when_inferred=others.inferred.get(seen or ""),
        named=named,
    )


def _organization(record: records.Organization, _: Others) -> Facets:
    named = [Named("organization", record.name, "named")]
    return Facets(
        title=record.name,
        who=record.name,
        where=record.area,
        named=named,
        words=list(record.other_names),
    )


def _area(record: records.Area, _: Others) -> Facets:
    named = [Named("place", record.name, "named")]
    return Facets(title=record.name, where=record.name, named=named, words=list(record.other_names))


def _everybody(record: records.Event) -> list[Named]:
    """Name everybody at an event, and where it went."""
    named = [Named("place", area, "visited") for area in record.areas]
    named += [Named("person", who.name, who.role, who.post) for who in record.participants if who.name]
    for stop in record.agenda:
        firm = stop.organization or (stop.location if stop.location.endswith(("公司", "集团")) else None)
        if firm:
            named.append(Named("organization", firm, "stop"))
        if stop.location != firm:
            named.append(Named("place", stop.location, "stop"))
        if stop.area and stop.area not in record.areas:
            named.append(Named("place", stop.area, "visited"))
    return named


def _event(record: records.Event, _: Others) -> Facets:
    leaders = [who for who in record.participants if who.role == "leader"]
    first = next((who.name or who.post for who in (*leaders, *record.participants)), None)
    posts = [who.post for who in record.participants if who.post]
    names = [who.name for who in record.participants if who.name]
    return Facets(
        title=record.name,
        who=first,
        where=next(iter(record.areas), None) or record.location,
        when=record.start_time,
        when_inferred=reason(record.basis, record.inferred_from),
        named=_everybody(record),
        words=[*posts, *names, *(stop.location for stop in record.agenda), *record.subjects],
    )


def _at_event(found: Facets, event: str | None, others: Others) -> Facets:
    """Lend what was said the place and the day of the event at which it was said."""
    at = others.get(event or "")
    if isinstance(at, records.Event):
        found.where = found.where or next(iter(at.areas), None) or at.location
        if at.start_time and not found.when:
            found.when, found.when_from = at.start_time, "event"
            found.when_inferred = reason(at.basis, at.inferred_from)
        # Only the first place: what was said on a visit to nine counties was not said in each of them.
        if found.where:
            found.named.append(Named("place", found.where, "event"))
    return found


def _hung(found: Facets, record: records.Directive | records.Commitment | records.Project) -> Facets:
    """Name the work system that a record hangs on, and the item of it."""
    if record.work_system:
        found.named.append(Named("system", record.work_system, record.work_item or ""))
    return found


def _directive(record: records.Directive, others: Others) -> Facets:
    named = []
    if record.issuer_name:
        named.append(Named("person", record.issuer_name, "issuer", record.issuer_post))
    found = Facets(
        title=record.head,
        who=record.issuer_name or record.issuer_post,
        theme=record.theme,
        ordinal=record.ordinal,
        named=named,
        words=[record.text, record.issuer_post or "", *record.addressee, *record.subjects],
    )
    return _at_event(_hung(found, record), record.event, others)


def _commitment(record: records.Commitment, others: Others) -> Facets:
    named = []
    if record.person_name:
        named.append(Named("person", record.person_name, "speaker"))
    if record.unit:
        named.append(Named("organization", record.unit, "unit"))
    found = Facets(
        title=record.head,
        who=record.person_name or record.unit,
        theme=record.theme,
        value=record.target_value,
        unit=record.unit_text,
        ordinal=record.ordinal,
        answers=record.responds_to,
        named=named,
        words=[record.text, record.unit or "", *record.subjects],
    )
    answered = others.get(record.responds_to or "")
    event = answered.event if isinstance(answered, records.Directive) else None
    return _at_event(_hung(found, record), event, others)


def _observation(record: records.Observation, others: Others) -> Facets:
    about = record.observation_about
    place = about
    if about in HERE and others.document:
        place = others.document.place or about
    is_place = about is not None and (about in HERE or about in others.areas or about.endswith(PLACE_ENDS))
    name = record.variable_text
    shown = qualified(record.value, record.unit_text, record.measurement_qualifier)
    lead = about if about and about not in name else ""
    return Facets(
        title=f"{lead}{name} {shown}",
        who=None if is_place else about,
        where=place if is_place else None,
        when=_until(record.observation_period),
        when_inferred=reason(record.period_basis, record.period_inferred_from),
        value=record.value,
        unit=record.unit_text,
        named=[Named("place", place, "about")] if is_place and place else [],
        words=[record.period_text or "", about or ""],
    )


def _until(period: str | None) -> str | None:
    """Return the last day of a period; an open one ends with its document."""
    last = (period or "").split("/")[-1]
    return last if last and last != ".." else None


def _project(record: records.Project, _: Others) -> Facets:
    bodies = dict.fromkeys((*record.owner, *record.investor))
    named = [Named("organization", body, "owner" if body in record.owner else "investor") for body in bodies]
    if record.area:
        named.append(Named("place", record.area, "site"))
    found = Facets(
        title=record.name,
        who=next(iter(bodies), None),
        where=record.area,
        when=record.start_date,
        value=record.amount,
        unit=record.unit_text or record.currency,
        named=named,
        words=[*bodies, record.area or "", record.phase_text or ""],
    )
    return _hung(found, record)


def _link(record: records.Link, _: Others) -> Facets:
    return Facets(
        title=record.quote,
        when=record.date,
        when_inferred=record.date_inferred_from,
        value=record.score,
        answers=record.directive,
    )


def _gap(record: records.Gap, _: Others) -> Facets:
    return Facets(title=record.quote, when=record.searched_until, answers=record.directive)


def _appeal(record: records.Appeal, _: Others) -> Facets:
    return Facets(
        title=record.title or record.body,
        who=record.department,
        where=record.place,
        when=record.received[:10] if record.received else None,
        theme=next(iter(record.subject), None),
        words=[record.body, record.place or "", record.department or "", *record.subject],
    )


def _problem(record: records.Problem, _: Others) -> Facets:
    return Facets(
        title=record.name,
        where=record.place,
        when=record.last_received,
        theme=next(iter(record.subject), None),
        value=record.heat,
        named=[Named("place", record.place, "problem")] if record.place else [],
    )


def _tour_request(record: records.TourRequest, _: Others) -> Facets:
    return Facets(
        title=record.topic,
        who=record.leader,
        where=next(iter(record.sites), None),
        when=record.preferred or record.earliest,
        words=[record.leader or "", *record.companions, *record.sites],
    )


def _tour(record: records.Tour, others: Others) -> Facets:
    asked = others.get(record.request)
    return Facets(
        title=asked.topic if isinstance(asked, records.TourRequest) else record.quote,
        who=asked.leader if isinstance(asked, records.TourRequest) else None,
        where=next((stop.location for stop in record.agenda), None),
        when=record.start_time[:10] if record.start_time else None,
    )


def _reading(record: records.Reading, _: Others) -> Facets:
    value = figure(record.value, record.unit_text)
    return Facets(
        title=f"{record.station} {record.variable_measured} {value}".strip(),
        where=record.station,
        when=record.time[:10],
        value=record.value,
        unit=record.unit_text,
    )


def _index_value(record: records.IndexValue, _: Others) -> Facets:
    value = figure(record.value, record.unit_text)
    return Facets(
        title=f"{record.observation_about} {record.variable_measured} {value}".strip(),
        where=record.observation_about,
        when=record.observation_period.split("/")[-1][:10],
        value=record.value,
        unit=record.unit_text,
        words=[record.standard],
    )


def _finding(record: records.Finding, _: Others) -> Facets:
    return Facets(
        title=record.statement,
        where=record.observation_about,
        value=record.value,
        unit=record.unit_text,
        words=[record.observation_about, record.frame or ""],
    )


def _work_system(record: records.WorkSystem, _: Others) -> Facets:
    items = list(record.items)
    words = []
    while items:
        item = items.pop()
        words += [item.label, item.text or ""]
        items += item.items
    return Facets(
        title=record.name + (record.term or ""),
        who=record.issuer,
        where=record.area,
        named=[Named("place", record.area, "about")] if record.area else [],
        words=words,
    )


def _doubt(record: records.Doubt, _: Others) -> Facets:
    return Facets(title=record.words, theme=record.kind, words=[record.detail or ""])


FACETS: dict[str, Callable[[Any, Others], Facets]] = {
    "article": _article,
    "person": _person,
    "post": _post,
    "membership": _membership,
    "organization": _organization,
    "area": _area,
    "event": _event,
    "directive": _directive,
    "commitment": _commitment,
    "observation": _observation,
    "project": _project,
    "link": _link,
    "gap": _gap,
    "appeal": _appeal,
    "problem": _problem,
    "tour_request": _tour_request,
    "tour": _tour,
    "reading": _reading,
    "index_value": _index_value,
    "finding": _finding,
    "work_system": _work_system,
    "doubt": _doubt,
}
"""The function of every record type."""

SAID = ("directive", "commitment", "event")
"""Types that happen where their article speaks from, when nothing nearer is known."""
DATELESS = ("person", "post", "organization", "area")
"""Types that have no day of their own and get none."""


def facets(record: records.Sourced, others: Others | None = None) -> Facets:
    """Return a record's facets.

    Parameters
    ----------
    record : Sourced
        The record.
    others : Others, optional
        The document and its other records, from which a missing place or day is inherited.

    Returns
    -------
    Facets
        With a title of one line, at most 200 characters.
    """
    others = others if others is not None else Others()
    make = FACETS.get(record.type)
    found = make(record, others) if make else Facets(title=record.quote)
    found.title = " ".join(found.title.split())[:200]
    if found.when:
        found.when_from = found.when_from or "own"
    else:
        found.when_inferred = None
    article = others.get(getattr(record, "article", None) or "")
    for owner, place in ((article, "content_location"), (others.document, "place")):
        if owner is None or owner is record:
            continue
        if not found.when and record.type not in DATELESS and getattr(owner, "date_published", None):
            found.when, found.when_from = owner.date_published, owner.type
            found.when_inferred = reason(owner.date_basis, owner.date_inferred_from)
        if not found.where and record.type in SAID:
            found.where = getattr(owner, place, None)
    return found
