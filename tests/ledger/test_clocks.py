"""Due dates against an oracle written without ours, and the arithmetic that is shown."""

from __future__ import annotations

import calendar as civil
import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bridgehead.ledger import Calendar, Due, Extension, Limit, Pause, due, rule_sets
from bridgehead.ledger.rules import NamedLimit

chinese_calendar = pytest.importorskip("chinese_calendar")

FIRST, LAST = dt.date(2004, 1, 1), dt.date(2026, 12, 31)
EVERY_DAY = [FIRST + dt.timedelta(n) for n in range((LAST - FIRST).days + 1)]
LIMITS = [(rules.code, limit) for rules in rule_sets().values() for limit in rules.limits]
FURTHER = [
    NamedLimit(
        code=f"{number}-{unit}-{roll}-{starts}",
        zh="",
        en="",
        number=number,
        unit=unit,
        roll=roll,
        starts=starts,
    )
    for number in (0, 1, 7)
    for unit in ("day", "workday")
    for roll in (False, True)
    for starts in ("receipt", "workday")
]


def works(day: dt.date) -> bool:
    """The oracle's own table: the package's own answer, and the weekday where it has none."""
    try:
        return bool(chinese_calendar.is_workday(day))
    except NotImplementedError:
        fixed = {(1, 1), (5, 1), (5, 2), (10, 1), (10, 2), (10, 3)}
        return day.weekday() < 5 and (day.month, day.day) not in fixed


# Working days as a running number: the n-th after a day is found by looking it up, not by walking.
SPAN = [FIRST + dt.timedelta(n) for n in range((dt.date(2028, 12, 31) - FIRST).days + 1)]
WORKDAYS = [day for day in SPAN if works(day)]
AT = {day: n for n, day in enumerate(WORKDAYS)}
UPCOMING: dict[dt.date, int] = {}
_at = len(WORKDAYS)
for _day in reversed(SPAN):
    _at = AT.get(_day, _at)
    UPCOMING[_day] = _at


def oracle(limit: NamedLimit, start: dt.date) -> dt.date:
    """The due day, written another way: by index instead of by walking."""
    zero = start if limit.starts == "receipt" else WORKDAYS[UPCOMING[start]]
    if limit.unit == "workday":
        first = UPCOMING[zero + dt.timedelta(days=1)]
        day = WORKDAYS[first + limit.number - 1] if limit.number else zero
    elif limit.unit == "day":
        day = zero + dt.timedelta(days=limit.number)
    elif limit.unit == "month":
        total = zero.year * 12 + zero.month - 1 + limit.number
        year, month = total // 12, total % 12 + 1
        day = dt.date(year, month, min(zero.day, civil.monthrange(year, month)[1]))
    else:
        day = dt.date(zero.year + limit.number, 12, 31)
    return WORKDAYS[UPCOMING[day]] if limit.roll else day


@pytest.mark.parametrize(
    "limit",
    [pytest.param(one, id=f"{code}-{one.code}") for code, one in LIMITS if one.unit != "hour"] + FURTHER,
)
def test_every_start_date_and_every_rule(limit: NamedLimit) -> None:
    """Tests that the due day of each start date from 2004 to 2026 is the oracle's."""
    calendar = Calendar()
    wrong = [
        (day, got, oracle(limit, day))
        for day in EVERY_DAY[:: 1 if limit.unit in ("workday", "day") else 3]
        if (got := due(limit.limit, dt.datetime.combine(day, dt.time(9)), calendar).day) != oracle(limit, day)
    ]
    assert wrong == []


def test_make_up_days_count() -> None:
    """Tests that the weekend days before and after the holidays of autumn 2023 count as working days."""
    got = due(Limit(number=5), dt.datetime(2023, 9, 28, 10))
    assert got.day == dt.date(2023, 10, 11)
    assert got.explain() == [
        "2023-09-28 周四：收到之日，不计",
        "2023-09-29 周五（中秋节 节假日）：休息，不计",
        "2023-09-30 周六—2023-10-06 周五（国庆节 节假日）：休息，不计",
        "2023-10-07 周六（国庆节 调休上班）：第1",
        "2023-10-08 周日（国庆节 调休上班）：第2",
        "2023-10-09 周一：第3",
        "2023-10-10 周二：第4",
        "2023-10-11 周三：第5",
    ]
    assert got.explain("en")[3] == "2023-10-07 Sat (National Day make-up workday): no. 1"


