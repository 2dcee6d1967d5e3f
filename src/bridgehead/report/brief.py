"""The first brief (要情简报): what was said, by whom, where, and the figures, each with its source."""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from bridgehead.records import (
    Commitment,
    Comparison,
    Directive,
    Document,
    Event,
    Observation,
    Project,
    Sourced,
)
from bridgehead.records.workspace import Workspace

if TYPE_CHECKING:
    from bridgehead.report._word import Word

__all__ = ["Material", "gather", "write_brief"]

T = TypeVar("T", bound=Sourced)

NUMERALS = "一二三四五六七八九十"


@dataclass
class Material:
    """What a brief is made of.

    Attributes
    ----------
    documents : dict of str to Document
        By id.
    records : dict of type to list
        Records by their class, in the order of documents and places.
    """

    documents: dict[str, Document] = field(default_factory=dict)
    records: dict[type[Sourced], list[Sourced]] = field(default_factory=lambda: defaultdict(list))

    def of(self, kind: type[T]) -> list[T]:
        """Return all records of a class."""
        return [record for record in self.records[kind] if isinstance(record, kind)]

    def source(self, record: Sourced) -> str:
        """Return where a record stands, for a person who looks it up."""
        document = self.documents[record.document]
        date = f"，{document.date_published}" if document.date_published else ""
        return f"〔{document.path}{date}，第 {record.span[0] + 1}–{record.span[1]} 字〕"


def gather(workspace: Workspace) -> Material:
    """Collect the records of a workspace.

    Parameters
    ----------
    workspace : Workspace
        Where they are.
    """
    material = Material()
    for document_id in workspace.documents():
        for record in workspace.load(document_id):
            if isinstance(record, Document):
                material.documents[record.id] = record
            elif isinstance(record, Sourced):
                material.records[type(record)].append(record)
    return material


def write_brief(workspace: Workspace, path: Path) -> None:
    """Write the brief of a workspace.

    Parameters
    ----------
    workspace : Workspace
        What was read.
    path : path
        The .docx to write; replaced in one step.
    """
    from bridgehead.report._word import Word

    material = gather(workspace)
    word = Word("要情简报")
    word.text(_opening(material))
    sections = [
        ("领导活动", _events),
        ("提出的要求", _directives),
        ("作出的承诺", _commitments),
        ("主要数据", _observations),
        ("涉及项目", _projects),
        ("尚待核对", _unclear),
    ]
    for number, (title, write) in zip(NUMERALS, sections, strict=False):
        word.heading(f"{number}、{title}")
        write(word, material)
    part = path.with_name(f".{path.name}.part")
    word.file.save(str(part))
    os.replace(part, path)


def _opening(material: Material) -> str:
    kinds = ((Event, "次活动"), (Directive, "条要求"), (Commitment, "项承诺"), (Observation, "个数据"))
    counts = "、".join(f"{len(material.of(kind))} {name}" for kind, name in kinds)
    return (
        f"本期读取 {len(material.documents)} 份材料，从中读出 {counts}、{len(material.of(Project))} 个项目。"
        "以下每条均注明出处，由程序读出、尚未经人工核对。"
    )


def _when(event: Event) -> str:
    if event.start_time is None:
        return "日期不详"
    span = (
        event.start_time
        if event.end_time in (None, event.start_time)
        else f"{event.start_time} 至 {event.end_time}"
    )
    unknown = span.startswith("--")
    return span.replace("--", "") + (
        "（年份不详）" if unknown else "（年份为推断）" if event.basis == "inferred" else ""
    )


def _events(word: Word, material: Material) -> None:
    events = sorted(
        material.of(Event), key=lambda event: (event.start_time or "~", event.document, event.span)
    )
    for event in events:
        word.heading(f"{event.name}（{_when(event)}）", 2)
        leaders = [
            f"{p.post or ''}{p.name or ''}" for p in event.participants if p.role in ("leader", "host")
        ]
        others = [p.name or p.post or "" for p in event.participants if p.role in ("companion", "attendee")]
        parts = ["、".join(leaders)]
        if event.areas:
            parts.append("到" + "、".join(event.areas))
        if event.subjects:
            parts.append("主题：" + "、".join(event.subjects))
        if others:
            parts.append("参加：" + "、".join(others))
        if event.agenda:
            parts.append("先后到：" + "、".join(stop.location for stop in event.agenda))
        word.text("；".join(part for part in parts if part) + "。")
        word.source(material.source(event))
    _if_none(word, events, "没有读到领导活动。")


