"""Workbooks into the ledger and out of it: new rows are imported, known ones compared, bad ones sent back.

A row whose number the ledger has corrects what describes the item; what only acting can change (its state,
who leads, when it is due) is told and left as it is. So a workbook can be imported again after each change.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import islice
from pathlib import Path
from typing import IO, Any

import msgspec
from django.contrib.auth import get_user_model
from django.db.models import QuerySet
from django.utils import timezone

from bridgehead.errors import BridgeheadError, RecordError, language
from bridgehead.ledger import Actor
from bridgehead.ledger.actions import Action
from bridgehead.ledger.signals import Language, signal
from bridgehead.ledger.tables import (
    Bad,
    Good,
    Layout,
    Tables,
    Trouble,
    compare,
    read_workbook,
    row_of,
    write_bad,
    write_workbook,
)
from bridgehead.office.supervision.bulk import Loaded, take_all
from bridgehead.office.supervision.models import LedgerItem, LedgerSheet
from bridgehead.office.supervision.rows import item_of
from bridgehead.office.supervision.store import book

__all__ = ["export_workbook", "import_workbook", "keep_layouts", "kept_layouts", "read_rows"]

Source = Path | str | bytes
AT_ONCE = 500


class Numbers(Mapping[tuple[str, str], str]):
    """The keys of the ledger's items by kind and number, read a kind at a time when asked."""

    def __init__(self) -> None:
        self._kinds: dict[str, dict[str, str]] = {}

    def _of(self, kind: str) -> dict[str, str]:
        if kind not in self._kinds:
            rows = LedgerItem.objects.filter(kind=kind).exclude(no="").order_by("-id")
            self._kinds[kind] = dict(rows.values_list("no", "key").iterator())
        return self._kinds[kind]

    def __getitem__(self, asked: tuple[str, str]) -> str:
        kind, no = asked
        return self._of(kind)[no]

    def get(self, asked: tuple[str, str], default: Any = None) -> Any:
        """Return the key of the item with a kind and number; most rows of a new workbook have none."""
        kind, no = asked
        return self._of(kind).get(no, default)

    def __iter__(self) -> Iterator[tuple[str, str]]:
        return ((kind, no) for kind, known in self._kinds.items() for no in known)

    def __len__(self) -> int:
        return sum(map(len, self._kinds.values()))


def kept_layouts() -> list[Layout]:
    """Return the mappings of columns that people chose."""
    rows = LedgerSheet.objects.values_list("mapping", flat=True)
    return [msgspec.convert(mapping, Layout) for mapping in rows]


def keep_layouts(layouts: Iterable[Layout], actor: Actor) -> None:
    """Remember which columns people said are what: a sheet of the same header is read so from now on."""
    user = get_user_model().objects.filter(username=actor.name).first()
    for layout in layouts:
        said = {"mapping": msgspec.to_builtins(layout), "user": user}
        LedgerSheet.objects.update_or_create(fingerprint=layout.fingerprint, defaults=said)


def read_rows(
    source: Source, *, name: str = "", kind: str | None = None, mapping: Sequence[Layout] = ()
) -> Tables:
    """Read a workbook as `import_workbook` would, and change nothing: what a page shows first.

    Parameters
    ----------
    source : path or bytes
        The .xlsx or .xls file.
    name : str
        What to call it.
    kind : str or None
        The kind of items where neither a column nor the sheet tells it.
    mapping : sequence of Layout
        What people say its columns are; before the mappings that are kept.

    Raises
    ------
    DamagedFile, ProtectedFile, OversizedFile
        If it is no workbook that can be opened.
    """
    layouts = [*kept_layouts(), *mapping]
    return read_workbook(source, name=name, kind=kind, layouts=layouts, existing=Numbers(), rules=book())


