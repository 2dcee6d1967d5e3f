"""The counting behind a paper: items that count, and figures that say and show what was counted."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from urllib.parse import urlencode

from bridgehead.ledger import KINDS, Calendar, Item
from bridgehead.ledger.counting import COUNTS, Period, counts
from bridgehead.ledger.deadlines import local, unit_of
from bridgehead.ledger.signals import clock_signal
from bridgehead.report.official import Figure

__all__ = ["Tally", "lead_of", "short"]


class Tally:
    """Items to be counted at a moment, under the filter that chose them.

    Parameters
    ----------
    items : iterable of Item
        What the caller's filter leaves.
    now : datetime
        The moment.
    said, query : str, mapping
        The caller's filter in words, and as the query of the list.
    site : str
        The office's address; empty for papers without links.
    language : {"zh", "en"}
        Of the paper.
    """

    def __init__(
        self,
        items: Iterable[Item],
        *,
        now: dt.datetime,
        said: str = "",
        query: Mapping[str, str] | None = None,
        site: str = "",
        language: str = "zh",
    ) -> None:
        self.now, self.said, self.site, self.language = local(now), said, site, language
        self.query = {name: value for name, value in (query or {}).items() if value}
        self.calendar = Calendar()
        self.items = sorted(
            (one for one in items if counts("given", one, self.now)),
            key=lambda one: (one.kind, one.no, one.key),
        )
        self._counted: dict[tuple[str, Period | None, str | None, str | None], list[Item]] = {}

    @property
    def english(self) -> bool:
        """Whether the paper is in English."""
        return self.language == "en"

    def rows(
        self, code: str, period: Period | None = None, *, kind: str | None = None, lead: str | None = None
    ) -> list[Item]:
        """Return the items that count, by kind and number."""
        if (code, period, None, None) not in self._counted:
            found = [one for one in self.items if counts(code, one, self.now, period)]
            self._counted[code, period, None, None] = found
            for one in found:
                for key in ((code, period, one.kind, None), (code, period, None, lead_of(one))):
                    self._counted.setdefault(key, []).append(one)
        if kind is None or lead is None:
            return self._counted.get((code, period, kind, lead), [])
        return [one for one in self._counted.get((code, period, kind, None), []) if lead_of(one) == lead]

    def figure(
        self,
        code: str,
        period: Period | None = None,
        *,
        kind: str | None = None,
        lead: str | None = None,
        listed: bool = True,
    ) -> Figure:
        """Return how many count, with the filter in words and where the office shows them."""
        number = len(self.rows(code, period, kind=kind, lead=lead))
        zh, en = (self._filter(language, code, period, kind, lead) for language in ("zh", "en"))
        address = self.address(code, period, kind=kind, lead=lead)
        return Figure(f"{number:,}" if self.english else str(number), zh, en, address, listed)

    def rate(self, *, lead: str | None = None, listed: bool = True) -> Figure:
        """Return which part of what should be done by now was done in time (按期办结率).

        Closed in time, over what is closed of which it is known whether it was in time, and what is overdue.
        """
        done, due = self.shares(lead)
        text = f"{done / due * 100:.1f}%" if due else "—"
        who = ("" if lead is None else f"{lead}；", "" if lead is None else f"{lead}; ")
        return Figure(
            text,
            f"{self._said('zh')}{who[0]}按期办结 ÷（按期办结＋逾期办结＋逾期未办结）＝{done} ÷ {due}",
            f"{self._said('en')}{who[1]}in time ÷ (in time + late + overdue) = {done} ÷ {due}",
            listed=listed,
        )

    def shares(self, lead: str | None = None) -> tuple[int, int]:
        """Return how many were done in time, and how many should be done by now."""
        done = len(self.rows("in_time", lead=lead))
        late = len(self.rows("late", lead=lead)) + len(self.rows("overdue", lead=lead))
        return done, done + late

    def address(
        self, code: str, period: Period | None = None, *, kind: str | None = None, lead: str | None = None
    ) -> str | None:
        """Return where the office lists exactly these items; None if its list has no such filter."""
        if not self.site:
            return None
        own = {"kind": kind, "lead": lead, "count": code}
        if period:
            own |= {"first": period.first.isoformat(), "last": period.last.isoformat()}
        asked = {name: value for name, value in own.items() if value}
        if any(self.query.get(name, value) != value for name, value in asked.items()):
            return None  # the list has one filter of a name, and the caller has used it for something else
        return f"{self.site}/items/?{urlencode(self.query | asked)}"

    def late(self, item: Item) -> str:
        """Return how late an overdue item is, in the unit of its clock."""
        clock = item.lead.main if item.lead else None
        if clock is None:
            return ""
        told = clock_signal(clock, self.now, self.calendar)
        return told.late.amount(unit_of(clock), "en" if self.english else "zh").strip()

    def _said(self, language: str) -> str:
        stop = "; " if language == "en" else "；"
        return f"{self.said}{stop}" if self.said else ""

    def _filter(
        self, language: str, code: str, period: Period | None, kind: str | None, lead: str | None
    ) -> str:
        english = language == "en"
        count = COUNTS[code]
        parts = [KINDS[kind].en if english else KINDS[kind].zh] if kind else []
        parts += [f"lead {lead}" if english else f"{lead}牵头"] if lead else []
        parts.append(count.en if english else count.zh)
        if period:
            parts.append(_PERIODS[count.date][english].format(first=period.first, last=period.last))
        if code == "overdue":
            moment = f"{self.now:%Y-%m-%d %H:%M}"
            parts.append(f"at {moment}" if english else f"截至{moment}")
        return self._said(language) + ("; " if english else "；").join(parts)


_PERIODS = {
    "given_at": ("首次交办于{first}至{last}", "first given out from {first} to {last}"),
    "closed_at": ("办结于{first}至{last}（日期不详的不计）", "closed from {first} to {last}, of known day"),
    "due_at": ("期限届满于{first}至{last}", "due from {first} to {last}"),
    "discontent_at": ("回访于{first}至{last}", "called back from {first} to {last}"),
}


def lead_of(item: Item) -> str:
    """Return who leads an item; empty if nobody does."""
    return item.lead.org if item.lead else ""


def short(text: str, most: int) -> str:
    """Return a text in one line of at most so many characters."""
    line = " ".join(text.split())
    return line if len(line) <= most else f"{line[: most - 1]}…"
