"""Names of systems: figures that count parts, one count and a noun, several counts, or quoted words."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cache
from typing import Literal

from bridgehead import terms
from bridgehead.read._literals import Listed

__all__ = ["COUNT", "Name", "bare", "count_of", "counts_of", "find", "form_of"]

_NUMERALS = {c: i for i, c in enumerate("零一二三四五六七八九十")} | {"两": 2, "双": 2, "多": 0}
COUNT = r"(?:十[一二三四五六七八九]|[一二两三四五六七八九十]|\d{1,2})"
_PART = rf"(?:{COUNT}|[双多])[\u4e00-\u9fff]"
_PLAIN_PARTS = re.compile(
    rf"(?:{_PART}(?:(?!{COUNT})[\u4e00-\u9fff])?){{2,6}}?"
    r"(?=(?:工作|发展|空间|产业|区域)?(?:体系|机制|格局|布局|思路|战略|模式|行动|工作法))"
)
_OPEN, _CLOSE = '“"「『‘', '”"」』’'
_QUOTES = re.compile(f"[{_OPEN}{_CLOSE}]")
_QUOTED = re.compile(rf"[{_OPEN}](?P<in>[^{_OPEN}{_CLOSE}\n]{{2,16}})[{_CLOSE}]")
_DIGITS = re.compile(r"(?!\d+00)[1-9]\d{1,5}|[1-9]\d?(?:\+(?:[1-9]\d?|[NnXx])){1,6}")
_PLAIN_DIGITS = Listed(
    r"(?<![\d.+A-Za-z\-—~～:：/第])(?:[1-9]{3,6}|[1-9]\d?(?:\+(?:[1-9]\d?|[NnXx])){1,6})(?![\d.+%％])"
)
_YEAR = re.compile(r"(?:19|20)\d\d")
_PARTS = re.compile(rf"(?:(?:{COUNT}|[双多])[大个项张]?(?:(?!{COUNT}|[双多])[\u4e00-\u9fff]){{1,4}}){{2,6}}")
_ONE_PART = re.compile(
    rf"(?P<n>{COUNT}|[双多])[大个项张]?(?P<noun>(?:(?!{COUNT}|[双多])[\u4e00-\u9fff]){{1,4}})"
)
_COUNTED = re.compile(rf"(?P<n>{COUNT})(?P<m>[大个项条张]?)(?P<noun>[\u4e00-\u9fff]{{1,8}})")
_ORDERS = re.compile(
    r"(?:围绕|按照|根据|实施|落实|聚焦|推进|构建|对照|贯彻|锚定|依据|深化|开展|启动|打造|践行|坚持|抓好|做好|打好|组织|部署|提出|推行|形成|发展|培育|建设|推动|争创|创建)"
    r"[^,，。;；“”\n]{0,10}$"
)
_BEFORE_PARTS = re.compile(
    r"(?:^|[,，。;；:：、的\s]|实施|构建|推进|按照|落实|围绕|打造|形成|坚持|推行|深化|完善|建立)$"
)
_MEANS = r"(?:,|，)?(?:即|就是|是指|指的是|具体|分别|包括|包含|涵盖|主要|[:：(（]|——)"

Form = Literal["digits", "count", "parts", "plain"]


@dataclass(frozen=True, slots=True)
class Name:
    """A name where it stands.

    Attributes
    ----------
    start, end : int
        The name with its quotation marks and its term.
    core : int
        Where the name itself ends, before the term.
    name : str
        Without quotation marks.
    form : str
        As in `WorkSystem`.
    term : str or None
        工作体系, 行动 ….
    counts : tuple of int
        How many parts it announces.
    keys : tuple of str
        What the parts are called: 抓, 优, 促.
    sure : bool
        Whether it is a system even where no list of its parts is found.
    """

    start: int
    end: int
    core: int
    name: str
    form: Form
    term: str | None = None
    counts: tuple[int, ...] = ()
    keys: tuple[str, ...] = ()
    sure: bool = True


def bare(text: str) -> str:
    """Return a text without quotation marks."""
    return _QUOTES.sub("", text)


def count_of(numeral: str) -> int:
    """Return the value of 五, 十二 or 12; 多 and N count nothing certain: 0."""
    if numeral.isdigit():
        return int(numeral)
    if len(numeral) == 2:
        return 10 + _NUMERALS[numeral[1]]
    return _NUMERALS.get(numeral, 0)


@cache
def _terms() -> re.Pattern[str]:
    words = "|".join(sorted(terms.words("systems/terms"), key=len, reverse=True))
    return re.compile(rf"(?P<between>[\u4e00-\u9fff]{{0,9}}?)(?P<term>{words})")


@cache
def _heads() -> tuple[str, ...]:
    return terms.words("systems/heads")


@cache
def _none() -> frozenset[str]:
    return frozenset(terms.words("systems/not_systems"))


def _term(text: str, at: int) -> re.Match[str] | None:
    """The term behind a name: 工作体系 in “15886”工作体系, with a few words between."""
    return _terms().match(text, at)


def _digit_counts(name: str) -> tuple[int, ...]:
    # A nought belongs to the figure before it: 51020 is 5, 10, 20. Else each figure is taken for one count.
    parts = name.split("+") if "+" in name else re.findall(r"[1-9]0*", name)
    return tuple(int(part) if part.isdigit() else 0 for part in parts)


def form_of(name: str) -> Form:
    """Return how a name that somebody wrote is built."""
    if _DIGITS.fullmatch(name):
        return "digits"
    if _PARTS.fullmatch(name) and len(_parts(name)[0]) > 1:
        return "parts"
    return "count" if _COUNTED.fullmatch(name) else "plain"


def counts_of(name: str) -> tuple[int, ...]:
    """Return how many parts such a name announces."""
    form = form_of(name)
    if form == "digits":
        return _digit_counts(name)
    if form == "parts":
        return _parts(name)[0]
    found = _COUNTED.fullmatch(name)
    return (count_of(found["n"]),) if found else ()


def find(text: str, start: int, end: int) -> list[Name]:
    """Find the names in a stretch of text, in order, not overlapping.

    Parameters
    ----------
    text : str
        The clean text.
    start, end : int
        Where to look; an article.
    """
    found = [*_quoted(text, start, end), *_unquoted(text, start, end)]
    found.sort(key=lambda name: (name.start, -name.end))
    out: list[Name] = []
    for name in found:
        if bare(name.name) in _none():
            if name.form != "digits":
                continue
            name = replace(name, sure=False)  # 12345 may be a strategy too, where its parts are listed
        if not out or name.start >= (out[-1].core if name.form == "digits" else out[-1].end):
            out.append(name)
    return out


def _quoted(text: str, start: int, end: int) -> list[Name]:
    out: list[Name] = []
    at = start
    while match := _QUOTED.search(text, at, end):
        last = match
        inside = match["in"]
        # “三无”“三可”: quoted one by one, and one name.
        while (after := _QUOTED.match(text, last.end() + (text[last.end() : last.end() + 1] == "、"))) and (
            _short_part(after["in"]) and _short_part(last["in"])
        ):
            last, inside = after, inside + after["in"]
        at = last.end()
        if name := _named(text, match.start(), last.end(), inside):
            out.append(name)
    return out


def _short_part(inside: str) -> bool:
    """三无, 三可: part of a name; 一网通办 is a name of its own."""
    part = _ONE_PART.fullmatch(inside)
    return bool(part and count_of(part["n"]) > 1 and len(inside) <= 3)


def _named(text: str, start: int, core: int, inside: str) -> Name | None:
    """What stands between quotation marks as a name."""
    if inside in _none() and not inside.isdigit():
        return None
    term = _term(text, core)
    end = term.end() if term else core
    called = (term["between"] + term["term"]) if term else None
    ordered = bool(_ORDERS.search(text, max(0, start - 18), start))
    if _DIGITS.fullmatch(inside) and not _YEAR.fullmatch(inside):
        if term or ordered or re.match(_MEANS, text[core : core + 4]):
            counts = _digit_counts(inside)
            return Name(start, end, core, inside, "digits", called, counts, sure=len(inside) > 2)
        return None
    counts, keys = _parts(inside) if _PARTS.fullmatch(inside) else ((), ())
    if len(counts) > 1:
        sure = set(counts) != {1} and bool(term or ordered)
        return Name(start, end, core, inside, "parts", called, counts, keys, sure)
    if (counted := _COUNTED.fullmatch(inside)) and not _has_number(counted["noun"]):
        goal = bool(counted["m"]) and inside.endswith(_heads())
        n = count_of(counted["n"])
        if n > 1:
            keys = (counted["noun"],)
            return Name(start, end, core, inside, "count", called, (n,), keys, sure=goal)
    return _plain(start, core, inside, term, ordered)


def _has_number(noun: str) -> bool:
    return bool(re.search("[一二三四五六七八九十]", noun.removeprefix("一")))


def _plain(start: int, core: int, inside: str, term: re.Match[str] | None, ordered: bool) -> Name | None:
    """“一泓清水入黄河”生态保护工程: words that only a term and an order make a name."""
    if not ordered or not re.fullmatch(r"[\u4e00-\u9fff+·]{3,12}", inside):
        return None
    strong = ("工程", "行动", "战略", "工作体系", "行动计划", "专项行动", "攻坚行动", "计划")
    if term and term["term"] in strong:
        return Name(start, term.end(), core, inside, "plain", term["between"] + term["term"])
    if inside.endswith(("工程", "行动", "战略", "行动计划")) and len(inside) > 3:
        return Name(start, core, core, inside, "plain", None)
    return None


def _parts(inside: str) -> tuple[tuple[int, ...], tuple[str, ...]]:
    parts = [(count_of(part["n"]), part["noun"]) for part in _ONE_PART.finditer(inside)]
    if any(noun in ("个", "大", "项", "条") for _, noun in parts):  # 四个一批 is one count
        return (), ()
    return tuple(count for count, _ in parts), tuple(noun for _, noun in parts)


def _unquoted(text: str, start: int, end: int) -> list[Name]:
    out: list[Name] = []
    for match in _PLAIN_DIGITS.finditer(text, start, end):
        term = _term(text, match.end())
        plain = match[0].isdigit()
        if not term or (plain and (term["between"] or _YEAR.fullmatch(match[0]))):
            continue
        if plain and term["term"] in ("规划", "目标", "任务", "举措", "部署"):
            continue
        called = term["between"] + term["term"]
        counts = _digit_counts(match[0])
        out.append(Name(match.start(), term.end(), match.end(), match[0], "digits", called, counts))
    out += _plain_parts(text, start, end)
    out += _counted(text, start, end)
    return out


def _plain_parts(text: str, start: int, end: int) -> list[Name]:
    """构建“一主两翼”发展格局 without its quotation marks: only right before a term."""
    out = []
    for match in _PLAIN_PARTS.finditer(text[start:end]):
        at, core = start + match.start(), start + match.end()
        if not _BEFORE_PARTS.search(text, max(0, at - 4), at) or re.search("[是要年月日时次]", match[0]):
            continue
        counts, keys = _parts(match[0])
        term = _term(text, core)
        if len(counts) > 1 and term:
            called = term["between"] + term["term"]
            out.append(Name(at, term.end(), core, match[0], "parts", called, counts, keys))
    return out


def _counted_pattern() -> str:
    heads = "|".join(sorted(map(re.escape, _heads()), key=len, reverse=True))
    return (
        rf"(?<![第\d一二三四五六七八九十百千万几数.])(?P<n>{COUNT})(?P<m>[大项])(?P<noun>[\u4e00-\u9fff]{{0,6}}?(?:{heads})+)"
        r"(?![型性化者家员人力带链])"
    )


_COUNTED_HEADS = Listed(_counted_pattern)


def _counted(text: str, start: int, end: int) -> list[Name]:
    """五大行动 without quotation marks: a system only where its parts are listed."""
    out = []
    for match in _COUNTED_HEADS.finditer(text, start, end):
        n = count_of(match["n"])
        if n < 2 or n > 20 or _has_number(match["noun"]):
            continue
        name = match[0]
        out.append(
            Name(match.start(), match.end(), match.end(), name, "count", None, (n,), (match["noun"],), False)
        )
    return out
