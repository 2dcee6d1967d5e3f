"""Work systems and doubts in the words of a record's page."""

from __future__ import annotations

import pytest
from django.utils import translation

from bridgehead.office.facts import facts


def test_a_system_shows_its_tree() -> None:
    """Tests that each part of a system stands on a line, with its own parts behind it."""
    items = [
        {"label": "一个目标", "items": []},
        {"label": "两大产业", "items": [{"label": "百合"}, {"label": "装备"}]},
    ]
    with translation.override("zh-hans"):
        told = {
            fact.label: fact for fact in facts("work_system", {"name": "12", "items": items, "agrees": None})
        }
    assert [(value.lead, value.text) for value in told["组成"].values] == [
        ("1.", "一个目标"),
        ("2.", "两大产业：百合、装备"),
    ]
    assert "个数与名称相符" not in told


@pytest.mark.parametrize(("language", "said"), [("zh-hans", "年份不详"), ("en", "a date without its year")])
def test_a_doubt_says_what_to_try(language: str, said: str) -> None:
    """Tests that a doubt is told in the language of the page, with what can be done."""
    with translation.override(language):
        values = [fact.values[0].text for fact in facts("doubt", {"kind": "year", "words": "3月5日"})]
    assert values[:2] == [said, "3月5日"]
    assert len(values) == 3
