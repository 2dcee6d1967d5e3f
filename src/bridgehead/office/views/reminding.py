"""Reminders for the supervision office: what would go out now, sending it, and what became of it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from bridgehead.ledger import Actor, next_working_moment
from bridgehead.ledger.actions import Remind
from bridgehead.ledger.reminders import Reminder
from bridgehead.office.supervision import post, sending
from bridgehead.office.supervision.lists import LIGHTS, language
from bridgehead.office.supervision.models import LedgerOutbox
from bridgehead.office.supervision.people import actor_of

__all__ = ["reminders", "send_reminders"]

ROWS, LOG = 100, 100
"""So many reminders of a level, and messages of the log, stand on the page."""


def central(request: HttpRequest) -> Actor:
    """Return who asks, if they may remind."""
    actor = actor_of(request.user)
    if not actor.roles & Remind.roles:
        raise Http404(_("您的角色不能催办。"))
    return actor


def reminders(request: HttpRequest) -> HttpResponse:
    """Show what would be sent now, a level after the other, and what was sent."""
    actor, now = central(request), timezone.now()
    due = sending.due(now)
    free = next_working_moment(now)
    context = {
        "levels": [
            (level, len(rows), [shown(one) for one in rows[:ROWS]])
            for level in (3, 2, 1)
            if (rows := [one for one in due if one.level == level])
        ],
        "number": len(due),
        "next_at": free if free > now else None,
        "channels": post.configured(),
        "log": LedgerOutbox.objects.all()[:LOG],
        "failed": LedgerOutbox.objects.filter(state="failed").count(),
        "actor": actor,
        "section": "reminders",
    }
    return render(request, "office/reminders.html", context)


def shown(one: Reminder) -> dict[str, Any]:
    """Return a reminder as the page shows it."""
    told = one.signal
    return {
        "item": one.item,
        "org": one.org,
        "colour": LIGHTS[told.light],
        "reason": told.reason(language()),
        "text": one.text(language()),
    }


@require_POST
def send_reminders(request: HttpRequest) -> HttpResponse:
    """Send what is due; or let what was given up be tried again."""
    actor = central(request)
    if "retry" in request.POST:
        post.retry()
        told = post.deliver()
        messages.info(
            request,
            _("重新发送：成功 %(sent)d 条，待重试 %(waiting)d 条，失败 %(failed)d 条。") % vars_of(told),
        )
        return redirect("reminders")
    sent = sending.remind(actor)
    if sent.next_at:
        at = timezone.localtime(sent.next_at)
        messages.warning(request, _("现在不是工作时间，没有催办；%s 起可以催办。") % f"{at:%Y-%m-%d %H:%M}")
        return redirect("reminders")
    number = len(sent.reminded)
    messages.success(request, ngettext("已催办 %d 件。", "已催办 %d 件。", number) % number)
    for key, error in sent.refused[:10]:
        messages.warning(request, f"{key}：{error.message(language())}")
    if sent.queued:
        messages.info(
            request,
            _("发出消息 %(sent)d 条，待重试 %(waiting)d 条，失败 %(failed)d 条。") % vars_of(sent.delivered),
        )
    return redirect("reminders")


def vars_of(told: post.Delivered) -> dict[str, int]:
    """Return what became of messages by name."""
    return {"sent": told.sent, "waiting": told.waiting, "failed": told.failed}
