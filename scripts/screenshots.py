"""Photograph the office's main pages for the docs: ``python scripts/screenshots.py WORKSPACE [OUT]``.

Serves the workspace on a free loopback port, signs in as a user made for the purpose and removed afterwards,
and writes one ``.png`` a page into OUT (``docs/images``). Chromium is found in ``CHROMIUM`` or on the path.
"""

from __future__ import annotations

import os
import secrets
import shutil
import sys
import threading
from pathlib import Path
from socketserver import ThreadingMixIn
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

ROOT = Path(__file__).resolve().parent.parent
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
WIDTH, HEIGHT = 1120, 800


class _Server(ThreadingMixIn, WSGIServer):
    """Answers several requests at a time, as a browser asks them."""

    daemon_threads = True


class _Quiet(WSGIRequestHandler):
    """Serves without a line for every request."""

    def log_message(self, format: str, *args: Any) -> None:
        """Say nothing."""


def pages() -> dict[str, str]:
    """Return the name and address of the pages that the docs show, as far as the workspace has them."""
    from bridgehead.office.models import Record

    found = {
        "home": "/",
        "ledger": "/ledger/directive/",
    }
    # The most damaged document that says something shows best what repair does.
    asked = Record.objects.filter(type="directive", withdrawn=False).order_by(
        "-document__edit_count", "order"
    )
    if one := asked.exclude(ordinal=None).first() or asked.first():
        found["document"] = one.document.get_absolute_url()
        found["record"] = one.get_absolute_url()
    claimed = Record.objects.filter(type="link", withdrawn=False, data__claim=True).order_by("-value")
    if best := claimed.first():
        found["follow"] = f"/follow/{best.answers}/"
    return found


def shoot(address: str, session: str, out: Path) -> None:
    """Take the pictures, each in Chinese, and a document in English, too."""
    from playwright.sync_api import sync_playwright

    chromium = os.environ.get("CHROMIUM") or shutil.which("chromium")
    if not chromium:
        sys.exit("没有找到 Chromium：请设置 CHROMIUM。 No Chromium here: set CHROMIUM to its path.")
    shots = pages()
    english = {f"{name}-en": shots[name] for name in ("document",) if name in shots}
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=list(FLAGS))
        for language, wanted in (("zh-hans", shots), ("en", english)):
            context = browser.new_context(viewport={"width": WIDTH, "height": HEIGHT}, base_url=address)
            context.add_cookies([{"name": "sessionid", "value": session, "url": address}])
            context.add_cookies([{"name": "django_language", "value": language, "url": address}])
            page = context.new_page()
            for name, path in wanted.items():
                page.goto(path, wait_until="networkidle")
                page.screenshot(path=str(out / f"{name}.png"))
                print(out / f"{name}.png")
            context.close()
        browser.close()


def main(workspace: Path, out: Path) -> None:
    """Serve the workspace, take the pictures, clean up."""
    from bridgehead.office.start import setup

    # playwright's synchronous interface keeps an event loop running, in which Django refuses its database.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    setup(workspace)
    from django.contrib.auth import get_user_model
    from django.contrib.auth.models import Group
    from django.test import Client

    from bridgehead.office.wsgi import application

    user = get_user_model().objects.create_user(f"camera-{secrets.token_hex(4)}", first_name="admin")
    user.groups.set(Group.objects.filter(name="reviewer"))
    out.mkdir(parents=True, exist_ok=True)
    server = make_server("127.0.0.1", 0, application, server_class=_Server, handler_class=_Quiet)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    client = Client()
    client.force_login(user)
    try:
        shoot(f"http://127.0.0.1:{server.server_port}", client.cookies["sessionid"].value, out)
    finally:
        server.shutdown()
        client.logout()
        user.delete()


if __name__ == "__main__":
    if len(sys.argv) not in (2, 3):
        sys.exit(__doc__)
    main(Path(sys.argv[1]), Path(sys.argv[2]) if len(sys.argv) == 3 else ROOT / "docs" / "images")
