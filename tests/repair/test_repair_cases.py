"""Tables of cases: what is repaired, what must not change, what is only marked."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from bridgehead.repair import ROLES, Repaired, repair

CASES = Path(__file__).parents[1] / "cases" / "repair"


def load(name: str):
    return json.loads((CASES / f"{name}.json").read_text(encoding="utf-8"))


JOINS = load("joins")
FOUR = ("in-the-wild", "synthetic", "negative", "known-failures")
"""The kinds of cases, as ftfy has them."""

FILES = {path.stem: json.loads(path.read_text(encoding="utf-8")) for path in sorted(CASES.glob("*.json"))}
KINDS = {name: cases for name, cases in FILES.items() if isinstance(cases, dict) and "negative" in cases}


def cases(*kinds: str):
    """The cases of some kinds that say what goes in; ``clean`` is missing where only marks are expected."""
    found = []
    for name, file in KINDS.items():
        for kind in kinds:
            for case in file[kind]:
                case = {"raw": case} if isinstance(case, str) else case
                if "raw" in case and ("clean" in case or kind == "negative") and "spots" not in case:
                    found.append(pytest.param(name, case, id=f"{name}: {case.get('why', case['raw'])}"))
    return found


def line_text(result: Repaired, span: tuple[int, int]) -> str:
    return result.raw[slice(*span)].strip()


def test_there_are_cases_of_every_kind():
    """Tests that each kind of damage has its file, each file the four kinds, and all together 200 cases."""
    assert {"byteshift", "encodings", "pinyin", "script", "marks", "symbols", "width", "ocr", "twins"} <= set(
        KINDS
    )
    assert all(set(FOUR) <= set(file) for file in KINDS.values())
    assert sum(len(file[kind]) for file in KINDS.values() for kind in FOUR) >= 200


@pytest.mark.parametrize(("name", "case"), cases("in-the-wild", "synthetic"))
def test_damage_comes_right(name, case):
    """Tests that a damaged text reads as its clean form does, with every stage at work.

    The files of single stages give the text as that stage leaves it, perhaps still traditional: what later
    stages make of it is the same with and without the damage.
    """
    result = repair(case["raw"])
    assert result.clean == repair(case["clean"]).clean
    assert result.clean != case["raw"]
    if "kind" in case:
        assert case["kind"] in {edit.kind for edit in result.edits}


@pytest.mark.parametrize(("name", "case"), cases("known-failures"))
@pytest.mark.xfail(strict=True, reason="a later level repairs it")
def test_known_failure(name, case):
    """Tests that a known failure still fails: when it does not, it moves to another list."""
    assert repair(case["raw"]).clean == repair(case["clean"]).clean


@pytest.mark.parametrize(("name", "case"), cases("negative"))
def test_clean_text_stays(name, case):
    """Tests that text which only looks damaged keeps every character; only cut lines are put together."""
    result = repair(case["raw"])
    assert "".join(result.clean.split()) == "".join(case["raw"].split())
    if name == "traps":
        assert result.edits == ()


def test_traps_on_one_page():
    """Tests that the traps stay when they stand on one page, where evidence could add up."""
    lines = [line for line in FILES["traps"]["negative"] if "(" not in line]
    assert repair("\n".join(lines)).clean == "\n".join(lines)


@pytest.mark.parametrize(
    ("raw", "spot"),
    [("市委书记沈\ufffd\ufffd山到松溪县调研", "\ufffd\ufffd"), ("\uf0b7 加快云岭陆港建设", "\uf0b7")],
)
def test_unknown(raw, spot):
    """Tests that a spot where something is lost for good is marked as unknown and stays visible."""
    result = repair(raw)
    unknown = [edit for edit in result.edits if edit.outcome == "unknown"]
    assert [edit.raw for edit in unknown] == [spot]
    assert all(edit.clean == edit.raw and edit.kind == "mojibake" for edit in unknown)
    assert spot in result.clean


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
    text = "云岭市委书记沈怀山到松溪县调研\n市鸽场\n会议强调要抓好重点项目"
    raw = text.encode("gbk").decode("latin-1")
    assert repair(raw).clean == text
    assert repair(raw.split("\n")[1]).clean == raw.split("\n")[1]
