"""A page, or only the part of it that htmx asks for."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_cache_control, patch_vary_headers
from django_tables2 import RequestConfig, Table

from bridgehead.errors import BridgeheadError, UsageError
from bridgehead.office import corrections, queries
from bridgehead.office.models import Document, Record
from bridgehead.records import Correction

__all__ = ["history", "number_of", "render_part", "turn", "typed", "with_marks"]

ROWS = 25
"""On one page of a table."""


def render_part(request: HttpRequest, name: str, context: dict[str, Any]) -> HttpResponse:
    """Render ``office/NAME.html``, or ``office/_NAME.html`` when htmx refreshes ``#results``.

    Both lie at one address: a browser that kept one could show it as the other when somebody goes back.
    """
    part = request.htmx.target == "results"  # type: ignore[attr-defined]
    response = render(request, f"office/{'_' if part else ''}{name}.html", context)
    patch_vary_headers(response, ("HX-Request", "HX-Target"))
    patch_cache_control(response, private=True, no_store=True)
    return response


def with_marks(kind: str, rows: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """Say of named rows whether their ``first`` and ``last`` date were inferred, and from what."""
    rows = list(rows)
    why = queries.inferred(kind, [row["name"] for row in rows])
    return [
        row | {f"{end}_inferred": why.get((row["name"], row[end] or "")) for end in ("first", "last")}
        for row in rows
    ]


def turn(request: HttpRequest, table: Table) -> None:
    """Order a table by ``?sort=`` and open it at ``?page=``; how many rows a page has nobody can ask for."""
    RequestConfig(request, paginate=False).configure(table)
    table.paginate(per_page=ROWS)
    table.page = table.paginator.get_page(request.GET.get("page"))


def typed(request: HttpRequest, name: str = "q", longest: int = 200) -> str:
    """Return what was typed into a field, without what no database takes."""
    return request.GET.get(name, "").replace("\x00", "").strip()[:longest]


def number_of(text: str) -> int:
    """Return a whole number that was sent, such as the version that somebody saw.

    Raises
    ------
    UsageError
        If it is none, or has more than 18 digits.
    """
    if not re.fullmatch(r"[0-9]{1,18}", text):
        raise UsageError(f"“{text[:40]}”不是编号。", f"“{text[:40]}” is no number.")
    return int(text)


def history(request: HttpRequest, one: Record | Document) -> list[Correction]:
    """Return what people corrected in a record; where that cannot be read, the page says so."""
    try:
        return corrections.history(one)
    except BridgeheadError as error:
        messages.warning(request, error.message())
        return []
