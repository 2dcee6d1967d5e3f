"""Tests of projects."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from bridgehead.read import Context, read_text
from bridgehead.records import Project, verify
from bridgehead.sources import RawText

CASES = json.loads((Path(__file__).parents[1] / "cases/read/projects.json").read_text(encoding="utf-8"))


def projects(text: str) -> list[Project]:
    result = read_text(
        RawText("a.txt", "0" * 64, "text/plain", text), context=Context("2026-03-20", "云岭市")
    )
    return [record for record in result.records if isinstance(record, Project)]


@pytest.mark.parametrize("case", CASES["synthetic"], ids=lambda case: case["name"])
def test_project_with_place_owner_amount_phase(case: dict) -> None:
    """Tests that projects come with their place, owner, amount and phase, and only they."""
    found = projects(case["text"])
    assert [
        [p.name, p.area, list(p.owner), p.amount, p.unit_text, p.amount_kind, p.phase] for p in found
    ] == case["projects"]
    for project in found:
        verify(project, case["text"])


@pytest.mark.parametrize("text", CASES["negative"])
def test_general_words_name_no_project(text: str) -> None:
    """Tests that general words, visited sites and praise name no project."""
    assert [project.name for project in projects(text)] == []


def test_money_has_a_currency() -> None:
    """Tests that money is given in units of its currency, and a capacity has none."""
    found = projects(CASES["synthetic"][0]["text"])
    assert [project.currency for project in found] == ["CNY", "CNY", None]


def test_a_project_is_named_once_an_article() -> None:
    """Tests that a project named twice in an article is one record, at its first mention."""
    text = "功能糖二期项目开工。\n功能糖二期项目总投资12亿元。"
    assert [project.span[0] for project in projects(text)] == [0]
