"""A year of a made-up supervision office, by its own rules: items of every kind and state, from a seed."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Iterator
from typing import NamedTuple

from bridgehead.errors import ActionRefused
from bridgehead.ledger import GENESIS, ZONE, Actor, Event, Item, Measure, applied, chained, item_key, take
from bridgehead.ledger import actions as acts
from bridgehead.ledger.actions import Action, Context, Details
from bridgehead.ledger.items import Evidence

NOW = dt.datetime(2026, 11, 5, 10, tzinfo=ZONE)
CLERK = Actor("录入甲", frozenset({"clerk"}))
SUPERVISOR = Actor("督查甲", frozenset({"supervisor"}))
REVIEWER = Actor("审核甲", frozenset({"reviewer"}))
ORGS = ("市住建局", "市水务局", "市教育局", "市交通局", "松溪县政府")
KINDS = ("directive", "livelihood", "problem", "joint_problem", "appeal", "meeting")
WORKS = ("供热管网改造", "幼儿园扩建", "路灯维修", "河道清淤", "公交线路调整", "老旧小区加装电梯")


class Done(NamedTuple):
    """One action of the year."""

    key: str
    actor: Actor
    action: Action
    at: dt.datetime


def year(number: int = 200, seed: int = 7) -> Iterator[Done]:
    """Yield what was tried with each item, in order; some of it is refused, as in a year of an office."""
    chance = random.Random(seed)
    for n in range(number):
        yield from _life(n, chance)


def _life(n: int, chance: random.Random) -> Iterator[Done]:
    kind, org = chance.choice(KINDS), chance.choice(ORGS)
    other = chance.choice([one for one in ORGS if one != org])
    hand = Actor(f"经办{org}", frozenset({"department"}), org)
    at = dt.datetime(2026, 1, 5, 9, tzinfo=ZONE) + dt.timedelta(days=chance.randrange(300), hours=n % 7)
    no, title = f"{kind[:2].upper()}-{n:04d}", f"第{n}号{chance.choice(WORKS)}"
    measure = Measure(name="完成量", unit="处", target=100.0) if kind == "livelihood" else None
    details = Details(no=no, title=title, year=2026, issued_at=at.date(), measure=measure)
    key = item_key(kind, no, title)
    steps: list[tuple[Actor, Action, int]] = [
        (CLERK, acts.Open(kind=kind, details=details), 0),
        (CLERK, acts.Register(), 0),
        (CLERK, acts.Dispatch(lead=org, assists=(other,) if n % 3 == 0 else ()), 1),
    ]
    if n % 11 == 0:
        steps += [
            (hand, acts.RequestReturn(reason="不属本单位职责"), 1),
            (CLERK, acts.DecideReturn(granted=True, to=other), 1),
        ]
        hand = Actor(f"经办{other}", frozenset({"department"}), other)
    proof = Evidence(id=f"e{n}", name="完工照片.jpg", at=at, sha256=f"{n:064d}", org=hand.org)
    month = (at + dt.timedelta(days=20)).strftime("%Y-%m")
    reading = {"month": month, "value": float(chance.randrange(100))} if measure else {}
    satisfied = chance.choice(("yes", "yes", "no"))
    steps += [
        (hand, acts.SignFor(), chance.randrange(1, 4)),
        (hand, acts.Report(text="已进场", progress=40.0, **reading), chance.randrange(1, 20)),
        *_aside(n, hand),
        (hand, acts.Submit(text="已完工", evidence=(proof,), without_assists="已口头报送"),
         chance.randrange(5, 60)),
        (REVIEWER, acts.Review(), 2),
        (CLERK, acts.CallBack(contacted=True, resolved="yes", satisfied=satisfied, reason="还有噪声"), 1),
        (REVIEWER, acts.Close(text="已说明理由"), 1),
    ]  # fmt: skip
    if n % 17 == 0:
        steps.append((CLERK, acts.Archive(), 3))
    for actor, action, days in steps[: chance.randrange(2, len(steps) + 4)]:
        at += dt.timedelta(days=days, minutes=1)
        if at < NOW:
            yield Done(key, actor, action, at)


def _aside(n: int, hand: Actor) -> list[tuple[Actor, Action, int]]:
    if n % 13 == 1:
        ask = acts.RequestSuspension(reason="等待设计变更", review_on=dt.date(2099, 1, 5))
        return [(hand, ask, 1), (SUPERVISOR, acts.DecideSuspension(granted=True), 1)]
    if n % 13 == 2:
        return [(CLERK, acts.Escalate(reason="涉及多个部门"), 1)]
    return []


def held(number: int = 200, seed: int = 7) -> tuple[dict[str, Item], dict[str, list[Event]]]:
    """Return the items of a year, and the events of each."""
    items: dict[str, Item] = {}
    logs: dict[str, list[Event]] = {}
    prev, seq = GENESIS, 0
    for key, actor, action, at in year(number, seed):
        try:
            taken = take(action, items.get(key), actor, Context(now=at, next_no=lambda kind, year: "X"))
        except ActionRefused:
            continue
        seq += 1
        event = chained(
            prev,
            seq,
            item=key,
            at=at,
            actor=actor.name,
            org=actor.org,
            action=action.name,
            payload=taken.payload,
        )
        prev = event.hash
        logs.setdefault(key, []).append(event)
        items[key] = applied(items.get(key), event)
    return items, logs
