"""Load a workspace's records into the database: the one way in.

Loading is idempotent. A document whose files did not change is passed over; a document that was read again
updates its own records, and only those that changed. Reviews are never touched: a record that has some and is
no longer found stays, withdrawn; one without is deleted.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from django.db import connection, transaction
from django.db.models import Model
from django.utils import timezone

from bridgehead import records
from bridgehead.errors import BridgeheadError
from bridgehead.office import facets, owner, search
from bridgehead.office._files import DocumentFiles, checksum, read
from bridgehead.office.models import Document, Mention, Record, Review, SearchEntry
from bridgehead.records.jsonl import to_dict
from bridgehead.records.workspace import Workspace

__all__ = ["Imported", "import_document", "import_workspace"]

CHUNK = 500
LOCK = 0x427269646765  # PostgreSQL's advisory lock: one importer at a time hands out search ids
DOCUMENT_FIELDS = tuple(
    f.name for f in Document._meta.fields if f.name not in {"id", "imported_at", "checksum"}
)
RECORD_FIELDS = tuple(f.attname for f in Record._meta.fields if f.name != "id")


@dataclass(slots=True)
class Imported:
    """What an import did.

    Attributes
    ----------
    documents, records : int
        How many the database holds now, without those withdrawn.
    new, updated, unchanged : int
        Records.
    withdrawn, removed : int
        Records that are no longer found: kept for their reviews, or deleted.
    errors : list of BridgeheadError
        Files and lines that could not be loaded; each names its file and line.
    """

    documents: int = 0
    records: int = 0
    new: int = 0
    updated: int = 0
    unchanged: int = 0
    withdrawn: int = 0
    removed: int = 0
    errors: list[BridgeheadError] = field(default_factory=list)


def import_workspace(
    workspace: Workspace | Path | str, *, progress: Callable[[int, int], None] | None = None
) -> Imported:
    """Load everything that a workspace holds; remove what it no longer holds.

    Parameters
    ----------
    workspace : Workspace or path
        The workspace. A database belongs to one workspace.
    progress : callable, optional
        Called with the number of documents done and of all.

    Returns
    -------
    Imported
        What was done. Bad lines are among its ``errors``; the good ones are loaded.

    Raises
    ------
    WorkspaceError
        If the database holds another workspace's records.
    """
    opened = workspace if isinstance(workspace, Workspace) else Workspace(workspace)
    owner.claim(opened)
    done = Imported()
    at = timezone.now()
    known = dict(Document.objects.filter(withdrawn=False).values_list("id", "checksum"))
    paths = sorted(opened.records.glob("*.jsonl"))
    for number, path in enumerate(paths, 1):
        text_path = opened.text_file(path.stem)
        seen = checksum(path, text_path)
        if known.get(path.stem) == seen:
            done.unchanged += Record.objects.filter(document=path.stem, withdrawn=False).count()
        elif files := read(path, text_path, seen, done.errors):
            with transaction.atomic():
                _load(files, at, done)
        if progress:
            progress(number, len(paths))
    _withdraw_documents({path.stem for path in paths}, done)
    done.documents = Document.objects.filter(withdrawn=False).count()
    done.records = Record.objects.filter(withdrawn=False).count()
    return done


def import_document(workspace: Workspace, id: str) -> Imported:
    """Load one document of a workspace again, after a person changed something in it.

    Parameters
    ----------
    workspace : Workspace
        The workspace whose records the database holds.
    id : str
        The document's id.
    """
    owner.claim(workspace)
    done = Imported()
    path, text_path = workspace.record_file(id), workspace.text_file(id)
    if files := read(path, text_path, checksum(path, text_path), done.errors):
        with transaction.atomic():
            _load(files, timezone.now(), done)
    return done


# Writing one document


def _load(files: DocumentFiles, at: datetime, done: Imported) -> None:
    """Bring one document up to date, within one transaction."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
    id = files.document.id
    row = _document_row(files, at)
    before = Document.objects.filter(id=id).first()
    if before is None:
        row.save(force_insert=True)
    rows, found = _record_rows(files)
    standing = {one.id: one for one in Record.objects.filter(document=id)}
    changed = [one for one in rows if not _same(one, standing.get(one.id), RECORD_FIELDS)]
    _upsert(changed)
    touched = _replace_mentions(id, found) + _replace_entries(row, rows)
    gone = set() if files.errors else standing.keys() - found.keys()
    withdrawn, removed = _remove([one for one in standing.values() if one.id in gone])
    if before is not None and (
        changed or touched or withdrawn or removed or not _same(row, before, DOCUMENT_FIELDS)
    ):
        row.save(force_update=True)
    elif before is not None and before.checksum != row.checksum:
        Document.objects.filter(id=id).update(checksum=row.checksum)
    done.new += sum(one.id not in standing for one in changed)
    done.updated += sum(one.id in standing for one in changed)
    done.unchanged += len(rows) - len(changed)
    done.withdrawn += withdrawn
    done.removed += removed


def _same(row: Model, before: Model | None, names: Sequence[str]) -> bool:
    return before is not None and all(getattr(row, name) == getattr(before, name) for name in names)


def _document_row(files: DocumentFiles, at: datetime) -> Document:
    one, text = files.document, files.text
    shared = (
        "id path sha256 media_type encoding title publisher"
        " date_published date_basis date_inferred_from place source_kind length"
    )
    return Document(
        **{name: getattr(one, name) for name in shared.split()},
        raw=text["raw"],
        clean=text["clean"],
        edits=text["edits"],
        moves=text.get("moves", []),
        lines=text["lines"],
        edit_count=one.edits,
        unknown_count=one.unknown,
        data=to_dict(one),
        checksum=files.checksum,
        imported_at=at,
        withdrawn=False,
    )


