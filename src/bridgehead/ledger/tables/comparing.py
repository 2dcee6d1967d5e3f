"""A row of a workbook beside the item that has its number: what it corrects, and where the two disagree."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from typing import Any

import msgspec

from bridgehead.ledger.actions import Details, Edit, Import
from bridgehead.ledger.deadlines import local
from bridgehead.ledger.items import Item, Measure
from bridgehead.ledger.tables.cells import text_in
from bridgehead.ledger.tables.columns import COLUMNS
from bridgehead.ledger.vocabulary import KINDS, STATES

__all__ = ["Changes", "Difference", "compare"]

_DESCRIBED = (
    "no", "title", "body", "level", "secrecy", "region", "theme", "issuer", "source_text", "issued_at",
    "year", "parent", "weight", "work_system", "work_item", "responsible",
)  # fmt: skip


class Difference(msgspec.Struct, frozen=True):
    """Where a workbook and the ledger disagree about what only acting can change.

    Attributes
    ----------
    field : str
        The field of `COLUMNS`.
    ledger, workbook : str
        What each has, as codes and ISO days; empty if nothing.
    """

    field: str
    ledger: str
    workbook: str

    def message(self, language: str) -> str:
        """Return it as a sentence, in ``zh`` or ``en``."""
        ours, theirs = (_worded(self.field, one, language) for one in (self.ledger, self.workbook))
        name = COLUMNS[self.field].header(language)
        if language == "en":
            return f"{name}: the ledger has “{ours or 'nothing'}”, the workbook “{theirs}”; the ledger stays."
        return f"{name}：台账中已是“{ours or '空'}”，表格为“{theirs}”，台账未改。"


class Changes(msgspec.Struct, frozen=True):
    """What a row would change of an item.

    Attributes
    ----------
    edit : Edit or None
        The correction of what describes it; None if nothing differs.
    conflicts : tuple of Difference
        Where the ledger is not overwritten without a person saying so.
    """

    edit: Edit | None = None
    conflicts: tuple[Difference, ...] = ()

    @property
    def same(self) -> bool:
        """Whether the row says nothing that the ledger does not have."""
        return self.edit is None and not self.conflicts


def compare(action: Import, item: Item, said: Iterable[str] | None = None) -> Changes:
    """Compare a row with the item of its number, so that importing a file again changes nothing.

    An empty cell says nothing: it takes nothing out of the ledger.

    Parameters
    ----------
    action : Import
        What the row says.
    item : Item
        The item as it stands.
    said : iterable of str, optional
        The fields that the row itself says (`Good.said`); by default all that the action has.
    """
    told = None if said is None else frozenset(said)
    given = action.details.given()
    changed = {
        field: given[field]
        for field in _DESCRIBED
        if field in given and _says(told, field) and not _same(given[field], getattr(item, field))
    }
    measure = given.get("measure")
    if measure is not None and _measured(measure) != (_measured(item.measure) if item.measure else None):
        months = item.measure.months if item.measure else {}
        changed["measure"] = msgspec.structs.replace(measure, months=months)
    edit = Edit(details=Details(**changed)) if changed else None
    return Changes(edit, tuple(_conflicts(action, item, told)))


def _says(told: frozenset[str] | None, field: str) -> bool:
    # A text of several columns is put together from them, and told by any of them.
    return told is None or field in told or field == "body"


def _same(given: Any, kept: Any) -> bool:
    if isinstance(given, str):
        return given == kept or given == text_in(kept)
    if isinstance(given, float):
        return kept is not None and abs(given - kept) < 1e-9 * max(1.0, abs(given))
    return bool(given == kept)


def _measured(measure: Measure) -> tuple[str, str, float, float]:
    return measure.name, measure.unit, measure.baseline, measure.target


def _conflicts(action: Import, item: Item, told: frozenset[str] | None) -> Iterator[Difference]:
    lead = item.lead
    clock = lead.main if lead else None
    pairs: tuple[tuple[str, Any, Any], ...] = (
        ("kind", item.kind, action.kind),
        ("state", item.state, action.state),
        ("lead", lead.org if lead else None, action.lead),
        ("assists", _sorted(one.org for one in item.assists), _sorted(action.assists)),
        ("rule", clock.rule if clock else None, action.rule),
        ("given_on", local(lead.since).date() if lead else None, action.given_on),
        ("due_on", local(clock.due).date() if clock else None, action.due_on),
        ("closed_on", local(item.closed_at).date() if item.closed_at else None, action.closed_on),
        ("progress", lead.progress if lead else None, action.progress),
        ("text", item.note, action.text),
    )
    for field, ours, theirs in pairs:
        if theirs in (None, "", ()) or not (told is None or field in told):
            continue
        if not _same(theirs, ours):
            yield Difference(field, _plain(ours), _plain(theirs))


def _sorted(orgs: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted(orgs))


def _plain(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, tuple):
        return "、".join(value)
    if isinstance(value, dt.date):
        return value.isoformat()
    return f"{value:g}" if isinstance(value, float) else str(value)


def _worded(field: str, value: str, language: str) -> str:
    words: Any = STATES.get(value) if field == "state" else KINDS.get(value) if field == "kind" else None
    if words is None:
        return value
    return str(words.en if language == "en" else words.zh)
