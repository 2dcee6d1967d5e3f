"""Search that finds every mention: exactly what ``LIKE '%word%'`` finds, and fast.

A text is *folded* (case, full-width letters), and all its one- and two-character pieces, its *grams*, go into
the index: FTS5 on SQLite, GIN on PostgreSQL. A word of one or two characters is a gram, so the index answers
alone; of a longer word the index gives those texts that hold all its grams, and each is looked at again. No
dictionary cuts the text into words, because one that cuts wrongly loses hits (0.7 % when measured).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from operator import add
from typing import NamedTuple

from django.db import connection
from django.db.models import Max, QuerySet
from django.db.models.expressions import RawSQL

from bridgehead.office.models import Document, Record, SearchEntry
from bridgehead.records import PartialDate

__all__ = [
    "Entry",
    "Hit",
    "Index",
    "condition",
    "count",
    "counts",
    "day_of",
    "fold",
    "grams",
    "marks",
    "matching",
    "search",
    "snippet",
    "words",
]

SEQUENCE_BITS = 40
GRAMS_A_WORD = 16
GRAMS_A_QUERY = 64


class _Fold(dict[int, int]):
    """A table for ``str.translate`` that fills itself: one character to one character, so offsets stay."""

    def __missing__(self, code: int) -> int:
        if code in (0x7F, *range(0x09), *range(0x0E, 0x1C)) or 0xD800 <= code < 0xE000:
            folded = 0xFFFD  # neither database can index or even keep all of these
        else:
            plain = chr(code - 0xFEE0 if 0xFF01 <= code <= 0xFF5E else code)
            lower = plain.lower()
            folded = ord(lower if len(lower) == 1 else plain)
        self[code] = folded
        return folded


_fold = _Fold()


def fold(text: str) -> str:
    """Return the form in which texts are compared: lower case, half width, of the same length.

    Examples
    --------
    >>> fold("ＡＩ算力，Ⅳ类")
    'ai算力,ⅳ类'
    """
    return text.translate(_fold)


def grams(text: str) -> str:
    """Return all one- and two-character pieces of a folded text, each once, separated by spaces.

    White space ends a piece: a word that is searched for has none.

    Examples
    --------
    >>> grams("大同大同 a")
    '大 同 a 大同 同大'
    """
    runs = text.split()
    pairs = [pair for run in runs for pair in map(add, run, run[1:])]
    return " ".join(dict.fromkeys((*"".join(runs), *pairs)))


def words(query: str) -> list[str]:
    """Return the words of a query, folded, each once; all of them must be found."""
    return list(dict.fromkeys(fold(query).split()))


def day_of(when: str | None) -> int:
    """Return the day number of a partial date, by which entries are ordered; 0 where the year is unknown."""
    try:
        return PartialDate.parse(when or "").first().toordinal()
    except ValueError:
        return 0


def entry_ids(day: int, number: int) -> list[int]:
    """Return new ids for entries of one day, the first of them the highest, so that it is shown first.

    Parameters
    ----------
    day : int
        From `day_of`.
    number : int
        How many are wanted.
    """
    low, high = day << SEQUENCE_BITS, (day + 1) << SEQUENCE_BITS
    last = SearchEntry.objects.filter(id__gte=low, id__lt=high).aggregate(last=Max("id"))["last"]
    start = low if last is None else last + 1
    return list(range(start + number - 1, start - 1, -1))


def entry_grams(type: str, text: str) -> str:
    """Return what the index holds of an entry: its grams, and its type as a piece too long to be a gram."""
    return f"type:{type} {grams(text)}"


# Asking


def _pieces(found: Sequence[str]) -> list[str]:
    """Return the grams to ask the index for: all of short words, enough of long ones."""
    pieces: dict[str, None] = {}
    for word in found:
        pairs = [word[i : i + 2] for i in range(len(word) - 1)] or [word]
        pieces.update(dict.fromkeys(pairs[:GRAMS_A_WORD]))
    return list(pieces)[:GRAMS_A_QUERY]


def is_answered(found: Sequence[str]) -> bool:
    """Whether the index alone decides: it was asked for every word, and each is a gram."""
    return len(found) <= GRAMS_A_QUERY and all(len(word) <= 2 for word in found)


def _quoted(piece: str) -> str:
    return '"' + piece.replace('"', '""') + '"'


class Index(NamedTuple):
    """Where texts and their grams lie: a table with ``id, text, grams``, and SQLite's index over it."""

    entries: str
    grams: str


RECORDS = Index("office_searchentry", "office_grams")


def condition(
    found: Sequence[str], types: Sequence[str] | None = None, index: Index = RECORDS
) -> tuple[str, str, list[object]]:
    """Return the FROM and WHERE of a query over entries ``e``, and its parameters.

    On SQLite the rows of the index are ``g``, by ``g.rowid``.
    """
    pieces = _pieces(found)
    parameters: list[object]
    if connection.vendor == "sqlite":
        # CROSS JOIN keeps SQLite from scanning the entries first.
        table = f"{index.grams} g CROSS JOIN {index.entries} e ON e.id = g.rowid"
        asked = " AND ".join(map(_quoted, pieces))
        if types:
            asked = f"({' OR '.join(_quoted(f'type:{name}') for name in types)}) AND {asked}"
        where, position, parameters = [f"{index.grams} MATCH %s"], "instr", [asked]
    else:
        table = f"{index.entries} e"
        where, position, parameters = ["string_to_array(e.grams, ' ') @> %s::text[]"], "strpos", [pieces]
        if types:
            where.append("e.type = ANY(%s)")
            parameters.append(list(types))
    if not is_answered(found):
        for word in found:
            where.append(f"{position}(e.text, %s) > 0")
            parameters.append(word)
    return table, " AND ".join(where), parameters


