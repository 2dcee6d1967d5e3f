"""A page, or only the part of it that htmx asks for."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_cache_control, patch_vary_headers

__all__ = ["render_part", "typed"]


def render_part(request: HttpRequest, name: str, context: dict[str, Any]) -> HttpResponse:
    """Render ``office/NAME.html``, or ``office/_NAME.html`` when htmx refreshes ``#results``.

    Both lie at one address: a browser that kept one could show it as the other when somebody goes back.
    """
    part = request.htmx.target == "results"  # type: ignore[attr-defined]
    response = render(request, f"office/{'_' if part else ''}{name}.html", context)
    patch_vary_headers(response, ("HX-Request", "HX-Target"))
    patch_cache_control(response, private=True, no_store=True)
    return response


def typed(request: HttpRequest, name: str = "q", longest: int = 200) -> str:
    """Return what was typed into a field, without what no database takes."""
    return request.GET.get(name, "").replace("\x00", "").strip()[:longest]
