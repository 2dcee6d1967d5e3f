"""``bridgehead repair``: a clean text, and every edit with its reason."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from bridgehead.cli._diff import show
from bridgehead.cli._inputs import Inputs, JsonLinesPath
from bridgehead.cli._output import print_json
from bridgehead.read import Page, articles
from bridgehead.repair import Repaired
from bridgehead.repair import repair as repair_text

__all__ = ["repair"]


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
            show(name, repaired)
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
