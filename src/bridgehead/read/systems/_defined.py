"""Systems that an office defines itself, in a file ``systems.toml`` of its workspace."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bridgehead.errors import UsageError
from bridgehead.records import WorkItem

__all__ = ["FILE", "DefinedSystem", "load_systems"]

FILE = "systems.toml"
"""Its name in a workspace."""

_KEYS = {"name": str, "term": str, "issuer": str, "area": str, "aliases": list, "items": list}
_ITEM_KEYS = {"label": str, "text": str, "items": list}


@dataclass(frozen=True, slots=True)
class DefinedSystem:
    """A system as an office defines it.

    Attributes
    ----------
    name : str
        Without quotation marks.
    term, issuer, area : str or None
        As in `WorkSystem`.
    aliases : tuple of str
        Other ways to write the name.
    items : tuple of WorkItem
        The tree.
    """

    name: str
    term: str | None = None
    issuer: str | None = None
    area: str | None = None
    aliases: tuple[str, ...] = ()
    items: tuple[WorkItem, ...] = ()


def load_systems(path: Path) -> tuple[DefinedSystem, ...]:
    """Read the systems of a file; one that is not there defines none.

    Parameters
    ----------
    path : path
        A TOML file like ``terms/systems/example.toml``.

    Raises
    ------
    UsageError
        If it is not TOML, or a system or an item lacks its name or has a field that is unknown.
    """
    if not path.exists():
        return ()
    try:
        content = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise _wrong(path, f"不是合格的 TOML（{error}）", f"not valid TOML ({error})") from error
    systems = content.get("system", [])
    if set(content) - {"system"} or not isinstance(systems, list):
        raise _wrong(path, "只能有 [[system]]", "only [[system]] may stand in it")
    return tuple(_system(path, number, one) for number, one in enumerate(systems, 1))


def _system(path: Path, number: int, one: dict[str, Any]) -> DefinedSystem:
    where = f"system {number}"
    _check(path, where, one, _KEYS, "name")
    items = tuple(_item(path, f"{where}, item {i}", item) for i, item in enumerate(one.get("items", []), 1))
    return DefinedSystem(
        one["name"],
        one.get("term"),
        one.get("issuer"),
        one.get("area"),
        tuple(map(str, one.get("aliases", ()))),
        items,
    )


def _item(path: Path, where: str, one: Any) -> WorkItem:
    if not isinstance(one, dict):
        raise _wrong(path, f"{where} 不是一项", f"{where} is no table")
    _check(path, where, one, _ITEM_KEYS, "label")
    items = tuple(_item(path, f"{where}.{i}", item) for i, item in enumerate(one.get("items", []), 1))
    return WorkItem(label=one["label"], text=one.get("text"), count=len(items) or None, items=items)


def _check(path: Path, where: str, one: dict[str, Any], keys: Mapping[str, type], needed: str) -> None:
    for key, value in one.items():
        if not isinstance(value, keys.get(key, ())):
            known = ", ".join(keys)
            raise _wrong(
                path, f"{where} 的 {key} 不对，可用 {known}", f"{where}: {key} is wrong; there are {known}"
            )
    if not one.get(needed):
        raise _wrong(path, f"{where} 没有 {needed}", f"{where} has no {needed}")


def _wrong(path: Path, zh: str, en: str) -> UsageError:
    return UsageError(
        f"工作体系的定义读不了：{zh}。",
        f"The definition of work systems cannot be read: {en}.",
        where=str(path),
        try_zh="照 terms/systems/example.toml 写",
        try_en="write it like terms/systems/example.toml",
    )
