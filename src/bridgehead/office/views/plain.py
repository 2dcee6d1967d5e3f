"""Pages without data: help, errors, and the answer to whether the office is alive."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.db import connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render

__all__ = ["failed", "forbidden", "healthz", "help_page", "not_found"]


def help_page(request: HttpRequest) -> HttpResponse:
    """Say what may go in, what the office can and cannot do, and how privacy is kept."""
    return render(request, "office/help.html")


@login_not_required
def healthz(request: HttpRequest) -> JsonResponse:  # noqa: ARG001
    """Answer ``{"ok": true}`` when the database answers; nothing about what is in it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return JsonResponse({"ok": True})


def _error(request: HttpRequest, status: int, exception: Exception | None) -> HttpResponse:
    # Django's own reasons are English and meant for programmers; ours are plain sentences.
    reason = exception.args[0] if exception and exception.args and isinstance(exception.args[0], str) else ""
    return render(request, f"{status}.html", {"reason": reason}, status=status)


@login_not_required
def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Show page 403."""
    return _error(request, 403, exception)


@login_not_required
def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Show page 404."""
    return _error(request, 404, exception)


@login_not_required
def failed(request: HttpRequest) -> HttpResponse:
    """Show page 500, which asks nothing of the database."""
    return render(request, "500.html", status=500)
