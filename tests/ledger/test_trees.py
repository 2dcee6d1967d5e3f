"""Progress rolled up by weight, trajectories by month, the stock-take."""

from __future__ import annotations

import datetime as dt
import itertools

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bridgehead.ledger import (
    ZONE,
    Assignment,
    Clock,
    Item,
    Measure,
    forest,
    planned,
    roll_up,
    standing,
    stock_take,
)
from bridgehead.ledger.items import Reading

NOW = dt.datetime(2026, 6, 20, 10, tzinfo=ZONE)


def item(key: str, parent: str | None = None, *, progress: float | None = None, **more) -> Item:
    org, due = more.pop("org", "住建局"), more.pop("due", dt.datetime(2026, 12, 31, 23, 59, 59, tzinfo=ZONE))
    start = dt.datetime(2026, 1, 5, 9, tzinfo=ZONE)
    clock = Clock(
        rule="livelihood-annual",
        rule_from=dt.date(2000, 1, 1),
        start=start,
        due=due,
        main=True,
        limit="settle",
    )
    part = Assignment(org=org, state="working", since=start, progress=progress, clocks=(clock,))
    fields = {
        "kind": "livelihood",
        "phase": "assigned",
        "no": key,
        "title": f"事项{key}",
        "assignments": (part,),
    }
    return Item(key=key, parent=parent, updated_at=NOW, **(fields | more))


def test_roll_up_by_weight_with_its_arithmetic() -> None:
    """Tests that a parent has the weighted mean of what counts, and prints how it was counted."""
    items = [
        item("0", progress=5),
        item("1", "0", progress=50, weight=60.0),
        item("2", "0", phase="closed", closed_at=NOW, weight=30.0),
        item("3", "0", weight=10.0),
        item("4", "0", phase="merged", merged_into="1", weight=99.0),
        item("5", "0", phase="refused", weight=99.0),
        item("6", "0", phase="draft", weight=99.0),
    ]
    tree = roll_up(items, "0")
    assert (tree.percent, tree.why) == (60.0, "children")
    assert tree.explain() == [
        "0 事项0：（60 × 50% + 30 × 100% + 10 × 0%）÷ 100 = 60%（由下级事项汇总）",
        "· 1 事项1：50%（牵头单位报送）",
        "· 2 事项2：100%（已办结，按 100% 计）",
        "· 3 事项3：0%（未报进度，按 0 计）",
        "· 4 事项4：并案，不计入",
        "· 5 事项5：不予受理，不计入",
        "· 6 事项6：草稿，不计入",
    ]
    assert tree.explain("en")[0].startswith("0 事项0: (60 × 50% + 30 × 100% + 10 × 0%) ÷ 100 = 60%")
    assert [round(one.weight, 2) for one in tree.children] == [0.6, 0.3, 0.1, 0, 0, 0]


def test_weights_of_zero_are_equal_and_kinds_without_roll_up_keep_their_own() -> None:
    """Tests that zero weights do not divide by zero, and an appeal is not made of those below it."""
    items = [item("0"), item("1", "0", progress=20, weight=0.0), item("2", "0", progress=40, weight=0.0)]
    assert roll_up(items, "0").percent == 30
    own = [msgspec.structs.replace(items[0], kind="appeal"), *items[1:]]
    assert roll_up(own, "0").why == "silent"


def test_a_measure_tells_progress_where_nobody_reported_it() -> None:
    """Tests that the newest reading counts, between 0 and 100 per cent."""
    measure = Measure(name="改造小区", unit="个", baseline=10, target=30)
    one = item("1", measure=measure, readings=(Reading(month="2026-03", value=15.0),))
    assert roll_up([one], "1").percent == 25
    more = msgspec.structs.replace(one, readings=(Reading(month="2026-03", value=45.0),))
    assert roll_up([more], "1").percent == 100


@given(st.dictionaries(st.sampled_from("abcdefgh"), st.sampled_from("abcdefghx"), min_size=1))
def test_no_circle_stops_it_and_each_item_stands_once(parents: dict[str, str]) -> None:
    """Tests that each item has one place in the forest whatever stands above what."""
    items = [item(key, parent, progress=50.0) for key, parent in parents.items()]
    nodes = [node for tree in forest(items) for _, node in tree.walk() if node.why != "cycle"]
    assert sorted(node.item.key for node in nodes) == sorted(parents)
    assert all(node.percent == pytest.approx(50.0) for node in nodes)
    for key in parents:
        assert roll_up(items, key).item.key == key


