"""What templates say: kinds, days, figures, icons, marked hits, quotes beside their originals."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import template
from django.db.models import Count
from django.template.context import RequestContext
from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import capfirst
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from msgspec import UNSET

from bridgehead.ledger import KINDS, STATES, Actor, RuleSet
from bridgehead.ledger.actions import ACTIONS
from bridgehead.ledger.rules import NamedLimit
from bridgehead.office import answers, dates, reading, search, words
from bridgehead.office.models import Document, Record
from bridgehead.office.supervision import blanks, find, lists
from bridgehead.office.tables import STANDING_COLOURS
from bridgehead.repair import Edit

__all__ = ["register"]

register = template.Library()

FORM_NAMES = {
    "csv": "CSV",
    "popolo": "Popolo JSON",
    "ocd": "Open Civic Data",
    "ftm": "FollowTheMoney",
    "schema": "schema.org JSON-LD",
}
"""What the forms of `bridgehead.office.handover` call themselves."""

register.filter("kind", words.kind)
register.filter("code", lambda value: words.code(value) if value else "")
register.filter("day", words.day)
register.simple_tag(dates.dated, name="dated")
register.simple_tag(dates.inferred, name="inferred")
register.filter("figure", words.figure)
register.filter("form_name", lambda form: FORM_NAMES[form])
register.filter("doubted", lambda value: words.doubt_words().get(value, value))
register.filter("standing_word", lambda value: answers.STANDINGS[value])
register.filter("standing_colour", lambda value: STANDING_COLOURS[value])
register.filter("words", lambda one: lists.words(one) if hasattr(one, "zh") else one)
register.filter("per_cent", lambda value: f"{value:.1%}")
register.filter("moment", lambda value: f"{timezone.localtime(value):%Y-%m-%d %H:%M}")
register.filter("choice_word", lambda value: blanks.CHOICES.get(value or "", "—"))
register.simple_tag(lists.state_badge, name="state_badge")
register.simple_tag(lists.light, name="item_light")
register.simple_tag(lambda state: capfirst(lists.words(STATES[state])), name="state_word")
register.simple_tag(lambda code: lists.words(KINDS[code]), name="kind_word")
register.filter("given", lambda value: "—" if value in (None, "", UNSET) else value)
register.filter("at", lambda values, name: values.get(name))
register.filter(
    "listed", lambda value: "、".join(value) if isinstance(value, list) else "∅" if value is None else value
)
register.filter("score_part", lambda name: words.score_parts().get(name) or name)
register.filter("signed", lambda value: f"{value:+.2f}".replace("-", "−"))
register.filter("elided", lambda page: page.paginator.get_elided_page_range(page.number))
register.filter("repair_words", reading.edit_words)


@register.filter
def marked(text: str, spans: Any) -> SafeString:
    """Return a text with the spans, or the words of a query, in ``<mark>``."""
    if isinstance(spans, str):
        spans = search.marks(text, search.words(spans))
    out, at = [], 0
    for start, end in spans:
        out += (escape(text[at:start]), format_html("<mark>{}</mark>", text[start:end]))
        at = end
    return mark_safe("".join([*out, escape(text[at:])]))


@register.simple_tag
def icon(name: str) -> SafeString:
    """Return an icon of ``static/office/icons.svg``; the word beside it says what it means."""
    return format_html(
        '<svg class="icon" aria-hidden="true"><use href="{}#{}"></use></svg>',
        static("office/icons.svg"),
        name,
    )


@register.simple_tag
def counted(number: find.Counted) -> str:
    """Return how many there are; “more than” where counting stopped."""
    return f"{words.figure(number.number)}+" if number.more else words.figure(number.number)


@register.simple_tag
def limit_words(limit: NamedLimit) -> str:
    """Return how long a limit is."""
    units = {
        "day": ngettext("%(n)s 天", "%(n)s 天", limit.number),
        "workday": ngettext("%(n)s 个工作日", "%(n)s 个工作日", limit.number),
        "hour": ngettext("%(n)s 小时", "%(n)s 小时", limit.number),
        "month": ngettext("%(n)s 个月", "%(n)s 个月", limit.number),
        "year_end": _("年底前"),
    }
    if not limit.number and limit.unit != "year_end":
        return _("当天")
    return units[limit.unit] % {"n": limit.number}


@register.simple_tag
def note_words(rules: RuleSet) -> str:
    """Return what a rule set says about itself."""
    return rules.note_en if get_language() == "en" else rules.note_zh


@register.filter
def allows(actor: Actor, action: str) -> bool:
    """Return whether an actor's roles may do an action, so that nobody is led to a page that refuses them."""
    return bool(ACTIONS[action].roles & actor.roles)


