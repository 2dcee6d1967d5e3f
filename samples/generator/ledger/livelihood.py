"""400 livelihood items of a year: ten goals, four parts each, below them what counties and the city do."""

from __future__ import annotations

import datetime as dt
import math
from dataclasses import dataclass, field
from typing import Any

from bridgehead.ledger import ZONE, Calendar, Measure, item_key
from bridgehead.ledger.actions import (
    Close,
    DecideSuspension,
    Details,
    Dispatch,
    Report,
    RequestSuspension,
    Resume,
    Review,
    Submit,
)
from samples.generator.ledger import handling
from samples.generator.ledger.life import HEAD, REVIEWERS, Life, Over
from samples.generator.ledger.words import CITY, COUNTIES, Dice, department, office, table

YEAR = 2026
SHEET_GOALS = (9, 10)
"""The goals that come by an office's own workbook; the others come with their history."""


@dataclass
class Node:
    """One item of the tree, before its history begins."""

    no: str
    parent: Node | None
    title: str
    body: str
    lead: str
    theme: str
    weight: float
    goal: int
    region: str = "云岭市"
    assists: tuple[str, ...] = ()
    measure: Measure | None = None
    due: dt.date | None = None
    steps: list[str] = field(default_factory=list)
    responsible: str | None = None

    @property
    def is_leaf(self) -> bool:
        """Whether nothing stands below it."""
        return self.measure is not None


def tree() -> list[Node]:
    """Return all nodes, each after the one that it is part of."""
    nodes: list[Node] = []
    taken: set[str] = set()
    for number, goal in enumerate(table("livelihood")["goal"], 1):
        dice = Dice(f"goal {number}")
        no = f"MS{YEAR}-{number:02d}"
        body = "、".join(part["title"] for part in goal["part"])
        top = Node(
            no, None, goal["title"], f"包括{body}四项。", goal["lead"], goal["theme"], 10.0, number,
            responsible=dice.phrase("responsible"),
        )  # fmt: skip
        nodes.append(top)
        for at, part in enumerate(goal["part"], 1):
            below = Node(
                f"{no}-{at:02d}", top, part["title"], "".join(part["body"]), part["lead"], goal["theme"],
                dice.one((20.0, 25.0, 30.0)), number, assists=tuple(part["assists"]),
                responsible=top.responsible,
            )  # fmt: skip
            nodes.append(below)
            regions = [*COUNTIES, *((CITY,) if part.get("city", True) else ())]
            nodes += [_leaf(below, part, region, n, taken) for n, region in enumerate(regions, 1)]
    return nodes


def _leaf(parent: Node, part: dict[str, Any], region: str, number: int, taken: set[str]) -> Node:
    dice = Dice(f"{parent.no} {region}")
    low, high = part["amount"]
    whole = isinstance(low, int)
    target = dice.number(low, high) if not whole else float(dice.whole(low, high))
    step = 1 if high < 40 else 10 if high < 1000 else 50
    target = round(target, 1) if not whole else max(step, round(target / step) * step)
    amount = f"{target:g}{part['unit']}"
    for _ in range(30):
        title = dice.fill(dice.one(part["leaf"]), region, n=amount, r="市本级" if region == CITY else region)
        if title not in taken:
            break
    taken.add(title)
    due = dt.date.fromisoformat(part["due"]) if "due" in part else None
    last = due.month if due else dice.one((10, 10, 11, 12))
    months = {
        f"{YEAR}-{month:02d}": round(target * curve((month - 2) / (last - 2)), 1 if not whole else 0)
        for month in range(3, last + 1)
    }
    return Node(
        f"{parent.no}-{number:02d}", parent, title, "".join(dice.some(part["body"], dice.whole(1, 2))),
        office(region) or parent.lead, parent.theme, float(dice.whole(6, 15)), parent.goal,
        region="云岭市" if region == CITY else region,
        measure=Measure(name=part["measure"], unit=part["unit"], target=target, months=months),
        due=due, steps=part["steps"],
    )  # fmt: skip


def curve(share: float) -> float:
    """Return how much is done after a share of the time: slow at first and at the end."""
    share = min(1.0, max(0.0, share))
    return (1 - math.cos(math.pi * share)) / 2


def livelihood(nodes: list[Node]) -> list[Life]:
    """Return the lives of those that come with their history; what stands below goes first."""
    lives: dict[str, Life] = {}
    for node in sorted((one for one in nodes if one.goal not in SHEET_GOALS), key=lambda one: -len(one.no)):
        life = lives[node.no] = Life("livelihood", node.no, _start(node))
        try:
            _entered(life, node)
            if node.is_leaf:
                _leaf_life(life, node)
            else:
                _branch_life(life, [one for no, one in lives.items() if no.startswith(f"{node.no}-")])
        except Over:
            pass
    return [lives[node.no] for node in nodes if node.no in lives]


def _start(node: Node) -> dt.datetime:
    """Return when it is entered: the goals first, in December."""
    day = dt.date(2025, 12, 8) + dt.timedelta(days=node.no.count("-") * 4)
    return dt.datetime.combine(Calendar().next_workday(day), dt.time(8, 30), ZONE)


