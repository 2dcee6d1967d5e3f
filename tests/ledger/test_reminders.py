"""Reminders: at which level, to whom, once for each clock, in working hours only."""

from __future__ import annotations

import datetime as dt

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bridgehead.ledger import (
    ZONE,
    Assignment,
    Calendar,
    Event,
    Item,
    RuleBook,
    digests,
    next_working_moment,
    notice,
    reminders,
)
from bridgehead.ledger.deadlines import begin, halt
from bridgehead.ledger.reminders import policy

CALENDAR = Calendar()
START = dt.datetime(2024, 9, 2, 9, tzinfo=ZONE)
RULES = RuleBook().get("12345-bureau", START.date())
(CLOCK,) = begin(
    RULES, None, START, CALENDAR
)  # 13 working days, the make-up Saturday of 14 September among them
NEVER = dict.fromkeys(("seq", "batch"), 1) | {"actor": "", "org": None, "payload": {}, "prev": "", "hash": ""}


def item(state: str = "working", *, clocks=(CLOCK,), **more) -> Item:
    part = Assignment(org="住建局", state=state, since=START, clocks=clocks)
    fields = {"no": "SQ-7", "title": "路灯不亮", "issuer": "12345", "phase": "assigned"}
    return Item(key="item-7", kind="appeal", updated_at=START, **({"assignments": (part,)} | fields | more))


def at(day: int, hour: int = 9, minute: int = 0, month: int = 9) -> dt.datetime:
    return dt.datetime(2024, month, day, hour, minute, tzinfo=ZONE)


def test_the_due_day_of_the_cases_below() -> None:
    """Tests that the cases of this file count to Friday 20 September."""
    assert CLOCK.due.date() == dt.date(2024, 9, 20)


@pytest.mark.parametrize(
    ("moment", "level", "to"),
    [
        (at(10), None, None),
        (at(13), None, None),
        (at(18), 1, "department"),
        (at(20, 23), 1, "department"),
        (at(21), None, None),  # Saturday: late, but no working day yet
        (at(23), 2, "department"),
        (at(28), 2, "department"),  # the fifth working day late was Friday
        (at(29), 3, "leader"),  # a make-up Sunday: more than five
        (at(10, month=10), 3, "leader"),
    ],
)
def test_levels(moment: dt.datetime, level: int | None, to: str | None) -> None:
    """Tests the highest level that holds at each moment."""
    got = reminders([item()], moment)
    assert [(one.level, one.to) for one in got] == ([] if level is None else [(level, to)])


def test_each_level_once_for_each_clock_until_the_due_date_moves() -> None:
    """Tests that what went out does not go out again, the next level does."""
    (first,) = reminders([item()], at(18))
    event = Event(item="item-7", at=at(18), action="remind", **NEVER)
    told = first.action.apply(item(), event, {})
    assert told.reminded == 1
    assert reminders([told], at(19)) == ()
    assert [one.level for one in reminders([told], at(23))] == [2]


@pytest.mark.parametrize(
    "state", ["return_requested", "extension_requested", "suspended", "submitted", "withdrawn"]
)
def test_who_cannot_act_is_not_reminded(state: str) -> None:
    """Tests that a department that waits for the office is left in peace."""
    assert reminders([item(state)], at(30)) == ()


@pytest.mark.parametrize(
    "phase", ["draft", "registered", "escalated", "reviewed", "closed", "merged", "refused"]
)
def test_no_phase_but_assigned(phase: str) -> None:
    """Tests that nobody is reminded of an item that no department has in its hands."""
    assert reminders([item(phase=phase)], at(30)) == ()


def test_a_suspended_clock_does_not_remind() -> None:
    """Tests that a clock that stands reminds nobody."""
    part = halt(item().assignments[0], at(10))
    assert reminders([item(assignments=(part,))], at(18)) == ()


def test_hours_are_not_told_in_working_days() -> None:
    """Tests that a limit of hours goes to level 2 and 3 by hours."""
    rules = RuleBook().get("12345-beijing", START.date())
    clocks = begin(rules, "emergency", START, CALENDAR)
    got = [
        [one.level for one in reminders([item(clocks=clocks)], START + dt.timedelta(hours=hours))]
        for hours in (0.5, 1.5, 2.5, 60)
    ]
    assert got == [[], [1], [2], [3]]


@pytest.mark.parametrize(
    ("moment", "sent"),
    [
        (at(18, 8, 29), at(18, 8, 30)),
        (at(18, 8, 30), at(18, 8, 30)),
        (at(18, 11, 59), at(18, 11, 59)),
        (at(18, 12), at(18, 14, 30)),
        (at(18, 18), at(19, 8, 30)),
        (at(14, 10), at(14, 10)),  # make-up Saturday
        (at(15, 10), at(18, 8, 30)),  # Mid-Autumn holiday until the 17th
        (dt.datetime(2024, 9, 18, 23, tzinfo=dt.UTC), at(19, 8, 30)),
        (dt.datetime(2024, 9, 18, 19), at(19, 8, 30)),
    ],
)
def test_only_in_working_time(moment: dt.datetime, sent: dt.datetime) -> None:
    """Tests that nothing goes out at night, over noon or on holidays."""
    assert next_working_moment(moment) == sent


@given(st.datetimes(dt.datetime(2020, 1, 1), dt.datetime(2026, 11, 30)))
def test_the_next_working_moment_is_one(moment: dt.datetime) -> None:
    """Tests that it is a working moment, not before the one asked about, and the next of itself is itself."""
    got = next_working_moment(moment)
    assert got >= moment.replace(tzinfo=ZONE)
    assert CALENDAR.works(got.date())
    assert any(begins <= got.time() < ends for begins, ends in policy().hours)
    assert next_working_moment(got) == got


def test_words_and_notice() -> None:
    """Tests the reminder and the notice on paper in both languages."""
    (two,) = reminders([item()], at(24))
    assert (
        two.text() == "【逾期催办】SQ-7《路灯不亮》办结已于 2024-09-20 到期，逾期 2 个工作日，"
        "请住建局立即办理并说明原因。"
    )
    assert "2 working days ago" in two.text("en")
    assert two.action.text == two.text()
    paper = notice(two, "云岭市政府督查室")
    assert (paper.title, paper.to, paper.copy_to, paper.date) == (
        "催办通知书",
        "住建局",
        None,
        dt.date(2024, 9, 24),
    )
    assert "来源：12345。" in paper.text()
    (three,) = reminders([item(responsible="分管副市长")], at(30))
    assert notice(three, "督查室").to == "分管副市长"
    assert notice(three, "督查室").copy_to == "住建局"
    assert notice(three, "Supervision", "en").title == "Notice of reminder"


def test_a_digest_a_department() -> None:
    """Tests that a department has one digest, with what is overdue first."""
    later = msgspec.structs.replace(CLOCK, due=at(26, 23))
    items = [
        item(clocks=(later,), no="SQ-9"),
        item(),
        item(phase="closed"),
    ]
    (got,) = digests(items, at(24))
    assert got.text() == [
        "住建局：逾期 1 项，将到期 1 项",
        "SQ-7《路灯不亮》办结已逾期 2 个工作日（2024-09-20 到期）",
        "SQ-9《路灯不亮》办结将到期，还有 2 个工作日（2024-09-26 到期）",
    ]
    assert got.text("en")[0] == "住建局: 1 overdue, 1 due soon"
