"""What a personal name looks like: a surname, a given name, and what may stand behind it."""

from __future__ import annotations

import re
from functools import cache

from bridgehead import terms

__all__ = ["full_name", "name_at", "name_before", "names_at"]

_HAN = r"\u4e00-\u9fff"
_DOTTED = re.compile(rf"[{_HAN}]{{2,6}}(?:·[{_HAN}]{{2,8}})+")
_SPACED = re.compile(rf"[{_HAN}] {{1,2}}[{_HAN}](?![{_HAN}])")
_DOTTED_BEFORE = re.compile(rf"(?:^|[^{_HAN}·])(?P<name>[{_HAN}]{{2,6}}(?:·[{_HAN}]{{2,8}})+)$")
_LEADS = re.compile(rf"(?:^|[^{_HAN}]|获悉|决定|日前|近日|同意|[由对将])$")
_BETWEEN = re.compile(r"[ \u3000]*[、,，和与][ \u3000]*|[ \u3000]+")
_NOT_GIVEN = frozenset("某我你他她它您们的了被让使并且而但也都又这那哪每该其此个们着过地得,，、")
_ADDRESSES = frozenset(
    ("老师", "先生", "女士", "师傅", "大姐", "大哥", "大娘", "大爷", "大妈", "阿姨", "同志", "总")
)
_MARKS = frozenset("、,，。;；)）")
Offsets = tuple[int, int]


@cache
def _surnames() -> frozenset[str]:
    return frozenset(terms.words("surnames"))


@cache
def _not_names() -> frozenset[str]:
    return frozenset(terms.words("not_names"))


@cache
def _roles() -> frozenset[str]:
    return frozenset(terms.words("roles"))


@cache
def _follower() -> re.Pattern[str]:
    words = sorted(terms.words("name_followers"), key=len, reverse=True)
    return re.compile("|".join(words))


@cache
def _parts() -> re.Pattern[str]:
    words = sorted(terms.words("name_parts"), key=len, reverse=True)
    return re.compile(rf"(?:{'|'.join(words)}){{2,3}}")


def _fits(text: str, at: int, end: int, surname: int, *, sure: bool = False) -> bool:
    given = text[at + surname : end]
    word = text[at : at + 2] in _not_names()
    marked = sure and len(given) == 1 and text[end : end + 1] in _MARKS
    return (
        end <= len(text)
        and all("\u4e00" <= c <= "\u9fff" for c in given)
        and given not in _roles()
        and given not in _ADDRESSES
        and not (given[-1:] in "主书科局" and text[end : end + 1] in ("任", "记", "长"))
        and not any(c in _NOT_GIVEN for c in given)
        and (marked or not word)
    )


def _followed(text: str, end: int) -> bool:
    return (
        end >= len(text) or not "\u4e00" <= text[end] <= "\u9fff" or _follower().match(text, end) is not None
    )


def full_name(text: str) -> bool:
    """Whether a word looks like a whole name: 陆明远, 欧阳清, 阿依古丽·买买提."""
    if _DOTTED.fullmatch(text):
        return True
    surname = 2 if text[:2] in _surnames() and len(text) > 2 else 1
    return (
        text[:surname] in _surnames()
        and surname + 1 <= len(text) <= surname + 2
        and _fits(text, 0, len(text), surname)
    )


def _dotted_end(text: str, first: int, last: int) -> int:
    """Return where a dotted name ends: before a follower (买买提出席: not before 提出)."""
    for end in range(first, last):
        if _follower().match(text, end) and not _follower().match(text, end + 1):
            return end
    return last


def _shorter(text: str, at: int, long: int, short: int) -> bool:
    """Whether the shorter of two readings is meant: 张强为大家, 孙武一同检查."""
    word = _follower().match(text, short)
    if not word or word.end() > long:
        return True
    if word[0] in ("文", "图") and text[long : long + 1] not in ("/", "／", "摄", "图"):
        return text.count(text[at:short]) > text.count(text[at:long])
    return _follower().fullmatch(text, short, long) is not None or (
        text.count(text[at:short]) > text.count(text[at:long])
    )


def name_at(text: str, at: int, *, sure: bool = False) -> Offsets | None:
    """Read the name that begins at an offset.

    A Chinese name has no mark at its end: 张强主持 might be 张强 or 张强主. The longest reading that is
    followed by a word of ``terms/name_followers.txt`` wins, unless its last character is such a word itself.

    Parameters
    ----------
    text : str
        The text.
    at : int
        Where the name would begin.
    sure : bool
        Whether a name must stand here, because a title stands before it: then an unknown follower is no
        obstacle, and how often each reading occurs in the text decides.

    Returns
    -------
    (int, int) or None
        ``[start, end)`` of the name.
    """
    dotted = _DOTTED.match(text, at)
    if dotted and full_name(dotted[0]):
        return at, _dotted_end(text, text.rindex("·", at, dotted.end()) + 3, dotted.end())
    spaced = _SPACED.match(text, at)
    if spaced and text[at] in _surnames():
        return at, spaced.end()
    parts = _parts().match(text, at) if sure else None
    if parts and (_followed(text, parts.end()) or text[parts.end()] in "一、"):
        return parts.span()
    surname = 2 if text[at : at + 2] in _surnames() else 1
    if text[at : at + surname] not in _surnames():
        return None
    fitting = [
        end for end in (at + surname + 2, at + surname + 1) if _fits(text, at, end, surname, sure=sure)
    ]
    followed = [end for end in fitting if _followed(text, end)]
    if len(followed) == 2 and _shorter(text, at, *followed):
        return at, followed[1]
    if followed:
        return at, followed[0]
    if not sure or len(fitting) < 2:
        return None
    long, short = (text.count(text[at:end]) for end in fitting)
    return at, fitting[0] if long * 2 > short else fitting[1]


def name_before(text: str, end: int) -> Offsets | None:
    """Read the name that ends at an offset and begins behind a mark or a word that leads to it.

    Parameters
    ----------
    text : str
        The text.
    end : int
        Where the name would end.
    """
    dotted = _DOTTED_BEFORE.search(text, max(0, end - 24), end)
    if dotted and full_name(dotted["name"]):
        return dotted.span("name")
    for size in (4, 3, 2):
        start = end - size
        if start >= 0 and full_name(text[start:end]) and _LEADS.search(text, max(0, start - 3), start):
            return start, end
    return None


def names_at(text: str, at: int, *, sure: bool = False) -> list[Offsets]:
    """Read a list of names that begins at an offset: 陆明远、何知秋和沈怀山.

    Parameters
    ----------
    text, at, sure
        As for `name_at`; names behind the first are read as less sure.

    Returns
    -------
    list of (int, int)
        Clean spans in order; empty when no name stands there.
    """
    found = []
    name = name_at(text, at, sure=sure)
    while name:
        found.append(name)
        between = _BETWEEN.match(text, name[1])
        name = name_at(text, between.end()) if between else None
    return found
