"""Marks that went wrong: a comma in front of other punctuation, what is left of HTML.

Entities are decoded also where they were escaped twice, or lost their ampersand or semicolon. Digits and
letters are never taken from a code: a wrong one could not be told.
"""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from bridgehead.repair._compose import Change
from bridgehead.repair._forms import forms
from bridgehead.repair._han import is_han
from bridgehead.terms import words

__all__ = ["marks"]

_MAYBE_COMMA = re.compile("[,，][,，、。；：！？;:]")
_COMMA = re.compile("(?<![0-9,，])[,，]+(?=[、。；：！？;:])|(?<![0-9,，])([,，])\\1+(?![,，0-9])")
_ENTITY_SIGN = re.compile("[&#]")
_BARE_CUES = ("sp;", "quo;", "quot;", "ellip;", "dash;", "middot;")
_TAG = re.compile(
    "</?(?:p|br|div|span|strong|font|section|em|td|tr|tbody|table)(?:\\s[^<>\n]*)?/?>", re.IGNORECASE
)


def marks(text: str) -> list[Change]:
    """Find commas before other punctuation, doubled commas, entities never decoded, and stray tags.

    Parameters
    ----------
    text : str
        Any text.

    Returns
    -------
    list of Change
        Of kind ``mark``. One comma too many on a page is left alone: it may be the writer's own, unless its
        line was converted from traditional characters.
    """
    commas = list(_comma(text))
    if len(commas) == 1 and not _is_converted(text, commas[0]):
        commas = []
    found = [*commas, *_entities(text), *_tags(text)]
    return sorted(found)


def _is_converted(text: str, comma: Change) -> bool:
    """Return whether a comma stands before another mark in a line of traditional characters."""
    start, end = text.rfind("\n", 0, comma.start) + 1, text.find("\n", comma.end)
    doubled = text[comma.start - 1] in ",，"
    return not doubled and bool(forms().suspect.search(text, start, end if end >= 0 else len(text)))


def _comma(text: str) -> Iterator[Change]:
    if not _MAYBE_COMMA.search(text):  # what a class begins is found fast
        return
    for match in _COMMA.finditer(text):
        start = match.start() + bool(match[1])  # of a doubled comma the first one stays
        yield Change(start, match.end(), "", "mark", 0.95, "标点前多余的逗号")


class _Entities(NamedTuple):
    """Patterns of entities: at an ampersand or number sign, and of names whose ampersand was lost."""

    marked: re.Pattern[str]
    bare: re.Pattern[str]


@cache
def _patterns() -> _Entities:
    """Return the patterns; ``&`` may be escaped again, any number of times."""
    names = "|".join(word.removeprefix("+") for word in words("script/entities"))
    sure = "|".join(word[1:] for word in words("script/entities") if word.startswith("+"))
    code = "#(?:[xX][0-9A-Fa-f]{2,5}|[0-9]{3,5});"
    marked = f"&(?:amp;)*(?:{code}|(?:{names});|(?:{sure})(?![A-Za-z;]))|{code}"
    return _Entities(re.compile(marked), re.compile(f"(?<![A-Za-z&])(?:{sure});"))


def _entities(text: str) -> Iterator[Change]:
    marked, bare = _patterns()
    end = 0
    ends = set()
    for sign in _ENTITY_SIGN.finditer(text):
        match = marked.match(text, sign.start())
        if match and match.start() >= end:
            end = match.end()
            ends.add(end)
            yield from _decoded(match)
    if any(cue in text for cue in _BARE_CUES):
        for match in bare.finditer(text):
            if match.end() not in ends:
                yield from _decoded(match)


def _decoded(match: re.Match[str]) -> Iterator[Change]:
    name = re.sub("^&?(?:amp;(?=.))*|;$", "", match[0])
    char = html.unescape(f"&{name};")
    kind = unicodedata.category(char) if len(char) == 1 else ""
    if kind == "Cf":
        yield Change(match.start(), match.end(), "", "mark", 0.97, "未解码的 HTML 实体（不可见字符）")
    elif kind and (is_han(char) or kind[0] in "PZS"):
        yield Change(match.start(), match.end(), char, "mark", 0.97, "未解码的 HTML 实体")


def _tags(text: str) -> Iterator[Change]:
    if "<" not in text:
        return
    for match in _TAG.finditer(text):
        yield Change(match.start(), match.end(), "", "mark", 0.95, "残留的 HTML 标签")
