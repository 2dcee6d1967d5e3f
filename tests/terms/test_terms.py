"""Reference tables."""

from __future__ import annotations

from importlib.resources import files

import pytest

from bridgehead import terms

ROOM = files("bridgehead.terms")
TABLES = sorted(path.name for path in ROOM.iterdir() if path.name.endswith(".csv"))
LISTS = sorted(path.name for path in ROOM.iterdir() if path.name.endswith(".txt"))


@pytest.mark.parametrize("name", TABLES + LISTS)
def test_source_is_stated(name):
    """Tests that every table states its source and a date in its first lines."""
    lines = ROOM.joinpath(name).read_text(encoding="utf-8").splitlines()
    head = "\n".join(line for line in lines[:12] if line.startswith("#"))
    assert "source" in head.lower()
    assert "20" in head


@pytest.mark.parametrize("name", LISTS)
def test_words_are_unique(name):
    """Tests that a word list holds no word twice and no white space."""
    words = terms.words(name.removesuffix(".txt"))
    assert len(set(words)) == len(words) > 0
    assert all(word == word.strip() and " " not in word for word in words)


@pytest.mark.parametrize("name", TABLES)
def test_rows_are_whole(name):
    """Tests that every row of a table has all columns and no more."""
    rows = terms.table(name.removesuffix(".csv"))
    assert rows
    assert all(None not in row and None not in row.values() for row in rows)


def test_unknown_table():
    """Tests that a table that is not there is named in the error."""
    with pytest.raises(FileNotFoundError, match="nowhere"):
        terms.table("nowhere")
