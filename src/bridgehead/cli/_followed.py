"""Following in a workspace: its documents as they were read, links and gaps back into their record files."""

from __future__ import annotations

import hashlib
import shlex
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import bridgehead
from bridgehead.cli._output import console, say, this_command, watch
from bridgehead.cli._twins import settle
from bridgehead.follow import Followed, Index, follow
from bridgehead.read import Reading
from bridgehead.records import Document, Gap, Link, Record
from bridgehead.records.workspace import Workspace
from bridgehead.repair import Edit, Line, Move, Repaired

__all__ = ["alert", "follow_up", "follow_workspace", "readings"]

ALERTS = 5
"""Asks with new evidence that a run's summary names."""


def follow_up(workspace: Workspace, *, quiet: bool) -> list[Followed] | None:
    """Follow everything in a workspace as the last step of reading; None when no document was written."""
    with watch(say("正在对照落实", "Following"), quiet=quiet):
        found = follow_workspace(workspace)
    if found is not None:
        settle(workspace)
    return found


def alert(found: list[Followed], workspace: Workspace) -> None:
    """Print of what evidence was found, the newest first.

    Parameters
    ----------
    found : list of Followed
        What `follow_up` returned.
    workspace : Workspace
        Where the rest can be seen.
    """
    answered = [one for one in found if one.claimed]
    if not answered:
        return
    out = console()
    zh = f"落实：{len(found)} 条要求和承诺，{len(answered)} 条有线索，待人工确认"
    out.print(say(zh, f"Follow-through: {len(found)} asks, evidence for {len(answered)}, to be confirmed"))
    for one in sorted(answered, key=lambda one: one.claimed[0].date or "", reverse=True)[:ALERTS]:
        asked, link = " ".join(one.ask.record.quote.split()), one.claimed[0]
        told = " ".join(link.quote.split())
        out.print(f"  ✓ {asked[:34]} → {link.date or ''} {told[:44]}", markup=False)
    command = f"{this_command()} follow --workspace {shlex.quote(str(workspace.folder))}"
    out.print(say(f"  全部：{command}", f"  All: {command}"), markup=False)


def readings(workspace: Workspace) -> Iterator[Reading]:
    """Yield the documents of a workspace as they were read, without links and gaps of an earlier run."""
    for id in workspace.documents():
        document, *records = workspace.load(id)
        if isinstance(document, Document):
            yield Reading(document, _repaired(workspace, id), tuple(_read(records)))


def _repaired(workspace: Workspace, id: str) -> Repaired:
    text = workspace.load_text(id)
    return Repaired(
        text["raw"],
        text["clean"],
        lambda: [Edit(**edit) for edit in text["edits"]],
        lambda: [Line(tuple(line["span"]), line["role"], line["joined"]) for line in text["lines"]],
        lambda: [Move(*move) for move in text.get("moves", ())],
    )


def _read(records: list[Record]) -> list[Record]:
    return [record for record in records if not isinstance(record, Link | Gap)]


def follow_workspace(workspace: Workspace) -> list[Followed] | None:
    """Follow everything that is asked in a workspace, and keep what is found with the documents' records.

    A person's decision stays with its link, and a link that somebody decided about stays in any case. Nothing
    is looked at while no document was written since the last time.

    Parameters
    ----------
    workspace : Workspace
        All documents were read into it.

    Returns
    -------
    list of Followed or None
        None when there was nothing to do.
    """
    stamp = workspace.folder / ".followed"
    if stamp.exists() and stamp.read_text() == _stamp(workspace):
        return None
    found = list(follow(Index(readings(workspace))))
    new: dict[str, dict[str, Record]] = defaultdict(dict)
    for one in found:
        for record in (*one.proposed, *((one.gap,) if one.gap else ())):
            new[record.document][record.id] = record
    asked = {one.ask.record.id for one in found}
    for id in workspace.documents():
        document, *records = workspace.load(id)
        before = {record.id: record for record in records if isinstance(record, Link) and record.decision}
        links = {link: _decided(record, before.get(link)) for link, record in new[id].items()}
        kept = {link: record for link, record in before.items() if record.directive in asked}
        ordered = sorted({**kept, **links}.items())
        wanted = [*_read(records), *(record for _, record in ordered)]
        if wanted != records and isinstance(document, Document):
            workspace.save(document, workspace.load_text(id), wanted)
    stamp.write_text(_stamp(workspace))
    return found


def _decided(record: Record, before: Link | None) -> Record:
    """Return a link with what a person decided about it; what was rejected is not claimed again."""
    if before is None or not isinstance(record, Link):
        return record
    claim = before.decision == "confirmed" or (record.claim and before.decision != "rejected")
    return replace(record, decision=before.decision, decided_by=before.decided_by, claim=claim)


def _stamp(workspace: Workspace) -> str:
    """Return what tells whether any document was written, or following was changed, since the last time."""
    digest = hashlib.sha256(bridgehead.__version__.encode())
    home = Path(bridgehead.__file__).parent
    for path in sorted([*(home / "follow").glob("*.py"), *(home / "terms" / "follow").glob("*")]):
        digest.update(path.read_bytes())
    for id in workspace.documents():
        for path in (workspace.text_file(id), workspace.record_file(id)):
            seen = path.stat()
            digest.update(f"{path.name} {seen.st_mtime_ns} {seen.st_size}\n".encode())
    return digest.hexdigest()