def test_a_year_without_a_notice_is_provisional() -> None:
    """Tests that a due date says so if and only if it needs the working days of an unknown year."""
    start = dt.datetime(Calendar().known_until.year, 12, 28, 9)
    assert due(Limit(number=7), start).provisional
    assert "暂定" in due(Limit(number=7), start).explain()[-1]
    assert not due(Limit(number=7, unit="day"), start).provisional
    assert not due(Limit(number=2), dt.datetime(2024, 3, 1, 9)).provisional


def test_an_offices_own_days_go_first() -> None:
    """Tests that a day off by the office's own order moves the due date."""
    calendar = Calendar({dt.date(2024, 4, 11): ("holiday", "三月三")})
    assert due(Limit(number=3), dt.datetime(2024, 4, 9, 9), calendar).day == dt.date(2024, 4, 15)
    assert due(Limit(number=3), dt.datetime(2024, 4, 9, 9)).day == dt.date(2024, 4, 12)


def test_hours_pass_at_night_and_stop_while_suspended() -> None:
    """Tests that hours run through nights and holidays, and a pause moves them by its length."""
    start = dt.datetime(2024, 10, 1, 22, 30)
    assert due(Limit(number=24, unit="hour"), start).at == dt.datetime(2024, 10, 2, 22, 30)
    pause = Pause(dt.datetime(2024, 10, 2, 1), dt.datetime(2024, 10, 2, 4))
    late = Pause(dt.datetime(2024, 10, 5, 1), dt.datetime(2024, 10, 5, 4))
    got = due(Limit(number=24, unit="hour"), start, pauses=[late, pause])
    assert got.at == dt.datetime(2024, 10, 3, 1, 30)


moments = st.datetimes(dt.datetime(2005, 1, 1), dt.datetime(2025, 6, 30))
limits = st.builds(
    Limit,
    number=st.integers(0, 30),
    unit=st.sampled_from(["day", "workday", "hour"]),
    roll=st.booleans(),
    starts=st.sampled_from(["receipt", "workday"]),
)


def counted(got: Due) -> int:
    """How many days the arithmetic counts."""
    return sum(step.counted == "counted" for step in got.steps)


@given(limits, moments, st.integers(0, 10))
def test_an_extension_is_as_good_as_a_longer_limit(limit: Limit, start: dt.datetime, more: int) -> None:
    """Tests that n units and m more on top are due like n + m units."""
    longer = Limit(number=limit.number + more, unit=limit.unit, roll=limit.roll, starts=limit.starts)
    assert due(limit, start, extensions=[Extension(more)]).at == due(longer, start).at


@given(limits, moments, st.integers(1, 20), st.integers(1, 20))
def test_a_pause_never_makes_it_due_earlier(
    limit: Limit, start: dt.datetime, after: int, length: int
) -> None:
    """Tests that a pause moves the due date later or not at all, and no day counts while the clock stands."""
    stop = start + dt.timedelta(days=after)
    pause = Pause(stop, stop + dt.timedelta(days=length))
    plain, paused = due(limit, start), due(limit, start, pauses=[pause])
    assert paused.at >= plain.at
    if limit.unit != "hour":
        assert counted(paused) == counted(plain) == limit.number
        stood = [step.day.date for step in paused.steps if step.counted == "paused"]
        assert all(pause.start.date() <= day < pause.end.date() for day in stood if pause.end)


@given(limits, moments)
def test_the_arithmetic_adds_up(limit: Limit, start: dt.datetime) -> None:
    """Tests that the steps are days in a row from day zero to the due day, and count up to the limit."""
    got = due(limit, start)
    if limit.unit == "hour":
        assert got.at - start == dt.timedelta(hours=limit.number)
        return
    days = [step.day.date for step in got.steps]
    assert days == [days[0] + dt.timedelta(n) for n in range(len(days))]
    assert (days[-1], got.steps[-1].number) == (got.day, limit.number)
    assert got.explain()
    assert got.explain("en")


def test_an_open_pause_is_said() -> None:
    """Tests that while the clock stands the due date is the earliest possible, and says so."""
    start = dt.datetime(2024, 3, 1, 9)
    pause = Pause(dt.datetime(2024, 3, 4, 9))
    got = due(Limit(number=5), start, pauses=[pause])
    assert got.suspended
    assert "挂起" in got.explain()[-1]
    later = due(Limit(number=5), start, pauses=[pause], now=dt.datetime(2024, 3, 11, 9))
    assert later.day == got.day + dt.timedelta(days=7)
