"""Each kind of damage by itself, and all of them together under a drawn site."""

from __future__ import annotations

from itertools import pairwise
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from samples.generator import damage
from samples.generator.damage import byteshift, commas, encoding, pinyin, script, scrub, strokes, width

TEXT = (
    "云岭市召开推进会，强调要保护生态、发展产业：“一河清水出松溪。”会议要求，2024年底前建成面积32.5万㎡的项目；"
    "各部门要认真落实，系统谋划，不断发展装备制造，让群众的日子越来越好。谁来干？松溪县带头干！"
)


def replay(text: str, edits: list[damage.Edit], side: str) -> str:
    out, at = [], 0
    for edit in edits:
        assert text[edit.start : edit.end] == edit.raw
        out += (text[at : edit.start], getattr(edit, side))
        at = edit.end
    return "".join(out) + text[at:]


def check(cells: damage.Cells, clean: str) -> None:
    raw, edits = damage.damaged(cells), damage.edits(cells)
    assert [e.start for e in edits] == sorted(e.start for e in edits)
    assert all(a.end <= b.start for a, b in pairwise(edits))
    assert replay(raw, edits, "clean") == clean == damage.clean(cells)
    assert replay(raw, edits, "expect") == damage.expected(cells)


KINDS = {
    "plain": lambda c, r: script.apply(c, "plain", r),
    "wrong-pick": lambda c, r: script.apply(c, "wrong-pick", r),
    "stray": lambda c, r: script.apply(c, "stray", r),
    "repost": lambda c, r: script.apply(c, "repost", r),
    "toned": lambda c, r: pinyin.apply(c, "toned", pinyin.choose(c, 9, r), r),
    "toneless": lambda c, r: pinyin.apply(c, "toneless", pinyin.choose(c, 9, r), r),
    "random": lambda c, r: pinyin.apply(c, "random", pinyin.choose(c, 9, r), r),
    "dense": lambda c, r: pinyin.apply(script.apply(c, "plain", r), "dense", frozenset(), r),
    "shift": lambda c, r: byteshift.apply(c, "！；？。"),
    "shift-drop": lambda c, r: byteshift.apply(c, "；、", decoder="drop"),
    "fold": lambda c, r: width.fold(c),
    "small-forms": lambda c, r: width.small_forms(c),
    "confuse": lambda c, r: strokes.confuse(c, 1.0, r),
    "double": lambda c, r: strokes.double(c, 40, r),
    "lose": lambda c, r: strokes.lose(c, 40, r),
    "symbols": lambda c, r: strokes.symbols(c),
    "commas": lambda c, r: commas.noise(c, 0.9, r),
    "stray-commas": lambda c, r: commas.stray(c, 1, r),
    "numbers": lambda c, r: scrub.numbers(c, 1.0, r),
    "dates": lambda c, r: scrub.dates(c),
    "masks": lambda c, r: scrub.masks(c),
    "spin": lambda c, r: scrub.spin(c),
    "brand": lambda c, r: scrub.brand(c, "云岭市", "某某在线"),
    "entities": lambda c, r: scrub.entities(c),
    "latin1": lambda c, r: encoding.utf8_as_latin1(c),
}


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_kind(kind: str) -> None:
    """Tests that every kind of damage damages, by its seed alone, and that its edit list leads back."""
    cells = damage.from_lines([TEXT, "每一面都要成为里程碑。", "门业总东" * 9])
    hurt = KINDS[kind](cells, Random(5))
    assert damage.damaged(hurt) != damage.clean(cells)
    assert hurt == KINDS[kind](cells, Random(5))
    check(hurt, damage.clean(cells))


@pytest.mark.parametrize(
    ("clean", "marks", "chars", "raw"),
    [
        ("保护、", "；、", "", "?；?、"),  # the trail of 保 and the lead of 护 are the bytes of ；
        ("确保“两个百分百”", "！", "", "确?！傲礁霭俜职佟?"),
        ("省）2024", "。", "", "?。?024"),
        ("好。", "。", "", "好。"),  # at its own border a mark only gets an unseen byte
        ("专业", "", "专", "专(zhuān)业"),
    ],
)
def test_byte_shift_mechanism(clean: str, marks: str, chars: str, raw: str) -> None:
    """Tests that the byte replacement itself, not its look, makes the damage: bytes worked out by hand."""
    cells = byteshift.apply(damage.from_lines([clean]), marks, frozenset(chars))
    assert damage.damaged(cells) == raw
    check(cells, clean)


def test_byte_shift_swallows_tag_and_digit() -> None:
    """Tests that a shift swallows the ``<`` of a tag, and that a lost digit is not expected back."""
    tag = byteshift.apply(damage.from_lines(["他说好。”", "完"]), "！")
    assert damage.damaged(tag) == "他说好?！?/p>\n完"
    digit = byteshift.apply(damage.from_lines(["（云川省）2024年"]), "。", markup=False)
    assert "2024" not in damage.damaged(digit)
    assert damage.expected(digit) == damage.damaged(digit)


def test_annotation_is_all_or_nothing() -> None:
    """Tests that a site annotates a character of its set everywhere, and no other."""
    cells = script.apply(damage.from_lines(["发展产业，发动产能，开发产品"]), "plain", Random(1))
    chars = frozenset("發產")
    raw = damage.damaged(pinyin.apply(cells, "toned", chars, Random(1)))
    assert raw == "發(fā)展產(chǎn)業，發(fā)動產(chǎn)能，開發(fā)產(chǎn)品"


def test_wrong_pick() -> None:
    """Tests that the wrong-pick table takes one form for all meanings."""
    raw = damage.damaged(
        script.apply(damage.from_lines(["局面、体系、制度、上下游、历史"]), "wrong-pick", Random(1))
    )
    assert raw == "局麵、體係、製度、上下遊、曆史"


@settings(max_examples=60, deadline=None)
@given(
    st.integers(0, 10**6),
    st.lists(st.text("云岭保护发展经济，。“”：；？！、（）年2024abc \u00a0面系制", max_size=40), max_size=5),
)
def test_any_site_leads_back(seed: int, lines: list[str]) -> None:
    """Tests that any page under any drawn site keeps its three readings in step."""
    cells = damage.from_lines(lines or [""])
    rng = Random(seed)
    hurt = damage.apply(cells, damage.draw(rng), rng)
    check(hurt, damage.clean(cells))
    assert hurt == damage.apply(cells, damage.draw(again := Random(seed)), again)
