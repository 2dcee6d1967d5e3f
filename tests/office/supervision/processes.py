"""Processes that write to one ledger at once, or are killed while they do; run by test_durability.py.

Usage: ``python processes.py kill|crowd FOLDER NUMBER SEED``; prints what was found as one line of JSON. The
children are forked from a parent that has loaded everything and opened no connection yet.
"""

from __future__ import annotations

import json
import os
import random
import select
import signal
import sys
from collections.abc import Callable
from typing import Any

from bridgehead.ledger import Actor
from bridgehead.office.start import setup

CLERK = Actor("文员甲", frozenset({"clerk"}))
DEPARTMENT = Actor("住建局经办", frozenset({"department"}), "市住建局")


def forked(work: Callable[[], None]) -> int:
    """Do something in a child that leaves nothing behind of its parent's; return its number."""
    child = os.fork()
    if child:
        return child
    try:
        work()
    except BaseException as error:
        print(f"{type(error).__name__}: {error}", file=sys.stderr, flush=True)
        os._exit(1)
    os._exit(0)


# Killed


def write_on(pipe: int, chance: random.Random) -> None:
    """Act without end; tell the parent of each act once it has returned."""
    from bridgehead.ledger import item_key
    from bridgehead.ledger.actions import Comment, Details, Dispatch, Import, Merge, Open, Register, SignFor
    from bridgehead.office.supervision.bulk import take_all
    from bridgehead.office.supervision.models import LedgerItem
    from bridgehead.office.supervision.store import act, act_on_many, take_back

    def done(*acts: tuple[str, int]) -> None:
        os.write(pipe, (json.dumps(acts) + "\n").encode())

    def fresh() -> tuple[str, Details]:
        title = f"窨井盖破损{chance.getrandbits(60):x}"
        return item_key("problem", title=title), Details(title=title, body="文昌路一带，请尽快派人查看")

    def said(item: Any) -> None:
        done((item.key, item.version))

    def some(state: str) -> list[str]:
        return list(LedgerItem.objects.filter(state=state).values_list("key", flat=True)[:5])

    def bulk() -> None:
        rows = [fresh() for _ in range(7)]
        outcome = take_all(CLERK, [(key, Import(kind="problem", details=one)) for key, one in rows])
        kept = LedgerItem.objects.filter(key__in=outcome.done).values_list("key", "version")
        done(*kept)

    def dispatch() -> None:
        outcome = act_on_many(CLERK, some("registered"), Dispatch(lead="市住建局"))
        if outcome.batch is not None:
            done((outcome.done[0], outcome.batch))
            if chance.random() < 0.3:
                take_back(CLERK, outcome.batch)

    while True:
        turn = chance.random()
        if turn < 0.3:
            key, details = fresh()
            said(act(CLERK, key, Open(kind="problem", details=details)))
        elif turn < 0.45:
            bulk()
        elif turn < 0.6:
            dispatch()
        elif turn < 0.7 and len(open_ones := some("registered")) > 1:
            said(act(CLERK, open_ones[0], Merge(into=open_ones[1])))
        elif drafts := some("draft"):
            said(act(CLERK, drafts[0], Register()))
        elif dispatched := some("dispatched"):
            said(act(DEPARTMENT, dispatched[0], SignFor()))
            said(act(CLERK, dispatched[0], Comment(text="已电话提醒")))


def kill_writers(times: int, seed: int) -> dict[str, Any]:
    """Kill one writer after another at random moments; return what is in the ledger at the end."""
    chance, told = random.Random(seed), []
    for _ in range(times):
        reading, writing = os.pipe()
        start = chance.getrandbits(32)

        def work(reading: int = reading, writing: int = writing, start: int = start) -> None:
            os.close(reading)
            write_on(writing, random.Random(start))

        child = forked(work)
        os.close(writing)
        with os.fdopen(reading, "rb") as pipe:
            for _ in range(chance.randint(0, 4)):
                if line := pipe.readline():
                    told.append(line)
            # The kill falls somewhere within the next act, or just after it.
            select.select([pipe], [], [], chance.uniform(0, 0.02))
            os.kill(child, signal.SIGKILL)
            told += [line for line in pipe if line.endswith(b"\n")]
        _, status = os.waitpid(child, 0)
        if not os.WIFSIGNALED(status):
            raise SystemExit("a writer ended by itself")
    return looked_at([tuple(one) for line in told for one in json.loads(line)])


