"""Each action: in which state it can be taken, and what it refuses."""

from __future__ import annotations

import datetime as dt

import msgspec
import pytest
from tests.ledger.desk import (
    ADMIN,
    CLERK,
    HOUSING,
    REVIEWER,
    SUPERVISOR,
    Desk,
    closed,
    proof,
    reviewed,
    submitted,
    working,
)

from bridgehead.errors import NotPossible
from bridgehead.ledger import Actor, Item, Measure
from bridgehead.ledger import actions as acts
from bridgehead.ledger.actions import ACTIONS
from bridgehead.ledger.actions.intake import Details
from bridgehead.ledger.projection import _blank
from bridgehead.ledger.vocabulary import STATES

WORKING = working()


@pytest.mark.parametrize("name", [one for one in sorted(ACTIONS) if ACTIONS[one].states is not None])
def test_every_state_that_is_not_named_refuses(name: str) -> None:
    """Tests that each action is refused in each state it does not name, saying where it can be taken."""
    kind = ACTIONS[name]
    for state in set(STATES) - set(kind.states or ()):
        item = in_state(state)
        with pytest.raises(NotPossible) as refused:
            _blank(kind).check(item, HOUSING if kind.part else ADMIN, WORKING.context())
        assert refused.value.zh
        assert refused.value.en


def in_state(state: str) -> Item:
    """An item that stands in a state."""
    item = WORKING.held
    parts = {
        "dispatched",
        "accepted",
        "working",
        "return_requested",
        "extension_requested",
        "suspended",
        "submitted",
    }
    if state in parts:
        lead = msgspec.structs.replace(item.assignments[0], state=state)
        return msgspec.structs.replace(item, assignments=(lead, *item.assignments[1:]))
    return msgspec.structs.replace(item, phase=state)


@pytest.mark.parametrize(
    ("make", "action", "actor"),
    [
        (Desk, acts.Refuse(reason=" "), CLERK),
        (Desk, acts.Edit(details=Details(title=" ")), CLERK),
        (Desk, acts.Edit(details=Details()), CLERK),
        (Desk, acts.Edit(details=Details(parent="item-1")), CLERK),
        (Desk, acts.Edit(details=Details(weight=-1.0)), CLERK),
        (Desk, acts.Edit(details=Details(weight=float("nan"))), CLERK),
        (Desk, acts.Edit(details=Details(measure=Measure(name="x", target=float("inf")))), CLERK),
        (Desk, acts.Edit(details=Details(measure=Measure(name="x", target=0.0))), CLERK),
        (Desk, acts.Edit(details=Details(measure=Measure(name="x", target=1.0, months={"3月": 1.0}))), CLERK),
        (working, acts.Report(text=""), HOUSING),
        (working, acts.Report(text="x", progress=101.0), HOUSING),
        (working, acts.Report(text="x", progress=float("nan")), HOUSING),
        (working, acts.Report(text="x", value=1.0), HOUSING),
        (working, acts.Report(text="x", value=1.0, month="2024-13"), HOUSING),
        (working, acts.Report(text="x", value=1.0, month="2024-03"), HOUSING),
        (working, acts.Submit(text="x", without_assists="y"), HOUSING),
        (working, acts.Submit(text="x", evidence=(proof(),)), HOUSING),
        (working, acts.RequestExtension(reason="x", number=31), HOUSING),
        (working, acts.RequestExtension(reason="x", number=0), HOUSING),
        (working, acts.RequestExtension(reason="", number=1), HOUSING),
        (lambda: working().later(days=9), acts.RequestExtension(reason="x", number=1), HOUSING),
        (working, acts.RequestSuspension(reason="x", review_on=dt.date(2024, 9, 2)), HOUSING),
        (working, acts.RequestTransfer(reason="x", to="住建局"), HOUSING),
        (working, acts.Transfer(to="住建局", reason="x"), CLERK),
        (working, acts.AddAssist(org="水利局"), CLERK),
        (working, acts.Withdraw(org="住建局"), CLERK),
        (working, acts.DecideExtension(granted=True), SUPERVISOR),
        (working, acts.Resume(), SUPERVISOR),
        (working, acts.Merge(into="item-1"), CLERK),
        (working, acts.Merge(into="item-9"), CLERK),
        (working, acts.Attach(evidence=()), CLERK),
        (working, acts.Comment(text=" "), CLERK),
        (working, acts.Judge(evidence="e1", confirmed=True), CLERK),
        (working, acts.Remind(orgs=("园林局",)), CLERK),
        (working, acts.Escalate(reason=""), CLERK),
        (working, acts.Undo(seq=99), CLERK),
        (working, acts.Undo(seq=1), CLERK),
        (working, acts.Undo(seq=2), CLERK),
        (submitted, acts.Redo(reason=""), REVIEWER),
        (lambda: reviewed("appeal"), acts.Close(), REVIEWER),
        (lambda: reviewed("appeal"), acts.CallBack(contacted=True), CLERK),
        (lambda: reviewed("appeal"), acts.CallBack(contacted=True, resolved="no", satisfied="no"), CLERK),
        (closed, acts.Reopen(reason=""), SUPERVISOR),
    ],
)
def test_guards_refuse_in_both_languages(make, action: acts.Action, actor: Actor) -> None:
    """Tests that what lacks something is refused with a reason, and the item stays as it was."""
    desk = make()
    before = desk.held
    with pytest.raises(NotPossible) as refused:
        desk.act(action, actor)
    assert desk.held is before
    assert refused.value.message("zh") != refused.value.message("en")


def test_a_whole_life() -> None:
    """Tests the way of an appeal from its entry to the archive."""
    desk = reviewed("appeal")
    desk.act(acts.CallBack(contacted=True, resolved="no", satisfied="no", reason="还漏水"))
    with pytest.raises(NotPossible, match="未解决"):
        desk.act(acts.Close(), REVIEWER)
    desk.act(acts.Redo(reason="还漏水"), REVIEWER)
    assert (desk.held.state, desk.held.rework) == ("working", 1)
    desk.act(acts.Submit(text="修好了", without_assists="不需"), HOUSING)
    desk.act(acts.Review(), REVIEWER)
    desk.act(acts.CallBack(contacted=True, resolved="yes", satisfied="yes"))
    desk.act(acts.Close(), REVIEWER)
    desk.act(acts.Archive())
    assert (desk.held.state, desk.held.percent) == ("archived", 100.0)
