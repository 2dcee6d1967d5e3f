"""Documentation that cannot go stale: verbs, options, settings, record fields, errors."""

from __future__ import annotations

import dataclasses
import importlib
import re
import sys
from pathlib import Path

import pytest

from bridgehead import errors
from bridgehead.cli import app
from bridgehead.records import TYPES, AgendaItem, Comparison, Participant

VERBS = sorted(name for name in app if not name.startswith("-"))
SETTING = re.compile(r"\b(?:BRIDGEHEAD_[A-Z_]+|DATABASE_URL)\b")
# Read by the tests and the scripts only.
INTERNAL = {"BRIDGEHEAD_NO_SKIP"}


def page(root: Path, lang: str, name: str) -> str:
    return (root / "docs" / lang / f"{name}.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("verb", VERBS)
def test_every_verb_is_documented(root: Path, lang: str, verb: str) -> None:
    """Tests that the page of verbs names each of them, with all its options."""
    text = page(root, lang, "cli")
    assert f"bridgehead {verb}" in text
    command = app[verb]
    found = [command, *(command[name] for name in command if not name.startswith("-"))]
    for part in found:
        if part.default_command is None:
            continue
        for argument in part.assemble_argument_collection():
            for name in argument.names:
                if name.startswith("--") and not name.startswith("--no-"):
                    assert name in text, f"{verb} {name}"


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_setting_is_documented(root: Path, lang: str) -> None:
    """Tests that each environment variable the code reads stands in the page of settings."""
    used = {
        name
        for path in (root / "src").rglob("*.py")
        for name in SETTING.findall(path.read_text(encoding="utf-8"))
    } - INTERNAL
    assert len(used) >= 4
    assert not {name for name in used if name not in page(root, lang, "settings")}


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_error_is_documented(root: Path, lang: str) -> None:
    """Tests that the page of errors tells what to do for each of them."""
    text = page(root, lang, "errors")
    assert not [name for name in errors.__all__ if name[0].isupper() and name not in text]


@pytest.mark.parametrize("cls", [*TYPES.values(), Participant, AgendaItem, Comparison])
def test_every_record_field_is_documented(root: Path, cls: type) -> None:
    """Tests that each field of a record is explained in its docstring, and no other is."""
    sys.path.insert(0, str(root / "scripts"))
    try:
        reference = importlib.import_module("reference")
    finally:
        sys.path.remove(str(root / "scripts"))
    documented = reference.fields_of(cls)
    assert {field.name for field in dataclasses.fields(cls)} == set(documented)
    assert all(meaning.strip() for _, meaning in documented.values())
