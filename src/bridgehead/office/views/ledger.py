"""The ledgers: tables of what was asked, promised, measured, built and done."""

from __future__ import annotations

from tempfile import NamedTemporaryFile

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

from bridgehead.office import queries
from bridgehead.office.filters import DocumentFilter, RecordFilter
from bridgehead.office.tables import TABLES
from bridgehead.office.views._parts import render_part, turn
from bridgehead.office.views.documents import write_documents
from bridgehead.office.words import kind

__all__ = ["export", "ledger", "ledger_index"]


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
        "empty": not counts.get(type),
        "names": queries.people().values_list("name", flat=True)[:200],
        "titles": queries.documents().exclude(title=None).values_list("title", flat=True)[:200],
        "areas": queries.places().values_list("name", flat=True)[:200],
    }
    return render_part(request, "ledger", context)


def export(request: HttpRequest, type: str) -> HttpResponse:
    """Send a ledger, or the list of documents, filtered as on the screen, as an Excel file."""
    from bridgehead.office.export import write

    site = request.build_absolute_uri("/").rstrip("/")
    with NamedTemporaryFile(suffix=".xlsx") as file:
        if type == "document":
            write_documents(DocumentFilter(request.GET, queryset=queries.documents()).qs, file, site)
        else:
            found = _filtered(request, type).qs
            write(found, file, type=type, address=lambda one: site + one.get_absolute_url())
        file.seek(0)
        body = file.read()
    name = f"{kind(type, 2)} {timezone.localdate():%Y-%m-%d}.xlsx"
    return HttpResponse(
        body,
        content_type="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        headers={"Content-Disposition": content_disposition_header(True, name) or "attachment"},
    )
