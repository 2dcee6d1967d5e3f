"""Set phrases of the genre, which train the model that decides between readings of damaged text."""

from __future__ import annotations

import re
from collections import Counter
from importlib.resources import files

import pytest

from bridgehead import terms

ROOM = files("bridgehead.terms") / "phrases"
NAMES = sorted(path.name.removesuffix(".txt") for path in ROOM.iterdir())


@pytest.mark.parametrize("name", NAMES)
def test_source_and_licence_are_stated(name):
    """Tests that every list of phrases states its source, its licence and a date in its first lines."""
    lines = (ROOM / f"{name}.txt").read_text(encoding="utf-8").splitlines()
    head = "\n".join(line for line in lines[:6] if line.startswith("#"))
    assert all(word in head for word in ("source:", "licence:", "date: 20"))


@pytest.mark.parametrize("name", NAMES)
def test_phrases_are_short_and_hold_no_figures(name):
    """Tests that a phrase is short Chinese text: a model must learn no figure and no ASCII mark from it."""
    wrong = [line for line in terms.words(f"phrases/{name}") if re.search(r"[\s0-9０-９,.;:!?\"'()]", line)]
    assert not wrong
    assert all(2 <= len(line) <= 24 for line in terms.words(f"phrases/{name}"))


def test_phrases_are_simplified():
    """Tests that no list holds a traditional character: the model reads simplified text only."""
    opencc = pytest.importorskip("opencc").OpenCC("t2s")
    text = "\n".join(line for name in NAMES for line in terms.words(f"phrases/{name}"))
    assert opencc.convert(text) == text


def test_phrases_stand_in_one_list():
    """Tests that a phrase stands once only, so that none counts more than another."""
    times = Counter(line for name in NAMES for line in terms.words(f"phrases/{name}"))
    assert [line for line, count in times.items() if count > 1] == []
