"""``bridgehead ledger``: supervision from the command line."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import msgspec
from cyclopts import App, Parameter
from cyclopts.validators import Number

from bridgehead.cli._loaded import show_loaded
from bridgehead.cli._office import SUFFIXES, load_into_ledger, open_office
from bridgehead.cli._output import complain, console, print_json, print_table, say, watch
from bridgehead.errors import UsageError, language
from bridgehead.records.workspace import Workspace

__all__ = ["act", "app", "due", "export", "items", "load", "rebuild", "rules", "show", "verify"]

app = App(name="ledger", help="督办台账。 The ledger of supervision.", help_format="plaintext")

HERE = Path("workspace")
MOST = 50


@app.command
def load(*files: Path, kind: str | None = None, workspace: Path = HERE, json: bool = False) -> int:
    """装入表格或办理历史，重复装入不变。 Load workbooks or histories; loading again changes nothing.

    表格有问题的行另存为“…-退回.xlsx”，原因写在第一列。
    Rows of a workbook that were not taken come back marked beside it, with the reasons.

    Parameters
    ----------
    files
        .xlsx、.xls 表格，或 .jsonl 历史（一行一步）。 Workbooks, or histories with an act a line.
    kind
        表里看不出类别时用，如 livelihood。 The kind of items where a workbook does not tell it.
    workspace
        工作区文件夹。 The workspace folder.
    json
        以 JSON Lines 输出。 Print JSON Lines.
    """
    for path in files:
        if path.suffix.lower() not in SUFFIXES or not path.is_file():
            raise UsageError(
                "不是可以装入的文件。",
                "This is no file that can be loaded.",
                where=str(path),
                try_zh="给出 .xlsx、.xls 或 .jsonl 文件",
                try_en="an .xlsx, .xls or .jsonl file",
            )
    if not files:
        raise UsageError("没有给出文件。", "No file was given.", try_zh="bridgehead ledger load 表格.xlsx")
    place = Workspace(workspace)
    with place.writing():
        open_office(place)
        from bridgehead.cli._ledger import code
        from bridgehead.ledger import KINDS

        done = load_into_ledger(place, files, kind=code(KINDS, kind), quiet=json)
    if json:
        print_json([one.as_json() for one in done])
    else:
        for one in done:
            show_loaded(one)
    return 3 if any(one.bad for one in done) else 0


@app.command(name="list")
def items(
    text: str = "",
    /,
    *,
    kind: str | None = None,
    state: str | None = None,
    org: str | None = None,
    overdue: bool = False,
    limit: Annotated[int, Parameter(validator=Number(gte=0))] = MOST,
    workspace: Path = HERE,
    json: bool = False,
) -> int:
    """列出事项。 List items.

    Parameters
    ----------
    text
        含有这些文字。 Words that they hold.
    kind
        类别，如 directive 或 批示要求。 Their kind.
    state
        状态，如 working 或 办理。 Their state.
    org
        承办单位。 A department that has a part in them.
    overdue
        只要逾期的。 Only what is overdue.
    limit
        最多列出几件；0 为全部。 How many at most; 0 for all.
    workspace
        工作区文件夹。 The workspace folder.
    json
        以 JSON Lines 输出。 Print JSON Lines.
    """
    open_office(Workspace(workspace))
    from bridgehead.cli import _ledger

    found = _ledger.narrowed(text, kind, state, org, overdue)
    rows = found.order_by("kind", "no", "id")
    if json:
        print_json(_ledger.plain(row) for row in (rows[:limit] if limit else rows.iterator()))
        return 0
    shown = list(rows[:limit] if limit else rows)
    total = found.order_by().count()
    title = say(f"{total} 件", f"{total} items")
    print_table(title, _ledger.heads(), [_ledger.cells(row) for row in shown], numbers=(6,))
    if total > len(shown):
        said = say(
            f"另有 {total - len(shown)} 件，用 --limit 0 看全部", f"{total - len(shown)} more: --limit 0"
        )
        console().print(said, markup=False)
    return 0


@app.command
def show(item: str, /, *, workspace: Path = HERE, json: bool = False) -> int:
    """一件事的全部：经过、时限怎么算的、佐证、原句。 All of one item: its course, clocks, evidence, source.

    Parameters
    ----------
    item
        编号或标识。 Its number or key.
    workspace
        工作区文件夹。 The workspace folder.
    json
        以 JSON Lines 输出。 Print JSON Lines.
    """
    open_office(Workspace(workspace))
    from bridgehead.cli import _ledger

    key = _ledger.key_of(item)
    if json:
        print_json([_ledger.whole(key)])
    else:
        _ledger.print_item(key)
    return 0


@app.command
def act(
    item: str,
    action: str,
    /,
    *,
    said: str = "{}",
    user: Annotated[str, Parameter(name="--as")],
    workspace: Path = HERE,
    json: bool = False,
) -> int:
    """以某个用户的身份办理，权限与网页相同。 Act on an item as a user, with that user's permissions.

    Parameters
    ----------
    item
        编号或标识；登记新事项时是它的编号。 Its number or key; the number to be of one that is entered.
    action
        办理的名称，如 sign_for、report。 The action's name, such as sign_for or report.
    said
        办理的内容，一个 JSON 对象。 What it says, a JSON object.
    user
        工作台的用户名。 The user's name.
    workspace
        工作区文件夹。 The workspace folder.
    json
        以 JSON Lines 输出。 Print JSON Lines.
    """
    open_office(Workspace(workspace))
    from bridgehead.cli import _ledger

    changed = _ledger.acted(item, action, said, user)
    if json:
        print_json([{"type": "item", **msgspec.to_builtins(changed), "state": changed.state}])
    else:
        state = _ledger.words("state", changed.state)
        console().print(f"{changed.no or changed.key} {changed.title}: {state}", markup=False)
    return 0


@app.command
def export(
    file: Path,
    text: str = "",
    /,
    *,
    kind: str | None = None,
    state: str | None = None,
    org: str | None = None,
    overdue: bool = False,
    workspace: Path = HERE,
    json: bool = False,
) -> int:
    """把事项写成 Excel，可以改了再装入。 Write items to Excel; the file can be changed and loaded again.

    Parameters
    ----------
    file
        写到哪里，.xlsx。 Where to, an .xlsx file.
    text
        含有这些文字。 Words that they hold.
    kind
        类别。 Their kind.
    state
        状态。 Their state.
    org
        承办单位。 A department that has a part in them.
    overdue
        只要逾期的。 Only what is overdue.
    workspace
        工作区文件夹。 The workspace folder.
    json
        以 JSON Lines 输出。 Print JSON Lines.
    """
    open_office(Workspace(workspace))
    from bridgehead.cli import _ledger
    from bridgehead.office.supervision.workbooks import export_workbook

    found = _ledger.narrowed(text, kind, state, org, overdue)
    about = _ledger.filter_said(text, kind, state, org, overdue)
    number = export_workbook(found, file, about=about)
    if json:
        print_json([{"type": "export", "file": str(file), "items": number}])
    else:
        console().print(say(f"导出 {number} 件：{file}", f"{number} items: {file}"), markup=False)
    return 0


@app.command
def due(rule: str, /, *, start: str, limit: str | None = None, json: bool = False) -> int:
    """算时限：哪天到期，一天一天怎么数的。 Count when something is due, day by day; needs no workspace.

    Parameters
    ----------
    rule
        规则的代码（见 rules），或规则文件 .toml。 A rule set's code (see rules), or a .toml file.
    start
        交办的日期，可带时刻：2026-02-13 或 2026-02-13T16:30。 The day of receipt, perhaps with the time.
    limit
        哪个时限；默认主时限。 Which limit of it; the main one by default.
    json
        以 JSON Lines 输出。 Print JSON Lines.
    """
    from bridgehead.cli import _deadlines

    counted = _deadlines.counted(rule, limit, start)
    if json:
        print_json([counted.as_json()])
        return 0
    out = console()
    out.print(counted.head(), markup=False)
    for line in counted.due.explain(language()):  # type: ignore[arg-type]
        out.print(f"  {line}", markup=False)
    return 0


@app.command
def rules(*, json: bool = False) -> int:
    """列出办理规则和各自的时限。 List the rule sets with their limits.

    Parameters
    ----------
    json
        以 JSON Lines 输出。 Print JSON Lines.
    """
    from bridgehead.cli import _deadlines

    if json:
        print_json(_deadlines.plain_rules())
    else:
        heads = [say("代码", "Code"), say("规则", "Rule set"), say("时限", "Limits"), say("出处", "Source")]
        print_table(say("办理规则", "Rule sets"), heads, _deadlines.rule_rows())
    return 0


@app.command
def verify(*, workspace: Path = HERE, json: bool = False) -> int:
    """核对日志没有被改动，台账是日志的结果。 Check that the log is unaltered and the ledger what it leaves.

    Parameters
    ----------
    workspace
        工作区文件夹。 The workspace folder.
    json
        以 JSON Lines 输出。 Print JSON Lines.
    """
    open_office(Workspace(workspace))
    from bridgehead.office.supervision.audit import audit

    with watch(say("正在核对", "Verifying"), quiet=json) as progress:
        found = audit(lambda done: progress(done, done))
    told: dict[str, Any] = {
        "type": "audit",
        "events": found.events,
        "items": found.items,
        "sound": found.sound,
        "broken": found.broken.message() if found.broken else None,
        "differing": found.differing,
        "tally": found.tally,
    }
    if json:
        print_json([told])
        return 0 if found.sound else 1
    if found.broken:
        complain(found.broken)
    if found.differing or not found.tally:
        zh = f"台账有 {len(found.differing)} 件与日志不符。 可以试试：bridgehead ledger rebuild"
        en = f"{len(found.differing)} items are not what the log leaves. Try: bridgehead ledger rebuild"
        complain(say(zh, en))
    if found.sound:
        zh = f"日志 {found.events} 条、事项 {found.items} 件，核对无误"
        en = f"{found.events} events and {found.items} items are as they should be"
        console().print(say(zh, en))
    return 0 if found.sound else 1


@app.command
def rebuild(*, workspace: Path = HERE, json: bool = False) -> int:
    """按日志重建台账。 Build the ledger anew from its log.

    Parameters
    ----------
    workspace
        工作区文件夹。 The workspace folder.
    json
        以 JSON Lines 输出。 Print JSON Lines.
    """
    place = Workspace(workspace)
    with place.writing():
        open_office(place)
        from bridgehead.office.supervision.audit import rebuild as rebuilt

        with watch(say("正在重建", "Rebuilding"), quiet=json) as progress:
            number = rebuilt(lambda done: progress(done, done))
    if json:
        print_json([{"type": "rebuild", "items": number}])
    else:
        console().print(say(f"重建了 {number} 件事项", f"{number} items were built anew"))
    return 0
