"""What a facet is, and the records of the same document that it may be taken from."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

from bridgehead import records

__all__ = ["HERE", "PLACE_ENDS", "Facets", "Named", "Others", "reason"]

HERE = ("全市", "我市", "全县", "我县", "全区", "我区", "全省", "我省")
"""Words for the place a document speaks from."""
PLACE_ENDS = ("省", "市", "县", "区", "旗", "州", "盟", "镇", "乡", "街道", "村")


class Named(NamedTuple):
    """A person, place or organisation that a record names (`bridgehead.office.models.Mention`)."""

    kind: str
    name: str
    role: str
    post: str | None = None


@dataclass(kw_only=True)
class Facets:
    """The facets of one record; see the columns of `bridgehead.office.models.Record`.

    Attributes
    ----------
    title : str
        One line that names the record.
    named : list of Named
        Whom and what it names.
    words : list of str
        What search finds besides the quote and the title.
    answers : str or None
        The id of the record that this one answers.
    """

    title: str
    who: str | None = None
    where: str | None = None
    when: str | None = None
    when_from: str | None = None
    when_inferred: str | None = None
    theme: str | None = None
    value: float | None = None
    unit: str | None = None
    ordinal: str | None = None
    answers: str | None = None
    named: list[Named] = field(default_factory=list)
    words: list[str] = field(default_factory=list)


class Others(dict[str, records.Record]):
    """A document and all its records, by id.

    Parameters
    ----------
    every : iterable of Record
        The document and its records.
    """

    def __init__(self, every: Iterable[records.Record] = ()) -> None:
        super().__init__((one.id, one) for one in every)

    @cached_property
    def document(self) -> records.Document | None:
        """The document itself, if it is here."""
        return next((one for one in self.values() if isinstance(one, records.Document)), None)

    @cached_property
    def inferred(self) -> dict[str, str]:
        """The dates that were inferred, and from what."""
        found = {}
        for one in self.values():
            if isinstance(one, records.Event):
                when, why = one.start_time, reason(one.basis, one.inferred_from)
            elif isinstance(one, records.Document | records.Article):
                when, why = one.date_published, reason(one.date_basis, one.date_inferred_from)
            else:
                continue
            if when and why is not None:
                found[when] = why
        return found

    @cached_property
    def areas(self) -> frozenset[str]:
        """The names of all its areas."""
        return frozenset(one.name for one in self.values() if isinstance(one, records.Area))


def reason(basis: str | None, why: str | None) -> str | None:
    """Return from what a date was inferred, empty where that is not told; None where the text states it."""
    return (why or "") if basis == "inferred" else None
