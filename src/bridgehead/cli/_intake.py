"""The reading job: files of a folder become documents and records of a workspace."""

from __future__ import annotations

import hashlib
import os
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, Literal

import bridgehead
from bridgehead import sources
from bridgehead.cli._readers import Readers, ReadItem
from bridgehead.errors import BridgeheadError, EmptySource, SourceError
from bridgehead.read import Context, Reading, Tagger
from bridgehead.records import Gap, Link, Record, loads
from bridgehead.records.workspace import Entry, Workspace
from bridgehead.repair import Repaired

__all__ = ["FileReport", "followed", "forget_missing", "intake", "refresh", "text_of"]

Status = Literal["new", "changed", "unchanged", "removed", "unreadable"]


@dataclass
class FileReport:
    """What became of one file.

    Attributes
    ----------
    path : str
        Relative to the folder that was read.
    status : {"new", "changed", "unchanged", "removed", "unreadable"}
        Against the last run.
    documents : list of str
        Ids of the documents it gave.
    records : Counter
        How many records of each type.
    kinds : list of str
        The source kind of each document.
    edits, unknown : int
        Repairs made, places left unreadable.
    errors : list of SourceError
        What could not be read in it.
    """

    path: str
    status: Status
    documents: list[str] = field(default_factory=list)
    records: Counter[str] = field(default_factory=Counter)
    kinds: list[str] = field(default_factory=list)
    edits: int = 0
    unknown: int = 0
    errors: list[SourceError] = field(default_factory=list)

    def as_json(self) -> dict[str, Any]:
        """Return the report as one JSON object."""
        return {
            "type": "file",
            "path": self.path,
            "status": self.status,
            "documents": self.documents,
            "records": dict(sorted(self.records.items())),
            "edits": self.edits,
            "unknown": self.unknown,
            "errors": [error.message() for error in self.errors],
        }


def text_of(repaired: Repaired) -> dict[str, Any]:
    """Return a repaired text as the plain values of a workspace's text file."""
    text = {
        "raw": repaired.raw,
        "clean": repaired.clean,
        "edits": [edit._asdict() for edit in repaired.edits],
        "lines": [asdict(line) for line in repaired.lines],
    }
    return {**text, "moves": list(repaired.moves)} if repaired.moves else text


def followed(workspace: Workspace, document: str) -> list[Record]:
    """Return the links and gaps that stand with a document: reading it again must lose none of them."""
    if not workspace.record_file(document).exists():
        return []
    try:
        return [record for record in workspace.load(document) if isinstance(record, Link | Gap)]
    except BridgeheadError:  # another version wrote it
        return []


@cache
def reader_name(rules_only: bool) -> str:
    """Return what reads: the version, a fingerprint of the reading rooms, and whether a tagger helps.

    Files are read again when it changes, so that a better reader is never hidden by an old result.
    """
    digest = hashlib.sha256()
    home = Path(bridgehead.__file__).parent
    for room in ("terms", "records", "sources", "repair", "read"):
        for path in sorted((home / room).rglob("*")):
            if path.is_file() and path.suffix != ".pyc":
                digest.update(path.read_bytes())
    return f"{bridgehead.__version__}+{digest.hexdigest()[:12]}" + (" rules" if rules_only else " tagger")


@dataclass
class _Opened:
    """A file on its way in: what is known before it is read."""

    path: Path
    digest: str
    report: FileReport
    data: bytes | None = None


def intake(
    workspace: Workspace,
    files: Iterable[tuple[Path, str]],
    *,
    tagger: Tagger | None,
    context: Context | None = None,
    jobs: int = 1,
) -> Iterator[FileReport]:
    """Read files into a workspace; unchanged ones are passed over.

    Parameters
    ----------
    workspace : Workspace
        Where documents and records go.
    files : iterable of (path, str)
        Files and the names to keep for them (`bridgehead.sources.discover`).
    tagger : Tagger or None
        None reads by rules only.
    context : Context, optional
        What is known of all of them beforehand.
    jobs : int
        In how many processes to read.

    Yields
    ------
    FileReport
        One a file, in order.
    """
    reader = reader_name(tagger is None) + _defined(context)
    opened = (_open(workspace, path, name, reader) for path, name in files)
    waiting = ((each, each.data, each.report.path) for each in opened)
    readers = Readers(tagger, context or Context(), jobs, known=workspace.known())
    try:
        for each, items in readers.read(waiting):
            if each.data is not None:
                _file(workspace, each, items, reader)
            yield each.report
    finally:  # what was read before a stop need not be read again
        workspace.commit()


