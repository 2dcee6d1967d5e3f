"""Evidence files: kept in the workspace by their SHA-256, sent only to who may see the item."""

from __future__ import annotations

import hashlib
import mimetypes
from collections.abc import Iterable
from pathlib import Path

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.utils import timezone

from bridgehead.errors import NotPossible
from bridgehead.ledger import Actor, Evidence
from bridgehead.ledger.actions import Action
from bridgehead.records.workspace import Workspace

__all__ = ["LARGEST", "brought", "kept", "path_of"]

LARGEST = 50 * 1024 * 1024
"""Bytes of one file."""
REFUSED = frozenset({".exe", ".bat", ".cmd", ".com", ".js", ".vbs", ".ps1", ".msi", ".scr", ".jar"})
"""Programs are no evidence."""


def kept(file: UploadedFile, actor: Actor) -> Evidence:
    """Keep an uploaded file.

    Raises
    ------
    NotPossible
        If it is empty, too large, or a program.
    """
    name = Path(file.name or "").name[:200]
    size = file.size or 0
    if not size:
        raise NotPossible("文件是空的。", "The file is empty.", where=name)
    if size > LARGEST:
        raise NotPossible(
            f"文件有 {size // 1024 // 1024} MB，最大 50 MB。",
            f"The file has {size // 1024 // 1024} MB; 50 MB at most.",
            where=name,
            try_zh="压缩图片，或分成几个文件",
            try_en="smaller pictures, or several files",
        )
    if Path(name).suffix.lower() in REFUSED:
        raise NotPossible("不接收程序文件。", "Programs are not taken.", where=name)
    data = file.read()
    sha256 = hashlib.sha256(data).hexdigest()
    Workspace(settings.WORKSPACE).keep_original(data, sha256)
    return Evidence(
        id=f"file-{sha256[:16]}",
        name=name,
        at=timezone.now(),
        by=actor.name,
        org=actor.org,
        sha256=sha256,
        media_type=mimetypes.guess_type(name)[0] or "application/octet-stream",
        size=size,
    )


def brought(files: Iterable[UploadedFile], kind: type[Action], actor: Actor) -> tuple[Evidence, ...]:
    """Keep the files that came with an action; none for an action that takes no files, or is not theirs."""
    if "evidence" not in kind.__struct_fields__ or not kind.roles & actor.roles:
        return ()
    return tuple(kept(file, actor) for file in files)


def path_of(sha256: str) -> Path | None:
    """Return where a file lies, or None if it is not there."""
    found = Workspace(settings.WORKSPACE).original(sha256)
    return found if found.is_file() else None
