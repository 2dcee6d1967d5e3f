"""Tests of the one look that decides which stages run."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from tests.repair.pages import SETTINGS, pages

from bridgehead.repair import repair
from bridgehead.repair._scan import Seen, Sign
from bridgehead.repair._uncut import is_uncut
from bridgehead.repair.byteshift._signs import _signs as shifts
from bridgehead.repair.joins import joins
from bridgehead.repair.roles import roles

CASES = Path(__file__).parents[1] / "cases" / "repair"
NAMES = {name: bit for name, bit in vars(Sign).items() if isinstance(bit, int)}

CLEAN = (
    "初步核算，一季度全市地区生产总值（GDP）为386.52亿元，同比增长6.1%，比全省平均高0.4个百分点。",
    "升级“云岭通”App（Android、iOS版本），网址为https://zwfw.yunling.example.cn/，电话为0355-1234567。",
    "施工单位已于5月20日办理许可（5月21日22:00—5月23日6:00），场界噪声不超过55dB(A)。",
    "2024—2026年，可吸入颗粒物(PM10)月均浓度为62μg/m³，PM2.5为24μg/m³；全社会R&D经费投入强度达到2.1%。",
    "董事长、CEO周景明表示，公司在GPU服务器、液冷散热（PUE≤1.2）方面有优势，要做到“拿地即开工”。",
    "会议指出,要落实“双随机、一公开”监管,让企业少跑腿、好办事;要用好12345热线(全年无休)。",
    "松溪县砥砺前行，昔日满目疮痍的矿山，如今绿树成荫。",
)


@pytest.mark.parametrize("text", CLEAN)
def test_clean_official_text_has_no_sign(text: str) -> None:
    """Tests that letters, figures, brackets and rare words of clean text call no stage."""
    seen = Seen(text)
    found = {name for name, bit in NAMES.items() if seen.has(bit)} - {"SHIFT", "SYMBOL"}
    assert not found
    assert not list(shifts(text, seen.places(Sign.SHIFT, Sign.BESIDE_SHIFT)))
    assert repair(text).edits == ()


@pytest.mark.parametrize(
    ("name", "text", "spot"),
    [
        ("READING", "黃河(hé)流域", "("),
        ("SYMBOL", "水质稳定达到Ш类标准", "Ш"),
        ("MASK", "建成GJ园林城市", "G"),
        ("MARK", "项目&nbsp;建设", "&"),
        ("ESCAPE", "负责人是\\u5f20某", "\\"),
        ("WIDTH", "增长１2%", "１"),
        ("SHIFT", "要確?！耙汇逅", "?"),
        ("SPACE", "云 岭 市 政 府", " "),
    ],
)
def test_a_sign_is_found_where_it_stands(name: str, text: str, spot: str) -> None:
    """Tests that places are those of characters, also behind some that take two code units."""
    for before in ("", "𠮷野家😀", "😀" * 3):
        seen = Seen(before + text)
        assert seen.has(NAMES[name])
        assert len(before) + text.index(spot) in seen.places(NAMES[name])


def test_places_tell_all_that_the_whole_text_tells() -> None:
    """Tests that looking for shifts only where a sign stands misses none."""
    cases = json.loads((CASES / "byteshift.json").read_text("utf-8"))
    texts = [case["raw"] for kind in ("synthetic", "in-the-wild") for case in cases[kind]]
    texts += cases["negative"]
    for text in texts:
        assert list(shifts(text, None)) == list(
            shifts(text, Seen(text).places(Sign.SHIFT, Sign.BESIDE_SHIFT))
        )


@pytest.mark.parametrize("setting", sorted(SETTINGS))
def test_an_uncut_page_has_no_joins(setting: str) -> None:
    """Tests that where the roles of lines are not asked for, they would not have mattered."""
    for page in map(SETTINGS[setting], pages("*.txt")):
        if is_uncut(page.raw):
            assert joins(page.raw, roles(page.raw.split("\n"))) == ([], [])


def test_a_headline_above_its_text_is_uncut() -> None:
    """Tests that the usual page is told at once."""
    title = "全市一季度经济运行情况新闻发布会召开"
    text = "4月24日，市政府新闻办召开新闻发布会，通报一季度全市经济运行情况，市统计局局长出席并回答提问。"
    assert is_uncut(f"{title}\n{text * 2}\n{text}")
    assert not is_uncut(f"{title}\n{text * 2}{text[:-20]}\n{text[-20:]}\n{text}")
