"""How messages leave the office: by e-mail and to a webhook, each tried again until it is through.

What is to go out stands in `LedgerOutbox` before anything is tried, so that nothing is lost when a server is
away or the machine stops. A message may in rare cases arrive twice (the machine stops right after sending):
``Message-ID`` and ``X-Bridgehead-Id`` are then the same. Errors are kept without addresses.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import hmac
import http.client
import smtplib
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass

import msgspec
from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.mail import EmailMessage
from django.db.models import Q
from django.utils import timezone

from bridgehead.office.supervision.models import LedgerOutbox

__all__ = ["CHANNELS", "MOST_TRIES", "Delivered", "addresses", "configured", "deliver", "retry"]

MOST_TRIES = 6
"""After so many attempts a message is given up until somebody asks for another."""
WAIT = dt.timedelta(minutes=5)
"""How long after the first failure it is tried again; each further time twice as long."""
CLAIM = dt.timedelta(minutes=10)
"""After so long, whoever took a message and did not come back is taken to have stopped."""
TIMEOUT = 10
"""Seconds for which a webhook may take to answer."""
AT_ONCE = 500


class NoAddress(Exception):
    """Nobody of the department has an e-mail address."""


def configured() -> tuple[str, ...]:
    """Return the channels that are set up besides the pages."""
    found = {"mail": settings.EMAIL_HOST, "webhook": settings.WEBHOOK_URL}
    return tuple(name for name, where in found.items() if where)


def addresses(org: str) -> list[str]:
    """Return the e-mail addresses of a department's users."""
    users = get_user_model().objects.filter(staff__org=org, is_active=True).exclude(email="")
    return sorted(set(users.values_list("email", flat=True)))


def by_mail(row: LedgerOutbox) -> None:
    """Send a message to the department's users, none of whom sees the others' addresses.

    Raises
    ------
    NoAddress, OSError, smtplib.SMTPException
        If it did not go through.
    """
    to = addresses(row.org)
    if not to:
        raise NoAddress
    name = f"<{identity(row)}@bridgehead>"
    subject = " ".join(row.subject.split())
    EmailMessage(
        subject, row.body, bcc=to, headers={"Message-ID": name, "To": "undisclosed-recipients:;"}
    ).send()


class _Stay(urllib.request.HTTPRedirectHandler):
    """Follows no redirect: a signed message goes where it was meant to go, or nowhere."""

    def redirect_request(self, *args: object, **kwargs: object) -> None:
        """Refuse."""


def by_webhook(row: LedgerOutbox) -> None:
    """Post a message as JSON with its signature: HMAC-SHA256 over the body, in hexadecimal digits.

    Raises
    ------
    OSError, http.client.HTTPException
        If it did not go through, or was not answered with 2xx.
    """
    body = msgspec.json.encode(
        {
            "id": identity(row),
            "event": "reminder" if row.level else "digest",
            "level": row.level or None,
            "org": row.org,
            "subject": row.subject,
            "text": row.body,
            "at": timezone.localtime(row.made_at).isoformat(timespec="seconds"),
        }
    )
    signed = hmac.new(settings.WEBHOOK_SECRET.encode(), body, hashlib.sha256).hexdigest()
    headers = {
        "Content-Type": "application/json; charset=utf-8",
        "X-Bridgehead-Id": identity(row),
        "X-Bridgehead-Signature": f"sha256={signed}",
    }
    request = urllib.request.Request(settings.WEBHOOK_URL, body, headers, method="POST")
    # No proxy of the environment either: the address is the administrator's.
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}), _Stay)
    with opener.open(request, timeout=TIMEOUT) as answer:
        answer.read(1024)


CHANNELS: dict[str, Callable[[LedgerOutbox], None]] = {"mail": by_mail, "webhook": by_webhook}
"""How each channel sends one message."""


def identity(row: LedgerOutbox) -> str:
    """Return what tells a message from all others, the same however often it is tried."""
    return hashlib.sha256(row.key.encode()).hexdigest()[:32]


@dataclass(slots=True)
class Delivered:
    """What one round of sending did: how many went out, wait for another attempt, were given up."""

    sent: int = 0
    waiting: int = 0
    failed: int = 0


def deliver(now: dt.datetime | None = None) -> Delivered:
    """Send what waits and may be tried by now; several at a time may do so, each message is taken by one.

    Parameters
    ----------
    now : datetime, optional
        The moment; by default the present.
    """
    now, told = now or timezone.now(), Delivered()
    ready = LedgerOutbox.objects.filter(state__in=("waiting", "sending"), due_at__lte=now)
    for row in ready.filter(channel__in=configured()).order_by("id")[:AT_ONCE]:
        mine = LedgerOutbox.objects.filter(pk=row.pk, state=row.state, due_at=row.due_at)
        if not mine.update(state="sending", due_at=now + CLAIM):
            continue
        _try(row, now)
        setattr(told, row.state, getattr(told, row.state) + 1)
    return told


def _try(row: LedgerOutbox, now: dt.datetime) -> None:
    row.tries += 1
    try:
        CHANNELS[row.channel](row)
    except (OSError, smtplib.SMTPException, http.client.HTTPException, NoAddress) as error:
        row.error = told_error(error)
        given_up = row.tries >= MOST_TRIES or isinstance(error, NoAddress)
        row.state = "failed" if given_up else "waiting"
        row.due_at = now + WAIT * 2 ** (row.tries - 1)
    else:
        row.state, row.error, row.sent_at = "sent", "", now
    row.save(update_fields=("state", "tries", "error", "due_at", "sent_at"))


def told_error(error: Exception) -> str:
    """Return an error as it is kept: what happened, without anybody's address."""
    if isinstance(error, NoAddress):
        return "no_address"
    code = getattr(error, "code", None) or getattr(error, "smtp_code", None) or getattr(error, "errno", None)
    return " ".join(str(part) for part in (type(error).__name__, code) if part)


def retry(now: dt.datetime | None = None) -> int:
    """Let what was given up be tried again; return how many there are."""
    given_up = LedgerOutbox.objects.filter(Q(state="failed"))
    return given_up.update(state="waiting", tries=0, due_at=now or timezone.now())
