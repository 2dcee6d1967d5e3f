"""Passages of many genres and provinces: floors of precision and recall for each type of record."""

from __future__ import annotations

from functools import cache

import pytest
from passages import RECALL_ONLY, Tally, judge_all, passages

FLOOR = 0.95
LOWER = {"figures_full": 0.93, "stops": 0.9, "projects": 0.9, "commitments": 0.9}
TYPES = [
    "people",
    "titles",
    "areas",
    "bodies",
    "visits",
    "companions",
    "stops",
    "meetings",
    "signings",
    "directives",
    "issuers",
    "addressees",
    "deadlines",
    "commitments",
    "figures",
    "figures_full",
    "projects",
    "articles",
    "study_tours",
]


@cache
def tallies() -> dict[str, Tally]:
    return judge_all()


@pytest.mark.parametrize("type", TYPES)
def test_floor(type):
    """Tests that of each type nearly all is found, and hardly anything that is not there."""
    tally = tallies()[type]
    floor = LOWER.get(type, FLOOR)
    assert tally.recall >= floor, tally.missed
    if type not in RECALL_ONLY:
        assert tally.precision >= floor, tally.false


def test_passages_are_many_and_whole():
    """Tests that the table has its 40 passages, each named once and judged for something."""
    rows = list(passages())
    assert len(rows) >= 40
    assert len({row["name"] for row in rows}) == len(rows)
    assert all(row["expected"] for row in rows)
    assert set(TYPES) == set(tallies())
