"""Items out as a workbook, and in again: the same values, the same bytes, nothing changed."""

from __future__ import annotations

import datetime as dt
import io
import zipfile

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bridgehead.ledger import Actor, Event, Item, Measure
from bridgehead.ledger.actions import Context, Details, Import
from bridgehead.ledger.deadlines import ZONE
from bridgehead.ledger.projection import applied, take
from bridgehead.ledger.tables import compare, read_workbook, write_workbook
from bridgehead.sources.table import sheets

NOW = dt.datetime(2026, 11, 2, 10, tzinfo=ZONE)
CLERK = Actor("clerk", frozenset({"clerk"}))
CONTEXT = Context(now=NOW)

texts = st.text(
    st.characters(exclude_categories=("Cs", "Cc", "Cn", "Zs", "Zl", "Zp")), min_size=3, max_size=40
).filter(lambda text: not text.startswith(("#", "item-")))
orgs = st.sampled_from(["云岭市教育局", "云岭市住建局", "松溪县政府", "东陵区民政局"])
days = st.dates(dt.date(2024, 1, 1), dt.date(2026, 12, 31))


@st.composite
def imports(draw: st.DrawFn) -> Import:
    """Any import of a made-up item that the ledger takes."""
    lead, *assists = draw(st.lists(orgs, min_size=1, max_size=3, unique=True))
    measure = draw(st.none() | st.builds(Measure, name=texts, unit=texts, target=st.floats(1, 1e6)))
    details = Details(
        no=draw(st.from_regex(r"[A-Z]{2}-20[0-9]{2}-0[0-9]{3}", fullmatch=True)),
        title=draw(texts),
        body=draw(texts.map(lambda text: text + "\n=1+1\n" + text)),
        theme=draw(texts),
        responsible=draw(texts),
        source_text=draw(texts),
        issued_at=draw(days),
        year=draw(st.integers(2020, 2030)),
        secrecy=draw(st.sampled_from(["public", "internal"])),
        weight=draw(st.floats(0, 1e6)),
        measure=measure,
    )
    return Import(
        kind=draw(st.sampled_from(["directive", "livelihood", "problem", "appeal"])),
        details=details,
        state=draw(st.sampled_from(["dispatched", "accepted", "working", "submitted", "closed", "archived"])),
        lead=lead,
        assists=tuple(assists),
        given_on=(given_on := draw(days)),
        due_on=given_on + dt.timedelta(draw(st.integers(0, 400))),
        progress=float(draw(st.integers(0, 100))),
        text=draw(texts),
    )


def made(action: Import, key: str = "item-0123456789abcdef") -> Item:
    """The item that an import makes."""
    payload = take(action, None, CLERK, CONTEXT).payload
    event = Event(
        seq=1,
        item=key,
        at=NOW,
        actor="clerk",
        org=None,
        action="import",
        payload=payload,
        batch=1,
        prev="",
        hash="",
    )
    return applied(None, event)


def written(*items: Item, language: str = "zh") -> bytes:
    target = io.BytesIO()
    write_workbook(items, target, language=language)  # type: ignore[arg-type]
    return target.getvalue()


@settings(max_examples=60, deadline=None)
@given(imports(), st.sampled_from(["zh", "en"]))
def test_an_export_imported_changes_nothing(action: Import, language: str) -> None:
    """Tests that items → workbook → actions gives the same values, in both languages."""
    item = made(action)
    read = read_workbook(written(item, language=language))
    assert not read.bad
    (good,) = read.good
    changes = compare(good.action, item, good.said)
    assert changes.same, changes
    again = made(good.action)
    for field in (
        "kind",
        "no",
        "title",
        "body",
        "state",
        "year",
        "weight",
        "measure",
        "secrecy",
        "orgs",
        "note",
    ):
        assert getattr(again, field) == getattr(item, field), field


def plain_item(**changes: object) -> Item:
    action = Import(
        kind="livelihood",
        details=Details(no="MS-1", title="新建便民停车场", body="两处", year=2026),
        state="working",
        lead="云岭市住建局",
        given_on=dt.date(2026, 3, 1),
        progress=40.0,
    )
    return msgspec.structs.replace(made(action), **changes)


