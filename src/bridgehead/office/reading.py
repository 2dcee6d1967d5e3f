"""A document's text for reading: highlights, repairs, lines with their roles."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.urls import reverse
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from bridgehead.office.marks import Mark, Segment, paragraphs, segments
from bridgehead.office.models import Document, Record
from bridgehead.office.words import code, damage
from bridgehead.repair import Edit, Move, Repaired

__all__ = ["LIT", "SHOWN", "Line", "Reading", "edit_words", "reading", "repaired"]

LIT = ("directive", "commitment", "observation", "project", "event")
SHOWN = (*LIT, "person", "organization", "area")
PART = 60_000
"""Characters shown at once; longer documents are read in parts."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line to print: its role, its HTML, the articles that begin on it, and the item it belongs to.

    ``item`` is the type of the directive or commitment whose whole text, not its head alone, reaches over the
    line; ``here`` says that it is the record pointed out.
    """

    role: str
    html: SafeString
    anchors: tuple[str, ...] = ()
    item: str = ""
    here: bool = False


@dataclass(frozen=True, slots=True)
class Reading:
    """What the document page prints.

    Attributes
    ----------
    lines : list of Line
        The text.
    edits : dict of int to list
        The repairs that lines refer to by number, for the script: raw, clean, outcome, kind, confidence,
        evidence.
    part, parts : int
        Which part this is, of how many; from 1.
    """

    lines: list[Line]
    edits: dict[int, list[Any]]
    part: int
    parts: int


def repaired(document: Document) -> Repaired:
    """Return the document's text as repair left it."""
    edits = [Edit(**edit) for edit in document.edits]
    return Repaired(document.raw, document.clean, edits, moves=[Move(*move) for move in document.moves])


def edit_words(edit: Edit) -> str:
    """Return a repair in one line of words."""
    name = damage().get(edit.kind, edit.kind)
    change = edit.raw if edit.outcome == "unknown" else f"{edit.raw or '∅'} → {edit.clean or '∅'}"
    return f"{change} · {name} · {code(edit.outcome)} · {_('把握')} {edit.confidence:.0%}"


