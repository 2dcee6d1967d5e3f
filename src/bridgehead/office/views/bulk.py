"""Many items at once: chosen on the list, acted on together, taken back together."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from bridgehead.errors import ActionRefused, UsageError
from bridgehead.ledger.actions import ACTIONS
from bridgehead.office.supervision import blanks, find, store
from bridgehead.office.supervision.files import brought
from bridgehead.office.supervision.lists import ItemFilter, language, words
from bridgehead.office.supervision.models import LedgerItem
from bridgehead.office.supervision.people import actor_of, departments
from bridgehead.office.views.item import keys_for
from bridgehead.office.views.supervision import IN_BULK

__all__ = ["bulk"]

MOST = 5_000
"""So many items are acted on at once."""


def chosen(request: HttpRequest) -> list[str]:
    """Return the keys that were ticked, or of all items that the filter leaves; only what may be seen."""
    seen = find.visible(actor_of(request.user))
    if request.POST.get("all"):
        query = QueryDict(request.POST.get("query", ""))
        rows = ItemFilter(query, queryset=seen).qs.order_by("id")
    else:
        rows = seen.filter(
            key__in=[one.replace("\x00", "") for one in request.POST.getlist("keys")[:MOST]]
        ).order_by("id")
    return list(rows.values_list("key", flat=True)[: MOST + 1])


@require_POST
def bulk(request: HttpRequest) -> HttpResponse:
    """Ask for what an action needs, then take it on all that were chosen."""
    actor = actor_of(request.user)
    kind = ACTIONS.get(request.POST.get("action", ""))
    if kind is None or kind.name not in IN_BULK:
        raise Http404(_("没有这种办理。"))
    keys = chosen(request)
    if not keys:
        messages.warning(request, _("请先勾选事项。"))
        return redirect("items")
    problem, outcome = "", None
    if len(keys) > MOST:
        problem = _("一次最多办理 %(most)s 件，请缩小筛选范围。") % {"most": MOST}
    elif request.POST.get("go"):
        try:
            evidence = brought(request.FILES.getlist("evidence"), kind, actor)
            action = blanks.made(kind, request.POST.dict(), evidence=evidence, find=keys_for(actor))
            outcome = store.act_on_many(actor, keys, action)
        except (ActionRefused, UsageError) as error:
            problem = error.message(language())
    refused = dict(outcome.refused) if outcome else {}
    shown = LedgerItem.objects.filter(key__in=list(refused)[:100] if outcome else keys[:20])
    context = {
        "action": kind.name,
        "words": words(kind),
        "keys": keys,
        "all": request.POST.get("all", ""),
        "query": request.POST.get("query", ""),
        "blanks": blanks.blanks(kind, store.book(), None, request.POST if problem else None),
        "problem": problem,
        "outcome": outcome,
        "refused": [(row, refused[row.key].message(language())) for row in shown] if outcome else [],
        "rows": shown,
        "orgs": departments(),
        "section": "items",
    }
    return render(request, "office/bulk.html", context, status=400 if problem else 200)
