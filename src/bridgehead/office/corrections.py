"""A person mends what the machine read: which fields may be mended, how they are typed, and where it is kept.

What is mended goes into the workspace's ``corrections.jsonl`` first and comes back from there, so reading the
document again keeps it (`bridgehead.records.corrected`).
"""

from __future__ import annotations

import math
import re
import types
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

import msgspec
from django.conf import settings
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from bridgehead import records
from bridgehead.errors import BridgeheadError, WorkspaceError
from bridgehead.office.importer import import_document
from bridgehead.office.models import Document, Record
from bridgehead.office.words import code
from bridgehead.records.workspace import Workspace

__all__ = [
    "EDITABLE",
    "Blank",
    "add_observation",
    "blanks",
    "correct",
    "history",
    "take_back",
    "typed_values",
]

EDITABLE: dict[str, dict[str, Promise]] = {
    "document": {
        "title": lazy("标题"),
        "date_published": lazy("日期"),
        "place": lazy("发自"),
        "publisher": lazy("发布者"),
        "source_kind": lazy("类别"),
    },
    "article": {"headline": lazy("标题"), "date_published": lazy("日期"), "content_location": lazy("发自")},
    "event": {
        "name": lazy("名称"),
        "classification": lazy("类型"),
        "start_time": lazy("开始日期"),
        "end_time": lazy("结束日期"),
        "location": lazy("地点"),
        "areas": lazy("到访地区"),
    },
    "directive": {
        "head": lazy("内容"),
        "issuer_name": lazy("提出人"),
        "issuer_post": lazy("职务"),
        "addressee": lazy("对象"),
        "theme": lazy("主题"),
        "deadline": lazy("时限"),
    },
    "commitment": {
        "head": lazy("内容"),
        "person_name": lazy("表态人"),
        "unit": lazy("责任单位"),
        "theme": lazy("主题"),
        "target_value": lazy("目标值"),
        "unit_text": lazy("单位"),
        "deadline": lazy("时限"),
    },
    "observation": {
        "observation_about": lazy("关于"),
        "variable_text": lazy("指标"),
        "value": lazy("数值"),
        "unit_text": lazy("单位"),
        "measurement_qualifier": lazy("限定"),
        "observation_period": lazy("时期"),
        "is_target": lazy("是目标值"),
    },
    "project": {
        "name": lazy("项目名称"),
        "area": lazy("所在地"),
        "owner": lazy("业主"),
        "investor": lazy("投资方"),
        "amount": lazy("金额"),
        "unit_text": lazy("单位"),
        "amount_kind": lazy("金额类别"),
        "phase": lazy("阶段"),
    },
    "person": {"name": lazy("姓名")},
    "membership": {
        "person_name": lazy("姓名"),
        "post_label": lazy("职务"),
        "organization": lazy("所属机构"),
    },
    "organization": {
        "name": lazy("名称"),
        "other_names": lazy("简称"),
        "parent": lazy("上级"),
        "area": lazy("地区"),
    },
    "area": {"name": lazy("名称"), "parent": lazy("所属"), "identifier": lazy("区划代码")},
}
"""The fields that a person may mend, by record type, with their words."""

_DATES = {"date_published", "start_time", "end_time", "deadline", "observation_period"}
_BETWEEN = re.compile(r"[、,，;；\n]+")


@dataclass(frozen=True, slots=True)
class Blank:
    """A field of the form: its name and word, how it is typed, what stands in it.

    Attributes
    ----------
    kind : {"text", "number", "list", "yes", "choice"}
        How it is typed.
    choices : tuple of (str, str)
        Codes and their words, of a choice.
    """

    name: str
    word: str
    kind: Literal["text", "number", "list", "yes", "choice"]
    value: str
    choices: tuple[tuple[str, str], ...] = ()
    hint: str = ""


def _kind(hint: Any) -> tuple[Literal["text", "number", "list", "yes", "choice"], tuple[str, ...]]:
    """Tell how a field of a type is typed, and the codes of a choice."""
    options = get_args(hint) if get_origin(hint) in (Union, types.UnionType) else (hint,)
    for option in options:
        if get_origin(option) is Literal:
            return "choice", get_args(option)
        if get_origin(option) is tuple:
            return "list", ()
        if option is bool:
            return "yes", ()
        if option is float:
            return "number", ()
    return "text", ()


def _fields(type_name: str) -> Mapping[str, Any]:
    return get_type_hints(records.TYPES[type_name])


def _shown(value: Any) -> str:
    if value is None or value is False:
        return ""
    if isinstance(value, list | tuple):
        return "、".join(map(str, value))
    return f"{value:.10g}" if isinstance(value, float) else str(value)


def blanks(type_name: str, data: Mapping[str, Any], names: tuple[str, ...] = ()) -> list[Blank]:
    """Return the form for a record: its fields with what they hold now."""
    hints = _fields(type_name)
    out = []
    for name, word in EDITABLE[type_name].items():
        if names and name not in names:
            continue
        kind, codes = _kind(hints[name])
        hint = "2024-01/2024-03" if "period" in name else "2024-03-15" if name in _DATES else ""
        choices = tuple((one, code(one)) for one in codes)
        out.append(Blank(name, str(word), kind, _shown(data.get(name)), choices, hint))
    return out


