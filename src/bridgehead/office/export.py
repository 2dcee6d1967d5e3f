"""Records as an Excel file: one row a record, each with its sentence and the way back to it."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from django.db.models import QuerySet
from django.http import HttpResponse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext

from bridgehead.office import answers, queries
from bridgehead.office.models import Record, Review
from bridgehead.office.words import code, doubt_words, kind

__all__ = ["Column", "columns", "send", "write"]

LONGEST_CELL = 32_767
MOST_ROWS = 1_048_575
MOST_LINKS = 65_530
"""What Excel itself allows."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the file.

    Attributes
    ----------
    header : str
        In the reader's language.
    width : int
        In characters.
    value : callable
        What stands in a record's row.
    """

    header: str
    width: int
    value: Callable[[Record], Any]


def _data(*names: str) -> Callable[[Record], Any]:
    """Return a getter of the first field of these that a record has; lists are joined."""

    def get(record: Record) -> Any:
        for name in names:
            value = record.data.get(name)
            if value not in (None, "", [], False):
                return "、".join(map(str, value)) if isinstance(value, list) else value
        return None

    return get


def _verdict(record: Record) -> str | None:
    verdict = getattr(record, "verdict", None)
    return str(Review.Verdict(verdict).label) if verdict else None


def _best(get: Callable[[Record], Any]) -> Callable[[Record], Any]:
    """Return a getter of something of an ask's best link (`bridgehead.office.answers.with_best`)."""

    def of(record: Record) -> Any:
        best = getattr(record, "best", None)
        return get(best) if best else None

    return of


def columns(type: str) -> list[Column]:
    """Return the columns of a record type, headed in the active language."""
    own = {
        "directive": [
            Column(gettext("提出人"), 12, lambda record: record.who),
            Column(gettext("职务"), 20, _data("issuer_post")),
            Column(gettext("对象"), 20, _data("addressee")),
            Column(gettext("序号"), 6, lambda record: record.ordinal),
            Column(gettext("主题"), 12, lambda record: record.theme),
            Column(gettext("期限"), 12, _data("deadline")),
            Column(gettext("全文"), 60, _data("text")),
        ],
        "follow": [
            Column(gettext("类别"), 10, lambda record: kind(record.type)),
            Column(gettext("谁说的"), 14, lambda record: record.who),
            Column(gettext("对象"), 20, _data("addressee", "unit")),
            Column(gettext("期限"), 12, _data("deadline")),
            Column(gettext("落实情况"), 14, lambda record: str(answers.STANDINGS[record.standing])),  # type: ignore[attr-defined]
            Column(gettext("线索"), 6, lambda record: record.evidence_count),  # type: ignore[attr-defined]
            Column(gettext("最好的线索"), 60, _best(lambda link: link.quote)),
            Column(gettext("线索日期"), 12, _best(lambda link: link.when)),
            Column(gettext("线索类别"), 10, _best(lambda link: code(link.data.get("kind") or ""))),
            Column(gettext("线索复核"), 10, _best(_verdict)),
            Column(gettext("线索文档"), 30, _best(lambda link: link.document.path)),
        ],
        "commitment": [
            Column(gettext("承诺方"), 16, lambda record: record.who),
            Column(gettext("序号"), 6, lambda record: record.ordinal),
            Column(gettext("主题"), 12, lambda record: record.theme),
            Column(gettext("目标值"), 10, lambda record: record.value),
            Column(gettext("单位"), 8, lambda record: record.unit),
            Column(gettext("期限"), 12, _data("deadline")),
            Column(gettext("全文"), 60, _data("text")),
        ],
        "observation": [
            Column(gettext("关于"), 16, _data("observation_about")),
            Column(gettext("指标"), 24, _data("variable_text")),
            Column(gettext("限定"), 8, _data("measurement_qualifier")),
            Column(gettext("数值"), 12, lambda record: record.value),
            Column(gettext("单位"), 8, lambda record: record.unit),
            Column(gettext("时期"), 18, _data("observation_period")),
        ],
        "project": [
            Column(gettext("业主"), 24, _data("owner")),
            Column(gettext("投资方"), 24, _data("investor")),
            Column(gettext("金额或规模"), 12, lambda record: record.value),
            Column(gettext("单位"), 8, lambda record: record.unit),
            Column(gettext("阶段"), 10, _data("phase_text", "phase")),
        ],
        "doubt": [
            Column(gettext("读不懂什么"), 16, lambda record: doubt_words().get(record.theme or "")),
            Column(gettext("可以怎么办"), 40, lambda record: doubt_words("try").get(record.theme or "")),
            Column(gettext("细节"), 24, _data("detail")),
        ],
        "event": [
            Column(gettext("领导"), 12, lambda record: record.who),
            Column(gettext("类别"), 10, _data("classification")),
            Column(gettext("结束日期"), 12, _data("end_time")),
            Column(gettext("地点"), 40, lambda record: _stops(record)),
        ],
    }
    return [
        Column(gettext("名称"), 50, lambda record: record.title),
        Column(gettext("日期"), 12, lambda record: record.when),
        Column(gettext("日期依据"), 12, _basis),
        Column(gettext("地区"), 12, lambda record: record.where),
        *own.get(type, [Column(gettext("人物"), 12, lambda record: record.who)]),
        Column(gettext("引语"), 60, lambda record: record.quote),
        Column(gettext("原文"), 60, lambda record: record.quote_raw),
        Column(gettext("文档"), 30, lambda record: record.document.path),
        Column(gettext("起"), 8, lambda record: record.start),
        Column(gettext("止"), 8, lambda record: record.end),
        Column(gettext("把握"), 8, lambda record: record.confidence),
        Column(gettext("复核"), 8, _verdict),
        Column(gettext("记录编号"), 26, lambda record: record.id),
    ]


