"""A block of columns in its new order: edits, and moves for what stands elsewhere."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from bridgehead.repair._compose import Change
from bridgehead.repair._moves import Move
from bridgehead.repair.columns._flow import CLOSERS, begins, flow
from bridgehead.repair.columns._lines import ENDS, Piece, usual, width

__all__ = ["put"]


def put(text: str, block: Sequence[Piece], grown: int) -> tuple[list[Change], list[Move]]:
    """Put the columns of a block one behind the other."""
    number = max(piece.column for piece in block) + 1
    reason = "左右两栏被横着读，按栏重排" if number == 2 else f"{number}栏被横着读，按栏重排"
    first, *others = ([piece for piece in block if piece.column == i] for i in range(number))
    changes = []
    at = block[0].start
    for piece, between in zip(first, ["", *_between(first)], strict=True):
        if text[at : piece.start] != between:
            changes.append(Change(at, piece.start, between, "columns", 0.9, reason))
        at = piece.end
    stop = block[-1].end
    whole = at == stop
    if whole:  # a change is never empty: it takes in the last character, which stays where it is
        at -= 1
    clean = text[at:stop] if whole else ""
    place = at + grown + sum(len(change.clean) - change.end + change.start for change in changes)
    moves = [Move(place, place + 1, at, stop)] if whole else []
    last = first[-1]
    for column in others:
        for piece, between in zip(column, [_over(last, column[0]), *_between(column)], strict=True):
            clean += between
            moves.append(
                Move(place + len(clean), place + len(clean) + len(piece.text), piece.start, piece.end)
            )
            clean += piece.text
        last = column[-1]
    return [*changes, Change(at, stop, clean, "columns", 0.9, reason)], moves


def _between(column: Sequence[Piece]) -> list[str]:
    """Return what goes between the lines of a column: a line end only where a paragraph ends."""
    wide, long = (usual([measure(piece.text) for piece in column]) for measure in (width, len))
    out = []
    for piece, following in pairwise(column):
        full = width(piece.text) >= wide - 3 or len(piece.text) >= long - 1
        out.append(_glue(piece.text, following.text) if _is_same(following, full) else "\n")
    return out


def _is_same(following: Piece, full: bool) -> bool:
    """Whether a line of a column is of one paragraph with the one above, which is full or not."""
    if following.text[0] in CLOSERS:
        return True
    return full and not following.indented and not begins(following.text)


def _over(last: Piece, piece: Piece) -> str:
    """Return what goes between the last line of a column and the first of the next."""
    goes_on = piece.text[0] in CLOSERS or flow().cuts_word(last.text, piece.text)
    return "" if goes_on and last.text[-1] not in ENDS else "\n"


def _glue(before: str, after: str) -> str:
    return " " if (before[-1] + after[0]).isascii() and (before[-1] + after[0]).isalpha() else ""
