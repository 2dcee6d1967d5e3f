"""Running text among the short lines: cut sentences, rows of tables, captions."""

from __future__ import annotations

import re
from itertools import pairwise

from bridgehead.repair._cuts import goes_on, is_cut, is_row, word_across
from bridgehead.repair.roles._line import HEAD, NAMED, is_dash, is_letter, is_numbered, is_open, opening
from bridgehead.repair.roles._page import BACK_MATTER, ENDS, Page

__all__ = ["captions", "cut_sentences", "lists", "rows", "slogans"]

_STOPS = frozenset("。，,；;：:、！!？?…—")
_COMMA = re.compile("[，,](?![0-9]{3})")
_CELLS = re.compile(r"[\s|｜,，、]+")
_NUMBER = re.compile(r"[+＋\-－]?[\d.,]+[%％‰]?[\u4e00-\u9fff]{0,2}$|[-—–/]$")
_DIGIT = re.compile("[0-9]")
_ROW_LONGEST = 80
_NO_PICTURE = re.compile("图[片]?/?文|文[/／]?图|来源|由.*提供|资料|绘")
_HAN_DATE = re.compile("[一二三四五六七八九十]{1,3}月[一二三四五六七八九十]{1,3}日")
_SCENE = re.compile(
    "(?:[近昨今]日|\\d{1,2}月\\d{1,2}日)[^，,。]{0,4}[，,][^，,。]{0,20}(?:市民|居民|村民|游客|学生|孩子|小朋友|工人|员工|民警|队员|选手|演员"
    "|志愿者|工作人员|技术人员|医护人员|施工人员|消防员|[果茶菜花药渔牧烟蚕]?农户?|老人|职工|群众)们?(?:正?在|驾|忙)[^。]{2,30}。$"
)
_PERSONS = re.compile("[我您你]")
_SAID = re.compile("[。！？”]”|说。$|[”，]\\S{2,12}说")


def rows(page: Page) -> None:
    """Rows of tables, and the heads of their columns above them, are running text."""
    below = False
    for i in range(len(page.text) - 1, -1, -1):
        text = page.text[i]
        if len(text) > _ROW_LONGEST or page.role[i] not in (HEAD, "body", "furniture", "site"):
            below = False
        elif below or _DIGIT.search(text):
            below = _is_row(text, below)
            if below and page.role[i] == HEAD:
                page.role[i] = "body"


def lists(page: Page) -> None:
    """Three lines or more of as many words each are a table without figures: names, bodies, posts."""
    start = 0
    for i in range(len(page.text) + 1):
        words = len(page.text[i].split()) if i < len(page.text) and page.role[i] == HEAD else 0
        if i and words == len(page.text[start].split()) > 2:
            continue
        if i - start >= 3 and len(page.text[start].split()) > 2:
            page.role[start:i] = ["body"] * (i - start)
        start = i


def _is_section(text: str) -> bool:
    """Return whether a line is a numbered heading with words, below which text follows."""
    return len(text) > 3 and is_numbered(text)


def _is_row(text: str, below: bool) -> bool:
    cells = [cell for cell in _CELLS.split(text) if cell]
    return len(cells) >= 3 and (below or sum(1 for cell in cells if _NUMBER.match(cell)) >= 2)


def cut_sentences(page: Page) -> None:
    """Running text among the short lines: what goes on in the next line is no headline.

    A line that is half a sentence above a headline is rather its kicker.
    """
    entries = any(role == "body" and text[0] == "【" for role, text in zip(page.role, page.text, strict=True))
    gaps = [after[0] - before[-1] > 1 for before, after in pairwise(page.number)]
    tight = sum(gaps) <= 0.25 * len(page.number)
    text_from = next(
        (i for i, text in enumerate(page.text) if page.role[i] == "body" and text[-1] in ENDS), 0
    )
    for i in range(len(page.text) - 2, -1, -1):
        text = page.text[i]
        if page.role[i] == HEAD and page.role[i + 1] == "body" and _is_section(text):
            after = page.text[i + 1]
            if not opening(after) and (goes_on(text, after) or word_across(text, after) == "certain"):
                page.role[i] = "body"
        elif page.role[i] == HEAD and page.role[i + 1] == "body" and not is_numbered(text):
            apart = tight and gaps[i]
            after = page.text[i + 1]
            entry = entries and text[0] == "【"
            entry = entry or (i > 0 and page.role[i - 1] == HEAD and _is_section(page.text[i - 1]))
            if entry or goes_on(text, after) or (not opening(after) and is_cut(text, after, apart=apart)):
                page.role[i] = "body"
        elif (
            page.role[i] == "body"
            and len(text) <= 32
            and (
                page.role[i + 1] == HEAD
                or (i < text_from and page.role[i + 1] in ("site", "furniture", "byline"))
            )
        ):
            free = not is_letter(text) and not (
                i and page.role[i - 1] == "body" and page.text[i - 1][-1] not in ENDS
            )
            if free and text[-1] not in _STOPS and "。" not in text and (i < text_from or not opening(text)):
                page.role[i] = HEAD if ":" not in text and "：" not in text else "body"
    _across_pages(page)
    _behind_cuts(page)


