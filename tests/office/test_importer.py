"""Loading a workspace: idempotent, kind to reviews, frank about bad lines."""

from __future__ import annotations

import dataclasses
import json
from typing import Any

import pytest
from django.contrib.auth import get_user_model

from bridgehead.office import search
from bridgehead.office.facets import FACETS, Others, facets
from bridgehead.office.importer import import_workspace
from bridgehead.office.models import Document, Mention, Record, Review, SearchEntry
from bridgehead.records import TYPES, Directive, SourceText
from bridgehead.records.workspace import Workspace

pytestmark = pytest.mark.django_db


def everything() -> dict[str, list[dict[str, Any]]]:
    """All tables, whole."""
    models = (Document, Record, Mention, Review, SearchEntry)
    return {model.__name__: list(model.objects.order_by("pk").values()) for model in models}


def test_all_records_come_in(workspace: Workspace) -> None:
    """Tests that every line of the workspace becomes a row that quotes its document."""
    done = import_workspace(workspace)
    assert (done.documents, done.records, done.new, done.errors) == (2, 11, 11, [])
    for record in Record.objects.select_related("document"):
        assert record.document.raw[record.start : record.end] == record.quote_raw
        assert record.data["id"] == record.id


def test_what_is_searched_is_the_records_own_text(workspace: Workspace) -> None:
    """Tests that each record and each document has one search entry, with its own folded text."""
    import_workspace(workspace)
    entries = {entry.record_id or entry.document_id: entry.text for entry in SearchEntry.objects.all()}
    wanted = {one.id: one.search_text for one in Record.objects.all()}
    wanted |= {one.id: search.fold(one.clean) for one in Document.objects.all()}
    assert entries == wanted


def test_twice_changes_nothing(workspace: Workspace) -> None:
    """Tests that a second import leaves every table as it was, times and search ids included."""
    import_workspace(workspace)
    before = everything()
    again = import_workspace(workspace)
    assert everything() == before
    assert (again.new, again.updated, again.unchanged) == (0, 0, 11)


def test_same_records_written_anew_change_nothing(workspace: Workspace) -> None:
    """Tests that a document whose checksum is lost is compared row by row, and found unchanged."""
    import_workspace(workspace)
    Document.objects.update(checksum="")
    before = everything()
    again = import_workspace(workspace)
    after = everything()
    assert all(row.pop("checksum") for row in after["Document"])
    assert not any(row.pop("checksum") for row in before["Document"])
    assert after == before
    assert (again.updated, again.unchanged) == (0, 11)


def test_reading_again_updates_its_own_records(workspace: Workspace, visit: Any) -> None:
    """Tests that a changed record is updated, the others and the other document are not touched."""
    import_workspace(workspace)
    before = everything()
    visit.records = [
        dataclasses.replace(one, theme="品牌") if isinstance(one, Directive) and one.ordinal == "一" else one
        for one in visit.records
    ]
    visit.save(workspace)
    again = import_workspace(workspace)
    assert (again.new, again.updated, again.unchanged, again.removed) == (0, 1, 10, 0)
    assert Record.objects.get(theme="品牌").ordinal == "一"
    same = [row for row in everything()["Record"] if row["theme"] != "品牌"]
    assert same == [row for row in before["Record"] if row["id"] in {one["id"] for one in same}]


def test_reviews_outlive_their_record(workspace: Workspace, visit: Any) -> None:
    """Tests that a vanished record stays, withdrawn, if it has a review, and comes back with it."""
    import_workspace(workspace)
    reviewed = Record.objects.get(type="directive", ordinal="一")
    user = get_user_model().objects.create_user("江一鸣")
    Review.objects.create(record=reviewed, user=user, verdict="confirmed", note="属实")
    directives = [one for one in visit.records if isinstance(one, Directive)]
    visit.records = [one for one in visit.records if not isinstance(one, Directive)]
    visit.save(workspace)
    done = import_workspace(workspace)
    assert (done.withdrawn, done.removed) == (1, 1)
    assert list(Record.objects.filter(type="directive").values_list("id", "withdrawn")) == [
        (reviewed.id, True)
    ]
    assert not SearchEntry.objects.filter(type="directive").exists()
    before = everything()
    import_workspace(workspace)
    assert everything() == before

    visit.records += directives
    visit.save(workspace)
    back = import_workspace(workspace)
    assert (back.new, back.updated) == (1, 2)  # the commitment behind them moves, too
    assert Review.objects.get().record.withdrawn is False
    assert SearchEntry.objects.filter(type="directive").count() == 2


def test_reviews_outlive_their_document(workspace: Workspace) -> None:
    """Tests that a document that is gone is deleted, or kept withdrawn when someone reviewed it."""
    import_workspace(workspace)
    user = get_user_model().objects.create_user("宋雨")
    kept = Record.objects.get(type="project")
    Review.objects.create(record=kept, user=user, verdict="noted", note="待核")
    workspace.forget("a/visit.txt")
    workspace.forget("b/figures.txt")
    done = import_workspace(workspace)
    assert (done.documents, done.records, done.withdrawn, done.removed) == (0, 0, 1, 10)
    assert list(Document.objects.values_list("path", "withdrawn")) == [("b/figures.txt", True)]
    assert list(Record.objects.values_list("id", flat=True)) == [kept.id]
    assert not SearchEntry.objects.exists()
    assert Review.objects.count() == 1


