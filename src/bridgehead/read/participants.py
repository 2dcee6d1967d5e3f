"""Who took part: the leader of an event, and those who came along."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from typing import Literal

from bridgehead.read._page import Page, PagePerson
from bridgehead.records import Participant

__all__ = ["NOT_LEADERS", "companions", "inside", "leader_of", "participant"]

Offsets = tuple[int, int]
_JOINED = re.compile(r"陪同|参加(?!会[见谈])|一同|随同|随行|出席|列席|主持(?=会议|[。,，])")
NOT_LEADERS = frozenset(("记者", "通讯员", "编辑", "实习生", "特派员", "作者", "整理", "综合"))
"""Roles of those who report."""


def inside(mentions: Sequence[Offsets], start: int, end: int) -> Offsets | None:
    """Return the first mention that begins between two offsets; mentions are in order."""
    at = bisect_left(mentions, (start, start))
    return mentions[at] if at < len(mentions) and mentions[at][0] < end else None


def leader_of(people: Sequence[PagePerson], start: int, end: int) -> tuple[PagePerson, Offsets] | None:
    """Return who acts between two offsets, the first one named there with a leader's post, and where.

    Parameters
    ----------
    people : sequence of PagePerson
        Everyone on the page.
    start, end : int
        Where to look.
    """
    first: tuple[PagePerson, Offsets] | None = None
    for person in people:
        mentions = person.mentions
        at = bisect_left(mentions, (start, start))
        if at == len(mentions) or mentions[at][0] >= end or (first and mentions[at] >= first[1]):
            continue
        if (
            person.posts
            and person.posts[0].role not in NOT_LEADERS
            and person.post not in ("总书记", "", None)
        ):
            first = person, mentions[at]
    return first


def participant(person: PagePerson, role: Literal["leader", "companion", "host", "attendee"]) -> Participant:
    """Return a person as a participant in a role."""
    id = person.record.id if person.record else None
    return Participant(role=role, name=person.name, person=id, post=person.post)


def companions(
    page: Page, people: Sequence[PagePerson], start: int, end: int, leader: PagePerson | None
) -> list[PagePerson]:
    """Return those who took part: named right before 参加, 陪同, 出席 in the sentences of a stretch.

    Parameters
    ----------
    page : Page
        The page.
    people : sequence of PagePerson
        Everyone on it.
    start, end : int
        Where to look.
    leader : PagePerson or None
        Who is not to be listed again.
    """
    out: list[PagePerson] = []
    for first, last in page.sentences_in(start, end):
        for joined in _JOINED.finditer(page.clean, first, last):
            named = [
                p for p in people if p is not leader and p.name and inside(p.mentions, first, joined.start())
            ]
            begin = _list_before(page.clean, named, first, joined.start())
            out += [p for p in named if p not in out and inside(p.mentions, begin, joined.start())]
    return out


def _list_before(text: str, named: Sequence[PagePerson], start: int, end: int) -> int:
    """Return where the list of people that reaches up to an offset begins: clause by clause, backwards."""
    begin = max(text.rfind(mark, start, end) for mark in ",，") + 1 or start
    while begin > start:
        before = max(text.rfind(mark, start, begin - 1) for mark in ",，") + 1 or start
        clause = [p for p in named if inside(p.mentions, before, begin)]
        if not clause or not _is_list(text, clause, before, begin):
            break
        begin = before
    return begin


def _is_list(text: str, named: Sequence[PagePerson], start: int, end: int) -> bool:
    """Whether a stretch is nothing but titles and names: 市领导罗小川、顾长河,市政府秘书长周云帆."""
    bare = text[start:end]
    for known in named:
        bare = bare.replace(known.name or "", "")
        for post in (known.post or "", *(p.label for p in known.posts)):
            bare = bare.replace(post, "") if post else bare
    return len(re.sub(r"[、,，和及等分别应邀一同\s]", "", bare)) <= 8
