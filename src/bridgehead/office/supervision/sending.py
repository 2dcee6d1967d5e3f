"""Reminders that go out (催办): only in working time, each level once for each clock, kept in the log.

In the pages a reminder shows as soon as its event is in the log. Where e-mail or a webhook is set up, one
message a department is put into `LedgerOutbox` in the same transaction, and sent afterwards
(`bridgehead.office.supervision.post`). Nothing goes out that is not set up.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from bridgehead.errors import ActionRefused, BridgeheadError
from bridgehead.ledger import Actor, Calendar, Item, digests, next_working_moment, reminders
from bridgehead.ledger.reminders import Reminder
from bridgehead.office.supervision import post
from bridgehead.office.supervision.find import HANDS
from bridgehead.office.supervision.models import LedgerEvent, LedgerItem, LedgerOutbox, LedgerPart
from bridgehead.office.supervision.people import MACHINE
from bridgehead.office.supervision.rows import item_of, restored_event
from bridgehead.office.supervision.store import act, load

__all__ = ["Sent", "digest", "due", "received", "remind"]

SUBJECT = 70
"""So many characters a subject has."""
SHOWN = 20
"""So many reminders stand on a desk."""


@dataclass(slots=True)
class Sent:
    """What one round of reminders did.

    Attributes
    ----------
    reminded : list of Reminder
        Those that went out, or, in a dry run, would.
    refused : list of (str, BridgeheadError)
        Keys of items that could not be reminded of, each with the reason.
    queued : int
        Messages put up for e-mail and webhook.
    delivered : Delivered
        What became of them and of earlier ones.
    next_at : datetime or None
        Outside working time, when it may go out; nothing was sent then.
    """

    reminded: list[Reminder] = field(default_factory=list)
    refused: list[tuple[str, BridgeheadError]] = field(default_factory=list)
    queued: int = 0
    delivered: post.Delivered = field(default_factory=post.Delivered)
    next_at: dt.datetime | None = None


def in_hands() -> Iterable[Item]:
    """Yield the items that wait for a department."""
    parts = LedgerPart.objects.filter(state__in=HANDS).values("item_id")
    for row in LedgerItem.objects.filter(pk__in=parts).only("data").order_by("id").iterator(chunk_size=2000):
        yield item_of(row)


def due(now: dt.datetime | None = None) -> tuple[Reminder, ...]:
    """Return the reminders that are due, the highest level and the longest overdue first."""
    found = reminders(in_hands(), now or timezone.now(), Calendar())
    return tuple(sorted(found, key=lambda one: (-one.level, moment(one), one.item.no, one.org)))


def moment(reminder: Reminder) -> dt.datetime:
    """Return when the clock of a reminder is, or was, due."""
    clock = reminder.signal.clock
    assert clock is not None
    return clock.due


def remind(actor: Actor = MACHINE, now: dt.datetime | None = None, *, dry_run: bool = False) -> Sent:
    """Send the reminders that are due; outside working time nothing, and it is said when.

    Parameters
    ----------
    actor : Actor
        Who reminds.
    now : datetime, optional
        The moment; by default the present.
    dry_run : bool
        Only tell what would be sent.
    """
    now, sent = now or timezone.now(), Sent()
    free = next_working_moment(now)
    if free > now:
        sent.next_at = free
    if dry_run:
        sent.reminded = list(due(now))
        return sent
    if sent.next_at:
        return sent
    wanted: dict[str, list[Reminder]] = {}
    for one in due(now):
        wanted.setdefault(one.org, []).append(one)
    for org, found in wanted.items():
        _remind(actor, org, found, now, sent)
    sent.delivered = post.deliver(now)
    return sent


def _remind(actor: Actor, org: str, wanted: list[Reminder], now: dt.datetime, sent: Sent) -> None:
    """Keep a department's reminders in the log and put one message about them up, both or neither."""
    told: list[Reminder] = []
    with transaction.atomic():
        for one in wanted:
            # Somebody else may have reminded, or the department acted, since the list was made.
            standing = load(one.item.key)
            if not any(_same(one, other) for other in reminders([standing], now)):
                continue
            try:
                act(actor, one.item.key, one.action, seen=standing.version, now=now)
            except ActionRefused as error:
                sent.refused.append((one.item.key, error))
            else:
                told.append(one)
        if told:
            sent.queued += _put_up(org, told, now)
    sent.reminded += told


