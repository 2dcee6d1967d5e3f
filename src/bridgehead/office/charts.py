"""Charts as plain data: what ECharts draws, and the same figures as a table."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from bridgehead.office.words import day, kind

__all__ = ["bars", "by_month"]


def _months(first: str, last: str) -> list[str]:
    """Return every month from one to another, so that empty ones keep their room."""
    year, month = int(first[:4]), int(first[5:7])
    out = [first]
    while out[-1] < last:
        year, month = (year + 1, 1) if month == 12 else (year, month + 1)
        out.append(f"{year:04d}-{month:02d}")
    return out


def by_month(
    rows: Sequence[tuple[str, str, int]], types: Sequence[str], id: str, title: str
) -> dict[str, Any] | None:
    """Return stacked bars of records by month.

    Parameters
    ----------
    rows : sequence of (str, str, int)
        Month, record type, how many (`bridgehead.office.queries.by_month`).
    types : sequence of str
        The types, in the order they are stacked.
    id, title : str
        The chart's own name in the page, and its heading.

    Returns
    -------
    dict or None
        For ``components/_chart.html``; None when there is nothing to draw.
    """
    if not rows:
        return None
    number = {(month, type_name): count for month, type_name, count in rows}
    known = sorted({month for month, _type, _count in rows})
    # Over a long gap the empty months would leave no room for the others.
    months = _months(known[0], known[-1]) if len(known) > 1 and _span(known) <= 48 else known
    option = {
        "grid": {"left": 8, "right": 8, "top": 34, "bottom": 8, "containLabel": True},
        "legend": {"top": 0, "left": 0},
        "xAxis": {"type": "category", "data": months},
        "yAxis": {"type": "value", "minInterval": 1},
        "series": [
            {
                "name": kind(type_name, 2),
                "type": "bar",
                "stack": "all",
                "barMaxWidth": 28,
                "colour": type_name,
                "data": [number.get((month, type_name), 0) for month in months],
            }
            for type_name in types
        ],
    }
    head = [_("月份"), *(kind(type_name, 2) for type_name in types)]
    table = [[day(month), *(number.get((month, name), 0) for name in types)] for month in known]
    return {"id": id, "title": title, "option": option, "head": head, "rows": table}


def _span(months: Sequence[str]) -> int:
    first, last = months[0], months[-1]
    return (int(last[:4]) - int(first[:4])) * 12 + int(last[5:7]) - int(first[5:7])


def bars(
    rows: Sequence[tuple[str, int]], id: str, title: str, words: tuple[str, str], colour: str = "accent"
) -> dict[str, Any] | None:
    """Return lying bars, longest on top.

    Parameters
    ----------
    rows : sequence of (str, int)
        Names and numbers, largest first.
    id, title : str
        The chart's own name in the page, and its heading.
    words : (str, str)
        What the names and the numbers are.
    colour : str
        A colour of ``tokens.css``.
    """
    if not rows:
        return None
    turned = list(reversed(rows))
    option = {
        "grid": {"left": 8, "right": 32, "top": 8, "bottom": 8, "containLabel": True},
        "xAxis": {"type": "value", "minInterval": 1},
        "yAxis": {"type": "category", "data": [name for name, _number in turned]},
        "series": [
            {
                "name": words[1],
                "type": "bar",
                "barMaxWidth": 18,
                "colour": colour,
                "data": [number for _name, number in turned],
                "label": {"show": True, "position": "right"},
            }
        ],
    }
    return {
        "id": id,
        "title": title,
        "option": option,
        "head": list(words),
        "rows": [list(row) for row in rows],
    }
