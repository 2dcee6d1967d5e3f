"""The language everyone speaks: frozen records that point to the sentence they came from.

Rooms below make records, rooms above read them; nothing else passes between rooms. A record is a frozen
dataclass; on disk it is one JSON object a line whose first key is ``"type"`` (`dump`, `load`).

Every record but `Document` is `Sourced`: it carries ``document``, ``span``, ``quote`` (clean) and
``quote_raw`` (exactly ``raw[start:end]``). `SourceText.cite` makes such records, so a record that cannot
point to its sentence does not come to exist.
"""

from bridgehead.records._appeals import Appeal, Problem
from bridgehead.records._base import Record, Sourced, SourceText, Span, make_id, verify
from bridgehead.records._corrections import Correction, corrected, held, load_corrections
from bridgehead.records._documents import Article, Document
from bridgehead.records._doubts import Doubt
from bridgehead.records._events import AgendaItem, Event, Participant, Tour, TourRequest
from bridgehead.records._figures import (
    Comparison,
    Finding,
    IndexValue,
    Observation,
    Project,
    Reading,
)
from bridgehead.records._follow import Gap, Link
from bridgehead.records._people import Area, Membership, Organization, Person, Post
from bridgehead.records._said import Commitment, Directive
from bridgehead.records._systems import WorkItem, WorkSystem
from bridgehead.records.dates import PartialDate
from bridgehead.records.jsonl import TYPES, dump, dumps, load, loads, to_dict

__all__ = [
    "TYPES",
    "AgendaItem",
    "Appeal",
    "Area",
    "Article",
    "Commitment",
    "Comparison",
    "Correction",
    "Directive",
    "Document",
    "Doubt",
    "Event",
    "Finding",
    "Gap",
    "IndexValue",
    "Link",
    "Membership",
    "Observation",
    "Organization",
    "PartialDate",
    "Participant",
    "Person",
    "Post",
    "Problem",
    "Project",
    "Reading",
    "Record",
    "SourceText",
    "Sourced",
    "Span",
    "Tour",
    "TourRequest",
    "WorkItem",
    "WorkSystem",
    "corrected",
    "dump",
    "dumps",
    "held",
    "load",
    "load_corrections",
    "loads",
    "make_id",
    "to_dict",
    "verify",
]
