"""The records that are exported, and where each of them stands."""

from __future__ import annotations

import base64
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from typing import Any, TypeVar

from bridgehead.records import (
    Appeal,
    Document,
    Event,
    Membership,
    Organization,
    PartialDate,
    Record,
    Sourced,
)

__all__ = ["Material", "dated", "known"]

R = TypeVar("R", bound=Record)

_YEARED = re.compile(r"\d{4}(?:-\d{2}){0,2}")


def dated(text: str | None) -> str | None:
    """Return a date with its year, as every standard writes it; one whose year is unknown is no such date."""
    return text if text and _YEARED.fullmatch(text) else None


def known(**fields: Any) -> dict[str, Any]:
    """Return the fields that have a value: what is unknown is left out, not written as nothing."""
    return {name: value for name, value in fields.items() if value not in (None, "", (), [], {})}


class Material:
    """Records of a workspace, found by type, by id and by name.

    Parameters
    ----------
    records : iterable of Record
        Documents among them. Appeals are left out here, so that no form can let them through.

    Attributes
    ----------
    left_out : Counter
        How many records a form could not hold, by reason: (Chinese, English).
    """

    def __init__(self, records: Iterable[Record]) -> None:
        self.left_out: Counter[tuple[str, str]] = Counter()
        self.by_id: dict[str, Record] = {}
        for record in records:
            if isinstance(record, Appeal):
                self.leave_out("群众诉求不导出", "appeals are not exported")
            else:
                self.by_id[record.id] = record
        self._bodies = {
            (body.document, name): body.id
            for body in self.of(Organization)
            for name in (*body.other_names, body.name)
        }
        self._held: defaultdict[str, dict[str, None]] = defaultdict(dict)
        for held in self.of(Membership):
            if held.person:
                self._held[held.person][held.post_label] = None
        self._reprints: defaultdict[str, list[Event]] = defaultdict(list)
        for event in self.of(Event):
            if event.same_as:
                self._reprints[event.same_as].append(event)

    def of(self, kind: type[R]) -> Iterator[R]:
        """Yield the records of a class, in order."""
        return (record for record in self.by_id.values() if isinstance(record, kind))

    def leave_out(self, zh: str, en: str) -> None:
        """Count a record that cannot be exported, and why."""
        self.left_out[zh, en] += 1

    def document(self, record: Sourced) -> Document | None:
        """Return the document of a record."""
        found = self.by_id.get(record.document)
        return found if isinstance(found, Document) else None

    def body(self, document: str, name: str | None) -> str | None:
        """Return the id of the organisation that a document calls by a name."""
        return self._bodies.get((document, name)) if name else None

    def posts_of(self, person: str) -> list[str]:
        """Return the labels of the posts in which a document sees a person."""
        return list(self._held[person]) if person in self._held else []

    def reprints(self, event: Event) -> list[Event]:
        """Return the records of the same event in documents that print the same report."""
        return self._reprints.get(event.id, [])

    def address(self, record: Sourced) -> str:
        """Return the address of a record's place: where the document was published, or the name of its bytes.

        A file that was published nowhere has the RFC 6920 name of its content; the place in it is an RFC 5147
        fragment, ``#char=12,40``.
        """
        document = self.document(record)
        start, end = record.span
        if document is None:
            home = f"urn:bridgehead:{record.document}"
        else:
            home = document.url or named(document)
        return f"{home.partition('#')[0]}#char={start},{end}"

    def proof(self, record: Sourced) -> dict[str, Any]:
        """Return what every exported entity carries: document, span, both quotes, and what made it."""
        return {
            "document": record.document,
            "span": list(record.span),
            "quote": record.quote,
            "quote_raw": record.quote_raw,
            "method": record.method,
            "confidence": record.confidence,
        }

    def sources(self, record: Sourced) -> list[dict[str, Any]]:
        """Return the ``sources`` of Popolo and Open Civic Data: an address, a note, and the proof."""
        return [{"url": self.address(record), "note": record.quote, **self.proof(record)}]


def named(document: Document) -> str:
    """Return the ``ni:`` name of a document's bytes (RFC 6920)."""
    try:
        digest = bytes.fromhex(document.sha256)
    except ValueError:
        return f"urn:bridgehead:{document.id}"
    return "ni:///sha-256;" + base64.urlsafe_b64encode(digest).decode().rstrip("=")


def day(text: str | None) -> PartialDate | None:
    """Return a date that is known to the day."""
    date = PartialDate.parse(text) if dated(text) and text else None
    return date if date and date.precision == "day" else None
