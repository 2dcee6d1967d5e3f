"""Random people take random actions at random times: what must hold after each of them."""

from __future__ import annotations

import contextlib
import datetime as dt
from typing import Any

import msgspec
import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule
from tests.ledger.desk import PEOPLE, Desk, proof

from bridgehead.errors import ActionRefused, ChainBroken, UsageError
from bridgehead.ledger import (
    Actor,
    Due,
    Event,
    Item,
    derivation,
    possible,
    project,
    signal,
    verify,
    waits_for,
)
from bridgehead.ledger import actions as acts
from bridgehead.ledger.actions.intake import Details
from bridgehead.ledger.vocabulary import STATES

ORGS = st.sampled_from(["住建局", "水利局", "城管局"])
WORDS = st.sampled_from(["已办", "条件不具备", "已办", ""])
PHASES = (Phase.explicit, Phase.generate)
NEXT = {
    "draft": {"registered", "refused"},
    "registered": {"assigned", "refused", "merged", "escalated"},
    "assigned": {"assigned", "escalated", "reviewed", "merged"},
    "escalated": {"assigned", "merged"},
    "reviewed": {"called_back", "closed", "assigned"},
    "called_back": {"called_back", "closed", "assigned"},
    "closed": {"archived", "assigned"},
    "refused": {"archived"},
    "merged": {"archived"},
}
"""Which phase may follow on which, from the drawing of the state machine."""


@st.composite
def wanted(draw: Any, names: frozenset[str] = frozenset(acts.ACTIONS)) -> acts.Action | None:
    """An action of those named with what somebody might say, right or wrong."""
    text, org = draw(WORDS), draw(ORGS)
    orgs = tuple(draw(st.lists(ORGS, max_size=2, unique=True)))
    yes, number = draw(st.booleans()), draw(st.integers(0, 40))
    day = draw(st.dates(dt.date(2024, 9, 1), dt.date(2025, 3, 1)))
    limit = draw(st.sampled_from([None, "complex", "settle"]))
    proofs = tuple(proof(n) for n in range(draw(st.integers(0, 2))))
    merge = acts.Merge(into="item-2", reason=text)
    found = [
        acts.Register(),
        acts.Refuse(reason=text),
        acts.Edit(details=Details(title=text or "新题", weight=float(number))),
        merge,
        acts.Archive(),
        acts.Dispatch(lead=org, assists=orgs, limit=limit),
        acts.Dispatch(lead=org, supervisors=orgs, due_on=day),
        acts.AddAssist(org=org),
        acts.Withdraw(org=org),
        acts.Transfer(to=org, reason=text),
        acts.SignFor(),
        acts.Report(text=text, progress=float(number), evidence=proofs),
        acts.Submit(text=text, evidence=proofs, without_assists=text),
        acts.RequestReturn(reason=text),
        acts.RequestExtension(reason=text, number=number),
        acts.RequestSuspension(reason=text, review_on=day),
        acts.RequestTransfer(reason=text, to=org),
        acts.DecideReturn(granted=yes, text=text, to=org),
        acts.DecideExtension(granted=yes, text=text),
        acts.DecideSuspension(granted=yes, text=text),
        acts.DecideTransfer(granted=yes, text=text),
        acts.Resume(org=org),
        acts.Review(),
        acts.CallBack(contacted=yes, resolved="yes", satisfied="no", reason=text),
        acts.Close(text=text),
        acts.Redo(reason=text),
        acts.Reopen(reason=text),
        acts.Escalate(reason=text),
        acts.Settle(lead=org, assists=orgs, decision=text),
        acts.Comment(text=text),
        acts.Remind(level=2),
        acts.Attach(evidence=proofs),
        acts.Propose(evidence=(proof(7),)),
        acts.Judge(evidence="e7", confirmed=yes),
        acts.Recount(),
    ]
    fit = [one for one in found if one.name in names]
    return draw(st.sampled_from(fit)) if fit else None


