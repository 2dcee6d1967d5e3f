"""Tests of patterns that are searched by the two characters with which their words begin."""

import re

from hypothesis import given
from hypothesis import strategies as st

from bridgehead import terms
from bridgehead.read._literals import Listed
from bridgehead.read.source_kind import _cues, _openings, _patterns

PATTERNS = [
    ("书记处|书记|局长(?!办)|县", ["书记", "局长", "县"]),
    (r"\d+个|[一二]是", ["1", "2", "3", "一是", "二是"]),
    ("长[\U00020000-\U0002ffff]|书", ["长", "书"]),
]
LISTED = Listed(PATTERNS)
TEXTS = st.lists(
    st.sampled_from([*"书记处局长办县一二是个12 \n的\U00020001", "书记处", "书记书记", "局长办"])
).map("".join)


@given(TEXTS)
def test_same_matches(text: str) -> None:
    """Tests that a listed pattern finds exactly what the plain one finds."""
    for number, (pattern, _) in enumerate(PATTERNS):
        plain = [match.span() for match in re.finditer(pattern, text)]
        assert [match.span() for match in LISTED.finditer(text, number)] == plain
        assert LISTED.count(text, number) == len(plain)


def cues() -> list[str]:
    return [row["words"] for row in terms.table("source_cues")]


@given(
    st.lists(st.sampled_from(sorted({c for words in cues() for c in words if c.isalnum()} | set("0９(（。"))))
)
def test_openings_of_cues(chars: list[str]) -> None:
    """Tests that no cue of the table is missed by what it is taken to begin with."""
    text = "".join(chars)
    for words in cues():
        for part in _patterns(words):
            openings = _openings(part)
            for match in re.finditer("|".join(part), text) if openings else ():
                assert {match[0][:1], match[0][:2]} & set(openings)


def test_cues_are_listed() -> None:
    """Tests that nearly all cues are looked up together: one that is not costs a pass of its own."""
    assert len(_cues().plain) <= 3
