"""``bridgehead run``: the main job."""

from __future__ import annotations

import os
import shlex
from collections import Counter
from pathlib import Path
from typing import Annotated, Any

from cyclopts import Parameter
from cyclopts.validators import Number

from bridgehead import sources
from bridgehead.cli._followed import alert, follow_up
from bridgehead.cli._intake import FileReport, forget_missing, intake, refresh
from bridgehead.cli._loaded import show_loaded
from bridgehead.cli._office import apart, load_into_ledger, load_into_office
from bridgehead.cli._output import complain, console, print_json, print_table, say, this_command, watch
from bridgehead.cli._readers import processes
from bridgehead.errors import ExtraMissing, UsageError
from bridgehead.follow import Followed
from bridgehead.read import Context, LacTagger, systems
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
    ("doubt", "不懂", "doubts"),
)
MANY = 60
"""Files that the table lists; of more than that it leaves out those that are unchanged."""

SHOWN = 5
"""Errors of one file that are listed on the terminal; an archive can have thousands."""

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
    jobs: Annotated[int | None, Parameter(validator=Number(gte=1))] = None,
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
    jobs
        用几个进程读；文件多时默认每核一个。 How many processes; by default one a core for many files.
    json
        以 JSON Lines 输出。 Print JSON Lines.
    """
    files, ledgers = apart(sources.discover([folder, *more]))
    place = Workspace(workspace)
    # Pages of scans take long; what was recognized of them stays with the rest, in the workspace.
    os.environ.setdefault("BRIDGEHEAD_CACHE", str(place.cache))
    with place.writing():
        reports, woven = _read(
            place, [folder, *more], files, rules_only=rules_only, jobs=jobs, quiet=json, empty=not ledgers
        )
        found = follow_up(place, quiet=json)
        read_anew = any(report.status not in ("unchanged", "unreadable") for report in reports)
        changed = bool(woven) or found is not None or read_anew
        imported = _load_office(place, quiet=json)
        loaded = load_into_ledger(place, ledgers, marked=place.reports, quiet=json) if imported else []
        brief = _write_brief(place, again=changed)
    if json:
        print_json([report.as_json() for report in reports])
        print_json([one.as_json() for one in loaded])
        answered = {"asks": len(found), "answered": sum(bool(one.claimed) for one in found)} if found else {}
        print_json(
            [{"type": "run", "workspace": str(workspace), "brief": str(brief), **answered, **imported}]
        )
    else:
        _summary(reports, place, brief, imported, loaded, found or [])
    return 3 if any(report.errors for report in reports) or any(one.bad for one in loaded) else 0


def _read(
    place: Workspace,
    folders: list[Path],
    files: list[tuple[Path, str]],
    *,
    rules_only: bool,
    jobs: int | None,
    quiet: bool,
    empty: bool,
) -> tuple[list[FileReport], set[str]]:
    tagger = None if rules_only else LacTagger()
    context = Context(systems=systems.load_systems(place.folder / systems.FILE))
    reports: list[FileReport] = []
    with watch(say("正在读取", "Reading"), quiet=quiet) as progress:
        progress(0, len(files))
        for report in intake(place, files, tagger=tagger, context=context, jobs=processes(len(files), jobs)):
            reports.append(report)
            progress(len(reports), len(files))
    reports += forget_missing(place, folders, files)
    from bridgehead.cli._twins import weave

    woven = weave(place, tagger=tagger)
    for report in reports:
        refresh(place, report, woven)
    if not reports and empty:
        raise UsageError(
            "文件夹里没有可读的文件。",
            "There is no file to read in the folder.",
            where=", ".join(sources.shown(str(each)) for each in folders),
            try_zh="检查路径；隐藏文件和工作区不读",
            try_en="check the path; hidden files and workspaces are not read",
        )
    return reports, woven


def _load_office(place: Workspace, *, quiet: bool) -> dict[str, int]:
    """Load the records; without the office's libraries say so, since all the rest is done without them."""
    try:
        done = load_into_office(place, quiet=quiet)
    except ExtraMissing as error:
        complain(say("跳过了工作台：", "the office was skipped: ") + error.message())
        return {}
    for problem in done.errors:
        complain(problem)
    return {name: getattr(done, name) for name in ("new", "updated", "unchanged", "withdrawn")}


def _write_brief(place: Workspace, *, again: bool) -> Path:
    path = place.reports / "brief.docx"
    if again or not path.exists():
        from bridgehead.report import write_brief

        write_brief(place, path)
    return path


def _summary(
    reports: list[FileReport],
    place: Workspace,
    brief: Path,
    imported: dict[str, int],
    loaded: list[Any],
    found: list[Followed],
) -> None:
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
        if len(reports) <= MANY or report.status != "unchanged"
    ][:MANY]
    if (more := len(reports) - len(rows)) > 0:
        rows.append([say(f"……另有 {more} 个文件", f"… and {more} more files"), *[""] * (len(heads) - 1)])
    total: Counter[str] = sum((report.records for report in reports), Counter())
    rows.append(
        [say("合计", "Total"), "", sum(r.edits for r in reports), sum(r.unknown for r in reports)]
        + [total[kind] for kind, _, _ in COLUMNS]
    )
    title = say(f"读了 {len(reports)} 个文件", f"{len(reports)} files read")
    print_table(title, heads, rows, numbers=range(2, len(heads)))
    out = console()
    for report in reports:
        for error in report.errors[:SHOWN]:
            out.print(f"  ✗ {error.message()}", markup=False)
        if (more := len(report.errors) - SHOWN) > 0:
            said = say(f"：还有 {more} 处，用 --json 看全部", f": {more} more; --json lists all")
            out.print(f"  ✗ {report.path}{said}", markup=False)
    if imported:
        zh, en = (
            "台账：新增 {new}，更新 {updated}，未变 {unchanged}，撤下 {withdrawn}",
            "Ledger: {new} new, {updated} updated, {unchanged} unchanged, {withdrawn} withdrawn",
        )
        out.print(say(zh, en).format(**imported))
    for one in loaded:
        show_loaded(one)
    alert(found, place)
    out.print(say(f"简报：{brief}", f"Brief: {brief}"), markup=False)
    if imported:
        command = f"{this_command()} serve --workspace {shlex.quote(str(place.folder))}"
        out.print(say(f"打开工作台：{command}", f"Open the office: {command}"), markup=False)
