"""Columns that were read across, line by line, put one behind the other again.

A page of a yearbook or a PDF whose text was taken out row by row gives ``left⎵⎵right`` rows, or the lines of
the columns by turns. Whether that happened is decided by how well the lines go on: a word cut by the end of a
line goes on in the next line of its own column (`_flow`). Tables, lists of names, verse and headlines in
halves do not cut words, so they stay as they are.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from bridgehead.repair._compose import Change
from bridgehead.repair._moves import Move
from bridgehead.repair.columns._lines import ROWS, Piece, narrow, near
from bridgehead.repair.columns._order import put
from bridgehead.repair.columns._rows import GAP, NARROW_GAP, rows
from bridgehead.repair.columns._turns import by_turns

__all__ = ["Untangled", "columns"]


@dataclass(frozen=True, slots=True)
class Untangled:
    """What was found in a text; all empty when nothing was read across.

    Attributes
    ----------
    changes : list of Change
        Of kind ``columns``: in each row what stands right of the first column goes, and comes back behind the
        last row; lines of one paragraph are put together.
    moves : list of Move
        Where each line of the other columns comes from.
    pieces : list of (int, int)
        The lines of all columns, in the order of the text they were found in.
    """

    changes: list[Change] = field(default_factory=list)
    moves: list[Move] = field(default_factory=list)
    pieces: list[tuple[int, int]] = field(default_factory=list)


def columns(text: str) -> Untangled:
    """Find columns that were read across.

    Parameters
    ----------
    text : str
        Simplified text without readings in brackets; its lines as they stand on the page.
    """
    found = Untangled()
    for block in _blocks(text):
        grown = sum(len(change.clean) - change.end + change.start for change in found.changes)
        changes, moves = put(text, block, grown)
        found.changes.extend(changes)
        found.moves.extend(moves)
        found.pieces.extend((piece.start, piece.end) for piece in block)
    return found


def _blocks(text: str) -> list[list[Piece]]:
    """Return the blocks of columns: rows with wide gaps, else with narrow ones, else lines by turns."""
    lines = text.split("\n")
    found: list[list[Piece]] = []
    if text.count("  ") + text.count("\u3000") + text.count("\t") >= ROWS:
        found = [block for stretch in near(lines) for block in rows(stretch, GAP)]
    stretches = [] if found else list(narrow(lines))
    if stretches and text.count(" ") >= ROWS:
        found = [block for stretch in stretches for block in rows(stretch, NARROW_GAP)]
    return found or [block for stretch in stretches for block in by_turns(stretch)]
