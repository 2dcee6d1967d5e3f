"""Seeded damage: one module a kind, all of them functions from cells to cells (`_cells`)."""

from __future__ import annotations

from samples.generator.damage._cells import (
    Cell,
    Cells,
    Edit,
    Pattern,
    clean,
    damaged,
    edits,
    expected,
    find,
    flat,
    from_lines,
)
from samples.generator.damage.profile import Profile, apply, draw
from samples.generator.damage.scrub import scar

__all__ = [
    "Cell",
    "Cells",
    "Edit",
    "Pattern",
    "Profile",
    "apply",
    "clean",
    "damaged",
    "draw",
    "edits",
    "expected",
    "find",
    "flat",
    "from_lines",
    "scar",
]
