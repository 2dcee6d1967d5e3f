"""What stands around the articles: names of the site, links, small notices, addresses, signatures."""

from __future__ import annotations

import re
from itertools import pairwise

from bridgehead.repair.roles import _heads as heads
from bridgehead.repair.roles._line import HEAD, is_dash, is_numbered, opening
from bridgehead.repair.roles._page import BACK_MATTER, Page

__all__ = ["SIGNED", "adverts", "bottom", "contacts", "links", "signatures", "top"]

_WHEN, _WHERE = re.compile("(?:会议)?时间[:：]"), re.compile("(?:会议)?(?:地点|主持|出席)\\S{0,4}[:：]")
_STOP = re.compile("[,，。！!]")
_DATE = re.compile(
    r"(?:[12]\d{3}|[二〇○零一二三四五六七八九]{4})\s*年\s*[\d一二三四五六七八九十]{1,3}\s*月"
    r"\s*[\d一二三四五六七八九十]{1,3}\s*日$"
)
SIGNED = re.compile(
    "(?:政府|中心|集团|公司|[支大]队|[小课专班调研作]组|专班|大学|(?<!社)会|[室局厅委部院站所校社处科队庭厂])"
    "[ 　]*(?:[（(].{1,6}[）)])?$"
)
_TEXT = frozenset(("body", "byline", "speaker", "caption", "credit", "column"))
_COMMON_HEADS = ("公告", "通告", "启事", "声明", "招聘")
"""Heads of small notices that may as well be the headline of a page."""


def links(page: Page) -> None:
    """Below the head of a list of links, headlines are links."""
    listed = False
    for i, role in enumerate(page.role):
        if role == "links" and not page.site and page.role[i + 1 : i + 2] in (["caption"], ["body"]):
            page.role[i], listed = "column", False
        elif role == "links":
            page.role[i], listed = "furniture", True
        elif listed and role == HEAD and not _begins_article(page, i):
            page.role[i] = "furniture"
        else:
            listed = False
    for i, role in enumerate(page.role):
        told = (
            role == "site" and _WHEN.match(page.text[i]) and _WHERE.match("".join(page.text[i + 1 : i + 2]))
        )
        if role == "site":
            page.role[i] = "body" if told else "furniture"


def _begins_article(page: Page, i: int) -> bool:
    """Return whether running text or a byline follows the heads from here on."""
    while i < len(page.role) and page.role[i] == HEAD:
        i += 1
    return i < len(page.role) and page.role[i] in ("body", "byline", "speaker", "caption")


def adverts(page: Page) -> None:
    """Below the head of a small notice, everything up to the next headline belongs to it."""
    for i, role in enumerate(page.role):
        if role != "advert-head":
            continue
        if page.text[i] in _COMMON_HEADS and (page.site or "body" not in page.role[:i]):
            page.role[i] = HEAD
            continue
        page.role[i] = "advert"
        k = i + 1
        while k < len(page.role) and page.role[k] in ("body", "contact", HEAD) and k <= i + 4:
            if page.role[k] == HEAD and not (SIGNED.search(page.text[k]) or _DATE.match(page.text[k])):
                break
            if page.role[k] == "body" and (k > i + 1 and opening(page.text[k]) == 2):
                break
            page.role[k] = "advert"
            k += 1
    found = [i for i, role in enumerate(page.role) if role == "advert"]
    for before, after in pairwise(found):
        between = range(before + 1, after)
        if len(between) <= 2 and all(page.role[k] == "body" and not opening(page.text[k]) for k in between):
            for k in between:
                page.role[k] = "advert"
    if page.role[:2] == ["advert", "advert"]:
        page.role[0] = "title"


def contacts(page: Page) -> None:
    """Addresses and telephones belong to what stands around them."""
    for i, role in enumerate(page.role):
        if role != "contact":
            continue
        before = page.role[i - 1] if i else ""
        rest = [later for later in page.role[i + 1 : i + 40] if later != "contact"]
        if before == "advert":
            page.role[i] = "advert"
        elif before in BACK_MATTER or (rest and all(later in BACK_MATTER for later in rest)):
            page.role[i] = "footer"
        else:
            page.role[i] = "body"


def top(page: Page) -> None:
    """Above the first text the last group of heads is the headline; above it are names of site and page."""
    text = next((i for i, role in enumerate(page.role) if role in _TEXT), len(page.role))
    groups: list[list[int]] = []
    for i in range(text):
        if page.role[i] == HEAD:
            if i and page.role[i - 1] == HEAD and groups:
                groups[-1].append(i)
            else:
                groups.append([i])
    apart = {i for i in range(text) if page.role[i] in BACK_MATTER}
    for i in apart:
        if groups and i < groups[-1][0]:
            page.role[i] = "furniture"
    if apart and page.role[0] == "column" and page.role[1] in BACK_MATTER:
        page.role[0] = "furniture"
    _bylines(page)
    if page.site and len(groups) == 1 and len(groups[0]) > 1 and heads.is_short(page.text[groups[0][0]]):
        page.role[groups[0][0]] = "furniture"
    if len(groups) < 2 or not apart:
        return
    title = next((g for g in reversed(groups) if _holds_title(page, g)), groups[0])
    border = max((i for i in apart if i < title[0]), default=-1)
    for group in groups:
        if group[0] < title[0] and group[0] < border:
            for i in group:
                page.role[i] = "slogan" if heads.halves(page.text[i]) else "furniture"
        elif group[0] > title[0]:
            for i in group:
                said = page.text[i][-1] in "！!？?"
                short = len(page.text[i]) <= 4 and not is_numbered(page.text[i])
                page.role[i] = "body" if said else "furniture" if short else "subtitle"


def _bylines(page: Page) -> None:
    """The only speaker of a page, right below a headline, is its author."""
    speakers = [i for i, role in enumerate(page.role) if role == "speaker"]
    if (
        len(speakers) == 1
        and speakers[0]
        and page.role[speakers[0] - 1] == HEAD
        and page.text[speakers[0]][-1] not in ":："
    ):
        page.role[speakers[0]] = "byline"


def bottom(page: Page) -> None:
    """Below the text of a site's page, short lines behind furniture are furniture."""
    if not page.site:
        return
    last = max(
        (i for i, role in enumerate(page.role) if role == "body" and len(page.text[i]) > 40), default=-1
    )
    for i in range(last + 1, len(page.role)):
        text = page.text[i]
        behind = page.role[i - 1] in BACK_MATTER and last >= 0
        if page.role[i] == "body" and behind and len(text) <= 40 and not _STOP.search(text):
            page.role[i] = "furniture"


def _holds_title(page: Page, group: list[int]) -> bool:
    texts = [page.text[i] for i in group]
    return any(len(t) >= 5 and not is_numbered(t) and not is_dash(t) and t[0] not in "（(" for t in texts)


def signatures(page: Page) -> None:
    """Who signs a document, and when, below its text."""
    for i in range(1, len(page.role)):
        if page.role[i] not in (HEAD, "furniture") or not _DATE.search(page.text[i]):
            continue
        k = i - 1
        while k > 0 and page.role[k] == HEAD and (SIGNED.search(page.text[k]) or i + 1 == len(page.role)):
            k -= 1
        signed = range(k + 1, i + 1)
        while k > 0 and page.role[k] == "furniture" and len(page.text[k]) < 9:
            k -= 1
        if page.role[k] == "body" and (
            len(signed) > 1 or "body" not in page.role[i + 1 : i + 2] or len(page.text[i]) > 12
        ):
            for m in signed:
                page.role[m] = "body"
