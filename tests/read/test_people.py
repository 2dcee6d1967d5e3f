"""People and posts."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from read_cases import cases, of, read

from bridgehead.read import names, posts


@pytest.mark.parametrize("case", cases("people"))
def test_people(case):
    """Tests that exactly the people of a text are found, each with the title as written."""
    found = read(case["text"])
    titles = {}
    for membership in of(found, "membership"):
        if membership.person_name:
            titles.setdefault(membership.person_name, []).append(membership.post_label)
    people = {person.name for person in of(found, "person")}
    assert people == set(case["people"])
    assert {name: "、".join(parts) for name, parts in titles.items()} == case["people"]


@pytest.mark.parametrize("case", cases("posts"))
def test_posts(case):
    """Tests that a title falls into posts with role, body, rank and level."""
    title = posts.parse(case["text"], len(case["text"]))
    found = [[p.label, p.role, p.organization, p.rank, p.level] for p in title.parts]
    assert found == case["parts"]


def test_nameless_leader():
    """Tests that a leader whom the text does not name is a membership without a person."""
    found = read("3月27日,东陵区政府主要负责人到企业调研。")
    assert not of(found, "person")
    membership = next(m for m in of(found, "membership"))
    assert (membership.person, membership.post_label) == (None, "东陵区政府主要负责人")


def test_mentions():
    """Tests that every later place of a name is a mention, and a longer name does not lend its parts."""
    text = "市长叶青林到会。叶青林说,好。副市长叶青参加。"
    people = {p.name: p for p in of(read(text), "person")}
    assert [text[a:b] for a, b in people["叶青林"].mentions] == ["叶青林"]
    assert people["叶青"].mentions == ()


@given(st.text(alphabet="市委书记长王明李主任记者、,。 ·何伟说", max_size=60), st.integers(0, 60))
def test_names_stay_inside(text, at):
    """Tests that a name never leaves the text and never holds a mark."""
    for start, end in names.names_at(text, min(at, len(text)), sure=True):
        assert 0 <= start < end <= len(text)
        assert not set(text[start:end]) & set("、,。")
