"""What describes an item, as far as it is given: when it is opened, imported, corrected."""

from __future__ import annotations

import datetime as dt
from typing import Any, Literal

import msgspec

from bridgehead.errors import NotPossible
from bridgehead.ledger.actions._base import (
    a_month,
    finite,
    need,
)
from bridgehead.ledger.items import Item, Measure

__all__ = ["UNSET", "Details", "described"]

Given = msgspec.UnsetType
UNSET = msgspec.UNSET


class Details(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """What describes an item, as far as it is given."""

    no: str | Given = UNSET
    title: str | Given = UNSET
    body: str | Given = UNSET
    level: str | Given | None = UNSET
    secrecy: Literal["public", "internal"] | Given = UNSET
    region: str | Given | None = UNSET
    theme: str | Given | None = UNSET
    issuer: str | Given | None = UNSET
    source_text: str | Given | None = UNSET
    issued_at: dt.date | Given | None = UNSET
    year: int | Given | None = UNSET
    due_on: dt.date | Given | None = UNSET
    rule: str | Given | None = UNSET
    limit: str | Given | None = UNSET
    proposed: tuple[str, ...] | Given = UNSET
    record: str | Given | None = UNSET
    document: str | Given | None = UNSET
    span: tuple[int, int] | Given | None = UNSET
    quote: str | Given | None = UNSET
    parent: str | Given | None = UNSET
    weight: float | Given = UNSET
    work_system: str | Given | None = UNSET
    work_item: str | Given | None = UNSET
    responsible: str | Given | None = UNSET
    measure: Measure | Given | None = UNSET

    def given(self) -> dict[str, Any]:
        """Return what is given, by field."""
        names = self.__struct_fields__
        return {name: value for name in names if (value := getattr(self, name)) is not UNSET}

    def check(self) -> None:
        """Refuse an empty title, a weight below zero, a measure without a way.

        Raises
        ------
        NotPossible
            Saying which.
        """
        if self.title is not UNSET:
            need(self.title, "标题", "a title")
        if self.weight is not UNSET and not 0 <= self.weight < float("inf"):
            raise NotPossible("权重不能小于零。", "A weight cannot be below zero.", where=str(self.weight))
        days = [one for one in (self.issued_at, self.due_on) if isinstance(one, dt.date)]
        years = [one.year for one in days] + ([self.year] if isinstance(self.year, int) else [])
        if any(not 1949 <= one <= 2999 for one in years):
            raise NotPossible("年份不对。", "The year is wrong.", where=str(years[0]))
        if self.measure is not UNSET and self.measure:
            for value in (self.measure.baseline, self.measure.target, *self.measure.months.values()):
                finite(value, self.measure.name)
            for month in self.measure.months:
                a_month(month)
        if self.measure is not UNSET and self.measure and self.measure.target == self.measure.baseline:
            raise NotPossible(
                "目标值与基数相同，算不出进度。",
                "The target equals the baseline: progress cannot be told.",
                where=self.measure.name,
            )


def described(item: Item, details: Details) -> Item:
    """Return an item with what is given put in."""
    return msgspec.structs.replace(item, **details.given())
