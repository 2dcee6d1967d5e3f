"""Places as the documents name them."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from bridgehead.office import queries
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
    known = queries.mentions("place", name).exists() or any(found.exists() for found in records.values())
    if not known:
        raise Http404(_("没有文档提到“%(name)s”。") % {"name": name})
    titles = {
        "event": _("在这里的活动"),
        "directive": _("在这里提出的要求"),
        "commitment": _("在这里作出的承诺"),
        "observation": _("关于这里的数据"),
        "project": _("在这里的项目"),
    }
    lists = [(word, type, records[type][:MOST], records[type].count()) for type, word in titles.items()]
    documents = queries.documents().filter(place=name)[:MOST]
    return render(request, "office/place.html", {"name": name, "lists": lists, "documents": documents})
