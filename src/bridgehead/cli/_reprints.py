"""What several documents print is said once: the first print stands for the others."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TypeVar

from bridgehead.records import Commitment, Directive, Observation, Project, Record
from bridgehead.repair import Repaired
from bridgehead.repair.twins import Twin

__all__ = ["reprints", "top"]

Said = Directive | Commitment | Observation | Project
"""What a release holds; people, places and bodies are named anew in each document that names them."""
_NEAR = 60
"""How far outside a stretch the text may still be shared, in characters: it is found by anchors inside."""
_NO_WORD = re.compile(r"\W+")
R = TypeVar("R", bound=Hashable)


def top(leader: Mapping[R, R], one: R) -> R:
    """Return who leads the group of one."""
    while leader[one] != one:
        one = leader[one]
    return one


def reprints(
    records: Mapping[str, Sequence[Record]],
    alone: Mapping[str, Repaired],
    twins: Mapping[str, Sequence[Twin]],
    days: Mapping[str, str],
) -> Iterator[Said]:
    """Yield what documents say with ``same_as`` as it should be.

    Parameters
    ----------
    records : mapping
        All records of each document that has or had twins.
    alone : mapping
        Their texts.
    twins : mapping
        The stretches that each shares with others.
    days : mapping
        When each was published; the earliest print stands for the others, before it the lower id.
    """
    said = {id: [one for one in found if isinstance(one, Said)] for id, found in records.items()}
    every = {one.id: one for found in said.values() for one in found}
    leader = {id: id for id in every}
    for id, found in twins.items():
        for twin in found:
            ours = _within(said[id], alone[id], twin.span)
            theirs = _within(said[twin.document], alone[twin.document], twin.other)
            for key in ours.keys() & theirs.keys():
                for here, there in zip(ours[key], theirs[key], strict=False):
                    low, high = sorted((top(leader, here), top(leader, there)))
                    leader[high] = low
    groups: dict[str, list[Said]] = defaultdict(list)
    for id, one in every.items():
        groups[top(leader, id)].append(one)
    for group in groups.values():
        first = min(group, key=lambda one: (days[one.document], one.document, one.span))
        for one in group:
            yield replace(one, same_as=None if one is first else first.id)


def _within(said: Sequence[Said], text: Repaired, span: tuple[int, int]) -> dict[Hashable, list[str]]:
    """Return the ids of what is said in a stretch, by what it says; the same words twice stay in order."""
    found: dict[Hashable, list[str]] = defaultdict(list)
    for one in said:
        start, end = text.to_clean(one.span[0]), text.to_clean(one.span[1])
        if span[0] - _NEAR <= start and end <= span[1] + _NEAR:
            value = one.value if isinstance(one, Observation) else None
            found[one.type, _NO_WORD.sub("", one.quote), value].append(one.id)
    return found