def _basis(record: Record) -> str | None:
    """Return whether the date was inferred, and from what."""
    if record.when_inferred is None:
        return code("stated") if record.when else None
    return f"{code('inferred')} {record.when_inferred}".strip()


def _stops(record: Record) -> str | None:
    stops = [str(stop.get("location")) for stop in record.data.get("agenda", []) if stop.get("location")]
    return " → ".join(stops) or record.data.get("location")


def write(
    records: QuerySet[Record] | Iterable[Record],
    target: IO[bytes] | Path | str,
    *,
    type: str,
    address: Callable[[Record], str] | None = None,
) -> int:
    """Write records to an .xlsx file.

    Text is always written as text: a quote that begins with ``=``, ``+``, ``-`` or ``@`` is never a formula.

    Parameters
    ----------
    records : QuerySet of Record
        What to write, in order; filters are the caller's.
    target : file or path
        Where to. Rows do not stay in memory, so a large ledger needs no large machine.
    type : str
        The record type, which decides the columns.
    address : callable, optional
        Gives a record's own address, for a last column of links.

    Returns
    -------
    int
        How many rows were written; Excel holds no more than 1,048,575.
    """
    import xlsxwriter

    if isinstance(records, QuerySet):
        records = queries.with_verdict(records).iterator(chunk_size=2000)
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(target if hasattr(target, "write") else str(target), options) as book:
        sheet = book.add_worksheet(type[:31])
        shown = columns(type)
        headers = [(column.header, column.width) for column in shown]
        if address:
            headers.append((gettext("链接"), 40))
        bold = book.add_format({"bold": True, "bottom": 1})
        for at, (header, width) in enumerate(headers):
            sheet.set_column(at, at, width)
            sheet.write_string(0, at, header, bold)
        sheet.freeze_panes(1, 1)
        row = 0
        for row, record in enumerate(records, 1):
            for at, column in enumerate(shown):
                _cell(sheet, row, at, column.value(record))
            if address:
                _link(sheet, row, len(shown), address(record))
            if row == MOST_ROWS:
                break
        sheet.autofilter(0, 0, row, len(headers) - 1)
        return row


def send(name: str, fill: Callable[[IO[bytes]], object]) -> HttpResponse:
    """Answer with a workbook.

    Parameters
    ----------
    name : str
        What the file is called; the day comes behind it.
    fill : callable
        Writes it into a file.
    """
    with tempfile.TemporaryFile() as file:
        fill(file)
        file.seek(0)
        body = file.read()
    called = f"{name} {timezone.localdate():%Y-%m-%d}.xlsx"
    return HttpResponse(
        body,
        content_type="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        headers={"Content-Disposition": content_disposition_header(True, called) or "attachment"},
    )


def _cell(sheet: Any, row: int, at: int, value: Any) -> None:
    if value is None or value == "":
        return
    if isinstance(value, int | float) and not isinstance(value, bool):
        sheet.write_number(row, at, value)
    else:
        text = str(value)
        sheet.write_string(row, at, text if len(text) <= LONGEST_CELL else text[: LONGEST_CELL - 1] + "…")


def _link(sheet: Any, row: int, at: int, address: str) -> None:
    # Above Excel's own limit of links the address still stands there, to be copied.
    if row < MOST_LINKS:
        sheet.write_url(row, at, address, string=address)
    else:
        sheet.write_string(row, at, address)
