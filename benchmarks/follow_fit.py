"""Fit the weights of ``terms/follow/weights.csv`` on made-up cities, and say what leaving one city out gives.

    python benchmarks/follow_fit.py [--cases cities unseen second]

Every ask is also set beside the sentence of each other city that looks most like an answer, which counts
little: a place filter keeps such sentences out. What is good for a deed and for a plan, and what is done
elsewhere, is set by hand where the cases hold too few of them.
"""

from __future__ import annotations

import argparse
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bridgehead.follow import Index
from bridgehead.follow.judge import ALONE, CONTENT, FAR, FEATURES, WORTH_COMPARING, content, kind_of_sentence
from bridgehead.follow.judge import features as features_of
from bridgehead.follow.sentences import Sentence
from follow import Case, cities, pairs

Array = NDArray[np.float64]
LESS = ("elsewhere", "other")
"""What can only speak against an answer."""
STRANGER, ALIKE = 0.04, 0.2
"""The weight of another city's sentence, and the ``answers`` from which it has none: it may well be one."""
ROUNDS, STEPS, RIDGE = 4, 2500, 0.3


@dataclass
class Row:
    """One ask and one sentence."""

    city: str
    features: dict[str, float]
    others: Array
    answers: bool
    echo: bool
    own: bool
    hard: bool


def row(index: Index, case: Case, sentence: Sentence, answers: bool, *, own: bool, hard: bool = False) -> Row:
    kind = kind_of_sentence(sentence)
    others = [[content(one, sentence.text)[name] for name in CONTENT] for one in index.beside(case.ask)]
    found = features_of(case.ask, sentence, kind)
    return Row(case.city[:2], found, np.array(others), answers, kind == "echo", own, hard)


def rows(names: list[str]) -> list[Row]:
    """Return the pairs of all cities of some files, the cities of longer speeches too."""
    loaded = [(long, one) for name in names for long in (False, True) for one in cities(name, long=long)]
    found = []
    for _, (city, index, cases) in loaded:
        for case, sentence, _, label in pairs(index, cases):
            spot = type("At", (), {"document": sentence.document, "span": index.cite(sentence)[1]})
            hard = any(one[0] == spot.document and _over(one, spot.span) for one in case.hard)
            if label >= 0:
                found.append(row(index, case, sentence, bool(label), own=True, hard=hard))
        for long, (other, strange, _) in loaded:
            if long or other[:2] == city[:2]:
                continue
            for case in cases:
                scores = strange._postings.scores(case.ask.wide)
                best = int(np.argmax(scores))
                if scores[best] > 0:
                    found.append(row(index, case, strange._sentences[best], False, own=False))
    return found


def _over(one: tuple[str, int, int], span: tuple[int, int]) -> bool:
    return min(one[2], span[1]) > max(one[1], span[0])


def margins(x: Array, weights: Array, some: list[Row]) -> Array:
    """Return the feature ``margin`` under some weights."""
    within = [FEATURES.index(name) for name in CONTENT]
    own = x[:, within] @ weights[within]
    best = [(one.others @ weights[within]).max() if len(one.others) else None for one in some]
    told = [ALONE if b is None else np.clip((o - b) / FAR, -1, 1) for o, b in zip(own, best, strict=True)]
    return np.where(own < WORTH_COMPARING, 0.0, told)


def fit(x: Array, y: Array, importance: Array) -> Array:
    """Fit a logistic model by projected gradient steps; the base comes last."""
    signs = np.array([-1 if name in LESS else 1 for name in FEATURES])
    rows = np.hstack([x, np.ones((len(x), 1))])
    weights, before = np.zeros(rows.shape[1]), np.zeros(rows.shape[1])
    rate = 1 / (0.25 * np.linalg.norm(rows * importance[:, None] ** 0.5, 2) ** 2 + 2 * RIDGE)
    for step in range(STEPS):
        ahead = weights + step / (step + 3) * (weights - before)
        slope = rows.T @ (importance * (1 / (1 + np.exp(-rows @ ahead)) - y))
        slope[:-1] += 2 * RIDGE * ahead[:-1]
        before, weights = weights, ahead - rate * slope
        weights[:-1] = np.where(signs > 0, np.maximum(weights[:-1], 0), np.minimum(weights[:-1], 0))
    return weights


def learn(
    x: Array, y: Array, importance: Array, some: list[Row], used: NDArray[np.bool_]
) -> tuple[Array, Array]:
    """Return weights, and the table with the margins that they give."""
    at = FEATURES.index("margin")
    x = x.copy()
    x[:, at] = 0
    weights = fit(x[used], y[used], importance[used])
    for _ in range(ROUNDS):
        x[:, at] = margins(x, weights[:-1], some)
        weights = fit(x[used], y[used], importance[used])
    return weights, x


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--cases", nargs="+", default=["cities", "unseen", "second"])
    some = rows(options.parse_args().cases)
    x = np.array([[one.features[name] for name in FEATURES] for one in some])
    y = np.array([float(one.answers) for one in some])
    own, echo, hard = (np.array([getattr(one, name) for one in some]) for name in ("own", "echo", "hard"))
    city = np.array([one.city for one in some])
    alike = x[:, FEATURES.index("answers")] > ALIKE
    importance = np.where(own, 1.0, np.where(alike, 0.0, STRANGER))
    weights, _ = learn(x, y, importance, some, ~echo)
    print(f"{int(own.sum())} pairs, {int(y.sum())} answers, {int((~own).sum())} of other cities")
    print({name: round(float(w), 2) for name, w in zip((*FEATURES, "base"), weights, strict=True)})
    out = np.zeros(len(y))
    for one in sorted(set(city)):
        held, table = learn(x, y, importance, some, ~echo & (city != one))
        out[city == one] = 1 / (1 + np.exp(-(table[city == one] @ held[:-1] + held[-1])))
    for cut in (0.3, 0.4, 0.5, 0.6, 0.7):
        shown = (out >= cut) & own & ~echo
        print(
            f"one city out, claimed from {cut}: precision {y[shown].mean():.3f} "
            f"recall {y[shown].sum() / y.sum():.3f}, look-alikes {int(hard[shown].sum())}, "
            f"of other cities {(out[~own] >= cut).mean():.3f}"
        )


if __name__ == "__main__":
    main()
