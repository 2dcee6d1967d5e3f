"""Numbered lists in running text: 一要…二要…, 一是…;二是…, 第一,…第二,…, and parallel heads of a statement.

An item's **head** is its first sentence; its **extent** runs to the next numeral or to the end of the
paragraph.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from bridgehead.read._literals import Listed

__all__ = ["Item", "find", "parallel"]

_ORDINALS = "一二三四五六七八九十"
_ITEM = Listed(
    rf"第(?P<nth>[{_ORDINALS}])(?:[件项个条](?:事|大事|工作|任务)?)?(?P<by>是要?|要|[,，、])"
    rf"|(?P<n>十[一二三]|[{_ORDINALS}])(?P<mark>要(?![求素点闻件害塞职道领么目案旨义员])|是(?!否)|须|必须)"
)
_BEFORE = frozenset("。;；:：,，“”—\n\t \u3000")
_STOP = re.compile(r"[。!?！？]+[”’」』）)]*|\n")
_SHORT_STOP = re.compile(r"[。!?！？;；]+[”’」』）)]*|\n")
_PARALLEL = re.compile(r"[^,，。;；:：\n]{3,8}[,，][^,，。;；:：\n]{3,14}。(?=[^\n])")


@dataclass(frozen=True, slots=True)
class Item:
    """One item of a list.

    Attributes
    ----------
    ordinal : str or None
        一, 二 …; null for parallel heads.
    mark : str
        要, 是 …; empty for parallel heads.
    start, head_end, end : int
        Where the item begins, where its head ends, where it ends.
    first : int
        Where its list begins.
    """

    ordinal: str | None
    mark: str
    start: int
    head_end: int
    end: int
    first: int


def _ends(text: str, start: int, limit: int, pattern: re.Pattern[str]) -> int:
    stop = pattern.search(text, start, limit)
    return (stop.start() if stop[0] == "\n" else stop.end()) if stop else limit


def _numeral(mark: re.Match[str]) -> str:
    return mark["n"] or mark["nth"]


def _paragraph_end(text: str, start: int, limit: int) -> int:
    at = text.find("\n", start, limit)
    return limit if at < 0 else at


def _trimmed(text: str, start: int, end: int) -> int:
    return start + len(text[start:end].rstrip())


def _items(text: str, marks: list[re.Match[str]], limit: int) -> list[Item]:
    """The items of one list whose numerals are known."""
    out = []
    for i, mark in enumerate(marks):
        start = mark.start()
        bound = marks[i + 1].start() if i + 1 < len(marks) else limit
        end = _paragraph_end(text, start, bound)
        if i + 1 < len(marks) and end < bound:
            # An item may run over several paragraphs only when the next numeral closes it.
            end = _trimmed(text, start, bound)
        inline = text[end - 1] in ";；,，" or (i > 0 and text[start - 1] in ";；,，")
        head_end = _ends(text, start, end, _SHORT_STOP if inline else _STOP)
        end = _trimmed(text, start, end)
        kind = mark["mark"] or mark["by"].strip(",，、")
        out.append(Item(_numeral(mark), kind, start, min(head_end, end), end, marks[0].start()))
    return out


def find(text: str, start: int, end: int) -> list[Item]:
    """Find numbered lists: numerals from 一 on, one after the other, at least two.

    Parameters
    ----------
    text : str
        The clean text.
    start, end : int
        Where to look; an article.

    Returns
    -------
    list of Item
        In order.
    """
    out: list[Item] = []
    marks: list[re.Match[str]] = []
    for match in [*_ITEM.finditer(text, start, end), None]:
        if match and match.start() > start and text[match.start() - 1] not in _BEFORE:
            continue
        follows = match and marks and _ORDINALS.find(_numeral(match)) == len(marks)
        if follows and match:
            marks.append(match)
            continue
        if len(marks) > 1:
            out += _items(text, marks, match.start() if match else end)
        marks = [match] if match and _numeral(match) == "一" else []
    return out


def parallel(text: str, start: int, end: int) -> list[Item]:
    """Find unnumbered parallel heads in a statement: 善谋善为,找准“定位仪”。 opens two paragraphs or more.

    Parameters
    ----------
    text : str
        The clean text.
    start, end : int
        The statement.
    """
    out: list[Item] = []
    at = start
    while at < end:
        stop = _paragraph_end(text, at, end)
        begin = at + len(text[at:stop]) - len(text[at:stop].lstrip())
        head = _PARALLEL.match(text, begin, stop)
        if head:
            out.append(
                Item(None, "", begin, head.end(), _trimmed(text, begin, stop), out[0].start if out else begin)
            )
        at = stop + 1
    return out if len(out) > 1 else []
