"""What was not understood: numbers, places, comparisons, cuts, years, headlines, stray text, counts."""

from __future__ import annotations

from typing import Any

import pytest
from tests.read.read_cases import cases, of, read

from bridgehead import terms
from bridgehead.read import Context, doubts


@pytest.mark.parametrize("case", cases("doubts"))
def test_cases(case: dict[str, Any]) -> None:
    """Tests that what is not understood is reported, and that what is understood is not."""
    found = of(read(case["text"], context=Context(case.get("published"))), "doubt")
    assert [[doubt.kind, doubt.words] for doubt in found] == case["doubts"]


def test_a_cut_article_names_its_last_words() -> None:
    """Tests that an article that breaks off is reported at its last sentence, not at the notice behind it."""
    text = (
        "云岭晚报\n2026年5月8日\n三县联动治理清溪\n本报讯 5月7日，云岭市召开治水推进会。"
        "会议要求，沿线各县要加快污水管网建设。"
        "松溪县率先推行河道分段包干，安排专人每天巡查（下转第三版）\n"
    )
    cuts = [doubt for doubt in of(read(text), "doubt") if doubt.kind == "cut"]
    assert [doubt.detail for doubt in cuts] == ["第三版"]
    assert cuts[0].words.startswith("松溪县")


def test_tables_give_no_doubts_about_sentences() -> None:
    """Tests that the cells of a table are not taken for cut sentences or lost headlines."""
    rows = "\n".join(f"松溪县\t百合\t{n}\t{n + 1}" for n in range(20))
    kinds = {doubt.kind for doubt in of(read("县区\t行业\t2022\t2023\n" + rows), "doubt")}
    assert kinds <= {"year"}


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_kind_says_what_to_try(lang: str) -> None:
    """Tests that each kind has its words in both languages."""
    for row in terms.table("doubts"):
        what, hint = doubts.meaning(row["kind"], lang)
        assert what
        assert hint
        assert what.isascii() == (lang == "en")
