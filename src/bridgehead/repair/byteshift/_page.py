"""A page with signs of shifted bytes: its lines are read, each spot is repaired, suggested or marked."""

from __future__ import annotations

import math
import re
from bisect import bisect_right
from collections.abc import Collection, Iterable, Iterator, Sequence
from functools import cached_property
from itertools import pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from bridgehead.repair._compose import Change, Note
from bridgehead.repair._han import HAN_CLASS, is_han
from bridgehead.repair.byteshift._alphabet import LINE, is_traditional, letters, line_ends
from bridgehead.repair.byteshift._beam import Beam
from bridgehead.repair.byteshift._bytes import MARKS, PAIRS, encode, grid
from bridgehead.repair.byteshift._lost import lost
from bridgehead.repair.byteshift._model import Model, model
from bridgehead.repair.byteshift._signs import KIND, Findings, Sign, is_question
from bridgehead.repair.byteshift._states import Node, States
from bridgehead.repair.byteshift._tokens import READING, Token, tokens

__all__ = ["Page"]

_READING = re.compile(rf"\({READING}\)")
_FOLDED_PAGE = re.compile(rf"[{HAN_CLASS}],")

_SURE, _LIKELY, _MOST = 0.9, 0.58, 0.99
_TORN = 0.35
"""Enough where an orphan shows: the text is damaged there for certain, and most of a doubtful reading right.

Whatever is applied below `_SURE` carries a note that asks to check it.
"""
_CERTAIN = 8.0
_CALLED, _CALLED_ASKED, _CALLED_OPEN, _STATED = 0.0, 4.0, -9.0, 12
_LEAST_GAIN = 4.0
_RARE = -11.0
_NEARLY, _FAR = 3.0, 8.0
_SHORT, _REACH = 3000, 15_000
"""Characters of a page whose words are learnt in no time, and around a spot of those that are learnt."""
_STEP = 0.5
_EACH, _UNSEEN = 0.05, 0.4
_DOUBTED = 0.85
_PAUSES = tuple("，、。；：,;:")
_AHEAD, _READS_WELL, _IS_TEXT = 6, -8.5, -7.2
_AGREED = 2.0  # where the two best readings agree, the next one is farther
_SLOPE, _BASE = 1.0, -0.5
_LOST, _LOST_SURELY = 2.0, 4.0
_LOST_HERE, _LOST_SURELY_HERE = -0.5, 2.5
"""The gain from which a character is taken for lost, and put back: in a lone line, on a proven page."""
_UNFOLD = str.maketrans("()", "（）")
_FOLD = str.maketrans({"，": ",", "；": ";", "：": ":", "？": "?", "（": "(", "）": ")", "％": "%"})


class _Spot(NamedTuple):
    """A shifted spot: its pieces, what was written there, and how sure that is."""

    first: int
    last: int
    text: str
    confidence: float
    gain: float
    other: str
    lost: bool


