"""Every file through the one door: archives, folders, and whatever is wrong with a file."""

from __future__ import annotations

import io
import os
import subprocess
import sys
from pathlib import Path

import docx
import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st
from made_files import ofd, pack, pdf

from bridgehead.errors import (
    DamagedFile,
    EmptySource,
    OversizedFile,
    ProtectedFile,
    SourceError,
    UndecodableText,
    UnknownFormat,
    UsageError,
)
from bridgehead.sources import Item, RawText, discover, read, read_bytes
from bridgehead.sources import shown as shown_name


def word() -> bytes:
    out = io.BytesIO()
    document = docx.Document()
    document.add_paragraph("云岭市")
    document.save(out)
    return out.getvalue()


def sheet() -> bytes:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        book.add_worksheet().write(0, 0, "云岭市")
    return out.getvalue()


def shown(items: list[Item]) -> list[tuple[str, str]]:
    """Path and text of what was read, place and name of what was not."""
    return [
        (item.path, item.text) if isinstance(item, RawText) else (item.where, type(item).__name__)
        for item in items
    ]


def test_archive_gives_each_member() -> None:
    """Tests that members come in order with their paths, bad ones as errors, archives inside opened."""
    inner = pack({"丙.txt": "里面".encode(), "坏.pdf": b"no"})
    data = pack(
        {
            "甲/一.txt": "云岭".encode("gbk"),
            "__MACOSX/一.txt": b"x",
            "~$乙.docx": b"x",
            "乙.docx": word(),
            "空.txt": b"",
            "内.zip": inner,
        }
    )
    assert shown(list(read_bytes(data, "a.zip"))) == [
        ("a.zip!/甲/一.txt", "云岭"),
        ("a.zip!/乙.docx", "云岭市"),
        ("a.zip!/空.txt", "EmptySource"),
        ("a.zip!/内.zip!/丙.txt", "里面"),
        ("a.zip!/内.zip!/坏.pdf", "DamagedFile"),
    ]


def test_archive_names_in_gbk() -> None:
    """Tests that names without the UTF-8 flag are read as Chinese Windows writes them."""
    data = pack({"XXXXXX.txt": b"1"}).replace(b"XXXXXX", "云岭市".encode("gbk"))
    assert shown(list(read_bytes(data, "a.zip"))) == [("a.zip!/云岭市.txt", "1")]


def test_locked_member_does_not_stop_the_others() -> None:
    """Tests that a member with a password gives its error and the next one its text."""
    data = bytearray(pack({"锁.txt": b"1", "开.txt": b"2"}))
    data[6] |= 1
    data[data.find(b"PK\x01\x02") + 8] |= 1
    assert shown(list(read_bytes(bytes(data), "a.zip"))) == [
        ("a.zip!/锁.txt", "ProtectedFile"),
        ("a.zip!/开.txt", "2"),
    ]


def test_broken_member_does_not_stop_the_others() -> None:
    """Tests that a member with a wrong checksum gives its error and the next one its text."""
    data = pack({"a.txt": b"first text", "b.txt": b"second"}, stored=True).replace(
        b"first text", b"fiXst text", 1
    )
    assert shown(list(read_bytes(data, "a.zip"))) == [
        ("a.zip!/a.txt", "DamagedFile"),
        ("a.zip!/b.txt", "second"),
    ]


def nested(depth: int) -> bytes:
    data = b"bottom"
    for level in range(depth):
        data = pack({"n.zip" if level else "n.txt": data})
    return data


@pytest.mark.parametrize(("depth", "read_at_all"), [(3, True), (4, False), (9, False)])
def test_archives_are_opened_three_deep(depth: int, read_at_all: bool) -> None:
    """Tests that archives are opened three deep and not deeper."""
    (item,) = read_bytes(nested(depth), "n.zip")
    assert isinstance(item, RawText if read_at_all else OversizedFile)


def test_bombs_are_refused() -> None:
    """Tests that dense members, too many members and too much in sum are named errors before they are
    unpacked.
    """
    dense = pack({"b.txt": b"0" * 20_000_000, "ok.txt": b"1"})
    assert shown(list(read_bytes(dense, "a.zip"))) == [
        ("a.zip!/b.txt", "OversizedFile"),
        ("a.zip!/ok.txt", "1"),
    ]
    big = bytearray(pack({f"{i}.txt": b"0" for i in range(6)}))
    at = -1
    while (at := big.find(b"PK\x01\x02", at + 1)) >= 0:
        big[at + 24 : at + 28] = (190 * 1024**2).to_bytes(4, "little")
    for data in (
        bytes(big),
        pack({f"{i}.txt": b"" for i in range(10_001)}),
        pack({"word/document.xml": b"<a>" * 9_000_000}),
    ):
        (item,) = read_bytes(data, "a.zip")
        assert isinstance(item, OversizedFile)


