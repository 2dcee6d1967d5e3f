"""The words of dates and periods: patterns, and what each kind of words says before the year is known."""

from __future__ import annotations

import calendar
import re
from collections.abc import Callable
from dataclasses import dataclass

from bridgehead.read._literals import Listed

__all__ = ["EXPRESSION", "RELATIVE", "TO", "YEAR", "Ends", "number", "plan_years", "read_body", "year_number"]

_NUM = r"(?:\d{1,2}|[一二三四五六七八九]?十[一二三四五六七八九]?|[一二三四五六七八九])"
TO = r"(?:至|到|[-—–~～－]{1,2})"
YEAR = (
    r"(?:(?:19|20)\d\d年度?|二[〇○零Ｏ0][〇○零Ｏ0一二三四五六七八九]{2}年|(?<!如)今年(?![轻幼老])|(?<!基)本年度?"
    r"|去年|上年度?|上一年度?|明年|(?<!未)来年|(?<![目之以])前年(?![产均轻]))"
)
_MONTHS = rf"{_NUM}(?:月份?)?{TO}{_NUM}月份?(?!\d)"
_DAYS = rf"{_NUM}月{_NUM}(?:{TO}{_NUM})?[日号](?:(?:{TO}|[、和及])(?:{_NUM}[日号]))*"
_MONTH = rf"{_NUM}月份?(?:[上中下]旬|[底初末])?"
_PART = (
    r"(?:(?:[第前]?[一二两三四1-4](?:[至到—-][二三四2-4])?个?季度|首季|[上下]半年)[末底]?"
    r"|[前头](?:(?:\d{1,2}|[二两三四五六七八九十]{1,2})个月|\d{1,2}月份?))"
)
_BODY = rf"(?:{_DAYS}|{_MONTHS}|{_PART}|{_MONTH}|年[初底末内])"
_PLAN = r"[“\"]?十[一二三四五六]五[”\"]?(?:规划)?(?:期末|末|期间|时期|以来|[前头后][一二两三四]年)"
RELATIVE = {"今": 0, "本": 0, "去": -1, "上": -1, "明": 1, "来": 1, "前": -2}
_WORD = (
    r"(?:昨日|昨天|近日|日前|近期|连日来|目前|当前|近年来|同日|当日|当天|本月|上个?月|全年(?!任务|目标)"
    r"|(?:过去|近|这)[\d一二两三四五六七八九十]{1,2}年来?|[\d一二两三四五六七八九十]{1,2}年来"
    r"|(?:今日|今天)(?=[上下]午|晚|凌晨))"
)
# What tells that 14日 is a day of the month at hand, and no 14日龄.
_DAY_NEXT = (
    r"[上下]午|晚|凌晨|[,，]|[在赴率]|来到|到(?!期|货|账|位)|前往|深入|带队|主持|会见|召开|举行"
    r"|专[题程]|实地|现场|调研|考察|检查|视察|督导|走访|慰问|看望"
)
# Most positions fail at the first character, which keeps the search fast.
EXPRESSION = Listed(
    rf"(?=[\d一二三四五六七八九十今本去上下明来前头第首年昨近日连目当同全过这两“\"])(?<![\d.])(?:"
    rf"(?P<iso>(?:19|20)\d\d(?P<sep>[-/.])\d{{1,2}}(?P=sep)\d{{1,2}}(?!\d))"
    rf"|(?P<years>(?:19|20)\d\d年?{TO}(?:19|20)\d\d(?:年度?(?:[采供]暖[季期])?|学年))"
    rf"|(?P<year>{YEAR})(?:全年)?(?P<body>{_BODY}|[初底末内])?"
    rf"|(?P<bare>(?<![历\d一二三四五六七八九十两几多半数]){_BODY})"
    rf"|(?P<plan>{_PLAN})|(?P<word>{_WORD})"
    rf"|(?P<day>(?<![月至到—-])\d{{1,2}}(?:日?{TO}\d{{1,2}})?日(?={_DAY_NEXT})))"
)

_DIGITS = {c: i for i, c in enumerate("〇一二三四五六七八九")} | {"○": 0, "零": 0, "Ｏ": 0, "两": 2}


