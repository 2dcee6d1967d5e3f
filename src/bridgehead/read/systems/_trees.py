"""The parts of a system: explained behind its name, numbered below it, or listed before it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from bridgehead.read import lists
from bridgehead.read.systems._names import COUNT, Name, bare, count_of
from bridgehead.read.systems._pieces import (
    LONGEST,
    Part,
    Stretch,
    after_lead,
    closing,
    last_pieces,
    listed,
    made,
    sentence_stop,
    trim,
)

__all__ = ["Tree", "grow"]


_REACH = 900
"""How far behind its name a system is explained, in characters."""
_FIRST = re.compile("一(?:[是要]|须)")
_COMMA = re.compile(r"[\u4e00-\u9fff]{0,6}[,，]")
_BRACKETS = re.compile(r"[\u4e00-\u9fff]{1,4}[(（]")
_NEAR = 120
"""How far behind its name a numbered list of its parts begins."""
_INTRO = re.compile(
    r"[”\"]?[\u4e00-\u9fff]{0,4}?[,，]?(?:也|其中|具体)?(?P<mark>即|就是|是指|指的是|指|具体(?:是|为|包括|指)|分别(?:是|为|指)|包括|包含|涵盖"
    r"|主要(?:是|有|包括|为)|[:：]|——?|[是为])(?:了|:|：|,|，)?"
)
_COUNTED = re.compile(
    rf"(?:[\u4e00-\u9fff]{{0,6}}?)(?P<label>(?P<n>{COUNT})[大项个条张类级套批支本份](?P<noun>[^,，、;；:：()（）“”\d]{{1,12}}))"
)
_EXPLAINED = re.compile(
    r"[“\"‘](?P<n>\d{1,2}|[NnXx]|[A-Z])[”\"’](?:个|项)?[,，]?(?:即|就是|是指|代表|指|是|为|[:：])"
)


@dataclass(frozen=True, slots=True)
class Tree:
    """The parts of a name.

    Attributes
    ----------
    parts : tuple of Part
        In order.
    agrees : bool or None
        Whether they are as many as the name says; null for a name that counts nothing.
    note : str or None
        How they differ.
    """

    parts: tuple[Part, ...]
    agrees: bool | None = True
    note: str | None = None


def grow(text: str, name: Name, start: int, end: int) -> Tree | None:
    """Find the parts of a system.

    Parameters
    ----------
    text : str
        The clean text.
    name : Name
        Where it is named.
    start, end : int
        The article.
    """
    stop = min(end, name.end + _REACH)
    if explained := _explained(text, name, stop) or _by_part(text, name, name.end, stop):
        return explained
    body = _body(text, name, stop)
    behind = _read_body(text, name, *body) if body else None
    if behind and behind.agrees is not False:
        return behind
    return _numbered(text, name, end) or _before(text, name, start) or _following(text, name, stop) or behind


def _following(text: str, name: Name, end: int) -> Tree | None:
    """“三进三送”活动,进企业、进社区、进农户,送政策、送服务、送岗位: told by the first characters alone."""
    comma = _COMMA.match(text, name.end, end) if name.form == "parts" else None
    if comma is None:
        return None
    stop = sentence_stop(text, comma.end(), end)
    parts = listed(text, comma.end(), stop, sum(name.counts))
    if len(parts) != sum(name.counts) or any(part.label[0] not in "".join(name.keys) for part in parts):
        return None
    return _shared(name, parts, comma.end(), stop)


def _body(text: str, name: Name, end: int) -> tuple[int, int, bool] | None:
    """Where the explanation stands: in brackets behind the name, or behind 即, 包括, a colon."""
    if opened := _BRACKETS.match(text, name.end):
        close = closing(text, opened.end() - 1, end)
        return (opened.end(), close, True) if close else None
    for at in (name.end, name.core):
        if text[at : at + 1] in ("(", "（"):
            close = closing(text, at, end)
            return (at + 1, close, True) if close else None
        if intro := _INTRO.match(text, at, end):
            return intro.end(), sentence_stop(text, intro.end(), end), intro["mark"] not in "是为"
    return None


def _read_body(text: str, name: Name, start: int, end: int, sure: bool) -> Tree | None:
    if name.form == "plain":
        parts = listed(text, start, end)
        return Tree(parts, None) if sure and len(parts) > 1 else None
    if name.form == "count":
        return _count(text, name, start, end, sure)
    groups = _groups(text, start, end)
    if len(groups) > 1 and (name.form == "digits" or len(groups) == len(name.counts)):
        return _compared(name, groups, [group.count or 1 for group in groups])
    return _flat(text, name, start, end) if name.form == "parts" else None


def _compared(name: Name, groups: Sequence[Part], found: Sequence[int]) -> Tree:
    """Whether the groups are those that the figures of the name announce."""
    agrees = len(found) == len(name.counts) and all(
        a in (0, b) for a, b in zip(name.counts, found, strict=True)
    )
    if name.form == "digits" and "".join(map(str, found)) == name.name:  # 33618: 3, 3, 6, 18
        agrees = True
    said, seen = ("、".join(map(str, numbers)) for numbers in (name.counts, found))
    return Tree(tuple(groups), agrees, None if agrees else f"名称里是{said}，列出的是{seen}")


def _groups(text: str, start: int, end: int) -> list[Part]:
    """一个目标、五大行动、八大工程: what is counted, each perhaps with its own list behind it."""
    stretch = Stretch(text, start, end)
    marks = ";；" if stretch.first(";；") < end else "、,，"
    out: list[Part] = []
    for low, high in stretch.cut(marks):
        found = _COUNTED.match(bare(text[low:high]))
        if not found:
            if out and marks == ";；":
                out[-1] = replace(out[-1], end=high)
                continue
            break
        count, label = count_of(found["n"]), found["label"].strip()
        inner = _inner(text, low, high, count)
        whole = text[low:high]
        out.append(Part(low, high, label, whole if len(whole) > len(label) + 4 else None, count, inner))
    return out


def _inner(text: str, start: int, end: int, count: int) -> tuple[Part, ...]:
    """The list of one group: in brackets, behind 即 or 包括, or before its own count."""
    if count < 2:
        return ()
    for match in re.finditer(r"[(（]|即|包括|是指|分别(?:是|为)|[:：]|——", text[start:end]):
        at = start + match.end()
        close = closing(text, at - 1, end) if match[0] in "(（" else end
        parts = listed(text, at, close or end, count)
        if len(parts) == count:
            return parts
    return ()


def _count(text: str, name: Name, start: int, end: int, sure: bool) -> Tree | None:
    n = name.counts[0]
    if not sure:  # behind a bare 是 or 为 only a plain list of its clause is one
        end = Stretch(text, start, end).first(",，;；")
        if n < 3 or len(Stretch(text, start, end).cut("、")) < 2:
            return None
    parts = listed(text, start, end, n)
    if len(parts) == n:
        return Tree(_own_noun(name, parts))
    if sure and len(parts) > 1 and abs(len(parts) - n) <= 2:
        return Tree(parts, False, f"名称里是{n}，列出的是{len(parts)}")
    return None


def _own_noun(name: Name, parts: tuple[Part, ...]) -> tuple[Part, ...]:
    """护路、护水、护农专项行动: the noun of the name behind the last part belongs to all."""
    *rest, last = parts
    noun = next((key for key in name.keys if last.label.endswith(key) and len(last.label) > len(key)), None)
    if noun is None or any(part.label.endswith(noun) for part in rest):
        return parts
    return (*rest, replace(last, label=last.label.removesuffix(noun), end=last.end - len(noun)))


def _explained(text: str, name: Name, end: int) -> Tree | None:
    """“1”是…;“5”是…: each figure of the name explained by itself."""
    if name.form != "digits":
        return None
    marks = list(_EXPLAINED.finditer(text, name.end, end))
    if len(marks) < 2 or marks[0].start() - name.end > _NEAR:
        return None
    groups = []
    for i, mark in enumerate(marks):
        stop = marks[i + 1].start() if i + 1 < len(marks) else sentence_stop(text, mark.end(), end)
        low, high = trim(text, mark.end(), stop)
        if high <= low:
            return None
        groups.append(_of_figure(text, low, high, int(mark["n"]) if mark["n"].isdigit() else 0))
    return _compared(name, groups, [group.count or 0 for group in groups])


def _of_figure(text: str, low: int, high: int, count: int) -> Part:
    """What one figure stands for: 两个率先,率先转型、率先振兴, or 做强百合、装备、算力三大产业."""
    whole = text[low:high]
    counted = _COUNTED.search(bare(whole))
    fits = counted is not None and count_of(counted["n"]) == count
    label = counted["label"] if counted and fits else made(text, low, high).label
    at = low + whole.find(label) + len(label)
    behind = fits and text[at : at + 1] in (",", "，", ":", "：")
    parts = listed(text, at + 1 if behind else low, high, count) if count > 1 else ()
    if len(parts) != count:
        parts = _inner(text, low, high, count)
    return Part(low, high, label, whole if whole != label else None, count, parts)


def _by_part(text: str, name: Name, start: int, end: int) -> Tree | None:
    """“三无”即无…、无…、无…,“三可”即…: each part of the name explained by itself."""
    if name.form != "parts":
        return None
    spots: list[tuple[int, int]] = []
    at = start
    for key in name.keys:
        label = re.escape(_numeral_label(name.name, key))
        found = re.compile(rf"[“\"]?{label}[”\"]?[,，]?(?:即|是指|就是|指|是|为|[:：]|[(（])").search(
            text, at, end
        )
        if not found or found.start() - at > (_REACH if spots else _NEAR):
            return None
        spots.append((found.start(), found.end()))
        at = found.end()
    groups: list[Part] = []
    agrees = True
    for i, (count, key) in enumerate(zip(name.counts, name.keys, strict=True)):
        stop = spots[i + 1][0] if i + 1 < len(spots) else sentence_stop(text, spots[i][1], end)
        low, high = trim(text, spots[i][1], stop)
        if text[spots[i][1] - 1] in "(（":
            high = closing(text, spots[i][1] - 1, high) or high
        elif text[high - 1] in ")）" and not re.search("[(（]", text[low:high]):
            high -= 1
        parts = listed(text, low, high, count)
        agrees = agrees and (not count or len(parts) == count or count == 1)
        label = _numeral_label(name.name, key)
        groups.append(Part(low, high, label, text[low:high], count or None, parts))
    counts = [len(group.parts) or 1 for group in groups]
    return Tree(tuple(groups)) if agrees else replace(_compared(name, groups, counts), agrees=False)


def _numeral_label(name: str, key: str) -> str:
    """The part as the name writes it: 三无, 双轮, 五大抓."""
    found = re.search(rf"(?:{COUNT}|[双多])[大个项张]?{re.escape(key)}", name)
    return found[0] if found else key


def _flat(text: str, name: Name, start: int, end: int) -> Tree | None:
    """抓…、抓…、优…、促…: one list that the parts of the name share out."""
    parts = listed(text, start, end, sum(name.counts))
    return _shared(name, parts, start, end) if len(parts) > 1 else None


def _shared(name: Name, parts: Sequence[Part], start: int, end: int) -> Tree | None:
    """Hang the items of one list on the parts of the name."""
    shares = _shares(name, parts)
    if shares is None:
        return None
    groups = [
        Part(
            share[0].start if share else start,
            share[-1].end if share else end,
            _numeral_label(name.name, key),
            None,
            count or None,
            tuple(share),
        )
        for share, count, key in zip(shares, name.counts, name.keys, strict=True)
    ]
    return _compared(name, groups, [len(share) for share in shares])


def _shares(name: Name, parts: Sequence[Part]) -> list[list[Part]] | None:
    """Share the items out by their first characters, else in order where they are just enough."""
    if all(part.label[:1] in {key[:1] for key in name.keys} for part in parts):
        return [[part for part in parts if part.label[0] == key[0]] for key in name.keys]
    if len(parts) != sum(name.counts) or 0 in name.counts:
        return None
    rest = iter(parts)
    return [[next(rest) for _ in range(count)] for count in name.counts]


def _numbered(text: str, name: Name, end: int) -> Tree | None:
    """一是…;二是…: a numbered list right behind the name, with as many items as it announces."""
    wanted = {len(name.counts), sum(name.counts)} if name.form != "plain" else set()
    if not wanted or not _FIRST.search(text, name.end, min(end, name.end + _NEAR)):
        return None
    items = lists.find(text, name.end, min(end, name.end + 4 * _REACH))
    first = items[0].first if items else end
    if first - name.end > _NEAR:
        return None
    own = [item for item in items if item.first == first]
    if len(own) not in wanted or (name.form == "count" and len(own) != name.counts[0]):
        return None
    parts = []
    for item in own:
        part = made(text, item.start + len(item.ordinal or "") + len(item.mark), item.end)
        head = re.split("[,，。;；:：]", part.label, maxsplit=1)[0]
        parts.append(replace(part, label=head, text=text[item.start : item.end]))
    if name.form == "digits" and not all(_COUNTED.match(part.label) for part in parts):
        return None
    if name.form == "parts":
        return _shared(name, parts, own[0].start, end) if len(parts) == sum(name.counts) else None
    return Tree(tuple(parts))


def _before(text: str, name: Name, start: int) -> Tree | None:
    """数字经济、能源、农业、文旅消费“四大新赛道”: the list that the count sums up."""
    n = sum(name.counts) if name.form in ("count", "parts") and 0 not in name.counts else 0
    if n < (2 if name.form == "count" and name.name[1:2] in "大项" else 3):
        return None
    at = name.start
    while at > start and text[at - 1] in "等这的共":
        at -= 1
    start = max(start, at - _NEAR)
    low = max(text.rfind(mark, start, at) for mark in "。；;！!？?\n,，:：") + 1
    pieces = Stretch(text, max(low, start), at).cut("、")
    if not pieces:
        return None
    pieces[-1:] = last_pieces(text, *pieces[-1], wanted=2 if len(pieces) < n else 1)
    if len(pieces) < n:
        return None
    own = pieces[-n:]
    own = [(after_lead(text, *own[0]), own[0][1]), *own[1:]]
    parts = [made(text, *piece) for piece in own]
    if any(not 2 <= len(part.label) <= LONGEST for part in parts):
        return None
    return Tree(tuple(parts)) if name.form == "count" else _shared(name, parts, own[0][0], at)
