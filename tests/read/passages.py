"""Made-up passages in the ways of many papers: what is found of each type, what is missed, what is false.

python tests/read/passages.py     prints the table, and every miss and false alarm
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from read_cases import CASES, of, raw_text

from bridgehead.read import Context, Reading, read_text

Row = Any


@dataclass
class Tally:
    """What was matched, missed and falsely found of one type."""

    right: int = 0
    missed: list[str] = field(default_factory=list)
    false: list[str] = field(default_factory=list)

    @property
    def precision(self) -> float:
        return self.right / max(1, self.right + len(self.false))

    @property
    def recall(self) -> float:
        return self.right / max(1, self.right + len(self.missed))

    @property
    def f1(self) -> float:
        return 2 * self.right / max(1, 2 * self.right + len(self.false) + len(self.missed))


def found_in(reading: Reading) -> dict[str, list[Row]]:
    """Return what was read in the shape of the cases."""
    titles: dict[str, list[str]] = defaultdict(list)
    for membership in of(reading, "membership"):
        if membership.person_name:
            titles[membership.person_name].append(membership.post_label)
    events = of(reading, "event")
    visits = [event for event in events if event.classification == "visit"]
    directives = of(reading, "directive")
    figures = of(reading, "observation")
    return {
        "articles": of(reading, "article"),
        "people": [person.name for person in of(reading, "person")],
        "titles": [(name, "、".join(parts)) for name, parts in titles.items()],
        "areas": [(area.name, *area.other_names) for area in of(reading, "area")],
        "bodies": [(body.name, *body.other_names) for body in of(reading, "organization")],
        "visits": [(_leader(event), event.start_time) for event in visits],
        "companions": [p.name for event in visits for p in event.participants if p.role == "companion"],
        "stops": [stop.location for event in visits for stop in event.agenda],
        "meetings": [event.name for event in events if event.classification == "meeting"],
        "signings": [event.start_time for event in events if event.classification == "signing"],
        "study_tours": [event.start_time for event in events if event.classification == "study_tour"],
        "directives": directives,
        "issuers": directives,
        "addressees": directives,
        "deadlines": [directive.deadline for directive in directives],
        "commitments": of(reading, "commitment"),
        "figures": figures,
        "figures_full": figures,
        "projects": [project.name for project in of(reading, "project")],
    }


def expected_in(expected: dict[str, Any]) -> dict[str, list[Row]]:
    """Return what a case expects, one list a type; types that it does not name are left open."""
    rows: dict[str, list[Row]] = dict(expected)
    if "articles" in rows:
        rows["articles"] = [None] * expected["articles"]
    if "people" in rows:
        rows["titles"] = list(expected["people"].items())
        rows["people"] = list(expected["people"])
    if "visits" in rows:
        rows["visits"] = [(visit["leader"], visit["start"]) for visit in expected["visits"]]
        rows["companions"] = [name for visit in expected["visits"] for name in visit["companions"]]
        rows["stops"] = [stop for visit in expected["visits"] for stop in visit["stops"]]
    if "directives" in rows:
        rows["issuers"] = expected["directives"]
        rows["addressees"] = [row for row in expected["directives"] if row[1] is not None]
    if "figures" in rows:
        rows["figures_full"] = expected["figures"]
    return rows


def _leader(event: Any) -> str | None:
    return next((p.name for p in event.participants if p.role == "leader"), None)


def _head(row: Row, found: Row) -> bool:
    return found.head.startswith(row[2])


def _issuer(row: Row, found: Row) -> bool:
    return _head(row, found) and row[0] in (found.issuer_name, found.issuer_post)


def _addressee(row: Row, found: Row) -> bool:
    return _head(row, found) and row[1] == "、".join(found.addressee)


def _value(row: Row, found: Row) -> bool:
    return (row[1], row[2]) == (found.value, found.unit_text or "") and row[3] in (
        None,
        found.observation_about,
    )


def _figure(row: Row, found: Row) -> bool:
    words = row[0] in found.variable_text or found.variable_text in row[0]
    return _value(row, found) and words and (len(row) < 5 or row[4] == found.observation_period)


def _stop(row: str, found: str) -> bool:
    return row == found or (min(len(row), len(found)) >= 4 and (row in found or found in row))


MATCH: dict[str, Callable[[Row, Row], bool]] = {
    "articles": lambda row, found: True,
    "areas": lambda row, found: row in found,
    "bodies": lambda row, found: row in found,
    "stops": _stop,
    "directives": _head,
    "issuers": _issuer,
    "addressees": _addressee,
    "commitments": lambda row, found: row[0] == found.unit and found.head.startswith(row[1]),
    "figures": _value,
    "figures_full": _figure,
}
RECALL_ONLY = frozenset(("areas", "bodies", "issuers", "addressees", "projects"))
"""Types of which a case names some only."""


def judge(type: str, rows: Sequence[Row], found: Sequence[Row], tally: Tally, name: str) -> None:
    """Match what is expected with what was found, one to one."""
    left = list(found)
    match = MATCH.get(type, lambda row, one: row == one)
    for row in rows:
        hit = next((one for one in left if match(row, one)), None)
        if hit is None and not (row is None and None in left):
            tally.missed.append(f"{name}: {row}")
            continue
        left.remove(hit)
        tally.right += 1
    if type not in RECALL_ONLY:
        tally.false += [f"{name}: {_short(one)}" for one in left if one is not None]


def _short(found: Row) -> str:
    if hasattr(found, "variable_text"):
        return f"{found.variable_text} {found.value} {found.unit_text} {found.observation_about}"
    return getattr(found, "head", None) or getattr(found, "headline", None) or str(found)


def passages() -> Iterator[dict[str, Any]]:
    """Yield the cases of ``tests/cases/read/passages.json``."""
    import json

    yield from json.loads((CASES / "passages.json").read_text(encoding="utf-8"))


def judge_all(**options: Any) -> dict[str, Tally]:
    """Read all passages and return the tally of each type."""
    tallies: dict[str, Tally] = defaultdict(Tally)
    for case in passages():
        context = Context(case["date"], case["place"])
        found = found_in(read_text(raw_text(case["text"]), context=context, **options))
        for type, rows in expected_in(case["expected"]).items():
            judge(type, rows, found[type], tallies[type], case["name"])
    return tallies


def main() -> None:
    tallies = judge_all()
    for type, tally in tallies.items():
        print(f"{type:14} right {tally.right:4}  P {tally.precision:.3f}  R {tally.recall:.3f}")
    for type, tally in tallies.items():
        for miss in tally.missed:
            print(f"MISS  {type:12} {miss}")
        for alarm in tally.false:
            print(f"FALSE {type:12} {alarm}")


if __name__ == "__main__":
    main()
