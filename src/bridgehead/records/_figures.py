"""Figures: what a document reports, what a station measured, what we computed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from bridgehead.records._base import Sourced
from bridgehead.records.dates import Basis

__all__ = ["Comparison", "Finding", "IndexValue", "Observation", "Project", "Reading"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """What a figure is compared with.

    Attributes
    ----------
    kind : {"yoy", "qoq", "wow", "gap", "rank", "share", "avg"}
        On the year, on the quarter or month, on the week, against another, rank, share, mean.
    value : float or None
        The number; signed, down is negative.
    unit : str or None
        As written: ``%``, ``百分点``, ``位``.
    base : str or None
        What it is compared with, such as 全省增速 or 全省.
    direction : {"up", "down", "same"} or None
        As the text says.
    """

    kind: Literal["yoy", "qoq", "wow", "gap", "rank", "share", "avg"]
    value: float | None = None
    unit: str | None = None
    base: str | None = None
    direction: Literal["up", "down", "same"] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Observation(Sourced):
    """A figure that a document reports (指标).

    Maps to schema.org ``Observation`` / ``StatisticalVariable``.

    Attributes
    ----------
    article : str or None
        The id of its `Article`.
    observation_about : str or None
        The place, body or thing it is about (schema.org ``observationAbout``).
    variable_measured : str or None
        A code of ``terms/variables.csv``, with ``_growth`` behind it for its growth; null for words not in
        the list (schema.org ``variableMeasured``).
    variable_text : str
        The words of the text.
    stat_type : str or None
        ``level, growth, share, count, rank`` (schema.org ``statType``).
    value : float
        The number as written, before 万 or 亿 is applied; ``unit_text`` keeps them; negative for the
        growth of what fell (schema.org ``value``).
    unit_text : str
        As written, such as 亿元 (schema.org ``unitText``).
    unit_code : str or None
        UN/CEFACT code, where there is one (schema.org ``unitCode``).
    observation_period : str or None
        An ISO 8601 interval of partial dates, ``2023-01/2023-10``, an open end being ``..`` (schema.org
        ``observationPeriod``).
    period_text : str or None
        The words it was read from, such as 今年1至10月.
    period_basis : {"stated", "inferred"} or None
        Whether the year stands in the document.
    period_inferred_from : str or None
        The reason, when it was inferred.
    measurement_qualifier : str or None
        约, 余, 近, 以上, 不足 … (schema.org ``measurementQualifier``).
    is_target : bool
        Whether it is aimed at rather than reached.
    comparisons : tuple of Comparison
        What it is compared with.
    same_as : str or None
        The id of the `Observation` that stands for it where several documents print it; that one has null.
    """

    type: str = "observation"
    article: str | None = None
    observation_about: str | None = None
    variable_measured: str | None = None
    variable_text: str
    stat_type: Literal["level", "growth", "share", "count", "rank"] | None = None
    value: float
    unit_text: str
    unit_code: str | None = None
    observation_period: str | None = None
    period_text: str | None = None
    period_basis: Basis | None = None
    period_inferred_from: str | None = None
    measurement_qualifier: str | None = None
    is_target: bool = False
    comparisons: tuple[Comparison, ...] = ()
    same_as: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Project(Sourced):
    """A project that a document names.

    Maps to FollowTheMoney ``Project`` and ``Value``.

    Attributes
    ----------
    article : str or None
        The id of its `Article`.
    name : str
        FollowTheMoney ``name``.
    area : str or None
        Where it stands.
    owner : tuple of str
        Who runs it (FollowTheMoney ``ProjectParticipant``).
    investor : tuple of str
        Who pays.
    amount : float or None
        In units of ``currency``, or of ``unit_text`` (FollowTheMoney ``amount``).
    currency : str or None
        ISO 4217 (FollowTheMoney ``currency``).
    unit_text : str or None
        The unit as written, such as 亿元 or 万吨/年.
    amount_kind : {"agreed", "planned", "invested", "output", "capacity"} or None
        What the amount is.
    phase : {"signed", "planned", "started", "built", "operating"} or None
        How far it is (FollowTheMoney ``phase``).
    phase_text : str or None
        The words it was read from.
    start_date : str or None
        A partial ISO date (FollowTheMoney ``startDate``).
    work_system : str or None
        The id of the `WorkSystem` that its text names.
    work_item : str or None
        The label of the item of that system, where the text names one.
    same_as : str or None
        The id of the `Project` that stands for it where several documents print it; that one has null.
    """

    type: str = "project"
    article: str | None = None
    name: str
    area: str | None = None
    owner: tuple[str, ...] = ()
    investor: tuple[str, ...] = ()
    amount: float | None = None
    currency: str | None = None
    unit_text: str | None = None
    amount_kind: Literal["agreed", "planned", "invested", "output", "capacity"] | None = None
    phase: Literal["signed", "planned", "started", "built", "operating"] | None = None
    phase_text: str | None = None
    start_date: str | None = None
    work_system: str | None = None
    work_item: str | None = None
    same_as: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading(Sourced):
    """What a station measured in one hour or on one day; the span is its row.

    Bulk readings travel as tables; single ones that a page shows are records.

    Attributes
    ----------
    station : str
        The station's name or code.
    variable_measured : str
        A code of ``terms/variables.csv``.
    value : float or None
        Null when the station gave no valid value.
    unit_text : str
        The unit.
    time : str
        ISO 8601 start of the hour or the day.
    valid : bool
        Whether the station's own flags accept it.
    """

    type: str = "reading"
    station: str
    variable_measured: str
    value: float | None
    unit_text: str
    time: str
    valid: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class IndexValue(Sourced):
    """An official index, with the arithmetic that gave it; the span is in the table it came from.

    Attributes
    ----------
    standard : str
        The standard's number and year, such as HJ 633-2026.
    variable_measured : str
        A code of ``terms/variables.csv``.
    observation_about : str
        The station or area.
    observation_period : str
        An ISO 8601 interval.
    value : float or None
        Null when the data do not suffice.
    unit_text : str
        The unit; empty for a pure number.
    explanation : tuple of str
        The working, line by line.
    """

    type: str = "index_value"
    standard: str
    variable_measured: str
    observation_about: str
    observation_period: str
    value: float | None
    unit_text: str = ""
    explanation: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding(Sourced):
    """Something that a computation found in a table: an advantage, a gap in a chain, an inconsistency.

    Attributes
    ----------
    kind : str
        What was found, such as ``advantage`` or ``inconsistent``.
    observation_about : str
        The region, industry or figure.
    statement : str
        One sentence.
    value : float or None
        The figure behind it.
    unit_text : str or None
        Its unit.
    frame : str or None
        The reference frame it was judged in, such as 全省.
    explanation : tuple of str
        The working, line by line.
    """

    type: str = "finding"
    kind: str
    observation_about: str
    statement: str
    value: float | None = None
    unit_text: str | None = None
    frame: str | None = None
    explanation: tuple[str, ...] = ()