class Office(RuleBasedStateMachine):
    """One item in the hands of ten people."""

    @initialize(
        kind=st.sampled_from(["directive", "appeal", "livelihood"]),
        actor=st.sampled_from([one for one in PEOPLE if "reader" not in one.roles]),
        given=st.booleans(),
    )
    def open(self, kind: str, actor: Actor, given: bool) -> None:
        self.desk = Desk(kind, actor)
        if given:
            self.desk.act(acts.Register())
            self.desk.act(acts.Dispatch(lead="住建局", assists=("水利局",)))
        self.other = Item(
            key="item-2", kind=kind, title="另一件", phase="registered", updated_at=self.desk.now
        )

    @rule(action=wanted(), actor=st.sampled_from(PEOPLE), hours=st.integers(0, 200))
    def somebody_acts(self, action: acts.Action, actor: Actor, hours: int) -> None:
        self.desk.later(hours=hours)
        self._act(action, actor)

    @rule(data=st.data(), hours=st.integers(0, 60))
    def what_is_waited_for(self, data: Any, hours: int) -> None:
        """The one who has to act does so: so that long ways are gone, not only first steps."""
        self.desk.later(hours=hours)
        for wait in data.draw(st.permutations(waits_for(self.desk.held))):
            people = [one for one in PEOPLE if wait.means(one)]
            action = data.draw(wanted(frozenset({wait.action})))
            if people and action:
                self._act(action, data.draw(st.sampled_from(people)))

    @rule(data=st.data())
    def what_is_offered(self, data: Any) -> None:
        """Somebody takes what the menu offers them."""
        actor = data.draw(st.sampled_from(PEOPLE))
        offered = frozenset(one.name for one in possible(self.desk.held, actor)) - {
            "refuse",
            "merge",
            "archive",
        }
        action = data.draw(wanted(offered))
        if action:
            self._act(action, actor)

    def _act(self, action: acts.Action, actor: Actor) -> None:
        before = self.desk.held
        with contextlib.suppress(ActionRefused, UsageError):
            event = self.desk.act(action, actor, other=self.other)
            self._right(before, event, actor)
        if len(self.desk.events) and self.desk.held is not before and self.desk.held == before:
            raise AssertionError("an event that left nothing")

    def _right(self, before: Item, event: Event, actor: Actor) -> None:
        after = self.desk.held
        assert after.phase == before.phase or after.phase in NEXT[before.phase], (before.phase, after.phase)
        if event.action in ("review", "close"):
            assert actor.name not in before.handlers
            assert all(part.org != actor.org or part.role == "supervise" for part in before.assignments)
            assert before.proofs
        if event.action.startswith("decide_"):
            (done,) = [one for one in after.requests if one.id == event.payload["made"]["request"]]
            assert actor.name != done.by
            assert actor.org != done.org
        if actor.roles == {"department"} and event.action not in ("edit", "comment", "attach", "judge"):
            held = before.part_of(actor.org)
            assert held
            others = [one for one in before.assignments if one is not held]
            assert [one for one in after.assignments if one in others] == others
        assert "reader" not in actor.roles

    @rule(data=st.data(), actor=st.sampled_from(PEOPLE))
    def taken_back(self, data: Any, actor: Actor) -> None:
        events = self.desk.events
        event = data.draw(st.sampled_from(events))
        try:
            self.desk.act(acts.Undo(seq=event.seq), actor)
        except ActionRefused:
            return
        gone = {one.payload["seq"] for one in events if one.action == "undo"}
        kept = [one for one in events if one.seq not in gone and one.action != "undo"]
        assert same(self.desk.held) == same(project(kept))
        if event.seq == len(events) - 1:
            # Taken back at once: exactly what stood there before it.
            assert same(self.desk.held) == same(self.desk.before[event.seq])

    @invariant()
    def the_log_tells_the_item(self) -> None:
        if not hasattr(self, "desk"):
            return
        events, item = self.desk.events, self.desk.held
        assert verify(events) == (len(events), events[-1].hash)
        assert project(events) == item
        assert item.version == len(events)
        raw = msgspec.json.encode(item)
        assert msgspec.json.decode(raw, type=Item) == item
        again = [msgspec.json.decode(msgspec.json.encode(one), type=Event) for one in events[-2:]]
        assert again == events[-2:]

    @invariant()
    def no_illegal_state(self) -> None:
        if not hasattr(self, "desk"):
            return
        item = self.desk.held
        assert item.state in STATES
        leads = [one for one in item.assignments if one.role == "lead" and one.state != "withdrawn"]
        assert len(leads) == (
            1 if item.phase in ("assigned", "reviewed", "called_back", "closed") else len(leads)
        )
        standing = [one.org for one in item.assignments if one.state != "withdrawn"]
        assert len(set(standing)) == len(standing)
        assert (item.phase == "merged") == (item.merged_into is not None) or item.phase == "archived"
        assert (item.closed_at is not None) == (item.phase == "closed") or item.phase == "archived"
        for part in item.assignments:
            pending = [one for one in item.pending if one.org == part.org]
            waits = part.state in ("return_requested", "extension_requested")
            if item.phase == "assigned" and waits:
                assert len(pending) == 1
            assert len(pending) <= 1
            assert waits or part.resume is None
            if part.state == "suspended" and item.phase == "assigned":
                assert all(one.stands for one in part.clocks if one.met_at is None)
            if part.state in ("dispatched", "accepted", "working"):
                assert not any(one.stands for one in part.clocks)
        if item.phase != "assigned":
            assert not item.pending

    @invariant()
    def clocks_keep_their_derivation(self) -> None:
        if not hasattr(self, "desk"):
            return
        item = self.desk.held
        for clock in (one for part in item.assignments for one in part.clocks):
            told = derivation(clock)
            assert told.short() == clock.steps
            assert told.at == clock.due
            if clock.steps:
                assert told.steps[-1].day.date == clock.due.date()
                assert Due.long(told.short(), told.at).steps == told.steps
            assert clock.due >= clock.start
        told_now = signal(item, self.desk.now)
        assert told_now.reason()
        assert told_now.reason("en")


def same(item: Item) -> Item:
    return msgspec.structs.replace(item, version=0, updated_at=dt.datetime(2000, 1, 1, tzinfo=dt.UTC))


Office.TestCase.settings = settings(
    max_examples=40,
    stateful_step_count=30,
    deadline=None,
    report_multiple_bugs=False,
    phases=PHASES,
    suppress_health_check=[HealthCheck.filter_too_much, HealthCheck.too_slow],
)
TestOffice = Office.TestCase


@pytest.mark.parametrize(
    "field", ["at", "actor", "org", "action", "payload", "batch", "item", "prev", "hash", "seq"]
)
def test_an_altered_event_is_found(field: str) -> None:
    """Tests that whichever field of an event is altered, the walk stops there or right after it."""
    desk = Desk()
    for n in range(5):
        desk.act(acts.Comment(text=f"第{n}条"))
    old = desk.events[2]
    other = {
        "at": old.at + dt.timedelta(microseconds=1),
        "payload": old.payload | {"text": "改过"},
        "batch": 1,
        "seq": 9,
    }
    altered = msgspec.structs.replace(old, **{field: other.get(field, "x")})
    with pytest.raises(ChainBroken) as found:
        verify([*desk.events[:2], altered, *desk.events[3:]])
    assert found.value.where
    for torn in ([*desk.events[:2], *desk.events[3:]], [*desk.events[:3], old], desk.events[::-1]):
        with pytest.raises(ChainBroken):
            verify(torn)
