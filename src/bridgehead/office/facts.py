"""A record's fields in words, for its page."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Literal, NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from bridgehead.office.words import code, day, doubt_words, figure, qualified

__all__ = ["Fact", "Value", "facts"]


class Value(NamedTuple):
    """One value of a field: its text, the kind of page it may lead to, and words before it."""

    text: str
    page: Literal["person", "place"] | None = None
    lead: str = ""


class Fact(NamedTuple):
    """One line of a record's page.

    Attributes
    ----------
    label : str
        The field's word.
    values : list of Value
        Empty where the document does not give it.
    note : str
        How it is known.
    why : str or None
        From what it was inferred, empty where that is not told; None where it was not.
    """

    label: str
    values: list[Value]
    note: str = ""
    why: str | None = None


Make = Callable[[dict[str, Any]], "list[Value]"]


class Line(NamedTuple):
    """How a fact is made: its word, its values, the key of its note, and whether its absence is told."""

    label: Promise | str
    make: Make
    note: str = ""
    wanted: bool = False


def _text(key: str, page: Literal["person", "place"] | None = None) -> Make:
    def make(data: dict[str, Any]) -> list[Value]:
        value = data.get(key)
        items = value if isinstance(value, list | tuple) else [value]
        return [Value(str(item), page) for item in items if item not in (None, "")]

    return make


def _joined(key: str) -> Make:
    return lambda data: [Value("、".join(data[key]))] if data.get(key) else []


def _code(key: str) -> Make:
    return lambda data: [Value(code(data[key]))] if data.get(key) else []


def _day(key: str, end: str = "") -> Make:
    def make(data: dict[str, Any]) -> list[Value]:
        first, last = data.get(key), data.get(end)
        return [Value(day(f"{first}/{last}" if last else first))] if first else []

    return make


def _figure(key: str) -> Make:
    def make(data: dict[str, Any]) -> list[Value]:
        value = data.get(key)
        return [] if value is None else [Value(figure(value, data.get("unit_text")))]

    return make


def _measured(data: dict[str, Any]) -> list[Value]:
    return [Value(qualified(data.get("value"), data.get("unit_text"), data.get("measurement_qualifier")))]


def _yes(key: str) -> Make:
    return lambda data: [Value(_("是") if data[key] else _("否"))] if data.get(key) is not None else []


def _issuer(data: dict[str, Any]) -> list[Value]:
    name, post = data.get("issuer_name"), data.get("issuer_post")
    if name:
        return [Value(name, "person", post or "")]
    return [Value(post)] if post else []


def _participants(data: dict[str, Any]) -> list[Value]:
    out = []
    for one in data.get("participants") or ():
        role, name, post = code(one["role"]), one.get("name"), one.get("post") or ""
        out.append(Value(name, "person", f"{role} {post}".strip()) if name else Value(post, None, role))
    return out


def _agenda(data: dict[str, Any]) -> list[Value]:
    return [Value(stop["location"], "place", f"{stop['order']}.") for stop in data.get("agenda") or ()]


def _comparisons(data: dict[str, Any]) -> list[Value]:
    out = []
    for one in data.get("comparisons") or ():
        parts = [code(one["kind"]), one.get("base") or "", code(one.get("direction") or "")]
        value = figure(abs(one["value"]), one.get("unit")) if one.get("value") is not None else ""
        out.append(Value(" ".join(part for part in (*parts, value) if part)))
    return out


def _tree(data: dict[str, Any]) -> list[Value]:
    """The parts of a system, those with parts of their own followed by these."""
    out = []
    for number, item in enumerate(data.get("items") or (), 1):
        parts = "、".join(part["label"] for part in item.get("items") or ())
        out.append(Value(item["label"] + (f"：{parts}" if parts else ""), None, f"{number}."))
    return out


def _seen_on(data: dict[str, Any]) -> list[Value]:
    return [Value(day(text)) for text in data.get("seen_on") or ()]


_DEADLINE = Line(lazy("时限"), _day("deadline"), "deadline_basis")
_THEME = Line(lazy("主题"), _text("theme"))
_SUBJECTS = Line(lazy("所涉事项"), _joined("subjects"))

_FACTS: dict[str, tuple[Line, ...]] = {
    "directive": (
        Line(lazy("提出人"), _issuer, wanted=True),
        Line(lazy("对象"), _text("addressee"), wanted=True),
        Line(lazy("序号"), _text("ordinal")),
        Line(lazy("语气"), _text("modality")),
        _THEME,
        _SUBJECTS,
        _DEADLINE,
        Line(lazy("可核查"), _yes("measurable")),
    ),
    "commitment": (
        Line(lazy("责任单位"), _text("unit"), wanted=True),
        Line(lazy("表态人"), _text("person_name", "person")),
        Line(lazy("序号"), _text("ordinal")),
        Line(lazy("目标值"), _figure("target_value")),
        _THEME,
        _SUBJECTS,
        _DEADLINE,
        Line(lazy("可核查"), _yes("measurable")),
    ),
    "observation": (
        Line(lazy("指标"), _text("variable_text")),
        Line(lazy("数值"), _measured),
        Line(lazy("关于"), _text("observation_about", "place")),
        Line(lazy("时期"), _day("observation_period"), "period_basis", wanted=True),
        Line(lazy("原文中的时期"), _text("period_text")),
        Line(lazy("推断依据"), _text("period_inferred_from")),
        Line(lazy("类型"), _code("stat_type")),
        Line(lazy("比较"), _comparisons),
        Line(lazy("是目标值"), _yes("is_target")),
        Line(lazy("指标代码"), _text("variable_measured")),
    ),
    "project": (
        Line(lazy("项目名称"), _text("name")),
        Line(lazy("所在地"), _text("area", "place"), wanted=True),
        Line(lazy("业主"), _text("owner")),
        Line(lazy("投资方"), _text("investor")),
        Line(lazy("金额"), _figure("amount"), "amount_kind", wanted=True),
        Line(lazy("阶段"), _code("phase"), "phase_text"),
        Line(lazy("开工时间"), _day("start_date")),
    ),
    "event": (
        Line(lazy("类型"), _code("classification")),
        Line(lazy("时间"), _day("start_time", "end_time"), "basis", wanted=True),
        Line(lazy("推断依据"), _text("inferred_from")),
        Line(lazy("参加人"), _participants),
        Line(lazy("地点"), _text("location", "place")),
        Line(lazy("到访地区"), _text("areas", "place")),
        Line(lazy("点位"), _agenda),
        Line(lazy("议题"), _joined("subjects")),
    ),
    "article": (
        Line(lazy("标题"), _text("headline")),
        Line(lazy("引题"), _text("kicker")),
        Line(lazy("副题"), _text("subtitle")),
        Line(lazy("记者"), _text("author")),
        Line(lazy("日期"), _day("date_published"), "date_basis"),
        Line(lazy("推断依据"), _text("date_inferred_from")),
        Line(lazy("发自"), _text("content_location", "place")),
        Line(lazy("栏目名"), _text("article_section")),
        Line(lazy("体裁"), _code("genre")),
        Line(lazy("转版"), _text("continued_on")),
    ),
    "person": (Line(lazy("姓名"), _text("name", "person")), Line(lazy("别名"), _text("other_names"))),
    "post": (
        Line(lazy("职务全称"), _text("label")),
        Line(lazy("职务"), _text("role")),
        Line(lazy("所属机构"), _text("organization")),
        Line(lazy("地区"), _text("area", "place")),
        Line(lazy("级别"), _code("level")),
    ),
    "membership": (
        Line(lazy("姓名"), _text("person_name", "person")),
        Line(lazy("职务"), _text("post_label")),
        Line(lazy("所属机构"), _text("organization")),
        Line(lazy("见于"), _seen_on),
    ),
    "organization": (
        Line(lazy("名称"), _text("name")),
        Line(lazy("简称"), _text("other_names")),
        Line(lazy("类别"), _code("classification")),
        Line(lazy("上级"), _text("parent")),
        Line(lazy("地区"), _text("area", "place")),
    ),
    "area": (
        Line(lazy("名称"), _text("name", "place")),
        Line(lazy("简称"), _text("other_names")),
        Line(lazy("类别"), _code("classification")),
        Line(lazy("所属"), _text("parent", "place")),
        Line(lazy("区划代码"), _text("identifier")),
    ),
    "work_system": (
        Line(lazy("名称"), _text("name")),
        Line(lazy("叫法"), _text("term")),
        Line(lazy("提出单位"), _text("issuer")),
        Line(lazy("地区"), _text("area", "place")),
        Line(lazy("组成"), _tree, wanted=True),
        Line(lazy("个数与名称相符"), _yes("agrees")),
        Line(lazy("出入"), _text("note")),
    ),
    "doubt": (
        Line(lazy("问题"), lambda data: [Value(doubt_words()[data["kind"]])]),
        Line(lazy("字词"), _text("words")),
        Line(lazy("细节"), _text("detail")),
        Line(lazy("可以怎么办"), lambda data: [Value(doubt_words("try")[data["kind"]])]),
    ),
}
_WHY = {
    "basis": "inferred_from",
    "period_basis": "period_inferred_from",
    "date_basis": "date_inferred_from",
}
_SHARED = {"type", "id", "method", "confidence", "document", "span", "quote", "quote_raw"}


def facts(type_name: str, data: dict[str, Any]) -> list[Fact]:
    """Return a record's fields in words.

    Parameters
    ----------
    type_name : str
        The record's type; one without a table here gives its plain text fields under their own names.
    data : dict
        The whole record.

    Returns
    -------
    list of Fact
        In reading order. A field that a reader would look for and that the document does not give stays,
        without values.
    """
    table = _FACTS.get(type_name)
    if table is None:
        plain = [
            key for key, value in data.items() if key not in _SHARED and isinstance(value, str | int | float)
        ]
        table = tuple(Line(key, _text(key)) for key in plain)
    lines = []
    for line in table:
        values = line.make(data)
        if values or line.wanted:
            how = data.get(line.note) or "" if line.note else ""
            inferred = how == "inferred"
            why = data.get(_WHY.get(line.note, "")) or "" if inferred else None
            lines.append(Fact(str(line.label), values, "" if inferred else code(how), why))
    return lines
