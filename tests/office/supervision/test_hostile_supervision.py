"""Somebody means harm: guesses what is hidden, forges what is sent, writes what breaks a page for all."""

from __future__ import annotations

import json
from io import BytesIO
from typing import Any

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from bridgehead.ledger import Actor
from bridgehead.ledger.actions import (
    Archive,
    Details,
    Merge,
    Open,
    Refuse,
    Register,
)
from bridgehead.office.supervision.audit import audit
from bridgehead.office.supervision.models import LedgerEvent, LedgerItem
from bridgehead.office.supervision.store import act, load

pytestmark = [pytest.mark.django_db, pytest.mark.filterwarnings("ignore::UserWarning")]

LEAD, ASSIST, OTHER = "市住建局", "市财政局", "市交通局"
CLERK = Actor("录入甲", frozenset({"clerk"}))
SCRIPT = "<script>alert(1)</script>"


def call(client: Any, name: str, body: Any, *args: Any) -> Any:
    raw = body if isinstance(body, bytes) else json.dumps(body).encode()
    return client.post(reverse(name, args=args), raw, content_type="application/json")


def opened(key: str, **details: Any) -> Any:
    return act(CLERK, key, Open(kind="problem", details=Details(**{"title": f"事项{key}"} | details)))


# Evidence that is only said


FORGED = {"id": "x", "name": "别人的.pdf", "at": "2026-03-01T00:00:00Z", "by": "某人", "org": OTHER}


@pytest.mark.parametrize("action", ["attach", "submit", "report"])
def test_a_program_cannot_claim_anothers_file(action: str, bring: Any, person: Any) -> None:
    """Tests that a hash somebody guessed or saw does not open the file of another department's item."""
    secret = SimpleUploadedFile("内情.txt", "别的单位的材料".encode())
    theirs = bring("draft")
    person("clerk").post(reverse("act", args=[theirs.key]), {"action": "attach", "evidence": secret})
    sha256 = load(theirs.key).evidence[-1].sha256
    mine, client = bring("working"), person("department", LEAD)
    said = {"text": "完成", "without_assists": "口头"} if action != "attach" else {}
    forged = {"action": action, "said": said | {"evidence": [FORGED | {"sha256": sha256}]}}
    assert call(client, "api_act", forged, mine.key).status_code == 400
    assert load(mine.key).version == mine.version
    assert client.get(reverse("evidence_file", args=[mine.key, sha256])).status_code == 404


def test_a_program_sends_files(bring: Any, person: Any) -> None:
    """Tests that evidence comes with the request itself, and is the sender's."""
    item, client = bring("working"), person("department", LEAD)
    body = {"json": json.dumps({"action": "attach", "said": {}, "seen": item.version})}
    files = {"evidence": SimpleUploadedFile("现场.txt", "照片".encode())}
    assert client.post(reverse("api_act", args=[item.key]), body | files).status_code == 200
    proof = load(item.key).evidence[-1]
    assert (proof.name, proof.org, proof.proposed) == ("现场.txt", LEAD, False)


def test_files_of_who_may_not_act_are_not_kept(bring: Any, person: Any, settings: Any) -> None:
    """Tests that nobody fills the disk by actions that are refused, or that take no files."""
    item = bring("working")
    for role, action in (("reader", "attach"), ("clerk", "comment")):
        file = SimpleUploadedFile("大.txt", role.encode() * 1000)
        person(role).post(
            reverse("act", args=[item.key]), {"action": action, "text": "备注", "evidence": file}
        )
    assert not [one for one in settings.WORKSPACE.rglob("*") if one.is_file()]


# What is hidden is not told


def test_numbers_cannot_be_guessed(bring: Any, person: Any) -> None:
    """Tests that a department is told the same of a hidden number as of one that does not exist."""
    hidden = bring("registered")
    client = person("department", OTHER)

    def answer(body: dict[str, str]) -> tuple[int, str]:
        response = client.post(reverse("new_item"), {"kind": "problem", "title": "试探"} | body)
        text = response.content.decode()
        return response.status_code, text.replace(body.get("no", ""), "").replace(body.get("parent", ""), "")

    for name, there in (("no", hidden.no), ("parent", hidden.no), ("parent", hidden.key)):
        one, other = (
            answer({name: there}),
            answer({name: there[:-1] + ("7" if there[-1] != "7" else "8") + "9"}),
        )
        assert one[0] == other[0] == 400, name
        assert there not in one[1]
    said = {"kind": "problem", "details": {"title": "试探", "no": hidden.no}}
    first = call(client, "api_open", said)
    second = call(client, "api_open", said | {"details": {"title": "试探", "no": "WT2026-9999"}})
    assert first.status_code == second.status_code == 400
    assert first.content.decode().replace(hidden.no, "") == second.content.decode().replace("WT2026-9999", "")


def test_titles_cannot_be_guessed(person: Any) -> None:
    """Tests that a department's draft does not meet the office's of the same title."""
    said = {"kind": "problem", "details": {"title": "拟查办的事项", "record": "directive-1"}}
    assert call(person("clerk"), "api_open", said).status_code == 201
    assert call(person("department", OTHER), "api_open", said).status_code == 201
    assert LedgerItem.objects.count() == 2


