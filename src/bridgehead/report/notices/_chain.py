"""The log of an item as a chain of steps: what each event says, in words; units are named, people are not."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from bridgehead.ledger import STATES, Event, Item
from bridgehead.ledger.actions import ACTIONS
from bridgehead.ledger.deadlines import local
from bridgehead.ledger.projection import undone
from bridgehead.report.notices._words import Speech
from bridgehead.report.official import Step

__all__ = ["steps"]

_Tell = Callable[[Any, bool], str]


def _both(zh: str, en: str) -> _Tell:
    return lambda value, english: (en if english else zh).format(value)


def _choice(**words: tuple[str, str]) -> _Tell:
    return lambda value, english: words.get(str(value).lower(), ("", ""))[english]


_SAID: dict[str, _Tell] = {
    "granted": _choice(true=("同意", "granted"), false=("不同意", "not granted")),
    "confirmed": _choice(true=("确认为佐证", "confirmed"), false=("不作佐证", "dismissed")),
    "no": _both("编号{}", "no. {}"),
    "lead": _both("{}牵头", "lead: {}"),
    "assists": lambda value, english: (
        f"assisting: {', '.join(value)}" if english else f"{'、'.join(value)}协办"
    ),
    "to": _both("转由{}办理", "to {}"),
    "org": _both("单位：{}", "department: {}"),
    "number": _both("申请延长{}（按期限的单位）", "longer by {}, in the unit of its limit"),
    "review_on": _both("{}复核", "to be looked at again on {}"),
    "meeting": _both("会议：{}", "meeting: {}"),
    "decision": _both("决定：{}", "decision: {}"),
    "level": _both("第{}级", "level {}"),
    "contacted": _choice(true=("已联系上", "reached"), false=("未联系上", "not reached")),
    "resolved": _choice(
        yes=("已解决", "solved"), partly=("部分解决", "solved in part"), no=("未解决", "not solved")
    ),
    "satisfied": _choice(
        yes=("满意", "content"), fairly=("基本满意", "fairly content"), no=("不满意", "not content")
    ),
    "state": lambda value, english: (
        (f"as: {STATES[value].en}" if english else f"状态：{STATES[value].zh}") if value in STATES else ""
    ),
    "month": _both("{}报数", "reading of {}"),
    "value": _both("指标值{:g}", "value {:g}"),
    "progress": _both("进度{:g}%", "progress {:g} %"),
    "reason": _both("理由：{}", "reason: {}"),
    "text": _both("{}", "{}"),
    "without_assists": _both("协办未报送的说明：{}", "without the assisting ones, because: {}"),
    "due_on": _both("指定{}前办结", "due on {}, a day that was named"),
}
"""How a field of an action is told, in this order; what an action says besides is not for a paper."""


def steps(item: Item, events: Sequence[Event], language: str) -> tuple[Step, ...]:
    """Return the chain of an item's events, oldest first; what was taken back stays, and says so.

    Parameters
    ----------
    item : Item
        The item, for the evidence that events name.
    events : sequence of Event
        All of them, in order.
    language : {"zh", "en"}
        Of the words.
    """
    gone, speech = undone(events), Speech(language)
    return tuple(_step(item, event, event.seq in gone, speech) for event in events)


def _step(item: Item, event: Event, gone: bool, speech: Speech) -> Step:
    english = speech.language == "en"
    action = ACTIONS.get(event.action)
    name = (action.en if english else action.zh) if action else event.action
    office = "supervision office" if english else "督查部门"
    stop = "; " if english else "；"
    told = [event.org or office, *_told(event.payload, english)]
    told += _proofs(item, event.payload, english) + _due(event.payload, english)
    if event.action == "undo":
        told.append(f"no. {event.payload['seq']}" if english else f"第{event.payload['seq']}条记录")
    text = stop.join(filter(None, told)) + (speech.say("taken_back") if gone else "")
    return Step(f"{local(event.at).date()}", name, text)


def _told(payload: dict[str, Any], english: bool) -> list[str]:
    """Return what the action's own fields say."""
    return [
        tell(payload[name], english)
        for name, tell in _SAID.items()
        if payload.get(name) not in (None, "", (), [])
    ]


def _proofs(item: Item, payload: dict[str, Any], english: bool) -> list[str]:
    """Return the evidence that an event brought, or is about."""
    given = payload.get("evidence")
    if isinstance(given, str):
        names = [one.name for one in item.evidence if one.id == given]
    else:
        names = [str(one.get("name", "")) for one in given or ()]
    names = [name for name in names if name]
    if not names:
        return []
    return [f"evidence: {', '.join(names)}" if english else f"佐证：{'、'.join(names)}"]


def _due(payload: dict[str, Any], english: bool) -> list[str]:
    """Return the due day that an event set."""
    made = payload.get("made") or {}
    clocks = made.get("clocks") if isinstance(made, dict) else None
    days = [str(one["due"])[:10] for one in clocks or () if isinstance(one, dict) and one.get("main")]
    if not days:
        return []
    return [f"due {days[0]}" if english else f"办结期限{days[0]}"]
