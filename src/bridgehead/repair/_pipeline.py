"""The stages in their order, from raw to clean."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Sequence
from functools import partial
from itertools import accumulate

from bridgehead.repair._compose import Change, Draft, Note, Rewrite
from bridgehead.repair._edits import Line, Repaired
from bridgehead.repair._scan import Seen, Sign, by_line
from bridgehead.repair._uncut import is_uncut
from bridgehead.repair.byteshift import byteshift, is_lone
from bridgehead.repair.columns import Untangled, columns
from bridgehead.repair.encodings import redecode
from bridgehead.repair.escapes import escapes, likely_escapes
from bridgehead.repair.joins import joins
from bridgehead.repair.marks import marks
from bridgehead.repair.masks import masks, scrubbed
from bridgehead.repair.pinyin import pinyin
from bridgehead.repair.roles import roles
from bridgehead.repair.script import script
from bridgehead.repair.spaces import spaces
from bridgehead.repair.suspects import proven, suspected
from bridgehead.repair.symbols import doubtful_symbols, symbols
from bridgehead.repair.unreadable import unreadable
from bridgehead.repair.width import half_width, width

__all__ = ["repair"]


def repair(raw: str) -> Repaired:
    """Repair a damaged text.

    Parameters
    ----------
    raw : str
        The raw decoded text; line ends are line feeds.

    Returns
    -------
    Repaired
        The clean text, every edit, and the role of every line that is not blank. Digits and names are never
        invented: what is lost is marked with outcome ``unknown`` and stays as it is.
    """
    draft = _Work(raw)
    draft.page(Sign.ENCODING, redecode)
    draft.by_line(Sign.ESCAPE, escapes)
    draft.note(partial(_unread, draft.text))
    if draft.seen.has(Sign.SHIFT) or is_lone(draft.text):
        shift = byteshift(draft.text, at=draft.seen.places(Sign.SHIFT, Sign.BESIDE_SHIFT))
        draft.note(lambda: shift.notes)
        draft.apply(shift.changes)
    # Look-alikes hide characters from pinyin, and pinyin hides words from script.
    draft.by_line(Sign.WIDTH, width)
    draft.by_line(Sign.MARK, marks)
    draft.page(Sign.READING, pinyin)
    draft.by_line(Sign.SYMBOL, symbols)
    draft.page(Sign.SCRIPT, script)
    draft.by_line(Sign.SPACE, spaces)
    draft.by_line(Sign.MASK, masks)
    draft.note(partial(_doubtful, draft.text))
    rows = draft.repaired()
    whole = draft.seen.has(Sign.GAP) or draft.seen.has(Sign.CUT)
    read_across = columns(draft.text) if whole else Untangled()
    draft.apply(read_across.changes, read_across.moves)
    page = draft.repaired()
    as_read = half_width(draft.text) if draft.seen.has(Sign.WIDE) else draft.text
    told = _Told(as_read)
    joined: Sequence[int] = ()
    if draft.seen.has(Sign.CUT) and not is_uncut(as_read):
        changes, joined = joins(as_read, told())
        draft.apply(changes)
    draft.apply(proven(draft.text, draft.seen.units))
    draft.note(partial(suspected, draft.text))
    return draft.repaired(lambda: _lines(rows, read_across.pieces, page, told(), joined))


class _Work(Draft):
    """A draft that looks for the signs of damage before it calls a stage."""

    def __init__(self, raw: str) -> None:
        super().__init__(raw)
        self._seen = Seen(raw)

    @property
    def seen(self) -> Seen:
        """The signs of the text as it is now."""
        if self._seen.text is not self.text:
            self._seen = Seen(self.text)
        return self._seen

    def page(self, sign: int, stage: Callable[[str], Sequence[Change] | Rewrite]) -> None:
        """Apply a stage that looks at the page as a whole, if the page has its sign."""
        if self.seen.has(sign):
            self.apply(stage(self.text))

    def by_line(self, sign: int, stage: Callable[[str], Sequence[Change]]) -> None:
        """Apply a stage that looks at one line at a time to the lines that have its sign."""
        if self.seen.has(sign):
            self.apply(by_line(stage, self.seen, sign))


class _Told:
    """The roles of the lines of a page, told when they are first asked for."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._roles: list[str] | None = None

    def __call__(self) -> list[str]:
        if self._roles is None:
            self._roles = roles(self._text.split("\n"))
        return self._roles


def _unread(text: str) -> list[Note]:
    return [*unreadable(text), *likely_escapes(text)]


def _doubtful(text: str) -> list[Note]:
    return [*doubtful_symbols(text), *scrubbed(text)]


def _lines(
    rows: Repaired,
    pieces: Sequence[tuple[int, int]],
    page: Repaired,
    roles: Sequence[str],
    joined: Sequence[int],
) -> tuple[Line, ...]:
    """Return the lines of the raw text, and of a row read across columns its parts.

    Parameters
    ----------
    rows : Repaired
        The text before columns were put in order; it has the lines of the raw text.
    pieces : sequence of (int, int)
        The lines of the columns in it.
    page : Repaired
        The text after that.
    roles, joined : sequence
        Of the lines of the page.
    """
    continued = frozenset(joined)
    spans = _spans(rows, pieces)
    if not pieces:
        told = zip(spans, roles, strict=True)
        return tuple(Line(span, role, i in continued) for i, (span, role) in enumerate(told) if role)
    starts = list(accumulate((len(line) + 1 for line in page.clean.split("\n")), initial=0))
    placed = sorted((page.to_clean(span[0]), span) for span in spans if rows.raw[slice(*span)].strip())
    lines = []
    before = -1
    for place, span in placed:
        number = bisect_right(starts, place) - 1
        lines.append(Line(span, roles[number], number == before or number in continued))
        before = number
    return tuple(sorted((line for line in lines if line.role), key=lambda line: line.span))


def _spans(rows: Repaired, pieces: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return the raw spans of the lines; no stage before the columns adds or drops a line end."""
    spans = []
    at = 0
    taken = [rows.raw_span(*piece) for piece in pieces]
    read_across = {rows.raw.rfind("\n", 0, start) + 1 for start, _ in taken}
    for text in rows.raw.split("\n"):
        if at not in read_across:
            spans.append((at, at + len(text.rstrip("\r"))))
        at += len(text) + 1
    return sorted([*spans, *taken])
