"""Tests that hold for everything read from speech, figures and projects, whatever the text."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bridgehead.read import Context, Reading, read_text
from bridgehead.records import Commitment, Directive, Observation, Project, Sourced, verify
from bridgehead.sources import RawText

DATA = Path(__file__).resolve().parents[2] / "../shared/data/documents"

WHO = "市委书记沈怀山|他|会议|该区|我市|全市|松溪县|松溪蓝谷生物科技有限公司|我们|市工信局负责人"
SAYS = "强调,|指出,|要求|希望企业|表示,|说:|说。|将|要|必须|一要|二要|一是|二是|“|”|,|。|;|\n| |、"
WHAT = "加快产业转型|抓好项目建设|功能糖二期项目|等重点项目|总投资|年产10万吨|签约项目23个|深入|调研|力争"
COMPARED = (
    "完成产值|同比增长|高于全省|占|排名全省第一|两项指标均|分别为|一季度|1至10月|2023年底前|去年同期|目前"
)
MUCH = "188.42亿元|52户|5个百分点|30、45微克/立方米|约16万架"
PIECES = st.sampled_from("|".join((WHO, SAYS, WHAT, COMPARED, MUCH)).split("|"))
TEXT = st.lists(PIECES, min_size=1, max_size=60).map("".join)


def reading(text: str, date: str | None = "2026-03-20") -> Reading:
    source = RawText("a.txt", hashlib.sha256(text.encode()).hexdigest(), "text/plain", text)
    return read_text(source, context=Context(date, "云岭市"))


def ours(result: Reading) -> list[Sourced]:
    return [r for r in result.records if isinstance(r, Directive | Commitment | Observation | Project)]


@given(TEXT, st.sampled_from([None, "2026-03-20", "2026", "--03-18"]))
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_any_order_of_the_genres_words(text: str, date: str | None) -> None:
    """Tests that no order of the genre's words raises, and that every record stands where it says."""
    result = reading(text, date)
    for record in ours(result):
        verify(record, text)
        assert record.quote
        if isinstance(record, Directive | Commitment):
            assert record.text.startswith(record.head)
    assert len({record.id for record in result.records}) == len(result.records)


@given(st.text(max_size=200))
@settings(max_examples=40, deadline=None)
def test_any_text(text: str) -> None:
    """Tests that no text at all raises."""
    for record in ours(reading(text)):
        verify(record, text)


@given(TEXT)
@settings(max_examples=20, deadline=None)
def test_reading_twice_gives_the_same(text: str) -> None:
    """Tests that the same text gives the same records with the same ids."""
    assert ours(reading(text)) == ours(reading(text))


def real(name: str) -> Reading:
    found = sorted(DATA.glob(f"{name}_*.txt")) if DATA.is_dir() else []
    if not found:
        pytest.skip(f"the real documents are not here ({DATA.name} is absent)")
    content = found[0].read_bytes()
    digest = hashlib.sha256(content).hexdigest()
    return read_text(RawText(found[0].name, digest, "text/plain", content.decode()))


@pytest.mark.real
def test_numbered_directives_of_the_damaged_original() -> None:
    """Tests that 一要 to 四要 are read in order with spans in the damaged text."""
    result = real("000")
    numbered = [r for r in result.records if isinstance(r, Directive) and r.ordinal]
    assert [directive.ordinal for directive in numbered] == ["一", "二", "三", "四"]
    for directive in numbered:
        verify(directive, result.repaired.raw)
        assert directive.extent is not None
        assert directive.extent[1] > directive.span[1]


@pytest.mark.real
def test_figures_of_the_newspaper_page() -> None:
    """Tests that the known figures are read with their period and ranks."""
    found = {(r.value, r.unit_text): r for r in real("003").records if isinstance(r, Observation)}
    assert {(3.72, ""), (249.0, "天"), (81.9, "%")} <= found.keys()
    assert {(44.1, "万台"), (4.3, "万架"), (16.1, "万架")} <= found.keys()
    for key in ((3.72, ""), (81.9, "%")):
        assert found[key].observation_period == "2023-01/2023-10"
        assert [c.value for c in found[key].comparisons if c.kind == "rank"] == [1.0]


@pytest.mark.real
def test_statements_hold_commitments_only() -> None:
    """Tests that numbered items in statements of those in charge are commitments."""
    records = real("002").records
    assert not [r for r in records if isinstance(r, Directive)]
    assert len([r for r in records if isinstance(r, Commitment) and r.ordinal]) == 23
