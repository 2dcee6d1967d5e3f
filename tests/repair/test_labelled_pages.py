"""Line roles and joins on labelled pages, each set in ten ways."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.repair.pages import SETTINGS, pages

from bridgehead.repair.joins import joins
from bridgehead.repair.roles import ROLES, roles

PAGES = pages()


def read(raw: str) -> list[tuple[str, bool]]:
    found = roles(raw.split("\n"))
    _, joined = joins(raw, found)
    return [(role, i in joined) for i, role in enumerate(found) if role]


@pytest.mark.parametrize("setting", SETTINGS)
def test_settings(setting):
    """Tests that the roles and joins of all pages are right but for few, however a page is set."""
    counts: Counter[str] = Counter()
    for page in map(SETTINGS[setting], PAGES):
        for want, (role, joined) in zip(page.expected, read(page.raw), strict=True):
            counts["lines"] += 1
            counts["right"] += want.role == role
            matter = [name in ("furniture", "footer") for name in (want.role, role)]
            counts["furniture"] += sum(matter)
            counts["furniture right"] += 2 * all(matter)
            counts["joins"] += want.joined + joined
            counts["joins right"] += 2 * (want.joined and joined)
    assert counts["right"] >= 0.97 * counts["lines"]
    assert counts["furniture right"] >= 0.98 * counts["furniture"]
    assert counts["joins right"] >= 0.95 * counts["joins"]


def test_pages_cover_the_roles():
    """Tests that every role stands on some page, and no page has another."""
    assert {row.role for page in PAGES for row in page.expected} == set(ROLES)


LINES = sorted({row.text for page in PAGES for row in page.rows})
noise = st.text("，。、：（“12年月日 \u3000甲乙", max_size=30)
soup = st.lists(st.one_of(st.sampled_from(LINES), noise), max_size=25)


@settings(max_examples=150, deadline=None)
@given(soup)
def test_every_line_has_a_role(lines):
    """Tests that each line that is not blank has one of the listed roles, in any order of lines."""
    lines = "\n".join(lines).split("\n")
    found = roles(lines)
    assert len(found) == len(lines)
    for line, role in zip(lines, found, strict=True):
        assert role in ROLES if line.strip() else role == ""


@settings(max_examples=150, deadline=None)
@given(soup)
def test_only_text_is_joined(lines):
    """Tests that only running text and captions are joined, and that a join takes out nothing but space."""
    text = "\n".join(lines)
    found = roles(text.split("\n"))
    changes, joined = joins(text, found)
    assert all(found[i] in ("body", "caption") for i in joined)
    assert joined == sorted(set(joined))
    reached = 0
    for change in changes:
        assert reached <= change.start < change.end
        assert "\n" in text[change.start : change.end]
        reached = change.end
