"""What a person may see of the ledger, narrowed, counted, and what waits for them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import NamedTuple

from django.db import connection
from django.db.models import BooleanField, Count, F, Q, QuerySet, Sum
from django.db.models.expressions import RawSQL
from django.utils import timezone

from bridgehead.ledger import STATES, Actor
from bridgehead.ledger.counting import COUNTS, HIDDEN, Period
from bridgehead.ledger.deadlines import ZONE
from bridgehead.office import search
from bridgehead.office.supervision.models import LedgerItem, LedgerPart, LedgerTally
from bridgehead.office.supervision.texts import INDEX

__all__ = [
    "MOST_COUNTED",
    "Counted",
    "Standing",
    "by_state",
    "capped",
    "counted",
    "due_between",
    "keys_of",
    "matching",
    "narrowed",
    "overdue",
    "ranking",
    "soon",
    "states_of",
    "visible",
    "waiting",
]

FEW = 900
"""So many hits of a search are named one by one, as SQLite takes them everywhere."""
MOST_COUNTED = 10_000
"""Lists say how many there are up to here, and “more than” beyond: counting a million rows takes too long."""


def visible(actor: Actor) -> QuerySet[LedgerItem]:
    """Return the items that a person may see (`bridgehead.ledger.sees`)."""
    items = LedgerItem.objects.all()
    if actor.is_central:
        return items
    public = Q(given_out=True, public=True)
    if "department" in actor.roles and actor.org:
        own = Q(pk__in=LedgerPart.objects.filter(org=actor.org, shown=True).values("item_id"))
        return items.filter(own | public if "reader" in actor.roles else own)
    return items.filter(public) if "reader" in actor.roles else items.none()


def matching(items: QuerySet[LedgerItem], query: str) -> QuerySet[LedgerItem]:
    """Narrow items to those that hold all words; an empty query narrows nothing.

    To be called last: it decides by what the items are narrowed to already where to begin.
    """
    found = search.words(query)
    if not found:
        return items
    table, where, parameters = search.condition(found, index=INDEX)
    sqlite = connection.vendor == "sqlite"
    if sqlite and search.is_answered(found):
        table = f"{INDEX.grams} g"
    ids = f"SELECT {'g.rowid' if sqlite else 'e.id'} FROM {table} WHERE {where}"
    # Neither database can tell how rare a word is: of one that is nowhere they would look at every item.
    with connection.cursor() as cursor:
        cursor.execute(f"{ids} LIMIT {FEW + 1}", parameters)
        few = [id for (id,) in cursor.fetchall()]
    if len(few) <= FEW:
        return items.filter(pk__in=few)
    if not sqlite or not items.query.where:
        return items.filter(pk__in=RawSQL(ids, parameters))
    # Many hits: what else the items are narrowed to leads, by its index, and each is looked for among the
    # hits. SQLite cannot tell how many there are, and would read the row of every hit (hence the plus sign).
    column = f'{connection.ops.quote_name(LedgerItem._meta.db_table)}."id"'
    return items.filter(RawSQL(f"+{column} IN ({ids})", parameters, output_field=BooleanField()))


def narrowed(
    actor: Actor,
    text: str = "",
    *,
    kind: str | None = None,
    state: str | None = None,
    org: str | None = None,
    overdue: bool = False,
) -> QuerySet[LedgerItem]:
    """Return the items that a person may see, narrowed.

    Parameters
    ----------
    actor : Actor
        Who looks.
    text : str
        Words that they hold.
    kind, state : str or None
        Codes.
    org : str or None
        A department that has a part in them.
    overdue : bool
        Only those whose lead's clock has run out.
    """
    found = matching(visible(actor), text)
    if kind:
        found = found.filter(kind=kind)
    if state:
        found = found.filter(state=state)
    if org:
        found = found.filter(pk__in=LedgerPart.objects.filter(org=org.strip()).values("item_id"))
    return found.filter(due_at__lt=timezone.now()) if overdue else found


def keys_of(said: str) -> list[tuple[str, str]]:
    """Return the keys and kinds of the items that a number or key means; some, if it is many."""
    found = LedgerItem.objects.filter(key=said) or LedgerItem.objects.filter(no=said)
    return list(found.order_by("id").values_list("key", "kind")[:5])


def overdue(items: QuerySet[LedgerItem], now: dt.datetime | None = None) -> QuerySet[LedgerItem]:
    """Narrow items to those whose lead's clock has run out."""
    return items.filter(due_at__lt=now or timezone.now())


