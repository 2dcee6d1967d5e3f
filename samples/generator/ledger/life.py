"""One item's life: each act is tried by the ledger's own rules before it is written down."""

from __future__ import annotations

import datetime as dt
import hashlib
from typing import Any

from bridgehead.ledger import (
    GENESIS,
    ZONE,
    Actor,
    Calendar,
    Event,
    Item,
    applied,
    chained,
    item_key,
    take,
)
from bridgehead.ledger.actions import Action, Context, Remind, Report
from bridgehead.ledger.histories import Act
from bridgehead.ledger.items import Evidence
from samples.generator.ledger.words import Dice, department

END = dt.datetime(2026, 11, 22, 12, 0, tzinfo=ZONE)
"""When the made-up year is looked at."""
CLERKS = tuple(Actor(name, frozenset({"clerk"})) for name in ("督查科甲", "督查科乙", "督查科丙"))
REVIEWERS = tuple(Actor(name, frozenset({"reviewer"})) for name in ("审核岗甲", "审核岗乙"))
HEAD = Actor("督查科负责岗", frozenset({"supervisor"}))


class Over(Exception):
    """The year is over: what is left of a life has not happened yet."""


class Life:
    """An item with its acts, in order.

    Attributes
    ----------
    no, key : str
        Its number and key.
    dice : Dice
        Its own.
    item : Item or None
        As it stands.
    now : datetime
        The moment of its last act.
    lines : list of Act
        Its acts.
    stages : list of (datetime, Item)
        As it stood after each.
    """

    def __init__(self, kind: str, no: str, start: dt.datetime) -> None:
        self.kind, self.no, self.key = kind, no, item_key(kind, no)
        self.dice, self.now = Dice(no), start
        self.item: Item | None = None
        self.lines: list[Act] = []
        self.events: list[Event] = []
        self.stages: list[tuple[dt.datetime, Item]] = []
        self.clerk = self.dice.one(CLERKS)

    @property
    def it(self) -> Item:
        """The item, which is there."""
        assert self.item is not None
        return self.item

    def stood(self, moment: dt.datetime) -> Item | None:
        """Return the item as it stood at a moment."""
        before = [item for at, item in self.stages if at < moment]
        return before[-1] if before else None

    def wait(self, days: float) -> None:
        """Let working days pass; the next act falls into office hours."""
        self.now = self.after(self.now, days)

    def after(self, moment: dt.datetime, days: float) -> dt.datetime:
        """Return a moment of office hours so many working days later."""
        if days < 1:
            soon = moment + dt.timedelta(minutes=self.dice.whole(12, 150), seconds=self.dice.whole(0, 59))
            if soon.time() < dt.time(17, 45) and Calendar().works(soon.date()):
                return soon
        left, date = max(1, round(days)), moment.date()
        for day in Calendar().after(date):
            left -= day.works
            if left == 0:
                return self.hour(day.date)
        raise AssertionError("the calendar has no end")

    def hour(self, date: dt.date) -> dt.datetime:
        """Return a moment of a day's office hours."""
        minutes = self.dice.whole(0, 419)
        start = dt.time(8, 40) if minutes < 200 else dt.time(10, 50)
        at = dt.datetime.combine(date, start, ZONE)
        return at + dt.timedelta(minutes=minutes, seconds=self.dice.whole(0, 59))

    def act(
        self, actor: Actor, action: Action, *, days: float = 0.1, at: dt.datetime | None = None, **told: Any
    ) -> None:
        """Take an action so many working days after the last one, or at a moment.

        Raises
        ------
        Over
            If that lies beyond the year.
        ActionRefused
            If the ledger does not allow it: then this generator is wrong.
        """
        moment = at if at is not None and at > self.now else self.after(self.now, days)
        if moment > END:
            raise Over
        taken = take(action, self.item, actor, Context(now=moment, **told))
        event = chained(
            GENESIS,
            len(self.events) + 1,
            item=self.key,
            at=moment,
            actor=actor.name,
            org=actor.org,
            action=action.name,
            payload=taken.payload,
        )
        self.item = applied(self.item, event)
        self.now = moment
        self.events.append(event)
        self.stages.append((moment, self.item))
        self.lines.append(
            Act(
                item=self.key,
                action=action.name,
                said=action.said(),
                at=moment,
                actor=actor.name,
                roles=tuple(sorted(actor.roles)),
                org=actor.org,
            )
        )

    def desk(self, org: str) -> Actor:
        """Return who signs in for a department: one of its two desks, always the same for an item."""
        second = hashlib.sha256(f"{self.no}{org}".encode()).digest()[0] % 2
        return Actor(department(org)["desk"] + "甲乙"[second], frozenset({"department"}), org)

    @property
    def lead(self) -> Actor:
        """Who acts for the lead."""
        part = self.it.lead
        assert part is not None
        return self.desk(part.org)

    def proof(self, text: str) -> Evidence:
        """Return a made-up file."""
        name = self.dice.phrase("proofs")
        body = f"{self.no} {name}\n{text}\n".encode()
        digest = hashlib.sha256(body).hexdigest()
        kinds = {"jpg": "image/jpeg", "png": "image/png", "pdf": "application/pdf"}
        ending = name.rsplit(".", 1)[1]
        office = {"xlsx": "spreadsheetml.sheet", "docx": "wordprocessingml.document"}
        media = kinds.get(ending) or f"application/vnd.openxmlformats-officedocument.{office[ending]}"
        return Evidence(
            id=f"e-{digest[:12]}",
            name=name,
            at=self.now,
            by=self.lead.name,
            org=self.lead.org,
            sha256=digest,
            media_type=media,
            size=len(body),
        )

    def report(self, text: str, *, days: float = 0.1, at: dt.datetime | None = None, **fields: Any) -> None:
        """Let the lead report."""
        self.act(self.lead, Report(text=text, **fields), days=days, at=at)

    def remind(self, at: dt.datetime, level: int) -> None:
        """Let the office remind the departments."""
        said = self.dice.phrase(f"reminders{level}")
        self.act(self.clerk, Remind(level=level, text=said), at=at)  # type: ignore[arg-type]
