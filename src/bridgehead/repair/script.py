"""Traditional characters in mainland text, and the wrong variants that machine conversion leaves.

A line that is judged traditional is converted whole (OpenCC, phrases first); in any other line only stray
characters that stand nowhere in simplified text are. What depends on the word around it is a table
(``terms/script/context.csv``), and so is what stays (``terms/script/keep.csv``).
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from functools import cache
from typing import Any, NamedTuple

from bridgehead.repair._compose import Change
from bridgehead.repair._han import count_han, is_han, is_standard
from bridgehead.terms import table

__all__ = ["script", "simplified"]

_KANA = re.compile("[\u3041-\u3096\u30a1-\u30fa]")
_NOT_ZERO = re.compile(rb"[^\0]+")


class _Rule(NamedTuple):
    """A word in which a character of the context table has one certain form."""

    target: str
    before: str
    after: str
    anywhere: bool


class _Tables(NamedTuple):
    """What one look at OpenCC's tables tells, and the overlay on them."""

    to_simplified: dict[str, str]
    stray: dict[str, str]
    simplified_only: re.Pattern[str]
    rules: dict[str, list[_Rule]]
    default: dict[str, tuple[str, bool]]
    doubtful: re.Pattern[str]
    in_context: re.Pattern[str]
    suspect: re.Pattern[str]


@cache
def _converter() -> Any:
    from opencc import OpenCC

    return OpenCC("t2s")


@cache
def _tables() -> _Tables:
    every = [chr(code) for low, high in ((0x3400, 0x4DC0), (0x4E00, 0xA000)) for code in range(low, high)]
    converted = _converter().convert("\n".join(every)).split("\n")
    pairs = {old: new for old, new in zip(every, converted, strict=True) if old != new}
    keep = {row["char"] for row in table("script/keep")}
    stray = {
        old: new
        for old, new in pairs.items()
        if old not in keep and (old == "後" or not is_standard(old)) and (is_standard(new) or new == "镕")
    }
    only = {new for new in stray.values() if not _in_big5(new)}
    rules, default = _context()
    stray = {old: new for old, new in stray.items() if old not in rules}
    overlaid = "".join({**rules, **default})
    return _Tables(
        pairs,
        stray,
        re.compile(f"[{''.join(sorted(only))}]"),
        rules,
        default,
        re.compile(f"[{''.join(pairs.keys() - stray.keys())}]"),
        re.compile(f"[{overlaid}]"),
        re.compile(f"[{''.join(stray)}{overlaid}]"),
    )


def _in_big5(char: str) -> bool:
    """Return whether a simplified character is also one of the traditional set (后, 里, 面, 台 …)."""
    try:
        char.encode("big5")
    except UnicodeEncodeError:
        return False
    return True


def _context() -> tuple[dict[str, list[_Rule]], dict[str, tuple[str, bool]]]:
    rules: dict[str, list[_Rule]] = {}
    default: dict[str, tuple[str, bool]] = {}
    for row in table("script/context"):
        char, target, anywhere = row["char"], row["target"], row["lines"] == "all"
        for word in row["words"].split():
            if word == "*":
                default[char] = target, anywhere
                continue
            before, _, after = word.partition(target)
            rules.setdefault(char, []).append(_Rule(target, before, after, anywhere))
    return rules, default


def simplified(char: str, *, wherever: bool = False) -> str:
    """Return the simplified form of a single character, or the character itself.

    Parameters
    ----------
    char : str
        One character.
    wherever : bool
        Also for characters that stand in simplified text too (乾, 於, 後).
    """
    tables = _tables()
    return (tables.to_simplified if wherever else tables.stray).get(char, char)


