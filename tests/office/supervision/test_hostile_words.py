"""Somebody means harm: writes what breaks a page for all, counts with endless rules, closes circles."""

from __future__ import annotations

import datetime as dt
import json
from io import BytesIO
from typing import Any

import openpyxl
import pytest
from django.urls import reverse

from bridgehead.errors import ActionRefused, UsageError
from bridgehead.ledger import Actor, project
from bridgehead.ledger.actions import (
    Comment,
    Details,
    Dispatch,
    Edit,
    Merge,
    Open,
    Register,
    Undo,
)
from bridgehead.ledger.rules import parse_rules
from bridgehead.office.supervision.models import LedgerItem, LedgerRules
from bridgehead.office.supervision.store import act, act_on_many, history, load

pytestmark = [pytest.mark.django_db, pytest.mark.filterwarnings("ignore::UserWarning")]

LEAD, ASSIST, OTHER = "市住建局", "市财政局", "市交通局"
CLERK = Actor("录入甲", frozenset({"clerk"}))
SCRIPT = "<script>alert(1)</script>"


def call(client: Any, name: str, body: Any, *args: Any) -> Any:
    raw = body if isinstance(body, bytes) else json.dumps(body).encode()
    return client.post(reverse(name, args=args), raw, content_type="application/json")


def opened(key: str, **details: Any) -> Any:
    return act(CLERK, key, Open(kind="problem", details=Details(**{"title": f"事项{key}"} | details)))


# What is written


TEXTS = {
    "nul": {"title": "空\x00字符"},
    "endless number": {"title": "长号", "no": "9" * 5000},
    "endless text": {"title": "长" * 200_000},
    "year": {"title": "年", "year": 10**30},
    "day": {"title": "日", "issued_at": "0001-01-01"},
    "span": {"title": "处", "span": [0, 10**40]},
    "weight": {"title": "重", "weight": -1},
    "proposed": {"title": "单位", "proposed": ["市住建局\u200b"]},
}


@pytest.mark.parametrize("case", sorted(TEXTS))
def test_what_cannot_be_kept_is_refused(case: str, person: Any) -> None:
    """Tests that texts and numbers that a database or a reader cannot take are refused in words."""
    response = call(person("clerk"), "api_open", {"kind": "problem", "details": TEXTS[case]})
    assert response.status_code == 400, response.content
    assert LedgerItem.objects.count() == 0


RAW = [b'{"kind": "problem", "details": {"title": "\\ud800"}}', b"[" * 100_000, b"\xff\xfe", b'{"kind": NaN}']


@pytest.mark.parametrize("raw", RAW)
def test_what_is_no_json_is_refused(raw: bytes, person: Any) -> None:
    """Tests half characters, endless depth and rubbish."""
    assert call(person("clerk"), "api_open", raw).status_code == 400


def test_a_hidden_character_makes_no_other_department(bring: Any, person: Any) -> None:
    """Tests that an item is not given to a department whose name only looks like one."""
    item = bring("registered")
    for lead in (f"{LEAD} ", f" {LEAD}", "市\u200b住建局", f"{LEAD}\n"):
        said = {"action": "dispatch", "said": {"lead": lead}}
        assert call(person("clerk"), "api_act", said, item.key).status_code == 400, repr(lead)
    assert load(item.key).state == "registered"


def test_addresses_with_odd_characters(person: Any) -> None:
    """Tests that no address breaks a page."""
    client = person("clerk")
    ticked = {"action": "remind", "keys": ["\x00"]}
    assert client.post(reverse("bulk"), ticked).status_code == 302
    for path in ("/items/%00/", "/api/items/%00/", "/batches/" + "9" * 5000 + "/undo/"):
        assert client.get(path).status_code in (404, 405), path


def test_scripts_are_only_text(person: Any, bring: Any) -> None:
    """Tests that what people write is shown as they wrote it, on every page."""
    item = bring("registered", title=SCRIPT, body=SCRIPT, region=SCRIPT, theme=SCRIPT, issuer=SCRIPT)
    act(CLERK, item.key, Dispatch(lead=SCRIPT, text=SCRIPT))
    act(CLERK, item.key, Comment(text=SCRIPT))
    client = person("supervisor")
    paths = [reverse(name) for name in ("items", "board", "desk", "tree", "stock", "department_ranking")]
    paths += [reverse("item", args=[item.key]), f"{reverse('items')}?q={SCRIPT}", f"{reverse('new_item')}"]
    for path in [*paths, f"{reverse('stock')}?kind=problem", f"{reverse('tree')}?kind=problem"]:
        page = client.get(path)
        assert page.status_code == 200
        assert SCRIPT not in page.content.decode(), path
    calendar = client.get(reverse("deadlines")).content.decode()
    assert "BEGIN:VEVENT" in calendar


