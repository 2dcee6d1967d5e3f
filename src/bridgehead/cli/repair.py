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
    page = Page(name, repaired)
    numbers = articles.article_lines(page, articles.split(page))
    return {
        "id": name,
        "clean": repaired.clean,
        "edits": [edit._asdict() for edit in repaired.edits],
        "lines": [
            {"span": line.span, "role": line.role, "joined": line.joined, "article": number}
            for line, number in zip(repaired.lines, numbers, strict=True)
        ],
    }
