"""What hangs on a system: directives, commitments and projects whose words name it or one of its items."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TypeVar

from bridgehead.read.systems._names import bare
from bridgehead.records import Commitment, Directive, Project, Sourced, WorkItem, WorkSystem

__all__ = ["hang", "labels"]

S = TypeVar("S", bound=Sourced)

_SHORTEST = 4
"""Characters of a label that hangs an item on its system where the system itself is not named."""


def labels(items: Sequence[WorkItem]) -> Iterator[str]:
    """Yield the labels of a tree, its parts after their wholes."""
    for item in items:
        yield item.label
        yield from labels(item.items)


def hang(records: Sequence[Sourced], systems: Sequence[WorkSystem]) -> list[Sourced]:
    """Return the records, those that name a system or an item of it with ``work_system`` and ``work_item``.

    Parameters
    ----------
    records : sequence of Sourced
        Directives, commitments and projects among them.
    systems : sequence of WorkSystem
        The systems of the same document.
    """
    if not systems:
        return list(records)
    known = [
        (system, sorted(dict.fromkeys(labels(system.items)), key=len, reverse=True))
        for system in sorted(systems, key=lambda system: -len(system.name))
    ]
    return [_hung(record, known) for record in records]


def _hung(record: Sourced, known: list[tuple[WorkSystem, list[str]]]) -> Sourced:
    if isinstance(record, Directive | Commitment):
        text = bare(record.text)
    elif isinstance(record, Project):
        text = bare(f"{record.name}\n{record.quote}")
    else:
        return record
    for system, items in known:
        if system.name in text:
            item = next((label for label in items if len(label) > 1 and label in text), None)
            return replace(record, work_system=system.id, work_item=item)
    for system, items in known:
        for label in items:
            near = len(label) > _SHORTEST or record.article == system.article
            if len(label) >= _SHORTEST and near and label in text:
                return replace(record, work_system=system.id, work_item=label)
    return record
