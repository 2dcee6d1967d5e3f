"""The monthly notice (通报): what was done and what not, who stands where, what is overdue, what is next."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Mapping

from bridgehead.errors import UsageError
from bridgehead.ledger import KINDS, STATES, Item
from bridgehead.ledger.counting import Period, running_due
from bridgehead.ledger.deadlines import local
from bridgehead.ledger.trajectories import month_of, standing
from bridgehead.report.notices._tally import Tally, lead_of, short
from bridgehead.report.notices._words import GROUPS, Speech, moment_in_words, month_in_words
from bridgehead.report.notices.issuing import Issuing
from bridgehead.report.official import Block, Figure, Heading, OfficialDocument, Paragraph, Runs, Table

__all__ = ["LISTED", "SHOWN", "monthly", "period_of", "ranks"]

LISTED, SHOWN = 200, 20
"""So many items the list of what is overdue shows, and every other; how many more there are is said."""
_TITLE, _WHY = 60, 40
_COLUMNS = ("given", "done", "in_time", "late", "open", "overdue")
_RANKED = ("given", "done", "in_time", "late", "overdue")
_WIDTHS = (32, 58, 32, 23, 17)


def monthly(
    items: Iterable[Item],
    *,
    month: str,
    now: dt.datetime,
    said: str = "",
    site: str = "",
    query: Mapping[str, str] | None = None,
    issuing: Issuing | None = None,
    number: int | None = None,
    language: str = "zh",
) -> OfficialDocument:
    """Return the notice of a month, counted at a moment.

    Parameters
    ----------
    items : iterable of Item
        What the notice is about.
    month : str
        ``YYYY-MM``.
    now : datetime
        The moment at which is counted; its day is the notice's date.
    said, query : str, mapping
        The filter that chose the items, in words, and as the query of the office's list.
    site : str
        The office's address, to which figures lead; without it they do not.
    issuing, number : Issuing, int, optional
        Who issues it, and under which number.
    language : {"zh", "en"}
        Of the notice.

    Raises
    ------
    UsageError
        If the month is none.
    """
    tally = Tally(items, now=now, said=said, site=site, query=query, language=language)
    return _Monthly(tally, month).document(issuing or Issuing(), number)


class _Monthly:
    """A notice under construction."""

    def __init__(self, tally: Tally, month: str) -> None:
        self.tally, self.speech = tally, Speech(tally.language)
        self.say = self.speech.say
        self.period = period_of(month)
        self.month = month_in_words(month, tally.language)
        self.next = period_of(month_of(self.period.last + dt.timedelta(days=1)))

    def document(self, issuing: Issuing, number: int | None) -> OfficialDocument:
        date = self.tally.now.date()
        return OfficialDocument(
            kind="document" if issuing.issuer else "report",
            issuer=issuing.issuer,
            number=issuing.numbered(date.year, number, self.tally.language),
            title=self.say("monthly_title", month=self.month),
            addressee=issuing.addressee,
            date=date,
            body=(*self.overall(), *self.done(), *self.undone(), *self.ranking(), *self.overdue(),
                  *self.aside(), *self.behind(), *self.to_come()),
            signer=issuing.signer,
            sealed=issuing.sealed,
            copies=issuing.copies,
            print_office=issuing.print_office,
        )  # fmt: skip

    def figures(self, *codes: str, period: Period | None = None) -> dict[str, Figure]:
        return {code: self.tally.figure(code, period) for code in codes}

    def overall(self) -> list[Block]:
        figures = self.figures(*_COLUMNS, "unjudged") | {"rate": self.tally.rate()}
        unjudged = self.say("unjudged") if self.tally.rows("unjudged") else ""
        now = moment_in_words(self.tally.now, self.tally.language)
        blocks: list[Block] = [Heading(self.say("overall"))]
        if self.tally.said:
            blocks.append(Paragraph(self.say("scope", said=self.tally.said)))
        blocks.append(self.speech.paragraph("overall_all", figures, now=now, unjudged=unjudged))
        of_month = self.figures("given", "done", "in_time", "late", period=self.period)
        blocks.append(self.speech.paragraph("overall_month", of_month, month=self.month))
        return [*blocks, *self._kinds()]

    def _kinds(self) -> list[Block]:
        order = list(GROUPS)
        kinds = sorted(
            {one.kind for one in self.tally.items},
            key=lambda kind: (order.index(kind) if kind in order else len(order), list(KINDS).index(kind)),
        )
        if not kinds:
            return []
        rows: list[tuple[Runs, ...]] = [
            (self._kind(kind), *self._line(_COLUMNS, kind=kind)) for kind in kinds
        ]
        rows.append((self.say("total"), *(self.tally.figure(code) for code in _COLUMNS)))
        caption, heads = self.say("kinds_caption"), self.speech.heads("kinds_heads")
        return [Table(heads, tuple(rows), (42, 19, 19, 19, 19, 19, 19), tuple(range(1, 7)), caption)]

    def _kind(self, kind: str) -> str:
        one, english = KINDS[kind], self.tally.english
        name = one.en if english else one.zh
        if kind not in GROUPS:
            return name
        group = GROUPS[kind][english]
        return f"{group}: {name}" if english else f"{group}：{name}"

    def _line(
        self, codes: tuple[str, ...], *, kind: str | None = None, lead: str | None = None
    ) -> tuple[Figure, ...]:
        return tuple(self.tally.figure(code, kind=kind, lead=lead, listed=False) for code in codes)

    def done(self) -> list[Block]:
        rows = sorted(self.tally.rows("done", self.period), key=lambda one: one.closed_at or one.updated_at)
        head: list[Block] = [Heading(self.say("done_part", month=self.month))]
        if not rows:
            return [*head, Paragraph(self.say("no_done", month=self.month))]
        in_time = {one.key for one in self.tally.rows("in_time", self.period)}
        cells = [
            (*_named(one), f"{local(one.closed_at or one.updated_at).date()}",
             self.say("in_time" if one.key in in_time else "late"))
            for one in rows[:SHOWN]
        ]  # fmt: skip
        table = Table(self.speech.heads("done_heads"), tuple(cells), _WIDTHS, small=True)
        return [*head, table, *self.more(len(rows), self.tally.figure("done", self.period))]

    def undone(self) -> list[Block]:
        head: list[Block] = [Heading(self.say("undone_part"))]
        states = Counter(one.state for one in self.tally.rows("open"))
        if not states:
            return [*head, Paragraph(self.say("no_undone"))]
        told = self.say("comma").join(
            self.say("state", state=words.en if self.tally.english else words.zh, number=states[code])
            for code, words in STATES.items()
            if states[code]
        )
        return [*head, self.speech.paragraph("undone", self.figures("open"), states=told)]

    def ranking(self) -> list[Block]:
        head: list[Block] = [Heading(self.say("ranking"))]
        leads = sorted({lead_of(one) for one in self.tally.items} - {""})
        if not leads:
            return [*head, Paragraph(self.say("no_ranking"))]
        rates = {lead: self.tally.shares(lead) for lead in leads}
        placed = ranks(rates)
        leads.sort(key=lambda lead: (placed[lead] or len(leads) + 1, -rates[lead][1], lead))
        rows: list[tuple[Runs, ...]] = [
            (
                str(placed[lead] or self.say("none")),
                lead,
                *self._line(_RANKED, lead=lead),
                self.tally.rate(lead=lead, listed=False),
            )
            for lead in leads
        ]
        total = (self.tally.figure(code) for code in _RANKED)
        rows.append(("", self.say("total"), *total, self.tally.rate()))
        heads = self.speech.heads("ranking_heads")
        table = Table(heads, tuple(rows), (13, 44, 16, 16, 16, 17, 17, 23), (0, *range(2, 8)), small=True)
        return [*head, Paragraph(self.say("ranking_how")), table]

    def overdue(self) -> list[Block]:
        head: list[Block] = [Heading(self.say("overdue_part"))]
        rows = sorted(self.tally.rows("overdue"), key=lambda one: (_due(one), one.no))
        if not rows:
            return [*head, Paragraph(self.say("no_overdue"))]
        cells = [(*_named(one), _due(one), self.tally.late(one)) for one in rows[:LISTED]]
        table = Table(self.speech.heads("overdue_heads"), tuple(cells), _WIDTHS, small=True)
        figures = self.figures("overdue")
        said = self.speech.paragraph("overdue_said", figures)
        return [*head, said, table, *self.more(len(rows), figures["overdue"], LISTED)]

    def aside(self) -> list[Block]:
        head: list[Block] = [Heading(self.say("aside_part"))]
        codes = ("suspended", "returned", "escalated")
        rows = {one.key: one for code in codes for one in self.tally.rows(code)}
        if not rows:
            return [*head, Paragraph(self.say("no_aside"))]
        cells = [
            (*_named(one), self._standing(one), short(one.reason, _WHY) or self.say("none"))
            for one in list(rows.values())[:SHOWN]
        ]
        figures = self.figures(*codes)
        table = Table(self.speech.heads("aside_heads"), tuple(cells), (32, 46, 30, 22, 32), small=True)
        left = len(rows) - len(cells)
        tail = [Paragraph(self.say("digest_more", rest=left))] if left else []
        return [*head, self.speech.paragraph("aside", figures), table, *tail]

    def _standing(self, item: Item) -> str:
        state = STATES[item.state]
        told = [state.en if self.tally.english else state.zh]
        if item.returns:
            told.append(self.say("returned_times", number=item.returns))
        return self.say("comma").join(told)

    def behind(self) -> list[Block]:
        head: list[Block] = [Heading(self.say("behind_part"))]
        rows = self.tally.rows("behind")
        if not rows:
            return [*head, Paragraph(self.say("no_behind"))]
        found = [(one, told) for one in rows if (told := standing(one, "9999-12"))]
        found.sort(key=lambda pair: (pair[1].percent, pair[0].no))
        cells = [
            (*_named(one), told.month, f"{told.planned:g}{told.unit}", f"{told.actual:g}{told.unit}",
             f"{told.percent:+.1f}%".replace("-", "−"))
            for one, told in found[:SHOWN]
        ]  # fmt: skip
        widths = (32, 42, 30, 17, 17, 17, 17)
        table = Table(self.speech.heads("behind_heads"), tuple(cells), widths, (4, 5, 6), small=True)
        figures = self.figures("behind")
        said = self.speech.paragraph("behind", figures)
        return [*head, said, table, *self.more(len(rows), figures["behind"])]

    def to_come(self) -> list[Block]:
        figures = self.figures("overdue", "behind", "suspended")
        figures["due"] = self.tally.figure("open", self.next)
        coming = month_in_words(month_of(self.next.first), self.tally.language)
        wanted = [
            name
            for name, codes in (
                ("next_overdue", ("overdue",)),
                ("next_due", ()),
                ("next_behind", ("behind",)),
                ("next_aside", ("suspended", "returned")),
                ("next_report", ()),
            )
            if not codes or any(self.tally.rows(code) for code in codes)
        ]
        asks = [
            Paragraph((f"{n}. ", *self.speech.runs(name, figures, month=coming)))
            for n, name in enumerate(wanted, 1)
        ]
        return [Heading(self.say("next_part")), *asks]

    def more(self, whole: int, figure: Figure, shown: int = SHOWN) -> list[Block]:
        """Say how many a list leaves out."""
        if whole <= shown:
            return []
        return [self.speech.paragraph("more", {"all": figure}, shown=shown, rest=whole - shown)]


def ranks(shares: Mapping[str, tuple[int, int]]) -> dict[str, int | None]:
    """Return the rank of each name by its share; equal shares share a rank, and the next one is left out.

    Parameters
    ----------
    shares : mapping
        Of each name, the part and the whole; a whole of nothing has no rank.
    """
    rates = {name: part / whole for name, (part, whole) in shares.items() if whole}
    return {
        name: 1 + sum(rate > rates[name] for rate in rates.values()) if name in rates else None
        for name in shares
    }


def period_of(month: str) -> Period:
    """Return the days of a month ``YYYY-MM``.

    Raises
    ------
    UsageError
        If it is none.
    """
    try:
        first = dt.date.fromisoformat(f"{month}-01")
    except ValueError as error:
        raise UsageError(
            f"“{month}”不是月份。",
            f"“{month}” is not a month.",
            try_zh="写成四位年、两位月，如 2026-10",
            try_en="write four digits of the year and two of the month, such as 2026-10",
        ) from error
    return Period(first, (first + dt.timedelta(days=31)).replace(day=1) - dt.timedelta(days=1))


def _named(item: Item) -> tuple[str, str, str]:
    return item.no or "—", short(item.title, _TITLE), lead_of(item) or "—"


def _due(item: Item) -> str:
    due = running_due(item)
    return f"{local(due).date()}" if due else "—"
