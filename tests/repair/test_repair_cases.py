"""Tables of cases: what is repaired, what must not change, what is only marked."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from bridgehead.repair import ROLES, Repaired, repair

CASES = Path(__file__).parents[1] / "cases" / "repair"


def load(name: str):
    return json.loads((CASES / f"{name}.json").read_text(encoding="utf-8"))


REPAIRED = load("repaired")
JOINS = load("joins")


def line_text(result: Repaired, span: tuple[int, int]) -> str:
    return result.raw[slice(*span)].strip()


@pytest.mark.parametrize("case", REPAIRED["synthetic"], ids=lambda case: case["why"])
def test_repaired(case):
    """Tests that each kind of damage comes right, with an edit of its kind."""
    result = repair(case["raw"])
    assert result.clean == case["clean"]
    assert case["kind"] in {edit.kind for edit in result.edits}


@pytest.mark.parametrize("case", REPAIRED["known-failures"], ids=lambda case: case["why"])
@pytest.mark.xfail(strict=True, reason="a later level repairs it")
def test_known_failure(case):
    """Tests that a known failure still fails: when it does not, it moves to the other list."""
    result = repair(case["raw"])
    assert result.clean == case["clean"]
    assert case["raw"] != case["clean"]


@pytest.mark.parametrize("line", load("unchanged")["lines"])
def test_unchanged(line):
    """Tests that a trap is neither changed nor marked."""
    assert repair(line).edits == ()


def test_traps_on_one_page():
    """Tests that the traps stay when they stand on one page, where evidence could add up."""
    lines = [line for line in load("unchanged")["lines"] if "(" not in line]
    assert repair("\n".join(lines)).clean == "\n".join(lines)


@pytest.mark.parametrize("case", load("unknown")["lines"], ids=lambda case: case["raw"])
def test_unknown(case):
    """Tests that a shifted spot is marked as unknown and stays visible."""
    unknown = [edit for edit in repair(case["raw"]).edits if edit.outcome == "unknown"]
    assert [edit.raw for edit in unknown] == [case["spot"]]
    assert all(edit.clean == edit.raw and edit.kind == "mojibake" for edit in unknown)
    assert case["spot"] in repair(case["raw"]).clean


@pytest.mark.parametrize("case", JOINS["joined"], ids=lambda case: case["why"])
def test_joined(case):
    """Tests that a cut sentence is one again, and that its lines say so."""
    result = repair(case["raw"])
    assert result.clean == case["clean"]
    assert any(line.joined for line in result.lines)


@pytest.mark.parametrize("case", JOINS["apart"], ids=lambda case: case["why"])
def test_apart(case):
    """Tests that lines which only look cut stay apart."""
    result = repair(case["raw"])
    assert result.clean == case["raw"]
    assert not any(line.joined for line in result.lines)


@pytest.mark.parametrize("page", load("roles"), ids=lambda page: page["why"])
@pytest.mark.parametrize("gap", ["\n", "\n\n"], ids=["tight", "loose"])
def test_roles(page, gap):
    """Tests that every line of a page gets its role, whether blank lines stand between or not."""
    result = repair(gap.join(text for _, text in page["lines"]))
    found = [[line.role, line_text(result, line.span)] for line in result.lines]
    assert found == page["lines"]


def test_roles_are_listed():
    """Tests that the cases of roles cover the documented list and use no other."""
    used = {role for page in load("roles") for role, _ in page["lines"]}
    assert used == set(ROLES)


@pytest.mark.parametrize(
    ("wrong", "right"), [("latin-1", "utf-8"), ("latin-1", "gb18030"), ("cp1252", "gbk")]
)
@pytest.mark.parametrize(
    "text", ["云岭市委书记沈怀山到松溪县调研，强调要抓好12个重点项目。", "“云岭”日报（1版）——好"]
)
def test_wrong_encoding(text, wrong, right):
    """Tests that a line decoded with the wrong encoding is decoded again, character by character."""
    result = repair(text.encode(right).decode(wrong))
    assert result.clean == text
    assert all(edit.kind == "mojibake" and len(edit.clean) <= 2 for edit in result.edits)


@pytest.mark.parametrize("text", ["市委书记", "推动经济发展", "会议强调重点项目"])
def test_utf8_read_as_gbk(text):
    """Tests that UTF-8 read as GBK comes back when no byte was lost."""
    assert repair(text.encode().decode("gb18030")).clean == text


def test_wrong_encoding_of_short_lines():
    """Tests that a short line is decoded again as the rest of its page is, and left alone otherwise."""
    text = "云岭市委书记沈怀山到松溪县调研\n柳叶\n会议强调要抓好重点项目"
    raw = text.encode().decode("latin-1")
    assert repair(raw).clean == text
    assert repair(raw.split("\n")[1]).clean == raw.split("\n")[1]
