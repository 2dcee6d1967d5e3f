"""Reminders that go out: to real servers, in working time, once; and what happens when a server is away."""

from __future__ import annotations

import datetime as dt
import hashlib
import hmac
import json
import socketserver
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
from tests.office.supervision.conftest import CLERK, HANDLER, LEAD, OTHER

from bridgehead.ledger import ZONE
from bridgehead.ledger.actions import Details, Dispatch, Open, Register, Report, SignFor
from bridgehead.office.supervision import post, sending
from bridgehead.office.supervision.models import LedgerEvent, LedgerOutbox
from bridgehead.office.supervision.people import MACHINE
from bridgehead.office.supervision.store import act, load

START = dt.datetime(2026, 9, 1, 9, tzinfo=ZONE)
DUE = dt.date(2026, 9, 10)  # a Thursday
SOON = dt.datetime(2026, 9, 9, 9, tzinfo=ZONE)
LATE = dt.datetime(2026, 9, 14, 9, tzinfo=ZONE)  # Monday, the second working day after
LATER = dt.datetime(2026, 9, 28, 9, tzinfo=ZONE)
NIGHT = dt.datetime(2026, 9, 14, 22, tzinfo=ZONE)
SUNDAY = dt.datetime(2026, 9, 13, 10, tzinfo=ZONE)


class Mailbox(socketserver.ThreadingTCPServer):
    """A mail server that keeps what it gets; told to, it refuses."""

    allow_reuse_address, daemon_threads = True, True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Session)
        self.messages: list[tuple[list[str], bytes]] = []
        self.refuses = False


class Session(socketserver.StreamRequestHandler):
    """One conversation of SMTP (RFC 5321), as far as a client of ours needs it."""

    def handle(self) -> None:
        server: Any = self.server
        self.say("220 here")
        to: list[str] = []
        while line := self.rfile.readline().decode().rstrip("\r\n"):
            verb = line[:4].upper()
            if verb == "RCPT":
                if server.refuses:
                    self.say("550 no such box")
                    continue
                to.append(line[8:].strip("<> "))
            elif verb == "DATA":
                self.say("354 go on")
                body = b""
                while (part := self.rfile.readline()) != b".\r\n":
                    body += part
                server.messages.append((to, body))
                to = []
            elif verb == "QUIT":
                self.say("221 bye")
                return
            self.say("250 ok")

    def say(self, text: str) -> None:
        self.wfile.write(f"{text}\r\n".encode())