def _put_up(org: str, told: list[Reminder], now: dt.datetime) -> int:
    """Put one message up about all that a department is reminded of at once."""
    texts = [one.text(language()) for one in told]
    about = "\n".join(f"{one.item.key} {one.level} {moment(one).isoformat()}" for one in told)
    subject = shorten(texts[0])
    if len(told) > 1:
        zh, en = f"催办：{org}，{len(told)} 件", f"Reminders for {org}: {len(told)}"
        subject = en if language() == "en" else zh
    name = f"{org}:{hashlib.sha256(about.encode()).hexdigest()}"
    return _queue(name, subject, "\n".join(texts), org, max(one.level for one in told), now)


def shorten(text: str) -> str:
    """Return the subject of a message: the beginning of its text."""
    return text if len(text) <= SUBJECT else f"{text[: SUBJECT - 1]}…"


def _same(one: Reminder, other: Reminder) -> bool:
    mine, its = one.signal.clock, other.signal.clock
    return (one.org, one.level) == (other.org, other.level) and mine is not None and mine == its


def _queue(about: str, subject: str, body: str, org: str, level: int, now: dt.datetime) -> int:
    """Put a message up on each channel that is set up; what is up already stays as it is."""
    made = 0
    for channel in post.configured():
        values = {
            "channel": channel,
            "subject": subject,
            "body": body,
            "org": org,
            "level": level,
            "made_at": now,
            "due_at": now,
        }
        made += LedgerOutbox.objects.get_or_create(key=f"{channel}:{about}", defaults=values)[1]
    return made


def digest(now: dt.datetime | None = None, *, dry_run: bool = False) -> Sent:
    """Send each department what it has to see to: one message a working day.

    Parameters
    ----------
    now : datetime, optional
        The moment; by default the present.
    dry_run : bool
        Only tell how many departments have something.
    """
    now, sent = now or timezone.now(), Sent()
    free = next_working_moment(now)
    if free > now:
        sent.next_at = free
    if sent.next_at and not dry_run:
        return sent
    day = free.date()
    for one in digests(in_hands(), now, Calendar()):
        head, *lines = one.text(language())
        if dry_run:
            sent.queued += len(post.configured())
        else:
            sent.queued += _queue(f"digest:{one.org}:{day}", head, "\n".join((head, *lines)), one.org, 0, now)
    if not dry_run:
        sent.delivered = post.deliver(now)
    return sent


def language() -> str:
    """Return the language of what the office sends."""
    return "en" if settings.OFFICE_LANGUAGE == "en" else "zh"


@dataclass(frozen=True, slots=True)
class Received:
    """A reminder as a department's desk shows it: the item, when, which level, its words."""

    row: LedgerItem
    at: dt.datetime
    level: int
    text: str


def received(org: str | None) -> list[Received]:
    """Return the reminders that a department got on what it still has in hand, newest first."""
    if not org:
        return []
    mine = LedgerPart.objects.filter(org=org, state__in=HANDS).values("item_id")
    events = LedgerEvent.objects.filter(action="remind", item__in=mine, item__reminded__gt=0)
    found = []
    for row in events.select_related("item").order_by("-seq")[: SHOWN * 5]:
        said = restored_event(row, row.item.key).payload
        if not said.get("orgs") or org in said["orgs"]:
            found.append(Received(row.item, row.at, said.get("level", 1), said.get("text", "")))
    return found[:SHOWN]
