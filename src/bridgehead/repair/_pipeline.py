"""The stages in their order, from raw to clean."""

from __future__ import annotations

from collections.abc import Sequence

from bridgehead.repair._compose import Draft
from bridgehead.repair._edits import Line, Repaired
from bridgehead.repair.joins import joins
from bridgehead.repair.marks import marks
from bridgehead.repair.mojibake import lost, redecode, shifted
from bridgehead.repair.pinyin import pinyin
from bridgehead.repair.roles import roles
from bridgehead.repair.script import script
from bridgehead.repair.width import spaces, width

__all__ = ["repair"]


def repair(raw: str) -> Repaired:
    """Repair a damaged text.

    Parameters
    ----------
    raw : str
        The raw decoded text; line ends are line feeds.

    Returns
    -------
    Repaired
        The clean text, every edit, and the role of every line that is not blank. Digits and names are never
        invented: what is lost is marked with outcome ``unknown`` and stays as it is.
    """
    draft = Draft(raw)
    draft.note(lambda: [*shifted(raw), *lost(raw)])
    # Look-alikes hide characters from pinyin, and pinyin hides words from script.
    for stage in (redecode, width, marks, pinyin, script, spaces):
        draft.apply(stage(draft.text))
    line_roles = roles(draft.text.split("\n"))
    changes, joined = joins(draft.text, line_roles)
    draft.apply(changes)
    return Repaired(raw, draft.text, draft.edits, lambda: _lines(raw, line_roles, joined))


def _lines(raw: str, line_roles: Sequence[str], joined: Sequence[int]) -> tuple[Line, ...]:
    """Return the lines of the raw text; no stage before the joins adds or drops a line end."""
    continued = frozenset(joined)
    lines = []
    at = 0
    for i, (text, role) in enumerate(zip(raw.split("\n"), line_roles, strict=True)):
        if role:
            lines.append(Line((at, at + len(text.rstrip("\r"))), role, i in continued))
        at += len(text) + 1
    return tuple(lines)
