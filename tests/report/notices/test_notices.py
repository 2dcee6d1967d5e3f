"""Papers of the ledger: sums are those of the rows, every figure says its filter, nothing embarrasses."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from tests.ledger.year import NOW, held

from bridgehead.errors import UsageError
from bridgehead.ledger import reminders
from bridgehead.ledger.actions import Undo
from bridgehead.ledger.counting import Period, counts
from bridgehead.ledger.projection import project
from bridgehead.report.notices import Issuing, digest, load_issuing, monthly, reminder_notice, special
from bridgehead.report.notices.monthly import ranks
from bridgehead.report.official import Chain, Figure, Heading, Paragraph, Table, as_bytes, write

ITEMS, LOGS = held()
ALL = tuple(ITEMS.values())
OCTOBER = Period(dt.date(2026, 10, 1), dt.date(2026, 10, 31))
OFFICE = Issuing(
    issuer="云岭市人民政府督查室文件",
    number="云督字〔{year}〕{number}号",
    signer="云岭市人民政府督查室",
    addressee="市直各有关单位",
    print_office="云岭市人民政府督查室",
    sealed=True,
)
SITE = "http://office"


def number(code: str, period: Period | None = None, **narrowed: str) -> int:
    return sum(
        counts(code, one, NOW, period)
        for one in ALL
        if narrowed.get("kind") in (None, one.kind)
        and narrowed.get("lead") in (None, one.lead and one.lead.org)
    )


def text(cell: Any) -> str:
    runs = cell if isinstance(cell, tuple) else (cell,)
    return "".join(one if isinstance(one, str) else one.text for one in runs)


def table(document: Any, heading: str) -> Table:
    """The first table behind a heading."""
    body = list(document.body)
    at = next(n for n, one in enumerate(body) if isinstance(one, Heading) and heading in one.text)
    return next(one for one in body[at:] if isinstance(one, Table))


def words(document: Any) -> str:
    """All of a document as text."""
    said = []
    for one in document.body:
        if isinstance(one, Heading):
            said.append(one.text)
        elif isinstance(one, Paragraph):
            said.append(text(one.runs))
        elif isinstance(one, Table):
            said += [text(cell) for row in one.rows for cell in row]
        elif isinstance(one, Chain):
            said += [f"{step.day} {step.name} {text(step.runs)}" for step in one.steps]
    return "\n".join(said)


NOTICE = monthly(ALL, month="2026-10", now=NOW, said="年度：2026", site=SITE, issuing=OFFICE, number=7)


def test_kinds_add_up_to_the_whole() -> None:
    """Tests each row of the table of kinds against the items, and its last row against the sum."""
    rows = [[text(cell) for cell in row] for row in table(NOTICE, "总体情况").rows]
    columns = ("given", "done", "in_time", "late", "open", "overdue")
    for at, code in enumerate(columns, 1):
        assert sum(int(row[at]) for row in rows[:-1]) == int(rows[-1][at]) == number(code)
    assert [row[0] for row in rows[:3]] == ["会议类：联席会议", "会议类：联席问题", "批示类：批示要求"]


def test_ranking_counts_each_department_and_shares_ranks() -> None:
    """Tests each line against the items, rates by their definition, ranks by the rates."""
    rows = [[text(cell) for cell in row] for row in table(NOTICE, "承办单位排名").rows]
    for rank, lead, *told, rate in rows[:-1]:
        codes = ("given", "done", "in_time", "late", "overdue")
        expected = [number(code, lead=lead) for code in codes]
        assert [int(one) for one in told] == expected
        should = expected[2] + expected[3] + expected[4]
        assert rate == (f"{expected[2] / should * 100:.1f}%" if should else "—")
        assert (rank == "—") == (not should)
    rates = [float(row[-1][:-1]) for row in rows[:-1] if row[0] != "—"]
    assert rates == sorted(rates, reverse=True)


@pytest.mark.parametrize(
    ("shares", "expected"),
    [
        ({"甲": (1, 2), "乙": (2, 4), "丙": (1, 4)}, {"甲": 1, "乙": 1, "丙": 3}),
        ({"甲": (0, 0), "乙": (0, 4)}, {"甲": None, "乙": 1}),
        ({"甲": (3, 3), "乙": (1, 3), "丙": (1, 3), "丁": (0, 1)}, {"甲": 1, "乙": 2, "丙": 2, "丁": 4}),
        ({}, {}),
    ],
)
def test_ranks(shares: dict[str, tuple[int, int]], expected: dict[str, int | None]) -> None:
    """Tests that equal rates share a rank, the next is left out, and nothing to do has none."""
    assert ranks(shares) == expected


def test_overdue_list_is_whole_and_counts_days() -> None:
    """Tests that every overdue item is listed with its due day and the days since, the longest first."""
    late = {one.no: one for one in ALL if counts("overdue", one, NOW)}
    rows = [[text(cell) for cell in row] for row in table(NOTICE, "逾期未办结事项").rows]
    assert {row[0] for row in rows} == set(late)
    assert [row[3] for row in rows] == sorted(row[3] for row in rows)
    for no, _, _, due, amount in rows:
        clock = late[no].lead.main
        assert due == clock.due.date().isoformat()
        days = (NOW.date() - dt.date.fromisoformat(due)).days
        if clock.unit in ("day", "month", "year_end"):
            assert amount == (f"{days} 天" if days else "不到 1 天")
        else:
            assert amount.endswith(("工作日", "小时", "天"))


def test_done_in_the_month_are_listed() -> None:
    """Tests that the month's list holds what was closed in it, and says how many it leaves out."""
    rows = table(NOTICE, "2026年10月办结").rows
    whole = number("done", OCTOBER)
    assert len(rows) == min(20, whole)
    assert f"办结销号{whole}件" in words(NOTICE)


