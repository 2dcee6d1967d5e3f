"""A made-up supervision office: its people, and items brought to any state through the one way to act."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from bridgehead.ledger import Actor, Evidence
from bridgehead.ledger.actions import (
    CallBack,
    Close,
    Details,
    Dispatch,
    Escalate,
    Open,
    Register,
    Report,
    RequestExtension,
    RequestReturn,
    RequestSuspension,
    RequestTransfer,
    Review,
    SignFor,
    Submit,
)

LEAD, ASSIST, OTHER = "市住建局", "市财政局", "市交通局"
CLERK = Actor("录入甲", frozenset({"clerk"}))
HANDLER = Actor("经办甲", frozenset({"department"}), LEAD)
HELPER = Actor("经办乙", frozenset({"department"}), ASSIST)
REVIEWER = Actor("审核甲", frozenset({"reviewer"}))
PROOF = Evidence(
    id="proof-1", name="完工照片.jpg", at=dt.datetime(2026, 3, 1, tzinfo=dt.UTC), sha256="0" * 64
)
PATH: dict[str, list[tuple[Actor, Any]]] = {
    "draft": [],
    "registered": [(CLERK, Register())],
    "dispatched": [(CLERK, Dispatch(lead=LEAD, assists=(ASSIST,)))],
    "accepted": [(HANDLER, SignFor())],
    "working": [(HANDLER, Report(text="已进场施工", progress=30.0))],
    "submitted": [(HANDLER, Submit(text="已完工", without_assists="协办已口头报送", evidence=(PROOF,)))],
    "reviewed": [(REVIEWER, Review())],
    "called_back": [(CLERK, CallBack(contacted=True, resolved="yes", satisfied="yes"))],
    "closed": [(REVIEWER, Close())],
}
ASIDE: dict[str, tuple[str, Actor, Any]] = {
    "return_requested": ("dispatched", HANDLER, RequestReturn(reason="不属本单位职责")),
    "extension_requested": ("working", HANDLER, RequestExtension(reason="连续降雨", number=3)),
    "suspension_asked": (
        "working",
        HANDLER,
        RequestSuspension(reason="等待设计变更", review_on=dt.date(2099, 1, 4)),
    ),
    "transfer_asked": ("working", HANDLER, RequestTransfer(reason="职责已划转", to=OTHER)),
    "escalated": ("working", CLERK, Escalate(reason="涉及多个部门")),
}


@pytest.fixture
def bring(db: Any) -> Any:
    """Bring a fresh item to a state; returns it."""
    from bridgehead.office.supervision.store import act, load

    made = 0

    def to(state: str, **details: Any) -> Any:
        nonlocal made
        made += 1
        key = f"item-{made:04d}"
        act(
            CLERK,
            key,
            Open(kind="problem", details=Details(**{"title": f"第{made}号院供热管网改造"} | details)),
        )
        last, aside = (ASIDE[state][0], ASIDE[state]) if state in ASIDE else (state, None)
        for name, steps in PATH.items():
            for actor, action in steps:
                act(actor, key, action)
            if name == last:
                break
        if aside:
            act(aside[1], key, aside[2])
        return load(key)

    return to


@pytest.fixture
def person(db: Any, settings: Any, tmp_path: Any) -> Any:
    """Sign somebody in: a browser of their own."""
    from django.contrib.auth import get_user_model
    from django.test import Client

    from bridgehead.office import accounts
    from bridgehead.office.supervision.people import assign

    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.WORKSPACE = tmp_path / "ws"

    def signed_in(role: str, org: str = "", name: str = "") -> Client:
        users = get_user_model().objects
        name = name or f"{role}{org}"
        if not users.filter(username=name).exists():
            accounts.add(name, role)
        user = users.get(username=name)
        if org:
            assign(user, org)
        client = Client()
        client.force_login(user)
        return client

    return signed_in
