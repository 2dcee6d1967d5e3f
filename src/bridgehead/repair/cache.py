"""Statistics of installed packages, kept on disk: they take seconds to work out and suit every text.

No text of a user ever goes there. The place is the user's cache folder or, where that cannot be written,
``BRIDGEHEAD_CACHE``; where that is set to nothing, nothing is kept.
"""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO, TypeVar

__all__ = ["kept"]

Kept = TypeVar("Kept")


def kept(
    name: str,
    make: Callable[[], Kept],
    save: Callable[[BinaryIO, Kept], object],
    load: Callable[[Path], Kept],
) -> Kept:
    """Return what was kept under a name, or make it now and keep it for the next time.

    Parameters
    ----------
    name : str
        The name of the file; it tells one version of what it was made from from another.
    make : callable
        Makes it.
    save : callable
        Writes it to an open file.
    load : callable
        Reads it from a path; an OSError, EOFError, LookupError or ValueError means it has to be made again.
    """
    places = [home / name for home in _homes()]
    for path in places:
        with suppress(OSError, EOFError, LookupError, ValueError):
            return load(path)
    made = make()
    for path in places:
        with suppress(OSError):
            _write(path, lambda file: save(file, made))
            break
    return made


def _homes() -> list[Path]:
    """Return where things may be kept, the best place first."""
    chosen = os.environ.get("BRIDGEHEAD_CACHE")
    if chosen == "":
        return []
    homes = [Path(chosen) / "words"] if chosen else []
    with suppress(RuntimeError):  # there may be no home folder
        homes.insert(0, _of_user() / "bridgehead")
    return homes


def _of_user() -> Path:
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA") or Path.home())
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Caches"
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")


def _write(path: Path, save: Callable[[BinaryIO], object]) -> None:
    """Write a file whole or not at all: other processes may be reading or writing it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, temporary = tempfile.mkstemp(dir=path.parent, suffix=path.suffix)
    try:
        with os.fdopen(handle, "wb") as file:
            save(file)
        os.replace(temporary, path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise
