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
    Directive,
    Document,
    Event,
    Observation,
    Project,
    Record,
    Sourced,
)
from bridgehead.records.workspace import Workspace
from bridgehead.report import _phrases as phrases

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

    def number(self, document: str) -> int:
        """Return the number under which a document stands in the list at the end."""
        return list(self.documents).index(document) + 1

    def source(self, record: Sourced) -> str:
        """Return where a record stands, for a person who looks it up."""
        return f"材料 {self.number(record.document)}，第 {record.span[0] + 1}–{record.span[1]} 字"


def gather(workspace: Workspace) -> Material:
    """Collect the records of a workspace.

    Parameters
    ----------
    workspace : Workspace
        Where they are.
    """
    read = [list(workspace.load(document_id)) for document_id in workspace.documents()]
    read.sort(key=lambda records: _age(records[0]))
    material = Material()
    for document, *records in read:
        if isinstance(document, Document):
            material.documents[document.id] = document
        for record in records:
            # Of one event in several papers, the one report that stands for all.
            if isinstance(record, Sourced) and not getattr(record, "same_as", None):
                material.records[type(record)].append(record)
    return material


def _age(document: Record) -> tuple[str, str]:
    """Dated documents first, oldest first, then the others by name."""
    dated = isinstance(document, Document) and document.date_published
    known = dated if dated and not dated.startswith("-") else "9999"
    return known, getattr(document, "path", "")


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
        ("材料目录", _list),
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


def _names(event: Event, *roles: str) -> str:
    who = [p for p in event.participants if p.role in roles]
    return "、".join(f"{p.post or ''}{p.name or ''}" for p in who)


def _events(word: Word, material: Material) -> None:
    events = material.of(Event)
    for event in events:
        word.heading(f"{event.name}（{phrases.when(event)}）", 2)
        parts = [
            ("", _names(event, "leader", "host")),
            ("到", "、".join(event.areas)),
            ("主题：", "、".join(event.subjects)),
            ("参加：", _names(event, "companion", "attendee")),
            ("先后到：", "、".join(stop.location for stop in event.agenda)),
        ]
        said = "；".join(label + text for label, text in parts if text)
        word.text(f"{said}。" if said else _one_line(event.quote))
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
    by_unit: dict[str, list[Commitment]] = defaultdict(list)
    for commitment in material.of(Commitment):
        by_unit[commitment.unit or commitment.person_name or "未写明何人"].append(commitment)
    for who, commitments in by_unit.items():
        word.heading(f"{who}（{len(commitments)} 项）", 2)
        for commitment in commitments:
            word.text(_one_line(commitment.head))
            word.source(material.source(commitment))
    _if_none(word, by_unit, "没有读到承诺。")


def _observations(word: Word, material: Material) -> None:
    rows = [
        [
            observation.observation_about or "",
            observation.variable_text + ("（目标）" if observation.is_target else ""),
            phrases.value(observation),
            phrases.period(observation),
            "；".join(map(phrases.comparison, observation.comparisons)),
            material.source(observation),
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
            phrases.amount(project),
            phases.get(project.phase or "", project.phase_text or ""),
            material.source(project),
        ]
        for project in material.of(Project)
    ]
    if rows:
        word.table(["项目", "地点", "单位", "规模", "进度", "出处"], rows, [44, 20, 28, 22, 16, 26])
    _if_none(word, rows, "没有读到项目。")


def _unclear(word: Word, material: Material) -> None:
    documents = material.documents.values()
    unclear = [document for document in documents if document.unknown]
    undated = [str(material.number(document.id)) for document in documents if not document.date_published]
    for document in unclear:
        number = material.number(document.id)
        word.text(f"材料 {number} 有 {document.unknown} 处文字受损，未能确定，原样保留。")
    if undated:
        word.text(f"材料 {'、'.join(undated)} 未写明发布日期，其中的年份不作推断。")
    _if_none(word, [*unclear, *undated], "没有存疑之处。")


def _list(word: Word, material: Material) -> None:
    rows = [
        [
            str(material.number(document.id)),
            document.path,
            document.title or "",
            document.date_published or "不详",
            document.place or "",
        ]
        for document in material.documents.values()
    ]
    if rows:
        word.table(["材料", "文件", "标题", "日期", "地点"], rows, [12, 44, 58, 24, 18])
    _if_none(word, rows, "没有材料。")


def _if_none(word: Word, found: Iterable[object], sentence: str) -> None:
    if not found:
        word.text(sentence)


def _one_line(text: str) -> str:
    return " ".join(text.split())
