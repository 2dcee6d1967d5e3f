"""The arithmetic of a due date in words."""

from __future__ import annotations

import datetime as dt
from functools import partial
from itertools import groupby
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from bridgehead.ledger.clocks import Due, Step

__all__ = ["explain"]

_WEEKDAYS = {"zh": "一二三四五六日", "en": ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")}
_WHY = {
    "zh": {"zero": "收到之日，不计", "rest": "休息，不计", "paused": "挂起，不计", "rolled": "顺延"},
    "en": {
        "zero": "day of receipt, not counted",
        "rest": "rest, not counted",
        "paused": "suspended, not counted",
        "rolled": "moved on",
    },
}
_KINDS = {
    "zh": {"weekend": "周末", "holiday": "节假日", "makeup": "调休上班", "workday": ""},
    "en": {"weekend": "weekend", "holiday": "holiday", "makeup": "make-up workday", "workday": ""},
}
_HOLIDAYS = {
    "元旦": "New Year",
    "春节": "Spring Festival",
    "清明节": "Tomb-sweeping Day",
    "劳动节": "Labour Day",
    "端午节": "Dragon Boat Festival",
    "中秋节": "Mid-Autumn Festival",
    "国庆节": "National Day",
    "抗战胜利纪念日": "Victory Day",
}


def explain(due: Due, language: Literal["zh", "en"], *, runs: bool = False) -> list[str]:
    """Return the lines of the arithmetic; days in a row that do not count for one reason share a line.

    With ``runs`` days in a row that count share one, too, as a paper has room for.
    """
    lines = []
    rests = any(step.counted == "rest" for step in due.steps)
    for (counted, kind, name), group in groupby(due.steps, key=partial(_alike, plain=runs and not rests)):
        steps = list(group)
        if counted == "counted" and runs and len(steps) > 1:
            first, last = steps[0], steps[-1]
            span = _span(first.day.date, last.day.date, language)
            numbers = f"{first.number}—{last.number}"
            told = f"第{numbers}" if language == "zh" else f"no. {numbers}"
            lines.append(f"{span}{_colon(language)}{told}")
            continue
        if counted == "counted":
            lines += [_counted(step, language) for step in steps]
            continue
        span = _span(steps[0].day.date, steps[-1].day.date, language)
        what = " ".join(filter(None, (_holiday(name, language), _KINDS[language][kind])))
        lines.append(f"{span}{_bracket(what, language)}{_colon(language)}{_WHY[language][counted]}")
    if due.provisional:
        zh, en = (
            "放假安排未公布，到期日暂定",
            "the notice on holidays is not out yet: the due date is provisional",
        )
        lines.append(zh if language == "zh" else en)
    if due.suspended:
        zh, en = "仍在挂起，恢复后顺延", "still suspended: it moves on by as long as this lasts"
        lines.append(zh if language == "zh" else en)
    return lines


def _alike(step: Step, *, plain: bool = False) -> tuple[str, str, str]:
    """What days of one line have in common; a weekend within a holiday is not told apart from it.

    Where every day counts (``plain``) it does not matter which sort of day it is.
    """
    if plain and step.counted == "counted":
        return step.counted, "workday", ""
    return step.counted, step.day.kind if step.counted != "paused" else "workday", step.day.name


def _counted(step: Step, language: Literal["zh", "en"]) -> str:
    what = ""
    if step.day.kind == "makeup":
        what = _bracket(" ".join((_holiday(step.day.name, language), _KINDS[language]["makeup"])), language)
    number = f"第{step.number}" if language == "zh" else f"no. {step.number}"
    return f"{_date(step.day.date, language)}{what}{_colon(language)}{number}"


def _holiday(name: str, language: Literal["zh", "en"]) -> str:
    return name if language == "zh" else _HOLIDAYS.get(name, name)


def _bracket(text: str, language: Literal["zh", "en"]) -> str:
    if not text:
        return ""
    return f"（{text}）" if language == "zh" else f" ({text})"


def _colon(language: Literal["zh", "en"]) -> str:
    return "：" if language == "zh" else ": "


def _date(day: dt.date, language: Literal["zh", "en"]) -> str:
    weekday = _WEEKDAYS[language][day.weekday()]
    return f"{day.isoformat()} {'周' if language == 'zh' else ''}{weekday}"


def _span(first: dt.date, last: dt.date, language: Literal["zh", "en"]) -> str:
    if first == last:
        return _date(first, language)
    return f"{_date(first, language)}—{_date(last, language)}"
