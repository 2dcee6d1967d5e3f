"""Tests that what is altered behind the ledger's back is found and named, and that rows are mended."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction

from bridgehead.errors import ChainBroken
from bridgehead.ledger import Actor
from bridgehead.ledger.actions import Details, Dispatch, Import, Report, SignFor
from bridgehead.office.supervision import find
from bridgehead.office.supervision.audit import audit, rebuild
from bridgehead.office.supervision.bulk import take_all
from bridgehead.office.supervision.models import (
    LedgerEvent,
    LedgerHead,
    LedgerItem,
    LedgerPart,
    LedgerTally,
    LedgerText,
)
from bridgehead.office.supervision.store import act, act_on_many

pytestmark = pytest.mark.django_db

CLERK = Actor("文员甲", frozenset({"clerk"}))
DEPARTMENT = Actor("住建局经办", frozenset({"department"}), "市住建局")
KEYS = [f"item-{number}" for number in range(1, 6)]


@pytest.fixture(autouse=True)
def ledger(db: None) -> None:
    """Five problems, three given out, two signed for, one reported on."""
    details = [Details(no=key, title=f"{key}号路灯夜里不亮") for key in KEYS]
    rows = [Import(kind="problem", details=one) for one in details]
    take_all(CLERK, zip(KEYS, rows, strict=True))
    act_on_many(CLERK, KEYS[:3], Dispatch(lead="市住建局", assists=("市城管局",)))
    for key in KEYS[:2]:
        act(DEPARTMENT, key, SignFor())
    act(DEPARTMENT, KEYS[0], Report(text="材料已到位", progress=40.0))


def run(*statements: str) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def unlock() -> None:
    """Take the lock off the log, as somebody would who owns the database."""
    if connection.vendor == "sqlite":
        run("DROP TRIGGER office_ledgerevent_kept", "DROP TRIGGER office_ledgerevent_fixed")
    else:
        run("SET CONSTRAINTS ALL IMMEDIATE", "DROP TRIGGER office_ledgerevent_kept ON office_ledgerevent")


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE office_ledgerevent SET actor = '别人' WHERE seq = 1",
        "UPDATE office_ledgerevent SET payload = '{}'",
        "DELETE FROM office_ledgerevent WHERE seq = 9",
        "DELETE FROM office_ledgerevent",
    ],
)
def test_the_database_itself_keeps_the_log(statement: str) -> None:
    """Tests that no statement changes or deletes an event."""
    before = list(LedgerEvent.objects.values_list())
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        run(statement)
    with pytest.raises(TypeError):
        LedgerEvent.objects.get(seq=1).delete()
    assert list(LedgerEvent.objects.values_list()) == before


def test_a_sound_ledger_is_sound() -> None:
    """Tests that nothing is found where nothing was altered, and that the walk is told."""
    found = audit()
    assert found.sound
    assert (found.events, found.items) == (11, 5)


@pytest.mark.parametrize(
    ("statements", "where"),
    [
        (
            ["UPDATE office_ledgerevent SET payload = replace(payload, '路灯', '窨井盖') WHERE seq = 3"],
            "#3 item-3",
        ),
        (["UPDATE office_ledgerevent SET actor = '别人' WHERE seq = 6"], "#6 item-1"),
        (["UPDATE office_ledgerevent SET org = NULL WHERE seq = 9"], "#9 item-1"),
        (["UPDATE office_ledgerevent SET batch = 7 WHERE seq = 8"], "#8 item-3"),
        (["DELETE FROM office_ledgerevent WHERE seq = 10"], "#11 item-1"),
        (["DELETE FROM office_ledgerevent WHERE seq = 11"], "#10"),
        (["UPDATE office_ledgerevent SET hash = prev, prev = hash WHERE seq = 5"], "#5 item-5"),
        (
            [
                "UPDATE office_ledgerevent SET seq = 100 WHERE seq = 9",
                "UPDATE office_ledgerevent SET seq = 9 WHERE seq = 10",
                "UPDATE office_ledgerevent SET seq = 10 WHERE seq = 100",
            ],
            "#9 item-2",
        ),
    ],
    ids=["payload", "actor", "org", "batch", "deleted", "last deleted", "hash swapped", "order swapped"],
)
def test_an_altered_log_is_found_and_named(statements: list[str], where: str) -> None:
    """Tests each way of altering the log: it is told where, and nothing is rebuilt from it."""
    unlock()
    run(*statements)
    broken = audit().broken
    assert isinstance(broken, ChainBroken)
    assert broken.where == where
    before = list(LedgerItem.objects.values_list())
    with pytest.raises(ChainBroken):
        rebuild()
    assert list(LedgerItem.objects.values_list()) == before


COLUMNS = {
    "title": "别的标题",
    "no": "X-1",
    "state": "closed",
    "open": False,
    "lead": "市水务局",
    "due_at": None,
    "progress": 99.0,
    "public": False,
    "given_out": False,
    "version": 3,
    "data": '{"key":"item-1","kind":"problem","title":"别的","updated_at":"2026-01-01T00:00:00Z"}',
}


@pytest.mark.parametrize("column", COLUMNS)
def test_an_altered_row_is_named_and_mended(column: str) -> None:
    """Tests that a row which is not what its events leave is found by any column, and mended."""
    before = list(LedgerItem.objects.order_by("id").values_list())
    LedgerItem.objects.filter(key="item-1").update(**{column: COLUMNS[column]})
    assert audit().differing == ["item-1"]
    assert rebuild() == 5
    assert audit().sound
    assert list(LedgerItem.objects.order_by("id").values_list()) == before


def parts() -> list[Any]:
    return list(
        LedgerPart.objects.order_by("item", "org").values_list("item", "org", "role", "state", "due_at")
    )


@pytest.mark.parametrize("change", ["state", "deleted", "another"])
def test_altered_parts_are_named_and_mended(change: str) -> None:
    """Tests that a part which the events do not leave is found: by it a department sees the item."""
    before = parts()
    one = LedgerPart.objects.filter(item__key="item-2")
    if change == "state":
        one.filter(role="lead").update(state="working")
    elif change == "deleted":
        one.filter(role="assist").delete()
    else:
        item = LedgerItem.objects.get(key="item-2")
        LedgerPart.objects.create(item=item, org="市水务局", role="assist", state="dispatched")
    assert audit().differing == ["item-2"]
    rebuild()
    assert audit().sound
    assert parts() == before


def test_an_altered_text_is_named_and_mended() -> None:
    """Tests that an item which search would not find by its words is found by the audit."""
    LedgerText.objects.filter(id=4).update(text="别的")
    assert audit().differing == ["item-4"]
    rebuild()
    assert audit().sound
    assert list(find.matching(LedgerItem.objects.all(), "item-4号路灯").values_list("key", flat=True)) == [
        "item-4"
    ]


def test_an_item_that_no_event_made_is_named_and_removed() -> None:
    """Tests that a row which somebody slipped in is found by the audit, and gone after the mending."""
    one = LedgerItem.objects.get(key="item-1")
    one.id, one.key = 6, "item-6"
    one.save(force_insert=True)
    LedgerText.objects.create(id=6, text="路灯", grams="路 路灯 灯")
    assert audit().differing == ["item-6"]
    rebuild()
    assert audit().sound
    assert LedgerItem.objects.count() == LedgerText.objects.count() == 5


def test_a_wrong_tally_is_found_and_mended() -> None:
    """Tests that the sums of the first page are compared with the items."""
    LedgerTally.objects.filter(state="registered").update(number=7)
    assert not audit().tally
    rebuild()
    assert audit().sound
    assert find.by_state(CLERK) == {"registered": 2, "dispatched": 1, "accepted": 1, "working": 1}


def test_a_head_that_does_not_fit_is_found() -> None:
    """Tests that the end of the log is what the last writer left."""
    LedgerHead.objects.update(hash="f" * 64)
    assert audit().broken is not None