def script(text: str) -> list[Change]:
    """Find traditional characters to be written simplified.

    Parameters
    ----------
    text : str
        Text without pinyin noise: a reading between two characters hides the word they make.

    Returns
    -------
    list of Change
        One a run of changed characters, of kind ``script``; each replaces character by character.
    """
    tables = _tables()
    if not tables.suspect.search(text):
        return []
    new = _converter().convert(text)
    if len(new) != len(text):  # no word of t2s changes its length today; one of a later table might
        new = "".join(tables.to_simplified.get(char, char) for char in text)
    differ = _differing(text, new)
    traditional_page = len(differ) >= 8 and len(differ) >= 0.1 * count_han(text)
    changes: list[Change] = []
    at = first = 0
    for line in text.split("\n"):
        end = at + len(line)
        last = bisect_left(differ, end, first)
        if (last > first or tables.in_context.search(line)) and not _KANA.search(line):
            changes += _line(_Spot(line, new[at:end], at), differ[first:last], traditional_page, tables)
        at, first = end + 1, last
    return changes


def _differing(old: str, new: str) -> list[int]:
    """Return where two texts of one length differ; bitwise, as most characters do not."""
    left, right = old.encode("utf-32-le", "surrogatepass"), new.encode("utf-32-le", "surrogatepass")
    bits = int.from_bytes(left, "little") ^ int.from_bytes(right, "little")
    places = _NOT_ZERO.finditer(bits.to_bytes(len(left), "little"))
    # A run never reaches into the next character: the highest of its four bytes is always zero.
    return list(dict.fromkeys([run.start() // 4 for run in places]))


class _Spot(NamedTuple):
    """A line as it is and as converted whole, and where it begins."""

    line: str
    new: str
    at: int


def _line(spot: _Spot, differ: list[int], traditional_page: bool, tables: _Tables) -> list[Change]:
    line, new, at = spot
    strict = len(differ) - len(tables.doubtful.findall(line))
    plain = len(tables.simplified_only.findall(line))
    traditional = strict >= (2 if traditional_page else 3) * plain and (strict > 0 or traditional_page)
    if traditional:
        confidence, evidence = 0.99, f"繁体行（繁体字 {strict}/{count_han(line)}）"
    else:
        confidence, evidence = 0.95, "简体行中的繁体字或异体字"
        stray = {i - at: tables.stray.get(line[i - at], "") for i in differ if _inside_word(line, i - at)}
        differ = [at + i for i, char in stray.items() if char]
        new = "".join(stray.get(i) or char for i, char in enumerate(line)) if differ else line
    right = _overlay(line, new, tables, traditional)
    if right:
        chars = list(new)
        for i, char in right.items():
            chars[i] = char
        new = "".join(chars)
        differ = sorted({*differ, *(at + i for i in right)})
        differ = [i for i in differ if line[i - at] != new[i - at]]
    changes = []
    for start, end in _runs(differ):
        clean = new[start - at : end - at]
        changes.append(Change(start, end, clean, "script", confidence, evidence))
    return changes


def _inside_word(line: str, i: int) -> bool:
    """Return whether a character has a neighbour; one that stands alone is being talked about."""
    return (i > 0 and is_han(line[i - 1])) or (i + 1 < len(line) and is_han(line[i + 1]))


def _overlay(line: str, new: str, tables: _Tables, traditional: bool) -> dict[int, str]:
    """Return what the context table sets right in ``new``, the line as converted so far."""
    right = {}
    for match in tables.in_context.finditer(line):
        char, i = match[0], match.start()
        form = _in_context(char, i, new, tables, traditional)
        if form != new[i]:
            right[i] = form
    return right


def _in_context(char: str, at: int, new: str, tables: _Tables, traditional: bool) -> str:
    for rule in tables.rules.get(char, ()):
        if not (rule.anywhere or traditional):
            continue
        if new.startswith(rule.after, at + 1) and new.endswith(rule.before, 0, at):
            return rule.target
    target, anywhere = tables.default.get(char, ("", False))
    if target and (anywhere or traditional):
        return target
    return new[at] if traditional else char


def _runs(positions: list[int]) -> Iterator[tuple[int, int]]:
    """Return the runs of neighbouring positions as ``[start, end)``."""
    start = stop = -1
    for i in positions:
        if i != stop:
            if stop >= 0:
                yield start, stop
            start = i
        stop = i + 1
    if stop >= 0:
        yield start, stop
