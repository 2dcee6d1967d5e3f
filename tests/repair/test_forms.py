"""Forms of characters: traditional and variant, width, marks, symbols, spaces, masks; each by its stage."""

from __future__ import annotations

import json
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bridgehead.repair._compose import Draft
from bridgehead.repair.marks import marks
from bridgehead.repair.masks import masks, scrubbed
from bridgehead.repair.script import script
from bridgehead.repair.spaces import spaces
from bridgehead.repair.symbols import doubtful_symbols, symbols
from bridgehead.repair.width import width

CASES = Path(__file__).parents[1] / "cases" / "repair"
STAGES = {
    "script": script,
    "width": width,
    "marks": marks,
    "symbols": symbols,
    "spaces": spaces,
    "masks": masks,
}
KINDS = {"marks": "mark", "symbols": "symbol", "spaces": "space", "masks": "mask"}


def load(name: str):
    return json.loads((CASES / f"{name}.json").read_text(encoding="utf-8"))


def cases(*sorts: str, names=tuple(STAGES)):
    return [
        pytest.param(name, case, id=f"{name}-{(case['raw'] if isinstance(case, dict) else case)[:16]}")
        for name in names
        for sort in sorts
        for case in load(name).get(sort, ())
    ]


def staged(name: str, text: str) -> Draft:
    draft = Draft(text)
    draft.apply(STAGES[name](text))
    return draft


def notes(text: str):
    return sorted([*doubtful_symbols(text), *scrubbed(text)])


@pytest.mark.parametrize(("name", "case"), cases("in-the-wild", "synthetic"))
def test_repaired(name, case):
    """Tests that each stage sets its damage right, and says why."""
    draft = staged(name, case["raw"])
    assert draft.text == case["clean"]
    changes = draft.changes()
    assert all(change.evidence and change.kind == KINDS.get(name, name) for change in changes)


@pytest.mark.parametrize(("name", "text"), cases("negative"))
def test_left_alone(name, text):
    """Tests that what only looks damaged is neither changed nor marked, by any of the stages."""
    for stage in STAGES.values():
        assert list(stage(text)) == []
    assert notes(text) == []


def test_left_alone_on_one_page():
    """Tests that the traps of script stay when they stand on one page, where evidence could add up."""
    text = "\n".join(load("script")["negative"])
    assert staged("script", text).text == text


@pytest.mark.parametrize(("name", "case"), cases("unknown", "suggested"))
def test_noted(name, case):
    """Tests that what is lost is marked, and a likely word suggested, without a change of the text."""
    raw = case["raw"]
    found = notes(raw)
    assert all(note.kind == KINDS[name] and note.evidence for note in found)
    if found[0].outcome == "unknown":
        assert [raw[note.start : note.end] for note in found] == case["spots"]
    else:
        spots = [[raw[note.start : note.end], note.clean] for note in found]
        assert spots == case["spots"] or [clean for _, clean in spots] == case["spots"]
    assert staged(name, raw).text == raw


@pytest.mark.parametrize(("name", "case"), cases("known-failures"))
@pytest.mark.xfail(strict=True, reason="not known how to tell")
def test_known_failure(name, case):
    """Tests that a known failure still fails: when it does not, it moves to the other list."""
    assert staged(name, case["raw"]).text == case["clean"]
    spots = [case["raw"][note.start : note.end] for note in notes(case["raw"])]
    assert spots == case.get("spots", [])


def test_every_form_comes_home():
    """Tests that every common character converted by itself comes back in a traditional line."""
    from opencc import OpenCC

    common = [
        bytes([high, low]).decode("gb2312")
        for high in range(0xB0, 0xD8)
        for low in range(0xA1, 0xFF if high < 0xD7 else 0xFA)
    ]
    frame = "實現發展{}體系開會"
    text = "\n".join(frame.format(char) for char in common)
    for name in ("s2t", "s2tw", "s2hk"):
        back = staged("script", OpenCC(name).convert(text)).text.split("\n")
        wrong = [char for char, line in zip(common, back, strict=True) if line != f"实现发展{char}体系开会"]
        assert set(wrong) <= {"著", "藉", "俱"}  # 借, 具 and 着 as far as the tables can know


@settings(max_examples=200, deadline=None)
@given(
    st.text(
        st.sampled_from("著乾於發后里面麵云雲臺台-12半月年.%Ш类GJ園林 　*（）《》“”，,、\n#x;&a中央"),
        max_size=40,
    )
)
def test_no_digit_is_invented(text):
    """Tests that no stage makes a digit, or a change that is empty, out of order or overlapping."""
    for stage in STAGES.values():
        draft = Draft(text)
        draft.apply(stage(text))
        reached = 0
        for change in draft.changes():
            assert reached <= change.start < change.end
            reached = change.end
        digits = [char for char in unicodedata.normalize("NFKC", draft.text) if char.isdigit()]
        there = iter(unicodedata.normalize("NFKC", text))
        assert all(digit in there for digit in digits)
    for note in notes(text):
        assert 0 <= note.start < note.end <= len(text)
