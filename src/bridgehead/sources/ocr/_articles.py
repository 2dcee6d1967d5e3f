"""Blocks of a page → articles, each with its blocks in reading order.

A headline owns the columns under it, those that stand level with them on both sides, and those to its right
that begin level with itself; what lies below an owned block without a headline between continues it.
Articles follow one another by the cuts that separate them: from top to bottom where the page can be cut
across, else from left to right.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from bridgehead.sources.ocr._blocks import Block, overlap

__all__ = ["Article", "articles"]

_NEAR = 6.0
"""Farthest that a headline's text begins below it, in body characters: a byline may stand between."""

_GUTTER = 4.0
"""Widest gutter between columns of one article, in body characters."""

_APART = 2.2
"""Gap above a block, in body characters, from which it does not continue what stands above it."""

_MANY = 80
"""Articles that no cut separates, from which a page is no newspaper's; it is read from top to bottom."""

_UNEVEN = 4.5
"""By how much the feet of an article's columns differ at most, in body characters: three lines."""


@dataclass(eq=False)
class Article:
    """An article on the page.

    Attributes
    ----------
    head : list of Block
        The headline with its kicker and byline.
    columns : list of Block
        Its text in reading order.
    captions : list of Block
        Below its pictures.
    """

    head: list[Block] = field(default_factory=list)
    columns: list[Block] = field(default_factory=list)
    captions: list[Block] = field(default_factory=list)

    def box(self) -> tuple[float, float, float, float]:
        """Return the box around everything."""
        boxes = [block.box for block in (*self.head, *self.columns, *self.captions)]
        return (
            min(box[0] for box in boxes),
            min(box[1] for box in boxes),
            max(box[2] for box in boxes),
            max(box[3] for box in boxes),
        )


def articles(found: Sequence[Block], size: float) -> list[Article]:
    """Group the blocks of a page to articles and put them in reading order.

    Parameters
    ----------
    found : sequence of Block
        As `blocks` gives them, with figures and captions among them.
    size : float
        Of the body characters.
    """
    page = _Page(found, size)
    page.claim_columns()
    page.claim_rest()
    return _ordered([each for each in page.articles if each.head or each.columns or each.captions], size)


