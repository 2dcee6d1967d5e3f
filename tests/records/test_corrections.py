"""What people corrected stays corrected, and can be taken back."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from bridgehead.errors import JsonLinesError
from bridgehead.records import (
    Commitment,
    Correction,
    Document,
    Observation,
    SourceText,
    corrected,
    make_id,
    to_dict,
)
from bridgehead.records.workspace import Entry, Workspace

TEXT = "1至2月，全市用电量12亿千瓦时。年内再建三座变电站。"
DOCUMENT = Document(
    id=make_id("document", "x", None), path="a.txt", sha256="x", media_type="text/plain", length=len(TEXT)
)
FIGURE = SourceText(DOCUMENT.id, TEXT).cite(
    Observation,
    (6, 17),
    "全市用电量12亿千瓦时",
    method="read.figures",
    confidence=0.7,
    variable_text="用电量",
    stat_type="level",
    value=12.0,
    unit_text="亿千瓦时",
)


def correction(record: Any, field: str, value: Any = None, *, withdrawn: bool = False) -> Correction:
    """A person's word on one field, with what the record holds now."""
    held = to_dict(record)
    before = {name: held[name] for name in (field, "method", "confidence") if name in held}
    return Correction(
        document=DOCUMENT.id,
        record=record.id,
        field=field,
        value=value,
        before=before,
        by="clerk",
        at="2026-11-22T09:00:00",
        withdrawn=withdrawn,
    )


def test_a_correction_changes_its_field_and_says_who() -> None:
    """Tests that the field changes, the span does not, and the record is a person's."""
    (mended,) = corrected([FIGURE], [correction(FIGURE, "value", 12.5)])
    assert isinstance(mended, Observation)
    assert (mended.value, mended.method, mended.confidence) == (12.5, "person", 1.0)
    assert (mended.id, mended.span, mended.quote_raw) == (FIGURE.id, FIGURE.span, FIGURE.quote_raw)


def test_a_corrected_period_names_the_person_as_its_reason() -> None:
    """Tests that a date that a person set is no date that the text states."""
    (mended,) = corrected([FIGURE], [correction(FIGURE, "observation_period", "2024-01/2024-02")])
    assert isinstance(mended, Observation)
    assert mended.period_basis == "inferred"
    assert "clerk" in str(mended.period_inferred_from)


def test_reading_again_keeps_it_and_taking_back_restores() -> None:
    """Tests that corrections hold on fresh records and on corrected ones, and the last word counts."""
    first = correction(FIGURE, "value", 12.5)
    (once,) = corrected([FIGURE], [first])
    assert corrected([once], [first]) == [once]
    second = correction(once, "unit_text", "亿度")
    (twice,) = corrected([once], [first, second])
    assert corrected([FIGURE], [first, second]) == [twice]
    back = Correction(
        **{name: getattr(first, name) for name in first.__struct_fields__} | {"withdrawn": True}
    )
    (unit_only,) = corrected([twice], [first, second, back])
    assert isinstance(unit_only, Observation)
    assert (unit_only.value, unit_only.unit_text, unit_only.method) == (12.0, "亿度", "person")
    undone = Correction(
        **{name: getattr(second, name) for name in second.__struct_fields__} | {"withdrawn": True}
    )
    assert corrected([FIGURE], [first, second, back, undone]) == [FIGURE]


@pytest.mark.parametrize(("field", "value"), [("value", "很多"), ("stat_type", "nonsense")])
def test_what_does_not_fit_changes_nothing(field: str, value: Any) -> None:
    """Tests that a value of the wrong kind leaves the record as it was."""
    assert corrected([FIGURE], [correction(FIGURE, field, value)]) == [FIGURE]


def test_a_record_that_a_person_added_stands_until_it_is_taken_back() -> None:
    """Tests that an added record comes in once, however often it is read, and goes when taken back."""
    added = SourceText(DOCUMENT.id, TEXT).cite(
        Commitment,
        (18, 27),
        "年内再建三座变电站",
        key="person",
        method="person",
        head="年内再建三座变电站",
        text="年内再建三座变电站",
        unit="云岭市",
    )
    made = Correction(
        document=DOCUMENT.id,
        record=added.id,
        field="",
        value=to_dict(added),
        by="clerk",
        at="2026-11-22T09:00:00",
    )
    assert corrected([FIGURE], [made]) == [FIGURE, added]
    assert corrected([FIGURE, added], [made]) == [FIGURE, added]
    gone = Correction(**{name: getattr(made, name) for name in made.__struct_fields__} | {"withdrawn": True})
    assert corrected([FIGURE, added], [made, gone]) == [FIGURE]


def test_a_workspace_applies_corrections_whenever_it_writes(tmp_path: Path) -> None:
    """Tests that a correction changes the stored record at once, and stays when the document is read anew."""
    workspace = Workspace(tmp_path / "ws")
    text = {"raw": TEXT, "clean": TEXT, "edits": [], "lines": []}
    workspace.save(DOCUMENT, text, [FIGURE])
    workspace.note("a", Entry(name="a.txt", sha256="x", reader="test", documents=(DOCUMENT.id,)))
    assert workspace.correct([correction(FIGURE, "value", 13.0), correction(DOCUMENT, "place", "云岭市")])
    document, figure = workspace.load(DOCUMENT.id)
    assert isinstance(document, Document)
    assert (document.place, document.place_inferred_from) == ("云岭市", "人工核定（clerk）")
    assert isinstance(figure, Observation)
    assert figure.value == 13.0
    assert not Workspace(tmp_path / "ws").save(DOCUMENT, text, [FIGURE])
    assert workspace.known() == {DOCUMENT.id: {"place": "云岭市"}}


def test_a_broken_line_of_corrections_is_named(tmp_path: Path) -> None:
    """Tests that a damaged file of corrections is reported with its line, not passed over."""
    workspace = Workspace(tmp_path / "ws")
    workspace.corrections_file.write_text('{"document": 1}\n')
    with pytest.raises(JsonLinesError, match=r"corrections\.jsonl:1"):
        workspace.corrections("x")
