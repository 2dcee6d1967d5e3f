"""The made-up prefecture as it lies in samples/: fresh, sourced, complete, and sound."""

from __future__ import annotations

import io
import json
import zipfile
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from samples.generator import make

SAMPLES = make.SAMPLES


@cache
def made() -> dict[str, tuple[bytes, dict[str, Any]]]:
    return {name: (data, gold) for name, data, gold in make.pages()}


NAMES = sorted(path.name for path in (SAMPLES / "yunling").iterdir() if path.is_file())


def gold_of(name: str) -> dict[str, Any]:
    gold: dict[str, Any] = json.loads((SAMPLES / "gold" / f"{name}.json").read_text("utf-8"))
    return gold


def text_pages() -> list[str]:
    return [name for name in NAMES if gold_of(name)["source_kind"] != "table"]


def content(data: bytes) -> object:
    """Return a file's bytes, or for Office files those of their members: zlib is not the same everywhere."""
    if not zipfile.is_zipfile(io.BytesIO(data)):
        return data
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return [(member.filename, member.date_time, archive.read(member)) for member in archive.infolist()]


@pytest.mark.parametrize("name", NAMES)
def test_fresh(name: str) -> None:
    """Tests that what lies in samples/ is what the generator makes, byte for byte."""
    data, gold = made()[name]
    assert content((SAMPLES / "yunling" / name).read_bytes()) == content(data)
    assert gold_of(name) == json.loads(json.dumps(gold))


def test_complete() -> None:
    """Tests that no page is missing and none is left over, in files and gold, and follow.json is fresh."""
    assert set(NAMES) == set(made())
    assert {path.name for path in (SAMPLES / "gold").iterdir()} == {f"{n}.json" for n in NAMES} | {
        "follow.json"
    }
    golds = {name: gold for name, (_, gold) in made().items()}
    stored = json.loads((SAMPLES / "gold" / "follow.json").read_text("utf-8"))
    assert stored == json.loads(json.dumps(make.follow(golds)))


@pytest.mark.parametrize("name", text_pages())
def test_edits_lead_back(name: str) -> None:
    """Tests that a page's edit list replays to its clean and its expected text."""
    gold = gold_of(name)
    clean, expected, at = [], [], 0
    for start, end, raw, expect, text, kind, outcome in gold["edits"]:
        assert gold["raw"][start:end] == raw
        assert kind
        assert (outcome == "repaired") == (expect != raw)
        clean += (gold["raw"][at:start], text)
        expected += (gold["raw"][at:start], expect)
        at = end
    rest = gold["raw"][at:]
    assert "".join([*clean, rest]) == gold["clean"]
    assert "".join([*expected, rest]) == gold["expected"]


def facts(value: Any) -> list[dict[str, Any]]:
    """Return every fact with a span, at any depth."""
    if isinstance(value, list):
        return [fact for part in value for fact in facts(part)]
    if isinstance(value, dict):
        inside = [fact for part in value.values() for fact in facts(part)]
        return [value, *inside] if "span" in value else inside
    return []


@pytest.mark.parametrize("name", text_pages())
def test_spans(name: str) -> None:
    """Tests that every fact's span gives its raw quote, and every line's span is one line."""
    gold = gold_of(name)
    found = facts([gold[kind] for kind in make.FACTS if kind != "articles"])
    for fact in found:
        start, end = fact["span"]
        assert gold["raw"][start:end] == fact["quote_raw"] != ""
    if gold["source_kind"] in ("template", "fiction", "advert"):
        assert found == []
    for start, end, role, _, _ in gold["lines"]:
        assert role != "blank"
        assert gold["raw"][start:end].strip()
        assert "\n" not in gold["raw"][start:end]
    lined = "".join(gold["raw"][start:end] for start, end, *_ in gold["lines"])
    assert "".join(lined.split()) == "".join(gold["raw"].split())


@pytest.mark.parametrize("name", [n for n in NAMES if n.endswith(".txt")])
def test_text_file_is_raw(name: str) -> None:
    """Tests that spans of a text file point into the file itself, decoded."""
    gold = gold_of(name)
    assert (SAMPLES / "yunling" / name).read_bytes().decode(gold["encoding"]) == gold["raw"]


