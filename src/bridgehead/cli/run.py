"""``bridgehead run``: the main job."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

from bridgehead import sources
from bridgehead.cli._intake import FileReport, forget_missing, intake
from bridgehead.cli._office import load_into_office
from bridgehead.cli._output import complain, console, print_json, print_table, say, track
from bridgehead.read import LacTagger
from bridgehead.records.workspace import Workspace

__all__ = ["run"]

COLUMNS = (
    ("article", "文章", "articles"),
    ("event", "活动", "events"),
    ("directive", "要求", "directives"),
    ("commitment", "承诺", "commitments"),
    ("observation", "数据", "figures"),
    ("project", "项目", "projects"),
    ("person", "人物", "people"),
)
STATUS = {
    "new": ("新", "new"),
    "changed": ("已更新", "changed"),
    "unchanged": ("未变", "unchanged"),
    "removed": ("已移除", "removed"),
    "unreadable": ("读不了", "unreadable"),
}


def run(
    folder: Path,
    /,
    *more: Path,
    workspace: Path = Path("workspace"),
    rules_only: bool = False,
    json: bool = False,
) -> int:
    """读取文件夹，记入台账，写出简报。 Read a folder into the ledger and write a brief.

    没有变化的文件会跳过；再次运行不会重复记账。
    Unchanged files are passed over; running again changes nothing.

    Parameters
    ----------
    folder
        要读的文件夹或文件。 The folder or file to read.
    more
        更多文件夹或文件。 More of them.
    workspace
        工作区文件夹。 The workspace folder.
    rules_only
        不用分词模型，只用规则（更快）。 Read by rules only, without the tagger model (faster).
    json
        以 JSON Lines 输出。 Print JSON Lines.
    """
    files = sources.discover([folder, *more])
    place = Workspace(workspace)
    tagger = None if rules_only else LacTagger()
    shown = track(files, say("正在读取", "Reading"), quiet=json)
    reports = list(intake(place, shown, tagger=tagger))
    reports += forget_missing(place, [folder, *more])
    changed = any(report.status not in ("unchanged", "unreadable") for report in reports)
    imported = _load_office(place)
    brief = _write_brief(place, again=changed)
    if json:
        print_json([report.as_json() for report in reports])
        print_json([{"type": "run", "workspace": str(workspace), "brief": str(brief), **imported}])
    else:
        _summary(reports, place, brief, imported)
    return 3 if any(report.errors for report in reports) else 0


def _load_office(place: Workspace) -> dict[str, int]:
    done = load_into_office(place)
    for problem in done.errors:
        complain(problem)
    return {name: getattr(done, name) for name in ("new", "updated", "unchanged", "withdrawn")}


def _write_brief(place: Workspace, *, again: bool) -> Path:
    path = place.reports / "brief.docx"
    if again or not path.exists():
        from bridgehead.report import write_brief

        write_brief(place, path)
    return path


def _summary(reports: list[FileReport], place: Workspace, brief: Path, imported: dict[str, int]) -> None:
    heads = [
        say("文件", "File"),
        say("状态", "Status"),
        say("修复", "Repairs"),
        say("存疑", "Unclear"),
        *(say(zh, en) for _, zh, en in COLUMNS),
    ]
    rows: list[list[Any]] = [
        [report.path, say(*STATUS[report.status]), report.edits, report.unknown]
        + [report.records[kind] for kind, _, _ in COLUMNS]
        for report in reports
    ]
    total: Counter[str] = sum((report.records for report in reports), Counter())
    rows.append(
        [say("合计", "Total"), "", sum(r.edits for r in reports), sum(r.unknown for r in reports)]
        + [total[kind] for kind, _, _ in COLUMNS]
    )
    title = say(f"读了 {len(reports)} 个文件", f"{len(reports)} files read")
    print_table(title, heads, rows, numbers=range(2, len(heads)))
    out = console()
    for report in reports:
        for error in report.errors:
            out.print(f"  ✗ {error.message()}", markup=False)
    out.print(
        say(
            "台账：新增 {new}，更新 {updated}，未变 {unchanged}，撤下 {withdrawn}".format(**imported),
            "Ledger: {new} new, {updated} updated, {unchanged} unchanged, {withdrawn} withdrawn".format(
                **imported
            ),
        )
    )
    out.print(say(f"简报：{brief}", f"Brief: {brief}"), markup=False)
    command = f"bridgehead serve --workspace {place.folder}"
    out.print(say(f"打开工作台：{command}", f"Open the office: {command}"), markup=False)
