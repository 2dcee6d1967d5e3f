"""Rule sets as data: which limits something has, how far they may be extended, and by whom."""

from __future__ import annotations

import datetime as dt
import re
import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any, Literal

import msgspec

from bridgehead import terms
from bridgehead.errors import UsageError
from bridgehead.ledger.clocks import Limit, Unit

__all__ = ["ExtensionRule", "NamedLimit", "RuleSet", "load_rules", "parse_rules", "rule_sets"]


MOST = 3_000
"""Units of a limit: days are counted one by one, and each is kept with the item."""
_CODE = re.compile(r"[a-z0-9_-]{1,60}")


class NamedLimit(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A limit with its name.

    ``main`` marks the one that an item has unless it is said otherwise. ``met_by`` tells what meets it: a
    limit to sign for or to report goes with every item, of those to submit an item has one.
    """

    code: str
    zh: str
    en: str
    number: int
    unit: Unit = "workday"
    roll: bool = False
    starts: Literal["receipt", "workday"] = "receipt"
    main: bool = False
    met_by: Literal["sign", "report", "submit"] = "submit"

    @property
    def limit(self) -> Limit:
        """The limit itself."""
        return Limit(number=self.number, unit=self.unit, roll=self.roll, starts=self.starts)


class ExtensionRule(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How often and how far a limit may be extended, by whom, and whether only before it is due."""

    times: int = 1
    most: int = 0
    before_due: bool = True
    decided_by: str = "supervisor"


class RuleSet(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A set of limits, as one regulation or one office has it.

    Attributes
    ----------
    code, zh, en : str
        Its name.
    valid_from : date
        From when it holds; a later one of the same code does not change what began before.
    status : {"confirmed", "not confirmed"}
        Whether its source was read; what is not confirmed is shown as such.
    limits : tuple of NamedLimit
        Its limits.
    extension : ExtensionRule
        How they may be extended.
    """

    code: str
    zh: str
    en: str
    valid_from: dt.date
    status: Literal["confirmed", "not confirmed"]
    note_zh: str = ""
    note_en: str = ""
    limits: tuple[NamedLimit, ...]
    extension: ExtensionRule = ExtensionRule()

    def milestones(self) -> tuple[NamedLimit, ...]:
        """Return the limits on the way, which every item has besides its own."""
        return tuple(one for one in self.limits if one.met_by != "submit")

    def limit(self, code: str | None = None) -> NamedLimit:
        """Return a limit by its code, by default the main one.

        Raises
        ------
        UsageError
            If the rule set has no such limit.
        """
        for one in self.limits:
            if one.code == code or (code is None and one.main):
                return one
        raise UsageError(
            f"规则“{self.zh}”没有名为“{code}”的时限。",
            f"The rule set “{self.en}” has no limit “{code}”.",
            try_zh="、".join(one.code for one in self.limits),
            try_en=", ".join(one.code for one in self.limits),
        )


def _made(values: Mapping[str, Any], where: str) -> RuleSet:
    try:
        made = msgspec.convert(values, RuleSet)
    except msgspec.ValidationError as error:
        raise UsageError(
            f"规则写得不对（{error}）。",
            f"The rule set is not valid ({error}).",
            where=where,
            try_zh="对照自带的规则文件 terms/rules/*.toml",
            try_en="compare it with the rule files that come along, terms/rules/*.toml",
        ) from error
    numbers = [*(one.number for one in made.limits), made.extension.times, made.extension.most]
    if not all(0 <= one <= MOST for one in numbers):
        raise UsageError(
            f"时限和延期应为 0 到 {MOST} 的数。",
            f"Limits and extensions are numbers from 0 to {MOST}.",
            where=where,
        )
    if any(one.unit in ("month", "year_end") and one.number > MOST // 10 for one in made.limits):
        raise UsageError(
            f"按月、按年的时限最多 {MOST // 10}。",
            f"A limit in months or years is {MOST // 10} at most.",
            where=where,
        )
    codes = [one.code for one in made.limits]
    if (
        made.code == "new"
        or len(set(codes)) < len(codes)
        or not all(map(_CODE.fullmatch, (made.code, *codes)))
    ):
        raise UsageError(
            "规则和时限的代码只用小写字母、数字、短横和下划线，各不相同，且不叫 new。",
            "Codes of rule sets and limits are small letters, digits, - and _, each once, and not “new”.",
            where=where,
            try_zh="例如 directive-custom",
            try_en="such as directive-custom",
        )
    if not 1949 <= made.valid_from.year <= 2999:
        raise UsageError("valid_from 的年份不对。", "The year of valid_from is wrong.", where=where)
    if sum(one.main for one in made.limits) != 1:
        raise UsageError(
            "每套规则要有且只有一个主时限（main = true）。",
            "A rule set has exactly one main limit (main = true).",
            where=where,
        )
    return made


def load_rules(path: Path) -> RuleSet:
    """Read an office's own rule set from a TOML file.

    Raises
    ------
    UsageError
        If the file is not TOML or no rule set, with what is wrong and where.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(
            f"规则文件读不出来（{error}）。", f"The rule file cannot be read ({error}).", where=str(path)
        ) from error
    return parse_rules(text, str(path))


def parse_rules(text: str, where: str = "") -> RuleSet:
    """Read a rule set from TOML.

    Parameters
    ----------
    text : str
        The TOML.
    where : str
        What it is called in errors.

    Raises
    ------
    UsageError
        If the text is not TOML or no rule set, with what is wrong and where.
    """
    try:
        values = tomllib.loads(text)
    except (ValueError, RecursionError) as error:
        raise UsageError(
            f"规则读不出来（{error}）。", f"The rule set cannot be read ({error}).", where=where
        ) from error
    return _made(values, where)


@cache
def rule_sets() -> dict[str, RuleSet]:
    """Return the rule sets that come along, by code."""
    folder = files(terms.__name__).joinpath("rules")
    found = {}
    for file in sorted(folder.iterdir(), key=lambda one: one.name):
        if file.name.endswith(".toml"):
            made = _made(tomllib.loads(file.read_text(encoding="utf-8")), file.name)
            found[made.code] = made
    return found
