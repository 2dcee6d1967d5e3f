"""Reading files one after another, or in several processes at once; what comes out is the same."""

from __future__ import annotations

import multiprocessing
import os
import signal
from collections import deque
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from typing import TypeVar

from bridgehead import sources
from bridgehead.errors import DamagedFile, OversizedFile, SourceError
from bridgehead.read import Context, Reading, Tagger, read_text
from bridgehead.records import make_id
from bridgehead.sources import RawText

__all__ = ["LONGEST", "ReadItem", "Readers", "processes", "refuse_long"]

Key = TypeVar("Key")
ReadItem = Reading | SourceError
"""A document with its records, or why there is none."""
Known = Mapping[str, Mapping[str, str]]
"""What people told of single documents: fields of `Context` by the document's id."""
_NOTHING_KNOWN: Known = {}

_MANY = 40
"""Files from which more than one process pays: each takes a second to start."""


def processes(files: int, jobs: int | None) -> int:
    """Return in how many processes to read.

    Parameters
    ----------
    files : int
        How many files there are.
    jobs : int or None
        How many processes the user wants; None leaves it to the number of files and of cores.
    """
    if jobs is not None:
        return max(1, jobs)
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return cores if files > _MANY else 1


LONGEST = 2_000_000
"""Characters of one text that is read or repaired: four thick books."""


class Readers:
    """What reads files, in this process or in others.

    Parameters
    ----------
    tagger : Tagger or None
        None reads by rules only.
    context : Context
        What is known of all files beforehand.
    jobs : int
        How many processes; 1 is this one.
    known : mapping, optional
        What people told of single documents, by id (`bridgehead.records.workspace.Workspace.known`).
    """

    def __init__(
        self, tagger: Tagger | None, context: Context, jobs: int = 1, known: Known = _NOTHING_KNOWN
    ) -> None:
        self._given = (tagger, context, known)
        self._jobs = jobs
        self._pool: ProcessPoolExecutor | None = None
        self._single: ProcessPoolExecutor | None = None

    def read(self, files: Iterable[tuple[Key, bytes | None, str]]) -> Iterator[tuple[Key, list[ReadItem]]]:
        """Read files and give what they hold in the order of the files.

        Parameters
        ----------
        files : iterable of (key, bytes or None, name)
            The key comes back with the result; a file without bytes is not read.

        Yields
        ------
        (key, list of Reading or SourceError)
            One a file. No error is raised, not even when a library takes its process down.
        """
        if self._jobs == 1:
            for key, data, name in files:
                yield key, [] if data is None else read_items(data, name, *self._given)
            return
        ahead: deque[tuple[Key, bytes | None, str, Future[list[ReadItem]] | None]] = deque()
        try:
            for key, data, name in files:
                ahead.append((key, data, name, None if data is None else self._submit(data, name)))
                if len(ahead) > 4 * self._jobs:
                    yield self._result(*ahead.popleft())
            while ahead:
                yield self._result(*ahead.popleft())
        finally:
            self._stop()

    def _submit(self, data: bytes, name: str) -> Future[list[ReadItem]]:
        self._pool = self._pool or self._start(self._jobs)
        try:
            return self._pool.submit(_read_here, data, name)
        except BrokenProcessPool:  # by a file before this one, whose turn is still to come
            self._pool = self._start(self._jobs)
            return self._pool.submit(_read_here, data, name)

    def _start(self, jobs: int) -> ProcessPoolExecutor:
        # Processes that are started anew, not forked, have no threads or locks of this one in them.
        fresh = multiprocessing.get_context("spawn")
        return ProcessPoolExecutor(jobs, mp_context=fresh, initializer=_set_up, initargs=self._given)

    def _result(
        self, key: Key, data: bytes | None, name: str, future: Future[list[ReadItem]] | None
    ) -> tuple[Key, list[ReadItem]]:
        if data is None or future is None:
            return key, []
        try:
            return key, future.result()
        except BrokenProcessPool:
            return key, self._alone(data, name)

    def _alone(self, data: bytes, name: str) -> list[ReadItem]:
        """Read a file with no other beside it, after some file took a process down: is it this one?"""
        self._single = self._single or self._start(1)
        try:
            return self._single.submit(_read_here, data, name).result()
        except BrokenProcessPool:
            self._single = None
            return [
                DamagedFile(
                    "读这个文件的进程中途停了，可能是文件损坏，也可能是内存不够",
                    "the process that read this file came down: the file may be broken, or memory short",
                    where=name,
                    try_zh="另存一份再读；仍不行请报告",
                    try_en="save it anew and read it again; if that fails too, report it",
                )
            ]

    def _stop(self) -> None:
        pools = [pool for pool in (self._pool, self._single) if pool]
        for pool in pools:
            pool.shutdown(wait=False, cancel_futures=True)
        for process in multiprocessing.active_children():
            process.terminate()
        for pool in pools:
            pool.shutdown()


_given: tuple[Tagger | None, Context, Known] = (None, Context(), _NOTHING_KNOWN)
"""In a reading process: what it was started with."""


def _set_up(tagger: Tagger | None, context: Context, known: Known) -> None:
    global _given
    _given = (tagger, context, known)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C is for the process that started this one


def _read_here(data: bytes, name: str) -> list[ReadItem]:
    return read_items(data, name, *_given)


def read_items(
    data: bytes, name: str, tagger: Tagger | None, context: Context, known: Known = _NOTHING_KNOWN
) -> list[ReadItem]:
    """Read a file, or each file of an archive."""
    found: list[ReadItem] = []
    for item in sources.read_bytes(data, name):
        if isinstance(item, SourceError):
            found.append(item)
            continue
        try:
            refuse_long(item)
            told = known.get(make_id("document", item.sha256, None), {})
            found.append(read_text(item, tagger=tagger, context=context.told(told)))
        except SourceError as error:
            found.append(error)
        except Exception as error:  # a fault of ours in one document must not stop the others
            found.append(_fault(item.path, error))
    return found


def refuse_long(text: RawText) -> None:
    """Refuse a text that would take many minutes to read.

    Raises
    ------
    OversizedFile
        If it is longer than `LONGEST`.
    """
    if len(text.text) > LONGEST:
        raise OversizedFile(
            f"全文 {len(text.text):,} 字，一次最多读 {LONGEST:,} 字",
            f"the text has {len(text.text):,} characters; at most {LONGEST:,} are read at once",
            where=text.path,
            try_zh="按篇或按章拆成几个文件",
            try_en="split it into files by article or chapter",
        )


def _fault(path: str, error: Exception) -> SourceError:
    fault = SourceError(
        f"读这份文件时程序出错（{type(error).__name__}: {error}）",
        f"a fault in Bridgehead while reading this ({type(error).__name__}: {error})",
        where=path,
        try_zh="用 bridgehead read --debug 单独读它，把输出附在问题报告中",
        try_en="read it alone with bridgehead read --debug and report the output",
    )
    fault.__cause__ = error
    return fault
