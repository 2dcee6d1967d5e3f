"""Wrong encodings, codes never decoded, and what is lost for good."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bridgehead.repair import repair
from bridgehead.repair._compose import Draft
from bridgehead.repair.encodings import redecode
from bridgehead.repair.escapes import escapes, likely_escapes
from bridgehead.repair.unreadable import unreadable

CASES = json.loads(
    (Path(__file__).parents[1] / "cases" / "repair" / "encodings.json").read_text(encoding="utf-8")
)
STAGES = {"redecode": redecode, "escapes": escapes}
LINES = (
    "云岭市委书记沈怀山到松溪县调研，强调要抓好12个重点项目。",
    "会议指出，要坚持问题导向，办好民生实事。",
    "今年前三季度，全市生产总值增长8.5%，好于预期。",
)


def staged(stage, text: str) -> str:
    draft = Draft(text)
    draft.apply(stage(text))
    return draft.text


@pytest.mark.parametrize("case", CASES["in-the-wild"] + CASES["synthetic"], ids=lambda case: case["why"])
def test_comes_right(case):
    """Tests that what was decoded wrongly, or never, comes right."""
    assert staged(STAGES[case.get("stage", "redecode")], case["raw"]) == case["clean"]


@pytest.mark.parametrize("line", CASES["negative"])
def test_clean_text_stays(line):
    """Tests that rare characters, other languages, questions and addresses are neither changed nor marked."""
    assert redecode(line) == []
    assert escapes(line) == []
    assert unreadable(line) == []


@pytest.mark.parametrize("case", CASES["unknown"], ids=lambda case: case["spot"])
def test_what_is_lost_is_marked(case):
    """Tests that what no one can read is marked as unknown and stays visible."""
    notes = unreadable(case["raw"])
    assert [case["raw"][note.start : note.end] for note in notes] == [case["spot"]]
    assert all(note.outcome == "unknown" and note.kind == "mojibake" for note in notes)


@pytest.mark.parametrize("case", CASES["known-failures"], ids=lambda case: case["why"])
def test_lost_bytes_are_not_guessed(case):
    """Tests that a character with a lost byte becomes U+FFFD, marked, and that the rest comes right."""
    result = repair(case["raw"])
    assert "\ufffd" in result.clean
    assert any(edit.outcome == "unknown" for edit in result.edits)
    assert set(result.clean) - {"\ufffd"} <= set(case["clean"])


@pytest.mark.parametrize(
    ("wrong", "right"), [("latin-1", "utf-8"), ("cp437", "utf-8"), ("mac_roman", "utf-8"), ("latin-1", "gbk")]
)
def test_one_line_of_a_good_page(wrong, right):
    """Tests that the damaged line of a good page comes right and that the others stay."""
    for i, line in enumerate(LINES):
        page = [*LINES[:i], line.encode(right).decode(wrong), *LINES[i + 1 :]]
        assert staged(redecode, "\n".join(page)) == "\n".join(LINES)


@settings(max_examples=60, deadline=None)
@given(st.text(alphabet="云岭市委书记到松溪县调研会议强调要抓好重点项目民生实事", min_size=4, max_size=30))
def test_any_words_come_back(text):
    """Tests that any run of common characters survives UTF-8 read as Latin-1, once or twice."""
    once = text.encode().decode("latin-1")
    assert staged(redecode, once) == text
    assert staged(redecode, once.encode().decode("latin-1")) == text


def test_codes_in_text_about_codes_are_only_suggested():
    """Tests that what may be meant as a code is suggested, not changed."""
    line = "在JSON里“中文”写作\\u4e2d\\u6587"
    assert [note.clean for note in likely_escapes(line)] == ["中文"]
    assert repair(line).clean == line


def test_no_digit_comes_from_a_code():
    """Tests that digits and letters are never taken from a code: a wrong one could not be told."""
    assert escapes("增长\\u0031\\u0032个项目，编号%31%32%33") == []