def number(text: str) -> int | None:
    """Return a small whole number written with digits or in Chinese (十五, 二十三, 两百一十), or null."""
    if text.isdecimal():
        return int(text)
    total = unit = 0
    for c in text:
        if c in _DIGITS:
            unit = _DIGITS[c]
        elif c in "十百千":
            total += (unit or 1) * {"十": 10, "百": 100, "千": 1000}[c]
            unit = 0
        else:
            return None
    return total + unit if text else None


def year_number(text: str) -> int | None:
    """Return a year written digit by digit (2023, 二〇二三), or null."""
    digits = "".join(str(_DIGITS.get(c, c)) for c in text)
    return int(digits) if digits.isdecimal() else None


@dataclass(frozen=True, slots=True)
class Ends:
    """Month and day of both ends, before the year is known."""

    first: tuple[int | None, int | None]
    last: tuple[int | None, int | None]


def _month(m: int | None) -> Ends | None:
    return Ends((m, None), (m, None)) if m else None


def _read_days(body: str) -> Ends | None:
    numbers = [number(n) for n in re.findall(_NUM, body)]
    month, days = numbers[0], numbers[1:]
    if month is None or not days or None in days:
        return None
    return Ends((month, days[0]), (month, days[-1]))


def _read_months(body: str) -> Ends | None:
    a, b = (number(n) for n in re.findall(_NUM, body)[:2])
    return Ends((a, None), (b, None)) if a and b and a <= b else None


def _read_month(body: str) -> Ends | None:
    head, _, tail = body.partition("月")
    month = number(head)
    if month is None or not 1 <= month <= 12:
        return None
    end = calendar.monthrange(2023, month)[1]
    spans = {"上": (1, 10), "中": (11, 20), "下": (21, end), "底": (end, end), "末": (end, end), "初": (1, 1)}
    days = spans.get(tail.lstrip("份")[:1])
    return Ends((month, days[0]), (month, days[1])) if days else _month(month)


def _read_part(body: str) -> Ends | None:
    if body[-1] in "末底":
        part = _read_part(body[:-1])
        month = part.last[0] if part else None
        day = (month, calendar.monthrange(2023, month)[1]) if month else (None, None)
        return Ends(day, day) if month else None
    if body.endswith("半年"):
        a, b = (1, 6) if body[0] == "上" else (7, 12)
        return Ends((a, None), (b, None))
    if body == "首季":
        return Ends((1, None), (3, None))
    numbers = [number(c) for c in re.findall(r"\d{1,2}|[一二两三四五六七八九十]+", body)]
    n = numbers[-1]
    if n is None or not 1 <= n <= 12:
        return None
    if "月" in body:
        return Ends((1, None), (n, None))
    whole = body[0] == "前" or len(numbers) > 1
    return Ends((1 if whole else 3 * n - 2, None), (3 * n, None)) if n <= 4 else None


def _read_year_part(body: str) -> Ends | None:
    return Ends((1, 1), (1, 1)) if body.endswith("初") else Ends((12, 31), (12, 31))


_READERS: tuple[tuple[re.Pattern[str], Callable[[str], Ends | None]], ...] = (
    (re.compile(_DAYS), _read_days),
    (re.compile(_MONTHS), _read_months),
    (re.compile(_PART), _read_part),
    (re.compile(_MONTH), _read_month),
    (re.compile(r"年?[初底末内]"), _read_year_part),
)


def read_body(body: str) -> Ends | None:
    """Read what stands behind the year, or without one; null when it names no month or day."""
    for pattern, read in _READERS:
        if pattern.fullmatch(body):
            return read(body)
    return None


def plan_years(words: str) -> tuple[str, str]:
    """First and last year of a five-year plan; from the third on they follow each other without a gap."""
    ordinal = number(re.sub(r"[^一二三四五六十]", "", words).split("五")[0] or "十五")
    quoted = re.search(r"十[一二三四五六](?=五)", words)
    n = number(quoted[0]) if quoted else ordinal
    first = 1966 + 5 * ((n or 14) - 3)
    if part := re.search(r"([前头后])([一二两三四])年$", words):
        years = number(part[2]) or 1
        return (
            (str(first + 5 - years), str(first + 4))
            if part[1] == "后"
            else (str(first), str(first + years - 1))
        )
    return (str(first + 4), str(first + 4)) if "末" in words else (str(first), str(first + 4))
