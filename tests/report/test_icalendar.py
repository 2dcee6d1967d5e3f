"""Deadlines as iCalendar, read back with the same library and by eye."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from icalendar import Calendar

from bridgehead.errors import UsageError
from bridgehead.report.icalendar import Deadline, as_calendar, write_calendar

CHANGED = dt.datetime(2026, 11, 3, 9, 30, tzinfo=dt.UTC)


def deadline(item: str = "item-1", due: dt.date = dt.date(2026, 11, 20), **more) -> Deadline:
    return Deadline(item=item, title="松溪县医院迁建", due=due, changed=CHANGED, **more)


def lines(content: bytes) -> list[str]:
    return content.decode().replace("\r\n ", "").split("\r\n")


def test_a_day_is_a_day() -> None:
    """Tests that a due day is an all-day entry of that day alone, with a UID made of the item."""
    said = lines(as_calendar([deadline(sequence=4)]))
    assert "DTSTART;VALUE=DATE:20261120" in said
    assert "DTEND;VALUE=DATE:20261121" in said
    assert "UID:item-1@bridgehead" in said
    assert "SEQUENCE:4" in said
    assert "STATUS:CONFIRMED" in said


def test_an_hour_names_its_zone_and_the_zone_is_there() -> None:
    """Tests that an hour stands in China's time with the zone defined in the file."""
    said = lines(as_calendar([deadline(due=dt.datetime(2026, 11, 20, 17, 30))]))
    assert "DTSTART;TZID=Asia/Shanghai:20261120T173000" in said
    assert "TZID:Asia/Shanghai" in said
    assert "TZOFFSETTO:+0800" in said


def test_reminders_are_where_the_caller_put_them() -> None:
    """Tests that a reminder at nine in China is one o'clock UTC, as the standard wants it."""
    nine = dt.datetime(2026, 11, 18, 9, 0)
    said = lines(as_calendar([deadline(reminders=(nine,))]))
    assert said.count("BEGIN:VALARM") == 1
    assert "TRIGGER;VALUE=DATE-TIME:20261118T010000Z" in said


def test_what_is_closed_is_cancelled_and_reminds_nobody() -> None:
    """Tests that a closed item stays in the file, cancelled, so that calendars take it off."""
    nine = dt.datetime(2026, 11, 18, 9, 0)
    said = lines(as_calendar([deadline(closed=True, reminders=(nine,))]))
    assert "STATUS:CANCELLED" in said
    assert "BEGIN:VALARM" not in said


@settings(deadline=None)
@given(st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), min_size=1, max_size=200))
def test_lines_are_folded_and_texts_come_back(text: str) -> None:
    """Tests that no line is longer than 75 bytes, and that a text with commas and the like survives."""
    content = as_calendar([deadline(description=text)])
    assert all(len(line) <= 75 for line in content.split(b"\r\n"))
    event = Calendar.from_ical(content).walk("VEVENT")[0]
    assert str(event["description"]) == text


def test_the_same_deadlines_give_the_same_bytes() -> None:
    """Tests that order of the input and the day of writing leave no trace."""
    two = [deadline("b"), deadline("a", dt.datetime(2026, 11, 20, 8))]
    assert as_calendar(two) == as_calendar(reversed(two))


def test_an_item_that_comes_twice_is_refused(tmp_path) -> None:
    """Tests that two entries never share a UID, and that nothing is written then."""
    path = tmp_path / "due.ics"
    with pytest.raises(UsageError, match="item-1"):
        write_calendar([deadline(), deadline(due=dt.date(2026, 12, 1))], path)
    assert not path.exists()


def test_a_folder_that_is_not_there_is_named(tmp_path) -> None:
    """Tests that a file that cannot be written says which and what to try."""
    with pytest.raises(UsageError, match=r"due\.ics"):
        write_calendar([deadline()], tmp_path / "none" / "due.ics")
    write_calendar([deadline()], tmp_path / "due.ics", name="督查期限")
    assert "X-WR-CALNAME:督查期限" in lines((tmp_path / "due.ics").read_bytes())
