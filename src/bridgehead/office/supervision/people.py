"""Who a user is to the ledger: their roles, and the department they act for."""

from __future__ import annotations

from typing import Any

from django.contrib.auth import get_user_model
from django.db import connection, transaction

from bridgehead.errors import UsageError
from bridgehead.ledger import Actor
from bridgehead.office import accounts
from bridgehead.office.accounts import roles
from bridgehead.office.supervision.models import LedgerPart, Staff

__all__ = ["MACHINE", "actor_named", "actor_of", "add", "assign", "departments", "user_named"]

MACHINE = Actor("bridgehead", frozenset({"clerk"}))
"""Who imports, proposes evidence and reminds when nobody does."""


def actor_of(user: Any) -> Actor:
    """Return the actor that a signed-in user is."""
    staff = Staff.objects.filter(user=user).first()
    return Actor(user.get_username(), roles(user), staff.org if staff else None)


def actor_named(username: str) -> Actor:
    """Return the actor of a user's name (`user_named`)."""
    return actor_of(user_named(username))


def user_named(username: str) -> Any:
    """Return the user of a name.

    Raises
    ------
    UsageError
        If there is no such user.
    """
    user = get_user_model().objects.filter(username=username).first()
    if user is None:
        raise UsageError(
            f"没有用户“{username}”。",
            f"There is no user “{username}”.",
            try_zh="用 bridgehead user add 添加",
            try_en="add the user with bridgehead user add",
        )
    return user


def add(username: str, role: str, org: str = "") -> str:
    """Add a user who acts for a department, or for the whole office; return the password, shown this once.

    Raises
    ------
    UsageError
        If the name is taken, the role does not exist, or a user of a department has none.
    """
    with transaction.atomic():
        password = accounts.add(username, role)
        assign(get_user_model().objects.get(username=username), org)
    return password


def assign(user: Any, org: str) -> None:
    """Say for which department a user acts; an empty name takes them out of it.

    Raises
    ------
    UsageError
        If a user of role ``department`` would be without one.
    """
    org = org.strip()
    if not org and "department" in roles(user):
        raise UsageError(
            "承办单位用户须注明单位。",
            "A user of a department needs its name.",
            where=user.get_username(),
            try_zh="--org 单位名称",
            try_en="--org NAME",
        )
    if org:
        Staff.objects.update_or_create(user=user, defaults={"org": org})
    else:
        Staff.objects.filter(user=user).delete()


def departments() -> list[str]:
    """Return the departments that have, or had, a part in an item, or a user."""
    # From name to name by the index: sixty steps instead of a walk over a million rows.
    table = LedgerPart._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute(
            f"WITH RECURSIVE names(org) AS (SELECT min(org) FROM {table} UNION ALL"
            f" SELECT (SELECT min(org) FROM {table} WHERE org > names.org) FROM names WHERE org IS NOT NULL)"
            " SELECT org FROM names WHERE org IS NOT NULL"
        )
        having = [org for (org,) in cursor.fetchall()]
    return sorted({*having, *Staff.objects.values_list("org", flat=True)})
