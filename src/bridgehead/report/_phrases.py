"""How a brief says dates, figures and comparisons, in Chinese and in English."""

from __future__ import annotations

import re

from bridgehead.records import Comparison, Event, Observation, PartialDate, Project

__all__ = ["amount", "clip", "comparison", "day", "period", "value", "when"]

_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def clip(text: str, most: int) -> str:
    """Return a text on one line, cut at the last mark before ``most`` characters when it is longer."""
    line = " ".join(text.split())
    if len(line) <= most:
        return line
    cut = line[: most - 1]
    mark = max(cut.rfind(char) for char in "，；。、,;")
    return cut[: mark if mark > most // 2 else None] + "…"


def day(text: str, language: str = "zh", *, year: bool = True) -> str:
    """Return a partial date in words; without its year only where that is known from before."""
    date = PartialDate.parse(text)
    if language == "en":
        month = _MONTHS[date.month - 1] if date.month else None
        said = (date.day, month, date.year if year else None)
        return " ".join(str(part) for part in said if part is not None)
    parts = [(date.year if year else None, "年"), (date.month, "月"), (date.day, "日")]
    return "".join(f"{value}{unit}" for value, unit in parts if value is not None)


def _span(first: str, last: str, language: str) -> str:
    if first == last:
        return day(first, language)
    same_year = first[:4] == last[:4]
    if language == "en":
        return f"{day(first, language, year=not same_year)} – {day(last, language)}"
    return f"{day(first)}至{day(last, year=not same_year)}"


def when(event: Event, language: str = "zh") -> str:
    """Return when an event was, and what is doubtful about it."""
    if event.start_time is None:
        return "day not known" if language == "en" else "日期不详"
    span = _span(event.start_time, event.end_time or event.start_time, language)
    if event.start_time.startswith("-"):
        return span + (" (year not known)" if language == "en" else "（年份不详）")
    if event.basis == "inferred":
        return span + (" (year inferred)" if language == "en" else "（年份为推断）")
    return span


def period(observation: Observation, language: str = "zh") -> str:
    """Return the time a figure is for, and what is doubtful about it."""
    first, _, last = (observation.observation_period or "").partition("/")
    if not first:
        return ""
    if last == "..":
        text = f"since {day(first, language)}" if language == "en" else f"{day(first)}以来"
    elif first == "..":
        text = f"until {day(last, language)}" if language == "en" else f"截至{day(last)}"
    else:
        text = _span(first, last or first, language)
    if first.startswith("-") or last.startswith("-"):
        text += " (year not known)" if language == "en" else "（年份不详）"
    return text


_KINDS = {
    "yoy": ("同比", "on the year"),
    "qoq": ("环比", "on the month or quarter"),
    "wow": ("比上周", "on the week"),
    "avg": ("与均值比", "against the mean"),
}
_WAYS = {"up": ("升", "up"), "down": ("降", "down"), "same": ("持平", "unchanged")}


def comparison(item: Comparison, language: str = "zh") -> str:
    """Return what a figure is compared with."""
    english = language == "en"
    base = item.base or ""
    number = "" if item.value is None else f"{abs(item.value):g}"
    sized = f"{number}{item.unit or ''}"
    if item.kind == "rank":
        if english:
            return f"rank {number} in {base}".strip() if number else f"ranked in {base}"
        return f"居{base}第{number}" if number else f"在{base}有排名"
    if item.kind == "gap":
        if english:
            return f"{sized} {'below' if item.direction == 'down' else 'above'} {base}"
        return f"{'低于' if item.direction == 'down' else '高于'}{base}{sized}"
    if item.kind == "share":
        return f"{sized} of {base}" if english else f"占{base}{sized}"
    way = item.direction or ("down" if item.value is not None and item.value < 0 else "up")
    name, turn = _KINDS[item.kind][english], _WAYS[way][english]
    return f"{turn} {sized} {name}" if english else f"{name}{turn}{sized}"


def amount(project: Project, language: str = "zh") -> str:
    """Return the size of a project."""
    if project.amount is None:
        return ""
    if project.currency is None:
        return f"{project.amount:g}{project.unit_text or ''}"
    size, name = (1e8, "亿元") if project.amount >= 1e8 else (1e4, "万元")
    foreign = "" if project.currency == "CNY" else f" {project.currency}"
    if language == "en":
        return f"{project.amount / 1e6:g} million {project.currency}"
    return f"{project.amount / size:g}{name}{foreign}"


def value(observation: Observation) -> str:
    """Return a figure with its unit and qualifier, in the order in which Chinese says them."""
    qualifier, unit = observation.measurement_qualifier or "", observation.unit_text
    number = re.sub(r"\.?0+$", "", f"{observation.value:.6f}")
    if qualifier in ("余", "多"):
        return f"{number}{qualifier}{unit}"
    if qualifier in ("以上", "以下", "以内", "左右", "上下"):
        return f"{number}{unit}{qualifier}"
    return f"{qualifier}{number}{unit}"
