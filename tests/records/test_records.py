"""Records: identities, quotes, lines."""

from __future__ import annotations

import dataclasses
import json
import typing

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bridgehead.errors import JsonLinesError, SpanError
from bridgehead.records import (
    TYPES,
    Directive,
    Document,
    Observation,
    PartialDate,
    Record,
    Sourced,
    SourceText,
    dump,
    dumps,
    load,
    loads,
    make_id,
    to_dict,
    verify,
)

RAW = "市委書記(jì)沈怀山强调，要把百合产业做大。"


def directive(raw: str = RAW, span: tuple[int, int] = (13, 22)) -> Directive:
    return SourceText("document-0123456789ab", raw).cite(
        Directive, span, raw[slice(*span)], head="要把百合产业做大", text="要把百合产业做大"
    )


def instances() -> list[Record]:
    """One record of every type, with values of the declared kinds."""
    sourced = {"document": "document-1", "span": (0, 2), "quote": "要做", "quote_raw": "要做"}
    out = []
    for name, cls in TYPES.items():
        hints = typing.get_type_hints(cls)
        values: dict[str, object] = {"id": f"{name}-1", **(sourced if issubclass(cls, Sourced) else {})}
        for field in dataclasses.fields(cls):
            required = field.default is dataclasses.MISSING is field.default_factory
            if required and field.name not in values:
                values.setdefault(field.name, _value(hints[field.name]))
        out.append(cls(**values))
    return out


def _value(hint: object) -> object:
    kinds = typing.get_args(hint)
    if typing.get_origin(hint) is typing.Literal:
        return kinds[0]
    if type(None) in kinds:
        return None
    return {"str": "字", "int": 3, "float": 2.5}[getattr(hint, "__name__", "str")]


@given(st.text(min_size=1), st.data())
def test_cite_quotes_exactly_what_stands_there(raw: str, data: st.DataObject) -> None:
    """Tests that a record made of any span of any text quotes exactly that span."""
    start = data.draw(st.integers(0, len(raw) - 1))
    end = data.draw(st.integers(start + 1, len(raw)))
    record = SourceText("document-1", raw).cite(Directive, (start, end), "clean", head="h", text="t")
    assert record.quote_raw == raw[start:end]
    verify(record, raw)


@given(st.text(max_size=20), st.integers(-3, 25), st.integers(-3, 25))
def test_cite_refuses_spans_that_hold_nothing(raw: str, start: int, end: int) -> None:
    """Tests that an empty span, or one outside the text, makes no record."""
    if 0 <= start < end <= len(raw):
        return
    with pytest.raises(SpanError):
        SourceText("document-1", raw).cite(Directive, (start, end), "", head="h", text="t")


def test_a_quote_of_the_wrong_length_makes_no_record() -> None:
    """Tests that no way round `cite` gives a record whose quote cannot fit its span."""
    with pytest.raises(SpanError):
        dataclasses.replace(directive(), quote_raw="短")
    line = dumps(directive()).replace("百合".encode(), "百".encode())
    with pytest.raises(SpanError):
        loads(line)


def test_verify_finds_a_document_that_changed() -> None:
    """Tests that a record no longer fits when its document was edited."""
    with pytest.raises(SpanError, match=r"document-0123456789ab"):
        verify(directive(), RAW.replace("百合", "黄花"))


def test_identity_is_stable_and_tells_records_apart() -> None:
    """Tests that the id depends on document, type, span and key, and on nothing else."""
    same = [make_id("person", "d", (1, 3), "a") for _ in range(3)]
    others = {
        make_id("post", "d", (1, 3), "a"),
        make_id("person", "e", (1, 3), "a"),
        make_id("person", "d", (1, 4), "a"),
        make_id("person", "d", (1, 3), "b"),
        make_id("person", "d", None, "a"),
    }
    assert len(set(same)) == 1
    assert len(others | set(same)) == 6
    assert same[0].startswith("person-")
    assert len(same[0]) == len("person-") + 12
    assert make_id("person", "d", (1, 3), "a") == "person-" + same[0].removeprefix("person-")


