"""Sentences cut by a column, a page or a fixed line width, put together again."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import accumulate

from bridgehead.repair._compose import Change
from bridgehead.repair._cuts import goes_on, is_row, word_across
from bridgehead.repair._han import is_han
from bridgehead.repair.roles._line import is_numbered, opening
from bridgehead.repair.roles._wrap import wraps

__all__ = ["joins"]

_END = re.compile(r"[。！？!?；;：:…—.][”’」』）)】》\]]*$|[”’」』）)】]$")
_NEW = re.compile(
    r"[□■◆●○◎▲△★☆※·•\-*#【]|[一二三四五六七八九十]{1,3}[、是要]|第[一二三四五六七八九十]+[,，、章节条]|本报讯|图为|编者按|附件?[:：]"
    r"|[上下][转接]第|(?:近日|日前|近年来|今年以来|据悉|据了解|随后|同时|此外|目前|会议(?:强调|指出|要求|听取))[,，]"
)
_PAGE_NUMBER = re.compile(r"[-—–·\s]*(?:第\s*)?[0-9]{1,4}\s*(?:页[^页]{0,12}页?)?[-—–·\s]*$")
_LABELLED = re.compile(
    r"[^,，。；;“]{1,8}[:：](?!\d)[^,，。；;]{0,24}$|.{0,30}(?:尊敬的|敬爱的|各位).{0,20}[,，]$|.{0,12}(?:您好|你好)[,，]?$|(?:此致|顺致|敬礼|敬祝|祝).{0,8}$"
)
_SIGNED = re.compile(
    r"[，,。：:\s　](?:20\d\d年)?\d{1,2}月\d{1,2}日$|^20\d\d年.{3,6}日$"
    r"|摄$|[*＊]$|\d{7,}$|(?:办公室|人民政府|委员会|公司|局)$"
)
_DAY = re.compile(r"20\d\d年\d{1,2}月\d{1,2}日$|[二〇○零一三四五六七八九]{4}年.{1,3}月.{1,3}日$")
_INDENT = re.compile("[ \u3000\u00a0\t]{2}|\u3000")
_OPENERS = frozenset("“‘（(《「『【")
_BETWEEN = frozenset(("furniture", "footer", "caption", "credit", "slogan", "advert"))
"""Lines that may stand between the two halves of a sentence."""
_FARTHEST = 3
"""Lines between which a sentence may go on, blank ones counted, those of `_BETWEEN` not."""
_SHORTEST = 12
"""Characters of a line that may be cut without any other sign: what is shorter is an item of a list."""


def joins(text: str, roles: Sequence[str]) -> tuple[list[Change], list[int]]:
    """Find line ends that cut a sentence.

    A line of running text is continued by the next one when it has no sentence end, unless the next looks
    like the beginning of a paragraph. An open quotation mark or bracket that the next line closes, a number
    or a word that is cut, count more than that. Page numbers, pictures and adverts may stand between; then
    the lines are marked as joined and the text between stays where it is.

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
    if roles.count("body") + roles.count("caption") < 2:
        return [], []
    page = _Lines(text.split("\n"), roles)
    found = _joined(page)
    if not page.ended and page.is_ended({after for _, after, *_ in found}):
        # Cut lines made it look as if paragraphs had no end; put together they show that they have.
        page = _Lines(text.split("\n"), roles, ended=True)
        found = _joined(page)
    starts = list(accumulate((len(line) + 1 for line in page.lines), initial=0))
    changes = []
    for before, after, glue, reason in found:
        if glue is not None:
            line, following = page.lines[before], page.lines[after]
            start = starts[before] + len(line.rstrip())
            end = starts[after] + len(following) - len(following.lstrip())
            changes.append(Change(start, end, glue, "join", *reason))
    return changes, [after for _, after, *_ in found]


def _joined(page: _Lines) -> list[tuple[int, int, str | None, tuple[float, str]]]:
    """Return each line that goes on in another, what glues them (null when others stand between), and why."""
    found = []
    for before, after, between in page.pairs():
        reason = page.reason(before, after, between)
        if not reason:
            continue
        glue = None
        if not between or page.only_numbers(between):
            line, following = page.lines[before], page.lines[after]
            glue = " " if _is_word(line.rstrip()[-1:]) and _is_word(following.lstrip()[:1]) else ""
            # What comes next is judged by the line as it is now: repairing twice changes nothing more.
            page.text[after] = page.text[before] + glue + page.text[after]
        found.append((before, after, glue, reason))
    return found


