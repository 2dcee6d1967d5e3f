"""What became of a file that was loaded into the ledger, in a few lines."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bridgehead.cli._output import console, say

if TYPE_CHECKING:
    from bridgehead.office.supervision.bulk import Loaded

__all__ = ["show_loaded"]

SHOWN = 5
"""Bad lines, disagreements and notes of a file that are listed on the terminal; there can be thousands."""


def show_loaded(loaded: Loaded) -> None:
    """Print how many items a file brought, and what in it was not taken."""
    zh = f"督办：{loaded.name} 新增 {loaded.new} 件，有变化 {loaded.changed} 件，未变 {loaded.unchanged} 件"
    en = f"Supervision: {loaded.name}: {loaded.new} new, {loaded.changed} changed,"
    en += f" {loaded.unchanged} unchanged"
    if loaded.acts or loaded.known:
        zh += f"；办理 {loaded.acts} 步，已有 {loaded.known} 步"
        en += f"; {loaded.acts} acts, {loaded.known} known"
    out = console()
    out.print(say(zh, en), markup=False)
    for mark, told in (
        ("✗", [error.message() for error in loaded.bad]),
        ("≠", loaded.conflicts),
        ("·", loaded.notes),
    ):
        for one in told[:SHOWN]:
            out.print(f"  {mark} {one}", markup=False)
        if (more := len(told) - SHOWN) > 0:
            said = say(f"还有 {more} 处，用 --json 看全部", f"{more} more; --json lists all")
            out.print(f"  {mark} {said}", markup=False)
    if loaded.marked:
        what = say("没有装入的行已标出", "Rows that were not taken are marked in")
        out.print(f"  {what}{say('：', ': ')}{loaded.marked}", markup=False)
