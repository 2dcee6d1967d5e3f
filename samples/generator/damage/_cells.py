"""A text as cells: what was written, what a perfect repair gives, and what stands on the damaged page.

Every kind of damage is a function from cells to cells. Because each cell keeps all three readings, damages
compose in any order, and the edit list falls out at the end instead of being kept in step by hand.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

__all__ = [
    "Cell",
    "Cells",
    "Edit",
    "Pattern",
    "clean",
    "damaged",
    "edits",
    "expected",
    "find",
    "flat",
    "from_lines",
]


@dataclass(frozen=True, slots=True)
class Cell:
    """One character of the clean text, or a stretch that damage has welded together.

    Attributes
    ----------
    clean : str
        What was written; empty for what damage added.
    expect : str
        What a perfect repair gives: ``clean`` where it can be known, ``raw`` where it cannot.
    raw : str
        What stands on the damaged page.
    kind : str
        The damage; several joined with ``+``; empty if none.
    line : int
        The number of the clean line that it belongs to.
    """

    clean: str
    expect: str
    raw: str
    kind: str = ""
    line: int = 0

    def hurt(self, kind: str, raw: str, expect: str | None = None) -> Cell:
        """Return the cell with one more damage; ``expect`` stays as it was if not given."""
        kinds = kind if not self.kind or kind in self.kind.split("+") else f"{self.kind}+{kind}"
        return replace(self, raw=raw, expect=self.expect if expect is None else expect, kind=kinds)

    def added(self, kind: str, raw: str, expect: str = "") -> Cell:
        """Return a cell that damage adds behind this one."""
        return Cell("", expect, raw, kind, self.line)


Cells = tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Edit:
    """One place of damage, and its true answer.

    Attributes
    ----------
    start, end : int
        ``[start, end)`` in the damaged text.
    raw, expect, clean : str
        As in `Cell`.
    kind : str
        The damage.
    """

    start: int
    end: int
    raw: str
    expect: str
    clean: str
    kind: str


def from_lines(lines: Iterable[str]) -> Cells:
    """Return undamaged cells, one a character, line ends included."""
    out: list[Cell] = []
    for number, line in enumerate(lines):
        out += (Cell(c, c, c, "", number) for c in line + "\n")
    return tuple(out[:-1])


def clean(cells: Cells) -> str:
    """Return what was written."""
    return "".join(cell.clean for cell in cells)


def expected(cells: Cells) -> str:
    """Return what a perfect repair gives."""
    return "".join(cell.expect for cell in cells)


def damaged(cells: Cells) -> str:
    """Return what stands on the damaged page."""
    return "".join(cell.raw for cell in cells)


def flat(cells: Cells) -> str:
    """Return one character a cell (NUL for cells that hold more or fewer), so that places in it are cells."""
    return "".join(cell.raw if len(cell.raw) == 1 else "\0" for cell in cells)


def edits(cells: Cells) -> list[Edit]:
    """Return every place of damage in order; neighbours of one kind are one edit.

    Replayed over the damaged text they give the clean text (`Edit.clean`) or the expected one
    (`Edit.expect`).
    """
    out: list[Edit] = []
    at = 0
    for cell in cells:
        end = at + len(cell.raw)
        if not cell.raw == cell.expect == cell.clean:
            last = out[-1] if out else None
            known = cell.expect != cell.raw
            if last and last.end == at and last.kind == cell.kind and known == (last.expect != last.raw):
                raw, expect, text = last.raw + cell.raw, last.expect + cell.expect, last.clean + cell.clean
                out[-1] = Edit(last.start, end, raw, expect, text, cell.kind)
            else:
                out.append(Edit(at, end, cell.raw, cell.expect, cell.clean, cell.kind))
        at = end
    return out


@dataclass(frozen=True, slots=True)
class Pattern:
    """A quote of the clean text: the words, or ``first words…last words``."""

    words: str

    def find(self, text: str) -> tuple[int, int]:
        """Return the span of the quote's only place.

        Raises
        ------
        ValueError
            If it stands nowhere, or its first words stand twice.
        """
        first, _, last = self.words.partition("…")
        start = text.find(first)
        if start < 0 or text.find(first, start + 1) >= 0:
            raise ValueError(f"{'no place' if start < 0 else 'two places'} for the quote {self.words!r}")
        end = start + len(first)
        if last:
            end = text.index(last, end) + len(last)
        return start, end


def find(cells: Cells, words: str) -> tuple[int, int]:
    """Return the cells ``[first, last)`` that hold a quote of the clean text."""
    start, end = Pattern(words).find(clean(cells))
    first, last, at = -1, -1, 0
    for number, cell in enumerate(cells):
        if cell.clean and at <= start < at + len(cell.clean):
            first = number
        if cell.clean and at < end <= at + len(cell.clean):
            last = number + 1
        at += len(cell.clean)
    return first, last
