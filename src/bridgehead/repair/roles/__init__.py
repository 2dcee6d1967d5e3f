"""The part each line plays on the page.

=========== ==========================================================================================
role        what it is
=========== ==========================================================================================
kicker      the line above a headline (…调研时强调)
title       a headline; each line of it, when it is set in two
subtitle    the line below a headline, or a heading inside an article (a section, the place of a brief)
byline      who wrote the article (□ 本报记者 …)
body        running text; rows of tables, salutations and signatures too
caption     what a picture shows
credit      who took the picture (本报记者 … 摄)
turn        where the article goes on (下转第三版)
slogan      a public-service slogan that fills a gap
column      the name of a column (…论坛)
advert      an advertisement or a small announcement
furniture   parts of the site or the page: times, counters, paths, editors, links, page numbers
footer      rights, operators, addresses, licences at the end of a page
speaker     post and name of the person whose statement follows
=========== ==========================================================================================

Blank lines have no role. What a line says is looked up in ``terms/layout/``; short lines without a sentence
are headlines of some kind, and their neighbours tell which.
"""

from __future__ import annotations

from collections.abc import Sequence

from bridgehead.repair.roles._groups import groups
from bridgehead.repair.roles._page import Page
from bridgehead.repair.roles._prose import captions, cut_sentences, lists, rows, slogans
from bridgehead.repair.roles._zones import adverts, bottom, contacts, links, signatures, top

__all__ = ["ROLES", "roles"]

ROLES = (
    "kicker",
    "title",
    "subtitle",
    "byline",
    "body",
    "caption",
    "credit",
    "turn",
    "slogan",
    "column",
    "advert",
    "furniture",
    "footer",
    "speaker",
)
"""Every role a line can have."""


_PASSES = (
    rows,
    lists,
    slogans,
    cut_sentences,
    links,
    adverts,
    contacts,
    top,
    bottom,
    captions,
    signatures,
    groups,
)
"""Each leaves fewer lines open than the one before."""


def roles(lines: Sequence[str]) -> list[str]:
    """Tell the role of each line of a page.

    Parameters
    ----------
    lines : sequence of str
        All lines in order, blank ones included; without pinyin noise, in simplified characters.

    Returns
    -------
    list of str
        One of `bridgehead.repair.ROLES` a line; ``""`` for a blank one.
    """
    page = Page(lines)
    if any(role != "body" for role in page.role):
        for decide in _PASSES:
            decide(page)
    out = [""] * len(lines)
    for numbers, role in zip(page.number, page.role, strict=True):
        for number in numbers:
            out[number] = role
    return out
