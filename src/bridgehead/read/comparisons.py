"""What a figure is compared with: 同比下降0.3%, 高于全省增速5个百分点, 占全市的三成, 两项指标均排名全省第一.

A comparison stands behind its figure. `before_quantity` reads the words between the last boundary and a
number: when they only compare, the number is no figure of its own. `flats` finds what was level with its base
(同比持平), `ranks` the places in an order.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from bridgehead import terms
from bridgehead.read.periods import number
from bridgehead.read.quantities import Quantity
from bridgehead.records import Comparison

__all__ = ["MOVE", "Compared", "Said", "before_quantity", "direction_of", "flats", "only_modifies", "ranks"]

Kind = Literal["yoy", "qoq", "wow", "gap", "rank", "share", "avg"]
Direction = Literal["up", "down", "same"]


def _words(*roles: str) -> str:
    """The words of some roles in ``terms/comparing_words.csv`` as alternatives, longest first."""
    words = (row["word"] for row in terms.table("comparing_words") if row["role"] in roles)
    return "|".join(map(re.escape, sorted(words, key=len, reverse=True)))


MOVE = f"(?:{_words('up', 'down', 'well')})"
_MOVE = f"(?P<move>{_words('up', 'down', 'well')})"
_ADVERB = rf"(?:{_words('adverb')}|(?<!平)均)*"
_LAST_YEAR = r"[去上]年度?|上一年度?|上年"
_BASES: tuple[tuple[Kind, str], ...] = (
    ("avg", r"(?:[\d一二两三四五六七八九十]{1,2}年)?[年月日]均(?:复合)?|[两三四五]年平均"),
    ("wow", r"周环比|[比较与]上(?:一|个)?周(?:相比)?|[比较与]前一?周"),
    ("gap", rf"[比较](?:{_LAST_YEAR})[末底]|[比较]年初"),
    (
        "yoy",
        rf"同比|[比较与](?:{_LAST_YEAR})(?:全年)?(?:同期|同月|同季度?)?(?:相比)?|[比较与]同期(?:相比)?"
        r"|[比较与]20\d\d年(?:同期|同月)(?:相比)?|(?<!年)同期",
    ),
    (
        "qoq",
        r"环比|[比较与]上(?:个|一个?)?(?:月|季度?)(?:相比)?|[比较与]前(?:一个?)?(?:月|季度)(?:相比)?"
        r"|[比较]\d{1,2}月份?(?=[^,，]*$)|[比较]第?[一二三]季度",
    ),
)
# What the numbers of a clause of comparison can be about, so that they stay those of the figure before.
_ONLY = re.compile(rf"(?:{_words('modifier')}|[两二三四五六](?:项|者)(?:指标)?|剔除[^,，]{{1,10}}因素后?)*")
_CUE = re.compile(r"同|环比|[比较与]|均|平均")
_TIMED = re.compile(
    "(?=[同环周比较与年月日\\d一二两三四五六七八九十])(?:"
    + "|".join(rf"(?P<{kind}>{words})" for kind, words in _BASES)
    + rf")(?:[,，]?{_ADVERB}(?P<speed>增[速幅]|增长率|[涨降变]幅|变化(?:幅度|率)?)?{_ADVERB}"
    + rf"(?:{_MOVE}(?:(?<=[多少])[^,，\d]{{1,3}})?)?{_ADVERB})$"
)
_GROWTH = re.compile(rf"(?:(?P<speed>增[速幅]|增长率|涨幅|降幅)|{_MOVE}){_ADVERB}$")
_OTHER = (
    r"(?:[省国市州]|全[区县]|平均|目标|预期|计划|考核|任务|序时|进度|规上|[增降]速|控制|各项|同类|周边|东部|沿海|标准|限值|要求|GDP|整体"
    r"|季度|[1-9]月|年|期|“)"
)
_GAP = re.compile(
    rf"(?:(?P<word>[高低快慢好优多少]于|[高低超]出|领先于?|[落滞]后于|落后(?=全[省国市])|超过?(?=[^,，]*{_OTHER})|低(?=全[省国市]))"
    rf"(?P<base>[^,，。;；]{{2,16}}?)(?:的)?"
    rf"|(?<!可)[比较](?P<base2>[^,，。;；比较]{{2,18}}?){_MOVE}(?:完成|实现)?){_ADVERB}$"
)
_SHARE = re.compile(
    r"(?:(?<![抢侵])占(?![地有道据领用])(?:到|了)?(?P<base>[^,，。;；]{0,16}?)(?:的|总[数量体额]的?|比重|比例|比率?)*"
    r"|(?P<done>(?:已|仅|共|超额)?完成(?:了|率)?|[为是达]到?|相当于|恢复[至到])"
    r"(?P<plan>(?:了|其|全年|年度|年初|当年|[省市](?:定|下达)|上级|既定|预期|序时|调整后?|变动|计划|目标|任务|投资|收入|支出|总|进度|考核)*"
    r"(?:预算|任务数?|计划数?|目标数?值?|进度|[上去]年|同期|工程量|20\d\d年(?:同期)?))"
    r"(?:数?的|(?<=年度任务)|(?<=全年任务)|(?<=[度年]目标)|(?<=目标任务)|(?<=[度年]计划)))"
    r"(?:约|近|超过?|达到?|为|高达|仅|已|又|均|分别|[:：])*$"
)
_SIGNS: dict[str, Direction] = {
    row["word"]: "up" if row["role"] == "up" else "down"
    for row in terms.table("comparing_words")
    if row["role"] in ("up", "down")
}
# 增 and 高 as parts of other words.
_NOUN = re.compile(r"(?:新增|最[高多低快]|至少|不[少低]|众多|增加值|[多高]达|海拔高)$")
_GAP_DOWN = frozenset(("低于", "慢于", "低出", "少于", "落后", "落后于", "滞后", "滞后于", "低"))


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
    move : str
        The verb of growth as written, empty where a noun such as 增速 stands.
    timed : bool
        Whether the words say since when: 同比, 比上年.
    planned : bool
        Whether the share is one of what was to be done: 完成年度目标的.
    """

    kind: Kind
    lead: str
    direction: Direction | None = None
    base: str | None = None
    growth: bool = False
    move: str = ""
    timed: bool = False
    planned: bool = False

    def of(self, quantity: Quantity, direction: Direction | None = None) -> Comparison:
        """Return the record of the comparison with its number, negative when it went down."""
        direction = direction or self.direction
        value = -quantity.value if direction == "down" else quantity.value
        return Comparison(
            kind=self.kind, value=value, unit=quantity.unit or None, base=self.base, direction=direction
        )


