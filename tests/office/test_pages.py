"""Every page, in Chinese and English, empty and filled, and what people do on them."""

from __future__ import annotations

import io
import re
from html import unescape
from typing import Any

import pytest
from django.test import Client
from django.urls import get_resolver, reverse
from python_calamine import CalamineWorkbook
from tests.office.conftest import user

from bridgehead.office.answers import ASKS
from bridgehead.office.importer import import_workspace
from bridgehead.office.models import Document, Record
from bridgehead.records.workspace import Workspace

pytestmark = pytest.mark.django_db

PLAIN = (
    "home",
    "documents",
    "follow",
    "doubts",
    "themes",
    "systems",
    "people",
    "places",
    "search",
    "style",
    "help",
    "password",
    "desk",
    "items",
    "board",
    "tree",
    "stock",
    "department_ranking",
    "meetings",
    "rules",
)
LEDGERS = ("directive", "commitment", "observation", "project", "event")
EMPTY = [reverse(name) for name in PLAIN] + [reverse("ledger", args=[type]) for type in LEDGERS]
# The name, the switch to Chinese, the samples of the style page and a word that a rule explains stay Chinese.
STAYS = re.compile("桥头堡|中文|沈怀山|产业|生态|文旅|云岭市|亿元|件|天")


def get(client: Client, address: str, status: int = 200, **headers: str) -> str:
    """Return the page at an address."""
    response = client.get(address, headers=headers)
    assert response.status_code == status, address
    return response.content.decode()


def addresses() -> list[str]:
    """Every page of a filled office."""
    record_pages = [reverse("record", args=[pk]) for pk in Record.objects.values_list("pk", flat=True)]
    documents = [reverse("document", args=[pk]) for pk in Document.objects.values_list("pk", flat=True)]
    named = [
        reverse("person", args=["陆明远"]),
        reverse("place", args=["松溪县"]),
        reverse("theme", args=["文旅"]),
    ]
    asks = [
        reverse("follow_one", args=[pk])
        for pk in Record.objects.filter(type__in=ASKS).values_list("pk", flat=True)
    ]
    raw = [address + "?view=raw" for address in documents]
    return [*EMPTY, *record_pages, *asks, *documents, *raw, *named, reverse("search") + "?q=云岭"]


def words(html: str) -> str:
    """Return what people see: no tags, no scripts; titles and labels of elements included."""
    shown = re.sub(r"<script.*?</script>", "", html, flags=re.S)
    attributes = re.findall(r"""(?:title|aria-label|placeholder|data-label)=["']([^"']*)""", shown)
    return unescape(" ".join([re.sub("<[^>]+>", " ", shown), *attributes]))


@pytest.mark.parametrize("language", ["zh-hans", "en"])
@pytest.mark.parametrize("address", EMPTY)
def test_every_page_stands_empty(visitor: Client, address: str, language: str) -> None:
    """Tests that each page works before anything was read, and in English shows no Chinese of ours."""
    visitor.cookies["django_language"] = language
    html = get(visitor, address)
    assert html.count("<h1") == 1
    if language == "en":
        assert '<html lang="en">' in html
        assert not re.findall("[\u4e00-\u9fff]+", STAYS.sub("", words(html)))
    else:
        assert '<html lang="zh-Hans">' in html


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_every_page_stands_filled(filled: Client, language: str) -> None:
    """Tests that each page works on real records, with nothing inline and no address but its own."""
    filled.cookies["django_language"] = language
    for address in addresses():
        html = get(filled, address)
        assert html.count("<h1") == 1, address
        assert not re.search(r"""<[^>]+\s(?:on\w+|style)\s*=""", html), address
        assert not re.search(r"""(?:href|src|action|hx-get)=["'](?:https?:)?//""", html), address
        assert not re.findall(r"""\bid=["']([^"']+)["'](?=[\s\S]*\bid=["']\1["'])""", html), address


def test_links_lead_somewhere(filled: Client) -> None:
    """Tests that every link of every page is a page."""
    found = set()
    for address in addresses():
        for link in re.findall(r"""<a [^>]*href=["']([^"'#]+)""", get(filled, address)):
            link = unescape(link)
            found.add(link if link.startswith("/") else address.partition("?")[0] + link)
    assert len(found) > 30
    for link in sorted(found):
        assert filled.get(link).status_code in (200, 302), link


