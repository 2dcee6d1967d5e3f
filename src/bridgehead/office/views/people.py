"""People as the documents name them."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from bridgehead.office import answers, queries
from bridgehead.office.handover import FORMS
from bridgehead.office.holders import holders
from bridgehead.office.timeline import line
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
    context = {"page": page, "rows": rows, "text": text, "forms": FORMS["people"]}
    return render(request, "office/people.html", context)


def person(request: HttpRequest, name: str) -> HttpResponse:
    """Show a person: posts by date, events, directives, everything else that names them."""
    if not queries.mentions("person", name).exists():
        raise Http404(_("没有文档提到“%(name)s”。") % {"name": name})
    asks = queries.records_naming("person", name, *answers.ASKS, roles=("issuer", "speaker"))
    asks = answers.with_standing(asks)
    said, promised = asks.filter(type="directive"), asks.filter(type="commitment")
    events = queries.records_naming("person", name, "event")
    context = {
        "name": name,
        "posts": queries.posts([name]).get(name, []),
        "holders": holders(name),
        "bars": [(_("提出的要求"), answers.bar(said)), (_("作出的承诺"), answers.bar(promised))],
        "line": line(asks, events),
        "lists": [
            (_("提出的要求"), "directive", said[:MOST], said.count()),
            (_("作出的承诺"), "commitment", promised[:MOST], promised.count()),
        ],
        "events": events.count(),
        "mentions": queries.records_naming("person", name, "person", "membership")[:MOST],
    }
    return render(request, "office/person.html", context)