BAD = {
    "empty.txt": (b"", EmptySource),
    "blank.txt": (" \n\t　".encode(), EmptySource),
    "blank16.txt": (" \n".encode("utf-16"), EmptySource),
    "binary.dat": (b"\x7fELF" + bytes(range(256)) * 20, UnknownFormat),
    "cyrillic.txt": ("Это текст на русском".encode("cp1251"), UndecodableText),
    "line.txt": (b"a" * 50_000_000, OversizedFile),
    "han.txt": ("云岭".encode() * 8_500_000, OversizedFile),
    "gbk.txt": ("云岭".encode("gbk") * 12_500_000, OversizedFile),
    "line.csv": (b"a," * 25_000_000, OversizedFile),
    "line.html": (b"<p>" + b"a" * 50_000_000, OversizedFile),
    "cut.docx": (word()[:-500], DamagedFile),
    "cut.xlsx": (sheet()[:-500], DamagedFile),
    "cut.zip": (pack({"a.txt": b"1"})[:-30], DamagedFile),
    "cut.ofd": (ofd(["通知"])[:-30], DamagedFile),
    "none.zip": (pack({}), EmptySource),
    "no.docx": (pack({"word/document.xml": b"<a/>"}), DamagedFile),
    "no.xlsx": (pack({"xl/workbook.xml": b"<a"}), DamagedFile),
    "no.ofd": (pack({"OFD.xml": b"<a/>"}), DamagedFile),
    "zeros.pdf": (bytes(500), DamagedFile),
    "old.doc": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "WordDocument".encode("utf-16-le"), UnknownFormat),
    "locked.docx": (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"),
        ProtectedFile,
    ),
    "locked.pdf": (pdf([("锁", 50, 50, 12)], locked=True), ProtectedFile),
    "slides.pptx": (pack({"ppt/presentation.xml": b"<a/>"}), UnknownFormat),
    "packed.rar": (b"Rar!\x1a\x07", UnknownFormat),
    "rich.rtf": (b"{\\rtf1 a}", UnknownFormat),
    "data.json": (b'{"a": 1}', UnknownFormat),
}


@pytest.mark.parametrize("name", BAD)
def test_bad_files_are_named_errors(name: str) -> None:
    """Tests that each kind of bad file gives one error that says what, where and what to try, in both
    languages.
    """
    data, kind = BAD[name]
    (item,) = read_bytes(data, name)
    assert type(item) is kind
    assert not isinstance(item, RawText)
    assert item.where.startswith(name)
    assert all((item.zh, item.en, item.try_zh, item.try_en))
    assert item.exit_code == 3


@pytest.mark.parametrize(
    ("name", "media"),
    [("a.txt", "text/plain"), ("a", "text/plain"), ("通知 2023.02.18", "text/plain"), ("a.csv", "text/csv")],
)
def test_the_name_decides_where_the_bytes_do_not(name: str, media: str) -> None:
    """Tests that text is told by its suffix, odd or missing suffixes included."""
    (item,) = read_bytes("云岭市,1\n".encode(), name)
    assert isinstance(item, RawText)
    assert item.media_type == media


@pytest.mark.parametrize(
    "data", [word(), sheet(), pdf([("云岭市", 50, 50, 12)])], ids=["docx", "xlsx", "pdf"]
)
@pytest.mark.parametrize("name", ["a.txt", "a.zip", "a"])
def test_the_bytes_win_over_the_name(data: bytes, name: str) -> None:
    """Tests that a file with a wrong suffix is read as what it is."""
    (item,) = read_bytes(data, name)
    assert isinstance(item, RawText)
    assert item.text == "云岭市"


