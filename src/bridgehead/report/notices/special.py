"""The report (专报) on one item: its source, its whole chain, its clocks, how it stands, what to do."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence

from bridgehead.ledger import KINDS, STATES, Event, Item, derivation
from bridgehead.ledger.calendar import Calendar
from bridgehead.ledger.deadlines import local, unit_of
from bridgehead.ledger.items import Assignment, Clock
from bridgehead.ledger.signals import CLOCKS, Signal, clock_signal, moment_of, signal
from bridgehead.ledger.trajectories import standing
from bridgehead.report.notices._chain import steps
from bridgehead.report.notices._tally import short
from bridgehead.report.notices._words import Speech
from bridgehead.report.notices.issuing import Issuing
from bridgehead.report.official import (
    Block,
    Chain,
    Figure,
    Heading,
    OfficialDocument,
    Paragraph,
    Runs,
    Table,
)

__all__ = ["special"]

_TITLE = 40
_HELD = ("assigned", "escalated")
"""Phases in which clocks still run: a joint meeting does not stop them."""


def special(
    item: Item,
    events: Sequence[Event],
    *,
    now: dt.datetime,
    site: str = "",
    sources: Mapping[str, str] | None = None,
    issuing: Issuing | None = None,
    number: int | None = None,
    language: str = "zh",
) -> OfficialDocument:
    """Return the report on one item with its whole chain.

    Parameters
    ----------
    item : Item
        The item.
    events : sequence of Event
        All its events, in order.
    now : datetime
        The moment of the report.
    site : str
        The office's address; without it nothing leads there.
    sources : mapping, optional
        The titles of documents by their ids.
    issuing, number : Issuing, int, optional
        Who issues it, and under which number.
    language : {"zh", "en"}
        Of the report's own words.
    """
    made = _Special(item, events, local(now), site, dict(sources or {}), language)
    return made.document(issuing or Issuing(), number)


class _Special:
    """A report under construction."""

    def __init__(
        self,
        item: Item,
        events: Sequence[Event],
        now: dt.datetime,
        site: str,
        sources: Mapping[str, str],
        language: str,
    ) -> None:
        self.item, self.events, self.now, self.site, self.sources = item, events, now, site, sources
        self.speech = Speech(language)
        self.say = self.speech.say
        self.english = self.speech.language == "en"
        self.calendar = Calendar()
        self.told = signal(item, now, self.calendar)

    def document(self, issuing: Issuing, number: int | None) -> OfficialDocument:
        date = self.now.date()
        body: list[Block] = [*self.facts(), Heading(self.say("special_chain"))]
        body.append(Chain(steps(self.item, self.events, self.speech.language)))
        body += [*self.clocks(), *self.proofs(), *self.problems()]
        return OfficialDocument(
            kind="document" if issuing.issuer else "report",
            issuer=issuing.issuer,
            number=issuing.numbered(date.year, number, self.speech.language),
            title=self.say("special_title", title=short(self.item.title, _TITLE)),
            date=date,
            body=tuple(body),
            signer=issuing.signer,
            sealed=issuing.sealed,
            copies=issuing.copies,
            print_office=issuing.print_office,
        )

    @property
    def reason(self) -> str:
        return self.told.reason("en" if self.english else "zh")

    def facts(self) -> list[Block]:
        one, english = self.item, self.english
        kind, state = KINDS[one.kind], STATES[one.state]
        comma = self.say("comma")
        values: dict[str, Runs] = {
            "no": self._number(one.no),
            "kind": kind.en if english else kind.zh,
            "title": one.title,
            "body": one.body,
            "level": one.level or "",
            "source": " ".join(filter(None, (one.issuer, one.source_text))),
            "issued": f"{one.issued_at}" if one.issued_at else "",
            "lead": one.lead.org if one.lead else self.say("nobody"),
            "assists": comma.join(part.org for part in one.assists),
            "leader": one.responsible or "",
            "state": state.en if english else state.zh,
            "light": self.reason,
            "progress": f"{one.percent:g}%" if one.percent is not None else "",
        }
        rows = tuple((self.say(f"fact_{name}"), value) for name, value in values.items() if value)
        blocks: list[Block] = [
            Heading(self.say("special_facts")),
            Table(self.speech.heads("special_heads"), rows, (30, 126)),
        ]
        if one.quote:
            known = self.sources.get(one.document or "")
            where = known or self.say("special_document", id=one.document or "—")
            blocks.append(Paragraph(self.say("special_source", quote=one.quote, document=where)))
        return blocks

    def _number(self, no: str) -> Runs:
        """Return the item's number, which leads to its page."""
        if not no or not self.site:
            return no
        address = f"{self.site}/items/{self.item.key}/"
        return Figure(no, "督办事项", "the item", address, listed=False)

    def clocks(self) -> list[Block]:
        standing = [part for part in self.item.assignments if part.state != "withdrawn"]
        found = [(part, clock) for part in standing for clock in part.clocks]
        if not found:
            return []
        rows = tuple(
            (part.org, self.named(clock), f"{local(clock.start).date()}", moment_of(clock),
             self.met(part, clock))
            for part, clock in found
        )  # fmt: skip
        head = [Heading(self.say("special_clocks"))]
        table = Table(self.speech.heads("clock_heads"), rows, (36, 20, 24, 26, 50), small=True)
        return [*head, table, *self._arithmetic(found)]

    def _arithmetic(self, found: list[tuple[Assignment, Clock]]) -> list[Block]:
        """Say how the deciding limits were counted; departments with the same one share a sentence."""
        orgs: dict[tuple[str, str], list[str]] = {}
        for part, clock in found:
            lines = derivation(clock).explain("en" if self.english else "zh", runs=True)
            if clock.main and lines:
                told = self.say("semicolon").join(lines)
                orgs.setdefault((self.named(clock), told), []).append(part.org)
        return [
            Paragraph(self.say("arithmetic", org=self.say("comma").join(names), clock=clock, lines=lines))
            for (clock, lines), names in orgs.items()
        ]

    def named(self, clock: Clock) -> str:
        words = CLOCKS["en" if self.english else "zh"][clock.met_by]
        return f"{words}（{self.say('clock_named')}）" if clock.named and not self.english else words

    def met(self, part: Assignment, clock: Clock) -> str:
        if clock.met_at is not None:
            day = self.say("clock_met", day=local(clock.met_at).date())
            late = clock_signal(clock, self.now, self.calendar).late
            if not late.hours:
                return day
            amount = late.amount(unit_of(clock), "en" if self.english else "zh").strip()
            comma = ", late by " if self.english else "，逾期"
            return f"{day}{comma}{amount}"
        if not part.is_open or self.item.phase not in _HELD:
            return self.say("clock_ended")
        told = clock_signal(clock, self.now, self.calendar, org=part.org, state=part.state)
        return told.reason("en" if self.english else "zh")

    def proofs(self) -> list[Block]:
        blocks: list[Block] = [Heading(self.say("special_proofs"))]
        rows = tuple(
            (
                one.name,
                one.org or "—",
                f"{local(one.at).date()}",
                self.say("proof_file", sha=one.sha256[:12])
                if one.sha256
                else self.say("proof_sentence", quote=one.quote),
            )
            for one in self.item.proofs
        )
        if rows:
            blocks.append(Table(self._proof_heads(), rows, (40, 32, 22, 62), small=True))
        else:
            blocks.append(Paragraph(self.say("no_proofs")))
        waiting = len(self.item.evidence) - len(self.item.proofs)
        if waiting:
            blocks.append(Paragraph(self.say("proposed", number=waiting)))
        return blocks

    def _proof_heads(self) -> tuple[str, ...]:
        return self.speech.heads("proof_heads")

    def problems(self) -> list[Block]:
        """Say what is wrong by the ledger, and what follows from it."""
        found, asks = self._late()
        more_found, more_asks = self._course()
        found, asks = [*found, *more_found], [*asks, *more_asks]
        if self.item.state in ("submitted", "reviewed", "called_back") and not self.item.proofs:
            found.append(self.say("p_proof"))
        by_state = {
            "submitted": "a_submitted",
            "reviewed": "a_reviewed",
            "called_back": "a_reviewed",
            "escalated": "a_escalated",
            "suspended": "a_suspended",
            "closed": "a_closed",
        }
        if self.item.state in by_state:
            asks.append(self.say(by_state[self.item.state]))
        if not asks and self.item.is_open:
            asks.append(self.say("a_working"))
        blocks: list[Block] = [Heading(self.say("special_problems"))]
        blocks += self._numbered(found or [self.say("no_problems")])
        if asks:
            blocks += [Heading(self.say("special_proposal")), *self._numbered(asks)]
        return blocks

    def _late(self) -> tuple[list[str], list[str]]:
        """Return what is late, and what is to be done about it."""
        one, found, asks = self.item, [], []
        for told in self._overdue():
            assert told.clock is not None
            amount = told.late.amount(unit_of(told.clock), "en" if self.english else "zh").strip()
            found.append(
                self.say("p_overdue", org=told.org or "", clock=self.named(told.clock), amount=amount)
            )
        if found:
            asks.append(self.say("a_overdue"))
            if one.reminded >= 2:
                asks.append(self.say("a_leader"))
        if self.told.in_time is False and self.told.clock:
            amount = self.told.late.amount(unit_of(self.told.clock), "en" if self.english else "zh").strip()
            found.append(self.say("p_late", amount=amount))
        if one.reminded:
            found.append(self.say("p_reminded", level=one.reminded))
        return found, asks

    def _overdue(self) -> list[Signal]:
        """Return what each clock says that has run out in a department's hands."""
        if self.item.phase not in _HELD:
            return []
        told = [
            clock_signal(clock, self.now, self.calendar, org=part.org, state=part.state)
            for part in self.item.assignments
            if part.is_open
            for clock in part.clocks
            if clock.met_at is None
        ]
        return [one for one in told if one.is_overdue]

    def _course(self) -> tuple[list[str], list[str]]:
        """Return what went wrong on the way, and what is to be done about it."""
        one, found, asks = self.item, [], []
        for request in one.pending:
            asked = _ASKED[request.kind][self.english]
            found.append(self.say("p_pending", org=request.org, asked=asked, reason=request.reason))
        if one.pending:
            asks.append(self.say("a_pending"))
        if one.returns:
            found.append(self.say("p_returned", number=one.returns))
        if one.rework:
            found.append(self.say("p_rework", number=one.rework))
        last = one.callbacks[-1] if one.callbacks else None
        if last and "no" in (last.satisfied, last.resolved):
            found.append(self.say("p_discontent", reason=last.reason))
            asks += [self.say("a_discontent")] if one.is_open else []
        measured = standing(one, "9999-12")
        if measured and measured.course == "behind" and one.is_open:
            found.append(self.say("p_behind", standing=measured.explain("en" if self.english else "zh")))
            asks.append(self.say("a_behind"))
        return found, asks

    @staticmethod
    def _numbered(lines: list[str]) -> list[Paragraph]:
        if len(lines) == 1:
            return [Paragraph(lines[0])]
        return [Paragraph(f"{n}. {line}") for n, line in enumerate(lines, 1)]


_ASKED = {
    "return": ("申请退单", "to return it"),
    "extension": ("申请延期", "to extend its limit"),
    "suspend": ("申请挂账", "to suspend it"),
    "transfer": ("申请转办", "to transfer it"),
}
