"""Rule sets: what each says, since when, an office's own; and a calculator that shows its days."""

from __future__ import annotations

import datetime as dt
from importlib.resources import files
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from bridgehead import terms
from bridgehead.errors import UsageError
from bridgehead.ledger import ZONE, Calendar, due
from bridgehead.ledger.rules import RuleSet, parse_rules
from bridgehead.office.supervision import store
from bridgehead.office.supervision.lists import language
from bridgehead.office.supervision.models import LedgerRules
from bridgehead.office.supervision.people import actor_of

__all__ = ["rule_set", "rules"]

EDITORS = frozenset({"supervisor", "administrator"})
LARGEST = 50_000
"""Characters of a rule set."""


def counted(rules: RuleSet, start: dt.date) -> list[dict[str, Any]]:
    """Return when each limit of a rule set is due from a day on, with the arithmetic."""
    at = dt.datetime.combine(start, dt.time(9), ZONE)
    shown = []
    for limit in rules.limits:
        told = due(limit.limit, at, Calendar())
        shown.append({"limit": limit, "due": told, "lines": told.explain(language())})
    return shown


def rules(request: HttpRequest) -> HttpResponse:
    """Show the rule sets that hold today."""
    context = {"sets": list(store.book()), "section": "rules", "actor": actor_of(request.user)}
    return render(request, "office/rules.html", context)


def rule_set(request: HttpRequest, code: str) -> HttpResponse:
    """Show a rule set, count with it, and let a supervisor write a version of the office's own."""
    book, actor = store.book(), actor_of(request.user)
    versions = book.sets.get(code)
    may_edit = bool(EDITORS & actor.roles)
    if versions is None and not (code == "new" and may_edit):
        raise Http404(_("没有这套规则。"))
    own = {row.valid_from: row for row in LedgerRules.objects.filter(code=code)}
    toml, problem = request.POST.get("toml", ""), ""
    if request.method == "POST":
        if not may_edit:
            raise Http404(_("您的角色不能修改规则。"))
        try:
            made = kept(toml, code, request.user)
        except UsageError as error:
            problem = error.message(language())
        else:
            messages.success(request, _("已保存。此前交办的事项仍按当时的规则计算。"))
            return redirect("rule_set", code=made.code)
    today = timezone.localdate()
    shown = book.get(code, today) if versions else None
    try:
        start = dt.date.fromisoformat(request.GET.get("start", ""))
    except ValueError:
        start = today
    if not 1949 <= start.year <= 2999:  # before and after it days cannot be counted in every zone
        start = today
    context = {
        "rules": shown,
        "versions": versions or [],
        "own": own,
        "start": start,
        "counted": counted(shown, start) if shown else [],
        "toml": toml or text_of(shown, own, today),
        "problem": problem,
        "may_edit": may_edit,
        "actor": actor,
        "section": "rules",
    }
    return render(request, "office/rule_set.html", context, status=400 if problem else 200)


def kept(toml: str, code: str, user: Any) -> RuleSet:
    """Keep a version of a rule set.

    Raises
    ------
    UsageError
        If it is no rule set, has another code, or would change what held before today.
    """
    if len(toml) > LARGEST or "\x00" in toml:
        raise UsageError("规则文本过长，或含有不可见字符。", "The text is too long, or holds odd characters.")
    made = parse_rules(toml, code)
    if code not in ("new", made.code):
        raise UsageError(
            f"规则代码应为“{code}”，写成了“{made.code}”。",
            f"The code should be “{code}” and is “{made.code}”.",
            try_zh="另立一套规则请从“新规则”进入",
            try_en="for another rule set, use “new”",
        )
    standing = store.book().sets.get(made.code)
    if standing and made.valid_from <= timezone.localdate() and code != "new":
        raise UsageError(
            "新版本的 valid_from 应在今天之后：已经生效的规则不改动。",
            "The valid_from of a new version lies after today: what holds is not changed.",
            where=str(made.valid_from),
            try_zh=f"valid_from = {timezone.localdate() + dt.timedelta(days=1)}",
            try_en=f"valid_from = {timezone.localdate() + dt.timedelta(days=1)}",
        )
    if standing and code == "new":
        raise UsageError(
            f"已有代码为“{made.code}”的规则。",
            f"There is a rule set “{made.code}”.",
            try_zh="换一个代码，或在原规则下写新版本",
            try_en="another code, or a new version of that one",
        )
    LedgerRules.objects.update_or_create(
        code=made.code, valid_from=made.valid_from, defaults={"toml": toml, "user": user}
    )
    return made


def text_of(shown: RuleSet | None, own: dict[dt.date, LedgerRules], today: dt.date) -> str:
    """Return the text to begin with: the newest version, valid from tomorrow."""
    if own:
        text = own[max(own)].toml
    else:
        name = shown.code if shown else "directive-custom"
        text = files(terms.__name__).joinpath("rules").joinpath(f"{name}.toml").read_text(encoding="utf-8")
    lines = [line for line in text.splitlines() if not line.startswith("#")]
    tomorrow = today + dt.timedelta(days=1)
    return "\n".join(f"valid_from = {tomorrow}" if line.startswith("valid_from") else line for line in lines)