def soon(items: QuerySet[LedgerItem], now: dt.datetime | None = None) -> QuerySet[LedgerItem]:
    """Narrow items to those that are due soon (`bridgehead.ledger.signals.soon_from`)."""
    now = now or timezone.now()
    return items.filter(due_at__gte=now, soon_at__lte=now)


_GIVEN = Q(given_out=True) & ~Q(state="merged") & ~Q(state="archived", closed_at=None)
_DONE, _OPEN = _GIVEN & Q(closed_at__isnull=False), _GIVEN & Q(closed_at=None)
_COUNTS: dict[str, Q] = {
    "given": _GIVEN,
    "open": _OPEN,
    "done": _DONE,
    "in_time": _DONE & Q(late=False),
    "late": _DONE & Q(late=True),
    "unjudged": _DONE & Q(late=None),
    "overdue": _OPEN,
    "suspended": Q(state="suspended"),
    "escalated": Q(state="escalated"),
    "returned": _OPEN & Q(returns__gt=0),
    "behind": _OPEN & Q(course="behind"),
    "discontent": _GIVEN & Q(discontent_at__isnull=False),
}


def counted(
    items: QuerySet[LedgerItem], code: str, period: Period | None = None, now: dt.datetime | None = None
) -> QuerySet[LedgerItem]:
    """Narrow items to those of a count (`bridgehead.ledger.counting.counts`, which says the same)."""
    items = items.filter(_COUNTS[code])
    if code == "overdue":
        items = overdue(items, now)
    date = COUNTS[code].date
    if period is None or not date:
        return items
    if date == "closed_at":
        items = items.filter(late__isnull=False)
    first = dt.datetime.combine(period.first, dt.time.min, ZONE)
    last = dt.datetime.combine(period.last + dt.timedelta(days=1), dt.time.min, ZONE)
    return items.filter(**{f"{date}__gte": first, f"{date}__lt": last})


def due_between(items: QuerySet[LedgerItem], first: dt.date, last: dt.date) -> QuerySet[LedgerItem]:
    """Narrow items to those that are due on days from one to another, both included."""
    start = dt.datetime.combine(first, dt.time.min, ZONE)
    return items.filter(due_at__gte=start, due_at__lt=dt.datetime.combine(last, dt.time.max, ZONE))


WAITS = {
    "clerk": ("registered", "reviewed"),
    "reviewer": ("submitted", "called_back"),
    "supervisor": ("return_requested", "extension_requested", "suspended", "escalated"),
}
"""States in which an item waits for somebody of a role in the supervision office."""
HANDS = ("dispatched", "accepted", "working")
"""States of a part in which it waits for the department."""


def waiting(actor: Actor) -> QuerySet[LedgerItem]:
    """Return the items that wait for a person: for their role, or for their department."""
    parts = LedgerPart.objects.none()
    if "department" in actor.roles and actor.org:
        own = LedgerPart.objects.filter(org=actor.org, shown=True)
        parts = own.filter(
            Q(state__in=HANDS, role__in=("lead", "assist")) | Q(role="author", item_state="draft")
        )
    states = [state for role, states in WAITS.items() if role in actor.roles for state in states]
    if "administrator" in actor.roles:
        states = [state for states in WAITS.values() for state in states]
    items = LedgerItem.objects.order_by()
    asked = (
        items.filter(asks__isnull=False) if actor.roles & {"supervisor", "administrator"} else items.none()
    )
    # Each by an index of its own: of conditions joined by OR a database scans everything.
    ids = parts.values("item_id").union(items.filter(state__in=states).values("id"), asked.values("id"))
    return LedgerItem.objects.filter(pk__in=ids)


