"""What was done about what was asked: the list of asks, and one ask beside its evidence."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from bridgehead.office import accounts, answers, queries
from bridgehead.office.facts import facts
from bridgehead.office.filters import AskFilter
from bridgehead.office.models import Record
from bridgehead.office.supervision import drafts
from bridgehead.office.supervision.people import actor_of
from bridgehead.office.tables import AskTable
from bridgehead.office.views._parts import render_part, turn

__all__ = ["follow", "follow_export", "follow_one"]


def _filtered(request: HttpRequest) -> AskFilter:
    return AskFilter(request.GET, queryset=answers.asks())


def follow(request: HttpRequest) -> HttpResponse:
    """Show every directive and commitment with where it stands; htmx asks for the table alone."""
    found = _filtered(request)
    table = AskTable(found.qs)
    turn(request, table)
    counts = answers.standings(answers.asks())
    context = {
        "filter": found,
        "table": table,
        "standings": [(name, word, counts[name]) for name, word in answers.STANDINGS.items()],
        "chosen": request.GET.get("standing"),
        "empty": not sum(counts.values()),
        "searched": sum(counts.values()) > counts["unsearched"],
        "names": queries.people().values_list("name", flat=True)[:200],
        "titles": queries.titles(),
        "areas": queries.places().values_list("name", flat=True)[:200],
    }
    return render_part(request, "follow", context)


def follow_one(request: HttpRequest, pk: str) -> HttpResponse:
    """Show one ask, and beside it the later sentences that may answer it, to confirm or reject."""
    found = answers.with_standing(Record.objects.select_related("document").filter(type__in=answers.ASKS))
    ask = get_object_or_404(found, pk=pk)
    first = queries.records(*answers.ASKS).filter(pk=ask.data.get("same_as")).first()
    if first:  # several documents print it, and the first print alone is followed
        return redirect("follow_one", pk=first.pk)
    event = ask.data.get("event")
    evidence = answers.evidence(ask)
    context = {
        "ask": ask,
        "facts": facts(ask.type, ask.data),
        "known": {ask.where, *ask.mentions.values_list("name", flat=True)},
        "event": Record.objects.filter(pk=event).first() if event else None,
        "standing": answers.STANDINGS[ask.standing],  # type: ignore[attr-defined]
        "near": [one for one in evidence if answers.is_near(one)],
        "far": [one for one in evidence if not answers.is_near(one)],
        "steps": sorted(
            (one for one in evidence if one.when and answers.is_near(one)), key=lambda one: one.when or ""
        ),
        "gap": answers.gap(ask),
        "promises": answers.promises(ask),
        "answered": queries.records(*answers.ASKS).filter(pk=ask.answers).first() if ask.answers else None,
        "whole": ask.data.get("text") if ask.data.get("text") != ask.quote else "",
        "verdicts": accounts.verdicts(request.user),
    }
    context |= drafts.standing(actor_of(request.user), ask)
    return render(request, "office/follow_one.html", context)


def follow_export(request: HttpRequest) -> HttpResponse:
    """Send the asks, filtered as on the screen, each with where it stands and its best evidence, as Excel."""
    from bridgehead.office.export import send, write

    site = request.build_absolute_uri("/").rstrip("/")
    rows = answers.with_best(_filtered(request).qs)
    return send(
        _("落实追踪"),
        lambda file: write(rows, file, type="follow", address=lambda one: f"{site}{answers.address(one)}"),
    )