def _open(workspace: Workspace, path: Path, name: str, reader: str) -> _Opened:
    before = workspace.entry(_key(path))
    report = FileReport(path=name, status="unchanged" if before else "new")
    try:
        data = sources.load(path, name)
    except SourceError as error:
        report.status = "unreadable"
        report.errors.append(error)
        return _Opened(path, "", report)
    digest = hashlib.sha256(data).hexdigest()
    same = before and before.sha256 == digest and before.error is None
    if before and same and before.reader == reader + _told(workspace, before.documents):
        return _Opened(path, digest, _recall(workspace, before))
    return _Opened(path, digest, report, data)


def _defined(context: Context | None) -> str:
    """Return a fingerprint of the systems that an office defines; empty where it defines none."""
    systems = context.systems if context else ()
    return " " + hashlib.sha256(repr(systems).encode()).hexdigest()[:8] if systems else ""


def _told(workspace: Workspace, documents: Iterable[str]) -> str:
    """Return a fingerprint of what people told of documents and reading builds on; empty where nothing."""
    known = workspace.known()
    told = [known[id] for id in documents if id in known]
    return " " + hashlib.sha256(repr(told).encode()).hexdigest()[:8] if told else ""


def _file(workspace: Workspace, opened: _Opened, items: Iterable[ReadItem], reader: str) -> None:
    """Put what was read of a file into the workspace."""
    report = opened.report
    for item in items:
        if isinstance(item, SourceError):
            report.errors.append(item)
        else:
            _keep(workspace, report, item)
    if not report.documents:
        report.status = "unreadable"
        report.errors = report.errors or [
            EmptySource("文件里没有文字。", "There is no text in it.", where=report.path)
        ]
    elif opened.data is not None:
        workspace.keep_original(opened.data, opened.digest)
    opened.data = None
    problem = "; ".join(error.message("zh") for error in report.errors) or None
    entry = Entry(
        name=report.path,
        sha256=opened.digest,
        reader=reader + _told(workspace, report.documents),
        documents=tuple(report.documents),
        error=problem,
    )
    workspace.note(_key(opened.path), entry)


def _keep(workspace: Workspace, report: FileReport, reading: Reading) -> None:
    records = [*reading.records, *followed(workspace, reading.document.id)]
    changed = workspace.save(reading.document, text_of(reading.repaired), records)
    if changed and report.status == "unchanged":
        report.status = "changed"
    report.documents.append(reading.document.id)
    report.kinds.append(reading.document.source_kind or "")
    report.records.update(record.type for record in reading.records)
    report.edits += reading.document.edits
    report.unknown += reading.document.unknown


def _recall(workspace: Workspace, entry: Entry) -> FileReport:
    report = FileReport(path=entry.name, status="unchanged", documents=list(entry.documents))
    _count(workspace, report)
    return report


def refresh(workspace: Workspace, report: FileReport, changed: set[str]) -> None:
    """Bring a report up to date after some documents were changed by their twins; the file itself was not.

    Parameters
    ----------
    workspace : Workspace
        Where they are.
    report : FileReport
        Of one file.
    changed : set of str
        Ids of documents.
    """
    if changed.isdisjoint(report.documents):
        return
    report.kinds, report.records, report.edits, report.unknown = [], Counter(), 0, 0
    _count(workspace, report)


def _count(workspace: Workspace, report: FileReport) -> None:
    for document_id in report.documents:
        with workspace.record_file(document_id).open("rb") as lines:
            document = loads(next(lines))
            report.records.update(line.split(b'"', 4)[3].decode() for line in lines)
        report.kinds.append(getattr(document, "source_kind", None) or "")
        report.edits += getattr(document, "edits", 0)
        report.unknown += getattr(document, "unknown", 0)


def forget_missing(
    workspace: Workspace, folders: Iterable[Path], files: Iterable[tuple[Path, str]]
) -> list[FileReport]:
    """Remove documents whose files are gone from the folders that were read; other folders' stay.

    Parameters
    ----------
    workspace : Workspace
        Where they are.
    folders : iterable of path
        The folders that were just read.
    files : iterable of (path, str)
        The files that were found in them.
    """
    roots = tuple(_key(folder).rstrip("/") + "/" for folder in folders if folder.is_dir())
    found = {_key(path) for path, _ in files}
    gone = [
        (key, entry)
        for key, entry in workspace.entries().items()
        if key.startswith(roots) and key not in found and _is_gone(key)
    ]
    for key, _ in gone:
        workspace.forget(key)
    workspace.commit()
    return [FileReport(path=entry.name, status="removed") for _, entry in gone]


def _is_gone(key: str) -> bool:
    """Whether a file is not there any more; one that may only not be looked at is not gone."""
    try:
        os.stat(key)
    except (FileNotFoundError, NotADirectoryError):
        return True
    except OSError:
        return False
    return False


def _key(path: Path) -> str:
    """Return what a file is known by: its whole path, bytes that are not UTF-8 as escapes."""
    whole = Path(os.path.realpath(path)).as_posix()
    return os.fsencode(whole).decode("utf-8", "backslashreplace")
