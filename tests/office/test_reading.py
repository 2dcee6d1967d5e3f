"""The document page's text: highlights and repairs on raw and clean text."""

from __future__ import annotations

import re
from html import unescape
from typing import Any

import pytest

from bridgehead.office import reading as layout
from bridgehead.office.models import Document, Record
from bridgehead.repair import Edit, replay

RAW = "在云嶺(lǐng)市\n沈懷山要求，一要做强百合□业。\n读者<b>来信</b>"


def edit(raw: str, clean: str, outcome: str = "repaired", kind: str = "pinyin") -> Edit:
    """An edit at the first place where ``raw`` stands."""
    start = RAW.index(raw)
    return Edit(start, start + len(raw), raw, clean, kind, 0.9, outcome, "因为")  # type: ignore[arg-type]


EDITS = (edit("嶺", "岭", kind="script"), edit("(lǐng)", ""), edit("懷", "怀"), edit("□", "□", "unknown"))


def document(edits: tuple[Edit, ...] = EDITS, raw: str = RAW) -> Document:
    """A document that is not in any database."""
    starts = [0, *(at.end() for at in re.finditer("\n", raw))]
    lines = [{"span": [start, start + 1], "role": "title" if start == 0 else "body"} for start in starts]
    clean = replay(raw, edits)
    return Document(id="d", path="a", raw=raw, clean=clean, edits=[e._asdict() for e in edits], lines=lines)


def record(pk: str, quote_raw: str, type: str = "directive", **data: Any) -> Record:
    """A record on the first place where its raw quote stands."""
    start = RAW.index(quote_raw)
    return Record(id=pk, type=type, start=start, end=start + len(quote_raw), data=data)


def text_of(html: str) -> str:
    """Strip the tags."""
    return unescape(re.sub("<[^>]*>", "", html))


def marked(found: layout.Reading, pk: str) -> str:
    """The words that are highlighted for a record."""
    html = "\n".join(line.html for line in found.lines)
    anchors = re.findall(r"<a .*?</a>", html)
    return "".join(text_of(one) for one in anchors if re.search(rf'data-records="[^"]*\b{pk}\b', one))


@pytest.mark.parametrize("raw", [True, False])
def test_the_text_stands_whole(raw: bool) -> None:
    """Tests that without its tags the page is the raw or the clean text, markup in it harmless."""
    found = layout.reading(document(), [record("r1", "一要做强百合□业。")], raw=raw)
    assert "\n".join(text_of(line.html) for line in found.lines) == (RAW if raw else replay(RAW, EDITS))
    assert "<b>" not in found.lines[-1].html


def test_a_record_is_marked_on_both_texts() -> None:
    """Tests that the highlight covers raw words on the raw text and repaired words on the clean one."""
    one = record("r1", "云嶺(lǐng)市", "event")
    assert marked(layout.reading(document(), [one], raw=True), "r1") == "云嶺(lǐng)市"
    assert marked(layout.reading(document(), [one]), "r1") == "云岭市"


def test_the_nearest_lit_record_opens() -> None:
    """Tests that a click on nested highlights opens the innermost kind that is switched on from the start."""
    outer = record("outer", "沈懷山要求，一要做强百合□业。", "event")
    inner = record("inner", "一要做强百合□业。", "directive")
    name = record("name", "沈懷山", "person")
    html = layout.reading(document(), [outer, inner, name], raw=True).lines[1].html
    tops = re.findall(r'data-top="(\w*)" href="[^"]*/(\w+)/"[^>]*>([^<]*)', html)
    assert [(top, pk) for top, pk, _text in tops][:1] == [("event", "outer")]
    assert ("directive", "inner") in {(top, pk) for top, pk, _text in tops}
    assert 'data-types="person event"' in html


def test_one_stop_of_the_keyboard_a_record() -> None:
    """Tests that a record cut into many segments can be tabbed to once."""
    html = layout.reading(document(), [record("r1", "沈懷山要求，一要做强百合□业。")]).lines[1].html
    anchors = re.findall(r"<a [^>]*>", html)
    assert len(anchors) > 2
    assert sum('tabindex="0"' in anchor for anchor in anchors) == 1


def test_repairs_are_told() -> None:
    """Tests that each repair carries its words, and what is unknown is marked on both texts."""
    for raw in (True, False):
        found = layout.reading(document(), [], raw=raw)
        html = "".join(line.html for line in found.lines)
        assert len(found.edits) == len(EDITS)
        assert re.search(r'edit-unknown"[^>]*>□<', html)
        assert "嶺 → 岭" in unescape(html)
    assert found.edits[1] == ["(lǐng)", "", "repaired", "pinyin", 0.9, "因为"]


def test_lines_have_their_roles() -> None:
    """Tests that each line takes the role of the raw line it began as."""
    assert [line.role for line in layout.reading(document(), []).lines] == ["title", "body", "body"]


def test_an_article_is_an_anchor() -> None:
    """Tests that the line on which an article begins can be jumped to."""
    found = layout.reading(document(), [record("article-1", "沈懷山要求，一要做强百合□业。", "article")])
    assert [line.anchors for line in found.lines] == [(), ("article-1",), ()]


def test_a_long_text_comes_in_parts() -> None:
    """Tests that a very long text is cut at line ends, whole together, and a record opens its part."""
    line = "云岭百合" * 250 + "\n"
    raw = line * 100
    whole = document((), raw)
    first = layout.reading(whole, [])
    assert first.parts > 1
    texts = []
    for part in range(1, first.parts + 1):
        texts += [text_of(one.html) for one in layout.reading(whole, [], part=part).lines]
    assert "\n".join(texts) + "\n" == raw
    last = Record(id="r1", type="directive", start=len(raw) - 5, end=len(raw) - 1, data={})
    assert layout.reading(whole, [last], here="r1").part == first.parts
