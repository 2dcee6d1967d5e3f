"""Lines wrapped at a fixed width: of a narrow column, of a page of a document."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from itertools import pairwise

from bridgehead.repair._cuts import goes_on, is_row, word_across
from bridgehead.repair.roles._line import HEAD, alone, is_dash, is_numbered, is_speaker, opening

__all__ = ["PAGE_BREAK", "wraps"]

_NARROWEST, _WIDEST = 11, 80
_BELOW, _ABOVE = 2, 3
"""Characters by which a full line may be shorter or longer: no line begins with a punctuation mark."""
_FEWEST = 3
PAGE_BREAK = 6
"""Lines that a page number, a running head and the blank lines around them take up at most."""
_ENDS = frozenset("。！？!?；;…")
_QUOTED_END = re.compile("[。！？!?；;…][”’）)》」』]$")
_PAUSE = re.compile("[,，。、；;：:]")
_ACROSS = re.compile(r"\S[ 　]{2,}\S|　{4}")
_INDENT = re.compile("(?:　{1,4}|[ \u00a0\t]{2,8})[^ 　\u00a0\t]")
_MARKED = re.compile("[□■◆●○◎▲△▼▽★☆※·•【①②③④⑤⑥⑦⑧⑨]|图[①②③④⑤为]|(?:问|答|记者)[:：]")
_DIGIT = re.compile("[0-9]")
_STOP = re.compile("[,，。、；;]")
_COMMA = re.compile("[,，]")
_TEXT = frozenset((HEAD, "body", "caption", "slogan", "column", "advert", "advert-head"))
"""What the first line of a paragraph may look like by itself."""
_INSIDE = _TEXT - {"caption"} | {"footer", "byline"}
"""What a line in the middle of a paragraph may look like by itself."""


def wraps(lines: Sequence[str]) -> list[bool]:
    """Tell which lines continue the line of text before them because it was wrapped at a fixed width.

    Parameters
    ----------
    lines : sequence of str
        The lines of a page. Blank ones end a paragraph; page numbers do not.

    Returns
    -------
    list of bool
        Lines read across two columns are left out, as what continues them is not the next line; so are the
        lines of a headline.
    """
    return list(_wraps(tuple(lines))) if _may_wrap(lines) else [False] * len(lines)


@lru_cache(maxsize=1)
def _wraps(lines: tuple[str, ...]) -> list[bool]:
    """Return what `wraps` does; kept for a moment, as both roles and joins ask."""
    out = [False] * len(lines)
    page = _Widths(lines)
    if not page.width:
        return out
    for before, after in page.neighbours():
        out[after] = page.goes_on(before, after, out[before])
    return out


def _may_wrap(lines: Sequence[str]) -> bool:
    """Return whether there are enough pairs of short lines of which the first ends inside a sentence."""
    lengths = list(map(len, lines))
    pairs = 0
    for i, (length, after) in enumerate(pairwise(lengths)):
        if after and _NARROWEST <= length <= _WIDEST and lines[i][-1] not in _ENDS:
            pairs += 1
    if pairs < 2 or pairs < 0.3 * sum(length > _WIDEST for length in lengths):
        return False
    short = [line for line, length in zip(lines, lengths, strict=True) if 0 < length <= _WIDEST + _ABOVE]
    return _are_alike(short, len) or _are_alike(short, _typeset)


def _are_alike(lines: Sequence[str], measure: Callable[[str], float]) -> bool:
    """Return whether enough lines are about as wide as each other: a quick look before the long one."""
    widths = sorted(map(measure, lines))
    return any(
        high - low <= _BELOW + _ABOVE for low, high in zip(widths, widths[_FEWEST - 1 :], strict=False)
    )


def _typeset(line: str) -> float:
    """Return the width of a line in Han characters, others counted half."""
    ascii_only = len(line.encode("ascii", "ignore"))
    return len(line) - ascii_only / 2


class _Widths:
    """The lines of a page and the width at which they are wrapped; 0 if they are not."""

    def __init__(self, lines: Sequence[str]) -> None:
        self.lines = [line.rstrip() for line in lines]
        self.text = [line.strip() for line in lines]
        self.kind = [alone(text) if text else "" for text in self.text]
        best = max((self._best(measure) for measure in (len, _typeset)), key=lambda found: found[0])
        _, self.width, self.widths = best
        if self.width:
            first = [bool(_INDENT.match(line)) for line in self.lines]
            ends = [
                i
                for i, text in enumerate(self.text[:-1])
                if text and self.is_closed(i) and not self.is_full(i)
            ]
            self.spaced = sum(not self.text[i + 1] for i in ends) > 0.7 * len(ends)
            self.indented = sum(first) >= 2 and sum(first) >= 0.06 * sum(map(bool, self.text))

    def neighbours(self) -> Iterator[tuple[int, int]]:
        """Yield a line and the next; page numbers and running heads do not count."""
        before = -1
        for i, text in enumerate(self.text):
            if not text:
                before = before if self._is_page_end(i) else -1
            elif before >= 0 and i > before + 1 and self._is_page_break(before, i):
                yield before, i
                before = i
            elif before >= 0 and before == i - 1:
                if self._is_furniture(i) and not self.is_full(i):
                    continue
                yield before, i
                before = i
            elif not self._is_furniture(i):
                before = i

    def _is_page_end(self, i: int) -> bool:
        near = (*self.text[max(0, i - 1) : i], *self.text[i + 1 : i + 2])
        return any(text and alone(text) in ("furniture", "site") for text in near)

    def _is_page_break(self, before: int, after: int) -> bool:
        if after - before > PAGE_BREAK or self._is_furniture(after):
            return False
        return any(self.text[before + 1 : after])

    def _is_furniture(self, i: int) -> bool:
        return self.kind[i] in ("furniture", "site")

    def _best(self, measure: Callable[[str], float]) -> tuple[float, float, list[float]]:
        """Return how many lines a width explains, the width, and the widths of all lines."""
        widths = [measure(line) if len(line) <= _WIDEST + _ABOVE else _WIDEST + 9 for line in self.lines]
        texts = [i for i, kind in enumerate(self.kind) if kind in _INSIDE]
        found = Counter(
            widths[i]
            for i in texts
            if _NARROWEST <= widths[i] <= _WIDEST and not self.is_closed(i) and any(widths[i + 1 : i + 2])
            if self.kind[i] in ("body", "caption") or (self.kind[i] == HEAD and _STOP.search(self.text[i]))
        )
        none = (0, 0, widths)
        if found.total() < 2:
            return none
        near = {w: sum(found[w + d / 2] for d in range(-3, 4)) for w in found}
        usual = max(found, key=lambda w: (near[w], found[w], w))
        full = [i for i in texts if usual - _BELOW <= widths[i] <= usual + _ABOVE]
        paused = sum(1 for i in full if _PAUSE.search(self.text[i]))
        longer = sum(1 for i in texts if widths[i] > usual + _ABOVE and self.is_closed(i))
        explains = near[usual]
        if (
            len(full) < _FEWEST
            or explains < max(2, 0.5 * found.total())
            or paused < 0.5 * len(full)
            or longer > 0.34 * len(full)
        ):
            return none
        return explains - 0.1 * (measure is _typeset), usual, widths

    def is_closed(self, i: int) -> bool:
        """Return whether a line ends a sentence."""
        text = self.text[i]
        return text[-1:] in _ENDS or bool(_QUOTED_END.search(text[-2:]))

    def is_full(self, i: int) -> bool:
        """Return whether a line is as wide as the page's text."""
        return self.width - _BELOW <= self.widths[i] <= self.width + _ABOVE

    def goes_on(self, before: int, after: int, inside: bool) -> bool:
        """Return whether one line goes on in the other; ``inside`` tells that it continues one itself."""
        a, b = self.text[before], self.text[after]
        if not self.is_full(before) or self.widths[after] > self.width + _ABOVE:
            return False
        kind, below = self.kind[before], self.kind[after]
        if not inside and kind not in _TEXT:
            return False
        if is_dash(b) or is_speaker(b) or _MARKED.match(b) or opening(b) == 2:
            return False
        if below not in _INSIDE and not (self.is_full(after) and self._is_said(before, after)):
            return False
        if below in ("slogan", "column") and not self.is_full(after):
            return False
        if below not in (HEAD, "body", "slogan", "column") and (self.is_closed(before) or after > before + 1):
            return False
        if (
            not inside
            and kind == "caption"
            and (self.is_closed(before) or opening(b) or not _PAUSE.search(a))
        ):
            return False
        if is_numbered(b) and below == HEAD and not self.is_full(after):
            return False
        if self._is_across(before) or self._is_across(after) or is_row(b):
            return False
        indent = bool(_INDENT.match(self.lines[after]))
        if self.is_closed(before):
            if (
                indent
                or is_numbered(b)
                or not (self.is_closed(after) or (self.is_full(after) and _PAUSE.search(b)))
            ):
                return False
            if self.indented:
                return inside or bool(_INDENT.match(self.lines[before]))
            return self.spaced and not opening(b)
        if (indent and self.indented) or (a[-1] in "：:" and is_numbered(b)):
            return False
        return inside or not self._is_head(before, after)

    def _is_said(self, before: int, after: int) -> bool:
        """Return whether a line with words of the site stands in the middle of a sentence."""
        return (
            not self.is_closed(before) and after == before + 1 and bool(_PAUSE.search(self.text[after][1:-1]))
        )

    def _is_across(self, i: int) -> bool:
        text = self.text[i]
        return ("  " in text or "\u3000" in text) and bool(_ACROSS.search(text))

    def _is_text(self, i: int) -> bool:
        """Return whether a line looks like running text rather than like a headline."""
        return bool(_PAUSE.search(self.text[i])) or self.is_closed(i) or self.is_full(i)

    def _is_head(self, before: int, after: int) -> bool:
        """Return whether a full line at the beginning of a paragraph is a headline."""
        a, b = self.text[before], self.text[after]
        if self.kind[before] in ("slogan", "column"):
            return True
        if self.kind[before] != HEAD or _MARKED.match(a):
            return False
        if self.indented:
            return not _INDENT.match(self.lines[before]) or not self._is_text(after)
        if opening(b) == 2 or not self._is_text(after):
            return True
        if goes_on(a, b) or word_across(a, b) == "certain" or len(_COMMA.findall(a)) > 1:
            return False
        if is_numbered(a):
            return self.is_full(after) or not self.is_closed(after)
        if self.spaced and after == before + 1:
            return False
        if opening(b) or not (_STOP.search(a) or opening(a) or word_across(a, b)):
            return True
        parts = _COMMA.split(a)
        return len(parts) == 2 and abs(len(parts[0]) - len(parts[1])) <= 2 and not _DIGIT.search(a)
