"""Which files there are to read below a folder."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from pathlib import Path, PurePosixPath

from bridgehead.errors import UsageError

__all__ = ["discover", "is_hidden", "shown"]

_LEFT_BY_SYSTEMS = frozenset({"__MACOSX", "Thumbs.db", "desktop.ini"})
_WORKSPACE = "workspace.json"
_PICTURES = {code: 0x2400 + code for code in range(0x20)} | {0x7F: 0x2421}
"""Control characters as the pictures that Unicode has for them."""


def is_hidden(name: str) -> bool:
    """Whether a relative path leads through something that no person put there: dot files, Office's lock
    files.
    """
    return any(part.startswith((".", "~$")) or part in _LEFT_BY_SYSTEMS for part in PurePosixPath(name).parts)


def shown(name: str) -> str:
    """Return a file's name as it can be shown and written down.

    A name whose bytes are not UTF-8 is read as GB18030, as Chinese Windows writes them; line ends and other
    control characters in it become pictures of themselves (``␊``), so that a message stays one line.
    """
    raw = os.fsencode(name)
    for encoding in ("utf-8", "gb18030"):
        try:
            return raw.decode(encoding).translate(_PICTURES)
        except UnicodeDecodeError:
            continue
    return raw.decode("utf-8", "replace").translate(_PICTURES)


def discover(paths: Iterable[Path]) -> list[tuple[Path, str]]:
    """Find the files to read, in a stable order.

    Hidden files, Office's lock files (``~$``), what systems leave behind, and workspaces (folders that hold
    a ``workspace.json``) are skipped. Links to folders are not followed. A folder inside that may not be
    looked into is listed like a file, so that reading it says why.

    Parameters
    ----------
    paths : iterable of Path
        Files and folders. A file that is named itself is read even when it is hidden.

    Returns
    -------
    list of (Path, str)
        The file and its name (`shown`): relative to the folder it was found in, with ``/``; the bare name for
        a file that is named itself. A file found twice is listed once.

    Raises
    ------
    UsageError
        If a path is not there or may not be looked into.
    """
    found: dict[str, tuple[Path, str]] = {}
    for path in paths:
        if _is_folder(path):
            pairs = sorted(
                ((file, file.relative_to(path).as_posix()) for file in _below(path)), key=lambda pair: pair[1]
            )
        elif os.path.exists(path):
            pairs = [(path, path.name)]
        else:
            raise UsageError(
                "没有这个文件或文件夹",
                "there is no such file or folder",
                where=shown(str(path)),
                try_zh="检查路径；含空格时加引号",
                try_en="check the path; put it in quotation marks if it has spaces",
            )
        for file, name in pairs:
            found.setdefault(os.path.realpath(file), (file, shown(name)))
    return list(found.values())


def _is_folder(path: Path) -> bool:
    if not path.is_dir():
        return False
    try:
        os.scandir(path).close()
    except OSError as error:
        raise UsageError(
            f"文件夹打不开（{error.strerror}）",
            f"the folder cannot be opened ({error.strerror})",
            where=shown(str(path)),
            try_zh="检查权限",
            try_en="check its permissions",
        ) from error
    return True


def _below(folder: Path) -> Iterator[Path]:
    closed: list[Path] = []
    for at, folders, files in os.walk(folder, onerror=lambda error: closed.append(Path(error.filename))):
        if _WORKSPACE in files:
            folders.clear()
            continue
        folders[:] = [each for each in folders if not is_hidden(each)]
        yield from (Path(at, file) for file in files if not is_hidden(file))
    yield from closed
