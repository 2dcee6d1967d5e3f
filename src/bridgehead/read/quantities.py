"""Numbers with their units: 188.42亿元, 约12.4万架, 30余家, 分别为30、45微克/立方米, 七成以上.

Dates, ordinals (第三版), versions (3.0版), model numbers and names with digits in them (“13579”, 5A级, PM2.5,
12345热线) are not quantities.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache

from bridgehead import terms
from bridgehead.read.periods import Period

__all__ = ["Quantity", "find"]


@dataclass(frozen=True, slots=True)
class Quantity:
    """One number and its unit.

    Attributes
    ----------
    start, end : int
        Its place in the text, with the words 约, 余, 以上 around it.
    at : int
        Where the number itself begins.
    text : str
        Its words.
    value : float
        As written, before 万 or 亿 is applied; the lower end of a range.
    high : float or None
        The upper end of a range.
    unit : str
        As written with 万 or 亿 (``亿元``), ``百分点`` for 个百分点; empty for a pure number (指数为4.15).
    qualifier : str or None
        约, 近, 余, 以上 … as written.
    chinese : bool
        Whether it is written in Chinese numerals.
    """

    start: int
    end: int
    at: int
    text: str
    value: float
    high: float | None = None
    unit: str = ""
    qualifier: str | None = None
    chinese: bool = False


_ARABIC = r"\d+(?:[,，]\d{3})*(?:\.\d+)?"
_CHINESE = r"[一二两三四五六七八九十][一二两三四五六七八九十百千零点]*"
_DIGIT = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"两": 2, "〇": 0}
_SCALE = {"十": 10.0, "百": 100.0, "千": 1000.0}
_BARE_BEFORE = re.compile(
    r"(?:(?:指数|系数|得分|评分|总分|均分|比值|密度|[率数]).{0,4}(?:[为达至到]|是)约?|(?:指数|系数|得分|评分))$"
)
_NOT_BEFORE = re.compile(r"(?:第|[A-Za-z.\-–_/.]|[“\"《‘])$")
_NOT_AFTER = re.compile(r"[A-Za-z”\"’》号版届代热]|[.]\d|-\d|—\d")


@cache
def _pattern() -> re.Pattern[str]:
    """The grammar of one quantity, with the units of ``terms/units.csv``."""
    units = []
    for row in sorted(terms.table("units"), key=lambda row: -len(row["unit"])):
        guard = f"(?![{re.escape(row['not_before'])}])" if row["not_before"] else ""
        latin = r"(?![A-Za-z])" if row["unit"][-1].isascii() and row["unit"][-1].isalpha() else ""
        units.append(re.escape(row["unit"]) + guard + latin)
    unit = "|".join(units)
    return re.compile(
        rf"(?=[\d一二两三四五六七八九十百])(?<![\d.])"
        rf"(?:百分之(?P<percent>{_ARABIC}|{_CHINESE})"
        rf"|(?P<below>{_CHINESE})分之(?P<above>{_CHINESE})"
        rf"|(?P<number>{_ARABIC}|(?<![一二两三四五六七八九十百千第几数]){_CHINESE})"
        rf"(?P<more>[余多])?(?P<scale>万亿|[百千]?[万亿]|(?<=\d)千(?![瓦米克伏]))?(?P<more2>[余多])?"
        rf"(?:(?P<to>[-—–~～至到])(?P<high>{_ARABIC})(?P<scale2>万亿|[万亿])?)?"
        rf"(?P<unit>{unit})?)"
        rf"(?P<after>以上|以下|左右|以内|之多)?"
    )


_BEFORE = re.compile(
    r"(?:约|近|超过|超|逾|突破|不足|不到|不低于|不少于|不超过|低于|至少|接近|将近|最高|高达|多达|达到|达)$"
)
_QUALIFIERS = frozenset(
    (
        "约",
        "近",
        "超过",
        "超",
        "逾",
        "突破",
        "不足",
        "不到",
        "不低于",
        "不少于",
        "不超过",
        "至少",
        "接近",
        "将近",
    )
)
_LIST = re.compile(r"[、,和]|以及|及|[—–-]$")


def _number(text: str) -> float | None:
    """A number in digits or Chinese numerals, without 万 and 亿."""
    if text[0].isdigit():
        return float(re.sub(r"[,，]", "", text))
    whole, _, fraction = text.partition("点")
    total = unit = 0.0
    for c in whole:
        if c in _SCALE:
            total, unit = total + (unit or 1) * _SCALE[c], 0
        elif c in _DIGIT:
            unit = _DIGIT[c]
        else:
            return None
    if fraction and not all(c in _DIGIT for c in fraction):
        return None
    return float(f"{int(total + unit)}." + ("".join(str(_DIGIT[c]) for c in fraction) or "0"))


def _read(match: re.Match[str], text: str) -> Quantity | None:
    """One match as a quantity; the unit may still be missing."""
    start, end = match.span()
    if match["percent"]:
        value = _number(match["percent"])
        return None if value is None else Quantity(start, end, start, match[0], value, None, "%")
    if match["below"]:
        below, above = _number(match["below"]), _number(match["above"])
        return Quantity(start, end, start, match[0], above / below, chinese=True) if above and below else None
    value, chinese = _number(match["number"]), not match["number"][0].isdigit()
    if value is None:
        return None
    unit = (match["scale"] or match["scale2"] or "") + (match["unit"] or "")
    before = _BEFORE.search(text, max(0, start - 4), start)
    words = [
        before[0] if before and before[0] in _QUALIFIERS else None,
        match["more"],
        match["more2"],
        match["after"],
    ]
    first = before.start() if before and before[0] in _QUALIFIERS else start
    high = _number(match["high"]) if match["high"] else None
    said = "".join(filter(None, words)) or None
    unit = "百分点" if unit == "个百分点" else unit
    return Quantity(first, end, start, text[first:end], value, high, unit, said, chinese)


def _counts(q: Quantity, text: str) -> bool:
    """Whether a match without or with a unit is a quantity at all."""
    if _NOT_BEFORE.search(text, max(0, q.at - 1), q.at):
        return False
    if q.chinese and q.unit not in ("成", "倍") and "分之" not in q.text and (q.value <= 10 or not q.unit):
        # 四个方面, 一批: words of speech, not counts; 七千万元 is one.
        return q.unit[:1] in "万亿" and len(q.unit) > 1 and q.value > 0
    if q.unit or "分之" in q.text:
        return not (q.unit in ("万", "亿") and q.chinese)
    if _NOT_AFTER.match(text, q.end):
        return False
    return bool(_BARE_BEFORE.search(text, max(0, q.at - 9), q.at))


def _shared_units(found: list[Quantity], text: str) -> list[Quantity]:
    """Give 30 in 30、45微克/立方米 the unit of 45."""
    out = list(found)
    for i in range(len(out) - 2, -1, -1):
        q, nxt = out[i], out[i + 1]
        between = text[q.end : nxt.at]
        if not q.unit and nxt.unit and "." not in between and _LIST.fullmatch(between) and not q.chinese:
            out[i] = replace(q, unit=nxt.unit)
    return out


def find(text: str, start: int = 0, end: int | None = None, dates: Sequence[Period] = ()) -> list[Quantity]:
    """Find the quantities of a stretch of text, in order, not overlapping.

    Parameters
    ----------
    text : str
        The clean text.
    start, end : int
        Where to look.
    dates : sequence of Period
        The dates of the text, in order (`bridgehead.read.periods.find`): their numbers are not quantities.

    Returns
    -------
    list of Quantity
        Offsets are those of ``text``.
    """
    stop = len(text) if end is None else end
    starts = [date.start for date in dates]
    found: list[Quantity] = []
    for match in _pattern().finditer(text, max(0, start), stop):
        i = bisect_right(starts, match.start()) - 1
        if i >= 0 and dates[i].end > match.start():
            continue
        if quantity := _read(match, text):
            found.append(quantity)
    return [q for q in _shared_units(found, text) if q.start >= start and _counts(q, text)]
