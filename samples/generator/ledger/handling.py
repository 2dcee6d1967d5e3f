"""How directives and problems are handled: in time or late, returned, extended, suspended, done again."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import msgspec

from bridgehead.ledger import Calendar
from bridgehead.ledger.actions import (
    AddAssist,
    CallBack,
    Close,
    Comment,
    DecideExtension,
    DecideReturn,
    DecideSuspension,
    DecideTransfer,
    Details,
    Dispatch,
    Escalate,
    Open,
    Redo,
    Register,
    Reopen,
    Report,
    RequestExtension,
    RequestReturn,
    RequestSuspension,
    RequestTransfer,
    Resume,
    Review,
    Settle,
    SignFor,
    Submit,
)
from samples.generator.ledger.life import END, HEAD, REVIEWERS, Life, Over
from samples.generator.ledger.words import department


def enter(life: Life, details: Details, by: str | None = None) -> None:
    """Enter an item and register it; a department may have entered it itself."""
    if by:  # the office gives the number when it registers the item
        details = msgspec.structs.replace(details, no=msgspec.UNSET)
    life.act(life.desk(by) if by else life.clerk, Open(kind=life.kind, details=details))
    life.act(life.clerk, Register(no=life.no), days=life.dice.number(0.1, 1.6) if by else 0.1)


def pace(life: Life) -> float:
    """Return how long the lead takes, against the usual."""
    found: float = department(life.lead.org or "")["pace"]
    return found


def sign(life: Life) -> None:
    """Let the lead and the assisting departments sign for their parts."""
    life.act(life.lead, SignFor(), days=life.dice.number(0.1, 1.3) * pace(life) ** 2)
    for part in life.it.assists:
        life.act(life.desk(part.org), SignFor(), days=life.dice.number(0.1, 0.9))


def maybe_returned(life: Life, others: list[str]) -> None:
    """Let a department ask to return what it thinks is not its own; perhaps to be told that it is."""
    dice, mine = life.dice, life.it.lead
    assert mine is not None
    if not dice.chance(department(mine.org)["returns"] * 1.6):
        return
    life.act(life.lead, RequestReturn(reason=dice.phrase("return_reasons")), days=dice.number(0.1, 1.9))
    left = [org for org in others if org != mine.org]
    if left and dice.chance(0.65):
        life.act(
            HEAD, DecideReturn(granted=True, to=dice.one(left), text="同意改派"), days=dice.number(0.2, 1.8)
        )
    else:
        life.act(
            HEAD,
            DecideReturn(granted=False, text=dice.phrase("return_kept")),
            days=dice.number(0.2, 1.8),
        )


def dispatched(life: Life, give: Dispatch) -> None:
    """Give an item out, and see it in the hands of whoever really takes it."""
    life.act(life.clerk, give, days=life.dice.number(0.1, 1.4))
    maybe_returned(life, [*give.assists])
    part = life.it.lead
    if part is not None and part.state == "dispatched":
        sign(life)
    if life.dice.chance(0.05):
        free = [org for org in ("市财政局", "市公安局", "市应急局") if life.it.part_of(org) is None]
        life.act(life.clerk, AddAssist(org=free[0], text="请派员配合"), days=0.5)
        life.act(life.desk(free[0]), SignFor(), days=0.8)


def handled(life: Life, steps: list[str], *, stuck: bool) -> None:
    """Work on an item until it is submitted: reports on the way, requests, reminders where it takes long."""
    dice, part = life.dice, life.it.lead
    assert part is not None
    assert part.main is not None
    start, due = life.now, part.main.due
    share = 9.0 if stuck else pace(life) * dice.number(0.42, 1.17)
    finish = start + max(due - start, dt.timedelta(days=3)) * share
    plan: list[tuple[dt.datetime, Callable[[], None]]] = []

    def later(share: float, what: Callable[[], None]) -> None:
        plan.append((start + (min(finish, due + dt.timedelta(days=30)) - start) * share, what))

    later(0.3, lambda: told(life, steps, 0))
    later(0.66, lambda: told(life, steps, 1))
    if dice.chance(0.25):
        later(0.5, lambda: life.act(life.clerk, Comment(text=dice.phrase("comments"))))
    if finish > due - dt.timedelta(days=2) and dice.chance(0.45):
        before = max(start, due - dt.timedelta(days=dice.whole(2, 4)))
        plan.append((before, lambda: extended(life)))
    elif dice.chance(0.06):
        later(0.45, lambda: suspended(life))
    elif dice.chance(0.03):
        later(0.4, lambda: transferred(life))
    for level, days in ((1, -2), (2, 2), (3, 14)):
        moment = due + dt.timedelta(days=days)
        if moment < finish and dice.chance(0.85):
            plan.append((workday(life, moment), lambda level=level: reminded(life, level)))  # type: ignore[misc]
    for moment, what in sorted(plan, key=lambda one: one[0]):
        if moment > END:
            raise Over
        life.now = max(life.now, workday(life, moment))
        what()
    life.now = max(life.now, workday(life, finish))
    submitted(life, steps[-1])


def workday(life: Life, moment: dt.datetime) -> dt.datetime:
    """Return office hours of the day, or of the next working one."""
    return life.hour(Calendar().next_workday(moment.date()))


def reminded(life: Life, level: int) -> None:
    """Remind the departments of an item that takes long, unless its clock was moved since."""
    part = life.it.lead
    clock = part.main if part else None
    if clock is None or life.it.state in ("suspended", "submitted"):
        return
    left = clock.due - life.now
    if level == 1 or left < dt.timedelta():
        life.remind(life.after(life.now, 0), level)


def told(life: Life, steps: list[str], at: int) -> None:
    """Report on a step; those who assist report on theirs, and are done with the second."""
    dice, text = life.dice, steps[min(at, len(steps) - 1)]
    extra = dice.phrase("causes" if dice.chance(0.22 * pace(life)) else "on_time")
    proofs = (life.proof(text),) if at and dice.chance(0.4) else ()
    progress = float(dice.whole(15, 45) if at == 0 else dice.whole(50, 85))
    life.report(f"{text}；{extra}。", progress=progress, evidence=proofs)
    for part in life.it.assists:
        if part.state in ("accepted", "working") and dice.chance(0.8):
            desk = life.desk(part.org)
            if at == 0:
                life.act(desk, Report(text=dice.phrase("assist_reports")), days=dice.number(0.1, 1.5))
            elif part.state == "working":
                life.act(desk, Submit(text="本单位分工已完成"), days=dice.number(0.1, 1.5))


def extended(life: Life) -> None:
    """Let the lead ask for more time before it is due."""
    part = life.it.lead
    if part is None or part.main is None or part.state not in ("accepted", "working"):
        return
    moment = life.after(life.now, 0)
    if moment >= part.main.due:
        return
    dice = life.dice
    number = dice.one((7, 10, 15, 20, 30))
    life.act(life.lead, RequestExtension(reason=dice.phrase("extension_reasons"), number=number), at=moment)
    granted = dice.chance(0.78)
    words = dice.phrase("extension_granted" if granted else "extension_refused")
    life.act(HEAD, DecideExtension(granted=granted, text=words), days=dice.number(0.2, 2.4))


def suspended(life: Life) -> None:
    """Let the lead ask to suspend it, and go on later."""
    if life.it.state != "working":
        return
    dice = life.dice
    days = dice.whole(30, 90)
    review = (life.now + dt.timedelta(days=days)).date()
    life.act(life.lead, RequestSuspension(reason=dice.phrase("suspend_reasons"), review_on=review))
    granted = dice.chance(0.8)
    words = dice.phrase("suspend_granted" if granted else "suspend_refused")
    life.act(HEAD, DecideSuspension(granted=granted, text=words), days=dice.number(0.2, 2.4))
    if granted:
        life.act(life.clerk, Resume(), at=workday(life, life.now + dt.timedelta(days=days)))


def transferred(life: Life) -> None:
    """Let the lead ask that one that assists should lead."""
    others = [part.org for part in life.it.assists]
    if life.it.state not in ("accepted", "working") or not others:
        return
    asked = RequestTransfer(reason=life.dice.phrase("transfer_reasons"), to=others[0])
    life.act(life.lead, asked, days=0.4)
    granted = life.dice.chance(0.7)
    words = "同意转办" if granted else "仍由你单位牵头"
    life.act(HEAD, DecideTransfer(granted=granted, text=words), days=life.dice.number(0.2, 1.9))
    if granted:
        life.act(life.lead, SignFor(), days=0.6)
        life.report("已接手，资料移交完毕，原方案继续执行。", days=1.2, progress=30.0)


def submitted(life: Life, text: str) -> None:
    """Let the lead submit it, with evidence."""
    dice = life.dice
    if life.it.state == "accepted":
        life.report("情况核实完毕，正在落实。", progress=60.0)
    open_ones = [one for one in life.it.assists if one.is_open]
    said = Submit(
        text=f"{text}。",
        without_assists=dice.phrase("without") if open_ones else "",
        evidence=tuple(life.proof(text) for _ in range(dice.whole(1, 2))),
    )
    life.act(life.lead, said)


def settled(life: Life, steps: list[str], *, letter: bool) -> None:
    """Review what was submitted, call back who asked, close it; some is done again, some comes back."""
    dice = life.dice
    reviewer = dice.one(REVIEWERS)
    if dice.chance(0.1):
        life.act(reviewer, Redo(reason=dice.phrase("redo_reasons")), days=dice.number(0.4, 3))
        life.report(f"针对退回意见补办：{steps[-1]}。", days=dice.number(1, 4), progress=90.0)
        life.wait(dice.number(0.2, 2))
        submitted(life, steps[-1])
    life.act(reviewer, Review(text=dice.phrase("reviews")), days=dice.number(0.3, 3.4))
    if letter:
        called_back(life, steps)
    life.act(reviewer, Close(text=dice.phrase("closings")), days=dice.number(0.1, 2.2))
    if dice.chance(0.035):
        life.act(HEAD, Reopen(reason=dice.phrase("reopen_reasons")), days=dice.number(12, 40))
        life.report("已到现场复核，查明反弹原因，补做措施。", days=dice.number(0.5, 3), progress=40.0)
        life.wait(dice.number(2, 8))
        submitted(life, steps[-1])
        life.act(reviewer, Review(text=dice.phrase("reviews")), days=dice.number(0.5, 2))
        life.act(reviewer, Close(text=dice.phrase("closings")), days=dice.number(0.2, 1.5))


def called_back(life: Life, steps: list[str]) -> None:
    """Ask the one who wrote whether it is solved; if not, it is done again."""
    dice = life.dice
    if dice.chance(0.12):
        life.act(life.clerk, CallBack(contacted=False), days=dice.number(0.3, 2))
        return
    if dice.chance(0.16):
        said = CallBack(contacted=True, resolved="partly", satisfied="no", reason=dice.phrase("callback_bad"))
        life.act(life.clerk, said, days=dice.number(0.3, 2))
        life.act(dice.one(REVIEWERS), Redo(reason=said.reason), days=0.4)
        life.report(f"已上门说明并补做：{steps[-1]}。", days=dice.number(0.6, 3), progress=95.0)
        life.wait(dice.number(0.5, 2))
        submitted(life, steps[-1])
        life.act(dice.one(REVIEWERS), Review(text=dice.phrase("reviews")), days=dice.number(0.3, 2))
    content = dice.one(("yes", "yes", "fairly"))
    life.act(
        life.clerk,
        CallBack(contacted=True, resolved="yes", satisfied=content),  # type: ignore[arg-type]
        days=dice.number(0.3, 2),
    )


def met(life: Life, meeting: str, decision: str, lead: str, assists: tuple[str, ...]) -> None:
    """Take an item to a joint meeting, and settle it as that decided."""
    life.act(
        life.clerk,
        Escalate(reason=life.dice.phrase("escalations"), meeting=meeting),
        days=life.dice.whole(2, 6),
    )
    life.act(
        HEAD,
        Settle(
            lead=lead,
            assists=assists,
            decision=decision,
            meeting=meeting,
            rule="directive-custom",
            due_on=Calendar().next_workday(life.now.date() + dt.timedelta(days=life.dice.whole(50, 130))),
        ),
        days=life.dice.whole(4, 12),
    )
