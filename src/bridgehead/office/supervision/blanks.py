"""The form of every action: its blanks from the action's own fields, and back from what was typed."""

from __future__ import annotations

import re
import types
import typing
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import msgspec
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from bridgehead.errors import NotPossible
from bridgehead.ledger import KINDS, Evidence, Item, RuleBook
from bridgehead.ledger.actions import Action, Details, Edit

__all__ = ["Blank", "blanks", "made", "org_names"]

WORDS: dict[str, tuple[Promise, str]] = {
    "lead": (_("牵头单位"), "org"),
    "assists": (_("协办单位（多个用顿号分开）"), "orgs"),
    "supervisors": (_("督促单位（多个用顿号分开）"), "orgs"),
    "org": (_("承办单位"), "org"),
    "orgs": (_("只催这些单位（不填则全部）"), "orgs"),
    "to": (_("转往单位"), "org"),
    "rule": (_("时限规则"), "rule"),
    "limit": (_("时限"), "limit"),
    "due_on": (_("指定截止日期（代替时限）"), "date"),
    "review_on": (_("复核日期"), "date"),
    "text": (_("说明"), "area"),
    "decision": (_("会议决定"), "area"),
    "reason": (_("理由"), "area"),
    "without_assists": (_("协办未报送时先行办结的理由"), "area"),
    "progress": (_("进度（%）"), "number"),
    "month": (_("指标月份"), "month"),
    "value": (_("指标值"), "number"),
    "number": (_("延长多少（按时限的单位）"), "number"),
    "evidence": (_("佐证文件"), "files"),
    "granted": (_("同意"), "yes_no"),
    "contacted": (_("是否联系上"), "yes_no"),
    "resolved": (_("是否解决"), "choice"),
    "satisfied": (_("是否满意"), "choice"),
    "level": (_("催办级别"), "choice"),
    "code": (_("不予受理的情形"), "choice"),
    "into": (_("并入事项（编号）"), "item"),
    "meeting": (_("会议（编号）"), "item"),
    "no": (_("编号（不填则自动编号）"), "text"),
    "kind": (_("类别"), "kind"),
    "title": (_("事项名称"), "text"),
    "body": (_("主要内容"), "area"),
    "secrecy": (_("公开范围"), "choice"),
    "region": (_("区域"), "text"),
    "theme": (_("主题"), "text"),
    "issuer": (_("交办领导或会议"), "text"),
    "source_text": (_("依据"), "text"),
    "issued_at": (_("提出日期"), "date"),
    "year": (_("年度"), "number"),
    "responsible": (_("责任领导"), "text"),
    "parent": (_("上级事项（编号）"), "item"),
    "weight": (_("权重"), "number"),
}
"""What each field of an action is called, and with what it is filled in; the machine fills in the rest."""

CHOICES: dict[str, Promise] = {
    "yes": _("是"),
    "no": _("否"),
    "partly": _("部分"),
    "fairly": _("基本"),
    "public": _("公开"),
    "internal": _("内部"),
    "secret": _("涉密，不得进入本系统"),
    "not_ours": _("不属职责范围"),
    "legal_way": _("应走诉讼、仲裁、复议"),
    "repeated": _("重复"),
    "unclear": _("内容不清"),
    "other": _("其他"),
    "1": _("一级：提醒"),
    "2": _("二级：逾期催办"),
    "3": _("三级：报责任领导"),
}
DESCRIBED = (
    "title",
    "body",
    "no",
    "issuer",
    "source_text",
    "issued_at",
    "region",
    "theme",
    "responsible",
    "year",
    "parent",
    "weight",
    "secrecy",
)
"""What of `Details` people type; the rest comes with the sentence it was read in."""


@dataclass(slots=True)
class Blank:
    """One blank of a form.

    Attributes
    ----------
    name, label, widget : str
        The field, what it is called, and how it is filled in.
    required : bool
        Whether it must be filled in.
    value : str
        What stands there.
    options : list of (str, str)
        What to choose from.
    """

    name: str
    label: Any
    widget: str
    required: bool = False
    value: str = ""
    options: list[tuple[str, Any]] = field(default_factory=list)


def blanks(
    kind: type[Action], book: RuleBook, item: Item | None = None, typed: Mapping[str, str] | None = None
) -> list[Blank]:
    """Return the blanks of an action.

    Parameters
    ----------
    kind : type of Action
        The action.
    book : RuleBook
        The rule sets to choose from.
    item : Item, optional
        The item it is about, for what stands there already.
    typed : mapping, optional
        What was typed before, to be shown again.
    """
    found = [_blank(one, book, item) for one in kind.__struct_fields__ if one in WORDS]
    hints = typing.get_type_hints(kind)
    for blank in found:
        blank.required = blank.name in kind.__struct_fields__ and _required(kind, blank.name)
        blank.options = blank.options or _literal(hints[blank.name])
    if "details" in kind.__struct_fields__:
        hints = typing.get_type_hints(Details)
        for name in DESCRIBED:
            blank = _blank(name, book, item)
            blank.required, blank.options = name == "title", _literal(hints[name])
            if item is not None:
                value = getattr(item, name)
                blank.value = "" if value is None else str(value)
            found.append(blank)
    for blank in found:
        if typed is not None and blank.widget != "files":
            blank.value = typed.get(blank.name, "")
    return found