def direction_of(words: str) -> Direction | None:
    """Return the way that the last verb of a few words says: 、下降 is down."""
    found = re.findall(MOVE, words)
    return _SIGNS.get(found[-1]) if found else None


def only_modifies(lead: str) -> bool:
    """Whether words before a comparison name nothing new: 增速, 总量, 其, 分别."""
    return bool(_ONLY.fullmatch(lead))


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
    if words.endswith(("到", "至")) and not words.endswith(("达到", "提前至", "占到")):
        return None
    near = max(0, len(words) - 60)
    if (
        _CUE.search(words, near)
        and (found := _TIMED.search(words, near))
        and (compared := _timed(words, found))
    ):
        return compared
    if found := _GAP.search(words, near):
        base, move = found["base"] or found["base2"], found["move"] or ""
        less = found["word"] in _GAP_DOWN or _SIGNS.get(move) == "down"
        base = re.sub(r"(?:分别|(?<!平)均|的|也|实际|同期相比)+$", "", base)
        return Compared("gap", words[: found.start()], "down" if less else "up", base or None)
    if found := _SHARE.search(words, near):
        base = (found["base"] if found["plan"] is None else found["plan"]).strip("的了其")
        planned = found["plan"] is not None
        return Compared("share", words[: found.start()], base=base or None, planned=planned)
    if (found := _GROWTH.search(words, near)) and not _NOUN.search(words):
        down: Direction | None = "down" if found["speed"] == "降幅" else None
        move = found["move"] or ""
        return Compared("yoy", words[: found.start()], _SIGNS.get(move) or down, growth=True, move=move)
    return None


