"""A workspace: one folder that holds what was read, and nothing outside it.

::

    workspace/
    ├── workspace.json     which file became which document, and what made it
    ├── records/           one .jsonl a document: the document first, then its records
    ├── texts/             one .json a document: raw text, clean text, edits, lines
    ├── files/             the originals, named by their sha256
    ├── corrections.jsonl  what people corrected, one line each, never rewritten
    ├── cache/             pages of scans as they were recognized; may be deleted
    ├── reports/           what was written for people
    ├── secret.key         the office's own key
    └── bridgehead.db      the office's database
"""

from __future__ import annotations

import os
import secrets
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import msgspec

from bridgehead.errors import WorkspaceError
from bridgehead.records._base import Record
from bridgehead.records._corrections import Correction, corrected, load_corrections
from bridgehead.records._documents import Document
from bridgehead.records._lock import LockTaken, locked
from bridgehead.records.jsonl import dumps, load

__all__ = ["Entry", "Workspace"]


_FORMAT = 1
"""Of ``workspace.json``; a larger one is a newer version's, which this one must not write over."""


_OWN = (
    "records",
    "texts",
    "files",
    "reports",
    "cache",
    "bridgehead.db",
    "corrections.jsonl",
    "systems.toml",
    "secret.key",
)
"""What may lie in a workspace whose list of files is not there: it was deleted, or the disk was full."""


class Entry(msgspec.Struct, frozen=True, kw_only=True):
    """What became of one file.

    Attributes
    ----------
    name : str
        What people call it: its path below the folder that was read.
    sha256 : str
        Of the file's bytes when it was read.
    reader : str
        What read it: version and settings. A file is read again when this or its bytes have changed.
    documents : tuple of str
        Ids of the documents it gave; several for an archive.
    error : str or None
        Why it could not be read, if it could not.
    """

    name: str
    sha256: str
    reader: str
    documents: tuple[str, ...] = ()
    error: str | None = None


class _Manifest(msgspec.Struct, kw_only=True):
    format: int = _FORMAT
    id: str = ""
    files: dict[str, Entry] = {}


def _not_writable(path: Path, error: OSError) -> WorkspaceError:
    return WorkspaceError(
        f"无法写入工作区（{error.strerror}）。",
        f"The workspace cannot be written ({error.strerror}).",
        where=str(path),
        try_zh="检查权限和磁盘空间，再运行一次",
        try_en="check permissions and disk space, and run again",
    )


