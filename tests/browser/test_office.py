"""The office as people use it: with a mouse, a keyboard and a small screen."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

import pytest
from tests.browser.conftest import PASSWORD

from bridgehead.office.models import Document, Record

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
BOTH = pytest.mark.parametrize("page", ["zh-hans", "en"], indirect=True)


def every_address() -> list[str]:
    """All pages of the office."""
    plain = ["/", "/documents/", "/people/", "/places/", "/search/?q=百合", "/style/", "/help/", "/password/"]
    ledgers = [f"/ledger/{type}/" for type in ("directive", "commitment", "observation", "project", "event")]
    documents = [one.get_absolute_url() for one in Document.objects.all()]
    raw = [address + "?view=raw" for address in documents]
    types = Record.objects.values_list("type", flat=True).distinct()
    records = [Record.objects.filter(type=name)[0].get_absolute_url() for name in set(types)]
    asks = Record.objects.filter(type="directive")
    asked = [f"/{page}/{one.pk}/" for one in asks for page in ("follow", "correct")]
    plain += ["/follow/", "/themes/", "/themes/文旅/", "/doubts/", "/systems/", *asked]
    systems = [f"/systems/{one.pk}/" for one in Record.objects.filter(type="work_system")]
    named = ["/people/陆明远/", "/places/松溪县/", "/places/云岭市/"]
    return [*plain, *ledgers, *documents, *raw, *records, *systems, *named, "/nowhere/"]


@BOTH
def test_from_a_document_to_a_record(page: Any) -> None:
    """Tests that one signs in, opens a document, clicks a highlighted directive and lands on its page."""
    page.context.clear_cookies(name="sessionid")
    page.goto("/documents/")
    english = page.locator("html").get_attribute("lang") == "en"
    page.fill("[name=username]", "admin")
    page.fill("[name=password]", PASSWORD)
    page.click("main button")
    page.click("a[data-row] >> text=陆明远在云岭市调研")
    page.wait_for_selector(".reading")
    page.click(".reading a.mark[data-top=directive]")
    page.wait_for_url("**/records/directive-*/")
    assert page.inner_text("h1") == "一要擦亮百合品牌"
    assert page.inner_text(".kicker a") == ("Directives" if english else "指示要求")
    page.click("text=Open in the document" if english else "text=在文档中打开")
    assert page.inner_text(".mark.here") == "一要擦亮百合品牌"


@pytest.mark.parametrize(("page", "width"), [("zh-hans", 1280), ("en", 390)], indirect=["page"])
def test_every_page(page: Any, office: str, width: int) -> None:
    """Tests that all pages ask their own host only, miss nothing, and fit a desk and a telephone."""
    missing, wide = [], []
    page.set_viewport_size({"width": width, "height": 800})
    page.on("response", lambda got: got.status >= 400 and missing.append(got.url))
    for address in every_address():
        page.goto(address)
        if page.evaluate("document.documentElement.scrollWidth") > width:
            wide.append(address)
        if address == "/nowhere/":
            page.complaints.clear()  # the browser itself notes the 404
    assert {urlsplit(url).netloc for url in page.asked} == {urlsplit(office).netloc}
    assert [urlsplit(url).path for url in missing] == ["/nowhere/"]
    assert any(url.endswith("echarts.min.js") for url in page.asked)
    assert wide == []


def open_damaged(page: Any) -> None:
    """Open the document in which much was repaired."""
    page.goto(Document.objects.get(path="c/damaged.txt").get_absolute_url())


def test_kinds_can_be_switched(page: Any) -> None:
    """Tests that a segment shows and opens the innermost kind that is switched on, or none."""
    open_damaged(page)
    first = ".reading a.mark >> text=沈"
    assert page.get_attribute(first, "data-top") == "event"
    page.check("[data-kind-toggle][value=person]")
    assert page.get_attribute(first, "data-top") == "person"
    assert "/records/person-" in page.get_attribute(first, "href")
    page.uncheck("[data-kind-toggle][value=person]")
    page.uncheck("[data-kind-toggle][value=event]")
    assert page.get_attribute(first, "data-top") == ""
    assert page.get_attribute(first, "href") is None
    page.reload()
    assert not page.is_checked("[data-kind-toggle][value=event]")


def test_a_repair_explains_itself(page: Any) -> None:
    """Tests that pointing at a repair shows what stood there, and Escape closes it."""
    open_damaged(page)
    page.hover(".reading .edit >> text=书")
    told = page.inner_text(".popover")
    assert "書" in told
    assert "95%" in told
    assert "对照字表" in told
    page.keyboard.press("Escape")
    assert page.locator(".popover").count() == 0
    page.keyboard.press("e")
    assert "无法判读" in page.inner_text(".popover")
    page.goto(page.url + "?view=raw")
    page.hover(".reading .edit >> text=(cái)")
    assert "∅" in page.inner_text(".popover")


def test_an_inferred_date_says_from_what(page: Any) -> None:
    """Tests that the mark of an inferred date tells its reason to the mouse and to the keyboard."""
    Record.objects.filter(type="event").update(when_inferred="版头日期")
    page.goto("/ledger/event/")
    page.hover("[data-why] >> nth=0")
    assert "版头日期" in page.inner_text(".popover")
    page.keyboard.press("Escape")
    page.focus("[data-why] >> nth=0")
    assert "版头日期" in page.inner_text(".popover")


def test_a_switch_stays_with_its_kind(page: Any) -> None:
    """Tests that a kind which one document lacks is still on in the next one."""
    page.goto(Document.objects.get(path="b/figures.txt").get_absolute_url())
    page.uncheck("[data-kind-toggle][value=project]")
    page.goto(Document.objects.get(path="a/visit.txt").get_absolute_url())
    assert page.is_checked("[data-kind-toggle][value=directive]")
    page.goto(Document.objects.get(path="b/figures.txt").get_absolute_url())
    assert not page.is_checked("[data-kind-toggle][value=project]")


def test_keys(page: Any) -> None:
    """Tests that / searches, ? shows the keys, j and k walk over rows and highlights, Enter opens."""
    page.goto("/ledger/directive/")
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.id") == "quick"
    page.keyboard.press("Escape")
    page.keyboard.press("?")
    assert page.is_visible("#shortcuts")
    page.keyboard.press("Escape")
    assert not page.is_visible("#shortcuts")
    second = page.get_attribute("tbody tr >> nth=1", "data-href")
    for key in ("j", "j", "j", "k"):
        page.keyboard.press(key)
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{second}")
    open_damaged(page)
    page.keyboard.press("j")
    page.keyboard.press("j")
    assert page.evaluate("document.activeElement.dataset.top") == "directive"


def test_the_menu_opens_and_closes_by_keyboard(page: Any) -> None:
    """Tests that what is looked up less often opens with Enter, closes on Escape and keeps the focus."""
    page.goto("/")
    menu = page.locator("[data-menu]")
    menu.locator("summary").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.getAttribute('href')") == "/themes/"
    page.keyboard.press("Escape")
    assert menu.get_attribute("open") is None
    assert page.evaluate("document.activeElement.tagName") == "SUMMARY"
    page.keyboard.press("Enter")
    menu.get_by_role("link").last.click()
    assert page.url.endswith("/doubts/")
    assert menu.get_attribute("open") is None


def test_a_ledger_filters_as_one_types(page: Any) -> None:
    """Tests that typing narrows the table without loading the page, and the address and the export follow."""
    page.goto("/ledger/directive/")
    page.evaluate("window.stayed = true")
    assert page.locator("tbody tr").count() == 3
    page.locator(".filters [name=q]").press_sequentially("百合")
    page.wait_for_selector("tbody tr:only-child")
    page.wait_for_url("**q=%E7%99%BE%E5%90%88**")
    assert "q=%E7%99%BE%E5%90%88" in page.get_attribute("a[download]", "href")
    page.click("th >> text=内容")
    page.wait_for_url("**sort=title**")
    assert page.locator("tbody tr").count() == 1
    assert page.evaluate("window.stayed") is True
    page.click("a[data-row]")
    page.wait_for_url("**/records/**")
    page.go_back()
    page.wait_for_url("**sort=title**")
    assert page.is_visible(".sections")
    assert page.input_value(".filters [name=q]") == "百合"
    kept = page.evaluate("JSON.stringify([localStorage, sessionStorage])")
    assert "<" not in kept  # an address may stay in the browser, a page may not


def test_search_as_one_types(page: Any) -> None:
    """Tests that hits come while typing, marked, and choosing a type keeps the words."""
    page.goto("/search/")
    page.locator("#find").press_sequentially("新材料")
    page.wait_for_selector("#results mark")
    assert set(page.locator("#results mark").all_inner_texts()) == {"新材料"}
    page.click("#results .tabs >> text=指示要求")
    page.wait_for_url("**type=directive**")
    assert page.input_value("#find") == "新材料"
    assert page.locator("#results .headline").count() == 1


def test_charts_are_drawn(page: Any) -> None:
    """Tests that each chart of the front page is drawn as SVG, and says the same in a table."""
    page.goto("/")
    page.wait_for_selector(".chart-box[data-drawn] svg path", state="attached")
    assert page.locator(".chart-box[data-drawn] svg").count() == page.locator(".chart").count() >= 1
    page.click(".chart summary >> nth=0")
    assert "2024年3月" in page.inner_text(".chart table >> nth=0")


def test_a_review_stands(page: Any) -> None:
    """Tests that a note and a verdict given on a record's page are shown there."""
    page.goto(Record.objects.filter(type="directive")[0].get_absolute_url())
    page.fill("#note", "已核对原文")
    page.click("button[value=confirmed]")
    page.wait_for_selector(".alert-success")
    assert "已核对原文" in page.inner_text(".timeline")


def test_evidence_is_decided_by_keyboard(page: Any) -> None:
    """Tests that j goes to the evidence, c confirms it, u takes that back, and the card keeps the focus."""
    ask = Record.objects.get(quote="一要擦亮百合品牌")
    page.goto(f"/follow/{ask.pk}/")
    page.keyboard.press("j")
    card = page.locator(".evidence").first
    assert "松溪县百合标准化基地建成" in card.inner_text()
    page.keyboard.press("c")
    page.wait_for_selector(".evidence-confirmed")
    assert page.evaluate("document.activeElement.closest('.evidence').id") == card.get_attribute("id")
    page.keyboard.press("u")
    page.wait_for_selector(".evidence-confirmed", state="detached")
    assert [one.verdict for one in Record.objects.get(pk=card.get_attribute("id")).reviews.all()] == [
        "reopened",
        "confirmed",
    ]
