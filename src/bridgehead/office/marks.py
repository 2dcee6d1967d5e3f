"""A text cut where highlights and repairs begin and end, so that overlapping spans can be shown."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

__all__ = ["Mark", "Segment", "paragraphs", "segments"]


class Mark(NamedTuple):
    """A record's place in the text that is shown.

    Attributes
    ----------
    start, end : int
        ``[start, end)`` in characters of that text.
    type, record : str
        The record's type and id.
    """

    start: int
    end: int
    type: str
    record: str


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of text on which nothing begins or ends.

    Attributes
    ----------
    start, end : int
        ``[start, end)``; empty where a repair took something away.
    text : str
        What stands there.
    marks : tuple of Mark
        The records that cover it, innermost (shortest) first.
    edit : int or None
        The number of the repair that covers it.
    """

    start: int
    end: int
    text: str
    marks: tuple[Mark, ...] = ()
    edit: int | None = None


def segments(text: str, marks: Iterable[Mark], edits: Iterable[tuple[int, int, int]] = ()) -> list[Segment]:
    """Cut a text at every start and end, and at line ends.

    Parameters
    ----------
    text : str
        What is shown.
    marks : iterable of Mark
        Spans that may overlap, nest or leave the text; what lies outside is clipped.
    edits : iterable of (int, int, int)
        Start, end and number of each repair; an empty one stands for something taken away. Where two overlap,
        the one that begins later is shown.

    Returns
    -------
    list of Segment
        In order; their texts put together are ``text``.
    """
    length = len(text)
    clipped = [mark._replace(start=max(mark.start, 0), end=min(mark.end, length)) for mark in marks]
    clipped = [mark for mark in clipped if mark.start < mark.end]
    spans = [(max(start, 0), min(end, length), number) for start, end, number in edits]
    gone = {start: number for start, end, number in spans if start == end}
    spans = [span for span in spans if span[0] < span[1]]
    cuts = {0, length, *gone}
    for start, end, *_rest in (*clipped, *spans):
        cuts |= {start, end}
    for at, character in enumerate(text):
        if character == "\n":
            cuts |= {at, at + 1}

    opening: dict[int, list[Mark]] = {}
    for mark in clipped:
        opening.setdefault(mark.start, []).append(mark)
    edit_opening = {start: (end, number) for start, end, number in spans}
    out: list[Segment] = []
    active: list[Mark] = []
    edit: tuple[int, int] | None = None
    for start, end in pairwise([*sorted(cuts), length]):
        if any(mark.end <= start for mark in active) or start in opening:
            active = [mark for mark in active if mark.end > start] + opening.get(start, [])
            active.sort(key=lambda mark: (mark.end - mark.start, mark.start, mark.type, mark.record))
        edit = edit_opening.get(start, edit)
        if edit and edit[0] <= start:
            edit = None
        if start in gone:
            out.append(Segment(start, start, "", tuple(active), gone[start]))
        if start < end:
            out.append(Segment(start, end, text[start:end], tuple(active), edit[1] if edit else None))
    return out


def paragraphs(parts: Sequence[Segment]) -> list[list[Segment]]:
    """Group segments by line; line ends themselves are left out.

    Returns
    -------
    list of list of Segment
        Their texts, joined by line ends, are the whole text.
    """
    lines: list[list[Segment]] = [[]]
    for part in parts:
        if part.text == "\n":
            lines.append([])
        else:
            lines[-1].append(part)
    return lines
