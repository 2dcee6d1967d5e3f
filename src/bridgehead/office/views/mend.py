"""Mending by hand: a record's fields, a document's facts, and the places that nobody understood."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from bridgehead.errors import BridgeheadError
from bridgehead.office import accounts, corrections, queries
from bridgehead.office import doubts as doubtful
from bridgehead.office.filters import DoubtFilter
from bridgehead.office.models import Document, Record
from bridgehead.office.tables import DoubtTable
from bridgehead.office.views._parts import history, render_part, turn
from bridgehead.office.views.record import record_page
from bridgehead.office.words import doubt_words

__all__ = ["correct", "doubts", "supply", "take_back"]


def _one(pk: str) -> Record | Document:
    found: Any = Document.objects.filter(pk=pk).first()
    found = found or get_object_or_404(Record.objects.select_related("document"), pk=pk)
    type_name = "document" if isinstance(found, Document) else found.type
    if type_name not in corrections.EDITABLE:
        raise Http404(_("这一类记录不能更正。"))
    return found


def _standing(one: Record | Document) -> None:
    """Refuse what is not there any more: nobody would see what was mended in it."""
    if one.withdrawn or (isinstance(one, Record) and one.document.withdrawn):
        raise Http404(_("重新读取后它已不在，不能再更正。"))


def _may(request: HttpRequest) -> None:
    if not accounts.may_correct(request.user):
        raise PermissionDenied(_("您的角色不能更正记录。"))


def correct(request: HttpRequest, pk: str) -> HttpResponse:
    """Show the form of a record or a document, and keep what was mended."""
    _may(request)
    one = _one(pk)
    _standing(one)
    type_name = "document" if isinstance(one, Document) else one.type
    data, problem = dict(one.data), ""
    if request.method == "POST":
        try:
            values = corrections.typed_values(type_name, request.POST)
            data |= values
            note = request.POST.get("note", "").strip()[:500]
            number = corrections.correct(one, values, by=request.user.get_username(), note=note)
        except (ValueError, BridgeheadError) as error:
            problem = error.message() if isinstance(error, BridgeheadError) else str(error)
        else:
            said = _("已更正，重新读取文档时也会保留。") if number else _("没有改动。")
            messages.success(request, said)
            return redirect(one)
    context = {
        "one": one,
        "type": type_name,
        "blanks": corrections.blanks(type_name, data),
        "problem": problem,
        "history": history(request, one),
        "words": corrections.EDITABLE[type_name],
        "heading": str(one),
    }
    return render(request, "office/correct.html", context, status=400 if problem else 200)


@require_POST
def take_back(request: HttpRequest, pk: str) -> HttpResponse:
    """Take a correction back."""
    _may(request)
    one = _one(pk)
    document = one if isinstance(one, Document) else one.document
    try:
        done = corrections.take_back(one, request.POST.get("field", ""), by=request.user.get_username())
    except BridgeheadError as error:
        messages.error(request, error.message())
        return redirect(one)
    if done:
        messages.success(request, _("已撤回，恢复为机器读出的结果。"))
    else:
        messages.info(request, _("没有可以撤回的更正。"))
    still = Record.objects.filter(pk=pk, withdrawn=False).exists() or isinstance(one, Document)
    return redirect(one if still else document)


def doubts(request: HttpRequest) -> HttpResponse:
    """List what was not understood, so that a clerk can mend it; htmx asks for the table alone."""
    found = DoubtFilter(request.GET, queryset=doubtful.open_doubts())
    words, counts = doubt_words(), doubtful.by_kind(doubtful.open_doubts())
    table = DoubtTable(found.qs)
    turn(request, table)
    doubtful.add_words(row.record for row in table.paginated_rows)
    context = {
        "filter": found,
        "table": table,
        "kinds": [(kind, words.get(kind, kind), number) for kind, number in counts.items()],
        "chosen": request.GET.get("kind"),
        "empty": not queries.records("doubt").exists(),
        "titles": queries.titles(),
    }
    return render_part(request, "doubts", context)


@require_POST
def supply(request: HttpRequest, pk: str) -> HttpResponse:
    """Add the figure that a person read at a doubtful place."""
    _may(request)
    doubt = get_object_or_404(Record.objects.select_related("document"), pk=pk, type="doubt")
    _standing(doubt)
    try:
        values = corrections.typed_values("observation", request.POST)
        made = corrections.add_observation(doubt, values, by=request.user.get_username())
    except (ValueError, BridgeheadError) as error:
        messages.error(request, error.message() if isinstance(error, BridgeheadError) else str(error))
        return record_page(request, doubt, request.POST, status=400)
    messages.success(request, _("已补记一条数据。"))
    return redirect("record", pk=made)
