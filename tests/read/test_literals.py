"""Tests of patterns that are tried only where the characters stand with which they begin."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bridgehead import terms
from bridgehead.read._literals import Listed, Listing, openings
from bridgehead.read.source_kind import _cues, _patterns

PATTERNS = [
    "书记处|书记|局长(?!办)|县",
    r"\d+个|[一二]是",
    "长[\U00020000-\U0002ffff]|书",
    r"(?=[一书县])(?<!二)(?:一+是?|书(?:记|\n)|县(?=[长 ]))",
    r"(?P<who>一|二){1,2}(?:是|个)?$",
    "[^书]是",
]
TOGETHER = Listing()
LISTED = [Listed(pattern, TOGETHER) for pattern in PATTERNS]
assert not LISTED[0].count("的" * 100)  # what takes long is done at the first text
CHARS = [*"书记处局长办县一二是个12 \n的٣\U00020001", "书记处", "书记书记", "局长办", "二二是"]
TEXTS = st.lists(st.sampled_from(CHARS)).map("".join)


@given(TEXTS, TEXTS, st.data())
def test_same_matches(short: str, more: str, data: st.DataObject) -> None:
    """Tests that a listed pattern finds exactly what the plain one finds, in texts short and long."""
    for text in (short, short + "的" * 80 + more):
        start, end = sorted(data.draw(st.tuples(*[st.integers(0, len(text) + 1)] * 2)))
        for listed, pattern in zip(LISTED, map(re.compile, PATTERNS), strict=True):
            plain = [match.span() for match in pattern.finditer(text)]
            assert [match.span() for match in listed.finditer(text)] == plain
            assert listed.count(text) == len(plain)
            part = [match.span() for match in pattern.finditer(text, start, end)]
            assert [match.span() for match in listed.finditer(text, start, end)] == part
            first = listed.search(text, start, end)
            assert (first.span() if first else None) == (part[0] if part else None)


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        ("书记|书法|县", {"书记", "书法", "县"}),
        ("(?:市|县)?委(?!员)", {"市委", "县委", "委"}),
        ("[市县]*局", {"市市", "市县", "县市", "县县", "市局", "县局", "局"}),
        ("(?<!第)一(?:是|要)?", {"一"}),
        (r"\d月", {f"{digit}月" for digit in "0123456789"}),
        ("(?=[在到]).+县", {"在", "到"}),
        ("[^一]是", set()),
        ("(?:市|县)?", set()),
        ("(?i)PM", set()),
    ],
)
def test_openings(pattern: str, expected: set[str]) -> None:
    """Tests that it shows in a pattern with what its matches begin, or that it does not."""
    assert openings(pattern) == expected


WORDS = "".join(row["words"] for row in terms.table("source_cues"))
CUE_CHARS = sorted({char for char in WORDS if char.isalnum()} | set("0(（。"))
CUES = [
    (re.compile("|".join(part)), openings("|".join(part)))
    for row in terms.table("source_cues")
    for part in _patterns(row["words"])
]


@given(st.lists(st.sampled_from(CUE_CHARS)))
def test_openings_of_cues(chars: list[str]) -> None:
    """Tests that no cue of the table is missed by what it is taken to begin with."""
    text = "".join(chars)
    for cue, begun in CUES:
        for match in cue.finditer(text):
            assert {match[0][:1], match[0][:2]} & begun


def test_cues_are_listed() -> None:
    """Tests that nearly all cues are looked up together: one that is not costs a pass of its own."""
    every = [cue for families in _cues().values() for family in families for cue in family]
    assert sum(not cue.openings for cue in every) <= 1 < len(every)
