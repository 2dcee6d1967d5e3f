"""One record: its sentence, where it stands, what it says, and what people think of it."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from bridgehead.office import accounts, queries
from bridgehead.office.facts import facts
from bridgehead.office.models import Record, Review

__all__ = ["record", "review"]


def record(request: HttpRequest, pk: str) -> HttpResponse:
    """Show a record."""
    found = get_object_or_404(Record.objects.select_related("document"), pk=pk)
    previous, following = queries.neighbours(found)
    article = found.data.get("article")
    event = found.data.get("event")
    context = {
        "record": found,
        "known": {found.where, *found.mentions.values_list("name", flat=True)},
        "facts": facts(found.type, found.data),
        "previous": previous,
        "following": following,
        "article": Record.objects.filter(pk=article).first() if article else None,
        "event": Record.objects.filter(pk=event).first() if event else None,
        "reports": queries.reports(found) if found.type == "event" else (),
        "reviews": found.reviews.select_related("user"),
        "verdicts": accounts.verdicts(request.user),
        "whole": found.data.get("text") if found.data.get("text") != found.quote else "",
        "extent": found.data.get("extent"),
        "percent": round(found.confidence * 100),
    }
    return render(request, "office/record.html", context)


@require_POST
def review(request: HttpRequest, pk: str) -> HttpResponse:
    """Add a verdict or a note to a record; nothing that was said before is changed."""
    found = get_object_or_404(Record.objects.only("pk"), pk=pk)
    verdict, note = request.POST.get("verdict", ""), request.POST.get("note", "").strip()[:2000]
    if verdict not in Review.Verdict.values:
        messages.error(request, _("请选择确认、否定或备注。"))
    elif verdict == Review.Verdict.NOTED and not note:
        messages.error(request, _("备注不能为空。"))
    elif verdict not in accounts.verdicts(request.user):
        raise PermissionDenied(_("您的角色不能这样审核。"))
    else:
        Review.objects.create(record=found, user=request.user, verdict=verdict, note=note)
        messages.success(request, _("已记下。"))
    return redirect("record", pk=pk)
