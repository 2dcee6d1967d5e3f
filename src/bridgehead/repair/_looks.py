"""Tables of signs that are told by what stands around them: one row, one regular expression.

The columns ``sign``, ``before`` and ``after`` are regular expressions, ``clean`` is what was meant,
``outcome`` what may be done about it, and ``why`` the reason for a person to read.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache
from typing import NamedTuple

from bridgehead.terms import table

__all__ = ["Look", "found", "found_at"]

# Letters and what looks like one; a class of its own first is searched fast, and Chinese text has few.
_LETTERS = re.compile("[A-Za-z\u0370-\u04ff∨][A-Za-z\u0370-\u04ff∨]*")


# A ``before`` that takes no text of its own: one look back, or a choice of them.
_BACK = r"\(\?<[=!](?:\[[^\]]*\]|[^()\[\]])*\)"
_LOOKS_BACK = re.compile(rf"(?:{_BACK})+|\(\?:{_BACK}(?:\|{_BACK})*\)")


class Look(NamedTuple):
    """One row: what must stand in a text; the pattern, whose group ``sign`` is the place; what was meant."""

    letters: frozenset[str]
    cues: tuple[str, ...]
    pattern: re.Pattern[str]
    clean: str
    outcome: str
    why: str

    def may_fit(self, text: str, runs: frozenset[str]) -> bool:
        """Return whether a text, with its runs of letters, has what the row looks for."""
        if not self.letters and not self.cues:
            return True
        return not self.letters.isdisjoint(runs) or any(cue in text for cue in self.cues)


@cache
def _looks(name: str) -> tuple[Look, ...]:
    return tuple(
        Look(
            frozenset(row["letters"].split()),
            tuple(row["cues"].split()),
            # The sign is looked at first: what must stand before it is much slower to tell.
            re.compile(
                (f"(?={row['sign']})" if _LOOKS_BACK.fullmatch(row["before"]) else "")
                + f"{row['before']}(?P<sign>{row['sign']}){row['after']}"
            ),
            row["clean"],
            row["outcome"],
            row["why"],
        )
        for row in table(name)
    )


def found(text: str, name: str, *outcomes: str) -> Iterator[tuple[int, int, Look]]:
    """Yield where the rows of a table with one of some outcomes fit, as start, end and row."""
    runs = frozenset(_LETTERS.findall(text))
    for look in _looks(name):
        if look.outcome in outcomes and look.may_fit(text, runs):
            for match in look.pattern.finditer(text):
                yield *match.span("sign"), look


def found_at(text: str, name: str, places: Iterable[int], outcome: str) -> Iterator[tuple[int, int, Look]]:
    """Yield where the rows of a table fit at some places of a text, the first row that does for each."""
    looks = [look for look in _looks(name) if look.outcome == outcome]
    for at in places:
        for look in looks:
            match = look.pattern.match(text, at)
            if match:
                yield *match.span("sign"), look
                break
