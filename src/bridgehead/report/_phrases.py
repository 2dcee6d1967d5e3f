"""How a brief says dates, figures and comparisons."""

from __future__ import annotations

from bridgehead.records import Comparison, Event, Observation, PartialDate, Project

__all__ = ["amount", "comparison", "period", "value", "when"]


def _day(text: str, *, year: bool = True) -> str:
    date = PartialDate.parse(text)
    parts = [(date.year if year else None, "年"), (date.month, "月"), (date.day, "日")]
    return "".join(f"{value}{unit}" for value, unit in parts if value is not None)


def when(event: Event) -> str:
    """Return when an event was, and what is doubtful about it."""
    if event.start_time is None:
        return "日期不详"
    first, last = event.start_time, event.end_time or event.start_time
    same_year = first[:4] == last[:4]
    span = _day(first) if first == last else f"{_day(first)}至{_day(last, year=not same_year)}"
    doubt = "，年份不详" if first.startswith("-") else "，年份为推断" if event.basis == "inferred" else ""
    return span + doubt


def comparison(item: Comparison) -> str:
    """Return what a figure is compared with."""
    base, unit = item.base or "", item.unit or ""
    number = "" if item.value is None else f"{abs(item.value):g}"
    if item.kind == "rank":
        return f"排名{base}第 {number}" if number else f"在{base}有排名"
    if item.kind == "gap":
        return f"{'低于' if item.direction == 'down' else '高于'}{base} {number} {unit}".rstrip()
    if item.kind == "share":
        return f"占{base} {number} {unit}".rstrip()
    names = {"yoy": "同比", "qoq": "环比", "wow": "比上周", "avg": "与均值比"}
    ways = {"up": "升", "down": "降", "same": "持平"}
    way = item.direction or ("down" if item.value is not None and item.value < 0 else "up")
    return f"{names[item.kind]}{ways[way]} {number} {unit}".rstrip()


def amount(project: Project) -> str:
    """Return the size of a project."""
    if project.amount is None:
        return ""
    if project.currency is None:
        return f"{project.amount:g} {project.unit_text or ''}"
    size, name = (1e8, "亿元") if project.amount >= 1e8 else (1e4, "万元")
    return f"{project.amount / size:g} {name}" + ("" if project.currency == "CNY" else f" {project.currency}")


def period(observation: Observation) -> str:
    """Return the time a figure is for, and what is doubtful about it."""
    first, _, last = (observation.observation_period or "").partition("/")
    if not first:
        return ""
    same_year = first[:4] == last[:4]
    if last == "..":
        text = f"{_day(first)}以来"
    elif first == "..":
        text = f"截至{_day(last)}"
    else:
        text = _day(first)
        if last and first != last:
            text += f"至{_day(last, year=not same_year)}"
    return text + ("，推断" if observation.period_basis == "inferred" else "")


def value(observation: Observation) -> str:
    """Return a figure with its unit and qualifier, in the order in which Chinese says them."""
    qualifier, number, unit = (
        observation.measurement_qualifier or "",
        f"{observation.value:g}",
        observation.unit_text,
    )
    if qualifier in ("余", "多"):
        return f"{number}{qualifier}{unit}"
    if qualifier in ("以上", "以下", "左右"):
        return f"{number} {unit}{qualifier}"
    return f"{qualifier}{number} {unit}"
