"""The contract of repair, over random damage."""

from __future__ import annotations

import subprocess
import sys
import unicodedata

from hypothesis import given, settings
from hypothesis import strategies as st

from bridgehead.repair import Repaired, repair, replay
from bridgehead.repair._compose import Change, Draft, compose

PIECES = [
    "經濟", "發(fā)展", "質(zhì)量", "書(shu) 記",
    "黃河(he)(he)", "確?！耙汇逅", "當?shù)仄髽", "部門",
    "後", "乾縣", "乾隆", "著力", ",,", ",、", "#xff1a;", "#x31;",
    "著名", "陜西", "何 偉", "市长 何　偉", "１２．５％", "1", "\n.2亿元", "2023年",
    "⼈⺠", "\uf900", "ä¸\xadå\x9b½å\x9b½", "鏄竴涓湅", "ÔÆÁëÊÐÎ¯", "(下转第三版)", "□ 本报记者 方圆",
    "图为", "abc", "ZHI", "(zhi4)", "龙(龍)", "_x000D_",
    "\n", "\n\n", "\r\n", "　　", " ", "\u200b", "\ufeff", "。", "，", ",", "“", "”", "(", ")", "?",
]  # fmt: skip
damaged = st.lists(st.one_of(st.sampled_from(PIECES), st.text(max_size=6)), max_size=30).map("".join)

REALISTIC = [
    "市委書(shu) 記沈懷山深入松溪縣調研產(chan) 業(ye) 發展,強調要抓好落實。",
    "對接江北城市群,打造橋頭堡,實現(xiàn)高質(zhì)量發(fā)展。",
    "会议指出，要坚持问题导向，办好民生实事。", "２０２３年全市生产总值增长８．５％。",
    "今年以来，全市推进6家涉挥发性有机", "物治理等重点工程。", "发布时间:2023-03-18 浏览次数:",
    "本报记者 柳叶 摄", "松溪县委书记 秦 水", "云岭新篇章 奋进新征程", "崞(guō)阳镇的历史",
]  # fmt: skip
pages = st.lists(st.sampled_from(REALISTIC), min_size=1, max_size=12).map("\n\n".join)


def digits(text: str) -> list[str]:
    return [char for char in unicodedata.normalize("NFKC", text) if char.isdigit()]


def check(result: Repaired) -> None:
    raw = result.raw
    assert replay(raw, result.edits) == result.clean
    reached = begun = 0
    for edit in result.edits:
        assert edit.start < edit.end
        assert edit.raw == raw[edit.start : edit.end]
        assert edit.start >= begun
        begun = edit.start
        if edit.outcome == "repaired":
            assert edit.start >= reached
            assert edit.clean != edit.raw
            reached = edit.end
        else:
            assert (edit.clean == edit.raw) == (edit.outcome == "unknown")


@settings(max_examples=200, deadline=None)
@given(damaged)
def test_replay(raw):
    """Tests that the edits are in order, quote the raw text, do not overlap, and replay to the clean text."""
    check(repair(raw))


@settings(max_examples=150, deadline=None)
@given(damaged)
def test_spans(raw):
    """Tests that every clean character has a raw place, and that places do not go backwards."""
    result = repair(raw)
    before = (0, 0)
    for i in range(len(result.clean)):
        start, end = result.raw_span(i, i + 1)
        assert 0 <= start < end <= len(raw)
        assert before <= (start, end)
        before = (start, end)


@settings(max_examples=200, deadline=None)
@given(damaged)
def test_no_digit_is_invented(raw):
    """Tests that the clean text has no digit that the raw text has not, in the same order.

    Text decoded again is left out: there the digits of the bytes were hidden, not missing.
    """
    result = repair(raw)
    if any(edit.kind == "mojibake" and edit.outcome == "repaired" for edit in result.edits):
        return
    there = iter(digits(raw))
    assert all(digit in there for digit in digits(result.clean))


@settings(max_examples=150, deadline=None)
@given(damaged)
def test_lines(raw):
    """Tests that the lines are exactly the lines of the raw text that are not blank."""
    found = [raw[slice(*line.span)] for line in repair(raw).lines]
    assert all(line.strip() and "\n" not in line for line in found)
    assert len(found) <= sum(bool(line.strip()) for line in raw.split("\n"))


@settings(max_examples=60, deadline=None)
@given(pages)
def test_twice_is_once(raw):
    """Tests that repairing a repaired page changes nothing more."""
    once = repair(raw).clean
    assert repair(once).clean == once


@st.composite
def stages(draw):
    """A text and the changes of some stages, each over what the stage before left."""
    text = draw(st.text("甲乙丙丁\n", min_size=1, max_size=20))
    out, current = [], text
    for number in range(draw(st.integers(1, 4))):
        cuts = sorted(draw(st.sets(st.integers(0, len(current)), max_size=6)))
        changes = []
        for start, end in zip(cuts[::2], cuts[1::2], strict=False):
            same = draw(st.booleans())
            clean = "子" * (end - start) if same else draw(st.text("丑寅", max_size=3))
            changes.append(Change(start, end, clean, f"k{number}", 1.0, ""))
        out.append(changes)
        draft = Draft(current)
        draft.apply(changes)
        current = draft.text
    return text, out, current


@given(stages())
def test_compose(case):
    """Tests that stages folded into changes over the raw text give what they give one after the other."""
    text, many, expected = case
    draft = Draft(text)
    for changes in many:
        draft.apply(changes)
    assert draft.text == expected
    assert replay(text, draft.edits()) == expected
    ends = [0, *(change.end for change in draft.changes())]
    assert all(end <= change.start for end, change in zip(ends, draft.changes(), strict=False))


def test_compose_splits_at_a_deletion():
    """Tests that a word whose reading was taken out keeps one edit a character, each on its own place."""
    taken = [Change(1, 7, "", "pinyin", 1.0, "")]
    word = [Change(0, 2, "经济", "script", 1.0, "")]
    spans = [(change.start, change.end, change.clean) for change in compose(taken, word, "經濟")]
    assert spans == [(0, 1, "经"), (1, 7, ""), (7, 8, "济")]


def test_import_is_light():
    """Tests that importing the room loads neither OpenCC nor pypinyin, and clean text no pypinyin either."""
    code = """
import sys
from bridgehead.repair import repair
assert not {"opencc", "pypinyin"} & set(sys.modules)
repair("云岭市")
assert "pypinyin" not in sys.modules
"""
    subprocess.run([sys.executable, "-c", code], check=True)


def test_edits_tell_why():
    """Tests that each repaired edit has evidence in Chinese and a confidence."""
    for edit in repair("市委書(shu) 記沈懷山深入松溪縣調研產(chan) 業(ye) 發展\n\n２０２３年").edits:
        assert edit.evidence
        assert 0 < edit.confidence <= 1
