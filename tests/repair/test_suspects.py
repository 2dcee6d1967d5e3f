"""Look-alike characters, doubled words and lost characters: suggested, and applied with proof only."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bridgehead.repair.suspects import proven, suspected

CASES = Path(__file__).parents[1] / "cases" / "repair"
KINDS = {"ocr": "ocr", "doubling": "doubled", "missing": "missing"}
DIGITS = "0123456789０１２３４５６７８９〇一二三四五六七八九十百千万亿两"


def load(name: str):
    return json.loads((CASES / f"{name}.json").read_text(encoding="utf-8"))


def cases(*sorts: str):
    return [
        pytest.param(kind, case, id=f"{name}-{case['raw'][:14]}")
        for name, kind in KINDS.items()
        for sort in sorts
        for case in load(name)[sort]
    ]


def found(text: str) -> list[tuple[str, str, str]]:
    return [(e.kind, text[e.start : e.end], e.clean) for e in [*proven(text), *suspected(text)]]


@pytest.mark.parametrize(("kind", "case"), cases("in-the-wild", "synthetic"))
def test_suggested(kind, case):
    """Tests that a slip is found, with the right suggestion and nothing else."""
    assert found(case["raw"]) == [(kind, old, new) for old, new in case["spots"]]


@pytest.mark.parametrize(("kind", "case"), cases("negative"))
def test_left_alone(kind, case):
    """Tests that what only looks like a slip is left alone."""
    assert found(case["raw"]) == []


@pytest.mark.parametrize(("kind", "case"), cases("known-failures"))
@pytest.mark.xfail(strict=True, reason="not found yet")
def test_known_failure(kind, case):
    """Tests that a known failure still fails: when it does not, it moves to the other list."""
    assert found(case["raw"]) == [(kind, old, new) for old, new in case["spots"]]


@pytest.mark.parametrize("name", KINDS)
def test_corrected_is_clean(name):
    """Tests that a case with its suggestions applied gives no suggestion any more."""
    whole = load(name)
    for case in whole["in-the-wild"] + whole["synthetic"]:
        text = case["raw"]
        for note in reversed(suspected(text)):
            text = text[: note.start] + note.clean + text[note.end :]
        assert found(text) == []


PROVEN = [
    ("煤矸石堆场完成复绿。松溪县用煤研石制砖，年产两亿块。", "研", "矸", "本文另处作“煤矸石”"),
    ("未成年人节目上线。今后末成年人进馆免票。", "末", "未", "本文另处作“未成年人”"),
    ("立足煤研石、粉煤灰等固废建厂。石塘的煤研石制砖项目投产。", "研", "矸", "2处"),
]


@pytest.mark.parametrize(("text", "old", "new", "why"), PROVEN)
def test_proven(text, old, new, why):
    """Tests that a slip is repaired where the document itself has the word, or errs the same way twice."""
    changes = proven(text)
    assert {(text[c.start : c.end], c.clean) for c in changes} == {(old, new)}
    assert all(why in change.evidence for change in changes)


@pytest.mark.parametrize(
    "text",
    [
        "松溪县用煤研石制砖。",  # once, and nowhere right
        "煤研石村举行庙会。煤研石村的戏台修好了。",  # a village may be called so
        "8月3日开会。8月4曰再开会。",  # a date is never changed
        "周林木主持会议。周林术也参加了会议。",  # two people may have such names
    ],
)
def test_not_proven(text):
    """Tests that nothing is repaired on less than proof, and no name or date ever."""
    assert proven(text) == []


def test_evidence():
    """Tests that each suggestion tells the word and what it might be, and how sure it is."""
    notes = suspected("市场竟争激烈。新建管网管网12公里。深度融合展。")
    assert [note.kind for note in notes] == ["ocr", "doubled", "missing"]
    for word, note in zip(("市场竞争", "管网", "融合发展"), notes, strict=True):
        assert word in note.evidence
    assert all(note.outcome == "suggested" and 0 < note.confidence < 1 for note in notes)


PIECES = ["煤研石", "竟争", "小区小区", "融合展", "己", "3曰", "\n", "，", "云岭市", "12", "\U00020bb7"]
text = st.lists(
    st.one_of(
        st.sampled_from(PIECES),
        st.text("未末己已治冶人入的一大太日曰", max_size=5),
        st.text(max_size=4),
    ),
    max_size=24,
).map("".join)  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(text)
def test_numbers_stay(text):
    """Tests that over any text changes are in order and inside it, and never touch a number."""
    changes, notes = proven(text), suspected(text)
    for each in [*changes, *notes]:
        assert 0 <= each.start < each.end <= len(text)
        old = text[each.start : each.end]
        assert old != each.clean
        if each.kind == "ocr":
            assert not set(each.clean) & set(DIGITS) - {"千"}
    ends = [0, *(change.end for change in changes)]
    assert all(end <= change.start for end, change in zip(ends, changes, strict=False))
    assert notes == sorted(notes)


def test_place_is_no_matter():
    """Tests that a slip is found wherever it stands in a long text."""
    slip = "市场竟争激烈。"
    for before in (0, 1, 32_760, 32_768, 70_001):
        text = "云" * before + "，" + slip
        assert [note.start for note in suspected(text)] == [before + 3]
