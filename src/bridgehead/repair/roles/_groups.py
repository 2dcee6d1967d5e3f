"""Groups of short lines: heads of articles, of sections inside them, and what no text follows."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bridgehead.repair._cuts import is_row
from bridgehead.repair.roles import _heads as heads
from bridgehead.repair.roles._line import HEAD, is_dash, is_letter, is_numbered, opening
from bridgehead.repair.roles._page import BACK_MATTER, ENDS, Page
from bridgehead.repair.roles._zones import SIGNED

__all__ = ["groups"]

_OFFICE = re.compile(
    "(?:[委局部室报台网社校院镇乡村]|中心|公安|交警|街道|供稿|报道|整理|综合)$| [\u4e00-\u9fff]{2,3}$"
)
_DIGIT = re.compile("[0-9]")
_CLOSING = re.compile(
    "(?:此致|敬礼|谢谢|特此.{0,6}|.{0,4}年.{1,3}月.{1,3}日|.{0,8}[：:][ 　]?[\u4e00-\u9fff]{2,3})[！!。]?$"
)
_TOLD = frozenset(("body", "byline", "speaker", "caption"))
_FILLS = frozenset(("turn", "slogan", "advert", *BACK_MATTER))
_FILLED = frozenset(("body", "byline", "slogan", "turn", "advert"))
_INSIDE = frozenset(("body", "caption", "credit", "speaker", "byline", "slogan", "turn", "advert"))
_BY_DASH = re.compile("[-—－─]{1,2}[ 　]?[一-鿿]{2,4}$")
_OURS = re.compile("我[市县省区州]|全[市县省区]|[市县省区][委政人]")
_LONGEST_VERSE = 12
"""Characters of a line of verse; the lines of a headline are longer."""
_FARTHEST = 200
"""Paragraphs above a head that may tell something about it."""
_CHANGE = 1.5
"""What it costs when a head is an article's and the one before it is not, or the other way round."""
_SURE = 2.5
"""Score from which a head inside is the next article's, whatever the others are."""
_TAGGED = re.compile("[【\\[][^】\\]]{2,8}[】\\]].{4,}|[^|｜丨]{2,10}[ 　]?[|｜丨].{4,}")
"""A headline behind the name of its column: 【短评】…, 书记走流程 | …"""
_BULLETS = frozenset("●◆■▲○◎★☆►▶※◇□△")
_LETTER_HEAD = re.compile("(?:感谢|表扬|慰问|公开|道歉|求助|贺)信$|^致.*一封信$|倡议书$|^喜报$")
_WRITER = re.compile("[（(].{0,4}作者")
"""What the author is, below a text whose author is named above it."""
_SIGN_OFF = re.compile(r"[（(](?:本报|全媒体|见习)?(?:记者|通讯员|作者)?[\u4e00-\u9fff、 　]{2,24}[）)]$")


def groups(page: Page) -> None:
    """Give every group of heads its roles; heads inside an article or not, last and together."""
    told = [i for i, role in enumerate(page.role) if role in _TOLD]
    page.last_text = told[-1] if told else -1
    page.first_body = next((i for i in told if page.role[i] == "body"), len(page.role))
    for i, role in enumerate(page.role):
        below_picture = i > 0 and page.role[i - 1] in ("caption", "credit")
        if role == HEAD and (_is_sign_off(page, i) or (below_picture and heads.is_named(page.text[i]))):
            page.role[i] = "byline"
        elif role == HEAD and i and page.role[i - 1] in ("body", "turn") and heads.triplet(page.text[i]):
            page.role[i] = "slogan" if page.role[i + 1 : i + 2] == [HEAD] else HEAD
    i = 0
    inside: list[tuple[int, float]] = []
    while i < len(page.role):
        if page.role[i] != HEAD:
            if page.role[i] == "title":
                _settle(page, inside)
            i += 1
            continue
        stop = i
        while stop < len(page.role) and page.role[stop] == HEAD:
            stop += 1
        if stop == i + 1:
            score = _single(page, i)
            if score is not None:
                inside.append((i, score))
                if score >= _SURE:
                    _settle(page, inside)
        else:
            _settle(page, inside)
            _group(page, i, stop)
        i = stop
    _settle(page, inside)


