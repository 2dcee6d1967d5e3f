"""Joint meetings: what waits for one, the agenda of each, and what they decided."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from bridgehead.errors import ActionRefused, UsageError
from bridgehead.ledger import item_key
from bridgehead.ledger.actions import Details, Open, Register, Schedule
from bridgehead.office.supervision import find, store
from bridgehead.office.supervision.lists import language
from bridgehead.office.supervision.people import actor_of

__all__ = ["call_meeting", "meetings"]


def meetings(request: HttpRequest) -> HttpResponse:
    """Show what waits for a joint meeting, and the meetings with their agendas."""
    actor = actor_of(request.user)
    seen = find.visible(actor)
    called = list(seen.filter(kind="meeting").order_by("-issued_at", "-id")[:60])
    agenda: dict[str, list[object]] = {}
    for row in seen.filter(meeting__in=[one.key for one in called]).order_by("state", "id"):
        agenda.setdefault(row.meeting, []).append(row)
    decided: dict[str, list[object]] = {}
    for row in seen.filter(parent__in=[one.key for one in called]).order_by("id"):
        decided.setdefault(row.parent, []).append(row)
    context = {
        "waiting": list(seen.filter(state="escalated", meeting=None).order_by("due_at", "id")[:100]),
        "meetings": [(one, agenda.get(one.key, []), decided.get(one.key, [])) for one in called],
        "may_call": bool(Open.roles & Schedule.roles & actor.roles),
        "today": timezone.localdate(),
        "actor": actor,
        "section": "meetings",
    }
    return render(request, "office/meetings.html", context)


@require_POST
def call_meeting(request: HttpRequest) -> HttpResponse:
    """Call a meeting, with the ticked items on its agenda."""
    actor = actor_of(request.user)
    if not Schedule.roles & actor.roles:
        raise Http404(_("您的角色不能召集会议。"))
    title, day = request.POST.get("title", "").strip(), request.POST.get("day", "")
    try:
        details = {"title": title, "issued_at": day or None}
        action = Open(kind="meeting", details=_details(details))
        key = item_key("meeting", "", title, f"{day} {timezone.now().isoformat()}")
        store.act(actor, key, action)
        store.act(actor, key, Register())
    except (ActionRefused, UsageError) as error:
        messages.error(request, error.message(language()))
        return redirect("meetings")
    keys = find.visible(actor).filter(key__in=request.POST.getlist("keys")).values_list("key", flat=True)
    outcome = store.act_on_many(actor, keys, Schedule(meeting=key))
    for _key, error in outcome.refused[:5]:
        messages.warning(request, error.message(language()))
    messages.success(request, _("已召集会议，列入议程 %(number)s 件。") % {"number": len(outcome.done)})
    return redirect("meetings")


def _details(values: dict[str, object]) -> Details:
    import msgspec

    try:
        return msgspec.convert({name: value for name, value in values.items() if value}, Details)
    except msgspec.ValidationError as error:
        raise UsageError(
            "会议名称或日期填得不对。", "The title or the day is not right.", try_zh="日期写作 2026-03-01"
        ) from error
