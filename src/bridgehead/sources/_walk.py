"""Which files there are to read below a folder."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from pathlib import Path, PurePosixPath

from bridgehead.errors import UsageError

__all__ = ["discover", "is_hidden"]

_LEFT_BY_SYSTEMS = frozenset({"__MACOSX", "Thumbs.db", "desktop.ini"})
_WORKSPACE = "workspace.json"


def is_hidden(name: str) -> bool:
    """Whether a relative path leads through something that no person put there: dot files, Office's lock
    files.
    """
    return any(part.startswith((".", "~$")) or part in _LEFT_BY_SYSTEMS for part in PurePosixPath(name).parts)


def discover(paths: Iterable[Path]) -> list[tuple[Path, str]]:
    """Find the files to read, in a stable order.

    Hidden files, Office's lock files (``~$``), what systems leave behind, and workspaces (folders that hold
    a ``workspace.json``) are skipped. Links to folders are not followed.

    Parameters
    ----------
    paths : iterable of Path
        Files and folders. A file that is named itself is read even when it is hidden.

    Returns
    -------
    list of (Path, str)
        The file and its name: relative to the folder it was found in, with ``/``; the bare name for a file
        that is named itself. A file found twice is listed once.

    Raises
    ------
    UsageError
        If a path is not there or a folder may not be looked into.
    """
    found: dict[Path, tuple[Path, str]] = {}
    for path in paths:
        if path.is_dir():
            pairs = sorted(
                ((file, file.relative_to(path).as_posix()) for file in _below(path)), key=lambda pair: pair[1]
            )
        elif path.exists():
            pairs = [(path, path.name)]
        else:
            raise UsageError(
                "没有这个文件或文件夹",
                "there is no such file or folder",
                where=str(path),
                try_zh="检查路径；含空格时加引号",
                try_en="check the path; put it in quotation marks if it has spaces",
            )
        for file, name in pairs:
            found.setdefault(file.resolve(), (file, name))
    return list(found.values())


def _below(folder: Path) -> Iterator[Path]:
    for at, folders, files in os.walk(folder, onerror=_refuse):
        if _WORKSPACE in files:
            folders.clear()
            continue
        folders[:] = [each for each in folders if not is_hidden(each)]
        yield from (Path(at, file) for file in files if not is_hidden(file))


def _refuse(error: OSError) -> None:
    raise UsageError(
        "文件夹打不开",
        "the folder cannot be opened",
        where=str(error.filename),
        try_zh="检查权限",
        try_en="check its permissions",
    ) from error
