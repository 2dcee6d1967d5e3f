"""Holes that were found in the actions, each with its own test."""

from __future__ import annotations

import datetime as dt

import msgspec
import pytest
from tests.ledger.desk import (
    ADMIN,
    BOTH,
    CITY,
    CLERK,
    HOUSING,
    REVIEWER,
    SECOND,
    SUPERVISOR,
    WATER,
    Desk,
    dispatched,
    proof,
    submitted,
    working,
)

from bridgehead.errors import NotPermitted, NotPossible
from bridgehead.ledger import ZONE, forest
from bridgehead.ledger import actions as acts


def test_a_department_resumes_its_own_part_only() -> None:
    """Tests that naming another department does not let one resume that one's part."""
    desk = working()
    desk.act(acts.RequestSuspension(reason="等图纸", review_on=dt.date(2024, 10, 1)), HOUSING)
    desk.act(acts.DecideSuspension(granted=True), SUPERVISOR)
    with pytest.raises(NotPossible):
        desk.act(acts.Resume(org="住建局"), WATER)
    desk.later(days=30).act(acts.Resume(), HOUSING)
    assert desk.held.state == "working"


def test_a_request_does_not_bring_back_what_is_done_with() -> None:
    """Tests that a transfer that was asked for cannot be granted once the item has gone on."""
    for end in (
        acts.Submit(text="完成", evidence=(proof(),), without_assists="不需"),
        acts.Merge(into="item-2"),
        acts.Escalate(reason="跨部门"),
        acts.Transfer(to="城管局", reason="职责调整"),
    ):
        desk = working()
        desk.act(acts.RequestTransfer(reason="不属职责", to="水利局"), HOUSING)
        other = msgspec.structs.replace(desk.held, key="item-2")
        desk.act(end, HOUSING if end.name == "submit" else CLERK, other=other)
        assert desk.held.pending == ()
        with pytest.raises(NotPossible):
            desk.act(acts.DecideTransfer(granted=True), SUPERVISOR)


def test_nobody_decides_on_their_own_request() -> None:
    """Tests four eyes on requests: neither who asked, nor somebody of the same department in another role."""
    desk = working()
    desk.act(acts.RequestExtension(reason="雨季", number=3), ADMIN)
    for actor in (ADMIN, BOTH):
        with pytest.raises(NotPermitted):
            desk.act(acts.DecideExtension(granted=True), actor)
    desk.act(acts.DecideExtension(granted=True), SUPERVISOR)


def test_whoever_brought_evidence_does_not_approve() -> None:
    """Tests that a supervisor who attached the proof handles the item."""
    desk = submitted()
    desk.act(acts.Attach(evidence=(proof(5),)), SUPERVISOR)
    for actor in (SUPERVISOR, BOTH):
        with pytest.raises(NotPermitted):
            desk.act(acts.Review(), actor)
    desk.act(acts.Review(), SECOND)
    with pytest.raises(NotPermitted):
        desk.act(acts.Undo(seq=desk.held.version), SUPERVISOR)


def test_evidence_is_of_who_brings_it_and_proves() -> None:
    """Tests that nobody's name can be put under evidence, and what is brought is not merely proposed."""
    desk = working()
    desk.act(acts.Attach(evidence=(proof(3, by="别人", org="水利局", proposed=True),)), HOUSING)
    (one,) = desk.held.evidence
    assert (one.by, one.org, one.proposed) == ("住建", "住建局", False)


def test_who_returned_it_holds_nothing_any_more() -> None:
    """Tests that a department that returned its part can do nothing to it, and two returns escalate."""
    desk = dispatched()
    desk.act(acts.RequestReturn(reason="不属职责"), HOUSING)
    with pytest.raises(NotPossible, match="改派"):
        desk.act(acts.DecideReturn(granted=True))
    desk.act(acts.DecideReturn(granted=True, to="城管局"))
    for action in (
        acts.SignFor(),
        acts.Report(text="x"),
        acts.Comment(text="x"),
        acts.Attach(evidence=(proof(),)),
    ):
        with pytest.raises(NotPermitted):
            desk.act(action, HOUSING)
    desk.act(acts.RequestReturn(reason="不属职责"), CITY)
    with pytest.raises(NotPossible, match="联席"):
        desk.act(acts.DecideReturn(granted=True, to="住建局"))
    desk.act(acts.DecideReturn(granted=True))
    assert desk.held.state == "escalated"
    desk.act(acts.Settle(lead="水利局", decision="由水利局牵头"), SUPERVISOR)
    assert desk.held.lead
    assert all(one.met_at for one in desk.held.lead.clocks if one.met_by == "sign")


def test_an_assisting_department_closes_nothing() -> None:
    """Tests that its submission changes its own part alone, and its return does not move the item."""
    desk = working()
    desk.act(acts.SignFor(), WATER)
    desk.act(acts.RequestExtension(reason="x", number=5), WATER)
    lead = desk.held.lead
    desk.act(acts.DecideExtension(granted=True), SUPERVISOR)
    assert desk.held.lead == lead
    helper = desk.held.part_of("水利局")
    assert helper
    assert helper.main
    assert lead
    assert lead.main
    assert (helper.main.due - lead.main.due).days == 5
    desk.act(acts.Report(text="x"), WATER)
    desk.act(acts.Submit(text="协办完成"), WATER)
    assert desk.held.state == "working"
    with pytest.raises(NotPossible):
        desk.act(acts.Review(), REVIEWER)


def test_an_item_handed_on_keeps_its_limit_or_named_day() -> None:
    """Tests that the next department is not given the ordinary limit instead of the one the item has."""
    for given, same in (({"limit": "complex"}, "complex"), ({"due_on": dt.date(2024, 12, 20)}, "named")):
        desk = Desk()
        desk.act(acts.Register())
        desk.act(acts.Dispatch(lead="住建局", **given))
        desk.later(days=1).act(acts.Transfer(to="水利局", reason="职责调整"))
        assert desk.held.lead
        assert desk.held.lead.main
        assert desk.held.lead.main.code == same
    desk = Desk(due_on=dt.date(2024, 10, 8))
    desk.act(acts.Register())
    desk.act(acts.Dispatch(lead="住建局"))
    assert desk.held.lead.main.due.date() == dt.date(2024, 10, 8)


def test_more_time_on_a_month_is_days() -> None:
    """Tests that 20 granted on a limit of one month are twenty days, not twenty months."""
    desk = Desk()
    desk.act(acts.Register())
    desk.act(acts.Dispatch(lead="住建局", limit="complex"))
    desk.act(acts.RequestExtension(reason="雨季", number=20), HOUSING)
    desk.act(acts.DecideExtension(granted=True), SUPERVISOR)
    assert desk.held.lead.main.due.date() == dt.date(2024, 10, 22)


def test_a_pause_ends_at_the_offices_midnight() -> None:
    """Tests that a suspension at half past midnight does not take away the day before."""
    desk = working(kind="appeal")
    desk.now = dt.datetime(2024, 9, 5, 0, 30, tzinfo=ZONE)
    desk.act(acts.RequestSuspension(reason="等图纸", review_on=dt.date(2024, 10, 1)), HOUSING)
    desk.act(acts.DecideSuspension(granted=True), SUPERVISOR)
    before = desk.held.lead.main.due
    desk.now = dt.datetime(2024, 9, 6, 0, 30, tzinfo=ZONE)
    desk.act(acts.Resume(), HOUSING)
    main = desk.held.lead.main
    assert before.date() == dt.date(2024, 9, 20)
    assert main.due.date() == dt.date(2024, 9, 23)


def test_recounting_does_not_carry_what_is_taken_back() -> None:
    """Tests that taking back a signature after a recount leaves no trace of the signature."""
    desk = dispatched()
    before = desk.held
    signed = desk.act(acts.SignFor(), HOUSING)
    desk.act(acts.Recount())
    desk.act(acts.Undo(seq=signed.seq), HOUSING)
    assert desk.held.lead == before.lead


def test_taking_back_a_dispatch_waits_for_what_was_added() -> None:
    """Tests that an assisting department that was added stands in the way, and taken back first does not."""
    desk = Desk()
    desk.act(acts.Register())
    given = desk.act(acts.Dispatch(lead="住建局"))
    added = desk.act(acts.AddAssist(org="水利局"))
    with pytest.raises(NotPossible):
        desk.act(acts.Undo(seq=given.seq))
    desk.act(acts.Undo(seq=added.seq))
    desk.act(acts.Undo(seq=given.seq))
    assert (desk.held.phase, desk.held.assignments) == ("registered", ())


def test_taking_back_an_escalation_brings_back_what_was_asked() -> None:
    """Tests that requests which the escalation made moot wait again."""
    desk = dispatched()
    desk.act(acts.RequestReturn(reason="不属职责"), HOUSING)
    before = desk.held
    escalated = desk.act(acts.Escalate(reason="跨部门"))
    desk.act(acts.Undo(seq=escalated.seq))
    assert desk.held.pending == before.pending
    assert desk.held.state == "return_requested"


def test_merging_goes_in_no_circle() -> None:
    """Tests that what is merged takes in nothing, so that no chain of merges closes."""
    one, two = working(), working()
    two.act(acts.Absorb(key="item-1"))
    one.act(acts.Merge(into="item-2"), other=msgspec.structs.replace(two.held, key="item-2"))
    with pytest.raises(NotPossible):
        two.act(acts.Merge(into="item-3"), other=msgspec.structs.replace(one.held, key="item-3"))
    two.act(acts.Report(text="继续"), HOUSING)
    (absorbed,) = [event.seq for event in two.events if event.action == "absorb"]
    with pytest.raises(NotPossible, match="不能单独撤销"):
        two.act(acts.Undo(seq=absorbed))


def test_moments_without_a_zone_are_the_offices() -> None:
    """Tests that a naive moment neither crashes nor shifts by hours, and the log keeps UTC."""
    desk = Desk()
    desk.now = dt.datetime(2024, 9, 2, 23, 30)
    assert desk.context().now.utcoffset() == dt.timedelta(hours=8)
    desk.now = dt.datetime(2024, 9, 2, 16, 30, tzinfo=dt.UTC)  # already the 3rd in China
    desk.act(acts.Register())
    desk.act(acts.Dispatch(lead="住建局"))
    assert desk.held.lead.main.due.date() == dt.date(2024, 9, 10)
    assert desk.events[-1].at.utcoffset() == dt.timedelta(0)


def test_refused_and_archived_is_not_done() -> None:
    """Tests that putting away what was refused or merged does not make it count as settled."""
    desk = Desk()
    desk.act(acts.Refuse(reason="不属职责"))
    desk.act(acts.Archive())
    assert desk.held.percent is None
    (node,) = forest([desk.held])
    assert node.why == "refused"
