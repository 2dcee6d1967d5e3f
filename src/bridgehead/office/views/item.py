"""One item: its page, what is done to it, its files."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from bridgehead.errors import ActionRefused, BridgeheadError, Conflict, UsageError
from bridgehead.ledger import (
    KINDS,
    Actor,
    Calendar,
    Event,
    Item,
    RuleBook,
    derivation,
    possible,
    sees,
)
from bridgehead.ledger.actions import ACTIONS, Action, Judge, Open
from bridgehead.ledger.actions.decisions import Decides
from bridgehead.ledger.items import Assignment, Clock, item_key
from bridgehead.ledger.projection import BY_CONSEQUENCE, undone
from bridgehead.ledger.signals import clock_signal, signal
from bridgehead.office.models import Record
from bridgehead.office.supervision import blanks, find, store
from bridgehead.office.supervision.files import brought, path_of
from bridgehead.office.supervision.lists import LIGHTS, language, words
from bridgehead.office.supervision.models import LedgerItem
from bridgehead.office.supervision.people import actor_of, departments
from bridgehead.office.supervision.rows import item_of
from bridgehead.office.views._parts import number_of

__all__ = ["act", "evidence_file", "from_record", "item", "new_item", "undo"]

OWN_PLACE = frozenset({"judge"})
"""Actions whose buttons stand beside what they are about."""
FIRST = ("sign_for", "report", "submit", "register", "dispatch", "review", "call_back", "close", "settle")
"""What usually comes next stands open, in the main colour."""


def one(request: HttpRequest, key: str) -> tuple[LedgerItem, Item, Actor]:
    """Return an item that the person may see; any other is not there for them."""
    actor = actor_of(request.user)
    row = LedgerItem.objects.filter(key=key.replace("\x00", "")).first()
    found = item_of(row) if row else None
    if row is None or found is None or not sees(actor, found):
        raise Http404(_("没有这个事项，或您无权查看。"))
    return row, found, actor


def keys_for(actor: Actor) -> Callable[[str], str | None]:
    """Return what gives the key of an item by its number, or that key: of items that the person may see."""
    seen = find.visible(actor).order_by("id").values_list("key", flat=True)

    def key_of(no: str) -> str | None:
        text = no.replace("\x00", "").strip()
        # A draft may bear a number that somebody thought up: what is registered goes first.
        found = seen.filter(no=text)
        return found.exclude(state="draft").first() or found.first() or seen.filter(key=text).first()

    return key_of


def item(request: HttpRequest, key: str) -> HttpResponse:
    """Show an item: where it stands, who has it, its clocks with their arithmetic, evidence, history."""
    row, found, actor = one(request, key)
    return page(request, row, found, actor)


def page(
    request: HttpRequest,
    row: LedgerItem,
    found: Item,
    actor: Actor,
    failed: tuple[str, str] | None = None,
    status: int = 200,
) -> HttpResponse:
    """Render an item's page, with the form that was refused open and as it was filled in."""
    now, book = timezone.now(), store.book()
    events = store.history(found.key)
    actions = [kind for kind in possible(found, actor) if kind.name not in OWN_PLACE]
    actions.sort(key=lambda kind: (kind.name not in FIRST, list(ACTIONS).index(kind.name)))
    typed = request.POST if failed else None
    told = signal(found, now)
    record = (
        Record.objects.select_related("document").filter(pk=found.record).first() if found.record else None
    )
    children = find.visible(actor).filter(parent=found.key).order_by("no", "id")
    context = {
        "row": row,
        "item": found,
        "actor": actor,
        "light": {"colour": LIGHTS[told.light], "reason": told.reason(language())},
        "parts": [shown_part(part, book, found) for part in found.assignments],
        "actions": [
            {
                "name": kind.name,
                "words": words(kind),
                "main": kind.name in FIRST,
                "open": failed is not None and failed[0] == kind.name,
                "problem": failed[1] if failed and failed[0] == kind.name else "",
                "blanks": blanks.blanks(
                    kind, book, found, typed if failed and failed[0] == kind.name else None
                ),
                "needs": needs(kind, found),
            }
            for kind in actions
        ],
        "judges": Judge in possible(found, actor),
        "record": record,
        "children": list(children[:200]),
        "parent": find.visible(actor).filter(key=found.parent).first() if found.parent else None,
        "merged": list(find.visible(actor).filter(key__in=found.absorbed)),
        "into": find.visible(actor).filter(key=found.merged_into).first() if found.merged_into else None,
        "events": timeline(events, actor),
        "orgs": departments(),
        "kind": KINDS[found.kind],
        "problem": failed[1] if failed else "",
        "section": "items",
    }
    return render(request, "office/item.html", context, status=status)


