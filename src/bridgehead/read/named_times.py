"""Times with a name or a number of their own: 2023年国庆假期, 第45周, 上周, 本月底前, 党的二十大以来."""

from __future__ import annotations

import calendar
import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Literal

from bridgehead import terms
from bridgehead.read._literals import Listed
from bridgehead.read.period_words import RELATIVE, YEAR, number, year_number
from bridgehead.records import PartialDate

__all__ = ["Named", "find"]

_HOLIDAY = r"(?:元旦|春节|清明|五一|端午|中秋|国庆)"
# Most positions fail at the first character, which keeps the search fast.
_NAMED = Listed(
    rf"(?=[“\"元春清五端中国第上本月党十二改新])(?:(?P<days>[“\"]?{_HOLIDAY}节?[”\"]?(?:[、和]?[“\"]?{_HOLIDAY}节?[”\"]?)?(?:[“\"]?双节[”\"]?)?"
    r"(?:(?:小?长)?假期?(?:期间)?|黄金周|假日(?:期间)?|期间|(?:节前|前)(?=[,，]|[要将]|完成|全部)))"
    r"|第(?P<week>\d{1,2}|[一二三四五六七八九十]{1,3})周(?![年岁期])"
    r"|(?P<near>[上本])周(?![一二三四五六日末年边围期])"
    r"|(?P<month>本月[底末]|(?<![\d一二三四五六七八九十])月底(?=前))前?"
    r"|(?P<event>(?:党的)?(?:十[八九]大|二十大)|改革开放|新中国成立)(?:召开)?以来)"
)
_YEAR_BEFORE = re.compile(rf"{YEAR}的?$")


@dataclass(frozen=True, slots=True)
class Named:
    """A named time.

    Attributes
    ----------
    start, end : int
        Its place in the text.
    first, last : str or None
        Partial ISO dates; null where unknown or open.
    stated : bool
        Whether the year stands in the words.
    reason : str or None
        How the days were found.
    role : str
        ``period``, ``since`` or ``deadline``.
    """

    start: int
    end: int
    first: str | None
    last: str | None
    stated: bool
    reason: str | None
    role: Literal["period", "since", "deadline", "asof"] = "period"


@cache
def _holidays() -> dict[str, dict[int, tuple[dt.date, dt.date]]]:
    table: dict[str, dict[int, tuple[dt.date, dt.date]]] = {}
    for row in terms.table("named_times"):
        if row["year"]:
            days = dt.date.fromisoformat(row["first"]), dt.date.fromisoformat(row["last"])
            table.setdefault(row["name"], {})[int(row["year"])] = days
    return table


@cache
def _events() -> dict[str, str]:
    return {
        row["name"].removeprefix("党的"): row["first"]
        for row in terms.table("named_times")
        if not row["year"]
    }


def find(text: str, start: int, end: int, date: PartialDate | None) -> Iterator[Named]:
    """Find the named times of a stretch of text.

    Parameters
    ----------
    text : str
        The clean text.
    start, end : int
        Where to look.
    date : PartialDate or None
        From when the text speaks.
    """
    for match in _NAMED.finditer(text, start, end):
        before = _YEAR_BEFORE.search(text, max(start, match.start() - 7), match.start())
        if match["days"] or match["week"]:
            year, stated = _year(before, date)
            at = before.start() if before else match.start()
            plain = stated or (
                (match["week"] or "").isdecimal() and text[match.start() - 1 : match.start()] != "月"
            )
            week = _week(match["week"], year) if match["week"] and plain else None
            days = _days(match["days"], year, stated, date) if match["days"] else week
            yield _named(at, match, days, stated)
        elif match["near"]:
            yield _named(match.start(), match, _near(match["near"], date), False)
        elif match["month"]:
            yield _month_end(match, date)
        else:
            first = _events()[match["event"].removeprefix("党的")]
            yield Named(
                match.start(), match.end(), first, None, False, f"{match['event']}于 {first}", "since"
            )


def _named(at: int, match: re.Match[str], days: tuple[dt.date, dt.date] | None, stated: bool) -> Named:
    if days is None:
        return Named(at, match.end(), None, None, stated, None)
    if match["days"] and match["days"].endswith("前"):
        day = str(days[0])
        return Named(at, match.end(), day, day, stated, "国务院办公厅放假安排", "deadline")
    reason = "国务院办公厅放假安排" if match["days"] else "按周一至周日推算"
    return Named(at, match.end(), str(days[0]), str(days[1]), stated, reason)


def _year(before: re.Match[str] | None, date: PartialDate | None) -> tuple[int | None, bool]:
    known = date.year if date else None
    if not before:
        return known, False
    words = before[0]
    if words[0] in RELATIVE:
        return (known + RELATIVE[words[0]] if known else None), True
    return year_number(words[: words.index("年")]), True


def _days(
    words: str, year: int | None, stated: bool, date: PartialDate | None
) -> tuple[dt.date, dt.date] | None:
    """From the first to the last day off of a holiday, or of two in a row."""
    spans = []
    for name in re.findall(_HOLIDAY, words):
        years = _holidays().get(name, {})
        if year in years and not stated and date and date.month:
            # News speaks of the last one, or of one that is less than two months ahead.
            near = (years[y] for y in (year - 1, year, year + 1) if y in years)
            told = [days for days in near if (days[0] - date.first()).days < 60]
            spans += told[-1:]
        elif year in years:
            spans.append(years[year])
    return (min(a for a, _ in spans), max(b for _, b in spans)) if spans else None


def _week(words: str, year: int | None) -> tuple[dt.date, dt.date] | None:
    week = number(words)
    if not year or not week:
        return None
    try:
        return dt.date.fromisocalendar(year, week, 1), dt.date.fromisocalendar(year, week, 7)
    except ValueError:
        return None


def _near(word: str, date: PartialDate | None) -> tuple[dt.date, dt.date] | None:
    if date is None or date.precision != "day" or date.year is None:
        return None
    monday = date.first() - dt.timedelta(date.first().weekday() + 7 * (word == "上"))
    return monday, monday + dt.timedelta(6)


def _month_end(match: re.Match[str], date: PartialDate | None) -> Named:
    role: Literal["deadline", "asof"] = "deadline" if match[0].endswith("前") else "asof"
    if date is None or date.year is None or date.month is None:
        return Named(match.start(), match.end(), None, None, False, None, role)
    day = str(PartialDate(date.year, date.month, calendar.monthrange(date.year, date.month)[1]))
    return Named(match.start(), match.end(), day, day, False, None, role)
