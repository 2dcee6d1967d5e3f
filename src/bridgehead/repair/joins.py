"""Sentences cut by a column, a page or a fixed line width, put together again."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from bridgehead.repair._compose import Change
from bridgehead.repair._cuts import goes_on
from bridgehead.repair._han import is_han
from bridgehead.repair.roles import is_wrapped

__all__ = ["joins"]

_END = re.compile(r"[。！？!?；;：:…—.][”’」』）)】》\]]*$|[”’」』）)】]$")
_NEW = re.compile(
    r"^(?:[□■◆●○◎▲△★☆※·•\-*#]|[一二三四五六七八九十]{1,3}[、是要]|第[一二三四五六七八九十]+[,，、章节条]"
    r"|[（(][一二三四五六七八九十0-9]{1,3}[）)]|[0-9]{1,2}[.、．)）](?![0-9])|本报讯|图为|编者按"
    r"|[上下][转接]第|(?:近日|日前|近年来|今年以来|据悉|据了解|随后|同时|此外|目前|会议(?:强调|指出|要求|听取))[,，])"
)
_PAGE_NUMBER = re.compile(r"^[-—–·\s]*(?:第\s*)?[0-9]{1,4}\s*(?:页[^页]{0,12}页?)?[-—–·\s]*$")
_SIGNED = re.compile("[0-9]日$|摄$|[*＊]$")
_SALUTES = re.compile("^.{0,30}(?:尊敬的|敬爱的|各位).{0,20}[,，]$|^.{0,12}(?:您好|你好)[,，]?$")
_INDENT = re.compile("[ \u3000\u00a0\t]{2}|\u3000")
_FARTHEST = 3
"""Lines between which a sentence may go on, blank ones counted."""
_SHORTEST = 12
"""Characters of a line that may be cut without any other sign: what is shorter is an item of a list."""
_OPENERS = frozenset("“‘（(《「『【")


def joins(text: str, roles: Sequence[str]) -> tuple[list[Change], list[int]]:
    """Find line ends that cut a sentence.

    A line is continued by the next one that is not blank when both are running text and the first has no
    sentence end, unless the next looks like the beginning of a paragraph. An open quotation mark or bracket
    that the next line closes, and a number or a punctuation mark that is cut off, count more than that.

    Parameters
    ----------
    text : str
        The text as the stages before left it.
    roles : sequence of str
        The role of each of its lines, ``""`` for a blank one.

    Returns
    -------
    list of Change
        Of kind ``join``: the line ends and indentations that go.
    list of int
        The numbers of the lines that continue the one before.
    """
    lines = text.split("\n")
    full = [i for i, role in enumerate(roles) if role]
    body = [i for i in full if roles[i] == "body"]
    pages = {i for i in full if roles[i] == "furniture" and _PAGE_NUMBER.match(lines[i])}
    full = [i for i in full if i not in pages]
    if len(body) < 2:
        return [], []
    stripped = [line.strip() for line in lines]
    wrapped = is_wrapped(stripped)
    paragraphs = sum(1 for i in body if _ends(stripped[i]) and not wrapped[i])
    ended = wrapped.count(True) > 0.5 * len(body) or paragraphs >= 0.5 * sum(not wrapped[i] for i in body)
    indented = any(wrapped[i] and _INDENT.match(lines[i]) for i in body)
    starts = _starts(lines)
    changes, joined = [], []
    for before, after in pairwise(full):
        if roles[before] != "body" or roles[after] != "body":
            continue
        a, b = stripped[before], stripped[after]
        if after - before > _FARTHEST:
            continue
        page_break = any(i in pages for i in range(before + 1, after))
        near = after == before + 1 or page_break
        fixed_width = wrapped[before] and near and (wrapped[after] or len(b) < len(a))
        if page_break and not fixed_width:
            continue
        paragraph = bool(_INDENT.match(lines[after])) and not (fixed_width and _INDENT.match(lines[before]))
        reason = _reason(a, b, fixed_width, ended and not paragraph, indented and not paragraph)
        if reason:
            start = starts[before] + len(lines[before].rstrip())
            end = starts[after] + len(lines[after]) - len(lines[after].lstrip())
            both_latin = a[-1:].isascii() and a[-1:].isalpha() and b[:1].isascii() and b[:1].isalpha()
            changes.append(Change(start, end, " " if both_latin else "", "join", reason[0], reason[1]))
            joined.append(after)
    return changes, joined


def _starts(lines: Sequence[str]) -> list[int]:
    starts, at = [], 0
    for line in lines:
        starts.append(at)
        at += len(line) + 1
    return starts


def _reason(a: str, b: str, fixed_width: bool, ended: bool, same_paragraph: bool) -> tuple[float, str] | None:
    """Return how sure it is, and why, that line ``b`` continues line ``a``; None if it does not."""
    if _ends(a):
        if fixed_width and same_paragraph:
            return 0.85, "固定行宽折行，下一行无缩进"
        return None
    certain = goes_on(a, b)
    if certain:
        return 0.97, certain
    new = bool(_NEW.match(b))
    if fixed_width:
        return None if new and len(b) > len(a) + 2 else (0.95, "固定行宽折行")
    if not (is_han(a[-1]) or a[-1].isalnum() or a[-1] in ",，、％%"):
        return None
    if not ended or new or len(a) < _SHORTEST or _SIGNED.search(a[-12:]) or _SALUTES.match(a):
        return None
    if is_han(b[0]) or b[0].isalnum() or b[0] in _OPENERS:
        return 0.93, "上一行没有句末标点，句子被分栏截断"
    return None


def _ends(line: str) -> bool:
    """Return whether a line ends a sentence."""
    return bool(_END.search(line[-4:]))
