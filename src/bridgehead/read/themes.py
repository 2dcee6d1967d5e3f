"""What a sentence is about: the themes of ``terms/themes.csv`` and the words that show them."""

from __future__ import annotations

import re
from functools import cache

from bridgehead import terms

__all__ = ["about"]


@cache
def _words() -> tuple[re.Pattern[str], dict[str, int], tuple[str, ...]]:
    rows = terms.table("themes")
    rank = {word: i for i, row in reversed(list(enumerate(rows))) for word in row["words"].split("|")}
    # Words by their first character, the longest first: the search tries only those that can begin there.
    groups: dict[str, list[str]] = {}
    for word in sorted(rank, key=len, reverse=True):
        groups.setdefault(word[0], []).append(re.escape(word[1:]))
    pattern = "|".join(f"{re.escape(first)}(?:{'|'.join(rest)})" for first, rest in groups.items())
    return re.compile(pattern), rank, tuple(row["theme"] for row in rows)


def about(head: str, text: str = "") -> tuple[str | None, tuple[str, ...]]:
    """Return the theme of an item and what it is about.

    Parameters
    ----------
    head : str
        The sentence that says it; its words count double.
    text : str
        The whole item, when it is longer.

    Returns
    -------
    (str or None, tuple of str)
        The theme with most words, the earlier in the table on a tie; and the words found, in order, at most
        eight. The last theme of the table (general demands) counts only where no other does.
    """
    pattern, rank, names = _words()
    rest = text[len(head) :] if text.startswith(head) else text
    in_head = pattern.findall(head)
    words = in_head + (pattern.findall(rest) if rest else [])
    if not words:
        return None, ()
    scores: dict[int, int] = {}
    for i, word in enumerate(words):
        scores[rank[word]] = scores.get(rank[word], 0) + (2 if i < len(in_head) else 1)
    general = len(names) - 1
    best = min(scores, key=lambda i: (i == general, -scores[i], i))
    return names[best], tuple(dict.fromkeys(words))[:8]
