"""What a personal name looks like: a surname, a given name, and what may stand behind it."""

from __future__ import annotations

import re
from functools import cache

from bridgehead import terms
from bridgehead.repair import lexicon

__all__ = ["full_name", "name_at", "name_before", "names_at"]

_HAN = r"\u4e00-\u9fff"
_DOTTED = re.compile(rf"[{_HAN}]{{2,6}}(?:·[{_HAN}]{{2,8}})+")
_SPACED = re.compile(rf"[{_HAN}] {{1,2}}[{_HAN}](?![{_HAN}])")
_LATIN = re.compile(r"[A-Z][A-Za-z'’-]+(?: [A-Z][A-Za-z.'’-]*){1,3}(?![A-Za-z])")
_DOTTED_BEFORE = re.compile(rf"(?:^|[^{_HAN}·])(?P<name>[{_HAN}]{{2,6}}(?:·[{_HAN}]{{2,8}})+)$")
_LEADS = re.compile(rf"(?:^|[^{_HAN}]|获悉|决定|日前|近日|同意|[由对将])$")
_BETWEEN = re.compile(r"[ \u3000]*[、,，和与][ \u3000]*|[ \u3000]+")
_NOT_GIVEN = frozenset("说某我你他她它您们的了被让使并且而但也都又这那哪每该其此个们着过地得,，、")
_ADDRESSES = frozenset(
    ("老师", "先生", "女士", "师傅", "大姐", "大哥", "大娘", "大爷", "大妈", "阿姨", "同志", "总")
)
_AFTER_WORD = frozenset("后了时的说着过到前上下中里起来去得会要能好")
# 成立 and 军, 左 and 权衡.
_ODD_CUTS = ([(0, 2), (2, 3)], [(0, 1), (1, 3)])
# The cost of a word that is met once in forty thousand: 知道 is met more often, 玉林 and 英华 less.
_SELDOM = 10.5
# Of a word that is a name rather than prose, right behind a title and before a verb: 扶摇, not 自学.
_UNUSUAL = 12.0
# What cannot stand right before a mark: 佟大为、 is no 佟大 with 为 behind it.
_BEFORE_OBJECT = frozenset("为与和同及对向就从将以于因被在到赴率并也还又先再曾是沿由")
# A verb behind which 和 cannot stand: 魏清和率团 is no 魏清 with somebody.
_GOES = re.compile(r"[率赴到在]|深入|走进|来到|前往|主持|强调|指出|要求|一行")
_DATED = re.compile(r"\d{1,2}(?:月\d|日)")
_ADVERBS = frozenset("都要才能会可但更过来为和同通便又只")
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
def _rare_surnames() -> frozenset[str]:
    return frozenset(terms.words("surnames_rare"))


@cache
def _parts() -> re.Pattern[str]:
    words = sorted(terms.words("name_parts"), key=len, reverse=True)
    return re.compile(rf"(?:{'|'.join(words)}){{1,4}}")


@cache
def _last_part() -> re.Pattern[str]:
    return re.compile(f"(?:{'|'.join(terms.words('name_parts'))})$")


@cache
def _sounds() -> re.Pattern[str]:
    return re.compile(f"[{''.join(terms.words('name_sounds'))}]{{2,8}}")


def _fits(text: str, at: int, end: int, surname: int, *, sure: bool = False) -> bool:
    given = text[at + surname : end]
    word = text[at : at + 2] in _not_names()
    marked = sure and (
        text[end : end + 1] in _MARKS or _DATED.match(text, end) is not None
        if len(given) == 1
        else _ended(text, end) and _word_and_one(text, at, end)
    )
    return (
        end <= len(text)
        and all("\u4e00" <= c <= "\u9fff" for c in given)
        and given not in _roles()
        and given not in _ADDRESSES
        and not (given[-1:] in "主书科局组部院校会处队" and text[end : end + 1] in ("任", "记", "长", "席"))
        and not any(c in _NOT_GIVEN and not (sure and c in "得其") for c in given)
        and (marked or not word)
        and not (sure and _follower().fullmatch(text, at, end))
    )


def _ended(text: str, end: int) -> bool:
    """Whether a mark or a word of two characters shows where a name ends."""
    word = _follower().match(text, end)
    said = text[end : end + 1] in ("说", "称") and text[end + 1 : end + 2] in (",", "，", ":", "：")
    said = said or text[end : end + 1] in ("到", "赴", "率") or _DATED.match(text, end) is not None
    return said or text[end : end + 1] in _MARKS or (word is not None and len(word[0]) > 1)