def _blank(name: str, book: RuleBook, item: Item | None) -> Blank:
    label, widget = WORDS[name]
    blank = Blank(name, label, widget)
    if widget == "kind":
        blank.options = [(one.code, one) for one in KINDS.values()]
    elif widget == "rule":
        blank.options = [(one.code, one) for one in book]
        blank.value = KINDS[item.kind].rule if item else ""
    elif widget == "limit":
        blank.options = [
            (f"{rules.code}/{one.code}", one)
            for rules in book
            for one in rules.limits
            if one.met_by == "submit"
        ]
    elif widget == "yes_no":
        blank.options = [("true", CHOICES["yes"]), ("false", CHOICES["no"])]
    return blank


def _required(kind: type[Action], name: str) -> bool:
    return next(one for one in msgspec.structs.fields(kind) if one.name == name).required


def _literal(hint: Any) -> list[tuple[str, Any]]:
    """Return what a field of closed values may be, in words."""
    if typing.get_origin(hint) in (typing.Union, types.UnionType):
        return [one for part in typing.get_args(hint) for one in _literal(part)]
    if typing.get_origin(hint) is typing.Literal:
        return [(str(one), CHOICES[str(one)]) for one in typing.get_args(hint)]
    return []


def org_names(text: str) -> tuple[str, ...]:
    """Return the departments named in a blank, each once.

    Examples
    --------
    >>> org_names("市财政局、市住建局， 市财政局")
    ('市财政局', '市住建局')
    """
    return tuple(dict.fromkeys(one for one in re.split(r"[、，,;；\s]+", text) if one))


def made(
    kind: type[Action],
    typed: Mapping[str, str],
    *,
    evidence: tuple[Evidence, ...] = (),
    item: Item | None = None,
    find: typing.Callable[[str], str | None] = lambda no: no,
) -> Action:
    """Return the action that a filled-in form says.

    Parameters
    ----------
    kind : type of Action
        The action.
    typed : mapping of str to str
        What was typed, by field.
    evidence : tuple of Evidence
        Files that came with it.
    item : Item, optional
        The item: of what describes it only what differs is kept.
    find : callable
        Gives the key of an item by its number; None if there is none.

    Raises
    ------
    NotPossible
        If a blank that must be filled in is empty, or what stands there cannot be read.
    """
    said: dict[str, Any] = {}
    for name in kind.__struct_fields__:
        if name == "details":
            said[name] = _details(typed, item if kind is Edit else None, find)
        elif name == "evidence" and kind.name != "judge":
            said[name] = [msgspec.to_builtins(one) for one in evidence]
        elif value := _value(name, typed.get(name, ""), find):
            said[name] = value
    for name in kind.__struct_fields__:
        if name not in said and _required(kind, name):
            label = str(WORDS[name][0]) if name in WORDS else name
            raise NotPossible(f"请填写“{label}”。", f"Please fill in “{label}”.")
    try:
        return msgspec.convert(said, kind, strict=False)
    except msgspec.ValidationError as error:
        name = str(error).rpartition("$.")[2].rstrip("`")
        label = str(WORDS[name.rpartition(".")[2]][0]) if name.rpartition(".")[2] in WORDS else name
        raise NotPossible(
            f"“{label}”填得不对。",
            f"“{label}” is not filled in correctly.",
            try_zh="日期写作 2026-03-01，数量写数字",
        ) from error


def _value(name: str, text: str, find: typing.Callable[[str], str | None]) -> Any:
    text = text.strip()
    widget = WORDS.get(name, (None, "text"))[1]
    if not text:
        return None
    if widget == "orgs":
        return org_names(text)
    if widget == "limit":
        return text.rpartition("/")[2]
    if widget == "item":
        key = find(text)
        if key is None:
            raise NotPossible(f"没有编号为“{text}”的事项。", f"There is no item “{text}”.")
        return key
    return text


def _details(
    typed: Mapping[str, str], item: Item | None, find: typing.Callable[[str], str | None]
) -> dict[str, Any]:
    said: dict[str, Any] = {}
    for name in DESCRIBED:
        if name not in typed:
            continue
        value = _value(name, typed[name], find)
        now = getattr(item, name) if item else None
        if (value is None and now in (None, "")) or (item is not None and str(now) == value):
            continue
        if value is None:
            if name in ("weight", "secrecy", "title"):
                continue
            value = "" if name in ("body", "no") else None
        said[name] = value
    return said
