"""What supervision hands out: the list as a workbook, deadlines as a calendar, notices in Word."""

from __future__ import annotations

import datetime as dt
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

from bridgehead.ledger import Calendar, Item
from bridgehead.ledger.signals import signal
from bridgehead.office.supervision.lists import language
from bridgehead.office.supervision.models import LedgerItem
from bridgehead.office.supervision.rows import item_of
from bridgehead.office.supervision.store import history
from bridgehead.office.views.item import one
from bridgehead.office.views.supervision import filtered

__all__ = ["brief", "deadlines", "export_items", "notice", "special_report"]

MOST = 20_000
"""So many items a notice counts."""
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def chosen(request: HttpRequest, most: int | None = None) -> tuple[list[Item], str]:
    """Return the items that the filter leaves of what the person may see, and the filter in words."""
    found = filtered(request)
    rows = found.qs.order_by("kind", "no", "id").only("data")
    return [item_of(row) for row in (rows[:most] if most else rows.iterator(chunk_size=2000))], found.said()


def sent(body: bytes, name: str, ending: str, media: str) -> HttpResponse:
    """Answer with a file, its day behind its name."""
    called = f"{name} {timezone.localdate():%Y-%m-%d}.{ending}"
    headers = {"Content-Disposition": content_disposition_header(True, called) or "attachment"}
    return HttpResponse(body, content_type=media, headers=headers)


def export_items(request: HttpRequest) -> HttpResponse:
    """Send the items, filtered as on the screen, as a workbook that can be imported again."""
    from bridgehead.ledger.tables import write_workbook

    found = filtered(request)
    rows = found.qs.order_by("kind", "no", "id").only("data", "due_at").iterator(chunk_size=2000)
    about = {_("筛选"): found.said() or _("全部"), _("导出日期"): f"{timezone.localdate():%Y-%m-%d}"}
    with tempfile.TemporaryFile() as file:
        write_workbook(as_rows(rows), file, language=language(), about=about)
        file.seek(0)
        return sent(file.read(), _("督办事项"), "xlsx", EXCEL)


def as_rows(rows: Iterable[LedgerItem]) -> Iterator[Mapping[str, Any]]:
    """Yield rows of the workbook, with what is told from the time where a clock runs."""
    from bridgehead.ledger.tables import row_of

    now, calendar = timezone.now(), Calendar()
    for row in rows:
        item = item_of(row)
        told = signal(item, now, calendar) if row.due_at else None
        yield row_of(
            item,
            overdue=told.late.days if told and told.is_overdue else None,
            light=told.light if told else None,
        )


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


def notice(request: HttpRequest) -> HttpResponse:
    """Send the monthly notice (通报) over what the filter leaves."""
    from bridgehead.report.notices import monthly
    from bridgehead.report.official import as_bytes

    items, said = chosen(request, MOST)
    month = request.GET.get("month") or f"{timezone.localdate():%Y-%m}"
    made = monthly(items, month=month, now=timezone.now(), said=said, site=site_of(request))
    return sent(as_bytes(made, language()), _("督办通报"), "docx", WORD)


def brief(request: HttpRequest) -> HttpResponse:
    """Send the brief (要情) of the last seven days."""
    from bridgehead.report.notices import digest
    from bridgehead.report.official import as_bytes

    items, said = chosen(request, MOST)
    last = timezone.localdate()
    made = digest(
        items,
        first=last - dt.timedelta(days=6),
        last=last,
        now=timezone.now(),
        said=said,
        site=site_of(request),
    )
    return sent(as_bytes(made, language()), _("督办要情"), "docx", WORD)


def special_report(request: HttpRequest, key: str) -> HttpResponse:
    """Send the report (专报) on one item with its whole chain."""
    from bridgehead.report.notices import special
    from bridgehead.report.official import as_bytes

    _row, item, _actor = one(request, key)
    made = special(item, history(key), now=timezone.now(), site=site_of(request))
    return sent(as_bytes(made, language()), _("督办专报"), "docx", WORD)


def site_of(request: HttpRequest) -> str:
    """Return the office's own address."""
    return request.build_absolute_uri("/").rstrip("/")
