"""What people corrected: kept beside the records, and applied to them each time they are written.

A correction belongs to a record's identity and a field. Reading a document again brings the same
identities, so what a person mended once stays mended; taking it back brings the machine's value again.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any, TypeVar

import msgspec

from bridgehead.errors import JsonLinesError
from bridgehead.records._base import Record
from bridgehead.records.jsonl import loads, to_dict

__all__ = ["Correction", "corrected", "held", "load_corrections"]

R = TypeVar("R", bound=Record)

_DATES = {
    "date_published": ("date_basis", "date_inferred_from"),
    "start_time": ("basis", "inferred_from"),
    "end_time": ("basis", "inferred_from"),
    "observation_period": ("period_basis", "period_inferred_from"),
    "deadline": ("deadline_basis", "deadline_inferred_from"),
    "place": ("", "place_inferred_from"),
}
"""Fields that say whence they are known, and the fields in which they say it."""
_MAKER = ("method", "confidence")


class Correction(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One field of one record, as a person would have it.

    Attributes
    ----------
    document : str
        The id of the document.
    record : str
        The id of the record; the document's own id where the document's facts are corrected.
    field : str
        The field's name; empty for a record that a person added, whose whole is the value.
    value : object
        The plain JSON value that it shall have.
    before : dict
        What the record held until then, to be restored when the correction is taken back.
    by : str
        Who corrected it.
    at : str
        When, an ISO time.
    note : str
        Why, if they said so.
    withdrawn : bool
        Takes back what was said of this field before.
    """

    document: str
    record: str
    field: str
    value: Any = None
    before: dict[str, Any] = {}
    by: str
    at: str
    note: str = ""
    withdrawn: bool = False


def _by_record(corrections: Iterable[Correction]) -> dict[str, list[Correction]]:
    found: dict[str, list[Correction]] = {}
    for one in corrections:
        found.setdefault(one.record, []).append(one)
    return found


def _with(record: R, made: Sequence[Correction]) -> R:
    """Return a record with its fields as people would have them."""
    data = to_dict(record)
    newest = {one.field: one for one in made if one.field}
    mended = data["method"] == "person"
    # What the first one found was the machine's own: who made the record, and how sure it was.
    if mended and newest:
        data |= {name: made[0].before[name] for name in _MAKER if name in made[0].before}
    for one in newest.values():
        if one.withdrawn and mended:
            data |= {key: value for key, value in one.before.items() if key not in _MAKER}
    for name, one in newest.items():
        if one.withdrawn:
            continue
        data |= {name: one.value, "method": "person", "confidence": 1.0}
        basis, why = _DATES.get(name, ("", ""))
        if basis in data:
            data[basis] = "inferred" if one.value else None
        if why in data:
            data[why] = f"人工核定（{one.by}）" if one.value else None
    made_anew = loads(msgspec.json.encode(data), where=record.id)
    assert isinstance(made_anew, type(record))
    return made_anew


def held(data: Mapping[str, Any], field: str) -> dict[str, Any]:
    """Return what a correction of a field changes in a record: it, whence it is known, who made it."""
    names = (field, *_MAKER, *_DATES.get(field, ()))
    return {name: data[name] for name in names if name in data}


def corrected(records: Iterable[Record], corrections: Sequence[Correction]) -> list[Record]:
    """Return records as people would have them.

    Parameters
    ----------
    records : iterable of Record
        A document's records; the document itself may be among them.
    corrections : sequence of Correction
        In the order in which they were made; the last on a field counts.

    Returns
    -------
    list of Record
        A corrected record has the method ``"person"``. A correction of a record that is not here, or whose
        value does not fit any more, changes nothing; a record that a person added stands at the end.
    """
    wanted = _by_record(corrections)
    out, seen = [], set()
    for record in records:
        seen.add(record.id)
        try:
            out.append(_with(record, wanted[record.id]) if record.id in wanted else record)
        except JsonLinesError:
            out.append(record)
    gone = set()
    for id, made in wanted.items():
        added = next((one for one in reversed(made) if not one.field), None)
        if added is not None and added.withdrawn:
            gone.add(id)
        elif added is not None and id not in seen:
            out.append(_with(loads(msgspec.json.encode(added.value), where=id), made))
    return [one for one in out if one.id not in gone]


def load_corrections(path: Path) -> dict[str, list[Correction]]:
    """Return what a workspace's ``corrections.jsonl`` holds, by document, in the order in which it was made.

    Raises
    ------
    JsonLinesError
        At a line that is no correction, naming its number: what people said is not passed over.
    """
    try:
        stamp = path.stat()
    except OSError:
        return {}
    return _load(path, stamp.st_mtime_ns, stamp.st_size)


@lru_cache(maxsize=4)
def _load(path: Path, _changed: int, _size: int) -> dict[str, list[Correction]]:
    found: dict[str, list[Correction]] = {}
    for number, line in enumerate(path.read_bytes().splitlines(), 1):
        try:
            one = msgspec.json.decode(line, type=Correction)
        except msgspec.DecodeError as error:
            raise JsonLinesError(
                f"这一行不是合格的更正（{error}）。",
                f"This line is not a valid correction ({error}).",
                where=f"{path}:{number}",
                try_zh="删除这一行，再运行一次",
                try_en="delete the line and run again",
            ) from error
        found.setdefault(one.document, []).append(one)
    return found