class Counted(NamedTuple):
    """How many rows there are, and whether there are more than were counted."""

    number: int
    more: bool


def capped(items: QuerySet[LedgerItem], most: int = MOST_COUNTED) -> Counted:
    """Count rows, but no further than ``most``."""
    number = items.order_by()[: most + 1].count()
    return Counted(min(number, most), number > most)


def by_state(actor: Actor, kind: str | None = None) -> dict[str, int]:
    """Return how many items of each state a person may see, in the order of an item's life."""
    narrowed = {"kind": kind} if kind else {}
    if actor.is_central:
        rows = _tallied(LedgerTally.objects.filter(**narrowed))
    elif "department" in actor.roles and actor.org and not kind and "reader" not in actor.roles:
        parts = LedgerPart.objects.filter(org=actor.org, shown=True).order_by()
        rows = parts.values("item_state").annotate(n=Count("pk")).values_list("item_state", "n")
    elif "reader" in actor.roles and not (actor.org and "department" in actor.roles):
        rows = _tallied(LedgerTally.objects.filter(public=True, **narrowed))
    else:
        return states_of(visible(actor).filter(**narrowed))
    return _in_order(rows)


def states_of(items: QuerySet[LedgerItem]) -> dict[str, int]:
    """Return how many items of each state there are, in the order of an item's life; for few items."""
    rows = items.order_by().values("state").annotate(n=Count("pk")).values_list("state", "n")
    return _in_order(rows)


def _in_order(rows: Iterable[tuple[str, int]]) -> dict[str, int]:
    found = {state: number for state, number in rows if number}
    return {state: found[state] for state in STATES if state in found}


def _tallied(tally: QuerySet[LedgerTally]) -> Iterable[tuple[str, int]]:
    return tally.order_by().values("state").annotate(n=Sum("number")).values_list("state", "n")


class Standing(NamedTuple):
    """How a department stands: what it leads, what is open, overdue, due soon, closed, closed in time."""

    org: str
    total: int
    open: int
    overdue: int
    soon: int
    closed: int
    in_time: int
    judged: int

    @property
    def rate(self) -> float | None:
        """Closed in time, of those closed of which that can be told."""
        return self.in_time / self.judged if self.judged else None

    @property
    def closing(self) -> float | None:
        """Closed, of all."""
        return self.closed / self.total if self.total else None


def ranking(kind: str | None = None, now: dt.datetime | None = None) -> list[Standing]:
    """Return how departments stand as leads: least overdue of what is open first, then most in time."""
    narrowed = {"kind": kind} if kind else {}
    tally = LedgerTally.objects.exclude(lead="").exclude(state__in=HIDDEN).filter(**narrowed, number__gt=0)
    rows: dict[str, dict[str, int]] = {}
    for lead, state, late, number in tally.values_list("lead", "state", "late", "number"):
        row = rows.setdefault(lead, dict.fromkeys(("total", "open", "closed", "in_time", "judged"), 0))
        row["total"] += number
        row["open"] += number if STATES[state].open else 0
        row["closed"] += number if state in ("closed", "archived") else 0
        row["in_time"] += number if late == 0 else 0
        row["judged"] += number if late >= 0 else 0
    running = LedgerItem.objects.filter(**narrowed)
    late = _by_lead(overdue(running, now))
    near = _by_lead(soon(running, now))
    found = [
        Standing(lead, overdue=late.get(lead, 0), soon=near.get(lead, 0), **row) for lead, row in rows.items()
    ]
    return sorted(
        found, key=lambda one: (one.overdue / one.open if one.open else 0.0, -(one.rate or 0), one.org)
    )


def _by_lead(items: QuerySet[LedgerItem]) -> dict[str, int]:
    rows = items.order_by().values("lead").annotate(n=Count("pk")).values_list(F("lead"), "n")
    return {lead: number for lead, number in rows if lead}
