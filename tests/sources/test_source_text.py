"""Plain text: encodings."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bridgehead.errors import UndecodableText, UnknownFormat
from bridgehead.sources import RawText, read_bytes
from bridgehead.sources.text import decode
from bridgehead.terms import words

COMMON = "".join(words("common_characters"))
ENCODINGS = ("utf-8", "utf-8-sig", "gb18030", "big5", "utf-16", "utf-16-le", "utf-16-be", "utf-32")
SIMPLIFIED = (
    "云岭市召开重点项目推进会，市委主要负责人强调：要坚持问题导向，"
    "确保“十四五”任务如期完成。\n全年优良天数249天。"
)
TRADITIONAL = (
    "雲嶺市召開重點項目推進會，市委主要負責人強調：要堅持問題導向，確保任務如期完成。\n全年優良天數249天。"
)


def in_big5(char: str) -> bool:
    try:
        return len(char.encode("big5")) == 2
    except UnicodeEncodeError:
        return False


BOTH = [char for char in COMMON if in_big5(char)]


def texts(alphabet: list[str]) -> st.SearchStrategy[str]:
    """Texts of at least twenty different characters, some of them again, and line ends."""
    different = st.lists(st.sampled_from(alphabet), min_size=20, max_size=60, unique=True)
    return st.builds(
        lambda some, again: "".join(some) + "".join(again),
        different,
        st.lists(st.sampled_from([*alphabet[:50], "，", "。", "\n"]), max_size=60),
    )


@pytest.mark.parametrize("encoding", ENCODINGS)
@settings(max_examples=50)
@given(text=texts(BOTH))
def test_common_characters_survive_every_encoding(encoding: str, text: str) -> None:
    """Tests that a text of common characters comes back from each encoding as it was."""
    assert decode(text.encode(encoding), "x.txt")[0] == text


@given(text=texts(list(COMMON)))
def test_simplified_and_traditional_mixed_survive_gb18030(text: str) -> None:
    """Tests that traditional characters in GB18030 are not taken for Big5."""
    assert decode(text.encode("gb18030"), "x.txt") == (text, "gb18030")


@pytest.mark.parametrize(
    ("text", "encoding", "found"),
    [
        (SIMPLIFIED, "gbk", "gb18030"),
        (TRADITIONAL, "gb18030", "gb18030"),
        (TRADITIONAL, "cp950", "cp950"),
        (SIMPLIFIED, "utf-16-be", "utf-16-be"),
        ("plain ASCII, 1.2\n", "ascii", "utf-8"),
        ("plain ASCII, 1.2\n", "utf-16-le", "utf-16-le"),
        ("邗江区\n睢宁县\n邳州市\n盱眙县\n濉溪县\n亳州市\n鄄城县\n莘县\n", "gb18030", "gb18030"),
    ],
)
def test_real_prose_names_its_encoding(text: str, encoding: str, found: str) -> None:
    """Tests that prose, plain ASCII and a list of rare place names are told apart."""
    assert decode(text.encode(encoding), "x.txt") == (text, found)


def test_only_line_ends_and_mark_change() -> None:
    r"""Tests that white space and blank lines of a text are kept, and that \r\n counts as one character."""
    text = "\n　　云岭市 \t项目\r\n\r\n二\r三\x0b \n"
    kept = text.replace("\r\n", "\n").replace("\r", "\n")
    for encoding in ("utf-8", "utf-8-sig", "utf-16"):
        (item,) = read_bytes(text.encode(encoding), "x.txt")
        assert isinstance(item, RawText)
        assert item.text == kept


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_few_broken_bytes_stay_visible(encoding: str) -> None:
    """Tests that a text cut in the middle of a character is read, with U+FFFD where it was cut."""
    text, found = decode((SIMPLIFIED * 20).encode(encoding) + "云".encode(encoding)[:1], "x.txt")
    assert found == encoding
    assert text == SIMPLIFIED * 20 + "\ufffd"


@pytest.mark.parametrize(
    "data",
    [
        "この文章は日本語で書かれています。会議を開催した。".encode("shift_jis"),
        "この文章は日本語で書かれています。会議を開催した。".encode("euc-jp"),
        "이 문서는 한국어로 작성되었습니다. 회의를 개최하였다.".encode("euc-kr"),
        "Это текст на русском языке".encode("cp1251"),
        "Les élèves étaient très déçus à la plage où ils étaient".encode("latin-1"),
        b"\xff\xfe\x00\xd8\x00\xd8\x00\xd8\x00\xd8",
    ],
)
def test_other_encodings_are_refused(data: bytes) -> None:
    """Tests that text of other languages in other encodings gives a named error instead of nonsense."""
    with pytest.raises(UndecodableText):
        decode(data, "x.txt")


def test_binary_is_no_text() -> None:
    """Tests that binary data is of an unknown format, and says what to try in both languages."""
    with pytest.raises(UnknownFormat) as caught:
        decode(bytes(range(256)) * 40, "x.bin")
    assert "x.bin" in caught.value.message("zh")
    assert ".docx" in caught.value.message("en")


def test_wrong_declaration_does_not_win() -> None:
    """Tests that a declared encoding counts only where it gives plausible text."""
    data = TRADITIONAL.encode("big5")
    assert decode(data, "x", hint="gb18030") == (TRADITIONAL, "cp950")
    assert decode(SIMPLIFIED.encode("gbk"), "x", hint="iso-8859-1") == (SIMPLIFIED, "gb18030")
