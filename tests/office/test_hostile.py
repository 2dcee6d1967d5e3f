"""What attackers and clumsy hands send: no page breaks, tells too much, or does what it should not."""

from __future__ import annotations

import io
import re
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.test import Client
from django.urls import reverse
from python_calamine import CalamineWorkbook

from bridgehead.office import accounts
from bridgehead.office.importer import import_workspace
from bridgehead.office.models import Document, Record, Review
from bridgehead.records import Directive, Observation
from bridgehead.records.workspace import Workspace

pytestmark = pytest.mark.django_db

XSS = "<img src=x onerror=alert(1)></script>{{7*7}}"
PATHS = (
    "%00",
    "%F0%9F%98%80",
    "..%2F..%2Fetc%2Fpasswd",
    "%25",
    "_",
    "%27%20OR%201=1--",
    "x" * 3000,
    "%0D%0AX-Evil:1",
    "%ED%A0%80",
    "%FF",
    "%3Cscript%3E",
    "%5C",
    "a/b",
)
VALUES = (
    "\x00",
    "😀" * 60,
    "%_",
    "' OR 1=1--",
    '"a" OR "b"',
    "NEAR(a b)",
    "a*",
    "字" * 3000,
    " ".join(f"字{i}" for i in range(120)),
    "-1",
    "abc",
    "9" * 30,
    "１",
    "2024-02-30",
    "0000-00-00",
    ",".join(["title", "-who", "when"] * 900),
    "[]",
    "\ufffe\u202e",
)
PARAMETERS = (("q", "where", "sort", "type", "record", "part"), ("since", "page", "per_page"))


@pytest.fixture
def filled(client: Client, workspace: Workspace, settings: Any) -> Client:
    """A reader before a filled office, for whom a broken page is a page and no exception."""
    settings.WORKSPACE = workspace.folder
    import_workspace(workspace)
    client.force_login(get_user_model().objects.create_user("reader"))
    client.raise_request_exception = False
    return client


def test_wrong_names_in_paths(filled: Client) -> None:
    """Tests that no address, however strange, is more than a page that is not there."""
    for place in ("documents/{}/", "documents/{}/original", "ledger/{}/", "records/{}/", "people/{}/",
                  "places/{}/", "follow/{}/", "themes/{}/", "systems/{}/", "export/{}.xlsx",
                  "export/{}/csv/", "export/event/{}/", "{}"):  # fmt: skip
        for path in PATHS:
            response = filled.get("/" + place.format(path))
            assert response.status_code in (301, 302, 404), (place, path[:40])
            assert "X-Evil" not in response.headers


@pytest.mark.parametrize("value", VALUES, ids=range(len(VALUES)))
def test_nonsense_in_queries(filled: Client, value: str) -> None:
    """Tests that every list and page answers whatever stands behind the question mark."""
    one = Record.objects.filter(type="directive")[0]
    lists = ["/documents/", "/ledger/directive/", "/people/", "/search/", "/follow/", "/doubts/",
             "/export/directive.xlsx", "/export/follow.xlsx", "/export/doubt.xlsx"]  # fmt: skip
    for page in (*lists, one.document.get_absolute_url()):
        for names in PARAMETERS:
            query = "&".join(f"{name}={quote(value)}" for name in names)
            assert filled.get(f"{page}?{query}").status_code == 200, (page, names)


def test_wildcards_are_letters(filled: Client) -> None:
    """Tests that % and _ find themselves alone, in every filter and search."""
    for address in ("/ledger/directive/?q=%25", "/ledger/directive/?who=_", "/ledger/directive/?where=%25",
                    "/ledger/directive/?document=_", "/documents/?q=_", "/people/?q=%25"):  # fmt: skip
        assert "data-href" not in filled.get(address).content.decode(), address
    assert "没有找到" in filled.get("/search/?q=_").content.decode()


def test_nobody_chooses_how_long_a_page_is(filled: Client, writer: Any, tmp_path: Path) -> None:
    """Tests that ten thousand rows come in pages of twenty-five, whatever is asked for."""
    one = Record.objects.filter(type="directive")[0]
    rows = [Record(**{**vars_of(one), "id": f"directive-{i:012x}", "order": i}) for i in range(10_000)]
    Record.objects.bulk_create(rows)
    for query in ("", "?per_page=10000", "?sort=-who&page=400", "?page=99999999999999999999"):
        html = filled.get(f"/ledger/directive/{query}").content.decode()
        assert 0 < html.count("<tr data-href") <= 25
        assert "10,002" in html


def vars_of(one: Record) -> dict[str, Any]:
    """The columns of a record."""
    return {field.attname: getattr(one, field.attname) for field in Record._meta.fields}


