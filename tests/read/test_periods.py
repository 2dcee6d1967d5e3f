"""Tests of the grammar of dates and periods."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bridgehead.read.periods import Anchor, find, number
from bridgehead.records import PartialDate

CASES = json.loads((Path(__file__).parents[1] / "cases/read/periods.json").read_text(encoding="utf-8"))
ANCHOR = Anchor(PartialDate(2023, 11, 14), "stated", "报头 2023年11月14日")


def anchor_of(date: str | None) -> Anchor:
    return Anchor(PartialDate.parse(date), "stated", "报头") if date else Anchor()


@pytest.mark.parametrize("case", CASES["synthetic"], ids=lambda case: case[0])
def test_expression(case: list[str | None]) -> None:
    """Tests that an expression gives its interval, precision, basis and role."""
    text, interval, precision, basis, role = case
    found = find(f"{text},", 0, len(str(text)), ANCHOR)
    assert len(found) == 1
    period = found[0]
    assert (period.interval, period.precision, period.basis, period.role) == (
        interval,
        precision,
        basis,
        role,
    )


@pytest.mark.parametrize("case", CASES["other anchors"], ids=lambda case: f"{case['text']} {case['anchor']}")
def test_year_comes_from_the_anchor(case: dict[str, str | None]) -> None:
    """Tests that a missing year is taken from the publication date, and stays unknown without one."""
    (period,) = find(str(case["text"]), anchor=anchor_of(case["anchor"]))
    assert (period.interval, period.basis) == (case["interval"], case["basis"])
    assert (period.reason is None) == (case["basis"] != "inferred")


@pytest.mark.parametrize("case", CASES["the year before"], ids=lambda case: case["text"])
def test_year_stands_before(case: dict[str, Any]) -> None:
    """Tests that a month takes the year of its sentence, or of its paragraph where its own is ahead."""
    found = find(case["text"], anchor=anchor_of(case["anchor"]))
    assert [period.interval for period in found] == case["intervals"]


@pytest.mark.parametrize("case", CASES["in running text"], ids=lambda case: case["text"])
def test_running_text(case: dict[str, str | list[str]]) -> None:
    """Tests that expressions are found one by one in running text."""
    assert [period.text for period in find(str(case["text"]), anchor=ANCHOR)] == case["found"]


@pytest.mark.parametrize("text", CASES["negative"])
def test_not_a_period(text: str) -> None:
    """Tests that words that look like dates give no date."""
    assert text not in [period.text for period in find(text, anchor=ANCHOR) if period.interval]


def test_reason_is_the_anchors() -> None:
    """Tests that an inferred year names its source, and one without a reason names the publication date."""
    assert find("11月13日", anchor=ANCHOR)[0].reason == "报头 2023年11月14日"
    assert find("11月13日", anchor=Anchor(PartialDate(2023)))[0].reason == "发布日期 2023"


def test_same_day_follows_the_date_before() -> None:
    """Tests that 当日 and a bare day take their month from the date before."""
    assert [p.interval for p in find("3月5日开幕,当日签约", anchor=ANCHOR)] == ["2023-03-05", "2023-03-05"]
    assert [p.interval for p in find("3月5日上午,6日下午", anchor=ANCHOR)] == ["2023-03-05", "2023-03-06"]


NUMBERS = {"十五": 15, "二十三": 23, "一百零五": 105, "12": 12, "两": 2, "甲": None, "": None}


@pytest.mark.parametrize(("text", "value"), NUMBERS.items())
def test_number(text: str, value: int | None) -> None:
    """Tests that small numbers are read in digits and in Chinese."""
    assert number(text) == value


LETTERS = [*"0123456789一二三十年月日至到-、,。前底末旬季度\nx"]
WORDS = st.lists(
    st.sampled_from([*LETTERS, "今年", "截至", "以来", "“十四五”", "上半年", "2023年"]),
    max_size=30,
).map("".join)


@given(WORDS | st.text(max_size=40), st.sampled_from([None, "2023-11-14", "2024-02", "2023", "--03-18"]))
def test_never_raises_and_spans_fit(text: str, date: str | None) -> None:
    """Tests that any text is read without an error, with spans that hold its words and real dates."""
    at = 0
    for period in find(text, anchor=anchor_of(date)):
        assert at <= period.start < period.end <= len(text)
        assert text[period.start : period.end] == period.text
        at = period.end
        for end in (period.first, period.last):
            assert end is None or str(PartialDate.parse(end)) == end


@given(WORDS, st.integers(0, 30), st.integers(0, 30))
def test_stays_inside_its_stretch(text: str, start: int, end: int) -> None:
    """Tests that nothing is found outside the stretch that was asked for."""
    assert all(start <= period.start and period.end <= end for period in find(text, start, end, ANCHOR))