def _settle(page: Page, inside: list[tuple[int, float]]) -> None:
    """Decide for the heads between two articles that are sure.

    Most are what their neighbours are: headings inside one long article, or headlines of short ones. So the
    best row of answers is taken in which each change from one to the other costs something.
    """
    best: tuple[tuple[float, list[str]], ...] = ((0.0, []), (0.0, []))
    for _, score in inside:
        titles, headings = best
        best = (
            _better(titles, headings, score, "title"),
            _better(headings, titles, -score, "subtitle"),
        )
    _, roles = max(best[::-1], key=lambda found: found[0])
    for (i, score), role in zip(inside, roles, strict=True):
        page.role[i] = "title" if score >= _SURE else role
    inside.clear()


def _better(
    same: tuple[float, list[str]], other: tuple[float, list[str]], score: float, role: str
) -> tuple[float, list[str]]:
    """Return the better way to have a role: behind the same one, or behind the other."""
    before = same if same[0] >= other[0] - _CHANGE else (other[0] - _CHANGE, other[1])
    return before[0] + score, [*before[1], role]


def _is_sign_off(page: Page, i: int) -> bool:
    """Return whether a line is a name in brackets below a text."""
    text = page.text[i]
    below = i > 0 and page.role[i - 1] == "body"
    if below and _BY_DASH.match(text):
        return True
    if not (below and heads.IN_BRACKETS.match(text)) or len(text) > 18:
        return False
    name = text[1:-1].strip()
    if "的" in name or _DIGIT.search(name) or page.text[i - 1][-1] not in ENDS:
        return False
    return heads.is_named(name) or bool(_OFFICE.search(name))


def _group(page: Page, start: int, stop: int) -> None:
    texts = page.text[start:stop]
    author = next((k for k in range(1, len(texts) - 2) if heads.is_named(texts[k])), 0)
    if author:
        page.role[start : start + author + 1] = heads.label(texts[: author + 1])
        start += author + 1
        texts = page.text[start:stop]
    after = page.role[stop] if stop < len(page.role) else ""
    if after in ("", *BACK_MATTER) and not _text_below(page, stop):
        for i in range(start, stop):
            page.role[i] = _tail(page, i)
    elif _are_verses(page, start, texts):
        even = heads.even_lines(texts)
        head = start + even if even else stop - 2 if heads.is_named(texts[-1]) else stop - 1
        apart = even or head < stop - 1 or not heads.scans(texts)
        verses = head if after in ("byline", "column", "speaker") or apart else stop
        page.role[start:verses] = ["body"] * (verses - start)
        page.role[verses:stop] = heads.label(page.text[verses:stop])
    elif all(heads.is_place(text) for text in texts):
        page.role[start:stop] = ["subtitle"] * len(texts)
    else:
        page.role[start:stop] = heads.label(texts)


def _are_verses(page: Page, start: int, texts: Sequence[str]) -> bool:
    """Return whether short lines are verse: many below a headline or text, three below who wrote them."""
    before, above = (page.role[start - k] if start >= k else "" for k in (1, 2))
    signed = before == "byline" and above not in ("body", "caption", "credit", "byline")
    fewest = 3 if signed else 4
    if len(texts) < fewest or before not in ("byline", "body", "title") or any(map(is_numbered, texts)):
        return False
    return signed or before == "title" or max(map(len, texts[:-1])) <= _LONGEST_VERSE


def _text_below(page: Page, i: int) -> bool:
    return i <= page.last_text


def _tail(page: Page, i: int) -> str:
    """Return the role of a short line that no text follows."""
    text, before = page.text[i], page.role[i - 1] if i else ""
    if before == "advert":
        return "advert"
    if page.site and page.first_body < i and not _CLOSING.match(text) and not SIGNED.search(text):
        return "furniture"
    if page.first_body >= i:
        return "title"
    if before == "body" and (_CLOSING.match(text) or SIGNED.search(text)):
        return "body"
    if heads.halves(text) or (heads.couplet(text) and not page.site):
        return "slogan"
    if heads.is_named(text):
        return "byline"
    return "title" if len(text) > 12 and before != "body" else "body"


def _single(page: Page, i: int) -> float | None:
    """Give a head that stands alone its role, or return how much it looks like an article's inside others."""
    page.role[i] = role = _certain(page, i)
    return _article_score(page, i) if role == HEAD else None


