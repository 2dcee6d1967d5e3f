"""People and posts."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from read_cases import CASES, cases, of, read

from bridgehead.read import Context, names, posts


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


def _posts():
    """The lines of posts.txt: a title; role/organization/rank/level of each post, ~ if not held now."""
    for line in (CASES / "posts.txt").read_text(encoding="utf-8").splitlines():
        if " = " in line and not line.startswith("#"):
            title, posts = line.split(" = ")
            yield pytest.param(title, [post.split("/") for post in posts.split("; ")], id=title)


@pytest.mark.parametrize(("text", "told"), list(_posts()))
def test_posts(text, told):
    """Tests that a title falls into posts with role, body, rank, level, and whether each is held now."""
    title = posts.parse(text, len(text))
    found = [
        [p.role, p.organization or "-", p.rank or "-", (p.level or "-") + "~" * bool(p.tense)]
        for p in title.parts
    ]
    assert found == told


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


def test_former_and_coming():
    """Tests that who held a post once, or stands for it, is not seen in it; who holds it is."""
    text = "原市长叶青林、市长候选人梁一舟参加,市委书记沈怀山主持。"
    held = of(read(text, context=Context(date_published="2026-03-05")), "membership")
    assert {m.person_name: m.seen_on for m in held} == {
        "叶青林": (),
        "梁一舟": (),
        "沈怀山": ("2026-03-05",),
    }


@pytest.mark.parametrize(
    "text",
    [
        "市长要求,各县要把群众冷暖放在心上。",
        "区政府主要负责人强调,要抓好落实。",
        "他来到石桥镇长江干堤,检查防汛。",
        "市委书记平安过河,局长同意后,县长都知道。",
        "副县长布置了任务,镇长和村干部一同上堤。",
        "记者问时说,收成不错。",
    ],
)
def test_no_one(text):
    """Tests that words of prose behind a title are nobody's name."""
    assert not of(read(text), "person")


@given(st.text(alphabet="市委书记长王明李主任记者、,。 ·何伟说", max_size=60), st.integers(0, 60))
def test_names_stay_inside(text, at):
    """Tests that a name never leaves the text and never holds a mark."""
    for start, end in names.names_at(text, min(at, len(text)), sure=True):
        assert 0 <= start < end <= len(text)
        assert not set(text[start:end]) & set("、,。")
