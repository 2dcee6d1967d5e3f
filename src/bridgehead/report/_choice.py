"""What a leader should read: the few most important of each kind, and never one thing twice.

A brief has room for some hundred lines, so each kind of record has a number that is chosen of it; the caller
says how many there are besides. Posts rank as ``terms/post_ranks.csv`` has them, indicators as
``terms/variables.csv``.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cache
from itertools import islice
from typing import TypeVar

from bridgehead import terms
from bridgehead.records import Commitment, Directive, Event, Observation, Project
from bridgehead.report._material import Ask, Material

__all__ = [
    "answered",
    "events",
    "indicators",
    "is_open",
    "projects",
    "promised",
    "rank",
    "unanswered",
    "variable_name",
]

T = TypeVar("T")

LOWEST = 99
PHASES = ("signed", "planned", "started", "built", "operating")
_ALIKE = 0.7
"""The part of their pairs of characters from which two sentences say the same; prints differ by damage."""


@dataclass(frozen=True, slots=True)
class _Limits:
    answered: int = 6
    promised: int = 3
    unanswered: int = 6
    events: int = 5
    indicators: int = 12
    projects: int = 6
    of_one: int = 3
    """How many asks of one speaker."""


LIMITS = _Limits()


@cache
def _ranks() -> tuple[tuple[int, re.Pattern[str]], ...]:
    return tuple((int(row["rank"]), re.compile(row["words"])) for row in terms.table("post_ranks"))


@cache
def rank(post: str | None) -> int:
    """Return how high a post stands, 1 the highest, 99 for what is not known.

    Examples
    --------
    >>> rank("市委副书记、市长") < rank("副市长") < rank("县委书记")
    True
    """
    return next((number for number, words in _ranks() if words.search(post or "")), LOWEST)


def _pairs(text: str) -> set[str]:
    bare = re.sub(r"\W", "", text)
    return {bare[at : at + 2] for at in range(len(bare) - 1)} or {bare}


def _unlike(items: Iterable[T], text: Callable[[T], str]) -> Iterator[T]:
    """Yield those that do not say what an earlier one said."""
    seen: list[set[str]] = []
    for item in items:
        pairs = _pairs(text(item))
        if all(len(pairs & other) < _ALIKE * min(len(pairs), len(other)) for other in seen):
            seen.append(pairs)
            yield item


def _few_of_each(items: Iterable[T], who: Callable[[T], str], most: int) -> Iterator[T]:
    times: Counter[str] = Counter()
    for item in items:
        times[who(item)] += 1
        if times[who(item)] <= most:
            yield item


def _chosen(material: Material, asks: Iterable[Ask], most: int, *, due_first: bool = False) -> list[Ask]:
    def weight(ask: Ask) -> tuple[object, ...]:
        record = ask.record
        speaker = (
            rank(record.issuer_post or record.issuer_name) if isinstance(record, Directive) else rank(ask.who)
        )
        confirmed = bool(ask.evidence and ask.evidence[0].decision == "confirmed")
        concrete = (not record.deadline, not record.measurable, record.theme is None, -record.confidence)
        seen = not confirmed, material.is_foreign(record)
        return (*seen, not record.deadline, speaker, *concrete) if due_first else (*seen, speaker, *concrete)

    ordered = sorted((ask for ask in asks if len(ask.record.head) >= 8), key=weight)
    fresh = _unlike(ordered, lambda ask: ask.record.head)
    kept = list(islice(_few_of_each(fresh, lambda ask: ask.who, LIMITS.of_one), most))
    # Who stands highest comes first, what one person said stays together.
    return sorted(kept, key=lambda ask: [one.who for one in kept].index(ask.who))


def is_open(ask: Ask) -> bool:
    """Return whether an answer was looked for in later documents and none was found."""
    return not ask.evidence and ask.gap is not None and ask.gap.reason in ("no_evidence", "no_documents")


def answered(material: Material) -> list[Ask]:
    """Return the most important directives that later documents answer."""
    asks = (ask for ask in material.asks if ask.evidence and isinstance(ask.record, Directive))
    return _chosen(material, asks, LIMITS.answered)


def promised(material: Material) -> list[Ask]:
    """Return the most important commitments that later documents answer."""
    asks = (ask for ask in material.asks if ask.evidence and isinstance(ask.record, Commitment))
    return _chosen(material, asks, LIMITS.promised)


def unanswered(material: Material) -> list[Ask]:
    """Return the most important asks without an answer, those with a deadline first."""
    return _chosen(material, filter(is_open, material.asks), LIMITS.unanswered, due_first=True)


def _leader_rank(event: Event) -> int:
    return min(
        (rank(one.post) for one in event.participants if one.role in ("leader", "host")), default=LOWEST
    )


def events(material: Material) -> list[Event]:
    """Return the most important visits and meetings, oldest first: of known people, to known places."""
    ordered = sorted(
        (event for event in material.of(Event) if event.participants and (event.areas or event.agenda)),
        key=lambda event: (_leader_rank(event), material.is_foreign(event), -len(event.agenda)),
    )
    kept: list[Event] = []
    told: set[tuple[str | None, ...]] = set()
    for event in ordered:
        leader = event.participants[0]
        key = leader.name, leader.post, (event.start_time or "")[:7]
        # A meeting at the end of a visit, and a visit that another article only mentions, are told with it.
        if key not in told or event.agenda:
            kept.append(event)
        told.add(key)
    return sorted(kept[: LIMITS.events], key=lambda event: _dated(event.start_time))


def _dated(day: str | None) -> tuple[bool, str]:
    """Return a key that puts dates without a year last."""
    return not day or day.startswith("-"), day or ""


@cache
def _variables() -> dict[str, tuple[int, str]]:
    """Return the main indicators, their place in the list and their name; not those of any firm."""
    rows = enumerate(terms.table("variables"))
    return {row["code"]: (place, row["name"]) for place, row in rows if row["loose"] != "1"}


def variable_name(code: str) -> str:
    """Return the name of an indicator, with 增速 for the growth of one."""
    base = code.removesuffix("_growth")
    return _variables()[base][1] + ("增速" if base != code else "")


def indicators(material: Material) -> list[Observation]:
    """Return the main indicators: of each variable and place the latest, reached and aimed at.

    A figure counts only if its variable and its period are known; one without a year comes after all others.
    """
    latest: dict[tuple[object, ...], Observation] = {}
    for one in material.of(Observation):
        code = (one.variable_measured or "").removesuffix("_growth")
        if code not in _variables() or not one.observation_period:
            continue
        key = one.variable_measured, one.observation_about, one.is_target
        if key not in latest or _recent(one) > _recent(latest[key]):
            latest[key] = one

    def weight(one: Observation) -> tuple[object, ...]:
        yearless = (one.observation_period or "").startswith("-")
        place = 0 if one.observation_about == material.home else 1 if one.observation_about else 2
        code = one.variable_measured or ""
        return yearless, place, _variables()[code.removesuffix("_growth")][0], code, one.is_target

    chosen = sorted(latest.values(), key=weight)[: LIMITS.indicators]
    return sorted(chosen, key=lambda one: weight(one)[2:])


def _recent(one: Observation) -> tuple[bool, str, int]:
    first, _, last = (one.observation_period or "").partition("/")
    end = first if last in ("", "..") else last
    return not end.startswith("-"), end.ljust(10, "9"), len(one.comparisons)


def projects(material: Material) -> list[Project]:
    """Return the main projects, each once with the furthest phase that any document tells."""
    known: dict[str, Project] = {}
    for one in material.of(Project):
        if re.search(r"\d+[个项]$", one.name) or not (one.phase or one.amount):
            continue
        before = known.get(one.name, one)
        best, other = (one, before) if _phase(one) > _phase(before) else (before, one)
        sized = best if best.amount else other
        known[one.name] = replace(
            best,
            area=best.area or other.area,
            owner=best.owner or other.owner,
            amount=sized.amount,
            currency=sized.currency,
            unit_text=sized.unit_text,
        )
    ordered = sorted(
        known.values(),
        key=lambda one: (material.is_foreign(one), -_yuan(one), -_phase(one), one.amount is None),
    )
    return list(islice(_unlike(ordered, lambda one: one.name), LIMITS.projects))


def _phase(one: Project) -> int:
    return PHASES.index(one.phase) if one.phase else -1


def _yuan(one: Project) -> float:
    return one.amount or 0 if one.currency else 0