@pytest.fixture
def poisoned(filled: Client, writer: Any, tmp_path: Path, settings: Any) -> Client:
    """An office that has read a text full of tags and formulas."""
    raw = f"{XSS}\n=HYPERLINK(1)要{XSS}办好。\n@SUM(1){XSS}增长7%。\n"
    one = writer(f"{XSS}.txt".replace("/", ""), raw, publisher=XSS, place=XSS, date_published="2024-03-01",
                 date_basis="inferred", date_inferred_from=XSS)  # fmt: skip
    line = raw.splitlines()[1]
    one.cite(Directive, line, head=line, text=line + XSS, theme=XSS, issuer_name=XSS, issuer_post=XSS,
             addressee=(XSS,), ordinal=XSS, subjects=(XSS,))  # fmt: skip
    figure = raw.splitlines()[2]
    one.cite(Observation, figure, variable_text=XSS, observation_about=XSS + "市", value=7, unit_text=XSS)
    made = Workspace(tmp_path / "poisoned")
    one.save(made)
    Document.objects.all().delete()
    assert import_workspace(made).errors == []
    return filled


def test_text_is_never_markup(poisoned: Client) -> None:
    """Tests that tags, scripts and template code of a document are shown as letters on every page."""
    document = Document.objects.get()
    pages = ["/", "/documents/", "/ledger/directive/", "/ledger/observation/", "/people/", "/places/",
             reverse("person", args=[XSS]), reverse("place", args=[XSS]), f"/search/?q={quote('onerror')}",
             document.get_absolute_url(), document.get_absolute_url() + "?view=raw",
             *(one.get_absolute_url() for one in Record.objects.all())]  # fmt: skip
    for page in pages:
        response = poisoned.get(page)
        html = response.content.decode()
        assert response.status_code == 200, page
        assert "onerror" in html, page
        assert "<img src=x" not in html, page
        assert "7*7" in html, page
        assert not re.search(r"""<[a-z]+[^<>]*\sonerror=""", re.sub(r'"[^"]*"', '""', html)), page


def test_text_is_never_a_formula(poisoned: Client) -> None:
    """Tests that Excel gets what begins with = + - @ as text."""
    for type in ("directive", "observation", "document"):
        body = poisoned.get(f"/export/{type}.xlsx").content
        sheet = CalamineWorkbook.from_filelike(io.BytesIO(body)).get_sheet_by_index(0).to_python()
        assert any("onerror" in str(cell) for row in sheet for cell in row)
        assert b"<f>" not in body


@pytest.mark.parametrize(
    "target", ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:1"]
)
def test_nobody_is_sent_elsewhere(client: Client, target: str) -> None:
    """Tests that neither sign-in nor the switch of language leads to another host."""
    accounts.add("fang")
    password = accounts.reset_password("fang")
    answer = client.post(reverse("login"), {"username": "fang", "password": password, "next": target})
    assert answer.headers["Location"] == "/"
    answer = client.post(reverse("set_language"), {"language": "en", "next": target})
    assert "evil" not in answer.headers["Location"]
    assert "javascript" not in answer.headers["Location"]


def drain(answer: Any) -> None:
    """Read what comes as a stream, so that its file is closed."""
    if answer.streaming:
        assert b"".join(answer.streaming_content)


ACTIONS = ("read", "export", "original", "note", "confirm", "reject")
MAY = {
    "nobody": (),
    "reader": ("read", "export", "original"),
    "clerk": ("read", "export", "original", "note"),
    "department": ("read", "export", "original", "note"),
    "reviewer": ACTIONS,
    "supervisor": ACTIONS,
    "administrator": ACTIONS,
}


@pytest.mark.parametrize("role", MAY)
def test_what_each_role_may_do(filled: Client, workspace: Workspace, role: str) -> None:
    """Tests the whole table of roles and actions through the pages themselves."""
    one = Record.objects.filter(type="directive")[0]
    workspace.files.mkdir(exist_ok=True)
    workspace.original(one.document.sha256).write_bytes(b"x")
    filled.logout()
    if role != "nobody":
        user = get_user_model().objects.create_user(f"one-{role}")
        user.groups.set(Group.objects.filter(name=role))
        filled.force_login(user)
    review = reverse("review", args=[one.pk])
    answers = {
        "read": filled.get(one.get_absolute_url()),
        "export": filled.get("/export/directive.xlsx"),
        "original": filled.get(reverse("original", args=[one.document_id])),
        "note": filled.post(review, {"verdict": "noted", "note": "看过"}),
        "confirm": filled.post(review, {"verdict": "confirmed"}),
        "reject": filled.post(review, {"verdict": "rejected"}),
    }
    drain(answers["original"])
    sign_in = reverse("login")
    done = {
        name
        for name, answer in answers.items()
        if answer.status_code == 200 or (answer.status_code == 302 and sign_in not in answer["Location"])
    }
    assert done == set(MAY[role])
    written = {"note": "noted", "confirm": "confirmed", "reject": "rejected"}
    assert set(Review.objects.values_list("verdict", flat=True)) == {
        verdict for name, verdict in written.items() if name in MAY[role]
    }


