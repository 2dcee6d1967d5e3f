"""The page of the ledger names what there is."""

from __future__ import annotations

from pathlib import Path

import pytest

from bridgehead.ledger import STATES, rule_sets
from bridgehead.ledger.actors import ROLES

DOCS = Path(__file__).resolve().parents[2] / "docs"
UNCONFIRMED = {"zh": "未确认", "en": "not confirmed"}


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_states_roles_and_rule_sets_are_named(lang: str) -> None:
    """Tests that every state, role and rule set stands on the page, and what is not confirmed says so."""
    text = (DOCS / lang / "ledger.md").read_text(encoding="utf-8")
    words = [*STATES, *(role for role in ROLES if role != "department"), *rule_sets()]
    assert [word for word in words if f"`{word}`" not in text] == []
    lines = {
        code: next(line for line in text.splitlines() if line.startswith(f"| `{code}`"))
        for code in rule_sets()
    }
    told = {code for code, line in lines.items() if UNCONFIRMED[lang] in line}
    assert told == {code for code, one in rule_sets().items() if one.status == "not confirmed"}