def test_a_title_adds_no_line_to_the_calendar(person: Any, bring: Any) -> None:
    """Tests that line breaks in a title do not become lines of the file."""
    bring("working", title="修路\r\nBEGIN:VALARM\r\nX:1")
    lines = person("clerk").get(reverse("deadlines")).content.decode().replace("\r\n ", "").split("\r\n")
    assert not [line for line in lines if line.startswith(("BEGIN:VALARM", "X:1"))]


def test_formulas_leave_as_text(person: Any, bring: Any) -> None:
    """Tests that what somebody wrote is not computed in somebody else's workbook."""
    bring("working", title='=HYPERLINK("http://evil.example","点")')
    book = openpyxl.load_workbook(BytesIO(person("clerk").get(reverse("export_items")).content))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert any("HYPERLINK" in str(cell.value) for cell in cells)
    assert not any(cell.data_type == "f" for cell in cells)


@pytest.mark.parametrize(
    "back", ["//evil.example", "/\\evil.example", "https://evil.example", "/\t/evil.example"]
)
def test_nobody_is_sent_elsewhere(back: str, person: Any) -> None:
    """Tests that an address to go back to is one of the office's own."""
    response = person("clerk").post(reverse("undo", args=[1]), {"next": back})
    assert response["Location"] == reverse("items")


# Rule sets


RULES = """code = "{code}"
zh = "试验"
en = "trial"
valid_from = 2030-01-01
status = "not confirmed"
[[limits]]
code = "{limit}"
zh = "办理"
en = "work"
number = {number}
unit = "{unit}"
main = true
"""
BAD_RULES = [
    {"number": 10**9},
    {"number": -5},
    {"number": 9999, "unit": "month"},
    {"number": 999, "unit": "year_end"},
    {"code": "../../secret"},
    {"code": "new"},
    {"code": ""},
    {"limit": "a/b"},
    {"number": "9" * 5000},
    {"number": "[" * 5000},
]


@pytest.mark.parametrize("wrong", BAD_RULES)
def test_rules_that_cannot_be_counted_with_are_refused(wrong: dict[str, Any], person: Any) -> None:
    """Tests endless limits, and codes that no address can hold."""
    text = RULES.format(**{"code": "trial", "limit": "main", "number": 5, "unit": "workday"} | wrong)
    with pytest.raises(UsageError):
        parse_rules(text)
    client = person("supervisor")
    assert client.post(reverse("rule_set", args=["new"]), {"toml": text}).status_code == 400
    assert not LedgerRules.objects.exists()
    assert client.get(reverse("rules")).status_code == 200


@pytest.mark.parametrize("start", ["9999-12-31", "0001-01-01", "nonsense", "2026-02-30"])
def test_rules_count_from_any_day(start: str, person: Any) -> None:
    """Tests the calculator at the ends of the calendar."""
    assert person("clerk").get(reverse("rule_set", args=["13710"]), {"start": start}).status_code == 200


# Numbers, trees, merges


def test_a_number_is_given_once() -> None:
    """Tests explicit numbers, one at a time and many at once; taking back gives none away twice."""
    for key in ("item-a", "item-b", "item-c"):
        opened(key)
    act(CLERK, "item-a", Register(no="督〔2026〕1号"))
    with pytest.raises(ActionRefused):
        act(CLERK, "item-b", Register(no="督〔2026〕1号"))
    with pytest.raises(ActionRefused):
        act(CLERK, "item-a2", Open(kind="problem", details=Details(title="又一件", no="督〔2026〕1号")))
    many = act_on_many(CLERK, ["item-b", "item-c"], Register(no="督〔2026〕2号"))
    assert (many.done, [key for key, _ in many.refused]) == (["item-b"], ["item-c"])
    with pytest.raises(ActionRefused):
        act(CLERK, "item-c", Edit(details=Details(no="督〔2026〕2号")))
    first = act(CLERK, "item-c", Register()).no
    act(CLERK, "item-c", Undo(seq=load("item-c").version))
    opened("item-d")
    assert act(CLERK, "item-d", Register()).no != first


