"""What was done about what was asked: where an ask stands, and the page on which people decide."""

from __future__ import annotations

import io
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from python_calamine import CalamineWorkbook
from tests.office.conftest import Writer, user, write_later, write_visit

from bridgehead.office import answers
from bridgehead.office.importer import import_workspace
from bridgehead.office.models import Record, Review
from bridgehead.records import Directive
from bridgehead.records.workspace import Workspace

pytestmark = pytest.mark.django_db

ASK = "一要擦亮百合品牌"


@pytest.fixture
def followed(visitor: Client, workspace: Workspace, settings: Any) -> Client:
    """An office where one directive has two links, another a gap, and a commitment replies to the first."""
    settings.WORKSPACE = workspace.folder
    import_workspace(workspace)
    later = write_later(write_visit())
    later.save(workspace)
    import_workspace(workspace)
    return visitor


def standing(quote: str) -> str:
    """Where the ask with this sentence stands."""
    return str(
        answers.with_standing(Record.objects.filter(quote=quote, type__in=answers.ASKS)).get().standing
    )


def decide(client: Client, link: Record, verdict: str, **headers: str) -> Any:
    """Send a verdict as the page does."""
    return client.post(reverse("review", args=[link.pk]), {"verdict": verdict}, headers=headers)


def test_where_an_ask_stands_follows_from_links_and_verdicts(followed: Client) -> None:
    """Tests that people's verdicts outweigh the machine's, and taking one back restores what was."""
    followed.force_login(user("reviewer"))
    strong, weak = answers.evidence(Record.objects.get(quote=ASK))
    seen = [standing(ASK)]
    for link, verdict in (
        (strong, "rejected"),
        (weak, "rejected"),
        (strong, "reopened"),
        (strong, "confirmed"),
    ):
        decide(followed, link, verdict)
        seen.append(standing(ASK))
    assert seen == ["proposed", "possible", "none", "proposed", "confirmed"]
    assert standing("二要守住古城风貌") == "none"
    assert standing("今年全市百合种植面积要达到3.2万亩") == "unsearched"
    assert Review.objects.count() == 4


def test_the_best_evidence_comes_first_and_rejected_last(followed: Client) -> None:
    """Tests that a confirmed weak link goes before a claimed one, and a rejected one after all."""
    ask = Record.objects.get(quote=ASK)
    strong, weak = answers.evidence(ask)
    assert strong.data["kind"] == "outcome"
    followed.force_login(user("reviewer"))
    decide(followed, weak, "confirmed")
    assert [one.pk for one in answers.evidence(ask)] == [weak.pk, strong.pk]
    decide(followed, weak, "rejected")
    assert [one.pk for one in answers.evidence(ask)] == [strong.pk, weak.pk]


def test_the_page_shows_both_sides(followed: Client) -> None:
    """Tests that an ask's page shows the evidence, the reply, the gap of another, and who asked."""
    ask = Record.objects.get(quote=ASK)
    html = followed.get(reverse("follow_one", args=[ask.pk])).content.decode()
    for text in (
        "松溪县百合标准化基地建成",
        "取得结果",
        "直接回应",
        "将继续擦亮百合品牌",
        "陆明远",
        "有落实证据，待核",
    ):
        assert text in html
    assert "算落实" not in html.replace("机器认为算", "").split("</dialog>")[-1]
    other = Record.objects.get(quote="二要守住古城风貌")
    assert "未见落实" in followed.get(reverse("follow_one", args=[other.pk])).content.decode()


def test_a_verdict_changes_the_card_alone(followed: Client) -> None:
    """Tests that htmx gets the card with its new verdict, and a plain browser goes back to the ask."""
    followed.force_login(user("reviewer"))
    link = answers.evidence(Record.objects.get(quote=ASK))[0]
    card = decide(followed, link, "confirmed", **{"hx-request": "true"}).content.decode()
    assert "evidence-confirmed" in card
    assert "<html" not in card
    back = reverse("follow_one", args=[link.answers])
    address = reverse("review", args=[link.pk])
    response = followed.post(address, {"verdict": "reopened", "next": back})
    assert response.headers["Location"] == back
    for elsewhere in ("https://example.org/", "//example.org", "javascript:alert(1)"):
        response = followed.post(address, {"verdict": "confirmed", "next": elsewhere})
        assert response.headers["Location"] == link.get_absolute_url()


def test_a_reader_decides_nothing(followed: Client) -> None:
    """Tests that who may not decide sees no buttons and is refused."""
    link = answers.evidence(Record.objects.get(quote=ASK))[0]
    assert (
        'value="confirmed"' not in followed.get(reverse("follow_one", args=[link.answers])).content.decode()
    )
    assert decide(followed, link, "confirmed").status_code == 403


def test_the_list_narrows_and_counts(followed: Client) -> None:
    """Tests that the list holds all asks, narrows by standing, and its counts add up."""
    html = followed.get(reverse("follow")).content.decode()
    assert html.count('data-href="/follow/') == Record.objects.filter(type__in=answers.ASKS).count()
    html = followed.get(reverse("follow"), {"standing": "proposed"}).content.decode()
    assert html.count('data-href="/follow/') == 1
    assert sum(answers.standings(answers.asks()).values()) == answers.asks().count()


def test_the_export_names_the_best_evidence(followed: Client) -> None:
    """Tests that the Excel file holds the asks of the screen, where they stand, and their best evidence."""
    body = followed.get(reverse("follow_export"), {"standing": "proposed"}).content
    rows = CalamineWorkbook.from_filelike(io.BytesIO(body)).get_sheet_by_index(0).to_python()
    assert len(rows) == 2
    row = dict(zip(rows[0], rows[1], strict=True))
    assert row["落实情况"] == "有落实证据，待核"
    assert row["最好的线索"] == "松溪县百合标准化基地建成，全县百合种植面积达到3.4万亩"
    assert row["线索日期"] == "2024-06-06"
    assert row["线索文档"] == "c/later.txt"


def test_what_several_documents_print_is_followed_once(followed: Client, workspace: Workspace) -> None:
    """Tests that a reprint is not counted, and its page leads to that of the first print."""
    first = Record.objects.get(quote=ASK)
    before = answers.standings(answers.asks())
    one = Writer("z/reprint.txt", f"{ASK}。\n", date_published="2024-03-10")
    again = one.cite(Directive, ASK, head=ASK, text=ASK, theme="文旅", same_as=first.pk)
    one.save(workspace)
    import_workspace(workspace)
    assert answers.standings(answers.asks()) == before
    assert sum(part.number for part in answers.bars(answers.asks(), "theme")["文旅"]) == 2
    page = followed.get(reverse("follow_one", args=[again.id]))
    assert page.headers["Location"] == reverse("follow_one", args=[first.pk])
    assert "同一句最早见于" in followed.get(reverse("record", args=[again.id])).content.decode()
