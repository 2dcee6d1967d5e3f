"""A headless Chromium before an office that listens on loopback."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.test import Client
from scripts.screenshots import FLAGS
from tests.office.conftest import Writer, write_figures, write_later, write_visit

from bridgehead.office.importer import import_workspace
from bridgehead.records import Directive, Event, Person
from bridgehead.records.workspace import Workspace
from bridgehead.repair import Edit, Repaired, replay

PASSWORD = "a-long-secret"
REPAIRS = dict(zip("懷縣書記來項產業鏈強", "怀县书记来项产业链强", strict=True))
# playwright's synchronous interface keeps an event loop running; Django refuses its database there otherwise.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")


@pytest.fixture(scope="session")
def chromium() -> Iterator[Any]:
    """A running Chromium."""
    sync_api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    found = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
    if not found:
        pytest.skip("no Chromium here: set CHROMIUM to its path, or install Debian's package chromium")
    with sync_api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=list(FLAGS))
        yield browser
        browser.close()


@pytest.fixture(scope="session", autouse=True)
def kept_files() -> Iterator[None]:
    """Static files with an age, as the office itself serves them: a browser asks for each once."""
    from django.contrib.staticfiles.handlers import StaticFilesHandler

    def serve(self: Any, request: Any) -> Any:
        response = plain(self, request)
        response.headers["Cache-Control"] = "max-age=600"
        return response

    plain = StaticFilesHandler.serve
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(StaticFilesHandler, "serve", serve)
        yield


PAGE = """沈懷山到石塘縣调研
2月20日，市委書記沈懷山來到石塘縣，察看新材料項目。他指出，要把石塘新材(cái)料產業鏈做強，争取□年投產。
"""


def damaged() -> Writer:
    """A document in which much was repaired and one character stays unreadable."""
    edits = [
        Edit(at.start(), at.end(), at[0], REPAIRS.get(at[0], ""), "script", 0.95, "repaired", "对照字表")
        for at in re.finditer("[懷縣書記來項產業鏈強]|\\(cái\\)", PAGE)
    ]
    lost = PAGE.index("□")
    edits.append(Edit(lost, lost + 1, "□", "□", "missing", 1.0, "unknown", "字形缺失"))
    edits.sort(key=lambda edit: edit.start)
    text = Repaired(PAGE, replay(PAGE, edits), tuple(edits))
    one = Writer(
        "c/damaged.txt", PAGE, title="沈怀山到石塘县调研", date_published="2024-02-21", edits=len(edits)
    )
    whole = "2月20日，市委书记沈怀山来到石塘县，察看新材料项目。"
    asked = "他指出，要把石塘新材料产业链做强，争取□年投产。"
    for quote, make, fields in (
        (whole, Event, {"name": "沈怀山到石塘县调研", "classification": "visit", "areas": ("石塘县",)}),
        (asked, Directive, {"head": asked, "text": asked, "issuer_name": "沈怀山"}),
        ("沈怀山", Person, {"name": "沈怀山"}),
    ):
        start = text.clean.index(quote, text.clean.index("2月"))
        span = text.raw_span(start, start + len(quote))
        one.records.append(one.source.cite(make, span, quote, method="test", **fields))
    one.text = {"raw": PAGE, "clean": text.clean, "edits": [edit._asdict() for edit in edits], "lines": []}
    return one


@pytest.fixture
def office(live_server: Any, tmp_path: Path, settings: Any) -> str:
    """The address of an office of four documents with one administrator."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    made = Workspace(tmp_path / "ws")
    for one in (write_visit(), write_figures(), write_later(write_visit())):
        one.save(made)
    settings.WORKSPACE = made.folder
    last = damaged()
    made.save(last.document, last.text, last.records)
    made.commit()
    assert import_workspace(made).errors == []
    get_user_model().objects.create_superuser("admin", password=PASSWORD)
    return live_server.url


@pytest.fixture
def page(chromium: Any, office: str, request: pytest.FixtureRequest) -> Iterator[Any]:
    """A page of the administrator's, which fails the test when a browser would complain."""
    client = Client()
    client.force_login(get_user_model().objects.get())
    session = {"name": "sessionid", "value": client.cookies["sessionid"].value, "url": office}
    language = {"name": "django_language", "value": getattr(request, "param", "zh-hans"), "url": office}
    context = chromium.new_context(viewport={"width": 1280, "height": 900}, base_url=office, locale="en-US")
    context.add_cookies([session, language])
    context.set_default_timeout(10_000)
    one = context.new_page()
    one.asked, one.complaints = [], []
    one.on("request", lambda sent: one.asked.append(sent.url))
    # htmx notes a request that a later one replaced (hx-sync): that is meant, and no complaint.
    replaced = ("htmx:afterRequest", "htmx:sendAbort")
    one.on(
        "console",
        lambda said: (
            said.type in ("error", "warning")
            and not said.text.startswith(replaced)
            and one.complaints.append(said.text)
        ),
    )
    one.on("pageerror", lambda error: one.complaints.append(str(error)))
    yield one
    context.close()
    assert one.complaints == []
