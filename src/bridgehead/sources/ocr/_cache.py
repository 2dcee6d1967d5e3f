"""Recognized pages on disk, as a page takes many seconds: one small file a page, named by its picture's hash.

The folder is ``BRIDGEHEAD_CACHE``; `bridgehead run` keeps them in its workspace, and where nobody said where,
nothing is kept. What cannot be read or written there is recognized again, without a word.
"""

from __future__ import annotations

import hashlib
import os
import tempfile
from pathlib import Path
from typing import Any

import msgspec

from bridgehead.sources.ocr._scan import Scan

__all__ = ["folder", "key", "load", "save"]

_FORMAT = "1"
"""Of the files, and of what is done to a page before its lines are recognized."""


def folder() -> Path | None:
    """Return where recognized pages are kept; None for nowhere."""
    chosen = os.environ.get("BRIDGEHEAD_CACHE")
    return Path(chosen) / "ocr" if chosen else None


def key(picture: Any, identity: str) -> str:
    """Return the name of a page: the same pixels, recognized by the same models."""
    digest = hashlib.sha256(f"{_FORMAT} {identity} {picture.shape}".encode())
    digest.update(memoryview(picture).cast("B") if picture.flags.c_contiguous else picture.tobytes())
    return digest.hexdigest()


def load(name: str) -> Scan | None:
    """Return a page that was recognized before."""
    home = folder()
    if home is None:
        return None
    try:
        return msgspec.json.decode(_path(home, name).read_bytes(), type=Scan)
    except (OSError, msgspec.DecodeError):
        return None


def save(name: str, scan: Scan) -> None:
    """Keep a recognized page, for its owner's eyes only."""
    home = folder()
    if home is None:
        return
    path = _path(home, name)
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(dir=path.parent)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(msgspec.json.encode(scan))
            os.replace(temporary, path)
        except BaseException:
            Path(temporary).unlink(missing_ok=True)
            raise
    except OSError:
        return


def _path(home: Path, name: str) -> Path:
    return home / name[:2] / f"{name}.json"