def needs(kind: type[Action], found: Item) -> str:
    """Return what a decision is about, in words."""
    if not issubclass(kind, Decides):
        return ""
    return "；".join(f"{one.org}：{one.reason}" for one in found.pending if one.kind == kind.kind)


def shown_part(part: Assignment, book: RuleBook, found: Item) -> dict[str, Any]:
    """Return a department's part as the page shows it."""
    return {"part": part, "clocks": [shown_clock(clock, book, part, found) for clock in part.clocks]}


def shown_clock(clock: Clock, book: RuleBook, part: Assignment, found: Item) -> dict[str, Any]:
    """Return a clock with its name, its light and its arithmetic."""
    rules = book.version(clock)
    name = _("指定日期") if clock.named else words(rules.limit(clock.limit))
    told = clock_signal(clock, timezone.now(), Calendar(), org=part.org, state=found.state)
    return {
        "clock": clock,
        "name": name,
        "rules": rules,
        "rules_words": words(rules),
        "confirmed": rules.status == "confirmed",
        "colour": LIGHTS[told.light],
        "reason": told.reason(language()),
        "lines": derivation(clock).explain(language()),
    }


def timeline(events: list[Event], actor: Actor) -> list[dict[str, Any]]:
    """Return the events of an item, newest first, each with what it said and whether it can be taken back."""
    gone, built_on = undone(events), False
    shown = []
    for event in reversed(events):
        kind = ACTIONS[event.action]
        standing = event.seq not in gone
        may = (
            standing
            and not built_on
            and not kind.silent
            and not kind.creates
            and (event.actor == actor.name or bool(actor.roles & {"supervisor", "administrator"}))
        )
        shown.append(
            {
                "event": event,
                "words": words(kind),
                "said": [(label, value) for label, value in said(event) if value],
                "gone": event.seq in gone,
                "may_undo": may,
                "silent": kind.silent,
            }
        )
        built_on = built_on or (standing and not kind.silent)
    return shown


def said(event: Event) -> list[tuple[Any, str]]:
    """Return what an event says, field by field, in words."""
    told: list[tuple[Any, str]] = []
    for name, value in event.payload.items():
        if name in ("made", "evidence", "details", "request", "seq", "key") or value in (None, "", [], ()):
            continue
        label = (
            str(blanks.WORDS[name][0]).partition("（")[0].partition(" (")[0] if name in blanks.WORDS else name
        )
        told.append((label, words(KINDS[value]) if name == "kind" else _in_words(value)))
    for one in event.payload.get("evidence") or ():
        if isinstance(one, dict):
            told.append((_("佐证"), one.get("name", "")))
    return told


def _in_words(value: Any) -> str:
    if isinstance(value, list):
        return "、".join(map(str, value))
    if isinstance(value, bool):
        return str(blanks.CHOICES["yes" if value else "no"])
    return str(blanks.CHOICES.get(str(value), value)) if isinstance(value, str) else str(value)


