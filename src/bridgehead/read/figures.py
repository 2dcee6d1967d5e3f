"""Figures that a document reports: what was measured, of whom, when, how much, and compared with what.

Two frames carry nearly all of them: words before the number (优良天数263天, 完成产值16.25亿元) and words
behind it (52户链上企业). Numbers that only compare (同比下降0.8%) belong to the figure before them.
"""

from __future__ import annotations

import re
from dataclasses import replace

from bridgehead.read import attached, comparisons, metrics
from bridgehead.read._page import Found, Page, PageArticle
from bridgehead.read.attached import Draft
from bridgehead.read.comparisons import Compared
from bridgehead.read.in_force import InForce
from bridgehead.read.metrics import Metric
from bridgehead.read.quantities import Quantity
from bridgehead.read.speakers import Voices
from bridgehead.records import Observation

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
_EACH = r"(?:每[人户亩天日月年吨家万千]|[人户月年]均)*"
_FROM = re.compile(rf"(?:由|(?<![以来])从)(?:[^,，。由从]{{1,12}}的)?{_EACH}$")
_TO = re.compile(
    r"[,，]?(?:增[加长至]?|提[高升]|上升|扩大|下降|降[低至]?|减少?|发展|跃升|攀升|缩[短小]|压[缩减]|回[升落]|上调|升)?(?:到了?|至|为)"
    rf"(?:20\d\d年[底末]?|[去今上]年|目前|现在|如今)?的?{_EACH}$"
)
_REACHED = re.compile(r"[、,，](?:实际|已)?(?:达到?|增至|升至|突破)$")
# 申请材料减少68%: what was done to it, not how it grew on the year.
_DONE = frozenset(("压缩", "缩短", "压减", "缩小", "减少", "降低", "提高", "提升"))
_LISTED = re.compile(r"[、）)；;]|集中[在于]|包括|分别[是为]|其中")
_TOTAL = frozenset(
    f"{noun}{verb}" for noun in ("总数", "总量", "总额", "累计") for verb in ("", "达", "达到", "为", "增至")
)
_NEW = re.compile(r"^(?:新(?:增|建|签|认定|培育|入库)?|净增)")
_BY_NOW = re.compile(
    r"[,，](?:现在|如今|目前|现|今年|去年)(?:已经?)?(?:超过|达到?|[增升提涨][加长高至]?[到至]?|有|为|突破)了?$"
)
_CAPACITY = re.compile(r"(?:规划|设计|设计?总)?年(?:产(?!值|量)|加工|处理|储存)")
_LINKS = frozenset("、和及,，")
_PER = re.compile(r"(?:[日月年周]均|[户人亩]均|平均每[天月日]|单日)$")
_AMONG = re.compile(r"[^,，。;；、\d]{1,8}(?:中|里)?(?:排名?|位[居列]|居(?!民|住)|名列)")
_PLACED = re.compile(r"(?:位[居列]|名列|排在?|居|列)(?:全[省国市])?$")
_FIRST_OF = re.compile(r"[^,，。\d]{1,10}?(?:首位|第[一二三四五六七八九十\d]|前列|之首|榜首)")
# 4个方向, 12种招商方式: parts of a speech or a method, not figures.
_ASPECTS = re.compile(
    r"(?:方面|方向|方式|形式|角度|层面|维度|步骤|要素)|.{0,8}(?:方面|方向|方式|形式|方法|角度|层面|维度|步骤|要素)$"
)
_TITLE = re.compile(r"[《【][^》】]{0,60}[》】]")


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
        self.amounts = voices.amounts(article)
        self.in_force = InForce(page.clean, article, self.dates, self.amounts)
        self.whole: str | None = None
        self.titles = (
            [m.span() for m in _TITLE.finditer(self.text, article.start, article.end)] if self.amounts else []
        )

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

    def _sentence(self, start: int, end: int, amounts: list[Quantity]) -> list[Draft]:
        figures: list[Draft] = []
        at = start
        carried: tuple[int, str] | None = None
        compared: Compared | None = None
        for group in attached.groups([a for a in amounts if not self._only_limits(a)], self.text):
            words_start = self._boundary(max(start, at), group[0].start)
            words = self.text[words_start : group[0].start]
            if _FROM.search(words):
                carried = (words_start, _FROM.sub("", words))
                at = group[-1].end
                continue
            if carried and _TO.fullmatch(self.text, at, group[0].start):
                words_start, words = carried
            carried = None
            compared = comparisons.before_quantity(words) or attached.more_of(compared, words)
            if compared and compared.growth and group[0].unit == "位":  # 后退5位: a change of rank
                at = group[-1].end
                continue
            if compared and self._only_compares(compared, figures):
                attached.attach(figures, group, compared, self.text)
            else:
                figures += (
                    self._again(figures, words, group)
                    or self._leaders(start, group, compared)
                    or self._figures(words_start, words, group, compared, end)
                )
            at = group[-1].end
            if (
                figures
                and figures[-1].end > at
                and self.text[figures[-1].end : figures[-1].end + 1] in _LINKS
            ):
                at = figures[-1].end
        attached.attach_said(
            figures, (*comparisons.ranks(self.text, start, end), *comparisons.flats(self.text, start, end))
        )
        return sorted(figures, key=lambda figure: figure.quantity.at)

    def _boundary(self, start: int, end: int) -> int:
        """Where the words of a number begin: behind the last comma or the date that opens the clause."""
        for mark in _BOUNDARY.finditer(self.text, start, end):
            start = mark.end()
        for date in self.in_force.between(start, end):
            if (
                date.end <= end
                and date.role != "base"
                and self.text[date.start - 1 : date.start] not in ("由", "从")
            ):
                start = date.end
        return end - len(self.text[start:end].lstrip("、和及,， "))

    def _only_compares(self, compared: Compared, figures: list[Draft]) -> bool:
        return bool(figures) and comparisons.only_modifies(metrics.bare(compared.lead))

    def _again(self, figures: list[Draft], words: str, group: list[Quantity]) -> list[Draft]:
        """Figures of the metric before: 突破150亿元、达到152.7亿元; 31286件,日均1009件; 1126户3480人."""
        if not figures or len(group) > 1:
            return []
        last, quantity = figures[-1], group[0]
        between = self.text[last.quantity.end : quantity.start]
        if {words, metrics.bare(words)} & _TOTAL and last.quantity.unit == quantity.unit:
            noun = "" if words.startswith("累计") else metrics.bare(words)[:2]
            metric = replace(last.metric, text=_NEW.sub("", last.metric.text) + noun)
            return [Draft(quantity.start - len(words), quantity.end, quantity, metric)]
        kinds = {metrics.kind_of(last.quantity.unit), metrics.kind_of(quantity.unit)}
        if len(kinds) == 1 and _BY_NOW.fullmatch(between):
            return [Draft(quantity.start, quantity.end, quantity, last.metric)]
        if len(kinds) == 1 and _REACHED.fullmatch(between):
            figures.pop()
            return [Draft(last.start, quantity.end, quantity, last.metric)]
        if kinds == {"count"} and (not between or _PER.fullmatch(words)):
            metric = replace(last.metric, text=words + last.metric.text)
            again = Draft(quantity.start - len(words), quantity.end, quantity, metric)
            if not words:
                return [again]
            # What is compared behind a mean (日均1009件,同比增长3%) is the total.
            figures[-1:] = [again]
            return [last]
        return []

    def _leaders(self, start: int, group: list[Quantity], compared: Compared | None) -> list[Draft]:
        """投资增速居前三位的是甲县、乙县和丙区,分别增长…: one place a number."""
        if len(group) < 2:
            return []
        start = max(start, self.text.rfind("；", start, group[0].start) + 1)
        named = metrics.of_leaders(self.text[start : group[0].start], len(group))
        grows = compared and _grows(compared, group[0])
        out = []
        for i, (metric, quantity) in enumerate(zip(named, group, strict=False)):
            metric = replace(metric, end=quantity.end)
            if compared and grows:
                metric, quantity = self._grown(metric, quantity, compared, i)
            out.append(Draft(start if i == 0 else quantity.start, quantity.end, quantity, metric))
        return out

    def _figures(
        self, start: int, words: str, group: list[Quantity], compared: Compared | None, end: int
    ) -> list[Draft]:
        """The figures of one number, or of a list of numbers that share their words."""
        text = self.text
        out = []
        grows = compared and _grows(compared, group[0])
        shares = compared and compared.kind == "share" and compared.base is not None
        said = compared.lead if compared and (grows or shares) else words
        if compared and shares and compared.planned:
            said, shares = f"{said}{compared.base}完成率", False
        if said.endswith(("（", "(")):
            said = _LISTED.split(said[:-1])[-1]
            start = group[0].start - len(said) - 1
        for i, quantity in enumerate(group):
            if rate := _EACH_CUBIC.search(said):
                said, per = said[: rate.start()], rate["per"]
                quantity = replace(
                    quantity, unit=f"{quantity.unit}/{per}", start=quantity.start - len(rate[0])
                )
            if not self._is_figure(quantity, said):
                continue
            metric = metrics.of(said, text, quantity, end, part=(i, len(group)))
            if metric is None or _ASPECTS.match(metric.text):
                continue
            if compared and grows:
                metric, quantity = self._grown(metric, quantity, compared, i)
            elif compared and shares:
                metric = replace(metric, text=f"{metric.text}占{compared.base}比重")
            shift = start + metric.skipped if i == 0 else quantity.start
            out.append(Draft(min(shift, quantity.start), max(metric.end, quantity.end), quantity, metric))
        if compared and not compared.growth and compared.kind == "gap" and len(out) == 1:
            out[0].comparisons.append(replace(compared, lead="").of(group[0]))
        return out

    def _grown(
        self, metric: Metric, quantity: Quantity, compared: Compared, part: int
    ) -> tuple[Metric, Quantity]:
        """The growth of something: 投资同比下降3% measures 投资增速, minus three."""
        between = self.text[max(0, quantity.start - 3) : quantity.start] if part else ""
        direction = comparisons.direction_of(between) or compared.direction
        if quantity.unit.endswith("百分点"):
            return replace(metric, text=metric.text + compared.move), quantity
        if direction == "down":
            quantity = replace(quantity, value=-quantity.value)
        return replace(metric, text=metrics.growth_of(metric.text, compared)), quantity

    def _is_figure(self, quantity: Quantity, words: str) -> bool:
        """Whether a number is worth a record: not a duration, not a single thing, not part of a title."""
        kind = metrics.kind_of(quantity.unit)
        if any(a <= quantity.at < b for a, b in self.titles) or words.endswith(("前", "第", "每", "之")):
            return False
        if kind == "time" and not words.rstrip("达到为有共至累计约降升增减缩短压").endswith(
            (
                "天数",
                "时间",
                "时长",
                "工期",
                "寿命",
                "小时数",
                "周期",
                "住院日",
                "时限",
                "用时",
                "时效",
                "年限",
            )
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
        if quantity.unit == "℃" and quantity.high is not None:  # 气温8—19℃: the weather
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
        placed = _PLACED.search(self.text, max(0, amount.start - 6), amount.start) and _FIRST_OF.match(after)
        sorts = after[:1].isdigit() and (
            amount.unit.endswith(("类", "种", "级")) or metrics.kind_of(amount.unit) != "count"
        )
        return limit or sorts or bool(placed) or bool(_AMONG.match(after))

    def _record(self, figure: Draft, sentence: int) -> Observation:
        quantity, metric = figure.quantity, figure.metric
        # What can be made in any year (年产10万吨) is of no year.
        period = None if _CAPACITY.match(metric.text) else self.in_force.at(quantity.at, sentence)
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
            comparisons=tuple(attached.settled(one, period) for one in figure.comparisons),
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


def _grows(compared: Compared, quantity: Quantity) -> bool:
    """Whether words and number tell the growth of something."""
    timed = compared.timed or compared.move not in _DONE
    return compared.growth and timed and metrics.kind_of(quantity.unit) == "share"
