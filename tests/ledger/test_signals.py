"""What the clocks of an item say at a moment, and who has to act next."""

from __future__ import annotations

import datetime as dt

import msgspec
import pytest

from bridgehead import terms
from bridgehead.ledger import ZONE, Actor, Assignment, Clock, Item, RuleBook, signal, waits_for
from bridgehead.ledger.actions import ACTIONS
from bridgehead.ledger.calendar import Calendar
from bridgehead.ledger.deadlines import begin, halt, meet
from bridgehead.ledger.items import Request
from bridgehead.ledger.signals import Span, clock_signal
from bridgehead.ledger.vocabulary import STATES

START = dt.datetime(2024, 3, 1, 9, tzinfo=ZONE)  # a Friday
RULES = RuleBook().get("directive-custom", START.date())
CLOCKS = begin(
    RULES, None, START, Calendar()
)  # sign by Mon 4 March, report by Fri 8, settle by Sun 31 → Mon 1 April


def at(month: int, day: int, hour: int = 9) -> dt.datetime:
    return dt.datetime(2024, month, day, hour, tzinfo=ZONE)


def part(org: str = "住建局", role: str = "lead", state: str = "dispatched", clocks=CLOCKS) -> Assignment:
    return Assignment(org=org, role=role, state=state, since=START, clocks=clocks)


def item(*parts: Assignment, phase: str = "assigned", **more) -> Item:
    return Item(
        key="item-1",
        kind=more.pop("kind", "directive"),
        title="整治老旧小区",
        phase=phase,
        updated_at=START,
        assignments=parts,
        **more,
    )


SIGNED = meet(part(state="accepted"), "sign", at(3, 1, 10))
REPORTED = meet(part(state="working"), "report", at(3, 5))
SUBMITTED = meet(part(state="submitted"), "submit", at(3, 20))
LATE = meet(part(state="submitted"), "submit", at(4, 3))


@pytest.mark.parametrize(
    ("of", "now", "code", "light", "words"),
    [
        (item(part()), at(3, 1), "in_time", "green", "签收在时限内，还有 1 个工作日（2024-03-04 到期）"),
        (item(part()), at(3, 4), "due_soon", "yellow", "签收将到期，还有不到 1 天（2024-03-04 到期）"),
        (item(part()), at(3, 6), "overdue_milestone", "yellow", "签收已逾期 2 个工作日（2024-03-04 到期）"),
        (item(SIGNED), at(3, 10), "overdue_milestone", "yellow", "反馈已逾期 2 天（2024-03-08 到期）"),
        (item(REPORTED), at(3, 18), "in_time", "green", "办结在时限内，还有 14 天（2024-04-01 到期）"),
        (item(REPORTED), at(3, 27), "due_soon", "yellow", "办结将到期，还有 5 天（2024-04-01 到期）"),
        (item(REPORTED), at(4, 1, 23), "due_soon", "yellow", "办结将到期，还有不到 1 天（2024-04-01 到期）"),
        (item(REPORTED), at(4, 2, 0), "overdue", "red", "办结已逾期 1 天（2024-04-01 到期）"),
        (item(part()), at(4, 2, 0), "overdue", "red", "办结已逾期 1 天（2024-04-01 到期）"),
        (item(SUBMITTED), at(5, 1), "done_in_time", "green", "已按期申请办结，待审核"),
        (item(LATE), at(5, 1), "done_late", "yellow", "逾期 2 天申请办结，待审核"),
        (item(LATE, phase="reviewed"), at(5, 1), "done_late", "yellow", "逾期 2 天申请办结，待审核"),
        (item(LATE, phase="closed", closed_at=at(4, 9)), at(5, 1), "closed_late", "grey", "逾期 2 天办结"),
        (
            item(SUBMITTED, phase="archived", closed_at=at(4, 9)),
            at(5, 1),
            "closed_in_time",
            "grey",
            "按期办结",
        ),
        (item(part(), phase="merged"), at(5, 1), "ended", "grey", "并案，不计时"),
        (item(part(), phase="escalated"), at(5, 1), "escalated", "grey", "已提请联席会议，等会议决定"),
        (item(phase="registered"), at(5, 1), "not_given_out", "grey", "未交办，不计时"),
        (item(part(clocks=())), at(5, 1), "no_clock", "grey", "没有时限"),
    ],
)
def test_light_and_reason(of: Item, now: dt.datetime, code: str, light: str, words: str) -> None:
    """Tests that each case has its light, and says why."""
    told = signal(of, now)
    assert (told.code, told.light, told.reason()) == (code, light, words)
    assert told.reason("en") != words
    assert "{" not in told.reason("en")


def test_an_assisting_department_does_not_hide_the_lead() -> None:
    """Tests that an assisting department's delay shows on the item, and the lead's own goes before it."""
    helper = part("城管局", "assist", "dispatched")
    told = signal(item(REPORTED, helper), at(3, 10))
    assert (told.code, told.org, told.light) == ("overdue_assist", "城管局", "yellow")
    assert told.reason() == "协办单位城管局：签收已逾期 4 个工作日"
    assert signal(item(REPORTED, helper), at(4, 20)).org == "住建局"
    assert signal(item(REPORTED, helper), at(3, 10), org="城管局").code == "overdue_milestone"
    assert signal(item(REPORTED, helper), at(3, 10), org="住建局").code == "in_time"
    assert signal(item(REPORTED, helper), at(3, 10), org="水利局").code == "no_clock"


