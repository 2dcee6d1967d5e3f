"""Tests of directives and commitments."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from bridgehead.read import Context, Reading, asks, lists, read_text, themes
from bridgehead.records import Commitment, Directive, verify
from bridgehead.sources import RawText
from bridgehead.terms import table

CASES = json.loads((Path(__file__).parents[1] / "cases/read/said.json").read_text(encoding="utf-8"))


def reading(text: str, date: str = "2026-03-20") -> Reading:
    source = RawText("a.txt", "0" * 64, "text/plain", text)
    return read_text(source, context=Context(date, "云岭市"))


def said(text: str) -> tuple[list[Directive], list[Commitment]]:
    records = reading(text).records
    return [r for r in records if isinstance(r, Directive)], [r for r in records if isinstance(r, Commitment)]


@pytest.mark.parametrize("case", CASES["synthetic"], ids=lambda case: case["name"])
def test_who_asks_whom_and_who_promises(case: dict) -> None:
    """Tests that each demand and promise is found once, with its numeral, speaker and addressee."""
    directives, commitments = said(case["text"])
    asked = [[d.ordinal, d.issuer_name, list(d.addressee)] for d in directives]
    assert asked == [d[:3] for d in case["directives"]]
    assert [[c.ordinal, c.unit] for c in commitments] == [c[:2] for c in case["commitments"]]
    heads = [d[3] for d in case["directives"]] + [c[2] for c in case["commitments"]]
    for record, head in zip([*directives, *commitments], heads, strict=True):
        assert record.head.startswith(head)
        verify(record, case["text"])


@pytest.mark.parametrize("case", CASES["negative"], ids=lambda case: case["name"])
def test_nothing_is_said(case: dict) -> None:
    """Tests that narration, quoted authorities and commentaries hold no demand and no promise."""
    assert said(case["text"]) == ([], [])


def test_item_has_head_and_extent() -> None:
    """Tests that a numbered item's head is its first sentence and its extent the whole item."""
    text = "市委书记沈怀山到松溪县调研。\n沈怀山强调,一要抓产业。做强百合。\n沈怀山强调,二要抓城建。"
    first = said(text.replace("\n沈怀山强调,二", "二"))[0][0]
    assert first.head == "一要抓产业。"
    assert first.text == "一要抓产业。做强百合。"
    assert first.extent is not None
    assert text[slice(*first.extent)] == first.text


def test_deadline_and_measure() -> None:
    """Tests that a deadline is read with the basis of its year, and makes the demand measurable."""
    case = CASES["synthetic"][1]
    first, second, _ = said(case["text"])[0]
    assert (first.deadline, first.deadline_basis, first.measurable) == ("2026-06-30", "inferred", True)
    assert (second.deadline, second.measurable) == (None, False)


def test_target_of_a_promise() -> None:
    """Tests that a promise keeps the number it aims at."""
    items = {c.head: c for c in said(CASES["synthetic"][3]["text"])[1]}
    assert (items["一要抓产业。"].target_value, items["一要抓产业。"].unit_text) == (20, "家")


def test_directive_knows_its_event_and_post() -> None:
    """Tests that a directive points to the event, the article and the holder of the post."""
    result = reading(CASES["synthetic"][0]["text"])
    by_id = {record.id: record for record in result.records}
    first = next(r for r in result.records if isinstance(r, Directive))
    assert by_id[str(first.event)].type == "event"
    assert by_id[str(first.article)].type == "article"
    assert by_id[str(first.issuer)].type == "membership"
    assert first.issuer_post == "市委书记"


def test_list_needs_two_items_in_order() -> None:
    """Tests that a single numeral is no list, and that a list stops where its order breaks."""
    assert lists.find("一要抓紧。", 0, 5) == []
    text = "一是甲乙;二是丙丁。四是戊己。"
    assert [item.ordinal for item in lists.find(text, 0, len(text))] == ["一", "二"]


def test_numerals_in_words_are_no_list() -> None:
    """Tests that 六要素 and 一是否 are not items."""
    text = "一要素齐全,二要素具备。一是否属实,二是否合规。"
    assert lists.find(text, 0, len(text)) == []


INSIDE_WORDS = [
    "这是重要的工作",
    "主要指标向好",
    "只要努力就行",
    "按照要求办理",
    "要素保障有力",
    "纲要已经印发",
]
ASSERTIONS = [
    "推动发展是重大课题,更是全市必须担好的使命",
    "当前形势复杂,我们有信心",
    "城市更新是该县的重要抓手",
]
NOT_FUTURE = ["云岭市将百合作为名片", "会议将于5月举行", "我市将其列为重点", "全县将特色产业纳入规划"]


@pytest.mark.parametrize("text", INSIDE_WORDS)
def test_modal_inside_a_word(text: str) -> None:
    """Tests that 要 inside another word asks nothing."""
    assert asks.ask_in(text, 0, len(text), opened=False) is None


@pytest.mark.parametrize("text", ASSERTIONS)
def test_assertion_in_a_speech(text: str) -> None:
    """Tests that an assertion in a speech asks nothing, even with a modal verb in its predicate."""
    assert asks.ask_in(text, 0, len(text), opened=False) is None


@pytest.mark.parametrize("text", NOT_FUTURE)
def test_jiang_that_promises_nothing(text: str) -> None:
    """Tests that 将 in the sense of 把, and 将于, promise nothing."""
    assert asks.promise_in(text, 0, len(text), spoken=False) is None


def test_theme_by_words() -> None:
    """Tests that the theme with most words wins, and general words only where no other stands."""
    assert themes.about("要加强古城保护,做好文物修缮")[0] == "文物保护"
    assert themes.about("推动高质量发展")[0] == "总体要求"
    assert themes.about("你好") == (None, ())


def test_themes_table_is_sound() -> None:
    """Tests that every theme has a code of its own and at least one word."""
    codes = [row["code"] for row in table("themes")]
    assert len(codes) == len(set(codes))
    assert all(row["words"] for row in table("themes"))