def typed_values(type_name: str, typed: Mapping[str, str]) -> dict[str, Any]:
    """Return what was typed as the plain values of a record's fields.

    Raises
    ------
    ValueError
        With the words for the user, where something cannot be what the field needs.
    """
    hints = _fields(type_name)
    out: dict[str, Any] = {}
    for name, word in EDITABLE[type_name].items():
        kind, codes = _kind(hints[name])
        text = typed.get(name, "").replace("\x00", "").strip()[:500]
        if kind == "yes":
            out[name] = bool(text)
        elif kind == "list":
            out[name] = [part.strip() for part in _BETWEEN.split(text) if part.strip()]
        elif not text:
            out[name] = None
        elif kind == "number":
            out[name] = _number(text, str(word))
        elif kind == "choice" and text not in codes:
            raise ValueError(_("“%(word)s”没有这个选项。") % {"word": word})
        else:
            out[name] = _day(text, str(word)) if name in _DATES else text
    return out


def _number(text: str, word: str) -> float:
    try:
        number = float(text.replace(",", "").replace("，", ""))
    except ValueError:
        number = math.nan
    if not math.isfinite(number):
        raise ValueError(_("“%(word)s”应是数字，如 3.72。") % {"word": word})
    return number


def _day(text: str, word: str) -> str:
    try:
        for part in text.split("/"):
            if part != "..":
                records.PartialDate.parse(part)
    except ValueError:
        raise ValueError(_("“%(word)s”应写作 2024、2024-03 或 2024-03-15。") % {"word": word}) from None
    return text


def _now() -> str:
    return timezone.localtime().isoformat(timespec="seconds")


def _held(one: Record | Document) -> tuple[str, str, dict[str, Any]]:
    """Return a row's document, type and whole record."""
    if isinstance(one, Document):
        return one.pk, "document", one.data
    return one.document_id, one.type, one.data


def correct(one: Record | Document, values: Mapping[str, Any], *, by: str, note: str = "") -> int:
    """Keep what a person would have in a record's fields; return how many fields changed.

    Raises
    ------
    ValueError
        With the words for the user, where the record would not be one any more.
    WorkspaceError
        If the workspace cannot be written, or a run is writing into it.
    """
    document, type_name, data = _held(one)
    changed = {name: value for name, value in values.items() if _plain(data.get(name)) != _plain(value)}
    if not changed:
        return 0
    try:
        records.loads(msgspec.json.encode({**data, **changed}))
    except BridgeheadError as error:
        empty = [str(EDITABLE[type_name][name]) for name, value in changed.items() if value is None]
        raise ValueError(
            _("这几项不能空着：%(names)s") % {"names": "、".join(empty)} if empty else error.message()
        ) from error
    made = [
        records.Correction(
            document=document,
            record=one.pk,
            field=name,
            value=value,
            before=records.held(data, name),
            by=by,
            at=_now(),
            note=note,
        )
        for name, value in changed.items()
    ]
    _keep(document, made)
    return len(made)


def _plain(value: Any) -> Any:
    return value or None if isinstance(value, str | list | tuple | bool) else value


def _keep(document: str, made: list[records.Correction]) -> None:
    workspace = Workspace(settings.WORKSPACE)
    with workspace.writing():
        if not workspace.record_file(document).exists():
            raise WorkspaceError(
                "工作区里已没有这份文档。",
                "The workspace does not hold this document any more.",
                try_zh="重新载入工作区（bridgehead import）",
                try_en="load the workspace again (bridgehead import)",
            )
        workspace.corrections(document)  # where they cannot be read, nothing is written behind them
        workspace.correct(made)
    import_document(workspace, document)


def add_observation(doubt: Record, values: Mapping[str, Any], *, by: str) -> str:
    """Add the figure that a person read in a place that the machine did not understand; return its id.

    Raises
    ------
    ValueError
        With the words for the user, where what is needed is missing.
    """
    if not values.get("variable_text") or values.get("value") is None:
        raise ValueError(_("指标和数值都要填。"))
    data = {
        "type": "observation",
        "id": records.make_id(
            "observation", doubt.document_id, (doubt.start, doubt.end), f"person {values['variable_text']}"
        ),
        "method": "person",
        "confidence": 1.0,
        "document": doubt.document_id,
        "span": [doubt.start, doubt.end],
        "quote": doubt.quote,
        "quote_raw": doubt.quote_raw,
        "article": doubt.data.get("article"),
        **{name: value for name, value in values.items() if name in EDITABLE["observation"]},
        "unit_text": values.get("unit_text") or "",
    }
    if data.get("observation_period"):
        data |= {"period_basis": "inferred", "period_inferred_from": f"人工核定（{by}）"}
    _keep(
        doubt.document_id,
        [
            records.Correction(
                document=doubt.document_id, record=str(data["id"]), field="", value=data, by=by, at=_now()
            )
        ],
    )
    return str(data["id"])


def history(one: Record | Document) -> list[records.Correction]:
    """Return what people corrected in a record and did not take back, newest first."""
    document, _type, _data = _held(one)
    newest: dict[str, records.Correction] = {}
    kept = records.load_corrections(settings.WORKSPACE / "corrections.jsonl")
    for made in kept.get(document, ()):
        if made.record == one.pk:
            newest.pop(made.field, None)
            newest[made.field] = made
    return [made for made in reversed(newest.values()) if not made.withdrawn]


def take_back(one: Record | Document, field: str, *, by: str) -> bool:
    """Take a correction back, so that the machine's value stands again; False where there is none."""
    for made in history(one):
        if made.field == field:
            again = {name: getattr(made, name) for name in made.__struct_fields__}
            _keep(
                made.document, [records.Correction(**(again | {"by": by, "at": _now(), "withdrawn": True}))]
            )
            return True
    return False
