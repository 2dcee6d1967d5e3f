"""The ledger at its size: a million items with five million events, and twenty people who look at them.

Fills a workspace (or ``DATABASE_URL``) with made-up items whose log verifies, then measures what people ask
for. ``--folder`` keeps the database for the next time. Compared in the same run: a LIKE scan for the search,
and rows saved by Django's own objects for the writing.
"""

from __future__ import annotations

import argparse
import datetime as dt
import os
import random
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from http.client import HTTPConnection
from http.cookies import SimpleCookie
from pathlib import Path
from urllib.parse import quote, urlencode

from ledger_fill import DEPARTMENTS, FAULTS, PLACES, STREETS, THINGS, Life, fill

# Asking

PASSWORD = "bench-ledger-2026"
ROLES = {"supervisor": "", "department": DEPARTMENTS[0], "reader": ""}


def people() -> dict[str, str]:
    """Make a user of each role that looks at much; return the key of an item that all of them see."""
    from django.contrib.auth import get_user_model
    from django.contrib.auth.models import Group

    from bridgehead.office.supervision.models import LedgerItem
    from bridgehead.office.supervision.people import assign

    for role, org in ROLES.items():
        user, _ = get_user_model().objects.get_or_create(username=f"bench-{role}")
        user.set_password(PASSWORD)
        user.save()
        user.groups.set([Group.objects.get_or_create(name=role)[0]])
        if org:
            assign(user, org)
    seen = LedgerItem.objects.filter(lead=DEPARTMENTS[0], given_out=True, public=True)
    return {"key": seen.values_list("key", flat=True)[0]}


def asked(key: str) -> dict[str, list[str]]:
    """Return what people ask for, by what it is called in the table."""
    words = [*THINGS, *FAULTS, f"{STREETS[0]} {THINGS[1]}", f"{STREETS[3]}128号", "没有的词"]
    return {
        "list": ["/items/", "/items/?page=20"],
        "list, by state": [f"/items/?state={state}" for state in ("working", "closed", "registered")],
        "list, by department": [f"/items/?org={quote(org)}" for org in DEPARTMENTS[:4]],
        "list, overdue": ["/items/?light=overdue", f"/items/?light=overdue&region={quote(PLACES[1])}"],
        "list, by due date": ["/items/?sort=light", "/items/?sort=-light", "/items/?kind=appeal&sort=light"],
        "search": [f"/items/?q={quote(word)}" for word in words],
        "search, filtered": [f"/items/?q={quote(word)}&state=working" for word in words],
        "item": [f"/items/{key}/"],
        "desk": ["/desk/"],
        "first page": ["/"],
        "departments": ["/departments/"],
    }


class Visitor:
    """One person before the office: signs in, then asks again and again, with a breath between."""

    def __init__(self, port: int, role: str) -> None:
        self.link = HTTPConnection("127.0.0.1", port, timeout=120)
        self.cookies: dict[str, str] = {}
        page = self.get("/login/")[1].decode()
        token = page.partition('name="csrfmiddlewaretoken" value="')[2].partition('"')[0]
        form = {"username": f"bench-{role}", "password": PASSWORD, "csrfmiddlewaretoken": token}
        status = self.ask("POST", "/login/", urlencode(form))[0]
        if status != 302:
            raise SystemExit(f"sign-in failed: {status}")

    def ask(self, method: str, path: str, body: str | None = None) -> tuple[int, bytes]:
        """Send a request; return the status and the page."""
        heads = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        if body is not None:
            heads["Content-Type"] = "application/x-www-form-urlencoded"
        self.link.request(method, path, body, heads)
        answer = self.link.getresponse()
        for name, value in answer.getheaders():
            if name.lower() == "set-cookie":
                cookie = SimpleCookie(value)
                self.cookies.update({one: morsel.value for one, morsel in cookie.items()})
        return answer.status, answer.read()

    def get(self, path: str) -> tuple[int, bytes]:
        """Ask for a page."""
        return self.ask("GET", path)