class _Page:
    def __init__(self, found: Sequence[Block], size: float) -> None:
        self.size = size
        self.blocks = list(found)
        self._over: dict[int, Block | None] = {}
        self._before: dict[int, list[Block]] = {}
        self.heads = [block for block in found if block.kind == "head"]
        self.articles = [Article(head=[head]) for head in self.heads]
        for number, head in enumerate(self.heads):
            head.article = number

    def _give(self, block: Block, number: int) -> None:
        block.article = number
        article = self.articles[number]
        (article.captions if block.kind in ("caption", "figure") else article.columns).append(block)

    def _texts(self) -> list[Block]:
        return [block for block in self.blocks if block.kind in ("text", "table")]

    def _above(self, block: Block) -> Block | None:
        """Return what stands next above a block."""
        if id(block) not in self._over:
            self._over[id(block)] = self._look_above(block)
        return self._over[id(block)]

    def _look_above(self, block: Block) -> Block | None:
        over = [
            each
            for each in self.blocks
            if each is not block
            and each.top < block.top
            and each.bottom < block.top + self.size
            and overlap(each, block) > min(self.size, 0.3 * min(each.width, block.width))
        ]
        return max(over, key=lambda each: each.bottom, default=None)

    def claim_columns(self) -> None:
        """Give headlines the columns under them, then, one after another, those beside these."""
        for number, head in enumerate(self.heads):
            for block in self._texts():
                if block.article is None and self._is_under(block, head):
                    self._give(block, number)
        while len(self.heads) < _MANY and (
            fitting := [
                (len(each), *min(each), block.top, block.left, block)
                for block in self._texts()
                if block.article is None and (each := self._level_with(block))
            ]
        ):  # what can belong to one headline only tells how far the others reach
            _, _, number, _, _, block = min(fitting, key=lambda each: each[:5])
            self._give(block, number)

    def _is_under(self, block: Block, head: Block) -> bool:
        if _is_upright(head):
            gap = block.left - head.right
            return abs(block.top - head.top) < 2.5 * self.size and -self.size < gap < _GUTTER * self.size
        if overlap(block, head) < min(1.5 * self.size, 0.5 * head.width):
            return False
        above = self._above(block)
        pictured = False
        while above is not None and above.kind in ("figure", "caption") and above.top >= head.top:
            above = self._above(above)
            pictured = True
        return above is head and (pictured or block.top - head.bottom < _NEAR * self.size)

    def _level_with(self, block: Block) -> list[tuple[float, int]]:
        """Return the articles whose columns this block may continue on their side, and how far their
        headlines would then be from the middle, or the left edge, of their columns.

        It begins level with them, or on the right level with the headline.
        """
        fitting = []
        for number, (head, article) in enumerate(zip(self.heads, self.articles, strict=False)):
            if not article.columns:
                continue
            under = [
                each for each in article.columns if each.top > head.bottom - self.size
            ] or article.columns
            first = min(each.top for each in under)
            left, right = min(c.left for c in article.columns), max(c.right for c in article.columns)
            level = (
                abs(block.top - first) < 0.9 * self.size
                or -1.5 * self.size < block.top - head.bottom < 3 * self.size
            )
            shoulder = abs(block.top - head.top) < 1.5 * self.size and block.left > right - self.size
            gap = max(left - block.right, block.left - right)
            if not (level or shoulder) or not -self.size < gap < _GUTTER * self.size:
                continue
            if shoulder and not level:
                low = max(each.bottom for each in under)
                foot = self._foot(block, number)
                flows = foot is not None and _is_open(foot) and not self._breaks_off(number)
                if flows or not self._is_balanced(block, low):
                    continue
            above = self._above(block)
            if above is not None and above is not head and above.bottom > head.top + 1.5 * self.size:
                continue
            left, right = min(left, block.left), max(right, block.right)
            fitting.append((min(abs((left + right) / 2 - head.center), abs(left - head.left)), number))
        return fitting

    def claim_rest(self) -> None:
        """Give what is left to the article above or on the left of it, else make it one of its own."""
        for block in sorted(self.blocks, key=lambda each: (each.top, each.left)):
            self._settle(block, set())

    def _settle(self, block: Block, asking: set[int]) -> None:
        """Give a block to an article, after those on which that depends."""
        if block.article is not None or block.kind == "head" or id(block) in asking or len(asking) > _MANY:
            return
        asking.add(id(block))
        above = self._above(block)
        for each in [*([above] if above else []), *self._column_before(block)]:
            self._settle(each, asking)
        number = self._neighbour(block)
        if number is None:
            number = len(self.articles)
            self.articles.append(Article())
        self._give(block, number)

    def _neighbour(self, block: Block) -> int | None:
        above = self._above(block)
        if block.kind in ("figure", "caption"):
            return above.article if above is not None else self._on_left(block)
        pictured = above is not None and above.kind in ("figure", "caption")
        while above is not None and above.kind in ("figure", "caption"):
            above = self._above(above)
        near = pictured or (above is not None and block.top - above.bottom < _APART * self.size)
        if above is not None and (near or above.kind == "head"):
            return above.article
        return self._on_left(block)

    def _is_balanced(self, block: Block, low: float) -> bool:
        """Whether a column ends with its article's other columns, or above nothing that begins sooner."""
        below = [each for each in self.blocks if overlap(each, block) > self.size and each.top > block.top]
        bottom = block.bottom
        for each in below:  # what a subhead has set a little apart
            if each.kind == "text" and each.top - bottom < 3 * self.size:
                bottom = max(bottom, each.bottom)
        return abs(bottom - low) < _UNEVEN * self.size or (
            bottom < low and all(each.top > low - self.size or each.bottom <= bottom for each in below)
        )

    def _on_left(self, block: Block) -> int | None:
        """Return the article of the column on the left: the one level with the block's beginning, or the one
        at the column's foot when it is of that column alone, so that it must go on here.
        """
        before = self._column_before(block)
        beside = [each for each in before if each.top < block.top + self.size < each.bottom + self.size]
        nearest = max(beside, key=lambda each: each.right, default=None)
        foot = self._foot(block, None if nearest is None else nearest.article)
        if foot is not None and (_is_open(foot) or nearest is None or not self._breaks_off(nearest.article)):
            return foot.article
        return None if nearest is None else nearest.article

    def _foot(self, block: Block, number: int | None) -> Block | None:
        """Return the foot of the column on the left, if it is of another article that has this column."""
        foot = _lowest(self._column_before(block))
        if foot is None or foot.article in (None, number):
            return None
        return foot if self._is_of_column(foot) or (number is None and _is_open(foot)) else None

    def _breaks_off(self, number: int | None) -> bool:
        """Whether the last column of an article breaks off inside a sentence."""
        columns = self.articles[number].columns if number is not None else []
        farthest = max(columns, key=lambda each: each.right, default=None)
        last = _lowest([each for each in columns if farthest and overlap(each, farthest) > 0])
        return last is not None and _is_open(last)

    def _is_of_column(self, foot: Block) -> bool:
        """Whether the headline of a block's article stands in the block's own column."""
        inset = 1.5 * self.size
        head = self.articles[foot.article or 0].head
        return all(foot.left - inset < each.left and each.right < foot.right + inset for each in head)

    def _column_before(self, block: Block) -> list[Block]:
        if id(block) not in self._before:
            self._before[id(block)] = [
                each
                for each in self.blocks
                if each.center < block.left and -self.size <= block.left - each.right < _GUTTER * self.size
            ]
        return self._before[id(block)]


