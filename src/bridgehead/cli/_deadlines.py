"""Rule sets and due dates for the command line, without a workspace."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec

from bridgehead.cli._output import say
from bridgehead.errors import UsageError, language
from bridgehead.ledger import ZONE, Due, RuleBook, RuleSet, load_rules
from bridgehead.ledger import due as count
from bridgehead.ledger.rules import NamedLimit

__all__ = ["Counted", "counted", "plain_rules", "rule_rows"]

UNITS = {
    "day": ("天", "days"),
    "workday": ("个工作日", "working days"),
    "hour": ("小时", "hours"),
    "month": ("个月", "months"),
}


@dataclass(frozen=True)
class Counted:
    """A due date with what it was counted by."""

    rule: RuleSet
    limit: NamedLimit
    start: dt.datetime
    due: Due

    def head(self) -> str:
        """Return the rule, its limit and the due date in one line."""
        names = f"{name(self.rule)} · {name(self.limit)} · {amount(self.limit)}"
        hours = self.limit.unit == "hour"
        day = f"{self.due.at:%Y-%m-%d %H:%M}" if hours else self.due.day.isoformat()
        return f"{names}{say('：', ': ')}{day}"

    def as_json(self) -> dict[str, Any]:
        """Return it as one JSON object."""
        return {
            "type": "due",
            "rule": self.rule.code,
            "limit": self.limit.code,
            "status": self.rule.status,
            "start": self.start.isoformat(),
            "due": self.due.at.isoformat(),
            "provisional": self.due.provisional,
            "steps": [
                {
                    "date": step.day.date.isoformat(),
                    "day": step.day.kind,
                    "name": step.day.name,
                    "counted": step.counted,
                    "number": step.number,
                }
                for step in self.due.steps
            ],
        }


def counted(rule: str, limit: str | None, start: str) -> Counted:
    """Count when something is due.

    Raises
    ------
    UsageError
        If the rule, its limit or the day does not exist.
    """
    try:
        moment = dt.datetime.fromisoformat(start)
    except ValueError as error:
        raise UsageError(
            f"日期“{start}”看不懂。",
            f"“{start}” is no date.",
            where="--start",
            try_zh="写作 2026-02-13，或带时刻 2026-02-13T16:30",
            try_en="write 2026-02-13, or with the time 2026-02-13T16:30",
        ) from error
    if len(start) <= 10:
        moment = moment.replace(hour=9)  # a day without a time is received in the morning
    moment = moment.astimezone(ZONE) if moment.tzinfo else moment.replace(tzinfo=ZONE)
    path = Path(rule)
    own = [load_rules(path)] if path.suffix == ".toml" else []
    rules = RuleBook(own).get(own[0].code if own else rule, moment.date())
    named = rules.limit(limit)
    return Counted(rules, named, moment, count(named.limit, moment))


def name(one: RuleSet | NamedLimit) -> str:
    """Return a rule set's or limit's name in the user's language."""
    return one.en if language() == "en" else one.zh


def amount(limit: NamedLimit) -> str:
    """Return how long a limit is, in words."""
    if limit.unit == "year_end":
        return say("到年底", "to the end of the year")
    zh, en = UNITS[limit.unit]
    return say(f"{limit.number} {zh}", f"{limit.number} {en.removesuffix('s') if limit.number == 1 else en}")


def plain_rules() -> Iterator[dict[str, Any]]:
    """Yield the rule sets that come along as JSON objects."""
    for one in RuleBook():
        yield {"type": "rule", **msgspec.to_builtins(one)}


def rule_rows() -> Iterator[tuple[str, str, str, str]]:
    """Yield the rule sets that come along as rows of a table."""
    for one in RuleBook():
        limits = [
            f"{each.code}{' *' if each.main else ''}: {name(each)} {amount(each)}" for each in one.limits
        ]
        confirmed = one.status == "confirmed"
        status = say("已核对", "confirmed") if confirmed else say("未核对", "not confirmed")
        note = one.note_en if language() == "en" else one.note_zh
        yield one.code, name(one), "\n".join(limits), f"{status}\n{note}".strip()
