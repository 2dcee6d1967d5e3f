"""Supervision in a browser, from the clerk's workbook to the notice, by the people whose work it is."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from django.contrib.auth import get_user_model
from django.db import connection
from django.test import Client

from bridgehead.office import accounts
from bridgehead.office.supervision.audit import audit
from bridgehead.office.supervision.models import LedgerItem
from bridgehead.office.supervision.people import assign

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

SAMPLES = Path(__file__).resolve().parents[2] / "samples" / "yunling" / "ledger"
PEOPLE = (
    ("文员甲", "clerk", ""),
    ("住建经办", "department", "市住建局"),
    ("财政经办", "department", "市财政局"),
    ("审核甲", "reviewer", ""),
    ("督查甲", "supervisor", ""),
)


@pytest.fixture
def log_that_can_be_emptied(transactional_db: None) -> Iterator[None]:
    """Empty the tables after the test, in which the log itself refuses to be emptied."""
    yield
    with connection.cursor() as cursor:
        cursor.execute("SELECT sql FROM sqlite_master WHERE name = 'office_ledgerevent_kept'")
        (lock,) = cursor.fetchone()
        cursor.execute("DROP TRIGGER office_ledgerevent_kept")
        cursor.execute("DELETE FROM office_ledgerevent")
        cursor.execute(lock)


@pytest.fixture
def desk(
    chromium: Any, live_server: Any, tmp_path: Path, settings: Any, log_that_can_be_emptied: None
) -> Iterator[Callable[[str], Any]]:
    """Open a browser for one of the people; every request must stay with the office."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.WORKSPACE = tmp_path / "ws"
    contexts = []
    for name, role, org in PEOPLE:
        accounts.add(name, role)
        if org:
            assign(get_user_model().objects.get(username=name), org)

    def open_for(name: str, language: str = "zh-hans", width: int = 1280) -> Any:
        client = Client()
        client.force_login(get_user_model().objects.get(username=name))
        context = chromium.new_context(
            viewport={"width": width, "height": 900}, base_url=live_server.url, accept_downloads=True
        )
        context.set_default_timeout(10_000)
        context.add_cookies(
            [
                {"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url},
                {"name": "django_language", "value": language, "url": live_server.url},
            ]
        )
        page = context.new_page()
        page.strangers = []
        page.on(
            "request",
            lambda sent: sent.url.startswith(live_server.url) or page.strangers.append(sent.url),
        )
        contexts.append((context, page))
        return page

    yield open_for
    for context, page in contexts:
        assert page.strangers == []
        context.close()


def test_from_the_workbook_to_the_notice(desk: Callable[..., Any], tmp_path: Path) -> None:
    """Tests that a clerk imports a workbook and dispatches 20 at once, a department signs for one and reports
    with evidence, a reviewer closes it, and the notice is downloaded.
    """
    clerk = desk("文员甲")
    clerk.goto("/desk/")
    clerk.click("text=导入 Excel")
    clerk.set_input_files("#import-file", SAMPLES / "problems-2026.xlsx")
    clerk.click("text=先看一看")
    assert clerk.locator("table").count() >= 2
    clerk.click("button[name=go]")
    clerk.wait_for_selector("text=导入完成")
    assert LedgerItem.objects.count() == 20
    # Whatever the workbook says, this test begins with items that nobody has yet.
    clerk.goto("/items/new/")
    for number in range(20):
        clerk.goto("/items/new/")
        clerk.select_option("#new-kind", "directive")
        clerk.fill("#new-title", f"{number + 1}号楼加装电梯")
        clerk.click("main form.form button")
        clerk.click("#act-register summary")
        clerk.click("#act-register button")
    clerk.goto("/items/?kind=directive&state=registered")
    clerk.check("[data-picks=all]")
    assert clerk.locator("input[name=keys]:checked").count() == 20
    clerk.select_option("#bulk-action", "dispatch")
    clerk.click("[data-needs-picks]")
    clerk.fill("#bulk-lead", "市住建局")
    clerk.fill("#bulk-assists", "")
    clerk.click("main form.form button")
    clerk.wait_for_selector("text=已办理 20 件")
    assert LedgerItem.objects.filter(kind="directive", state="dispatched", lead="市住建局").count() == 20

    handler = desk("住建经办")
    handler.goto("/desk/")
    handler.click(".entries .headline >> nth=0")
    handler.click("#act-sign_for summary")
    handler.click("#act-sign_for button")
    handler.click("#act-report summary")
    handler.fill("#report-text", "已完成基础施工")
    handler.fill("#report-progress", "60")
    photo = tmp_path / "现场照片.txt"
    photo.write_text("照片", encoding="utf-8")
    handler.set_input_files("#report-evidence", photo)
    handler.click("#act-report form button")
    handler.wait_for_selector("text=现场照片.txt")
    address = handler.url
    handler.click("#act-submit summary")
    handler.fill("#submit-text", "电梯已验收投用")
    handler.click("#act-submit form button")
    handler.wait_for_selector(".badge:has-text('申请办结')")

    stranger = desk("财政经办")
    assert stranger.goto(address).status == 404

    reviewer = desk("审核甲")
    reviewer.goto(address)
    reviewer.click("#act-review summary")
    reviewer.click("#act-review button")
    reviewer.click("#act-close summary")
    reviewer.click("#act-close button")
    reviewer.wait_for_selector(".badge:has-text('办结销号')")

    boss = desk("督查甲")
    boss.goto("/items/?kind=directive")
    with boss.expect_download() as caught:
        boss.click("text=生成通报")
    notice = tmp_path / "notice.docx"
    caught.value.save_as(notice)
    with ZipFile(notice) as packed:
        assert "市住建局" in packed.read("word/document.xml").decode()
    assert audit().sound


@pytest.mark.parametrize(("language", "width"), [("zh-hans", 1280), ("en", 390)])
def test_every_page_of_supervision(desk: Callable[..., Any], language: str, width: int) -> None:
    """Tests that all pages open, fit a desk and a telephone, and are empty with a word on what to do."""
    from bridgehead.ledger import Actor
    from bridgehead.ledger.actions import Details, Dispatch, Escalate, Open, Register
    from bridgehead.office.supervision.store import act

    page = desk("督查甲", language, width)
    pages = ["/", "/desk/", "/items/", "/board/", "/tree/", "/stock/", "/departments/", "/meetings/"]
    pages += ["/rules/", "/rules/13710/", "/rules/new/", "/items/new/", "/items/import/"]

    def walk(addresses: list[str]) -> None:
        for address in addresses:
            assert page.goto(address).status == 200, address
            assert page.evaluate("document.documentElement.scrollWidth") <= width, address

    walk(pages)
    clerk = Actor("文员甲", frozenset({"clerk"}))
    for number in range(3):
        key = f"item-{number}"
        details = Details(title="把老旧小区供热管网全部更换，赶在供热期以前完成打压试水" * 2, year=2026)
        act(clerk, key, Open(kind="livelihood", details=details))
        act(clerk, key, Register())
        act(clerk, key, Dispatch(lead="市住房和城乡建设局", assists=("市财政局",)))
    act(clerk, "item-2", Escalate(reason="涉及多个部门"))
    items = ["/items/item-0/", "/items/item-2/", "/items/?light=overdue", "/items/?q=供热"]
    walk([*pages, *items])


def test_an_act_that_came_too_late_is_told(desk: Callable[..., Any]) -> None:
    """Tests that somebody whose page is stale is told who did what meanwhile."""
    from bridgehead.ledger import Actor
    from bridgehead.ledger.actions import Comment, Details, Dispatch, Open, Register
    from bridgehead.office.supervision.store import act

    clerk = Actor("文员甲", frozenset({"clerk"}))
    act(clerk, "item-1", Open(kind="directive", details=Details(title="修缮古城墙排水口")))
    act(clerk, "item-1", Register())
    page = desk("督查甲")
    page.goto("/items/item-1/")
    page.click("#act-dispatch summary")
    page.fill("#dispatch-lead", "市文旅局")
    act(clerk, "item-1", Comment(text="请先核实范围"))
    act(clerk, "item-1", Dispatch(lead="市住建局"))
    page.click("#act-dispatch form button")
    page.wait_for_selector("[role=alert]:has-text('文员甲')")
    assert LedgerItem.objects.get(key="item-1").lead == "市住建局"