def _is_word(char: str) -> bool:
    return char.isascii() and char.isalpha()


class _Lines:
    """The lines of a page, and what its paragraphs look like."""

    def __init__(self, lines: Sequence[str], roles: Sequence[str], *, ended: bool = False) -> None:
        self.lines, self.roles = lines, roles
        self.text = [line.strip() for line in lines]
        self.wraps = wraps(lines)
        body = [i for i, role in enumerate(roles) if role == "body" and not self._goes_on_wrapped(i)]
        self.body = body
        first = [i for i in body if not self.wraps[i]]
        indents = sum(1 for i in first if _INDENT.match(lines[i]))
        self.ended = ended or self.is_ended(set())
        self.indented = indents > 1 and indents >= 0.4 * len(first)

    def is_ended(self, joined: set[int]) -> bool:
        """Return whether paragraphs end with a sentence, those that others were joined to counted once."""
        ended = sum(1 for i in self.body if _ends(self.text[i]))
        return ended >= 0.34 * (len(self.body) - len(joined.intersection(self.body)))

    def _goes_on_wrapped(self, i: int) -> bool:
        return i + 1 < len(self.lines) and self.wraps[i + 1]

    def pairs(self) -> Iterator[tuple[int, int, list[int]]]:
        """Yield neighbouring lines of running text (or of one caption), and the lines between them."""
        before, between = -1, list[int]()
        for i, role in enumerate(self.roles):
            if role == "body":
                if before >= 0:
                    yield before, i, between
                before, between = i, []
            elif role in _BETWEEN:
                if role == "caption" and self.wraps[i] and self.roles[i - 1] == "caption":
                    yield i - 1, i, []
                between.append(i)
            elif role:
                before, between = -1, []

    def only_numbers(self, between: Sequence[int]) -> bool:
        """Return whether nothing but page numbers stands between."""
        return all(_PAGE_NUMBER.match(self.text[i]) for i in between)

    def reason(self, before: int, after: int, between: Sequence[int]) -> tuple[float, str] | None:
        """Return how sure it is, and why, that one line continues the other; None if it does not."""
        a, b = self.text[before], self.text[after]
        if self.wraps[after] and (not between or self.only_numbers(between)):
            return (0.85, "固定行宽折行，下一行无缩进") if _ends(a) else (0.95, "固定行宽折行")
        if _ends(a) or after - before - len(between) > _FARTHEST + len(between) or is_row(a) or is_row(b):
            return None
        indent = bool(_INDENT.match(self.lines[after]))
        if certain := goes_on(a, b):
            return 0.97, certain
        return self._cut(a, b, indent, between)

    def _cut(self, a: str, b: str, indent: bool, between: Sequence[int]) -> tuple[float, str] | None:
        """Return the reason for a sentence cut by a column."""
        if not (is_han(a[-1]) or a[-1].isalnum() or a[-1] in ",，、％%"):
            return None
        if _new(b) or is_numbered(b) or (indent and self.indented):
            return None
        if not (is_han(b[0]) or b[0].isalnum() or b[0] in _OPENERS):
            return None
        if _SIGNED.search(a[-20:]) or _LABELLED.match(a) or _LABELLED.match(b) or _DAY.match(b):
            return None
        across = word_across(a, b) if is_han(a[-1]) and is_han(b[0]) else ""
        if across == "certain":
            return 0.95, "上一行末与下一行首合成一词，句子被分栏截断"
        if not self.ended or len(a) < _SHORTEST or (between and not across and opening(b)):
            return (0.9, "上一行没有句末标点，句子被分栏截断") if across and len(a) >= _SHORTEST else None
        return 0.93, "上一行没有句末标点，句子被分栏截断"


def _new(line: str) -> bool:
    """Return whether a line looks like the beginning of a paragraph."""
    return bool(_NEW.match(line))


def _ends(line: str) -> bool:
    """Return whether a line ends a sentence."""
    return line[-1:] == "。" or bool(_END.search(line[-4:]))
