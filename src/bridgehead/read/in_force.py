"""The period that holds where a figure stands: of its sentence, paragraph, heading or year of publication."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import replace

from bridgehead.read._page import PageArticle
from bridgehead.read.periods import Period
from bridgehead.read.quantities import Quantity

__all__ = ["InForce"]

_NOW = frozenset(("目前", "当前"))
_PAST_YEAR = re.compile(r"(?:过去的?)?一年来?")
_COMING_YEARS = re.compile(r"(?:今后|未来)[^,，。;；\d]{0,2}年(?![^,，。;；]{0,30}\d{4}年)")
_YEARS = re.compile(r"近年来|.*年来?$")
_LASTING = re.compile(r"周|假|期间")
_OPENERS = ("", ",", "，", "。", ";", "；", ":", "：", "\n", "、", "“")
_AIM = re.compile(r"力争|目标|计划|确保|今年|安排|预期|要(?!求)|将")
_OF_NUMBER = re.compile(r"的\d")
_COMMAS = re.compile(r"[,，;；。](?!\d{3}\D)")
_STOPS = re.compile(r"[。;；]")
_PROSE = re.compile(r"[。;；!?！？]|.{16}")
_REST_OF_HEADING = re.compile(r"[^,，。;；:：\n\d]{0,20}(?:\n|$)")


class InForce:
    """Tells which period holds at a place of an article.

    Parameters
    ----------
    text : str
        The clean text of the document.
    article : PageArticle
        The article.
    dates : list of Period
        The dates of the article, in order.
    amounts : sequence of Quantity
        Its numbers, in order.
    """

    def __init__(
        self, text: str, article: PageArticle, dates: list[Period], amounts: Sequence[Quantity] = ()
    ) -> None:
        self.text, self.article, self.dates = text, article, dates
        self._amounts = [amount.start for amount in amounts]
        self._starts = [date.start for date in dates]
        self._headings = self._sections()

    def _sections(self) -> list[Period]:
        """The years that stand in headings (2024年工作回顾): they hold for the text below."""
        return [
            date
            for date in self.dates
            if date.precision == "year"
            and date.first
            and date.role == "period"
            and not _PROSE.search(self.text[self.text.rfind("\n", 0, date.start) + 1 : date.start])
            and _REST_OF_HEADING.match(self.text, date.end)
        ]

    def between(self, start: int, end: int) -> list[Period]:
        """Return the dates that begin in a stretch."""
        return self.dates[bisect_left(self._starts, start) : bisect_left(self._starts, end)]

    def at(self, at: int, sentence: int) -> Period | None:
        """Return the period in force at a place.

        Parameters
        ----------
        at : int
            The place, in the clean text.
        sentence : int
            Where its sentence begins.
        """
        paragraph = max(self.text.rfind("\n", 0, at) + 1, self.article.start)
        if _COMING_YEARS.search(self.text, sentence, at):
            return None
        for date in reversed(self.dates[: bisect_left(self._starts, at)]):
            if date.role == "base" or (date.start < sentence and self._ahead(date)):
                continue
            inside = date.start >= paragraph
            if inside and date.text in _NOW:
                return self._now(date)
            if date.text == "全年" and (date.interval is None or self._headings):
                return self._of_year(date.start) or self._whole_year(at, date, sentence)
            if date.interval is None and _PAST_YEAR.fullmatch(date.text):
                return self._last_year(at, date)
            if inside and date.interval is None and date.precision is None and _YEARS.match(date.text):
                return None
            only_here = date.precision == "day" and date.role != "asof" and not self._reported(date)
            if date.interval is None or (date.start < sentence and only_here) or self._over(date, at):
                continue
            if date.text.endswith("年内") and date.last:
                if date.last[0] == "-":
                    return None  # within a year that is not known
                return replace(date, first=date.last[:-6], last=date.last[:-6], precision="year")
            if inside or (date.precision == "month" and date.role == "period"):
                return date
        return self._of_heading(at)

    def _whole_year(self, at: int, date: Period, sentence: int) -> Period | None:
        """全年 without a year: of the heading, or the year that is over where the year has just begun."""
        known = self.article.date.date
        if self._headings or known is None or not known.year or not known.month or known.month > 3:
            return self._of_heading(at)
        if _AIM.search(self.text, sentence, at):
            return self._of_heading(at)
        year = str(known.year - 1)
        why = f"年初所说“全年”，{self.article.date.why}"
        return replace(date, first=year, last=year, precision="year", basis="inferred", reason=why)

    def _reported(self, date: Period) -> bool:
        """Whether days are a week, a holiday or a span that is reported on, unlike the days of a visit.

        What is told of such days goes on in the sentences behind.
        """
        if _LASTING.search(date.text):
            return True
        if date.first == date.last:
            return False
        stop = _STOPS.search(self.text, date.end)
        i = bisect_left(self._amounts, date.end)
        return i < len(self._amounts) and self._amounts[i] < (stop.start() if stop else len(self.text))

    def _over(self, date: Period, at: int) -> bool:
        """Whether a date says nothing of what stands behind its clause: 确保6月底通车; 升至2025年的19%;."""
        if _OF_NUMBER.match(self.text, date.end) and _COMMAS.search(self.text, date.end, at):
            return True
        if date.precision != "day" or date.role not in ("asof", "deadline") or date.text.startswith("截"):
            return False
        opens = self.text[date.start - 1 : date.start] in _OPENERS
        return not opens and bool(_STOPS.search(self.text, date.end, at))

    def _of_year(self, at: int) -> Period | None:
        """The year that 全年 means: the last one named in the paragraph."""
        paragraph = max(self.text.rfind("\n", 0, at) + 1, self.article.start)
        named = (
            d
            for d in reversed(self.between(paragraph, at))
            if d.precision == "year" and d.role == "period" and d.first
        )
        return next(named, None)

    def _of_heading(self, at: int) -> Period | None:
        heading = next((date for date in reversed(self._headings) if date.start < at), None)
        if heading and heading.first:
            reason = f"正文未写时期，取标题“{heading.text}”"
            return replace(heading, start=at, end=at, text="", basis="inferred", reason=reason)
        year = self.article.date.year
        if year is None:
            return None
        reason = f"正文未写时期，取发布年份（{self.article.date.why}）"
        return Period(at, at, "", str(year), str(year), "year", "inferred", reason)

    def _last_year(self, at: int, date: Period) -> Period | None:
        """过去一年 in a work report: the year of the heading, or the one before an opening year's spring."""
        heading = next((section for section in reversed(self._headings) if section.start < at), None)
        if heading:
            return replace(heading, basis="inferred", reason=f"取标题“{heading.text}”")
        known = self.article.date.date
        if known is None or not known.year or (known.month or 12) > 3:
            return None
        year = str(known.year - 1)
        return replace(
            date, first=year, last=year, precision="year", basis="inferred", reason=self.article.date.why
        )

    def _ahead(self, date: Period) -> bool:
        """Whether a date lies behind the day of publication: then it holds for its own sentence only."""
        known = self.article.date.date
        if known is None or known.year is None or not date.first or date.first[0] == "-":
            return False
        return date.first > str(known) and not date.first.startswith(str(known))

    def _now(self, date: Period) -> Period | None:
        known = self.article.date.date
        if known is None or known.year is None:
            return None
        return replace(
            date,
            first=str(known),
            last=str(known),
            precision=known.precision,
            basis="inferred",
            reason=self.article.date.why,
        )