@dataclass(frozen=True, slots=True)
class Hit:
    """One text that was found.

    Attributes
    ----------
    type : str
        The record's type, or ``"document"``.
    document : Document
        Where it stands; its texts are not loaded.
    record : Record or None
        None for a document.
    snippet : str
        The part that shows the words, on one line.
    marks : list of (int, int)
        Where the words stand in the snippet, ``[start, end)``.
    """

    type: str
    document: Document
    record: Record | None
    snippet: str
    marks: list[tuple[int, int]]


class Entry(NamedTuple):
    """What `entries` gives of a search entry; ``record_id`` is None for a document."""

    id: int
    type: str
    record_id: str | None
    document_id: str


def search(query: str, *, types: Iterable[str] | None = None, limit: int = 20, offset: int = 0) -> list[Hit]:
    """Return the texts that hold all words of a query, newest first.

    Parameters
    ----------
    query : str
        Words, separated by white space; case and full width do not matter. Without a word nothing is found.
    types : iterable of str, optional
        Record types, or ``"document"`` for whole documents; by default all.
    limit, offset : int
        Which page of the hits.

    Returns
    -------
    list of Hit
        Withdrawn records are not among them.
    """
    return _hits(entries(query, types=types, limit=limit, offset=offset), words(query))


def entries(
    query: str, *, types: Iterable[str] | None = None, limit: int | None = None, offset: int = 0
) -> list[Entry]:
    """Return the entries that `search` shows, without records and texts; by default all of them."""
    found = words(query)
    if not found:
        return []
    table, where, parameters = condition(found, list(types) if types is not None else None)
    order = "g.rowid" if connection.vendor == "sqlite" else "e.id"
    sql = f"SELECT e.id, e.type, e.record_id, e.document_id FROM {table} WHERE {where} ORDER BY {order} DESC"
    if limit is not None:
        sql += " LIMIT %s OFFSET %s"
        parameters += [limit, offset]
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        return [Entry(*row) for row in cursor.fetchall()]


def _hits(shown: list[Entry], found: list[str]) -> list[Hit]:
    heavy = ("raw", "edits", "lines", "data")
    whole = {entry.document_id for entry in shown if entry.record_id is None}
    ids = {entry.document_id for entry in shown}
    light = Document.objects.filter(id__in=ids - whole).defer("clean", *heavy)
    documents = {one.id: one for one in (*light, *Document.objects.filter(id__in=whole).defer(*heavy))}
    records = Record.objects.in_bulk([entry.record_id for entry in shown if entry.record_id])
    hits = []
    for entry in shown:
        document, record = documents[entry.document_id], records.get(entry.record_id)
        if record is not None:
            record.document = document  # spare every page a query for each hit
            texts = [record.quote, record.data.get("text") or "", record.title]
        else:
            texts = [document.clean]
        best = max(texts, key=lambda text: sum(word in fold(text) for word in found))
        hits.append(Hit(entry.type, document, record, *snippet(best, found)))
    return hits


def count(query: str, *, types: Iterable[str] | None = None) -> int:
    """Return how many texts `search` finds in all."""
    found = words(query)
    if not found:
        return 0
    table, where, parameters = condition(found, list(types) if types is not None else None)
    if connection.vendor == "sqlite" and is_answered(found):
        table = "office_grams g"
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM {table} WHERE {where}", parameters)
        return int(cursor.fetchone()[0])


def counts(query: str) -> dict[str, int]:
    """Return how many texts of each type `search` finds, most first."""
    found = words(query)
    if not found:
        return {}
    table, where, parameters = condition(found, None)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT e.type, count(*) FROM {table} WHERE {where} GROUP BY e.type", parameters)
        return dict(sorted(cursor.fetchall(), key=lambda row: (-row[1], row[0])))


def matching(records: QuerySet[Record], query: str) -> QuerySet[Record]:
    """Narrow a query over records to those that hold all words; an empty query narrows nothing."""
    found = words(query)
    if not found:
        return records
    table, where, parameters = condition(found, None)
    ids = f"SELECT e.record_id FROM {table} WHERE e.record_id IS NOT NULL AND {where}"
    return records.filter(id__in=RawSQL(ids, parameters))


# Showing


def marks(text: str, found: Iterable[str]) -> list[tuple[int, int]]:
    """Return where folded words stand in a text, ``[start, end)``, overlapping ones joined.

    Examples
    --------
    >>> marks("大同大同市", ["大同", "同市"])
    [(0, 5)]
    """
    folded = fold(text)
    spans = []
    for word in found:
        at = folded.find(word) if word else -1
        while at >= 0:
            spans.append((at, at + len(word)))
            at = folded.find(word, at + 1)
    joined: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined


def snippet(text: str, found: Sequence[str], width: int = 120) -> tuple[str, list[tuple[int, int]]]:
    """Cut a text to the part around the first word found in it.

    Parameters
    ----------
    text : str
        The whole text.
    found : sequence of str
        Folded words (`words`).
    width : int
        How many characters to show, besides the ellipses.

    Returns
    -------
    (str, list of (int, int))
        The part on one line, and where the words stand in it.
    """
    folded = fold(text)
    first = min((at for word in found if (at := folded.find(word)) >= 0), default=0)
    start = max(0, min(first - width // 4, len(text) - width))
    end = min(len(text), start + width)
    # One space for each line break: nothing may move.
    part = "".join(" " if char.isspace() else char for char in text[start:end])
    part = ("…" if start else "") + part + ("…" if end < len(text) else "")
    return part, marks(part, found)
