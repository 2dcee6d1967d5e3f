"""Generated test sets: as many damaged pages, lines and fragments as wanted, each with its true answer.

The clean text is that of ``source/``: our own words. A site is drawn first and damages the whole page, as
real damage correlates (`damage.draw`). The same seed gives the same set.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from pathlib import Path
from random import Random

from samples.generator.damage import Cells, Edit, Profile, apply, damaged, draw, edits, expected, from_lines
from samples.generator.damage import clean as clean_of
from samples.generator.page import Layout, PageLine, SourceLine, lay_out, lines_of, parse

__all__ = ["Made", "clean_lines", "documents", "fragments", "shift_lines", "sources"]

_SOURCE = Path(__file__).parents[1] / "source"
_NOT_NEWS = ("17-yearbook", "18-template", "19-fiction", "20-advert", "24-place-names")
_SLOGANS = ("厉行节约 反对浪费", "文明健康 有你有我", "关爱未成年人 守护美好明天", "绿色出行 从我做起")
_KEYS = "。！？；：，、"


@dataclass(frozen=True, slots=True)
class Made:
    """One damaged text and its true answers.

    Attributes
    ----------
    raw, clean : str
        What stands there, and what was written.
    expected : str
        What a perfect repair gives: ``clean`` but for what nobody can know.
    edits : list of Edit
        Every place of damage.
    lines : list of PageLine
        The lines of ``raw`` with role, article, and whether they continue the line before.
    profile : Profile
        The site.
    """

    raw: str
    clean: str
    expected: str
    edits: list[Edit]
    lines: list[PageLine]
    profile: Profile


def sources(folder: Path = _SOURCE) -> list[list[SourceLine]]:
    """Return the articles of the news sources, each a list of lines."""
    out = []
    for path in sorted(folder.glob("*.txt")):
        if path.stem in _NOT_NEWS:
            continue
        lines = [line for line in parse(path.read_text("utf-8")) if line.article is not None]
        for _, group in groupby(lines, key=lambda line: line.article):
            article = list(group)
            while article and article[-1].role == "blank":
                article.pop()
            out.append([replace(line, article=f"{path.stem}/{line.article}") for line in article])
    return out


def clean_lines(shortest: int = 24) -> list[str]:
    """Return the body lines of all sources."""
    return [
        line.text
        for article in sources()
        for line in article
        if line.role == "body" and len(line.text) >= shortest
    ]


def documents(seed: int, count: int) -> Iterator[Made]:
    """Yield pages of one to seven articles, each page from its own site; about three in ten are clean."""
    rng = Random(seed)
    articles = sources()
    for _ in range(count):
        chosen = rng.sample(articles, rng.choice((1, 1, 1, 2, 3, 5, 7)))
        lines = _page(chosen, rng)
        site = draw(rng)
        layout = Layout()
        if len(chosen) > 1 and rng.random() < 0.7:
            layout = Layout(columns=(120, 420), cut=rng.uniform(0.4, 0.6))
        elif rng.random() < 0.1 and not site.annotation:  # readings are printed after lines are wrapped
            layout = Layout(wrap=rng.randint(28, 36), page_lines=rng.choice((0, 24)))
        yield _made(lines, site, layout, rng)


def _page(chosen: Sequence[list[SourceLine]], rng: Random) -> list[SourceLine]:
    """Set articles one below the other, now and then with a slogan between them."""
    lines: list[SourceLine] = []
    for article in chosen:
        if lines:
            lines.append(SourceLine("", "blank", None))
            if rng.random() < 0.2:
                lines += (SourceLine(rng.choice(_SLOGANS), "slogan", None), SourceLine("", "blank", None))
        lines += article
    return lines


def shift_lines(seed: int, count: int) -> Iterator[Made]:
    """Yield single lines in which at least one spot lost its byte borders."""
    rng = Random(seed)
    pool = clean_lines()
    made = 0
    while made < count:
        traditional = rng.random() < 0.5
        profile = Profile(
            script="plain" if traditional else None,
            annotated=rng.randint(25, 60) if traditional else 0,
            marks="".join(rng.sample(_KEYS, rng.randint(3, 7))),
            decoder=rng.choice(("question", "euro", "drop")),
            shuffled=True,
            folded=rng.random() < 0.8,
        )
        one = _made([SourceLine(rng.choice(pool), "body", "1")], profile, Layout(), rng)
        if any("byte-shift" in edit.kind for edit in one.edits):
            made += 1
            yield one


def fragments(seed: int, count: int, around: int = 16) -> Iterator[Made]:
    """Yield pieces of shifted lines, as people quote them: one spot and some characters on both sides."""
    rng = Random(seed)
    for one in shift_lines(rng.randrange(2**31), count):
        spot = next(edit for edit in one.edits if "byte-shift" in edit.kind)
        low = max([0, *(e.end for e in one.edits if e.end <= spot.start - around)])
        after = [e.start for e in one.edits if e.start >= spot.end + around]
        high = min([len(one.raw), *after])
        inside = [e for e in one.edits if low <= e.start and e.end <= high]
        clean, truth = one.raw[low:high], one.raw[low:high]
        for edit in reversed(inside):
            start, end = edit.start - low, edit.end - low
            clean = clean[:start] + edit.clean + clean[end:]
            truth = truth[:start] + edit.expect + truth[end:]
        moved = [replace(edit, start=edit.start - low, end=edit.end - low) for edit in inside]
        yield replace(one, raw=one.raw[low:high], clean=clean, expected=truth, edits=moved, lines=[])


def _made(lines: list[SourceLine], profile: Profile, layout: Layout, rng: Random) -> Made:
    cells: Cells = apply(from_lines(line.text for line in lines), profile, rng)
    cells = lay_out(cells, lines, layout, rng)
    return Made(
        damaged(cells), clean_of(cells), expected(cells), edits(cells), lines_of(cells, lines), profile
    )
