"""Ledgers handed over to other programs, with the filters of the page."""

from __future__ import annotations

import csv
import io
import json
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from bridgehead.office.handover import FORMS
from bridgehead.office.models import Record

pytestmark = pytest.mark.django_db


def body(client: Client, type: str, form: str, **asked: str) -> str:
    """What is sent."""
    answer: Any = client.get(reverse("hand_over", args=[type, form]), asked)
    assert answer.status_code == 200, (type, form)
    assert "attachment" in answer.headers["Content-Disposition"]
    return b"".join(answer.streaming_content).decode()


@pytest.mark.parametrize(("type", "form"), [(type, form) for type, forms in FORMS.items() for form in forms])
def test_every_form_of_every_ledger_holds_its_records(filled: Client, type: str, form: str) -> None:
    """Tests that each file is well formed and names the records of its ledger with their sentences."""
    text = body(filled, type, form)
    kind = "person" if type == "people" else type
    records = list(Record.objects.filter(type=kind))
    if form == "csv":
        assert text.startswith("\ufeff")
        rows = list(csv.DictReader(io.StringIO(text[1:])))
        assert {row["quote"] for row in rows} == {one.quote for one in records}
        assert all(row["document_path"] for row in rows)
        return
    objects = [json.loads(line) for line in text.splitlines()]
    assert objects
    whole = json.dumps(objects, ensure_ascii=False)
    assert all(one.quote.split("，")[0] in whole for one in records)


def test_the_filters_of_the_page_hold_for_the_file(filled: Client) -> None:
    """Tests that what the page leaves out is not handed over."""
    text = body(filled, "directive", "csv", q="古城")
    assert "守住古城风貌" in text
    assert "擦亮百合品牌" not in text
    assert "守住古城风貌" not in body(filled, "directive", "schema", who="没有这个人")


def test_nothing_else_is_handed_over(filled: Client) -> None:
    """Tests that there is no file of appeals, of documents, or in another form, and none for strangers."""
    for type, form in (("appeal", "csv"), ("document", "csv"), ("person", "csv"), ("event", "jsonl"),
                       ("observation", "popolo"), ("doubt", "csv")):  # fmt: skip
        assert filled.get(reverse("hand_over", args=[type, form])).status_code == 404, (type, form)
    filled.logout()
    assert filled.get(reverse("hand_over", args=["event", "csv"])).status_code == 302


def test_pages_offer_what_there_is(filled: Client) -> None:
    """Tests that each ledger links to its forms with the page's filters, and the people's page to theirs."""
    for type, forms in FORMS.items():
        page = reverse("people") if type == "people" else reverse("ledger", args=[type])
        html = filled.get(page, {"q": ""}).content.decode()
        for form in forms:
            assert reverse("hand_over", args=[type, form]) in html, (type, form)
    html = filled.get(reverse("ledger", args=["directive"]), {"q": "百合"}).content.decode()
    assert f"{reverse('hand_over', args=['directive', 'csv'])}?q=%E7%99%BE%E5%90%88" in html
