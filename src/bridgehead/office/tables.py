"""The ledger's tables: which columns each kind of record shows."""

from __future__ import annotations

from typing import Any, ClassVar

import django_tables2 as tables
from django.db.models import Case, F, OrderBy, QuerySet, Value, When
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django_tables2.data import TableQuerysetData

from bridgehead.office import answers
from bridgehead.office.dates import dated
from bridgehead.office.models import Document, Record, Review
from bridgehead.office.words import code, doubt_words, figure, kind, qualified

__all__ = ["STANDING_COLOURS", "TABLES", "AskTable", "DocumentTable", "DoubtTable"]

_NUMBER = {"td": {"class": "number"}, "th": {"class": "number"}}
_LONG = {"td": {"class": "long"}}
_NAME = {"td": {"class": "name"}}
_SOURCE = {"td": {"class": "source"}}
_DAY = {"td": {"class": "nowrap"}}


class _Code(tables.Column):
    """A code of a closed vocabulary in words."""

    def render(self, value: str) -> str:
        return code(value)


class _Kind(tables.Column):
    """A record type in words."""

    def render(self, value: str) -> str:
        return kind(value)


STANDING_COLOURS = {
    "confirmed": "good",
    "proposed": "note",
    "possible": "plain",
    "none": "warn",
    "unsearched": "plain",
}
"""The ground of each word of `bridgehead.office.answers.STANDINGS`."""


def _link(name: str, text: str) -> SafeString:
    return format_html('<a href="{}">{}</a>', reverse(name, args=[text]), text)


def _names(record: Record) -> set[str]:
    """Return the names of people that a record holds."""
    data = record.data
    taking_part = [one.get("name") for one in data.get("participants") or ()]
    return {name for name in (data.get("issuer_name"), data.get("person_name"), *taking_part) if name}


class _Rows(TableQuerysetData):
    """Rows in which what is not known stands last, whichever way the others run, on every database."""

    def order_by(self, aliases: Any) -> None:
        """Order the rows by columns of the table; where these are equal, as the documents stand."""
        by: dict[str, OrderBy] = {}
        yearless = []
        for alias in aliases:
            column = self.table.columns[alias.lstrip("-")]
            turned = alias.startswith("-") != column.order_by_alias.startswith("-")
            for name in column.order_by.opposite if turned else column.order_by:
                bare, down = name.bare.replace(".", "__"), name.startswith("-")
                by.setdefault(bare, OrderBy(F(bare), descending=down, nulls_last=True))
        if "when" in by:
            yearless = [Case(When(when__startswith="-", then=Value(1)), default=Value(0))]
        if by:
            self.data = self.data.order_by(*yearless, *by.values(), *self.table.ties)


class _Table(tables.Table):
    """A table over a queryset; ``ties`` orders the rows that its columns do not."""

    ties: tuple[str, ...] = ()

    def __init__(self, data: QuerySet[Any, Any], **kwargs: Any) -> None:
        super().__init__(_Rows(data), **kwargs)


class RecordTable(_Table):
    """What all ledgers show: the sentence, which opens the record, where it was read, and when."""

    ties = ("document__path", "order")
    title = tables.Column(verbose_name=_("内容"), attrs=_LONG)
    when = tables.Column(verbose_name=_("时间"), attrs=_DAY)
    document = tables.Column(
        verbose_name=_("文档"), order_by=("document__title", "document__path", "order"), attrs=_SOURCE
    )

    class Meta:
        model = Record
        fields: tuple[str, ...] = ()
        sequence: tuple[str, ...] = ("title", "...", "when", "document")
        order_by = ("-when",)
        empty_text = _("没有符合条件的记录")
        row_attrs: ClassVar = {"data-href": lambda record: record.get_absolute_url()}

    def render_title(self, value: str, record: Record) -> SafeString:
        """Return the sentence as the row's link, with the newest verdict where somebody decided."""
        link = format_html('<a data-row href="{}">{}</a>', record.get_absolute_url(), value)
        verdict = getattr(record, "verdict", None)
        if not verdict:
            return link
        colour = "good" if verdict == Review.Verdict.CONFIRMED else "bad"
        word = Review.Verdict(verdict).label
        return format_html('{} <span class="badge badge-{}">{}</span>', link, colour, word)

    def render_document(self, value: Document, record: Record) -> SafeString:
        """Return the document, opened at the record."""
        text = value.title or value.path
        address = f"{value.get_absolute_url()}?record={record.pk}"
        return format_html('<a href="{}" title="{}">{}</a>', address, text, text)

    def render_when(self, value: str, record: Record) -> SafeString:
        """Return the day, marked if it was inferred."""
        return dated(value, record.when_inferred)

    def render_who(self, value: str, record: Record) -> SafeString:
        """Return the person's name as a link to their page; a body or a post alone has none."""
        return _link("person", value) if value in _names(record) else format_html("{}", value)

    def render_where(self, value: str) -> SafeString:
        """Return the place's name as a link to its page."""
        return _link("place", value)


