"""Dates that are known in part: ``2023``, ``2023-02``, ``2023-02-15``, ``--02-15``.

A newspaper says 2月15日 and no year. Such a date is kept as far as it is known, as a prefix of ISO 8601 (the
way FollowTheMoney keeps dates), or with two hyphens for the year (ISO 8601:2000 §5.2.1.3). Whether the year
was *stated* or *inferred* stands beside it in the record, never inside it.
"""

from __future__ import annotations

import calendar
import datetime as dt
import re
from dataclasses import dataclass
from typing import Literal

__all__ = ["Basis", "PartialDate", "Precision"]

Precision = Literal["year", "month", "day"]
Basis = Literal["stated", "inferred"]

_FORM = re.compile(r"(?P<year>\d{4}|-)(?:-(?P<month>\d{2})(?:-(?P<day>\d{2}))?)?")


@dataclass(frozen=True, slots=True, order=False)
class PartialDate:
    """A date known to the year, the month or the day, with or without its year.

    Attributes
    ----------
    year, month, day : int or None
        What is known; a day needs a month.

    Examples
    --------
    >>> PartialDate.parse("2023-02").precision
    'month'
    >>> str(PartialDate(None, 2, 15))
    '--02-15'
    >>> PartialDate(None, 2, 15).with_year(2023).first()
    datetime.date(2023, 2, 15)
    """

    year: int | None = None
    month: int | None = None
    day: int | None = None

    def __post_init__(self) -> None:
        if self.year is None and self.month is None:
            raise ValueError("a date needs a year or a month")
        if self.day is not None and self.month is None:
            raise ValueError("a day needs a month")
        if self.month is not None and not 1 <= self.month <= 12:
            raise ValueError(f"no month {self.month}")
        # A leap year stands in for an unknown one, so that --02-29 may exist.
        if self.day is not None and self.month is not None:
            last = calendar.monthrange(self.year or 2024, self.month)[1]
            if not 1 <= self.day <= last:
                raise ValueError(f"no day {self.day} in month {self.month}")

    @classmethod
    def parse(cls, text: str) -> PartialDate:
        """Read the ISO form.

        Raises
        ------
        ValueError
            If the text is not such a date.
        """
        found = _FORM.fullmatch(text)
        if not found:
            raise ValueError(f"not a partial date: {text!r}")
        year, month, day = found["year"], found["month"], found["day"]
        return cls(
            None if year == "-" else int(year),
            int(month) if month else None,
            int(day) if day else None,
        )

    @property
    def precision(self) -> Precision:
        """The finest part that is known."""
        return "day" if self.day is not None else "month" if self.month is not None else "year"

    def with_year(self, year: int) -> PartialDate:
        """Return the date with its year filled in.

        Raises
        ------
        ValueError
            If that year has no such day (29 February).
        """
        return PartialDate(year, self.month, self.day)

    def first(self) -> dt.date:
        """Return the first day that the date may mean.

        Raises
        ------
        ValueError
            If the year is unknown.
        """
        return dt.date(self._year(), self.month or 1, self.day or 1)

    def last(self) -> dt.date:
        """Return the last day that the date may mean.

        Raises
        ------
        ValueError
            If the year is unknown.
        """
        year, month = self._year(), self.month or 12
        return dt.date(year, month, self.day or calendar.monthrange(year, month)[1])

    def _year(self) -> int:
        if self.year is None:
            raise ValueError(f"{self} has no year")
        return self.year

    def __str__(self) -> str:
        parts = ["-" if self.year is None else f"{self.year:04d}"]
        parts += [f"{part:02d}" for part in (self.month, self.day) if part is not None]
        return "-".join(parts)
