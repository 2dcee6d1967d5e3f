"""What the office keeps: documents, records, who and where they name, reviews, and the search index.

The importer writes everything but `Review`; people write `Review` and nothing else. All record types lie in
one table, so a new record type needs no migration: what pages sort and filter by are the facets, everything
else is in ``data``.
"""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

__all__ = [
    "Document",
    "LedgerEvent",
    "LedgerHead",
    "LedgerItem",
    "LedgerNumber",
    "LedgerPart",
    "LedgerRules",
    "LedgerSheet",
    "LedgerTally",
    "LedgerText",
    "Mention",
    "Owner",
    "Record",
    "Review",
    "SearchEntry",
    "Staff",
]


class Owner(models.Model):
    """The one workspace whose records this database holds (`bridgehead.office.owner`): a single row."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    workspace = models.TextField()
    folder = models.TextField()

    def __str__(self) -> str:
        return self.folder


class Document(models.Model):
    """A document as it was read (`bridgehead.records.Document`), with its text."""

    id = models.TextField(primary_key=True)
    path = models.TextField()
    sha256 = models.TextField(db_index=True)
    media_type = models.TextField()
    encoding = models.TextField(null=True)
    title = models.TextField(null=True)
    publisher = models.TextField(null=True)
    date_published = models.TextField(null=True, db_index=True)
    date_basis = models.TextField(null=True)
    date_inferred_from = models.TextField(null=True)
    place = models.TextField(null=True, db_index=True)
    source_kind = models.TextField(null=True)
    raw = models.TextField()
    clean = models.TextField()
    edits = models.JSONField(default=list)
    moves = models.JSONField(default=list)
    lines = models.JSONField(default=list)
    length = models.IntegerField()
    edit_count = models.IntegerField(default=0)
    unknown_count = models.IntegerField(default=0)
    data = models.JSONField()
    checksum = models.TextField()
    imported_at = models.DateTimeField()
    withdrawn = models.BooleanField(default=False)

    class Meta:
        """Newest first."""

        ordering = ("-date_published", "path")

    def __str__(self) -> str:
        return self.title or self.path

    def get_absolute_url(self) -> str:
        """Return the address of its page."""
        return reverse("document", args=[self.id])

    @property
    def when_inferred(self) -> str | None:
        """From what the date was inferred, empty where that is not told; None where it is stated."""
        return (self.date_inferred_from or "") if self.date_basis == "inferred" else None


class Record(models.Model):
    """A record of any type but document: its facets, and the whole of it in ``data``.

    ``when`` is a partial ISO date, ``when_from`` whose it is: its ``own``, or that of its ``event``,
    ``article`` or ``document``; ``when_inferred`` says from what its year was inferred, and is None where
    the text states it. ``start`` and ``end`` are offsets in the raw text; ``order`` counts the
    records of a document as they stand in it, so ``(document, order)`` is reading order. ``answers`` is the
    id of the directive or commitment that this one follows up, promises to carry out, or is a gap of.
    """

    id = models.TextField(primary_key=True)
    type = models.TextField()
    document = models.ForeignKey(Document, models.CASCADE, related_name="records")
    start = models.IntegerField()
    end = models.IntegerField()
    quote = models.TextField()
    quote_raw = models.TextField()
    method = models.TextField()
    confidence = models.FloatField()
    title = models.TextField()
    who = models.TextField(null=True)
    where = models.TextField(null=True)
    when = models.TextField(null=True)
    when_from = models.TextField(null=True)
    when_inferred = models.TextField(null=True)
    theme = models.TextField(null=True)
    value = models.FloatField(null=True)
    unit = models.TextField(null=True)
    ordinal = models.TextField(null=True)
    answers = models.TextField(null=True)
    order = models.IntegerField()
    data = models.JSONField()
    search_text = models.TextField()
    withdrawn = models.BooleanField(default=False)

    class Meta:
        """In reading order; indexed by what ledgers sort and filter by."""

        ordering = ("document", "order")
        indexes = (
            models.Index(fields=("type", "when"), name="record_type_when"),
            models.Index(fields=("type", "who"), name="record_type_who"),
            models.Index(fields=("type", "where"), name="record_type_where"),
            models.Index(fields=("type", "theme"), name="record_type_theme"),
            models.Index(fields=("answers", "type"), name="record_answers_type"),
            models.Index(fields=("document", "start"), name="record_document_start"),
            models.Index(fields=("document", "order"), name="record_document_order"),
            models.Index(fields=("method", "document"), name="record_method_document"),
        )

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """Return the address of its page."""
        return reverse("record", args=[self.id])


class Mention(models.Model):
    """A person or a place that a record names, and the part it plays there.

    Of a work system the name is its record's id, and the part the item that the record hangs on. A record's
    ``who`` and ``where`` hold the first one only; a visit has many people and many stops.
    """

    class Kind(models.TextChoices):
        """What is named."""

        PERSON = "person", _("人物")
        PLACE = "place", _("地点")
        ORGANIZATION = "organization", _("机构")
        SYSTEM = "system", _("工作体系")

    record = models.ForeignKey(Record, models.CASCADE, related_name="mentions")
    kind = models.TextField(choices=Kind.choices)
    name = models.TextField()
    role = models.TextField()
    post = models.TextField(null=True)

    class Meta:
        """In the order in which the record names them."""

        ordering = ("id",)
        indexes = (models.Index(fields=("kind", "name"), name="mention_kind_name"),)

    def __str__(self) -> str:
        return self.name


class Review(models.Model):
    """What a person said about a record. Never changed, never deleted; the newest counts.

    The record's id is kept without a constraint of the database, so reading a document again cannot touch it.
    """

    class Verdict(models.TextChoices):
        """What was decided."""

        CONFIRMED = "confirmed", _("确认")
        REJECTED = "rejected", _("否定")
        NOTED = "noted", _("备注")
        REOPENED = "reopened", _("撤回")

    record = models.ForeignKey(Record, models.DO_NOTHING, db_constraint=False, related_name="reviews")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="reviews")
    verdict = models.TextField(choices=Verdict.choices)
    note = models.TextField(blank=True, default="")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        """Newest first."""

        ordering = ("-at", "-id")

    def __str__(self) -> str:
        return f"{self.get_verdict_display()} {self.note}".strip()

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Add the review; a review that stands is not changed."""
        if self.pk is not None:
            raise TypeError("a review is never changed: add another one")
        super().save(*args, **kwargs)

    def delete(self, using: str | None = None, keep_parents: bool = False) -> tuple[int, dict[str, int]]:
        """Refuse."""
        del using, keep_parents
        raise TypeError("a review is never deleted: add another one")


class SearchEntry(models.Model):
    """One text that search finds: a record's, or a document's whole clean text.

    ``id`` is day and sequence (`bridgehead.office.search.entry_ids`), so the newest entry has the highest id
    and a page of hits is read off the end of the index without sorting. ``text`` is folded, ``grams`` are its
    one- and two-character pieces. On SQLite three triggers keep the FTS5 table ``office_grams`` in step; a
    later migration that alters this table must make them again (see 0002_search).
    """

    id = models.BigIntegerField(primary_key=True)
    type = models.TextField()
    record = models.OneToOneField(Record, models.CASCADE, null=True, related_name="search_entry")
    document = models.ForeignKey(Document, models.CASCADE, related_name="search_entries")
    text = models.TextField()
    grams = models.TextField()

    def __str__(self) -> str:
        return self.text[:40]


# Django looks for an app's models here.
from bridgehead.office.supervision.models import (  # noqa: E402
    LedgerEvent,
    LedgerHead,
    LedgerItem,
    LedgerNumber,
    LedgerPart,
    LedgerRules,
    LedgerSheet,
    LedgerTally,
    LedgerText,
    Staff,
)
