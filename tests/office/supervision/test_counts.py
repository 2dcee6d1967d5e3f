"""The counts of papers are those of the list: every figure of a notice leads to exactly its rows."""

from __future__ import annotations

import datetime as dt
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest
from django.db.models import QuerySet
from tests.ledger.year import NOW, year

from bridgehead.ledger import Actor
from bridgehead.ledger.counting import COUNTS, Period, counts
from bridgehead.office.supervision import find
from bridgehead.office.supervision.lists import ItemFilter
from bridgehead.office.supervision.models import LedgerItem
from bridgehead.office.supervision.rows import item_of
from bridgehead.report.notices import digest, monthly
from bridgehead.report.official import Figure, Paragraph, Table

MONTH = Period(dt.date(2026, 10, 1), dt.date(2026, 10, 31))


@pytest.fixture
def filled(db: Any) -> list[Any]:
    """A year of an office in the database; returns its items."""
    from bridgehead.office.supervision.bulk import Act, take_all

    def told() -> Any:
        import msgspec

        for key, actor, action, at in year(120):
            said = msgspec.json.decode(msgspec.json.encode(action.said()))
            yield Act(
                item=key,
                action=action.name,
                said=said,
                at=at,
                actor=actor.name,
                roles=tuple(actor.roles),
                org=actor.org,
            )

    take_all(Actor("导入", frozenset({"clerk"})), told())
    return [item_of(row) for row in LedgerItem.objects.all()]


def figures(document: Any) -> list[Figure]:
    """All figures of a document, those in tables too."""
    found: list[Figure] = []
    for block in document.body:
        cells = [block.runs] if isinstance(block, Paragraph) else []
        if isinstance(block, Table):
            cells = [cell for row in block.rows for cell in row]
        for cell in cells:
            runs = cell if isinstance(cell, tuple) else (cell,)
            found += [one for one in runs if isinstance(one, Figure)]
    return found


def listed(address: str) -> QuerySet[LedgerItem]:
    """What the office's list shows at an address, at the moment of the paper."""
    found = ItemFilter(dict(parse_qsl(urlsplit(address).query)), queryset=LedgerItem.objects.all())
    assert found.form.is_valid(), found.form.errors
    return found.qs


@pytest.mark.parametrize("period", [None, MONTH])
def test_queries_count_what_the_ledger_counts(filled: list[Any], period: Period | None) -> None:
    """Tests every count over every item: the same keys from the database and from the items."""
    for code, count in COUNTS.items():
        days = period if count.date else None
        rows = find.counted(LedgerItem.objects.all(), code, days, NOW)
        assert set(rows.values_list("key", flat=True)) == {
            one.key for one in filled if counts(code, one, NOW, days)
        }, code


@pytest.mark.parametrize("query", [{}, {"kind": "problem"}, {"year": "2026", "org": "市住建局"}])
def test_every_figure_leads_to_as_many_rows(
    filled: list[Any], query: dict[str, str], monkeypatch: Any
) -> None:
    """Tests the notice and the brief under filters: each address shows as many items as the figure says."""
    from django.utils import timezone

    monkeypatch.setattr(timezone, "now", lambda: NOW)
    items = [item_of(row) for row in ItemFilter(query, queryset=LedgerItem.objects.all()).qs]
    shared = {"now": NOW, "query": query, "site": "http://office"}
    notice = monthly(items, month="2026-10", **shared)
    brief = digest(items, first=dt.date(2026, 10, 30), last=dt.date(2026, 11, 5), **shared)
    found = figures(notice) + figures(brief)
    assert len(found) > 40
    for one in found:
        if "%" in one.text or one.text == "—":
            continue
        assert one.href, one.filter_zh
        assert listed(one.href).count() == int(one.text), one.filter_zh


def test_the_notice_of_the_page_counts_what_the_page_shows(filled: list[Any], person: Any) -> None:
    """Tests the button of the list: a Word file, over what the person sees."""
    answer = person("clerk").get("/items/notice.docx", {"kind": "problem", "month": "2026-10"})
    assert answer.status_code == 200
    assert answer.content.startswith(b"PK")
    wrong = person("clerk").get("/items/notice.docx", {"month": "2026-13"}, follow=True)
    assert "不是月份" in wrong.content.decode()


def test_a_broken_setting_is_told_on_the_list(filled: list[Any], person: Any, settings: Any) -> None:
    """Tests that nobody gets a paper with a wrong head: what is wrong is said instead."""
    clerk = person("clerk")
    settings.WORKSPACE.mkdir(parents=True, exist_ok=True)
    (settings.WORKSPACE / "office.toml").write_text("issuer = 3", encoding="utf-8")
    for address in ("/items/notice.docx", "/items/digest.docx", f"/items/{filled[0].key}/report.docx"):
        assert "发文设置" in clerk.get(address, follow=True).content.decode()