def _cuts(text: str) -> list[int]:
    """Return where the parts of a long text begin: at line ends, where there are any."""
    starts = [0]
    while len(text) - starts[-1] > PART:
        line_end = text.rfind("\n", starts[-1] + PART // 2, starts[-1] + PART)
        starts.append(line_end + 1 if line_end >= 0 else starts[-1] + PART)
    return starts


def _spans(record: Record) -> list[tuple[int, int]]:
    mentions = record.data.get("mentions") or ()
    return list(dict.fromkeys([(record.start, record.end), *((start, end) for start, end in mentions)]))


@dataclass(frozen=True)
class _Printer:
    """Turns segments into HTML: an anchor where a record stands, a span where only a repair does.

    A record cut into many segments is one stop of the keyboard: ``seen`` holds those that had theirs.
    """

    text: Repaired
    raw: bool
    here: str
    base: str
    unknown: str
    items: list[Mark]
    seen: set[str] = field(default_factory=set)

    def segment(self, part: Segment) -> str:
        """Return one segment, escaped."""
        attributes, classes = [], []
        tag, stop = "span", "-1"
        if part.marks and part.text:
            tag = "a"
            top = next((mark for mark in part.marks if mark.type in LIT), None)
            classes.append("mark here" if any(mark.record == self.here for mark in part.marks) else "mark")
            kinds = " ".join(mark.type for mark in part.marks)
            ids = " ".join(mark.record for mark in part.marks)
            attributes.append(f'data-types="{escape(kinds)}" data-records="{escape(ids)}"')
            attributes.append(f'data-base="{self.base}" data-top="{top.type if top else ""}"')
            if top:
                attributes.append(f'href="{self.base}{escape(top.record)}/"')
                stop = "-1" if top.record in self.seen else "0"
                self.seen.add(top.record)
        if part.edit is not None:
            edit = self.text.edits[part.edit]
            classes.append(f"edit edit-{edit.outcome}" + ("" if part.text else " edit-gone"))
            change = self.unknown if edit.outcome == "unknown" else f"{edit.raw or '∅'} → {edit.clean or '∅'}"
            attributes.append(f'data-e="{part.edit}" title="{escape(change)}"')
        if not attributes:
            return escape(part.text)
        words = f'class="{" ".join(classes)}" tabindex="{stop}" {" ".join(attributes)}'
        return mark_safe(f"<{tag} {words}>{escape(part.text)}</{tag}>")

    def lines(
        self, cut: list[Segment], low: int, lines: list[dict[str, Any]], anchors: dict[int, str]
    ) -> list[Line]:
        """Return the lines of a part that begins at ``low``, without the empty ones."""
        starts = [line["span"][0] for line in lines]
        out = []
        at = low
        for row in paragraphs(cut):
            end = low + row[-1].end if row else at
            number = bisect_right(starts, at if self.raw else self.text.to_raw(at)) - 1
            role = lines[number]["role"] if number >= 0 else "body"
            names = tuple(name for start, name in sorted(anchors.items()) if at <= start <= end)
            html = mark_safe("".join(map(self.segment, row)))
            if html.strip() or names:
                over = [mark for mark in self.items if mark.start < end and at < mark.end]
                pointed = next((mark for mark in over if mark.record == self.here), None)
                shown = pointed or next(iter(over), None)
                out.append(Line(role, html, names, shown.type if shown else "", pointed is not None))
            at = end + 1
        return out


def reading(
    document: Document, records: Iterable[Record], *, raw: bool = False, here: str = "", part: int = 1
) -> Reading:
    """Lay out a document's raw or clean text.

    Parameters
    ----------
    document : Document
        With its text.
    records : iterable of Record
        Those of the document; the kinds in ``SHOWN`` are highlighted, articles become anchors.
    raw : bool
        The text as it stands in the file, rather than the repaired one.
    here : str
        The id of the record to point out; the part that holds it is shown.
    part : int
        Which part of a long text, from 1.
    """
    text = repaired(document)
    shown = text.raw if raw else text.clean
    place = (lambda start, end: (start, end)) if raw else text.clean_span
    marks, items, anchors = [], [], {}
    for record in records:
        if record.type == "article":
            anchors[place(record.start, record.end)[0]] = record.pk
        elif record.type in SHOWN:
            marks += [Mark(*place(*span), record.type, record.pk) for span in _spans(record)]
        if extent := record.data.get("extent"):
            items.append(Mark(*place(*extent), record.type, record.pk))
    edits = list(text.edits)
    spans = [(*_edit_span(edit, text, raw), number) for number, edit in enumerate(edits)]

    starts = _cuts(shown)
    found = next((mark.start for mark in marks if mark.record == here), None)
    if found is not None:
        part = bisect_right(starts, found)
    part = min(max(part, 1), len(starts))
    low, high = starts[part - 1], [*starts, len(shown)][part]

    cut = segments(
        shown[low:high],
        (mark._replace(start=mark.start - low, end=mark.end - low) for mark in marks),
        ((start - low, end - low, n) for start, end, n in spans if start < high and end >= low),
    )
    used = sorted({piece.edit for piece in cut if piece.edit is not None})
    base = reverse("record", args=["x"]).removesuffix("x/")
    printer = _Printer(text, raw, here, base, code("unknown"), items)
    lines = printer.lines(cut, low, document.lines, anchors)
    return Reading(lines, {number: _told(edits[number]) for number in used}, part, len(starts))


def _told(edit: Edit) -> list[Any]:
    return [edit.raw, edit.clean, edit.outcome, edit.kind, edit.confidence, edit.evidence]


def _edit_span(edit: Edit, text: Repaired, raw: bool) -> tuple[int, int]:
    if raw:
        return edit.start, edit.end
    if edit.outcome == "repaired":
        start = text.to_clean(edit.start) if edit.raw else text.to_clean(edit.start) - len(edit.clean)
        return start, start + len(edit.clean)
    return text.clean_span(edit.start, edit.end)