class DirectiveTable(RecordTable):
    """Who asked what of whom."""

    ordinal = tables.Column(verbose_name=_("序号"), orderable=False)
    who = tables.Column(verbose_name=_("提出人"), attrs=_NAME)
    addressee = tables.Column(
        verbose_name=_("对象"), accessor="data__addressee", orderable=False, attrs=_NAME
    )
    where = tables.Column(verbose_name=_("地点"), attrs=_NAME)
    theme = tables.Column(verbose_name=_("主题"), attrs=_NAME)

    class Meta(RecordTable.Meta):
        sequence = ("ordinal", "title", "who", "addressee", "where", "theme", "when", "document")

    def render_addressee(self, value: list[str]) -> str:
        """Return the bodies asked."""
        return "、".join(value) or "—"


class CommitmentTable(RecordTable):
    """Who promised what by when."""

    unit_name = tables.Column(verbose_name=_("责任单位"), accessor="data__unit", orderable=False, attrs=_NAME)
    who = tables.Column(verbose_name=_("表态人"), attrs=_NAME)
    value = tables.Column(verbose_name=_("目标值"), attrs=_NUMBER)
    deadline = tables.Column(verbose_name=_("时限"), accessor="data__deadline", orderable=False, attrs=_DAY)
    theme = tables.Column(verbose_name=_("主题"), attrs=_NAME)

    class Meta(RecordTable.Meta):
        sequence = ("title", "unit_name", "who", "value", "deadline", "theme", "when", "document")

    def render_value(self, value: float, record: Record) -> str:
        """Return the target with its unit."""
        return figure(value, record.unit)

    def render_deadline(self, value: str, record: Record) -> SafeString:
        """Return the day, marked if its year was inferred."""
        return dated(value, "" if record.data.get("deadline_basis") == "inferred" else None)

    def render_who(self, value: str, record: Record) -> SafeString:
        """Return the speaker; a body that commits itself stands in its own column."""
        return super().render_who(value, record) if value in _names(record) else SafeString("—")


class ObservationTable(RecordTable):
    """Which figure was reported about what."""

    variable = tables.Column(verbose_name=_("指标"), accessor="data__variable_text", order_by=("title",))
    value = tables.Column(verbose_name=_("数值"), attrs=_NUMBER)
    where = tables.Column(
        verbose_name=_("关于"),
        accessor="data__observation_about",
        order_by=("where", "who"),
        attrs=_NAME,
    )
    period = tables.Column(
        verbose_name=_("时期"), accessor="data__observation_period", order_by=("when",), attrs=_DAY
    )
    title = tables.Column(verbose_name=_("原句"), accessor="quote", orderable=False, attrs=_LONG)

    class Meta(RecordTable.Meta):
        sequence = ("variable", "value", "where", "period", "title", "document")
        exclude = ("when",)

    def render_value(self, value: float, record: Record) -> str:
        """Return the figure with its qualifier and unit."""
        return qualified(value, record.unit, record.data.get("measurement_qualifier"))

    def render_period(self, value: str, record: Record) -> SafeString:
        """Return the period, marked if it was inferred."""
        return dated(value, record.when_inferred if record.when_from == "own" else None)

    def render_where(self, value: str) -> str:
        """Return what the figure is about, in the words of the text."""
        return value

    def render_title(self, value: str, record: Record) -> SafeString:
        """Return the sentence, or its beginning, as the row's link."""
        return super().render_title(value if len(value) <= 60 else value[:59] + "…", record)


class ProjectTable(RecordTable):
    """Which project, where, by whom, for how much, how far."""

    where = tables.Column(verbose_name=_("所在地"), attrs=_NAME)
    owner = tables.Column(verbose_name=_("业主"), accessor="data__owner", orderable=False, attrs=_NAME)
    value = tables.Column(verbose_name=_("金额"), attrs=_NUMBER)
    phase = _Code(verbose_name=_("阶段"), accessor="data__phase", orderable=False)

    class Meta(RecordTable.Meta):
        sequence = ("title", "where", "owner", "value", "phase", "when", "document")

    def render_value(self, value: float, record: Record) -> str:
        """Return the amount with its unit."""
        return figure(value, record.unit)

    def render_owner(self, value: list[str]) -> str:
        """Return the owners."""
        return "、".join(value) or "—"


class EventTable(RecordTable):
    """What happened, who led it, where it went."""

    classification = _Code(
        verbose_name=_("类型"), accessor="data__classification", orderable=False, attrs=_DAY
    )
    who = tables.Column(verbose_name=_("带队"), attrs=_NAME)
    where = tables.Column(verbose_name=_("地点"), attrs=_NAME)
    stops = tables.Column(verbose_name=_("点位数"), accessor="data__agenda", orderable=False, attrs=_NUMBER)

    class Meta(RecordTable.Meta):
        sequence = ("when", "title", "classification", "who", "where", "stops", "document")

    def render_when(self, value: str, record: Record) -> SafeString:
        """Return the day or days, marked if the year was inferred."""
        end = record.data.get("end_time")
        return dated(f"{value}/{end}" if end else value, record.when_inferred)

    def render_stops(self, value: list[Any]) -> str:
        """Return how many stops it had."""
        return str(len(value)) if value else "—"


