"""The documentation: two languages side by side, links that lead somewhere, and states that are true."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

DOCS = Path(__file__).resolve().parents[2] / "docs"
ROOT = DOCS.parent
ROOMS = ROOT / "src" / "bridgehead"
PLANNED_ROOMS = {"follow", "ledger", "hear", "visit", "position", "measure", "bulk"}
PAGES = sorted(path.name for path in (DOCS / "zh").glob("*.md"))
TEXTS = [
    *DOCS.glob("*.md"),
    *DOCS.glob("*/*.md"),
    *ROOT.glob("*.md"),
    *(ROOT / "samples").glob("*.md"),
]
FENCE = re.compile(r"^```.*?^```", re.M | re.S)
LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)")
HAN = re.compile(r"[一-鿿]")


def prose(path: Path) -> str:
    """A page without its code blocks."""
    return FENCE.sub("", path.read_text(encoding="utf-8"))


def headings(path: Path) -> list[int]:
    """The depth of every heading, in order."""
    return [len(mark) for mark in re.findall(r"^(#+) ", prose(path), re.M)]


def slug(heading: str) -> str:
    """The anchor of a heading, as code hosts make it."""
    kept = re.sub(r"[^\w\- ]", "", heading.strip().lower())
    return kept.replace(" ", "-")


def rows(path: Path) -> list[list[str]]:
    """The cells of every table row that is no head and no rule."""
    found = []
    for table in re.findall(r"(?:^\|.*\n?)+", prose(path), re.M):
        for line in table.strip().splitlines()[2:]:
            found.append([cell.strip() for cell in re.split(r"(?<!\\)\|", line)[1:-1]])
    return found


def test_both_languages_have_the_same_pages() -> None:
    """Tests that each page exists in Chinese and in English."""
    assert [path.name for path in sorted((DOCS / "en").glob("*.md"))] == PAGES
    assert len(PAGES) >= 9


@pytest.mark.parametrize("name", PAGES)
def test_both_languages_say_the_same(name: str) -> None:
    """Tests that the two languages of a page have the same headings, tables and code blocks."""
    zh, en = DOCS / "zh" / name, DOCS / "en" / name
    assert headings(zh) == headings(en)
    assert len(rows(zh)) == len(rows(en))
    assert len(FENCE.findall(zh.read_text("utf-8"))) == len(FENCE.findall(en.read_text("utf-8")))


@pytest.mark.parametrize("name", PAGES)
def test_each_page_is_in_its_language(name: str) -> None:
    """Tests that Chinese pages are mostly Chinese, and that no English paragraph outside tables is."""
    assert len(HAN.findall(prose(DOCS / "zh" / name))) > 200
    english = [line for line in prose(DOCS / "en" / name).splitlines() if not line.startswith("|")]
    assert [line for line in english if len(HAN.findall(line)) > 0.3 * len(line)] == []


@pytest.mark.parametrize("path", TEXTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_links_lead_somewhere(path: Path) -> None:
    """Tests that every link within the repository leads to a file, and to a heading where it names one."""
    lost = []
    for target in LINK.findall(prose(path)):
        if "://" in target:
            continue
        name, _, anchor = target.partition("#")
        there = (path.parent / name).resolve() if name else path
        if not there.exists():
            lost.append(target)
        elif anchor:
            titles = re.findall(r"^#+ (.+)$", prose(there), re.M)
            lost += [] if anchor in map(slug, titles) else [target]
    assert not lost


@pytest.mark.parametrize("name", PAGES)
def test_index_lists_every_page(name: str) -> None:
    """Tests that docs/README.md leads to each page in both languages."""
    index = (DOCS / "README.md").read_text(encoding="utf-8")
    assert f"(zh/{name})" in index
    assert f"(en/{name})" in index


def test_mechanisms_have_a_room_and_a_true_state() -> None:
    """Tests that every mechanism has a state, and that a room which is said to work is there."""
    found = rows(DOCS / "en" / "from-the-documents.md")
    assert len(found) >= 45
    for number, (no, _, _, documents, rooms, state) in enumerate(found, 1):
        assert int(no) == number
        assert set(documents.split()) <= {"000", "001", "002", "003", "004"}
        assert state in {"`works`", "`planned`"}
        named = re.findall(r"`(\w+)`", rooms)
        assert named
        for room in named:
            built = (ROOMS / room / "__init__.py").is_file()
            assert built or (state == "`planned`" and room in PLANNED_ROOMS), (no, room)


def test_mechanisms_are_the_same_in_both_languages() -> None:
    """Tests that number, documents, room and state of each row agree between the languages."""
    zh, en = (rows(DOCS / folder / "from-the-documents.md") for folder in ("zh", "en"))
    assert [row[:1] + row[3:] for row in zh] == [row[:1] + row[3:] for row in en]
    assert [row[1] for row in zh if not HAN.search(row[1])] == []


def test_glossary_is_whole() -> None:
    """Tests that the glossary has its terms once each, in all four columns and both languages."""
    zh, en = (rows(DOCS / folder / "glossary.md") for folder in ("zh", "en"))
    assert len(zh) >= 70
    assert [row[:3] for row in zh] == [row[:3] for row in en]
    terms = [row[0] for row in zh]
    assert len(terms) == len(set(terms))
    assert all(all(row) and len(row) == 4 for row in zh + en)


def test_architecture_says_which_rooms_are_there() -> None:
    """Tests that the table of rooms marks exactly the rooms that exist, and lists all others as planned."""
    table = [row for row in rows(DOCS / "en" / "architecture.md") if row[-1] in {"there", "planned"}]
    said = {row[1].strip("`"): row[-1] == "there" for row in table}
    real = {path.parent.name for path in ROOMS.glob("*/__init__.py")}
    assert {room for room, there in said.items() if there} == real | {"errors"}
    assert {room for room, there in said.items() if not there} == PLANNED_ROOMS - real


def test_code_names_of_the_glossary_exist() -> None:
    """Tests that each record, field or room that the glossary names is there or planned."""
    import dataclasses
    import inspect

    from bridgehead import records, repair, sources

    fields: set[str] = set()
    classes = {}
    for module in (records, repair, sources):
        for name in dir(module):
            value = getattr(module, name)
            if dataclasses.is_dataclass(value):
                classes[name] = {field.name for field in dataclasses.fields(value)}
            elif isinstance(value, type) and hasattr(value, "_fields"):
                classes[name] = set(value._fields)
            elif isinstance(value, type) and "__init__" in vars(value):
                classes[name] = set(inspect.signature(value).parameters)
            else:
                continue
            fields |= classes[name]
    wrong = []
    for term, _, code, _ in rows(DOCS / "en" / "glossary.md"):
        for name in re.findall(r"`([A-Za-z_.]+)", code):
            owner, _, field = name.partition(".")
            known = owner in PLANNED_ROOMS or owner in fields or owner in classes
            if not known or (field and field not in classes[owner]):
                wrong.append((term, name))
    assert not wrong


@pytest.mark.parametrize("path", TEXTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_files_that_are_named_exist(path: Path) -> None:
    """Tests that every file or folder of the repository that a page names in code marks is there."""
    tops = {path.name for base in (ROOT, ROOMS) for path in base.iterdir()}
    lost = []
    for name in re.findall(r"`([\w./-]+/[\w./-]*)`", prose(path)):
        if (
            name.split("/")[0] not in tops
            or HAN.search(name)
            or re.search(r"[A-Z]{3,}", name.removesuffix("README.md"))
        ):
            continue  # a placeholder, such as sources/FORMAT.py, or a file of the reader's own
        if not any((base / name).exists() for base in (ROOT, ROOMS)):
            lost.append(name)
    assert not lost


def test_documentation_names_no_registry() -> None:
    """Tests that no page sends a reader to a package registry's host."""
    hosts = re.compile(r"pypi\.|pythonhosted|npmjs|crates\.io|conda\.|huggingface\.co|mirrors?\.")
    assert [path.name for path in TEXTS if hosts.search(path.read_text(encoding="utf-8"))] == []
