"""Labelled pages of the cases, and the ways a page is set: tight, loose, folded, in columns, wrapped.

A page file holds pages in our own words. ``## why`` opens a page; a line is ``role<TAB>text``, ``role+`` for
one that continues the line before; an empty line is a blank line of the page. ``== id`` tells which article
the lines below belong to: ``-`` none, ``?`` either.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

PAGES = Path(__file__).parents[1] / "cases" / "repair" / "pages"
_FOLDED = str.maketrans("，：；？！（）", ",:;?!()")
_NO_START = frozenset("，。、；：？！”’）》】%％,;:?!)")


class Row(NamedTuple):
    """One line of a page; ``role`` is empty for a blank one, ``article`` where nobody said which it is."""

    role: str
    text: str
    joined: bool = False
    article: str = ""


class Page(NamedTuple):
    """One labelled page and where it is from."""

    name: str
    rows: tuple[Row, ...]

    @property
    def raw(self) -> str:
        return "\n".join(row.text for row in self.rows)

    @property
    def expected(self) -> list[Row]:
        return [row._replace(text=row.text.strip()) for row in self.rows if row.role]


def pages(pattern: str = "*.txt") -> list[Page]:
    out: list[Page] = []
    for path in sorted(PAGES.glob(pattern)):
        for block in re.split(r"^## ", path.read_text(encoding="utf-8"), flags=re.M)[1:]:
            why, *lines = block.rstrip("\n").split("\n")
            out.append(Page(f"{path.stem}: {why}", tuple(_rows(lines))))
    return out


def _rows(lines: list[str]) -> Iterator[Row]:
    article = ""
    for line in lines:
        if line.startswith("== "):
            article = line[3:]
        elif not line:
            yield Row("", "")
        else:
            role, text = line.split("\t")
            yield Row(role.rstrip("+"), text, role.endswith("+"), article)


def tight(page: Page) -> Page:
    """No blank line anywhere."""
    return page._replace(rows=tuple(row for row in page.rows if row.role))


def loose(page: Page) -> Page:
    """A blank line behind every line, but inside what the page itself cuts."""
    out: list[Row] = []
    for row in page.rows:
        if row.role and not row.joined and out and out[-1].role:
            out.append(Row("", ""))
        out.append(row)
    return page._replace(rows=tuple(out))


def folded(page: Page) -> Page:
    """Full-width punctuation as ASCII."""
    return page._replace(rows=tuple(row._replace(text=row.text.translate(_FOLDED)) for row in page.rows))


def indented(page: Page) -> Page:
    """Two ideographic spaces in front of every paragraph."""
    return page._replace(
        rows=tuple(
            row._replace(text="　　" + row.text.lstrip()) if row.role == "body" and not row.joined else row
            for row in page.rows
        )
    )


def columns(page: Page) -> Page:
    """Columns that end inside a sentence, a blank line behind."""
    rng = random.Random(page.name)
    out: list[Row] = []
    left = rng.randint(60, 160)
    for row in loose(page).rows:
        left -= len(row.text)
        if row.role != "body" or left > 0 or len(row.text) < 36:
            out.append(row)
            continue
        cut = rng.randint(8, len(row.text) - 8)
        left = rng.randint(60, 160)
        if not re.fullmatch("[一-鿿]{2}", row.text[cut - 1 : cut + 1]):
            out.append(row)
            continue
        rest = row._replace(text=row.text[cut:], joined=True)
        out += [row._replace(text=row.text[:cut]), Row("", ""), rest]
    return page._replace(rows=tuple(out))


def cut_often(page: Page) -> Page:
    """Columns of 12 to 36 characters, half of which end inside a sentence with a blank line behind."""
    rng = random.Random(page.name)
    out: list[Row] = []
    for row in page.rows:
        out.append(row)
        while row.role == "body" and len(out[-1].text) > 44 and row.text.count(" ") < 2:
            whole = out.pop()
            cut = rng.randint(12, 36)
            if rng.random() < 0.5 or not re.fullmatch("[一-鿿]{2}", whole.text[cut - 1 : cut + 1]):
                cut += 20
            if not re.fullmatch("[一-鿿]{2}", whole.text[cut - 1 : cut + 1]) or len(whole.text) - cut < 6:
                out.append(whole)
                break
            rest = whole._replace(text=whole.text[cut:], joined=True)
            out += [whole._replace(text=whole.text[:cut]), Row("", ""), rest]
    return page._replace(rows=tuple(out))


def wrapped(page: Page, width: int, indent: str = "") -> Page:
    """Running text and captions broken at a fixed width."""
    out: list[Row] = []
    if any(row.joined for row in page.rows):
        return page
    for row in page.rows:
        head = indent if row.role == "body" else ""
        if row.role not in ("body", "caption") or len(head + row.text) <= width or row.text.count(" ") > 1:
            out.append(row._replace(text=head + row.text))
            continue
        for i, piece in enumerate(_pieces(head + row.text.lstrip(), width)):
            out.append(row._replace(text=piece, joined=row.joined if i == 0 else True))
    return page._replace(rows=tuple(out))


def _pieces(text: str, width: int) -> Iterator[str]:
    while text:
        cut = width
        while cut < len(text) and text[cut] in _NO_START:
            cut += 1
        if len(text) - cut < 2 and text[cut:]:
            cut = len(text) if text[cut] in _NO_START else cut
        yield text[:cut]
        text = text[cut:]


SETTINGS: dict[str, Callable[[Page], Page]] = {
    "as written": lambda page: page,
    "tight": tight,
    "loose": loose,
    "folded": lambda page: folded(tight(page)),
    "indented": indented,
    "columns": columns,
    "cut often": cut_often,
    "cut, loose": lambda page: loose(cut_often(page)),
    "wrapped 14": lambda page: wrapped(page, 14),
    "wrapped 18": lambda page: loose(wrapped(page, 18)),
    "wrapped 24": lambda page: folded(wrapped(page, 24, "　　")),
    "wrapped 34": lambda page: wrapped(page, 34, "　　"),
}
