"""Readings printed behind characters: what is noise, and what a writer gave on purpose."""

from __future__ import annotations

import json
from pathlib import Path
from random import Random

import pytest
from samples.generator.damage import damaged, from_lines
from samples.generator.damage import pinyin as noise
from samples.generator.damage import script as scripts

from bridgehead.repair._compose import Draft, Rewrite
from bridgehead.repair.pinyin import pinyin

CASES = json.loads(
    (Path(__file__).parents[1] / "cases" / "repair" / "pinyin.json").read_text(encoding="utf-8")
)
GLOSSES = [line for line in CASES["negative"] if "：" not in line]
PAGE = (
    "云岭市委书记沈怀山到松溪县调研重点项目建设情况。他强调，要抓住机遇，发展现代产业，优化营商环境。",
    "沈怀山来到经济技术开发区，听取企业负责人对生产经营、技术创新和人才队伍建设的介绍。",
    "会议指出，各级各部门要认真贯彻落实，为实现全年目标任务提供坚强保证，让群众过上好日子。",
)


def stripped(text: str) -> str:
    draft = Draft(text)
    draft.apply(pinyin(text))
    return draft.text


@pytest.mark.parametrize("case", CASES["in-the-wild"] + CASES["synthetic"], ids=lambda case: case["why"])
def test_noise_goes(case):
    """Tests that printed readings go, on pages and in single lines of them."""
    assert stripped(case["raw"]) == case["clean"]


@pytest.mark.parametrize("line", CASES["negative"])
def test_glosses_stay(line):
    """Tests that a writer's readings stay: rare characters, names, lessons, symbols."""
    assert pinyin(line) == []


@pytest.mark.parametrize("case", CASES["known-failures"], ids=lambda case: case["why"])
@pytest.mark.xfail(strict=True, reason="what cannot be told is left alone")
def test_known_failures(case):
    """Tests that a known failure still fails: when it does not, it moves to the other list."""
    assert stripped(case["raw"]) == case["clean"]


@pytest.mark.parametrize("seed", range(8))
@pytest.mark.parametrize("way", ["toned", "toneless", "random", "dense"])
def test_every_reading_of_a_site_goes(way, seed):
    """Tests that a page, and each sentence of it given alone, is free of a site's readings."""
    rng = Random(seed)
    cells = scripts.apply(from_lines(PAGE), rng.choice(["plain", "wrong-pick"]), rng)
    chars = noise.choose(cells, rng.choice([6, 25, 60]), rng)
    clean, raw = damaged(cells), damaged(noise.apply(cells, way, chars, rng))
    assert stripped(raw) == clean
    for line, wanted in zip(raw.split("\n"), clean.split("\n"), strict=True):
        assert stripped(line) == wanted


@pytest.mark.parametrize(
    "line",
    ["崞(guō)阳镇位于县境北部。", "六(lù)安客商来访。", "仇(qiú)大川出席。", "盱(xū)眙(yí)龙虾节开幕。"],
)
def test_a_gloss_on_a_noisy_page_stays(line):
    """Tests that a writer's reading stays where a site's readings go."""
    cells = scripts.apply(from_lines(PAGE), "plain", Random(1))
    raw = damaged(noise.apply(cells, "toned", noise.choose(cells, 30, Random(1)), Random(1)))
    assert stripped(f"{raw}\n{line}").split("\n")[-1] == line


@pytest.mark.parametrize(
    "line",
    [
        "嵊(shèng)州客商来访。",
        "燕子墩(dūn)乡地处北部。",
        "任(rén)大川出席。",
        "出土青铜簋(guǐ)一件。",
        "朝(cháo)阳市来函。",
    ],
)
@pytest.mark.parametrize("way", ["toned", "random"])
def test_a_gloss_on_a_simplified_noisy_page_stays(way, line):
    """Tests the same where no character was converted: the site's set is any characters of the page."""
    cells = from_lines(PAGE)
    raw = damaged(noise.apply(cells, way, noise.choose(cells, 40, Random(2)), Random(2)))
    above, last = stripped(f"{raw}\n{line}").rsplit("\n", 1)
    assert last == line
    assert raw.count("(") > 10 > 2 > above.count("(")  # 沈(shěn)怀山 looks like a place


@pytest.mark.parametrize("width", range(5, 36, 3))
def test_readings_around_line_ends_go(width):
    """Tests that lines wrapped after readings were printed lose all of them, and keep their line ends."""
    cells = scripts.apply(from_lines(PAGE), "plain", Random(1))
    chars = noise.choose(cells, 30, Random(1))
    raw = damaged(noise.apply(cells, "toned", chars, Random(1))).replace("\n", "")
    rows = [raw[at : at + width] for at in range(0, len(raw), width)]
    found = stripped("\n".join(rows))
    assert found.replace("\n", "") == damaged(cells).replace("\n", "")
    assert found.count("\n") == len(rows) - 1


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize("way", ["toned", "toneless", "dense"])
def test_the_short_cut_does_the_same(way, seed):
    """Tests that a page taken as a whole comes out as its changes say, one by one."""
    rng = Random(seed)
    cells = scripts.apply(from_lines(PAGE), "plain", rng)
    raw = damaged(noise.apply(cells, way, noise.choose(cells, 30, rng), rng))
    found = pinyin(raw)
    assert isinstance(found, Rewrite)
    draft = Draft(raw)
    draft.apply(list(found.changes()))
    assert draft.text == found.text
