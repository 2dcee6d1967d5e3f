"""The real documents: measured against the gold, as far as they are there."""

from __future__ import annotations

import json
import unicodedata
from pathlib import Path

import pytest

from bridgehead.repair import repair

DATA = Path(__file__).resolve().parents[2] / ".." / "shared" / "data"
pytestmark = [
    pytest.mark.real,
    pytest.mark.skipif(not (DATA / "documents").is_dir(), reason="../shared/data/documents is not there"),
]


def read(number: str) -> str:
    return next((DATA / "documents").glob(f"{number}_*.txt")).read_text(encoding="utf-8")


def gold(number: str) -> str:
    return json.loads(next((DATA / "gold").glob(f"{number}_*.json")).read_text(encoding="utf-8"))[
        "clean_text"
    ]


def folded(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).split())


def distance(a: str, b: str) -> int:
    """Levenshtein's distance, common ends left out."""
    while a and b and a[-1] == b[-1]:
        a, b = a[:-1], b[:-1]
    start = next((i for i, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), min(len(a), len(b)))
    a, b = a[start:], b[start:]
    row = list(range(len(b) + 1))
    for i, x in enumerate(a, 1):
        last, row[0] = row[0], i
        for j, y in enumerate(b, 1):
            last, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, last + (x != y))
    return row[-1]


@pytest.mark.parametrize(("number", "errors"), [("000", 0), ("003", 3), ("004", 0)])
def test_characters(number, errors):
    """Tests that a repaired document has at most the wrong characters that no first-level rule can know."""
    clean, truth = folded(repair(read(number)).clean), folded(gold(number))
    if len(clean) == len(truth):
        assert sum(x != y for x, y in zip(clean, truth, strict=True)) <= errors
    else:
        assert distance(clean, truth) <= errors


@pytest.mark.parametrize(("number", "joined"), [("000", 0), ("001", 3), ("002", 0), ("003", 3), ("004", 0)])
def test_joins(number, joined):
    """Tests that exactly the sentences cut by a column are joined."""
    assert sum(line.joined for line in repair(read(number)).lines) == joined


def test_shifted_spots():
    """Tests that the four spots of shifted bytes are read again, and that no other document has one."""
    for number, spots in (("000", 0), ("001", 0), ("002", 4), ("003", 0), ("004", 0)):
        result = repair(read(number))
        assert sum("字节错位" in edit.evidence for edit in result.edits) == spots
        assert not any(edit.outcome == "unknown" and edit.kind == "mojibake" for edit in result.edits)


def test_page_roles():
    """Tests that the lines around the articles of the newspaper page and of the statements are told apart."""
    roles = [line.role for line in repair(read("003")).lines]
    counts = {role: roles.count(role) for role in ("caption", "credit", "turn", "slogan", "column")}
    assert counts == {"caption": 2, "credit": 2, "turn": 1, "slogan": 2, "column": 1}
    assert [line.role for line in repair(read("002")).lines].count("speaker") == 8
    assert [line.role for line in repair(read("004")).lines][-1] == "footer"


def test_no_reading_is_left():
    """Tests that no reading printed behind a character is left where nothing was shifted."""
    for number in ("000", "004"):
        assert not any(edit.kind == "pinyin" for edit in repair(repair(read(number)).clean).edits)
        assert "(shu)" not in repair(read(number)).clean
