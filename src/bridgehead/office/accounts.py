"""Who may sign in, and what each role may do."""

from __future__ import annotations

import secrets
from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction

from bridgehead.errors import UsageError
from bridgehead.office.models import Review

__all__ = [
    "ROLES",
    "add",
    "ensure_administrator",
    "may_correct",
    "new_password",
    "reset_password",
    "roles",
    "set_email",
    "verdicts",
]

ROLES = ("reader", "clerk", "department", "reviewer", "supervisor", "administrator")
"""The groups, from the least to the most."""
NOTE = frozenset({"clerk", "department"})
DECIDE = frozenset({"reviewer", "supervisor", "administrator"})
# No characters that are mistaken for one another when read from a screen or over the telephone.
ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"


def new_password() -> str:
    """Return a fresh password: four groups of four characters, 79 bits."""
    return "-".join("".join(secrets.choice(ALPHABET) for _ in range(4)) for _ in range(4))


def ensure_administrator(username: str = "admin") -> str | None:
    """Make the first administrator, if there is none who could sign in.

    Returns
    -------
    str or None
        The password, which is shown this once and stored nowhere; None if there is an administrator.
    """
    users = get_user_model().objects
    if users.filter(is_superuser=True, is_active=True).exists():
        return None
    password = new_password()
    with transaction.atomic():
        user, _ = users.get_or_create(username=username)
        user.is_superuser = user.is_staff = user.is_active = True
        user.set_password(password)
        user.save()
        user.groups.set([Group.objects.get_or_create(name="administrator")[0]])
    return password


def add(username: str, role: str = "reader") -> str:
    """Add a user with a role; return the password, shown this once.

    Raises
    ------
    UsageError
        If the name is taken or the role does not exist.
    """
    if role not in ROLES:
        raise UsageError(
            f"没有名为“{role}”的角色。",
            f"There is no role “{role}”.",
            try_zh="、".join(ROLES),
            try_en=", ".join(ROLES),
        )
    users = get_user_model().objects
    if users.filter(username=username).exists():
        raise UsageError(
            f"用户“{username}”已存在。",
            f"The user “{username}” exists already.",
            try_zh="换一个名字，或重置其口令",
            try_en="another name, or reset the password",
        )
    password = new_password()
    with transaction.atomic():
        user = users.create_user(username=username, password=password)
        user.groups.set([Group.objects.get_or_create(name=role)[0]])
    return password


def set_email(username: str, address: str) -> None:
    """Keep the address to which a user's department is reminded; an empty one takes it away.

    Raises
    ------
    UsageError
        If there is no such user, or the address is none.
    """
    user = get_user_model().objects.filter(username=username).first()
    if user is None:
        raise UsageError(f"没有用户“{username}”。", f"There is no user “{username}”.")
    try:
        validate_email(address or "nobody@example.org")
    except ValidationError as error:
        raise UsageError(
            "这不是邮箱地址。",
            "This is no e-mail address.",
            try_zh="写成 名称@单位.cn",
            try_en="write it as name@office.example",
        ) from error
    user.email = address
    user.save(update_fields=["email"])


def reset_password(username: str) -> str:
    """Give a user a new password and lift a lockout; return the password, shown this once.

    Raises
    ------
    UsageError
        If there is no such user.
    """
    from axes.utils import reset

    user = get_user_model().objects.filter(username=username).first()
    if user is None:
        raise UsageError(
            f"没有用户“{username}”。",
            f"There is no user “{username}”.",
            try_zh="核对用户名",
            try_en="check the name",
        )
    password = new_password()
    user.set_password(password)
    user.save(update_fields=["password"])
    reset(username=username)
    return password


def roles(user: Any) -> frozenset[str]:
    """Return a user's roles; a superuser is an administrator, an inactive user has none."""
    if not user.is_active:
        return frozenset()
    names = frozenset(user.groups.values_list("name", flat=True)) & frozenset(ROLES)
    return names | {"administrator"} if user.is_superuser else names


def may_correct(user: Any) -> bool:
    """Return whether a user may mend what the machine read: clerks and those above them."""
    return bool(roles(user) & (DECIDE | {"clerk"}))


def verdicts(user: Any, type_name: str = "") -> tuple[str, ...]:
    """Return the verdicts that a user may give on a record: all, a note only, or none.

    Whoever mends what was misread may also say that a place that was not understood is settled.
    """
    held = roles(user)
    if held & DECIDE or (type_name == "doubt" and may_correct(user)):
        return tuple(Review.Verdict.values)
    return (Review.Verdict.NOTED.value,) if held & NOTE else ()
