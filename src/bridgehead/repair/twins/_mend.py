"""One document mended by its twins: what is damaged here and whole there."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from bridgehead.repair._compose import Change, Note, compose
from bridgehead.repair._edits import Edit, Line, Repaired
from bridgehead.repair._han import is_han
from bridgehead.repair._moves import carried
from bridgehead.repair.suspects._doubts import is_likelier
from bridgehead.repair.twins._align import Difference, Side, differences, joined
from bridgehead.repair.twins._find import Twin

__all__ = ["Witness", "mend"]

_MARGIN = 80
"""How far a stretch is widened, for what is damaged at its ends."""

_DOUBT = 0.9
"""A repair less sure than this is overruled by a clean twin."""

_GUESSED = frozenset({"shift", "symbol"})
"""Kinds of repair that a model or a rule of thumb made: a clean twin knows better."""

_DIGITS = re.compile(r"\d+(?:[.,]\d+)*")
_GARBLED = re.compile("[?\ufffd\ue000-\uf8ff□■]")
"""What stands for a lost character; asterisks hide a name on purpose."""

_UNSOUND = re.compile("[，。！？；：、,.!?;:][，。！？；：、,.!?;:]")
"""Two marks in a row: something is lost between them, though nobody marked it."""

_SENTENCE_END = frozenset("。！？!?；;：:…”’）)】")
_BODY = frozenset({"body"})
_SAME = 0.85
"""The share of characters in common from which two stretches are one text, not two made after one pattern."""

_DISPUTES = 2
"""Up to so many numbers that differ are worth a mark; more are another month's, and no mistake."""

_SCRUBBED = 3
"""A stretch without any digit, where its twin has so many numbers, had its digits taken out."""


@dataclass(frozen=True, slots=True)
class Witness:
    """A twin and its text.

    Attributes
    ----------
    twin : Twin
        Where the stretch stands in both.
    text : Repaired
        The other document, repaired without the help of twins.
    name : str
        What people call it.
    """

    twin: Twin
    text: Repaired
    name: str


class _Sick:
    """The places of a clean text that are damaged or doubtful."""

    def __init__(self, text: Repaired) -> None:
        spans = sorted(
            text.clean_span(edit.start, edit.end)
            for edit in text.edits
            if edit.outcome != "repaired" or edit.confidence < _DOUBT or edit.kind in _GUESSED
        )
        self._starts = [start for start, _ in spans]
        self._ends = [max(end, start + 1) for start, end in spans]

    def meets(self, start: int, end: int) -> bool:
        """Return whether any such place touches a span."""
        i = bisect_right(self._starts, end)
        return any(stop >= start for stop in self._ends[max(0, i - 4) : i])


