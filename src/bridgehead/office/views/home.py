"""The front page: what is in, what is new, what could not be understood."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from bridgehead.office import answers, queries
from bridgehead.office.charts import bars, by_month
from bridgehead.office.doubts import by_kind, open_doubts
from bridgehead.office.models import Record
from bridgehead.office.supervision import find
from bridgehead.office.supervision.people import actor_of

__all__ = ["home"]


def home(request: HttpRequest) -> HttpResponse:
    """Show the front page."""
    counts = queries.counts()
    kinds = ("event", "directive")
    months = by_month(queries.by_month(*kinds), kinds, "by-month", _("每月的活动与指示要求"))
    themes = bars(
        queries.themes("directive")[:8], "by-theme", _("指示要求的主题"), (_("主题"), _("条数")), "directive"
    )
    parts = answers.bar(answers.asks())
    doubts = by_kind(open_doubts())
    claims = answers.claims()
    once: dict[str, Record] = {}
    for link in claims[:40]:  # one sentence may answer several asks
        once.setdefault(link.quote, link)
    links = list(once.values())[:4]
    asked = queries.records(*answers.ASKS).in_bulk({link.answers for link in links})
    context = {
        "counts": [(name, counts.get(name, 0)) for name in queries.LEDGERS],
        "documents_count": counts["document"],
        "documents": queries.documents()[:6],
        "directives": queries.ledger("directive")[:6],
        "events": queries.ledger("event")[:6],
        "charts": [chart for chart in (months, themes) if chart],
        "doubts": doubts,
        "doubts_count": sum(doubts.values()),
        "claims": claims.count(),
        "newest": [(link, asked.get(link.answers or "")) for link in links],
        "parts": parts,
        "unanswered": sum(part.number for part in parts if part.name == "none"),
        "gaps": {name: (found.count(), found[:3]) for name, found in queries.not_understood().items()},
    }
    actor = actor_of(request.user)
    seen = find.visible(actor)
    context["supervised"] = seen.exists()
    if context["supervised"]:
        context |= {
            "late": find.capped(find.overdue(seen)),
            "near": find.capped(find.soon(seen)),
            "mine": find.capped(find.waiting(actor)),
            "by_state": find.by_state(actor).items(),
        }
    return render(request, "office/home.html", context)
