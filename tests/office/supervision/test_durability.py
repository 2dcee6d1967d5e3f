"""Tests with real processes: what was acknowledged stays, whoever is killed; of many writers none loses.

On PostgreSQL the same tests run in `test_postgres.py`, with fewer kills.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import pytest

PROCESSES = Path(__file__).with_name("processes.py")


@pytest.fixture
def address(tmp_path: Path) -> str:
    """The address of a database of this test's own; empty for the workspace's SQLite file."""
    given = os.environ.get("DATABASE_URL", "")
    if not given:
        return ""
    import psycopg

    name = f"own_{abs(hash(tmp_path)):x}"
    with psycopg.connect(given, autocommit=True) as server:
        server.execute(f"CREATE DATABASE {name}")
    return urlunsplit(urlsplit(given)._replace(path=f"/{name}"))


def run(what: str, number: int, folder: Path, address: str) -> dict[str, Any]:
    """Let processes do something in a ledger of their own; return what they found."""
    done = subprocess.run(
        [sys.executable, str(PROCESSES), what, str(folder), str(number), "20261122"],
        env=os.environ | {"DATABASE_URL": address},
        capture_output=True,
        text=True,
        timeout=300,
    )
    assert done.returncode == 0, done.stderr[-4000:]
    found: dict[str, Any] = json.loads(done.stdout)
    assert done.stderr == ""
    return found


def test_no_acknowledged_event_is_lost_to_a_kill(tmp_path: Path, address: str) -> None:
    """Tests 300 writers killed at random moments: each acknowledged event stands in a whole chain."""
    times = 30 if address else 300
    found = run("kill", times, tmp_path / "ws", address)
    assert found["lost"] == []
    assert found["sound"]
    assert found["rebuilt_equal"]
    assert found["acknowledged"] > times
    assert found["events"] >= found["acknowledged"]


def test_fifty_writers_on_one_item(tmp_path: Path, address: str) -> None:
    """Tests that each of 250 acts is in the log once, that conflicts are told, and that nobody fails."""
    found = run("crowd", 50, tmp_path / "ws", address)
    assert found["failed"] == 0
    assert found["lost"] == []
    assert found["different"] == found["acknowledged"] == 250
    assert found["events"] == 251
    assert found["conflicts"] > 0
    assert found["sound"]
    assert found["rebuilt_equal"]