def test_every_page_asks_for_a_sign_in(client: Client) -> None:
    """Tests that without a sign-in only the login page, the switch of language and healthz answer."""
    names = {pattern.name for pattern in get_resolver().url_patterns}
    open_to_all = {"login", "set_language", "healthz", "logout"}
    takes = {pattern.name: len(pattern.pattern.converters) for pattern in get_resolver().url_patterns}
    for name in sorted(names - open_to_all):
        response = client.get(reverse(name, args=["1"] * takes[name]))
        if name.startswith("api_"):
            # A program is told so by the status; people are shown the page to sign in.
            assert response.status_code == 401, name
            continue
        assert response.status_code == 302, name
        assert response.headers["Location"].startswith(reverse("login")), name
    assert client.get(reverse("healthz")).json() == {"ok": True}
    assert "口令" in get(client, reverse("login"))


def test_the_login_page_tells_nothing(filled: Client) -> None:
    """Tests that who has not signed in does not learn which region the office is for."""
    assert "云岭市" in get(filled, reverse("home"))
    filled.logout()
    assert "云岭市" not in get(filled, reverse("login"))


def test_the_site_is_chinese_until_somebody_switches(visitor: Client) -> None:
    """Tests that the browser's own language counts for nothing, and the switch for everything."""
    assert "首页" in get(visitor, "/", **{"accept-language": "en-US,en"})
    response = visitor.post(reverse("set_language"), {"language": "en", "next": "/help/"})
    assert response.headers["Location"] == "/help/"
    assert "What may go in" in get(visitor, "/help/")


def test_pages_that_are_not_there(visitor: Client) -> None:
    """Tests that a wrong address is told in the office's own words."""
    for address in ("/nowhere/", "/records/x/", "/documents/x/", "/ledger/x/", "/people/x/", "/places/x/"):
        assert "没有这一页" in get(visitor, address, 404)
    assert "没有名为“x”的台账" in get(visitor, "/ledger/x/", 404)