class AskTable(RecordTable):
    """What was asked or promised, and where it stands."""

    type = _Kind(verbose_name=_("类别"), attrs=_NAME)
    who = tables.Column(verbose_name=_("谁说的"), attrs=_NAME)
    where = tables.Column(verbose_name=_("地点"), attrs=_NAME)
    standing = tables.Column(verbose_name=_("落实情况"), orderable=False, attrs=_NAME)
    evidence_count = tables.Column(verbose_name=_("线索"), attrs=_NUMBER)

    class Meta(RecordTable.Meta):  # noqa: D106 - django-tables2's own form
        sequence = ("title", "standing", "evidence_count", "type", "who", "where", "when", "document")
        row_attrs: ClassVar = {"data-href": lambda record: answers.address(record)}

    def render_title(self, value: str, record: Record) -> SafeString:
        """Return the sentence as the way to its evidence."""
        return format_html('<a data-row href="{}">{}</a>', answers.address(record), value)

    def render_standing(self, value: str) -> SafeString:
        """Return where it stands, on its colour."""
        return format_html(
            '<span class="badge badge-{}">{}</span>', STANDING_COLOURS[value], answers.STANDINGS[value]
        )


TABLES: dict[str, type[RecordTable]] = {
    "directive": DirectiveTable,
    "commitment": CommitmentTable,
    "observation": ObservationTable,
    "project": ProjectTable,
    "event": EventTable,
}
"""The ledgers, in the order of their tabs."""


class DoubtTable(_Table):
    """What was not understood: the words, what is doubted, what to try, and where."""

    ties = ("document__path", "order")
    title = tables.Column(verbose_name=_("原句"), accessor="quote", orderable=False, attrs=_LONG)
    theme = tables.Column(verbose_name=_("读不懂什么"), attrs=_NAME)
    when = tables.Column(verbose_name=_("时间"), attrs=_DAY)
    document = tables.Column(
        verbose_name=_("文档"), order_by=("document__title", "document__path", "order"), attrs=_SOURCE
    )

    class Meta:  # noqa: D106 - django-tables2's own form
        model = Record
        fields: tuple[str, ...] = ()
        sequence = ("title", "theme", "when", "document")
        empty_text = _("没有读不懂的地方")
        row_attrs: ClassVar = {"data-href": lambda record: record.get_absolute_url()}

    def render_title(self, value: str, record: Record) -> SafeString:
        """Return the doubtful words among those around them, as the row's link."""
        text = value if len(value) <= 120 else value[:119] + "…"
        words = '<span class="muted">{}</span><mark>{}</mark><span class="muted">{}</span>'
        before, after = (getattr(record, name, "") for name in ("before", "after"))
        shown = format_html(words, before, text, after)
        return format_html('<a data-row href="{}">{}</a>', record.get_absolute_url(), shown)

    def render_theme(self, value: str) -> str:
        """Return what is doubted, in words."""
        return doubt_words().get(value, value)

    render_when = RecordTable.render_when
    render_document = RecordTable.render_document


class DocumentTable(_Table):
    """The documents that were read."""

    ties = ("path",)
    title = tables.Column(
        verbose_name=_("标题"), order_by=("title", "path"), attrs=_LONG, empty_values=(), accessor="title"
    )
    publisher = tables.Column(verbose_name=_("发布者"))
    place = tables.Column(verbose_name=_("地点"), attrs=_NAME)
    source_kind = _Code(verbose_name=_("类别"))
    date_published = tables.Column(verbose_name=_("日期"), attrs=_DAY)
    length = tables.Column(verbose_name=_("字数"), attrs=_NUMBER)
    edit_count = tables.Column(verbose_name=_("修复"), attrs=_NUMBER)
    unknown_count = tables.Column(verbose_name=_("存疑"), attrs=_NUMBER)

    class Meta:  # noqa: D106 - django-tables2's own form
        model = Document
        fields: tuple[str, ...] = ()
        sequence = (
            "title",
            "publisher",
            "place",
            "source_kind",
            "date_published",
            "length",
            "edit_count",
            "unknown_count",
        )
        order_by = ("-date_published",)
        empty_text = _("没有符合条件的文档")
        row_attrs: ClassVar = {"data-href": lambda record: record.get_absolute_url()}

    def render_title(self, record: Document) -> SafeString:
        """Return the title, or the path where there is none, and the path below it."""
        path = (
            format_html('<br><span class="small muted">{}</span>', record.path)
            if record.title
            else SafeString("")
        )
        return format_html(
            '<a data-row href="{}">{}</a>{}', record.get_absolute_url(), record.title or record.path, path
        )

    def render_place(self, value: str) -> SafeString:
        """Return the place as a link to its page."""
        return _link("place", value)

    def render_date_published(self, value: str, record: Document) -> SafeString:
        """Return the day, marked if it was inferred."""
        return dated(value, record.when_inferred)

    def render_length(self, value: int) -> str:
        """Return the number with its thousands."""
        return figure(value)

    render_edit_count = render_unknown_count = render_length
