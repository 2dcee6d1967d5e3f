"""Items of the ledger on the terminal: found, shown, acted on. Loaded once the office is open."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

import msgspec

from bridgehead.cli._output import console, print_table, say
from bridgehead.errors import NotPossible, UsageError, language
from bridgehead.ledger import KINDS, STATES, Clock, Event, Item, derivation, item_key
from bridgehead.ledger.actions import ACTIONS
from bridgehead.ledger.deadlines import local
from bridgehead.ledger.histories import Act
from bridgehead.ledger.signals import signal
from bridgehead.office.supervision import find, people, store
from bridgehead.office.supervision.people import MACHINE
from bridgehead.office.supervision.rows import item_of

__all__ = [
    "acted",
    "cells",
    "code",
    "filter_said",
    "heads",
    "key_of",
    "narrowed",
    "plain",
    "print_item",
    "whole",
    "words",
]


def code(table: Mapping[str, Any], said: str | None) -> str | None:
    """Return the code of a kind or state from its code or name.

    Raises
    ------
    UsageError
        If there is none.
    """
    if said is None or said in table:
        return said
    for one in table.values():
        if said in (one.zh, one.en):
            return str(one.code)
    raise UsageError(
        f"没有“{said}”。",
        f"There is no “{said}”.",
        try_zh="、".join(f"{one.code}（{one.zh}）" for one in table.values()),
        try_en=", ".join(table),
    )


def words(what: str, code: str) -> str:
    """Return a kind's, state's or action's name in the user's language."""
    tables: dict[str, Mapping[str, Any]] = {"kind": KINDS, "state": STATES, "action": ACTIONS}
    one = tables[what].get(code)
    return code if one is None else say(one.zh, one.en)


def narrowed(text: str, kind: str | None, state: str | None, org: str | None, overdue: bool) -> Any:
    """Return the rows that a filter leaves (a QuerySet of LedgerItem)."""
    return find.narrowed(
        MACHINE, text, kind=code(KINDS, kind), state=code(STATES, state), org=org, overdue=overdue
    )


def filter_said(
    text: str, kind: str | None, state: str | None, org: str | None, overdue: bool
) -> dict[str, str]:
    """Return a filter in words, for the last sheet of an export."""
    told = {
        say("文字", "Words"): text,
        say("类别", "Kind"): words("kind", code(KINDS, kind) or ""),
        say("状态", "State"): words("state", code(STATES, state) or ""),
        say("承办单位", "Department"): org or "",
        say("逾期", "Overdue"): say("是", "yes") if overdue else "",
    }
    return {label: value for label, value in told.items() if value}


def heads() -> list[str]:
    """Return the heads of the list."""
    return [
        say("编号", "Number"),
        say("事项", "Item"),
        say("类别", "Kind"),
        say("状态", "State"),
        say("牵头单位", "Lead"),
        say("时限", "Due"),
        say("进度", "Done"),
    ]


def cells(row: Any) -> list[Any]:
    """Return an item as a row of the list."""
    item = item_of(row)
    told = signal(item, dt.datetime.now(dt.UTC))
    percent = item.percent
    done = "" if percent is None else f"{percent:.0f}%"
    state = words("state", item.state)
    lead = item.lead.org if item.lead else ""
    reason = told.reason(language())  # type: ignore[arg-type]
    return [item.no, item.title, words("kind", item.kind), state, lead, reason, done]


def plain(row: Any) -> dict[str, Any]:
    """Return an item as one JSON object."""
    item = item_of(row)
    told = signal(item, dt.datetime.now(dt.UTC))
    due = row.due_at.isoformat() if row.due_at else None
    return {
        "type": "item",
        **msgspec.to_builtins(item),
        "state": item.state,
        "due": due,
        "light": told.light,
        "overdue": told.is_overdue,
    }


def key_of(said: str) -> str:
    """Return the key of an item from its number or key.

    Raises
    ------
    NotPossible
        If there is none, or several of different kinds have the number.
    """
    found = find.keys_of(said)
    if len(found) == 1:
        return str(found[0][0])
    if found:
        raise NotPossible(
            "有几件事都是这个编号。",
            "Several items have this number.",
            where=said,
            try_zh="改用标识：" + "、".join(f"{words('kind', kind)} {key}" for key, kind in found),
            try_en="use the key: " + ", ".join(f"{words('kind', kind)} {key}" for key, kind in found),
        )
    raise store.missing(said)


def acted(said_item: str, action: str, said: str, username: str) -> Item:
    """Take an action as a user, and return the item as it then stands.

    Raises
    ------
    UsageError
        If there is no such user or action, or what it says is no JSON object.
    ActionRefused
        If the user may not, or the item's state does not allow it.
    """
    actor = people.actor_named(username)
    try:
        fields = msgspec.json.decode(said, type=dict[str, Any])
    except msgspec.MsgspecError as error:
        raise UsageError(
            f"内容不是 JSON 对象（{error}）。",
            f"What it says is no JSON object ({error}).",
            where="--said",
            try_zh="""写作 '{"text": "已完成"}'""",
            try_en="""write '{"text": "done"}'""",
        ) from error
    kind = ACTIONS.get(action)
    if kind is not None and kind.creates and not said_item.startswith("item-"):
        key = item_key(str(fields.get("kind", "")), said_item)
        fields["details"] = {"no": said_item} | dict(fields.get("details") or {})
    else:
        key = said_item if kind is not None and kind.creates else key_of(said_item)
    made = Act(item=key, action=action, said=fields).made()
    changed: Item = store.act(actor, key, made)
    return changed


def whole(key: str) -> dict[str, Any]:
    """Return an item with its events and the arithmetic of its clocks as one JSON object."""
    item = store.load(key)
    clocks = [
        {
            "org": part.org,
            "limit": clock.limit,
            "due": clock.due.isoformat(),
            "arithmetic": _arithmetic(clock),
        }
        for part in item.assignments
        for clock in part.clocks
    ]
    events = [msgspec.to_builtins(event) for event in store.history(key)]
    return {
        "type": "item",
        **msgspec.to_builtins(item),
        "state": item.state,
        "clocks": clocks,
        "events": events,
    }


def _arithmetic(clock: Clock) -> list[str]:
    return derivation(clock).explain(language())  # type: ignore[arg-type]


def print_item(key: str) -> None:
    """Print an item: what it is, its clocks, its evidence, its source, its course."""
    item = store.load(key)
    out = console()
    out.print(f"{item.no} {item.title}".strip(), style="bold", markup=False)
    reason = signal(item, dt.datetime.now(dt.UTC)).reason(language())  # type: ignore[arg-type]
    about = [
        words("kind", item.kind),
        words("state", item.state),
        reason,
        item.region,
        item.theme,
        item.issuer,
    ]
    out.print(" · ".join(one for one in about if one), markup=False)
    if item.body:
        out.print(item.body, markup=False)
    if item.quote or item.source_text:
        source = "　".join(filter(None, (item.source_text, f"“{item.quote}”" if item.quote else "")))
        out.print(f"{say('来源：', 'Source: ')}{source}", markup=False)
        if item.document:
            at = f" {item.span[0]}–{item.span[1]}" if item.span else ""
            out.print(f"  {item.document}{at}", markup=False)
    for part in item.assignments:
        _print_clocks(part)
    if item.evidence:
        rows = [
            (
                one.name or one.quote,
                one.org,
                f"{local(one.at):%Y-%m-%d}",
                (one.sha256 or one.record or "")[:12],
            )
            for one in item.evidence
        ]
        heads = [say("佐证", "Evidence"), say("单位", "Department"), say("日期", "Day"), "SHA-256"]
        print_table("", heads, rows)
    events = store.history(key)
    heads = [say("时间", "When"), say("谁", "Who"), say("办理", "What"), say("内容", "Said")]
    print_table(say("经过", "Course"), heads, [_event(event) for event in events])


def _print_clocks(part: Any) -> None:
    out = console()
    role = {"lead": ("牵头", "leads"), "assist": ("协办", "assists"), "supervise": ("督导", "supervises")}
    state = words("state", part.state)
    out.print(f"{part.org} {say(*role[part.role])} · {state}", markup=False)
    for clock in part.clocks:
        name = clock.limit or say("指定日期", "named day")
        met = f"{local(clock.met_at):%Y-%m-%d %H:%M}" if clock.met_at else "–"
        line = f"{name}{say('：', ': ')}{local(clock.due):%Y-%m-%d %H:%M}"
        out.print(f"  {line}　{say('完成', 'met')} {met}", markup=False)
        for step in _arithmetic(clock):
            out.print(f"    {step}", markup=False)


TOLD = ("text", "reason", "decision", "to", "lead", "progress", "value", "number", "granted")
"""What an event says that a line has room for."""


def _event(event: Event) -> tuple[str, str, str, str]:
    told = [f"{event.payload[name]}" for name in TOLD if event.payload.get(name) not in (None, "")]
    who = f"{event.actor}（{event.org}）" if event.org else event.actor
    at = local(event.at)
    return f"{at:%Y-%m-%d %H:%M}", who, words("action", event.action), "；".join(told)