def _directives(word: Word, material: Material) -> None:
    by_issuer: dict[str, list[Directive]] = defaultdict(list)
    for directive in material.of(Directive):
        who = f"{directive.issuer_post or ''}{directive.issuer_name or ''}" or "未写明何人"
        by_issuer[who].append(directive)
    for who, directives in sorted(by_issuer.items(), key=lambda item: -len(item[1])):
        word.heading(f"{who}（{len(directives)} 条）", 2)
        for directive in directives:
            to = f"（对{'、'.join(directive.addressee)}）" if directive.addressee else ""
            word.text(_one_line(directive.head) + to)
            word.source(material.source(directive))
    _if_none(word, by_issuer, "没有读到要求。")


def _commitments(word: Word, material: Material) -> None:
    commitments = material.of(Commitment)
    for commitment in commitments:
        who = commitment.unit or commitment.person_name or "未写明何人"
        word.text(f"{who}：{_one_line(commitment.head)}")
        word.source(material.source(commitment))
    _if_none(word, commitments, "没有读到承诺。")


def _comparison(comparison: Comparison) -> str:
    names = {
        "yoy": "同比",
        "qoq": "环比",
        "wow": "周环比",
        "gap": "相差",
        "rank": "排名",
        "share": "占比",
        "avg": "与均值",
    }
    value = (
        ""
        if comparison.value is None
        else f"{comparison.value:+g}"
        if comparison.kind == "yoy"
        else f"{comparison.value:g}"
    )
    return f"{names[comparison.kind]}{comparison.base or ''} {value}{comparison.unit or ''}".strip()


def _observations(word: Word, material: Material) -> None:
    rows = [
        [
            observation.observation_about or "",
            observation.variable_text + ("（目标）" if observation.is_target else ""),
            f"{observation.measurement_qualifier or ''}{observation.value:g} {observation.unit_text}",
            (observation.observation_period or "")
            + ("（推断）" if observation.period_basis == "inferred" else ""),
            "；".join(map(_comparison, observation.comparisons)),
            material.source(observation).strip("〔〕"),
        ]
        for observation in material.of(Observation)
    ]
    if rows:
        word.table(["对象", "指标", "数值", "时期", "比较", "出处"], rows, [26, 30, 24, 24, 26, 26])
    _if_none(word, rows, "没有读到数据。")


def _projects(word: Word, material: Material) -> None:
    phases = {
        "signed": "签约",
        "planned": "谋划",
        "started": "开工在建",
        "built": "建成",
        "operating": "投运",
    }
    rows = [
        [
            project.name,
            project.area or "",
            "、".join(project.owner),
            ""
            if project.amount is None
            else f"{project.amount:g} {project.unit_text or project.currency or ''}",
            phases.get(project.phase or "", project.phase_text or ""),
            material.source(project).strip("〔〕"),
        ]
        for project in material.of(Project)
    ]
    if rows:
        word.table(["项目", "地点", "单位", "规模", "进度", "出处"], rows, [44, 20, 28, 22, 16, 26])
    _if_none(word, rows, "没有读到项目。")


def _unclear(word: Word, material: Material) -> None:
    unclear = [document for document in material.documents.values() if document.unknown]
    undated = [document for document in material.documents.values() if not document.date_published]
    for document in unclear:
        word.text(f"{document.path}：有 {document.unknown} 处文字受损，未能确定，原样保留。")
    for document in undated:
        word.text(f"{document.path}：未写明发布日期，其中的年份不作推断。")
    _if_none(word, unclear + undated, "没有存疑之处。")


def _if_none(word: Word, found: Iterable[object], sentence: str) -> None:
    if not found:
        word.text(sentence)


def _one_line(text: str) -> str:
    return " ".join(text.split())