def test_a_failure_is_told(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    """Tests that a page that breaks shows the page for it, and no traceback."""
    client.force_login(user("reader"))
    client.raise_request_exception = False
    monkeypatch.setattr("bridgehead.office.queries.counts", lambda: 1 / 0)
    html = get(client, "/", 500)
    assert "出错了" in html
    assert "ZeroDivisionError" not in html


def rows(html: str) -> list[str]:
    """The addresses of a table's rows."""
    return re.findall(r'<tr data-href="([^"]+)"', html)


@pytest.mark.parametrize(
    ("query", "number"),
    [
        ("", 2),
        ("q=百合", 1),
        ("q=百合 古城", 0),
        ("who=陆明", 2),
        ("who=沈怀山", 0),
        ("where=云岭", 2),
        ("where=松溪", 0),
        ("where=石塘", 0),
        ("theme=文旅", 2),
        ("document=调研", 2),
        ("document=figures", 0),
        ("theme=没有", 2),
        ("since=2024-03-07", 2),
        ("since=2024-03-08", 0),
        ("until=2024-03-06", 0),
        ("since=不是日子", 2),
        ("page=99", 2),
        ("sort=-who", 2),
        ("sort=nonsense", 2),
    ],
)
def test_a_ledger_narrows(filled: Client, query: str, number: int) -> None:
    """Tests that each filter keeps what it should, and nonsense in the address breaks nothing."""
    html = get(filled, f"/ledger/directive/?{query}")
    if query in ("theme=没有", "since=不是日子"):
        assert "errorlist" in html
    else:
        assert len(rows(html)) == number


def test_a_ledger_sorts(filled: Client) -> None:
    """Tests that a column's head turns the order round."""
    up = rows(get(filled, "/ledger/directive/?sort=title"))
    assert up == rows(get(filled, "/ledger/directive/?sort=-title"))[::-1]
    assert len(up) == 2


@pytest.mark.parametrize("sort", ["when", "-when", "who", "-who", "theme", "-theme"])
def test_what_is_not_known_stands_last(filled: Client, sort: str) -> None:
    """Tests that a row without a date, a year or a name comes after the others, whichever way they run."""
    name = sort.lstrip("-")
    first = Record.objects.filter(type="directive")[0]
    for number, when in enumerate((None, "--03-07") if name == "when" else (None,)):
        values = {field.attname: getattr(first, field.attname) for field in Record._meta.fields}
        Record.objects.create(**{**values, "id": f"directive-00000000000{number}", name: when})
    found = [address.split("/")[2] for address in rows(get(filled, f"/ledger/directive/?sort={sort}"))]
    assert len(found) > 2
    assert "directive-000000000000" in found[-2:]
    assert all(pk.startswith("directive-0000") for pk in found[2:])


def test_a_date_says_that_it_was_inferred(filled: Client) -> None:
    """Tests that an inferred date is marked with its reason wherever it is shown, and a stated one is not."""
    event = Record.objects.get(type="event")
    Record.objects.filter(pk=event.pk).update(when_inferred="版头日期")
    mark = 'role="note" tabindex="0" data-why="原文没有写明，据此推断：版头日期"'
    place = reverse("place", args=["云岭市"])
    for address in ("/", "/ledger/event/", "/search/?q=古城调研", place, reverse("person", args=["陆明远"])):
        assert mark in get(filled, address), address
    assert "data-why" in get(filled, Record.objects.filter(type="directive")[0].get_absolute_url())
    assert "data-why" not in get(filled, "/documents/")
    Document.objects.update(date_basis="inferred", date_inferred_from="版头日期")
    assert mark in get(filled, "/documents/")
    assert mark in get(filled, event.document.get_absolute_url())


def test_an_item_shows_how_far_it_reaches(visitor: Client, writer: Any, tmp_path: Any) -> None:
    """Tests that the lines of a numbered item have a bar, and its page gives the place of its whole text."""
    from bridgehead.records import Directive

    one = writer("item.txt", "会议要求\n一要抓项目。\n细则在此。\n散会。\n")
    span = (one.raw.index("一要"), one.raw.index("\n散会"))
    text = one.raw[slice(*span)]
    record = one.cite(Directive, "一要抓项目。", head="一要抓项目。", text=text, extent=span)
    made = Workspace(tmp_path / "item")
    one.save(made)
    import_workspace(made)
    address = reverse("document", args=[one.document.id])
    html = get(visitor, address)
    assert re.findall(r'<p class="[^"]* item" data-item="directive">(?:<a [^>]*>)?(..)', html) == [
        "一要",
        "细则",
    ]
    assert get(visitor, f"{address}?record={record.id}").count("item-here") == 2
    page = get(visitor, reverse("record", args=[record.id]))
    assert f"第 {span[0] + 1}–{span[1]} 字" in page


def test_htmx_gets_the_table_alone(filled: Client) -> None:
    """Tests that a refresh by htmx brings the results and no page around them."""
    pages = {"/ledger/directive/?q=百合": "百合", "/documents/": "visit", "/search/?q=百合": "百合"}
    for address, word in pages.items():
        html = get(filled, address, **{"hx-request": "true", "hx-target": "results"})
        assert "<html" not in html
        assert word in html
        headers = filled.get(address).headers
        assert "HX-Request" in headers["Vary"]
        assert "no-store" in headers["Cache-Control"]


def test_a_ledger_comes_in_pages(visitor: Client, writer: Any, tmp_path: Any) -> None:
    """Tests that long ledgers are cut into pages that keep the filters."""
    from bridgehead.records import Directive

    raw = "\n".join(f"要办第{i}件实事。" for i in range(60))
    one = writer("long.txt", raw)
    for line in raw.splitlines():
        one.cite(Directive, line, head=line, text=line)
    made = Workspace(tmp_path / "long")
    one.save(made)
    import_workspace(made)
    first, last = (get(visitor, f"/ledger/directive/?q=实事&page={page}") for page in (1, 3))
    assert (len(rows(first)), len(rows(last))) == (25, 10)
    assert not set(rows(first)) & set(rows(last))
    assert "共 60 条" in first
    assert re.search(r'rel="next" href="\?q=[^"]*page=2"', unescape(first))


def test_export_honours_the_filters(filled: Client) -> None:
    """Tests that the Excel file holds the rows of the screen, under a name in Chinese."""
    response = filled.get("/export/directive.xlsx?q=百合")
    sheet = CalamineWorkbook.from_filelike(io.BytesIO(response.content)).get_sheet_by_index(0).to_python()
    assert len(sheet) == 2
    assert any("擦亮百合品牌" in str(cell) for cell in sheet[1])
    assert response.headers["Content-Disposition"].startswith("attachment")
    assert filled.get("/export/person.xlsx").status_code == 404


def test_documents_can_be_exported(filled: Client) -> None:
    """Tests that the list of documents goes to Excel as it is filtered, formulas as plain text."""
    Document.objects.filter(path="a/visit.txt").update(title="=1+1")
    response = filled.get("/export/document.xlsx?q=百合")
    sheet = CalamineWorkbook.from_filelike(io.BytesIO(response.content)).get_sheet_by_index(0).to_python()
    assert [row[:2] for row in sheet] == [["标题", "路径"], ["=1+1", "a/visit.txt"]]
    assert sheet[1][-1].startswith("http://testserver/documents/")


def test_search_marks_what_it_found(filled: Client) -> None:
    """Tests that hits are marked exactly, counted by type, and harmless whatever is typed."""
    html = get(filled, "/search/?q=百合")
    assert "<mark>百合</mark>" in html
    assert len(re.findall(r'class="headline"', get(filled, "/search/?q=百合&type=directive"))) == 1
    nothing = get(filled, "/search/?q=<script>%27")
    assert "没有找到" in nothing
    assert "<script>'" not in nothing


def test_a_document_shows_its_records(filled: Client) -> None:
    """Tests that a directive is highlighted on its words, opens its page, and can be pointed out."""
    one = Record.objects.get(type="directive", ordinal="一")
    address = reverse("document", args=[one.document_id])
    html = get(filled, f"{address}?record={one.pk}")
    assert re.search(rf'class="mark here"[^>]*href="/records/{one.pk}/"[^>]*>一要擦亮百合品牌<', html)
    assert get(filled, address).count("mark here") == 0
    assert f'href="{address}?record={one.pk}"' in get(filled, one.get_absolute_url())


def test_a_record_speaks_in_words(filled: Client) -> None:
    """Tests that a record's page names its fields, says what the text does not give, and shows no codes."""
    event = get(filled, Record.objects.get(type="event").get_absolute_url())
    for word in ("省委书记", "带队", "2024年3月7日—8日", "推断", "蓝谷园区", "松溪县"):
        assert word in event, word
    project = get(filled, Record.objects.get(type="project").get_absolute_url())
    assert "12.5 亿元" in project
    assert "已开工" in project
    assert "study_tour" not in event
    assert "started" not in words(project)
    figure = get(filled, Record.objects.get(type="observation").get_absolute_url())
    assert "2024年1月—2月" in figure


def test_neighbours(filled: Client) -> None:
    """Tests that the two directives of a visit lead to each other."""
    first, second = Record.objects.filter(type="directive").order_by("order")
    assert re.search(
        rf'rel="next"[^>]*href="{second.get_absolute_url()}"', get(filled, first.get_absolute_url())
    )
    assert re.search(
        rf'rel="prev"[^>]*href="{first.get_absolute_url()}"', get(filled, second.get_absolute_url())
    )


def test_a_lockout_is_told(client: Client, settings: Any) -> None:
    """Tests that who guesses passwords is told, in the office's words, that the door is shut for a while."""
    settings.AXES_LOCKOUT_TEMPLATE = "office/lockout.html"
    for _attempt in range(settings.AXES_FAILURE_LIMIT):
        response = client.post(reverse("login"), {"username": "nobody", "password": "wrong"})
    assert response.status_code == 429
    assert "暂时不能登录" in response.content.decode()


def test_the_original_is_only_saved(filled: Client, workspace: Workspace) -> None:
    """Tests that the original comes as a file to save, never to be shown, and only if it is there."""
    one = Document.objects.get(path="a/visit.txt")
    address = reverse("original", args=[one.pk])
    (workspace.files / one.sha256).unlink(missing_ok=True)
    assert filled.get(address).status_code == 404
    workspace.files.mkdir(exist_ok=True)
    (workspace.files / one.sha256).write_bytes(b"<script>alert(1)</script>")
    response = filled.get(address)
    assert b"".join(response.streaming_content) == b"<script>alert(1)</script>"
    assert response.headers["Content-Disposition"] == 'attachment; filename="visit.txt"'
    assert response.headers["Content-Type"] == "application/octet-stream"
    assert response.headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize("part", ["0", "2", "999999999", "9" * 5000, "x", "-1", "２"])
def test_nonsense_parts(filled: Client, part: str) -> None:
    """Tests that a document opens whatever part is asked for."""
    one = Document.objects.get(path="a/visit.txt")
    assert "擦亮百合品牌" in get(filled, f"{one.get_absolute_url()}?part={part}")


def test_people_have_posts_and_records(filled: Client) -> None:
    """Tests that a person's page shows the post seen, the visit led and the directives given."""
    html = get(filled, reverse("person", args=["陆明远"]))
    for word in ("省委书记", "陆明远在云岭市调研", "提出的要求", "擦亮百合品牌"):
        assert word in html, word
    assert "沈怀山" in get(filled, reverse("people") + "?q=沈")
    assert "没有这样的人物" in get(filled, reverse("people") + "?q=谁")
