"""Tests of the grammar of quantities."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bridgehead.read import periods, quantities
from bridgehead.terms import table

CASES = json.loads((Path(__file__).parents[1] / "cases/read/quantities.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("case", CASES["synthetic"], ids=lambda case: case[0])
def test_value_unit_qualifier(case: list) -> None:
    """Tests that a quantity gives its number as written, its unit and the words of approximation."""
    text, expected = case
    found = quantities.find(text, dates=periods.find(text))
    assert [[q.value, q.unit, q.qualifier] for q in found] == expected


@pytest.mark.parametrize("case", CASES["ranges"], ids=lambda case: case[0])
def test_range(case: list) -> None:
    """Tests that a range keeps both ends and one unit."""
    text, low, high, unit = case
    (found,) = quantities.find(text)
    assert (found.value, found.high, found.unit) == (low, high, unit)


@pytest.mark.parametrize("text", CASES["negative"])
def test_not_a_quantity(text: str) -> None:
    """Tests that dates, ordinals, versions, models and names with digits are no quantities."""
    assert quantities.find(text, dates=periods.find(text)) == []


def test_units_table_is_sound() -> None:
    """Tests that every unit of the table stands there once and has a kind."""
    units = [row["unit"] for row in table("units")]
    assert len(units) == len(set(units))
    assert all(row["kind"] for row in table("units"))


LETTERS = [*"0123456789.,一二十百千万亿点成分之、约余近家第”A%"]
WORDS = st.lists(
    st.sampled_from([*LETTERS, "万元", "个百分点", "分别为", "以上", "人次"]),
    max_size=30,
).map("".join)


@given(WORDS | st.text(max_size=40))
def test_never_raises_and_spans_fit(text: str) -> None:
    """Tests that any text is read without an error, in order, with spans that hold the words."""
    at = 0
    for quantity in quantities.find(text, dates=periods.find(text)):
        assert at <= quantity.start <= quantity.at < quantity.end <= len(text)
        assert text[quantity.start : quantity.end] == quantity.text
        assert quantity.value >= 0
        at = quantity.end