def test_bad_lines_are_named_and_the_good_ones_go_in(workspace: Workspace, visit: Any) -> None:
    """Tests that a broken line, an unknown type and a false quote are reported by file and line."""
    import_workspace(workspace)
    path = workspace.record_file(visit.document.id)
    lines = path.read_text(encoding="utf-8").splitlines()
    false = json.loads(lines[2])
    false["quote_raw"] = "另外的" + false["quote_raw"][3:]
    lines[2] = json.dumps(false, ensure_ascii=False)
    lines[4] = lines[4][:-20]
    lines.insert(5, "")
    lines.append('{"type": "rumour", "id": "rumour-1"}')
    path.write_text("\n".join(lines), encoding="utf-8")
    done = import_workspace(workspace)
    where = [error.where.split(" ")[0] for error in done.errors]
    assert sorted(where) == sorted([f"{path}:3", f"{path}:5", f"{path}:{len(lines)}"])
    # What stood on a bad line is not known to be gone.
    assert (done.records, done.removed, done.withdrawn) == (11, 0, 0)
    before = everything()
    assert len(import_workspace(workspace).errors) == 3
    assert everything() == before


@pytest.mark.parametrize(
    "spoil",
    [
        lambda workspace, id: workspace.text_file(id).unlink(),
        lambda workspace, id: workspace.text_file(id).write_bytes(b'{"raw": "'),
        lambda workspace, id: workspace.text_file(id).write_bytes(b"\xff\xfe"),
        lambda workspace, id: workspace.text_file(id).write_bytes(b'["raw"]'),
        lambda workspace, id: workspace.record_file(id).write_bytes(b""),
        lambda workspace, id: workspace.record_file(id).write_bytes(b"\x00\x01"),
    ],
)
def test_unusable_files_do_not_stop_the_others(workspace: Workspace, visit: Any, spoil: Any) -> None:
    """Tests that a document without a usable text or first line is reported and the other one loaded."""
    spoil(workspace, visit.document.id)
    done = import_workspace(workspace)
    assert done.documents == 1
    assert [visit.document.id in error.where for error in done.errors] == [True]


def test_nul_characters_do_not_move_anything(tmp_path: Any, writer: Any) -> None:
    """Tests that NUL, which PostgreSQL refuses, is replaced in text and records at the same offsets."""
    one = writer("nul.txt", "云岭\0市\\u0000 叶青林")
    one.cite(Directive, "岭\0市\\u0000", head="岭\0市\\u0000", text="岭\0市")
    made = Workspace(tmp_path / "ws")
    one.save(made)
    assert import_workspace(made).errors == []
    record = Record.objects.select_related("document").get()
    assert record.quote_raw == "岭\ufffd市\\u0000" == record.document.raw[record.start : record.end]


def test_a_large_document_takes_few_queries(
    tmp_path: Any, writer: Any, django_assert_max_num_queries: Any
) -> None:
    """Tests that a large document takes far fewer queries than it has records."""
    raw = "".join(f"第{n}条要办好。\n" for n in range(2000))
    one = writer("many.txt", raw)
    at = 0
    for line in raw.splitlines():
        one.records.append(one.source.cite(Directive, (at, at + len(line)), line, head=line, text=line))
        at += len(line) + 1
    made = Workspace(tmp_path / "ws")
    one.save(made)
    with django_assert_max_num_queries(100):
        assert import_workspace(made).new == 2000
    assert list(Record.objects.order_by("order").values_list("start", flat=True)[:3]) == [0, 8, 16]


# Facets


def test_what_was_said_takes_day_and_place_of_its_event(workspace: Workspace) -> None:
    """Tests that a directive lies on the day and at the place of its event, and says so."""
    import_workspace(workspace)
    directive = Record.objects.filter(type="directive").first()
    assert directive is not None
    assert (directive.who, directive.where, directive.when, directive.when_from) == (
        "陆明远",
        "云岭市",
        "2024-03-07",
        "event",
    )
    commitment = Record.objects.get(type="commitment")
    assert (commitment.when, commitment.when_from, commitment.where) == ("2024-03-09", "article", "云岭市")
    assert (commitment.value, commitment.unit) == (3.2, "万亩")


def test_the_whole_city_is_the_place_of_the_document(workspace: Workspace) -> None:
    """Tests that a figure about 全市 lies in the document's own place and on its period's end."""
    import_workspace(workspace)
    figure = Record.objects.get(type="observation")
    assert (figure.where, figure.who, figure.when, figure.when_from) == ("云岭市", None, "2024-02", "own")
    assert figure.title == "全市规上工业增加值 7.4%"


def test_everybody_at_an_event_is_found_by_name(workspace: Workspace) -> None:
    """Tests that leaders, companions, stops and firms of a visit are mentions of it."""
    import_workspace(workspace)
    found = set(Mention.objects.filter(record__type="event").values_list("kind", "name", "role"))
    assert found == {
        ("place", "云岭市", "visited"),
        ("place", "松溪县", "visited"),
        ("person", "陆明远", "leader"),
        ("person", "沈怀山", "companion"),
        ("place", "蓝谷园区", "stop"),
        ("place", "云岭古城", "stop"),
        ("organization", "松溪蓝谷生物科技有限公司", "stop"),
    }


def test_every_record_type_has_its_facets() -> None:
    """Tests that no record type but the document itself is left to the fallback."""
    assert FACETS.keys() == TYPES.keys() - {"document"}


def test_an_unknown_type_still_comes_in() -> None:
    """Tests that a type without a function of its own is labelled by its quote."""

    @dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
    class Rumour(Directive):
        type: str = "rumour"

    record = SourceText("document-1", "听说要修路").cite(Rumour, (0, 5), "听说\n要修路", head="", text="")
    assert facets(record, Others()).title == "听说 要修路"
