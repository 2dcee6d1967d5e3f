"""What was read in a document and not understood, so that a person can mend it."""

from __future__ import annotations

from dataclasses import dataclass

from bridgehead.records._base import Sourced

__all__ = ["Doubt"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Doubt(Sourced):
    """Words that were not understood; the span is those words.

    Attributes
    ----------
    kind : str
        A kind of ``terms/doubts.csv``, which says in both languages what is doubted and what to try:
        ``number, place, comparison, cut, year, head, outside, counts``.
    article : str or None
        The id of its `Article`.
    words : str
        The doubtful words themselves, shorter than the quote where that is a whole sentence.
    about : str or None
        The id of the record that is incomplete because of it.
    detail : str or None
        What is particular here, such as the two counts that differ.
    """

    type: str = "doubt"
    kind: str
    article: str | None = None
    words: str
    about: str | None = None
    detail: str | None = None