def test_every_figure_says_its_filter_and_leads_somewhere() -> None:
    """Tests that figures name the caller's filter, and lead to the list; rates say their sum."""
    found = [
        run
        for one in NOTICE.body
        for cell in (
            [one.runs]
            if isinstance(one, Paragraph)
            else [cell for row in one.rows for cell in row]
            if isinstance(one, Table)
            else []
        )
        for run in (cell if isinstance(cell, tuple) else (cell,))
        if isinstance(run, Figure)
    ]
    assert len(found) > 60
    assert all(one.filter_zh.startswith("年度：2026；") and one.filter_en for one in found)
    assert all(one.href.startswith(f"{SITE}/items/?") if one.href else "÷" in one.filter_zh for one in found)


def test_a_filter_that_the_list_cannot_join_has_no_address() -> None:
    """Tests that a figure leads nowhere rather than to other rows."""
    made = monthly(ALL, month="2026-10", now=NOW, query={"count": "late"}, site=SITE)
    overall = next(one for one in made.body if isinstance(one, Paragraph))
    given = next(run for run in overall.runs if isinstance(run, Figure))
    assert given.href is None


@pytest.mark.parametrize("month", ["2026-13", "十月", "", "2026-10-01"])
def test_a_month_that_is_none_is_refused(month: str) -> None:
    """Tests what a user may type."""
    with pytest.raises(UsageError, match="月份"):
        monthly(ALL, month=month, now=NOW)


def test_a_notice_of_nothing_says_so() -> None:
    """Tests that there is no empty table and no failure without items."""
    made = monthly((), month="2026-10", now=NOW)
    assert not any(isinstance(one, Table) for one in made.body)
    for said in ("没有办结销号", "没有在办", "没有逾期", "没有挂账", "没有已交办"):
        assert said in words(made)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_same_input_same_bytes_and_no_word_of_the_other_language(language: str) -> None:
    """Tests that papers are byte-stable, and that an English one has no Chinese of its own."""
    shared: dict[str, Any] = {"now": NOW, "site": SITE, "language": language}
    week = {"first": dt.date(2026, 10, 30), "last": dt.date(2026, 11, 5)}
    key = next(key for key, one in ITEMS.items() if one.returns and one.closed_at)
    makes = (
        lambda: monthly(ALL, month="2026-10", **shared),
        lambda: digest(ALL, **week, **shared),
        lambda: special(ITEMS[key], LOGS[key], **shared),
    )
    for make, own in zip(makes, ("件", "件", "办理过程"), strict=True):
        assert as_bytes(make(), language) == as_bytes(make(), language)
        assert (own in words(make())) == (language == "zh")


def test_the_report_tells_the_whole_chain_and_names_nobody() -> None:
    """Tests that each event is a step, units are named and people are not, and evidence is listed."""
    key = next(key for key, one in ITEMS.items() if one.returns and one.closed_at)
    made = special(ITEMS[key], LOGS[key], now=NOW, site=SITE)
    chain = next(one for one in made.body if isinstance(one, Chain))
    assert len(chain.steps) == len(LOGS[key])
    said = words(made)
    for expected in ("申请退单", "理由：不属本单位职责", "同意", "完工照片.jpg", "办结销号", "曾退单1次"):
        assert expected in said
    assert not any(event.actor in said for event in LOGS[key])


