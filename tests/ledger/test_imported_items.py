"""Items taken over from a workbook claim only what is known of them."""

from __future__ import annotations

import datetime as dt

import pytest
from tests.ledger.desk import (
    HOUSING,
    Desk,
)

from bridgehead.errors import NotPossible, UsageError
from bridgehead.ledger import Item, sees, signal
from bridgehead.ledger import actions as acts
from bridgehead.ledger.actions.intake import Details

IMPORT = {"kind": "directive", "details": Details(title="旧账", no="PS-1", issued_at=dt.date(2024, 7, 1))}


def imported(**more) -> Item:
    desk = Desk()
    desk.events, desk.item = [], None
    desk.act(acts.Import(**(IMPORT | more)))
    return desk.held


@pytest.mark.parametrize("state", ["draft", "registered", "refused"])
def test_what_nobody_has_yet_is_only_proposed(state: str) -> None:
    """Tests that a lead in a workbook's row of an item not given out gets no part in it."""
    item = imported(state=state, lead="住建局", assists=("水利局",))
    assert (item.assignments, item.proposed) == ((), ("住建局", "水利局"))
    assert not sees(HOUSING, item)


@pytest.mark.parametrize(
    ("state", "more", "code"),
    [
        ("closed", {"closed_on": dt.date(2024, 7, 5)}, "closed_in_time"),
        ("closed", {"closed_on": dt.date(2024, 8, 5)}, "closed_late"),
        ("closed", {}, "closed"),
        ("archived", {"closed_on": dt.date(2024, 7, 5)}, "closed_in_time"),
        ("submitted", {}, "done"),
        ("reviewed", {}, "done"),
        ("working", {}, "overdue"),
        ("working", {"due_on": dt.date(2025, 9, 2)}, "in_time"),
    ],
)
def test_imported_items_claim_only_what_is_known(state: str, more: dict, code: str) -> None:
    """Tests that an import without its day says neither in time nor late."""
    item = imported(state=state, lead="住建局", **more)
    assert signal(item, Desk().now).code == code


def test_imported_suspended_items_stand() -> None:
    """Tests that the clock of an item imported as suspended stands."""
    item = imported(state="suspended", lead="住建局", due_on=dt.date(2024, 12, 1))
    assert signal(item, Desk().now).code == "suspended"


@pytest.mark.parametrize(
    "more",
    [
        {"lead": "住建局", "assists": ("住建局",)},
        {"lead": "住建局", "assists": ("水利局", "水利局")},
        {"lead": "住建局", "due_on": dt.date(2024, 6, 1), "state": "working"},
        {"state": "working"},
        {"state": "escalated"},
        {"kind": "nothing"},
        {"lead": "住建局", "state": "working", "progress": 120.0},
        {"lead": "住建局", "state": "working", "limit": "never"},
    ],
)
def test_wrong_rows_are_refused(more: dict) -> None:
    """Tests that a row that cannot be right is refused with a reason."""
    with pytest.raises((NotPossible, UsageError)):
        imported(**more)


@pytest.mark.parametrize(
    ("days", "since"),
    [
        ({"due_on": dt.date(2024, 3, 2)}, dt.date(2024, 3, 2)),
        ({"due_on": dt.date(2024, 3, 2), "closed_on": dt.date(2024, 2, 27)}, dt.date(2024, 2, 27)),
        ({"due_on": dt.date(2025, 3, 2)}, dt.date(2024, 9, 2)),
        ({"due_on": dt.date(2024, 3, 2), "given_on": dt.date(2024, 1, 5)}, dt.date(2024, 1, 5)),
    ],
)
def test_what_was_due_long_ago_is_taken_over(days: dict[str, dt.date], since: dt.date) -> None:
    """Tests that a row that does not say when it was given out goes in although it was due before today."""
    state = "closed" if "closed_on" in days else "working"
    item = imported(details=Details(title="老街路灯不亮"), state=state, lead=HOUSING.org, **days)
    assert item.lead
    assert item.lead.since.date() == since
