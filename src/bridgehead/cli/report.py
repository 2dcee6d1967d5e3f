"""``bridgehead report``: Word for people."""

from __future__ import annotations

from pathlib import Path

from cyclopts import App

from bridgehead.cli._output import console, print_json, say
from bridgehead.records.workspace import Workspace

__all__ = ["app", "brief"]

app = App(name="report", help="写出 Word 文件。 Write Word files.", help_format="plaintext")


@app.command
def brief(*, workspace: Path = Path("workspace"), output: Path | None = None, json: bool = False) -> int:
    """写一份简报：说了什么，办到哪一步，什么没有回应。 Write a brief: what was said, what came of it.

    Parameters
    ----------
    workspace
        工作区文件夹。 The workspace folder.
    output
        输出文件；默认在工作区的 reports/ 里。 Where to write; by default in the workspace's reports/.
    json
        以 JSON Lines 输出。 Print JSON Lines.
    """
    from bridgehead.report import write_brief

    place = Workspace(workspace)
    path = output or place.reports / "brief.docx"
    write_brief(place, path)
    if json:
        print_json([{"type": "report", "path": str(path)}])
    else:
        console().print(say(f"简报：{path}", f"Brief: {path}"), markup=False)
    return 0
