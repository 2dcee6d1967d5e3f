"""What the machine misread is mended by hand, and stays mended."""

from __future__ import annotations

import io
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from python_calamine import CalamineWorkbook
from tests.office.conftest import Writer, user, write_figures

from bridgehead.office.doubts import open_doubts
from bridgehead.office.importer import import_workspace
from bridgehead.office.models import Document, Record, Review
from bridgehead.records import Article, Doubt
from bridgehead.records.workspace import Workspace

pytestmark = pytest.mark.django_db

DOUBTFUL = "全市新开工三百来个大小工程。\n"


@pytest.fixture
def clerk(filled: Client) -> Client:
    """A clerk before a filled office."""
    filled.force_login(user("clerk"))
    return filled


def figure() -> Record:
    """The one observation of the office."""
    return Record.objects.get(type="observation")


def form(one: Record | Document, client: Client, **changed: str) -> Any:
    """Send the form of a record as its page shows it, with some fields changed."""
    from bridgehead.office import corrections

    type_name = "document" if isinstance(one, Document) else one.type
    shown = {blank.name: blank.value for blank in corrections.blanks(type_name, one.data)}
    return client.post(reverse("correct", args=[one.pk]), shown | changed)


def test_a_mended_figure_stays_when_the_document_is_read_again(clerk: Client, workspace: Workspace) -> None:
    """Tests that the new value is in the ledger at once, and reading anew does not bring the old one back."""
    assert form(figure(), clerk, value="7.6").status_code == 302
    assert figure().value == 7.6
    assert figure().data["method"] == "person"
    write_figures().save(workspace)
    import_workspace(workspace)
    assert figure().value == 7.6
    assert "7.6" in clerk.get(reverse("ledger", args=["observation"])).content.decode()


def test_a_correction_says_what_was_changed_and_can_be_taken_back(clerk: Client) -> None:
    """Tests that the record's page shows old and new, and taking back restores value, method and date."""
    before = figure().data
    form(figure(), clerk, value="8", observation_period="2024-01", note="核对了公报")
    html = clerk.get(figure().get_absolute_url()).content.decode()
    assert "核对了公报" in html
    assert figure().when_inferred == "人工核定（clerk）"
    for field in ("value", "observation_period"):
        clerk.post(reverse("take_back", args=[figure().pk]), {"field": field})
    assert figure().data == before
    assert "更正记录" not in clerk.get(figure().get_absolute_url()).content.decode()


def test_a_form_that_changes_nothing_keeps_nothing(clerk: Client, workspace: Workspace) -> None:
    """Tests that sending every record's form unchanged leaves no correction."""
    from bridgehead.office.corrections import EDITABLE

    for one in Record.objects.filter(type__in=EDITABLE):
        assert form(one, clerk).status_code == 302, one.type
    assert form(Document.objects.all()[0], clerk).status_code == 302
    assert not workspace.corrections_file.exists()


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"value": "很多"}, "应是数字"),
        ({"value": "1e999"}, "应是数字"),
        ({"value": "nan"}, "应是数字"),
        ({"value": ""}, "不能空着"),
        ({"variable_text": " "}, "不能空着"),
        ({"observation_period": "去年"}, "2024-03"),
    ],
)
def test_what_cannot_be_is_refused_with_a_reason(clerk: Client, changed: dict[str, str], words: str) -> None:
    """Tests that a wrong value comes back with the reason and what was typed, and nothing changes."""
    before = figure().data
    response = form(figure(), clerk, **changed)
    assert response.status_code == 400
    assert words in response.content.decode()
    assert figure().data == before


def test_only_clerks_and_above_mend(filled: Client) -> None:
    """Tests that a reader sees no button and is refused."""
    assert (
        reverse("correct", args=[figure().pk]) not in filled.get(figure().get_absolute_url()).content.decode()
    )
    assert filled.get(reverse("correct", args=[figure().pk])).status_code == 403
    assert form(figure(), filled, value="9").status_code == 403