def _lowest(blocks: Sequence[Block]) -> Block | None:
    return max(blocks, key=lambda each: each.bottom, default=None)


_CLOSED = re.compile("[。！？!?…”’」』）)]$")


def _is_open(block: Block) -> bool:
    """Whether a block breaks off inside a sentence."""
    return block.kind == "text" and not _CLOSED.search(block.lines[-1].text)


def _is_upright(head: Block) -> bool:
    """Whether a headline is written downwards."""
    return bool(head.bottom - head.top > 2 * head.width)


def _ordered(found: list[Article], size: float) -> list[Article]:
    for article in found:
        article.columns = _columns(article.columns)
        article.captions.sort(key=lambda block: (block.top, block.left))
    flowing = [article for article in found if _flows_up(article, size)]
    if flowing:  # the articles follow one another down the columns
        rest = [article for article in found if article not in flowing]
        boxes = [article.box() for article in flowing]
        top, bottom = min(box[1] for box in boxes), max(box[3] for box in boxes)
        inside = [
            article for article in rest if top - size < article.box()[1] and article.box()[3] < bottom + size
        ]
        inside = sorted([*flowing, *inside], key=lambda article: _start(article, size))
        above = [article for article in rest if article.box()[1] <= top - size and article not in inside]
        below = [article for article in rest if article not in inside and article not in above]
        return [*_ordered(above, size), *inside, *_ordered(below, size)]
    return [found[i] for i in _cut(list(range(len(found))), [article.box() for article in found], size)]


def _flows_up(article: Article, size: float) -> bool:
    """Whether an article goes on at the head of a column beside the one in which it begins lower down."""
    if not article.head or not article.columns or _is_upright(article.head[0]):
        return False
    head = article.head[0]
    return any(
        block.top < head.top - 2 * size and block.left > head.right - size for block in article.columns
    )


def _start(article: Article, size: float) -> tuple[float, float]:
    first = [*article.head, *article.columns, *article.captions][0]
    column = article.columns[0].left if article.columns else first.left
    return round(column / (4 * size)), first.top


def _columns(blocks: Sequence[Block]) -> list[Block]:
    """Order the blocks of an article: column by column, each from top to bottom."""
    columns: list[list[Block]] = []
    for block in sorted(blocks, key=lambda each: each.left):
        for column in columns:
            if any(overlap(each, block) > 0.5 * min(each.width, block.width) for each in column):
                column.append(block)
                break
        else:
            columns.append([block])
    return [block for column in columns for block in sorted(column, key=lambda each: each.top)]


Box = tuple[float, float, float, float]


def _cut(numbers: list[int], boxes: Sequence[Box], size: float) -> list[int]:
    """Order articles by cuts across the page, else by cuts down, else by their upper left corners."""
    if len(numbers) < 2:
        return numbers
    for low, high in ((1, 3), (0, 2)):
        groups: list[list[int]] = []
        end = float("-inf")
        for number in sorted(numbers, key=lambda i: boxes[i][low]):
            if boxes[number][low] >= end - 0.5 * size:
                groups.append([])
            groups[-1].append(number)
            end = max(end, boxes[number][high])
        if len(groups) > 1:
            return [each for group in groups for each in _cut(group, boxes, size)]
    return _corner(numbers, boxes, size)


def _corner(numbers: list[int], boxes: Sequence[Box], size: float) -> list[int]:
    """Take the article that has none above or, level with it, on its left; then the rest."""
    if len(numbers) > _MANY:
        return sorted(numbers, key=lambda i: (boxes[i][1], boxes[i][0]))

    def before(one: int, other: int) -> bool:
        a, b = boxes[one], boxes[other]
        beside = min(a[2], b[2]) - max(a[0], b[0]) <= size
        return a[0] < b[0] and min(a[3], b[3]) - max(a[1], b[1]) > size if beside else a[1] < b[1]

    free = [i for i in numbers if not any(before(j, i) for j in numbers if j != i)] or numbers
    first = min(free, key=lambda i: (boxes[i][1], boxes[i][0]))
    return [first, *_cut([i for i in numbers if i != first], boxes, size)]
