"""Tests of the grammar of comparisons."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from read_cases import CASES, of, read

from bridgehead.read import Context, comparisons
from bridgehead.records import Comparison, Observation

TABLE = json.loads((CASES / "comparisons.json").read_text(encoding="utf-8"))


def figures(words: str) -> list[Observation]:
    text = f"2026年1至9月,全市财政收入52.6亿元,{words}。"
    return of(read(text, context=Context("2026-11-08", "云岭市")), "observation")


@pytest.mark.parametrize("case", TABLE["synthetic"], ids=lambda case: case[0])
def test_comparison_of_the_figure_before(case: list[Any]) -> None:
    """Tests that words of comparison belong to the figure before them and make no figure of their own."""
    words, expected = case
    (figure,) = figures(words)
    got = [
        [c.kind, c.value, c.unit, c.base][: len(e)] for c, e in zip(figure.comparisons, expected, strict=True)
    ]
    assert got == expected


@pytest.mark.parametrize("words", TABLE["negative"])
def test_words_that_do_not_compare(words: str) -> None:
    """Tests that levels reached, parts of words and plain words are no comparison."""
    assert comparisons.before_quantity(words) is None


@pytest.mark.parametrize(
    ("words", "kind", "direction", "base"),
    [
        ("同比下降", "yoy", "down", None),
        ("较去年同期增加", "yoy", "up", None),
        ("环比上升", "qoq", "up", None),
        ("比上周下降", "wow", "down", None),
        ("高于全省增速", "gap", "up", "全省增速"),
        ("低于全国", "gap", "down", "全国"),
        ("比全省平均水平高", "gap", "up", "全省平均水平"),
        ("占全市的", "share", None, "全市"),
        ("比年初增加", "gap", "up", "年初"),
        ("同比改善", "yoy", None, None),
    ],
)
def test_direction_and_base(words: str, kind: str, direction: str | None, base: str | None) -> None:
    """Tests that comparing words give their kind, direction and base."""
    found = comparisons.before_quantity(words)
    assert found is not None
    assert (found.kind, found.direction, found.base, found.lead) == (kind, direction, base, "")


def test_one_comparison_for_several_figures() -> None:
    """Tests that a list of growths and a rank of two indices reach back to their figures in order."""
    text = (
        "2026年1至9月,全市焦炭、粗钢产量分别为512万吨、368万吨,同比分别增长0.6%、下降2.1%,"
        "两项指标均居全省第二位。"
    )
    first, second = of(read(text, context=Context("2026-11-08", "云岭市")), "observation")
    rank = Comparison(kind="rank", value=2.0, unit="位", base="全省")
    assert [c.value for c in first.comparisons] == [0.6, 2.0]
    assert [c.value for c in second.comparisons] == [-2.1, 2.0]
    assert first.comparisons[1] == second.comparisons[1] == rank


def test_week_on_week() -> None:
    """Tests that 环比 in a week is on the week, and in a month on the month."""
    week = "2026年11月2日至8日,全市受理诉求320件,环比下降6%。"
    month = "2026年10月,全市受理诉求3200件,环比下降6%。"
    assert [of(read(text), "observation")[0].comparisons[0].kind for text in (week, month)] == ["wow", "qoq"]


LETTERS = [*"同环比较上年月周度占的增长下降高低于全省第一二三位,居、分别%5"]
WORDS = st.lists(st.sampled_from([*LETTERS, "同比", "百分点", "5.6%", "平均", "目标"]), max_size=24).map(
    "".join
)


@given(WORDS)
def test_never_raises(words: str) -> None:
    """Tests that any words are read without an error, and that what is left over stood before."""
    found = comparisons.before_quantity(words)
    assert found is None or words.endswith(words[words.find(found.lead) :])
    assert all(0 <= said.start < said.end <= len(words) for said in comparisons.ranks(words, 0, len(words)))
    assert all(said.comparisons for said in comparisons.flats(words, 0, len(words)))
