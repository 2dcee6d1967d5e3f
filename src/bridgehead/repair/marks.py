"""Marks that went wrong: a comma in front of other punctuation, half of an HTML entity."""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Iterator

from bridgehead.repair._compose import Change
from bridgehead.repair._han import is_han

__all__ = ["marks"]

_MAYBE_COMMA = re.compile("[,，][,，、。；：！？;:]")
_COMMA = re.compile("(?<![0-9,，])[,，]+(?=[、。；：！？;:])|(?<![0-9,，])([,，])\\1+(?![,，0-9])")
_ENTITY = re.compile(
    "&?#(?:[xX][0-9A-Fa-f]{2,5}|[0-9]{3,5});|&(?:nbsp|ensp|emsp|ldquo|rdquo|lsquo|rsquo|hellip|mdash|middot|quot);"
)


def marks(text: str) -> list[Change]:
    """Find commas before other punctuation, doubled commas, and entities that were never decoded.

    Parameters
    ----------
    text : str
        Any text.

    Returns
    -------
    list of Change
        Of kind ``mark``. One comma too many on a page is left alone: it may be the writer's own.
    """
    commas = list(_comma(text))
    return sorted([*(commas if len(commas) >= 2 else []), *_entities(text)])


def _comma(text: str) -> Iterator[Change]:
    if not _MAYBE_COMMA.search(text):  # what a class begins is found fast
        return
    for match in _COMMA.finditer(text):
        start = match.start() + bool(match[1])  # of a doubled comma the first one stays
        yield Change(start, match.end(), "", "mark", 0.95, "标点前多余的逗号")


def _entities(text: str) -> Iterator[Change]:
    if ";" not in text:
        return
    for match in _ENTITY.finditer(text):
        char = html.unescape("&" + match[0].removeprefix("&"))
        # Digits and letters are never taken from a code: a wrong one could not be told.
        if len(char) == 1 and (is_han(char) or unicodedata.category(char)[0] in "PZS"):
            yield Change(match.start(), match.end(), char, "mark", 0.97, "未解码的 HTML 实体")
