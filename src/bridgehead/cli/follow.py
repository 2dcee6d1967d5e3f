"""``bridgehead follow``: for each directive and commitment the later sentences that answer it, or a gap."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from bridgehead.cli._followed import readings
from bridgehead.cli._inputs import Inputs, JsonLinesPath
from bridgehead.cli._output import console, print_json, say, watch
from bridgehead.errors import UsageError
from bridgehead.follow import Followed, Index, why
from bridgehead.follow import follow as find
from bridgehead.read import LacTagger, Reading, read_text
from bridgehead.records import Directive, Link
from bridgehead.records.workspace import Workspace

__all__ = ["follow", "print_found"]

KINDS = {
    "act": ("举措", "act"),
    "outcome": ("成效", "outcome"),
    "project": ("项目", "project"),
    "plan": ("计划", "plan"),
    "echo": ("重申", "echo"),
}
LEVELS = {"strong": ("强", "strong"), "partial": ("部分", "partial"), "weak": ("弱", "weak")}
REASONS = {
    "undated": ("要求的日期不详，无法判断先后", "when it was asked is not known"),
    "placeless": ("要求的地点不详", "where it was asked is not known"),
    "no_documents": ("此后没有讲到该地的文件", "no later document speaks of the place"),
    "no_evidence": ("未见落实", "nothing found"),
}


def follow(
    *paths: Path,
    workspace: Path | None = None,
    jsonl: JsonLinesPath = None,
    until: str | None = None,
    rules_only: bool = False,
    json: bool = False,
) -> int:
    """对照要求和承诺，找后来的事：举措、成效、项目，或未见落实。 Find what was done about what was said.

    Parameters
    ----------
    paths
        文件或文件夹；- 表示标准输入。 Files or folders; - for standard input.
    workspace
        工作区里的全部文件。 All documents of a workspace.
    jsonl
        每行一篇 {"id","text"[,"date_published","place"]}。 One text a line, {"id","text"}.
    until
        只看到这一天，如 2026-06-30。 Only what was said up to this day, such as 2026-06-30.
    rules_only
        不用分词模型。 Without the tagger model.
    json
        以 JSON Lines 输出，每条要求一行。 Print JSON Lines, one line a directive.
    """
    day = _day(until)
    code = 0
    given: list[Reading] = []
    if workspace:
        given += readings(Workspace(workspace))
    if paths or jsonl is not None or not workspace:
        inputs = Inputs(paths, jsonl)
        tagger = None if rules_only else LacTagger()
        given += (
            read_text(item.source, tagger=tagger, context=item.context, document_id=item.id)
            for item in inputs
        )
        code = inputs.exit_code
    with watch(say("正在对照", "Following"), quiet=json):
        index = Index(given)
    names = {reading.document.id: reading.document.path for reading in given}
    found = find(index, until=day)
    if json:
        print_json(line for one in found for line in _lines(one, names))
    else:
        print_found(list(found), names, all=True)
    return code


def _day(text: str | None) -> int | None:
    try:
        return dt.date.fromisoformat(text).toordinal() if text else None
    except ValueError as error:
        raise UsageError(
            f"日期不对：{text}。",
            f"Not a day: {text}.",
            try_zh="写成 2026-06-30",
            try_en="write it like 2026-06-30",
        ) from error


def _lines(found: Followed, names: Mapping[str, str]) -> Iterable[dict[str, Any]]:
    """Return the lines of one ask: what was found, and a gap when none of it is claimed."""
    record = found.ask.record
    asked = {
        "directive": record.id,
        "document": record.document,
        "path": names.get(record.document),
        "span": record.span,
        "quote": record.quote,
        "date": found.day.until if found.day else None,
    }
    if found.links:
        yield {"type": "link", **asked, "evidence": [_evidence(link, names) for link in found.links]}
    if found.gap:
        gap = found.gap
        yield {
            "type": "gap",
            **asked,
            "reason": gap.reason,
            "searched_until": gap.searched_until,
            "documents_searched": gap.documents_searched,
            "queries": gap.queries,
        }


def _evidence(link: Link, names: Mapping[str, str]) -> dict[str, Any]:
    return {
        "id": link.id,
        "document": link.document,
        "path": names.get(link.document),
        "date": link.date,
        "date_inferred_from": link.date_inferred_from,
        "span": link.span,
        "quote": link.quote,
        "kind": link.kind,
        "level": link.level,
        "score": link.score,
        "score_parts": link.score_parts,
        "claim": link.claim,
    }


# For people


def print_found(found: list[Followed], names: Mapping[str, str], *, all: bool = False, most: int = 3) -> None:
    """Print what was found: each ask, the sentences that answer it and why, or what was searched.

    Parameters
    ----------
    found : list of Followed
        What to print.
    names : mapping
        The path of each document by its id.
    all : bool
        Also those that nothing answers.
    most : int
        Sentences to print of each.
    """
    out = console()
    for one in found:
        if not one.claimed and not all:
            continue
        record = one.ask.record
        day = one.day.until if one.day else say("日期不详", "no date")
        who = record.issuer_name or record.issuer_post if isinstance(record, Directive) else record.unit
        where = "、".join(place.name for place in one.ask.places)
        what = say("要求", "asked") if isinstance(record, Directive) else say("承诺", "promised")
        out.print(f"■ {day}  {' '.join(filter(None, (where, who)))}  {what}", style="bold", markup=False)
        out.print(f"  {_short(record.quote, 90)}", markup=False)
        for link in (one.claimed or one.proposed[:1])[:most]:
            out.print(_told(one, link, names), markup=False)
        if one.gap:
            out.print(f"  ○ {_gap(one)}", markup=False)
    claimed = sum(bool(one.claimed) for one in found)
    out.print(
        say(
            f"共 {len(found)} 条要求和承诺，{claimed} 条有落实线索（均待人工确认）",
            f"{len(found)} asks, {claimed} with evidence (all of it to be confirmed by a person)",
        ),
        style="bold",
    )


def _told(found: Followed, link: Link, names: Mapping[str, str]) -> str:
    mark = "✓" if link.claim else "?"
    kind, level = say(*KINDS[link.kind]), say(*LEVELS[link.level])
    shared = "、".join(why(found.ask, link.quote))
    because = say(f"（共同：{shared}）", f" (shared: {shared})") if shared else ""
    inferred = say(" 年份为推断", " year inferred") if link.date_inferred_from else ""
    source = Path(names.get(link.document, link.document)).name
    head = f"  {mark} {link.score:.2f} {kind} {level}  {link.date or ''}{inferred}  {source}"
    return f"{head}\n      {_short(link.quote, 96)}{because}"


def _gap(found: Followed) -> str:
    gap = found.gap
    if gap is None:
        return ""
    reason = say(*REASONS[gap.reason])
    if gap.reason != "no_evidence":
        return reason
    zh = f"{reason}（查到 {gap.searched_until}，{gap.documents_searched} 篇）"
    return say(zh, f"{reason} (until {gap.searched_until}, {gap.documents_searched} documents)")


def _short(text: str, size: int) -> str:
    line = " ".join(text.split())
    return line if len(line) <= size else line[:size] + "…"
