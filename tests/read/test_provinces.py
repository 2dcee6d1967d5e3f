"""Passages of many provinces, labelled before any rule was looked at: floors for what was done and said."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import cache
from typing import Any

import pytest
from read_cases import CASES, of, raw_text

from bridgehead.read import Context, Reading, read_text

Row = dict[str, Any]
FILES = ("provinces", "provinces-more")
FLOORS = {"visits": 0.88, "stops": 0.85, "directives": 0.88, "commitments": 0.85}
"""Recall and precision by rules only; benchmarks/read_provinces.py measures with the tagger."""


@cache
def passages() -> tuple[Row, ...]:
    texts = ((CASES / f"{name}.jsonl").read_text(encoding="utf-8") for name in FILES)
    return tuple(json.loads(line) for text in texts for line in text.splitlines())


@cache
def reading(id: str) -> Reading:
    row = next(row for row in passages() if row["id"] == id)
    return read_text(raw_text(row["text"]), context=Context(row["date_published"], row["place"]))


def same_place(row: Row, record: Any) -> bool:
    """Whether gold and record share half of the longer span; a directive may match by its whole extent."""
    for low, high in filter(None, (row.get("span"), row.get("extent"))):
        for start, end in filter(None, (record.span, getattr(record, "extent", None))):
            if 2 * (min(high, end) - max(low, start)) >= max(high - low, end - start):
                return True
    return False


def same_visit(row: Row, record: Any) -> bool:
    """Whether leader and day agree; an anonymous leader agrees by the sentence."""
    leader = next((p.name for p in record.participants if p.role == "leader"), None)
    low, high = row["span"]
    touches = min(high, record.span[1]) > max(low, record.span[0])
    return row["leader"] == leader and row["start"] == record.start_time and touches


def same_stop(row: Row, record: Any) -> bool:
    names = [row["name"], *row.get("alias", ())]
    return any(name in record.location or record.location in name for name in names)


def pairs(type: str) -> Iterator[tuple[str, list[Row], list[Any]]]:
    """Yield id, gold and records of a type, passage by passage."""
    for row in passages():
        found = reading(row["id"])
        visits = [event for event in of(found, "event") if event.classification in ("visit", "study_tour")]
        if type == "visits":
            yield row["id"], row["visits"], visits
        elif type == "stops":
            stops = [stop for visit in row["visits"] for stop in visit["stops"]]
            yield row["id"], stops, [stop for visit in visits for stop in visit.agenda]
        else:
            yield row["id"], row[type], of(found, type.removesuffix("s"))


@pytest.mark.parametrize("type", FLOORS)
def test_provinces(type):
    """Tests that of what was done and said nearly all is found, and little that is not there."""
    same = {"visits": same_visit, "stops": same_stop}.get(type, same_place)
    missed, false, right = [], [], 0
    for id, gold, found in pairs(type):
        left = list(found)
        for row in sorted(gold, key=lambda row: row.get("optional", False)):
            hit = next((record for record in left if same(row, record)), None)
            if hit is not None:
                left.remove(hit)
                right += not row.get("optional")
            elif not row.get("optional"):
                missed.append((id, row.get("name") or row.get("text")))
        false += [(id, getattr(record, "location", None) or record.quote) for record in left]
    assert right / (right + len(missed)) >= FLOORS[type], missed
    assert right / (right + len(false)) >= FLOORS[type], false


def test_nothing_is_read_from_what_is_no_news():
    """Tests that a novel, a template, an advert and a hijacked page give no records."""
    assert [row["id"] for row in passages() if row["kind"] == "neg" and reading(row["id"]).records] == []


def test_an_answer_points_to_the_demand():
    """Tests that what a receiver promises is linked to the demand that was made of it."""
    text = "5月6日,市委书记沈怀山到松溪县调研。沈怀山要求松溪县抓紧整改。松溪县委书记林若谷表示,将立行立改。"
    found = read_text(raw_text(text))
    (demand,), (answer,) = of(found, "directive"), of(found, "commitment")
    assert (answer.unit, answer.responds_to) == ("松溪县", demand.id)


def test_two_leaders_in_one_sentence():
    """Tests that two visits of one sentence have each their leader, day and stops."""
    text = (
        "3月5日,市委书记沈怀山到松溪县调研,市长叶青林同日赴梅川县调研茶产业。"
        "沈怀山在云岭恒远机械有限公司察看车间。叶青林来到梅川百合产业园,听取介绍。"
    )
    visits = [event for event in of(read_text(raw_text(text)), "event") if event.classification == "visit"]
    assert [event.start_time for event in visits] == ["--03-05", "--03-05"]
    assert [[stop.location for stop in event.agenda] for event in visits] == [
        ["云岭恒远机械有限公司"],
        ["梅川百合产业园"],
    ]


def test_a_numbered_list_of_plans_is_a_promise():
    """Tests that the items behind 我们将抓好以下工作 are commitments of the place, numbered."""
    text = "今年,我们将重点抓好以下工作:\n一是稳粮食。建设高标准农田8万亩。\n二是强产业。培育企业40户。"
    found = of(read_text(raw_text(text), context=Context("2026-01-10", "云岭市")), "commitment")
    assert [(one.unit, one.ordinal) for one in found] == [("云岭市", "一"), ("云岭市", "二")]
