"""Characters with readings printed behind them: where they are, how these look, what word they are in."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from typing import NamedTuple

from bridgehead.repair._compose import Change
from bridgehead.repair._han import HAN_CLASS
from bridgehead.repair._lexicon import lexicon
from bridgehead.repair._readings import LETTERS, fits_word, look, readings
from bridgehead.repair.script import simplified

__all__ = ["NOTED", "Noted", "Unbroken", "collect", "unbroken"]

_OPEN, _CLOSE = "[(\uff08\\[\uff3b\u3014]", "[)\uff09\\]\uff3d\u3015]"
_WRITTEN = f"[{LETTERS}]{{1,8}}(?:[:\uff1a][{LETTERS}]{{0,2}})?[1-5]?"  # lu:4 is lü4
_INSIDE = rf"[ \u3000]?{_WRITTEN}[ \u3000]?{_CLOSE}"
# The bracket comes first, as characters that begin no match are skipped fast.
NOTED = re.compile(
    rf"{_OPEN}(?:(?<=[{HAN_CLASS}].)|(?<=[{HAN_CLASS}][ \u3000].)){_INSIDE}(?:[ \u3000]?{_OPEN}{_INSIDE})*"
)
_CUT_INSIDE = rf"[ \u3000]?\n?[{LETTERS}]{{0,8}}\n?[{LETTERS}]{{0,7}}\n?[1-5]?\n?[ \u3000]?{_CLOSE}"
_AROUND_LINE_END = re.compile(
    rf"\n?{_OPEN}(?:(?<=[{HAN_CLASS}].)|(?<=[{HAN_CLASS}]\n.))"
    rf"{_CUT_INSIDE}(?:[ \n]?{_OPEN}{_CUT_INSIDE})*(?: (?! ))?"
)
_LINE_END_NEAR = re.compile(rf"\n(?:{_OPEN}[ {LETTERS}]|[{LETTERS}]{{0,7}}[1-5]?{_CLOSE})")


class Noted(NamedTuple):
    """A character with the readings behind it.

    Attributes
    ----------
    before, after : str
        The Han characters beside it, as many as a word may have, readings between them left out.
    bracket : str
        The first bracket.
    changed : bool
        Whether it is a traditional form that is read the same way as its simplified one.
    padded : bool
        Whether a space stands behind the readings, as some sites put it.
    """

    char: str
    start: int
    end: int
    before: str
    after: str
    readings: tuple[str, ...]
    first: str
    usual: bool
    toned: bool
    bracket: str
    capital: bool
    changed: bool
    padded: bool

    @property
    def repeated(self) -> bool:
        return len(self.readings) > 1 and len(set(self.readings)) == 1

    @property
    def fits(self) -> bool | None:
        """Whether the word around it has this reading; None if no word is known."""
        return fits_word(self.first, self.before, self.char, self.after)

    @property
    def word(self) -> tuple[int, int]:
        """How many characters of its word stand before and behind it."""
        return _word(self.before, self.char, self.after)

    @property
    def wide(self) -> bool:
        return self.bracket == "（"

    @property
    def style(self) -> tuple[bool, str, bool]:
        return self.toned, self.bracket, self.capital


@cache
def _word(before: str, char: str, after: str) -> tuple[int, int]:
    """Return how many characters stand before and behind one in the word it is part of."""
    text = "".join(map(simplified, before + char + after))
    at = len(before)
    start, end = next(place for place in lexicon().cut(text)[1] if place[0] <= at < place[1])
    return at - start, end - at - 1


@cache
def _is_changed(char: str, reading: str) -> bool:
    form = simplified(char, wherever=True)
    return form != char and reading in readings(form)  # 乾(qián) is not what 干 is


@cache
def _last(text: str) -> str:
    """Return the Han characters at the end of a few characters."""
    return re.split(f"[^{HAN_CLASS}]", text)[-1]


@cache
def _first(text: str) -> str:
    """Return the Han characters at the beginning of a few characters."""
    return re.split(f"[^{HAN_CLASS}]", text)[0]


def collect(text: str) -> list[Noted]:
    """Return every character with readings that fit."""
    looks = []
    pieces = []
    at = 0
    for match in NOTED.finditer(text):
        start, end = match.span()
        start -= text[start - 1] in " \u3000"
        padded = text[end : end + 1] == " " and text[end + 1 : end + 2] != " "
        looks.append((start, end, padded, look(text[start - 1], match[0])))
        pieces.append(text[at:start])
        at = end + padded
    bare = "".join([*pieces, text[at:]])
    # A neutral tone looks like no tone: it goes with most other readings of the page.
    known = [found.toned for *_, found in looks if found and found.toned is not None]
    toned = 2 * sum(known) > len(known)
    noted = []
    here = 0
    for piece, (start, end, padded, found) in zip(pieces, looks, strict=True):
        here += len(piece)
        if not found:
            continue
        char = text[start - 1]
        noted.append(
            Noted(
                char,
                start,
                end,
                _last(bare[max(0, here - 4) : here - 1]),
                _first(bare[here : here + 3]),
                found.readings,
                found.first,
                found.usual,
                toned if found.toned is None else found.toned,
                text[start : start + 2].strip()[0],
                found.capital,
                _is_changed(char, found.readings[0]),
                padded,
            )
        )
    return noted


class Unbroken(NamedTuple):
    """A text whose readings stand on the line of their character: 經⏎(jīng)濟 became 經(jīng)⏎濟.

    Attributes
    ----------
    text : str
        As long as the text it was made from, and the same without the readings.
    moved : dict of int to list of int
        By the place of readings that line ends were moved behind, where these had been.
    """

    text: str
    moved: dict[int, list[int]]

    def traced(self, changes: list[Change]) -> list[Change]:
        """Return changes of this text as changes of the text it was made from."""
        if not self.moved:
            return changes
        return [one for change in changes for one in _around(change, self.moved.get(change.start, []))]


def _around(change: Change, line_ends: Sequence[int]) -> Iterator[Change]:
    """Yield what a change is before, between and behind the line ends that stood in it."""
    start = change.start
    for end in (*line_ends, change.end + len(line_ends)):
        if start < end:
            yield change._replace(start=start, end=end)
        start = end + 1


def unbroken(text: str) -> Unbroken:
    """Return a text whose readings are not cut off by line ends."""
    moved: dict[int, list[int]] = {}

    def mended(match: re.Match[str]) -> str:
        run = match[0]
        line_ends = [match.start() + at for at, char in enumerate(run) if char == "\n"]
        if not line_ends:
            return run
        one_line = run.replace("\n", "")
        if not NOTED.fullmatch(text[match.start() - 1] + one_line.rstrip(" "), 1):
            return run
        moved[match.start()] = line_ends
        return one_line + "\n" * len(line_ends)

    joined = _AROUND_LINE_END.sub(mended, text) if _LINE_END_NEAR.search(text) else text
    return Unbroken(joined, moved)
