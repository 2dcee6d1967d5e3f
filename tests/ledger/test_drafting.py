"""Records that were read become drafts with their sentence; follow-through becomes proposed evidence."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from bridgehead.errors import UsageError
from bridgehead.ledger import ZONE, Actor, Around, draft, load_intake, proposals, take
from bridgehead.ledger.actions import Context
from bridgehead.ledger.drafting import departments, title_of
from bridgehead.ledger.intake_rules import intake
from bridgehead.records import Commitment, Directive, Link, Observation, Project

NOW = dt.datetime(2026, 3, 2, 10, tzinfo=ZONE)
HEAD = "三、市住建局要加快老旧小区改造，6月底前完成主体工程，让居民早日受益。"
SAID = {"document": "doc-1", "span": (10, 10 + len(HEAD)), "quote": HEAD, "quote_raw": HEAD}
SHORT = {"document": "doc-1", "span": (0, 2), "quote": "要快", "quote_raw": "要快"}


def directive(**more) -> Directive:
    fields = {
        "id": "directive-1",
        "head": HEAD,
        "text": HEAD + "要建立台账。",
        "issuer_name": "王某",
        "issuer_post": "市长",
        "addressee": ("各县区", "市住建局", "市财政局", "市住建局"),
        "modality": "要",
        "measurable": True,
        "deadline": "2026-06",
        "theme": "城乡建设",
    }
    return Directive(**(SAID | fields | more))


def test_a_directive_becomes_a_draft_with_its_sentence() -> None:
    """Tests every field of the draft, and that the ledger takes it."""
    around = Around(said_on="2026-03-01", region="云岭市", source="云岭日报", work_system="六项工程")
    got = draft(directive(), around)
    assert got
    told = got.open.details.given()
    assert told == {
        "title": "市住建局要加快老旧小区改造，6月底前完成主体工程",
        "body": HEAD + "要建立台账。",
        "region": "云岭市",
        "source_text": "云岭日报",
        "issued_at": dt.date(2026, 3, 1),
        "year": 2026,
        "record": "directive-1",
        "document": "doc-1",
        "span": (10, 10 + len(HEAD)),
        "quote": HEAD,
        "theme": "城乡建设",
        "issuer": "市长 王某",
        "due_on": dt.date(2026, 6, 30),
        "work_system": "六项工程",
        "proposed": ("市住建局", "市财政局"),
        "rule": "13710",
    }
    assert (got.rule, got.automatic) == ("checkable-directive", True)
    assert (
        take(got.open, None, Actor("甲", frozenset({"clerk"})), Context(now=NOW)).payload["kind"]
        == "directive"
    )
    assert draft(directive(), Around())
    assert draft(directive(), around).key == draft(directive(head="改过的话。"), Around()).key


@pytest.mark.parametrize(
    ("more", "around", "rule", "automatic"),
    [
        ({}, Around(), "checkable-directive", True),
        ({}, Around(doubtful=True), "checkable-directive", False),
        ({"measurable": False}, Around(), "directive", False),
        ({"modality": "希望"}, Around(), "directive", False),
        ({"confidence": 0.3}, Around(), "directive", False),
        ({"modality": "通知"}, Around(), "dated-notice", True),
    ],
)
def test_which_directives_are_drafted_by_rule(more: dict, around: Around, rule: str, automatic: bool) -> None:
    """Tests that what can be checked is drafted by rule, wishes and doubtful readings are only proposed."""
    got = draft(directive(**more), around)
    assert got
    assert (got.rule, got.automatic) == (rule, automatic)


def test_one_item_for_a_directive_printed_twice() -> None:
    """Tests that a record that another stands for becomes no item."""
    assert draft(directive(same_as="directive-0")) is None


@pytest.mark.parametrize(
    ("deadline", "said_on", "due"),
    [
        ("2026-06-15", "2026-03-01", dt.date(2026, 6, 15)),
        ("2026", "2026-03-01", dt.date(2026, 12, 31)),
        ("--06-30", "2026-03-01", dt.date(2026, 6, 30)),
        ("--02-10", "2026-03-01", dt.date(2027, 2, 10)),
        ("--02-29", "2025-03-01", None),
        ("--06", None, None),
        ("2025-12-31", "2026-03-01", None),
        ("2025-12-31", None, dt.date(2025, 12, 31)),
        (None, "2026-03-01", None),
    ],
)
def test_deadlines_as_far_as_they_are_known(
    deadline: str | None, said_on: str | None, due: dt.date | None
) -> None:
    """Tests that a partial date means its last day, and no year is invented where none is known."""
    got = draft(directive(deadline=deadline), Around(said_on=said_on))
    assert got
    assert got.open.details.given().get("due_on") == due


def test_commitments_projects_and_targets() -> None:
    """Tests the other records that become items, and that a figure without a target does not."""
    promise = Commitment(
        id="commitment-1", head="年内新增车位500个。", text="年内新增车位500个。", unit="云岭市住建局",
        target_value=500.0, unit_text="个", measurable=True, deadline="2026", **SHORT,
    )  # fmt: skip
    got = draft(promise)
    assert got
    assert (got.open.kind, got.rule, got.automatic) == ("commitment", "dated-commitment", True)
    assert got.open.details.measure.target == 500
    assert got.open.details.proposed == ("云岭市住建局",)
    project = Project(id="project-1", name="北山水厂", owner=("云岭水务公司",), phase="planned", **SHORT)
    made = draft(project)
    assert made
    assert (made.open.kind, made.open.details.title, made.automatic) == ("project", "北山水厂", False)
    assert draft(Project(id="project-2", name="旧厂", phase="operating", **SHORT)) is None
    figure = {"variable_text": "优良天数", "value": 300.0, "unit_text": "天"} | SHORT
    target = draft(Observation(id="observation-1", is_target=True, **figure))
    assert target
    assert (target.open.details.title, target.open.details.measure.unit) == ("优良天数 300天", "天")
    assert draft(Observation(id="observation-2", **figure)) is None


@pytest.mark.parametrize(
    ("sentence", "title"),
    [
        ("要加快补齐短板。", "加快补齐短板"),
        ("要求各单位落实责任。", "要求各单位落实责任"),
        ("（二）必须守住底线，不得突破。", "守住底线，不得突破"),
        ("1.新建公园2个；", "新建公园2个"),
        ("3.5亿元资金要用好", "3.5亿元资金要用好"),
        ("好。", "好"),
        ("一" * 80, "一" * 29 + "…"),
    ],
)
def test_titles(sentence: str, title: str) -> None:
    """Tests that a title is short, keeps numbers and words that only begin like a modal."""
    assert title_of(sentence) == title


def test_only_departments_by_name_are_proposed() -> None:
    """Tests that all counties and every unit are nobody that an item can be given to."""
    got = departments(["全市各级", "各县区", "有关部门", "青石县", " 市水利局 ", "干部群众", "市水利局"])
    assert got == ("青石县", "市水利局")


def test_an_offices_own_rules_go_first(tmp_path: Path) -> None:
    """Tests that an own draft rule is taken before those that come along, and the rest stays."""
    file = tmp_path / "intake.toml"
    file.write_text(
        '[[drafts]]\ncode = "mayor"\ntype = "directive"\nissuer = ["市长"]\nkind = "problem"\n'
        'rule = "13710"\nlimit = "complex"\nautomatic = true\n',
        encoding="utf-8",
    )
    rules = load_intake(file)
    got = draft(directive(), Around(), rules)
    assert got
    assert (got.rule, got.open.kind, got.open.details.limit) == ("mayor", "problem", "complex")
    other = draft(directive(issuer_post="县委书记"), Around(), rules)
    assert other
    assert other.rule == "checkable-directive"
    assert rules.title == intake().title


@pytest.mark.parametrize(
    "text",
    [
        "[[drafts]",
        '[[drafts]]\ncode = "a"\ntype = "person"\nkind = "directive"',
        '[[drafts]]\ncode = "a"\ntype = "directive"\nkind = "nothing"',
        '[[drafts]]\ncode = "a"\ntype = "directive"\nkind = "directive"\nlimit = "never"',
        '[[drafts]]\ncode = "a"\ntype = "directive"\nkind = "directive"\ncolour = "red"',
        '[title]\nstrip = ["("]\nleast = 1\nmost = 2',
    ],
)
def test_a_wrong_file_says_what_and_where(tmp_path: Path, text: str) -> None:
    """Tests that a file that is not right is refused in both languages with its path."""
    file = tmp_path / "intake.toml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(UsageError) as refused:
        load_intake(file)
    assert refused.value.where == str(file)
    assert refused.value.try_en
    assert refused.value.zh != refused.value.en


def link(number: int, **more) -> Link:
    fields = {
        "id": f"link-{number}",
        "directive": "directive-1",
        "kind": "act",
        "level": "strong",
        "score": 0.9,
    }
    return Link(**(SHORT | fields | {"claim": True, "date": "2026-05-01"} | more))


def test_follow_through_is_proposed_as_evidence() -> None:
    """Tests that links go to the record that they answer, without echoes, doubts and what was rejected."""
    links = [
        link(1),
        link(2, kind="echo"),
        link(3, claim=False),
        link(4, decision="rejected"),
        link(5, directive="directive-2", kind="outcome"),
    ]
    got = proposals(links, NOW, sources={"doc-1": "云岭日报"})
    assert {asked: [one.id for one in made.evidence] for asked, made in got.items()} == {
        "directive-1": ["link-1"],
        "directive-2": ["link-5"],
    }
    (one,) = got["directive-1"].evidence
    assert (one.name, one.quote, one.record, one.document, one.span, one.proposed) == (
        "云岭日报 2026-05-01 已开展",
        "要快",
        "link-1",
        "doc-1",
        (0, 2),
        True,
    )
