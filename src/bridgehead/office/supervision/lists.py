"""The list of items: its filters, its table."""

from __future__ import annotations

import datetime as dt
from typing import Any, ClassVar

import django_filters as df
import django_tables2 as tables
from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db.models import F, QuerySet
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from bridgehead.ledger import KINDS, STATES, ZONE
from bridgehead.ledger.counting import COUNTS, Period
from bridgehead.ledger.signals import signal
from bridgehead.office.supervision import find
from bridgehead.office.supervision.models import LedgerItem, LedgerPart
from bridgehead.office.supervision.rows import item_of

__all__ = ["LIGHTS", "ItemFilter", "ItemTable", "light", "state_badge", "words"]

LIGHTS = {"red": "bad", "yellow": "warn", "green": "good", "grey": "plain"}
"""The ground of each light."""
_LAST = dt.date(2999, 12, 31)
_IN_REACH = (MinValueValidator(dt.date(1900, 1, 1)), MaxValueValidator(dt.date(2999, 12, 31)))
"""Days that can still be counted from, in any zone."""
_LONGEST = 200
"""Characters of what somebody types to narrow the list."""
_DAY = forms.DateInput(attrs={"type": "date"})


def words(one: Any) -> str:
    """Return a kind, state or rule in the reader's language."""
    return str(one.en if get_language() == "en" else one.zh)


def language() -> str:
    """Return the reader's language as the ledger names it."""
    return "en" if get_language() == "en" else "zh"


def state_badge(state: str) -> SafeString:
    """Return a state on its ground."""
    one = STATES[state]
    return format_html('<span class="badge badge-{}">{}</span>', one.colour, words(one))


def light(row: LedgerItem) -> SafeString:
    """Return an item's light: a word on a ground, with its reason."""
    told = signal(item_of(row), timezone.now())
    reason = told.reason(language())
    return format_html('<span class="badge badge-{}">{}</span>', LIGHTS[told.light], reason)


class ItemFilter(df.FilterSet):
    """What a list of items can be narrowed by, from the query string."""

    q = df.CharFilter(
        max_length=_LONGEST,
        label=_("文字"),
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}),
    )
    kind = df.ChoiceFilter(
        label=_("类别"),
        empty_label=_("全部"),
        choices=lambda: [(one.code, words(one)) for one in KINDS.values()],
    )
    state = df.ChoiceFilter(
        label=_("状态"),
        empty_label=_("全部"),
        choices=lambda: [(one.code, words(one)) for one in STATES.values()],
    )
    light = df.ChoiceFilter(
        label=_("时限"),
        empty_label=_("全部"),
        method="by_light",
        choices=[
            ("overdue", _("已逾期")),
            ("soon", _("将到期")),
            ("running", _("在办未到期")),
            ("late", _("逾期办结")),
            ("in_time", _("按期办结")),
        ],
    )
    org = df.CharFilter(
        method="by_org",
        label=_("承办单位"),
        widget=forms.TextInput(attrs={"list": "orgs", "autocomplete": "off"}),
    )
    year = df.NumberFilter(label=_("年度"), min_value=1900, max_value=2999)
    region = df.CharFilter(label=_("区域"), max_length=_LONGEST)
    theme = df.CharFilter(label=_("主题"), max_length=_LONGEST)
    count = df.ChoiceFilter(
        label=_("统计口径"),
        empty_label=_("全部"),
        method="by_count",
        choices=lambda: [(one.code, words(one)) for one in COUNTS.values()],
    )
    first = df.DateFilter(method="of_count", label=_("口径期间自"), widget=_DAY, validators=_IN_REACH)
    last = df.DateFilter(method="of_count", label=_("口径期间至"), widget=_DAY, validators=_IN_REACH)
    lead = df.CharFilter(
        label=_("牵头单位"), widget=forms.TextInput(attrs={"list": "orgs", "autocomplete": "off"})
    )
    since = df.DateFilter(method="by_since", label=_("到期自"), widget=_DAY, validators=_IN_REACH)
    until = df.DateFilter(method="by_until", label=_("到期至"), widget=_DAY, validators=_IN_REACH)

    class Meta:  # noqa: D106 - Django's own form
        model = LedgerItem
        fields = (
            *("q", "kind", "state", "light", "org", "lead", "year", "region", "theme", "since", "until"),
            *("count", "first", "last"),
        )

    def filter_queryset(self, queryset: QuerySet[LedgerItem]) -> QuerySet[LedgerItem]:
        """Narrow the items; a filter that cannot be read leaves none, rather than all of them.

        Words come last: the search begins where everything else has narrowed most.
        """
        if not self.form.is_valid():
            return queryset.none()
        text = self.form.cleaned_data.pop("q", "")
        narrowed = super().filter_queryset(queryset)
        self.form.cleaned_data["q"] = text
        return find.matching(narrowed, text)

    def by_light(self, items: QuerySet[LedgerItem], _name: str, light: str) -> QuerySet[LedgerItem]:
        """Keep what is overdue, due soon, in time; or what was."""
        if light == "overdue":
            return find.overdue(items)
        if light == "soon":
            return find.soon(items)
        if light == "running":
            return items.filter(due_at__gte=timezone.now())
        return items.filter(late=light == "late")

    def by_org(self, items: QuerySet[LedgerItem], _name: str, org: str) -> QuerySet[LedgerItem]:
        """Keep what a department has a part in."""
        return items.filter(
            pk__in=LedgerPart.objects.filter(org=org.strip()).exclude(role="author").values("item_id")
        )

    def by_count(self, items: QuerySet[LedgerItem], _name: str, code: str) -> QuerySet[LedgerItem]:
        """Keep what a number of a notice counts, in its period."""
        said = self.form.cleaned_data
        first, last = said.get("first"), said.get("last")
        period = Period(first or dt.date(1, 1, 2), last or _LAST) if first or last else None
        return find.counted(items, code, period)

    def of_count(self, items: QuerySet[LedgerItem], _name: str, _day: dt.date) -> QuerySet[LedgerItem]:
        """Leave the items: the days narrow a count (`by_count`)."""
        return items

    def by_since(self, items: QuerySet[LedgerItem], _name: str, day: dt.date) -> QuerySet[LedgerItem]:
        """Keep what is due on or after the day."""
        return items.filter(due_at__gte=dt.datetime.combine(day, dt.time.min, ZONE))

    def by_until(self, items: QuerySet[LedgerItem], _name: str, day: dt.date) -> QuerySet[LedgerItem]:
        """Keep what is due on or before the day."""
        return items.filter(due_at__lte=dt.datetime.combine(day, dt.time.max, ZONE))

    def said(self) -> str:
        """Return the filter in words, for reports and exports; empty if nothing is narrowed."""
        if not self.form.is_valid():
            return ""
        told = []
        for name, value in self.form.cleaned_data.items():
            if value in (None, ""):
                continue
            choices = dict(getattr(self.form.fields[name], "choices", ()))
            told.append(f"{self.form.fields[name].label}：{choices.get(value, value)}")
        return "；".join(told)


