"""What clumsy and hostile hands do to the pages that mend: nothing is lost, and nobody does too much."""

from __future__ import annotations

from urllib.parse import quote

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.test import Client
from django.urls import reverse
from tests.office.conftest import Writer, user, write_visit

from bridgehead.office.importer import import_workspace
from bridgehead.office.models import Document, Record, Review
from bridgehead.records import Doubt
from bridgehead.records.workspace import Workspace

pytestmark = pytest.mark.django_db

XSS = "<img src=x onerror=alert(1)></script>{{7*7}}"
TORN = "全市新开工三百来个大小工程。\n"


@pytest.fixture
def mending(filled: Client, workspace: Workspace) -> Client:
    """A clerk before an office with one doubt, for whom a broken page is a page and no exception."""
    one = Writer("d/doubt.txt", TORN, date_published="2024-05-01", place="云岭市")
    one.cite(Doubt, TORN.strip(), kind="number", words="三百来个")
    one.save(workspace)
    import_workspace(workspace)
    filled.force_login(user("clerk"))
    filled.raise_request_exception = False
    return filled


def a(type_name: str) -> Record:
    """The first record of a type."""
    return Record.objects.filter(type=type_name).order_by("document__path", "order")[0]


def form(one: Record, **changed: str) -> dict[str, str]:
    """The form of a record as its page shows it, with some fields changed."""
    from bridgehead.office import corrections

    return {blank.name: blank.value for blank in corrections.blanks(one.type, one.data)} | changed


@pytest.mark.parametrize(
    "pk", ["%00", "%F0%9F%98%80", "..%2F..", "x" * 3000, "%FF", "%3Cscript%3E", "a/b", "_"]
)
def test_wrong_ids_are_not_there(mending: Client, pk: str) -> None:
    """Tests that no form goes to, and no page comes from, what does not exist."""
    for place in ("correct/{}/", "correct/{}/back/", "doubts/{}/supply/", "systems/{}/", "follow/{}/"):
        for send in (mending.get, mending.post):
            assert send("/" + place.format(pk)).status_code in (404, 405), (place, pk[:20])


@pytest.mark.parametrize(
    "typed", ["\x00", "😀" * 200, "字" * 100_000, XSS, "1e400", "nan", "-inf", "²", "'; DROP"]
)
def test_whatever_is_typed_is_kept_or_refused(mending: Client, typed: str) -> None:
    """Tests that a strange value in any field never breaks the page, and the record stays a record."""
    for one in (a("observation"), a("event"), a("directive")):
        for name in form(one):
            answer = mending.post(reverse("correct", args=[one.pk]), form(one, **{name: typed}))
            assert answer.status_code in (302, 400), (one.type, name)
            one.refresh_from_db()
        assert mending.get(one.get_absolute_url()).status_code == 200
    assert mending.get("/ledger/observation/").status_code == 200
    assert mending.get("/export/observation.xlsx").status_code == 200


def test_what_was_typed_is_never_markup(mending: Client) -> None:
    """Tests that tags in a mended value, in a note and in what is refused are shown as letters."""
    one = a("directive")
    address = reverse("correct", args=[one.pk])
    mending.post(address, form(one, theme=XSS, issuer_name=XSS, addressee=XSS) | {"note": XSS})
    pages = [one.get_absolute_url(), address, "/ledger/directive/", "/themes/", reverse("theme", args=[XSS]),
             reverse("person", args=[XSS]), "/follow/", reverse("follow_one", args=[one.pk]),
             f"/follow/?theme={quote(XSS)}"]  # fmt: skip
    answers = [mending.get(page) for page in pages]
    answers.append(mending.post(address, form(one, deadline=XSS)))
    for page, answer in zip([*pages, "refused"], answers, strict=True):
        html = answer.content.decode()
        assert answer.status_code in (200, 400), page
        assert "<img src=x" not in html, page
        assert "onerror" in html, page


