"""Verdicts that people give on records."""

from __future__ import annotations

import pytest
from django.contrib.auth import get_user_model
from django.test import Client
from django.urls import reverse
from tests.office.conftest import user

from bridgehead.office.models import Record, Review

pytestmark = pytest.mark.django_db


def test_reviews_add_up(filled: Client) -> None:
    """Tests that a reviewer's verdicts stand one above the other, newest first."""
    one = Record.objects.get(type="directive", ordinal="一")
    filled.force_login(user("reviewer"))
    filled.post(reverse("review", args=[one.pk]), {"verdict": "confirmed"})
    filled.post(reverse("review", args=[one.pk]), {"verdict": "rejected", "note": "序号<不对>"})
    html = filled.get(one.get_absolute_url()).content.decode()
    assert html.index("序号&lt;不对&gt;") < html.index("badge-good")
    assert [review.verdict for review in one.reviews.all()] == ["rejected", "confirmed"]
    ledger = filled.get("/ledger/directive/").content.decode()
    assert ledger.count("badge-bad") == 1
    assert "badge-good" not in ledger


@pytest.mark.parametrize(
    ("role", "verdict", "note", "status", "stands"),
    [
        ("reader", "noted", "看过", 403, 0),
        ("clerk", "noted", "看过", 302, 1),
        ("clerk", "confirmed", "", 403, 0),
        ("reviewer", "noted", " ", 302, 0),
        ("reviewer", "nonsense", "", 302, 0),
    ],
)
def test_who_may_review(filled: Client, role: str, verdict: str, note: str, status: int, stands: int) -> None:
    """Tests that a role does no more than it may, and empty or unknown verdicts leave nothing behind."""
    one = Record.objects.filter(type="directive").first()
    assert one is not None
    filled.force_login(get_user_model().objects.filter(username=role).first() or user(role))
    response = filled.post(reverse("review", args=[one.pk]), {"verdict": verdict, "note": note})
    assert response.status_code == status
    assert Review.objects.count() == stands


def test_a_review_must_be_posted(filled: Client) -> None:
    """Tests that a link cannot review."""
    one = Record.objects.filter(type="directive").first()
    assert one is not None
    assert filled.get(reverse("review", args=[one.pk])).status_code == 405
