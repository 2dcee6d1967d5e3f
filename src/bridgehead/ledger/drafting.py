"""From records that were read to items: drafts with their sentence, follow-through as evidence."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Mapping
from typing import Any

import msgspec

from bridgehead.ledger.actions import Details, Open, Propose
from bridgehead.ledger.deadlines import local
from bridgehead.ledger.intake_rules import Draftable, Intake, intake
from bridgehead.ledger.items import Evidence, Measure, item_key
from bridgehead.records import Commitment, Directive, Link, Observation, PartialDate, Project

__all__ = ["Around", "Draft", "departments", "draft", "proposals", "title_of"]


class Around(msgspec.Struct, frozen=True, kw_only=True):
    """What is known around a record: from its event, its article or its document.

    Attributes
    ----------
    said_on : str or None
        The (partial) ISO date on which it was said.
    region : str or None
        Where.
    source : str or None
        The paper, meeting or page, as it is to be shown.
    work_system : str or None
        The name of the work system that the record points to.
    doubtful : bool
        Whether a `Doubt` is held against the record: it is then never drafted by rule.
    """

    said_on: str | None = None
    region: str | None = None
    source: str | None = None
    work_system: str | None = None
    doubtful: bool = False


class Draft(msgspec.Struct, frozen=True, kw_only=True):
    """An item to be opened.

    Attributes
    ----------
    key : str
        The item's identity: the same record always gives the same item.
    open : Open
        The action that enters it.
    rule : str
        The rule of intake by which it is drafted.
    automatic : bool
        Whether it is drafted without being asked.
    """

    key: str
    open: Open
    rule: str
    automatic: bool


def draft(record: Draftable, around: Around | None = None, rules: Intake | None = None) -> Draft | None:
    """Return the item that a record would become, or None if no rule takes it.

    A record that another one stands for (``same_as``) becomes none: the other does.

    Parameters
    ----------
    record : Directive, Commitment, Project or Observation
        What was read; an observation must state a target.
    around : Around, optional
        What is known around it.
    rules : Intake, optional
        By default those that come along.
    """
    around, rules = around or Around(), rules or intake()
    rule = rules.rule_for(record)
    if rule is None or getattr(record, "same_as", None):
        return None
    issued = _day(around.said_on, last=False)
    told: dict[str, Any] = {
        "title": title_of(_head(record), rules),
        "body": _body(record),
        "region": around.region,
        "source_text": around.source,
        "issued_at": issued,
        "year": issued.year if issued else None,
        "record": record.id,
        "document": record.document,
        "span": record.span,
        "quote": record.quote,
        "theme": getattr(record, "theme", None),
        "issuer": _issuer(record),
        "due_on": _due(getattr(record, "deadline", None), issued),
        "work_system": around.work_system,
        "work_item": getattr(record, "work_item", None),
        "measure": _measure(record),
        "proposed": departments(_addressed(record), rules),
        "rule": rule.rule,
        "limit": rule.limit,
    }
    given = {name: value for name, value in told.items() if value not in (None, (), "")}
    return Draft(
        key=item_key("record", record.id),
        open=Open(kind=rule.kind, details=Details(**given)),
        rule=rule.code,
        automatic=rule.automatic and not around.doubtful,
    )


def _head(record: Draftable) -> str:
    if isinstance(record, Project):
        return record.name
    if isinstance(record, Observation):
        return f"{record.variable_text} {record.value:g}{record.unit_text}"
    return record.head


def _body(record: Draftable) -> str:
    return record.text if isinstance(record, Directive | Commitment) else record.quote


def _issuer(record: Draftable) -> str | None:
    if isinstance(record, Directive):
        return " ".join(filter(None, (record.issuer_post, record.issuer_name))) or None
    return record.unit if isinstance(record, Commitment) else None


def _addressed(record: Draftable) -> tuple[str, ...]:
    """Return who is asked: the addressees; who commits itself; a project's owner."""
    if isinstance(record, Directive):
        return record.addressee
    if isinstance(record, Commitment):
        return (record.unit,) if record.unit else ()
    return record.owner if isinstance(record, Project) else ()