def mend(text: Repaired, witnesses: Sequence[Witness]) -> Repaired:
    """Mend a document by its twins.

    Parameters
    ----------
    text : Repaired
        The document, repaired by itself.
    witnesses : sequence of Witness
        Its twins, each repaired by itself.

    Returns
    -------
    Repaired
        With edits of kind ``twin``. Digits are restored only where they are lost here and a twin has them at
        exactly that place; where two whole texts disagree on a number, that is marked, not decided.
    """
    votes: dict[tuple[int, int], dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    marks: list[Note] = []
    disputed: dict[tuple[int, int], list[str]] = defaultdict(list)
    sick = _Sick(text)
    for witness in witnesses:
        for start, end, clean, verdict in _compared(text, sick, witness):
            if verdict == "differs":
                disputed[start, end].append(f"《{witness.name}》作“{clean}”")
            elif verdict == "perhaps":
                why = f"同文异本《{witness.name}》作“{clean}”，两文另有出入"
                marks.append(Note(start, end, clean, "twin", 0.7, "suggested", why))
            elif witness.name not in votes[start, end][clean]:
                votes[start, end][clean].append(witness.name)
    changes, split = _counted(votes)
    for (start, end), said in disputed.items():
        why = "同文异本此处数字不同：" + "；".join(dict.fromkeys(said))
        marks.append(Note(start, end, "", "twin", 0.8, "unknown", why))
    marks += split
    return _with(text, changes, marks) if changes or marks else text


def _counted(
    votes: dict[tuple[int, int], dict[str, list[str]]],
) -> tuple[list[Change], list[Note]]:
    """Return what most witnesses say of each place, and suggestions where they are evenly split."""
    changes: list[Change] = []
    marks: list[Note] = []
    for (start, end), said in sorted(
        votes.items(), key=lambda item: (-sum(map(len, item[1].values())), item[0])
    ):
        if any(start < change.end and change.start < end for change in changes):
            continue
        (clean, names), *others = sorted(said.items(), key=lambda item: (-len(item[1]), item[0]))
        where = "、".join(f"《{name}》" for name in names)
        if others and len(others[0][1]) == len(names):
            why = f"同文异本说法不一，{where}作“{clean}”"
            marks.append(Note(start, end, clean, "twin", 0.6, "suggested", why))
        else:
            sure = 0.97 if len(names) > 1 and not others else 0.95
            changes.append(Change(start, end, clean, "twin", sure, f"据同文异本{where}"))
    return sorted(changes), marks


def _with(text: Repaired, changes: list[Change], marks: list[Note]) -> Repaired:
    """Return the text with changes and marks over its clean text folded in."""
    first = [
        Change(edit.start, edit.end, edit.clean, edit.kind, edit.confidence, edit.evidence)
        for edit in text.edits
        if edit.outcome == "repaired"
    ]
    edits = [
        Edit(c.start, c.end, text.raw[c.start : c.end], c.clean, c.kind, c.confidence, "repaired", c.evidence)
        for c in compose(first, changes, text.clean)
        if text.raw[c.start : c.end] != c.clean
    ]
    mended = [text.raw_span(change.start, change.end) for change in changes]
    healed = [
        edit
        for edit in text.edits
        if edit.outcome != "repaired"
        and not any(start < edit.end and edit.start < end for start, end in mended)
    ]
    noted = []
    for mark in marks:
        start, end = text.raw_span(mark.start, mark.end)
        old = text.raw[start:end]
        clean = mark.clean if mark.outcome == "suggested" else old
        noted.append(Edit(start, end, old, clean, mark.kind, mark.confidence, mark.outcome, mark.evidence))
    done = sorted([*edits, *healed, *noted], key=lambda edit: (edit.start, edit.end))
    clean_text = _applied(text.clean, changes)
    return Repaired(text.raw, clean_text, done, _lines(text, mended, changes), carried(text.moves, changes))


def _applied(clean: str, changes: Sequence[Change]) -> str:
    out: list[str] = []
    at = 0
    for change in changes:
        out += (clean[at : change.start], change.clean)
        at = change.end
    return "".join([*out, clean[at:]])


def _lines(text: Repaired, mended: Sequence[tuple[int, int]], changes: Sequence[Change]) -> list[Line]:
    """Return the lines; those that a taken-out line end cut off from the line before are joined to it."""
    ends = {
        end
        for (_, end), change in zip(mended, changes, strict=True)
        if not change.clean and not text.clean[change.start : change.end].strip()
    }
    return [replace(line, joined=True) if line.span[0] in ends else line for line in text.lines]


def _compared(text: Repaired, sick: _Sick, witness: Witness) -> Iterator[tuple[int, int, str, str]]:
    """Yield what a witness says: ``[start, end)`` here, what stands there, and the verdict on it."""
    other_sick = _Sick(witness.text)
    here = Side(text.clean, _wider(text.clean, witness.twin.span))
    there = Side(witness.text.clean, _wider(witness.text.clean, witness.twin.other))
    found, same = differences(here, there)
    scrubbed = _is_scrubbed(here.chars, there.chars)
    judged = []
    for difference in found:
        start, end = here.span(*difference.here)
        only_number = start == end and bool(_DIGITS.fullmatch(there.chars[slice(*difference.there)]))
        damaged = sick.meets(start, end) or (scrubbed and only_number)
        judged.append((difference, _judge(here, there, difference, damaged)))
    # Next month's report is nearly the same text: what it says in a garbled place is not what stood here.
    shared = 2 * sum(size for _, _, size in same) / (len(here.chars) + len(there.chars))
    disputes = sum(verdict == "differs" for _, verdict in judged)
    other_text = shared < _SAME or disputes > max(_DISPUTES, len(_DIGITS.findall(here.chars)) // 10)
    for difference, verdict in judged:
        start, end = here.span(*difference.here)
        low, high = there.span(*difference.there)
        if not verdict or (verdict == "differs" and other_text) or other_sick.meets(low, high):
            continue
        if _UNSOUND.search(witness.text.clean, max(0, low - 1), high + 1):
            continue
        theirs = witness.text.clean[low:high]
        if start == end:
            # What is put in takes the character before with it: a span is never empty.
            start -= 1
            theirs = text.clean[start] + theirs
        unsure = other_text or scrubbed or (disputes and _DIGITS.search(theirs))
        yield start, end, theirs, "perhaps" if verdict == "lost" and unsure else verdict
    for start, end in joined(here, there, same):
        if "\n" in text.clean[start:end] and _is_cut(text, start, end):
            yield start, end, "", "slip"


def _wider(text: str, span: tuple[int, int]) -> tuple[int, int]:
    return max(0, span[0] - _MARGIN), min(len(text), span[1] + _MARGIN)


def _is_scrubbed(here: str, there: str) -> bool:
    return not re.search(r"\d", here) and len(_DIGITS.findall(there)) >= _SCRUBBED


def _judge(here: Side, there: Side, difference: Difference, damaged: bool) -> str:
    """Return what a difference is.

    ``lost`` for what cannot be read here, ``slip`` for what the words themselves show to be wrong here,
    ``differs`` for two numbers, "" for another wording.
    """
    ours = here.chars[slice(*difference.here)]
    theirs = there.chars[slice(*difference.there)]
    if _GARBLED.search(ours):
        # Marks alone say nothing: what was garbled may be lost there too.
        whole = not _GARBLED.search(theirs) and any(char.isalnum() for char in theirs)
        return "lost" if whole else ""
    if _DIGITS.findall(ours) != _DIGITS.findall(theirs):
        if _DIGITS.search(ours):
            return "differs" if _DIGITS.search(theirs) else ""
        return "lost" if damaged else ""
    before = here.chars[max(0, difference.here[0] - 8) : difference.here[0]]
    behind = here.chars[difference.here[1] : difference.here[1] + 8]
    if _is_repeated(ours, theirs, before) or is_likelier(before, ours, theirs, behind):
        return "slip"
    return "lost" if damaged else ""


def _is_repeated(ours: str, theirs: str, before: str) -> bool:
    """Return whether the difference is a word that stands here twice and there once."""
    return not theirs and len(ours) > 1 and ours.isalpha() and before.endswith(ours)


def _is_cut(text: Repaired, start: int, end: int) -> bool:
    """Return whether a line end cuts a sentence of the body in two."""
    before, behind = text.clean[start - 1], text.clean[end : end + 1]
    if before in _SENTENCE_END or not (is_han(behind) or behind.isdigit() or behind in "“，、"):
        return False
    first, last = text.to_raw(start - 1), text.to_raw(end)
    roles = {line.role for line in text.lines if line.span[0] <= last and first < line.span[1]}
    return roles <= _BODY