def looked_at(acknowledged: list[tuple[str, int]]) -> dict[str, Any]:
    """Compare what was acknowledged with the log, and the rows with what the log leaves."""
    from django.db import connection

    from bridgehead.office.supervision.audit import audit, rebuild
    from bridgehead.office.supervision.models import LedgerEvent

    logged = dict(LedgerEvent.objects.values_list("seq", "item__key"))
    found = audit()
    before = tables()
    rebuild()
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("INSERT INTO office_item_grams(office_item_grams) VALUES ('integrity-check')")
            cursor.execute("PRAGMA integrity_check")
            assert cursor.fetchall() == [("ok",)]
    return {
        "acknowledged": len(acknowledged),
        "lost": [one for one in acknowledged if logged.get(one[1]) != one[0]],
        "events": found.events,
        "items": found.items,
        "sound": found.sound,
        "rebuilt_equal": tables() == before,
    }


def tables() -> dict[str, list[Any]]:
    """Return all rows that the log leaves."""
    from bridgehead.office.supervision.models import LedgerItem, LedgerPart, LedgerTally, LedgerText

    found: dict[str, list[Any]] = {
        model.__name__: sorted(model.objects.order_by("pk").values_list(), key=repr)
        for model in (LedgerItem, LedgerText)
    }
    parts = LedgerPart.objects.values_list("item_id", "org", "role", "state", "due_at")
    tally = LedgerTally.objects.exclude(number=0).values_list("kind", "state", "lead", "late", "number")
    return found | {"parts": sorted(parts, key=repr), "tally": sorted(tally)}


# Crowded


def crowd(writers: int, seed: int, acts: int = 5) -> dict[str, Any]:
    """Let many write to one item at once, each saying the version it saw; return how that went."""
    from django.db import connections

    from bridgehead.errors import Conflict
    from bridgehead.ledger.actions import Comment, Details, Open
    from bridgehead.office.supervision.store import act, load

    act(CLERK, "item-1", Open(kind="problem", details=Details(title="路灯夜里不亮", body="")))
    connections.close_all()
    gate, opened = os.pipe()
    reading, writing = os.pipe()

    def work(name: int) -> None:
        os.close(opened)
        os.read(gate, 1)  # returns when the parent lets go of the other end: all begin at once
        me, done, conflicts = Actor(f"文员{name}", frozenset({"clerk"})), [], 0
        while len(done) < acts:
            seen = load("item-1").version
            try:
                done.append(act(me, "item-1", Comment(text=f"{name}-{len(done)}"), seen=seen).version)
            except Conflict:
                conflicts += 1
        os.write(writing, (json.dumps([done, conflicts]) + "\n").encode())

    children = [forked(lambda name=name: work(name)) for name in range(writers)]
    os.close(writing)
    os.close(opened)
    with os.fdopen(reading, "rb") as pipe:
        told = [json.loads(line) for line in pipe]
    failed = sum(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) != 0 for child in children)
    versions = [("item-1", version) for done, _ in told for version in done]
    found = looked_at(versions)
    return found | {
        "failed": failed,
        "conflicts": sum(one for _, one in told),
        "different": len(set(versions)),
    }


def main() -> None:
    what, folder, number, seed = sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4])
    setup(folder)
    from django.db import connections

    connections.close_all()
    # What is loaded late is loaded once, before anybody is forked.
    import bridgehead.office.supervision.bulk  # noqa: F401

    print(json.dumps({"kill": kill_writers, "crowd": crowd}[what](number, seed)))


if __name__ == "__main__":
    main()
