"""The same importer, search and pages over PostgreSQL, in a cluster that lives as long as the test."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

HERE = Path(__file__).parent
SAME_TESTS = (
    "test_importer.py",
    "test_search.py",
    "test_export.py",
    "test_accounts.py",
    "test_queries.py",
    "test_pages.py::test_every_page_stands_filled[zh-hans]",
    "test_pages.py::test_what_is_not_known_stands_last",
    "test_hostile.py::test_wildcards_are_letters",
    "test_owner.py",
    "test_follow_pages.py",
    "test_mend_pages.py",
    "test_systems_pages.py",
    "test_timeline.py",
    "test_handover.py",
    "supervision/test_durability.py",
    "supervision/test_audit.py",
    "supervision/test_take_back.py",
    "supervision/test_hostile_supervision.py::test_a_filter_that_cannot_be_read_chooses_nothing",
    "supervision/test_hostile_words.py::test_what_cannot_be_kept_is_refused",
    "supervision/test_hostile_words.py::test_addresses_with_odd_characters",
    "supervision/test_hostile_words.py::test_a_number_is_given_once",
    "supervision/test_hostile_supervision.py::test_numbers_cannot_be_guessed",
)


def program(name: str) -> Path:
    """Find a program of PostgreSQL; Debian keeps the server's own out of the path."""
    debian = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"), key=lambda path: int(path.parts[-3]))
    found = debian[-1] if debian else shutil.which(name)
    if not found:
        pytest.skip(f"PostgreSQL's {name} is not installed")
    return Path(found).resolve()


def server_user() -> dict[str, Any]:
    """PostgreSQL refuses to run as root: then it runs as the user postgres."""
    if os.geteuid() != 0:
        return {}
    try:
        user = pwd.getpwnam("postgres")
    except KeyError:
        pytest.skip("root cannot run PostgreSQL, and there is no user postgres")
    return {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}


@pytest.fixture(scope="module")
def cluster() -> Iterator[str]:
    """The address of a fresh cluster that listens on a socket of its own and on no port."""
    initdb, pg_ctl, user = program("initdb"), program("pg_ctl"), server_user()
    # Not pytest's tmp_path: a socket's path may have 107 bytes at most.
    folder = Path(tempfile.mkdtemp(prefix="bh-pg-"))
    if user:
        os.chown(folder, user["user"], user["group"])
    data, log = folder / "data", folder / "log"

    def run(*command: str | Path) -> None:
        done = subprocess.run(
            [str(part) for part in command], cwd=folder, capture_output=True, text=True, timeout=60, **user
        )
        assert done.returncode == 0, done.stdout + done.stderr + (log.read_text() if log.exists() else "")

    try:
        run(initdb, "-D", data, "-U", "bridgehead", "-E", "UTF8", "--locale=C.UTF-8", "-A", "trust", "-N")
        options = f"-c listen_addresses='' -c unix_socket_directories='{folder}' -c fsync=off"
        # -l keeps the server from holding our pipes open.
        run(pg_ctl, "-D", data, "-l", log, "-w", "-o", options, "start")
        try:
            yield f"postgres://bridgehead@/postgres?host={folder}"
        finally:
            run(pg_ctl, "-D", data, "-m", "immediate", "-w", "stop")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@pytest.mark.postgres
def test_the_same_tests_pass_on_postgresql(cluster: str, tmp_path: Path) -> None:
    """Tests that everything which loads, finds and exports records does so on PostgreSQL as on SQLite."""
    environment = os.environ | {"DATABASE_URL": cluster, "BRIDGEHEAD_WORKSPACE": str(tmp_path / "none")}
    command = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", "-m", "not postgres and not browser"]
    files = [str(HERE / name) for name in SAME_TESTS]
    done = subprocess.run(
        [*command, *files], env=environment, cwd=HERE.parents[1], capture_output=True, text=True, timeout=300
    )
    assert done.returncode == 0, done.stdout[-6000:] + done.stderr[-2000:]
    assert " passed" in done.stdout
