"""An article before its date and place are known."""

from __future__ import annotations

from dataclasses import dataclass, field

__all__ = ["Draft"]


@dataclass(slots=True)
class Draft:
    """An article before its date and place are known.

    Attributes
    ----------
    start, end : int
        Clean offsets of the whole; other articles may stand inside (statements, briefs, a picture).
    body : int
        Where its text proper begins.
    heads : list of (str, str)
        Role and words of each line of its head.
    lead : str
        The first sentences, for its genre and place.
    kind : str or None
        ``caption, advert, statement, brief, notice, report, statements, briefs`` when its form tells; else
        null.
    section : str or None
        The headline it stands under together with others.
    over : Draft or None
        The article whose headline that is.
    speaker : str or None
        The line that names who makes the statement.
    signed : str or None
        A name that stands alone under the headline.
    of_place : bool
        Whether its head is the name of a place.
    own_end : int or None
        Where its own text ends, when the rest is others' (statements, briefs); null for ``end``.
    inside : list of Draft
        Pictures that stand in the middle of it.
    goes_on : bool
        Whether the part that its turn line points to stands on the page too.
    continues : Draft or None
        The article that this part goes on with (上接第一版), when it stands on the page too.
    """

    start: int
    end: int
    body: int
    heads: list[tuple[str, str]] = field(default_factory=list)
    lead: str = ""
    kind: str | None = None
    section: str | None = None
    over: Draft | None = None
    speaker: str | None = None
    signed: str | None = None
    of_place: bool = False
    own_end: int | None = None
    inside: list[Draft] = field(default_factory=list)
    goes_on: bool = False
    continues: Draft | None = None

    def head(self, role: str) -> str | None:
        """Return the words of the head lines of a role, joined; null when there are none."""
        return " ".join(words for kind, words in self.heads if kind == role) or None
