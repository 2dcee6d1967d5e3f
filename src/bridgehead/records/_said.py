"""What was asked of others, and what was promised."""

from __future__ import annotations

from dataclasses import dataclass

from bridgehead.records._base import Sourced, Span
from bridgehead.records.dates import Basis

__all__ = ["Commitment", "Directive"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Directive(Sourced):
    """Something a leader asks of others. The span is its head: the sentence that says it.

    Maps to schema.org ``AskAction`` (``agent, recipient, object``).

    Attributes
    ----------
    event : str or None
        The id of the `Event` at which it was said.
    article : str or None
        The id of its `Article`.
    issuer : str or None
        The id of the issuer's `Membership`, or of the `Person` where no post is named (schema.org ``agent``).
    issuer_name : str or None
        Who says it; null for an anonymous leader.
    issuer_post : str or None
        The post as written; for a notice the body that issues it.
    addressee : tuple of str
        Of whom it is asked (schema.org ``recipient``).
    ordinal : str or None
        ``一``, ``二`` … of a numbered list.
    head : str
        The clean sentence.
    text : str
        The clean text of the whole item, to the next numeral (schema.org ``object``).
    extent : (int, int) or None
        The raw span of ``text``, when it is longer than the head.
    theme : str or None
        A theme of ``terms/themes.csv``.
    subjects : tuple of str
        What it is about.
    modality : str or None
        要, 必须, 希望, 勉励, 支持 … as written.
    measurable : bool
        Whether it holds a number, a deadline or a named object that can be checked.
    deadline : str or None
        A partial ISO date (schema.org ``scheduledTime``).
    deadline_basis : {"stated", "inferred"} or None
        Whether the year of the deadline is stated.
    work_system : str or None
        The id of the `WorkSystem` that its text names.
    work_item : str or None
        The label of the item of that system, where the text names one.
    same_as : str or None
        The id of the `Directive` that stands for it where several documents print it; that one has null.
    """

    type: str = "directive"
    event: str | None = None
    article: str | None = None
    issuer: str | None = None
    issuer_name: str | None = None
    issuer_post: str | None = None
    addressee: tuple[str, ...] = ()
    ordinal: str | None = None
    head: str
    text: str
    extent: Span | None = None
    theme: str | None = None
    subjects: tuple[str, ...] = ()
    modality: str | None = None
    measurable: bool = False
    deadline: str | None = None
    deadline_basis: Basis | None = None
    work_system: str | None = None
    work_item: str | None = None
    same_as: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Commitment(Sourced):
    """Something the speaker's own side will do. The span is its head.

    Maps to schema.org ``PlanAction`` (``agent, object, scheduledTime``) and FollowTheMoney ``Project.goal``.

    Attributes
    ----------
    article : str or None
        The id of its `Article`.
    unit : str or None
        The body that commits itself (schema.org ``agent``).
    person : str or None
        The id of the `Person` who speaks for it.
    person_name : str or None
        Their name.
    ordinal : str or None
        ``一``, ``二`` … of a numbered list.
    head : str
        The clean sentence.
    text : str
        The clean text of the whole item (schema.org ``object``).
    extent : (int, int) or None
        The raw span of ``text``, when it is longer than the head.
    theme : str or None
        A theme of ``terms/themes.csv``.
    subjects : tuple of str
        What it is about.
    responds_to : str or None
        The id of the `Directive` it answers (表态).
    target_value : float or None
        The number to be reached.
    unit_text : str or None
        Its unit, as written (schema.org ``unitText``).
    deadline : str or None
        A partial ISO date (schema.org ``scheduledTime``).
    deadline_basis : {"stated", "inferred"} or None
        Whether the year of the deadline is stated.
    measurable : bool
        Whether it can be checked.
    work_system : str or None
        The id of the `WorkSystem` that its text names.
    work_item : str or None
        The label of the item of that system, where the text names one.
    same_as : str or None
        The id of the `Commitment` that stands for it where several documents print it; that one has null.
    """

    type: str = "commitment"
    article: str | None = None
    unit: str | None = None
    person: str | None = None
    person_name: str | None = None
    ordinal: str | None = None
    head: str
    text: str
    extent: Span | None = None
    theme: str | None = None
    subjects: tuple[str, ...] = ()
    responds_to: str | None = None
    target_value: float | None = None
    unit_text: str | None = None
    deadline: str | None = None
    deadline_basis: Basis | None = None
    measurable: bool = False
    work_system: str | None = None
    work_item: str | None = None
    same_as: str | None = None
