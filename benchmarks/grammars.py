"""Our grammars beside jionlp's on the same expressions: dates and periods, and amounts of money.

    PYTHONPATH=FOLDER_WITH_JIONLP python benchmarks/grammars.py

Reads the cases of tests/cases/read, which ours was written with (in-sample). An expression is
right when first and last day are those of the case, an amount when the number in yuan is. Without jionlp
(pip install --target FOLDER --no-deps jionlp) only ours is measured.
"""

from __future__ import annotations

import calendar
import datetime as dt
import json
import sys
import time
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

from bridgehead.read.periods import Anchor, find
from bridgehead.read.quantities import find as find_quantities
from bridgehead.records import PartialDate

CASES = Path(__file__).resolve().parents[1] / "tests/cases/read"
NOW = dt.datetime(2023, 11, 14, 12)
ANCHOR = Anchor(PartialDate(2023, 11, 14), "stated", "test")
Days = tuple[str, str]


def days(interval: str | None) -> Days | None:
    """Return first and last day of an interval of partial dates; null when one end is open."""
    if not interval or ".." in interval:
        return None
    first, _, last = interval.partition("/")
    end = PartialDate.parse(last or first)
    assert end.year is not None
    month = end.month or 12
    day = end.day or calendar.monthrange(end.year, month)[1]
    return str(PartialDate.parse(first).first()), f"{end.year}-{month:02}-{day:02}"


def jionlp() -> Any:
    """Return jionlp, or null; the word segmenter it loads at import is not needed here."""
    sys.modules.setdefault("jiojio", ModuleType("jiojio"))
    try:
        import jionlp as found
    except ImportError:
        return None
    return found


def ours(text: str) -> Days | None:
    found = find(text + ",", 0, len(text), ANCHOR)
    return days(found[0].interval) if found else None


def yuan(value: float, unit: str) -> float | None:
    """Return an amount in yuan; null for other units."""
    if not unit.endswith("元") or set(unit[:-1]) - set("万亿"):
        return None
    for letter in unit[:-1]:
        value *= {"万": 1e4, "亿": 1e8}[letter]
    return round(value, 2)


def ours_money(text: str) -> float | None:
    found = find_quantities(text)
    return yuan(found[0].value, found[0].unit) if found else None


def right(run: Callable[[str], object], cases: list[tuple[str, object]]) -> tuple[int, float]:
    """Return how many cases are right, and milliseconds a case."""
    begin, hits = time.process_time(), 0
    for text, expected in cases:
        try:
            hits += run(text) == expected
        except Exception:  # a peer that raises has not answered
            continue
    return hits, (time.process_time() - begin) * 1000 / len(cases)


def main() -> None:
    periods = json.loads((CASES / "periods.json").read_text(encoding="utf-8"))["synthetic"]
    spans: list[tuple[str, object]] = [(c[0], days(c[1])) for c in periods if days(c[1])]
    amounts = json.loads((CASES / "quantities.json").read_text(encoding="utf-8"))["synthetic"]
    money: list[tuple[str, object]] = [
        (text, amount)
        for text, found in amounts
        if len(found) == 1 and (amount := yuan(found[0][0], found[0][1])) is not None
    ]
    rows: list[tuple[str, Callable[[str], object], Callable[[str], object]]] = [("ours", ours, ours_money)]
    peer = jionlp()
    if peer:
        rows.append(
            (
                "jionlp",
                lambda text: tuple(day[:10] for day in peer.parse_time(text, NOW.timestamp())["time"]),
                lambda text: float(peer.parse_money(text)["num"]),
            )
        )
    else:
        print("jionlp is absent")
    print(f"{'':8}{'periods':>12}{'ms each':>9}{'money':>10}{'ms each':>9}")
    for name, read_time, read_money in rows:
        (a, ta), (b, tb) = right(read_time, spans), right(read_money, money)
        print(f"{name:8}{a:>6}/{len(spans):<5}{ta:9.2f}{b:>5}/{len(money):<4}{tb:9.2f}")


if __name__ == "__main__":
    main()
