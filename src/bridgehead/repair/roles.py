"""The part each line plays on the page.

=========== ==========================================================================================
role        what it is
=========== ==========================================================================================
kicker      the line above a headline (…调研时强调)
title       a headline
subtitle    the line below a headline, or a heading inside an article (a section, the place of a brief)
byline      who wrote the article (□ 本报记者 …)
body        running text
caption     what a picture shows
credit      who took the picture (本报记者 … 摄)
turn        where the article goes on (下转第三版)
slogan      a public-service slogan that fills a gap
column      the name of a column (…论坛)
advert      an advertisement or a small announcement
furniture   parts of the site or the page: times, counters, paths, page numbers
footer      rights, editors, addresses
speaker     post and name of the person whose statement follows
=========== ==========================================================================================

Blank lines have no role. What a line says is looked up in ``terms/layout/lines.csv``; short lines without a
sentence are headlines, and their neighbours tell which of them. Of the four heading roles (kicker, title,
subtitle, speaker) only the whole page can be sure; the rules here prefer ``subtitle`` where a line could be
either a section's or an article's.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from functools import cache
from itertools import pairwise

from bridgehead.repair._cuts import is_cut
from bridgehead.repair._han import HAN_CLASS
from bridgehead.terms import table

__all__ = ["ROLES", "is_wrapped", "roles"]

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

_HEADING_LONGEST = 60
_SENTENCE = re.compile("[。；;]|[!?！？](?!$)|[,，].*[,，]")
_PAUSE = re.compile("[,，。；;：:]")
_OPEN_END = re.compile("[,，、:：;；。…—]$|[的地得和与及在把被对向从为以于是将并且而或即使让由等]$")
_POST = (
    r"(?:书记|主任|主席|部长|局长|县长|区长|市长|省长|州长|旗长|镇长|乡长|村长|厅长|处长|科长|院长|校长|所长|站长|馆长|"
    r"会长|理事长|董事长|总经理|经理|总裁|行长|社长|团长|队长|秘书长|检察长|委员|代表|负责人|专员|教授|研究员|厂长|主编|院士)"
)
_SPEAKER = re.compile(
    rf"^[{HAN_CLASS}A-Za-z、,，（）()·“”]{{2,50}}?{_POST}[ 　:：]+"
    rf"[{HAN_CLASS}]{{1,3}}(?:[ 　]?[{HAN_CLASS}]{{1,2}})?[:：]?$"
    rf"|^[{HAN_CLASS}]{{2,4}}[（(][^（）()]{{2,40}}{_POST}[）)][:：]?$"
    rf"|^(?:主持人|记者|问|答|[{HAN_CLASS}]{{2,4}}同志)[:：]$"
)
_OPENING = re.compile(
    r"^(?:[0-9]{1,2}月[0-9]{1,2}日|(?:近日|日前)[,，]?"
    r"|[（(]?本[报台网社]?\S{0,20}[讯电]|【\S{2,12}[讯电]】|\S{2,12}[讯电][（( ])"
)
_NAMED = re.compile(rf"[{HAN_CLASS}]{_POST}[{HAN_CLASS}]{{2,3}}")
_ACROSS = re.compile(r"\S[ 　]{2,}\S|　{4}")
_DASH = re.compile("^(?:——|--|—)")
_KICKER = re.compile("(?:强调|指出|要求)[:：]?$|(?:纪实|综述|侧记|系列报道)[（(]?[^（）()]{0,6}[）)]?$")
_REPORT = re.compile("主持召开|主持并讲话|出席|会见|调研|检查|督导|慰问|参加|致辞|一行")
_PLACE = re.compile("^[\u4e00-\u9fff]{1,10}(?:[省市区县旗镇乡村州盟局委办院]|街道|公司|集团)$")
_AUTHOR = re.compile(
    f"^[{HAN_CLASS}]{{2,3}}(?:[ 　、][{HAN_CLASS}]{{2,3}}){{0,2}}$|^[{HAN_CLASS}] [{HAN_CLASS}]$"
)


@cache
def _patterns() -> tuple[tuple[str, int, re.Pattern[str]], ...]:
    rows = table("layout/lines")
    return tuple((row["role"], int(row["longest"]), re.compile(row["pattern"])) for row in rows)


@cache
def _longest() -> int:
    return max(longest for _, longest, _ in _patterns())


def roles(lines: Sequence[str]) -> list[str]:
    """Tell the role of each line of a page.

    Parameters
    ----------
    lines : sequence of str
        All lines in order, blank ones included; without pinyin noise, in simplified characters.

    Returns
    -------
    list of str
        One of `ROLES` a line; ``""`` for a blank one.
    """
    texts = [line.strip() for line in lines]
    wrapped = is_wrapped(texts)
    found = [_alone(text, run) if text else "" for text, run in zip(texts, wrapped, strict=True)]
    _cut_sentences(texts, found)
    _headings(texts, found)
    _captions(texts, found)
    return found


def is_wrapped(texts: Sequence[str]) -> list[bool]:
    """Tell which lines belong to a block that was wrapped at a fixed width.

    Parameters
    ----------
    texts : sequence of str
        Lines without the spaces around them; blank ones end a block.

    Returns
    -------
    list of bool
        True for a line of a block of three or more lines that, but for the last, are nearly equally wide
        (two characters more or less), mostly end inside a sentence and hold a comma somewhere. Lines read
        across two columns are left out, as what continues them is not the next line; so are those of a
        headline.
    """
    out = [False] * len(texts)
    across = [_is_apart(text) for text in texts]
    start = 0
    while start < len(texts):
        stop = start
        width = len(texts[start])
        while 12 <= width <= 80 and stop < len(texts) and abs(len(texts[stop]) - width) <= 2:
            if across[stop]:
                break
            stop += 1
        inside = sum(text[-1] not in "。！？!?；;”" for text in texts[start:stop])
        pauses = any(_PAUSE.search(text) for text in texts[start:stop])
        if stop - start >= 3 and inside >= 0.6 * (stop - start) and pauses:
            if stop < len(texts) and 0 < len(texts[stop]) < width and texts[stop][-1] in "。！？!?；;”）)":
                stop += 1
            out[start:stop] = [True] * (stop - start)
        start = max(stop, start + 1)
    _wrapped_alone(texts, across, out)
    return out


def _is_apart(text: str) -> bool:
    """Return whether a line is part of no block: read across two columns, below a headline, a post."""
    if ("  " in text or "\u3000" in text) and _ACROSS.search(text):
        return True
    return bool(_DASH.match(text) or (len(text) <= _HEADING_LONGEST and _SPEAKER.match(text)))


def _wrapped_alone(texts: Sequence[str], across: Sequence[bool], out: list[bool]) -> None:
    """Find lines as wide as the blocks of the page that a page break or a heading set apart."""
    widths = Counter(len(text) for text, run in zip(texts, out, strict=True) if run)
    if not widths:
        return
    usual = widths.most_common(1)[0][0]
    for i, text in enumerate(texts):
        if usual >= 20 and abs(len(text) - usual) <= 1 and not across[i] and text[-1] not in "。！？!?；;":
            out[i] = True


def _alone(text: str, wrapped: bool) -> str:
    """Return the role that the line itself tells; ``heading`` for those that its neighbours decide."""
    if text.startswith("#"):
        return "heading"
    if text.startswith("附件"):
        return "body"
    if len(text) <= _longest():
        for role, longest, pattern in _patterns():
            if len(text) <= longest and pattern.search(text):
                return "body" if wrapped and role not in ("furniture", "footer", "turn", "credit") else role
    if wrapped:
        return "body"
    if len(text) <= _HEADING_LONGEST:
        if _SPEAKER.match(text):
            return "speaker"
        if not _SENTENCE.search(text) and not _OPENING.match(text) and not _open_end(text):
            return "heading"
    return "body"


def _open_end(text: str) -> bool:
    """Return whether a short line breaks off: a cut sentence, not a headline."""
    return bool(_OPEN_END.search(text[-1:])) and not _DASH.match(text) and not _KICKER.search(text)


def _cut_sentences(texts: Sequence[str], found: list[str]) -> None:
    """Find running text among the short lines: what goes on in the next line is no headline."""
    full = [i for i, role in enumerate(found) if role]
    for here, after in pairwise(full):
        if found[here] == "heading" and found[after] == "body" and is_cut(texts[here], texts[after]):
            found[here] = "body"


def _headings(texts: Sequence[str], found: list[str]) -> None:
    """Tell kickers, titles and subtitles apart, group by group."""
    full = [i for i, role in enumerate(found) if role]
    at = 0
    while at < len(full):
        stop = at
        while stop < len(full) and found[full[stop]] == "heading":
            stop += 1
        if stop == at:
            at += 1
            continue
        group = full[at:stop]
        inside = at > 0 and _is_inside([found[i] for i in full[:at]])
        opens = stop < len(full) and _is_opening(texts[full[stop]], found[full[stop]])
        *apart, group = _split_at_gaps(group)
        for lone in apart:
            _apart(lone, texts, found)
        _group(group, texts, found, inside and not apart, opens)
        at = stop


def _captions(texts: Sequence[str], found: list[str]) -> None:
    """Find captions in front of an article: post and name stand in full there, and again where it begins."""
    full = [i for i, role in enumerate(found) if role]
    for before, here, after in zip(full, full[1:], full[2:], strict=False):
        if found[here] != "body" or found[after] != "body" or found[before] == "body":
            continue
        text = texts[here]
        if len(text) > 80 or len(texts[after]) < 2 * len(text) or text.count("。") != 1 or text[-1] != "。":
            continue
        named = _NAMED.search(text)
        if named and named[0] in texts[after][:80]:
            found[here] = "caption"


def _is_inside(before: Sequence[str]) -> bool:
    """Return whether a heading behind lines of these roles stands inside an article."""
    if before[-1] in ("byline", "speaker"):
        return True
    return before[-1] in ("body", "caption") and any(role in ("title", "body") for role in before)


def _is_opening(text: str, role: str) -> bool:
    """Return whether a line is how an article begins behind its headline."""
    return role in ("byline", "column", "caption", "credit") or bool(_OPENING.match(text))


def _split_at_gaps(group: list[int]) -> list[list[int]]:
    """Split a group of headings where more blank lines stand between them than elsewhere."""
    gaps = [after - before for before, after in pairwise(group)]
    if len(set(gaps)) < 2:
        return [group]
    out = [[group[0]]]
    for gap, i in zip(gaps, group[1:], strict=True):
        if gap > min(gaps):
            out.append([])
        out[-1].append(i)
    return out


def _apart(group: list[int], texts: Sequence[str], found: list[str]) -> None:
    """Give headings apart from the headline their role: slogans in two equal halves, or kickers."""
    for i in group:
        halves = texts[i].split()
        found[i] = "slogan" if len(halves) == 2 and len(halves[0]) == len(halves[1]) else "kicker"


def _group(group: list[int], texts: Sequence[str], found: list[str], inside: bool, opens: bool) -> None:
    """Give each heading of one group its role.

    ``inside`` tells that the group stands inside an article, ``opens`` that an article begins behind it.
    """
    if len(group) >= 2 and _AUTHOR.match(texts[group[-1]]) and not _PLACE.match(texts[group[-1]]):
        found[group[-1]] = "byline"
        group, opens = group[:-1], True
    if len(group) == 1:
        text = texts[group[0]]
        section = inside and not text.startswith("# ") and (not opens or bool(_PLACE.match(text)))
        found[group[0]] = "subtitle" if section or _DASH.match(text) else "title"
        return
    if _PLACE.match(texts[group[-1]]):
        found[group[-1]] = "subtitle"
        group = group[:-1]
    title = _title_of(group, texts)
    for i in group:
        found[i] = "kicker" if i < title else "title" if i == title else "subtitle"


def _title_of(group: list[int], texts: Sequence[str]) -> int:
    """Return which line of a group is the headline itself."""
    for mark in ("# ", "#"):
        for i in group:
            if texts[i].startswith(mark):
                return i
    plain = [i for i in group if not _DASH.match(texts[i])] or group
    if len(plain) >= 2:
        if _REPORT.search(texts[plain[1]]) and not _KICKER.search(texts[plain[0]]) and len(plain) == 2:
            return plain[0]
        return plain[1]
    return plain[0]
