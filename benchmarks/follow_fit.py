"""Fit the weights of ``terms/follow/weights.csv`` on made-up cities, and say what leaving one city out gives.

    python benchmarks/follow_fit.py [--cases cities unseen second third fourth fifth]

First for words alone, then, where the extra ``semantic`` is installed, for words and meaning. Every ask is
also set beside the sentence of each other city that looks most like an answer, which counts little: a place
filter keeps such sentences out. What a deed and a plan add, and what is done elsewhere takes, is set by hand
(`HAND`): the cases hold too few of them.
"""

from __future__ import annotations

import argparse
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bridgehead.follow import Index
from bridgehead.follow.judge import ALONE, CONTENT, FAR, FEATURES, content, kind_of_sentence
from bridgehead.follow.judge import features as features_of
from bridgehead.follow.judge import tells
from bridgehead.follow.meaning import Meaning, installed
from bridgehead.follow.sentences import Sentence
from follow import Case, cities, pairs

Array = NDArray[np.float64]
HAND = {"done": 2.7, "plan": 2.0, "other": -0.5, "elsewhere": -1.5}
"""Weights that are set, not fitted."""
STRANGER, ALIKE = 0.04, 0.2
"""The weight of another city's sentence, and the ``answers`` from which it has none: it may well be one."""
ROUNDS, STEPS, RIDGE, START = 4, 40, 0.3, -5.0


@dataclass
class Row:
    """One ask and one sentence."""

    city: str
    features: dict[str, float]
    others: Array
    answers: bool
    tells: bool
    own: bool
    hard: bool


def row(
    index: Index,
    case: Case,
    sentence: Sentence,
    answers: bool,
    meaning: Meaning | None,
    *,
    own: bool,
    hard: bool = False,
) -> Row:
    kind = kind_of_sentence(sentence)
    others = [[content(one, sentence.text)[name] for name in CONTENT] for one in index.beside(case.ask)]
    near = meaning.near(case.ask.record.text, [sentence.text])[0] if meaning else None
    found = features_of(case.ask, sentence, kind, near=near)
    may = tells(case.ask, sentence.text, kind)
    return Row(case.city[:2], found, np.array(others), answers, may, own, hard)


def rows(names: list[str], meaning: Meaning | None) -> list[Row]:
    """Return the pairs of all cities of some files, the cities of longer speeches too."""
    loaded = [(long, one) for name in names for long in (False, True) for one in cities(name, long=long)]
    found = []
    for _, (city, index, cases) in loaded:
        for case, sentence, _, label in pairs(index, cases):
            spot = type("At", (), {"document": sentence.document, "span": index.cite(sentence)[1]})
            hard = any(one[0] == spot.document and _over(one, spot.span) for one in case.hard)
            if label >= 0:
                found.append(row(index, case, sentence, bool(label), meaning, own=True, hard=hard))
        for long, (elsewhere, strange, _) in loaded:
            if long or elsewhere[:2] == city[:2]:
                continue
            for case in cases:
                scores = strange._postings.scores(case.ask.wide)
                best = int(np.argmax(scores))
                if scores[best] > 0:
                    other = strange._sentences[best]
                    found.append(row(index, case, other, False, meaning, own=False))
    return found


def _over(one: tuple[str, int, int], span: tuple[int, int]) -> bool:
    return min(one[2], span[1]) > max(one[1], span[0])


def margins(x: Array, weights: Array, some: list[Row]) -> Array:
    """Return the feature ``margin`` under some weights."""
    within = [FEATURES.index(name) for name in CONTENT]
    own = x[:, within] @ weights[within]
    best = [(one.others @ weights[within]).max() if len(one.others) else None for one in some]
    told = [ALONE if b is None else np.clip((o - b) / FAR, -1, 1) for o, b in zip(own, best, strict=True)]
    return np.where(own <= 0, 0.0, told)


def fit(x: Array, y: Array, importance: Array, free: NDArray[np.bool_]) -> Array:
    """Fit the free weights of a logistic model by Newton's steps, none of them below 0; the base comes last."""
    hand = np.array([HAND.get(name, 0.0) for name in FEATURES])
    rows, given = np.hstack([x, np.ones((len(x), 1))]), x @ hand
    moves = np.append(free, True)
    while True:
        weights = np.append(np.zeros(x.shape[1]), START)
        some, ridge = rows[:, moves], np.append(np.full(moves.sum() - 1, 2 * RIDGE), 1e-6)
        for _ in range(STEPS):
            said = 1 / (1 + np.exp(-np.clip(rows @ weights + given, -30, 30)))
            slope = some.T @ (importance * (said - y)) + ridge * weights[moves]
            curve = (some * (importance * said * (1 - said))[:, None]).T @ some + np.diag(ridge)
            step = np.linalg.solve(curve, slope)
            weights[moves] -= step * min(1.0, 1 / np.abs(step).max())
        if (weights[:-1] >= 0).all():
            return weights + np.append(hand, 0.0)
        moves = moves & np.append(weights[:-1] >= 0, True)


def learn(x: Array, y: Array, importance: Array, some: list[Row], used: NDArray[np.bool_]) -> tuple[Array, ...]:
    """Return the weights for words, those for words and meaning, and the table with the margins of words."""
    at = FEATURES.index("margin")
    by_words = np.array([name not in HAND and name != "meaning" for name in FEATURES])
    x = x.copy()
    x[:, at] = 0
    weights = fit(x[used], y[used], importance[used], by_words)
    for _ in range(ROUNDS):
        x[:, at] = margins(x, weights[:-1], some)
        weights = fit(x[used], y[used], importance[used], by_words)
    free = by_words | np.array([name == "meaning" for name in FEATURES])
    return weights, fit(x[used], y[used], importance[used], free), x


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument(
        "--cases", nargs="+", default=["cities", "unseen", "second", "third", "fourth", "fifth"]
    )
    some = rows(options.parse_args().cases, installed())
    x = np.array([[one.features[name] for name in FEATURES] for one in some])
    y = np.array([float(one.answers) for one in some])
    own, may, hard = (np.array([getattr(one, name) for one in some]) for name in ("own", "tells", "hard"))
    city = np.array([one.city for one in some])
    alike = x[:, FEATURES.index("answers")] > ALIKE
    importance = np.where(own, 1.0, np.where(alike, 0.0, STRANGER))
    fitted = learn(x, y, importance, some, may)
    print(f"{int(own.sum())} pairs, {int(y.sum())} answers, {int((~own).sum())} of other cities")
    out = np.zeros((2, len(y)))
    for one in sorted(set(city)):
        *held, table = learn(x, y, importance, some, may & (city != one))
        for which, weights in enumerate(held):
            out[which, city == one] = 1 / (1 + np.exp(-(table[city == one] @ weights[:-1] + weights[-1])))
    for name, weights, scores in zip(("words", "words and meaning"), fitted[:2], out, strict=True):
        print(name, {n: round(float(w), 2) for n, w in zip((*FEATURES, "base"), weights, strict=True)})
        for cut in (0.3, 0.4, 0.5, 0.6, 0.7, 0.8):
            shown = (scores >= cut) & own & may
            print(
                f"  one city out, claimed from {cut}: precision {y[shown].mean():.3f} "
                f"recall {y[shown].sum() / y.sum():.3f}, look-alikes {int(hard[shown].sum())}, "
                f"of other cities {(scores[~own] >= cut).mean():.3f}"
            )


if __name__ == "__main__":
    main()
