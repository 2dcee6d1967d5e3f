"""Counts: parts add up to wholes, periods narrow by the right day, every count is in the table."""

from __future__ import annotations

import datetime as dt
from collections import Counter

import pytest
from tests.ledger.year import NOW, held

from bridgehead.ledger.counting import COUNTS, Period, counts, given_at, running_due
from bridgehead.ledger.deadlines import local

ITEMS = tuple(held()[0].values())
WEEK = Period(dt.date(2026, 10, 26), dt.date(2026, 11, 1))


def number(code: str, period: Period | None = None) -> int:
    return sum(counts(code, one, NOW, period) for one in ITEMS)


def test_the_year_has_every_sort() -> None:
    """Tests that the cases below count something."""
    assert {code for code in COUNTS if not number(code)} == {"unjudged"}


def test_parts_add_up() -> None:
    """Tests that what was given out is done or open, and what is done was in time, late, or unknown."""
    assert number("given") == number("done") + number("open")
    assert number("done") == number("in_time") + number("late") + number("unjudged")
    asides = [number(code) for code in ("overdue", "suspended", "escalated", "returned", "behind")]
    assert all(0 < one <= number("open") for one in asides)


@pytest.mark.parametrize("code", [code for code, one in COUNTS.items() if one.date])
def test_weeks_add_up_to_the_whole(code: str) -> None:
    """Tests that every dated item falls into exactly one of the weeks that follow each other."""
    first = dt.date(2025, 12, 29)
    weeks = [
        Period(first + dt.timedelta(days=7 * n), first + dt.timedelta(days=7 * n + 6)) for n in range(160)
    ]
    ever = Period(dt.date.min, dt.date.max)
    assert sum(number(code, week) for week in weeks) == number(code, ever)


def test_a_period_holds_the_days_at_its_ends() -> None:
    """Tests the moments around midnight, in the office's time."""
    start = dt.datetime(2026, 10, 26, tzinfo=local(NOW).tzinfo)
    end = dt.datetime(2026, 11, 2, tzinfo=local(NOW).tzinfo)
    second = dt.timedelta(seconds=1)
    assert [WEEK.holds(one) for one in (start - second, start, end - second, end)] == [
        False,
        True,
        True,
        False,
    ]
    assert WEEK.holds(start.astimezone(dt.UTC))
    assert not WEEK.holds(None)


def test_what_is_overdue_has_run_out_and_is_open() -> None:
    """Tests the overdue ones against their clocks, one by one."""
    for one in ITEMS:
        due = running_due(one)
        assert counts("overdue", one, NOW) == (due is not None and due < NOW)


def test_first_given_out_stays_when_somebody_else_gets_it() -> None:
    """Tests that an item that was returned counts from the first time."""
    returned = [one for one in ITEMS if one.returns]
    assert returned
    for one in returned:
        assert given_at(one) == min(part.since for part in one.assignments)
        assert one.lead
        assert given_at(one) < one.lead.since


def test_states_outside_do_not_count() -> None:
    """Tests that drafts, what is only registered, and what was refused or merged is left out."""
    states = Counter(one.state for one in ITEMS if not counts("given", one, NOW))
    assert set(states) <= {"draft", "registered", "refused", "merged"}
    assert states["registered"]


def test_a_count_without_a_date_cannot_be_narrowed() -> None:
    """Tests that a period on a count of the present is an error, not silently passed over."""
    with pytest.raises(KeyError):
        [counts("suspended", one, NOW, WEEK) for one in ITEMS]
