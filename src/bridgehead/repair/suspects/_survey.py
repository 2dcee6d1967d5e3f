"""Every doubt of a text weighed: what the document proves, and what is only suggested."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from bridgehead.repair._compose import Change, Note
from bridgehead.repair.suspects._doubled import is_doubled
from bridgehead.repair.suspects._doubts import Doubt, lost, misread
from bridgehead.repair.suspects._proof import is_name, is_term, proof
from bridgehead.repair.suspects._spots import misread_at, spots

__all__ = ["proven", "suspected"]


def proven(text: str, units: Any = None) -> list[Change]:
    """Find misread characters that the document itself proves."""
    return [
        Change(doubt.start, doubt.end, doubt.clean, "ocr", 0.97, evidence)
        for doubt in _misread(text, misread_at(text, units))
        if (evidence := proof(text, doubt))
    ]


def suspected(text: str) -> list[Note]:
    """Find what only words speak for."""
    found = spots(text)
    notes = [
        _suggestion(text, doubt, "ocr")
        for doubt in _misread(text, found.misread)
        if not is_term(text, doubt) and not proof(text, doubt)
    ]
    notes += [_suggestion(text, gap, "missing") for at in found.gaps if (gap := lost(text, at))]
    for start, end in found.doubled:
        if is_doubled(text, start, end):
            middle = (start + end) // 2
            why = f"“{text[start:middle]}”连写两遍，疑为重复"
            notes.append(Note(middle, end, "", "doubled", 0.9, "suggested", why))
    return sorted(notes)


def _misread(text: str, places: list[int]) -> Iterator[Doubt]:
    for at in places:
        doubt = misread(text, at)
        if doubt and not is_name(text, doubt):
            yield doubt


def _suggestion(text: str, doubt: Doubt, kind: str) -> Note:
    start, end = doubt.place
    why = f"“{text[start:end]}”不成词，疑为“{doubt.word}”" + ("之误" if kind == "ocr" else "缺字")
    sure = min(0.95, 0.7 + doubt.gain / 50)
    return Note(doubt.start, doubt.end, doubt.clean, kind, round(sure, 2), "suggested", why)
