"""Tests of the figures that a document reports."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from figure_passages import same_figure, same_value, score

from bridgehead.read import Context, metrics, read_text
from bridgehead.records import Observation, verify
from bridgehead.sources import RawText
from bridgehead.terms import table

CASES = json.loads((Path(__file__).parents[1] / "cases/read/figures.json").read_text(encoding="utf-8"))


def figures(text: str, date: str | None = "2026-11-08", place: str = "云岭市") -> list[Observation]:
    result = read_text(RawText("a.txt", "0" * 64, "text/plain", text), context=Context(date, place))
    return [record for record in result.records if isinstance(record, Observation)]


@pytest.mark.parametrize("case", CASES["synthetic"], ids=lambda case: case["name"])
def test_figure_with_period_and_comparisons(case: dict) -> None:
    """Tests that figures come with their words, place, period and comparisons, and only they."""
    found = figures(case["text"], case.get("date", "2026-11-08"))
    got = [
        [
            *(f.variable_text, f.value, f.unit_text, f.observation_about, f.observation_period),
            [[c.kind, c.value, c.unit, c.base] for c in f.comparisons],
        ]
        for f in found
    ]
    # A null about is one that the case leaves open.
    pairs = zip(case["figures"], got, strict=False)
    expected = [[*e[:3], g[3] if e[3] is None else e[3], *e[4:]] for e, g in pairs]
    assert got == expected
    assert len(got) == len(case["figures"])
    for figure in found:
        verify(figure, case["text"])


@pytest.mark.parametrize("case", CASES["negative"], ids=lambda case: case["name"])
def test_no_figure(case: dict) -> None:
    """Tests that durations, single things, limits, titles and commentaries give no figure."""
    assert [(f.variable_text, f.value) for f in figures(case["text"])] == []


def test_unknown_year_stays_unknown() -> None:
    """Tests that without a publication date a period has no year, and no period is made up."""
    first, second = figures("今年1至10月,全市优良天数252天。\n全市共有景区48家。", None)
    assert (first.observation_period, first.period_basis) == ("--01/--10", None)
    assert first.period_text == "今年1至10月"
    assert second.observation_period in (None, "--01/--10")


def test_year_of_publication_is_marked_inferred() -> None:
    """Tests that a figure without any period takes the year of publication, and says so."""
    (figure,) = figures("全市共有景区48家。")
    assert (figure.observation_period, figure.period_basis, figure.period_text) == ("2026", "inferred", None)
    assert "未写时期" in str(figure.period_inferred_from)


def test_stated_year() -> None:
    """Tests that a year in the words is marked stated."""
    (figure,) = figures("2025年,全市粮食产量达到126.4万吨。")
    assert (figure.period_basis, figure.period_inferred_from) == ("stated", None)


@pytest.mark.parametrize(
    ("text", "target"),
    [
        ("今年,全市力争粮食产量达到130万吨。", True),
        ("到2030年,全市粮食产量达到140万吨。", True),
        ("今年主要预期目标是:地区生产总值增长6%左右,城镇新增就业3.2万人。", True),
        ("2025年,全市粮食产量达到126.4万吨。", False),
    ],
)
def test_target(text: str, target: bool) -> None:
    """Tests that what is aimed at is told from what was reached."""
    assert {figure.is_target for figure in figures(text)} == {target}


def test_known_variable_has_a_code() -> None:
    """Tests that known words get the code of the table and others none."""
    read = figures("优良天数252天,固定资产投资增长9%,特色摊位36个。")
    found = {figure.variable_text: (figure.variable_measured, figure.stat_type) for figure in read}
    assert found["优良天数"] == ("good_days", "count")
    assert found["固定资产投资增速"] == ("fixed_investment_growth", "growth")
    assert found["特色摊位"] == (None, "count")


def test_qualifier_is_kept() -> None:
    """Tests that 约 and 余 are kept beside the number."""
    found = figures("建成标准机架约12.4万架,服务企业30余家。")
    assert [figure.measurement_qualifier for figure in found] == ["约", "余"]


def test_variables_table_is_sound() -> None:
    """Tests that codes are unique, kinds are known and no words name two variables."""
    rows = table("variables")
    codes = [row["code"] for row in rows]
    words = [word for row in rows for word in (row["name"], *filter(None, row["words"].split("|")))]
    assert len(codes) == len(set(codes))
    assert {row["stat_type"] for row in rows} <= {"level", "growth", "share", "count", "rank"}
    assert sorted({word for word in words if words.count(word) > 1}) == []


def test_code_of_unit() -> None:
    """Tests that a unit has its code, and one with 万 none: the code stands for the bare unit."""
    assert metrics.unit_code("%") == "P1"
    assert metrics.unit_code("万吨") is None
    assert metrics.kind_of("万亿元") == "money"


def test_passages_of_many_kinds() -> None:
    """Tests that bulletins, reports and briefs give their figures, whole, and no others."""
    assert min(score(same_value)) >= 0.98
    assert min(score(same_figure)) >= 0.96


@pytest.mark.parametrize(
    ("metric", "unit", "code", "stat"),
    [
        ("房地产开发投资增速", "%", "property_investment_growth", "growth"),
        ("居民消费价格涨幅", "%", "cpi_growth", "growth"),
        ("全市一般公共预算收入", "亿元", "public_revenue", "level"),
        ("机电产品出口", "亿元", None, "level"),
        ("恒源集团营收", "亿元", "revenue", "level"),
        ("优良天数比例", "%", "good_days_ratio", "share"),
    ],
)
def test_code_of_variable(metric: str, unit: str, code: str | None, stat: str) -> None:
    """Tests that growth has a code of its own, and that words which only end in a name have none."""
    assert metrics.variable(metric, unit) == (code, stat)


def test_decline_is_negative() -> None:
    """Tests that the growth of what fell is negative, and that what was cut is told as written."""
    found = figures("今年上半年,全市固定资产投资同比下降3.2%,申请材料减少68%。")
    assert [(f.variable_text, f.value) for f in found] == [("固定资产投资增速", -3.2), ("申请材料减少", 68.0)]
