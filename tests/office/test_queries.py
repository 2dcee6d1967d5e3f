"""The questions that pages ask."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth import get_user_model

from bridgehead.office import queries
from bridgehead.office.importer import import_workspace
from bridgehead.office.models import Record, Review

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def loaded(workspace: Any) -> None:
    """The workspace, loaded."""
    import_workspace(workspace)


def titles(found: Any) -> list[str]:
    """The titles, in order."""
    return [record.title for record in found]


def test_counts_are_by_type() -> None:
    """Tests that documents and records are counted, withdrawn ones left out."""
    Record.objects.filter(type="project").update(withdrawn=True)
    counts = queries.counts()
    assert counts["document"] == 2
    assert counts["directive"] == 2
    assert "project" not in counts
    assert [(one.path, one.record_count) for one in queries.documents()] == [
        ("a/visit.txt", 8),
        ("b/figures.txt", 2),
    ]


def test_a_ledger_is_narrowed() -> None:
    """Tests every filter of a ledger, alone and together."""
    assert titles(queries.ledger("directive")) == ["一要擦亮百合品牌", "二要守住古城风貌"]
    assert titles(queries.ledger("directive", text="古城")) == ["二要守住古城风貌"]
    assert titles(queries.ledger("directive", who="陆明远", where="云岭市", theme="文旅")) != []
    assert titles(queries.ledger("directive", who="沈怀山")) == []
    assert titles(queries.ledger("event", who="沈怀山")) == ["陆明远在云岭市调研"]
    assert titles(queries.ledger("event", where="云岭古城")) == ["陆明远在云岭市调研"]
    assert titles(queries.ledger("directive", document="document-none")) == []
    assert titles(queries.ledger("directive", where="松溪县")) == []


@pytest.mark.parametrize(
    ("when", "since", "until", "lies"),
    [
        ("2024-03-07", "2024-03-07", "2024-03-07", True),
        ("2024-03-07", "2024-03-08", None, False),
        ("2024-03-07", None, "2024-03-06", False),
        ("2024-03-07", None, "2024-03", True),
        ("2024-03", "2024-03-20", None, True),
        ("2024-03", None, "2024-03-01", True),
        ("2024", "2024-06-01", "2024-07-01", True),
        ("2024-02", "2024-03-01", None, False),
        ("--03-07", "2024-01-01", None, False),
        ("--03-07", None, "2024-12-31", False),
        (None, "2024-01-01", None, False),
        (None, None, None, True),
    ],
)
def test_partial_dates_lie_where_they_may(when: str | None, since: Any, until: Any, lies: bool) -> None:
    """Tests that a month is found by any of its days, and a date without a year by none."""
    Record.objects.filter(type="project").update(when=when)
    assert queries.ledger("project", since=since, until=until).exists() is lies


def test_people_are_grouped_by_name() -> None:
    """Tests that a person's records, documents, days and posts are brought together over documents."""
    people = {row["name"]: row for row in queries.people()}
    assert list(people) == ["陆明远", "沈怀山"]
    assert people["陆明远"]["records"] == 5
    assert (people["陆明远"]["first"], people["陆明远"]["last"]) == ("2024-03-07", "2024-03-07")
    posts = queries.posts(["陆明远", "沈怀山", "秦若水"])
    assert [post.post for post in posts["陆明远"]] == ["省委书记"]
    assert posts["沈怀山"] == [queries.PostSeen("市委书记", "2024-03-07", "2024-03-07", 1, "")]
    assert "秦若水" not in posts
    assert titles(queries.records_naming("person", "陆明远", "directive", roles=("issuer",))) != []
    assert list(queries.people(text="怀山").values_list("name", flat=True)) == ["沈怀山"]


def test_places_know_what_happened_there() -> None:
    """Tests that events, directives, figures and projects of a place are found by its name."""
    there = set(queries.records_naming("place", "云岭市").values_list("type", flat=True))
    assert there == {"area", "event", "directive", "observation", "project"}
    assert {row["name"] for row in queries.places()} == {"云岭市", "松溪县", "蓝谷园区", "云岭古城"}


def test_neighbours_are_of_the_same_type() -> None:
    """Tests that the first directive has none before it, and the second behind it."""
    first, second = queries.ledger("directive")
    assert queries.neighbours(first) == (None, second)
    assert queries.neighbours(second) == (first, None)


def test_the_newest_decision_counts_and_notes_decide_nothing() -> None:
    """Tests the verdict beside each record of a ledger."""
    record = Record.objects.get(type="project")
    user = get_user_model().objects.create_user("许南星")
    assert queries.with_verdict(queries.ledger("project")).get().verdict is None
    for verdict in ("rejected", "confirmed", "noted"):
        Review.objects.create(record=record, user=user, verdict=verdict)
    assert queries.with_verdict(queries.ledger("project")).get().verdict == "confirmed"


def test_months_and_themes_are_counted() -> None:
    """Tests the figures of the home page's charts."""
    assert ("2024-03", "directive", 2) in queries.by_month()
    assert queries.by_month("event") == [("2024-03", "event", 1)]
    assert queries.themes("directive") == [("文旅", 2)]


def test_what_was_not_understood_is_listed() -> None:
    """Tests that documents with unreadable places are shown."""
    found = queries.not_understood()
    assert [one.path for one in found["unknown"]] == ["b/figures.txt"]
    assert not found["dateless"].exists()
    assert not found["set_aside"].exists()
