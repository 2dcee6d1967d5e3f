"""What a figure is compared with: 同比下降0.3%, 高于全省增速5个百分点, 占全市的三成, 两项指标均排名全省第一.

A comparison stands behind the figure it belongs to. `before_quantity` reads the words between the last
boundary and a number: when they only compare, the number is no figure of its own.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from bridgehead.read.periods import number
from bridgehead.read.quantities import Quantity
from bridgehead.records import Comparison

__all__ = ["Compared", "Ranked", "before_quantity", "ranks"]

Kind = Literal["yoy", "qoq", "wow", "gap", "rank", "share", "avg"]
Direction = Literal["up", "down", "same"]

_UP = "增长|上升|提高|增加|提升|改善|扩大|上涨|增多|增|升|涨|多|高|快"
_DOWN = "下降|减少|降低|回落|下滑|收窄|下跌|减|降|少|低|慢"
_MOVE = rf"(?P<move>{_UP}|{_DOWN})"
_BASES: tuple[tuple[Kind, str], ...] = (
    ("wow", r"周环比|[比较]上周"),
    ("gap", r"[比较][去上]年[末底]|[比较]年初"),
    ("yoy", r"同比|[比较与][去上]年(?:同期)?(?:相比)?|[比较与]同期(?:相比)?|[比较]20\d\d年(?:同期)?"),
    ("qoq", r"环比|[比较]上月|[比较]上季度|[比较]上个?月"),
)
_ADVERB = r"(?:分别|累计|净|大幅|均|仅|再|又|略|实际|名义|约|近|超过|超|了|上|出|为|达到?){0,3}"
_TIMED = re.compile(
    "^(?P<lead>.*?)(?:"
    + "|".join(rf"(?P<{kind}>{words})" for kind, words in _BASES)
    + rf")[,，]?{_ADVERB}(?:{_MOVE})?{_ADVERB}$",
    re.S,
)
_GROWTH = re.compile(rf"^(?P<lead>.*?)(?:(?:增速|增幅|增长率|降幅)|{_MOVE}){_ADVERB}$", re.S)
_GAP = re.compile(
    r"^(?P<lead>.*?)(?:(?P<word>高于|低于|快于|慢于|高出|低出|好于|优于|领先于?|超出|超过)(?P<base>[^,，。;；]{2,14}?)"
    rf"|[比较](?P<base2>(?:全[省国市]|全[省国市]?平均|平均)[^,，。;；]{{0,10}}?)(?P<move>{_UP}|{_DOWN})){_ADVERB}$",
    re.S,
)
_SHARE = re.compile(
    r"^(?P<lead>.*?)占(?![地有道据])(?:到|了)?(?P<base>[^,，。;；]{0,12}?)(?:的|总[数量]的?|比重|比例|比)?(?:约|近|超过?|达到?|为|高达)*$",
    re.S,
)
_RANK = re.compile(
    r"(?:在?(?P<among>全[省国市])[^,，。;；]{0,12}中)?(?P<count>[两二三四五六]|\d)?(?P<item>项(?:主要|核心|关键)?指标)?(?:增速|总量|均|都|连续[^,，。]{1,8}?|继续|稳|分别|综合)*"
    r"(?:排名?|位[居列]|名列|居|列|保持|领跑|为)(?P<base>全[省国市区县]|全省各?市|全国[^,，。第]{0,8}|[^,，。;；第]{0,8}?)"
    r"(?P<first>首位|榜首|前列)?(?:双|并列)?(?:第(?P<n>[一二三四五六七八九十]{1,3}|\d{1,3})(?:位|名)?)?"
)
_SIGNS: dict[str, Direction] = dict.fromkeys(_UP.split("|"), "up")
_SIGNS |= dict.fromkeys(_DOWN.split("|"), "down")
# 改善 says that it went well, not which way the number went.
_SIGNS.pop("改善")
_GAP_DOWN = frozenset(("低于", "慢于", "低出"))


@dataclass(frozen=True, slots=True)
class Compared:
    """A comparison in the words before a number.

    Attributes
    ----------
    kind : str
        As in `Comparison`.
    lead : str
        What stands before the comparing words: empty when the number belongs to an earlier figure.
    direction : {"up", "down"} or None
        As the words say.
    base : str or None
        What it is compared with.
    growth : bool
        Whether the words are those of growth, so that with a lead they name a figure of their own.
    """

    kind: Kind
    lead: str
    direction: Direction | None = None
    base: str | None = None
    growth: bool = False

    def of(self, quantity: Quantity) -> Comparison:
        """Return the record of the comparison with its number, negative when it went down."""
        value = -quantity.value if self.direction == "down" else quantity.value
        return Comparison(
            kind=self.kind, value=value, unit=quantity.unit or None, base=self.base, direction=self.direction
        )


def before_quantity(words: str) -> Compared | None:
    """Read the words between the last boundary and a number as a comparison.

    Parameters
    ----------
    words : str
        Such as ``同比下降``, ``高于全省增速`` or ``营收同比增长``.

    Returns
    -------
    Compared or None
        Null when they do not compare.
    """
    if words.endswith(("到", "至")) and not words.endswith(("达到", "提前至")):
        return None
    if found := _TIMED.match(words):
        kind = next(kind for kind, _ in _BASES if found[kind])
        base = found["gap"][1:] if kind == "gap" else None
        return Compared(kind, found["lead"], _SIGNS.get(found["move"] or ""), base, growth=True)
    if found := _GAP.match(words):
        base, move = found["base"] or found["base2"], found["move"] or ""
        down = found["word"] in _GAP_DOWN or _SIGNS.get(move) == "down"
        return Compared("gap", found["lead"], "down" if down else "up", base.rstrip("的"))
    if found := _SHARE.match(words):
        return Compared("share", found["lead"], base=found["base"].rstrip("的") or None)
    if (found := _GROWTH.match(words)) and not _ends_in_noun(words):
        direction = _SIGNS.get(found["move"] or "") or ("down" if "降幅" in words else None)
        return Compared("yoy", found["lead"], direction, growth=True)
    return None


def _ends_in_noun(words: str) -> bool:
    """新增, 最高, 提高 as parts of other words: 新增就业 is caught before, 最多 and 至少 are qualifiers."""
    return words.endswith(("新增", "最高", "最多", "至少", "最低", "不少", "众多", "不低", "增加值"))


@dataclass(frozen=True, slots=True)
class Ranked:
    """A rank that applies to earlier figures of its sentence.

    Attributes
    ----------
    start, end : int
        Its words.
    comparison : Comparison
        The rank.
    figures : int or None
        To how many figures it applies (两项指标); null for the last one.
    """

    start: int
    end: int
    comparison: Comparison
    figures: int | None = None


def ranks(text: str, start: int, end: int) -> list[Ranked]:
    """Find the ranks of a sentence.

    Parameters
    ----------
    text : str
        The clean text.
    start, end : int
        The sentence.
    """
    out = []
    for found in (
        _RANK.finditer(text, start, end) if "第" in text[start:end] or "首位" in text[start:end] else ()
    ):
        place = 1 if found["first"] in ("首位", "榜首") else number(found["n"] or "")
        if place is None:
            continue
        count = number(found["count"]) if found["count"] and found["item"] else None
        if found["count"] == "两":
            count = 2
        base = found["base"] or found["among"] or None
        rank = Comparison(kind="rank", value=float(place), unit="位", base=base)
        out.append(Ranked(found.start(), found.end(), rank, count))
    return out