def test_while_a_run_writes_nothing_is_lost(mending: Client, workspace: Workspace) -> None:
    """Tests that a correction during a run is refused with what was typed, and goes through afterwards."""
    one = a("observation")
    address = reverse("correct", args=[one.pk])
    doubt = a("doubt")
    figure = {"variable_text": "新开工工程", "value": "300", "unit_text": "个"}
    with workspace.writing():
        answer = mending.post(address, form(one, value="8.25"))
        supplied = mending.post(reverse("supply", args=[doubt.pk]), figure, follow=True)
        back = mending.post(reverse("take_back", args=[one.pk]), {"field": "value"}, follow=True)
    assert answer.status_code == 400
    assert "8.25" in answer.content.decode()
    assert "另一个 bridgehead 正在写" in answer.content.decode()
    assert "另一个 bridgehead 正在写" in supplied.content.decode()
    assert "300" in supplied.content.decode()
    assert back.status_code == 200
    assert not workspace.corrections_file.exists()
    assert mending.post(address, form(one, value="8.25")).status_code == 302
    one.refresh_from_db()
    assert one.value == 8.25
    with workspace.writing():
        back = mending.post(reverse("take_back", args=[one.pk]), {"field": "value"}, follow=True)
    assert "另一个 bridgehead 正在写" in back.content.decode()
    one.refresh_from_db()
    assert one.value == 8.25


def test_taking_back_twice_takes_back_once(mending: Client, workspace: Workspace) -> None:
    """Tests that a second click, or a field that nobody corrected, writes nothing and says so."""
    one = a("observation")
    mending.post(reverse("correct", args=[one.pk]), form(one, value="8"))
    address = reverse("take_back", args=[one.pk])
    mending.post(address, {"field": "value"})
    kept = workspace.corrections_file.read_bytes()
    for field in ("value", "unit_text", "", "x" * 5000, "id"):
        assert "没有可以撤回的更正" in mending.post(address, {"field": field}, follow=True).content.decode()
    assert workspace.corrections_file.read_bytes() == kept
    one.refresh_from_db()
    assert one.value == 7.4


def test_what_is_gone_is_not_mended(mending: Client, workspace: Workspace) -> None:
    """Tests that a record that was not found again, or a document that is gone, takes no correction."""
    one = a("directive")
    Review.objects.create(record=one, user=get_user_model().objects.get(username="clerk"), verdict="noted")
    again = write_visit()
    again.records = [record for record in again.records if record.id != one.pk]
    again.save(workspace)
    import_workspace(workspace)
    one.refresh_from_db()
    assert one.withdrawn
    assert reverse("correct", args=[one.pk]) not in mending.get(one.get_absolute_url()).content.decode()
    assert mending.get(reverse("correct", args=[one.pk])).status_code == 404
    assert mending.post(reverse("correct", args=[one.pk]), form(one, theme="别的")).status_code == 404
    gone = a("doubt")
    workspace.record_file(gone.document_id).unlink()
    figure = {"variable_text": "新开工工程", "value": "300", "unit_text": "个"}
    said = mending.post(reverse("supply", args=[gone.pk]), figure, follow=True).content.decode()
    assert "已没有这份文档" in said
    assert not workspace.corrections_file.exists()


def test_an_unknown_field_is_not_written(mending: Client, workspace: Workspace) -> None:
    """Tests that a form cannot change what is not in it: identity, span, quote, method."""
    one = a("observation")
    before = dict(one.data)
    extra = {
        "id": "observation-ffffffffffff",
        "quote": "假的",
        "span": "0、1",
        "method": "x",
        "document": "y",
    }
    mending.post(reverse("correct", args=[one.pk]), form(one) | extra)
    one.refresh_from_db()
    assert one.data == before
    assert not workspace.corrections_file.exists()


