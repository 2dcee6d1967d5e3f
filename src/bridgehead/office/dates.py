"""A date on a page: in words, and marked where its year was inferred."""

from __future__ import annotations

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from bridgehead.office.words import code, day

__all__ = ["dated", "inferred"]


def inferred(why: str | None) -> SafeString:
    """Return the mark of an inferred date, whose reason shows on pointing at it or reaching it by keyboard.

    Parameters
    ----------
    why : str or None
        From what it was inferred; empty where that is not told; None for a stated date, which has no mark.
    """
    if why is None:
        return SafeString("")
    reason = _("原文没有写明，据此推断：%(why)s") % {"why": why} if why else _("原文没有写明，是推断的")
    return format_html(
        '<span class="badge badge-warn" role="note" tabindex="0" data-why="{0}" title="{0}"'
        ' aria-label="{1}：{0}">{1}</span>',
        reason,
        code("inferred"),
    )


def dated(text: str | None, why: str | None = None) -> SafeString:
    """Return a partial date in words, with its mark if it was inferred; nothing without a date."""
    if not text:
        return SafeString("")
    mark = inferred(why)
    return format_html("{} {}", day(text), mark) if mark else format_html("{}", day(text))
