"""Make the ledger of the made-up prefecture: one history, and two workbooks that offices keep by hand."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import msgspec

from bridgehead.ledger import GENESIS, Actor, Item, applied, chained, take
from bridgehead.ledger.actions import Context
from bridgehead.ledger.histories import Act
from bridgehead.ledger.projection import Taken
from samples.generator.ledger import directives, livelihood, sheets
from samples.generator.ledger.life import END, Life

FOLDER = Path(__file__).resolve().parents[2] / "yunling" / "ledger"


def files() -> dict[str, bytes]:
    """Return the files by name."""
    nodes = livelihood.tree()
    sheet, problems = directives.problems()
    lives = [*livelihood.livelihood(nodes), *directives.directives(), *problems]
    lines = in_order(lives)
    replayed(lines)
    return {
        "history.jsonl": b"".join(msgspec.json.encode(line) + b"\n" for line in lines),
        "livelihood-2026.xlsx": sheets.livelihood_sheet(nodes),
        "problems-2026.xlsx": sheets.problems_sheet(sheet),
    }


def in_order(lives: list[Life]) -> list[Act]:
    """Return all acts in the order in which they happened; those of one moment in the order of the items."""
    return sorted((act for life in lives for act in life.lines), key=lambda act: act.at or END)


def replayed(lines: list[Act]) -> dict[str, Item]:
    """Take all acts in order, as an office would; return the items they leave.

    Raises
    ------
    ActionRefused
        If one of them is not allowed.
    """
    items: dict[str, Item] = {}
    for seq, line in enumerate(lines, 1):
        item = items.get(line.item)
        assert line.at is not None
        actor = Actor(line.actor or "", frozenset(line.roles), line.org)
        action = line.made()
        below = sum(one.parent == line.item and one.is_open for one in items.values())
        context = Context(
            now=line.at,
            other=items.get(str(line.said.get("into"))),
            open_children=below if line.action == "close" else 0,
        )
        taken = take(action, item, actor, context)
        items[line.item] = _applied(item, line, seq, taken)
        for other, more in action.also(items[line.item]):
            items[other] = _applied(items[other], line, seq, Taken(more, more.said()), other)
    return items


def _applied(item: Item | None, line: Act, seq: int, taken: Taken, key: str = "") -> Item:
    assert line.at is not None
    event = chained(
        GENESIS,
        seq,
        item=key or line.item,
        at=line.at,
        actor=line.actor or "",
        org=line.org,
        action=taken.action.name,
        payload=taken.payload,
    )
    return applied(item, event)


def counts(items: dict[str, Item]) -> Counter[tuple[str, str]]:
    """Return how many items of each kind are in each state."""
    return Counter((item.kind, item.state) for item in items.values())


def make(folder: Path = FOLDER) -> dict[str, int]:
    """Write the files; return their sizes in bytes."""
    folder.mkdir(parents=True, exist_ok=True)
    made = files()
    for name, data in made.items():
        (folder / name).write_bytes(data)
    return {name: len(data) for name, data in made.items()}
