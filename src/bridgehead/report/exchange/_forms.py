"""One door to all forms of exchange."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from bridgehead.errors import UsageError
from bridgehead.records import Record
from bridgehead.report.exchange._ftm import ftm
from bridgehead.report.exchange._material import Material
from bridgehead.report.exchange._ocd import ocd
from bridgehead.report.exchange._popolo import popolo
from bridgehead.report.exchange._schema_org import schema_org

__all__ = ["FORMS", "Exchange", "exchange"]

FORMS: dict[str, Callable[[Material], Any]] = {
    "popolo": popolo,
    "ocd": ocd,
    "ftm": ftm,
    "schema": schema_org,
}
"""The forms made of JSON, by name."""


@dataclass(frozen=True, slots=True)
class Exchange:
    """Records in the form of a standard.

    Attributes
    ----------
    objects : list of dict
        JSON objects, to be written one a line; a form that is one object has one.
    left_out : Counter
        How many records the form cannot hold, by reason: (Chinese, English).
    """

    objects: list[dict[str, Any]]
    left_out: Counter[tuple[str, str]]


def exchange(records: Iterable[Record], form: str) -> Exchange:
    """Put records into the form of a standard.

    Parameters
    ----------
    records : iterable of Record
        Documents among them: without its document a record has no address.
    form : {"popolo", "ocd", "ftm", "schema"}
        See the room's docstring.

    Raises
    ------
    UsageError
        If there is no such form.
    """
    if form not in FORMS:
        names = "、".join(FORMS)
        raise UsageError(f"没有名为“{form}”的格式，有 {names}。", f"There is no form “{form}”: {names}.")
    material = Material(records)
    made = FORMS[form](material)
    return Exchange([made] if isinstance(made, dict) else list(made), material.left_out)
