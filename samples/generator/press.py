"""Draws newspaper pages and scanned documents as pictures, each with its text in the order one reads it.

Needs Pillow and a Chinese font (Debian: fonts-noto-cjk); only tests and benchmarks of the recognition of
text draw pages, nothing of it is stored.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from samples.generator.page import parse

if TYPE_CHECKING:
    from PIL.Image import Image

__all__ = ["Across", "Block", "Down", "Piece", "Press", "Story", "fonts", "stories"]

_FONTS = Path("/usr/share/fonts/opentype/noto")
_HANGING = frozenset("，。、；：！？”）》」』】％%,.")
_GUTTER, _LEADING = 1.6, 1.45
"""In body characters: between columns, and from line to line."""


def fonts() -> bool:
    """Whether the font that pages are set in is installed."""
    return (_FONTS / "NotoSerifCJK-Regular.ttc").exists()


@cache
def _font(name: str, size: int) -> Any:
    from PIL import ImageFont

    return ImageFont.truetype(_FONTS / f"Noto{name}.ttc", size, index=2)  # 2 is Simplified Chinese


@dataclass(frozen=True)
class Story:
    """What one article says; ``lines`` are (role, text)."""

    title: str
    lines: tuple[tuple[str, str], ...]
    kicker: str = ""
    byline: str = ""
    caption: str = ""

    def cut(self, characters: int) -> Story:
        """Return the story without the paragraphs behind so many characters."""
        kept, used = [], 0
        for line in self.lines:
            if used >= characters:
                break
            kept.append(line)
            used += len(line[1])
        return replace(self, lines=tuple(kept))


@cache
def stories(name: str) -> dict[str, Story]:
    """Return the articles of samples/source/``name``.txt."""
    text = (Path(__file__).parents[1] / "source" / f"{name}.txt").read_text(encoding="utf-8")
    found: dict[str, Story] = {}
    for line in parse(text):
        if line.article is None or line.role == "blank":
            continue
        story = found.get(line.article) or Story("", ())
        if line.role in ("kicker", "title", "byline", "caption"):
            said = line.text.lstrip("# ")
            known = getattr(story, line.role)
            story = replace(story, **{line.role: f"{known} {said}" if known else said})
        elif line.role in ("body", "subtitle"):
            story = replace(story, lines=(*story.lines, (line.role, line.text)))
        found[line.article] = story
    return found


@dataclass(frozen=True)
class Piece:
    """An article on the page.

    Attributes
    ----------
    story : Story
        What it says.
    span : int
        How many columns of the page it takes.
    columns : int
        In how many columns its text is set; 0 for as many as it takes.
    head : int
        Over how many of them the headline stands; 0 for all. The others begin level with it.
    photo : int
        How many columns wide its picture is, 0 for none; it stands on the right below the headline.
    size : float
        Of the headline, in body characters.
    boxed : bool
        Whether a frame is drawn around it.
    upright : bool
        Whether the headline stands on the left, written downwards.
    """

    story: Story
    span: int
    columns: int = 0
    head: int = 0
    photo: int = 0
    size: float = 2.2
    boxed: bool = False
    upright: bool = False


@dataclass(frozen=True)
class Across:
    """Parts side by side, with a rule between them or white space only."""

    parts: tuple[Part, ...]
    ruled: bool = False


@dataclass(frozen=True)
class Down:
    """Parts one below the other."""

    parts: tuple[Part, ...]
    ruled: bool = False


Part = Piece | Across | Down


@dataclass(frozen=True)
class Block:
    """A stretch of the page's text: its role, its text, and the number of its article (None for none)."""

    role: str
    text: str
    article: int | None


def _span(part: Part) -> int:
    if isinstance(part, Piece):
        return part.span
    spans = [_span(each) for each in part.parts]
    return sum(spans) if isinstance(part, Across) else max(spans)