def _entered(life: Life, node: Node) -> None:
    details = Details(
        no=node.no,
        title=node.title,
        body=node.body,
        region=node.region,
        theme=node.theme,
        issuer="市政府",
        source_text="市十二届人大五次会议通过的2026年民生实事",
        issued_at=dt.date(2025, 12, 30),
        year=YEAR,
        parent=item_key("livelihood", node.parent.no) if node.parent else None,
        weight=node.weight,
        responsible=node.responsible or (node.parent.responsible if node.parent else None),
        measure=node.measure,
    )
    given = {name: value for name, value in details.given().items() if value is not None}
    handling.enter(life, Details(**given))
    give = Dispatch(
        lead=node.lead,
        assists=() if node.is_leaf else node.assists,
        supervisors=(node.parent.lead,)
        if node.parent and node.is_leaf and node.lead != node.parent.lead
        else (),
        due_on=node.due,
    )
    life.act(life.clerk, give, at=life.hour(dt.date(YEAR, 1, 5 + life.dice.whole(0, 4))))
    handling.sign(life)


def _leaf_life(life: Life, node: Node) -> None:
    dice, measure = life.dice, node.measure
    assert measure is not None
    slow = department(node.lead)["pace"] * dice.number(0.82, 1.12)
    if dice.chance(0.06):
        slow *= 1.35  # one in which something went wrong
    last = int(max(measure.months)[-2:])
    trouble = dice.one((6, 7, 10)) if dice.chance(0.06) else None
    for month in range(2 + dice.whole(0, 1), 12):
        share = curve((month - 2) / ((last - 2) * max(0.72, slow) + 0.3))
        value = measure.target * share
        value = round(value, 1) if measure.unit == "公里" else float(int(value + 1e-9))
        planned = measure.months.get(f"{YEAR}-{month:02d}", measure.target if month > last else 0.0)
        done = value >= measure.target
        if dice.chance(0.12 * slow) and not done:
            continue  # this month nobody reported
        _month(life, node, month, value, behind=planned > 0 and value < planned * 0.93)
        if done:
            break
        if month == trouble and life.it.state == "working":
            _stands(life)
    if not life.it.readings or life.it.readings[-1].value < measure.target:
        raise Over
    said = Submit(text=f"{node.steps[-1]}。", evidence=(life.proof(node.steps[-1]), life.proof("")))
    life.act(life.lead, said, days=dice.number(1, 8))
    reviewer = dice.one(REVIEWERS)
    life.act(reviewer, Review(text=dice.phrase("reviews")), days=dice.number(1, 9))
    life.act(reviewer, Close(text=dice.phrase("closings")), days=dice.number(0.2, 4))


def _month(life: Life, node: Node, month: int, value: float, *, behind: bool) -> None:
    dice, measure = life.dice, node.measure
    assert measure is not None
    share = value / measure.target
    step = node.steps[min(len(node.steps) - 1, int(share * len(node.steps)))]
    if behind:
        text = f"{step}；{dice.phrase('causes')}，{dice.phrase('behinds')}。"
    else:
        text = f"{step}，{dice.phrase('on_time')}。"
    after = dt.date(YEAR + month // 12, month % 12 + 1, dice.whole(1, 6))
    moment = life.hour(Calendar().next_workday(after))
    life.report(
        text,
        at=moment,
        progress=round(100 * share, 1),
        month=f"{YEAR}-{month:02d}",
        value=value,
        evidence=(life.proof(text),) if dice.chance(0.12) else (),
    )
    far = value < measure.months.get(f"{YEAR}-{month:02d}", measure.target) * 0.7
    if behind and far and dice.chance(0.3):
        life.remind(life.after(life.now, 1.2), 2 if node.due and node.due < life.now.date() else 1)


def _stands(life: Life) -> None:
    """Let work be suspended for a while."""
    dice = life.dice
    days = dice.whole(25, 110)
    review = (life.now + dt.timedelta(days=days)).date()
    asked = RequestSuspension(reason=dice.phrase("suspend_reasons"), review_on=review)
    life.act(life.lead, asked, days=1)
    life.act(
        HEAD, DecideSuspension(granted=True, text=dice.phrase("suspend_granted")), days=dice.number(0.4, 3)
    )
    life.act(life.clerk, Resume(), at=handling.workday(life, life.now + dt.timedelta(days=days)))


def _branch_life(life: Life, below: list[Life]) -> None:
    """Report each quarter on what stands below; submit and close once all of that is closed."""
    dice = life.dice
    ends = [one.it.closed_at for one in below]
    done = None if None in ends else max(at for at in ends if at is not None)
    for month in (4, 7, 10):
        moment = handling.workday(life, dt.datetime(YEAR, month, dice.whole(9, 18), tzinfo=ZONE))
        if done is not None and moment > done:
            break
        life.report(
            f"{dice.phrase('quarter')}。", at=moment, progress=float((month - 1) * 8 + dice.whole(0, 6))
        )
        for part in life.it.assists:
            if dice.chance(0.5):
                life.act(life.desk(part.org), Report(text=dice.phrase("assist_reports")), days=1.4)
    if done is None:
        return
    life.now = max(life.now, done)
    handling.submitted(life, "下级事项全部销号，资料归档")
    reviewer = dice.one(REVIEWERS)
    life.act(reviewer, Review(text=dice.phrase("reviews")), days=dice.number(1, 4))
    life.act(reviewer, Close(text="整项销号"), days=dice.number(0.5, 3))