def test_every_damage_occurs() -> None:
    """Tests that each kind of damage occurs on some page, and each outcome."""
    edits = [edit for name in text_pages() for edit in gold_of(name)["edits"]]
    kinds = {part for edit in edits for part in edit[5].split("+")}
    assert kinds >= {
        *(
            "pinyin",
            "script",
            "repost",
            "byte-shift",
            "fold",
            "small-form",
            "ocr",
            "symbol",
            "doubled",
            "lost",
        ),
        *("comma", "comma-place", "number-cut", "date-mark", "mask", "brand", "spun", "entity", "no-break"),
        *("cut", "wrap", "page-number", "across", "latin-1"),
    }
    assert {edit[6] for edit in edits} == {"repaired", "suggested", "unknown", "left"}
    raws = "\n".join(gold_of(name)["raw"] for name in text_pages())
    for sight in ("?/p>", "????", "(chǎn)", "(chan) ", "局麵", "體係", "Ш類", "下转第三版", "\n# ", "**县"):
        assert sight in raws


def test_roles_and_articles() -> None:
    """Tests that the newspaper page has its six articles and all its furniture."""
    gold = gold_of("04-daily-page.txt")
    assert [article["id"] for article in gold["articles"]] == ["1", "2", "3", "4", "5", "6"]
    roles = {line[2] for line in gold["lines"]}
    assert roles >= {*("kicker", "title", "subtitle", "byline", "body", "caption", "credit", "turn")}
    assert roles >= {*("slogan", "column", "advert", "furniture")}
    assert any(line[4] for line in gold["lines"])
    spans = [article["span"] for article in gold["articles"]]
    assert all(a[1] < b[0] for a, b in pairwise(spans))


def test_pdf_text() -> None:
    """Tests that a reader gets every character of the PDF page, each column whole."""
    pdfium = pytest.importorskip("pypdfium2")
    document = pdfium.PdfDocument((SAMPLES / "yunling" / "07-weekly-page.pdf").read_bytes())
    page = document[0]
    text = page.get_textpage()
    seen = "".join(text.get_text_range().split())
    assert seen == "".join(gold_of("07-weekly-page.pdf")["raw"].split())
    text.close()
    page.close()
    document.close()


def test_docx_text() -> None:
    """Tests that Word's paragraphs are the notice's lines, and its table the task list."""
    docx = pytest.importorskip("docx")
    document = docx.Document(io.BytesIO((SAMPLES / "yunling" / "06-notice.docx").read_bytes()))
    gold = gold_of("06-notice.docx")
    assert [p.text for p in document.paragraphs] == [
        gold["raw"][start:end] for start, end, *_ in gold["lines"]
    ]
    assert [cell.text for cell in document.tables[0].rows[1].cells][1] == "建成云岭陆港铁路专用线"


def test_html_encoding() -> None:
    """Tests that the portal page is GBK and says so."""
    data = (SAMPLES / "yunling" / "08-portal.html").read_bytes()
    text = data.decode("gbk")
    assert '<meta charset="gbk">' in text
    for sight in ("当前位置", "浏览量", "责任编辑", "上一篇"):
        assert sight in text
    with pytest.raises(UnicodeDecodeError):
        data.decode("utf-8")


def test_air_arithmetic() -> None:
    """Tests that the made-up air figures agree with the calendar of a leap year."""
    days = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31]
    for good, share, months in ((158, 86.8, 6), (186, 87.3, 7), (213, 87.3, 8), (268, 87.9, 10)):
        assert round(100 * good / sum(days[:months]), 1) == share


def test_follow_is_sound() -> None:
    """Tests that true evidence is never older than its directive, and quotes verify."""
    follow = json.loads((SAMPLES / "gold" / "follow.json").read_text("utf-8"))
    assert len(follow["pairs"]) >= 30
    for pair in (*follow["pairs"], *follow["hard_negatives"]):
        for side in (pair["directive"], pair["evidence"]):
            start, end = side["span"]
            assert gold_of(side["file"])["raw"][start:end] == side["quote_raw"]
    for pair in follow["pairs"]:
        asked, seen = pair["directive"]["date"], pair["evidence"]["date"]
        assert asked <= seen


def test_source_files_stay_small() -> None:
    """Tests that every source text is of a page's length."""
    for path in sorted(Path(SAMPLES / "source").glob("*.txt")):
        assert 300 < len(path.read_text("utf-8").encode()) < 20_000, path.name


def test_readme_names_every_page() -> None:
    """Tests that the table of damage in samples/README.md names each page's number."""
    readme = (SAMPLES / "README.md").read_text("utf-8")
    first, last = readme.index("## 损坏与文件"), readme.index("## 金标")
    for name in NAMES:
        number = name.split("-")[0]
        spans = ("01", "02", "03", "04", "05")  # written as 01–05
        assert number in readme[first:last] or number in spans, name
