"""What was not understood in a document: the error report that a clerk works through.

Kinds and what to try stand in ``terms/doubts.csv``. A doubt is about words that the readers should have
understood and did not; a commentary without figures gives none.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from functools import cache

from bridgehead import terms
from bridgehead.errors import language
from bridgehead.read._literals import Listed
from bridgehead.read._page import Found, Page, PageArticle
from bridgehead.read.periods import Period
from bridgehead.read.speakers import Voices
from bridgehead.records import Doubt, Observation, Sourced, WorkSystem

__all__ = ["meaning", "read"]

Offsets = tuple[int, int]

_SILENT = frozenset(("advert", "fiction", "template", "caption"))
_NO_HEADLINE = frozenset(("brief", "caption", "advert", "notice", "statement"))
_NUMBER = Listed(r"(?<![\d.])\d+(?:[,，]\d{3})*(?:\.\d+)*(?:[年月日时点分:：/—–~-]+\d+(?:\.\d+)?)*")
_DAY = re.compile(r"\d{4}年\d{1,2}月\d{1,2}")
_UNDERSTOOD_BEFORE = re.compile(
    r"(?:[A-Za-z+.\-_/#№*@:：=〔\[【(（第]|[“\"‘《]|热线|电话|传真|拨打|QQ|群|邮编|账号|编号|证号|准印证|国道|省道|型|乘|路|刊号)$"
)
_UNDERSTOOD_AFTER = re.compile(
    r"[A-Za-z+\-/@_”\"’》〕\]】*×]|[)）、.．](?!\d)|[号版届期代级楼栋路室线班型次章节条款页项岁]|[\u4e00-\u9fff]{0,8}热线|国道|省道|电话|时|点|分|式"
)
_LONGEST_NUMBER = 7
"""Digits from which a number is one to call or to file under."""
_PLACE = Listed(r"(?:我(?!国)|该|本)[省市县区州旗盟镇乡](?![域分场长委府级中间民内外人])")
_COMPARISON = Listed(r"同比|环比|(?:较|比)(?:上年|去年)(?:同期)?(?=[增减上下提降])")
_RELATIVE_YEAR = re.compile(r"[今去明前]年|上年|本年")
_ONWARD = re.compile(r"[(（]?(?:下转|上接|未完待续|转\d+版)")
_LEAST_CUT = 30
"""Characters of an article that can break off; a masthead cannot."""
_LEAST = 80
"""Characters of an article that ought to have a headline."""
_HAN = re.compile("[\u4e00-\u9fff]")
_LEAST_OUTSIDE = 30
"""Chinese characters of a text outside of all articles that is worth a look."""


@cache
def _kinds() -> dict[str, dict[str, str]]:
    return {row["kind"]: row for row in terms.table("doubts")}


def meaning(kind: str, lang: str | None = None) -> tuple[str, str]:
    """Return what a kind of doubt means and what to try.

    Parameters
    ----------
    kind : str
        As in `Doubt`.
    lang : {"zh", "en"}, optional
        By default the user's.
    """
    row, lang = _kinds()[kind], lang or language()
    return row[lang], row[f"try_{lang}"]


def read(page: Page, found: Found, voices: Voices, records: Sequence[Sourced]) -> list[Doubt]:
    """Report what was not understood.

    Parameters
    ----------
    page : Page
        The document.
    found : Found
        What has been read of it.
    voices : Voices
        Its speakers, dates and numbers.
    records : sequence of Sourced
        All that was read.

    Returns
    -------
    list of Doubt
        In the order of the text.
    """
    report = _Report(page, found, voices, records)
    return sorted(report.all(), key=lambda doubt: (doubt.span, doubt.kind))


class _Report:
    """Goes through a document once for each kind of doubt."""

    def __init__(self, page: Page, found: Found, voices: Voices, records: Sequence[Sourced]) -> None:
        self.page, self.found, self.voices, self.text = page, found, voices, page.clean
        self.systems = [record for record in records if isinstance(record, WorkSystem)]
        self.figures = _merged([record.span for record in records if isinstance(record, Observation)])
        self.named = _merged([span for one in self.systems for span in (one.span, *one.mentions)])

    def all(self) -> Iterator[Doubt]:
        """Yield every doubt once."""
        for article in self.found.articles:
            if article.record.genre in _SILENT:
                continue
            yield from self._numbers(article)
            yield from self._places(article)
            yield from self._comparisons(article)
            yield from self._cut(article)
            yield from self._headless(article)
        yield from self._years()
        yield from self._outside()
        for system in self.systems:
            if system.agrees is False:
                yield self._of_system(system)

    def _doubt(
        self, kind: str, start: int, end: int, article: PageArticle | None = None, detail: str | None = None
    ) -> Doubt:
        """Doubt words; the quote is they alone, the page shows the sentence around them."""
        words = self.text[start:end].strip()
        return self.page.cite(
            Doubt,
            start,
            end,
            key=kind,
            kind=kind,
            words=words if len(words) <= 40 else words[:40] + "…",
            article=article.record.id if article else None,
            detail=detail,
            method="read.doubts",
        )

    def _numbers(self, article: PageArticle) -> Iterator[Doubt]:
        known = _merged(
            [(date.start, date.end) for date in self.voices.dates(article)]
            + [(amount.start, amount.end) for amount in self.voices.amounts(article)]
        )
        for match in _NUMBER.finditer(self.text, article.body, article.end):
            start, end = match.span()
            read = _covers(known, start), _covers(known, end - 1)
            # 2026年2月 of 2026年2月30日 is read: no such day.
            if all(read) or (any(read) and not _DAY.fullmatch(match[0])) or self._no_quantity(start, end):
                continue
            if not _covers(self.named, self.page.repaired.raw_span(start, end)[0]):
                yield self._doubt("number", start, end, article)

    def _no_quantity(self, start: int, end: int) -> bool:
        """Whether a number is a name, an ordinal, a time, one to call, or that of a list."""
        digits = self.text[start:end].replace(",", "").replace("，", "")
        before = self.text[max(0, start - 4) : start]
        return bool(
            _UNDERSTOOD_BEFORE.search(before)
            or _UNDERSTOOD_AFTER.match(self.text, end)
            or (len(digits) >= _LONGEST_NUMBER and not _DAY.fullmatch(digits))
            or re.fullmatch(r"(?:19|20)\d\d(?:[—–~-](?:19|20)\d\d)?|\d+[:：]\d+(?:[:：]\d+)?", digits)
            or (len(digits) < 3 and (not before.strip() or before.endswith("\n")))
            or self._in_table(start)
        )

    def _in_table(self, at: int) -> bool:
        """Whether a line holds the cells of a table, which are no sentences and need no units."""
        end = self.text.find("\n", at)
        return "\t" in self.text[self.text.rfind("\n", 0, at) + 1 : end if end >= 0 else len(self.text)]

    def _places(self, article: PageArticle) -> Iterator[Doubt]:
        told: set[str] = set()
        for match in _PLACE.finditer(self.text, article.start, article.end):
            words = match[0]
            if words in told:
                continue
            if words.endswith("省"):
                meant = article.place.province or self.found.place.province
            else:
                meant = self.voices.own_place(words, match.start(), article)
            if not meant or meant == words:
                told.add(words)
                yield self._doubt("place", *match.span(), article)

    def _comparisons(self, article: PageArticle) -> Iterator[Doubt]:
        end = article.body
        for match in _COMPARISON.finditer(self.text, article.body, article.end):
            raw = self.page.repaired.raw_span(*match.span())
            if match.start() >= end and not _covers(self.figures, raw[0]):
                start, end = self._clause(match.start(), match.end())
                yield self._doubt("comparison", start, end, article)

    def _clause(self, start: int, end: int) -> Offsets:
        stop = re.compile(r"[,，。;；:：\n]").search(self.text, end)
        return start, stop.start() if stop else len(self.text)

    def _cut(self, article: PageArticle) -> Iterator[Doubt]:
        long = article.end - article.body >= _LEAST_CUT
        if article.record.truncated and article.record.genre != "notice" and long:
            start, end = self.page.sentence_at(max(article.start, article.end - 1))
            while start > article.body and _ONWARD.match(self.text, start):
                start, end = self.page.sentence_at(start - 1)
            if not self._in_table(start):
                yield self._doubt("cut", start, end, article, article.record.continued_on)

    def _years(self) -> Iterator[Doubt]:
        """One doubt an article, or a document that has no year at all: once it is known, all dates are."""
        vague: list[tuple[PageArticle, Period]] = []
        for article in self.found.articles:
            dates = [date for date in self.voices.dates(article) if _without_year(date)]
            if article.record.genre not in _SILENT:
                vague += [(article, date) for date in (dates if self.found.date.year else dates[:1])]
        shown: dict[str, list[tuple[PageArticle, Period]]] = {}
        for article, date in vague:
            whose = article.record.id if self.found.date.year else self.page.document
            shown.setdefault(whose, []).append((article, date))
        for (article, date), *more in shown.values():
            rest = "、".join(dict.fromkeys(other.text for _, other in more[:6] if other.text != date.text))
            yield self._doubt("year", date.start, date.end, article, rest or None)

    def _headless(self, article: PageArticle) -> Iterator[Doubt]:
        record = article.record
        long = article.end - article.body >= _LEAST
        # Only beside articles that have theirs: a passage on its own may never have had one.
        others = any(other.record.headline for other in self.found.articles)
        if record.headline is None and others and long and record.genre not in _NO_HEADLINE:
            start, end = self.page.sentence_at(article.body)
            if not self._in_table(start):
                yield self._doubt("head", start, end, article)

    def _outside(self) -> Iterator[Doubt]:
        """Lines of running text that no article holds, those that follow each other as one."""
        run: Offsets | None = None
        for line in self.page.repaired.lines:
            start, end = self.page.repaired.clean_span(*line.span)
            here = self.found.article_at(start) is None and line.role == "body"
            if here:
                run = (run[0] if run else start, end)
            elif run:
                yield from self._stray(*run)
                run = None
        if run:
            yield from self._stray(*run)

    def _stray(self, start: int, end: int) -> Iterator[Doubt]:
        if self.found.articles and len(_HAN.findall(self.text, start, end)) >= _LEAST_OUTSIDE:
            sentences = self.page.sentences_in(start, end) or (self.page.sentence_at(start),)
            longest = max(sentences, key=lambda one: one[1] - one[0])
            if not self._in_table(longest[0]):
                yield self._doubt("outside", *longest)

    def _of_system(self, system: WorkSystem) -> Doubt:
        start, end = self.page.repaired.clean_span(*system.span)
        return self.page.cite(
            Doubt,
            start,
            end,
            key="counts",
            kind="counts",
            article=system.article,
            words=system.name,
            about=system.id,
            detail=system.note,
            method="read.doubts",
        )


def _without_year(date: Period) -> bool:
    """Whether the year of a date is unknown: --03-29, or 今年 of nobody knows when."""
    known = date.first or date.last
    return known.startswith("-") if known else bool(_RELATIVE_YEAR.match(date.text))


def _merged(spans: list[Offsets]) -> list[Offsets]:
    """Spans in order, those that touch as one."""
    out: list[Offsets] = []
    for start, end in sorted(spans):
        if out and start <= out[-1][1]:
            out[-1] = (out[-1][0], max(end, out[-1][1]))
        else:
            out.append((start, end))
    return out


def _covers(spans: list[Offsets], at: int) -> bool:
    i = bisect_right(spans, (at, 1 << 60)) - 1
    return i >= 0 and at < spans[i][1]