class Hook(ThreadingHTTPServer):
    """A web server that keeps what is posted, and answers as it is told."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Post)
        self.posts: list[tuple[dict[str, str], bytes]] = []
        self.status = 200


class Post(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        server: Any = self.server
        body = self.rfile.read(int(self.headers["Content-Length"]))
        server.posts.append((dict(self.headers), body))
        self.send_response(server.status)
        if server.status == 302:
            self.send_header("Location", "/elsewhere")
        self.send_header("Content-Length", "0")
        self.end_headers()

    do_GET = do_POST

    def log_message(self, *args: Any) -> None:
        """Say nothing."""


def running(server: Any) -> Iterator[Any]:
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    yield server
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture
def mailbox(settings: Any) -> Iterator[Mailbox]:
    server = Mailbox()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = server.server_address
    settings.DEFAULT_FROM_EMAIL = "office@yunling.example"
    yield from running(server)


@pytest.fixture
def hook(settings: Any) -> Iterator[Hook]:
    server = Hook()
    settings.WEBHOOK_URL = f"http://127.0.0.1:{server.server_address[1]}/in"
    settings.WEBHOOK_SECRET = "桥头堡"
    yield from running(server)


@pytest.fixture
def staff(person: Any) -> None:
    """Two people of the lead department, one with an address, and one of another department."""
    from django.contrib.auth import get_user_model

    person("department", LEAD, "甲")
    person("department", LEAD, "乙")
    person("department", OTHER, "丙")
    users = get_user_model().objects
    users.filter(username="甲").update(email="jia@yunling.example")
    users.filter(username="丙").update(email="bing@yunling.example")


@pytest.fixture
def item(db: Any) -> str:
    """An item that is due on `DUE`, signed for and reported on, so that only its main clock runs."""
    act(CLERK, "item-1", Open(kind="commitment", details=Details(no="CN-1", title="供热管网改造")), now=START)
    act(CLERK, "item-1", Register(), now=START)
    act(CLERK, "item-1", Dispatch(lead=LEAD, due_on=DUE), now=START)
    act(HANDLER, "item-1", SignFor(), now=START)
    act(HANDLER, "item-1", Report(text="已进场"), now=START)
    return "item-1"


def levels(key: str) -> list[int]:
    rows = LedgerEvent.objects.filter(item__key=key, action="remind").order_by("seq")
    return [json.loads(row.payload).get("level", 1) for row in rows]


def test_each_level_goes_out_once(item: str) -> None:
    """Tests due soon, overdue, long overdue: one event each, however often it is tried."""
    for now in (START, SOON, SOON, LATE, LATE, LATER, LATER):
        sending.remind(now=now)
    assert levels(item) == [1, 2, 3]
    assert set(LedgerEvent.objects.filter(action="remind").values_list("actor", flat=True)) == {MACHINE.name}


@pytest.mark.parametrize("now", [NIGHT, SUNDAY, dt.datetime(2026, 9, 14, 13, tzinfo=ZONE)])
def test_nothing_goes_out_when_offices_do_not_work(item: str, now: dt.datetime) -> None:
    """Tests night, weekend and noon: nothing is sent, and it is said from when on it may be."""
    sent = sending.remind(now=now)
    assert not sent.reminded
    assert levels(item) == []
    assert sent.next_at
    assert sent.next_at > now
    assert sending.remind(now=sent.next_at).reminded


def test_a_dry_run_changes_nothing(item: str, mailbox: Mailbox, staff: None) -> None:
    """Tests that what would go out is told, and nothing goes."""
    sent = sending.remind(now=LATE, dry_run=True)
    assert [one.level for one in sent.reminded] == [2]
    assert levels(item) == []
    assert not LedgerOutbox.objects.exists()
    assert mailbox.messages == []


def test_without_servers_nothing_leaves_the_office(item: str, settings: Any, staff: None) -> None:
    """Tests that only the pages remind where nothing is set up."""
    settings.EMAIL_HOST, settings.WEBHOOK_URL = "", ""
    assert post.configured() == ()
    assert sending.remind(now=LATE).reminded
    assert not LedgerOutbox.objects.exists()


def test_mail_goes_to_the_department_and_nobody_else(item: str, mailbox: Mailbox, staff: None) -> None:
    """Tests who gets it, what it says, and that it names no address but the sender's."""
    from email import message_from_bytes
    from email.policy import default

    told = sending.remind(now=LATE).delivered
    assert (told.sent, told.waiting, told.failed) == (1, 0, 0)
    ((to, raw),) = mailbox.messages
    assert to == ["jia@yunling.example"]
    message = message_from_bytes(raw, policy=default)
    assert "CN-1" in message["Subject"]
    assert "供热管网改造" in message.get_content()
    assert b"jia@" not in raw
    sending.remind(now=LATE)
    assert len(mailbox.messages) == 1


def test_the_webhook_is_signed(item: str, hook: Hook) -> None:
    """Tests the body, and its signature against one made here."""
    sending.remind(now=LATE)
    ((headers, body),) = hook.posts
    expected = hmac.new("桥头堡".encode(), body, hashlib.sha256).hexdigest()
    assert headers["X-Bridgehead-Signature"] == f"sha256={expected}"
    said = json.loads(body)
    assert said["event"] == "reminder"
    assert said["level"] == 2
    assert said["org"] == LEAD
    assert "供热管网改造" in said["text"]
    assert said["id"] == headers["X-Bridgehead-Id"]


