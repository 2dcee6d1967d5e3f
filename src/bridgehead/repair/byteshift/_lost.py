"""Characters that a shift took without a trace: the model tells where a mark stands too early."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from typing import NamedTuple

import numpy as np

from bridgehead.repair._han import is_han
from bridgehead.repair.byteshift._alphabet import LINE, Letters, letters
from bridgehead.repair.byteshift._bytes import FOLDED, LEADS, grid
from bridgehead.repair.byteshift._model import Model
from bridgehead.repair.byteshift._tokens import Token

__all__ = ["Lost", "lost"]

_UNEXPECTED = -3.0
"""A mark that is likelier than this stands where it belongs."""

_CALLS_OUT = -3.0  # a mark that people put at the end of anything


class Lost(NamedTuple):
    """A mark before which something is lost.

    Attributes
    ----------
    piece : int
        The mark.
    text : str
        What was written there, the mark with it.
    gain : float
        By how much that is likelier than the mark alone.
    """

    piece: int
    text: str
    gain: float


def lost(
    model: Model,
    pieces: Sequence[Token],
    script: int,
    *,
    opened: str = "",
    only: Collection[int] | None = None,
) -> Iterator[Lost]:
    """Yield the marks of a line that are likely to have lost a character.

    Parameters
    ----------
    model : Model
        What decides.
    pieces : sequence of Token
        The line, its end included.
    script : {0, 1}
        Simplified or traditional.
    opened : str
        The brackets and quotation marks that are open where the line ends.
    only : collection of int, optional
        The offsets of the marks to look at.
    """
    seen = [(at, piece) for at, piece in enumerate(pieces) if piece.kind != "reading"]
    table = letters()
    known = [LINE] * 4 + [int(table[min(ord(piece.text[0]), 0xFFFF)]) for _, piece in seen]
    for number, (at, piece) in enumerate(seen):
        wanted = only is None or piece.start in only
        if not (wanted and piece.is_mark and number and is_han(seen[number - 1][1].text[0])):
            continue
        context = np.array([known[number : number + 4]], np.int32)
        asked = np.array([known[number + 4]], np.int32)
        own = float(model.score(context, np.zeros(1, np.int64), asked)[0])
        if own > _UNEXPECTED:
            continue
        mark = FOLDED.get(piece.text, piece.text)
        ways = [_before(model, context, mark, script)]
        if mark == "！" and at + 1 < len(pieces) and pieces[at + 1].text == "\n":
            # Behind ！, the second half of 。 and one byte more went with the end of the line.
            score, text = _before(model, context, "。", script)
            ways.append((score + _CALLS_OUT, text))
            if "“" in opened:
                ways.append((_written(model, context, "。”"), "。”"))
        score, text = max(ways)
        yield Lost(at, text, score - own)


def _before(model: Model, context: Letters, mark: str, script: int) -> tuple[float, str]:
    """Return how likely a mark is behind the likeliest character that can be lost before it, and the two."""
    trail = 0xA3 if mark in "。、" else 0xA1
    fits = (model.letter[LEADS, trail] >= 0) & (model.cost[script, LEADS, trail] > -3)
    leads = LEADS[fits]
    own = model.letter[leads, trail]
    scores = model.score(context, np.zeros(len(own), np.int64), own) + model.cost[script, leads, trail]
    behind = np.column_stack([np.repeat(context[:, 1:], len(own), 0), own])
    asked = np.full(len(own), letters()[ord(mark)], np.int32)
    scores = scores + model.score(behind, np.arange(len(own)), asked)
    top = int(scores.argmax())
    return float(scores[top]), chr(int(grid().shown[leads[top], trail])) + mark


def _written(model: Model, context: Letters, text: str) -> float:
    """Return how likely a text is behind a context."""
    total = 0.0
    for char in text:
        asked = letters()[[ord(char)]]
        total += float(model.score(context, np.zeros(1, np.int64), asked)[0])
        context = np.column_stack([context[:, 1:], asked])
    return total
