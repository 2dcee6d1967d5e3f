"""``bridgehead export`` and ``bridgehead import``: records out and in."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from bridgehead.cli._office import load_into_office
from bridgehead.cli._output import complain, console, print_json, say
from bridgehead.records import Record, dump
from bridgehead.records.workspace import Workspace

__all__ = ["export", "import_"]


def export(
    *types: str, workspace: Path = Path("workspace"), output: Path | None = None, json: bool = False
) -> int:
    """导出记录（JSON Lines）。 Write records out as JSON Lines.

    Parameters
    ----------
    types
        记录类型，如 directive；不给则全部。 Record types, such as directive; all by default.
    workspace
        工作区文件夹。 The workspace folder.
    output
        输出文件；默认标准输出。 A file; standard output by default.
    json
        同默认输出。 The same as the default.
    """
    place = Workspace(workspace)
    if output is None or json:
        print_json(_records(place, types))
        return 0
    count = dump(_records(place, types), output)
    console().print(say(f"导出 {count} 条：{output}", f"{count} records: {output}"), markup=False)
    return 0


def _records(place: Workspace, types: tuple[str, ...]) -> Iterator[Record]:
    for document in place.documents():
        yield from (record for record in place.load(document) if not types or record.type in types)


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
