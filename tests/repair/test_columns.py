"""Columns read across: put in order again, with every character still pointing to its place."""

from __future__ import annotations

import json
from itertools import pairwise, zip_longest
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bridgehead.repair import Repaired, repair, replay

CASES = json.loads(
    (Path(__file__).parents[1] / "cases" / "repair" / "columns.json").read_text(encoding="utf-8")
)
LEFT = (
    "为解决群众停车难的问题，东陵区对全区二百多个老旧小区进行摸底调查，利用边角空地新建停车场十二处，"
    "新增停车位九百多个，同时推行错时共享停车办法，机关单位的停车场夜间向周边居民免费开放，得到群众普遍欢迎。"
)
RIGHT = (
    "石塘县持续推进矿山生态修复，关停了一批小散石材企业，采取削坡、覆土、种植树木等措施，累计治理废弃矿山三千"
    "二百亩。昔日满目疮痍的采石场如今栽满了苹果树，成为当地群众增加收入的绿色银行。"
)


def is_untangled(result: Repaired) -> bool:
    return any("columns" in edit.kind for edit in result.edits)


def across(left: str, right: str, width: int, gap: str) -> str:
    """Set two texts in columns and read them row by row."""
    rows = zip_longest(
        *([text[i : i + width] for i in range(0, len(text), width)] for text in (left, right)), fillvalue=""
    )
    if gap == "\n":
        return "\n".join(part for row in rows for part in row if part)
    return "\n".join(f"{a:　<{width}}{gap}{b}".rstrip("　 ") for a, b in rows)


@pytest.mark.parametrize("case", CASES["in-the-wild"] + CASES["synthetic"], ids=lambda case: case["why"])
def test_untangled(case):
    """Tests that columns read across come in order, and that the edits say so and replay."""
    result = repair(case["raw"])
    assert result.clean == case["clean"]
    assert replay(case["raw"], result.edits) == result.clean
    assert is_untangled(result)


@pytest.mark.parametrize("case", CASES["negative"], ids=lambda case: case["why"])
def test_left_alone(case):
    """Tests that tables, lists, verse, letters and wrapped text are no columns."""
    assert not is_untangled(repair(case["raw"]))


@pytest.mark.parametrize("case", CASES["known-failures"], ids=lambda case: case["why"])
@pytest.mark.xfail(strict=True, reason="not sure enough")
def test_known_failure(case):
    """Tests that a known failure still fails."""
    assert repair(case["raw"]).clean == case["clean"]


@pytest.mark.parametrize("gap", ["  ", "\n"])
@pytest.mark.parametrize(
    "sentence", ["停车场夜间向周边居民免费开放", "覆土、种植树木等措施", "昔日满目疮痍的采石场"]
)
def test_sentence_points_to_its_pieces(gap, sentence):
    """Tests that a sentence of either column spans from its first piece to its last, and no further."""
    raw = across(LEFT, RIGHT, 14, gap)
    result = repair(raw)
    at = result.clean.index(sentence)
    start, end = result.raw_span(at, at + len(sentence))
    assert raw[start] == sentence[0]
    assert raw[end - 1] == sentence[-1]
    assert end - start <= 5 * len(sentence)
    assert result.clean_span(start, end)[0] == at


def test_lines_are_halves():
    """Tests that each half of a row is a line of its own, at its place, in the order of the raw text."""
    raw = across(LEFT, RIGHT, 14, "  ")
    spans = [line.span for line in repair(raw).lines]
    assert spans == sorted(spans)
    assert [raw[slice(*span)] for span in spans[:2]] == [LEFT[:14], RIGHT[:14]]


def test_damage_inside_columns():
    """Tests that other damage inside the columns is repaired too, and still points to its place."""
    raw = across(LEFT, RIGHT, 14, "  ").replace("矿山", "礦(kuàng)山").replace("群众", "群眾(zhòng)")
    result = repair(raw)
    assert result.clean == f"{LEFT}\n{RIGHT}"
    assert replay(raw, result.edits) == result.clean
    at = result.clean.index("矿山")
    assert raw[slice(*result.raw_span(at, at + 2))] == "礦(kuàng)山"


@settings(max_examples=40, deadline=None)
@given(
    width=st.integers(8, 24),
    gap=st.sampled_from(["  ", "　　", "\n"]),
    noise=st.lists(
        st.tuples(st.integers(0, 200), st.sampled_from(["發", "(fā)", "，", "\n", " ", "?"])), max_size=6
    ),
)
def test_contract(width, gap, noise):
    """Tests that edits replay, lines stay in the text, and every clean character has a raw place."""
    raw = across(LEFT, RIGHT, width, gap)
    for at, what in noise:
        raw = raw[:at] + what + raw[at:]
    result = repair(raw)
    assert replay(raw, result.edits) == result.clean
    places = [(edit.start, edit.end) for edit in result.edits if edit.outcome == "repaired"]
    assert all(a[1] <= b[0] for a, b in pairwise(places))
    assert all(0 <= start < end <= len(raw) for start, end in (line.span for line in result.lines))
    for i in range(len(result.clean)):
        start, end = result.raw_span(i, i + 1)
        assert 0 <= start < end <= len(raw)
