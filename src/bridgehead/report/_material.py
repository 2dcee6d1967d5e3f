"""What a brief is made of: the records of a workspace, and what was found for each ask."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from functools import cached_property
from typing import TypeVar

from bridgehead.records import Commitment, Directive, Document, Gap, Link, Record, Sourced
from bridgehead.records.workspace import Workspace

__all__ = ["Ask", "Material", "gather"]

T = TypeVar("T", bound=Sourced)


@dataclass(frozen=True, slots=True)
class Ask:
    """A directive or a commitment, with what later documents say about it.

    Attributes
    ----------
    record : Directive or Commitment
        What was asked or promised.
    evidence : tuple of Link
        What is shown as follow-through, the best first; what a person rejected is not among it.
    gap : Gap or None
        When nothing was found: why, and how far was searched.
    """

    record: Directive | Commitment
    evidence: tuple[Link, ...]
    gap: Gap | None

    @property
    def who(self) -> str:
        """Who asks or promises, as people would say it; empty when it is not written."""
        if isinstance(self.record, Directive):
            return f"{self.record.issuer_post or ''}{self.record.issuer_name or ''}"
        return self.record.unit or self.record.person_name or ""


@dataclass
class Material:
    """What a brief is made of.

    Attributes
    ----------
    documents : dict of str to Document
        By id.
    records : dict of type to list
        Records by their class, in the order of documents and places.
    unreadable : list of str
        Names of files that could not be read.
    """

    documents: dict[str, Document] = field(default_factory=dict)
    records: dict[type[Sourced], list[Sourced]] = field(default_factory=lambda: defaultdict(list))
    unreadable: list[str] = field(default_factory=list)

    def of(self, kind: type[T]) -> list[T]:
        """Return all records of a class."""
        return [record for record in self.records[kind] if isinstance(record, kind)]

    @cached_property
    def home(self) -> str | None:
        """The place that most documents speak from."""
        places = [document.place for document in self.documents.values() if document.place]
        return max(dict.fromkeys(places), key=places.count) if places else None

    def is_foreign(self, record: Sourced) -> bool:
        """Return whether a record's document speaks from another place than most do."""
        place = self.documents[record.document].place
        return place is not None and place != self.home

    @cached_property
    def asks(self) -> list[Ask]:
        """All directives, then all commitments, each with what was found for it."""
        links: dict[str, list[Link]] = defaultdict(list)
        for link in self.of(Link):
            if link.claim and link.decision != "rejected":
                links[link.directive].append(link)
        gaps = {gap.directive: gap for gap in self.of(Gap)}
        asked: list[Directive | Commitment] = [*self.of(Directive), *self.of(Commitment)]
        return [
            Ask(record, tuple(sorted(links[record.id], key=_strength)), gaps.get(record.id))
            for record in asked
        ]


def _strength(link: Link) -> tuple[bool, int, int, float]:
    """Confirmed links first, then strong ones, what was reached before what was only done or planned."""
    kinds, levels = ("outcome", "project", "act", "plan", "echo"), ("strong", "partial", "weak")
    return link.decision != "confirmed", levels.index(link.level), kinds.index(link.kind), -link.score


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
    failed = {entry.name for entry in workspace.entries().values() if entry.error}
    material.unreadable = sorted(failed)
    return material


def _age(document: Record) -> tuple[str, str]:
    """Dated documents first, oldest first, then the others by name."""
    dated = isinstance(document, Document) and document.date_published
    known = dated if dated and not dated.startswith("-") else "9999"
    return known, getattr(document, "path", "")