def test_a_document_gets_its_date_and_place(clerk: Client, workspace: Workspace) -> None:
    """Tests that what a clerk tells of a document is what the next reading builds on."""
    document = Document.objects.get(path="b/figures.txt")
    form(document, clerk, date_published="2024-03-18", place="松溪县")
    document.refresh_from_db()
    assert (document.date_published, document.place) == ("2024-03-18", "松溪县")
    assert document.when_inferred == "人工核定（clerk）"
    assert workspace.known() == {document.pk: {"date_published": "2024-03-18", "place": "松溪县"}}


@pytest.fixture
def doubtful(clerk: Client, workspace: Workspace) -> Record:
    """A place that nobody understood."""
    one = Writer("d/doubt.txt", DOUBTFUL, date_published="2024-05-01", place="云岭市")
    one.cite(Doubt, DOUBTFUL.strip(), kind="number", words="三百来个")
    one.save(workspace)
    import_workspace(workspace)
    return Record.objects.get(type="doubt")


def test_a_doubt_is_listed_until_it_is_settled(clerk: Client, doubtful: Record) -> None:
    """Tests that a doubt stands in the list with what to try, and a verdict takes it off."""
    row = f'data-href="{doubtful.get_absolute_url()}"'
    assert row in clerk.get(reverse("doubts")).content.decode()
    assert row in clerk.get(reverse("doubts"), {"kind": "number"}).content.decode()
    assert row not in clerk.get(reverse("doubts"), {"kind": "place"}).content.decode()
    assert "可以怎么办" in clerk.get(doubtful.get_absolute_url()).content.decode()
    clerk.force_login(user("reviewer"))
    clerk.post(reverse("review", args=[doubtful.pk]), {"verdict": Review.Verdict.REJECTED})
    assert row not in clerk.get(reverse("doubts")).content.decode()


def test_a_clerk_adds_the_figure_that_was_missed(
    clerk: Client, doubtful: Record, workspace: Workspace
) -> None:
    """Tests that an added figure points to its sentence, survives a reading, and can be taken back."""
    typed = {"variable_text": "新开工工程", "value": "300", "unit_text": "个", "observation_about": "全市"}
    assert clerk.post(reverse("supply", args=[doubtful.pk]), {**typed, "value": ""}).status_code == 400
    assert Record.objects.filter(type="observation").count() == 1
    clerk.post(reverse("supply", args=[doubtful.pk]), typed)
    added = Record.objects.get(type="observation", document=doubtful.document_id)
    assert (added.value, added.quote_raw, added.data["method"]) == (300, DOUBTFUL.strip(), "person")
    again = Writer("d/doubt.txt", DOUBTFUL, date_published="2024-05-01", place="云岭市")
    again.save(workspace)
    import_workspace(workspace)
    assert Record.objects.filter(pk=added.pk, withdrawn=False).exists()
    clerk.post(reverse("take_back", args=[added.pk]), {"field": ""})
    assert not Record.objects.filter(pk=added.pk, withdrawn=False).exists()


def test_what_was_mended_is_doubted_no_more(clerk: Client, doubtful: Record) -> None:
    """Tests that adding the missed figure takes the doubt off all lists, until it is taken back."""

    def listed() -> bool:
        return doubtful.get_absolute_url() in clerk.get(reverse("doubts")).content.decode()

    page = doubtful.document.get_absolute_url()
    assert listed()
    assert "读不懂处" in clerk.get(page).content.decode()
    typed = {"variable_text": "新开工工程", "value": "300", "unit_text": "个"}
    clerk.post(reverse("supply", args=[doubtful.pk]), typed)
    assert not listed()
    assert doubtful.get_absolute_url() not in clerk.get(page).content.decode()
    added = Record.objects.get(type="observation", document=doubtful.document_id)
    clerk.post(reverse("take_back", args=[added.pk]), {"field": ""})
    assert listed()


