"""The ledgers: tables of what was asked, promised, measured, built and done."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

from bridgehead.office import queries
from bridgehead.office.doubts import open_doubts
from bridgehead.office.filters import DocumentFilter, DoubtFilter, RecordFilter
from bridgehead.office.handover import ENDINGS, FORMS, handed_over
from bridgehead.office.tables import TABLES
from bridgehead.office.views._parts import render_part, turn
from bridgehead.office.views.documents import write_documents
from bridgehead.office.words import kind

__all__ = ["export", "hand_over", "ledger", "ledger_index"]


def ledger_index(request: HttpRequest) -> HttpResponse:  # noqa: ARG001
    """Go to the first ledger."""
    return redirect("ledger", type=queries.LEDGERS[0])


def _filtered(request: HttpRequest, type: str) -> RecordFilter:
    if type not in TABLES:
        raise Http404(_("没有名为“%(type)s”的台账。") % {"type": type})
    return RecordFilter(request.GET, queryset=queries.ledger(type))


def ledger(request: HttpRequest, type: str) -> HttpResponse:
    """Show a ledger; htmx asks for the table alone."""
    found = _filtered(request, type)
    table = TABLES[type](queries.with_verdict(found.qs))
    turn(request, table)
    counts = queries.counts()
    context = {
        "type": type,
        "filter": found,
        "table": table,
        "tabs": [(name, counts.get(name, 0)) for name in TABLES],
        "forms": FORMS[type],
        "empty": not counts.get(type),
        "names": queries.people().values_list("name", flat=True)[:200],
        "titles": queries.titles(),
        "areas": queries.places().values_list("name", flat=True)[:200],
    }
    return render_part(request, "ledger", context)


def hand_over(request: HttpRequest, type: str, form: str) -> StreamingHttpResponse:
    """Send a ledger, filtered as on the screen, or the people, in a form that others read."""
    if form not in FORMS.get(type, ()):
        raise Http404(_("没有这样的导出。"))
    found = None if type == "people" else _filtered(request, type).qs
    ending, media = ENDINGS[form]
    name = f"bridgehead-{type}-{timezone.localdate():%Y-%m-%d}.{ending}"
    return StreamingHttpResponse(
        handed_over(type, form, found),
        content_type=media,
        headers={"Content-Disposition": content_disposition_header(True, name) or "attachment"},
    )


def export(request: HttpRequest, type: str) -> HttpResponse:
    """Send a ledger, or the list of documents, filtered as on the screen, as an Excel file."""
    from bridgehead.office.export import send, write

    site = request.build_absolute_uri("/").rstrip("/")
    if type == "document":
        listed = DocumentFilter(request.GET, queryset=queries.documents()).qs
        return send(kind(type, 2), lambda file: write_documents(listed, file, site))
    doubts = DoubtFilter(request.GET, queryset=open_doubts()) if type == "doubt" else None
    found = (doubts or _filtered(request, type)).qs
    return send(
        kind(type, 2),
        lambda file: write(found, file, type=type, address=lambda one: site + one.get_absolute_url()),
    )
