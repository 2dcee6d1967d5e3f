"""Signs taken for others that look like them: Ш for Ⅲ in front of 类, the zero in S02.

What may stand for what, and where, is a table (``terms/script/symbols.csv``). A digit is never set in place
of a letter, only suggested.
"""

from __future__ import annotations

from bridgehead.repair._compose import Change, Note
from bridgehead.repair._looks import found

__all__ = ["doubtful_symbols", "symbols"]


def symbols(text: str) -> list[Change]:
    """Find signs that another sign was certainly meant by.

    Parameters
    ----------
    text : str
        Any text.

    Returns
    -------
    list of Change
        Of kind ``symbol``.
    """
    return sorted(
        Change(start, end, look.clean, "symbol", 0.97, look.why)
        for start, end, look in found(text, "script/symbols", "repaired")
    )


def doubtful_symbols(text: str) -> list[Note]:
    """Find signs that may stand for another one, above all letters in the place of a digit.

    Parameters
    ----------
    text : str
        Any text.

    Returns
    -------
    list of Note
        Suggestions of kind ``symbol``.
    """
    return [
        Note(start, end, look.clean, "symbol", 0.7, "suggested", look.why)
        for start, end, look in found(text, "script/symbols", "suggested")
        if text[start:end] != look.clean
    ]
