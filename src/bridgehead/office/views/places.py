"""Places as the documents name them."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.db.models import Count, Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from bridgehead.office import answers, queries
from bridgehead.office.models import Mention, Record
from bridgehead.office.timeline import line
from bridgehead.office.views._parts import typed, with_marks

__all__ = ["place", "places"]

MOST = 12
"""How many of each list a place's page shows; the ledger has them all."""


def places(request: HttpRequest) -> HttpResponse:
    """List the places, most mentioned first."""
    text = typed(request)
    page = Paginator(queries.places(text=text), 40).get_page(request.GET.get("page"))
    return render(
        request, "office/places.html", {"page": page, "rows": with_marks("place", page), "text": text}
    )


def place(request: HttpRequest, name: str) -> HttpResponse:
    """Show a place: what happened there, what was asked, measured and built there."""
    records = {type: queries.ledger(type, where=name) for type in queries.LEDGERS}
    for type in answers.ASKS:
        records[type] = answers.with_standing(records[type])
    known = queries.mentions("place", name).exists() or any(found.exists() for found in records.values())
    if not known:
        raise Http404(_("没有文档提到“%(name)s”。") % {"name": name})
    events = records.pop("event")
    titles = {
        "directive": _("在这里提出的要求"),
        "commitment": _("在这里作出的承诺"),
        "observation": _("关于这里的数据"),
        "project": _("在这里的项目"),
    }
    lists = [(word, type, records[type][:MOST], records[type].count()) for type, word in titles.items()]
    context = {
        "name": name,
        "lists": lists,
        "documents": queries.documents().filter(place=name)[:MOST],
        "bars": [(titles[type], answers.bar(records[type])) for type in answers.ASKS],
        "line": line(_asks(name), events),
        "events": events.count(),
        "bodies": _bodies(name),
        "parts": _parts_of(name),
    }
    return render(request, "office/place.html", context)


def _asks(name: str) -> QuerySet[Record]:
    """Return what was asked and promised at a place or at an event there."""
    ids = Mention.objects.filter(kind=Mention.Kind.PLACE, name=name).values("record_id")
    return answers.asks().filter(Q(where=name) | Q(pk__in=ids))


def _bodies(name: str) -> list[tuple[str, int]]:
    """Return the bodies of a place and how many documents name each, most first."""
    found = queries.records("organization").filter(where=name).order_by()
    rows = found.values_list("title").annotate(n=Count("document", distinct=True))
    return list(rows.order_by("-n", "title")[:MOST])


def _parts_of(name: str) -> list[str]:
    """Return the places that documents say belong to a place."""
    found = queries.records("area").filter(data__parent=name).order_by()
    return list(found.values_list("title", flat=True).distinct().order_by("title")[: 2 * MOST])
