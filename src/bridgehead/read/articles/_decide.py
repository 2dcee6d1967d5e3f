"""Whether a section begins an article, stands inside the one above, or is a brief."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from bridgehead.read.articles._draft import Draft
from bridgehead.read.articles._rows import PLACE, Row, is_opening, words_of
from bridgehead.read.articles._sections import Section, is_brief_column, is_place_head

__all__ = ["Open", "brief_kind", "is_new", "resumes"]

_NUMBERED = re.compile(
    r"^[#\s]*(?:[(（]?[一二三四五六七八九十]{1,3}[、)）.．]|第[一二三四五六七八九十]+[章节条部]"
    r"|其[一二三四五]|[(（]?\d{1,2}[、.．)）](?!\d)|0\d$|[①-⑳]|之[一二三四五六七八九十]$|[Pp][Aa][Rr][Tt])"
)
_ASKED = re.compile(r"^(?:[\u4e00-\u9fff]{0,6}记者|问|答|主持人|网友)\s*[:：]")
_PLACED = re.compile(rf"^{PLACE.pattern}[:：]\S")
_OF_PLACE = re.compile("(?![全我本该各])[\u4e00-\u9fff]{2,3}[市县区旗](?!域)[^:：]")
_BUREAU = re.compile("[市县区省]?[\u4e00-\u9fff]{2,12}(?:局|委|办|厅|院|中心|公司|集团|支队|银行)$")
_ENTRY = re.compile("^[【\\[]概[况述][】\\]]")
_INCOMPLETE = re.compile(r"[^。！？!?…”’」』）)；;：:]$")
_HAN = re.compile("[\u4e00-\u9fff]+")
_LONGEST_CROSSHEAD = 24
_SHORT_NEWS = 420
"""Characters of running text below which an article that begins with 本报讯 has no headings inside."""
_LONGEST_BRIEF = 220
_KIN, _CLOSE_KIN = 0.03, 0.12
"""Share of a section's three-character runs that also stand in the text above, from which they are one
article; a section that begins with a day, as news do, needs more."""


@dataclass
class Open:
    """The article that sections are being added to."""

    draft: Draft
    first: Section
    text: str = ""
    crossheads: list[str] = field(default_factory=list)
    closed: bool = False
    last: Row | None = None

    @property
    def incomplete(self) -> bool:
        return self.last is not None and bool(_INCOMPLETE.search(self.last.text.rstrip()[-2:]))


def resumes(section: Section, here: Open | None) -> bool:
    """Whether text without a head goes on with the open article, behind a picture or an advert."""
    if here is None or section.heads or section.onward:
        return False
    if not here.text and not here.closed:
        return True
    return not (here.closed or section.opens)


def is_new(section: Section, here: Open, ahead: Sequence[Section], site: bool) -> bool:
    """Whether a section with a head begins an article; else its head is a crosshead of the open one."""
    if section.onward or section.opens:
        return True
    heads = [words_of(row) for row in section.heads if row.role != "column"]
    if here.text and heads and (_NUMBERED.match(heads[0]) or _ASKED.match(heads[0])):
        return False
    if here.incomplete:
        return True
    inside = heads and all(row.role == "subtitle" for row in section.heads)
    if inside and here.text and here.draft.kind != "brief" and not is_place_head(section):
        return False
    if not here.text and here.draft.kind is None:
        return not section.lead or (here.first.signed is False and bool(here.first.rows))
    if not heads or is_place_head(section) or any(row.role == "kicker" for row in section.heads):
        return True
    if (
        len(heads) > 1
        or len(heads[0]) > _LONGEST_CROSSHEAD
        or section.heads[0].text.startswith("# ")
        or here.draft.kind == "brief"
    ):
        return True
    if site or not section.lead:
        return not site
    return _is_new_text(section, here, heads[0], ahead)


def _is_new_text(section: Section, here: Open, head: str, ahead: Sequence[Section]) -> bool:
    """Whether a head with text below it begins an article on a page of several."""
    first = section.lead[0].text
    if _ENTRY.match(first):
        return True
    if _is_parallel(head, here, ahead):
        return False
    dated = is_opening(first, dated=True)
    if here.first.opens and not here.first.by_reporters:
        return dated or len(here.text) < _SHORT_NEWS
    kin = _kinship(section, here.text)
    if section.heads[-1].role == "title" and here.draft.kind != "statement":
        return dated or kin < _CLOSE_KIN
    if here.draft.kind == "statement" or here.first.signed:
        return kin < (_KIN if not dated else _CLOSE_KIN) and (dated or bool(_OF_PLACE.match(head)))
    return dated or kin < _KIN


def _is_parallel(head: str, here: Open, ahead: Sequence[Section]) -> bool:
    """Whether a head has the form of the heads before or behind it: 先进装备：…, 数字经济：…"""
    mates = list(here.crossheads)
    mates += [words_of(s.heads[0]) for s in ahead[:1] if len(s.heads) == 1 and s.lead and not s.opens]
    return any(_form(head) and _form(head) == _form(mate) for mate in mates)


def brief_kind(section: Section, here: Open | None, ahead: Sequence[Section]) -> str | None:
    """Return ``brief`` for a brief, ``column`` for a column of them, else None."""
    if not section.heads:
        return None
    if is_place_head(section):
        return "brief"
    for pattern in (_PLACED, _BUREAU):
        if pattern.match(section.heads[-1].text) and section.lead and not section.opens:
            mates = [here.draft.kind == "brief"] if here else []
            mates += [bool(s.heads and pattern.match(s.heads[-1].text)) for s in ahead[:1]]
            return "brief" if any(mates) else None
    lead = section.lead
    column = is_brief_column(words_of(section.heads[-1]))
    if column and len(lead) >= 2 and all(len(row.text) <= _LONGEST_BRIEF for row in lead):
        return "column"
    return None


def _form(head: str) -> tuple[int, ...]:
    """Return the form of a heading with two halves; empty for others."""
    halves = re.split(r"[:：]\s*|\s+|[,，]", head)
    if len(halves) != 2:
        return ()
    colon = ":" in head or "：" in head
    return (1, len(halves[0])) if colon else (0, len(halves[0]), len(halves[1]))


def _runs(text: str) -> set[str]:
    return {han[i : i + 3] for han in _HAN.findall(text) for i in range(len(han) - 2)}


def _kinship(section: Section, text: str) -> float:
    """Return the share of a section's runs of three characters that the text above holds too."""
    runs = _runs("\n".join(row.text for row in [*section.heads, *section.lead]))
    return sum(run in text for run in runs) / max(1, len(runs))