def _record_rows(files: DocumentFiles) -> tuple[list[Record], dict[str, facets.Facets]]:
    """Return the rows of a document's records in reading order, and their facets by id."""
    others = facets.Others((files.document, *files.found))
    found = {one.id: facets.facets(one, others) for one in files.found}
    inorder = sorted(files.found, key=lambda one: (one.span[0], -one.span[1]))
    return [_record_row(one, found[one.id], order) for order, one in enumerate(inorder)], found


def _record_row(one: records.Sourced, of: facets.Facets, order: int) -> Record:
    texts = dict.fromkeys(filter(None, (one.quote, of.title, of.who, of.where, of.theme, *of.words)))
    # A line break between them: no word of a query can reach over it.
    return Record(
        id=one.id,
        type=one.type,
        document_id=one.document,
        start=one.span[0],
        end=one.span[1],
        quote=one.quote,
        quote_raw=one.quote_raw,
        method=one.method,
        confidence=one.confidence,
        title=of.title,
        who=of.who,
        where=of.where,
        when=of.when,
        when_from=of.when_from,
        when_inferred=of.when_inferred,
        theme=of.theme,
        value=of.value,
        unit=of.unit,
        ordinal=of.ordinal,
        answers=of.answers,
        order=order,
        data=to_dict(one),
        search_text=search.fold("\n".join(texts)),
        withdrawn=False,
    )


def _upsert(rows: list[Record]) -> None:
    Record.objects.bulk_create(
        rows, batch_size=CHUNK, update_conflicts=True, unique_fields=["id"], update_fields=RECORD_FIELDS
    )


def _replace_mentions(document: str, found: dict[str, facets.Facets]) -> int:
    """Write the mentions of records whose mentions changed; return how many records that were."""
    standing: dict[str, list[tuple[str | None, ...]]] = {id: [] for id in found}
    columns = ("record_id", "kind", "name", "role", "post")
    ours = Mention.objects.filter(record__document=document, record__withdrawn=False)
    for id, *mention in ours.order_by("id").values_list(*columns):
        standing.setdefault(id, []).append(tuple(mention))
    wanted = {id: list(dict.fromkeys(of.named)) for id, of in found.items()}
    changed = [id for id in found if standing[id] != wanted[id]]
    for ids in _chunks(changed):
        Mention.objects.filter(record__in=ids).delete()
    rows = [Mention(record_id=id, **named._asdict()) for id in changed for named in wanted[id]]
    Mention.objects.bulk_create(rows, batch_size=CHUNK)
    return len(changed)


def _replace_entries(document: Document, rows: list[Record]) -> int:
    """Write the search entries whose text or day changed; return how many those were."""
    published = search.day_of(document.date_published)
    wanted: dict[str | None, tuple[int, str, str]] = {
        None: (published, "document", search.fold(document.clean))
    }
    for row in rows:
        day = search.day_of(row.when) or published
        wanted[row.id] = (day, row.type, row.search_text)
    standing = {
        entry.record_id: (entry.id >> search.SEQUENCE_BITS, entry.type, entry.text)
        for entry in SearchEntry.objects.filter(document=document).defer("grams")
    }
    changed = [id for id, entry in wanted.items() if standing.get(id) != entry]
    for ids in _chunks([id for id in changed if id]):
        SearchEntry.objects.filter(record__in=ids).delete()
    if None in changed:
        SearchEntry.objects.filter(document=document, record=None).delete()
    _add_entries(document.id, [(id, *wanted[id]) for id in changed])
    return len(changed)


def _add_entries(document: str, entries: list[tuple[str | None, int, str, str]]) -> None:
    by_day: dict[int, list[tuple[str | None, int, str, str]]] = {}
    for entry in entries:
        by_day.setdefault(entry[1], []).append(entry)
    rows = []
    for day, same_day in by_day.items():
        ids = search.entry_ids(day, len(same_day))
        for id, (record, _, type, text) in zip(ids, same_day, strict=True):
            grams = search.entry_grams(type, text)
            rows.append(
                SearchEntry(id=id, type=type, record_id=record, document_id=document, text=text, grams=grams)
            )
    SearchEntry.objects.bulk_create(rows, batch_size=CHUNK)


def _chunks(ids: Sequence[str]) -> Iterator[Sequence[str]]:
    for at in range(0, len(ids), CHUNK):
        yield ids[at : at + CHUNK]


# What is no longer there


def _remove(gone: Sequence[Record]) -> tuple[int, int]:
    """Withdraw the records that have reviews, delete the others; return how many of each."""
    withdrawn = removed = 0
    for ids in _chunks([record.id for record in gone]):
        kept = set(Review.objects.filter(record__in=ids).values_list("record_id", flat=True))
        SearchEntry.objects.filter(record__in=kept).delete()
        withdrawn += Record.objects.filter(id__in=kept, withdrawn=False).update(withdrawn=True)
        lost = set(ids) - kept
        Record.objects.filter(id__in=lost).delete()
        removed += len(lost)
    return withdrawn, removed


@transaction.atomic
def _withdraw_documents(present: set[str], done: Imported) -> None:
    """Take out the documents that the workspace no longer holds."""
    standing = set(Document.objects.filter(withdrawn=False).values_list("id", flat=True))
    for id in sorted(standing - present):
        withdrawn, removed = _remove(list(Record.objects.filter(document=id).only("id")))
        done.withdrawn += withdrawn
        done.removed += removed
        if Record.objects.filter(document=id).exists():
            SearchEntry.objects.filter(document=id).delete()
            Document.objects.filter(id=id).update(withdrawn=True)
        else:
            Document.objects.filter(id=id).delete()
