"""Records in the forms of others, held against what their standards demand."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from bridgehead.errors import UsageError
from bridgehead.read import Context, read_text
from bridgehead.records import Appeal, Event, Record, Sourced, SourceText
from bridgehead.report.exchange import FORMS, exchange, table
from bridgehead.sources import RawText

TEXT = """松溪县委书记到企业调研
2026年3月5日，临汾市委书记沈怀山到松溪县调研，市长叶青林陪同。沈怀山一行先后来到云岭恒远机械有限公司、百合产业园。
他强调，要做强“百合、装备、算力”三大产业，年底前完成投资12.5亿元。
下一步，松溪县将新建冷库三座。恒远机械减速机项目总投资3.2亿元，已经开工。一季度全县工业增加值4.6亿元，同比增长8.2%。
3月7日，某区政府主要负责人到东陵镇检查。
"""
SHA = "0f" * 32
FTM = json.loads((Path(__file__).parents[1] / "cases" / "report" / "ftm.json").read_text("utf-8"))["schemata"]
DATE = re.compile(r"\d{4}(?:-\d{2}){0,2}")


@pytest.fixture(scope="module")
def records() -> list[Record]:
    source = RawText("日报/调研.txt", SHA, "text/plain", TEXT, "utf-8", url="https://example.org/a.html#top")
    reading = read_text(source, context=Context("2026-03-08", "临汾市"))
    return [reading.document, *reading.records]


def entities(records: list[Record], form: str) -> list[dict[str, Any]]:
    return exchange(records, form).objects


def dicts(value: Any) -> Iterator[dict[str, Any]]:
    """Every object inside a value."""
    if isinstance(value, dict):
        yield value
        value = list(value.values())
    if isinstance(value, list):
        for one in value:
            yield from dicts(one)


# FollowTheMoney


def test_ftm_entities_keep_to_their_schemata(records: list[Record]) -> None:
    """Tests that each schema and property exists, values are strings, what is required is there."""
    found = entities(records, "ftm")
    types = {name: kind for schema in FTM.values() for name, kind in schema["properties"].items()}
    ids = {entity["id"] for entity in found}
    assert len(ids) == len(found)
    assert {entity["schema"] for entity in found} >= {"Article", "Person", "Position", "Occupancy", "Event"}
    for entity in found:
        schema = FTM[entity["schema"]]
        assert set(schema["required"]) <= entity["properties"].keys()
        for name, values in entity["properties"].items():
            assert name in schema["properties"], (entity["schema"], name)
            assert values
            assert all(isinstance(value, str) and value for value in values)
            if types[name] == "entity":
                assert set(values) <= ids
            if types[name] == "date":
                assert all(map(DATE.fullmatch, values))
            if types[name] == "url":
                assert all(value.startswith("https://") for value in values)


def test_ftm_accepts_every_entity(records: list[Record]) -> None:
    """Tests with the library itself, where it is installed, that nothing is lost on the way through it."""
    model = pytest.importorskip("followthemoney", reason="followthemoney is not installed").model
    from followthemoney.proxy import EntityProxy

    for entity in entities(records, "ftm"):
        schema = model.get(entity["schema"])
        schema.validate(entity)
        for name, values in entity["properties"].items():
            assert all(schema.get(name).type.validate(value) for value in values), (entity["schema"], name)
        again = EntityProxy.from_dict(entity, cleaned=False).to_dict()
        assert again.get("provenance") == entity.get("provenance")
        assert {name: sorted(values) for name, values in again["properties"].items()} == {
            name: sorted(set(values)) for name, values in entity["properties"].items()
        }


def test_ftm_proof_leads_to_the_document(records: list[Record]) -> None:
    """Tests that every entity but the document has it as proof, and span and quote beside it."""
    document, *rest = entities(records, "ftm")
    assert document["schema"] == "Article"
    for entity in rest:
        assert entity["properties"]["proof"] == [document["id"]]
        assert entity["properties"]["sourceUrl"] == ["https://example.org/a.html#top"]
        start, end = entity["provenance"]["span"]
        assert TEXT[start:end] == entity["provenance"]["quote_raw"]


# Popolo

_TEXT, _LIST, _OBJECT = str, list, dict
POPOLO: dict[str, dict[str, tuple[type, bool]]] = {
    "persons": {"id": (_TEXT, True), "name": (_TEXT, True), "other_names": (_LIST, False)},
    "organizations": {
        "id": (_TEXT, True),
        "name": (_TEXT, True),
        "other_names": (_LIST, False),
        "classification": (_TEXT, False),
        "parent_id": (_TEXT, False),
        "area": (_OBJECT, False),
    },
    "posts": {
        "id": (_TEXT, True),
        "label": (_TEXT, True),
        "role": (_TEXT, True),
        "organization_id": (_TEXT, False),
        "organization": (_OBJECT, False),
        "area": (_OBJECT, False),
    },
    "memberships": {
        "id": (_TEXT, True),
        "person_id": (_TEXT, True),
        "post_id": (_TEXT, True),
        "label": (_TEXT, False),
        "role": (_TEXT, False),
        "organization_id": (_TEXT, False),
        "organization": (_OBJECT, False),
        "start_date": (_TEXT, False),
        "end_date": (_TEXT, False),
        "seen_on": (_LIST, False),
    },
    "areas": {
        "id": (_TEXT, True),
        "name": (_TEXT, True),
        "identifier": (_TEXT, False),
        "classification": (_TEXT, False),
        "other_names": (_LIST, False),
        "parent": (_OBJECT, False),
    },
    "events": {
        "id": (_TEXT, True),
        "name": (_TEXT, True),
        "description": (_TEXT, False),
        "classification": (_TEXT, False),
        "start_date": (_TEXT, False),
        "end_date": (_TEXT, False),
        "location": (_TEXT, False),
        "status": (_TEXT, False),
        "attendees": (_LIST, False),
    },
}
"""The fields of Popolo that we write: their types, and whether they must be there; ``seen_on`` is our own."""


def test_popolo_classes(records: list[Record]) -> None:
    """Tests that all classes are there with their fields, and that ids lead to what is in the file."""
    (found,) = entities(records, "popolo")
    assert found.keys() == POPOLO.keys()
    ids = {kind: {one["id"] for one in found[kind]} for kind in POPOLO}
    for kind, fields in POPOLO.items():
        assert found[kind], kind
        for one in found[kind]:
            assert {name for name, (_, must) in fields.items() if must} <= one.keys()
            for name, value in one.items():
                assert name == "sources" or isinstance(value, fields[name][0]), (kind, name)
            assert all(DATE.fullmatch(one[name]) for name in ("start_date", "end_date") if name in one)
    for one in found["memberships"]:
        assert one["person_id"] in ids["persons"]
        assert one["post_id"] in ids["posts"]
        assert one.get("organization_id") in {None, *ids["organizations"]}


def test_popolo_sources(records: list[Record]) -> None:
    """Tests that each source gives an address with the place in the text, and the quote as its note."""
    (found,) = entities(records, "popolo")
    for one in (one for kind in POPOLO for one in found[kind]):
        (source,) = one["sources"]
        start, end = source["span"]
        assert source["url"] == f"https://example.org/a.html#char={start},{end}"
        assert source["note"] == source["quote"]
        assert TEXT[start:end] == source["quote_raw"]


def test_the_anonymous_are_left_out_and_counted(records: list[Record]) -> None:
    """Tests that a post nobody is named for makes no membership, and that this is said."""
    done = exchange(records, "popolo")
    nameless = sum(record.type == "membership" and record.person is None for record in records)  # type: ignore[attr-defined]
    assert nameless
    assert done.left_out["任职者没有姓名", "nobody is named for the post"] == nameless
    assert len(done.objects[0]["memberships"]) + nameless == sum(r.type == "membership" for r in records)


# Open Civic Data

OCD: dict[str, Callable[[Any], bool]] = {
    "name": lambda v: isinstance(v, str) and bool(v),
    "classification": lambda v: v in ("visit", "meeting", "signing", "study-tour"),
    "description": lambda v: isinstance(v, str),
    "start_time": lambda v: bool(re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+08:00", v)),
    "end_time": lambda v: v is None or bool(re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+08:00", v)),
    "all_day": lambda v: isinstance(v, bool),
    "status": lambda v: v in ("cancelled", "tentative", "confirmed", "passed"),
    "location": lambda v: bool(v["name"]) and v["coordinates"] is None,
    "participants": lambda v: all(
        one["type"] in ("person", "organization") and one["name"] and isinstance(one["note"], str)
        for one in v
    ),
    "agenda": lambda v: all(
        one["description"]
        and one["order"] == str(at)
        and isinstance(one["subjects"], list)
        and all(thing["type"] and thing["name"] for thing in one["related_entities"])
        for at, one in enumerate(v, 1)
    ),
    "media": lambda v: v == [],
    "documents": lambda v: v == [],
    "links": lambda v: v == [],
    "sources": lambda v: bool(v) and all(one["url"] and isinstance(one["note"], str) for one in v),
    "extras": lambda v: isinstance(v, dict),
}


def test_ocd_events(records: list[Record]) -> None:
    """Tests that an event has every field of the standard, each as it should be."""
    found = entities(records, "ocd")
    assert found
    for event in found:
        assert OCD.keys() <= event.keys()
        for name, holds in OCD.items():
            assert holds(event[name]), name
    (visit,) = [event for event in found if "沈怀山" in event["description"]]
    assert visit["start_time"] == "2026-03-05T00:00:00+08:00"
    assert visit["agenda"][0]["description"] == "云岭恒远机械有限公司"
    assert {one["name"] for one in visit["participants"]} >= {"沈怀山", "叶青林"}


def test_no_day_is_made_up() -> None:
    """Tests that an event whose year or day is unknown is left out of OCD, and undated in the others."""
    raw = "3月5日，沈怀山到松溪县调研。"
    document = read_text(RawText("a.txt", SHA, "text/plain", raw)).document
    for start in ("--03-05", "2026-03", None):
        event = SourceText(document.id, raw).cite(
            Event, (0, len(raw)), raw, name="调研", classification="visit", start_time=start, end_time=start
        )
        done = exchange([document, event], "ocd")
        assert done.objects == []
        assert sum(done.left_out.values()) == 1
        popolo = exchange([document, event], "popolo").objects[0]["events"][0]
        assert popolo.get("start_date") == (start if start == "2026-03" else None)


# schema.org


def test_json_ld_expands(records: list[Record]) -> None:
    """Tests that each node has an IRI and a type, each reference a target, and each subject its quotation."""
    (graph,) = entities(records, "schema")
    assert graph["@context"]["@vocab"] == "https://schema.org/"
    nodes = {node["@id"]: node for node in graph["@graph"]}
    assert len(nodes) == len(graph["@graph"])
    kinds = {node["@type"] for node in nodes.values()}
    assert kinds >= {"NewsArticle", "Person", "Event", "AskAction", "PlanAction", "Observation", "Project"}
    for one in dicts(graph["@graph"]):
        assert all(value is not None for value in one.values())
        if one.keys() == {"@id"}:
            assert one["@id"] in nodes
        else:
            assert re.fullmatch("[A-Z][A-Za-z]+", one["@type"])
            assert all(re.fullmatch("@id|@type|[a-z][A-Za-z]+", name) for name in one)
    document = next(iter(nodes))
    for iri, node in nodes.items():
        if iri != document:
            quotation = node["subjectOf"]
            start, end = map(int, quotation["@id"].rpartition("=")[2].split(","))
            assert quotation["isPartOf"] == {"@id": document}
            assert len(quotation["text"].strip()) > 0
            assert 0 <= start < end <= len(TEXT)


def test_json_ld_with_a_processor(records: list[Record]) -> None:
    """Tests with a JSON-LD processor, where one is installed, that every term expands to schema.org."""
    jsonld = pytest.importorskip("pyld", reason="pyld is not installed").jsonld
    (graph,) = entities(records, "schema")
    expanded = jsonld.expand(graph)
    assert len(expanded) == len(graph["@graph"])
    for one in dicts(expanded):
        assert all(name.startswith(("@", "https://schema.org/")) for name in one)


# All forms


@pytest.mark.parametrize("form", FORMS)
def test_appeals_never_leave(records: list[Record], form: str) -> None:
    """Tests that an appeal is in no form, neither its row nor its masked words, and that this is said."""
    row = "张三 13800000000 反映路灯不亮"
    appeal = SourceText(records[0].id, row).cite(Appeal, (0, len(row)), row, body="反映路灯不亮")
    done = exchange([*records, appeal], form)
    told = json.dumps(done.objects, ensure_ascii=False)
    assert "13800000000" not in told
    assert "路灯" not in told
    assert done.left_out["群众诉求不导出", "appeals are not exported"] == 1


@pytest.mark.parametrize("form", FORMS)
def test_every_sourced_entity_can_be_traced(records: list[Record], form: str) -> None:
    """Tests that ids are those of the records, so that an entity leads back to its sentence."""
    known = {record.id: record for record in records if isinstance(record, Sourced)}
    told = json.dumps(entities(records, form), ensure_ascii=False)
    ids = set(re.findall(r"\b(?:person|event|post|organization|area|directive)-[0-9a-f]{12}\b", told))
    assert ids
    assert ids <= known.keys()


def test_a_file_published_nowhere_has_the_name_of_its_bytes(records: list[Record]) -> None:
    """Tests that without an address the source is the RFC 6920 name of the file's hash."""
    import dataclasses

    document = dataclasses.replace(records[0], url=None)
    (found,) = exchange([document, *records[1:]], "popolo").objects
    assert found["persons"][0]["sources"][0]["url"].startswith(
        "ni:///sha-256;Dw8PDw8PDw8PDw8PDw8PDw8PDw8PDw8PDw8PDw8PDw8#char="
    )


