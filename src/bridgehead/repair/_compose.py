"""How the edits of one stage after another become edits over the raw text.

Every stage looks at the text the stages before it left, so its changes carry offsets of that text. `Draft`
keeps one list of changes over the raw text and folds each stage's changes into it.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Sequence
from functools import partial
from itertools import pairwise
from typing import NamedTuple

from bridgehead.repair._edits import Edit, Line, Outcome, Repaired
from bridgehead.repair._moves import Move, carried, traced

__all__ = ["Change", "Draft", "Note", "Rewrite", "compose"]


class Change(NamedTuple):
    """A stage's edit: offsets of the text the stage was given.

    Attributes
    ----------
    start, end : int
        ``[start, end)``; never empty, so that every clean character has a raw place.
    clean : str
        What stands there instead.
    kind : str
        The kind of damage.
    confidence : float
        0 to 1.
    evidence : str
        Why, for a person to read.
    """

    start: int
    end: int
    clean: str
    kind: str
    confidence: float
    evidence: str


class Note(NamedTuple):
    """What a stage suggests or marks without changing the text: offsets of the text the stage was given.

    Attributes
    ----------
    start, end : int
        ``[start, end)``; never empty.
    clean : str
        What might stand there; of no account for ``unknown``.
    kind : str
        The kind of damage.
    confidence : float
        0 to 1.
    outcome : {"suggested", "unknown"}
        As in `Edit`.
    evidence : str
        Why, for a person to read.
    """

    start: int
    end: int
    clean: str
    kind: str
    confidence: float
    outcome: Outcome
    evidence: str


class Rewrite(NamedTuple):
    """What a stage made of its text, when saying so is much faster than saying which changes it took.

    Attributes
    ----------
    text : str
        The text with all changes applied.
    changes : callable
        Returns them; called when someone asks for the edits.
    """

    text: str
    changes: Callable[[], Sequence[Change]]


class Draft:
    """A text on its way from raw to clean.

    Only the text is kept up to date at once. What changed is put together when the edits are asked for, as
    most readers want the clean text of most documents and the edits of a few.

    Attributes
    ----------
    raw : str
        What was given.
    text : str
        What the stages so far have made of it.
    """

    def __init__(self, raw: str) -> None:
        self.raw = self.text = raw
        self._steps: list[tuple[str, Callable[[], Sequence[Change]], Callable[[], Sequence[Note]]]] = []
        self._moves: dict[int, Sequence[Move]] = {}

    def apply(self, stage: Sequence[Change] | Rewrite, moves: Sequence[Move] = ()) -> None:
        """Take a stage's changes.

        Parameters
        ----------
        stage : sequence of Change, or Rewrite
            Over ``text``, in order, without overlap.
        moves : sequence of Move
            What the stage put elsewhere: from places in ``text`` to places in what it leaves.
        """
        if moves:
            self._moves[len(self._steps)] = moves
        before = self.text
        if isinstance(stage, Rewrite):
            self.text = stage.text
            self._steps.append((before, stage.changes, tuple))
        elif stage:
            self.text = _applied(before, stage)
            self._steps.append((before, lambda: stage, tuple))

    def note(self, notes: Callable[[], Sequence[Note]]) -> None:
        """Take what a stage suggests or marks in ``text`` as it is now.

        Parameters
        ----------
        notes : callable
            Returns them in any order; called when someone asks for the edits.
        """
        self._steps.append((self.text, tuple, notes))

    def changes(self) -> list[Change]:
        """Return the changes over ``raw``, in order, without overlap; applying them gives ``text``."""
        return self._fold()[0]

    def edits(self) -> list[Edit]:
        """Return the changes and notes as edits over the raw text, in order."""
        changes, noted, _ = self._fold()
        edits = _edits(changes, self.raw)
        return sorted([*edits, *noted], key=_place) if noted else edits

    def moves(self) -> list[Move]:
        """Return what stands elsewhere in ``text`` than in ``raw``, in order of its place in ``text``."""
        return self._fold()[2] if self._moves else []

    def repaired(self, lines: Sequence[Line] | Callable[[], Sequence[Line]] = ()) -> Repaired:
        """Return the text as it is now, with the way back to raw."""
        now = Draft(self.raw)
        now.text, now._steps = self.text, self._steps[:]
        if self._moves:
            now._moves = dict(self._moves)
        return Repaired(self.raw, self.text, now.edits, lines, now.moves if self._moves else ())

    def _fold(self) -> tuple[list[Change], list[Edit], list[Move]]:
        changes: list[Change] = []
        noted: list[Edit] = []
        moves: list[Move] = []
        for number, (before, changed, notes) in enumerate(self._steps):
            found = notes()
            made = self._moves.get(number, ())
            if found or made:
                # The text of this step with the way back to raw; what later steps change is no matter.
                so_far = Repaired(self.raw, before, partial(_edits, changes, self.raw), moves=moves)
                noted += (_noted(note, so_far) for note in found)
            stage = changed()
            if stage:
                changes = compose(changes, stage, before)
                moves = carried(moves, stage)
            if made:
                moves = sorted([*moves, *traced(made, so_far.raw_span, len(before))])
        return changes, noted, moves


def _edits(changes: Sequence[Change], raw: str) -> list[Edit]:
    return [
        Edit(start, end, old, clean, kind, confidence, "repaired", evidence)
        for start, end, clean, kind, confidence, evidence in changes
        if (old := raw[start:end]) != clean
    ]


def _noted(note: Note, so_far: Repaired) -> Edit:
    start, end = so_far.raw_span(note.start, note.end)
    old = so_far.raw[start:end]
    clean = note.clean if note.outcome == "suggested" else old
    return Edit(start, end, old, clean, note.kind, note.confidence, note.outcome, note.evidence)


def _place(edit: Edit) -> tuple[int, int]:
    return edit.start, edit.end


def _applied(text: str, changes: Sequence[Change]) -> str:
    out: list[str] = []
    at = 0
    for change in changes:
        out += (text[at : change.start], change.clean)
        at = change.end
    out.append(text[at:])
    return "".join(out)


def compose(first: Sequence[Change], second: Sequence[Change], middle: str) -> list[Change]:
    """Return one list of changes that does what two lists do one after the other.

    Parameters
    ----------
    first : sequence of Change
        From raw to middle.
    second : sequence of Change
        From middle to the end; in order, without overlap.
    middle : str
        The text between the two.

    Returns
    -------
    list of Change
        From raw to the end. Where a change of the second meets one of the first, the two become one; one that
        replaces character by character is split at the borders of the first first.
    """
    if not first:
        return list(second)
    places = _places(first, len(middle))
    second = _cut(places, second)
    out: list[Change] = []
    i = j = shift = 0  # raw offset = middle offset + shift, behind first[:i]
    at, stop, behind = places[0]
    while j < len(second):
        start, end, clean, kind, confidence, evidence = second[j]
        while stop <= start:
            out.append(first[i])
            shift = behind
            i += 1
            at, stop, behind = places[i]
        if at >= end:
            out.append(Change(start + shift, end + shift, clean, kind, confidence, evidence))
            j += 1
            continue
        span, j_end, i_end = _cluster(first, second, i, j, shift)
        out.append(_merge(first[i:i_end], second[j:j_end], span, middle, shift))
        shift = out[-1].end - span[1]
        i, j = i_end, j_end
        at, stop, behind = places[i]
    out += first[i:]
    return out


def _places(first: Sequence[Change], length: int) -> list[tuple[int, int, int]]:
    """Return where each change stands in the middle text, and by how much raw offsets are larger behind it.

    The last place lies behind the text and stands for no change.
    """
    places = []
    shift = 0
    for start, end, clean, *_ in first:
        at = start - shift
        shift += end - start - len(clean)
        places.append((at, end - shift, shift))
    return [*places, (length + 1, length + 1, shift)]


def _cut(places: Sequence[tuple[int, int, int]], second: Sequence[Change]) -> list[Change]:
    """Split what replaces character by character wherever a change of the first list begins or ends."""
    borders = [border for at, stop, _ in places for border in (at, stop)]
    out: list[Change] = []
    i = 0
    for change in second:
        start, end, clean, kind, confidence, evidence = change
        while borders[i] <= start:
            i += 1
        if borders[i] >= end or len(clean) != end - start:
            out.append(change)
            continue
        inside = sorted(set(borders[i : bisect_left(borders, end, i)]))
        for low, high in pairwise((start, *inside, end)):
            piece = clean[low - start : high - start]
            out.append(Change(low, high, piece, kind, confidence, evidence))
    return out


def _end(change: Change, shift: int) -> int:
    """Return where a change of the first list ends in the middle text."""
    return change.start - shift + len(change.clean)


def _cluster(
    first: Sequence[Change], second: Sequence[Change], i: int, j: int, shift: int
) -> tuple[tuple[int, int], int, int]:
    """Return the middle span of everything that hangs together, and where both lists go on."""
    low = min(second[j].start, first[i].start - shift)
    high = second[j].end
    j += 1
    while True:
        if i < len(first) and first[i].start - shift < high:
            high = max(high, _end(first[i], shift))
            shift += first[i].end - first[i].start - len(first[i].clean)
            i += 1
        elif j < len(second) and second[j].start < high:
            high = max(high, second[j].end)
            j += 1
        else:
            return (low, high), j, i


def _merge(
    first: Sequence[Change], second: Sequence[Change], span: tuple[int, int], middle: str, shift: int
) -> Change:
    """Return one change for several: the first one's kind, everyone's reasons."""
    low, high = span
    grown = sum(change.end - change.start - len(change.clean) for change in first)
    inner = [change._replace(start=change.start - low, end=change.end - low) for change in second]
    clean = _applied(middle[low:high], inner)
    parts = [*first, *second]
    reasons = "；".join(dict.fromkeys(part.evidence for part in parts if part.evidence))
    sure = min(part.confidence for part in parts)
    return Change(low + shift, high + shift + grown, clean, parts[0].kind, sure, reasons)