def test_a_told_date_settles_what_had_no_year(clerk: Client, workspace: Workspace) -> None:
    """Tests that a document's date told by a clerk settles its missing years, and nothing else."""
    one = Writer("e/yearless.txt", "3月5日，松溪县开工。\n我市新增百来亩。\n")
    one.cite(Doubt, "3月5日", kind="year", words="3月5日")
    one.cite(Doubt, "我市", kind="place", words="我市")
    one.cite(Doubt, "百来亩", kind="number", words="百来亩")
    one.save(workspace)
    import_workspace(workspace)

    def left() -> set[str | None]:
        return set(open_doubts().values_list("theme", flat=True))

    document = Document.objects.get(path="e/yearless.txt")
    assert left() == {"year", "place", "number"}
    form(document, clerk, date_published="2024-03-06")
    assert left() == {"place", "number"}
    form(Document.objects.get(pk=document.pk), clerk, place="云岭市")
    assert left() == {"number"}


def test_a_mended_headline_settles_only_the_headline(clerk: Client, workspace: Workspace) -> None:
    """Tests that the article around a doubtful figure does not hide it when its headline is mended."""
    one = Writer("f/headless.txt", "百合丰收在望。\n全县种下百来亩。\n", date_published="2024-03-06")
    article = one.cite(Article, one.raw.strip())
    one.cite(Doubt, "百合丰收在望。", kind="head", words="百合丰收在望。", article=article.id)
    one.cite(Doubt, "百来亩", kind="number", words="百来亩", article=article.id)
    one.save(workspace)
    import_workspace(workspace)
    form(Record.objects.get(pk=article.id), clerk, headline="百合丰收")
    assert set(open_doubts().values_list("theme", flat=True)) == {"number"}


def test_a_clerk_settles_one_doubt_after_another(clerk: Client, workspace: Workspace) -> None:
    """Tests that a clerk may say that nothing is wrong, comes to the next doubt, and may take it back."""
    one = Writer("g/two.txt", "全县种下百来亩。\n全镇栽下千把株。\n", date_published="2024-03-06")
    first = one.cite(Doubt, "百来亩", kind="number", words="百来亩")
    second = one.cite(Doubt, "千把株", kind="number", words="千把株")
    one.save(workspace)
    import_workspace(workspace)
    assert "没有问题" in clerk.get(reverse("record", args=[first.id])).content.decode()
    answer = clerk.post(reverse("review", args=[first.id]), {"verdict": "rejected"})
    assert answer.headers["Location"] == reverse("record", args=[second.id])
    answer = clerk.post(reverse("review", args=[second.id]), {"verdict": "confirmed"})
    assert answer.headers["Location"] == reverse("doubts")
    assert not open_doubts().exists()
    clerk.post(reverse("review", args=[first.id]), {"verdict": "reopened"})
    assert open_doubts().get().pk == first.id
    other = Record.objects.filter(type="directive")[0]
    assert clerk.post(reverse("review", args=[other.pk]), {"verdict": "rejected"}).status_code == 403


def test_doubts_are_shown_among_their_words_and_counted(clerk: Client, doubtful: Record) -> None:
    """Tests that each doubt stands in its sentence, that kinds are counted, and Excel has the list."""
    one = Writer("h/among.txt", "前文一段。\n全县种下百来亩百合。\n", date_published="2024-03-06")
    one.cite(Doubt, "百来亩", kind="number", words="百来亩")
    one.save(Workspace(settings.WORKSPACE))
    import_workspace(Workspace(settings.WORKSPACE))
    html = clerk.get(reverse("doubts")).content.decode()
    around = '<span class="muted">全县种下</span><mark>百来亩</mark><span class="muted">百合。</span>'
    assert around in html
    assert "?kind=number" in html
    assert "读不懂处" in clerk.get(reverse("home")).content.decode()
    body = clerk.get(reverse("export", args=["doubt"]), {"kind": "number"}).content
    head, *rows = CalamineWorkbook.from_filelike(io.BytesIO(body)).get_sheet_by_index(0).to_python()
    assert len(rows) == 2
    assert rows[0][head.index("读不懂什么")] == "数字没读懂"
