"""Work systems: named trees of goals, and the directives, commitments and projects that hang on their items.

Several documents tell of one system; each has its own record of it. A system is known by its name and place.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count, QuerySet

from bridgehead.office import answers, queries
from bridgehead.office.models import Mention, Record

__all__ = ["Branch", "System", "branches", "find", "hung", "systems"]

KINDS = ("directive", "commitment", "project")
"""The record types that hang on a system."""


@dataclass(slots=True)
class System:
    """One system as all documents tell of it.

    Attributes
    ----------
    record : Record
        The record that tells most of it.
    ids : list of str
        All its records.
    hanging : int
        How many records hang on it.
    """

    record: Record
    ids: list[str]
    hanging: int = 0


@dataclass(slots=True)
class Branch:
    """An item of a tree: what it is called and says, its parts, and what hangs on it.

    Attributes
    ----------
    records : list of Record
        Its own, not those of its parts; asks have their ``standing``.
    """

    label: str
    text: str | None = None
    count: int | None = None
    records: list[Record] = field(default_factory=list)
    items: list[Branch] = field(default_factory=list)

    @property
    def hanging(self) -> int:
        """How many records hang on it and its parts."""
        return len(self.records) + sum(item.hanging for item in self.items)


def _size(items: Iterable[dict[str, Any]]) -> int:
    return sum(1 + _size(item.get("items") or ()) for item in items)


def _best_first(record: Record) -> tuple[bool, int, bool, str, str]:
    """The office's own definition first, then the largest tree, one with a place, the earliest document."""
    told = record.data.get("defined_by") == "office"
    size = _size(record.data.get("items") or ())
    return not told, -size, record.where is None, record.when or "~", record.pk


def _groups(told: Iterable[Record]) -> list[list[Record]]:
    """Put together the records of one system; where no place is told, the only place of that name will do."""
    known: dict[str, dict[str | None, list[Record]]] = defaultdict(lambda: defaultdict(list))
    for record in told:
        known[record.data["name"]][record.where].append(record)
    for places in known.values():
        if len(places) == 2 and None in places:
            placeless = places.pop(None)
            next(iter(places.values())).extend(placeless)
    return [group for places in known.values() for group in places.values()]


def systems() -> list[System]:
    """Return all systems, those that most hangs on first."""
    counted = _mentions().order_by().values_list("name").annotate(n=Count("record", distinct=True))
    number = dict(counted)
    found = [_joined(told, number) for told in _groups(queries.records("work_system"))]
    found.sort(key=lambda one: (-one.hanging, -_size(one.record.data.get("items") or ()), one.record.title))
    return found


def _mentions() -> QuerySet[Mention]:
    once = Record.objects.filter(queries.ONCE, type__in=KINDS, withdrawn=False)
    return Mention.objects.filter(kind=Mention.Kind.SYSTEM, record__in=once)


def _joined(told: list[Record], number: dict[str, int]) -> System:
    ids = [one.pk for one in told]
    return System(min(told, key=_best_first), ids, sum(number.get(id, 0) for id in ids))


def find(pk: str) -> System | None:
    """Return the system that a record tells of."""
    one = queries.records("work_system").filter(pk=pk).first()
    if one is None:
        return None
    alike = _groups(queries.records("work_system").filter(data__name=one.data["name"]))
    return next(_joined(told, {}) for told in alike if one in told)


def hung(system: System) -> list[tuple[Record, str]]:
    """Return what hangs on a system, each with the label of its item, empty for the whole."""
    named = _mentions().filter(name__in=system.ids)
    roles = dict(named.values_list("record_id", "role"))
    ids = named.values("record_id")
    asks = answers.asks().filter(pk__in=ids)
    projects = queries.records("project").filter(queries.ONCE, pk__in=ids).order_by("document__path", "order")
    return [(one, roles[one.pk]) for one in (*asks, *projects)]


def branches(system: System, hanging: Iterable[tuple[Record, str]]) -> tuple[list[Branch], list[Record]]:
    """Return a system's tree with what hangs on each item (`hung`), and what hangs on the whole."""
    by_label: dict[str, Branch] = {}

    def grow(items: Iterable[dict[str, Any]]) -> list[Branch]:
        out = []
        for item in items:
            branch = Branch(item["label"], item.get("text"), item.get("count"))
            by_label.setdefault(branch.label, branch)
            branch.items = grow(item.get("items") or ())
            out.append(branch)
        return out

    tree, whole = grow(system.record.data.get("items") or ()), []
    for record, label in hanging:
        (by_label[label].records if label in by_label else whole).append(record)
    return tree, whole
