"""Histories as files: what is read of them, and what is said of a line that cannot be."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from bridgehead.errors import BridgeheadError
from bridgehead.ledger import ZONE
from bridgehead.ledger.histories import is_history, read_history

GOOD = '{"item":"item-1","action":"comment","said":{"text":"已看现场"},"at":"2026-03-02T09:30:00+08:00"}'


def read(path: Path, *lines: str) -> tuple[list[str], list[BridgeheadError]]:
    path.write_text("\n".join(lines), encoding="utf-8")
    bad: list[BridgeheadError] = []
    return [act.where for act in read_history(path, bad)], bad


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("", None),
        ("不是 JSON", "读不出来"),
        ("[]", "读不出来"),
        ('{"item":"item-1"}', "action"),
        (GOOD.replace("2026-03-02T09:30:00+08:00", "昨天"), "读不出来"),
        ('{"item":"item-1","action":"comment"}', "时间"),
        (GOOD.replace('"said"', '"roles":["king"],"said"'), "角色"),
        ("\\u0000", "读不出来"),
    ],
)
def test_a_bad_line_is_named(tmp_path: Path, line: str, told: str | None) -> None:
    """Tests that the error names file and line, what is wrong and what to try; the other lines are read."""
    there, bad = read(tmp_path / "a.jsonl", GOOD, line, GOOD)
    assert there == ["a.jsonl:1", "a.jsonl:3"]
    assert [error.where for error in bad] == ([] if told is None else ["a.jsonl:2"])
    for error in bad:
        assert told
        assert told in error.message("zh")
        assert error.try_zh
        assert error.try_en


def test_a_moment_without_a_zone_is_the_offices(tmp_path: Path) -> None:
    """Tests that a moment is taken as written in the office, where it does not say where."""
    path = tmp_path / "a.jsonl"
    path.write_text(GOOD.replace("+08:00", ""), encoding="utf-8")
    (act,) = read_history(path, [])
    assert act.at == dt.datetime(2026, 3, 2, 9, 30, tzinfo=ZONE)


@pytest.mark.parametrize(
    ("text", "is_one"),
    [
        (GOOD, True),
        (f"\n\n{GOOD}", True),
        ('{"type":"directive","id":"directive-1"}', False),
        ('{"item":"item-1","action":"dance"}', False),
        ("", False),
        ("{", False),
    ],
)
def test_a_history_is_told_by_its_first_line(tmp_path: Path, text: str, is_one: bool) -> None:
    """Tests that records and anything else are no history."""
    path = tmp_path / "a.jsonl"
    path.write_text(text, encoding="utf-8")
    assert is_history(path) == is_one
    assert not is_history(tmp_path)
