"""What a ledger can be narrowed by, from the query string."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

import django_filters as df
from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from bridgehead.office import answers, queries, search
from bridgehead.office.models import Document, Mention, Record
from bridgehead.office.words import code, doubt_words, kind

__all__ = ["AskFilter", "DocumentFilter", "DoubtFilter", "RecordFilter"]

_DAY = forms.DateInput(attrs={"type": "date"})


def _listed(name: str) -> forms.TextInput:
    """Return a field that offers what a ``<datalist>`` of the page holds."""
    return forms.TextInput(attrs={"list": name})


def _names(values: QuerySet[Any, Any]) -> list[tuple[str, str]]:
    return [(value, value) for value in values if value]


def _kinds(types: Iterable[str]) -> list[tuple[str, str]]:
    return [(type, kind(type)) for type in types]


class RecordFilter(df.FilterSet):
    """Filters over records of one type; each is a facet, and unknown values narrow to nothing.

    Parameters
    ----------
    data : QueryDict
        The query string.
    queryset : QuerySet of Record
        The records of one type.
    """

    q = df.CharFilter(
        method="by_text",
        label=_("文字"),
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}),
    )
    who = df.CharFilter(
        method="by_person", label=_("有关人员"), widget=forms.TextInput(attrs={"list": "names"})
    )
    where = df.CharFilter(method="by_place", label=_("地点"), widget=forms.TextInput(attrs={"list": "areas"}))
    theme = df.ChoiceFilter(label=_("主题"), empty_label=_("全部"))
    document = df.CharFilter(method="by_document", label=_("文档"), widget=_listed("titles"))
    since = df.DateFilter(method="by_since", label=_("自"), widget=_DAY)
    until = df.DateFilter(method="by_until", label=_("至"), widget=_DAY)

    class Meta:  # noqa: D106 - Django's own form
        model = Record
        fields = ("q", "who", "where", "theme", "document", "since", "until")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        records = self.queryset.order_by()
        themes = records.values_list("theme", flat=True).distinct().order_by("theme")
        self.filters["theme"].extra["choices"] = _names(themes)
        if not self.filters["theme"].extra["choices"]:
            del self.filters["theme"]

    def by_text(self, records: QuerySet[Record], _name: str, text: str) -> QuerySet[Record]:
        """Keep the records that hold every word."""
        return search.matching(records, text)

    def by_person(self, records: QuerySet[Record], _name: str, text: str) -> QuerySet[Record]:
        """Keep the records whose person or body has this in its name, or that mention such a person."""
        named = Mention.objects.filter(kind__in=("person", "organization"), name__contains=text)
        return records.filter(Q(who__contains=text) | Q(pk__in=named.values("record")))

    def by_place(self, records: QuerySet[Record], _name: str, text: str) -> QuerySet[Record]:
        """Keep the records whose place has this in its name, or that mention such a place."""
        named = Mention.objects.filter(kind="place", name__contains=text)
        return records.filter(Q(where__contains=text) | Q(pk__in=named.values("record")))

    def by_document(self, records: QuerySet[Record], _name: str, text: str) -> QuerySet[Record]:
        """Keep the records of the document with this id, or with this in its title or path."""
        words = Q(document__title__contains=text) | Q(document__path__contains=text)
        return records.filter(Q(document_id=text) | words)

    def by_since(self, records: QuerySet[Record], _name: str, day: dt.date) -> QuerySet[Record]:
        """Keep what may lie on or after the day."""
        return queries.on_days(records, day.isoformat(), None)

    def by_until(self, records: QuerySet[Record], _name: str, day: dt.date) -> QuerySet[Record]:
        """Keep what may lie on or before the day."""
        return queries.on_days(records, None, day.isoformat())


class AskFilter(RecordFilter):
    """Filters over directives and commitments, by kind and by where they stand."""

    type = df.ChoiceFilter(label=_("类别"), empty_label=_("全部"), choices=lambda: _kinds(answers.ASKS))
    standing = df.ChoiceFilter(
        label=_("落实情况"), empty_label=_("全部"), choices=lambda: list(answers.STANDINGS.items())
    )

    class Meta(RecordFilter.Meta):  # noqa: D106 - Django's own form
        fields = ("q", "standing", "type", "who", "where", "theme", "document", "since", "until")


class DoubtFilter(df.FilterSet):
    """Filters over what was not understood."""

    q = df.CharFilter(
        method="by_text",
        label=_("文字"),
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}),
    )
    kind = df.ChoiceFilter(
        field_name="theme",
        label=_("类别"),
        empty_label=_("全部"),
        choices=lambda: list(doubt_words().items()),
    )
    document = df.CharFilter(method="by_document", label=_("文档"), widget=_listed("titles"))

    class Meta:  # noqa: D106 - Django's own form
        model = Record
        fields = ("q", "kind", "document")

    by_text = RecordFilter.by_text
    by_document = RecordFilter.by_document


class DocumentFilter(df.FilterSet):
    """Filters over documents."""

    q = df.CharFilter(
        method="by_text",
        label=_("文字"),
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}),
    )
    place = df.ChoiceFilter(label=_("地点"), empty_label=_("全部"))
    kind = df.ChoiceFilter(field_name="source_kind", label=_("类别"), empty_label=_("全部"))
    since = df.DateFilter(field_name="date_published", method="by_since", label=_("自"), widget=_DAY)
    until = df.DateFilter(field_name="date_published", method="by_until", label=_("至"), widget=_DAY)

    class Meta:  # noqa: D106 - Django's own form
        model = Document
        fields = ("q", "place", "kind", "since", "until")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        documents = self.queryset.order_by()
        places = documents.values_list("place", flat=True).distinct().order_by("place")
        kinds = documents.values_list("source_kind", flat=True).distinct().order_by("source_kind")
        self.filters["place"].extra["choices"] = _names(places)
        self.filters["kind"].extra["choices"] = [(kind, code(kind)) for kind in kinds if kind]

    def by_text(self, documents: QuerySet[Document], _name: str, text: str) -> QuerySet[Document]:
        """Keep the documents that hold every word, in their text or their name."""
        for word in text.split():
            documents = documents.filter(
                Q(clean__icontains=word) | Q(title__icontains=word) | Q(path__icontains=word)
            )
        return documents

    def by_since(self, documents: QuerySet[Document], _name: str, day: dt.date) -> QuerySet[Document]:
        """Keep what may be published on or after the day."""
        text = day.isoformat()
        partial = Q(date_published=text[:4]) | Q(date_published=text[:7])
        return documents.filter(Q(date_published__gte=text) | partial).filter(date_published__regex=r"^[0-9]")

    def by_until(self, documents: QuerySet[Document], _name: str, day: dt.date) -> QuerySet[Document]:
        """Keep what may be published on or before the day."""
        return documents.filter(date_published__regex=r"^[0-9]", date_published__lte=day.isoformat())
