"""What papers tell when something asked has been done, field by field, in words unlike the demand's."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cache

from bridgehead import terms
from bridgehead.follow.objects import rarity

__all__ = ["answering", "answers", "asked", "told_in"]

_MANY = 0.12
"""What each further field takes from all: who asks for everything asks for nothing in particular."""

_HALF = 8.0
"""The rarity of answering words at which half of what they can say is said."""

_LENGTH = 40
"""A sentence longer than this tells of many things, and less of each."""


def _pattern(words: Iterable[str]) -> re.Pattern[str]:
    return re.compile("|".join(map(re.escape, sorted(words, key=len, reverse=True))))


@cache
def _demands() -> tuple[re.Pattern[str], dict[str, tuple[str, ...]]]:
    """Return what finds the words of demands, the longest first, and the fields of each word."""
    fields: dict[str, tuple[str, ...]] = {}
    for row in terms.table("follow/answers"):
        for word in row["asked"].split("|"):
            fields[word] = (*fields.get(word, ()), row["field"])
    return _pattern(fields), fields


@cache
def _told() -> dict[str, tuple[str, ...]]:
    """Return the words that tell of each field, those of its demands among them."""
    rows = terms.table("follow/answers")
    return {row["field"]: (*row["answered"].split("|"), *row["asked"].split("|")) for row in rows}


@cache
def _telling(field: str) -> re.Pattern[str]:
    return _pattern(_told()[field])


@cache
def _rare(word: str) -> float:
    return rarity(word)


def asked(head: str, text: str) -> dict[str, float]:
    """Return the fields of work that a demand is of, each with how much of the demand it is.

    Parameters
    ----------
    head, text : str
        The first clause counts more than the rest.
    """
    pattern, fields = _demands()
    found: dict[str, float] = {}
    for said, weight in ((text, 0.8), (head, 1.0)):
        found |= {name: weight for word in pattern.findall(said) for name in fields[word]}
    less = 1 + _MANY * (len(found) - 1)
    return {name: weight / less for name, weight in found.items()}


def answers(fields: Mapping[str, float], text: str) -> float:
    """Return how far a sentence tells of what answers a demand of some fields, 0 to 1.

    Parameters
    ----------
    fields : mapping of str to float
        From `asked`.
    text : str
        The clean sentence.
    """
    damp, best = min(1.0, _LENGTH / len(text)) ** 0.5, 0.0
    for name, weight in fields.items():
        said = damp * sum(_rare(word) for word in set(_telling(name).findall(text)))
        best = max(best, weight * said / (said + _HALF))
    return best


def answering(fields: Mapping[str, float]) -> tuple[tuple[str, float], ...]:
    """Return the words by which an answer may be found, each with its weight."""
    return tuple((word, weight) for name, weight in fields.items() for word in _told()[name])


def told_in(fields: Mapping[str, float], text: str) -> tuple[str, ...]:
    """Return the words of a sentence that answer a demand of some fields, the rarest first."""
    found = {word for name in fields for word in _telling(name).findall(text) if _rare(word)}
    return tuple(sorted(found, key=lambda word: (-_rare(word), word)))
