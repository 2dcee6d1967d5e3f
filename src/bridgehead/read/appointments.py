"""Who was appointed to what: 任命某某为…, 某某任…, 免去某某的…职务. The title stands behind the name."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bridgehead.read import names, posts
from bridgehead.read._literals import Listed
from bridgehead.read.posts import Title

__all__ = ["find"]

Offsets = tuple[int, int]
_NAMES_INSIDE = Listed(r"(?:任命|免去|提名|推选|选举|补选|增补|接受)(?=[\u4e00-\u9fff])")
_INTO = re.compile(r"(?:同志|等同志|先生|女士)?(?:为|的|辞去|担任|任)")
_TAKES = Listed(r"(?:同志|先生|女士)?(?:任命为|不再担任|担任|出任|转任|升任|调任|兼任|当选为?|任|兼)")
_NEXT = re.compile(r"(?:职务)?[,，;；、]\s*(?=[^,，;；。]{2,12}[为的])")
_STOP = re.compile(r"[,，。;；:：\n]|职务|的(?:决定|通知|议案|请求)")


def find(text: str) -> Iterator[tuple[Offsets, Title]]:
    """Yield each name with the title that it is given or that is taken from it.

    Parameters
    ----------
    text : str
        The clean text.

    Yields
    ------
    ((int, int), Title)
        The clean span of the name, and the title behind it.
    """
    for verb in _NAMES_INSIDE.finditer(text):
        appointed = names.names_at(text, verb.end(), sure=True)
        while appointed:
            into = _INTO.match(text, appointed[-1][1])
            title = _title(text, into.end()) if into else None
            if title is None:
                break
            yield from ((name, title) for name in appointed)
            # 任命甲为…,乙为…: the verb holds for the whole sentence.
            more = _NEXT.match(text, title.end)
            appointed = names.names_at(text, more.end(), sure=True) if more else []
    for verb in _TAKES.finditer(text):
        name = names.name_before(text, verb.start())
        title = _title(text, verb.end()) if name else None
        if name and title:
            yield name, title


def _title(text: str, start: int) -> Title | None:
    """Return the title that begins at an offset and reaches as far as roles do."""
    stop = _STOP.search(text, start, start + 60)
    return posts.parse_between(text, start, stop.start() if stop else min(len(text), start + 60))
