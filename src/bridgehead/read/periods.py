"""Dates and periods as official news writes them: 2月15至16日, 今年1至10月, 前三季度, 2023年底前.

A year that does not stand in the words is taken from the `Anchor` (what is known of the publication date) and
marked ``inferred`` with the reason; when the anchor has no year either, it stays unknown (``--01/--10``).
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass, replace
from typing import Literal

from bridgehead.read import named_times
from bridgehead.read.period_words import (
    EXPRESSION,
    RELATIVE,
    TO,
    Ends,
    number,
    plan_years,
    read_body,
    year_number,
)
from bridgehead.records import PartialDate
from bridgehead.records.dates import Basis, Precision

__all__ = ["Anchor", "Period", "find", "number"]

Role = Literal["period", "deadline", "asof", "since", "base"]


@dataclass(frozen=True, slots=True)
class Anchor:
    """What is known of the date from which a text speaks.

    Attributes
    ----------
    date : PartialDate or None
        The publication date, as far as it is known.
    basis : {"stated", "inferred"} or None
        Whether its year stands in the document.
    reason : str or None
        Where it was read, short, in Chinese: ``网页发布时间 2023-02-18``.
    """

    date: PartialDate | None = None
    basis: Basis | None = None
    reason: str | None = None

    @property
    def year(self) -> int | None:
        """The year, when known."""
        return self.date.year if self.date else None

    @property
    def why(self) -> str:
        """The reason for a year that was taken from here."""
        return self.reason or f"发布日期 {self.date}"


@dataclass(slots=True)
class Period:
    """One date or period expression.

    Attributes
    ----------
    start, end : int
        Its place in the text that was searched.
    text : str
        Its words.
    first, last : str or None
        Partial ISO dates of its two ends; equal for a single day, month or year; null where open or unknown.
    precision : {"year", "month", "day"} or None
        Of its ends; null for vague words such as 近日.
    basis : {"stated", "inferred"} or None
        Whether the year stands in the words; null when the year is unknown.
    reason : str or None
        Why the year was inferred.
    role : {"period", "deadline", "asof", "since", "base"}
        ``deadline`` for 2023年底前 and 到2025年, ``asof`` for 截至10月底 and 目前, ``since`` for 今年以来,
        ``base`` for what something is compared with (比去年).
    """

    start: int
    end: int
    text: str
    first: str | None = None
    last: str | None = None
    precision: Precision | None = None
    basis: Basis | None = None
    reason: str | None = None
    role: Role = "period"

    @property
    def interval(self) -> str | None:
        """The ISO 8601 interval; a single date where both ends are the same; null when nothing is known."""
        if self.first == self.last:
            return self.first
        return f"{self.first or '..'}/{self.last or '..'}"


_BEFORE_DEADLINE = re.compile(r"(?:力争到|争取到|计划到|到|至)$")
_BEFORE_ASOF = re.compile(r"截[至止]到?$")
_BEFORE_BASE = re.compile(r"(?:比|较)$")
_AFTER = re.compile(
    r"(?P<before>[之以]?前(?![后期三两一二四五六七八九十\d]|往(?!返)|赴|来|去(?!库存|杠杆|产能))|[之以]内)|(?P<since>以来|起(?!步|点|草|来)|开始|[至到](?:今(?![年天日冬春夏秋])|现在|目前))|(?P<base>同期|相比)|期间|全年"
)
_JOINER = re.compile(TO)


def _dated(year: int | None, ends: tuple[int | None, int | None]) -> str | None:
    month, day = ends
    if year is None and month is None:
        return None
    return str(PartialDate(year, month, day))


def _nearest_year(ends: Ends, anchor: Anchor, role: Role, cumulative: bool) -> int | None:
    """The year in which news of the anchor's day would say these words without a year.

    A date that lies more than half a year ahead was last year's, unless it is a deadline. Cumulated months
    (1至10月, 前三季度) are reported when they are over.
    """
    year = anchor.year
    if year is None or anchor.date is None or anchor.date.month is None or role == "deadline":
        return year
    month = ends.first[0] or 1
    ahead = month - anchor.date.month
    if cumulative and (ends.last[0] or 1) > anchor.date.month:
        return year - 1
    return year - 1 if ahead > 6 or (ahead == 6 and (ends.last[0] or 12) > month) else year


def _role(text: str, start: int, end: int) -> tuple[Role, int, int]:
    """What an expression does in its clause, and its span with the words that show it."""
    low = max(0, start - 4)
    after = _AFTER.match(text, end)
    if after and after["base"]:
        return "base", start, after.end()
    if text.startswith("年内", end - 2) and end - start >= 2:
        return "deadline", start, end
    if asof := _BEFORE_ASOF.search(text, low, start):
        return "asof", asof.start(), end
    if after and after["before"]:
        return "deadline", start, after.end()
    if after and after["since"]:
        return "since", start, after.end()
    if after:
        end = after.end()
    if _BEFORE_BASE.search(text, low, start):
        return "base", start, end
    if deadline := _BEFORE_DEADLINE.search(text, low, start):
        return "deadline", deadline.start(), end
    return "period", start, end


def _read_word(word: str, anchor: Anchor, before: Period | None) -> Period:
    """昨日, 本月 and the like; what cannot be placed stays without dates."""
    blank = Period(0, 0, word, role="asof" if word in ("目前", "当前") else "period")
    date = anchor.date
    if word in ("同日", "当日", "当天") and before is not None and before.precision == "day":
        return replace(
            blank,
            first=before.last,
            last=before.last,
            precision="day",
            basis=before.basis,
            reason=before.reason,
        )
    if date is None or date.year is None or date.month is None:
        return blank
    if word in ("昨日", "昨天", "今日", "今天") and date.day is not None:
        day = str(date.first() - dt.timedelta(days=word[0] == "昨"))
        return replace(blank, first=day, last=day, precision="day", basis="inferred", reason=anchor.why)
    if word == "全年" and before and before.precision == "year" and before.role == "period" and before.first:
        why = f"上文“{before.text}”"
        return replace(
            blank, first=before.last, last=before.last, precision="year", basis="inferred", reason=why
        )
    if word == "全年":
        # In the first quarter the whole year may be the last one or a plan for this one.
        year = str(date.year) if date.month > 3 else None
        known = Period(0, 0, word, year, year, "year", "inferred", anchor.why)
        return known if year else blank
    if word in ("本月", "上月", "上个月"):
        first = date.first().replace(day=1) - dt.timedelta(days=word[0] == "上")
        month = f"{first:%Y-%m}"
        return replace(blank, first=month, last=month, precision="month", basis="inferred", reason=anchor.why)
    return blank


def _told_year(match: re.Match[str], ends: Ends, anchor: Anchor, before: Period | None) -> int | None:
    """The year that stands earlier in the paragraph, when it holds here: 2025年,全市…。12月末,….

    In the same sentence it holds for months that come after it; behind it only where the anchor's own year
    would be ahead of the anchor or is not known.
    """
    if before is None or before.role not in ("period", "asof") or not before.first:
        return None
    if before.basis != "stated" and not (before.reason or "").startswith("上文"):
        return None
    between = match.string[before.end : match.start()]
    year, month = PartialDate.parse(before.first).year, PartialDate.parse(before.first).month
    if year is None or "\n" in between or len(between) > 200:
        return None
    later = month is None or (ends.first[0] or 1) >= month
    if not ({"。", ";", "；"} & set(between)) and later and len(between) < 80:
        return year
    known = anchor.date
    ahead = (
        known is None or known.year is None or (known.month is not None and (ends.last[0] or 1) > known.month)
    )
    return year if later and ahead and (known is None or known.year is None or known.year > year) else None


def _resolve_year(
    match: re.Match[str], ends: Ends, anchor: Anchor, role: Role, before: Period | None
) -> tuple[int | None, Basis | None, str | None]:
    words = match["year"]
    if not words and role != "deadline" and (told := _told_year(match, ends, anchor, before)) and before:
        return told, "inferred", f"上文“{before.text}”"
    if not words:
        cumulative = match["bare"][0] == "前" or bool(
            re.search(TO, match["bare"]) and "日" not in match["bare"]
        )
        year = _nearest_year(ends, anchor, role, cumulative)
        return year, None if year is None else "inferred", anchor.why
    if words[0] in RELATIVE:
        if anchor.year is None:
            return None, None, None
        return anchor.year + RELATIVE[words[0]], "inferred", anchor.why
    return year_number(words[: words.index("年")]), "stated", None


def _read(match: re.Match[str], text: str, anchor: Anchor, before: Period | None) -> Period | None:
    """One match as a period; null when it names no real date."""
    start, end = match.span()
    blank = Period(start, end, match[0])
    if match["iso"]:
        date = str(PartialDate(*(int(n) for n in re.split(r"[-/.]", match[0]))))
        return replace(blank, first=date, last=date, precision="day", basis="stated")
    if match["years"]:
        a, b = re.findall(r"\d{4}", match[0])
        return replace(blank, first=a, last=b, precision="year", basis="stated") if a <= b else None
    if match["plan"]:
        a, b = plan_years(match[0])
        if match[0].endswith("以来"):
            return replace(blank, first=a, precision="year", basis="stated", role="since")
        due: Role = "deadline" if "末" in match[0] else "period"
        if _BEFORE_BASE.search(text, max(0, start - 4), start):
            due = "base"
        return replace(blank, first=a, last=b, precision="year", basis="stated", role=due)
    if match["word"]:
        period = replace(_read_word(match[0], anchor, before), start=start, end=end)
        base = _BEFORE_BASE.search(text, max(0, start - 4), start) or text.startswith("相比", end)
        return replace(period, role="base") if base else period
    if match["day"]:
        return _read_bare_day(match, anchor, before)
    return _read_body(match, text, anchor, before)


def _read_body(match: re.Match[str], text: str, anchor: Anchor, before: Period | None) -> Period | None:
    """A year, a part of a year, or both."""
    start, end = match.span()
    words = match["body"] or match["bare"]
    body = _without_gap(words) if words else words
    ends = read_body(body) if body else Ends((None, None), (None, None))
    if ends is None:
        return None
    end -= len(words or "") - len(body or "")
    role, start, end = _role(text, start, end)
    year, basis, why = _resolve_year(match, ends, anchor, role, before)
    if role == "deadline" and year is not None and anchor.year is not None and year < anchor.year:
        role = "period"
    first, last = _dated(year, ends.first), _dated(year, ends.last)
    if role == "period" and body and body[-1] in "末底":
        role = "asof"
    if role in ("deadline", "asof") and body and last is not None:
        first = last
    if (
        role == "since"
        and first is not None
        and not (match["year"] and match["year"][0] in "今本" and not body)
    ):
        last = None
    precision = PartialDate.parse(last or first or "2000").precision if (first or last) else None
    return Period(
        start,
        end,
        text[start:end],
        first,
        last,
        precision,
        basis,
        why if basis == "inferred" else None,
        role,
    )


def _without_gap(words: str) -> str:
    """Cut 3月16日、18日 after its first day: two dates that do not follow each other are two periods."""
    listed = re.split(r"[、和及]", words)
    days = [int(n) for n in re.findall(r"(\d+)[日号]", words)]
    gap = len(listed) > 1 and days and days[-1] - days[0] != len(days) - 1
    return listed[0] if gap else words


def _read_bare_day(match: re.Match[str], anchor: Anchor, before: Period | None) -> Period | None:
    """13日上午, 18日至19日在…: of the month of the date before, or the last such days before the anchor."""
    told = before.last if before else None
    source = PartialDate.parse(told) if told else anchor.date
    first, last = (int(n) for n in (re.findall(r"\d+", match[0]) * 2)[:2])
    if source is None or source.month is None or first > last:
        return None
    if source.year and source.day is not None and not told and last > source.day:
        month = source.first() - dt.timedelta(days=source.day)
        source = PartialDate(month.year, month.month)
    a, b = (str(PartialDate(source.year, source.month, day)) for day in (first, last))
    reason = f"上文“{before.text}”" if before and told else anchor.why
    basis: Basis | None = None if source.year is None else "inferred"
    return Period(*match.span(), match[0], a, b, "day", basis, reason if basis else None)


def _joined(found: list[Period], text: str) -> list[Period]:
    """Join 3月29日 至 4月1日: two dates with a dash or 至 between them are one period.

    What stands in a list behind a base (比上半年、一季度) is one too.
    """
    out: list[Period] = []
    for period in found:
        before = out[-1] if out else None
        if before and before.role == "base" and text[before.end : period.start] in ("、", "和"):
            period = replace(period, role="base")
        if before and before.first and period.last and before.precision == period.precision:
            lead = _JOINER.match(period.text)
            between = text[before.end : period.start] + (lead[0] if lead else "")
            if _JOINER.fullmatch(between):
                out[-1] = _join(before, period, text)
                continue
        out.append(period)
    return out


def _join(a: Period, b: Period, text: str) -> Period:
    """One period from the start of the first to the end of the second; a year at either end serves both."""
    first, last = a.first or "", b.last or ""
    basis, reason = b.basis, b.reason
    if a.basis == "stated" and b.basis != "stated":
        last, basis, reason = first[:4] + last[last.index("-", 1) if last[0] != "-" else 1 :], "stated", None
    role: Role = a.role if b.role == "deadline" else b.role
    return Period(a.start, b.end, text[a.start : b.end], first, last, b.precision, basis, reason, role)


def _of_named(one: named_times.Named, text: str, anchor: Anchor) -> Period:
    """A named time as a period."""
    ends = [end for end in (one.first, one.last) if end]
    basis: Basis | None = None if not ends else "stated" if one.stated else "inferred"
    reason = "；".join(filter(None, (one.reason, anchor.why if one.role != "since" else None)))
    return Period(
        one.start,
        one.end,
        text[one.start : one.end],
        one.first,
        one.last,
        PartialDate.parse(ends[0]).precision if ends else None,
        basis,
        reason if basis == "inferred" else None,
        "base"
        if text[one.start - 1 : one.start] in ("比", "较") or text.startswith("相比", one.end)
        else one.role,
    )


def find(text: str, start: int = 0, end: int | None = None, anchor: Anchor = Anchor()) -> list[Period]:
    """Find the date and period expressions of a stretch of text, in order, not overlapping.

    Parameters
    ----------
    text : str
        The clean text.
    start, end : int
        Where to look.
    anchor : Anchor
        What is known of the publication date.

    Returns
    -------
    list of Period
        Offsets are those of ``text``. Vague words (近日, 目前) are listed with null dates.
    """
    stop = len(text) if end is None else end
    found: list[Period] = []
    at = max(0, start)
    named = [_of_named(one, text, anchor) for one in named_times.find(text, at, stop, anchor.date)]
    while match := EXPRESSION.search(text, at, stop):
        at = max(match.end(), at + 1)
        while named and named[0].start < at:
            found.append(named.pop(0))
            at = max(found[-1].end, at if match.end() <= found[-1].start else 0)
        if found and match.start() < found[-1].end:
            continue
        try:
            period = _read(match, text, anchor, found[-1] if found else None)
        except ValueError:  # 2月30日: the words name no day
            continue
        if period:
            at = max(period.end, match.start() + 1)
        if period and period.start >= (found[-1].end if found else start) and period.end <= stop:
            found.append(period)
    return _joined(found + named, text)
