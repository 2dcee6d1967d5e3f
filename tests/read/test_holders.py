"""Who held a post on a day."""

from __future__ import annotations

from datetime import date

import pytest
from read_cases import read

from bridgehead.read import Context
from bridgehead.read.holders import holder, holdings

_PAGES = (
    ("2025-03-02", "云岭市委副书记、市长叶青林主持会议。"),
    ("2025-06-10", "云岭市市长叶青林到松溪县调研。副市长罗小川参加。"),
    ("2025-09-01", "云岭市委副书记、代市长梁一舟到会。原市长叶青林参加。"),
    ("2025-12-01", "云岭市加快发展。市长梁一舟出席。"),
)


@pytest.fixture(scope="module")
def records():
    pages = (read(text, context=Context(date_published=day, place="云岭市")) for day, text in _PAGES)
    return [record for page in pages for record in page.records]


@pytest.mark.parametrize(
    ("day", "person", "certainty"),
    [
        (date(2025, 1, 1), None, "unknown"),
        (date(2025, 3, 2), "叶青林", "seen"),
        (date(2025, 5, 1), "叶青林", "likely"),
        (date(2025, 8, 1), None, "unknown"),
        (date(2025, 10, 1), "梁一舟", "likely"),
        (date(2026, 1, 1), None, "unknown"),
    ],
)
def test_holder(records, day, person, certainty):
    """Tests that only a day between two sightings of one person is likely, and none outside of all."""
    answer = holder(records, "市长", "云岭市", day)
    assert (answer.person, answer.certainty) == (person, certainty)
    assert len(answer.evidence) >= 1


def test_two_on_one_day(records):
    """Tests that two people seen in one post on one day leave it unknown, with both as evidence."""
    page = read("市长沈怀山出席。", context=Context(date_published="2025-12-01", place="云岭市"))
    answer = holder([*records, *page.records], "市长", "云岭市", date(2025, 12, 1))
    assert (answer.person, answer.certainty, len(answer.evidence)) == (None, "unknown", 2)


def test_posts_of_a_person(records):
    """Tests that a former post is no sighting, and that 市长 on the city's page is 云岭市市长."""
    posts = {(h.role, h.organization): (str(h.first), str(h.last)) for h in holdings(records, "叶青林")}
    assert posts["市长", "云岭市政府"] == ("2025-03-02", "2025-06-10")
    assert {h.role for h in holdings(records, "罗小川")} == {"副市长"}