class ItemTable(tables.Table):
    """Items, each with its state, its light and who has it."""

    pick = tables.CheckBoxColumn(
        accessor="key",
        orderable=False,
        attrs={"th__input": {"data-picks": "all"}, "td__input": {"name": "keys"}},
    )
    no = tables.Column(verbose_name=_("编号"), attrs={"td": {"class": "nowrap"}})
    title = tables.Column(verbose_name=_("事项"), orderable=False, attrs={"td": {"class": "long"}})
    kind = tables.Column(verbose_name=_("类别"), orderable=False, attrs={"td": {"class": "nowrap"}})
    state = tables.Column(verbose_name=_("状态"), attrs={"td": {"class": "nowrap"}})
    lead = tables.Column(verbose_name=_("牵头单位"), attrs={"td": {"class": "name"}})
    light = tables.Column(
        verbose_name=_("时限"), empty_values=(), order_by=("due_at",), attrs={"td": {"class": "light"}}
    )
    progress = tables.Column(verbose_name=_("进度"), orderable=False, attrs={"td": {"class": "number"}})
    updated_at = tables.Column(verbose_name=_("最近办理"), orderable=False, attrs={"td": {"class": "nowrap"}})

    class Meta:  # noqa: D106 - django-tables2's own form
        model = LedgerItem
        fields: tuple[str, ...] = ()
        sequence = ("pick", "no", "title", "kind", "state", "lead", "light", "progress", "updated_at")
        empty_text = _("没有符合条件的事项")
        row_attrs: ClassVar = {"data-href": lambda record: record.get_absolute_url()}

    def render_title(self, value: str, record: LedgerItem) -> SafeString:
        """Return the title as the row's link."""
        return format_html('<a data-row href="{}">{}</a>', record.get_absolute_url(), value)

    def render_kind(self, value: str) -> str:
        """Return the kind in words."""
        return words(KINDS[value])

    def render_state(self, value: str) -> SafeString:
        """Return the state on its ground."""
        return state_badge(value)

    def render_light(self, record: LedgerItem) -> SafeString:
        """Return the light with its reason."""
        return light(record)

    def render_progress(self, value: float) -> str:
        """Return per cent."""
        return f"{value:.0f}%"

    def render_updated_at(self, value: dt.datetime) -> str:
        """Return the day."""
        return f"{timezone.localtime(value):%m-%d %H:%M}"

    def order_light(
        self, items: QuerySet[LedgerItem], is_descending: bool
    ) -> tuple[QuerySet[LedgerItem], bool]:
        """Order by when it is due; what is not due at all comes last."""
        due = F("due_at")
        order = due.desc(nulls_last=True) if is_descending else due.asc(nulls_last=True)
        return items.order_by(order, "-id" if is_descending else "id"), True
