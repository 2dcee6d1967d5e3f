"""The second look of a run: documents that share text mend each other, and what they report is one event."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from bridgehead.cli._intake import followed, text_of
from bridgehead.cli._reprints import reprints, top
from bridgehead.read import Context, Tagger, read_text, systems
from bridgehead.records import Document, Event, Record
from bridgehead.records.workspace import Workspace
from bridgehead.repair import Edit, Line, Move, Repaired
from bridgehead.repair.twins import Twin, Witness, find, mend
from bridgehead.sources import RawText

__all__ = ["settle", "weave"]

_PROSE = ("news", "notice", None)
"""Kinds of source whose twins count: two tables, forms or adverts are alike without being one text."""

_NEAR = 60
"""How far apart, in characters, the same sentence may stand in two versions of one text."""


def weave(workspace: Workspace, *, tagger: Tagger | None) -> set[str]:
    """Let the documents of a workspace that share text mend each other, and put their events together.

    Always starts from what each document gives by itself, so that the order of reading is no matter and a
    second run changes nothing. A document whose twin is gone becomes again what it was. Nothing is looked at
    while no document was written.

    Parameters
    ----------
    workspace : Workspace
        All documents were read into it.
    tagger : Tagger or None
        Reads those again that were mended.

    Returns
    -------
    set of str
        The ids of documents that were changed.
    """
    woven = workspace.folder / ".woven"
    if woven.exists() and woven.read_text() == _stamp(workspace):
        return set()
    changed = _weave(workspace, tagger)
    woven.write_text(_stamp(workspace))
    return changed


def settle(workspace: Workspace) -> None:
    """Take the documents as they stand for looked at: only links and gaps were written since."""
    (workspace.folder / ".woven").write_text(_stamp(workspace))


def _stamp(workspace: Workspace) -> str:
    """Return what tells whether any document was written since the last look."""
    ids = workspace.documents()
    files = [path for id in ids for path in (workspace.text_file(id), workspace.record_file(id))]
    seen = [f"{path.name} {path.stat().st_mtime_ns} {path.stat().st_size}" for path in files]
    return hashlib.sha256("\n".join(seen).encode()).hexdigest()


def _weave(workspace: Workspace, tagger: Tagger | None) -> set[str]:
    texts: dict[str, str] = {}
    before: set[str] = set()
    for id in workspace.documents():
        stored = workspace.load_text(id)
        texts[id] = stored.get("alone", stored)["clean"]
        if "twins" in stored:
            before.add(id)
    found = {id: same for id, same in find(texts).items() if _document(workspace, id).source_kind in _PROSE}
    twins: dict[str, list[Twin]] = {}
    for id, same in found.items():
        if prose := [twin for twin in same if twin.document in found]:
            twins[id] = prose
    concerned = sorted(before | twins.keys())
    alone = {id: _alone(workspace.load_text(id)) for id in concerned}
    changed = {id for id in concerned if _mend(workspace, id, alone, twins.get(id, []), tagger)}
    return changed | set(_unite(workspace, alone, twins))


def _document(workspace: Workspace, id: str) -> Document:
    first = next(workspace.load(id))
    assert isinstance(first, Document)
    return first


def _alone(stored: Mapping[str, Any]) -> Repaired:
    """Return what a stored text was before its twins mended it."""
    own = stored.get("alone", stored)
    return Repaired(
        stored["raw"],
        own["clean"],
        [Edit(**edit) for edit in own["edits"]],
        [Line(tuple(line["span"]), line["role"], line["joined"]) for line in own["lines"]],
        [Move(*move) for move in own.get("moves", ())],
    )


def _mend(
    workspace: Workspace, id: str, alone: Mapping[str, Repaired], twins: list[Twin], tagger: Tagger | None
) -> bool:
    """Mend one document and read it again where that changed something; return whether it did."""
    document = _document(workspace, id)
    witnesses = [
        Witness(twin, alone[twin.document], _document(workspace, twin.document).path) for twin in twins
    ]
    mended = mend(alone[id], witnesses)
    text = text_of(mended)
    if twins:
        text["twins"] = sorted({twin.document for twin in twins})
    if mended is not alone[id]:
        text["alone"] = {key: value for key, value in text_of(alone[id]).items() if key != "raw"}
    stored = workspace.load_text(id)
    if stored["clean"] == mended.clean and len(stored["edits"]) == len(mended.edits):
        return workspace.save(document, text, list(workspace.load(id))[1:])
    source = RawText(
        document.path,
        document.sha256,
        document.media_type,
        mended.raw,
        document.encoding,
        title=document.title,
        url=document.url,
        publisher=document.publisher,
        date_published=document.date_published if document.date_basis != "inferred" else None,
    )
    defined = systems.load_systems(workspace.folder / systems.FILE)
    context = Context(systems=defined).told(workspace.known().get(id, {}))
    reading = read_text(source, tagger=tagger, context=context, document_id=id, repaired=mended)
    return workspace.save(reading.document, text, [*reading.records, *followed(workspace, id)])


# Events


def _unite(
    workspace: Workspace, alone: Mapping[str, Repaired], twins: Mapping[str, list[Twin]]
) -> Iterator[str]:
    """Say of what several documents print which print stands for all; yield the documents changed."""
    records = {id: list(workspace.load(id)) for id in alone}
    events = {id: [one for one in records[id] if isinstance(one, Event)] for id in alone}
    leader: dict[str, str] = {one.id: one.id for reported in events.values() for one in reported}
    for id, found in twins.items():
        for twin in found:
            other = twin.document
            for here, there in _same(twin, alone[id], events[id], alone[other], events[other]):
                low, high = sorted((top(leader, here.id), top(leader, there.id)))
                leader[high] = low
    groups: dict[str, list[Event]] = {}
    for reported in events.values():
        for event in reported:
            groups.setdefault(top(leader, event.id), []).append(event)
    days = {id: getattr(records[id][0], "date_published", None) or "9999" for id in alone}
    united: dict[str, Record] = {one.id: one for one in reprints(records, alone, twins, days)}
    for group in groups.values():
        first = min(group, key=lambda event: (days[event.document], event.document, event.span))
        sources = tuple(sorted({event.document for event in group}))
        for event in group:
            united[event.id] = replace(event, sources=sources, same_as=None if event is first else first.id)
    for id, (document, *rest) in records.items():
        joined = [united.get(one.id, one) for one in rest]
        if joined != rest and isinstance(document, Document):
            workspace.save(document, workspace.load_text(id), joined)
            yield id


def _same(
    twin: Twin, here: Repaired, ours: list[Event], there: Repaired, theirs: list[Event]
) -> Iterator[tuple[Event, Event]]:
    """Yield the events of two documents that the same sentence of their common text reports."""
    for one in ours:
        at = here.to_clean(one.span[0]) - twin.span[0]
        if not -_NEAR <= at <= twin.span[1] - twin.span[0]:
            continue
        fitting = [
            (abs(there.to_clean(other.span[0]) - twin.other[0] - at), other.id, other)
            for other in theirs
            if _fits(one, other)
        ]
        if fitting and (nearest := min(fitting))[0] <= _NEAR + at // 10:
            yield one, nearest[2]


def _fits(one: Event, other: Event) -> bool:
    """Return whether two reports may be of one event: 沈怀山 in 松溪 is not 沈怀山 in 石塘, however alike."""
    if one.classification != other.classification or not _days_agree(one.start_time, other.start_time):
        return False
    here, there = ({*event.areas, *filter(None, [event.location])} for event in (one, other))
    ours, theirs = ({who.name for who in event.participants if who.name} for event in (one, other))
    return (not here or not there or bool(here & there)) and (not ours or not theirs or bool(ours & theirs))


def _days_agree(one: str | None, other: str | None) -> bool:
    if not one or not other or one == other:
        return True
    # --02-15 and 2023-02-15 may be the same day.
    return one.lstrip("-")[-5:] == other.lstrip("-")[-5:] and (one.startswith("-") or other.startswith("-"))