def test_an_unknown_form_is_refused(records: list[Record]) -> None:
    """Tests that a form or a type that is not there is an error that names those that are."""
    with pytest.raises(UsageError, match="popolo"):
        exchange(records, "rdf")
    with pytest.raises(UsageError, match="records"):
        list(table(records, "bill"))


# CSV


def rows(records: list[Record], kind: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO("".join(table(records, kind)), newline="")))


def test_a_table_holds_every_field(records: list[Record]) -> None:
    """Tests that a directive's row gives its fields, its file, its span and both quotes."""
    (row,) = rows(records, "directive")
    assert row["issuer_name"] == "沈怀山"
    assert row["document_path"] == "日报/调研.txt"
    start, end = json.loads(row["span"])
    assert TEXT[start:end] == row["quote_raw"]
    assert rows(records, "gap") == []


def test_a_table_is_safe_in_a_spreadsheet() -> None:
    """Tests that text which looks like a formula is text, and a negative number stays a number."""
    raw = "=HYPERLINK(1)要做好"
    document = read_text(RawText("a.txt", SHA, "text/plain", raw)).document
    event = SourceText(document.id, raw).cite(Event, (0, 5), "=HYPE", name="@调研", classification="visit")
    (row,) = rows([document, event], "event")
    assert row["name"] == "'@调研"
    assert row["quote"] == "'=HYPE"


def test_a_table_of_appeals_is_masked(records: list[Record]) -> None:
    """Tests that appeals are listed by their masked fields alone."""
    row = "张三 13800000000 反映路灯不亮"
    appeal = SourceText(records[0].id, row).cite(Appeal, (0, len(row)), row, body="反映路灯不亮")
    told = "".join(table([*records, appeal], "appeal"))
    assert "路灯" in told
    assert "13800000000" not in told
