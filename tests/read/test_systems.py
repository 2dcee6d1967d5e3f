"""Named systems of goals: their names, their trees, what hangs on them, and those an office defines."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.read.read_cases import cases, of, read

import bridgehead.terms
from bridgehead.errors import UsageError
from bridgehead.read import Context
from bridgehead.read.systems import load_systems
from bridgehead.records import WorkItem, verify

EXAMPLE = Path(bridgehead.terms.__file__).parent / "systems" / "example.toml"


def tree(items: tuple[WorkItem, ...]) -> list[Any]:
    """Labels, those with parts of their own as a pair."""
    return [[item.label, tree(item.items)] if item.items else item.label for item in items]


@pytest.mark.parametrize("case", cases("systems"))
def test_cases(case: dict[str, Any]) -> None:
    """Tests that each expression gives its systems with their trees, and look-alikes give none."""
    found = of(read(case["text"]), "work_system")
    assert {system.name: tree(system.items) for system in found} == case["systems"]
    for system in found:
        assert list(system.counts) == case.get("counts", list(system.counts))
        assert system.agrees == case.get("agrees", system.agrees)


def test_a_system_points_to_its_words() -> None:
    """Tests that the record and each item quote what stands in the raw text, damage and all."""
    raw = "市委提出“123”工作體系，即一個目標、兩個重點、三項保障。各地要落實“123”工作體系。"
    reading = read(raw)
    (system,) = of(reading, "work_system")
    verify(system, raw)
    assert system.quote_raw == "“123”工作體系"
    assert system.issuer == "市委"
    assert [raw[slice(*item.span)] for item in system.items] == ["一個目標", "兩個重點", "三項保障"]
    assert [raw[slice(*span)] for span in system.mentions] == ["“123”工作體系"]


def test_counts_that_differ_are_said() -> None:
    """Tests that a name and a list that do not agree are both kept, with a note and a doubt."""
    reading = read("云岭市落实“135”工作思路，即一个目标、三大战略、四项工程。")
    (system,) = of(reading, "work_system")
    assert system.agrees is False
    assert system.note == "名称里是1、3、5，列出的是1、3、4"
    (doubt,) = [doubt for doubt in of(reading, "doubt") if doubt.kind == "counts"]
    assert (doubt.about, doubt.detail) == (system.id, system.note)


def test_what_names_an_item_hangs_on_it() -> None:
    """Tests that a directive is tied to the system it names, and to the item of it."""
    text = (
        "云岭市提出“12”工作体系，即一个目标、两大行动（清溪行动、暖居行动）。\n"
        "2026年3月5日，市长叶青林到松溪县调研。他强调，要大力推进清溪行动，确保河水变清。"
        "要对照“12”工作体系抓好落实。"
    )
    reading = read(text)
    (system,) = of(reading, "work_system")
    hung = {one.work_item: one.work_system for one in of(reading, "directive")}
    assert hung == {"清溪行动": system.id, None: system.id}


def test_an_office_defines_its_own() -> None:
    """Tests that a defined system is known by its name, an alias or an item, and brings its tree."""
    own = load_systems(EXAMPLE)
    for text in ("各部门要落实“1345”工作体系。", "大力实施1345工程。", "要把老街更新行动抓紧抓实。"):
        (system,) = of(read(text, context=Context(systems=own)), "work_system")
        assert (system.name, system.defined_by, system.issuer) == ("1345", "office", "云岭市委")
        assert [item.count for item in system.items] == [None, 3, 4, None]
    assert of(read("编号13450的车辆已离开。", context=Context(systems=own)), "work_system") == []


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("[[system]]\nterm = '工作体系'\n", "system 1 没有 name"),
        ("[[system]]\nname = 1345\n", "name"),
        ("[[system]]\nname = '1345'\n[[system.items]]\ntext = '无'\n", "item 1 没有 label"),
        ("[[systems]]\nname = '1345'\n", "只能有"),
        ("name = ", "TOML"),
    ],
)
def test_a_wrong_definition_is_explained(tmp_path: Path, content: str, said: str) -> None:
    """Tests that a mistake in systems.toml is named with its place, and that no file is no mistake."""
    path = tmp_path / "systems.toml"
    assert load_systems(path) == ()
    path.write_text(content, encoding="utf-8")
    with pytest.raises(UsageError, match=said) as error:
        load_systems(path)
    assert error.value.where == str(path)


@settings(deadline=None, max_examples=60)
@given(st.text(alphabet="“”12358一二三五大项个新无可抓优促即、，；：（）。\n目标行动工程体系", max_size=60))
def test_any_text_is_read(text: str) -> None:
    """Tests that no text breaks the reader, and that every system quotes what stands there."""
    for record in (*of(read(text), "work_system"), *of(read(text), "doubt")):
        verify(record, text)


def test_cases_are_many() -> None:
    """Tests that the table holds names of every form, and look-alikes."""
    rows = json.loads((Path(__file__).parents[1] / "cases" / "read" / "systems.json").read_text("utf-8"))
    assert len(rows) >= 80
    assert sum(not row["systems"] for row in rows) >= 30