@pytest.mark.parametrize("record", instances(), ids=lambda record: record.type)
def test_every_type_survives_its_line(record: Record) -> None:
    """Tests that a line begins with its type and gives back an equal record."""
    line = dumps(record)
    assert line.startswith(f'{{"type":"{record.type}"'.encode())
    assert loads(line) == record
    assert b"\n" not in line
    assert json.loads(line) == to_dict(record)


def test_records_cannot_be_changed() -> None:
    """Tests that records are frozen."""
    with pytest.raises(dataclasses.FrozenInstanceError):
        directive().head = "改"  # type: ignore[misc]


@pytest.mark.parametrize(
    ("line", "what"),
    [
        (b"{", "不是合格的记录"),
        (b"[]", "不是合格的记录"),
        (b'{"type":"promise"}', "promise"),
        (b'{"id":"x"}', "type"),
        (b'{"type":"document","id":3}', "不是合格的记录"),
        (b'{"type":"document","id":"x"}', "path"),
        (b"\xff\xfe", "不是合格的记录"),
    ],
)
def test_bad_lines_are_named(line: bytes, what: str) -> None:
    """Tests that a line that is no record says where it stands and what is wrong."""
    with pytest.raises(JsonLinesError, match=what) as caught:
        loads(line, where="a.jsonl:7")
    assert "a.jsonl:7" in caught.value.message("zh")
    assert "a.jsonl:7" in caught.value.message("en")


def test_files_are_written_whole_or_not_at_all(tmp_path) -> None:
    """Tests that a failure while writing leaves the old file as it was, and nothing beside it."""
    path = tmp_path / "records.jsonl"
    assert dump([directive()], path) == 1
    before = path.read_bytes()

    def breaking():
        yield directive()
        raise OSError("disk full")

    with pytest.raises(OSError, match="disk full"):
        dump(breaking(), path)
    assert path.read_bytes() == before
    assert list(tmp_path.iterdir()) == [path]
    assert list(load(path)) == [directive()]


def test_load_names_the_bad_line(tmp_path) -> None:
    """Tests that blank lines are passed over and still counted."""
    path = tmp_path / "records.jsonl"
    path.write_bytes(dumps(directive()) + b"\n\nnonsense\n")
    with pytest.raises(JsonLinesError, match=r"records\.jsonl:3"):
        list(load(path))


@given(st.dates())
def test_partial_dates_survive_their_text(day) -> None:
    """Tests that every prefix of a date, with or without its year, is read back as it was written."""
    for date in (
        PartialDate(day.year),
        PartialDate(day.year, day.month),
        PartialDate(day.year, day.month, day.day),
        PartialDate(None, day.month),
        PartialDate(None, day.month, day.day),
    ):
        assert PartialDate.parse(str(date)) == date
    whole = PartialDate(day.year, day.month, day.day)
    assert whole.first() == whole.last() == day
    assert PartialDate(day.year, day.month).first() <= day <= PartialDate(day.year, day.month).last()


@pytest.mark.parametrize("text", ["", "2023-13", "2023-02-30", "23-01", "2023-1-5", "-", "--13", "2023/02"])
def test_impossible_dates_are_refused(text: str) -> None:
    """Tests that what is no date is not taken for one."""
    with pytest.raises(ValueError):
        PartialDate.parse(text)


def test_a_date_without_its_year_never_becomes_a_day() -> None:
    """Tests that nothing silently puts a year in."""
    with pytest.raises(ValueError, match="no year"):
        PartialDate(None, 2, 15).first()


def test_every_record_type_is_exported() -> None:
    """Tests that the table of types and the public names agree."""
    import bridgehead.records as room

    assert {cls.__name__ for cls in TYPES.values()} <= set(room.__all__)
    assert all(dataclasses.is_dataclass(cls) for cls in TYPES.values())
    assert TYPES["document"] is Document
    assert TYPES["observation"] is Observation