@settings(max_examples=60, deadline=None)
@given(
    whole=st.sampled_from(
        [
            word(),
            sheet(),
            pdf([("云", 50, 50, 12)], None),
            ofd(["云"]),
            pack({"a.html": b"<p>1"}),
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
        ]
    ),
    cut=st.floats(0, 1),
    noise=st.binary(max_size=60),
    name=st.sampled_from(["a", "a.xls", "a.pdf", "a.docx", "a.csv", "a.html"]),
)
def test_no_library_error_comes_out(whole: bytes, cut: float, noise: bytes, name: str) -> None:
    """Tests that whatever is done to a file, texts and named errors come out and nothing is raised."""
    at = int(cut * len(whole))
    for data in (whole[:at] + noise, whole[:at] + noise + whole[at + len(noise) :], noise):
        items = list(read_bytes(data, name))
        assert items
        assert all(isinstance(item, RawText | SourceError) for item in items)


def test_read_takes_the_name_it_is_given(tmp_path: Path) -> None:
    """Tests that a file is recorded under the given name, by default under its path, with the hash of its
    bytes.
    """
    (tmp_path / "a.txt").write_bytes("云岭".encode("gb18030"))
    (named,) = read(tmp_path / "a.txt", name="甲/a.txt")
    (plain,) = read(tmp_path / "a.txt")
    assert isinstance(named, RawText)
    assert isinstance(plain, RawText)
    assert (named.path, plain.path) == ("甲/a.txt", str(tmp_path / "a.txt"))
    assert len(named.sha256) == 64


def test_read_of_no_file_gives_an_error(tmp_path: Path) -> None:
    """Tests that a folder, a missing file and one larger than the limit give an error instead of raising
    it.
    """
    with (tmp_path / "large.txt").open("wb") as file:
        file.truncate(201 * 1024**2)
    kinds = [type(next(read(path))) for path in (tmp_path, tmp_path / "none.txt", tmp_path / "large.txt")]
    assert kinds == [SourceError, SourceError, OversizedFile]


def test_discover_skips_what_no_person_put_there(tmp_path: Path) -> None:
    """Tests that files come sorted by their relative names, without hidden files, lock files and
    workspaces.
    """
    wanted = ["a.txt", "乙/b.txt", "乙/丙/c.docx"]
    left = [
        ".x.txt",
        "~$a.docx",
        "Thumbs.db",
        ".DS_Store",
        "__MACOSX/a.txt",
        ".git/a.txt",
        "乙/w/workspace.json",
        "乙/w/r/d.txt",
    ]
    for name in wanted + left:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("1")
    found = discover([tmp_path, tmp_path / "a.txt"])
    assert [name for _, name in found] == sorted(wanted)
    assert all(path.is_file() for path, _ in found)
    assert discover([tmp_path / ".x.txt"]) == [(tmp_path / ".x.txt", ".x.txt")]
    with pytest.raises(UsageError):
        discover([tmp_path / "none"])


def test_importing_the_room_loads_no_reader() -> None:
    """Tests that heavy libraries are loaded only when a file needs them."""
    heavy = "{'docx', 'pypdfium2', 'selectolax', 'python_calamine', 'charset_normalizer'}"
    code = f"import bridgehead.sources, sys; print({heavy} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "set()\n"


@pytest.mark.real
def test_real_documents_decode(shared: Path) -> None:
    """Tests that the five real documents are read whole, with offsets in characters of the file."""
    found = discover([shared / "documents"])
    items = [next(read(path, name=name)) for path, name in found]
    assert [len(item.text) for item in items if isinstance(item, RawText)] == [3566, 4089, 7520, 5783, 2135]
    assert [item.text for item in items if isinstance(item, RawText)] == [
        path.read_text("utf-8") for path, _ in found
    ]


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        ("通知.txt".encode(), "通知.txt"),
        ("收文.txt".encode("gb18030"), "收文.txt"),
        (b"a\nb\x1b[31m.txt", "a␊b␛[31m.txt"),
        (b"\xff\xff.txt", "\ufffd\ufffd.txt"),
    ],
)
def test_names_can_be_shown(raw: bytes, said: str) -> None:
    """Tests that a name in any bytes becomes one line of text that can be printed and encoded."""
    assert shown_name(os.fsdecode(raw)) == said
    assert shown_name(os.fsdecode(raw)).encode("utf-8")


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may look into every folder")
def test_a_closed_folder_is_named(tmp_path) -> None:
    """Tests that a folder inside that may not be looked into is named like a file, and the rest is found."""
    (tmp_path / "a.txt").write_text("要抓好春耕。", encoding="utf-8")
    (tmp_path / "closed").mkdir(mode=0)
    found = discover([tmp_path])
    assert [name for _, name in found] == ["a.txt", "closed"]
    (error,) = read(tmp_path / "closed", name="closed")
    assert isinstance(error, SourceError)
