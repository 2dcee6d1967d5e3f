"""How far a sentence answers an ask: a sum of a few parts, each of which can be said in words."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from bridgehead import terms
from bridgehead.follow.answers import answers, told_in
from bridgehead.follow.asks import Ask, plain
from bridgehead.follow.cues import Kind, kind_of, undone
from bridgehead.follow.rarity import grams
from bridgehead.follow.sentences import Sentence
from bridgehead.read import themes

__all__ = [
    "ALONE",
    "CONTENT",
    "FAR",
    "FEATURES",
    "WORTH_COMPARING",
    "Known",
    "Level",
    "Verdict",
    "content",
    "features",
    "judge",
    "kind_of_sentence",
    "shared",
    "why",
]

Level = Literal["strong", "partial", "weak"]
Known = dict[tuple[int, str], float]
CONTENT = ("words", "cover", "run", "named", "subject", "theme", "answers", "other")
FEATURES = (*CONTENT, "margin", "done", "plan", "elsewhere")


_WHOLE = 0.5
"""The part of an ask that one sentence can answer at most."""

ALONE, FAR = 0.5, 3.0
"""The margin of an ask that nothing else was asked beside, and the log odds at which a margin is full."""

WORTH_COMPARING = 1.0
"""What a sentence must have in common with an ask before other asks are compared."""

_CONCRETE = re.compile(
    r"\d(?![\d.]*[年月日])|《|方案|规划(?!建设)|体系|意见|办法|措施|制度|条例|清单|交付|首[艘台套架辆]"
)
_TELLING = 2.5
"""The weight of a shared stretch from which it is worth naming."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What was found about one sentence and one ask.

    Attributes
    ----------
    kind : {"act", "outcome", "project", "plan", "echo"}
        What the sentence is.
    level : {"strong", "partial", "weak"}
        How far it answers.
    score : float
        0 to 1.
    parts : dict of str to float
        What each feature adds to the log odds, ``base`` first; the score is the logistic function of the sum.
    claim : bool
        Whether it is shown as follow-through.
    """

    kind: Kind
    level: Level
    score: float
    parts: dict[str, float]
    claim: bool


def shared(ask: Ask, text: str) -> list[tuple[str, float]]:
    """Return the stretches that a sentence shares with an ask, the rarest first, with their weight.

    Parameters
    ----------
    ask : Ask
        What was asked.
    text : str
        The clean sentence.
    """
    blank, found = _blank(text, ask.aliases)
    if not len(ask.query.pairs) or not len(found):
        return []
    at = np.minimum(np.searchsorted(ask.query.pairs, found), len(ask.query.pairs) - 1)
    counts = np.where(ask.query.pairs[at] == found, ask.query.counts[at], 0.0)
    runs: dict[str, float] = {}
    first, total = 0, 0.0
    for i, count in enumerate([*counts.tolist(), 0.0]):
        if count:
            first = first if total else i
            total += count
        elif total:
            run = blank[first : i + 1]
            runs[run] = max(total, runs.get(run, 0))
            total = 0.0
    return sorted(runs.items(), key=lambda pair: -pair[1])


@lru_cache(4096)
def _blank(text: str, aliases: tuple[str, ...]) -> tuple[str, NDArray[np.int64]]:
    blank = plain(text, aliases)
    return blank, grams(blank)


@lru_cache(4096)
def _theme(text: str) -> str | None:
    return themes.about(text)[0]


def features(
    ask: Ask, sentence: Sentence, kind: Kind, others: Sequence[Ask] = (), known: Known | None = None
) -> dict[str, float]:
    """Return the features of a pair, each between 0 and 1, but ``margin``, which may be negative.

    Parameters
    ----------
    ask, sentence, kind : Ask, Sentence, Kind
        The pair, and what the sentence is.
    others : sequence of Ask
        What else was asked in the same document.
    known : dict, optional
        What earlier calls found, kept while the pairs of one document are judged.

    Returns
    -------
    dict of str to float
        ``words``: the rarity of all that is shared; ``cover``: the part of the
        ask that this is; ``run``: the rarity of the longest stretch; ``named``: of a thing the
        ask names; ``subject``: the part of its subjects that is there; ``theme``: whether the themes agree;
        ``answers``: how far it tells of what answers such a demand;
        ``margin``: how much better it answers this ask than any other of its document;
        ``done``: whether it tells of a deed; ``plan``: of an intention; ``elsewhere``: whether it names only
        other counties than the ask; ``other``: whether a company was asked and it is not named.
    """
    counties = {place.name for place in sentence.named if place.level == "county"}
    return {
        **content(ask, sentence.text),
        "margin": margin(ask, sentence.text, others, {} if known is None else known),
        "done": float(kind in ("act", "outcome", "project")),
        "plan": float(kind == "plan"),
        "elsewhere": float(bool(counties and ask.counties and counties.isdisjoint(ask.counties))),
    }


def content(ask: Ask, text: str) -> dict[str, float]:
    """Return those features that tell what an ask and a text have in common."""
    runs = shared(ask, text)
    words = sum(weight for _, weight in runs)
    run = runs[0][1] if runs else 0.0
    asked = float(ask.query.counts.sum())
    named = max((rare for stem, rare in ask.named.items() if stem in text), default=0.0)
    blank, _ = _blank(text, ask.aliases)
    about = sum(ask.subjects.values())
    present = sum(rare for word, rare in ask.subjects.items() if word in blank)
    theme = _theme(text)
    return {
        "words": words / (words + 14),
        "cover": min(1.0, words / (_WHOLE * asked)) if asked else 0.0,
        "run": run / (run + 6),
        "named": named / (named + 6),
        "subject": present / about if about else 0.0,
        "theme": float(theme is not None and theme == ask.record.theme),
        "answers": answers(ask.fields, blank),
        "other": float(ask.firm and not named),
    }


def _common(ask: Ask, text: str, known: Known) -> float:
    """Return what the content of a pair adds to the log odds."""
    key = id(ask), text
    if key not in known:
        weight = _weights()
        known[key] = sum(weight[name] * value for name, value in content(ask, text).items())
    return known[key]


def margin(ask: Ask, text: str, others: Sequence[Ask], known: Known) -> float:
    """Return how much better a sentence answers an ask than any other ask of the same document, -1 to 1."""
    own = _common(ask, text, known)
    if own < WORTH_COMPARING:
        return 0.0
    if not others:
        return ALONE
    best = max(_common(other, text, known) for other in others)
    return max(-1.0, min(1.0, (own - best) / FAR))


def kind_of_sentence(sentence: Sentence) -> Kind:
    """Return what a sentence is as evidence."""
    return kind_of(
        sentence.text, demanded=sentence.demanded, promised=sentence.promised, figures=sentence.figures
    )


@cache
def _weights() -> dict[str, float]:
    return {row["feature"]: float(row["weight"]) for row in terms.table("follow/weights")}


def _aside(ask: Ask, text: str) -> bool:
    """Return whether a sentence tells of what bodies do beside their work, and it was not asked."""
    return any(word in text and word not in ask.record.text for word in terms.words("follow/asides"))


def judge(ask: Ask, sentence: Sentence, others: Sequence[Ask] = (), known: Known | None = None) -> Verdict:
    """Judge whether a sentence answers an ask; the parameters are those of `features`.

    Returns
    -------
    Verdict
        An echo is never claimed: to say a demand again is not to follow it; nor is what bodies do
        beside their work, what is not done yet, or a leader's coming to look. A plan is claimed only when it
        has a figure, or the name of what it is written down in.
    """
    weight = _weights()
    kind = kind_of_sentence(sentence)
    found = features(ask, sentence, kind, others, known)
    parts = {"base": weight["base"], **{name: weight[name] * found[name] for name in FEATURES}}
    score = 1 / (1 + math.exp(-sum(parts.values())))
    level: Level = (
        "strong" if score >= weight["strong"] else "partial" if score >= weight["partial"] else "weak"
    )
    tells = kind != "echo" and (kind != "plan" or _CONCRETE.search(sentence.text) is not None)
    tells = tells and not undone(sentence.text) and not _aside(ask, sentence.text)
    claim = tells and score >= weight["claim"]
    return Verdict(kind, level, round(score, 4), {k: round(v, 3) for k, v in parts.items() if v}, claim)


def why(ask: Ask, quote: str) -> tuple[str, ...]:
    """Return the words that speak for a link: things named first, then what is shared, then what answers.

    Parameters
    ----------
    ask : Ask
        What was asked.
    quote : str
        The clean sentence.
    """
    named = sorted((stem for stem in ask.named if stem in quote), key=lambda stem: -ask.named[stem])
    subjects = [word for word in ask.subjects if word in quote]
    runs = [run.strip() for run, weight in shared(ask, quote) if weight >= _TELLING]
    told: list[str] = []
    for word in (*named, *subjects, *runs, *told_in(ask.fields, quote)):
        if len(word) > 1 and not any(word in other for other in told):
            told.append(word)
    return tuple(told[:4])
