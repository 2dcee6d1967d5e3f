"""An office's own workbook into the ledger: looked at first, its columns said, its bad rows sent back."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from bridgehead.errors import BridgeheadError, UsageError
from bridgehead.ledger import KINDS
from bridgehead.ledger.actions import Import
from bridgehead.ledger.tables import COLUMNS, Layout, Tables
from bridgehead.office.supervision.files import path_of
from bridgehead.office.supervision.lists import language, words
from bridgehead.office.supervision.people import actor_of
from bridgehead.office.supervision.workbooks import import_workbook, read_rows
from bridgehead.records.workspace import Workspace

__all__ = ["bad_rows", "import_items"]

LARGEST = 100 * 1024 * 1024
"""Bytes of one workbook."""
SHOWN = 8
"""Rows of a preview."""


def _may(request: HttpRequest) -> None:
    if not Import.roles & actor_of(request.user).roles:
        raise PermissionDenied(_("您的角色不能导入事项。"))


def import_items(request: HttpRequest) -> HttpResponse:
    """Take a workbook, show what would become of it, then take it in."""
    _may(request)
    context: dict[str, Any] = {
        "kinds": [(one.code, words(one)) for one in KINDS.values()],
        "kind": request.POST.get("kind", ""),
        "section": "items",
    }
    if request.method != "POST":
        return render(request, "office/import.html", context)
    try:
        if request.FILES.get("file"):
            sha256, name = _kept(request)
        else:
            sha256, name = request.POST.get("sha256", ""), request.POST.get("name", "")[:200]
        context |= {"sha256": sha256, "name": name}
        source, kind = _source(sha256), context["kind"] or None
        if kind is not None and kind not in KINDS:
            raise UsageError(f"没有“{kind}”这一类事项。", f"There is no kind “{kind}”.")
        tables = read_rows(source, name=name, kind=kind)
        chosen = _chosen(tables, request.POST)
        if request.POST.get("go"):
            context |= _taken(request, source, name, kind, chosen)
        else:
            tables = read_rows(source, name=name, kind=kind, mapping=chosen) if chosen else tables
            context |= _preview(tables)
    except BridgeheadError as error:
        context["problem"] = error.message(language())
    return render(request, "office/import.html", context, status=400 if context.get("problem") else 200)


def _kept(request: HttpRequest) -> tuple[str, str]:
    """Keep the uploaded workbook in the workspace; return its SHA-256 and name."""
    file = request.FILES["file"]
    name = Path(file.name or "").name[:200]
    if not file.size:
        raise UsageError("请选择一个 Excel 文件。", "Choose an Excel file.")
    if file.size > LARGEST:
        raise UsageError("文件超过 100 MB。", "The file has more than 100 MB.", where=name)
    data = file.read()
    sha256 = hashlib.sha256(data).hexdigest()
    Workspace(settings.WORKSPACE).keep_original(data, sha256)
    return sha256, name


def _source(sha256: str) -> Path:
    found = path_of(sha256) if re.fullmatch(r"[0-9a-f]{64}", sha256) else None
    if found is None:
        raise UsageError("请重新选择文件。", "Choose the file again.")
    return found


def _chosen(tables: Tables, typed: QueryDict) -> list[Layout]:
    """Return the layouts as people changed them; a sheet whose columns nobody touched keeps its own."""
    found = []
    for sheet in tables.sheets:
        if sheet.layout is None:
            continue
        said = {}
        for use in sheet.layout.uses:
            field = typed.get(f"{sheet.layout.fingerprint}-{use.column}")
            if field is not None and (field or None) != use.field:
                said[use.column] = field or None
        if said:
            found.append(sheet.layout.changed(said))
    return found


def _preview(tables: Tables) -> dict[str, Any]:
    columns = [(code, words(column)) for code, column in COLUMNS.items()]
    return {
        "tables": tables,
        "columns": columns,
        "good": [(good.action, [_trouble(note) for note in good.notes]) for good in tables.good[:SHOWN]],
        "bad": _bad(tables),
        "notes": sum(1 for _note in tables.notes),
    }


def _bad(tables: Tables) -> list[tuple[str, int, list[str]]]:
    return [(bad.sheet, bad.row, [_trouble(one) for one in bad.troubles]) for bad in tables.bad[:100]]


def _trouble(one: Any) -> str:
    said, header = (one.en, f"{one.header}: ") if language() == "en" else (one.zh, f"{one.header}：")
    return (header if one.header else "") + said


def _taken(
    request: HttpRequest, source: Path, name: str, kind: str | None, chosen: Sequence[Layout]
) -> dict[str, Any]:
    folder = Workspace(settings.WORKSPACE).reports
    marked = folder / f"bad-{timezone.localtime():%Y%m%d%H%M%S}-{source.name[:12]}.xlsx"
    loaded = import_workbook(
        actor_of(request.user), source, name=name, kind=kind, mapping=chosen, marked=marked
    )
    messages.success(
        request,
        _("导入完成：新增 %(new)s 件，修改 %(changed)s 件，未变 %(unchanged)s 件，退回 %(bad)s 行。")
        % {
            "new": loaded.new,
            "changed": loaded.changed,
            "unchanged": loaded.unchanged,
            "bad": len(loaded.bad),
        },
    )
    return {
        "loaded": loaded,
        "errors": [error.message(language()) for error in loaded.bad[:100]],
        "token": marked.stem if loaded.marked else "",
    }


def bad_rows(request: HttpRequest, token: str) -> HttpResponse:
    """Send the rows that were not taken, marked, in the office's own sheets."""
    _may(request)
    path = Workspace(settings.WORKSPACE).reports / f"{token}.xlsx"
    if not re.fullmatch(r"bad-\d{14}-[0-9a-f]{12}", token) or not path.is_file():
        raise Http404(_("没有这个文件。"))
    return FileResponse(path.open("rb"), as_attachment=True, filename=f"{_('退回的行')}.xlsx")