def _certain(page: Page, i: int) -> str:
    text = page.text[i]
    before = page.role[i - 1] if i else ""
    after = page.role[i + 1] if i + 1 < len(page.role) else ""
    if after in ("", *BACK_MATTER) and not _text_below(page, i + 1):
        return _tail(page, i)
    if is_dash(text):
        return "subtitle"
    if text.startswith("# "):
        return "title"
    if before in ("column", "title", "subtitle") and heads.is_place(text):
        return "subtitle"
    if after in _FILLS and before in _FILLED and heads.halves(text):
        return "slogan"
    if heads.is_short(text) and after == "speaker" and before in ("subtitle", "title"):
        return "column"
    told = page.first_body < i
    if before not in _INSIDE or not (told or "title" in page.role[max(0, i - _FARTHEST) : i]):
        return "subtitle" if is_numbered(text) and told else "title"
    return "subtitle" if heads.is_place(text) or is_numbered(text) else HEAD


def _signs_off(page: Page, i: int) -> bool:
    """Return whether a byline stands below the text that it signs."""
    return page.text[i][0] in "（(—-" and i > 0 and page.role[i - 1] in ("body", "caption", "credit")


def _near_heads(page: Page, i: int) -> list[int]:
    """Return the heads before and behind one, running text between."""
    found = []
    for step in (-1, 1):
        k = i + step
        while 0 <= k < len(page.role) and page.role[k] == "body":
            k += step
        if 0 <= k < len(page.role) and page.role[k] in (HEAD, "title", "subtitle"):
            found.append(k)
    return found


def _signed_twice(page: Page, i: int, title: int) -> bool:
    """Return whether a byline stands above the head and another signs the text right below it."""
    below = i + 1
    while below < len(page.role) and page.role[below] == "body":
        below += 1
    if page.role[below : below + 1] != ["byline"] or _WRITER.match(page.text[below]):
        return False
    signed = below > i + 1 and page.role[below + 1 : below + 2] != ["body"]
    return signed and any(page.role[k] == "byline" for k in range(title, i))


def _article_score(page: Page, i: int) -> float:
    """Return how much more a head inside looks like the next article's than like a section's."""
    text = page.text[i]
    after = page.role[i + 1] if i + 1 < len(page.role) else ""
    score = 0.25 - 2.5 * page.site + 1.0 * bool(heads.REPORT.search(text) or _OURS.match(text))
    if after in ("byline", "column", "credit", "furniture"):
        score += 4.0
    elif after == "caption":
        score += 3.5 if page.role[i + 2 : i + 3] == ["credit"] else 1.0
    elif after == "body":
        score += (0.0, 2.0, 4.0)[opening(page.text[i + 1])] + 3 * (page.text[i + 1][0] == "【")
        score -= 3.0 * is_row(page.text[i + 1])
    score += 3.0 * bool(_TAGGED.match(text) or _LETTER_HEAD.search(text))
    if after == "speaker":
        score += 2
    if page.role[i - 1] == "turn":
        score += 4
    if page.role[i - 1] == "byline":
        score += 4 if _signs_off(page, i - 1) else 2 if page.text[i - 1][0] in "（(" else -3
    if page.role[i - 1] == "body" and page.text[i - 1][0] in _BULLETS:
        score += 1.5
    if page.role[i - 1] == "body" and (_SIGN_OFF.search(page.text[i - 1]) or is_letter(page.text[i - 1])):
        score += 2
    k = i - 1
    while k > max(0, i - _FARTHEST) and page.role[k] != "title":
        k -= 1
    body = next((m for m in range(k + 1, i) if page.role[m] == "body"), i)
    score += (0.0, 0.25, 1.0)[opening(page.text[body])]
    if any(page.role[m] == "byline" and len(page.text[m]) > 6 for m in range(k, body)):
        score -= 1.75
    score += 3.0 * _signed_twice(page, i, k)
    score -= 1.5 * any(heads.parallel(text, page.text[m]) for m in _near_heads(page, i))
    score += 0.5 * (len(text) >= 12) + 0.5 * (len(text) >= 16) - 0.75 * (len(text) <= 8)
    score -= 0.5 * ("，" in text or "," in text or "：" in text or ":" in text)
    return score - 0.5
