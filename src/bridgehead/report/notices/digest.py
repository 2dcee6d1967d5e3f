"""What happened in some days (要情), on a page or two: for whoever decides."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping

from bridgehead.ledger import Item
from bridgehead.ledger.counting import Period, discontent_at, given_at, running_due, was_late
from bridgehead.ledger.deadlines import local
from bridgehead.report.notices._tally import Tally, lead_of, short
from bridgehead.report.notices._words import Speech, day, moment_in_words
from bridgehead.report.notices.issuing import Issuing
from bridgehead.report.official import Block, Heading, OfficialDocument, Paragraph, Table

__all__ = ["SHOWN", "digest"]

SHOWN = 5
"""So many items of a sort are shown."""
_TITLE, _WHY = 34, 40
_PLAIN, _TOLD = (32, 54, 32, 23, 23), (32, 42, 30, 23, 37)


def digest(
    items: Iterable[Item],
    *,
    first: dt.date,
    last: dt.date,
    now: dt.datetime,
    said: str = "",
    site: str = "",
    query: Mapping[str, str] | None = None,
    issuing: Issuing | None = None,
    number: int | None = None,
    language: str = "zh",
) -> OfficialDocument:
    """Return what happened from one day to another: given out, closed, newly overdue, escalated, discontent.

    Parameters
    ----------
    items : iterable of Item
        What it is about.
    first, last : date
        The days, both included.
    now : datetime
        The moment at which is counted.
    said, query, site, issuing, number, language
        As for `bridgehead.report.notices.monthly`.
    """
    tally = Tally(items, now=now, said=said, site=site, query=query, language=language)
    speech, days, issuing = Speech(language), Period(first, last), issuing or Issuing()
    figures = {code: tally.figure(code, days) for code in ("given", "done", "overdue", "discontent")}
    figures |= {code: tally.figure(code) for code in ("open", "escalated")}
    figures["all_overdue"] = tally.figure("overdue")
    body: list[Block] = [Paragraph(speech.say("scope", said=said))] if said else []
    now_said = moment_in_words(tally.now, speech.language)
    body.append(speech.paragraph("digest_opening", figures, now=now_said, **_days(days, speech)))
    parts = _parts(tally, speech, days)
    body += parts or [Paragraph(speech.say("digest_none"))]
    return OfficialDocument(
        title=speech.say("digest_title"),
        date=tally.now.date(),
        issuer=issuing.signer or issuing.issuer,
        number=issuing.numbered(tally.now.year, number, language) if number is not None else "",
        body=tuple(body),
        copies=issuing.copies,
        print_office=issuing.print_office,
    )


def _days(days: Period, speech: Speech) -> dict[str, str]:
    return {"first": day(days.first, speech.language), "last": day(days.last, speech.language)}


def _parts(tally: Tally, speech: Speech, days: Period) -> list[Block]:
    """Return a table of each sort, the most pressing first."""

    def overdue(one: Item) -> tuple[str, str]:
        due = running_due(one)
        return (f"{local(due).date()}" if due else ""), tally.late(one)

    def discontent(one: Item) -> tuple[str, str]:
        at, said = discontent_at(one), one.callbacks[-1].reason
        return (f"{local(at).date()}" if at else ""), short(said, _WHY)

    def escalated(one: Item) -> tuple[str, str]:
        return one.meeting or speech.say("none"), short(one.reason, _WHY)

    def given(one: Item) -> tuple[str, str]:
        at, due = given_at(one), running_due(one)
        none = speech.say("none")
        return (f"{local(at).date()}" if at else none), (f"{local(due).date()}" if due else none)

    def done(one: Item) -> tuple[str, str]:
        closed = f"{local(one.closed_at).date()}" if one.closed_at else ""
        return closed, speech.say("late" if was_late(one) else "in_time")

    sorts: tuple[tuple[str, Period | None, Callable[[Item], tuple[str, str]]], ...] = (
        ("overdue", days, overdue),
        ("discontent", days, discontent),
        ("escalated", None, escalated),
        ("given", days, given),
        ("done", days, done),
    )
    blocks: list[Block] = []
    for code, period, last in sorts:
        rows = tally.rows(code, period)
        if not rows:
            continue
        cells = [
            (one.no or "—", short(one.title, _TITLE), lead_of(one) or "—", *last(one)) for one in rows[:SHOWN]
        ]
        widths = _TOLD if code in ("discontent", "escalated") else _PLAIN
        heads = speech.heads(f"digest_{code}_heads")
        blocks += [Heading(speech.say(f"digest_{code}")), Table(heads, tuple(cells), widths, small=True)]
        if len(rows) > SHOWN:
            blocks.append(Paragraph(speech.say("digest_more", rest=len(rows) - SHOWN)))
    return blocks
