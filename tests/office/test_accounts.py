"""Signing in: no default password, six roles, a lockout."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth import authenticate, get_user_model
from django.contrib.auth.models import Group
from django.contrib.auth.password_validation import validate_password
from django.test import Client

from bridgehead.errors import UsageError
from bridgehead.office import accounts
from bridgehead.office.importer import import_workspace
from bridgehead.office.models import Record, Review

pytestmark = pytest.mark.django_db


def test_the_first_administrator_gets_a_password_once() -> None:
    """Tests that the first call makes an administrator who can sign in, and the second call nobody."""
    password = accounts.ensure_administrator()
    assert password is not None
    validate_password(password)
    user = get_user_model().objects.get()
    assert user.check_password(password)
    assert password not in user.password
    assert accounts.roles(user) == {"administrator"}
    assert accounts.ensure_administrator() is None


def test_an_office_whose_administrator_is_shut_out_gets_a_new_password() -> None:
    """Tests that an inactive administrator does not count."""
    accounts.ensure_administrator()
    get_user_model().objects.update(is_active=False)
    assert accounts.roles(get_user_model().objects.get()) == frozenset()
    assert accounts.ensure_administrator() is not None
    assert get_user_model().objects.get().is_active


def test_passwords_differ() -> None:
    """Tests that passwords are fresh and hold no characters that are mistaken for others."""
    made = {accounts.new_password() for _ in range(50)}
    assert len(made) == 50
    assert not set("".join(made)) & set("il1o0O")


def test_the_six_roles_are_groups() -> None:
    """Tests that the migrations make all roles."""
    assert set(Group.objects.values_list("name", flat=True)) == set(accounts.ROLES)


@pytest.mark.parametrize(
    ("role", "may"),
    [
        ("reader", ()),
        ("clerk", ("noted",)),
        ("department", ("noted",)),
        ("reviewer", ("confirmed", "rejected", "noted", "reopened")),
        ("supervisor", ("confirmed", "rejected", "noted", "reopened")),
        ("administrator", ("confirmed", "rejected", "noted", "reopened")),
    ],
)
def test_what_a_role_may_decide(role: str, may: tuple[str, ...]) -> None:
    """Tests which verdicts each role may give."""
    accounts.add("白景行", role)
    assert accounts.verdicts(get_user_model().objects.get(username="白景行")) == may


def test_names_and_roles_are_checked() -> None:
    """Tests that a taken name, an unknown role and an unknown user are said in both languages."""
    accounts.add("柳叶")
    with pytest.raises(UsageError, match="柳叶"):
        accounts.add("柳叶")
    with pytest.raises(UsageError) as caught:
        accounts.add("宋雨", "king")
    assert "king" in caught.value.en
    with pytest.raises(UsageError):
        accounts.reset_password("无此人")


def test_five_wrong_passwords_lock_out_until_the_password_is_reset(client: Client, rf: Any) -> None:
    """Tests that guessing is stopped, for the right password too, and that a reset opens again."""
    password = accounts.add("江一鸣")
    request = rf.post("/login/")
    for _ in range(5):
        assert authenticate(request, username="江一鸣", password="wrong") is None
    assert authenticate(request, username="江一鸣", password=password) is None
    fresh = accounts.reset_password("江一鸣")
    assert authenticate(request, username="江一鸣", password=password) is None
    assert authenticate(request, username="江一鸣", password=fresh) is not None


def test_reviews_are_only_ever_added(workspace: Any) -> None:
    """Tests that a review can be neither changed nor deleted, and that the newest counts."""
    import_workspace(workspace)
    accounts.ensure_administrator()
    user, record = get_user_model().objects.get(), Record.objects.get(type="project")
    review = Review.objects.create(record=record, user=user, verdict="confirmed")
    review.note = "改了"
    with pytest.raises(TypeError, match="never changed"):
        review.save()
    with pytest.raises(TypeError, match="never deleted"):
        review.delete()
    newer = Review.objects.create(record=record, user=user, verdict="rejected")
    assert list(record.reviews.all()) == [newer, review]
