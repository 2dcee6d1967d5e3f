"""``bridgehead user token``: the key of a program to the ledger."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

ASK = """
import sys
from django.test import Client
from bridgehead.office.start import setup
from pathlib import Path
setup(Path(sys.argv[1]))
sent = {"HTTP_AUTHORIZATION": f"Bearer {sys.argv[2]}", "HTTP_HOST": "localhost"}
print(Client().get("/api/items/", **sent).status_code)
"""


def python(*words: object) -> subprocess.CompletedProcess[str]:
    env = {**os.environ, "BRIDGEHEAD_LANG": "zh", "PYTHONIOENCODING": "utf-8"}
    command = [sys.executable, *map(str, words)]
    return subprocess.run(command, capture_output=True, encoding="utf-8", check=False, env=env)


def test_token_opens_the_ledger_until_the_password_changes(tmp_path: Path) -> None:
    """Tests that the printed token is taken by the API, alone on its line, and ends with a new password."""
    user = ("-m", "bridgehead", "user")
    place = ("--workspace", tmp_path / "city", "--json")
    assert python(*user, "add", "程序", "--role", "clerk", *place).returncode == 0
    done = python(*user, "token", "程序", *place[:2])
    (token,) = done.stdout.split()
    told = json.loads(python(*user, "token", "程序", *place).stdout)
    assert (told["type"], told["user"]) == ("token", "程序")
    assert python("-c", ASK, place[1], token).stdout.split() == ["200"]
    assert python(*user, "reset", "程序", *place).returncode == 0
    assert python("-c", ASK, place[1], token).stdout.split() == ["401"]


def test_nobody_has_no_token(tmp_path: Path) -> None:
    """Tests that a name without a user ends with exit code 2 and names it."""
    done = python("-m", "bridgehead", "user", "token", "无此人", "--workspace", tmp_path / "city")
    assert (done.returncode, done.stdout) == (2, "")
    assert "无此人" in done.stderr
