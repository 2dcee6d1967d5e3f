"""What supervision hands out: the list as a workbook, deadlines as a calendar, notices in Word."""

from __future__ import annotations

import datetime as dt
import tempfile
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

from bridgehead.errors import UsageError
from bridgehead.ledger import Item
from bridgehead.office.models import Document
from bridgehead.office.supervision.find import visible
from bridgehead.office.supervision.lists import ItemFilter, language
from bridgehead.office.supervision.people import actor_of
from bridgehead.office.supervision.rows import item_of
from bridgehead.office.supervision.store import history
from bridgehead.office.views.item import one
from bridgehead.office.views.supervision import filtered

__all__ = ["brief", "deadlines", "export_items", "notice", "special_report"]

MOST = 20_000
"""So many items a notice counts."""
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def chosen(request: HttpRequest) -> tuple[list[Item], str]:
    """Return the items that the filter leaves of what the person may see, and the filter in words.

    Raises
    ------
    UsageError
        If there are too many for one paper.
    """
    found = filtered(request)
    rows = found.qs.order_by("kind", "no", "id").only("data")
    items = [item_of(row) for row in rows[: MOST + 1]]
    if len(items) > MOST:
        raise UsageError(
            f"筛选后仍多于 {MOST} 件，不能出一份通报。",
            f"The filter leaves more than {MOST} items, too many for one paper.",
            try_zh="按类别、年度或承办单位再筛选",
            try_en="narrow it by kind, year or department",
        )
    return items, found.said()


def told(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Say on the list why there is no paper."""

    @wraps(view)
    def answered(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except UsageError as error:
            messages.error(request, error.message(language()))
            return redirect("items")

    return answered


def sent(body: bytes, name: str, ending: str, media: str) -> HttpResponse:
    """Answer with a file, its day behind its name."""
    called = f"{name} {timezone.localdate():%Y-%m-%d}.{ending}"
    headers = {"Content-Disposition": content_disposition_header(True, called) or "attachment"}
    return HttpResponse(body, content_type=media, headers=headers)


def export_items(request: HttpRequest) -> HttpResponse:
    """Send the items, filtered as on the screen, as a workbook that can be imported again."""
    from bridgehead.office.supervision.workbooks import export_workbook

    found = filtered(request)
    about = {_("筛选"): found.said() or _("全部"), _("导出日期"): f"{timezone.localdate():%Y-%m-%d}"}
    with tempfile.TemporaryFile() as file:
        seen = visible(actor_of(request.user))
        export_workbook(found.qs, file, about=about, spoken=language(), named=seen)
        file.seek(0)
        return sent(file.read(), _("督办事项"), "xlsx", EXCEL)


def deadlines(request: HttpRequest) -> HttpResponse:
    """Send when the open items are due, as a calendar."""
    from bridgehead.report.icalendar import Deadline, as_calendar

    found = filtered(request).qs.exclude(due_at=None)
    site = request.build_absolute_uri("/").rstrip("/")
    entries = [
        Deadline(
            item=row.key,
            title=f"{row.no} {row.title}".strip(),
            due=timezone.localtime(row.due_at).date(),
            sequence=row.version,
            changed=row.updated_at,
            address=f"{site}{row.get_absolute_url()}",
        )
        for row in found.order_by("due_at", "id")[:MOST]
    ]
    return sent(
        as_calendar(entries, name=_("督办期限")), _("督办期限"), "ics", "text/calendar; charset=utf-8"
    )


@told
def notice(request: HttpRequest) -> HttpResponse:
    """Send the monthly notice (通报) over what the filter leaves."""
    from bridgehead.report.notices import monthly
    from bridgehead.report.official import as_bytes

    items, said = chosen(request)
    month = request.GET.get("month") or f"{timezone.localdate():%Y-%m}"
    made = monthly(items, month=month, said=said, query=query_of(request), **common(request))
    return sent(as_bytes(made, language()), _("督办通报"), "docx", WORD)


@told
def brief(request: HttpRequest) -> HttpResponse:
    """Send the brief (要情) of the last seven days."""
    from bridgehead.report.notices import digest
    from bridgehead.report.official import as_bytes

    items, said = chosen(request)
    last = timezone.localdate()
    period = {"first": last - dt.timedelta(days=6), "last": last}
    made = digest(items, **period, said=said, query=query_of(request), **common(request))
    return sent(as_bytes(made, language()), _("督办要情"), "docx", WORD)


@told
def special_report(request: HttpRequest, key: str) -> HttpResponse:
    """Send the report (专报) on one item with its whole chain."""
    from bridgehead.report.notices import special
    from bridgehead.report.official import as_bytes

    _row, item, _actor = one(request, key)
    documents = {found.document for found in item.evidence} | {item.document}
    titles = Document.objects.filter(pk__in=documents - {None}).values_list("pk", "title")
    sources = {pk: title for pk, title in titles if title}
    made = special(item, history(key), sources=sources, **common(request))
    return sent(as_bytes(made, language()), _("督办专报"), "docx", WORD)


def common(request: HttpRequest) -> dict[str, Any]:
    """Return what all papers are told: the moment, the office's address and language, who issues them."""
    from bridgehead.report.notices import load_issuing

    return {
        "now": timezone.now(),
        "site": site_of(request),
        "issuing": load_issuing(settings.WORKSPACE, language()),
        "language": language(),
    }


def query_of(request: HttpRequest) -> dict[str, str]:
    """Return the filter as the query of the list."""
    return {name: value for name in ItemFilter.base_filters if (value := request.GET.get(name))}


def site_of(request: HttpRequest) -> str:
    """Return the office's own address."""
    return request.build_absolute_uri("/").rstrip("/")
