"""The words for kinds, dates, figures and fields."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.utils import translation

from bridgehead.office.facts import facts
from bridgehead.office.words import damage, day, figure, kind, qualified
from bridgehead.records import TYPES
from bridgehead.repair import repair


@pytest.mark.parametrize(
    ("text", "chinese", "english"),
    [
        ("2031", "2031年", "2031"),
        ("2031-02", "2031年2月", "2031-02"),
        ("2031-02-15", "2031年2月15日", "2031-02-15"),
        ("--02-15", "2月15日（年份不详）", "02-15 (year unknown)"),
        ("--02", "2月（年份不详）", "02 (month, year unknown)"),
        ("2031-01/2031-10", "2031年1月—10月", "2031-01—2031-10"),
        ("2031-03-07/2031-03-08", "2031年3月7日—8日", "2031-03-07—2031-03-08"),
        ("2031-03-30/2031-04-02", "2031年3月30日—4月2日", "2031-03-30—2031-04-02"),
        ("2031-11/2032-02", "2031年11月—2032年2月", "2031-11—2032-02"),
        ("2031/2035", "2031年—2035年", "2031—2035"),
        ("2031-02/2031-02", "2031年2月", "2031-02"),
        ("2031-02/..", "2031年2月以来", "since 2031-02"),
        ("../2031-02", "截至2031年2月", "until 2031-02"),
        ("近期", "近期", "近期"),
        (None, "", ""),
    ],
)
def test_days(text: str | None, chinese: str, english: str) -> None:
    """Tests that partial dates and spans are said as people say them, and other words are left alone."""
    with translation.override("zh-hans"):
        assert day(text) == chinese
    with translation.override("en"):
        assert day(text) == english


@pytest.mark.parametrize(
    ("value", "unit", "qualifier", "text"),
    [
        (249.0, "天", None, "249 天"),
        (3.72, None, None, "3.72"),
        (81.9, "%", None, "81.9%"),
        (86858, "件", None, "86,858 件"),
        (0.1 + 0.2, "万亩", None, "0.3 万亩"),
        (-1.5, "个百分点", None, "-1.5 个百分点"),
        (40, "家", "余", "40余家"),
        (30, "%", "以上", "30%以上"),
        (16.1, "万架", "约", "约 16.1 万架"),
        (None, "万架", "约", ""),
    ],
)
def test_figures(value: float | None, unit: str | None, qualifier: str | None, text: str) -> None:
    """Tests that figures keep their digits, units and qualifiers in their places."""
    assert qualified(value, unit, qualifier) == text
    if qualifier is None:
        assert figure(value, unit) == text


@pytest.mark.parametrize("name", sorted(TYPES))
def test_every_record_type_has_a_word(name: str) -> None:
    """Tests that a record type has a word in both languages, and English tells one from many."""
    with translation.override("zh-hans"):
        chinese = kind(name)
    with translation.override("en"):
        one, many = kind(name), kind(name, 2)
    assert chinese != name
    assert one.isascii()
    assert many.isascii()
    assert name == "link" or one != many


def test_facts_leave_out_what_is_not_known_but_not_what_is_missed() -> None:
    """Tests that an unknown field vanishes, unless a reader would look for it."""
    found = {fact.label: fact for fact in facts("directive", {"issuer_name": None, "modality": None})}
    assert found["提出人"].values == []
    assert "语气" not in found


def test_facts_of_a_type_without_a_table() -> None:
    """Tests that a new record type shows its plain fields at once."""
    found = facts("novelty", {"type": "novelty", "id": "x", "colour": "红", "span": [0, 1], "parts": ["a"]})
    assert [(fact.label, fact.values[0].text) for fact in found] == [("colour", "红")]


def test_every_kind_of_damage_has_a_word(root: Path) -> None:
    """Tests that all kinds of repair that the samples need are named in words on the document page."""
    found = set()
    for path in sorted((root / "samples" / "yunling").glob("*.txt"))[:14]:
        found |= {edit.kind for edit in repair(path.read_text("utf-8", errors="replace")).edits}
    assert len(found) > 2
    assert found <= set(damage())
