"""Who may see and do what, by every way in: pages, direct addresses, forms, exports, the API."""

from __future__ import annotations

import json
from io import BytesIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from bridgehead.ledger import Actor
from bridgehead.ledger.actions import ACTIONS, Details, Edit, Open
from bridgehead.office.supervision.models import LedgerEvent, LedgerItem
from bridgehead.office.supervision.store import act, load

pytestmark = pytest.mark.django_db

LEAD, ASSIST, OTHER = "市住建局", "市财政局", "市交通局"
PEOPLE = [
    ("reader", ""),
    ("clerk", ""),
    ("department", LEAD),
    ("department", ASSIST),
    ("department", OTHER),
    ("reviewer", ""),
    ("supervisor", ""),
    ("administrator", ""),
]
OFFICE = {"clerk", "supervisor", "administrator"}
CHECK = {"reviewer", "supervisor", "administrator"}
DECIDE = {"supervisor", "administrator"}
EVERYBODY = {"clerk", "reviewer", "supervisor", "administrator", LEAD, ASSIST}
# Written down apart from the program: the action, the state the item is in, what the form says, who may.
MATRIX: dict[str, tuple[str, dict[str, str], set[str]]] = {
    "edit": ("working", {"title": "改过的标题"}, OFFICE),
    "register": ("draft", {}, OFFICE),
    "refuse": ("registered", {"reason": "不属本市事权", "code": "not_ours"}, OFFICE),
    "merge": ("working", {"into": "item-0001"}, OFFICE),
    "archive": ("closed", {}, OFFICE),
    "dispatch": ("registered", {"lead": LEAD, "assists": ASSIST}, OFFICE),
    "add_assist": ("working", {"org": "市城管局"}, OFFICE),
    "withdraw": ("working", {"org": ASSIST}, OFFICE),
    "transfer": ("working", {"to": OTHER, "reason": "职责划转"}, OFFICE),
    "sign_for": ("dispatched", {}, {LEAD, ASSIST, "administrator"}),
    "report": ("working", {"text": "完成过半"}, {LEAD, "administrator"}),
    "submit": ("working", {"text": "已完工", "without_assists": "已口头报送"}, {LEAD, "administrator"}),
    "review": ("submitted", {}, CHECK),
    "call_back": ("reviewed", {"contacted": "true", "resolved": "yes", "satisfied": "yes"}, OFFICE),
    "close": ("reviewed", {}, CHECK),
    "redo": ("submitted", {"reason": "照片看不清"}, CHECK),
    "reopen": ("closed", {"reason": "又漏水了"}, DECIDE),
    "escalate": ("working", {"reason": "涉及多个部门"}, OFFICE),
    "schedule": ("escalated", {"meeting": "item-0001"}, OFFICE),
    "settle": ("escalated", {"lead": OTHER, "decision": "由交通局牵头"}, DECIDE),
    "comment": ("working", {"text": "请加快"}, EVERYBODY),
    "remind": ("working", {"level": "1"}, OFFICE),
    "attach": ("working", {"files": "yes"}, OFFICE | {LEAD, ASSIST}),
    "request_return": ("dispatched", {"reason": "不属本单位"}, {LEAD, ASSIST, "administrator"}),
    "request_extension": ("working", {"reason": "降雨", "number": "3"}, {LEAD, ASSIST, "administrator"}),
    "request_suspension": (
        "working",
        {"reason": "等设计", "review_on": "2099-01-04"},
        {LEAD, "administrator"},
    ),
    "request_transfer": ("working", {"reason": "职责划转", "to": OTHER}, {LEAD, "administrator"}),
    "decide_return": ("return_requested", {"granted": "true", "to": OTHER}, OFFICE),
    "decide_extension": ("extension_requested", {"granted": "true"}, DECIDE),
    "decide_suspension": ("suspension_asked", {"granted": "true"}, DECIDE),
    "decide_transfer": ("transfer_asked", {"granted": "true"}, DECIDE),
    "resume": ("suspended", {}, OFFICE | {LEAD}),
    "recount": ("working", {}, OFFICE),
}
NOT_BY_FORM = {"open", "import", "absorb", "propose", "judge", "undo"}


def test_the_matrix_names_every_action() -> None:
    """Tests that an action that is added later must be added to the matrix, too."""
    assert set(MATRIX) | NOT_BY_FORM == set(ACTIONS)


