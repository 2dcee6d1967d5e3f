"""The made-up ledger as it lies in samples/: fresh, complete, allowed by the ledger's rules, and varied."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from collections import Counter
from functools import cache

import pytest
from samples.generator.ledger import make
from samples.generator.ledger.life import END

from bridgehead.errors import BridgeheadError
from bridgehead.ledger import Item
from bridgehead.ledger.histories import Act, read_history


@cache
def made() -> dict[str, bytes]:
    return make.files()


@cache
def lines() -> list[Act]:
    bad: list[BridgeheadError] = []
    acts = list(read_history(make.FOLDER / "history.jsonl", bad))
    assert not bad
    return acts


@cache
def items() -> list[Item]:
    return list(make.replayed(lines()).values())


def content(data: bytes) -> object:
    """Return the members of a workbook: zlib does not pack alike everywhere."""
    if not zipfile.is_zipfile(io.BytesIO(data)):
        return data
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return [(member.filename, member.date_time, archive.read(member)) for member in archive.infolist()]


def test_ledger_fresh() -> None:
    """Tests that what lies in samples/ is what the generator makes, byte for byte, and no file is left."""
    assert {path.name for path in make.FOLDER.iterdir()} == set(made())
    for name, data in made().items():
        assert content((make.FOLDER / name).read_bytes()) == content(data), name


def test_ledger_small() -> None:
    """Tests that the samples stay small enough to be cloned by everybody."""
    assert sum(path.stat().st_size for path in make.FOLDER.iterdir()) < 3_000_000


def test_ledger_counts() -> None:
    """Tests that there are 400 livelihood items, 300 directives and 60 problems, workbooks included."""
    kinds = Counter(item.kind for item in items())
    assert kinds["livelihood"] + 80 == 400
    assert kinds["directive"] == 300
    assert kinds["problem"] + kinds["joint_problem"] + 20 == 60


def test_ledger_tree() -> None:
    """Tests that every livelihood item stands below one that is there, in a tree of three levels."""
    tree = {item.key: item for item in items() if item.kind == "livelihood"}
    above = {key: item.parent for key, item in tree.items()}
    assert all(parent is None or parent in tree for parent in above.values())
    levels = Counter(
        sum(one is not None for one in (above[key], above.get(above[key] or ""))) for key in tree
    )
    assert levels == {0: 8, 1: 32, 2: 280}
    leaves = [item for item in tree.values() if item.measure]
    assert len(leaves) == 280
    assert all(item.measure and item.measure.months for item in leaves)
    assert any(
        item.readings and item.measure and item.readings[-1].value < item.measure.target for item in leaves
    )


def test_ledger_titles() -> None:
    """Tests that no two items have the same title, and that each can stand in a list."""
    titles = [item.title for item in items()]
    assert len(set(titles)) == len(titles)
    assert all(6 <= len(title) <= 40 for title in titles)


@pytest.mark.parametrize(
    "action",
    ["merge", "refuse", "reopen", "redo", "resume", "escalate", "settle", "call_back", "remind", "transfer"],
)
def test_ledger_everything_happens(action: str) -> None:
    """Tests that whatever can become of an item becomes of some."""
    happened = {line.action for line in lines()}
    assert action in happened or f"decide_{action}" in happened


def test_ledger_late_and_in_time() -> None:
    """Tests that most is closed in time, some late, and some is overdue at the end of the year."""
    closed = [item for item in items() if item.closed_at and item.lead and item.lead.main]
    late = sum(
        item.lead.main.met_at > item.lead.main.due
        for item in closed
        if item.lead and item.lead.main and item.lead.main.met_at
    )
    assert 0.1 < late / len(closed) < 0.4
    running = [item.lead.main for item in items() if item.lead and item.lead.main and item.is_open]
    assert sum(clock.met_at is None and clock.due < END for clock in running) >= 20


def test_ledger_year() -> None:
    """Tests that the history goes from December 2025 to November 2026, in order, within office hours."""
    moments = [line.at for line in lines() if line.at]
    assert moments == sorted(moments)
    assert moments[0].date() >= dt.date(2025, 12, 1)
    assert moments[-1] <= END
    assert len({(at.year, at.month) for at in moments}) == 12
    assert all(8 <= at.hour < 18 for at in moments)


def test_ledger_no_names() -> None:
    """Tests that only desks act, by their posts."""
    assert all((line.actor or "").endswith(("甲", "乙", "丙", "岗")) for line in lines())