@dataclass
class Press:
    """A page being drawn.

    Attributes
    ----------
    part : Part
        What stands on it.
    em : int
        Size of the body type in pixels.
    column : float
        Width of a column in body characters.
    serif : bool
        Whether the body is set in Song (serif) or in Hei.
    masthead : str
        The line at the top of the page; none if empty.
    """

    part: Part
    em: int = 30
    column: float = 14
    serif: bool = True
    masthead: str = ""
    blocks: list[Block] = field(default_factory=list)
    _article: int = 0

    def draw(self) -> Image:
        """Return the picture; ``blocks`` then holds its text in reading order."""
        from PIL import Image, ImageDraw

        span = _span(self.part)
        self._step = (self.column + _GUTTER) * self.em
        margin = 3 * self.em
        width = int(span * self._step - _GUTTER * self.em + 2 * margin)
        canvas = Image.new("L", (width, 400 * self.em), 252)
        self._ink = ImageDraw.Draw(canvas)
        top = float(margin)
        if self.masthead:
            self._text(self.masthead, margin, top, 1.1, "SansCJK-Regular")
            top += 1.9 * self.em
            self._ink.line((margin, top, width - margin, top), fill=30, width=3)
            top += 1.2 * self.em
            self.blocks.append(Block("furniture", self.masthead, None))
        bottom = self._part(self.part, margin, top)
        return canvas.crop((0, 0, width, int(bottom + margin)))

    def _part(self, part: Part, left: float, top: float) -> float:
        if isinstance(part, Piece):
            return self._piece(part, left, top)
        if isinstance(part, Across):
            bottoms, x = [], left
            for each in part.parts:
                bottoms.append(self._part(each, x, top))
                x += _span(each) * self._step
            x = left
            for each in part.parts[:-1]:
                x += _span(each) * self._step
                if part.ruled:
                    at = x - _GUTTER * self.em / 2
                    self._ink.line((at, top, at, max(bottoms)), fill=60, width=2)
            return max(bottoms)
        for number, each in enumerate(part.parts):
            if number:
                top += 1.2 * self.em
                if part.ruled:
                    right = left + _span(part) * self._step - _GUTTER * self.em
                    self._ink.line((left, top, right, top), fill=60, width=2)
                    top += 1.2 * self.em
            top = self._part(each, left, top)
        return top

    def _piece(self, piece: Piece, left: float, top: float) -> float:
        self._article += 1
        story, em = piece.story, self.em
        width = piece.span * self._step - _GUTTER * em
        edge = (left, top, width)
        if piece.boxed:
            left, top, width = left + 0.8 * em, top + 0.8 * em, width - 1.6 * em
        columns = piece.columns or piece.span
        inner = (width - (columns - 1) * _GUTTER * em) / columns
        text_left = left
        if piece.upright:
            text_left, inner = self._upright_head(piece, left, top, width, columns)
        step = inner + _GUTTER * em
        head = piece.head or columns
        below = top if piece.upright else self._head(piece, left, top, head * step - _GUTTER * em)
        starts = [below if column < head else top for column in range(columns)]
        if piece.photo:
            high = piece.photo * inner * 0.62
            x = text_left + (columns - piece.photo) * step
            if story.caption:
                self.blocks.append(Block("caption", story.caption, self._article))
            self._photo(x, below, piece.photo * step - _GUTTER * em, high, story.caption)
            for column in range(columns - piece.photo, columns):
                rows = self._rows(story.caption, piece.photo * step - _GUTTER * em, 0.9)
                starts[column] = below + high + (0.9 * len(rows) * _LEADING + 1.0) * em
        bottom = self._columns(story, text_left, starts, inner)
        if piece.upright:
            bottom = max(bottom, top + 1.12 * piece.size * em * len(story.title))
        if piece.boxed:
            x, y, w = edge
            self._ink.rectangle((x, y, x + w, bottom + 0.8 * em), outline=40, width=3)
            bottom += 0.8 * em
        return bottom

    def _head(self, piece: Piece, left: float, top: float, width: float) -> float:
        story, em = piece.story, self.em
        if story.kicker:
            top = self._centered(story.kicker, left, top, width, 1.25, "SansCJK-Regular")
            self.blocks.append(Block("kicker", story.kicker, self._article))
        top = self._centered(story.title, left, top + 0.2 * em, width, piece.size, "SansCJK-Bold")
        self.blocks.append(Block("title", story.title, self._article))
        if story.byline:
            top = self._centered(story.byline, left, top + 0.1 * em, width, 0.95, "SansCJK-Regular")
            self.blocks.append(Block("byline", story.byline, self._article))
        return top + 0.5 * em

    def _upright_head(
        self, piece: Piece, left: float, top: float, width: float, columns: int
    ) -> tuple[float, float]:
        size, y = piece.size * self.em, top
        font = _font("SansCJK-Bold", int(size))
        for char in piece.story.title:
            self._ink.text((left, y), char, font=font, fill=15)
            y += 1.12 * size
        self.blocks.append(Block("title", piece.story.title, self._article))
        text_left = left + size + _GUTTER * self.em
        return text_left, (left + width - text_left - (columns - 1) * _GUTTER * self.em) / columns

    def _centered(self, text: str, left: float, top: float, width: float, size: float, font: str) -> float:
        rows = self._rows(text, width, size)
        if len(rows) > 1:  # headlines are broken into lines of even length
            rows = self._rows(text, max(map(len, rows)) * size * self.em * 0.5 + width * 0.5, size)
        for row in rows:
            wide = _font(font, int(size * self.em)).getlength(row)
            self._text(row, left + (width - wide) / 2, top, size, font)
            top += size * 1.35 * self.em
        return top

    def _photo(self, left: float, top: float, width: float, high: float, caption: str) -> None:
        for at in range(int(high)):  # a landscape: sky, hills, a field
            shade = 190 - int(90 * at / high) + (20 if (at // 23) % 3 == 0 else 0)
            self._ink.line((left, top + at, left + width, top + at), fill=shade)
        for hill in range(5):
            x = left + width * (hill + 0.1) / 5.2
            peak = top + high * (0.35 + 0.1 * (hill % 3))
            self._ink.polygon(
                [(x, top + high * 0.8), (x + width * 0.08, peak), (x + width * 0.17, top + high * 0.8)],
                fill=70 + 15 * hill,
            )
        top += high + 0.4 * self.em
        for row in self._rows(caption, width, 0.9):
            self._text(row, left, top, 0.9, "SansCJK-Regular")
            top += 0.9 * _LEADING * self.em

    def _columns(self, story: Story, left: float, starts: list[float], inner: float) -> float:
        """Set the text in columns that end level, as far as its last lines allow."""
        rows: list[tuple[str, str, bool]] = []
        for role, text in story.lines:
            self.blocks.append(Block(role, text, self._article))
            shown = self._rows("　　" + text if role == "body" else text, inner, 1)
            rows += [(role, row, at == len(shown) - 1) for at, row in enumerate(shown)]
        line = _LEADING * self.em
        depth = max(starts) + line
        while sum(max(0, int((depth - start) / line + 1e-6)) for start in starts) < len(rows):
            depth += line / 4
        waiting: Iterator[tuple[str, str, bool]] = iter(rows)
        bottom = max(starts)
        for column, start in enumerate(starts):
            x, y = left + column * (inner + _GUTTER * self.em), start
            for _ in range(max(0, int((depth - start) / line + 1e-6))):
                row = next(waiting, None)
                if row is None:
                    break
                self._row(row[1], x, y, inner, row[0] == "subtitle", justify=not row[2])
                y += line
                bottom = max(bottom, y)
        return bottom

    def _row(self, row: str, left: float, top: float, width: float, bold: bool, *, justify: bool) -> None:
        name = "SansCJK-Bold" if bold else f"{'Serif' if self.serif else 'Sans'}CJK-Regular"
        font = _font(name, self.em)
        spare = (width - sum(font.getlength(char) for char in row)) / max(1, len(row) - 1) if justify else 0.0
        for char in row:
            self._ink.text((left, top), char, font=font, fill=20)
            left += font.getlength(char) + spare

    def _rows(self, text: str, width: float, size: float) -> list[str]:
        font = _font("SansCJK-Regular", int(size * self.em))
        rows, row, used = [], "", 0.0
        for char in text:
            wide = font.getlength(char)
            if used + wide > width + 0.5 and row.strip():
                if char in _HANGING:
                    char, row = row[-1] + char, row[:-1]
                rows.append(row)
                row, used = "", 0.0
            row, used = row + char, used + sum(font.getlength(each) for each in char)
        return [*rows, row] if row else rows

    def _text(self, text: str, left: float, top: float, size: float, font: str) -> None:
        self._ink.text((left, top), text, font=_font(font, int(size * self.em)), fill=15)
