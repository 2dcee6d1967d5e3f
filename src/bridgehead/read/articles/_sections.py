"""Lines that surely belong together: a head and what stands below it, a picture and what is said of it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache
from itertools import pairwise

from bridgehead import terms
from bridgehead.read.articles._rows import PLACE, SIGNATURE, Row, is_opening, words_of

__all__ = ["HEAD", "Section", "is_brief_column", "sections_of"]

HEAD = ("kicker", "title", "subtitle", "column", "number")
_OUTSIDE = ("furniture", "footer")
_PICTURE = re.compile(r"图为|图片|摄[)）]?\s*$|^图?[▲△▼↑↓←→①②③④⑤⑥]")
_SENTENCE = re.compile("[。！？!?；;]")
_SIGNED = re.compile(r"[。！？!?”][(（][^()（）]{0,20}(?:记者|通讯员|编辑|来源|供稿)[^()（）]{0,30}[)）]\s*$")


@dataclass(slots=True)
class Section:
    """Lines of one piece.

    Attributes
    ----------
    kind : str
        ``text``, ``caption``, ``advert``, ``statement`` or ``item``.
    heads : list of Row
        The lines of its head.
    rows : list of Row
        What stands below.
    closed : bool
        Whether a sign-off or a turn line ends it.
    onward : bool
        Whether it begins with 上接.
    """

    kind: str
    heads: list[Row] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)
    closed: bool = False
    onward: bool = False

    @property
    def start(self) -> int:
        """Where its first line begins."""
        return (self.heads or self.rows)[0].start

    @property
    def end(self) -> int:
        """Where its last line ends."""
        return (self.rows or self.heads)[-1].end

    @property
    def lead(self) -> list[Row]:
        """Its running text."""
        return [row for row in self.rows if row.role in ("body", "item")]

    @property
    def signed(self) -> bool:
        """Whether a byline stands before its text."""
        return bool(self.rows) and self.rows[0].role == "byline"

    @property
    def by_reporters(self) -> bool:
        """Whether the byline stands apart, as that of a long report does (□ 本报记者, not 本报讯)."""
        return self.signed and not self.rows[0].text.lstrip("(（").startswith("本报讯")

    @property
    def opens(self) -> bool:
        """Whether its text begins with a byline or as news do."""
        lead = self.lead
        return self.signed or (bool(lead) and is_opening(lead[0].text))


@cache
def _brief_columns() -> frozenset[str]:
    return frozenset(terms.words("layout/brief_columns"))


def is_brief_column(words: str) -> bool:
    """Return whether a line is the name of a column of short news (简讯, 县区动态)."""
    words = words.strip("·•●■◆▲【】[]—- ")
    return len(words) <= 12 and any(words.endswith(name) for name in _brief_columns())


def sections_of(rows: Iterable[Row]) -> list[Section]:
    """Put the lines of a page together into sections, top to bottom."""
    told = [row for row in rows if row.role not in _OUTSIDE]
    maker = _Maker(told)
    for row in told:
        maker.take(row)
    return maker.sections


class _Maker:
    def __init__(self, rows: list[Row]) -> None:
        self.credited = {a.start for a, b in pairwise(rows) if b.role == "credit" and a.role != "body"}
        self.last_lines = {a.start for a, b in pairwise(rows) if b.role in (*HEAD, "advert", "slogan")} | {
            row.start for row in rows[-1:]
        }
        self.sections: list[Section] = []

    def take(self, row: Row) -> None:
        """Put one line where it belongs."""
        last = self.sections[-1] if self.sections else None
        if row.role in HEAD:
            self._head(row, last)
        elif row.role == "speaker":
            self._new("statement", row)
        elif row.role == "byline":
            self._byline(row, last)
        elif row.role in ("caption", "credit"):
            self._picture(row, last)
        elif row.role in ("advert", "slogan"):
            if last and last.kind == "advert":
                last.rows.append(row)
            else:
                self._new("advert", row)
        elif row.role == "item":
            self._new("item", row)
        elif row.role == "onward":
            self._onward(row, last)
        else:
            self._text(row, last)

    def _new(self, kind: str, row: Row) -> Section:
        section = Section(kind, rows=[row])
        self.sections.append(section)
        return section

    def _head(self, row: Row, last: Section | None) -> None:
        begun = last is not None and not last.lead and not last.closed
        if last and begun and last.kind == "text" and (not last.rows or row.role == "column"):
            last.heads.append(row)
        elif last and begun and last.kind == "text" and last.signed:
            last.rows.append(row)  # verse, or a heading right below the byline
        else:
            self.sections.append(Section("text", heads=[row]))

    def _byline(self, row: Row, last: Section | None) -> None:
        if last and last.kind == "text" and not last.closed:
            if not last.lead and not last.signed:
                if len(last.heads) > 1 and signature(last):  # verse, and the headline of the next piece
                    self.sections.append(Section("text", heads=[last.heads.pop()], rows=[row]))
                else:
                    last.rows.append(row)
                return
            heads = last.rows[-1:] if last.signed and last.rows[-1].role in HEAD else []
            if heads:
                del last.rows[-1]
                self.sections.append(Section("text", heads=heads, rows=[row]))
                return
            behind = row.text.rstrip().endswith((")", "）")) and not is_opening(row.text.lstrip("(（"))
            if behind or (last.lead and not last.signed and row.start in self.last_lines):
                last.rows.append(row)
                last.closed = True
                return
        self._new("text", row)

    def _picture(self, row: Row, last: Section | None) -> None:
        if row.role == "credit" and last:
            last.rows.append(row)
            if last.kind == "caption":
                last.closed = True
            return
        if last and last.kind == "caption" and not last.closed and not row.text.lstrip().startswith("▲"):
            last.rows.append(row)
        elif _PICTURE.search(row.text) or row.start in self.credited:
            self._new("caption", row)
        else:
            row.role = "body"
            self._text(row, last)

    def _onward(self, row: Row, last: Section | None) -> None:
        """Text behind 上接 stands on the same line, or below it; a short headline may stand above."""
        if last and last.kind == "text" and not last.rows:
            last.rows.append(row)
            last.onward = True
        else:
            self._new("text", row).onward = True
        if _SENTENCE.search(row.text) or len(row.text) > 40:
            row.role = "body"

    def _text(self, row: Row, last: Section | None) -> None:
        if last is None or last.kind in ("caption", "advert", "item") or self._begins(row, last):
            last = self._new("text", row)
        else:
            last.rows.append(row)
        if row.role in ("turn", "sign"):
            last.closed = True
        elif row.role == "body":
            last.closed = _SIGNED.search(row.text) is not None

    def _begins(self, row: Row, last: Section) -> bool:
        """Whether a line without a head begins another piece."""
        if row.role not in ("body", "inset"):
            return False
        return last.closed or (bool(last.lead) and is_opening(row.text) and not row.text.startswith("("))


def is_place_head(section: Section) -> bool:
    """Return whether the last line of its head is the name of a place."""
    return bool(section.heads) and bool(PLACE.fullmatch(section.heads[-1].text.strip()))


def signature(section: Section) -> str | None:
    """Return a name that stands alone below the headline."""
    below = [*section.heads[1:], *(row for row in section.rows[:1] if row.role == "byline")]
    for row in below:
        words = words_of(row)
        if SIGNATURE.fullmatch(words) and not PLACE.fullmatch(words) and row.role in ("title", "byline"):
            return words
    return None
