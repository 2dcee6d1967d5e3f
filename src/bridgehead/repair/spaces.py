"""Spaces that are none: invisible characters, padded names, spread headings, what line wraps and PDFs leave.

Other spaces stay, wide ones too: they part the halves of headlines and the names of a list, and indent
paragraphs. A space between two Han characters goes only where the words around it prove that it cuts one.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise
from statistics import median

from bridgehead.repair._compose import Change
from bridgehead.repair._han import HAN_CLASS, count_han, is_han
from bridgehead.repair._lexicon import lexicon
from bridgehead.terms import words

__all__ = ["spaces"]

_HAN = f"[{HAN_CLASS}]"
_BLANK = "[ \u3000\xa0]"
_INVISIBLE = re.compile("[\u200b\u2060\ufeff][\u200b\u2060\ufeff]*")
_POST = re.compile(
    "(?:书记|主任|主席|记者|[局县市区镇乡村院校厅处科部会省州旗社队站所馆行团]长|代表|负责人|经理|"
    "經理|書記|記者|[局縣區鎮鄉廳處會團館]長)[ \u3000]*$"
)
_PADDED = re.compile(
    f"[ \u3000]{_HAN}([ \u3000]+){_HAN}(?=[ \u3000]*(?:$|[、,，)）(（\n]|[ \u3000][摄攝]))", re.MULTILINE
)
_SPREAD = re.compile(f"(?<!{_HAN})(?<!{_HAN}{_BLANK}){_HAN}(?:{_BLANK}{{1,2}}{_HAN}){{3,}}(?!{_HAN})")
_GAP = re.compile(f"{_BLANK}{_BLANK}?(?={_HAN})")
_BY_MARK = re.compile(f"{_BLANK}(?=[，。；、：！？”）》])|{_BLANK}(?<=[，。；、：！？“（《].)")
_SENTENCE = re.compile("[，。；,;]")
_PAGE_NUMBER = re.compile(f"[-—–－] ?[0-9]{{1,3}} ?[-—–－]{_BLANK}?(?={_HAN})")
_PARTICLES = frozenset("的了在和是对为与把从等被将由及")
_REACH = 5
_GAIN = 6.0
"""How much likelier, as a logarithm: a word of two characters set apart costs that at least."""


def spaces(text: str) -> list[Change]:
    """Find spaces and invisible characters that no one wrote.

    Parameters
    ----------
    text : str
        Any text.

    Returns
    -------
    list of Change
        Deletions of kind ``space``.
    """
    found = [
        Change(match.start(), match.end(), "", "space", 1.0, "零宽字符")
        for match in _INVISIBLE.finditer(text)
    ]
    if "_x000D_" in text:
        found += (
            Change(match.start(), match.end(), "", "space", 1.0, "转义的换行")
            for match in re.finditer("_x000D_", text)
        )
    gaps = [match.start() for match in _GAP.finditer(text)]
    if len(gaps) > 1:
        found += _padded(text)
        found += _lines(text, [gap for gap in gaps if is_han(text[gap - 1 : gap])])
    found += _page_numbers(text)
    return _apart(sorted(found))


def _apart(found: list[Change]) -> list[Change]:
    """Leave out what overlaps a change before it."""
    out: list[Change] = []
    for change in found:
        if not out or change.start >= out[-1].end:
            out.append(change)
    return out


def _padded(text: str) -> Iterator[Change]:
    for match in _PADDED.finditer(text):
        if _POST.search(text[max(0, match.start() - 8) : match.start()]):
            yield Change(match.start(1), match.end(1), "", "space", 0.95, "两字姓名中间的空格")


def _page_numbers(text: str) -> Iterator[Change]:
    for number in _PAGE_NUMBER.finditer(text):
        start, end = number.span()
        start -= text[start - 1 : start] in (" ", "\u3000", "\xa0")
        if is_han(text[start - 1 : start]):
            yield Change(start, end, "", "space", 0.9, "行中的页码")


def _lines(text: str, gaps: list[int]) -> Iterator[Change]:
    """Yield the spaces between Han that are none, in lines that have three at least."""
    if len(gaps) < 3:
        return
    for at, many in Counter(text.rfind("\n", 0, gap) + 1 for gap in gaps).items():
        if many > 2:
            stop = text.find("\n", at)
            for start, end, why in _of_line(text[at : stop if stop >= 0 else len(text)]):
                yield Change(at + start, at + end, "", "space", 0.9, why)


def _of_line(line: str) -> Iterator[tuple[int, int, str]]:
    """Yield the spaces of a line that are none; it has three at least."""
    for match in _SPREAD.finditer(line):
        if _makes_words(re.sub(_BLANK, "", match[0])):
            for gap in re.finditer(f"{_BLANK}+", match[0]):
                yield match.start() + gap.start(), match.start() + gap.end(), "逐字隔开的文字"
    if not _SENTENCE.search(line):
        return
    gaps = [match.start() for match in _GAP.finditer(line) if is_han(line[match.start() - 1])]
    gaps = [gap for gap in gaps if line[gap + 1] not in " \u3000\xa0"]
    if len(gaps) < 3 or count_han(line) < 15:
        return
    if _between_all_words(line, gaps):
        gaps += (match.start() for match in _BY_MARK.finditer(line))
        yield from ((gap, gap + 1, "逐词隔开的文字") for gap in gaps)
    elif _evenly(gaps):
        yield from ((gap, gap + 1, "等距的折行空格") for gap in gaps)
    else:
        cut = [gap for gap in gaps if _cuts_word(line, gap)]
        if len(cut) >= 2:
            yield from ((gap, gap + 1, "词语中间的空格") for gap in cut)


def _makes_words(han: str) -> bool:
    """Return whether characters set apart are words together, by half of them at least, and no series."""
    if any(set(han) <= set(series) for series in words("script/series")):
        return False
    _, places = lexicon().cut(han)
    return 2 * sum(end - start for start, end in places if end > start + 1) > len(han)


def _cuts_word(line: str, gap: int) -> bool:
    """Return whether the words around a gap are far likelier without it."""
    left = re.search(f"{_HAN}+$", line[max(0, gap - _REACH) : gap])
    right = re.match(f"{_HAN}+", line[gap + 1 : gap + 1 + _REACH])
    if not left or not right:
        return False
    cost = lexicon().cost
    return cost(left[0]) + cost(right[0]) - cost(left[0] + right[0]) > _GAIN


def _between_all_words(line: str, gaps: list[int]) -> bool:
    """Return whether a line is cut into its words: short pieces, particles among them."""
    pieces = [line[low + 1 : high] for low, high in pairwise([-1, *gaps, len(line)])]
    if len(pieces) < 8 or len(line) / len(pieces) > 4:
        return False
    return sum(piece.strip("，。；,;、 ") in _PARTICLES for piece in pieces) >= 2


def _evenly(gaps: list[int]) -> bool:
    """Return whether gaps follow one another at the width of a printed line."""
    steps = [high - low for low, high in pairwise(gaps)]
    middle = median(steps)
    return len(gaps) >= 4 and 16 <= middle <= 48 and all(abs(step - middle) <= 2 for step in steps)
