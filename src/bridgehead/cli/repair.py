"""``bridgehead repair``: a clean text, and every edit with its reason."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from bridgehead.cli._inputs import Inputs, JsonLinesPath
from bridgehead.cli._output import print_json, print_table, say
from bridgehead.read import Page, articles
from bridgehead.repair import Edit, Repaired
from bridgehead.repair import repair as repair_text

__all__ = ["repair"]

OUTCOMES = {
    "repaired": ("已修复", "repaired"),
    "suggested": ("建议", "suggested"),
    "unknown": ("存疑", "unknown"),
}


def repair(*paths: Path, jsonl: JsonLinesPath = None, json: bool = False) -> int:
    """修复受损文字，并说明每一处改动。 Repair damaged text and say what was done and why.

    Parameters
    ----------
    paths
        文件或文件夹；- 表示标准输入。 Files or folders; - for standard input.
    jsonl
        每行一篇 {"id","text"}。 One text a line, {"id","text"}.
    json
        输出 {id, clean, edits, lines}，每篇一行。 Print one JSON object a text.
    """
    inputs = Inputs(paths, jsonl)
    for item in inputs:
        name = item.id or item.source.path
        repaired = repair_text(item.source.text)
        if json:
            print_json([_as_json(name, repaired)])
        else:
            _show(name, repaired)
    return inputs.exit_code


def _as_json(name: str, repaired: Repaired) -> dict[str, Any]:
    drafts = articles.split(Page(name, repaired))

    def article_at(offset: int) -> int | None:
        # The innermost article that holds the line: one with several speakers holds their statements.
        at = repaired.to_clean(offset)
        holding = [(d.end - d.start, number) for number, d in enumerate(drafts, 1) if d.start <= at < d.end]
        return min(holding)[1] if holding else None

    return {
        "id": name,
        "clean": repaired.clean,
        "edits": [edit._asdict() for edit in repaired.edits],
        "lines": [
            {"span": line.span, "role": line.role, "joined": line.joined, "article": article_at(line.span[0])}
            for line in repaired.lines
        ],
    }


def _show(name: str, repaired: Repaired) -> None:
    counts = Counter((edit.kind, edit.outcome) for edit in repaired.edits)
    said = "，".join(f"{kind} {say(*OUTCOMES[outcome])} {n}" for (kind, outcome), n in sorted(counts.items()))
    title = f"{name}  {said or say('没有要修的', 'nothing to repair')}"
    heads = [
        say("位置", "Span"),
        say("改动", "Edit"),
        say("种类", "Kind"),
        say("把握", "Sure"),
        say("结果", "Outcome"),
        say("依据", "Why"),
    ]
    print_table(title, heads, _rows(repaired), numbers=(3,))


def _rows(repaired: Repaired, around: int = 6) -> Iterator[list[str]]:
    """One row for each different edit: the same edit on the same damage is shown once, with its count."""
    groups: dict[tuple[str, str, str, str], list[Edit]] = {}
    for edit in repaired.edits:
        groups.setdefault((edit.kind, edit.outcome, edit.raw, edit.clean), []).append(edit)
    for same in groups.values():
        edit = same[0]
        before = repaired.raw[max(0, edit.start - around) : edit.start]
        after = repaired.raw[edit.end : edit.end + around]
        change = f"[-{edit.raw}-]" + (f"{{+{edit.clean}+}}" if edit.clean and edit.clean != edit.raw else "")
        times = f" ×{len(same)}" if len(same) > 1 else ""
        text = f"{before}{change}{after}{times}".replace("\n", "⏎")
        yield [
            f"{edit.start}–{edit.end}",
            text,
            edit.kind,
            f"{edit.confidence:.2f}",
            say(*OUTCOMES[edit.outcome]),
            edit.evidence,
        ]
