"""A headless Chromium before an office that listens on loopback."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

FLAGS = (
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
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


@pytest.fixture
def office(live_server: Any, tmp_path: Path) -> Any:
    """An office of two documents, and one administrator."""
    from django.contrib.auth import get_user_model

    from bridgehead.office.importer import import_workspace
    from bridgehead.records.workspace import Workspace
    from tests.browser.seed import write

    made = Workspace(tmp_path / "ws")
    write(made)
    import_workspace(made)
    get_user_model().objects.create_superuser("admin", password="a-long-secret")
    return live_server
