"""Tests that what the database finds for a person is what the ledger's own rules say of each item."""

from __future__ import annotations

from collections import Counter

import pytest

from bridgehead.ledger import Actor, sees
from bridgehead.ledger.actions import (
    Details,
    Dispatch,
    Import,
    Open,
    Refuse,
    Register,
    Report,
    RequestReturn,
    RequestTransfer,
    SignFor,
    Transfer,
)
from bridgehead.office.supervision import find
from bridgehead.office.supervision.bulk import take_all
from bridgehead.office.supervision.models import LedgerItem
from bridgehead.office.supervision.people import departments
from bridgehead.office.supervision.rows import item_of
from bridgehead.office.supervision.store import act

pytestmark = pytest.mark.django_db

CLERK = Actor("文员甲", frozenset({"clerk"}))
HOUSING = Actor("住建局经办", frozenset({"department"}), "市住建局")
WATER = Actor("水务局经办", frozenset({"department"}), "市水务局")
PEOPLE = {
    "clerk": CLERK,
    "reviewer": Actor("审核人", frozenset({"reviewer"})),
    "supervisor": Actor("督查主任", frozenset({"supervisor"})),
    "administrator": Actor("管理员", frozenset({"administrator"})),
    "housing": HOUSING,
    "water": WATER,
    "nobody's department": Actor("无单位", frozenset({"department"})),
    "reader": Actor("读者", frozenset({"reader"})),
    "reader of housing": Actor("住建局读者", frozenset({"reader", "department"}), "市住建局"),
    "no role": Actor("外人"),
}


@pytest.fixture(autouse=True)
def ledger(db: None) -> None:
    """Items of every way of belonging: drafts, hidden, given out, handed on, internal, done."""
    rows = [
        Import(
            kind=kind,
            state=state,
            lead=None if state in ("draft", "registered", "refused") else lead,
            details=Details(title=f"{kind}{state}{lead}{secrecy}", secrecy=secrecy),
        )
        for kind in ("problem", "appeal")
        for state in ("draft", "registered", "dispatched", "submitted", "reviewed", "closed", "refused")
        for lead in ("市住建局", "市城管局")
        for secrecy in ("public", "internal")
    ]
    take_all(CLERK, [(f"item-{number}", row) for number, row in enumerate(rows)])
    for number, who in enumerate((HOUSING, WATER, CLERK)):
        act(who, f"own-{number}", Open(kind="problem", details=Details(title=f"{who.name}的事项")))
    act(WATER, "own-3", Open(kind="problem", details=Details(title="不予受理的草稿")))
    act(CLERK, "own-3", Refuse(reason="不属本级"))
    for key in ("given-1", "given-2", "given-3", "given-4"):
        act(HOUSING, key, Open(kind="problem", details=Details(title=f"{key}路灯夜里不亮")))
        act(CLERK, key, Register())
        act(CLERK, key, Dispatch(lead="市住建局", assists=("市城管局",)))
    act(CLERK, "given-1", Transfer(to="市水务局", reason="管网归水务"))
    act(HOUSING, "given-2", SignFor())
    act(HOUSING, "given-2", Report(text="正在施工", progress=30.0))
    act(HOUSING, "given-3", RequestReturn(reason="不归我局"))
    act(HOUSING, "given-4", SignFor())
    act(HOUSING, "given-4", RequestTransfer(to="市水务局", reason="管网归水务"))


def all_items() -> list[LedgerItem]:
    return list(LedgerItem.objects.all())


@pytest.mark.parametrize("who", PEOPLE)
def test_a_person_finds_what_the_rules_let_them_see(who: str) -> None:
    """Tests each role's list, and its sums by state and kind, item by item against the rules."""
    actor = PEOPLE[who]
    may = [row for row in all_items() if sees(actor, item_of(row))]
    assert set(find.visible(actor)) == set(may)
    assert find.by_state(actor) == Counter(row.state for row in may)
    problems = [row.state for row in may if row.kind == "problem"]
    assert find.by_state(actor, "problem") == Counter(problems)


@pytest.mark.parametrize("who", PEOPLE)
def test_what_waits_for_a_person_is_theirs_to_see(who: str) -> None:
    """Tests that nothing waits for somebody who may not even see it, and how many of each state do."""
    waiting = set(find.waiting(PEOPLE[who]))
    assert waiting <= set(find.visible(PEOPLE[who]))
    assert find.states_of(find.waiting(PEOPLE[who])) == Counter(row.state for row in waiting)


def keys(actor: Actor) -> set[str]:
    return set(find.waiting(actor).values_list("key", flat=True))


def test_what_waits() -> None:
    """Tests whom an item waits for: the department in hand, who wrote the draft, who decides a request."""
    assert {"given-2", "own-0"} <= keys(HOUSING)
    assert not {"given-1", "given-3", "own-1"} & keys(HOUSING)
    assert {"given-1", "own-1"} <= keys(WATER)
    assert {"given-3", "given-4"} <= keys(PEOPLE["supervisor"])
    assert keys(PEOPLE["reader"]) == keys(PEOPLE["no role"]) == set()


def test_departments_are_those_with_a_part() -> None:
    """Tests the names that forms offer, each once, in order."""
    assert departments() == sorted({"市住建局", "市城管局", "市水务局"})
