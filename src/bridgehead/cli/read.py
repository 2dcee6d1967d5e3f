"""``bridgehead read``: records of files, without a workspace."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from bridgehead.cli._inputs import Inputs, JsonLinesPath
from bridgehead.cli._output import console, print_json, print_table, say
from bridgehead.read import LacTagger, Reading, doubts, read_text
from bridgehead.records import Doubt, Record, Sourced

__all__ = ["read"]

SHOWN = 4
"""Doubts of one kind whose words are told."""


def read(*paths: Path, jsonl: JsonLinesPath = None, rules_only: bool = False, json: bool = False) -> int:
    """读出记录：文章、人物、活动、要求、承诺、数据、项目。 Read records out of files.

    Parameters
    ----------
    paths
        文件或文件夹；- 表示标准输入。 Files or folders; - for standard input.
    jsonl
        每行一篇 {"id","text"[,"date_published","place"]}。 One text a line, {"id","text"}.
    rules_only
        不用分词模型。 Without the tagger model.
    json
        以 JSON Lines 输出全部记录。 Print all records as JSON Lines.
    """
    tagger = None if rules_only else LacTagger()
    inputs = Inputs(paths, jsonl)
    for item in inputs:
        reading = read_text(item.source, tagger=tagger, context=item.context, document_id=item.id)
        if json:
            print_json([reading.document, *reading.records])
        else:
            _show(reading)
    return inputs.exit_code


def _show(reading: Reading) -> None:
    document = reading.document
    date = document.date_published or say("日期不详", "no date")
    title = f"{document.path}  {document.title or ''}  {date}  {document.place or ''}"
    print_table(
        title,
        [say("类型", "Type"), say("位置", "Span"), say("内容", "What"), say("原句", "Sentence")],
        [_row(record) for record in _worth_showing(reading.records)],
    )
    _report([record for record in reading.records if isinstance(record, Doubt)])


def _report(found: Sequence[Doubt]) -> None:
    """Say what was not understood, kind by kind, and what to try."""
    kinds: dict[str, list[Doubt]] = {}
    for doubt in found:
        kinds.setdefault(doubt.kind, []).append(doubt)
    for kind, some in kinds.items():
        what, hint = doubts.meaning(kind)
        spots = [f"{' '.join(one.words.split())[:20]}（{one.span[0]}）" for one in some[:SHOWN]]
        more = say("等", " …") if len(some) > SHOWN else ""
        line = say(f"  ? {what} {len(some)} 处：", f"  ? {what}, {len(some)}: ")
        tried = say(f"。可以试试：{hint}", f". Try: {hint}")
        console().print(line + say("、", ", ").join(spots) + more + tried, markup=False)


def _worth_showing(records: Sequence[Record]) -> list[Sourced]:
    shown = ("article", "event", "directive", "commitment", "observation", "project", "work_system")
    return [record for record in records if isinstance(record, Sourced) and record.type in shown]


def _row(record: Sourced) -> list[str]:
    what = next(
        (
            str(value)
            for name in ("headline", "theme", "variable_text", "name", "unit")
            if (value := getattr(record, name, None))
        ),
        "",
    )
    if record.type == "observation":
        what += f" {getattr(record, 'value'):g} {getattr(record, 'unit_text')}"  # noqa: B009
    if record.type == "directive" and (who := getattr(record, "issuer_name", None)):
        what = f"{who} · {what}"
    quote = record.quote.replace("\n", " ")
    return [
        record.type,
        f"{record.span[0]}–{record.span[1]}",
        what,
        quote[:60] + ("…" if len(quote) > 60 else ""),
    ]
