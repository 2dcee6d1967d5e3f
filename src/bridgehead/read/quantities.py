"""Numbers with their units: 188.42亿元, 约12.4万架, 30余家, 分别为30、45微克/立方米, 七成以上.

Dates, ordinals (第三版), versions (3.0版), model numbers and names with digits in them (“13579”, 5A级, PM2.5,
12345热线) are not quantities.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace

from bridgehead import terms
from bridgehead.read._literals import Listed
from bridgehead.read.periods import Period

__all__ = ["Quantity", "find"]


@dataclass(slots=True)
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
_CHINESE = (
    r"(?:[一二两三四五六七八九十][一二两三四五六七八九十百千零点]*|[百千](?=[余多])"
    r"|(?<=[破过超上达到])[百千](?=亿元))"
)
_AFTER_PERCENT = r"[零一二两三四五六七八九十百][一二两三四五六七八九十百零点]*"
_DIGIT = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"两": 2, "〇": 0}
_SCALE = {"十": 10.0, "百": 100.0, "千": 1000.0}
_BARE_BEFORE = re.compile(
    r"(?:(?:指数|系数|得分|评分|总分|均分|比值|密度|(?<![同环])[率数比]).{0,4}(?:[为达至到]|是)约?|(?:指数|系数|得分|评分))$"
)
_NOT_BEFORE = re.compile(r"(?:第|[A-Za-z.\-－–_/.+＋]|[“\"《‘])$")
_MINUS = re.compile(r"(?:(?:^|[为是达到长速幅率度差、，,:：(（])[-－−+＋]|零下)$")
_ABOUT_TWO = re.compile(r"([一二三四五六七八九])([一二三四五六七八九])(?!.*点)")
_PER = (
    "亩|公顷|年|天|日|月|小时|秒|分钟|人|户|家|千瓦时|千瓦|万元|元|吨|公斤|平方米|立方米|平方公里|升|头|只|米|公里|股|辆|次|台"
    "|套|个|张|万人|千人|百户"
)
_NOT_AFTER = re.compile(r"[A-Za-z”\"’》号版届代热]|[.:：∶]\d|-\d|—\d")


def _pattern() -> str:
    """The grammar of one quantity, with the units of ``terms/units.csv``."""
    units = []
    for row in sorted(terms.table("units"), key=lambda row: -len(row["unit"])):
        guard = f"(?![{re.escape(row['not_before'])}])" if row["not_before"] else ""
        latin = r"(?![A-Za-z])" if row["unit"][-1].isascii() and row["unit"][-1].isalpha() else ""
        units.append(re.escape(row["unit"]) + guard + latin)
    unit = "|".join(units)
    return (
        rf"(?=[\d一二两三四五六七八九十百千])(?<![\d.])"
        rf"(?:(?P<of>[百千])分之(?P<percent>{_ARABIC}|{_AFTER_PERCENT})"
        rf"|(?P<below>{_CHINESE})分之(?P<above>{_CHINESE})"
        rf"|(?P<number>{_ARABIC}|(?<![一二两三四五六七八九十百千第几数]){_CHINESE})"
        rf"(?P<more>[余多])?(?P<scale>万亿|[百千]?[万亿]|(?<=\d)千(?![瓦米克伏]))?(?P<more2>[余多])?"
        rf"(?:(?P<to>[-—–~～至到])(?P<high>{_ARABIC})(?P<scale2>万亿|[万亿])?)?"
        rf"(?:(?P<unit>{unit})(?P<per>/(?:{_PER}))?(?P<half>(?<=成)[一二三四五六七八九半])?)?)"
        rf"(?P<after>[及(（]?以上[)）]?|以下|左右|以内|之多|上下|有余|(?<=[成倍])[多余](?![少个于])|[+＋])?"
    )


_QUANTITY = Listed(_pattern)


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
_DASHES = ("—", "–", "-", "~", "～", "至", "到", "——")
_LIST = re.compile(r"[、,和]|以及|及|[—–-]$")


def _range(words: str) -> tuple[float | None, float | None]:
    """The ends of 七八 and 二三十; null and null for other numerals."""
    two = _ABOUT_TWO.search(words)
    if not two:
        return None, None
    ends = (words[: two.start()] + digit + words[two.end() :] for digit in (two[1], two[2]))
    low, high = map(_number, ends)
    return (low, high) if low and high and low < high else (None, None)


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
        low, high = _range(match["percent"])
        value = _number(match["percent"]) if low is None else low
        unit = "%" if match["of"] == "百" else "‰"
        return (
            None
            if value is None
            else Quantity(start, end, start, match[0], value, high, unit, match["after"])
        )
    if match["below"]:
        below, above = _number(match["below"]), _number(match["above"])
        return Quantity(start, end, start, match[0], above / below, chinese=True) if above and below else None
    chinese = not match["number"][0].isdigit()
    low, about = _range(match["number"]) if chinese else (None, None)
    value = _number(match["number"]) if low is None else low
    if value is None:
        return None
    if match["half"]:
        value += _DIGIT.get(match["half"], 5) / 10
    if not chinese and (minus := _MINUS.search(text, max(0, start - 2), start)):
        sign = -1 if minus[0][-1] not in "+＋" else 1
        start, value = start - (2 if minus[0] == "零下" else 1), sign * value
    unit = (match["scale"] or match["scale2"] or "") + (match["unit"] or "") + (match["per"] or "")
    before = _BEFORE.search(text, max(0, start - 4), start)
    words = [
        before[0] if before and before[0] in _QUALIFIERS else None,
        match["more"],
        match["more2"],
        match["after"],
    ]
    first = before.start() if before and before[0] in _QUALIFIERS else start
    high = _number(match["high"]) if match["high"] else about
    said = "".join(filter(None, words)) or None
    unit = "百分点" if unit == "个百分点" else unit
    return Quantity(first, end, start, text[first:end], value, high, unit, said, chinese)


def _ranges(found: list[Quantity], text: str) -> list[Quantity]:
    """Join 5%—8%: two numbers of one unit with a dash between them are the ends of a range."""
    out: list[Quantity] = []
    for q in found:
        last = out[-1] if out else None
        if (
            last
            and last.unit
            and last.unit == q.unit
            and last.high is None
            and last.value < q.value
            and text[last.end : q.at] in _DASHES
        ):
            whole = text[last.start : q.end]
            said = last.qualifier or q.qualifier
            out[-1] = replace(last, end=q.end, text=whole, high=q.value, qualifier=said)
        else:
            out.append(q)
    return out


def _word_of_speech(q: Quantity) -> bool:
    if not q.chinese or q.unit in ("成", "倍", "番") or "分之" in q.text:
        return False
    over_ten = q.value == 10 and (q.qualifier or "")[-1:] in ("余", "多")
    return not q.unit or (q.value <= 10 and not over_ten)


def _goes_on(before: list[Quantity], q: Quantity, text: str) -> bool:
    """综合指数分别为2.41、2.56和2.73: a pure number behind one that counts."""
    last = before[-1] if before else None
    if last is None or last.unit or q.unit or q.chinese or "分之" in last.text:
        return False
    return bool(_LIST.fullmatch(text[last.end : q.at])) and not _NOT_AFTER.match(text, q.end)


def _counts(q: Quantity, text: str) -> bool:
    """Whether a match without or with a unit is a quantity at all."""
    if q.text[0] not in "-－−+＋零" and _NOT_BEFORE.search(text, max(0, q.at - 1), q.at):
        return False
    if q.unit == "分" and text[q.at - 1 : q.at] in ("时", "点", ":", "："):
        return False
    if _word_of_speech(q):
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
        short = not q.unit or (q.unit == "个" and nxt.unit == "百分点")
        if short and nxt.unit and "." not in between and _LIST.fullmatch(between) and not q.chinese:
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
    for match in _QUANTITY.finditer(text, max(0, start), stop):
        i = bisect_right(starts, match.start()) - 1
        if i >= 0 and dates[i].end > match.start():
            continue
        if quantity := _read(match, text):
            found.append(quantity)
    out: list[Quantity] = []
    for q in _ranges(_shared_units(found, text), text):
        if q.start >= start and (_counts(q, text) or _goes_on(out, q, text)):
            out.append(q)
    return out
