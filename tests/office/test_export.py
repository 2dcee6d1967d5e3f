"""Ledgers as Excel files."""

from __future__ import annotations

import io
import zipfile
from typing import Any

import pytest
from django.utils import translation
from python_calamine import CalamineWorkbook

from bridgehead.office import export, queries
from bridgehead.office.importer import import_workspace
from bridgehead.office.models import Record

pytestmark = pytest.mark.django_db


def rows(content: bytes) -> list[list[Any]]:
    """Read the file back."""
    return CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).to_python()


def written(found: Any, type: str, **options: Any) -> bytes:
    """Write records into memory."""
    file = io.BytesIO()
    export.write(found, file, type=type, **options)
    return file.getvalue()


@pytest.mark.parametrize("type", queries.LEDGERS)
def test_every_ledger_has_its_columns(workspace: Any, type: str) -> None:
    """Tests that each row has its document, span, quotes and link, under a header each."""
    import_workspace(workspace)
    found = queries.ledger(type)
    header, *lines = rows(
        written(found, type, address=lambda record: f"http://localhost/records/{record.id}/")
    )
    assert len(set(header)) == len(header)
    assert len(lines) == found.count() > 0
    for record, line in zip(found, lines, strict=True):
        row = dict(zip(header, line, strict=True))
        assert row["文档"] == record.document.path
        assert (row["起"], row["止"]) == (record.start, record.end)
        assert (row["引语"], row["原文"]) == (record.quote, record.quote_raw)
        assert row["链接"] == f"http://localhost/records/{record.id}/"


def test_filters_are_honoured(workspace: Any) -> None:
    """Tests that what a page has filtered out is not in the file."""
    import_workspace(workspace)
    lines = rows(written(queries.ledger("directive", text="古城"), "directive"))
    assert [line[0] for line in lines[1:]] == ["二要守住古城风貌"]


@pytest.mark.parametrize(
    "danger", ["=1+1", "+1", "-1", "@SUM(A1)", '=HYPERLINK("http://a")', "\t=1", "{=1}", "http://a"]
)
def test_text_is_never_a_formula(workspace: Any, danger: str) -> None:
    """Tests that text which looks like a formula or an address is written as text."""
    import_workspace(workspace)
    Record.objects.filter(type="project").update(title=danger, quote=danger)
    content = written(queries.ledger("project"), "project")
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        sheet = parts.read("xl/worksheets/sheet1.xml").decode()
        assert "<f>" not in sheet
        assert "<hyperlink" not in sheet
    assert rows(content)[1][0] == danger


def test_cells_that_are_too_long_are_cut_visibly(workspace: Any) -> None:
    """Tests that a text beyond Excel's limit ends in an ellipsis and the row is not lost."""
    import_workspace(workspace)
    Record.objects.filter(type="project").update(quote="长" * 40_000)
    header, line = rows(written(queries.ledger("project"), "project"))
    quote = line[header.index("引语")]
    assert (len(quote), quote[-1]) == (32_767, "…")


def test_an_empty_ledger_is_a_file_with_headers() -> None:
    """Tests that nothing found still gives a file."""
    assert len(rows(written(Record.objects.none(), "event"))) == 1


def test_headers_are_frozen_and_filtered(workspace: Any) -> None:
    """Tests that the sheet opens with its header fixed and filters on it."""
    import_workspace(workspace)
    with zipfile.ZipFile(io.BytesIO(written(queries.ledger("event"), "event"))) as parts:
        sheet = parts.read("xl/worksheets/sheet1.xml").decode()
    assert 'state="frozen"' in sheet
    assert "<autoFilter" in sheet


def test_a_request_is_answered_with_a_file(filled: Any) -> None:
    """Tests the response: an attachment whose links go to the host that was asked."""
    response = filled.get("/export/event.xlsx", headers={"host": "localhost"})
    assert "attachment" in response["Content-Disposition"]
    header, line = rows(response.content)
    assert line[header.index("链接")].startswith("http://localhost/records/event-")


def test_headers_speak_english_when_asked() -> None:
    """Tests that no header stays Chinese in English, for every ledger and any other type."""
    with translation.override("en"):
        for type in (*queries.LEDGERS, "gap"):
            headers = [column.header for column in export.columns(type)]
            assert all(header.isascii() for header in headers), headers