@pytest.mark.parametrize("status", [302, 404, 500])
def test_what_fails_is_kept_and_tried_again(item: str, hook: Hook, status: int) -> None:
    """Tests that a refusal is told and recorded, waits, is not sent elsewhere, and gets through later."""
    hook.status = status
    told = sending.remind(now=LATE).delivered
    assert (told.sent, told.waiting) == (0, 1)
    row = LedgerOutbox.objects.get()
    assert row.error == f"HTTPError {status}"
    assert len(hook.posts) == 1
    assert post.deliver(LATE + dt.timedelta(minutes=1)) == post.Delivered()
    hook.status = 200
    assert post.deliver(LATE + dt.timedelta(minutes=6)).sent == 1
    assert len({headers["X-Bridgehead-Id"] for headers, _ in hook.posts}) == 1
    assert post.deliver(LATER) == post.Delivered()


def test_a_server_that_stays_away_is_given_up_and_taken_up_again(item: str, hook: Hook) -> None:
    """Tests that after so many attempts it is given up, never dropped, and goes when somebody asks."""
    hook.status = 503
    sending.remind(now=LATE)
    now = LATE
    for _ in range(20):
        now += dt.timedelta(days=1)
        post.deliver(now)
    row = LedgerOutbox.objects.get()
    assert (row.state, row.tries) == ("failed", post.MOST_TRIES)
    assert len(hook.posts) == post.MOST_TRIES
    hook.status = 200
    assert post.retry(now) == 1
    assert post.deliver(now).sent == 1


def test_no_server_at_all_loses_nothing(item: str, hook: Hook, settings: Any) -> None:
    """Tests a closed port: the reminder is in the log, the message waits."""
    settings.WEBHOOK_URL = "http://127.0.0.1:1/in"
    assert sending.remind(now=LATE).delivered.waiting == 1
    assert levels(item) == [2]
    assert "URLError" in LedgerOutbox.objects.get().error


def test_refused_mail_keeps_no_address(item: str, mailbox: Mailbox, staff: None) -> None:
    """Tests that the error of a refused recipient is kept without saying whose."""
    mailbox.refuses = True
    assert sending.remind(now=LATE).delivered.waiting == 1
    assert LedgerOutbox.objects.get().error == "SMTPRecipientsRefused"


def test_a_department_without_address_is_told(item: str, mailbox: Mailbox) -> None:
    """Tests that what cannot be delivered counts as failed, and why."""
    assert sending.remind(now=LATE).delivered.failed == 1
    assert LedgerOutbox.objects.get().error == "no_address"


def test_who_stopped_in_the_middle_is_taken_over(item: str, hook: Hook) -> None:
    """Tests that a message taken by a process that stopped is sent by the next, not before its time."""
    hook.status = 500
    sending.remind(now=LATE)
    hook.status = 200
    LedgerOutbox.objects.update(state="sending", due_at=LATE + post.CLAIM)
    assert post.deliver(LATE + dt.timedelta(minutes=1)) == post.Delivered()
    assert post.deliver(LATE + post.CLAIM).sent == 1


def test_the_event_and_its_message_are_kept_together(item: str, hook: Hook, monkeypatch: Any) -> None:
    """Tests that where the message cannot be put up, the log has no reminder either."""

    def broken(*args: Any) -> int:
        raise RuntimeError("disk full")

    monkeypatch.setattr(sending, "_queue", broken)
    with pytest.raises(RuntimeError):
        sending.remind(now=LATE)
    assert levels(item) == []


