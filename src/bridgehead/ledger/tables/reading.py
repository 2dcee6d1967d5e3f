"""An office's workbook → what it would put into the ledger, and the rows that cannot be, with reasons."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from pathlib import Path
from typing import Any

import msgspec

from bridgehead.errors import BridgeheadError
from bridgehead.ledger.actions import Import
from bridgehead.ledger.items import item_key
from bridgehead.ledger.rules import RuleSet, rule_sets
from bridgehead.ledger.tables.cells import Trouble
from bridgehead.ledger.tables.columns import plain
from bridgehead.ledger.tables.guess import SEEN, guess
from bridgehead.ledger.tables.mapping import Layout, by_fingerprint, fitted
from bridgehead.ledger.tables.rows import ABOUT_SHEETS, RowReader
from bridgehead.ledger.vocabulary import KINDS
from bridgehead.sources.table import Sheet, sheets

__all__ = ["Bad", "Good", "SheetRead", "Skipped", "Tables", "read_workbook"]

Existing = Mapping[tuple[str, str], str]


class Bad(msgspec.Struct, frozen=True):
    """A row that is not taken in, with everything that is wrong with it; ``row`` counts from 1."""

    sheet: str
    row: int
    troubles: tuple[Trouble, ...]


class Good(msgspec.Struct, frozen=True):
    """A row that can be taken in.

    Attributes
    ----------
    sheet, row : str, int
        Where it stands; rows count from 1.
    key : str
        The item's key: of the item that has its number, or a new one (`item_key`).
    action : Import
        What would put it into the ledger; `bridgehead.ledger.tables.compare` for an item that is there.
    said : frozenset of str
        The fields of `COLUMNS` that the row says; the others of the action were concluded.
    notes : tuple of Trouble
        What was taken for granted.
    parent_no : str
        The number of the item that it is part of, as the row has it.
    """

    sheet: str
    row: int
    key: str
    action: Import
    said: frozenset[str]
    notes: tuple[Trouble, ...] = ()
    parent_no: str = ""

    def refused(self, error: BridgeheadError) -> Bad:
        """Return it as a bad row, for what the ledger said when the action was tried."""
        zh, en = (f"{said}（{hint}）" if hint else said for said, hint in
                  ((error.zh, error.try_zh), (error.en, error.try_en)))  # fmt: skip
        return Bad(self.sheet, self.row, (Trouble("refused", zh, en),))


class Skipped(msgspec.Struct, frozen=True):
    """A row that is no item: a ``total``, ``note``, ``section``, ``header``, or the ``same`` as another."""

    sheet: str
    row: int
    why: str
    text: str = ""


class SheetRead(msgspec.Struct, kw_only=True):
    """One sheet, with every one of its rows counted.

    ``rows`` = ``head`` (title and header) + ``blank`` + ``good`` + ``bad`` + ``skipped``. A sheet without
    ``layout`` was not read, and ``unread`` says why.
    """

    name: str
    layout: Layout | None = None
    rows: int = 0
    head: int = 0
    blank: int = 0
    good: int = 0
    bad: int = 0
    skipped: int = 0
    unread: Trouble | None = None


class Tables(msgspec.Struct):
    """What a workbook holds: rows to take in, rows to send back, rows that are none, and its sheets."""

    name: str = ""
    good: list[Good] = []
    bad: list[Bad] = []
    skipped: list[Skipped] = []
    sheets: list[SheetRead] = []

    @property
    def notes(self) -> Iterator[tuple[Good, Trouble]]:
        """What was taken for granted, row by row."""
        return ((good, note) for good in self.good for note in good.notes)


def read_workbook(
    source: Path | str | bytes,
    *,
    name: str = "",
    kind: str | None = None,
    layouts: Sequence[Layout] = (),
    existing: Existing | None = None,
    rules: Iterable[RuleSet] | None = None,
) -> Tables:
    """Read every sheet of an .xlsx or .xls file as items of the ledger.

    Parameters
    ----------
    source : path or bytes
        The file.
    name : str
        What to call it in errors; by default the path.
    kind : str or None
        The kind of items where no column tells it; by default what a sheet's name or title says.
    layouts : sequence of Layout
        Mappings that are kept: a sheet whose header has the fingerprint of one is read by it.
    existing : mapping of (str, str) to str
        The keys of the ledger's items by kind and number.
    rules : iterable of RuleSet
        The rule sets that hold; by default those that come along.

    Raises
    ------
    DamagedFile, ProtectedFile, OversizedFile
        If it is no workbook that can be opened. Bad rows are no errors: they are in the result.
    """
    path = None if isinstance(source, bytes) else Path(source)
    data = source if isinstance(source, bytes) else Path(source).read_bytes()
    tables = Tables(name or (path.name if path else ""))
    kept = by_fingerprint(layouts)
    known = tuple(rules) if rules is not None else tuple(rule_sets().values())
    for sheet in sheets(data, tables.name):
        _read_sheet(tables, sheet, kind, kept, existing or {}, known)
    _settle(tables, existing or {})
    return tables


def layout_of(head: Sequence[Sequence[Any]], sheet: str, kept: Mapping[str, Layout]) -> Layout | None:
    """Return the layout of a sheet from its first rows: a kept one of its header, or a guess."""
    found = guess(head, sheet)
    if found is None or (told := kept.get(found.fingerprint)) is None:
        return found
    return fitted(told, found)


def _read_sheet(
    tables: Tables,
    sheet: Sheet,
    kind: str | None,
    kept: Mapping[str, Layout],
    existing: Existing,
    rules: Sequence[RuleSet],
) -> None:
    rows = _filled(sheet)
    first = list(islice(rows, SEEN))
    read = SheetRead(name=sheet.name)
    tables.sheets.append(read)
    read.layout = None if sheet.name.strip() in ABOUT_SHEETS else layout_of(
        [cells for _, cells in first], sheet.name, kept
    )  # fmt: skip
    layout = read.layout
    if layout is None or not layout.of("title"):
        read.rows = len(first) + sum(1 for _ in rows)
        read.unread = _unread(sheet.name, any(cell != "" for _, cells in first for cell in cells))
        read.layout, read.head = None, read.rows
        return
    read.head = layout.header_row + layout.header_rows - 1
    reader = RowReader(layout, kind, rules)
    for number, cells in _both(first[read.head :], rows):
        read.rows = number
        if not any(cell != "" for cell in cells):
            read.blank += 1
            continue
        if why := reader.aside(cells):
            tables.skipped.append(Skipped(sheet.name, number, *why))
            continue
        made = reader.read(cells)
        if isinstance(made, tuple):
            tables.bad.append(Bad(sheet.name, number, made))
            continue
        action, no = made.action, str(made.values.get("no", ""))
        key = made.key or existing.get((action.kind, no)) if no or made.key else None
        if key is None:
            title, source = made.values["title"], made.values.get("source_text", "")
            key = item_key(action.kind, no, title, source)
        good = Good(
            sheet.name, number, key, action, made.said, made.notes, str(made.values.get("parent", ""))
        )
        tables.good.append(good)
    read.rows = max(read.rows, read.head)


def _both(first: list[tuple[int, list[Any]]], rest: Iterable[tuple[int, list[Any]]]) -> Iterator[Any]:
    yield from first
    yield from rest


def _filled(sheet: Sheet) -> Iterator[tuple[int, list[Any]]]:
    """Yield the rows with what merged cells show in each of the rows that they span."""
    spans = [(top, bottom, left) for (top, left), (bottom, _) in sheet.merged if bottom > top]
    if not spans:
        yield from sheet.rows
        return
    below: dict[int, list[int]] = {}
    for top, bottom, left in spans:
        for row in range(top + 1, bottom + 1):
            below.setdefault(row, []).append(left)
    above: list[Any] = []
    for number, cells in sheet.rows:
        for left in below.get(number - 1, ()):
            # A merged title or header is not repeated: only below a row of cells is there something to fill.
            if left < len(cells) and cells[left] == "" and sum(cell != "" for cell in cells) > 1:
                cells[left] = above[left] if left < len(above) else ""
        above = cells
        yield number, cells


def _unread(name: str, written: bool) -> Trouble:
    if name.strip() in ABOUT_SHEETS:
        return Trouble("about", "说明页，不导入", "a sheet that explains, not taken in")
    if not written:
        return Trouble("empty", "空白工作表", "an empty sheet")
    return Trouble(
        "header",
        "找不到表头：前 30 行里没有“事项”一类的列",
        "no header: none of the first 30 rows has a column like “Item”",
    )


def _settle(tables: Tables, existing: Existing) -> None:
    """Find what only the whole file shows: rows twice, and parents; then count."""
    bad: dict[int, list[Trouble]] = {}
    same = _twice(tables.good, bad)
    _parents(tables.good, existing, bad)
    kept = []
    for at, good in enumerate(tables.good):
        if at in same:
            text = f"与第 {same[at]} 行相同 / the same as row {same[at]}"
            tables.skipped.append(Skipped(good.sheet, good.row, "same", text))
        elif at in bad:
            tables.bad.append(Bad(good.sheet, good.row, tuple(bad[at])))
        else:
            kept.append(good)
    tables.good = kept
    order = {sheet.name: n for n, sheet in enumerate(tables.sheets)}
    tables.bad.sort(key=lambda one: (order[one.sheet], one.row))
    tables.skipped.sort(key=lambda one: (order[one.sheet], one.row))
    counts = {
        "good": Counter(one.sheet for one in tables.good),
        "bad": Counter(one.sheet for one in tables.bad),
        "skipped": Counter(one.sheet for one in tables.skipped),
    }
    for sheet in tables.sheets:
        for what, by_sheet in counts.items():
            setattr(sheet, what, by_sheet[sheet.name])


def _twice(rows: list[Good], bad: dict[int, list[Trouble]]) -> dict[int, int]:
    """Return rows that repeat an earlier one, with its number; mark those that contradict one another."""
    first: dict[str, int] = {}
    same: dict[int, int] = {}
    for at, good in enumerate(rows):
        before = first.setdefault(good.key, at)
        if before == at:
            continue
        other = rows[before]
        if other.action == good.action and other.parent_no == good.parent_no:
            same[at] = other.row
            continue
        for one, that in ((at, other), (before, good)):
            where = f"{that.sheet}!{that.row}"
            bad.setdefault(one, []).append(
                Trouble(
                    "twice",
                    f"与“{where}”行编号（或来源和标题）相同，内容不同：请只留一行",
                    f"it has the number (or source and title) of row “{where}” and says otherwise: leave one",
                )
            )
    return same


def _parents(rows: list[Good], existing: Existing, bad: dict[int, list[Trouble]]) -> None:
    """Put the keys of the items above in, and mark rows whose item above is not there."""
    children = [at for at, good in enumerate(rows) if good.parent_no]
    if not children:
        return
    here: dict[tuple[str, str], int] = {}
    for at, good in enumerate(rows):
        if isinstance(no := good.action.details.no, str) and no:
            here.setdefault((good.action.kind, no), at)
    above: dict[int, int] = {}
    for at in children:
        good, no = rows[at], rows[at].parent_no
        kinds = (good.action.kind, *(kind for kind in KINDS if kind != good.action.kind))
        found = next((here[kind, no] for kind in kinds if (kind, no) in here), None)
        key = rows[found].key if found is not None else None
        key = key or next((existing[kind, no] for kind in kinds if (kind, no) in existing), None)
        if key is None and no.startswith("item-"):
            key = no
        if key is None or key == good.key:
            bad.setdefault(at, []).append(_no_parent(good, itself=key is not None))
            continue
        if found is not None:
            above[at] = found
        details = msgspec.structs.replace(good.action.details, parent=key)
        rows[at] = msgspec.structs.replace(good, action=msgspec.structs.replace(good.action, details=details))
    for at in above:
        _climb(at, above, rows, bad)
    while lost := [at for at, up in above.items() if up in bad and at not in bad]:
        for at in lost:
            bad[at] = [_no_parent(rows[at], itself=False)]


def _climb(at: int, above: Mapping[int, int], rows: list[Good], bad: dict[int, list[Trouble]]) -> None:
    """Mark a row that stands above itself."""
    seen, up = {at}, above[at]
    while up in above and up not in seen:
        seen.add(up)
        up = above[up]
    if up == at:
        bad.setdefault(at, []).append(_no_parent(rows[at], itself=True))


def _no_parent(good: Good, *, itself: bool) -> Trouble:
    no = plain(good.parent_no)
    if itself:
        return Trouble("parent", f"上级事项“{no}”就是自己", f"the item above, “{no}”, is itself")
    return Trouble(
        "parent",
        f"找不到上级事项“{no}”（台账和本文件的可导入行中都没有）",
        f"the item above, “{no}”, is neither in the ledger nor in a good row of this file",
    )
