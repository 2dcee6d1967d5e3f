"""What a single character is: Han, common, standing only in simplified or only in traditional text."""

from __future__ import annotations

import re
from functools import cache

__all__ = ["HAN", "HAN_CLASS", "count_han", "is_common", "is_han", "is_standard"]

HAN_CLASS = "\u3400-\u4dbf\u4e00-\u9fff\U00020000-\U0003134f"
"""Unified Han ideographs, to be put between the brackets of a regular expression."""

HAN = re.compile(f"[{HAN_CLASS}]")


_RUN = re.compile(f"[{HAN_CLASS}]+")


def count_han(text: str) -> int:
    """Return how many unified Han ideographs a text has."""
    return sum(map(len, _RUN.findall(text)))


def is_han(char: str) -> bool:
    """Return whether a character is a unified Han ideograph."""
    if "\u4e00" <= char <= "\u9fff":
        return True
    return "\u3400" <= char <= "\u4dbf" or "\U00020000" <= char <= "\U0003134f"


@cache
def is_common(char: str) -> bool:
    """Return whether a character is one of the 3,755 of GB 2312 level 1 (rows 16 to 55)."""
    try:
        return 0xB0 <= char.encode("gb2312")[0] <= 0xD7
    except UnicodeEncodeError:
        return False


@cache
def is_standard(char: str) -> bool:
    """Return whether a character is in GB 2312 at all."""
    try:
        char.encode("gb2312")
    except UnicodeEncodeError:
        return False
    return True
