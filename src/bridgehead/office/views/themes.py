"""Themes: what was asked and promised about each, and how far it came."""

from __future__ import annotations

from django.db.models import Count, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from bridgehead.office import answers
from bridgehead.office.models import Record
from bridgehead.office.timeline import line

__all__ = ["theme", "themes"]

MOST = 12
"""How many of each list a theme's page shows; the ledger has them all."""


def themes(request: HttpRequest) -> HttpResponse:
    """List the themes, most asked first, each with where its asks stand."""
    found = answers.asks()
    rows = [
        (name, sum(part.number for part in parts), parts)
        for name, parts in answers.bars(found, "theme").items()
    ]
    return render(request, "office/themes.html", {"rows": rows})


def theme(request: HttpRequest, name: str) -> HttpResponse:
    """Show a theme: who asked for what and who promised what, where it stands, when and where it was said."""
    asks = answers.asks().filter(theme=name)
    if not asks.exists():
        raise Http404(_("没有主题为“%(name)s”的要求或承诺。") % {"name": name})
    titles = {"directive": _("提出的要求"), "commitment": _("作出的承诺")}
    found = {type: asks.filter(type=type) for type in titles}
    context = {
        "name": name,
        "lists": [(word, type, found[type][:MOST], found[type].count()) for type, word in titles.items()],
        "bars": [(word, answers.bar(found[type])) for type, word in titles.items()],
        "line": line(asks),
        "people": _most(asks, "who"),
        "places": _most(asks, "where"),
    }
    return render(request, "office/theme.html", context)


def _most(asks: QuerySet[Record], facet: str) -> list[tuple[str, int]]:
    """Return the values of a facet that most asks have, most first."""
    rows = asks.exclude(**{facet: None}).order_by().values_list(facet).annotate(n=Count("pk"))
    return sorted(rows, key=lambda row: (-row[1], row[0]))[:8]
