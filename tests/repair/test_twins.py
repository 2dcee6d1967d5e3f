"""The same text in two documents: found, aligned, and the damaged one mended by the whole one."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bridgehead.repair import Repaired, repair, replay
from bridgehead.repair.twins import Witness, find, mend

WHOLE = json.loads(
    (Path(__file__).parents[1] / "cases" / "repair" / "twins.json").read_text(encoding="utf-8")
)
BASE = WHOLE["base"]
OTHER = (
    "松溪县把百合花海、温泉和乡村民宿串成一条线，推出两日游产品，今年国庆假期接待过夜游客四万人次。"
    "东陵区把闲置院落收储起来，统一修缮、分类招租，引来民宿、书店、非遗工坊二十七家。"
)


def changed(text: str, changes: list[list[str]]) -> str:
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    return text


def mended(*texts: str) -> Repaired:
    """Mend the first of some texts by the others."""
    alone = {f"{i}": repair(text) for i, text in enumerate(texts)}
    twins = find({name: one.clean for name, one in alone.items()}).get("0", [])
    return mend(alone["0"], [Witness(twin, alone[twin.document], f"报{twin.document}") for twin in twins])


def squeezed(text: str) -> str:
    return "\n".join(line for line in text.split("\n") if line)


def cases(*sorts: str):
    return [pytest.param(case, id=case["why"]) for sort in sorts for case in WHOLE[sort]]


def check(case) -> None:
    text = mended(changed(BASE, case["here"]), changed(BASE, case["there"]))
    assert squeezed(text.clean) == squeezed(changed(BASE, case["after"]))
    disputed = [edit.raw for edit in text.edits if edit.kind == "twin" and edit.outcome == "unknown"]
    assert disputed == case["marked"]


@pytest.mark.parametrize("case", cases("in-the-wild", "synthetic", "negative"))
def test_mended(case):
    """Tests that damage is mended by a whole twin, and nothing else is changed."""
    check(case)


@pytest.mark.parametrize("case", cases("known-failures"))
@pytest.mark.xfail(strict=True, reason="not mended yet")
def test_known_failure(case):
    """Tests that a known failure still fails: when it does not, it moves to the other list."""
    check(case)


def test_evidence_names_the_twin():
    """Tests that each mended place says which document has it so."""
    edits = mended(BASE.replace("煤矸石", "煤研石"), BASE).edits
    assert [(e.raw, e.clean, e.kind, e.evidence) for e in edits] == [
        ("研", "矸", "twin", "据同文异本《报1》")
    ]


def test_three_papers_vote():
    """Tests that of two witnesses that disagree neither is believed, and two are believed against one."""
    here = BASE.replace("生态保护、修复", "生态\ufffd\ufffd、修复")
    other = BASE.replace("生态保护、修复", "生态保育、修复")
    assert "\ufffd" in mended(here, BASE, other).clean
    assert mended(here, BASE, other, BASE + "\n\n" + OTHER).clean == BASE


def test_article_inside_a_page():
    """Tests that one article of a page is found in another paper, and what stands around is left alone."""
    page = f"{OTHER}\n\n{BASE.replace('煤矸石', '煤研石')}\n\n{OTHER[::-1]}"
    found = find({"page": page, "article": BASE, "other": OTHER[::-1]})
    (twin, *_) = [twin for twin in found["page"] if twin.document == "article"]
    assert page[slice(*twin.span)][:8] in BASE
    assert twin.span[1] - twin.span[0] > 0.9 * len(BASE)
    assert {twin.document for twin in found["page"]} == {"article", "other"}
    assert mended(page, BASE).clean == f"{OTHER}\n\n{BASE}\n\n{OTHER[::-1]}"


def test_unlike_texts_are_no_twins():
    """Tests that set phrases in common make no twins."""
    phrase = "深入学习贯彻会议精神，认真落实各项决策部署。"
    assert find({"a": phrase + OTHER, "b": phrase + BASE}) == {}
    assert find({"a": "", "b": "云岭", "c": BASE}) == {}
    assert find({}) == {}


damage = st.lists(
    st.tuples(
        st.integers(20, len(BASE) - 20),
        st.sampled_from(["", "？", "\n", "研", "市市", "\ufffd", "12", "(shu) "]),
    ),
    max_size=8,
)


@settings(max_examples=80, deadline=None)
@given(damage, damage)
def test_replay(here, there):
    """Tests that edits of a mended text replay to it, every character has a place, and no digit is new."""
    texts = []
    for hits in (here, there):
        text = BASE
        for at, new in hits:
            text = text[:at] + new + text[at + 1 :]
        texts.append(text)
    text = mended(*texts)
    assert replay(text.raw, text.edits) == text.clean
    assert list(text.edits) == sorted(text.edits, key=lambda edit: (edit.start, edit.end))
    for i in range(len(text.clean)):
        start, end = text.raw_span(i, i + 1)
        assert 0 <= start < end <= len(text.raw)
    for edit in text.edits:
        assert edit.raw == text.raw[edit.start : edit.end]
    for digit in set(filter(str.isdigit, text.clean)) - set(filter(str.isdigit, texts[0])):
        assert digit in texts[1]


@settings(max_examples=40, deadline=None)
@given(damage)
def test_a_clean_text_stays(there):
    """Tests that damage in one paper, without other numbers, never changes the whole one."""
    text = BASE
    for at, new in there:
        text = text[:at] + new.replace("12", "") + text[at + 1 :]
    assert mended(BASE, text).clean == BASE
