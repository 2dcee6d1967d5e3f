"""What was asked, ready to be followed: its words, what it was said about, of which place and when."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache, lru_cache

from bridgehead import terms
from bridgehead.follow import objects
from bridgehead.follow._index import Query
from bridgehead.follow.answers import answering, asked
from bridgehead.follow.places import Place, divisions_in, place_of
from bridgehead.read import Page, Reading
from bridgehead.records import Area, Article, Commitment, Directive, Event, Organization, Person, Project

__all__ = ["Ask", "asks", "plain"]

_DIVISIONS = ("country", "region", "province", "prefecture", "county")
_CONTEXT = 160
_TELLS = 25.0
"""How many characters before an ask may tell what it is said about."""

_FIRM = ("公司", "集团", "企业", "厂", "药业", "股份")
_ENDS = "省市县区州盟旗"
_SITE = r"(?![湖河江溪山湾岛寺港]|水库|古|湿地|机场|大桥|灌区|石窟|新城)"

_HEAD, _REST, _AROUND, _INHERITED, _ANSWERS = 1.0, 0.8, 0.6, 0.4, 0.4


@dataclass(frozen=True, slots=True)
class Ask:
    """A directive or a commitment and what is needed to follow it.

    Attributes
    ----------
    record : Directive or Commitment
        As it was read.
    places : tuple of Place
        Of whom it is asked; evidence speaks of one of them, or of a place inside it. Empty when unknown.
    query : Query
        Its words and those it stands among, by rarity.
    named : dict of str to float
        What it names, with rarity: bodies, sites, projects, quoted names.
    subjects : dict of str to float
        What it is about, with rarity.
    aliases : tuple of str
        Names of its own place, which say nothing here.
    counties : frozenset of str
        The counties in which it was asked, by all their names; empty when it was asked of the whole city.
    fields : dict of str to float
        The fields of work it is of (`answers`).
    firm : bool
        Whether it is asked of a company, which alone can answer.
    wide : Query
        Its words and those that answer it: what is looked for at first.
    """

    record: Directive | Commitment
    places: tuple[Place, ...]
    query: Query
    named: dict[str, float] = field(default_factory=dict)
    subjects: dict[str, float] = field(default_factory=dict)
    aliases: tuple[str, ...] = ()
    counties: frozenset[str] = frozenset()
    fields: dict[str, float] = field(default_factory=dict)
    firm: bool = False
    wide: Query = field(default_factory=lambda: Query.of(()))


@cache
def _formulas() -> re.Pattern[str]:
    return re.compile("|".join(map(re.escape, sorted(terms.words("follow/formulas"), key=len, reverse=True))))


_BODY = re.compile(
    r"[省市县区州旗盟][\u4e00-\u9fff]{1,8}?(?:(?<![格布结大全开棋破新当僵])局|委(?![托员会书常派])|厅(?!级)|办公室)"
)
"""An office, which answers for many things: that it is named says little of which."""


def plain(text: str, names: tuple[str, ...]) -> str:
    """Return a text with the formulas of every speech, offices and some names blanked, of the same length."""
    text = _BODY.sub(lambda found: "\n" * len(found[0]), text)
    text = _formulas().sub(lambda found: "\n" * len(found[0]), text)
    if names:
        text = _divisions(names).sub(lambda found: "\n" * len(found[0]), text)
    return text


@lru_cache(256)
def _divisions(names: tuple[str, ...]) -> re.Pattern[str]:
    """Return what finds names, longest first; 松溪 in 松溪湖 and 松溪机场 is part of another name."""
    return re.compile("|".join(rf"{re.escape(name)}{'' if name[-1] in _ENDS else _SITE}" for name in names))


class _Page:
    """What all asks of one document share."""

    def __init__(self, reading: Reading) -> None:
        self.page = Page(reading.document.id, reading.repaired)
        self.own = place_of(reading.document.place)
        self.articles = {one.id: one for one in reading.records if isinstance(one, Article)}
        self.events = {one.id: one for one in reading.records if isinstance(one, Event)}
        self.areas = [one for one in reading.records if isinstance(one, Area)]
        self.people = tuple(one.name for one in reading.records if isinstance(one, Person))
        names = [
            (one.name, *getattr(one, "other_names", ()))
            for one in reading.records
            if isinstance(one, (Organization, Project))
        ]
        sites = [(stop.location,) for event in self.events.values() for stop in event.agenda]
        self.things = [tuple(filter(None, group)) for group in (*names, *sites)]

    def places(self, record: Directive | Commitment) -> tuple[Place, ...]:
        """Return the places that an ask is for: those it names as its receiver, else where it was said."""
        to = record.addressee if isinstance(record, Directive) else filter(None, (record.unit,))
        if named := divisions_in(to, self.own):
            return tuple(dict.fromkeys(named))
        event = self.events.get(record.event or "") if isinstance(record, Directive) else None
        article = self.articles.get(record.article or "")
        went = place_of(event.location, self.own) if event else None
        speaks = place_of(article.content_location, self.own) if article else None
        # What a city's leader asks in one of its counties, the whole city may answer.
        told = (went if went and went.level == "prefecture" else None, speaks, went, self.own)
        near = [place for place in told if place and place.level != "province"]
        return tuple(near[:1] or [place for place in told if place][:1])

    def counties(self, start: int, end: int) -> frozenset[str]:
        """Return the counties that a stretch of the clean text names, by all their names."""
        told = self.page.clean[start:end]
        counties = ((one.name, *one.other_names) for one in self.areas if one.classification == "county")
        return frozenset(name for names in counties if any(one in told for one in names) for name in names)

    def aliases(self, places: tuple[Place, ...]) -> tuple[str, ...]:
        """Return the names of divisions, longest first: which place is meant is settled by other means."""
        own = {place.name for place in places} | ({self.own.name} if self.own else set())
        wide = [one for one in self.areas if one.name in own or one.classification in _DIVISIONS]
        names = own | {name for one in wide for name in (one.name, *one.other_names)}
        names |= {name[:-1] for name in names if len(name) > 2 and name[-1] in "省市县区州盟旗"}
        return tuple(sorted((name for name in names if len(name) > 1), key=len, reverse=True))


def asks(reading: Reading) -> Iterator[Ask]:
    """Yield every directive and commitment of a document, ready to be followed."""
    whole = _Page(reading)
    text = whole.page.clean
    before, context = 0, ""
    for record in reading.records:
        # What another print stands for is followed there.
        if not isinstance(record, (Directive, Commitment)) or record.same_as:
            continue
        start, end = whole.page.repaired.clean_span(*record.span)
        floor = max(text.rfind("\n", 0, start) + 1, start - _CONTEXT, before if before <= start else 0)
        own = "" if record.ordinal else _around(text, floor, start)
        # What is asked of somebody else is not said about the same thing.
        addressed = isinstance(record, Directive) and record.addressee
        goes_on = not own and not record.ordinal and not addressed and floor == before
        context = context if goes_on else own
        counties = whole.counties(start - len(context), end)
        yield _ask(whole, record, context, _INHERITED if goes_on else _AROUND, counties)
        before = end


def _around(text: str, floor: int, start: int) -> str:
    """Return what stands before an ask and tells what it is said about: as many sentences as it takes."""
    begin = start
    while begin > floor and objects.rarity(plain(text[begin:start], ())) < _TELLS:
        begin = max(floor, *(text.rfind(mark, floor, begin - 1) + 1 for mark in "。!?;；"))
    return text[begin:start]


def _ask(
    whole: _Page, record: Directive | Commitment, context: str, weight: float, counties: frozenset[str]
) -> Ask:
    places = whole.places(record)
    aliases = whole.aliases(places)
    silent = (*aliases, *whole.people)
    rest = record.text.removeprefix(record.head)
    parts = [(record.head, _HEAD), (rest, _REST), (context, weight)]
    said = f"{record.text}\n{context}"
    addressed = record.addressee if isinstance(record, Directive) else (record.unit or "",)
    things = [
        name
        for group in whole.things
        if any(one in said or one in addressed for one in group)
        for name in group
        if not _BODY.fullmatch(name)
    ]
    left = plain(record.text, silent)
    fields = asked(record.head, record.text)
    own = [(plain(text, silent), factor) for text, factor in parts]
    subjects = {word: rare for word in record.subjects if word in left and (rare := objects.rarity(word))}
    return Ask(
        record,
        places,
        Query.of(own),
        objects.stems(
            [*things, *(one for one in objects.quoted(plain(said, silent)) if "\n" not in one)], aliases
        ),
        subjects,
        silent,
        counties,
        fields,
        any(name.endswith(_FIRM) for name in addressed),
        Query.of([*own, *((word, _ANSWERS * factor) for word, factor in answering(fields))]),
    )
