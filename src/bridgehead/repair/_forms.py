"""Which characters are traditional, which simplified, and what becomes of each: the tables behind `script`.

OpenCC's t2s tells what a character becomes; ``terms/script`` tells what it leaves (``variants``), what stays
in simplified text all the same (``keep``), and what depends on the word around it (``context``). The words of
OpenCC are not used: of 477 in version 1.4 many are names of persons that cut other words apart (於單 in
對於單位), and one look-up for each character is several times faster than its search for words.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import cache
from typing import NamedTuple

from bridgehead.repair._han import is_standard
from bridgehead.terms import table

__all__ = ["Context", "Forms", "forms", "overlaid"]

_Flag = Callable[[int], bool]


class _Rule(NamedTuple):
    """A word in which a character has one certain form."""

    rank: int
    before: str
    after: str
    target: str
    lines: str


@dataclass(slots=True)
class Context:
    """What the words around one character say about its form.

    Attributes
    ----------
    by_next, by_last : dict of str to list
        The rules, by the character behind, or where the word ends with the character, before it.
    default : str
        The form where no rule fits; empty where that is left to OpenCC.
    lines : str
        Where the default holds: ``traditional``, ``damaged`` or ``all``.
    """

    by_next: dict[str, list[_Rule]] = field(default_factory=dict)
    by_last: dict[str, list[_Rule]] = field(default_factory=dict)
    default: str = ""
    lines: str = ""

    def holds(self, *, whole: bool, damaged: bool) -> bool:
        """Return whether the default holds in a line that is traditional as a whole, or damaged somehow."""
        return self.lines == "all" or (whole and bool(self.lines)) or (damaged and self.lines == "damaged")

    def rule(self, text: str, at: int, *, traditional: bool) -> _Rule | None:
        """Return the first rule that fits the character at a place of a text."""
        best: _Rule | None = None
        near = self.by_next.get(text[at + 1 : at + 2], ()), self.by_last.get(text[at - 1 : at], ())
        for rule in (*near[0], *near[1]):
            if (best and best.rank < rule.rank) or not (traditional or rule.lines == "all"):
                continue
            if text.startswith(rule.after, at + 1) and text.endswith(rule.before, 0, at):
                best = rule
        return best


class Forms(NamedTuple):
    """What one look at OpenCC's tables tells, and the overlay on them.

    Attributes
    ----------
    to_simplified : dict of str to str
        Every character that changes.
    stray : dict of str to str
        Those that are certain and whose form does not depend on the word.
    certain : dict of str to str
        Those that stand nowhere in simplified text.
    simplified : frozenset of str
        Characters that stand nowhere in traditional text.
    suspect : re.Pattern
        Matches a stray character.
    contexts : dict of str to Context
        The characters of the context table.
    in_any : re.Pattern
        Matches a character that has rules outside traditional lines.
    """

    to_simplified: dict[str, str]
    stray: dict[str, str]
    certain: dict[str, str]
    simplified: frozenset[str]
    suspect: re.Pattern[str]
    contexts: dict[str, Context]
    in_any: re.Pattern[str]


def _pairs() -> dict[str, str]:
    """Return what OpenCC makes of each character, those that change."""
    from opencc import OpenCC

    # Simplified forms that no font has are left out: what is printed is the old form.
    converter = OpenCC("t2s", include_tofu_risk_dictionaries=False)
    every = [chr(code) for low, high in ((0x3400, 0x4DC0), (0x4E00, 0xA000)) for code in range(low, high)]
    converted = converter.convert("\n".join(every)).split("\n")
    return {old: new for old, new in zip(every, converted, strict=True) if old != new}


@cache
def forms() -> Forms:
    """Return the tables, made once."""
    variants = {row["char"]: row["standard"] for row in table("script/variants")}
    pairs = _pairs() | variants
    rows = (*table("script/keep"), *table("script/variants"))
    keep = {row["char"] for row in rows if row.get("lines") != "all"}
    certain = {
        old: new
        for old, new in pairs.items()
        if old not in keep and (old == "後" or not is_standard(old)) and (is_standard(new) or new == "镕")
    }
    contexts = _contexts()
    stray = {old: new for old, new in certain.items() if old not in contexts}
    return Forms(
        pairs,
        stray,
        certain,
        frozenset(new for new in stray.values() if not _in_big5(new)),
        re.compile(f"[{''.join(stray)}]"),
        contexts,
        re.compile(f"[{''.join(char for char, context in contexts.items() if _speaks_anywhere(context))}]"),
    )


def _in_big5(char: str) -> bool:
    """Return whether a simplified character is also one of the traditional set (后, 里, 面, 台 …)."""
    try:
        char.encode("big5")
    except UnicodeEncodeError:
        return False
    return True


def _contexts() -> dict[str, Context]:
    contexts: dict[str, Context] = {}
    rank = 0
    for row in table("script/context"):
        char, target, lines = row["char"], row["target"], row["lines"]
        context = contexts.setdefault(char, Context())
        for word in row["words"].split():
            if word == "*":
                context.default, context.lines = target, lines
                continue
            before, _, after = word.partition(target)
            near, key = (context.by_next, after[0]) if after else (context.by_last, before[-1])
            near.setdefault(key, []).append(_Rule(rank, before, after, target, lines))
            rank += 1
    return contexts


def _speaks_anywhere(context: Context) -> bool:
    rules = [rule for rules in (*context.by_next.values(), *context.by_last.values()) for rule in rules]
    return context.lines == "all" or any(rule.lines == "all" for rule in rules)


def _never(_: int) -> bool:
    return False


def overlaid(
    text: str, new: str, places: Iterable[int], whole: _Flag = _never, damaged: _Flag = _never
) -> dict[int, str]:
    """Return what the context table sets right at places of ``new``, a text as converted so far.

    Where a word proves that the table of the page was wrong, the character is taken for wrong wherever no
    other word speaks for it: a page is converted with one table.

    Parameters
    ----------
    text, new : str
        As it was, and converted so far, of one length.
    places : iterable of int
        Where characters of the context table stand.
    whole, damaged : callable
        Whether a place is in a line that is traditional as a whole, and whether in one damaged somehow.
    """
    right: dict[int, str] = {}
    proved: dict[str, str] = {}
    free: list[int] = []
    tables = forms()
    for i in places:
        char, context = text[i], tables.contexts[text[i]]
        rule = context.rule(new, i, traditional=damaged(i))
        form = new[i]
        if rule:
            form = rule.target
            if rule.lines == "proof":
                proved[char] = form
        elif context.holds(whole=whole(i), damaged=damaged(i)):
            form = context.default
        elif damaged(i) and char in tables.certain:
            form = tables.certain[char]
        if not rule and whole(i):
            free.append(i)
        if form != new[i]:
            right[i] = form
    return right | {i: proved[text[i]] for i in free if text[i] in proved}
