"""Whether a sentence speaks of the place at which something was asked, or of one inside it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from bridgehead.read import Reading, divisions
from bridgehead.read.gazetteer import full_names
from bridgehead.records import Area, Event

__all__ = ["Atlas", "Place", "apart", "divisions_in", "holds", "place_of"]


@dataclass(frozen=True, slots=True)
class Place:
    """A place by its name and, where it is known, its division code.

    Attributes
    ----------
    name : str
        As written.
    code : str
        GB/T 2260, or empty.
    """

    name: str
    code: str = ""

    @property
    def level(self) -> str | None:
        """As in `Area.classification`."""
        return divisions.by_code()[self.code].level if self.code else divisions.level_of(self.name)


def place_of(name: str | None, around: Place | None = None) -> Place | None:
    """Return the place of a name, linked where that is certain.

    Parameters
    ----------
    name : str or None
        Such as 大同市 or 平城区.
    around : Place, optional
        Where the document speaks from: a county is linked only if it lies there. (A county of a city that is
        not in the table may share its name with one of another province.)
    """
    if not name:
        return None
    options = divisions.full().get(name, ())
    if around and around.code:
        root = _root(around.code)
        near = [d for d in options if d.code.startswith(root) or around.code.startswith(_root(d.code))]
        if len(near) == 1:
            return Place(name, near[0].code)
    if len(options) == 1 and (options[0].level != "county" or (around and around.name == name)):
        return Place(name, options[0].code)
    return Place(name)


def _root(code: str) -> str:
    """Return the part of a code that all divisions inside it share."""
    return code[:2] if code.endswith("0000") else code[:4] if code.endswith("00") else code


def holds(outer: Place, inner: Place) -> bool:
    """Return whether a place is, or lies in, another, as far as codes or the same name tell.

    Parameters
    ----------
    outer, inner : Place
        松溪县 lies in 云岭市 only if codes say so; callers give a sentence's larger places along with it.
    """
    if outer.code and inner.code:
        return inner.code.startswith(_root(outer.code))
    return outer.name == inner.name


def apart(one: Place, other: Place) -> bool:
    """Return whether neither of two places lies in the other, by their codes or because both are cities."""
    if one.code and other.code:
        return not holds(one, other) and not holds(other, one)
    return one.name != other.name and one.level == other.level == "prefecture"


def divisions_in(texts: Iterable[str], around: Place | None) -> list[Place]:
    """Return the cities, counties and districts that some words name, such as those of an addressee."""
    found = [mention.name for text in texts for mention in full_names(text)]
    return [place for name in found if (place := place_of(name, around)) and place.level != "province"]


class Atlas:
    """What the documents of an archive tell about places that the table of divisions does not know.

    A page may call its city only by its short name; a county's own page may not name the city at all. Other
    documents do: they speak from 云岭市, and their visits go to 云岭市松溪县.
    """

    _OFTEN = 2
    """How often a page must name a city, by its short name too, to be taken to speak from it."""

    def __init__(self) -> None:
        self._cities: Counter[str] = Counter()
        self._inside: dict[str, Counter[str]] = {}
        self._silent: dict[str, str] = {}

    def add(self, reading: Reading) -> None:
        """Take note of a document."""
        if name := reading.document.place:
            if divisions.level_of(name) == "prefecture":
                self._cities[name] += 1
        else:
            self._silent[reading.document.id] = reading.repaired.clean
        city = reading.document.place or ""
        if divisions.level_of(city) != "prefecture":
            return
        for record in reading.records:
            if isinstance(record, Area) and record.classification == "county" and not record.identifier:
                self._note(record.name, city, 1)
            elif isinstance(record, Event) and record.location == city:
                for name in record.areas:
                    if divisions.level_of(name) == "county":
                        self._note(name, city, 3)

    def _note(self, county: str, city: str, times: int) -> None:
        self._inside.setdefault(county, Counter())[city] += times

    def home(self, document: str) -> Place | None:
        """Return the place that a document speaks from which does not say so itself, or None."""
        text = self._silent.get(document)
        if text is None:
            return None
        told = Counter({name: text.count(name[:-1]) for name in self._cities}).most_common(2)
        if not told or told[0][1] < self._OFTEN or (len(told) > 1 and told[0][1] < 2 * told[1][1]):
            return None
        return place_of(told[0][0])

    def around(self, place: Place) -> Place | None:
        """Return the city that a county lies in of which the table does not tell."""
        if place.code or place.name not in self._inside:
            return None
        told = self._inside[place.name].most_common(2)
        if len(told) > 1 and told[0][1] == told[1][1]:
            return None
        return place_of(told[0][0])
