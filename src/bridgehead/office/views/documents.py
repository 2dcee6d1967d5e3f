"""The documents, one document for reading, and the file it came from."""

from __future__ import annotations

from collections import defaultdict
from pathlib import PurePath
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django_tables2 import RequestConfig

from bridgehead.office import queries, reading
from bridgehead.office.filters import DocumentFilter
from bridgehead.office.models import Document, Record
from bridgehead.office.tables import DocumentTable
from bridgehead.office.words import code

__all__ = ["document", "documents", "original"]


def documents(request: HttpRequest) -> HttpResponse:
    """List the documents; htmx asks for the table alone."""
    found = DocumentFilter(request.GET, queryset=queries.documents())
    table = DocumentTable(found.qs)
    RequestConfig(request, paginate={"per_page": 25, "silent": True}).configure(table)
    part = request.htmx.target == "results"
    context = {"filter": found, "table": table, "empty": not queries.documents().exists()}
    return render(request, f"office/{'_' if part else ''}documents.html", context)


def _by_article(records: list[Record]) -> list[tuple[Record | None, list[Record]]]:
    """Group what a document's ledgers hold by the article it stands in."""
    articles = [one for one in records if one.type == "article"]

    def owner(record: Record) -> int:
        for number, article in enumerate(articles):
            if article.start <= record.start < article.end:
                return number
        return -1

    grouped: dict[int, list[Record]] = defaultdict(list)
    for record in records:
        if record.type in reading.LIT:
            grouped[owner(record)].append(record)
    with_article = [(article, grouped[number]) for number, article in enumerate(articles)]
    return [*([(None, grouped[-1])] if grouped[-1] else []), *with_article]


def document(request: HttpRequest, pk: str) -> HttpResponse:
    """Show a document's text with every record on its span.

    ``?view=raw`` shows it as it stands in the file; ``?record=`` points a record out; ``?part=`` turns the
    pages of a very long one.
    """
    found = get_object_or_404(Document, pk=pk)
    raw = request.GET.get("view") == "raw"
    here = request.GET.get("record", "")
    part = request.GET.get("part", "1")
    records = list(queries.records_of(found))
    text = reading.reading(found, records, raw=raw, here=here, part=int(part) if part.isdecimal() else 1)
    kept = urlencode({"record": here}) if here else ""
    counts = {name: sum(one.type == name for one in records) for name in reading.SHOWN}
    context = {
        "document": found,
        "text": text,
        "raw": raw,
        "here": here,
        "kept": kept,
        "kinds": [(name, number, name in reading.LIT) for name, number in counts.items() if number],
        "articles": _by_article(records),
        "edit_words": _edit_words(),
        "has_original": _original(found) is not None,
    }
    return render(request, "office/document.html", context)


def _edit_words() -> dict[str, str]:
    outcomes = {name: code(name) for name in ("repaired", "suggested", "unknown")}
    return {"sure": _("把握"), **outcomes}


def _original(found: Document) -> Any:
    """Return the path of the file a document was read from, if the workspace has it."""
    if len(found.sha256) != 64 or not found.sha256.isalnum():
        return None
    path = settings.WORKSPACE / "files" / found.sha256
    return path if path.is_file() else None


def original(request: HttpRequest, pk: str) -> FileResponse:  # noqa: ARG001
    """Send the file a document was read from, to be saved and never to be shown by the browser."""
    found = get_object_or_404(Document.objects.only("path", "sha256", "media_type"), pk=pk)
    path = _original(found)
    if path is None:
        raise Http404(_("工作区中没有这份文档的原件。"))
    name = PurePath(found.path.replace("!/", "/")).name
    return FileResponse(
        path.open("rb"), as_attachment=True, filename=name, content_type="application/octet-stream"
    )