def _across_pages(page: Page) -> None:
    """A line that a page number parts from what it goes on in is running text."""
    for i in range(1, len(page.text) - 2):
        if page.role[i] != HEAD or page.role[i + 1] not in BACK_MATTER or page.role[i + 2] != "body":
            continue
        text, after = page.text[i], page.text[i + 2]
        if not opening(after) and not is_numbered(text) and (goes_on(text, after) or is_cut(text, after)):
            page.role[i] = "body"


def _behind_cuts(page: Page) -> None:
    """What stands behind half a sentence is the other half, whatever it looks like."""
    for i in range(1, len(page.text)):
        before = page.text[i - 1]
        if page.role[i - 1] != "body" or len(before) <= 12 or before[-1] in _STOPS:
            continue
        if page.role[i] in ("furniture", "site") and page.text[i][-1] == "。" and before[-1] not in ENDS:
            page.role[i] = "body"
        if (
            page.role[i] == HEAD
            and (is_open(before) or _is_rest(before, page.text[i]))
            and not is_numbered(page.text[i])
        ):
            page.role[i] = "body"


def _is_rest(before: str, text: str) -> bool:
    """Return whether a short line looks like the rest of the one before it, which has no end."""
    if before[-1] in ENDS or is_row(before):
        return False
    parts = _COMMA.split(text)
    uneven = len(parts) > 1 and (len(parts) > 2 or abs(len(parts[0]) - len(parts[1])) > 2)
    said = uneven and _DIGIT.search(text) is not None
    return said or bool(goes_on(before, text)) or word_across(before, text) == "certain"


def slogans(page: Page) -> None:
    """What has the words of a slogan but a text below it is a headline."""
    for i, role in enumerate(page.role[:-1]):
        if role != "slogan":
            continue
        after, below = page.role[i + 1], page.text[i + 1]
        news = opening(below) == 2 or below.startswith(("（上接", "(上接"))
        told = "body" in page.role[:i]
        above = next((k for k in range(i - 1, -1, -1) if page.role[k] != "slogan"), 0)
        begins = news or not told or (opening(below) and page.text[above][-1] in ENDS)
        if after == "byline" or (after == "body" and begins) or is_dash(below):
            page.role[i] = HEAD


def captions(page: Page) -> None:
    """Captions that do not say so: above a credit, or between the headline and the first words below it."""
    for i in range(1, len(page.role)):
        if page.role[i] == "credit":
            _above_credit(page, i)
    _bullets(page)
    for i in range(1, len(page.role) - 1):
        if not page.role[i] == page.role[i + 1] == "body" != page.role[i - 1]:
            continue
        shown = page.role[i - 1] == HEAD or (page.role[i - 1] == "furniture" and not page.site)
        if _repeats(page, i) or (shown and _shows(page, i)):
            page.role[i] = "caption"


def _shows(page: Page, i: int) -> bool:
    """Return whether a short sentence stands between the headline and the first words of the article."""
    text = page.text[i]
    if _SCENE.match(text):
        return len(text) <= 60 and text.count("。") == 1
    if _HAN_DATE.match(text):
        return len(text) <= 80 and text.count("。") == 1 and opening(page.text[i + 1]) > 0
    return _PERSONS.search(text) is None and (
        8 < len(text) <= 30
        and text[0] != "“"
        and text.count("。") == 1
        and not opening(text)
        and opening(page.text[i + 1]) > 0
    )


def _bullets(page: Page) -> None:
    """Triangles in a row, and numbers in circles, are items of a list when no credit follows."""
    run = 0
    for i in range(len(page.role) + 1):
        if i < len(page.role) and page.role[i] == "caption" and page.text[i][0] in "▲△▼①②③④⑤⑥⑦⑧⑨":
            run += 1
            continue
        if run and (run >= 3 or page.text[i - 1][0] not in "▲△▼") and page.role[i : i + 1] != ["credit"]:
            page.role[i - run : i] = ["body"] * run
        run = 0


def _repeats(page: Page, i: int) -> bool:
    """Return whether a line names post and person in full, as the beginning of the article does again."""
    text, after = page.text[i], page.text[i + 1]
    if len(text) > 80 or len(after) < 2 * len(text) or text.count("。") != 1 or text[-1] != "。":
        return False
    named = NAMED.search(text)
    return named is not None and named[0] in after[:80]


def _above_credit(page: Page, i: int) -> None:
    """A credit stands below what its picture shows."""
    text, role = page.text[i - 1], page.role[i - 1]
    above = page.role[i - 2] if i > 1 else ""
    below = page.role[i + 1] if i + 1 < len(page.role) else ""
    if role == "caption":
        if (
            text.startswith("图为")
            and above == "body"
            and (i < 3 or page.role[i - 3] not in ("body", "byline"))
        ):
            page.role[i - 2] = "caption"
    elif _NO_PICTURE.search(page.text[i]):
        return
    elif role == HEAD:
        if below != "body":
            page.role[i - 1] = "caption"
    elif role == "body" and opening(text) < 2 and len(text) <= 220:
        inside = above == "body" and page.text[i - 2][-1] not in ENDS
        between = above != "body" and not _SAID.search(text)
        if not inside and (len(text) <= 60 or between):
            page.role[i - 1] = "caption"