def _word_and_one(text: str, start: int, end: int) -> bool:
    """Whether three characters are a word and one that says nothing behind it: 成立军, but not 解决了."""
    _, words = lexicon().cut(text[start:end])
    return end - start == 3 and text[end - 1] not in _AFTER_WORD and words in _ODD_CUTS


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
    """Whether the shorter of two readings is meant: 方明为大家, 孙武一同检查."""
    word = _follower().match(text, short)
    if not word or word.end() > long:
        return True
    if word[0] in "和与同及" and _GOES.match(text, long):
        return False
    if word[0] in _BEFORE_OBJECT and text[long : long + 1] in _MARKS:
        return False
    if word[0] in ("文", "图") and text[long : long + 1] not in ("/", "／", "摄", "图"):
        return text.count(text[at:short]) > text.count(text[at:long])
    return _follower().fullmatch(text, short, long) is not None or (
        text.count(text[at:short]) > text.count(text[at:long])
    )


def name_at(text: str, at: int, *, sure: bool = False) -> Offsets | None:
    """Read the name that begins at an offset.

    A Chinese name has no mark at its end: 方明主持 might be 方明 or 方明主. The longest reading that is
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
    if dotted and (sure or full_name(dotted[0])):
        return at, _dotted_end(text, text.rindex("·", at, dotted.end()) + 3, dotted.end())
    spaced = _SPACED.match(text, at)
    if spaced and text[at] in _surnames():
        return at, spaced.end()
    sounded = _sounded(text, at, sure)
    han, told = _han(text, at, sure)
    if sounded and (not told or not han or sounded > han):
        return at, sounded
    latin = _LATIN.match(text, at) if not han else None
    return (at, han) if han else latin.span() if latin else None


def _han(text: str, at: int, sure: bool) -> tuple[int | None, bool]:
    """Return where a Chinese name that begins at an offset ends, and whether what follows it tells so."""
    surname = 2 if text[at : at + 2] in _surnames() else 1
    if text[at : at + surname] not in _surnames():
        return (_rare(text, at), True) if sure and text[at : at + 1] in _rare_surnames() else (None, False)
    fitting = [
        end for end in (at + surname + 2, at + surname + 1) if _fits(text, at, end, surname, sure=sure)
    ]
    followed = [end for end in fitting if _followed(text, end)]
    if len(followed) == 2 and _shorter(text, at, *followed):
        return followed[1], True
    if followed:
        return followed[0], True
    if not sure or len(fitting) < 2:
        return None, False
    long, short = (text.count(text[at:end]) for end in fitting)
    return fitting[0] if long * 2 > short else fitting[1], False


def _rare(text: str, at: int) -> int | None:
    """Return where a name ends whose surname is a common word: behind it there is no prose.

    书记都知道 and 局长同意后 are prose, 书记自学文 is a name: a word, and a character that says nothing.
    """
    for end in (at + 3, at + 2):
        if not _fits(text, at, end, 1, sure=True) or not _followed(text, end):
            continue
        if not any(lexicon().is_word(text[at:last]) for last in (at + 2, at + 3)):
            if text[at] in _ADVERBS and lexicon().costs.get(text[at + 1 : end], _SELDOM) < _SELDOM:
                return None
            return end
        if _ended(text, end) and (_word_and_one(text, at, end) or _unusual(text[at:end])):
            return end
    return None


def _unusual(word: str) -> bool:
    """Whether a whole word is so seldom in prose that it is a name where one must stand: 扶摇, 满江红."""
    return lexicon().is_word(word) and lexicon().costs.get(word, _UNUSUAL) >= _UNUSUAL


def _sounded(text: str, at: int, sure: bool) -> int | None:
    """Return where a name ends that is written by its sounds: 图门乌力吉, 阿苏拉铁, 伊万诺夫."""
    parts = _parts().match(text, at)
    if (
        parts
        and (sure or parts.end() - at >= 3)
        and (_followed(text, parts.end()) or text[parts.end()] == "一")
    ):
        return parts.end()
    if not sure:
        return _with_part(text, at, parts.end()) if parts else None
    run = _sounds().match(text, at)
    ends = range(run.end(), at + 2, -1) if run else ()
    end = next((end for end in ends if _followed(text, end)), None)
    return end or _with_part(text, at, parts.end() if parts else None)


def _with_part(text: str, at: int, first: int | None) -> int | None:
    """Return where a longer name ends that begins or ends with a known part: 扎西东周, 贡去乎嘉措."""
    for end in range((first or at + 3) + 1, at + 7):
        run = text[at:end]
        if len(run) < end - at or not all("\u4e00" <= c <= "\u9fff" for c in run):
            return None
        role = any(run[i : i + 2] in _roles() for i in range(len(run) - 1))
        if _followed(text, end) and not role and (first or _last_part().search(run)):
            return end
    return None


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
        # Who stands beside 那仁朝克图 may have such a name too.
        foreign = sure and text[name[0]] not in _surnames() and _sounds().fullmatch(text, *name) is not None
        name = name_at(text, between.end(), sure=foreign) if between else None
    return found