def test_a_deep_tree_is_not_too_deep() -> None:
    """Tests that a chain longer than the interpreter's stack is rolled up."""
    items = [item("0"), *(item(str(n), str(n - 1), progress=40.0) for n in range(1, 3000))]
    assert roll_up(items, "0").percent == pytest.approx(40.0)


MEASURE = Measure(
    name="新增车位", unit="个", baseline=100, target=400, months={"2026-03": 160, "2026-06": 220}
)


@pytest.mark.parametrize(
    ("month", "value"),
    [
        ("2025-11", 100),
        ("2025-12", 100),
        ("2026-01", 120),
        ("2026-03", 160),
        ("2026-05", 200),
        ("2026-06", 220),
        ("2026-09", 310),
        ("2026-12", 400),
        ("2027-05", 400),
    ],
)
def test_the_plan_between_the_months_given(month: str, value: float) -> None:
    """Tests the straight lines from the baseline over the months given to the target."""
    assert planned(MEASURE, month) == pytest.approx(value)


def test_a_plan_without_months_is_one_line() -> None:
    """Tests that baseline and target alone give a line over the year, or from start to end."""
    plain = Measure(name="x", baseline=0, target=120)
    assert planned(plain, "2026-06") == pytest.approx(60)
    assert planned(plain, "2026-06", start="2026-04", end="2026-08") == pytest.approx(60)


@given(st.lists(st.floats(0, 1e6), min_size=12, max_size=12))
def test_given_months_are_met_and_no_month_leaves_its_neighbours(values: list[float]) -> None:
    """Tests that a month given has its value, and one between lies between."""
    months = {f"2026-{n + 1:02d}": value for n, value in enumerate(values) if n % 3 == 2}
    measure = Measure(name="x", baseline=values[0], target=values[-1], months=months)
    got = {f"2026-{n:02d}": planned(measure, f"2026-{n:02d}") for n in range(1, 13)}
    assert all(got[month] == value for month, value in months.items())
    for left, right in itertools.pairwise(months):
        low, high = sorted((months[left], months[right]))
        assert all(low - 1e-6 <= got[one] <= high + 1e-6 for one in got if left < one < right)


def test_ahead_behind_and_a_target_below_the_baseline() -> None:
    """Tests the gap in units and per cent of the way, in the target's direction."""
    one = item("1", year=2026, measure=MEASURE, readings=(Reading(month="2026-05", value=170.0),))
    got = standing(one, "2026-06")
    assert got
    assert (got.month, got.planned, got.gap, got.percent, got.course, got.missing) == (
        "2026-05",
        200,
        -30,
        -10,
        "behind",
        1,
    )
    assert "滞后；其后 1 个月未报" in got.explain()
    assert "behind plan" in got.explain("en")
    dust = Measure(name="PM2.5", unit="微克", baseline=40, target=30, months={"2026-06": 35})
    clean = item("2", year=2026, measure=dust, readings=(Reading(month="2026-06", value=33.0),))
    better = standing(clean, "2026-06")
    assert better
    assert (better.gap, better.course) == (2, "ahead")
    assert standing(clean, "2026-05") is None


def test_the_stock_take_keeps_the_items_behind_each_figure() -> None:
    """Tests the rows by department and by work system, with keys instead of bare counts."""
    past = dt.datetime(2026, 6, 1, 23, 59, 59, tzinfo=ZONE)
    items = [
        item("0", work_system="六项工程"),
        item("1", "0", progress=40.0, org="住建局", work_system="六项工程", weight=3.0),
        item("2", "0", org="水利局", due=past, weight=1.0),
        item("3", phase="closed", closed_at=NOW, org="水利局"),
        item("4", phase="refused", org="水利局"),
        item(
            "5", org="住建局", year=2026, measure=MEASURE, readings=(Reading(month="2026-05", value=170.0),)
        ),
    ]
    water, housing = stock_take(items, "lead", NOW)
    assert (water.name, water.items, water.closed, water.overdue, water.silent) == (
        "水利局",
        ("2", "3"),
        ("3",),
        ("2",),
        ("2",),
    )
    assert water.percent == 50
    assert (housing.items, housing.behind) == (("0", "1", "5"), ("5",))
    assert [row.name for row in stock_take(items, "work_system", NOW)] == ["", "六项工程"]
