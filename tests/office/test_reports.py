"""One event that several documents report."""

from __future__ import annotations

from typing import Any

import pytest

from bridgehead.office import queries
from bridgehead.office.importer import import_workspace
from bridgehead.office.models import Document, Record

pytestmark = pytest.mark.django_db


@pytest.fixture
def event(workspace: Any) -> Record:
    """The event of the made-up workspace, and a second report of it in the other document."""
    import_workspace(workspace)
    first = Record.objects.get(type="event")
    other = Document.objects.exclude(id=first.document_id).get()
    sources = [first.document_id, other.id]
    copy = Record.objects.get(type="event")
    copy.pk = "event-copy"
    copy.document = other
    copy.data = {**first.data, "sources": sources, "same_as": first.pk}
    copy.save(force_insert=True)
    first.data = {**first.data, "sources": sources, "same_as": None}
    first.save()
    return first


def test_counted_once(event: Record) -> None:
    """Tests that the ledger, the counts and the months have one event for both reports."""
    assert list(queries.ledger("event")) == [event]
    assert queries.counts()["event"] == 1
    assert [n for _, type, n in queries.by_month("event") if type == "event"] == [1]


def test_each_document_keeps_its_own(event: Record) -> None:
    """Tests that a document shows its own report."""
    other = Record.objects.get(pk="event-copy")
    assert other in queries.records_of(other.document, "event")
    assert list(queries.ledger("event", document=other.document_id)) == [other]


def test_reports_lead_to_each_other(event: Record, client: Any, django_user_model: Any) -> None:
    """Tests that each report's page leads to the other's."""
    client.force_login(django_user_model.objects.create_user("reader"))
    other = Record.objects.get(pk="event-copy")
    assert list(queries.reports(event)) == [other]
    assert list(queries.reports(other)) == [event]
    for one, another in ((event, other), (other, event)):
        assert another.get_absolute_url() in client.get(one.get_absolute_url()).content.decode()
