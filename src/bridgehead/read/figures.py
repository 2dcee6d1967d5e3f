"""Figures that a document reports: what was measured, of whom, when, how much, and compared with what.

Two frames carry nearly all of them: words before the number (优良天数263天, 完成产值16.25亿元) and words
behind it (52户链上企业). Numbers that only compare (同比下降0.8%) belong to the figure before them.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass, field, replace

from bridgehead.read import comparisons, metrics
from bridgehead.read._page import Found, Page, PageArticle
from bridgehead.read.metrics import Metric
from bridgehead.read.periods import Period
from bridgehead.read.quantities import Quantity
from bridgehead.read.speakers import Voices
from bridgehead.records import Comparison, Observation

__all__ = ["read"]

_SILENT = frozenset(("commentary", "advert", "fiction", "template"))
_SENTENCE = re.compile(r"[^。!?！？\n]+")
_BOUNDARY = re.compile(r"[,，;；:：。\n](?!\d{3}\D)")
_TARGET = re.compile(
    r"力争|目标|计划(?!总)|预计|预期|确保|争取|(?<!调)拟|(?:将|要)(?=[^,，。]{0,16}(?:达|实现|突破|建成|新增|完成|超过|控制))|任务|(?:达产|建成|投产|投运)后"
)
_AIMED_SENTENCE = re.compile(
    r"目标(?:任务)?(?:是|为)?[:：]|(?<![^,，;；:：。\s])(?:[一二三四五六七八九]|我们|特别|还)?要(?!求)|将(?!.{1,14}(?:作为|列为|纳入|转化|打造成)|于|近)"
)
_REPORTING = re.compile(r"通报|公[示告]|批复|决定|函$")
_EACH_CUBIC = re.compile(r"每(?P<per>立方米|升)$")
_ONLY_COMPARES = re.compile(
    r"(?:同比|环比|比上年同?期?|较上年|同期)(?:分别)?(?:增长|增加|下降|减少|上升|提高|降低|收窄|改善)"
)
_FROM = re.compile(r"[由从](?:[^,，。由从]{1,8}的)?$")
_TO = re.compile(r"(?:增加|增长|提高|提升|上升|扩大|下降|降低|减少|发展|跃升|攀升|缩短|压缩)?(?:到了?|至)")
_AMONG = re.compile(r"[^,，。\d]{1,8}(?:中|里)?(?:排|位[居列]|居|名列)")
# 4个方向, 12种招商方式: parts of a speech or a method, not figures.
_ASPECTS = re.compile(
    r"(?:方面|方向|方式|形式|角度|层面|维度|步骤|要素)|.{0,8}(?:方面|方向|方式|形式|方法|角度|层面|维度|步骤|要素)$"
)
_NOW = frozenset(("目前", "当前"))
_PAST_YEAR = re.compile(r"(?:过去的?)?一年来?")
_COMING_YEARS = re.compile(r"(?:今后|未来)[^,，。;；\d]{0,2}年(?![^,，。;；]{0,30}\d{4}年)")
_YEARS = re.compile(r"近年来|.*年来?$")
_PROSE = re.compile(r"[。;；!?！？]|.{16}")
_REST_OF_HEADING = re.compile(r"[^,，。;；:：\n\d]{0,20}(?:\n|$)")
_TITLE = re.compile(r"[《【][^》】]{0,60}[》】]")


@dataclass(slots=True)
class _Figure:
    """A figure before it is made a record; offsets of the clean text."""

    start: int
    end: int
    quantity: Quantity
    metric: Metric
    comparisons: list[Comparison] = field(default_factory=list)


def read(page: Page, found: Found, voices: Voices | None = None) -> list[Observation]:
    """Read the figures of a document.

    Parameters
    ----------
    page : Page
        The document.
    found : Found
        What has been read of it.
    voices : Voices, optional
        Its speakers, dates and numbers, when another reader has them already.

    Returns
    -------
    list of Observation
        In the order of the text; the span covers the words of the figure and of its comparisons.
    """
    voices = voices or Voices(page, found)
    out: list[Observation] = []
    for article in found.articles:
        if article.record.genre not in _SILENT:
            out += _Article(page, voices, article).read()
    return out


class _Article:
    """Reads the figures of one article, sentence by sentence."""

    def __init__(self, page: Page, voices: Voices, article: PageArticle) -> None:
        self.page, self.voices, self.article = page, voices, article
        self.text = page.clean
        self.dates = voices.dates(article)
        self._date_starts = [date.start for date in self.dates]
        self.amounts = voices.amounts(article)
        self.whole: str | None = None
        self.sections = self._sections()
        self.titles = (
            [m.span() for m in _TITLE.finditer(self.text, article.start, article.end)] if self.amounts else []
        )

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

    def read(self) -> list[Observation]:
        """Read them."""
        out: list[Observation] = []
        amounts = iter(self.amounts)
        amount = next(amounts, None)
        for match in _SENTENCE.finditer(self.text, self.article.start, self.article.end):
            here: list[Quantity] = []
            while amount and amount.at < match.end():
                if amount.at >= match.start():
                    here.append(amount)
                amount = next(amounts, None)
            if here:
                figures = self._sentence(match.start(), match.end(), here)
                self.whole = None
                out += [self._record(figure, match.start()) for figure in figures]
        return out

    def _sentence(self, start: int, end: int, amounts: list[Quantity]) -> list[_Figure]:
        figures: list[_Figure] = []
        at = start
        carried: tuple[int, str] | None = None
        for group in _groups([a for a in amounts if not self._only_limits(a)], self.text):
            words_start = self._boundary(max(start, at), group[0].start)
            words = self.text[words_start : group[0].start]
            if _FROM.search(words):
                carried = (words_start, _FROM.sub("", words))
                at = group[-1].end
                continue
            if carried and _TO.fullmatch(words):
                words_start, words = carried
            carried = None
            compared = comparisons.before_quantity(words)
            if compared and self._only_compares(compared, figures):
                _attach(figures, group, compared)
            else:
                figures += self._figures(words_start, words, group, compared, end)
            at = group[-1].end
        _attach_ranks(figures, comparisons.ranks(self.text, start, end))
        return figures

    def _boundary(self, start: int, end: int) -> int:
        """Where the words of a number begin: behind the last comma or the date that opens the clause."""
        for mark in _BOUNDARY.finditer(self.text, start, end):
            start = mark.end()
        for date in self.dates[bisect_left(self._date_starts, start) : bisect_left(self._date_starts, end)]:
            if date.end <= end and date.role != "base":
                start = date.end
        return end - len(self.text[start:end].lstrip("、和及,， "))

    def _only_compares(self, compared: comparisons.Compared, figures: list[_Figure]) -> bool:
        lead = metrics.bare(compared.lead)
        if compared.kind in ("gap", "share") and figures:
            return not lead or compared.kind == "gap"
        return bool(figures) and (
            not lead or (compared.growth and lead in ("分别", "均", "总量", "其", "年均", "平均"))
        )

    def _figures(
        self, start: int, words: str, group: list[Quantity], compared: comparisons.Compared | None, end: int
    ) -> list[_Figure]:
        """The figures of one number, or of a list of numbers that share their words."""
        text = self.text
        out = []
        for i, quantity in enumerate(group):
            if rate := _EACH_CUBIC.search(words):
                words, per = words[: rate.start()], rate["per"]
                quantity = replace(
                    quantity, unit=f"{quantity.unit}/{per}", start=quantity.start - len(rate[0])
                )
            if not self._is_figure(quantity, words):
                continue
            metric = metrics.of(words, text, quantity, end, part=(i, len(group)))
            if metric is None or _ASPECTS.match(metric.text) or _ONLY_COMPARES.fullmatch(metric.text):
                continue
            shift = start + metric.skipped if i == 0 else quantity.start
            out.append(_Figure(min(shift, quantity.start), max(metric.end, quantity.end), quantity, metric))
        if compared and not compared.growth and compared.kind == "gap" and len(out) == 1:
            out[0].comparisons.append(replace(compared, lead="").of(group[0]))
        return out

    def _is_figure(self, quantity: Quantity, words: str) -> bool:
        """Whether a number is worth a record: not a duration, not a single thing, not part of a title."""
        kind = metrics.kind_of(quantity.unit)
        if any(a <= quantity.at < b for a, b in self.titles) or words.endswith(("前", "第", "每", "之")):
            return False
        if kind == "time" and not words.rstrip("达到为有共至累计约").endswith(
            ("天数", "时间", "时长", "工期", "寿命", "小时数", "周期")
        ):
            return False
        if (
            kind == "count"
            and quantity.value <= 1
            and quantity.unit in ("个", "家", "名", "人", "项", "件", "次", "处")
        ):
            return False
        if self.text.startswith(("工作日", "自然日"), quantity.end):
            return False
        if quantity.unit == "分" and not re.search("分|评价|测评|满意", words):
            return False
        return not quantity.chinese or bool(quantity.unit) or "分之" in quantity.text

    def _only_limits(self, amount: Quantity) -> bool:
        """Whether a number only says which things are meant: 10亿元以上项目, 10类32件, 11个设区市中."""
        after = self.text[amount.end : amount.end + 12]
        limit = (
            amount.text.endswith(("以上", "以下", "以内"))
            and after[:1] not in tuple(",，。;；、和)）")
            and bool(after)
        )
        return limit or after[:1].isdigit() or bool(_AMONG.match(after))

    def _record(self, figure: _Figure, sentence: int) -> Observation:
        quantity, metric = figure.quantity, figure.metric
        period = self._period(quantity.at, sentence)
        code, stat_type = metrics.variable(metric.text, quantity.unit)
        due = bool(period and period.role == "deadline" and period.start >= sentence)
        return self.page.cite(
            Observation,
            figure.start,
            figure.end,
            key=f"{metric.text}:{quantity.value}",
            article=self.article.record.id,
            observation_about=self._about(metric, figure.start, sentence),
            variable_measured=code,
            variable_text=metric.text,
            stat_type=stat_type,
            value=quantity.value,
            unit_text=quantity.unit,
            unit_code=metrics.unit_code(quantity.unit),
            observation_period=period.interval if period else None,
            period_text=(period.text or None) if period else None,
            period_basis=period.basis if period else None,
            period_inferred_from=period.reason if period else None,
            measurement_qualifier=quantity.qualifier,
            is_target=due or self._aimed(quantity.start, sentence),
            comparisons=tuple(figure.comparisons),
            method="read.figures",
            confidence=0.9 if code else 0.75,
        )

    def _aimed(self, at: int, sentence: int) -> bool:
        """Whether the words before a number speak of what is to be reached."""
        if self.article.record.genre == "notice" and not _REPORTING.search(
            self.article.record.headline or ""
        ):
            return True
        near = _TARGET.search(self.text, max(sentence, at - 30), at)
        return bool(near or _AIMED_SENTENCE.search(self.text, sentence, at))

    def _about(self, metric: Metric, at: int, sentence: int) -> str | None:
        """The place, body or thing that a figure is about."""
        place = self.voices.home(self.article)
        if metric.about and metric.about.endswith("热线"):
            return self.voices.subject_place(sentence, at) or place
        if metric.about and not metrics.is_whole(metric.about):
            return (
                self.voices.own_place(metric.about, at, self.article)
                if metric.about.startswith("该")
                else metric.about
            )
        if metric.about and metric.about[-1] in "县区":
            self.whole = self.voices.own_place(metric.about, at, self.article)
            return self.whole
        if metric.about is None and (named := self.voices.subject_place(sentence, at)):
            return named
        return self.whole or place

    def _period(self, at: int, sentence: int) -> Period | None:
        """The period in force: of the sentence, the paragraph, the article, or the year of publication."""
        paragraph = max(self.text.rfind("\n", 0, at) + 1, self.article.start)
        if _COMING_YEARS.search(self.text, sentence, at):
            return None
        for i in range(bisect_left(self._date_starts, at) - 1, -1, -1):
            date = self.dates[i]
            if date.role == "base":
                continue
            inside = date.start >= paragraph
            if date.start < sentence and self._ahead(date):
                continue
            if inside and date.text in _NOW:
                return self._now(date)
            if date.text == "全年" and date.interval is None:
                continue
            if date.interval is None and _PAST_YEAR.fullmatch(date.text):
                return self._last_year(at, date)
            if inside and date.interval is None and date.precision is None and _YEARS.match(date.text):
                return None
            if date.interval is None or (
                date.start < sentence and date.precision == "day" and date.role != "asof"
            ):
                continue
            if inside or (date.precision == "month" and date.role == "period"):
                return date
        heading = next((date for date in reversed(self.sections) if date.start < at), None)
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
        heading = next((section for section in reversed(self.sections) if section.start < at), None)
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


def _groups(amounts: list[Quantity], text: str) -> list[list[Quantity]]:
    """Numbers with nothing between them but 、 or 和 share their words: 分别为30、45微克/立方米."""
    out: list[list[Quantity]] = []
    for amount in amounts:
        if (
            out
            and text[out[-1][-1].end : amount.start] in ("、", "和", "及", ",", "，")
            and "分别" in _near(text, out[-1][0])
        ):
            out[-1].append(amount)
        else:
            out.append([amount])
    return out


def _near(text: str, amount: Quantity) -> str:
    return text[max(0, amount.start - 12) : amount.start]


def _attach(figures: list[_Figure], group: list[Quantity], compared: comparisons.Compared) -> None:
    """Give a comparison to the figure before it; those of a list (分别下降…、…) one each."""
    owners = figures[-len(group) :] if len(group) > 1 and len(figures) >= len(group) else figures[-1:]
    for owner, quantity in zip(owners, group, strict=False):
        kind = "avg" if "年均" in compared.lead else compared.kind
        owner.comparisons.append(replace(compared, kind=kind).of(quantity))
        owner.end = max(owner.end, quantity.end)


def _attach_ranks(figures: list[_Figure], ranked: list[comparisons.Ranked]) -> None:
    """Give a rank to the figures before it.

    Of more figures than 两项指标 names, indices and rates come before counts.
    """
    for rank in ranked:
        before = [figure for figure in figures if figure.quantity.end <= rank.start]
        if not before:
            continue
        wanted = rank.figures or 1
        if wanted > 1 and len(before) > wanted:
            rates = [f for f in before if metrics.kind_of(f.quantity.unit) not in ("count", "time")]
            before = rates if len(rates) >= wanted else before
        for figure in before[-wanted:]:
            figure.comparisons.append(rank.comparison)
        before[-1].end = max(before[-1].end, rank.end)