def visited(
    port: int, pages: dict[str, list[str]], users: int, rounds: int, think: float
) -> dict[str, list[float]]:
    """Let people look at pages at once; return how many milliseconds each page took."""
    took: dict[str, list[float]] = {name: [] for name in pages}
    failed: list[str] = []

    def visit(number: int) -> None:
        chance = random.Random(number)
        visitor = Visitor(port, list(ROLES)[number % len(ROLES)])
        every = [(name, path) for name, paths in pages.items() for path in paths]
        for _ in range(rounds):
            chance.shuffle(every)
            for name, path in every:
                time.sleep(chance.expovariate(1 / think) if think else 0)
                began = time.perf_counter()
                status, _ = visitor.get(path)
                took[name].append((time.perf_counter() - began) * 1000)
                if status != 200:
                    failed.append(f"{status} {path}")

    threads = [threading.Thread(target=visit, args=(number,)) for number in range(users)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if failed:
        raise SystemExit("\n".join(sorted(set(failed))))
    return took


def serving(folder: Path, port: int, threads: int) -> subprocess.Popen[bytes]:
    """Start the office as people start it; return once it answers."""
    code = (
        f"from bridgehead.office.start import serve; serve({str(folder)!r}, port={port}, threads={threads})"
    )
    server = subprocess.Popen([sys.executable, "-c", code])
    while server.poll() is None:
        try:
            HTTPConnection("127.0.0.1", port, timeout=5).connect()
            return server
        except OSError:
            time.sleep(0.1)
    raise SystemExit("the office does not answer")


def print_times(took: dict[str, list[float]]) -> bool:
    """Print a row a page; return whether all are within what is required."""
    good = True
    print(f"{'page':22} {'asked':>6} {'p50 ms':>8} {'p95 ms':>8} {'p99 ms':>8}")
    for name, times in took.items():
        cuts = statistics.quantiles(times, n=100, method="inclusive") if len(times) > 1 else times * 99
        good &= cuts[94] <= 200 and cuts[98] <= 500
        print(f"{name:22} {len(times):6} {cuts[49]:8.0f} {cuts[94]:8.0f} {cuts[98]:8.0f}")
    return good


# Writing, and peers


def writing(rows: int) -> None:
    """Print how fast rows come in, beside Django's own objects that keep no log and no index of words."""
    from django.db import transaction

    from bridgehead.ledger import Actor
    from bridgehead.ledger.actions import Import
    from bridgehead.office.supervision.bulk import take_all
    from bridgehead.office.supervision.models import LedgerItem

    now = dt.datetime.now(dt.UTC)
    lives = [Life(random.Random(n), 9_000_000 + n, now, now) for n in range(rows)]
    acts = [
        (one.key, Import(kind=one.kind, details=one.details(), lead=one.lead, state="working"))
        for one in lives
    ]
    began = time.process_time()
    done = take_all(Actor("bench", frozenset({"clerk"})), acts)
    ours = time.process_time() - began
    plain = [
        LedgerItem(
            id=90_000_000 + n,
            key=f"plain-{n}",
            kind=act.kind,
            title=str(act.details.title),
            no=f"P{n}",
            state="working",
            open=True,
            lead=act.lead,
            version=0,
            updated_at=now,
            data=str(act.details.body),
        )
        for n, (_, act) in enumerate(acts)
    ]
    began = time.process_time()
    with transaction.atomic():
        for row in plain:
            row.save(force_insert=True)
    naive = time.process_time() - began
    print(f"import with log, parts and search: {ours / rows * 1e3:.3f} ms a row ({len(done.done):,} rows)")
    print(f"plain rows, Model.save():          {naive / rows * 1e3:.3f} ms a row")


def like() -> None:
    """Print how long a LIKE scan takes for what the search finds."""
    from bridgehead.office.supervision import find
    from bridgehead.office.supervision.models import LedgerItem, LedgerText

    for word in (THINGS[0], FAULTS[3], f"{STREETS[3]}128号"):
        began = time.perf_counter()
        ours = find.matching(LedgerItem.objects.order_by(), word).count()
        middle = time.perf_counter()
        scanned = LedgerText.objects.filter(text__contains=word).count()
        end = time.perf_counter()
        times = f"search {(middle - began) * 1e3:8.1f} ms   LIKE {(end - middle) * 1e3:8.1f} ms"
        print(f"all {ours:,} hits: {times}")
        if ours != scanned:
            raise SystemExit(f"{word}: {ours} and {scanned}")


def main() -> int:
    """Fill, ask, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--items", type=int, default=1_000_000)
    parser.add_argument("--folder", type=Path, help="keep the workspace here, and use it again")
    parser.add_argument("--users", type=int, default=20)
    parser.add_argument("--rounds", type=int, default=2, help="how often each user asks for every page")
    parser.add_argument("--think", type=float, default=1.0, help="seconds between a user's pages, on average")
    parser.add_argument("--threads", type=int, default=8, help="threads of the server")
    parser.add_argument("--rows", type=int, default=5_000, help="rows of the measured import; 0 for none")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as passing:
        folder = given.folder or Path(passing) / "ws"
        from bridgehead.office.start import setup

        setup(folder)
        from django.db import connection

        from bridgehead.office.supervision.models import LedgerHead

        if not LedgerHead.objects.filter(items__gt=0).exists():
            print(f"filled in {fill(given.items):.0f} s")
        pages = asked(people()["key"])
        like()
        if given.rows:
            writing(given.rows)
        items = LedgerHead.objects.get().items
        connection.close()
        with socket.create_server(("127.0.0.1", 0)) as free:
            port = free.getsockname()[1]
        server = serving(folder, port, given.threads)
        try:
            visited(port, pages, 2, 1, 0.0)
            took = visited(port, pages, given.users, given.rounds, given.think)
        finally:
            server.terminate()
            server.wait()
        print(
            f"{connection.vendor}: {items:,} items, {given.users} users, {given.think} s between pages;",
            end=" ",
        )
        print(f"load {os.getloadavg()[0]:.1f}")
        good = print_times(took)
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