class Page:
    """A page in its script.

    Parameters
    ----------
    text : str
        The page.
    context : iterable of str
        Clean texts about the same things.
    """

    def __init__(self, text: str, context: Iterable[str]) -> None:
        self.text = text
        self._context = context
        self._near = ""
        # Once a spot is sure, the places that were passed over are looked at as well.
        self._proven = self._passed = self._learnt = False
        self._script = int(is_traditional(text))
        self._folded = "，" not in text and bool(_FOLDED_PAGE.search(text))

    def findings(self, signs: Sequence[Sign], lacking: Sequence[int] = ()) -> Findings:
        """Read every line that has a sign of damage.

        Parameters
        ----------
        signs : sequence of Sign
            Where a shift may begin.
        lacking : sequence of int
            The marks of a lone line before which a character may be lost without a trace.
        """
        hurt = {sign.at: sign.dropped for sign in signs}
        lines = list(_lines(self.text))
        starts = [low for low, _ in lines]
        of_line: list[list[int]] = [[] for _ in lines]
        for at in hurt:
            of_line[bisect_right(starts, at) - 1].append(at)
        self._general = model()
        if not lacking:  # else it is a lone line, which is not to teach what it lacks
            clean = ("" if at else line for (_, line), at in zip(lines, of_line, strict=True))
            here = min(hurt, default=0)
            near = "\n".join(clean)[max(0, here - _REACH) : here + _REACH]
            self._near = _READING.sub("", near)
        found = Findings([], [])
        for self._proven in (False, True):
            for (low, line), places in zip(lines, of_line, strict=True):
                if places:
                    pieces = tokens(line, drops=all(hurt[at] for at in places))
                    pieces.append(Token("other", len(line), len(line), "\n"))
                    for spot in self._line(pieces, {at - low: hurt[at] for at in places}):
                        self._decide(spot, pieces, low, found)
            if (
                self._proven
                or not self._passed
                or not any(change.confidence >= _SURE for change in found.changes)
            ):
                break
            found = Findings([], [])
        proven = bool(found.changes) and all(hurt.values())
        if proven or lacking:
            for low, line in lines:
                self._unseen(line, low, found, None if proven else {at - low for at in lacking})
        return found

    def _unseen(self, line: str, at: int, found: Findings, only: Collection[int] | None) -> None:
        """Look for characters that were lost without a trace; ``only`` where the page proves nothing."""
        pieces = tokens(line, drops=True)
        pieces.append(Token("other", len(line), len(line), "\n"))
        changed, marked = ([(one.start, one.end) for one in part] for part in found)
        noted, applied = (_LOST, _LOST_SURELY) if only is not None else (_LOST_HERE, _LOST_SURELY_HERE)
        for piece, text, gain in lost(self._adapted, pieces, self._script, opened=_opened(line), only=only):
            start, end = at + pieces[piece].start, at + pieces[piece].end
            if gain < noted or any(low < end and start < high for low, high in changed + marked):
                continue
            clean = text.translate(_FOLD) if self._folded else text
            sure = round(min(_DOUBTED, 0.5 + gain / 20), 2)
            # A quotation may go on in the next paragraph: its end is never put in.
            if gain >= applied and "”" not in text:
                why = "字节错位：此处脱落一字，由语言模型补出"
                found.changes.append(Change(start, end, clean, KIND, sure, why))
            why = "字节错位：此处疑脱落一字，请核对"
            found.notes.append(Note(start, end, clean, KIND, sure, "suggested", why))

    @cached_property
    def _adapted(self) -> Model:
        """The model with the words of the page and of the clean texts given."""
        self._learnt = True
        return self._general.adapted([self._near, *self._context])

    def _models(self) -> Iterator[tuple[Model, float]]:
        """Yield the models to ask, and how far behind a shift must be that neither is asked nor looked at.

        The words of a long page are learnt only when a reading comes close without them.
        """
        if not self._learnt and len(self._near) > _SHORT:
            yield self._general, _FAR
        yield self._adapted, _NEARLY

    def _decide(self, spot: _Spot, pieces: Sequence[Token], at: int, found: Findings) -> None:
        """Repair a spot, suggest a reading, or both: the best one and the next."""
        start, end = at + pieces[spot.first].start, at + pieces[spot.last - 1].end
        clean = spot.text.translate(_FOLD) if self._folded else spot.text
        sure = round(spot.confidence, 2)
        there = self.text[start:end]
        if any(char.isdigit() and char not in there for char in clean):
            why = "字节错位：逆推出的数字没有依据，原文保留"
            found.notes.append(Note(start, end, there, KIND, 0.9, "unknown", why))
        elif sure >= (_TORN if "?" in there else _LIKELY) or spot.gain >= _CERTAIN:
            found.changes.append(
                Change(start, end, clean, KIND, sure, "字节错位：按字节逆推并由语言模型选定")
            )
            if sure < _SURE:
                why = f"逆推不唯一，另一可能：{spot.other}" if spot.other else "逆推把握不足，请核对"
                found.notes.append(
                    Note(start, end, spot.other or clean, KIND, round(1 - sure, 2), "suggested", why)
                )
        else:
            why = "字节错位：逆推结果把握不足，原文保留"
            found.notes.append(Note(start, end, clean, KIND, sure, "suggested", why))
        if spot.lost:
            why = "字节错位：此处吞掉一个数字或符号，无从得知"
            low = min(end, len(self.text) - 1)
            found.notes.append(Note(low, low + 1, self.text[low], KIND, 0.95, "unknown", why))

    def _line(self, pieces: Sequence[Token], signs: dict[int, bool]) -> Iterator[_Spot]:
        """Yield the spots of a line; ``signs`` tells, by offset, whether the orphan was dropped."""
        drops = all(signs.values())
        seen = [LINE] * 4
        i = 0
        while i < len(pieces):
            begins = pieces[i].start in signs
            spots = self._read(pieces, i, seen[-4:], drops=drops) if begins else []
            yield from spots
            upto = spots[-1].last if spots else i + 1
            if spots:
                seen += _letters_of(spots[-1].text)
            elif pieces[i].kind != "reading":
                seen += _letters_of(pieces[i].text[:1])
            i = max(upto, i + 1)

    def _read(self, pieces: Sequence[Token], i: int, seen: Sequence[int], *, drops: bool) -> list[_Spot]:
        """Return the spots of the likeliest reading from a piece on; none if it is what stands there."""
        asks = not drops and is_question("".join(piece.text for piece in pieces[:i]), 1 << 30)
        usual = drops or asks or _is_usual(pieces, i)
        torn = _is_torn_end(pieces, i) or pieces[i].kind == "cut-reading"
        if usual and not torn and not self._proven and self._reads_well(pieces[i + 2 - drops :][:_AHEAD]):
            self._passed = True
            return []
        opened = _opened("".join(piece.text for piece in pieces[:i]))
        for words, far in self._models():
            beam = Beam(words, pieces, self._script, drops=drops, opened=opened)
            states, upto = beam.run(i, seen)
            gap, rival = _rival(beam, states)
            best = beam.path(int(states.nodes[0]))
            stays = all(node.kind == "kept" for node in best)
            if stays and (asks or gap > far):
                return []
        gain = float(states.scores[0]) - self._stands(pieces[i:upto], seen)
        spots = _spots(pieces, rival, best, -gap, 0.0) if stays else _spots(pieces, best, rival, gap, gain)
        if not spots:
            return []
        if _is_asked(pieces, spots, asks=asks, drops=drops):
            called = max(
                self._stands([*_called(mark), *pieces[spots[-1].last : upto]], seen) for mark in "？！"
            )
            open_end = i >= _STATED and pieces[i + 1].text in ("!", "！")
            least = _CALLED_ASKED if asks else _CALLED_OPEN if open_end else _CALLED
            if drops or float(states.scores[0]) - called < least:
                return []
        if (drops or stays) and not all(self._is_text(spot.text) for spot in spots):
            return []
        if stays and sum(len(spot.text) for spot in spots) > 2:
            return []
        return spots if stays or gain >= (0.0 if drops else _LEAST_GAIN if usual else -math.inf) else []

    def _stands(self, pieces: Sequence[Token], seen: Sequence[int]) -> float:
        """Return how likely it is that what stands there was written so.

        A rare character costs no more than any other that is not expected: it may be a name.
        """
        text = "".join(piece.text for piece in pieces if piece.kind != "reading")
        least = np.where([is_han(char) for char in text], _RARE, -math.inf)
        return float(np.maximum(self._after(seen, _letters_of(text)), least).sum())

    def _reads_well(self, pieces: Sequence[Token]) -> bool:
        """Return whether what stands behind a mark is likely as it is: a quick look before the long one."""
        first = pieces[0] if pieces else None
        if first and (first.kind in ("ascii", "cut-reading", "cut-tag") or first.text in MARKS):
            return False
        # An orphaned byte before a mark, so near: here it begins.
        if any(one.kind == "orphan" and after.text in _PAUSES for one, after in pairwise(pieces)):
            return False
        scores = self._scores("".join(piece.text[:1] for piece in pieces if piece.kind != "reading"))
        return not len(scores) or float(np.sort(scores)[: max(1, len(scores) // 2)].mean()) > _READS_WELL

    def _is_text(self, text: str) -> bool:
        """Return whether a reading of a spot is a text at all, whatever stood there."""
        scores = self._scores(text)
        # Two or three characters say little, but none may be one that nobody writes.
        return float(scores.mean()) > _IS_TEXT if len(scores) > 3 else bool((scores > -15).all())

    def _scores(self, text: str) -> NDArray[np.float64]:
        return self._after([LINE] * 4, _letters_of(text))

    def _after(self, seen: Sequence[int], known: Sequence[int]) -> NDArray[np.float64]:
        """Return the log-probability of letters behind others."""
        every = np.array([*seen, *known], np.int32)
        contexts = np.lib.stride_tricks.sliding_window_view(every, 4)[: len(known)]
        asked = np.array(known, np.int32)
        scores = self._general.score(contexts, np.arange(len(known)), asked)
        ends: NDArray[np.float64] = np.where(asked == LINE, line_ends()[contexts[:, -1]], scores)
        return ends


def _lines(text: str) -> Iterator[tuple[int, str]]:
    at = 0
    for line in text.split("\n"):
        yield at, line
        at += len(line) + 1


def _is_usual(pieces: Sequence[Token], i: int) -> bool:
    """Return whether a question mark is followed by what people put behind one."""
    behind = pieces[i + 1 : i + 3]
    if not behind or behind[0].text not in ("?", "!", "！", "？"):
        return False
    if len(behind) < 2:
        return True
    if _is_torn_word(pieces, i):
        return False
    # A letter is rather the second byte of a character: ??h(xiàn)里 was 。縣里.
    return behind[1].kind != "ascii" and (not behind[1].is_mark or behind[1].text in "?!？！")


def _is_torn_end(pieces: Sequence[Token], i: int) -> bool:
    """Return whether a line ends in three marks in a row: ?！? was 。”, or 校。 with its second byte lost."""
    texts = [piece.text for piece in pieces[i : i + 4]]
    if texts[1:2] == ["?"] and texts[2:3] and texts[2] in _PAUSES:
        return True
    return len(texts) == 4 and texts[1] in "！!" and texts[2] == "?" and texts[3] == "\n"


def _called(mark: str) -> list[Token]:
    return [Token("char", 0, 1, mark)]


def _is_torn_word(pieces: Sequence[Token], i: int) -> bool:
    """Return whether three question marks stand before another mark: ???、 was 罚款、."""
    texts = [piece.text for piece in pieces[i : i + 4]]
    return texts[:3] == ["?"] * 3 and texts[3:] != [] and texts[3] in "、，；：,;:"


def _opened(text: str) -> str:
    """Return the opening marks that have no closing one yet."""
    text = text.translate(_UNFOLD)
    return "".join(
        opening for opening, closing in map(tuple, PAIRS) if text.count(opening) > text.count(closing)
    )


def _sigmoid(gap: float) -> float:
    return 1 / (1 + math.exp(-(_SLOPE * gap + _BASE)))


def _letters_of(text: str) -> list[int]:
    table = letters()
    return [int(table[min(ord(char), 0xFFFF)]) for char in text]


def _groups(path: Sequence[Node]) -> Iterator[list[Node]]:
    """Yield the stretches of a reading that differ from what stands there."""
    group: list[Node] = []
    for node in path:
        if node.kind != "kept":
            group.append(node)
        if group and node.kind != "new":
            yield group
            group = []
    if group:
        yield group


def _rival(beam: Beam, states: States) -> tuple[float, list[Node]]:
    """Return by how much the best reading beats the next, and that one."""
    gap, rival = float(states.gaps[0]), int(states.rivals[0])
    if len(states.scores) > 1 and states.scores[0] - states.scores[1] < gap:
        return float(states.scores[0] - states.scores[1]), beam.path(int(states.nodes[1]))
    if rival < 0:
        return gap, []
    return gap, beam.path(rival) + beam.path(int(states.nodes[0]), int(states.joins[0]))


def _spots(
    pieces: Sequence[Token], path: Sequence[Node], rival: Sequence[Node], gap: float, gain: float
) -> list[_Spot]:
    """Return the spots of a reading; it is likelier by ``gap`` than the next, by ``gain`` than none."""
    others = {group[0].first: group for group in _groups(rival)}
    spots = []
    for group in _groups(path):
        text = "".join(node.text for node in group)
        other = "".join(node.text for node in others.get(group[0].first, []))
        doubt = gap if other != text else gap + _AGREED
        lost = group[-1].kind == "lost"
        last = group[-1].first if lost else group[-1].last
        # Characters without a trace are guessed, and every other may be wrong.
        taken = [piece for piece in pieces[group[0].first : last] if piece.kind != "reading"]
        swallows = taken[-1].kind != "ascii"
        orphaned = taken[0].kind in ("orphan", "cut-reading") and taken[0].text[0] == "?"
        unseen = len(text) - len(taken) + (1 if orphaned else -swallows)
        doubt -= _EACH * len(text) + _UNSEEN * max(0, unseen)
        doubted = lost or (swallows and (unseen > 0 or _may_go_on(text)))
        confidence = min(_sigmoid(min(doubt, _STEP * gain)), _DOUBTED if doubted else _MOST)
        spots.append(
            _Spot(group[0].first, last, text, confidence, gain, other if other != text else "", lost)
        )
    return spots


def _may_go_on(text: str) -> bool:
    """Return whether characters without a trace may stand behind a reading that a swallowed byte ends."""
    code = encode(text[-1])
    return code is not None and bool(code[1] in grid().hidden_trails)


def _is_asked(pieces: Sequence[Token], spots: Sequence[_Spot], *, asks: bool, drops: bool) -> bool:
    """Return whether nothing but marks was read: somebody asks, and calls out."""
    taken = "".join(piece.text for spot in spots for piece in pieces[spot.first : spot.last])
    if taken.strip("?!？！。，、；：,;:"):
        return False
    # Unless two bytes are lost before a mark (现场，), or one is dropped before a mark nobody sets there.
    behind = pieces[spots[-1].last].text if spots[-1].last < len(pieces) else ""
    if drops:
        return bool({"!", "！", "。"} & {*taken, behind})
    torn = taken.strip("?!？！") or (behind in _PAUSES and not (taken == "???" and behind == "。"))
    return asks or taken.count("?") < 2 or not torn
