"""Traditional characters in mainland text, and the wrong variants that machine conversion leaves.

A line that is judged traditional is converted whole; in any other line only stray characters that stand
nowhere in simplified text are, unless they are quoted or talked about. What depends on the word around it is
a table (``terms/script/context.csv``), and so is what stays (``terms/script/keep.csv``).
"""

from __future__ import annotations

from bridgehead.repair._compose import Change, Rewrite
from bridgehead.repair._forms import forms, overlaid

__all__ = ["script", "simplified"]


def simplified(char: str, *, wherever: bool = False) -> str:
    """Return the simplified form of a single character, or the character itself.

    Parameters
    ----------
    char : str
        One character.
    wherever : bool
        Also for characters that stand in simplified text too (乾, 於, 後).
    """
    tables = forms()
    return (tables.to_simplified if wherever else tables.stray).get(char, char)


def script(text: str) -> list[Change] | Rewrite:
    """Find traditional characters to be written simplified.

    Parameters
    ----------
    text : str
        Text without pinyin noise: a reading between two characters hides the word they make.

    Returns
    -------
    list of Change, or Rewrite
        One change a run of Han characters in which some change, of kind ``script``; each replaces character
        by character. Nothing to change is an empty list.
    """
    tables = forms()
    if tables.suspect.search(text):
        from bridgehead.repair import _traditional  # numpy: loaded where there is something to convert

        return _traditional.rewritten(text)
    if tables.in_any.search(text):
        right = overlaid(text, text, [match.start() for match in tables.in_any.finditer(text)])
        return [Change(i, i + 1, char, "script", 0.95, "简体行中的异体字") for i, char in right.items()]
    return []
