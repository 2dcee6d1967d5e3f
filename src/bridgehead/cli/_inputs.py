"""What ``repair`` and ``read`` are given: files, standard input, or JSON Lines with texts."""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Annotated

import msgspec
from cyclopts import Parameter

from bridgehead import sources
from bridgehead.cli._output import complain, say, watch
from bridgehead.cli._readers import refuse_long
from bridgehead.errors import BridgeheadError, JsonLinesError, SourceError, UsageError
from bridgehead.read import Context
from bridgehead.sources import RawText

__all__ = ["Given", "Inputs", "JsonLinesPath"]

# A lone - is standard input, not an option.
JsonLinesPath = Annotated[Path | None, Parameter(allow_leading_hyphen=True)]


class _Line(msgspec.Struct):
    id: str
    text: str
    date_published: str | None = None
    place: str | None = None


class Given(msgspec.Struct, frozen=True):
    """One text to work on.

    Attributes
    ----------
    id : str or None
        The id that the caller gave it.
    source : RawText
        The text.
    context : Context
        What the caller knows of it.
    """

    id: str | None
    source: RawText
    context: Context


class Inputs:
    """The texts a verb was given; what cannot be read is said on stderr, and the rest goes on.

    Parameters
    ----------
    paths : iterable of path
        Files, folders, or ``-`` for standard input.
    jsonl : path or None
        A file (or ``-``) of lines ``{"id", "text"[, "date_published", "place"]}``.

    Attributes
    ----------
    exit_code : int
        3 once something could not be read, else 0.

    Raises
    ------
    UsageError
        If nothing is given, or a path does not exist.
    """

    def __init__(self, paths: Iterable[Path], jsonl: Path | None) -> None:
        self._paths = list(paths)
        self._jsonl = jsonl
        self.exit_code = 0
        if not self._paths and jsonl is None:
            raise UsageError(
                "没有给出要处理的文件。",
                "No file was given.",
                try_zh="给出文件或文件夹，- 表示标准输入，或用 --jsonl",
                try_en="a file or folder, - for standard input, or --jsonl",
            )

    def __iter__(self) -> Iterator[Given]:
        for item in self._all():
            if isinstance(item, Given):
                yield item
            else:
                self.exit_code = 3
                complain(item)

    def _all(self) -> Iterator[Given | BridgeheadError]:
        if self._jsonl is not None:
            yield from _lines(self._jsonl)
        if Path("-") in self._paths:
            yield from _plain(sources.read_bytes(sys.stdin.buffer.read(), "-"))
        for path, name in sources.discover([path for path in self._paths if path != Path("-")]):
            yield from _plain(_watched(sources.read(path, name=name)))


def _watched(items: Iterable[RawText | SourceError]) -> Iterator[RawText | SourceError]:
    """Show what takes long while a text is being read, and nothing while it is being worked on."""
    waiting = iter(items)
    while True:
        with watch(say("正在读取", "Reading")):
            item = next(waiting, None)
        if item is None:
            return
        yield item


def _plain(items: Iterable[RawText | SourceError]) -> Iterator[Given | SourceError]:
    for item in items:
        if isinstance(item, SourceError):
            yield item
            continue
        try:
            refuse_long(item)
        except SourceError as error:
            yield error
        else:
            yield Given(None, item, Context())


def _lines(path: Path) -> Iterator[Given | JsonLinesError]:
    decoder = msgspec.json.Decoder(_Line)
    try:
        lines = sys.stdin.buffer if path == Path("-") else path.open("rb")
    except OSError as error:
        raise UsageError(
            f"打不开（{error.strerror}）。", f"It cannot be opened ({error.strerror}).", where=str(path)
        ) from error
    with lines:
        for number, line in enumerate(lines, 1):
            if line.isspace():
                continue
            try:
                item = decoder.decode(line)
            except (msgspec.DecodeError, UnicodeDecodeError) as error:
                yield JsonLinesError(
                    f"这一行不合格（{error}）。",
                    f"This line is not valid ({error}).",
                    where=f"{path}:{number}",
                    try_zh='每行形如 {"id": "…", "text": "…"}',
                    try_en='lines like {"id": "…", "text": "…"}',
                )
                continue
            digest = hashlib.sha256(item.text.encode("utf-8", "surrogatepass")).hexdigest()
            source = RawText(path=item.id, sha256=digest, media_type="text/plain", text=item.text)
            yield Given(item.id, source, Context(date_published=item.date_published, place=item.place))