def test_no_item_stands_below_itself(person: Any) -> None:
    """Tests circles of any length, and that a tree that is one is still shown."""
    for key in ("item-a", "item-b", "item-c"):
        opened(key)
    act(CLERK, "item-a", Edit(details=Details(parent="item-b")))
    act(CLERK, "item-b", Edit(details=Details(parent="item-c")))
    with pytest.raises(ActionRefused):
        act(CLERK, "item-c", Edit(details=Details(parent="item-a")))
    assert load("item-c").parent is None
    # Items that come in before what they stand below
    opened("item-x", parent="item-y")
    with pytest.raises(ActionRefused):
        opened("item-y", parent="item-x")


def test_a_tree_too_deep_to_show_is_cut(person: Any) -> None:
    """Tests a chain that a workbook brought from below."""
    keys = [f"item-{n:04d}" for n in range(300)]
    action = {
        key: Open(kind="livelihood", details=Details(title=key, parent=keys[n + 1], year=2026))
        for n, key in enumerate(keys[:-1])
    }
    from bridgehead.office.supervision.bulk import take_all

    assert not take_all(CLERK, action.items()).refused
    assert person("clerk").get(reverse("tree"), {"kind": "livelihood", "year": "2026"}).status_code == 200


def test_two_items_are_not_merged_into_each_other() -> None:
    """Tests that the second is refused, at once and later."""
    for key in ("item-a", "item-b"):
        opened(key)
        act(CLERK, key, Register())
    act(CLERK, "item-a", Merge(into="item-b"))
    with pytest.raises(ActionRefused):
        act(CLERK, "item-b", Merge(into="item-a"))


# Many


def test_a_long_history_offers_the_same_to_be_taken_back(bring: Any, person: Any) -> None:
    """Tests the page of an item with thousands of events: looked through once, right as one by one."""
    from bridgehead.ledger import undoable
    from bridgehead.office.views.item import timeline

    item = bring("working")
    for n in range(5):
        act(CLERK, item.key, Comment(text=f"第{n}次"))
    act(Actor("经办甲", frozenset({"department"}), LEAD), item.key, Undo(seq=item.version))
    boss = Actor("督查", frozenset({"supervisor"}))
    events = history(item.key)
    assert project(events).state == "accepted"
    offered = {one["event"].seq for one in timeline(events, boss) if one["may_undo"]}
    back = {event.seq: undoable(events, event.seq) for event in events}
    states = {"register", "dispatch", "sign_for", "report"}
    assert offered == {
        seq for seq, found in back.items() if found and not found[1] and found[0].action in states
    }
    long = [*events, *(event for _ in range(1500) for event in events[-3:])]
    assert len(timeline(long, boss)) == len(long)


@pytest.mark.parametrize("name", ["desk", "items", "board", "meetings", "tree"])
def test_questions_to_the_database_do_not_grow_with_items(
    name: str, bring: Any, person: Any, django_assert_max_num_queries: Any
) -> None:
    """Tests that a page asks as often for many items as for one of each."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client = person("supervisor")
    states = ("working", "submitted", "reviewed", "escalated", "return_requested")
    for state in states:
        bring(state)
    client.get(reverse(name))
    with CaptureQueriesContext(
        connection,
    ) as few:
        client.get(reverse(name))
    for state in states * 3:
        bring(state)
    with django_assert_max_num_queries(len(few)):
        client.get(reverse(name))


# Tokens


def test_a_token_ends_with_the_password_or_the_account(bring: Any, person: Any) -> None:
    """Tests a token that somebody kept."""
    from django.contrib.auth import get_user_model
    from django.test import Client

    from bridgehead.office.views.api import token_of

    item = bring("working")
    person("clerk", name="旧人")
    user = get_user_model().objects.get(username="旧人")

    def status() -> int:
        headers = {"authorization": f"Bearer {token_of_then}"}
        return int(Client().get(reverse("api_item", args=[item.key]), headers=headers).status_code)

    token_of_then = token_of(user)
    assert status() == 200
    user.is_active = False
    user.save()
    assert status() == 401
    user.is_active = True
    user.set_password("another-long-1")
    user.save()
    assert status() == 401


def test_another_site_cannot_act_with_the_session(bring: Any, person: Any) -> None:
    """Tests that the API asks for a token of the form where it goes by the session."""
    from django.contrib.auth import get_user_model
    from django.test import Client

    item = bring("working")
    person("clerk")
    client = Client(enforce_csrf_checks=True)
    client.force_login(get_user_model().objects.get(username="clerk"))
    said = {"action": "comment", "said": {"text": "别处来的"}}
    assert call(client, "api_act", said, item.key).status_code == 403
    for name in ("act", "api_act"):
        assert client.get(reverse(name, args=[item.key])).status_code == 405
    assert load(item.key).version == item.version
    assert dt.datetime.now(dt.UTC) > item.updated_at