def suspended(bring: Any, person: Any) -> Any:
    item = bring("suspension_asked")
    post(person("supervisor"), item, "decide_suspension", {"granted": "true"})
    return load(item.key)


def post(client: Any, item: Any, action: str, said: dict[str, str]) -> Any:
    body: dict[str, Any] = {"action": action, "seen": str(item.version)} | said
    if action in ("attach", "submit"):
        body["evidence"] = SimpleUploadedFile("现场.txt", "照片一张".encode())
    return client.post(reverse("act", args=[item.key]), body)


@pytest.mark.parametrize("action", sorted(MATRIX))
def test_who_may_act(action: str, bring: Any, person: Any) -> None:
    """Tests every role, and departments that lead, assist or have nothing to do with it, on every action."""
    bring("working")  # what others are merged into, or put on the agenda of
    state, said, may = MATRIX[action]
    for role, org in PEOPLE:
        item = suspended(bring, person) if state == "suspended" else bring(state)
        response = post(person(role, org), item, action, said)
        allowed = (org if role == "department" else role) in may
        hidden = (role == "department" and (org == OTHER or state in ("draft", "registered"))) or (
            role == "reader" and state in ("draft", "registered")
        )
        changed = load(item.key).version != item.version
        where = f"{action} by {role} {org}: {response.status_code}"
        assert changed == allowed, where
        assert response.status_code == (302 if allowed else 404 if hidden else 400), where


def test_a_consequence_cannot_be_asked_for(bring: Any, person: Any) -> None:
    """Tests that nobody takes by hand what only follows from something else."""
    item = bring("working")
    for action in ("absorb", "propose", "open", "import", "nonsense"):
        assert post(person("administrator"), item, action, {"key": "x"}).status_code == 404
    assert load(item.key).version == item.version


ADDRESSES = ("item", "special_report", "api_item")


def test_a_department_reaches_only_its_own(bring: Any, person: Any) -> None:
    """Tests every address of an item, every list and every export with another department's eyes."""
    item = bring("working", title="秘不示人的事项")
    draft = bring("draft", title="还没立项的事项")
    outsider, insider = person("department", OTHER), person("department", LEAD)
    for name in ADDRESSES:
        assert outsider.get(reverse(name, args=[item.key])).status_code == 404, name
        assert insider.get(reverse(name, args=[item.key])).status_code == 200, name
        assert insider.get(reverse(name, args=[draft.key])).status_code == 404, name
    for name in ("items", "board", "desk", "tree", "department_ranking", "meetings", "api_items"):
        for query in ("", "?kind=problem", "?q=事项", f"?org={LEAD}"):
            body = outsider.get(reverse(name) + query).content.decode()
            assert "秘不示人" not in json_text(body), name
            assert "还没立项" not in json_text(insider.get(reverse(name) + query).content.decode()), name
    assert "秘不示人" in insider.get(reverse("items")).content.decode()
    assert "秘不示人" in json_text(insider.get(reverse("api_items")).content.decode())


def json_text(body: str) -> str:
    """What an answer says, its escapes undone."""
    try:
        return json.dumps(json.loads(body), ensure_ascii=False)
    except ValueError:
        return body


def test_files_that_leave_hold_only_what_may_be_seen(bring: Any, person: Any) -> None:
    """Tests the workbook, the calendar and the notices."""
    bring("working", title="秘不示人的事项")
    for role, org, sees in (("department", OTHER, False), ("department", LEAD, True), ("clerk", "", True)):
        client = person(role, org)
        for name in ("export_items", "deadlines", "notice", "brief"):
            text = unpacked(client.get(reverse(name)).content)
            # A notice names departments, and titles only of what is late.
            shown = LEAD in text if name in ("notice", "brief") else "秘不示人" in text
            assert shown == sees, (name, role, org)
            assert sees or "秘不示人" not in text


def unpacked(body: bytes) -> str:
    """The texts of a file: of all members of a zip, or of the calendar, its folded lines joined."""
    import zipfile

    if body[:2] != b"PK":
        return body.replace(b"\r\n ", b"").decode()
    with zipfile.ZipFile(BytesIO(body)) as packed:
        texts = [packed.read(name).decode("utf-8", "ignore") for name in packed.namelist()]
    import re

    return re.sub(r"<[^>]+>", "", "".join(texts))


