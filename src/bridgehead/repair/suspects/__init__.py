"""Look-alike characters, doubled words and lost characters: what is nearly a word.

Every finding is a suggestion; only what the document itself proves is repaired. Digits, names and dates are
left alone. The word list and numpy are loaded at the first text.
"""

from __future__ import annotations

from typing import Any

from bridgehead.repair._compose import Change, Note

__all__ = ["proven", "suspected"]

_LEAST = 16
"""Characters of the shortest text that could prove anything: a slip, and the same words beside it."""


def proven(text: str, units: Any = None) -> list[Change]:
    """Find misread characters that the document itself proves.

    Parameters
    ----------
    text : str
        Simplified text that is otherwise clean.
    units : ndarray of uint16, optional
        Its characters with a line end before and behind them, when they are known already.

    Returns
    -------
    list of Change
        One a character, of kind ``ocr``.
    """
    if len(text) < _LEAST:
        return []
    from bridgehead.repair.suspects import _survey

    return _survey.proven(text, units)


def suspected(text: str) -> list[Note]:
    """Find characters that were misread, doubled or lost, as far as only words speak for it.

    Parameters
    ----------
    text : str
        What is left when the proven ones are repaired.

    Returns
    -------
    list of Note
        Suggestions of kind ``ocr``, ``doubled`` and ``missing``, in order.
    """
    from bridgehead.repair.suspects import _survey

    return _survey.suspected(text)
