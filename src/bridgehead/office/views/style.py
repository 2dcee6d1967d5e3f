"""The whole design system on one page, for those who build the next one."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from bridgehead.office.charts import bars, by_month
from bridgehead.office.reading import LIT, SHOWN
from bridgehead.office.words import kind

__all__ = ["style"]

GROUNDS = ("paper", "paper-2", "paper-3", "ink", "ink-2", "rule", "accent", "good", "warn", "bad", "note")
STEPS = ("step-4", "step-3", "step-2", "step-1", "step-0", "step--1")


def style(request: HttpRequest) -> HttpResponse:
    """Show every part that pages are built of."""
    rows = [
        ("2031-01", "event", 2),
        ("2031-02", "event", 3),
        ("2031-02", "directive", 5),
        ("2031-04", "directive", 4),
    ]
    head = (_("主题"), _("条数"))
    context = {
        "grounds": GROUNDS,
        "steps": STEPS,
        "kinds": [(name, kind(name), name in LIT) for name in SHOWN],
        "months": by_month(rows, ("event", "directive"), "style-months", _("按月堆叠")),
        "lying": bars([("产业", 9), ("生态", 6), ("文旅", 4)], "style-bars", _("横条"), head),
    }
    return render(request, "office/style.html", context)
