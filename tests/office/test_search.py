"""Search finds exactly what LIKE finds: no mention is lost, none is made up."""

from __future__ import annotations

import random
from collections.abc import Callable
from itertools import pairwise
from typing import Any

import pytest
from django.db import connection
from hypothesis import HealthCheck, example, given
from hypothesis import settings as rules
from hypothesis import strategies as st

from bridgehead.office import search
from bridgehead.office.importer import import_workspace
from bridgehead.office.models import Document, Record, SearchEntry

ALPHABET = (
    "云岭市松溪县梅川百合古城要抓好落实，。、“”％ 　\n\t%_\\'\"*^():-+=;?"
    "aAbBzZ019ＡａÅéßİıΣςＺ\u0301\u200b\x1f\x7f🙂"
)
TEXTS = st.text(st.sampled_from(ALPHABET), max_size=40)
QUERIES = st.text(st.sampled_from(ALPHABET), min_size=1, max_size=6)


def like(query: str, type: str | None = None) -> list[int]:
    """The oracle: what LIKE finds, all words of the query, newest first."""
    found = SearchEntry.objects.all() if type is None else SearchEntry.objects.filter(type=type)
    asked = search.words(query)
    for word in asked:
        escaped = word.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
        found = found.extra(where=[r"text LIKE %s ESCAPE '\'"], params=[f"%{escaped}%"])
    return list(found.order_by("-id").values_list("id", flat=True)) if asked else []


def ids(query: str, **options: Any) -> list[int]:
    """What search finds, as entry ids."""
    return [entry.id for entry in search.entries(query, **options)]


@pytest.fixture
def fill(db: None) -> Callable[..., None]:
    """Put texts into the index, as records of one document; ``kind`` names the type of each."""

    def put(texts: list[str], kind: Callable[[int], str] = lambda n: "directive") -> None:
        SearchEntry.objects.all().delete()
        Document.objects.all().delete()
        from django.utils import timezone

        document = Document.objects.create(
            id="document-1", path="a.txt", length=0, data={}, imported_at=timezone.now(), clean="", raw=""
        )
        records, entries = [], []
        numbers = search.entry_ids(1, len(texts))
        for n, (number, text) in enumerate(zip(numbers, texts, strict=True)):
            folded, type = search.fold(text), kind(n)
            common = {"type": type, "document": document}
            records.append(
                Record(
                    id=f"r{n}",
                    start=n,
                    end=n + 1,
                    quote=text,
                    title=text,
                    order=n,
                    confidence=1,
                    data={},
                    search_text=folded,
                    **common,
                )
            )
            entries.append(
                SearchEntry(
                    id=number,
                    record_id=f"r{n}",
                    text=folded,
                    grams=search.entry_grams(type, folded),
                    **common,
                )
            )
        Record.objects.bulk_create(records, batch_size=500)
        SearchEntry.objects.bulk_create(entries, batch_size=500)

    return put