def test_many_items_of_a_department_make_one_message(item: str, hook: Hook) -> None:
    """Tests that twelve items due at once are twelve events and one message that holds them all."""
    for n in range(11):
        key = f"more-{n}"
        act(CLERK, key, Open(kind="commitment", details=Details(no=f"CN-9{n}", title=f"第{n}件")), now=START)
        act(CLERK, key, Register(), now=START)
        act(CLERK, key, Dispatch(lead=LEAD, due_on=DUE), now=START)
        act(HANDLER, key, SignFor(), now=START)
        act(HANDLER, key, Report(text="已进场"), now=START)
    assert len(sending.remind(now=LATE).reminded) == 12
    ((_, body),) = hook.posts
    said = json.loads(body)
    assert "12 件" in said["subject"]
    assert len(said["text"].splitlines()) == 12


def test_a_digest_a_working_day(item: str, hook: Hook) -> None:
    """Tests one message a department and day, none at night, the next one tomorrow."""
    assert sending.digest(NIGHT).next_at
    for now in (LATE, LATE + dt.timedelta(hours=1), LATE + dt.timedelta(days=1)):
        sending.digest(now)
    said = [json.loads(body) for _, body in hook.posts]
    assert [one["event"] for one in said] == ["digest", "digest"]
    assert "逾期 1 项" in said[0]["subject"]
    assert levels(item) == []


def test_the_desk_shows_what_the_department_got(item: str, person: Any) -> None:
    """Tests that the lead sees the reminder, and another department does not."""
    sending.remind(now=LATE)
    text = sending.received(LEAD)[0].text
    assert "逾期催办" in text
    assert text in person("department", LEAD).get("/desk/").content.decode()
    assert "逾期催办" not in person("department", OTHER).get("/desk/").content.decode()


@pytest.mark.parametrize("role", ["reader", "department"])
def test_only_the_supervision_office_reminds(item: str, person: Any, role: str) -> None:
    """Tests the page and the button for those who may not."""
    visitor = person(role, LEAD if role == "department" else "")
    assert visitor.get("/reminders/").status_code == 404
    assert visitor.post("/reminders/send/").status_code == 404
    assert levels(item) == []


@pytest.mark.parametrize(("now", "expected"), [(LATE, [2]), (NIGHT, [])])
def test_the_button_sends_what_the_page_shows(
    item: str, person: Any, monkeypatch: Any, now: dt.datetime, expected: list[int]
) -> None:
    """Tests that the clerk's button reminds in working time, in the clerk's name, and else says when."""
    from django.utils import timezone

    clerk = person("clerk")
    monkeypatch.setattr(timezone, "now", lambda: now)
    assert "供热管网改造" in clerk.get("/reminders/").content.decode()
    said = clerk.post("/reminders/send/", follow=True).content.decode()
    assert levels(item) == expected
    assert ("不是工作时间" in said) == (not expected)
    assert list(LedgerEvent.objects.filter(action="remind").values_list("actor", flat=True)) == [
        "clerk" for _ in expected
    ]


def test_the_page_shows_failures_and_sends_them_again(
    item: str, hook: Hook, person: Any, monkeypatch: Any
) -> None:
    """Tests the log with its failures, and the button that tries them again."""
    from django.utils import timezone

    hook.status = 500
    sending.remind(now=LATE)
    LedgerOutbox.objects.update(state="failed")
    clerk = person("clerk")
    monkeypatch.setattr(timezone, "now", lambda: LATE)
    page = clerk.get("/reminders/").content.decode()
    assert "发送失败" in page
    assert "HTTPError 500" in page
    hook.status = 200
    clerk.post("/reminders/send/", {"retry": "1"})
    assert LedgerOutbox.objects.get().state == "sent"


def test_what_changed_since_is_not_reminded(item: str, monkeypatch: Any) -> None:
    """Tests that a reminder that somebody else sent meanwhile does not go out twice."""
    due = sending.due(LATE)
    sending.remind(now=LATE)
    monkeypatch.setattr(sending, "due", lambda now: due)
    assert sending.remind(now=LATE).reminded == []
    assert levels(item) == [2]
    assert load(item).reminded == 2
