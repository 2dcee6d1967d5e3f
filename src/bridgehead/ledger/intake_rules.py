"""Which records become items, and of which kind: rules as data, the office's own first."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from pathlib import Path
from typing import Any, Literal

import msgspec

from bridgehead import terms
from bridgehead.errors import UsageError
from bridgehead.ledger.deadlines import RuleBook
from bridgehead.ledger.vocabulary import KINDS
from bridgehead.records import Commitment, Directive, Observation, Project

__all__ = ["DraftRule", "Draftable", "Intake", "intake", "load_intake"]

Draftable = Directive | Commitment | Project | Observation


class DraftRule(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One rule: what a record must be like, and what item becomes of it. What is not said does not matter.

    Attributes
    ----------
    code : str
        Its name.
    type : {"directive", "commitment", "project", "observation"}
        The type of record; an observation is one that states a target.
    modality, not_modality : tuple of str
        Words that a directive's modality is, or is not.
    measurable, deadline : bool or None
        Whether it can be checked; whether it has a deadline.
    theme, issuer, phase : tuple of str
        Its themes; words that the issuer's post holds; how far a project is.
    confidence : float
        The least confidence.
    kind, rule, limit : str, str or None, str or None
        The kind of item, and its rule set and limit where they differ from the kind's own.
    automatic : bool
        Whether it is drafted by rule, without being asked; never where the record is in doubt.
    """

    code: str
    type: Literal["directive", "commitment", "project", "observation"]
    modality: tuple[str, ...] = ()
    not_modality: tuple[str, ...] = ()
    measurable: bool | None = None
    deadline: bool | None = None
    theme: tuple[str, ...] = ()
    issuer: tuple[str, ...] = ()
    phase: tuple[str, ...] = ()
    confidence: float = 0.0
    kind: str
    rule: str | None = None
    limit: str | None = None
    automatic: bool = False

    def fits(self, record: Draftable) -> bool:
        """Return whether a record is as the rule asks."""
        modality = getattr(record, "modality", None) or ""
        post = " ".join(filter(None, (getattr(record, name, None) for name in ("issuer_post", "unit"))))
        asked: tuple[tuple[Any, bool], ...] = (
            (self.modality, modality in self.modality),
            (self.not_modality, modality not in self.not_modality),
            (self.measurable is not None, getattr(record, "measurable", False) == self.measurable),
            (self.deadline is not None, (getattr(record, "deadline", None) is not None) == self.deadline),
            (self.theme, getattr(record, "theme", None) in self.theme),
            (self.issuer, any(word in post for word in self.issuer)),
            (self.phase, getattr(record, "phase", None) in self.phase),
            (record.type == "observation", getattr(record, "is_target", False)),
        )
        if record.type != self.type or record.confidence < self.confidence:
            return False
        return all(holds for wanted, holds in asked if wanted)


class EvidenceRule(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Which links of follow-through are proposed as evidence."""

    kinds: tuple[str, ...]
    claim: bool = True


class TitleRule(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How a sentence becomes a title: patterns taken off its beginning, and its least and greatest length."""

    strip: tuple[str, ...]
    least: int
    most: int


class DepartmentRule(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Which addressees are departments by name: how they end, and how not begin."""

    ends: tuple[str, ...]
    not_starts: tuple[str, ...]


class Intake(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The whole of the rules; an office's own file may hold some of it."""

    drafts: tuple[DraftRule, ...] = ()
    evidence: EvidenceRule | None = None
    title: TitleRule | None = None
    departments: DepartmentRule | None = None

    def rule_for(self, record: Draftable) -> DraftRule | None:
        """Return the first rule that fits a record."""
        return next((one for one in self.drafts if one.fits(record)), None)


@cache
def intake() -> Intake:
    """Return the rules that come along."""
    return msgspec.convert(terms.settings("ledger/intake"), Intake)


def load_intake(path: Path) -> Intake:
    """Read an office's own rules; its drafts go before those that come along, its other tables replace them.

    Raises
    ------
    UsageError
        If the file is not TOML, or a rule names a field, kind, rule set or limit that does not exist, or a
        pattern is none.
    """
    try:
        values = tomllib.loads(path.read_text(encoding="utf-8"))
        own = msgspec.convert(values, Intake)
        for pattern in own.title.strip if own.title else ():
            re.compile(pattern)
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError, re.error) as error:
        raise _wrong(path, f"读不出来（{error}）", f"cannot be read ({error})") from error
    except msgspec.ValidationError as error:
        raise _wrong(path, f"写得不对（{error}）", f"are not valid ({error})") from error
    book = RuleBook()
    for one in own.drafts:
        if one.kind not in KINDS:
            kinds = "、".join(KINDS)
            raise _wrong(
                path,
                f"“{one.code}”的 kind 不对：{one.kind}（可用 {kinds}）",
                f"of “{one.code}” name a kind that does not exist: {one.kind} (there are {kinds})",
            )
        _check_limit(path, one, book)
    rest = intake()
    return Intake(
        drafts=(*own.drafts, *rest.drafts),
        evidence=own.evidence or rest.evidence,
        title=own.title or rest.title,
        departments=own.departments or rest.departments,
    )


def _check_limit(path: Path, one: DraftRule, book: RuleBook) -> None:
    """Refuse a limit that its rule set does not have; a rule set of the office's own is not known here."""
    code = one.rule or KINDS[one.kind].rule
    versions = book.sets.get(code)
    if versions and one.limit and one.limit not in {limit.code for limit in versions[-1].limits}:
        raise _wrong(
            path,
            f"“{one.code}”的 limit 不对：规则 {code} 没有 {one.limit}",
            f"of “{one.code}” name a limit that the rule set {code} does not have: {one.limit}",
        )


def _wrong(path: Path, zh: str, en: str) -> UsageError:
    return UsageError(
        f"立项规则{zh}。",
        f"The rules of intake {en}.",
        where=str(path),
        try_zh="对照自带的 terms/ledger/intake.toml",
        try_en="compare it with terms/ledger/intake.toml, which comes along",
    )
