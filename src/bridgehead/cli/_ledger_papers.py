"""The verbs of ``bridgehead ledger`` that remind and write papers; `attach` puts them under it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from cyclopts import App

from bridgehead.cli._office import open_office
from bridgehead.cli._output import complain, console, print_json, print_table, say
from bridgehead.errors import UsageError, language
from bridgehead.records.workspace import Workspace

__all__ = ["address", "attach", "digest", "notice", "remind", "special"]

HERE = Path("workspace")


def attach(app: App) -> None:
    """Put the verbs under an app."""
    for verb in (remind, address, notice, special, digest):
        app.command(verb)


def remind(*, dry_run: bool = False, daily: bool = False, workspace: Path = HERE, json: bool = False) -> int:
    """催办：到期的各级只催一次，只在工作时间。 Remind: each level once, only in working time.

    放进定时任务即可，每几分钟运行一次；没有要催的就什么也不做。
    Meant to be run every few minutes by a timer; it does nothing where nothing is due.

    Parameters
    ----------
    dry_run
        只列出要催的，不催。 Only list what would go out.
    daily
        改为给每个单位发一份当天的汇总，每个工作日一次。 A digest a department instead, once a working day.
    workspace
        工作区文件夹。 The workspace folder.
    json
        以 JSON Lines 输出。 Print JSON Lines.
    """
    open_office(Workspace(workspace))
    from bridgehead.office.supervision import sending

    sent = (sending.digest if daily else sending.remind)(dry_run=dry_run)
    for key, error in sent.refused:
        complain(f"{key}: {error.message()}")
    told = sent.delivered
    if json:
        print_json(reminder_as_json(one) for one in sent.reminded)
        print_json([{
            "type": "sent", "reminded": 0 if dry_run else len(sent.reminded), "queued": sent.queued,
            "sent": told.sent, "waiting": told.waiting, "failed": told.failed,
            "refused": len(sent.refused), "next_at": sent.next_at and sent.next_at.isoformat(),
        }])  # fmt: skip
    else:
        show_sent(sent, dry_run=dry_run)
    return 1 if told.waiting or told.failed or sent.refused else 0


def address(user: str, email: str = "", /, *, workspace: Path = HERE, json: bool = False) -> int:
    """登记用户收催办的邮箱；不写邮箱就取消。 Say where a user's reminders go; without an address, nowhere.

    Parameters
    ----------
    user
        用户名。 The user's name.
    email
        邮箱。 The address.
    workspace
        工作区文件夹。 The workspace folder.
    json
        以 JSON Lines 输出。 Print JSON Lines.
    """
    open_office(Workspace(workspace))
    from bridgehead.office import accounts

    accounts.set_email(user, email)
    if json:
        print_json([{"type": "address", "user": user, "has_address": bool(email)}])
    else:
        done = say("已登记", "Kept") if email else say("已取消", "Taken away")
        console().print(done, markup=False)
    return 0


def reminder_as_json(one: Any) -> dict[str, Any]:
    """Return a reminder as a line of JSON."""
    return {
        "type": "reminder",
        "no": one.item.no,
        "item": one.item.key,
        "org": one.org,
        "level": one.level,
        "text": one.text(language()),
    }


def show_sent(sent: Any, *, dry_run: bool) -> None:
    """Print what one round did."""
    if sent.reminded:
        rows = [(one.level, one.item.no, one.org, one.signal.reason(language())) for one in sent.reminded]
        heads = (say("级", "Level"), say("编号", "No."), say("单位", "Department"), say("时限", "Clock"))
        title = say("要催办的", "Due") if dry_run else say("已催办", "Reminded")
        print_table(f"{title}：{len(rows)}" if language() == "zh" else f"{title}: {len(rows)}", heads, rows)
    told = sent.delivered
    if sent.next_at:
        zh = f"现在不是工作时间，{sent.next_at:%Y-%m-%d %H:%M} 起可以发"
        en = f"Offices do not work now: nothing goes out before {sent.next_at:%Y-%m-%d %H:%M}"
    else:
        zh = f"催办 {len(sent.reminded)} 件；消息发出 {told.sent}，待重试 {told.waiting}，失败 {told.failed}"
        en = f"{len(sent.reminded)} reminded; messages: {told.sent} sent, {told.waiting} to be tried again, "
        en += f"{told.failed} failed"
    console().print(say(zh, en), markup=False)


def notice(
    *,
    month: str | None = None,
    kind: str | None = None,
    org: str | None = None,
    year: int | None = None,
    number: int | None = None,
    output: Path | None = None,
    workspace: Path = HERE,
    json: bool = False,
) -> int:
    """写月度通报。 Write the monthly notice.

    Parameters
    ----------
    month
        月份，如 2026-10；默认本月。 The month; by default this one.
    kind
        只通报这一类，如 directive。 Only items of a kind.
    org
        只通报这个单位承办的。 Only what a department has a part in.
    year
        只通报这一年度的。 Only items of a year.
    number
        发文序号。 The number of the paper.
    output
        输出文件；默认在工作区的 reports/ 里。 Where to write; by default in the workspace's reports/.
    workspace
        工作区文件夹。 The workspace folder.
    json
        以 JSON Lines 输出。 Print JSON Lines.
    """
    place = Workspace(workspace)
    open_office(place)
    from bridgehead.report.notices import monthly

    items, said, query = chosen({"kind": kind, "org": org, "year": str(year) if year else None})
    month = month or f"{dt.date.today():%Y-%m}"
    made = monthly(items, month=month, said=said, query=query, number=number, **common(place))
    return written(made, output or place.reports / f"notice-{month}.docx", json)


def digest(*, days: int = 7, output: Path | None = None, workspace: Path = HERE, json: bool = False) -> int:
    """写近几天的要情。 Write what happened in the last days.

    Parameters
    ----------
    days
        几天，到今天为止。 How many days, up to today.
    output
        输出文件；默认在工作区的 reports/ 里。 Where to write; by default in the workspace's reports/.
    workspace
        工作区文件夹。 The workspace folder.
    json
        以 JSON Lines 输出。 Print JSON Lines.
    """
    if days < 1:
        raise UsageError("至少要一天。", "At least one day.", try_zh="--days 7", try_en="--days 7")
    place = Workspace(workspace)
    open_office(place)
    from bridgehead.report import notices

    shared = common(place)
    last = shared["now"].date()
    items, said, query = chosen({})
    first = last - dt.timedelta(days=days - 1)
    made = notices.digest(items, first=first, last=last, said=said, query=query, **shared)
    return written(made, output or place.reports / f"digest-{last}.docx", json)


def special(
    no: str,
    /,
    *,
    number: int | None = None,
    output: Path | None = None,
    workspace: Path = HERE,
    json: bool = False,
) -> int:
    """写一件事项的专报，带全部办理过程。 Write the report on one item with its whole chain.

    Parameters
    ----------
    no
        事项的编号。 The item's number.
    number
        发文序号。 The number of the paper.
    output
        输出文件；默认在工作区的 reports/ 里。 Where to write; by default in the workspace's reports/.
    workspace
        工作区文件夹。 The workspace folder.
    json
        以 JSON Lines 输出。 Print JSON Lines.
    """
    place = Workspace(workspace)
    open_office(place)
    from bridgehead.cli._ledger import key_of
    from bridgehead.office.supervision import store
    from bridgehead.report import notices

    key = key_of(no)
    item = store.load(key)
    made = notices.special(item, store.history(key), number=number, **common(place))
    return written(made, output or place.reports / f"report-{item.no or key}.docx".replace("/", "-"), json)


def common(place: Workspace) -> dict[str, Any]:
    """Return what all papers are told: the moment, who issues them, the language."""
    from bridgehead.ledger import ZONE
    from bridgehead.report.notices import load_issuing

    issuing = load_issuing(place.folder, language())
    return {"now": dt.datetime.now(ZONE), "issuing": issuing, "language": language()}


def chosen(asked: Mapping[str, str | None]) -> tuple[list[Any], str, dict[str, str]]:
    """Return the items that a filter leaves, the filter in words, and as a query.

    Raises
    ------
    UsageError
        If the filter is none.
    """
    from bridgehead.office.supervision.lists import ItemFilter
    from bridgehead.office.supervision.models import LedgerItem
    from bridgehead.office.supervision.rows import item_of

    query = {name: value for name, value in asked.items() if value}
    found = ItemFilter(query, queryset=LedgerItem.objects.all())
    if not found.form.is_valid():
        names = ", ".join(f"{name} {query.get(name, '')}" for name in found.form.errors)
        raise UsageError(f"没有这样的事项：{names}。", f"There are no such items: {names}.")
    return [item_of(row) for row in found.qs.only("data").iterator()], found.said(), query


def written(made: Any, path: Path, json: bool) -> int:
    """Write a paper, and say where."""
    from bridgehead.report.official import write

    write(made, path, language())
    if json:
        print_json([{"type": "report", "path": str(path)}])
    else:
        console().print(say(f"已写到：{path}", f"Written: {path}"), markup=False)
    return 0
