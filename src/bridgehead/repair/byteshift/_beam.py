"""The mechanism run backwards: a beam search over what can have been written.

A state is a way of reading the line up to a piece. It is either in step with what is seen, or it holds the
first byte of a character whose second byte comes next; then every pair that is seen closes one character and
opens the next, and between any two pairs a dropped pair may hide. The model decides.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bridgehead.repair.byteshift._alphabet import FIGURE, LINE, Letters, letters, line_ends
from bridgehead.repair.byteshift._bytes import LEADS, PAIRS, TRAILS, encode, grid
from bridgehead.repair.byteshift._model import Model
from bridgehead.repair.byteshift._states import Chars, Floats, Ints, Node, Open, States, Step, Trace, best
from bridgehead.repair.byteshift._tokens import Token, has_reading

__all__ = ["Beam"]

_WIDTH = 28
_HIDDEN_WIDTH = 56
_ROUGH_MOST = 240
_HIDDEN_MOST = 3  # dropped pairs in a row
_RANGE = 25.0  # what is less likely than the best by this much is given up
_SETTLED = 5  # so many pieces in step, and the damage is over
_REACH = 200

_START = -6.0  # a shift is rarer than a question mark
_STRAY = -3.0  # a Latin letter right behind a Han character
_SWALLOWED = -4.0  # a character of one byte was swallowed
_LEFT = -14.0  # the way back is not seen
_CLOSES, _CLOSES_NOTHING = 2.0, -2.0

_NOTHING, _FACTOR = np.zeros(1, np.uint64), np.uint64(0x9E3779B97F4A7C15)

# A mark that is a key itself splits the key found before it: 。(A1A3) and ，(A3AC) in 场，(B3A1 A3AC).
_SPLIT_KEY = {0xA3: 0xA1, 0xA1: 0xA3}


def _balanced(cost: NDArray[np.float32], opened: str) -> NDArray[np.float32]:
    """Make closing marks likely that have an opening one, and the others unlikely."""
    cost = cost.copy()
    for opening, closing in map(tuple, PAIRS):
        if (code := encode(closing)) is not None:
            cost[code] += _CLOSES if opening in opened else _CLOSES_NOTHING
    return cost


def _joined(ways: Sequence[Open]) -> tuple[Open, Ints]:
    """Return several ways as one, without their characters, and where each begins and the last one ends."""
    bounds = np.cumsum([0, *(len(way.parents) for way in ways)])
    parents, scores, trails, contexts = (
        np.concatenate([getattr(way, name) for way in ways])
        for name in ("parents", "scores", "trails", "contexts")
    )
    return Open(parents, [], scores, trails, contexts), bounds


class Beam:
    """A search over one line.

    Parameters
    ----------
    model : Model
        What decides.
    pieces : sequence of Token
        The line.
    script : {0, 1}
        Simplified or traditional.
    drops : bool
        Whether the decoder drops an orphaned byte without a trace.
    opened : str
        The brackets and quotation marks that are open where the search begins.
    """

    def __init__(
        self, model: Model, pieces: Sequence[Token], script: int, *, drops: bool = False, opened: str = ""
    ) -> None:
        self.pieces = pieces
        self.drops = drops
        self._trace = Trace(start=0)
        self._model = model
        self._script = script
        self._letter = model.letter
        self._cost = _balanced(model.cost[script], opened)
        self._grid = grid()
        self._letters = letters()
        self._buckets: dict[int, list[States]] = {}

    def run(self, start: int, context: Sequence[int]) -> tuple[States, int]:
        """Read on from a piece until every reading left is in step again.

        Parameters
        ----------
        start : int
            The piece.
        context : sequence of int
            The four letters before it.

        Returns
        -------
        (States, int)
            The readings, the best first, and the piece they stand before.
        """
        self._trace = Trace(start)
        none, zero = np.array([-1]), np.array([0])
        first = np.array([context], np.int32)
        begin = States(first, np.zeros(1), none, zero, zero, np.array([99.0]), none, none, _NOTHING)
        self._buckets = {start: [begin]}
        end = min(len(self.pieces), start + _REACH)
        states = begin
        for i in range(start, end + 1):
            if i not in self._buckets:
                continue
            states = self._prune(self._buckets.pop(i))
            over = (states.pending < 0) & (states.settled >= _SETTLED)
            if i == end or (i > start + 2 and over.all()):
                return states, i
            self._expand(i, states)
            if i in self._buckets:  # back in step before this piece: it is read once more
                self._expand(i, self._prune(self._buckets.pop(i)))
        return states, end

    def _prune(self, parts: list[States]) -> States:
        """Keep the best readings; of those that go on alike, the best one, which remembers the second."""
        columns: list[Any] = [np.concatenate(column) for column in zip(*parts, strict=True)]
        every = States(*columns)
        every = every.at(np.argsort(-every.scores, kind="stable"))
        # The same text by another way is no other reading.
        _, first = np.unique(every.texts + every.pending.view(np.uint64), return_index=True)
        every = every.at(np.sort(first))
        key = every.pending + 2
        for column in every.contexts.T.astype(np.int64):
            key = key * 8192 + column  # wraps around, as a hash may
        _, first, group = np.unique(key, return_index=True, return_inverse=True)
        head = first[group]
        for loser in np.flatnonzero(head != np.arange(len(key))).tolist():
            winner = int(head[loser])
            gap = every.scores[winner] - every.scores[loser]
            if gap < every.gaps[winner]:
                every.gaps[winner] = gap
                every.rivals[winner], every.joins[winner] = every.nodes[loser], every.nodes[winner]
        kept = np.sort(first)[:_WIDTH]
        return every.at(kept[every.scores[kept] > every.scores[0] - _RANGE])

    def _push(self, states: States, i: int, to: int, step: Step) -> None:
        """Add readings that stand before piece ``to``."""
        if len(step.parents) > 3 * _WIDTH:
            step = step.at(best(step.scores, 3 * _WIDTH))
        parents, chars, scores, pending, kind = step
        if not len(parents):
            return
        before = states.at(parents)
        newest = [self._letters[column] for column in chars]
        if kind == "lost":
            newest.append(np.full(len(parents), self._swallowed(to), np.int32))
        contexts = before.contexts
        if newest:
            contexts = np.concatenate([contexts[:, len(newest) :], np.stack(newest, 1)[:, -4:]], 1)
        nodes = self._trace.add(before.nodes, chars, i, to, kind)
        settled = before.settled + 1 if kind == "kept" else np.zeros(len(parents), np.int64)
        held = np.full(len(parents), pending) if isinstance(pending, int) else pending
        texts = before.texts
        for column in chars:
            texts = (texts + column.astype(np.uint64) + np.uint64(1)) * _FACTOR
        grown = before._replace(
            contexts=contexts, scores=scores, pending=held, nodes=nodes, settled=settled, texts=texts
        )
        self._buckets.setdefault(to, []).append(grown)

    def _swallowed(self, to: int) -> int:
        """Return the letter that a swallowed character counts as, for what comes behind it."""
        behind = self.pieces[to].text if to < len(self.pieces) else ""
        return FIGURE if behind.isdecimal() or behind in tuple("年月日个個家项項亿億万萬%.") else LINE

    def _expand(self, i: int, states: States) -> None:
        in_step = np.flatnonzero(states.pending < 0)
        shifted = np.flatnonzero(states.pending >= 0)
        if len(in_step):
            self._keep(i, states, in_step)
            self._start(i, states, in_step)
        if len(shifted):
            self._go_on(i, states, shifted)

    def _keep(self, i: int, states: States, rows: Ints) -> None:
        """Read a piece as it stands."""
        piece = self.pieces[i]
        if piece.kind == "reading":
            fresh = states.settled[rows] == 0
            self._push(states, i, i + 1, Step(rows[~fresh], [], states.scores[rows[~fresh]], -1, "kept"))
            self._push(states, i, i + 1, Step(rows[fresh], [], states.scores[rows[fresh]]))
            return
        code = min(ord(piece.text[0]), 0xFFFF)
        if piece.text == "\n":
            scores = states.scores[rows] + line_ends()[states.contexts[rows, -1]]
        else:
            asked = np.full(len(rows), self._letters[code], np.int32)
            scores = states.scores[rows] + self._model.score(states.contexts, rows, asked)
        if piece.kind == "char" and piece.code:
            scores = scores + self._cost[piece.code]
        self._push(states, i, i + 1, Step(rows, [np.full(len(rows), code)], scores, -1, "kept"))

    def _start(self, i: int, states: States, rows: Ints) -> None:
        """Begin a shift: a key that was found across two characters took the lead of the first."""
        piece = self.pieces[i]
        behind = self.pieces[i + 1] if i + 1 < len(self.pieces) else None
        if piece.kind == "cut-reading":
            self._start_by_reading(i, states, rows)
        elif piece.kind == "orphan" and behind and behind.is_mark and behind.code:
            self._lose_lead(states, rows, i, i + 2, behind.code)
            third = self.pieces[i + 2] if i + 2 < len(self.pieces) else None
            if behind.kind == "orphan" and third and third.is_mark and third.code:
                self._lose_lead(states, rows, i, i + 2, (_SPLIT_KEY[third.code[0]], -1))
        if self.drops and piece.is_mark and piece.code:
            self._lose_lead(states, rows, i, i + 1, piece.code)

    def _lose_lead(self, states: States, rows: Ints, i: int, to: int, code: tuple[int, int]) -> None:
        trail, pending = code
        leads = LEADS[self._letter[LEADS, trail] >= 0]
        parents, leads = np.repeat(rows, len(leads)), np.tile(leads, len(rows))
        scores = states.scores[parents] + _START + self._scored(states.contexts, parents, leads, trail)
        self._push(states, i, to, Step(parents, [self._grid.shown[leads, trail]], scores, pending))

    def _start_by_reading(self, i: int, states: States, rows: Ints) -> None:
        """Begin a shift where an annotated character was found across two: its reading tells the byte."""
        before = i - 1
        while before >= 0 and self.pieces[before].kind == "reading":
            before -= 1
        code = self.pieces[before].code if before >= 0 else None
        if code is None:
            return
        for lead in LEADS.tolist():
            char = int(self._grid.shown[code[1], lead])
            if char and has_reading(chr(char), self.pieces[i].reading):
                scores = states.scores[rows] + 0.5 * self._cost[code[1], lead] - 1.0
                self._push(states, i, i + 1, Step(rows, [], scores, lead))

    def _go_on(self, i: int, states: States, rows: Ints) -> None:
        """Read a piece while a character is open."""
        piece = self.pieces[i]
        if piece.kind == "reading":
            self._push(states, i, i + 1, Step(rows, [], states.scores[rows], states.pending[rows]))
            return
        hidden: list[Open] = []
        closing = [piece.code] if piece.code else []
        if piece.kind == "ascii" and 0x40 <= ord(piece.text) < 0x7F:
            closing.append((ord(piece.text), -1))
        if piece.text == "€":  # some decoders show byte 80 so, and are back in step
            closing.append((0x80, -1))
        swallows = self.drops or piece.kind in ("orphan", "cut-reading", "cut-tag")
        if closing or swallows:
            hidden = list(self._hidden(states, rows))
        for trail, pending in closing:
            self._close(i, states, rows, hidden, trail, pending)
        if swallows:
            self._swallow(i, states, rows, hidden)
        parents = rows[states.scores[rows] == states.scores[rows].max()]
        scores = states.scores[parents] + _LEFT
        self._push(states, i, i, Step(parents, [], scores, -1, "lost"))

    def _scored(self, contexts: Letters, which: Ints, leads: Ints, trails: Ints | int) -> Floats:
        letter = self._letter[leads, trails]
        scores: Floats = self._model.score(contexts, which, letter) + self._cost[leads, trails]
        return scores

    def _close(
        self, i: int, states: States, rows: Ints, hidden: Sequence[Open], trail: int, pending: int
    ) -> None:
        """Close the open character by a byte that is seen; ``pending`` opens the next."""
        behind, stray = [], 0.0
        if 0x40 <= pending < 0x7F:  # it is no lead: a Latin letter of the text
            behind, stray, pending = [pending], _STRAY, -1
        elif 0 <= pending < 0x81:
            return
        leads = states.pending[rows]
        shown = self._letter[leads, trail] >= 0
        parents, leads = rows[shown], leads[shown]
        if len(parents):
            scores = states.scores[parents] + self._scored(states.contexts, parents, leads, trail) + stray
            chars: list[Chars] = [
                self._grid.shown[leads, trail],
                *(np.full(len(parents), byte) for byte in behind),
            ]
            self._push(states, i, i + 1, Step(parents, chars, scores, pending))
        for way, whose, leads, scores in self._closings(hidden, trail):
            chars = [*(column[whose] for column in way.chars), self._grid.shown[leads, trail]]
            chars += [np.full(len(whose), byte) for byte in behind]
            self._push(states, i, i + 1, Step(way.parents[whose], chars, scores + stray, pending))

    def _closings(self, hidden: Sequence[Open], trail: int) -> Iterator[tuple[Open, Ints, Ints, Floats]]:
        """Close what a dropped pair opened by a byte that is seen: all ways are scored at once."""
        if not hidden:
            return
        leads = LEADS[self._letter[LEADS, trail] >= 0]
        every, bounds = _joined(hidden)
        last, row = np.unique(every.contexts[:, -1], return_inverse=True)
        pairs = self._model.pairs(last[:, None], self._letter[leads, trail]) + self._cost[leads, trail]
        rough = np.where(
            self._grid.hidden[every.trails[:, None], leads], every.scores[:, None] + pairs[row], -np.inf
        ).ravel()
        kept = []
        for low, high in pairwise((bounds * len(leads)).tolist()):
            top = low + best(rough[low:high], _ROUGH_MOST)
            kept.append(top[rough[top] > -np.inf])
        sizes = np.cumsum([0, *map(len, kept)])
        whose, lead = np.divmod(np.concatenate(kept), max(1, len(leads)))
        lead = leads[lead]
        scores = every.scores[whose] + self._scored(every.contexts, whose, lead, trail)
        for k, way in enumerate(hidden):
            own = slice(sizes[k], sizes[k + 1])
            yield way, whose[own] - bounds[k], lead[own], scores[own]

    def _hidden(self, states: States, rows: Ints) -> Iterator[Open]:
        """Close the open character by the first byte of a dropped pair, or of several in a row."""
        trails = np.tile(self._grid.hidden_trails, len(rows))
        parents = np.repeat(rows, len(self._grid.hidden_trails))
        leads = states.pending[parents]
        shown = self._letter[leads, trails] >= 0
        parents, leads, trails = parents[shown], leads[shown], trails[shown]
        scores = states.scores[parents] + self._scored(states.contexts, parents, leads, trails)
        top = best(scores, _HIDDEN_WIDTH)
        parents, leads, trails, scores = parents[top], leads[top], trails[top], scores[top]
        contexts = np.column_stack([states.contexts[parents][:, 1:], self._letter[leads, trails]])
        way = Open(parents, [self._grid.shown[leads, trails]], scores, trails, contexts)
        for _ in range(_HIDDEN_MOST - 1):
            if not len(way.parents):
                return
            yield way
            (way,) = self._unseen([way], any_trail=False)
        if len(way.parents):
            yield way

    def _unseen(self, ways: Sequence[Open], *, any_trail: bool) -> Iterator[Open]:
        """Add to each way a character of which no byte is seen: one that often follows."""
        every, bounds = _joined(ways)
        whose, leads, trails = self._model.followers.after(
            every.contexts[:, -1], self._script, any_trail=any_trail
        )
        fits = self._grid.hidden[every.trails[whose], leads]
        whose, leads, trails = whose[fits], leads[fits], trails[fits]
        if len(whose) > _ROUGH_MOST * len(ways):
            asked = self._letter[leads, trails]
            rough = every.scores[whose] + self._cost[leads, trails]
            rough += self._model.pairs(every.contexts[:, -1][whose], asked)
            ends = np.searchsorted(whose, bounds).tolist()
            kept = [low + np.sort(best(rough[low:high], _ROUGH_MOST)) for low, high in pairwise(ends)]
            top = np.concatenate(kept)
            whose, leads, trails = whose[top], leads[top], trails[top]
        scores = every.scores[whose] + self._scored(every.contexts, whose, leads, trails)
        ends = np.searchsorted(whose, bounds).tolist()
        for way, bound, low, high in zip(ways, bounds, ends, ends[1:], strict=False):
            top = low + best(scores[low:high], _HIDDEN_WIDTH)
            own, lead, trail = whose[top] - bound, leads[top], trails[top]
            contexts = np.column_stack([way.contexts[own][:, 1:], self._letter[lead, trail]])
            chars: list[Chars] = [*(column[own] for column in way.chars), self._grid.shown[lead, trail]]
            yield Open(way.parents[own], chars, scores[top], trail, contexts)

    def _swallow(self, i: int, states: States, rows: Ints, hidden: Sequence[Open]) -> None:
        """Close the open character by a byte that was swallowed together with one below 0x40."""
        trails, parents = np.tile(TRAILS, len(rows)), np.repeat(rows, len(TRAILS))
        leads = states.pending[parents]
        shown = self._letter[leads, trails] >= 0
        parents, leads, trails = parents[shown], leads[shown], trails[shown]
        if self.pieces[i].kind != "cut-reading":  # there the reading chooses
            rough = states.scores[parents] + self._cost[leads, trails]
            rough += self._model.pairs(states.contexts[:, -1][parents], self._letter[leads, trails])
            top = best(rough, _ROUGH_MOST)
            parents, leads, trails = parents[top], leads[top], trails[top]
        scores = states.scores[parents] + self._scored(states.contexts, parents, leads, trails)
        self._back(i, states, Step(parents, [self._grid.shown[leads, trails]], scores))
        piece = self.pieces[i]
        # Behind dropped pairs as well, but not where everything would be without a trace.
        if hidden and (piece.kind not in ("char", "ascii") or piece.is_mark or piece.text in "\r\n"):
            for more in self._unseen(hidden, any_trail=True):
                self._back(i, states, Step(more.parents, more.chars, more.scores))

    def _back(self, i: int, states: States, step: Step) -> None:
        """Be in step again behind a swallowed byte."""
        piece = self.pieces[i]
        if piece.kind == "cut-reading":
            different, which = np.unique(step.chars[-1], return_inverse=True)
            fits = [has_reading(chr(char), piece.reading) for char in different.tolist()]
            self._push(states, i, i + 1, step.at(np.array(fits, np.bool_)[which]))
        elif piece.kind == "cut-tag":
            self._push(states, i, i + 1, step)
        elif piece.kind == "orphan":
            behind = self.pieces[i + 1] if i + 1 < len(self.pieces) else None
            if behind is None or behind.text in "\r\n" or behind.is_mark:
                self._push(states, i, i + 1, step)
            else:
                lost = step._replace(scores=step.scores + _SWALLOWED, kind="lost")
                self._push(states, i, i + 1, lost)
        elif piece.is_mark or piece.text in "\r\n":  # the rest only where orphans are dropped
            self._push(states, i, i, step)
        else:
            lost = step._replace(scores=step.scores + 2 * _SWALLOWED, kind="lost")
            self._push(states, i, i, lost)

    def path(self, node: int, stop: int = -1) -> list[Node]:
        """Return the steps of a reading up to its last step, behind a step of it."""
        steps = []
        while node > 0 and node != stop:
            steps.append(self._trace.node(node))
            node = steps[-1].parent
        return steps[::-1]
