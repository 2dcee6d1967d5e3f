"""Tests that an act on many items is taken back item by item, where nothing was built on it."""

from __future__ import annotations

import pytest

from bridgehead.errors import NotPossible
from bridgehead.ledger import Actor, Item
from bridgehead.ledger.actions import (
    Action,
    Archive,
    Comment,
    Details,
    Dispatch,
    Edit,
    Import,
    Merge,
    Remind,
    SignFor,
    Undo,
)
from bridgehead.office.supervision.audit import audit
from bridgehead.office.supervision.bulk import take_all
from bridgehead.office.supervision.models import LedgerEvent, LedgerPart
from bridgehead.office.supervision.store import act, act_on_many, history, load, take_back

pytestmark = pytest.mark.django_db

CLERK = Actor("文员甲", frozenset({"clerk"}))
OTHER_CLERK = Actor("文员乙", frozenset({"clerk"}))
SUPERVISOR = Actor("督查主任", frozenset({"supervisor"}))
DEPARTMENT = Actor("住建局经办", frozenset({"department"}), "市住建局")
KEYS = ["item-1", "item-2", "item-3"]


@pytest.fixture(autouse=True)
def ledger(db: None) -> None:
    """Three registered problems."""
    rows = [
        (key, Import(kind="problem", details=Details(no=key, title=f"{key}号窨井盖破损"))) for key in KEYS
    ]
    take_all(CLERK, rows)


def as_it_was(item: Item) -> dict[str, object]:
    """What an item is, without the trace of who looked at it last."""
    return {
        name: getattr(item, name) for name in item.__struct_fields__ if name not in ("version", "updated_at")
    }


@pytest.mark.parametrize(
    "action",
    [
        Dispatch(lead="市住建局", assists=("市城管局",)),
        Edit(details=Details(theme="城乡建设")),
        Merge(into="item-3"),
        Comment(text="已电话提醒"),
    ],
    ids=lambda action: action.name,
)
def test_an_act_on_many_is_taken_back(action: Action) -> None:
    """Tests that the items, and those that the act reached through them, are as they were."""
    before = [as_it_was(load(key)) for key in KEYS]
    done = act_on_many(CLERK, KEYS[:2], action)
    assert done.done == KEYS[:2]
    assert done.batch is not None
    back = take_back(CLERK, done.batch)
    assert sorted(back.done) == KEYS[:2]
    assert back.refused == []
    assert [as_it_was(load(key)) for key in KEYS] == before
    assert not LedgerPart.objects.exists()
    assert audit().sound


def test_what_was_built_on_stays() -> None:
    """Tests that of three items given out the one that was signed for stays so, and is told."""
    given = act_on_many(CLERK, KEYS, Dispatch(lead="市住建局"))
    act(DEPARTMENT, "item-2", SignFor())
    assert given.batch is not None
    back = take_back(CLERK, given.batch)
    assert sorted(back.done) == ["item-1", "item-3"]
    assert [(key, type(error)) for key, error in back.refused] == [("item-2", NotPossible)]
    assert [load(key).state for key in KEYS] == ["registered", "accepted", "registered"]
    assert audit().sound


def test_a_silent_event_in_between_does_not_hinder() -> None:
    """Tests that a comment and a reminder are no reason against taking back what they were about."""
    given = act_on_many(CLERK, KEYS, Dispatch(lead="市住建局"))
    act(CLERK, "item-1", Remind(level=1))
    act(OTHER_CLERK, "item-2", Comment(text="已电话提醒"))
    assert given.batch is not None
    assert sorted(take_back(CLERK, given.batch).done) == KEYS
    assert load("item-1").reminded == 1


def test_a_merge_that_was_built_on_keeps_both_sides() -> None:
    """Tests that where a merge cannot be taken back, the item that took the other in keeps it, too."""
    merged = act_on_many(CLERK, KEYS[:2], Merge(into="item-3"))
    act(CLERK, "item-1", Archive())
    assert merged.batch is not None
    back = take_back(CLERK, merged.batch)
    assert back.done == ["item-2"]
    assert [key for key, _ in back.refused] == ["item-1"]
    assert load("item-3").absorbed == ("item-1",)
    assert load("item-1").merged_into == "item-3"
    assert audit().sound


def test_one_side_of_a_merge_is_never_taken_back_alone() -> None:
    """Tests that the merge takes its other side with it, and that the other side alone is refused."""
    act(CLERK, "item-1", Merge(into="item-3"))
    absorbed = history("item-3")[-1]
    with pytest.raises(NotPossible):
        act(CLERK, "item-3", Undo(seq=absorbed.seq))
    act(CLERK, "item-1", Undo(seq=load("item-1").version))
    assert load("item-3").absorbed == ()
    assert load("item-1").state == "registered"
    assert audit().sound


def test_another_clerk_may_not_and_a_supervisor_may() -> None:
    """Tests who takes back what somebody else did."""
    given = act_on_many(CLERK, KEYS, Dispatch(lead="市住建局"))
    assert given.batch is not None
    assert [key for key, _ in take_back(OTHER_CLERK, given.batch).refused] == KEYS[::-1]
    assert take_back(SUPERVISOR, given.batch).done == KEYS[::-1]


def test_taking_back_twice_changes_nothing() -> None:
    """Tests that what was taken back is refused the second time, and that coming in is never taken back."""
    given = act_on_many(CLERK, KEYS, Dispatch(lead="市住建局"))
    assert given.batch is not None
    take_back(CLERK, given.batch)
    events = LedgerEvent.objects.count()
    again = take_back(CLERK, given.batch)
    assert again.done == []
    assert len(again.refused) == 3
    assert take_back(CLERK, history("item-1")[0].batch).done == []
    assert LedgerEvent.objects.count() == events
