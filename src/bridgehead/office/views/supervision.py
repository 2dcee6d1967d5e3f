"""Supervision: my desk, the list, the board, the tree, the departments."""

from __future__ import annotations

import re
from typing import Any

from django.core.paginator import Page, Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from django_tables2 import RequestConfig
from django_tables2.rows import BoundRows

from bridgehead.ledger import KINDS, STATES
from bridgehead.ledger.actions import ACTIONS
from bridgehead.ledger.trajectories import standing, stock_take
from bridgehead.ledger.trees import Node, forest
from bridgehead.office.supervision import find, sending
from bridgehead.office.supervision.lists import ItemFilter, ItemTable, language, words
from bridgehead.office.supervision.models import LedgerItem
from bridgehead.office.supervision.people import actor_of, departments
from bridgehead.office.supervision.rows import item_of
from bridgehead.office.views._parts import ROWS, render_part

__all__ = ["board", "department_ranking", "desk", "items", "stock", "tree"]

CARDS = 12
"""On one column of the board."""
IN_BULK = ("register", "dispatch", "remind", "review", "close", "archive", "merge", "refuse", "escalate")
"""What the list offers for many at once."""
DEEPEST = 30
"""So many items below one another the tree shows."""
OF_TREE = 2_000
"""So many items one tree may have."""


class CappedPaginator(Paginator):
    """A paginator that counts no further than people turn pages."""

    @cached_property
    def counted(self) -> find.Counted:
        """How many there are, up to a limit."""
        # A table hands over its rows, which hold the query.
        rows = getattr(self.object_list, "data", None)
        return find.capped(getattr(rows, "data", self.object_list))

    @cached_property
    def count(self) -> int:
        """How many can be paged through."""
        return self.counted.number

    def page(self, number: int | str) -> Page:
        """Return a page; rows are looked up once it is known which, not sorted with all they hold."""
        number = self.validate_number(number)
        table = getattr(self.object_list, "data", None)
        rows = getattr(table, "data", self.object_list)
        start = (number - 1) * self.per_page
        ids = list(rows.values_list("pk", flat=True)[start : start + self.per_page])
        found = rows.model.objects.in_bulk(ids)
        shown = [found[id] for id in ids if id in found]
        if table is None:
            return self._get_page(shown, number, self)
        return self._get_page(BoundRows(shown, self.object_list.table), number, self)


def filtered(request: HttpRequest) -> ItemFilter:
    """Return the filter over what the person may see."""
    return ItemFilter(request.GET, queryset=find.visible(actor_of(request.user)))


def turned(request: HttpRequest, table: ItemTable) -> None:
    """Order a table and open it at a page."""
    RequestConfig(request, paginate=False).configure(table)
    table.paginator = CappedPaginator(table.rows, ROWS)
    table.page = table.paginator.get_page(request.GET.get("page"))


def items(request: HttpRequest) -> HttpResponse:
    """Show the list of items; htmx asks for the table alone."""
    actor = actor_of(request.user)
    found = filtered(request)
    table = ItemTable(found.qs)
    turned(request, table)
    bulk = [kind for name in IN_BULK if (kind := ACTIONS[name]).roles & actor.roles]
    context = {
        "filter": found,
        "table": table,
        "counted": table.paginator.counted,
        "bulk": [(kind.name, words(kind)) for kind in bulk],
        "orgs": departments(),
        "empty": not find.visible(actor).exists(),
        "actor": actor,
        "section": "items",
    }
    return render_part(request, "items", context)


def desk(request: HttpRequest) -> HttpResponse:
    """Show what waits for the person: overdue, due today and soon, by what is to be done."""
    actor = actor_of(request.user)
    now = timezone.now()
    mine = find.waiting(actor)
    # The supervision office looks at every clock; a department at those of what it has in hand.
    running = find.visible(actor) if actor.is_central else mine
    today = timezone.localdate()
    due = find.due_between(running, today, today)
    context = {
        "actor": actor,
        "overdue": mine_first(find.overdue(running, now)),
        "overdue_count": find.capped(find.overdue(running, now)),
        "today": mine_first(due.filter(due_at__gte=now)),
        "today_count": find.capped(due.filter(due_at__gte=now)),
        "soon": mine_first(find.soon(running, now)),
        "soon_count": find.capped(find.soon(running, now)),
        "states": [
            (state, find.Counted(number, False), mine.filter(state=state).order_by("due_at", "id")[:5])
            for state, number in find.states_of(mine).items()
        ],
        "received": sending.received(actor.org),
        "asked": mine.filter(asks__isnull=False)[:8],
        "by_state": find.by_state(actor).items(),
        "empty": not find.visible(actor).exists(),
        "now": now,
        "section": "desk",
    }
    return render(request, "office/desk.html", context)


def mine_first(rows: Any) -> list[LedgerItem]:
    """Return the first rows, soonest due first."""
    return list(rows.order_by("due_at", "id")[:8])