def test_an_added_figure_is_cleared_of_nothing_it_needs(mending: Client, workspace: Workspace) -> None:
    """Tests that the same figure added twice is one, and that an added one can be mended like any other."""
    doubt = a("doubt")
    figure = {"variable_text": "新开工工程", "value": "300", "unit_text": "个"}
    for _again in range(2):
        assert mending.post(reverse("supply", args=[doubt.pk]), figure).status_code == 302
    added = Record.objects.get(type="observation", document=doubt.document_id)
    mending.post(reverse("correct", args=[added.pk]), form(added, value="320"))
    added.refresh_from_db()
    assert added.value == 320
    import_workspace(workspace)
    added.refresh_from_db()
    assert added.value == 320


MENDS = ("reader", "department"), ("clerk", "reviewer", "supervisor", "administrator")


@pytest.mark.parametrize(("role", "may"), [(role, may) for may, roles in enumerate(MENDS) for role in roles])
def test_who_may_mend(mending: Client, workspace: Workspace, role: str, may: int) -> None:
    """Tests the whole table of roles and ways to mend through the pages themselves."""
    one, doubt = a("observation"), a("doubt")
    who = get_user_model().objects.create_user(f"one-{role}")
    who.groups.set(Group.objects.filter(name=role))
    mending.force_login(who)
    figure = {"variable_text": "新开工工程", "value": "300", "unit_text": "个"}
    answers = [
        mending.get(reverse("correct", args=[one.pk])),
        mending.post(reverse("correct", args=[one.pk]), form(one, value="9")),
        mending.post(reverse("take_back", args=[one.pk]), {"field": "value"}),
        mending.post(reverse("supply", args=[doubt.pk]), figure),
        mending.post(reverse("review", args=[doubt.pk]), {"verdict": "rejected"}),
    ]
    assert [answer.status_code for answer in answers] == ([200, 302, 302, 302, 302] if may else [403] * 5)
    assert workspace.corrections_file.exists() == bool(may)
    mending.logout()
    for name in ("correct", "take_back", "supply"):
        assert reverse("login") in mending.post(reverse(name, args=[one.pk])).headers["Location"]


def test_mending_needs_our_own_form(mending: Client, workspace: Workspace) -> None:
    """Tests that no other site's form mends anything."""
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(get_user_model().objects.get(username="clerk"))
    one, doubt = a("observation"), a("doubt")
    for name, of in (("correct", one), ("take_back", one), ("supply", doubt)):
        assert strict.post(reverse(name, args=[of.pk]), form(one, value="9")).status_code == 403
    assert not workspace.corrections_file.exists()


def test_a_damaged_list_of_corrections_is_a_message(mending: Client, workspace: Workspace) -> None:
    """Tests that a torn line in the workspace is named, and nothing is written behind it."""
    one = a("observation")
    mending.post(reverse("correct", args=[one.pk]), form(one, value="8"))
    with workspace.corrections_file.open("ab") as file:
        file.write(b'{"document": \n')
    kept = workspace.corrections_file.read_bytes()
    answer = mending.post(reverse("correct", args=[one.pk]), form(one, value="9"))
    assert answer.status_code == 400
    assert "不是合格的更正" in answer.content.decode()
    assert workspace.corrections_file.read_bytes() == kept
    page = mending.get(one.get_absolute_url())
    assert page.status_code == 200
    assert "不是合格的更正" in page.content.decode()


def test_documents_take_what_people_tell(mending: Client) -> None:
    """Tests that a document without date and title may get both, and a wrong kind is refused."""
    one = Document.objects.get(path="d/doubt.txt")
    address = reverse("correct", args=[one.pk])
    assert mending.post(address, {"title": "新题", "source_kind": "nonsense"}).status_code == 400
    assert mending.post(address, {"title": "新题", "date_published": "2024-05"}).status_code == 302
    one.refresh_from_db()
    assert (one.title, one.date_published, one.place) == ("新题", "2024-05", None)