def test_an_export_names_nothing_hidden(bring: Any, person: Any) -> None:
    """Tests that the number of a hidden item above does not leave with the one below."""
    above = bring("registered", no="秘号2026-01")
    below = bring("working", parent=above.key)
    for client, sees in ((person("department", LEAD), False), (person("clerk"), True)):
        book = openpyxl.load_workbook(BytesIO(client.get(reverse("export_items")).content))
        cells = {str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row}
        assert below.no in cells
        assert (above.no in cells) == sees


@pytest.mark.parametrize("way", ["refused", "merged"])
def test_what_never_was_given_out_stays_hidden_when_put_away(way: str, person: Any) -> None:
    """Tests that readers do not see an archived item that was refused, or merged as it came in."""
    opened("item-a")
    opened("item-b")
    act(CLERK, "item-a", Register())
    act(CLERK, "item-b", Register())
    act(CLERK, "item-a", Refuse(reason="不属本市") if way == "refused" else Merge(into="item-b"))
    for last in (None, Archive()):
        if last:
            act(CLERK, "item-a", last)
        for client in (person("reader"), person("department", OTHER)):
            assert client.get(reverse("item", args=["item-a"])).status_code == 404
            assert "事项item-a" not in client.get(reverse("items")).content.decode()
    assert audit().sound


def test_a_batch_tells_nothing_of_hidden_items(bring: Any, person: Any) -> None:
    """Tests that taking back a batch of other departments' items looks as if there were none."""
    item = bring("working")
    client = person("department", OTHER)
    told = []
    for batch in (LedgerEvent.objects.get(pk=item.version).batch, 10**17):
        page = client.post(reverse("undo", args=[batch]), follow=True).content.decode()
        told.append("没有可以撤销的办理" in page)
    assert told == [True, True]


def test_a_departments_draft_does_not_keep_the_office_from_its_own(
    filled: Any, workspace: Any, person: Any
) -> None:
    """Tests that a department cannot make a directive look as if it were entered already."""
    from bridgehead.office.models import Record
    from bridgehead.office.supervision.drafts import draft_of

    record = Record.objects.filter(type="directive").first()
    mine = draft_of(Actor("起草人", frozenset({"department"}), OTHER), record)
    response = person("department", LEAD).get(reverse("item", args=[mine]))
    assert response.status_code == 404
    assert draft_of(CLERK, record) != mine


# Filters


WRONG = [
    "kind=nonsense",
    "first=x&count=open",
    "year=1e400",
    "until=10000-01-01",
    "since=0001-01-01",
    "q=%00",
]


@pytest.mark.parametrize("query", WRONG)
def test_a_filter_that_cannot_be_read_chooses_nothing(query: str, bring: Any, person: Any) -> None:
    """Tests that lists, files and acts on “all” leave out everything rather than nothing."""
    item = bring("working", title="不该选中的事项")
    client = person("clerk")
    for name in ("items", "board"):
        response = client.get(f"{reverse(name)}?{query}")
        assert response.status_code == 200
        assert "不该选中" not in response.content.decode()
    assert client.get(f"{reverse('export_items')}?{query}").status_code == 200
    assert client.get(f"{reverse('api_items')}?{query}").status_code == 400
    body = {"action": "remind", "level": "1", "all": "1", "query": query, "go": "1"}
    client.post(reverse("bulk"), body)
    assert load(item.key).version == item.version


ODD = [
    "sort=nonsense",
    "sort=-light,author_org",
    "sort=data",
    "page=-1",
    "page=²",
    "page=9" + "9" * 5000,
    "q=%27%29%3B+DROP+TABLE+office_ledgeritem%3B--",
    "q=%25%25__",
    "org=%27+OR+1%3D1",
    "region=" + "长" * 500,
    "until=9999-12-31",
    "count=closed&last=9999-12-31",
    "count=done&first=0001-01-01",
    "month=9999-99",
    "year=%C2%B2",
    "kind=%00",
]


@pytest.mark.parametrize("query", ODD)
def test_odd_questions_are_answered(query: str, bring: Any, person: Any) -> None:
    """Tests every page and file with what nobody would ask."""
    bring("working")
    client = person("clerk")
    for name in ("items", "board", "tree", "stock", "desk", "meetings", "deadlines", "notice", "brief"):
        assert client.get(f"{reverse(name)}?{query}").status_code in (200, 302, 404), name


@pytest.mark.parametrize("after", ["²", "9" * 400, "-1", "x"])
def test_odd_pages_of_the_api(after: str, person: Any) -> None:
    """Tests that what is no number is refused in words."""
    response = person("clerk").get(reverse("api_items"), {"after": after})
    assert (response.status_code, json.loads(response.content)["error"]) == (400, "UsageError")


@pytest.mark.parametrize("seen", ["²", "-1", "9" * 5000, "x"])
def test_a_forged_version_is_no_way_around_conflicts(seen: str, bring: Any, person: Any) -> None:
    """Tests that what is no version refuses the act instead of leaving out the question."""
    item = bring("working")
    body = {"action": "comment", "text": "盲目办理", "seen": seen}
    assert person("clerk").post(reverse("act", args=[item.key]), body).status_code == 400
    assert load(item.key).version == item.version
