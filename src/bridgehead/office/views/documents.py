"""The documents, one document for reading, and the file it came from."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable
from pathlib import PurePath
from typing import IO, Any
from urllib.parse import urlencode

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.functional import Promise
from django.utils.html import json_script
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from bridgehead.office import accounts, queries, reading
from bridgehead.office.doubts import open_doubts
from bridgehead.office.filters import DocumentFilter
from bridgehead.office.models import Document, Record
from bridgehead.office.tables import DocumentTable
from bridgehead.office.views._parts import render_part, turn
from bridgehead.office.words import code, damage

__all__ = ["document", "documents", "original", "write_documents"]


_COLUMNS: tuple[tuple[Promise, Callable[[Document], str | int | None]], ...] = (
    (lazy("标题"), lambda one: one.title),
    (lazy("路径"), lambda one: one.path),
    (lazy("发布者"), lambda one: one.publisher),
    (lazy("地点"), lambda one: one.place),
    (lazy("类别"), lambda one: code(one.source_kind or "")),
    (lazy("日期"), lambda one: one.date_published),
    (lazy("字数"), lambda one: one.length),
    (lazy("修复"), lambda one: one.edit_count),
    (lazy("存疑"), lambda one: one.unknown_count),
)


def documents(request: HttpRequest) -> HttpResponse:
    """List the documents; htmx asks for the table alone."""
    found = DocumentFilter(request.GET, queryset=queries.documents())
    table = DocumentTable(found.qs)
    turn(request, table)
    context = {"filter": found, "table": table, "empty": not queries.documents().exists()}
    return render_part(request, "documents", context)


def write_documents(found: Iterable[Document], target: IO[bytes], site: str) -> None:
    """Write documents to an .xlsx file, texts always as texts.

    Parameters
    ----------
    found : iterable of Document
        The rows, in order.
    target : file
        Where to.
    site : str
        The office's own address, for the column of links.
    """
    import xlsxwriter

    with xlsxwriter.Workbook(target, {"constant_memory": True, "strings_to_formulas": False}) as book:
        sheet = book.add_worksheet()
        sheet.freeze_panes(1, 1)
        sheet.set_column(0, 1, 40)
        heads = [*(str(head) for head, _value in _COLUMNS), _("链接")]
        sheet.write_row(0, 0, heads, book.add_format({"bold": True, "bottom": 1}))
        row = 0
        for row, one in enumerate(found, 1):
            for at, (_head, value) in enumerate(_COLUMNS):
                cell = value(one)
                if isinstance(cell, int):
                    sheet.write_number(row, at, cell)
                else:
                    sheet.write_string(row, at, cell or "")
            sheet.write_string(row, len(_COLUMNS), site + one.get_absolute_url())
        sheet.autofilter(0, 0, row, len(_COLUMNS))


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
    asked = request.GET.get("part", "")
    part = int(asked) if re.fullmatch("[0-9]{1,9}", asked) else 1
    records = list(queries.records_of(found))
    text = reading.reading(found, records, raw=raw, here=here, part=part)
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
        "doubts": open_doubts().filter(document=found).order_by("order"),
        "edits": json_script(text.edits, "edits", _Unescaped),
        "edit_words": _edit_words(),
        "has_original": _original(found) is not None,
        "may_correct": accounts.may_correct(request.user),
    }
    return render(request, "office/document.html", context)


class _Unescaped(DjangoJSONEncoder):
    """Leaves Chinese as it is: a long text has thousands of repairs, and escapes would double them."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{**kwargs, "ensure_ascii": False})


def _edit_words() -> dict[str, str]:
    outcomes = {name: code(name) for name in ("repaired", "suggested", "unknown")}
    return {"sure": _("把握"), **outcomes, **damage()}


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
