"""People as the documents name them."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from bridgehead.office import queries
from bridgehead.office.views._parts import typed, with_marks

__all__ = ["people", "person"]

MOST = 12
"""How many of each list a person's page shows; the ledger has them all."""


def people(request: HttpRequest) -> HttpResponse:
    """List the people, most mentioned first, each with the posts they were seen in."""
    text = typed(request)
    page = Paginator(queries.people(text=text), 30).get_page(request.GET.get("page"))
    posts = queries.posts([row["name"] for row in page])
    rows = [{**row, "posts": posts.get(row["name"], [])[:2]} for row in with_marks("person", page)]
    return render(request, "office/people.html", {"page": page, "rows": rows, "text": text})


def person(request: HttpRequest, name: str) -> HttpResponse:
    """Show a person: posts by date, events, directives, everything else that names them."""
    if not queries.mentions("person", name).exists():
        raise Http404(_("没有文档提到“%(name)s”。") % {"name": name})
    said = queries.records_naming("person", name, "directive", roles=("issuer",))
    events = queries.records_naming("person", name, "event")
    promised = queries.records_naming("person", name, "commitment")
    context = {
        "name": name,
        "posts": queries.posts([name]).get(name, []),
        "lists": [
            (_("参加的活动"), "event", events[:MOST], events.count()),
            (_("提出的要求"), "directive", said[:MOST], said.count()),
            (_("作出的承诺"), "commitment", promised[:MOST], promised.count()),
        ],
        "mentions": queries.records_naming("person", name, "person", "membership")[:MOST],
    }
    return render(request, "office/person.html", context)
