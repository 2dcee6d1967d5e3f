"""Official notices (GB/T 9704): who issues them, what is asked of which units, and until when.

A notice is one article from its title to its date, whatever headings and attachments it holds. Its numbered
tasks are directives of the body that issues it; 责任单位 and 牵头单位 name the addressees.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from bridgehead import terms
from bridgehead.read import asks

__all__ = ["Form", "Task", "form", "tasks"]

_TITLE = re.compile(
    r"^(?P<issuer>[\u4e00-\u9fff]{4,40}?(?:、[\u4e00-\u9fff]{4,20})*)?[ \u3000]*关于.{2,80}?"
    r"(?:通知|通报|意见|方案|公告|通告|函|批复|决定|公示|措施|办法|计划)(?:[(（].{1,10}[)）])?$"
)
_SALUTATION = re.compile(
    r"^(?:各|有关|市直|县直|区直|省直|.{2,30}(?:政府|委员会|局|单位|部门|公司|学校)).{0,120}[:：]$"
)
_DATE = re.compile(r"^(?:20\d\d|二[〇○零Ο0][一二三四五六七八九〇○零]{2})年.{1,3}月.{1,3}日$")
_BODY = re.compile(r"^[\u4e00-\u9fff（）() \u3000、]{3,60}$")
_NUMBER = re.compile(r"[\u4e00-\u9fff]{1,10}[〔\[【(（]20\d\d[〕\]】)）]\s*\d+\s*号")
_ORDINAL = re.compile(
    r"\s*(?:(?P<n>[一二三四五六七八九十]{1,3})、|[(（](?P<m>[一二三四五六七八九十]{1,3})[)）]|(?P<d>\d{1,2})[.．、](?!\d)|第[一二三四五六七八九十]+条)\s*"
)
_UNITS = re.compile(
    r"[(（]?(?:(?:牵头|责任|配合|落实|主办|协办|承办|主责|参与)(?:责任)?(?:单位|部门)|责任人)[:：\s]"
)
_EACH = re.compile(
    r"(?:牵头|责任|配合|落实|主办|协办|承办|主责|参与)(?:责任)?(?:单位|部门)[:：]\s*(?P<units>[^;；。\n]+)"
)
_SENTENCE = re.compile(r"[^。!?！？;；\n]+[。!?！？;；]?")
_ASIDE = re.compile(
    r"\s*(?:链长|联系人|联系电话|联系方式|完成时限|附件|抄送|此件|特此|本[通公]|咨询|传真|邮箱|电话)"
)
_DEADLINE = re.compile(
    r"(?:\d{1,2}日|月(?:底|末|中旬|上旬)?|年(?:底|末)|年内|季度末)(?:之?前|内)|年内|全年|每[月季周]"
)
_SUBJECT = re.compile(r"(?P<who>[^,，;；:：。“”\d]{2,24}?)(?:要|应当?|须|需|于|负责|牵头|统一|必须|务必)")
_MODAL = re.compile(r"(?<![主重需纲首只简摘])要(?!求|点|素|件|闻)|应当?|须|必须|务必|严禁|不得|请(?!示)")


@dataclass(frozen=True, slots=True)
class Form:
    """Where the parts of a notice stand in the clean text.

    Attributes
    ----------
    start, end, body : int
        From its number or title to its date; where its text begins.
    title : str
        Its title.
    issuer : str or None
        The body that issues it: named in the title, else above the date.
    """

    start: int
    end: int
    body: int
    title: str
    issuer: str | None


@dataclass(frozen=True, slots=True)
class Task:
    """One demand of a notice.

    Attributes
    ----------
    start, head_end, end : int
        The demand, and where its paragraph ends.
    ordinal : str or None
        The numeral of its paragraph.
    modality : str
        要, 应, 须, 请 … as written; 要求 where the sentence only says what is to be done.
    units : tuple of str
        Of whom it is asked.
    """

    start: int
    head_end: int
    end: int
    ordinal: str | None
    modality: str
    units: tuple[str, ...]


def _lines(text: str) -> list[tuple[int, int, str]]:
    out, at = [], 0
    for line in text.split("\n"):
        words = line.strip()
        if words:
            start = at + line.index(words)
            out.append((start, start + len(words), words))
        at += len(line) + 1
    return out


def form(text: str) -> Form | None:
    """Read the form of a page that is one notice; null for anything else.

    Parameters
    ----------
    text : str
        The clean text.
    """
    lines = _lines(text)
    at = next((i for i, line in enumerate(lines[:8]) if _TITLE.match(line[2])), None)
    if at is None:
        return None
    signed = _signature(lines, at)
    saluted = any(_SALUTATION.match(words) for _, _, words in lines[at + 1 : at + 4])
    if not saluted and signed is None:
        return None
    first = at
    above = lines[at - 1][2] if at else ""
    issuer = _TITLE.match(lines[at][2])["issuer"]  # type: ignore[index]
    if at and issuer is None and _BODY.match(above) and above.endswith(_ENDS):
        issuer, first = above, at - 1
    if first and _NUMBER.search(lines[first - 1][2]):
        first -= 1
    if issuer is None and signed is not None:
        issuer = lines[signed - 1][2]
    last = lines[signed] if signed is not None else lines[-1]
    body = lines[min(at + 1, len(lines) - 1)][0]
    return Form(lines[first][0], last[1], body, lines[at][2], issuer)


_ENDS = ("府", "室", "局", "委", "厅", "会", "部", "院", "队", "组", "中心", "处", "司", "署")


def _signature(lines: list[tuple[int, int, str]], title: int) -> int | None:
    """Return the line of the date under the name of a body."""
    for i in range(len(lines) - 1, title + 1, -1):
        bare = re.sub(r"\s", "", lines[i][2]).strip("()（）")
        above = lines[i - 1][2]
        if _DATE.match(bare) and _BODY.match(above) and above.endswith(_ENDS):
            return i
    return None


def _units(paragraph: str) -> tuple[str, ...]:
    named = [
        unit.strip(" 等()（）")
        for found in _EACH.finditer(paragraph)
        for unit in re.split(r"[、,，]", found["units"])
    ]
    return tuple(dict.fromkeys(unit for unit in named if len(unit) > 1))


def tasks(text: str, start: int, end: int) -> Iterator[Task]:
    """Yield the demands of a notice, in order.

    Parameters
    ----------
    text : str
        The clean text.
    start, end : int
        Its text, without title.
    """
    for low, high, words in _lines(text[start:end]):
        ordinal = _ORDINAL.match(words)
        if ordinal:
            number = ordinal["n"] or ordinal["m"] or ordinal["d"]
            yield from _paragraph(text, start + low + ordinal.end(), start + high, number)
        elif not words.endswith((":", "：")):
            yield from _paragraph(text, start + low, start + high, None)


def _paragraph(text: str, start: int, end: int, ordinal: str | None) -> Iterator[Task]:
    """The demands of one paragraph: with units, all it says behind its heading; else what is worded so."""
    named = _UNITS.search(text, start, end)
    units = _units(text[named.start() : end]) if named else ()
    stop = named.start() if named else end
    sentences = [found.span() for found in _SENTENCE.finditer(text, start, stop) if found[0].strip()]
    if len(sentences) > 1 and (ordinal and _is_heading(text[slice(*sentences[0])])):
        sentences = sentences[1:]
    asked = [span for span in sentences if not _ASIDE.match(text, *span)]
    if units and asked:
        first = asked[0]
        yield Task(first[0], first[1], max(first[1], stop), ordinal, _modality(text, *first), units)
        return
    for low, high in asked:
        if _is_demand(text, low, high, ordinal is not None):
            subject = _SUBJECT.match(text, low, high)
            who = subject["who"] if subject and asks.is_body(subject["who"]) else None
            yield Task(low, high, high, ordinal, _modality(text, low, high), (who,) if who else ())


@cache
def _imperatives() -> tuple[str, ...]:
    return tuple(word for word in terms.words("starts_of_action") if len(word) > 1)


def _is_heading(sentence: str) -> bool:
    words = sentence.strip().rstrip("。")
    return len(words) <= 24 and not re.search(r"[,，\d]", words)


def _is_demand(text: str, start: int, end: int, numbered: bool) -> bool:
    modal = _MODAL.search(text, start, end)
    if modal and (numbered or asks.ask_in(text, start, end, opened=False)):
        return True
    due = _DEADLINE.search(text, start, end)
    imperative = text.startswith(_imperatives(), start, end)
    subject = _SUBJECT.match(text, start, end)
    named = subject is not None and asks.is_body(subject["who"])
    return numbered and end - start > 8 and bool(due or imperative or named)


def _modality(text: str, start: int, end: int) -> str:
    modal = _MODAL.search(text, start, end)
    return modal[0] if modal else "要求"
