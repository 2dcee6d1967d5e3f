"""Who may take which action on which item, and who sees it."""

from __future__ import annotations

import itertools

import msgspec
import pytest
from tests.ledger.desk import (
    ADMIN,
    CITY,
    CLERK,
    HOUSING,
    READER,
    REVIEWER,
    SUPERVISOR,
    WATER,
    Desk,
    working,
)

from bridgehead.errors import ActionRefused, NotPossible
from bridgehead.ledger import Actor, Item, sees
from bridgehead.ledger import actions as acts
from bridgehead.ledger.actions import ACTIONS
from bridgehead.ledger.actions.intake import Details
from bridgehead.ledger.projection import _blank

# Who may take each action: on an item that their own department leads, on another's, on another's draft.
BY_ROLE = {
    "open": "clerk department reviewer supervisor administrator",
    "comment": "clerk department reviewer supervisor administrator",
    "judge": "clerk department reviewer supervisor administrator",
    "undo": "clerk department reviewer supervisor administrator",
    "attach": "clerk department supervisor administrator",
    "edit": "clerk supervisor administrator",
    "resume": "clerk department supervisor administrator",
    **dict.fromkeys(
        [
            "import",
            "register",
            "refuse",
            "merge",
            "absorb",
            "archive",
            "dispatch",
            "add_assist",
            "withdraw",
            "transfer",
            "decide_return",
            "call_back",
            "escalate",
            "schedule",
            "remind",
            "propose",
            "recount",
        ],
        "clerk supervisor administrator",
    ),
    **dict.fromkeys(
        [
            "sign_for",
            "report",
            "submit",
            "request_return",
            "request_extension",
            "request_suspension",
            "request_transfer",
        ],
        "department administrator",
    ),
    **dict.fromkeys(
        ["decide_extension", "decide_suspension", "decide_transfer", "reopen", "settle"],
        "supervisor administrator",
    ),
    **dict.fromkeys(["review", "close", "redo"], "reviewer supervisor administrator"),
}
ROLES = ("reader", "clerk", "department", "reviewer", "supervisor", "administrator")


def test_the_table_names_every_action() -> None:
    """Tests that no action was added without saying who may take it."""
    assert set(BY_ROLE) == set(ACTIONS)


def asked_for_all(desk: Desk) -> Item:
    """The item with one request of each kind, so that there is something to decide."""
    requests = tuple(
        msgspec.structs.replace(
            acts.RequestReturn(reason="x").request(desk.events[-1], {"part": "住建局"}), kind=kind, by="住建"
        )
        for kind in ("return", "extension", "suspend", "transfer")
    )
    return msgspec.structs.replace(desk.held, requests=requests)


@pytest.mark.parametrize("name", sorted(ACTIONS))
def test_permission_matrix(name: str) -> None:
    """Tests role × own, assisting, other or no department × given out, own or foreign draft."""
    wrong = []
    for role, org, where in itertools.product(ROLES, ORGS, ("working", "draft", "foreign draft")):
        if may(ACTIONS[name], Actor("某人", frozenset({role}), org), there(where)) != allowed(
            name, role, org, where
        ):
            wrong.append((role, org, where))
    assert wrong == []


ORGS = ("住建局", "水利局", "城管局", None)


def there(where: str) -> Item:
    """The item of one case."""
    if where == "working":
        return asked_for_all(WORKING)
    return (DRAFT if where == "draft" else FOREIGN).held


def allowed(name: str, role: str, org: str | None, where: str) -> bool:
    """Whether the table and the rules of department and four eyes let a role take an action."""
    item = there(where)
    yes = role in BY_ROLE[name].split()
    if role == "department":
        own = org in ("住建局", "水利局") if where == "working" else org == item.author_org
        yes = yes and own and org is not None
    if name == "edit" and role == "department":
        yes = where != "working" and org is not None and org == item.author_org
    if ACTIONS[name].four_eyes and where == "working" and org in ("住建局", "水利局"):
        yes = False
    if name.startswith("decide_"):
        # There is nothing to decide on a draft; nobody decides for their own department.
        yes = yes and where == "working" and org != "住建局"
    return yes


WORKING, DRAFT, FOREIGN = working(), Desk("directive", HOUSING), Desk("directive", CITY)


@pytest.mark.parametrize(
    ("actor", "seen"),
    [
        (HOUSING, (True, True, False, True)),
        (WATER, (True, False, False, False)),
        (CITY, (False, False, True, False)),
        (READER, (True, False, False, False)),
        (Actor("无", frozenset({"department"})), (False,) * 4),
        (Actor("无", frozenset()), (False,) * 4),
        *((one, (True,) * 4) for one in (CLERK, REVIEWER, SUPERVISOR, ADMIN)),
    ],
)
def test_who_sees_what(actor: Actor, seen: tuple[bool, ...]) -> None:
    """Tests that a department sees what it was given and its own drafts, never another's."""
    refused = Desk("directive", HOUSING)
    refused.act(acts.Refuse(reason="不属职责"))
    assert tuple(sees(actor, one.held) for one in (WORKING, DRAFT, FOREIGN, refused)) == seen


def test_an_item_that_is_not_seen_does_not_exist() -> None:
    """Tests that nothing is told about another department's draft, whatever is tried."""
    for kind in (
        acts.Comment(text="?"),
        acts.SignFor(),
        acts.Undo(seq=1),
        acts.Edit(details=Details(title="x")),
    ):
        with pytest.raises(NotPossible, match="没有这个事项"):
            FOREIGN.act(kind, HOUSING)


def test_every_pair_of_roles_is_at_least_each_of_them() -> None:
    """Tests that a second role never takes a right away, four eyes apart."""
    item = WORKING.held
    for one, two in itertools.combinations(ROLES, 2):
        for kind in ACTIONS.values():
            if kind.four_eyes or kind.name.startswith("decide_") or kind.name == "edit":
                continue
            alone = any(may(kind, Actor("某人", frozenset({role}), "住建局"), item) for role in (one, two))
            assert may(kind, Actor("某人", frozenset({one, two}), "住建局"), item) == alone


def may(kind: type[acts.Action], actor: Actor, item: Item) -> bool:
    try:
        _blank(kind).permit(item, actor)
    except ActionRefused:
        return False
    return True