def test_the_same_items_give_the_same_bytes() -> None:
    """Tests that nothing of the clock, the folder or the system gets into the file."""
    assert written(plain_item()) == written(plain_item())
    with zipfile.ZipFile(io.BytesIO(written(plain_item()))) as package:
        assert {info.date_time for info in package.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_corrections_are_edits_and_disagreements_are_told() -> None:
    """Tests that a table corrects what describes an item, and never its state."""
    item = plain_item()
    good = read_workbook(written(plain_item(title="新建三处停车场"))).good[0]
    changes = compare(good.action, item, good.said)
    assert changes.edit is not None
    assert changes.edit.details.given() == {"title": "新建三处停车场"}
    assert not changes.conflicts
    done = msgspec.structs.replace(good.action, details=Details(no="MS-1", title=item.title), state="closed")
    (conflict,) = compare(done, item, good.said).conflicts
    assert (conflict.field, conflict.ledger, conflict.workbook) == ("state", "working", "closed")
    assert "办理" in conflict.message("zh")
    assert "working" in conflict.message("en")


def test_an_empty_cell_takes_nothing_away() -> None:
    """Tests that a table that says less than the ledger changes nothing."""
    good = read_workbook(written(plain_item(body="", year=None))).good[0]
    assert compare(good.action, plain_item(), good.said).same


def test_the_months_of_a_measure_stay() -> None:
    """Tests that a new target keeps the planned way there."""
    old = Measure(name="车位", unit="个", target=100, months={"2026-06": 40})
    good = read_workbook(written(plain_item(measure=msgspec.structs.replace(old, target=120)))).good[0]
    edit = compare(good.action, plain_item(measure=old), good.said).edit
    assert edit is not None
    assert edit.details.measure == msgspec.structs.replace(old, target=120)


def test_a_sheet_a_kind_and_one_that_explains() -> None:
    """Tests the sheets, that kinds may come mixed, and that computed columns are not read."""
    rows = [
        {
            "kind": kind,
            "no": f"N-{n}",
            "title": f"第{n}件",
            "state": "registered",
            "overdue": 3,
            "light": "红",
        }
        for n, kind in enumerate(["problem", "livelihood", "problem"])
    ]
    target = io.BytesIO()
    counts = write_workbook(rows, target, kinds=["livelihood", "case"], about={"筛选": "状态：立项"})
    assert counts == {"livelihood": 1, "case": 0, "problem": 2}
    found = {sheet.name: list(sheet.rows) for sheet in sheets(target.getvalue(), "x")}
    assert list(found) == ["民生实事", "典型案例", "问题清单", "说明"]
    assert ["筛选", "状态：立项"] in [cells for _, cells in found["说明"]]
    read = read_workbook(target.getvalue())
    assert [one.action.kind for one in read.good] == ["livelihood", "problem", "problem"]
    assert not read.bad
    assert read.sheets[-1].unread is not None


def test_the_sheet_is_ready_to_print_and_filter() -> None:
    """Tests the filter, the frozen panes, landscape A4 and the header on every page."""
    with zipfile.ZipFile(io.BytesIO(written(plain_item()))) as package:
        sheet = package.read("xl/worksheets/sheet1.xml").decode()
        workbook = package.read("xl/workbook.xml").decode()
    for part in (
        "<autoFilter ref=",
        'state="frozen"',
        'paperSize="9" orientation="landscape"',
        'hidden="1" outline',
    ):
        assert part in sheet
    assert "_xlnm.Print_Titles" in workbook
    assert "<f>" not in sheet


@pytest.mark.parametrize("title", ["=1+1", "+8613", "@x", "-5", "_x0041_", "a<b>&c", "两 行\n文字"])
def test_text_is_text(title: str) -> None:
    """Tests that no text turns into a formula, a number or markup."""
    assert read_workbook(written(plain_item(title=title))).good[0].action.details.title == title


def test_an_item_without_a_number_is_known_by_its_key() -> None:
    """Tests that an item without a number comes back under the same key."""
    read = read_workbook(written(plain_item(no="")))
    assert read.good[0].key == plain_item().key
    assert compare(read.good[0].action, plain_item(no=""), read.good[0].said).same
