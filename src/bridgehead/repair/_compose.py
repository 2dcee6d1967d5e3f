"""How the edits of one stage after another become edits over the raw text.

Every stage looks at the text the stages before it left, so its changes carry offsets of that text. `Draft`
keeps one list of changes over the raw text and folds each stage's changes into it.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from bridgehead.repair._edits import Edit

__all__ = ["Change", "Draft", "compose"]


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


class Draft:
    """A text on its way from raw to clean.

    Attributes
    ----------
    raw : str
        What was given.
    text : str
        What the stages so far have made of it.
    changes : list of Change
        Over ``raw``, in order, without overlap; applying them gives ``text``.
    """

    def __init__(self, raw: str) -> None:
        self.raw = self.text = raw
        self.changes: list[Change] = []

    def apply(self, stage: Sequence[Change]) -> None:
        """Fold in a stage's changes.

        Parameters
        ----------
        stage : sequence of Change
            Over ``text``, in order, without overlap.
        """
        if not stage:
            return
        self.changes = compose(self.changes, stage, self.text)
        self.text = _applied(self.text, stage)

    def edits(self) -> list[Edit]:
        """Return the changes as repaired edits over the raw text."""
        raw = self.raw
        return [
            Edit(start, end, old, clean, kind, confidence, "repaired", evidence)
            for start, end, clean, kind, confidence, evidence in self.changes
            if (old := raw[start:end]) != clean
        ]


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
        From raw to the end. Where a change of the second meets one of the first, the two become one; where
        it only spans a deletion, it is split there if it replaces character by character.
    """
    if not first:
        return list(second)
    out: list[Change] = []
    i, shift = 0, 0  # raw offset = middle offset + shift, behind first[:i]
    n = len(first)
    j, m = 0, len(second)
    while j < m:
        start, end, clean, kind, confidence, evidence = second[j]
        while i < n:
            earlier = first[i]
            grown = earlier.end - earlier.start - len(earlier.clean)
            if earlier.end - grown - shift > start:
                break
            shift += grown
            out.append(earlier)
            i += 1
        if i >= n or first[i].start - shift >= end:
            out.append(Change(start + shift, end + shift, clean, kind, confidence, evidence))
            j += 1
            continue
        cluster, j_end, i_end = _cluster(first, second, i, j, shift)
        out += _merge(first[i:i_end], second[j:j_end], cluster, middle, shift)
        for earlier in first[i:i_end]:
            shift += earlier.end - earlier.start - len(earlier.clean)
        i, j = i_end, j_end
    out += first[i:]
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
) -> list[Change]:
    low, high = span
    if all(len(change.clean) == change.end - change.start for change in second):
        return _split(first, second, span, middle, shift)
    grown = sum(change.end - change.start - len(change.clean) for change in first)
    inner = [change._replace(start=change.start - low, end=change.end - low) for change in second]
    clean = _applied(middle[low:high], inner)
    return [_joint(low + shift, high + shift + grown, clean, [*first, *second])]


def _split(
    first: Sequence[Change], second: Sequence[Change], span: tuple[int, int], middle: str, shift: int
) -> list[Change]:
    """Fold in changes that replace character by character: cut them wherever the first list changes."""
    low, high = span
    inner = [change._replace(start=change.start - low, end=change.end - low) for change in second]
    new = _applied(middle[low:high], inner)
    out: list[Change] = []
    at = low
    rest = list(second)
    for earlier in first:
        start = earlier.start - shift
        end = _end(earlier, shift)
        rest = _between(rest, at, start, shift, out)
        if start == end or new[start - low : end - low] == earlier.clean:
            out.append(earlier)
        else:
            touching = [change for change in rest if change.start < end]
            out.append(_joint(earlier.start, earlier.end, new[start - low : end - low], [earlier, *touching]))
        shift += earlier.end - earlier.start - len(earlier.clean)
        at = end
    _between(rest, at, high, shift, out)
    return out


def _between(rest: list[Change], low: int, high: int, shift: int, out: list[Change]) -> list[Change]:
    """Put the parts of changes that lie in ``[low, high)`` into ``out``; return those that reach further."""
    for change in rest:
        start, end = max(change.start, low), min(change.end, high)
        if start < end:
            clean = change.clean[start - change.start : end - change.start]
            out.append(change._replace(start=start + shift, end=end + shift, clean=clean))
    return [change for change in rest if change.end > high]


def _joint(start: int, end: int, clean: str, parts: Sequence[Change]) -> Change:
    """Return one change for several: the first one's kind, everyone's reasons."""
    reasons = "；".join(dict.fromkeys(part.evidence for part in parts if part.evidence))
    return Change(start, end, clean, parts[0].kind, min(part.confidence for part in parts), reasons)
