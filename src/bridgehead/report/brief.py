"""The brief (要情简报): what was said, what came of it, what did not, and the figures, each with its source.

It is for a leader, some six pages at most: of each kind the most important (``_choice.py``), the rest is in
the office. The page is that of official documents (`bridgehead.report.official`).
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from bridgehead import terms
from bridgehead.errors import language as users_language
from bridgehead.records import Doubt, Event, Observation, Project, Sourced
from bridgehead.records.workspace import Workspace
from bridgehead.report import _choice as choice
from bridgehead.report import _phrases as phrases
from bridgehead.report._material import Ask, Material, gather
from bridgehead.report._words import PHASES, WORDS
from bridgehead.report.official import (
    Block,
    Figure,
    Heading,
    OfficialDocument,
    Paragraph,
    Reference,
    Run,
    Runs,
    Table,
    write,
)

__all__ = ["compose", "write_brief"]

ASKED, TOLD, NAME, TITLE = 52, 54, 24, 17
"""Characters of an ask, of its evidence, of a name and of a headline that a brief has room for."""

_STOPS, _AREAS = 5, 4
"""Stops and places of one event that are named."""


def write_brief(
    workspace: Workspace, path: Path, *, language: str | None = None, today: dt.date | None = None
) -> None:
    """Write the brief of a workspace.

    Parameters
    ----------
    workspace : Workspace
        What was read.
    path : path
        The .docx to write; replaced in one step.
    language : {"zh", "en"}, optional
        Of the brief's own words; quotes stay as they are. By default the user's.
    today : date, optional
        The date it bears.

    Raises
    ------
    UsageError
        If the file cannot be written.
    """
    spoken = language or users_language()
    write(compose(gather(workspace), today or dt.date.today(), spoken), path, spoken)


def compose(material: Material, today: dt.date, language: str = "zh") -> OfficialDocument:
    """Return the brief as plain values.

    Parameters
    ----------
    material : Material
        What it is made of.
    today : date
        The date it bears.
    language : {"zh", "en"}
        Of its own words.
    """
    return _Brief(material, language).document(today)


class _Brief:
    """A brief under construction; it numbers the documents in the order in which they are cited."""

    def __init__(self, material: Material, language: str) -> None:
        self.material, self.language = material, language
        self.words = WORDS[language]
        self._cited: dict[str, int] = {}

    def document(self, today: dt.date) -> OfficialDocument:
        said = self._opening()
        answered = choice.answered(self.material)
        body: list[Block] = [
            *said,
            *self._followed("answered", answered),
            *self._open(choice.unanswered(self.material)),
            *self._followed("promised", choice.promised(self.material)),
            *self._events(choice.events(self.material)),
            *self._indicators(choice.indicators(self.material)),
            *self._projects(choice.projects(self.material)),
            *self._doubts(),
        ]
        body += self._sources()
        home = self.material.home or ""
        return OfficialDocument(title=self.words["title"], date=today, issuer=home, body=tuple(body))

    # Words of its own

    def say(self, name: str, **values: object) -> str:
        return self.words[name].format(**values)

    def heads(self, name: str) -> tuple[str, ...]:
        return tuple(self.words[name].split("|"))

    def figure(self, number: int, name: str) -> Figure:
        return Figure(str(number), WORDS["zh"][name], WORDS["en"][name])

    def cite(self, record: Sourced) -> Reference:
        """Return where a record stands: the number of its document, and its first character there."""
        number = self._cited.setdefault(record.document, len(self._cited) + 1)
        shown = self.say("source", number=number, character=record.span[0] + 1)
        return Reference(shown, f"material_{number}")

    def section(self, name: str, shown: int, total: int, blocks: Sequence[Block]) -> list[Block]:
        """Return a section with its heading, or nothing where there is nothing to say."""
        if not shown:
            return [Heading(self.words[name]), Paragraph(self.words[f"no_{name}"])]
        more = self.say("shown", shown=shown, total=total) if total > shown else ""
        return [Heading(self.words[name] + more), *blocks]

    # Sections

    def _opening(self) -> list[Block]:
        material = self.material
        answered = sum(bool(ask.evidence) for ask in material.asks)
        unanswered = sum(choice.is_open(ask) for ask in material.asks)
        numbers = {
            "documents": len(material.documents),
            "asks": len(material.asks),
            "with_evidence": answered,
            "without": unanswered,
            "unfollowed": len(material.asks) - answered - unanswered,
        }
        runs: list[Run] = []
        for piece in self.words["opening"].split("|"):
            if piece.startswith("#"):
                runs.append(self.figure(numbers[piece[1:]], f"filter_{piece[1:]}"))
            else:
                runs.append(piece.format(span=self._span()))
        return [Paragraph(tuple(runs)), Paragraph(self.words["legend"])]

    def _span(self) -> str:
        days = [one.date_published or "" for one in self.material.documents.values()]
        known = sorted(one for one in days if len(one) >= len("2024-02") and not one.startswith("-"))
        if not known:
            return ""
        first, last = (phrases.day(one[:7], self.language) for one in (known[0], known[-1]))
        span = first if first == last else f"{first}–{last}" if self.language == "en" else f"{first}至{last}"
        return self.say("span", span=span)

    def _followed(self, name: str, asks: list[Ask]) -> list[Block]:
        rows = tuple((ask.who or self.words["nobody"], self._asked(ask), self._evidence(ask)) for ask in asks)
        kind = "directive" if name == "answered" else "commitment"
        total = sum(bool(ask.evidence) and ask.record.type == kind for ask in self.material.asks)
        table = Table(self.heads(f"{name}_heads"), rows, (28, 58, 70))
        return self.section(name, len(rows), total, [table])

    def _asked(self, ask: Ask) -> Runs:
        return phrases.clip(ask.record.head, ASKED), self.cite(ask.record)

    def _evidence(self, ask: Ask) -> Runs:
        """Return the best evidence: when, what, where it stands, and how much more there is."""
        link = ask.evidence[0]
        mark = self.words["confirmed" if link.decision == "confirmed" else "proposed"]
        date = phrases.day(link.date, self.language) if link.date else ""
        more = self.say("more", number=len(ask.evidence) - 1) if len(ask.evidence) > 1 else ""
        return f"{date}{mark}{phrases.clip(link.quote, TOLD)}", self.cite(link), more

    def _open(self, asks: list[Ask]) -> list[Block]:
        rows = tuple(
            (ask.who or self.words["nobody"], self._asked(ask), self._due(ask), self._searched(ask))
            for ask in asks
        )
        total = sum(map(choice.is_open, self.material.asks))
        table = Table(self.heads("open_heads"), rows, (26, 62, 30, 38))
        return self.section("open", len(rows), total, [table])

    def _due(self, ask: Ask) -> str:
        return phrases.day(ask.record.deadline, self.language) if ask.record.deadline else "—"

    def _searched(self, ask: Ask) -> str:
        until = ask.gap.searched_until if ask.gap else None
        if until is None:
            return self.words["no_later"]
        return self.say("searched", day=phrases.day(until, self.language))

    def _events(self, events: list[Event]) -> list[Block]:
        rows = tuple((phrases.when(one, self.language), self._told(one)) for one in events)
        table = Table(self.heads("events_heads"), rows, (40, 116))
        return self.section("events", len(rows), len(self.material.of(Event)), [table])

    def _told(self, event: Event) -> Runs:
        mark = self.words["and"]
        leader = mark.join(f"{p.post or ''}{p.name or ''}" for p in event.participants if p.role == "leader")
        stops = [stop.location for stop in event.agenda]
        shown = mark.join(stops[:_STOPS])
        more = self.say("stops", shown=shown, number=len(stops)) if len(stops) > _STOPS else shown
        parts = [
            leader or event.name,
            self.say("went", places=mark.join(event.areas[:_AREAS])) if event.areas else "",
            self.say("about", subjects=phrases.clip(mark.join(event.subjects), NAME))
            if event.subjects
            else "",
            self.say("saw", stops=more) if stops else "",
        ]
        return self.words["comma"].join(part for part in parts if part) + self.words["stop"], self.cite(event)

    def _indicators(self, found: list[Observation]) -> list[Block]:
        rows = tuple(
            (
                choice.variable_name(one.variable_measured or "")
                + (self.words["target"] if one.is_target else ""),
                one.observation_about or "—",
                phrases.period(one, self.language),
                phrases.value(one),
                self._compared(one),
                self.cite(one),
            )
            for one in found
        )
        table = Table(self.heads("indicators_heads"), rows, (37, 17, 32, 23, 27, 20), (3,))
        return self.section("indicators", len(rows), len(self.material.of(Observation)), [table])

    def _compared(self, one: Observation) -> str:
        """Return the first comparison; the others are in the office."""
        said = [phrases.comparison(other, self.language) for other in one.comparisons[:1]]
        return phrases.clip("".join(said), NAME)

    def _projects(self, found: list[Project]) -> list[Block]:
        rows = tuple(
            (
                phrases.clip(one.name, NAME),
                one.area or "—",
                phrases.clip(self.words["and"].join(one.owner), NAME) or "—",
                phrases.amount(one, self.language) or "—",
                PHASES[self.language].get(one.phase or "", "—"),
                self.cite(one),
            )
            for one in found
        )
        table = Table(self.heads("projects_heads"), rows, (40, 16, 38, 22, 18, 22), (3,))
        return self.section("projects", len(rows), len(self.material.of(Project)), [table])

    def _doubts(self) -> list[Block]:
        material = self.material
        blocks: list[Block] = []
        column = "en" if self.language == "en" else "zh"
        kinds = {row["kind"]: row[column] for row in terms.table("doubts")}
        doubts = material.of(Doubt)
        counts = Counter(one.kind for one in doubts)
        for kind, number in counts.most_common(3):
            first = next(one for one in doubts if one.kind == kind)
            words = phrases.clip(first.words, NAME)
            said = self.say("doubt", kind=kinds.get(kind, kind), number=number, words=words)
            blocks.append(Paragraph((said, self.cite(first), self.words["stop"])))
        documents = material.documents.values()
        counted = {
            "damaged": sum(one.unknown > 0 for one in documents),
            "undated": sum(one.date_published is None for one in documents),
            "empty": sum(one.source_kind in ("fiction", "template", "advert") for one in documents),
            "unreadable": len(material.unreadable),
        }
        said = "".join(self.say(name, number=number) for name, number in counted.items() if number)
        if said:
            blocks.append(Paragraph(said))
        return [Heading(self.words["doubts"]), *(blocks or [Paragraph(self.words["no_doubts"])])]

    def _sources(self) -> list[Block]:
        """Return the list of the documents that are cited, in the order in which they are."""
        rows, anchors = [], []
        for id, number in self._cited.items():
            one = self.material.documents[id]
            day = one.date_published or self.words["undated_day"]
            title = phrases.clip(one.title or "—", TITLE)
            rows.append((str(number), phrases.clip(one.path, NAME), title, day))
            anchors.append(f"material_{number}")
        table = Table(
            self.heads("sources_heads"), tuple(rows), (12, 50, 72, 22), small=True, anchors=tuple(anchors)
        )
        return self.section("sources", len(rows), len(self.material.documents), [table])