def _measure(record: Draftable) -> Measure | None:
    """Return the target as a measure from zero; none where it is zero itself."""
    if isinstance(record, Commitment) and record.target_value:
        return Measure(name=record.head[:20], unit=record.unit_text or "", target=record.target_value)
    if isinstance(record, Observation) and record.value:
        return Measure(name=record.variable_text, unit=record.unit_text, target=record.value)
    return None


def title_of(sentence: str, rules: Intake | None = None) -> str:
    """Return a short title: the sentence without numeral and bare modal, whole clauses as far as they fit.

    Examples
    --------
    >>> title_of("三、要加快老旧小区改造，确保年底前完成主体工程，让居民早日受益。")
    '加快老旧小区改造，确保年底前完成主体工程'
    """
    rule = (rules or intake()).title or intake().title
    assert rule is not None
    text = " ".join(sentence.split())
    for pattern in rule.strip:
        text = re.sub(pattern, "", text)
    clauses = re.split(r"(?<=[，；。！？,;!?])", text)
    kept = ""
    for clause in clauses:
        if kept and len(kept + clause) > rule.most and len(kept) >= rule.least:
            break
        kept += clause
    kept = kept.strip("，；。！？,;!? ")
    return kept if len(kept) <= rule.most else kept[: rule.most - 1] + "…"


def departments(names: Iterable[str], rules: Intake | None = None) -> tuple[str, ...]:
    """Return those addressees that can be given an item by name, each once; the first is to lead."""
    rule = (rules or intake()).departments or intake().departments
    assert rule is not None
    found = (one.strip() for one in names)
    fit = [one for one in found if one.endswith(rule.ends) and not one.startswith(rule.not_starts)]
    return tuple(dict.fromkeys(fit))


def _day(text: str | None, *, last: bool) -> dt.date | None:
    """Return the first or last day that a partial ISO date may mean; None without a year."""
    if not text:
        return None
    try:
        date = PartialDate.parse(text[:10])
    except ValueError:
        return None
    if date.year is None:
        return None
    return date.last() if last else date.first()


def _due(deadline: str | None, issued: dt.date | None) -> dt.date | None:
    """Return the last day of a deadline; one without a year is the next after it was said.

    A day before it was said is none: the sentence speaks of the past, or was misread.
    """
    if deadline is None:
        return None
    if deadline.startswith("--"):
        years = (issued.year, issued.year + 1) if issued else ()
        days = [_day(f"{year}{deadline[1:]}", last=True) for year in years]
        return next((day for day in days if day and issued and day >= issued), None)
    day = _day(deadline, last=True)
    return None if day and issued and day < issued else day


_SORTS = {"act": "已开展", "outcome": "有成效", "project": "有项目", "plan": "有安排", "echo": "有提及"}


def proposals(
    links: Iterable[Link],
    now: dt.datetime,
    rules: Intake | None = None,
    *,
    sources: Mapping[str, str] | None = None,
) -> dict[str, Propose]:
    """Return the evidence that follow-through found, by the record that it answers.

    Parameters
    ----------
    links : iterable of Link
        What was found; what a person rejected is left out.
    now : datetime
        The moment.
    rules : Intake, optional
        Which sorts of links are proposed.
    sources : mapping of str to str, optional
        Names of documents by their ids.

    Returns
    -------
    dict of str to Propose
        By the id of the directive or commitment: the item that has it as its ``record`` takes the action.
    """
    rule = (rules or intake()).evidence or intake().evidence
    assert rule is not None
    found: dict[str, list[Evidence]] = {}
    for link in links:
        if link.decision == "rejected" or link.kind not in rule.kinds or (rule.claim and not link.claim):
            continue
        name = " ".join(filter(None, ((sources or {}).get(link.document), link.date, _SORTS[link.kind])))
        one = Evidence(
            id=link.id,
            name=name,
            at=local(now),
            record=link.id,
            document=link.document,
            span=link.span,
            quote=link.quote,
            proposed=True,
        )
        found.setdefault(link.directive, []).append(one)
    return {asked: Propose(evidence=tuple(evidence)) for asked, evidence in found.items()}
