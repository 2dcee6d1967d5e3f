"""Visits with stops and companions, meetings, signings, study tours."""

from __future__ import annotations

import pytest
from read_cases import cases, of, read


@pytest.mark.parametrize("case", cases("visits"))
def test_visits(case):
    """Tests that a visit is read with its leader, days, companions, subjects, areas and stops in order."""
    events = [event for event in of(read(case["text"]), "event") if event.classification == "visit"]
    assert len(events) == 1
    (event,) = events
    leader = next(p for p in event.participants if p.role == "leader")
    assert (leader.name, event.start_time, event.end_time) == (case["leader"], case["start"], case["end"])
    assert [p.name for p in event.participants if p.role == "companion"] == case["companions"]
    assert list(event.subjects) == case["subjects"]
    assert list(event.areas) == case["areas"]
    assert [stop.location for stop in event.agenda] == case["stops"]
    assert [stop.order for stop in event.agenda] == list(range(1, len(event.agenda) + 1))


def test_stops_point_into_the_raw_text():
    """Tests that a stop's own span holds its name, also where the text is damaged."""
    text = "3月5日,市長(zhǎng)葉青林到松溪縣調研。葉青林來到云嶺恒遠機械有限公司,察看車(chē)間。"
    found = read(text)
    (stop,) = of(found, "event")[0].agenda
    assert stop.quote == stop.location == "云岭恒远机械有限公司"
    assert found.repaired.raw[stop.span[0] : stop.span[1]] == "云嶺恒遠機械有限公司"


def test_meeting():
    """Tests that a meeting has its chair, its attendees and its day."""
    text = "8月12日,市长叶青林主持召开古城建设专题会,听取汇报。市领导罗小川、顾长河参加。"
    (event,) = of(read(text), "event")
    assert (event.classification, event.name, event.start_time) == ("meeting", "古城建设专题会", "--08-12")
    assert [(p.role, p.name) for p in event.participants] == [
        ("leader", "叶青林"),
        ("attendee", "罗小川"),
        ("attendee", "顾长河"),
    ]


def test_study_tour():
    """Tests that a delegation's tour is a study tour, not a visit, with where it went."""
    text = "9月3日至5日,市委书记沈怀山率我市党政代表团赴江苏省苏州市学习考察。代表团考察了苏州工业园区。"
    (event,) = of(read(text), "event")
    assert event.classification == "study_tour"
    assert event.areas == ("江苏省", "苏州市")


def test_signing():
    """Tests that a signing has its day and those who signed."""
    text = "5月20日,云岭市与云川大学签署协议。市长叶青林、云川大学副校长王明代表双方签约。"
    (event,) = of(read(text), "event")
    assert (event.classification, event.start_time) == ("signing", "--05-20")
    assert {p.name for p in event.participants} == {"叶青林", "王明"}


@pytest.mark.parametrize(
    "text",
    [
        "全市上下要大兴调查研究,深入基层调研。",
        "市委高度重视调查研究工作,统筹安排调研时间。",
        "调研是谋事之基、成事之道。",
        "会议听取了汇报。",
    ],
)
def test_no_event(text):
    """Tests that talk about research tours is no tour."""
    assert of(read(text), "event") == []


def test_dateline_is_not_the_day():
    """Tests that the day of a dateline is not the day of the visit."""
    text = "新华社云川4月18日电 省长何知秋4月17日到北原市调研民营经济。"
    assert of(read(text), "event")[0].start_time == "--04-17"