def test_forms_of_other_sites_are_refused(filled: Client) -> None:
    """Tests that every form needs the token of our own page."""
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(get_user_model().objects.get(username="reader"))
    one = Record.objects.filter(type="directive")[0]
    for name, arguments in (("login", []), ("logout", []), ("set_language", []), ("password", []),
                            ("review", [one.pk])):  # fmt: skip
        response = strict.post(reverse(name, args=arguments), {"verdict": "noted", "note": "x"})
        assert response.status_code == 403, name
        assert "页面已过期" in response.content.decode()
        assert "Content-Security-Policy" in response.headers


def test_signing_out_ends_the_session(client: Client) -> None:
    """Tests the flags of the cookie, and that a kept cookie opens nothing after signing out."""
    accounts.add("fang")
    password = accounts.reset_password("fang")
    client.post(reverse("login"), {"username": "fang", "password": password})
    cookie = client.cookies["sessionid"]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"
    kept = cookie.value
    assert client.get("/").status_code == 200
    assert client.get(reverse("logout")).status_code == 405
    client.post(reverse("logout"))
    client.cookies["sessionid"] = kept
    assert client.get("/").status_code == 302


def test_the_policy_is_on_every_answer(filled: Client, settings: Any) -> None:
    """Tests that pages, redirects, refusals, failures and files all carry the same strict policy."""
    one = Record.objects.filter(type="directive")[0]
    anonymous = Client()
    answers = [
        filled.get("/"),
        filled.get("/nowhere/"),
        filled.get("/export/directive.xlsx"),
        filled.post(reverse("review", args=[one.pk]), {"verdict": "confirmed"}),
        filled.get(reverse("review", args=[one.pk])),
        anonymous.get("/"),
        anonymous.get("/login/"),
        anonymous.get("/healthz"),
        anonymous.get("/static/office/js/office.js"),
        anonymous.get("/", headers={"host": "evil.example"}),
    ]
    assert [answer.status_code for answer in answers] == [200, 404, 200, 403, 405, 302, 200, 200, 200, 400]
    for answer in answers:
        policy = answer.headers["Content-Security-Policy"]
        assert "default-src 'self'" in policy
        assert "unsafe" not in policy
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        drain(answer)
    assert answers[0].headers["X-Frame-Options"] == "DENY"


@pytest.mark.parametrize("sha256", ["../../secret.key", "0" * 63, "０" * 64, "a" * 32 + "/" + "b" * 31])
def test_an_original_is_one_of_ours(filled: Client, workspace: Workspace, sha256: str) -> None:
    """Tests that a document whose digest is no digest opens no file."""
    (workspace.folder / "secret.key").write_text("secret")
    Document.objects.filter(path="a/visit.txt").update(sha256=sha256)
    one = Document.objects.get(path="a/visit.txt")
    assert filled.get(reverse("original", args=[one.pk])).status_code == 404


def test_changing_a_password(client: Client) -> None:
    """Tests that one changes one's own password with the old one, and sign-ins elsewhere end."""
    accounts.add("fang")
    old = accounts.reset_password("fang")
    elsewhere = Client()
    for one in (client, elsewhere):
        one.post(reverse("login"), {"username": "fang", "password": old})
    assert f'href="{reverse("password")}"' in client.get("/").content.decode()
    new = "hu-po-bai-he-31"
    wrong = {"old_password": "nonsense", "new_password1": new, "new_password2": new}
    weak = {"old_password": old, "new_password1": "12345678", "new_password2": "12345678"}
    for form in (wrong, weak, {**wrong, "old_password": old, "new_password2": "else"}):
        html = client.post(reverse("password"), form).content.decode()
        assert "口令没有更改" in html
        assert "errorlist" in html
    assert get_user_model().objects.get().check_password(old)
    answer = client.post(reverse("password"), {**wrong, "old_password": old}, follow=True)
    assert "口令已更改" in answer.content.decode()
    assert get_user_model().objects.get().check_password(new)
    assert client.get("/").status_code == 200
    assert elsewhere.get("/").status_code == 302


def test_the_password_page_speaks_english(filled: Client) -> None:
    """Tests that the page and its complaints are English where the office is."""
    filled.cookies["django_language"] = "en"
    form = {"old_password": "x", "new_password1": "1234567", "new_password2": "1234567"}
    html = filled.post(reverse("password"), form).content.decode()
    assert "The password is not changed" in html
    assert "too short" in html