def import_workbook(
    actor: Actor,
    source: Source,
    *,
    name: str = "",
    kind: str | None = None,
    mapping: Sequence[Layout] | None = None,
    marked: Path | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> Loaded:
    """Take a workbook's rows into the ledger.

    Parameters
    ----------
    actor : Actor
        Who imports it.
    source : path or bytes
        The .xlsx or .xls file.
    name : str
        What to call it; by default the path's last part.
    kind : str or None
        The kind of items where neither a column nor the sheet tells it.
    mapping : sequence of Layout, optional
        What people say its columns are; it is remembered.
    marked : path, optional
        Where to write the bad rows, if there are any.
    progress : callable, optional
        Called with how many rows are through, of how many.

    Returns
    -------
    Loaded
        With every row that was not taken, and why.

    Raises
    ------
    DamagedFile, ProtectedFile, OversizedFile
        If it is no workbook that can be opened.
    """
    tables = read_rows(source, name=name, kind=kind, mapping=mapping or ())
    if mapping:
        keep_layouts(mapping, actor)
    loaded = Loaded(tables.name)
    rows = {good.key: good for good in tables.good}
    there: set[str] = set()
    wanted = list(_wanted(tables.good, there, loaded))
    outcome = take_all(
        actor, wanted, progress=(lambda through: progress(through, len(wanted))) if progress else None
    )
    tables.bad += [rows[key].refused(error) for key, error in outcome.refused]
    loaded.new = sum(key not in there for key in outcome.done)
    loaded.changed = len(outcome.done) - loaded.new
    loaded.batch = outcome.batch
    loaded.bad = [*_unread(tables), *(_error(tables.name, bad) for bad in tables.bad)]
    said = language()
    loaded.notes = [
        f"{one.sheet}!{one.row} {note.zh if said == 'zh' else note.en}" for one, note in tables.notes
    ]
    if tables.bad and marked is not None:
        write_bad(source, tables, marked, language=said)
        loaded.marked = marked
    return loaded


def _wanted(rows: Sequence[Good], there: set[str], loaded: Loaded) -> Iterator[tuple[str, Action]]:
    """Yield what rows would do: import an item, or edit the one that is there; note where they disagree."""
    whole = iter(rows)
    while chunk := list(islice(whole, AT_ONCE)):
        found = LedgerItem.objects.filter(key__in=[good.key for good in chunk]).order_by()
        items = {row.key: item_of(row) for row in found.values_list("key", "data", named=True)}
        there.update(items)
        for good in chunk:
            if (item := items.get(good.key)) is None:
                yield good.key, good.action
                continue
            changes = compare(good.action, item, good.said)
            told = (one.message(language()) for one in changes.conflicts)
            loaded.conflicts += [f"{item.no or item.key} {one}" for one in told]
            if changes.edit is not None:
                yield good.key, changes.edit
            else:
                loaded.unchanged += 1


def _unread(tables: Tables) -> Iterator[BridgeheadError]:
    """Yield why no sheet could be read, if none could; one sheet of several may be about something else."""
    if any(sheet.layout for sheet in tables.sheets):
        return
    for sheet in tables.sheets:
        if sheet.unread:
            yield RecordError(sheet.unread.zh, sheet.unread.en, where=f"{tables.name} {sheet.name}")


def _error(name: str, bad: Bad) -> RecordError:
    def told(one: Trouble, said: str) -> str:
        colon = ": " if said == "en" else "："
        return (one.header + colon if one.header else "") + (one.en if said == "en" else one.zh)

    return RecordError(
        "；".join(told(one, "zh") for one in bad.troubles),
        "; ".join(told(one, "en") for one in bad.troubles),
        where=f"{name} {bad.sheet}!{bad.row}",
        try_zh="改正后再导入",
        try_en="correct it, and import it again",
    )


def export_workbook(
    items: QuerySet[LedgerItem],
    target: Path | IO[bytes],
    *,
    about: Mapping[str, str] | None = None,
    spoken: Language | None = None,
    named: QuerySet[LedgerItem] | None = None,
) -> int:
    """Write items to a workbook that can be imported again; return how many.

    Parameters
    ----------
    items : QuerySet of LedgerItem
        Those to write, narrowed and permitted beforehand.
    target : path or file
        Where to.
    about : mapping of str to str
        What its last sheet says of it, such as the filter.
    spoken : {"zh", "en"}, optional
        Of its headers; by default the user's.
    named : QuerySet of LedgerItem, optional
        Those of which the number may stand in a row of another; by default all.
    """
    spoken = spoken or language()
    named = LedgerItem.objects.all() if named is None else named
    numbers = dict(named.exclude(no="").order_by().values_list("key", "no").iterator())
    now = timezone.now()
    found = items.order_by("kind", "no", "id").values_list("data", "due_at", named=True)
    rows = (_row(row, numbers, now, spoken) for row in found.iterator(chunk_size=2000))
    rules = {one.code: one.zh if spoken == "zh" else one.en for one in book()}
    counts = write_workbook(rows, target, language=spoken, about=about, rules=rules)
    return sum(counts.values())


_LIGHTS = {"red": ("红", "red"), "yellow": ("黄", "yellow"), "green": ("绿", "green"), "grey": ("", "")}


def _row(row: LedgerItem, numbers: Mapping[str, str], now: dt.datetime, spoken: Language) -> dict[str, Any]:
    item = item_of(row)
    if row.due_at is None:  # no clock runs: there is nothing to be told from the time
        return row_of(item, number=numbers.get)
    told = signal(item, now)
    late = told.late.days if told.is_overdue else None
    return row_of(item, number=numbers.get, overdue=late, light=_LIGHTS[told.light][spoken == "en"])