def test_a_draft_is_its_departments_and_the_offices(person: Any) -> None:
    """Tests that a department sees its own draft and never another's, and that readers see none."""
    mine = Actor("起草人", frozenset({"department"}), LEAD)
    act(mine, "item-own", Open(kind="directive", details=Details(title="自拟的事项")))
    seen = {
        (role, org): person(role, org).get(reverse("item", args=["item-own"])).status_code == 200
        for role, org in PEOPLE
    }
    assert {who for who, sees in seen.items() if sees} == {
        ("department", LEAD),
        ("clerk", ""),
        ("reviewer", ""),
        ("supervisor", ""),
        ("administrator", ""),
    }
    act(mine, "item-own", Edit(details=Details(body="补充")))
    assert load("item-own").body == "补充"


def test_internal_items_are_not_for_readers(bring: Any, person: Any) -> None:
    """Tests that a reader sees what is public and given out, nothing else."""
    shown, inside = bring("working", title="公开的事"), bring("working", title="内部的事", secrecy="internal")
    reader = person("reader")
    assert reader.get(reverse("item", args=[shown.key])).status_code == 200
    assert reader.get(reverse("item", args=[inside.key])).status_code == 404
    listed = reader.get(reverse("items")).content.decode()
    assert "公开的事" in listed
    assert "内部的事" not in listed


def test_many_at_once_passes_over_what_is_not_theirs(bring: Any, person: Any) -> None:
    """Tests that ticked keys of items that a person may not see, or act on, change nothing."""
    items = [bring("working") for _ in range(3)]
    before = LedgerEvent.objects.count()
    body = {"action": "remind", "keys": [one.key for one in items], "go": "1", "level": "1"}
    assert person("department", OTHER).post(reverse("bulk"), body).status_code == 302
    response = person("department", LEAD).post(reverse("bulk"), body)
    assert response.status_code == 200
    assert LedgerEvent.objects.count() == before
    assert "您的角色不能" in response.content.decode()


def test_only_its_own_act_is_taken_back(bring: Any, person: Any) -> None:
    """Tests that a department cannot take back what another, or the office, did."""
    item = bring("working")
    last = LedgerEvent.objects.get(pk=item.version)
    for role, org in (("department", OTHER), ("department", ASSIST), ("reader", ""), ("clerk", "")):
        person(role, org).post(reverse("undo", args=[last.batch]))
        assert load(item.key).version == item.version, (role, org)
    person("supervisor").post(reverse("undo", args=[last.batch]))
    assert load(item.key).state == "accepted"


def test_who_handled_it_cannot_approve_it(bring: Any, person: Any) -> None:
    """Tests four eyes: an administrator who reported for the department is a handler."""
    item = bring("working")
    boss = person("administrator", name="总管")
    assert post(boss, item, "report", {"text": "代报进展"}).status_code == 302
    item = load(item.key)
    said = {"text": "代报办结", "without_assists": "已口头报送"}
    assert post(boss, item, "submit", said).status_code == 302
    item = load(item.key)
    assert post(boss, item, "review", {}).status_code == 400
    assert post(person("reviewer"), item, "review", {}).status_code == 302
    item = load(item.key)
    assert post(boss, item, "close", {}).status_code == 400
    assert LedgerItem.objects.get(key=item.key).state == "reviewed"


def test_evidence_goes_only_to_who_may_see_the_item(bring: Any, person: Any) -> None:
    """Tests a file by its address: sent as it came, never shown as a page, not to others."""
    item = bring("working")
    page = SimpleUploadedFile("报告.html", b"<script>alert(1)</script>")
    insider = person("department", LEAD)
    body = {"action": "attach", "seen": str(item.version), "evidence": page}
    assert insider.post(reverse("act", args=[item.key]), body).status_code == 302
    sha256 = load(item.key).evidence[-1].sha256
    address = reverse("evidence_file", args=[item.key, sha256])
    response = insider.get(address)
    assert b"".join(response.streaming_content) == b"<script>alert(1)</script>"
    assert response["Content-Type"] == "application/octet-stream"
    assert response["Content-Disposition"].startswith("attachment")
    assert person("department", OTHER).get(address).status_code == 404
    # A file is reached only through an item that has it.
    another = bring("working")
    assert insider.get(reverse("evidence_file", args=[another.key, sha256])).status_code == 404
