"""Pages on which no line end can cut a sentence: told without the role of every line.

Roles take longer than all the rest of repair, and nearly every page has a line without a sentence end: its
headline. What is surely a headline is told by the line itself and those around it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from bridgehead.repair._cuts import goes_on, is_cut
from bridgehead.repair.joins import _ends as ends
from bridgehead.repair.joins import _Lines as Lines
from bridgehead.repair.roles._line import HEAD, HEAD_LONGEST, alone, is_numbered, opening
from bridgehead.repair.roles._wrap import _may_wrap as may_wrap

__all__ = ["is_uncut"]

_NEVER_BODY = frozenset(("byline", "turn", "credit", "speaker", "column", "slogan"))
"""What a line says of itself that its neighbours do not overrule."""
_BACK_MATTER = frozenset(("furniture", "site", "footer"))
"""What is running text only where it signs a document."""
_SIGNS = 9
"""Characters of furniture that may stand above a signature's date, at most."""
_ONLY_BODY = 220
"""Characters from which a line is no picture's, and no small notice's."""
_CELLS = re.compile(r"[\s|｜,，、]+")


def is_uncut(text: str) -> bool:
    """Return whether `joins` finds nothing in a page, whatever the roles of lines that are hard to tell.

    Parameters
    ----------
    text : str
        The text as the stages before left it.
    """
    lines = text.split("\n")
    if may_wrap(lines):
        return False
    page = _Page(lines)
    return not any(page.may_go_on(at) for at in range(len(page.said) - 1))


class _Page(Lines):
    """The lines of a page taken for running text, in which most lines end sentences, all of them.

    Attributes
    ----------
    said : list of int
        The lines that are not blank.
    """

    def __init__(self, lines: Sequence[str]) -> None:
        self.lines = lines
        self.text = [line.strip() for line in lines]
        self.wraps = [False] * len(lines)
        self.ended, self.indented = True, False
        self.said = [i for i, line in enumerate(self.text) if line]

    def may_go_on(self, at: int) -> bool:
        """Return whether a line may go on in one of those below it."""
        here, *below = self.said[at:]
        if ends(self.text[here]) or self._is_apart(at):
            return False
        for further, i in enumerate(below):
            if self.reason(here, i, below[:further]):
                return True
            if len(self.text[i]) > _ONLY_BODY:  # no line that may stand between two halves
                break
        return False

    def _line(self, at: int) -> str:
        return self.text[self.said[at]]

    def _is_short(self, at: int) -> bool:
        return 0 <= at < len(self.said) and len(self._line(at)) <= HEAD_LONGEST

    def _is_apart(self, at: int) -> bool:
        """Return whether a line is surely no running text."""
        line, below = self._line(at), self._line(at + 1)
        if not self._is_short(at) or goes_on(line, below):
            return False
        role = alone(line)
        if role in _BACK_MATTER:
            return len(line) > _SIGNS and line[-1] != "日"
        return role in _NEVER_BODY or (role == HEAD and self._heads_paragraph(at))

    def _heads_paragraph(self, at: int) -> bool:
        """Return whether a headline stands above a paragraph, alone or with one other short line."""
        start = at - self._is_short(at - 1)
        stop = at + 1 + self._is_short(at + 1)
        if stop - start > 2 or self._is_short(start - 1) or self._is_short(stop):
            return False
        if stop == len(self.said) or alone(self._line(stop)) != "body":
            return False
        line, below = self._line(at), self._line(at + 1)
        numbered = start < at and is_numbered(self._line(start))
        if numbered or line[0] == "【" or below[-1] == "日" or len(_CELLS.split(line)) > 2:
            return False
        apart = self.said[at + 1] > self.said[at] + 1
        return is_numbered(line) or bool(opening(below)) or not is_cut(line, below, apart=apart)
