"""What was done about what was said: a link to later evidence, or a gap."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from bridgehead.records._base import Sourced

__all__ = ["Gap", "Link"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Link(Sourced):
    """A later sentence that answers a directive or commitment; the span is the evidence.

    Attributes
    ----------
    directive : str
        The id of the `Directive` or `Commitment`.
    kind : {"act", "outcome", "project", "plan", "echo"}
        What the evidence is, from its cue words.
    level : {"strong", "partial", "weak"}
        How far it answers.
    score : float
        The whole score, 0 to 1.
    score_parts : dict of str to float
        What the score is made of.
    claim : bool
        Whether it is shown as follow-through.
    date : str or None
        The first ISO day on which the evidence may have been said; it is later than the ask.
    date_inferred_from : str or None
        Why the year is taken to be what it is, of the evidence or of the ask, when a document states none.
    decision : {"confirmed", "rejected"} or None
        A person's verdict; null while it is only proposed.
    decided_by : str or None
        Who decided.
    """

    type: str = "link"
    directive: str
    kind: Literal["act", "outcome", "project", "plan", "echo"]
    level: Literal["strong", "partial", "weak"]
    score: float
    score_parts: dict[str, float] = field(default_factory=dict)
    claim: bool = False
    date: str | None = None
    date_inferred_from: str | None = None
    decision: Literal["confirmed", "rejected"] | None = None
    decided_by: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap(Sourced):
    """Nothing was found that answers a directive or commitment; the span is its own.

    Attributes
    ----------
    directive : str
        The id of the `Directive` or `Commitment`.
    reason : {"undated", "placeless", "no_documents", "no_evidence"}
        When or where it was asked is not known; no later document speaks of the place; none of them answers.
    searched_until : str or None
        The ISO day of the latest document searched; null when none was.
    queries : tuple of str
        What was looked for.
    documents_searched : int
        How many documents were searched.
    """

    type: str = "gap"
    directive: str
    reason: Literal["undated", "placeless", "no_documents", "no_evidence"] = "no_evidence"
    searched_until: str | None = None
    queries: tuple[str, ...] = ()
    documents_searched: int = 0
