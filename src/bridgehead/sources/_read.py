"""One door for every kind of file."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Iterator
from dataclasses import replace
from importlib import import_module
from pathlib import Path

from bridgehead.errors import DamagedFile, EmptySource, OversizedFile, SourceError
from bridgehead.sources import archive
from bridgehead.sources._base import RawText
from bridgehead.sources._formats import detect
from bridgehead.sources._limits import MAX_FILE
from bridgehead.sources._walk import shown

__all__ = ["Item", "load", "read", "read_bytes"]

Item = RawText | SourceError
"""A text, or why there is none."""

_READERS = {
    "text": ("text", "read"),
    "html": ("html", "read"),
    "docx": ("docx", "read"),
    "pdf": ("pdf", "read"),
    "workbook": ("table", "read_workbook"),
    "csv": ("table", "read_csv"),
    "ofd": ("ofd", "read"),
    "image": ("image", "read"),
}


def read(path: Path, *, name: str | None = None) -> Iterator[Item]:
    """Read a file: one item a text.

    A plain file gives one item, a zip archive one a member, archives inside it included. What cannot be read
    gives its error, and the rest goes on. A PDF with pages of text and pages that are pictures gives its
    text and, where the pictures cannot be recognized, a `ReaderMissing` that names them.

    Parameters
    ----------
    path : Path
        The file.
    name : str, optional
        The path to record; by default the path as given.

    Yields
    ------
    RawText or SourceError
        Errors are given, never raised.
    """
    name = shown(str(path)) if name is None else name
    try:
        data = load(path, name)
    except SourceError as error:
        yield error
    else:
        yield from read_bytes(data, name)


def read_bytes(data: bytes, name: str) -> Iterator[Item]:
    """Read a file that is at hand as bytes; as `read`.

    Parameters
    ----------
    data : bytes
        The file.
    name : str
        The path to record; its suffix helps where the bytes do not tell the format.

    Yields
    ------
    RawText or SourceError
        Errors are given, never raised.
    """
    yield from _items(data, name, archive.Allowance())


def load(path: Path, name: str) -> bytes:
    """Return a file's bytes.

    Parameters
    ----------
    path : Path
        The file.
    name : str
        What to call it in a message.

    Raises
    ------
    SourceError
        If it is gone, may not be read, is not a file at all (a pipe, a broken link), or is too large.
    """
    try:
        mode = path.stat().st_mode
        if stat.S_ISDIR(mode):
            os.scandir(path).close()
        if not stat.S_ISREG(mode):
            raise SourceError(
                "不是普通文件（可能是管道或设备）",
                "this is not a regular file (but a pipe, a device or a folder)",
                where=name,
                try_zh="把内容另存为文件，或用 - 从标准输入读",
                try_en="save what it gives to a file, or read it from standard input with -",
            )
        if path.stat().st_size > MAX_FILE:
            raise _too_large(name)
        return path.read_bytes()
    except FileNotFoundError as error:
        raise SourceError(
            "文件已不在，或是一个断了的链接",
            "the file is no longer there, or is a broken link",
            where=name,
            try_zh="检查路径；移动了就重新运行",
            try_en="check the path; run again if it was moved",
        ) from error
    except OSError as error:
        raise SourceError(
            f"文件打不开（{error.strerror}）",
            f"the file cannot be opened ({error.strerror})",
            where=name,
            try_zh="检查权限，或先关掉正在用它的程序",
            try_en="check its permissions, or close the program that uses it",
        ) from error


def _too_large(name: str) -> OversizedFile:
    shown = f"{MAX_FILE // 1024**2} MiB"
    return OversizedFile(
        f"文件超过 {shown}",
        f"the file is larger than {shown}",
        where=name,
        try_zh="把文件拆成几个",
        try_en="split the file",
    )


def _items(data: bytes, name: str, allowance: archive.Allowance) -> Iterator[Item]:
    try:
        if len(data) > MAX_FILE:
            raise _too_large(name)
        if not data or data.isspace():
            raise EmptySource(
                "文件是空的",
                "the file is empty",
                where=name,
                try_zh="看看是否没有传完或没有保存",
                try_en="see whether it was cut short or never saved",
            )
        kind = detect(data, name)
        if kind == "zip":
            yield from _members(data, name, allowance)
        else:
            yield from _reader(kind)(data, name)
    except SourceError as error:
        yield error
    except MemoryError:
        yield _too_large(name)
    except Exception as error:  # what no reader foresaw must not stop the other files
        unforeseen = DamagedFile(
            f"读取时出了意外（{type(error).__name__}：{error}）",
            f"reading failed unexpectedly ({type(error).__name__}: {error})",
            where=name,
            try_zh="另存一份再读；仍不行请报告",
            try_en="save it anew and read it again; if that fails too, report it",
        )
        unforeseen.__cause__ = error
        yield unforeseen


def _reader(kind: str) -> Callable[[bytes, str], Iterator[Item]]:
    module, function = _READERS[kind]
    reader: Callable[[bytes, str], Iterator[Item]] = getattr(
        import_module(f"bridgehead.sources.{module}"), function
    )
    return reader


def _members(data: bytes, name: str, allowance: archive.Allowance) -> Iterator[Item]:
    for member in archive.members(data, name, allowance):
        if isinstance(member, SourceError):
            yield member
            continue
        inner = replace(allowance, depth=allowance.depth - 1)
        yield from _items(member.data, member.name, inner)
        allowance.size, allowance.members = inner.size, inner.members
