"""Places, bodies, and which city 我市 is."""

from __future__ import annotations

import pytest
from read_cases import cases, names, of, read

from bridgehead.read import Context, divisions


@pytest.mark.parametrize("case", cases("areas"))
def test_areas(case):
    """Tests that exactly the places of a text are found: short names need evidence."""
    assert {area.name: area.classification for area in of(read(case["text"]), "area")} == case["areas"]


@pytest.mark.parametrize("case", cases("organizations"))
def test_organizations(case):
    """Tests that exactly the bodies of a text are found, shorter forms as aliases."""
    found = of(read(case["text"]), "organization")
    assert names(found) == set(case["names"])
    assert [alias for body in found for alias in body.other_names] == case.get("aliases", [])


@pytest.mark.parametrize("case", cases("places"))
def test_place_of_document(case):
    """Tests that the document's place is what the text supports, and null when nothing does."""
    document = read(case["text"]).document
    assert document.place == case["place"]
    assert (document.place_inferred_from is None) == (document.place is None)


def test_known_place():
    """Tests that a place known beforehand wins, and that 我市 becomes a mention of it."""
    text = "我市加快转型。云岭市各县落实。"
    found = read(text, context=Context(place="云岭市"))
    area = next(area for area in of(found, "area") if area.name == "云岭市")
    assert found.document.place == "云岭市"
    assert {text[a:b] for a, b in [area.span, *area.mentions]} == {"我市", "云岭市"}


def test_codes():
    """Tests that a division is linked to its code and parent."""
    area = next(a for a in of(read("记者走进大同市浑源县。"), "area") if a.name == "浑源县")
    assert (area.identifier, area.parent) == ("140225", "大同市")


def test_same_name_elsewhere():
    """Tests that a county is not linked when the page's own city is not the one that has such a county."""
    text = "云岭市委书记沈怀山到云岭市松溪县调研。云岭市政府主要负责人参加。"
    area = next(a for a in of(read(text), "area") if a.name == "松溪县")
    assert area.identifier is None


def test_table_is_whole():
    """Tests that every division has its parent in the table and a code of six digits."""
    table = divisions.by_code()
    assert len(table) > 3000
    for division in table.values():
        assert len(division.code) == 6
        assert (division.level == "province") == (division.parent == "")
        assert not division.parent or division.parent in table
