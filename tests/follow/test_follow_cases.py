"""Tests that directives of made-up cities find what answers them, and nothing else is claimed."""

from __future__ import annotations

from functools import cache

import pytest
from benchmarks.follow import Case, cities, table

from bridgehead.follow import Index, follow
from bridgehead.records import Link

SETS = [("cities", False), ("cities", True), ("unseen", False)]
"""Answers that share words with what was asked."""
FAR = ["second", "third"]
"""Longer papers whose answers share few words with what was asked."""
REPORTS = ["fourth", "fifth", "sixth"]
"""Tables of figures, reports, notices, replies and minutes, with deeds undone, planned, or only heard of."""


@cache
def found(name: str, long: bool) -> list[tuple[Index, Case, tuple[Link, ...]]]:
    return [
        (index, case, next(follow(index, [case.ask])).links)
        for _, index, cases in cities(name, long)
        for case in cases
    ]


@cache
def figures(name: str, long: bool) -> dict[str, float]:
    links = {id(case): some for _, case, some in found(name, long)}
    return table([case for _, case, _ in found(name, long)], lambda case: list(links[id(case)]))


@pytest.mark.parametrize(("name", "long"), SETS)
def test_ranking(name, long):
    """Tests that what answers an ask stands first."""
    assert figures(name, long)["MRR"] >= 0.85
    assert figures(name, long)["R@10"] >= 0.90
    assert figures(name, long)["MAP"] >= 0.80


@pytest.mark.parametrize(("name", "long"), SETS)
def test_claims(name, long):
    """Tests that what is claimed answers, that no look-alike is, and that what has no answer has none."""
    assert figures(name, long)["precision"] >= 0.95
    assert figures(name, long)["recall"] >= 0.60
    assert figures(name, long)["hard"] == 0
    assert figures(name, long)["none"] == 0


@pytest.mark.parametrize("name", FAR)
def test_far_words(name):
    """Tests that answers in quite other words are found, and that few look-alikes are claimed."""
    assert figures(name, False)["MRR"] >= 0.90
    assert figures(name, False)["R@10"] >= 0.90
    assert figures(name, False)["precision"] >= 0.90
    assert figures(name, False)["recall"] >= 0.50
    assert figures(name, False)["hard"] + figures(name, False)["none"] <= 2


@pytest.mark.parametrize("name", REPORTS)
def test_reports(name):
    """Tests that most answers in reports are claimed, and little else."""
    assert figures(name, False)["MRR"] >= 0.90
    assert figures(name, False)["R@10"] >= 0.90
    assert figures(name, False)["precision"] >= 0.92
    assert figures(name, False)["recall"] >= 0.60
    assert figures(name, False)["hard"] <= 2
    assert figures(name, False)["none"] <= 2


def test_an_aside_is_no_answer():
    """Tests that what a body does beside its work is not claimed, unless it was asked."""
    for _, case, links in found("third", False):
        claimed = [link.quote for link in links if link.claim]
        assert not any("献血" in quote or "马拉松" in quote for quote in claimed), case.ask.record.head


def test_never_older():
    """Tests that no sentence is even proposed that is not later."""
    for index, case, links in found("cities", False):
        asked = index.day_of(case.ask)
        for link in links:
            assert link.date > asked.until


def test_arithmetic_is_kept():
    """Tests that the parts of a score give the score."""
    import math

    for _, _, links in found("cities", False):
        for link in links:
            assert link.score == pytest.approx(1 / (1 + math.exp(-sum(link.score_parts.values()))), abs=2e-3)
