"""Work systems: the list of them, and one as a tree with what hangs on its items."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from bridgehead.office import answers, queries
from bridgehead.office import systems as trees
from bridgehead.office.models import Record

__all__ = ["system", "systems"]


def systems(request: HttpRequest) -> HttpResponse:
    """List the systems, those that most hangs on first."""
    return render(request, "office/systems.html", {"systems": trees.systems()})


def system(request: HttpRequest, pk: str) -> HttpResponse:
    """Show a system as a tree: its items, what hangs on each, and where that stands."""
    found = trees.find(pk)
    if found is None:
        raise Http404(_("没有这个工作体系。"))
    if found.record.pk != pk:
        return redirect("system", pk=found.record.pk)
    hung = trees.hung(found)
    tree, whole = trees.branches(found, hung)
    ids = [record.pk for record, _label in hung]
    asks = answers.with_standing(queries.records(*answers.ASKS).filter(pk__in=ids))
    context = {
        "system": found.record,
        "tree": tree,
        "whole": whole,
        "bar": answers.bar(asks),
        "told": Record.objects.filter(pk__in=found.ids).select_related("document").order_by("document__path"),
    }
    return render(request, "office/system.html", context)
