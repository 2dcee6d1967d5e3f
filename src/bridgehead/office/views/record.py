"""One record: its sentence, where it stands, what it says, and what people think of it."""

from __future__ import annotations

from collections.abc import Mapping

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from bridgehead.office import accounts, answers, corrections, queries
from bridgehead.office.doubts import add_words, following
from bridgehead.office.facts import facts
from bridgehead.office.models import Record, Review
from bridgehead.office.supervision import drafts
from bridgehead.office.supervision.people import actor_of
from bridgehead.office.views._parts import history
from bridgehead.office.words import doubt_words

__all__ = ["record", "record_page", "review"]


def record(request: HttpRequest, pk: str) -> HttpResponse:
    """Show a record."""
    return record_page(request, get_object_or_404(Record.objects.select_related("document"), pk=pk))


def record_page(
    request: HttpRequest, found: Record, typed: Mapping[str, str] | None = None, status: int = 200
) -> HttpResponse:
    """Return a record's page; ``typed`` is what stands in the form of a doubt already."""
    previous, following = queries.neighbours(found)
    article = found.data.get("article")
    event = found.data.get("event")
    asked = found.answers or (found.pk if found.type in answers.ASKS else None)
    reviews = list(found.reviews.select_related("user"))
    if found.type == "doubt":
        add_words([found])
    context = {
        "record": found,
        "asked": asked if Record.objects.filter(pk=asked).exists() else None,
        "known": {found.where, *found.mentions.values_list("name", flat=True)},
        "facts": facts(found.type, found.data),
        "may_correct": accounts.may_correct(request.user),
        "one": found,
        "words": corrections.EDITABLE.get(found.type),
        "history": history(request, found) if accounts.may_correct(request.user) else (),
        "advice": doubt_words("try").get(found.data["kind"]) if found.type == "doubt" else "",
        "typed": typed,
        "blanks": corrections.blanks("observation", typed or {}) if found.type == "doubt" else (),
        "previous": previous,
        "following": following,
        "article": Record.objects.filter(pk=article).first() if article else None,
        "event": Record.objects.filter(pk=event).first() if event else None,
        "first": queries.records(found.type).filter(pk=found.data.get("same_as")).first()
        if found.type != "event"
        else None,
        "reports": queries.reports(found) if found.type == "event" else (),
        "reviews": reviews,
        "decided": next((one for one in reviews if one.verdict != Review.Verdict.NOTED), None),
        "verdicts": accounts.verdicts(request.user, found.type),
        "whole": found.data.get("text") if found.data.get("text") != found.quote else "",
        "extent": found.data.get("extent"),
        "percent": round(found.confidence * 100),
    }
    context |= drafts.standing(actor_of(request.user), found)
    return render(request, "office/record.html", context, status=status)


@require_POST
def review(request: HttpRequest, pk: str) -> HttpResponse:
    """Add a verdict or a note to a record; nothing that was said before is changed."""
    found = get_object_or_404(Record.objects.only("pk", "type", "document", "order"), pk=pk)
    verdict, note = request.POST.get("verdict", ""), request.POST.get("note", "").strip()[:2000]
    if verdict not in Review.Verdict.values:
        messages.error(request, _("请选择确认、否定或备注。"))
    elif verdict == Review.Verdict.NOTED and not note:
        messages.error(request, _("备注不能为空。"))
    elif verdict not in accounts.verdicts(request.user, found.type):
        raise PermissionDenied(_("您的角色不能这样审核。"))
    else:
        Review.objects.create(record=found, user=request.user, verdict=verdict, note=note)
        if request.htmx:  # type: ignore[attr-defined]
            return _evidence(request, pk)
        messages.success(request, _("已记下。"))
        if found.type == "doubt" and verdict in (Review.Verdict.CONFIRMED, Review.Verdict.REJECTED):
            return redirect(following(found) or "doubts")
    return redirect(_back(request) or found)


def _evidence(request: HttpRequest, pk: str) -> HttpResponse:
    """Return a link's own part of the page of evidence, with the verdict that it now has."""
    link = queries.with_verdict(queries.records("link", withdrawn=True)).get(pk=pk)
    return render(
        request, "office/_evidence.html", {"link": link, "verdicts": accounts.verdicts(request.user)}
    )


def _back(request: HttpRequest) -> str:
    """Return the page that the form was sent from, if it is one of ours."""
    back = request.POST.get("next", "")
    return back if url_has_allowed_host_and_scheme(back, allowed_hosts=None) else ""
