"""``bridgehead export`` and ``bridgehead import``: records out and in."""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Literal

import msgspec

from bridgehead.cli._office import load_into_office
from bridgehead.cli._output import complain, console, print_json, say
from bridgehead.errors import UsageError
from bridgehead.records import Appeal, Document, Record, dumps
from bridgehead.records.workspace import Workspace

__all__ = ["export", "import_"]

Form = Literal["jsonl", "csv", "popolo", "ocd", "ftm", "schema"]


def export(
    *types: str,
    format: Form = "jsonl",
    workspace: Path = Path("workspace"),
    output: Path | None = None,
    json: bool = False,
) -> int:
    """导出记录：JSON Lines、CSV 或公开标准。 Write records out as JSON Lines, CSV or a public standard.

    群众诉求不以原文导出，只有 csv 给出打码后的字段。
    Appeals never leave with their words; only csv gives their masked fields.

    Parameters
    ----------
    types
        记录类型，如 directive；不给则全部；csv 要给一种。 Record types; all by default; csv wants one.
    format
        jsonl、csv，或 popolo、ocd（Open Civic Data 活动）、ftm（FollowTheMoney）、schema（schema.org）。
        jsonl, csv, or a standard: popolo, ocd events, ftm (FollowTheMoney), schema (schema.org JSON-LD).
    workspace
        工作区文件夹。 The workspace folder.
    output
        输出文件；默认标准输出。 A file; standard output by default.
    json
        以 JSON Lines 写到标准输出（csv 不行）。 JSON Lines on standard output (not for csv).
    """
    if format == "csv" and (json or len(types) != 1):
        raise UsageError(
            "csv 一次导出一种记录，不能与 --json 同用。",
            "csv writes one record type at a time, and not as --json.",
            try_zh="bridgehead export directive --format csv",
            try_en="bridgehead export directive --format csv",
        )
    lines = _lines(Workspace(workspace), types, format)
    if output is None or json:
        for line in lines:
            sys.stdout.buffer.write(line)
        sys.stdout.buffer.flush()
        return 0
    count = _save(lines, output)
    if format == "csv":
        count -= 1  # the heads
    console().print(say(f"导出 {count} 条：{output}", f"{count} records: {output}"), markup=False)
    return 0


def _lines(place: Workspace, types: tuple[str, ...], form: Form) -> Iterator[bytes]:
    """Yield what is written, line by line; say on stderr what the form cannot hold."""
    if form == "jsonl":
        private = 0
        for record in _records(place):
            if types and record.type not in types:
                continue
            if isinstance(record, Appeal):
                private += 1
            else:
                yield dumps(record) + b"\n"
        if private:
            complain(say(f"群众诉求 {private} 件不导出", f"{private} appeals are not exported"))
        return
    from bridgehead.report import exchange

    if form == "csv":
        # A spreadsheet takes UTF-8 for what it is only behind this mark.
        mark = "\ufeff"
        for text in exchange.table(_records(place), types[0]):
            yield f"{mark}{text}".encode()
            mark = ""
        return
    wanted = (r for r in _records(place) if not types or r.type in types or isinstance(r, Document))
    made = exchange.exchange(wanted, form)
    for one in made.objects:
        yield msgspec.json.encode(one) + b"\n"
    for (zh, en), count in made.left_out.items():
        complain(say(f"{count} 条没有导出：{zh}", f"{count} records left out: {en}"))


def _save(lines: Iterable[bytes], path: Path) -> int:
    """Write a file whole or not at all; return how many lines it has."""
    count = 0
    handle, name = tempfile.mkstemp(dir=path.absolute().parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "wb") as file:
            for line in lines:
                count += 1
                file.write(line)
        os.replace(name, path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
    return count


def _records(place: Workspace) -> Iterator[Record]:
    for document in place.documents():
        yield from place.load(document)


def import_(*, workspace: Path = Path("workspace"), json: bool = False) -> int:
    """把工作区的记录装入数据库（重复装入不变）。 Load a workspace's records into its database.

    Parameters
    ----------
    workspace
        工作区文件夹。 The workspace folder.
    json
        以 JSON Lines 输出。 Print JSON Lines.
    """
    place = Workspace(workspace)
    with place.writing():
        done = load_into_office(place, quiet=json)
    for problem in done.errors:
        complain(problem)
    if json:
        counts = ("new", "updated", "unchanged", "withdrawn")
        print_json([{"type": "import", **{name: getattr(done, name) for name in counts}}])
    else:
        zh = f"新增 {done.new}，更新 {done.updated}，未变 {done.unchanged}，撤下 {done.withdrawn}"
        en = f"{done.new} new, {done.updated} updated, {done.unchanged} unchanged, {done.withdrawn} withdrawn"
        console().print(say(zh, en))
    return 3 if done.errors else 0
