"""Whole pages of ``tests/cases/read/pages*.txt`` with the article of every line, and how to score a split."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from bridgehead.read import Page, articles
from bridgehead.repair import repair

CASES = Path(__file__).parents[1] / "cases" / "read"
NONE, EITHER = "-", "?"


@dataclass(frozen=True)
class PageCase:
    """A page: the text of each line and the article it belongs to."""

    why: str
    lines: tuple[tuple[str, str], ...]

    def text(self, gap: str = "\n") -> str:
        return gap.join(text for _, text in self.lines)


def pages(name: str) -> list[PageCase]:
    """Read the pages of a file."""
    found: list[tuple[str, list[tuple[str, str]]]] = []
    article = NONE
    for line in (CASES / f"{name}.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("=== "):
            found.append((line[4:], []))
        elif line.startswith("== "):
            article = line[3:]
        elif line and found:
            found[-1][1].append((article, line))
    return [PageCase(why, tuple(lines)) for why, lines in found]


def split_lines(case: PageCase, gap: str = "\n", fold: bool = False) -> list[int | None]:
    """Return the number of the article of each line."""
    text = case.text(gap)
    if fold:
        text = text.translate(str.maketrans("，；：！？（）", ",;:!?()"))
    repaired = repair(text)
    page = Page("page", repaired)
    numbers = articles.article_lines(page, articles.split(page))
    told = {line.span[0]: number for line, number in zip(repaired.lines, numbers, strict=True)}
    found, at = [], 0
    for _, line in case.lines:
        found.append(told.get(at))
        at += len(line) + len(gap)
    return found


def boundaries(case: PageCase, found: list[int | None]) -> tuple[set[int], set[int]]:
    """Return the lines before which an article ends: in truth, and as found."""
    told = [i for i, (article, _) in enumerate(case.lines) if article not in (NONE, EITHER)]
    truth = {b for a, b in pairwise(told) if case.lines[a][0] != case.lines[b][0]}
    return truth, {b for a, b in pairwise(told) if found[a] != found[b]}