def board(request: HttpRequest) -> HttpResponse:
    """Show items as cards, a column a state."""
    actor = actor_of(request.user)
    found = filtered(request)
    chosen = [state for state, one in STATES.items() if one.open]
    narrowed = any(value for name, value in request.GET.items() if name != "page")
    counts = {} if narrowed else find.by_state(actor)
    columns = []
    for state in chosen:
        rows = found.qs.filter(state=state)
        cards = list(rows.order_by("due_at", "id")[:CARDS])
        if cards:
            number = find.Counted(counts[state], False) if state in counts else find.capped(rows)
            columns.append((state, number, cards))
    context = {
        "filter": found,
        "columns": columns,
        "orgs": departments(),
        "actor": actor,
        "section": "board",
    }
    return render_part(request, "board", context)


def department_ranking(request: HttpRequest) -> HttpResponse:
    """Show how departments stand, for the supervision office; a department sees its own line."""
    actor = actor_of(request.user)
    kind = request.GET.get("kind") or None
    if kind is not None and kind not in KINDS:
        raise Http404(_("没有这一类事项。"))
    rows = find.ranking(kind)
    ranks = list(enumerate(rows, 1))
    if not actor.is_central:
        ranks = [(rank, row) for rank, row in ranks if row.org == actor.org]
    context = {
        "rows": ranks,
        "of": len(rows),
        "kinds": [(one.code, words(one)) for one in KINDS.values()],
        "kind": kind,
        "actor": actor,
        "section": "departments",
    }
    return render(request, "office/departments.html", context)


def tree(request: HttpRequest) -> HttpResponse:
    """Show items below items, with progress rolled up."""
    actor = actor_of(request.user)
    kind = request.GET.get("kind") or "livelihood"
    seen = find.visible(actor)
    kinds = [one for one in KINDS.values() if one.rolls_up]
    years = list(
        seen.filter(kind=kind)
        .exclude(year=None)
        .order_by("-year")
        .values_list("year", flat=True)
        .distinct()[:10]
    )
    year = request.GET.get("year") or (str(years[0]) if years else "")
    rows = seen.filter(kind=kind)
    if re.fullmatch(r"[0-9]{4}", year):
        rows = rows.filter(year=int(year))
    found = [item_of(row) for row in rows.order_by("no", "id").only("data")[: OF_TREE + 1]]
    context = {
        "nodes": [flat(node) for node in forest(found[:OF_TREE])],
        "cut": len(found) > OF_TREE,
        "kinds": [(one.code, words(one)) for one in kinds],
        "kind": kind,
        "years": years,
        "year": year,
        "actor": actor,
        "section": "tree",
        "month": f"{timezone.localdate():%Y-%m}",
    }
    return render(request, "office/tree.html", context)


def stock(request: HttpRequest) -> HttpResponse:
    """Show the stock-take (盘点): a row a department or work system, each figure with the items behind it."""
    actor = actor_of(request.user)
    by = "work_system" if request.GET.get("by") == "work_system" else "lead"
    kind = request.GET.get("kind") or "livelihood"
    rows = find.visible(actor).filter(kind=kind)
    found = [item_of(row) for row in rows.order_by("no", "id").only("data")[: OF_TREE + 1]]
    context = {
        "rows": [
            {"row": row, "cells": [(name, len(getattr(row, name))) for name, _word in STOCK]}
            for row in stock_take(found[:OF_TREE], by, timezone.now())
        ],
        "heads": [word for _name, word in STOCK],
        "by": by,
        "kind": kind,
        "kinds": [(one.code, words(one)) for one in KINDS.values()],
        "cut": len(found) > OF_TREE,
        "actor": actor,
        "month": f"{timezone.localdate():%Y-%m}",
        "section": "stock",
    }
    return render(request, "office/stock.html", context)


STOCK = (
    ("items", _lazy("件数")),
    ("closed", _lazy("办结")),
    ("overdue", _lazy("逾期")),
    ("due_soon", _lazy("将到期")),
    ("ahead", _lazy("超前")),
    ("on", _lazy("正常")),
    ("behind", _lazy("滞后")),
    ("silent", _lazy("未报进度")),
)
"""The figures of the stock-take (`bridgehead.ledger.trajectories.StockRow`)."""


def flat(node: Node, depth: int = 0) -> dict[str, Any]:
    """Return a node of the tree as a template shows it; a workbook may bring trees too deep for one."""
    told = standing(node.item, f"{timezone.localdate():%Y-%m}") if node.item.measure else None
    return {
        "item": node.item,
        "percent": node.percent,
        "weight": node.weight,
        "explain": node.explain(language()),
        "standing": told,
        "standing_words": told.explain(language()) if told else "",
        "children": [flat(one, depth + 1) for one in node.children] if depth < DEEPEST else [],
        "deeper": len(node.children) if depth >= DEEPEST else 0,
    }
