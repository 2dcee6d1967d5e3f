"""What supervision keeps: the log, and tables that can be rebuilt from it at any time.

Only `LedgerEvent` is the truth. `LedgerItem`, `LedgerPart`, `LedgerText` and `LedgerTally` are what the
events leave, in columns that lists sort and filter by; `bridgehead.office.supervision.audit` rebuilds and
compares them.
"""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.urls import reverse

__all__ = [
    "LedgerEvent",
    "LedgerHead",
    "LedgerItem",
    "LedgerNumber",
    "LedgerOutbox",
    "LedgerPart",
    "LedgerRules",
    "LedgerSheet",
    "LedgerTally",
    "LedgerText",
    "Staff",
]


class LedgerHead(models.Model):
    """The end of the log: a single row that every writer locks, so that numbers and hashes have no gaps."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    seq = models.BigIntegerField(default=0)
    hash = models.TextField()
    items = models.BigIntegerField(default=0)

    def __str__(self) -> str:
        return f"#{self.seq}"


class LedgerItem(models.Model):
    """An item as its events leave it (`bridgehead.ledger.Item`): facets, and the whole of it in ``data``.

    ``due_at`` is the lead's deciding clock while it runs: None once the item is submitted, suspended or done
    with. ``asks`` is the kind of a request that waits for a decision.
    ``late`` says of a closed item whether it was submitted after it was due. ``given_at`` is when it was
    first given out, ``discontent_at`` when somebody called back was not content, ``course`` where its measure
    stands.
    """

    # Of the kind that is SQLite's own row number: any other would be one more index to look it up by.
    id = models.BigAutoField(primary_key=True)
    key = models.TextField(unique=True)
    kind = models.TextField()
    no = models.TextField(default="")
    title = models.TextField()
    state = models.TextField()
    open = models.BooleanField()
    lead = models.TextField(null=True)
    due_at = models.DateTimeField(null=True)
    soon_at = models.DateTimeField(null=True)
    provisional = models.BooleanField(default=False)
    late = models.BooleanField(null=True)
    level = models.TextField(null=True)
    region = models.TextField(null=True)
    theme = models.TextField(null=True)
    issuer = models.TextField(null=True)
    year = models.IntegerField(null=True)
    issued_at = models.DateField(null=True)
    given_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    discontent_at = models.DateTimeField(null=True)
    returns = models.PositiveIntegerField(default=0)
    course = models.TextField(null=True)
    progress = models.FloatField(null=True)
    reminded = models.PositiveSmallIntegerField(default=0)
    asks = models.TextField(null=True)
    public = models.BooleanField(default=True)
    given_out = models.BooleanField(default=False)
    author_org = models.TextField(null=True)
    parent = models.TextField(null=True)
    meeting = models.TextField(null=True)
    work_system = models.TextField(null=True)
    record = models.TextField(null=True)
    version = models.BigIntegerField()
    updated_at = models.DateTimeField()
    data = models.TextField()

    class Meta:
        """Newest first."""

        ordering = ("-id",)
        # Lists are newest first, by what they are narrowed to; or by when items are due.
        indexes = (
            models.Index(fields=("state", "id"), name="item_state"),
            models.Index(fields=("state", "due_at", "id"), name="item_state_due"),
            models.Index(fields=("kind", "state", "id"), name="item_kind_state"),
            models.Index(fields=("kind", "due_at", "id"), name="item_kind_due"),
            models.Index(fields=("due_at", "id"), name="item_due"),
            models.Index(
                fields=("due_at", "lead", "kind"),
                name="item_running",
                condition=models.Q(due_at__isnull=False),
            ),
            models.Index(fields=("lead", "id"), name="item_lead"),
            models.Index(fields=("no",), name="item_no"),
            models.Index(fields=("year", "id"), name="item_year"),
            models.Index(fields=("theme", "id"), name="item_theme"),
            models.Index(fields=("region", "id"), name="item_region"),
            models.Index(fields=("parent",), name="item_parent", condition=models.Q(parent__isnull=False)),
            models.Index(fields=("record",), name="item_record", condition=models.Q(record__isnull=False)),
            models.Index(
                fields=("work_system",), name="item_system", condition=models.Q(work_system__isnull=False)
            ),
            models.Index(fields=("meeting",), name="item_meeting", condition=models.Q(meeting__isnull=False)),
            models.Index(fields=("asks", "id"), name="item_asks", condition=models.Q(asks__isnull=False)),
            models.Index(fields=("given_at",), name="item_given", condition=models.Q(given_at__isnull=False)),
            models.Index(
                fields=("closed_at",), name="item_closed", condition=models.Q(closed_at__isnull=False)
            ),
        )

    def __str__(self) -> str:
        return f"{self.no} {self.title}".strip()

    def get_absolute_url(self) -> str:
        """Return the address of its page."""
        return reverse("item", args=[self.key])


class LedgerNumber(models.Model):
    """The last number that was given out for a kind and year."""

    kind = models.TextField()
    year = models.IntegerField()
    last = models.IntegerField(default=0)

    class Meta:
        """One row for a kind and year."""

        constraints = (models.UniqueConstraint(fields=("kind", "year"), name="number_once"),)

    def __str__(self) -> str:
        return f"{self.kind} {self.year} {self.last}"


class LedgerPart(models.Model):
    """A department's part in an item: by it the department sees the item, and finds what waits for it.

    Who entered the item has a part in it, too, of the role ``author``. ``shown`` says whether the department
    sees the item by it; ``item_state`` is the whole item's.
    """

    item = models.ForeignKey(LedgerItem, models.CASCADE, related_name="parts")
    org = models.TextField()
    role = models.TextField()
    state = models.TextField()
    due_at = models.DateTimeField(null=True)
    shown = models.BooleanField(default=False)
    item_state = models.TextField(default="")

    class Meta:
        """A department has one standing part in an item."""

        indexes = (
            models.Index(fields=("org", "shown", "item_state", "item"), name="part_org_item"),
            models.Index(fields=("org", "state", "due_at"), name="part_org_state_due"),
        )

    def __str__(self) -> str:
        return f"{self.org} {self.role}"


class LedgerEvent(models.Model):
    """One event of the log. Never changed, never deleted: the database itself refuses."""

    seq = models.BigAutoField(primary_key=True)
    item = models.ForeignKey(LedgerItem, models.PROTECT, related_name="events", db_index=False)
    at = models.DateTimeField()
    actor = models.TextField()
    org = models.TextField(null=True)
    action = models.TextField()
    payload = models.TextField()
    batch = models.BigIntegerField()
    prev = models.TextField()
    hash = models.TextField()

    class Meta:
        """In the order in which they happened."""

        ordering = ("seq",)
        indexes = (
            models.Index(fields=("item", "seq"), name="event_item_seq"),
            models.Index(fields=("batch",), name="event_batch"),
        )

    def __str__(self) -> str:
        return f"#{self.seq} {self.action}"

    def delete(self, using: str | None = None, keep_parents: bool = False) -> tuple[int, dict[str, int]]:
        """Refuse."""
        del using, keep_parents
        raise TypeError("an event is never deleted: take it back by another one")


class LedgerText(models.Model):
    """What search finds an item by: its folded text and the grams of it (`bridgehead.office.search`)."""

    id = models.BigAutoField(primary_key=True)
    text = models.TextField()
    grams = models.TextField()

    def __str__(self) -> str:
        return self.text[:40]


class LedgerTally(models.Model):
    """How many items there are of a kind, state, lead, lateness, public or not: what pages add up."""

    kind = models.TextField()
    state = models.TextField()
    lead = models.TextField(default="")
    late = models.SmallIntegerField(default=-1)
    public = models.BooleanField(default=True)
    number = models.BigIntegerField(default=0)

    class Meta:
        """One row for each combination; ``late`` is 1 or 0 of what is closed, and -1 of what is not."""

        constraints = (
            models.UniqueConstraint(fields=("kind", "state", "lead", "late", "public"), name="tally_once"),
        )

    def __str__(self) -> str:
        return f"{self.kind} {self.state} {self.number}"


class LedgerOutbox(models.Model):
    """A message about the ledger that is to go out, went out, or failed: kept until it is through.

    ``key`` says what it is about (channel, what, for whom), so that nothing is queued twice. ``error`` is
    what the last attempt said, without addresses; ``due_at`` is when it may be tried next.
    """

    key = models.TextField(unique=True)
    channel = models.TextField()
    subject = models.TextField()
    body = models.TextField()
    org = models.TextField()
    level = models.PositiveSmallIntegerField(default=0)
    state = models.TextField(default="waiting")
    tries = models.PositiveSmallIntegerField(default=0)
    error = models.TextField(default="")
    made_at = models.DateTimeField()
    due_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)

    class Meta:
        """Newest first; what waits is found by when it may be tried."""

        ordering = ("-id",)
        indexes = (models.Index(fields=("state", "due_at"), name="outbox_state_due"),)

    def __str__(self) -> str:
        return f"{self.channel} {self.org} {self.state}"


class LedgerSheet(models.Model):
    """How an office heads its workbooks: the columns that people chose for a header, for the next time."""

    fingerprint = models.TextField(primary_key=True)
    mapping = models.JSONField()
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True)
    at = models.DateTimeField(auto_now=True)

    def __str__(self) -> str:
        return self.fingerprint


class LedgerRules(models.Model):
    """A rule set of the office's own, as TOML; a later version does not change what began before."""

    code = models.TextField()
    valid_from = models.DateField()
    toml = models.TextField()
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True)
    at = models.DateTimeField(auto_now=True)

    class Meta:
        """One version a day."""

        ordering = ("code", "valid_from")
        constraints = (models.UniqueConstraint(fields=("code", "valid_from"), name="rules_once"),)

    def __str__(self) -> str:
        return f"{self.code} {self.valid_from}"


class Staff(models.Model):
    """For which department a user acts."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, related_name="staff")
    org = models.TextField(db_index=True)

    def __str__(self) -> str:
        return f"{self.user} {self.org}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Keep the department's name as it is written on items."""
        self.org = self.org.strip()
        super().save(*args, **kwargs)
