"""A small office for tests: one item, its log, and people who act on it."""

from __future__ import annotations

import datetime as dt
from typing import Any

from bridgehead.ledger import GENESIS, ZONE, Actor, Event, Item, applied, chained, project, take, undoable
from bridgehead.ledger import actions as acts
from bridgehead.ledger.actions import Action, Context, Open, Undo
from bridgehead.ledger.actions.intake import Details
from bridgehead.ledger.items import Evidence

START = dt.datetime(2024, 9, 2, 9, tzinfo=ZONE)

CLERK = Actor("科员", frozenset({"clerk"}))
SUPERVISOR = Actor("督查", frozenset({"supervisor"}))
SECOND = Actor("督查二", frozenset({"supervisor"}))
REVIEWER = Actor("审核", frozenset({"reviewer"}))
ADMIN = Actor("管理", frozenset({"administrator"}))
READER = Actor("读者", frozenset({"reader"}))
HOUSING = Actor("住建", frozenset({"department"}), "住建局")
WATER = Actor("水利", frozenset({"department"}), "水利局")
CITY = Actor("城管", frozenset({"department"}), "城管局")
BOTH = Actor("两任", frozenset({"department", "supervisor", "reviewer"}), "住建局")
PEOPLE = (CLERK, SUPERVISOR, SECOND, REVIEWER, ADMIN, READER, HOUSING, WATER, CITY, BOTH)


def proof(number: int = 1, **more: Any) -> Evidence:
    return Evidence(id=f"e{number}", name="照片.jpg", at=START, sha256="0" * 64, **more)


class Desk:
    """One item with its log."""

    def __init__(self, kind: str = "directive", actor: Actor = CLERK, **details: Any) -> None:
        self.events: list[Event] = []
        self.now = START
        self.before: dict[int, Item] = {}
        self.item: Item | None = None
        self.act(Open(kind=kind, details=Details(title="整治老旧小区", **details)), actor)

    def context(self, **more: Any) -> Context:
        return Context(now=self.now, next_no=lambda kind, year: f"{kind}-{year}-1", **more)

    def act(self, action: Action, actor: Actor = CLERK, **more: Any) -> Event:
        """Try an action, keep its event, and check that folding one by one equals replaying all."""
        if isinstance(action, Undo) and "undo" not in more:
            more["undo"] = undoable(self.events, action.seq)
        taken = take(action, self.item, actor, self.context(**more))
        event = chained(
            self.events[-1].hash if self.events else GENESIS,
            len(self.events) + 1,
            item="item-1",
            at=self.now,
            actor=actor.name,
            org=actor.org,
            action=action.name,
            payload=taken.payload,
        )
        self.events.append(event)
        if self.item is not None:
            self.before[event.seq] = self.item
        self.item = project(self.events) if isinstance(action, Undo) else applied(self.item, event)
        return event

    @property
    def held(self) -> Item:
        assert self.item is not None
        return self.item

    def later(self, **span: float) -> Desk:
        self.now += dt.timedelta(**span)
        return self


def dispatched(kind: str = "directive", **more) -> Desk:
    desk = Desk(kind, **more)
    desk.act(acts.Register())
    desk.act(acts.Dispatch(lead="住建局", assists=("水利局",)))
    return desk.later(hours=1)


def working(kind: str = "directive", **more) -> Desk:
    desk = dispatched(kind, **more)
    desk.act(acts.SignFor(), HOUSING)
    desk.act(acts.Report(text="已进场", progress=30.0), HOUSING)
    return desk.later(hours=1)


def submitted(kind: str = "directive") -> Desk:
    desk = working(kind)
    desk.act(acts.Submit(text="完成", evidence=(proof(),), without_assists="不需协办"), HOUSING)
    return desk.later(hours=1)


def closed(kind: str = "directive") -> Desk:
    desk = submitted(kind)
    desk.act(acts.Review(), REVIEWER)
    desk.act(acts.Close(), REVIEWER)
    return desk.later(hours=1)


def reviewed(kind: str) -> Desk:
    desk = submitted(kind)
    desk.act(acts.Review(), REVIEWER)
    return desk