@require_POST
def act(request: HttpRequest, key: str) -> HttpResponse:
    """Take an action on an item, as its form says."""
    row, found, actor = one(request, key)
    name = request.POST.get("action", "")
    kind = ACTIONS.get(name)
    if kind is None or kind.creates or kind.name in BY_CONSEQUENCE:
        raise Http404(_("没有这种办理。"))
    try:
        evidence = brought(request.FILES.getlist("evidence"), kind, actor)
        action = blanks.made(kind, request.POST.dict(), evidence=evidence, item=found, find=keys_for(actor))
        seen = request.POST.get("seen", "")
        store.act(actor, key, action, seen=number_of(seen) if seen else None)
    except (ActionRefused, UsageError) as error:
        if isinstance(error, Conflict):
            row, found, actor = one(request, key)
        status = 409 if isinstance(error, Conflict) else 400
        return page(request, row, found, actor, (name, error.message(language())), status)
    messages.success(request, _("已办理：%(what)s") % {"what": words(kind)})
    return redirect("item", key=key)


@require_POST
def undo(request: HttpRequest, batch: int) -> HttpResponse:
    """Take back what one act did, to one or many items."""
    actor = actor_of(request.user)
    outcome = store.take_back(actor, batch)
    if outcome.done:
        messages.success(request, _("已撤销 %(number)s 件的办理。") % {"number": len(set(outcome.done))})
    for _key, error in outcome.refused[:5]:
        messages.warning(request, error.message(language()))
    if not outcome.done and not outcome.refused:
        messages.info(request, _("没有可以撤销的办理。"))
    back = request.POST.get("next", "")
    return redirect(back if back.startswith("/") and url_has_allowed_host_and_scheme(back, None) else "items")


def evidence_file(request: HttpRequest, key: str, sha256: str) -> FileResponse:
    """Send a file of evidence to somebody who may see the item."""
    _row, found, _actor = one(request, key)
    proof = next((one for one in found.evidence if one.sha256 == sha256), None)
    path = path_of(sha256) if proof else None
    if proof is None or path is None:
        raise Http404(_("没有这个佐证文件。"))
    # Never shown in the page: a file that somebody uploaded could be a page of its own.
    return FileResponse(
        path.open("rb"), as_attachment=True, filename=proof.name, content_type="application/octet-stream"
    )


def new_item(request: HttpRequest) -> HttpResponse:
    """Enter an item by hand."""
    actor = actor_of(request.user)
    if not Open.roles & actor.roles:
        raise Http404(_("您的角色不能登记事项。"))
    problem = ""
    if request.method == "POST":
        try:
            action = blanks.made(Open, request.POST.dict(), find=keys_for(actor))
            assert isinstance(action, Open)
            no = action.details.no or ""
            stamp = f"{actor.name} {timezone.now().isoformat()}"
            key = item_key(action.kind, no or "", str(action.details.title), stamp)
            store.act(actor, key, action)
        except (ActionRefused, UsageError) as error:
            problem = error.message(language())
        else:
            messages.success(request, _("已登记为草稿，立项后才能交办。"))
            return redirect("item", key=key)
    context = {
        "blanks": blanks.blanks(Open, store.book(), None, request.POST if problem else None),
        "problem": problem,
        "actor": actor,
        "section": "items",
    }
    return render(request, "office/item_new.html", context, status=400 if problem else 200)


@require_POST
def from_record(request: HttpRequest, pk: str) -> HttpResponse:
    """Make an item of a directive, commitment or project that was read, with one click."""
    from bridgehead.office.supervision.drafts import draft_of

    actor = actor_of(request.user)
    record = Record.objects.select_related("document").filter(pk=pk, withdrawn=False).first()
    if record is None:
        raise Http404(_("没有这条记录。"))
    standing = find.visible(actor).filter(record=pk).first()
    if standing is not None:
        messages.info(request, _("这条记录已经立项。"))
        return redirect(standing)
    try:
        key = draft_of(actor, record)
    except BridgeheadError as error:
        messages.error(request, error.message(language()))
        return redirect(record)
    messages.success(request, _("已登记为草稿，原句一并带入。"))
    return redirect("item", key=key)
