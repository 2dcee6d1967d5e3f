"""Cutting a list into its parts: 、 and ; outside of brackets and quotation marks, 和 before the last."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cache

from bridgehead import terms
from bridgehead.read.systems._names import COUNT, bare

__all__ = [
    "LONGEST",
    "Part",
    "Stretch",
    "after_lead",
    "closing",
    "last_pieces",
    "listed",
    "made",
    "sentence_stop",
    "trim",
]

Offsets = tuple[int, int]

_SENTENCE_END = re.compile(r"[。！？!?\n]")
_TRAIL = re.compile(
    rf"(?:等|这|共)?{COUNT}[大项个][\u4e00-\u9fff]{{1,8}}$|等$|为(?:代表|主体?|主导|重点|支撑|引领|核心|龙头)的?$"
)
_LEAD_MARK = re.compile(
    r"^(?:以及|[和及与并]|第?[一二三四五六七八九十]{1,2}[是、]|[(（]?[一二三四五六七八九十\d]{1,2}[)）.．、]|[①-⑳])"
)
_LAST_AND = re.compile(r"以及|(?<![文工中])[和及与](?!谐|平|睦)")
_LABEL_END = re.compile(r"[:：,，(（—]|——")
LONGEST = 16
"""Characters of a label; what is longer is cut at its first comma and kept whole as its text."""


@dataclass(frozen=True, slots=True)
class Part:
    """One part before it is made a record; offsets of the clean text."""

    start: int
    end: int
    label: str
    text: str | None = None
    count: int | None = None
    parts: tuple[Part, ...] = ()


@dataclass
class Stretch:
    """A stretch of text that is cut at marks outside of brackets and quotation marks."""

    text: str
    start: int
    end: int
    depth: list[int] = field(init=False)

    def __post_init__(self) -> None:
        depth, self.depth = 0, []
        for c in self.text[self.start : self.end]:
            if c in "(（“「『《":
                depth += 1
            self.depth.append(depth)
            if c in ")）”」』》" and depth:
                depth -= 1

    def cut(self, marks: str) -> list[Offsets]:
        """Return the pieces between marks, trimmed."""
        edges = [-1, *(i for i, d in enumerate(self.depth) if not d and self.text[self.start + i] in marks)]
        bounds = zip(edges, [*edges[1:], self.end - self.start], strict=True)
        pieces = (trim(self.text, self.start + a + 1, self.start + b) for a, b in bounds)
        return [(a, b) for a, b in pieces if b > a]

    def first(self, marks: str) -> int:
        """Return the offset of the first mark, or the end."""
        at = (i for i, d in enumerate(self.depth) if not d and self.text[self.start + i] in marks)
        return self.start + next(at, self.end - self.start)


def trim(text: str, start: int, end: int) -> Offsets:
    while start < end and text[start] in " \u3000,，、;；:：。\n":
        start += 1
    while end > start and text[end - 1] in " \u3000,，、;；:：。\n":
        end -= 1
    return start, end


def closing(text: str, at: int, end: int) -> int | None:
    depth = 0
    for i in range(at, end):
        depth += (text[i] in "(（") - (text[i] in ")）")
        if not depth:
            return i
    return None


def sentence_stop(text: str, at: int, end: int) -> int:
    """Return where the sentence ends."""
    stop = _SENTENCE_END.search(text, at, end)
    return stop.start() if stop else end


@cache
def _leads() -> re.Pattern[str]:
    words = sorted(terms.words("systems/leads"), key=len, reverse=True)
    return re.compile(f"^.*?(?:{'|'.join(words)})(?=..)")


def after_lead(text: str, start: int, end: int) -> int:
    """Where the first item begins, behind the verbs that lead to the list."""
    at = start
    while lead := _leads().match(text[at:end]):
        at += lead.end()
    quoted = max(text.rfind(mark, at, end) for mark in "“《")
    return quoted if at <= quoted < end - 2 and text[end - 1] in "”》" else at


def listed(text: str, start: int, end: int, count: int = 0) -> tuple[Part, ...]:
    """The items of a plain list; with a count, cut so that there are as many if that can be."""
    stretch = Stretch(text, start, end)
    best: list[Offsets] = []
    for stop in dict.fromkeys((stretch.first(",，;；"), end)):
        inside = Stretch(text, start, stop)
        for marks in ("、", ";；", ",，", "、,，"):
            pieces = inside.cut(marks)
            if pieces:
                pieces[-1:] = last_pieces(text, *pieces[-1], wanted=count - len(pieces) + 1)
            if count and len(pieces) == count:
                return _unled(text, pieces)
            if not best and len(pieces) > 1 and marks in ("、", ";；"):
                best = pieces
    return _unled(text, best)


def _unled(text: str, pieces: list[Offsets]) -> tuple[Part, ...]:
    """The parts of a list, the first without the verb that leads to all: 做强百合、装备."""
    if len(pieces) > 1:
        start, end = pieces[0]
        first = after_lead(text, start, end)
        if not any(text[low] == text[start] for low, _ in pieces[1:]):
            pieces = [(first, end), *pieces[1:]]
    return tuple(made(text, *piece) for piece in pieces)


def last_pieces(text: str, start: int, end: int, wanted: int) -> list[Offsets]:
    """The last piece: without 等 and 五大板块, parted at 和 where one more is wanted."""
    while (trail := _TRAIL.search(text, start, end)) and trail.end() == end and trail.start() > start:
        end = trail.start()
    start, end = trim(text, start, end)
    marks = list(_LAST_AND.finditer(text, start, end))
    if marks and wanted == 2 and marks[-1].start() > start:
        return [(start, marks[-1].start()), (marks[-1].end(), end)]
    return [(start, end)]


def made(text: str, start: int, end: int) -> Part:
    while mark := _LEAD_MARK.match(text[start:end]):
        start += mark.end()
    whole = text[start:end]
    label = bare(whole)
    if len(label) > LONGEST or re.search("[(（]", label):
        cut = _LABEL_END.search(label)
        label = label[: cut.start()] if cut and cut.start() > 1 else label
    return Part(start, end, label, whole if len(bare(whole)) > len(label) else None)