def test_what_was_taken_back_stays_and_says_so() -> None:
    """Tests that an event that was taken back is told, marked, with what took it back."""
    key = next(key for key, one in ITEMS.items() if one.state == "accepted")
    log = LOGS[key]
    last = log[-1]
    undo = type(last)(**{name: getattr(last, name) for name in last.__struct_fields__} | {
        "seq": 10_000, "action": Undo.name, "payload": {"seq": last.seq}})  # fmt: skip
    made = special(project([*log, undo]), [*log, undo], now=NOW)
    chain = next(one for one in made.body if isinstance(one, Chain))
    assert [("已撤销" in text(step.runs)) for step in chain.steps] == [False] * (len(log) - 1) + [True, False]


def test_the_report_shows_the_arithmetic_and_proposes() -> None:
    """Tests an overdue item: clocks with their arithmetic, the problem, what to do."""
    key = next(one.key for one in ALL if counts("overdue", one, NOW))
    said = words(special(ITEMS[key], LOGS[key], now=NOW))
    assert "期限的计算：" in said
    assert "收到之日，不计" in said
    assert "仍未完成" in said
    assert "限期办结并书面说明" in said


def test_the_letter_of_a_reminder() -> None:
    """Tests that it is a letter to the department, or to the leader with the department in copy."""
    found = reminders(ALL, NOW)
    for level in (2, 3):
        one = next(one for one in found if one.level == level)
        made = reminder_notice(one, issuing=OFFICE, number=12)
        assert made.kind == "letter"
        assert made.number == "云督字〔2026〕12号"
        assert (made.addressee == one.org) == (level == 2)
        assert made.copies == ("" if level == 2 else one.org)
        assert one.item.title in words(made)


def test_settings_of_an_office(tmp_path: Any) -> None:
    """Tests the file: its words, its English part, a number not yet given, no file, a wrong one."""
    assert load_issuing(tmp_path) == Issuing()
    path = tmp_path / "office.toml"
    path.write_text(
        'issuer = "甲"\nnumber = "云督〔{year}〕{number}号"\n[en]\nissuer = "A"\n', encoding="utf-8"
    )
    assert load_issuing(tmp_path).issuer == "甲"
    assert load_issuing(tmp_path, "en").issuer == "A"
    assert load_issuing(tmp_path).numbered(2026, 3) == "云督〔2026〕3号"
    assert load_issuing(tmp_path).numbered(2026, None) == "云督〔2026〕　　号"
    for wrong in ("issuer = 3", "isuer = 'x'", "issuer = ", "[en]\nsigner = 4"):
        path.write_text(wrong, encoding="utf-8")
        with pytest.raises(UsageError, match=r"office\.toml"):
            load_issuing(tmp_path, "en")


@pytest.mark.office_suite
def test_pages_as_laid_out(tmp_path: Any, lay_out: Any) -> None:
    """Tests how many pages there are, and that every line stays in the text block."""
    week = {"first": dt.date(2026, 10, 30), "last": dt.date(2026, 11, 5)}
    key = next(key for key, one in ITEMS.items() if one.returns and one.closed_at)
    one = next(one for one in reminders(ALL, NOW) if one.level == 3)
    for language in ("zh", "en"):
        shared: dict[str, Any] = {"now": NOW, "site": SITE, "issuing": OFFICE, "language": language}
        papers = {
            "monthly": monthly(ALL, month="2026-10", **shared),
            "digest": digest(ALL, **week, **shared),
            "special": special(ITEMS[key], LOGS[key], **shared),
            "letter": reminder_notice(one, issuing=OFFICE, language=language),
        }
        for name, paper in papers.items():
            write(paper, tmp_path / f"{name}-{language}.docx", language)
    pages = lay_out(*sorted(tmp_path.glob("*.docx")))
    for language in ("zh", "en"):
        assert len(pages[f"digest-{language}"]) <= 2
        assert len(pages[f"letter-{language}"]) == 1
        assert len(pages[f"special-{language}"]) <= 4
        assert 4 <= len(pages[f"monthly-{language}"]) <= 10
    for name, document in pages.items():
        for page in document:
            shown = page.get_textpage()
            boxes = [shown.get_charbox(at) for at in range(shown.count_chars())]
            right = max(box[2] for box in boxes) * 25.4 / 72
            assert right <= 28 + 156 + 6, name