def _timed(words: str, found: re.Match[str]) -> Compared | None:
    kind = next(kind for kind, _ in _BASES if found[kind])
    if kind == "avg" and not (found["move"] or found["speed"]):
        return None
    said = found[kind]
    base = said[1:] if kind == "gap" else None
    if kind in ("yoy", "qoq") and (other := re.search(r"20\d\d年(?:同期|同月)|\d{1,2}月|[一二三]季度", said)):
        base = other[0]
    if kind == "yoy" and "全年" in said:  # 比上年全年加快: against another span
        kind, base = "gap", said[1:]
    move = found["move"] or ""
    down: Direction | None = "down" if found["speed"] == "降幅" and not move else None
    return Compared(
        kind, words[: found.start()], _SIGNS.get(move) or down, base, growth=True, move=move, timed=True
    )


@dataclass(frozen=True, slots=True)
class Said:
    """A comparison without a number of its own, that applies to earlier figures of its sentence.

    Attributes
    ----------
    start, end : int
        Its words.
    comparisons : tuple of Comparison
        One, or those of a list (分别居全省第二位、第三位).
    figures : int or None
        To how many figures it applies (两项指标); null for the last one.
    """

    start: int
    end: int
    comparisons: tuple[Comparison, ...]
    figures: int | None = None


_NOT_A_PLACE = r"[个批家次届轮期季产条章版部例只年]|方阵|梯队|时间|一?线"
_NTH = rf"第(?:[一二三四五六七八九十]{{1,3}}|\d{{1,3}})(?!{_NOT_A_PLACE})(?:位|名)?"
_RANK = re.compile(
    r"(?:在?(?P<among>全[省国市])[^,，。]{0,12}中)?(?P<count>[两二三四五六]|\d)?(?P<item>[项个](?:主要|核心|关键)?指标)?(?:(?:增[速幅]|总量|均|都|连续[^,，。]{1,8}?|继续|稳|分别|综合)*)"
    r"(?:排名?|排在|位[居列]|名列|跃居|跃升至?|升至|上升至|居|列|保持|领跑|为)(?P<base>全[省国市区县州]|全省各?市|全国[^,，。第]{0,8}|[^,，。;；第前首榜]{0,12}?)的?"
    rf"(?:(?P<first>首位|榜首|之首)|(?:双|并列)?(?P<nth>{_NTH}(?:(?:[、和]|以及){_NTH})*))"
)
# 由第5位升至第3位: the first of the two is past.
_LEFT = re.compile(r"(?:位|名)?(?:上升|提升|跃升|前移|回升|升|下降|下滑|退|降)")
_FLAT = re.compile(
    rf"(?P<base>同比|环比|[与和同](?:(?:{_LAST_YEAR})(?:同期)?|上[月周]|全[省国市](?:平均)?(?:水平)?))(?:均|都|基本|相比)*(?:持平|相当|不变)"
)


def ranks(text: str, start: int, end: int) -> Iterator[Said]:
    """Find the ranks of a sentence.

    Parameters
    ----------
    text : str
        The clean text.
    start, end : int
        The sentence.
    """
    sentence = text[start:end]
    if not ("第" in sentence or "首" in sentence):
        return
    for found in _RANK.finditer(text, start, end):
        if "倒数" in found[0] or _LEFT.match(text, found.end()):
            continue
        base = found["base"].removeprefix("在") or found["among"] or None
        places = (
            [1] if found["first"] else [number(n) for n in re.findall(r"第([^第、和以位名]+)", found["nth"])]
        )
        if None in places:
            continue
        count = number(found["count"]) if found["count"] and found["item"] else None
        said = tuple(
            Comparison(kind="rank", value=float(place or 1), unit="位", base=base) for place in places
        )
        yield Said(found.start(), found.end(), said, count)


def flats(text: str, start: int, end: int) -> Iterator[Said]:
    """Find what was level with its base (与去年持平)."""
    if text.find("持平", start, end) < 0 and text.find("相当", start, end) < 0:
        return
    for found in _FLAT.finditer(text, start, end):
        base = found["base"]
        kind: Kind = (
            "gap"
            if "全" in base
            else "wow"
            if "周" in base
            else "qoq"
            if base[0] == "环" or "月" in base
            else "yoy"
        )
        level = Comparison(
            kind=kind, value=0.0, unit="%", base=base[1:] if kind == "gap" else None, direction="same"
        )
        yield Said(found.start(), found.end(), (level,))
