"""Histories: a file with one act a line, to be taken over with its moments and people.

A line that the ledger has already is passed over: the same item, action, person and moment. So a history can
be loaded again, whole or with more lines, and every line of it must say when it happened.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import msgspec

from bridgehead.errors import BridgeheadError, JsonLinesError, UsageError
from bridgehead.ledger.actions import ACTIONS, Action
from bridgehead.ledger.actors import ROLES
from bridgehead.ledger.deadlines import local

__all__ = ["Act", "is_history", "read_history"]


class Act(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One action of a history, as a line of JSON: who did what to which item, when.

    Attributes
    ----------
    item : str
        The item's key.
    action : str
        The action's name.
    said : dict
        Its fields.
    at : datetime or None
        When; by default now.
    actor, roles, org : str, tuple of str, str or None
        Who; by default whoever brings the history.
    where : str
        Where it was read, for errors: file and line.
    """

    item: str
    action: str
    said: dict[str, object] = {}
    at: dt.datetime | None = None
    actor: str | None = None
    roles: tuple[str, ...] = ()
    org: str | None = None
    where: str = ""

    def made(self) -> Action:
        """Return the action itself.

        Raises
        ------
        UsageError
            If there is no such action, or it is not said as it must be.
        """
        kind = ACTIONS.get(self.action)
        if kind is None:
            raise UsageError(
                f"没有“{self.action}”这种办理。",
                f"There is no action “{self.action}”.",
                where=self.item,
                try_zh="、".join(ACTIONS),
                try_en=", ".join(ACTIONS),
            )
        try:
            return msgspec.convert(self.said, kind)
        except msgspec.ValidationError as error:
            raise UsageError(
                f"“{kind.zh}”的内容不对（{error}）。",
                f"“{self.action}” is not said as it must be ({error}).",
                where=self.item,
            ) from error


_decode = msgspec.json.Decoder(Act).decode


class _Head(msgspec.Struct):
    """What a line of a history has at least."""

    item: str
    action: str


def is_history(path: Path) -> bool:
    """Return whether a file's first line is an act."""
    try:
        with path.open("rb") as lines:
            first = next((line for line in lines if line.strip()), b"")
        return msgspec.json.decode(first, type=_Head).action in ACTIONS
    except (OSError, msgspec.MsgspecError, UnicodeDecodeError):
        return False


def read_history(path: Path, bad: list[BridgeheadError]) -> Iterator[Act]:
    """Yield the acts of a history, each with its file and line in ``where``.

    Parameters
    ----------
    path : path
        JSON Lines.
    bad : list of BridgeheadError
        Where lines that cannot be read are put.
    """
    with path.open("rb") as lines:
        for number, line in enumerate(lines, 1):
            if not line.strip():
                continue
            where = f"{path.name}:{number}"
            try:
                act = _decode(line)
                if problem := _problem(act):
                    raise JsonLinesError(*problem[:2], where=where, try_zh=problem[2], try_en=problem[3])
            except (msgspec.MsgspecError, UnicodeDecodeError) as error:
                bad.append(
                    JsonLinesError(
                        f"这一行读不出来（{error}）。",
                        f"The line cannot be read ({error}).",
                        where=where,
                        try_zh="每行一个 JSON 对象：item、action、said、at、actor、roles、org",
                        try_en="one JSON object a line: item, action, said, at, actor, roles, org",
                    )
                )
            except JsonLinesError as error:
                bad.append(error)
            else:
                yield msgspec.structs.replace(act, at=local(act.at) if act.at else None, where=where)


def _problem(act: Act) -> tuple[str, str, str, str] | None:
    """Return what is wrong with a line that can be read."""
    if act.at is None:
        return (
            "没有写明时间（at）。",
            "It does not say when (at).",
            "写成 2026-03-02T09:30:00+08:00；没有时间就认不出是否已经装入",
            "write 2026-03-02T09:30:00+08:00: without it nobody can tell whether it is loaded already",
        )
    if wrong := set(act.roles) - set(ROLES):
        return (
            f"没有这种角色：{'、'.join(sorted(wrong))}。",
            f"There is no such role: {', '.join(sorted(wrong))}.",
            "、".join(ROLES),
            ", ".join(ROLES),
        )
    return None