@register.simple_tag
def part_state(state: str) -> SafeString:
    """Return where a department's part stands."""
    if state in STATES:
        return lists.state_badge(state)
    # Who supervises has no state of his own: his role says it.
    if state != "withdrawn":
        return SafeString()
    return format_html('<span class="badge badge-plain">{}</span>', _("已退出"))


@register.simple_tag
def today() -> str:
    """Return the date for the masthead, with its weekday."""
    day: dt.date = timezone.localdate()
    if get_language() == "en":
        return f"{day:%A}, {day.day} {day:%B} {day.year}"
    return f"{day.year}年{day.month}月{day.day}日 星期{'一二三四五六日'[day.weekday()]}"


@register.simple_tag
def region() -> str:
    """Return the place that most documents speak from."""
    places = Document.objects.filter(withdrawn=False).exclude(place=None).values("place")
    found = places.annotate(number=Count("pk")).order_by("-number", "place").first()
    return found["place"] if found else ""


@register.simple_tag(takes_context=True)
def sections(context: RequestContext) -> str:
    """Put the menu into the context as ``menu``: name, address, word, whether it is the page's own.

    ``reference`` is what stands below one entry of it: what people look up less often.
    """
    request = context.get("request")
    path = request.path if request else ""
    items = (
        ("home", reverse("home"), _("首页")),
        ("desk", reverse("desk"), _("督办")),
        ("documents", reverse("documents"), words.kind("document", 2)),
        ("ledger", reverse("ledger"), _("台账")),
        ("follow", reverse("follow"), _("落实")),
        ("search", reverse("search"), _("检索")),
        ("help", reverse("help"), _("帮助")),
    )
    reference = (
        ("themes", reverse("themes"), _("主题")),
        ("systems", reverse("systems"), _("体系")),
        ("people", reverse("people"), _("人物")),
        ("places", reverse("places"), _("地方")),
        ("doubts", reverse("doubts"), _("待核")),
    )
    for menu, entries in (("menu", items), ("reference", reference)):
        context[menu] = [
            (name, url, word, path == url if name == "home" else path.startswith(url))
            for name, url, word in entries
        ]
    context["in_reference"] = any(here for _name, _url, _word, here in context["reference"])
    return ""


@register.simple_tag
def quote_pair(record: Record) -> dict[str, list[tuple[str, Edit | None]]]:
    """Return a record's quote and raw quote, each cut at its repairs, for ``components/_quote.html``."""
    inside = [
        Edit(**edit)
        for edit in record.document.edits
        if record.start <= edit["start"] and edit["end"] <= record.end and edit["outcome"] != "suggested"
    ]
    raw: list[tuple[str, Edit | None]] = []
    clean: list[tuple[str, Edit | None]] = []
    at = 0
    for edit in inside:
        start, end = edit.start - record.start, edit.end - record.start
        between = record.quote_raw[at:start]
        raw += ((between, None), (record.quote_raw[start:end], edit))
        clean += ((between, None), (edit.clean, edit if edit.outcome == "repaired" else None))
        at = end
    rest = record.quote_raw[at:]
    clean.append((rest, None))
    if "".join(text for text, _edit in clean) != record.quote:
        clean = [(record.quote, None)]
    return {"raw": [part for part in (*raw, (rest, None)) if part[0]], "clean": [p for p in clean if p[0]]}