class Workspace:
    """The folder and what lies where in it.

    Parameters
    ----------
    folder : path
        Made when it is not there.

    Raises
    ------
    WorkspaceError
        If it is a file, cannot be written, or holds other things than a workspace.
    """

    def __init__(self, folder: Path | str) -> None:
        self.folder = Path(folder)
        self.records = self.folder / "records"
        self.texts = self.folder / "texts"
        self.files = self.folder / "files"
        self.reports = self.folder / "reports"
        self.cache = (self.folder / "cache").absolute()
        self.database = self.folder / "bridgehead.db"
        self.corrections_file = self.folder / "corrections.jsonl"
        self._manifest_path = self.folder / "workspace.json"
        self._prepare()
        self._manifest = self._read_manifest()
        if not self._manifest.id:  # a workspace made before they had one
            self._manifest.id = secrets.token_hex(8)
            self.commit()

    @property
    def id(self) -> str:
        """What tells this workspace from all others: drawn once, kept in ``workspace.json``."""
        return self._manifest.id

    def _prepare(self) -> None:
        where = str(self.folder)
        if self.folder.is_file():
            raise WorkspaceError(
                "这是一个文件，不是工作区文件夹。",
                "This is a file, not a workspace folder.",
                where=where,
                try_zh="换一个文件夹名",
                try_en="another folder name",
            )
        strangers = (
            self.folder.is_dir()
            and not self._manifest_path.exists()
            and any(not item.name.startswith((".", *_OWN)) for item in self.folder.iterdir())
        )
        if strangers:
            raise WorkspaceError(
                "文件夹里已有别的东西，不是工作区。",
                "The folder holds other things and is not a workspace.",
                where=where,
                try_zh="--workspace 指向一个空的或不存在的文件夹",
                try_en="point --workspace to an empty or a new folder",
            )
        try:
            for folder in (self.records, self.texts, self.files, self.reports):
                folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise _not_writable(self.folder, error) from error

    def _read_manifest(self) -> _Manifest:
        if not self._manifest_path.exists():
            return _Manifest()
        try:
            manifest = msgspec.json.decode(self._manifest_path.read_bytes(), type=_Manifest)
        except msgspec.DecodeError as error:
            raise WorkspaceError(
                f"工作区清单已损坏（{error}）。",
                f"The workspace's list is damaged ({error}).",
                where=str(self._manifest_path),
                try_zh="删除该文件后重新运行，文件会重新读取",
                try_en="delete it and run again; the files are read anew",
            ) from error
        if manifest.format > _FORMAT:
            raise WorkspaceError(
                f"工作区是更新版本的桥头堡建的（格式 {manifest.format}，本版只到 {_FORMAT}）。",
                f"A newer Bridgehead made it (format {manifest.format}; this one knows {_FORMAT}).",
                where=str(self._manifest_path),
                try_zh="升级桥头堡，或换一个 --workspace",
                try_en="upgrade Bridgehead, or use another --workspace",
            )
        return manifest

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Keep other processes from writing into the workspace meanwhile; reading it is always possible.

        Raises
        ------
        WorkspaceError
            If another process is writing into it, or it cannot be written.
        """
        with ExitStack() as held:
            try:
                held.enter_context(locked(self.folder / ".lock"))
            except LockTaken as error:
                raise WorkspaceError(
                    "另一个 bridgehead 正在写这个工作区。",
                    "Another bridgehead is writing into this workspace.",
                    where=str(self.folder),
                    try_zh="等它结束再运行，或换一个 --workspace",
                    try_en="wait until it has ended, or use another --workspace",
                ) from error
            except OSError as error:
                raise _not_writable(self.folder, error) from error
            self._manifest = self._read_manifest()  # another process may have written since it was opened
            yield

    @staticmethod
    def _write(path: Path, content: bytes) -> bool:
        """Write a file whole or not at all; return False when it already said the same."""
        try:
            if path.exists() and path.read_bytes() == content:
                return False
            handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
            try:
                with os.fdopen(handle, "wb") as file:
                    file.write(content)
                os.replace(name, path)
            except BaseException:
                Path(name).unlink(missing_ok=True)
                raise
        except OSError as error:
            raise _not_writable(path, error) from error
        return True

    # What the folder holds

    def entry(self, path: str) -> Entry | None:
        """Return what became of a file, or None for a new one; files are known by their whole path."""
        return self._manifest.files.get(path)

    def entries(self) -> dict[str, Entry]:
        """Return all files that were read, by their whole path."""
        return dict(self._manifest.files)

    def documents(self) -> list[str]:
        """Return the ids of all documents, sorted."""
        return sorted({document for entry in self._manifest.files.values() for document in entry.documents})

    def record_file(self, document: str) -> Path:
        """Return where a document's records lie."""
        return self.records / f"{document}.jsonl"

    def text_file(self, document: str) -> Path:
        """Return where a document's text lies."""
        return self.texts / f"{document}.json"

    def original(self, sha256: str) -> Path:
        """Return where an original lies."""
        return self.files / sha256

    def load(self, document: str) -> Iterator[Record]:
        """Yield a document's records, the document itself first.

        Raises
        ------
        JsonLinesError
            At a line that is not a record.
        """
        return load(self.record_file(document))

    def load_text(self, document: str) -> dict[str, Any]:
        """Return a document's text: ``raw``, ``clean``, ``edits``, ``lines``."""
        text: dict[str, Any] = msgspec.json.decode(self.text_file(document).read_bytes())
        return text

    # What is put into it

    def keep_original(self, data: bytes, sha256: str) -> None:
        """Keep a copy of an original file.

        Parameters
        ----------
        data : bytes
            What was read.
        sha256 : str
            Of the bytes; the copy's name.
        """
        if not self.original(sha256).exists():
            self._write(self.original(sha256), data)

    def save(self, document: Document, text: dict[str, Any], records: Iterable[Record]) -> bool:
        """Write a document, its text and its records, with what people corrected in them.

        Parameters
        ----------
        document : Document
            The document.
        text : dict
            ``raw``, ``clean``, ``edits``, ``lines`` as plain values.
        records : iterable of Record
            All its records.

        Returns
        -------
        bool
            Whether anything changed.
        """
        changed = self._write(self.text_file(document.id), msgspec.json.encode(text))
        whole = corrected([document, *records], self.corrections(document.id))
        lines = b"".join(dumps(record) + b"\n" for record in whole)
        return self._write(self.record_file(document.id), lines) or changed

    def correct(self, corrections: Iterable[Correction]) -> bool:
        """Keep what a person corrected, and apply it to the records of the documents that it concerns.

        Parameters
        ----------
        corrections : iterable of Correction
            In order; all of documents that were read.

        Returns
        -------
        bool
            Whether any record changed.
        """
        made = list(corrections)
        lines = b"".join(msgspec.json.encode(one) + b"\n" for one in made)
        try:
            with open(self.corrections_file, "ab") as file:
                file.write(lines)
        except OSError as error:
            raise _not_writable(self.corrections_file, error) from error
        changed = False
        for id in dict.fromkeys(one.document for one in made):
            document, *records = self.load(id)
            assert isinstance(document, Document)
            changed |= self.save(document, self.load_text(id), records)
        return changed

    def known(self) -> dict[str, dict[str, str]]:
        """Return what people told of documents and reading builds on, by id: date and place."""
        found: dict[str, dict[str, str | None]] = {}
        for id, made in load_corrections(self.corrections_file).items():
            for one in made:
                if one.record == id and one.field in ("date_published", "place"):
                    found.setdefault(id, {})[one.field] = None if one.withdrawn else one.value
        told = {id: {name: text for name, text in facts.items() if text} for id, facts in found.items()}
        return {id: facts for id, facts in told.items() if facts}

    def corrections(self, document: str) -> list[Correction]:
        """Return what people corrected in a document, in the order in which they did."""
        return load_corrections(self.corrections_file).get(document, [])

    def note(self, path: str, entry: Entry) -> None:
        """Remember what became of a file; documents that no file gives any more are removed."""
        before = self._manifest.files.get(path)
        self._manifest.files[path] = entry
        self._sweep(set(before.documents) if before else set())

    def forget(self, path: str) -> None:
        """Remove a file, and the documents that no other file gives."""
        entry = self._manifest.files.pop(path, None)
        self._sweep(set(entry.documents) if entry else set())

    def _sweep(self, candidates: set[str]) -> None:
        for document in candidates.difference(self.documents()):
            self.record_file(document).unlink(missing_ok=True)
            self.text_file(document).unlink(missing_ok=True)

    def commit(self) -> None:
        """Write the list of files; until then a stopped run is simply repeated."""
        ordered = dict(sorted(self._manifest.files.items()))
        content = msgspec.json.format(msgspec.json.encode(_Manifest(id=self.id, files=ordered)), indent=1)
        self._write(self._manifest_path, content)