def test_a_clock_that_stands_is_told_by_when_it_stopped() -> None:
    """Tests that time does not pass while suspended, neither to make it overdue nor to heal it."""
    early, late = halt(REPORTED, at(3, 20)), halt(REPORTED, at(4, 3))
    for one in (early, late):
        assert one.main is not None
        assert one.main.stands
    assert early.main
    assert clock_signal(early.main, at(6, 1), Calendar()).code == "suspended"
    told = clock_signal(late.main, at(6, 1), Calendar()) if late.main else None
    assert told
    assert (told.code, told.late.days) == ("overdue", 2)


def test_a_suspended_part_is_looked_at_again() -> None:
    """Tests that from the day that was set for it on, a suspended part asks to be looked at."""
    part_ = msgspec.structs.replace(halt(REPORTED, at(3, 20)), state="suspended")
    day = dt.date(2024, 4, 10)
    told = {"id": "r1", "kind": "suspend", "org": "住建局", "by": "王", "at": START, "reason": "x"}
    asked = Request(**told, review_on=day, granted=True)
    one = item(part_, requests=(asked,))
    assert signal(one, at(4, 9)).code == "suspended"
    assert signal(one, at(4, 10)).reason() == "挂账，复核日 2024-04-10 已到"
    assert signal(one, at(4, 10)).light == "yellow"


def test_a_short_limit_is_not_due_soon_from_the_start() -> None:
    """Tests that the working days before count only once half of the time has gone."""
    beijing = RuleBook().get("12345-beijing", START.date())
    (clock,) = begin(beijing, "emergency", START, Calendar())
    assert clock_signal(clock, START, Calendar()).code == "in_time"
    assert clock_signal(clock, START + dt.timedelta(minutes=70), Calendar()).code == "due_soon"
    late = clock_signal(clock, START + dt.timedelta(hours=5, minutes=1), Calendar())
    assert late.reason() == "办结已逾期 4 小时（2024-03-01 11:00 到期）"
    assert late.reason("en") == "settling it overdue by 4 hours (due 2024-03-01 11:00)"


def test_every_case_has_a_light_and_words() -> None:
    """Tests that the table of lights is complete, each code once."""
    lights = terms.settings("ledger/signals")["lights"]
    assert len({one["code"] for one in lights}) == len(lights)
    assert all(one["zh"] and one["en"] for one in lights)


def test_in_words_without_a_working_day() -> None:
    """Tests that lateness over a weekend is told in days, not as no working day."""
    assert Span(2, 0, 40).amount("workday") == " 2 天"
    assert Span(1, 1, 20).amount("workday", "en") == "1 working day"
    assert Span(0, 0, 3).amount("day", "en") == "less than a day"


def test_naive_and_other_zones_tell_the_same() -> None:
    """Tests that a moment without a zone is the office's, and one in another zone is moved."""
    clock: Clock = CLOCKS[-1]
    for moment in (dt.datetime(2024, 4, 2, 0, 30), dt.datetime(2024, 4, 1, 16, 30, tzinfo=dt.UTC)):
        assert signal(item(REPORTED), moment).late.days == 1
    assert clock.unit == "day"


def test_who_has_to_act_next() -> None:
    """Tests that departments, and who decides their requests, are waited for."""
    asked = Request(id="r9", kind="suspend", org="住建局", by="王", at=START, reason="等图纸")
    got = waits_for(item(REPORTED, part("城管局", "assist"), requests=(asked,)))
    assert [(one.role, one.action, one.org, one.request) for one in got] == [
        ("supervisor", "decide_suspension", None, "r9"),
        ("department", "submit", "住建局", None),
        ("department", "sign_for", "城管局", None),
    ]
    assert got[1].means(Actor("甲", frozenset({"department"}), "住建局"))
    assert not got[1].means(Actor("乙", frozenset({"department"}), "城管局"))


@pytest.mark.parametrize(
    ("of", "role", "action"),
    [
        (item(phase="draft", author="甲", author_org="住建局"), "author", "register"),
        (item(phase="registered"), "clerk", "dispatch"),
        (item(part(state="suspended")), "supervisor", "resume"),
        (item(SUBMITTED), "reviewer", "review"),
        (item(SUBMITTED, phase="reviewed"), "reviewer", "close"),
        (item(SUBMITTED, phase="reviewed", kind="appeal"), "clerk", "call_back"),
        (item(SUBMITTED, phase="called_back", kind="appeal"), "reviewer", "close"),
        (item(part(), phase="escalated"), "supervisor", "settle"),
    ],
)
def test_each_state_waits_for_somebody(of: Item, role: str, action: str) -> None:
    """Tests that an item waits for the role that its state names."""
    (got,) = waits_for(of)
    assert (got.role, got.action) == (role, action)


def test_nobody_is_waited_for_when_it_is_done() -> None:
    """Tests that what is done with waits for nobody, and each next action exists."""
    for phase in ("closed", "archived", "refused", "merged"):
        assert waits_for(item(SUBMITTED, phase=phase)) == ()
    assert {one.next for one in STATES.values()} - {""} <= set(ACTIONS)