@rules(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(texts=st.lists(TEXTS, min_size=1, max_size=12), queries=st.lists(QUERIES, min_size=1, max_size=8))
@example(
    texts=["50%_合", "50合", "a\\b", '"x" OR y', "ＡＢ"],
    queries=["%", "_", "\\", '"', "ab", "OR", "%_", "x* "],
)
@example(texts=["ΑΣ", "ας", "İ", "i\u0307"], queries=["Σ", "ς", "σ", "İ", "i"])
def test_search_finds_what_like_finds(fill: Any, texts: list[str], queries: list[str]) -> None:
    """Tests that any query over any texts gives LIKE's hits, in order and number."""
    fill(texts)
    for query in queries:
        assert ids(query) == like(query), query
        assert search.count(query) == len(like(query))


def test_search_finds_what_like_finds_among_five_thousand(fill: Any) -> None:
    """Tests 120 queries cut from 5,000 sentences, of one to seven characters and of two words."""
    chance = random.Random(7)
    words = [
        "云岭市",
        "松溪县",
        "百合",
        "抓好",
        "落实",
        "3.72",
        "AQI",
        "，",
        "。",
        "“13579”",
        "古城",
        "的",
        "要",
    ]
    texts = ["".join(chance.choices(words, k=chance.randint(1, 12))) for _ in range(5000)]
    fill(texts, kind=lambda n: ("directive", "event", "project")[n % 3])
    for _ in range(120):
        text = chance.choice(texts)
        at = chance.randrange(len(text))
        query = text[at : at + chance.randint(1, 7)]
        if chance.random() < 0.3:
            query += " " + chance.choice(words)
        assert ids(query) == like(query), query
        assert ids(query, types=["event"]) == like(query, "event"), query
        assert sum(search.counts(query).values()) == search.count(query) == len(like(query))
        assert search.matching(Record.objects.all(), query).count() == search.count(query)


def test_pages_of_hits_follow_one_another(fill: Any) -> None:
    """Tests that limit and offset cut the whole list of hits into pages."""
    fill([f"第{n}次到云岭" for n in range(50)])
    whole = ids("云岭")
    assert whole == sorted(whole, reverse=True)
    hits = [
        hit.record.id
        for at in range(0, 50, 20)
        for hit in search.search("云岭", limit=20, offset=at)
        if hit.record
    ]
    assert hits == [f"r{n}" for n in range(50)]


@pytest.mark.django_db
def test_index_follows_the_table(workspace: Any) -> None:
    """Tests that entries that are changed or deleted are found as they now are (the triggers)."""
    import_workspace(workspace)
    entry = SearchEntry.objects.get(type="commitment")
    assert [hit.type for hit in search.search("百合种植")] == ["document", "article", "commitment"]
    SearchEntry.objects.filter(id=entry.id).update(
        text="稻谷", grams=search.entry_grams("commitment", "稻谷")
    )
    assert [hit.type for hit in search.search("稻谷")] == ["commitment"]
    SearchEntry.objects.filter(id=entry.id).delete()
    assert search.search("稻谷") == []
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("INSERT INTO office_grams(office_grams) VALUES ('integrity-check')")


@pytest.mark.django_db
def test_newest_comes_first(workspace: Any) -> None:
    """Tests that hits are ordered by day, documents by their own, and within a day as they stand."""
    import_workspace(workspace)
    found = search.search("云岭")
    days = [search.day_of((hit.record and hit.record.when) or hit.document.date_published) for hit in found]
    assert len(set(days)) > 1
    assert days == sorted(days, reverse=True)
    numbered = [hit.record.ordinal for hit in search.search("陆明远", types=["directive"]) if hit.record]
    assert numbered == ["一", "二"]


@pytest.mark.django_db
def test_no_word_reaches_over_two_fields(workspace: Any) -> None:
    """Tests that the end of a quote and the beginning of a name do not make a word."""
    import_workspace(workspace)
    record = Record.objects.get(type="directive", ordinal="一")
    assert record.search_text.startswith("一要擦亮百合品牌\n")
    assert search.count("品牌 陆明远", types=["directive"]) == 1
    assert search.count("品牌陆明远", types=["directive"]) == 0


@pytest.mark.django_db
@pytest.mark.parametrize("query", ["", " ", "\u3000\n"])
def test_nothing_asked_nothing_found(workspace: Any, query: str) -> None:
    """Tests that an empty query finds nothing, but narrows nothing either."""
    import_workspace(workspace)
    assert (search.search(query), search.count(query), search.counts(query)) == ([], 0, {})
    assert search.matching(Record.objects.all(), query).count() == 11


@pytest.mark.django_db
def test_very_long_queries_are_answered(workspace: Any) -> None:
    """Tests that a whole document, or thousands of words, can be searched for."""
    import_workspace(workspace)
    document = Document.objects.get(path="a/visit.txt")
    assert search.count(document.clean.replace("\n", ""), types=["document"]) == 0
    assert search.count(document.clean, types=["document"]) == 1
    assert search.count(" ".join(map(chr, range(0x4E00, 0x4F00)))) == 0


@given(TEXTS)
def test_folding_keeps_every_offset(text: str) -> None:
    """Tests that a folded text is as long as the text, and folding it again changes nothing."""
    assert len(search.fold(text)) == len(text)
    assert search.fold(search.fold(text)) == search.fold(text)


@given(TEXTS, TEXTS)
def test_folding_looks_at_one_character_at_a_time(a: str, b: str) -> None:
    """Tests that what stands beside a character does not change its form, so parts of a text are found."""
    assert search.fold(a + b) == search.fold(a) + search.fold(b)


@given(TEXTS, st.lists(QUERIES, max_size=4))
def test_marks_are_where_the_words_stand(text: str, queries: list[str]) -> None:
    """Tests that marks are in order, apart from one another, and cover every place of every word."""
    found = [word for query in queries for word in search.words(query)]
    spans = search.marks(text, found)
    assert all(before[1] < after[0] for before, after in pairwise(spans))
    covered = {at for start, end in spans for at in range(start, end)}
    folded = search.fold(text)
    wanted = {
        at + step
        for word in found
        for at in range(len(folded))
        if folded.startswith(word, at)
        for step in range(len(word))
    }
    assert covered == wanted


@given(st.text(st.sampled_from(ALPHABET), max_size=400), QUERIES)
def test_snippets_show_the_first_word(text: str, query: str) -> None:
    """Tests that a snippet is one line of bounded length that shows a word the text holds."""
    found = search.words(query)
    shown, spans = search.snippet(text, found, width=60)
    assert len(shown) <= 62
    assert not any(char in shown for char in "\n\t\x1f")
    if any(word in search.fold(text) for word in found):
        assert spans
