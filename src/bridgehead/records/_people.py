"""People, posts, who held what when, organisations, areas. Names follow Popolo."""

from __future__ import annotations

from dataclasses import dataclass

from bridgehead.records._base import Sourced, Span

__all__ = ["Area", "Membership", "Organization", "Person", "Post"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Person(Sourced):
    """A person as one document names them; the span is the first mention.

    Maps to Popolo ``Person`` and FollowTheMoney ``Person``.

    Attributes
    ----------
    name : str
        Popolo ``name``, repaired.
    other_names : tuple of str
        Popolo ``other_names``.
    mentions : tuple of (int, int)
        Where else the name stands.
    """

    type: str = "person"
    name: str
    other_names: tuple[str, ...] = ()
    mentions: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Post(Sourced):
    """A post, apart from who holds it; the span is its title in the text.

    Maps to Popolo ``Post`` and FollowTheMoney ``Position``.

    Attributes
    ----------
    label : str
        The whole title, such as 平城区委书记 (Popolo ``label``).
    role : str
        The part that is held, such as 书记 (Popolo ``role``).
    organization : str or None
        The body it belongs to, such as 平城区委 (Popolo ``organization``).
    area : str or None
        The area it is for (Popolo ``area``).
    rank : str or None
        ``正`` or ``副`` and the like, as written.
    level : str or None
        ``national, province, prefecture, county, township``.
    """

    type: str = "post"
    label: str
    role: str
    organization: str | None = None
    area: str | None = None
    rank: str | None = None
    level: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Membership(Sourced):
    """Who held a post, seen on a day.

    Maps to Popolo ``Membership`` and FollowTheMoney ``Occupancy``.

    Attributes
    ----------
    person : str or None
        The id of a `Person`; null where the document names none (某区政府主要负责人).
    person_name : str or None
        Their name.
    post : str
        The id of a `Post`.
    post_label : str
        Its label.
    organization : str or None
        The body (Popolo ``organization``).
    on_behalf_of : str or None
        Whom they stand for (Popolo ``on_behalf_of``).
    start_date, end_date : str or None
        Partial ISO dates, where the document gives them (Popolo).
    seen_on : tuple of str
        Partial ISO dates on which the document sees them in the post.
    """

    type: str = "membership"
    person: str | None
    person_name: str | None
    post: str
    post_label: str
    organization: str | None = None
    on_behalf_of: str | None = None
    start_date: str | None = None
    end_date: str | None = None
    seen_on: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Organization(Sourced):
    """A body or a company as one document names it; the span is the first mention.

    Maps to Popolo ``Organization`` and FollowTheMoney ``PublicBody`` / ``Company``.

    Attributes
    ----------
    name : str
        Popolo ``name``.
    other_names : tuple of str
        Shorter forms in the same document (Popolo ``other_names``).
    classification : str or None
        ``party, government, court, company, park, institution, school, hospital, association, media, other``
        (Popolo ``classification``).
    parent : str or None
        The larger body that its name begins with (Popolo ``parent``).
    area : str or None
        Popolo ``area``.
    mentions : tuple of (int, int)
        Where else it stands.
    """

    type: str = "organization"
    name: str
    other_names: tuple[str, ...] = ()
    classification: str | None = None
    parent: str | None = None
    area: str | None = None
    mentions: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Area(Sourced):
    """A place as one document names it; the span is the first mention.

    Maps to Popolo ``Area``, Open Civic Data divisions and schema.org ``Place``.

    Attributes
    ----------
    name : str
        Popolo ``name``.
    other_names : tuple of str
        Shorter forms in the same document.
    classification : str or None
        ``country, region, province, prefecture, county, township, village, zone, site`` (Popolo).
    identifier : str or None
        The division code (adcode), when linked (Popolo ``identifier``).
    parent : str or None
        The area it lies in (Popolo ``parent``).
    valid_from, valid_to : str or None
        Years in which the name was in force (Popolo).
    mentions : tuple of (int, int)
        Where else it stands.
    """

    type: str = "area"
    name: str
    other_names: tuple[str, ...] = ()
    classification: str | None = None
    identifier: str | None = None
    parent: str | None = None
    valid_from: str | None = None
    valid_to: str | None = None
    mentions: tuple[Span, ...] = ()
