"""Passages of ``tests/cases/read/entities*.txt``: who, which bodies, which places; and how to score it.

python tests/read/entities.py [--tagger] [NAME…]     prints the table, and every miss and false alarm
"""

from __future__ import annotations

import re
import sys
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from passages import Tally
from read_cases import CASES, of, raw_text

from bridgehead.read import LacTagger, Reading, Tagger, read_text

KINDS = ("people", "titles", "organizations", "areas")


def plain(name: str) -> str:
    return re.sub(r"[\W_]", "", name.translate(str.maketrans("（）“”", "()  ")))


@dataclass
class Passage:
    """A text; titles by name; names of bodies and places with their other forms; what may be found or not."""

    text: str
    people: dict[str, str] = field(default_factory=dict)
    organizations: list[set[str]] = field(default_factory=list)
    areas: list[set[str]] = field(default_factory=list)
    optional: set[str] = field(default_factory=set)


def passages(name: str) -> list[Passage]:
    """Read the passages of a file."""
    found: list[Passage] = []
    for line in (CASES / f"{name}.txt").read_text(encoding="utf-8").splitlines():
        if line[:2] in ("P ", "O ", "A ", "? ") or line == "P":
            items = [item.strip() for item in line[2:].split(";") if item.strip()]
            forms = [{plain(form) for form in item.split("|")} for item in items]
            match line[0]:
                case "P":
                    found[-1].people = dict(item.split("=") for item in items)
                case "O":
                    found[-1].organizations = forms
                case "A":
                    found[-1].areas = forms
                case _:
                    found[-1].optional = set().union(*forms)
        elif line and not line.startswith(("#", " ")):
            found.append(Passage(line.replace("\\n", "\n")))
    return found


def _alike(told: str, found: str) -> bool:
    """Whether two titles agree as the gold's scorer sees it: by pairs of characters, or one in the other."""
    a, b = plain(told), plain(found)
    pairs = [Counter(x[i : i + 2] for i in range(len(x) - 1)) for x in (a, b)]
    shared = sum((pairs[0] & pairs[1]).values())
    return a in b or (len(b) > 1 and b in a) or 2 * shared >= 0.6 * (len(a) + len(b) - 2)


def _names(told: Sequence[set[str]], found: Sequence[set[str]], optional: set[str], score: Tally) -> None:
    left = list(found)
    for forms in told:
        met = next((row for row in left if row & forms), None)
        if met:
            score.right += 1
            left.remove(met)
        else:
            score.missed.append("|".join(sorted(forms, key=len)))
    every = set().union(optional, *told)
    score.false += ["|".join(sorted(row)) for row in left if not row & every]


def tally(passage: Passage, reading: Reading, scores: dict[str, Tally], exact: Counter[str]) -> None:
    """Add what was read in one passage to the scores."""
    titles: dict[str, str] = {}
    for held in of(reading, "membership"):
        if held.person_name:
            before = titles.get(held.person_name)
            titles[held.person_name] = f"{before}、{held.post_label}" if before else held.post_label
    people = {person.name for person in of(reading, "person")}
    score = scores["people"]
    score.right += len(people & passage.people.keys())
    score.missed += [name for name in passage.people if name not in people]
    score.false += sorted(people - passage.people.keys())
    for name, told in passage.people.items():
        found = titles.get(name, "")
        exact["told"] += 1
        exact["same"] += plain(told) == plain(found)
        if found and _alike(told, found):
            scores["titles"].right += 1
        else:
            scores["titles"].missed.append(f"{name}: {told} ≠ {found or '-'}")
            scores["titles"].false += [f"{name}: {found}"] if found else []
    for kind, record in (("organizations", "organization"), ("areas", "area")):
        rows = [{plain(n) for n in (r.name, *r.other_names)} for r in of(reading, record)]
        _names(getattr(passage, kind), rows, passage.optional, scores[kind])


def scores_of(name: str, tagger: Tagger | None = None, part: slice = slice(None)) -> dict[str, Tally]:
    """Read the passages of a file and score them."""
    scores, exact = {kind: Tally() for kind in KINDS}, Counter[str]()
    for passage in passages(name)[part]:
        tally(passage, read_text(raw_text(passage.text), tagger=tagger), scores, exact)
    scores["exact titles"] = Tally(exact["same"], [""] * (exact["told"] - exact["same"]))
    return scores


def main(arguments: list[str]) -> None:
    tagger = LacTagger() if "--tagger" in arguments else None
    for name in [a for a in arguments if not a.startswith("-")] or ["entities"]:
        for kind, score in scores_of(name, tagger).items():
            print(
                f"{kind:14}{score.right:5}  P {score.precision:.3f}  R {score.recall:.3f}  F1 {score.f1:.3f}"
            )
            if kind in KINDS:
                print("   missed:", *score.missed, sep="\n      ")
                print("   false:", *score.false, sep="\n      ")


if __name__ == "__main__":
    main(sys.argv[1:])
