"""Cutting a text where highlights begin and end."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from bridgehead.office.marks import Mark, paragraphs, segments

TEXTS = st.text(alphabet="云岭市\n百合a ", max_size=40)
SPANS = st.lists(st.tuples(st.integers(-3, 45), st.integers(-3, 45)), max_size=8)


def marks_of(spans: list[tuple[int, int]]) -> list[Mark]:
    """Number the spans as records."""
    return [Mark(min(span), max(span), "directive", f"r{i}") for i, span in enumerate(spans)]


@given(TEXTS, SPANS, SPANS)
def test_nothing_is_lost_and_every_record_is_where_it_stands(
    text: str, spans: list[tuple[int, int]], edit_spans: list[tuple[int, int]]
) -> None:
    """Tests that segments put together are the text, and each knows exactly the records that cover it."""
    marks = marks_of(spans)
    edits = [(min(span), max(span), i) for i, span in enumerate(edit_spans)]
    cut = segments(text, marks, edits)
    assert "".join(part.text for part in cut) == text
    for part in cut:
        assert part.text == text[part.start : part.end]
        if part.text:
            covering = {one.record for one in marks if one.start <= part.start and part.end <= one.end}
            full = [one for one in marks if one.start < one.end]
            touching = {one.record for one in full if one.start < part.end and part.start < one.end}
            assert {mark.record for mark in part.marks} == covering == touching


@given(TEXTS, SPANS)
def test_innermost_first(text: str, spans: list[tuple[int, int]]) -> None:
    """Tests that the shortest record of a segment comes first, so that a click opens the nearest one."""
    for part in segments(text, marks_of(spans)):
        lengths = [mark.end - mark.start for mark in part.marks]
        assert lengths == sorted(lengths)


@given(TEXTS, SPANS)
def test_lines_join_to_the_text(text: str, spans: list[tuple[int, int]]) -> None:
    """Tests that lines joined by line ends are the text again."""
    lines = paragraphs(segments(text, marks_of(spans)))
    assert "\n".join("".join(part.text for part in line) for line in lines) == text


def test_what_was_taken_away_keeps_its_place() -> None:
    """Tests that an empty repair gives an empty segment between its neighbours."""
    cut = segments("云岭市", [Mark(0, 3, "area", "r")], [(1, 1, 7), (2, 3, 8)])
    assert [(part.text, part.edit) for part in cut] == [("云", None), ("", 7), ("岭", None), ("市", 8)]


def test_a_repair_covers_only_its_span() -> None:
    """Tests that neighbours of a repair are not shown as repaired."""
    cut = segments("abcdef", [], [(1, 3, 0), (3, 4, 1)])
    assert [(part.text, part.edit) for part in cut] == [("a", None), ("bc", 0), ("d", 1), ("ef", None)]
