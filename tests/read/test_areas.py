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


@pytest.mark.parametrize(
    ("text", "year", "name", "code", "until"),
    [
        ("大同市大同县加快发展。", "2016", "大同县", "140227", "2017"),
        ("六安市寿县开展春耕。", "2013", "寿县", "341521", "2014"),
        ("淮南市寿县开展春耕。", "2023", "寿县", "340422", None),
    ],
)
def test_codes_of_the_year(text, year, name, code, until):
    """Tests that a code is that of the document's year, and that a name of old is found at all."""
    found = read(text, context=Context(date_published=f"{year}-03-05"))
    area = next(a for a in of(found, "area") if a.name == name)
    assert (area.identifier, area.valid_to) == (code, until)


def test_that_county():
    """Tests that 该县 is a mention of the last county named before, 我盟 of the document's own league."""
    text = "他到松溪县、梅川县调研。该县加快发展。"
    area = next(a for a in of(read(text), "area") if a.name == "梅川县")
    assert [text[a:b] for a, b in area.mentions] == ["该县"]
    text = "兴安盟召开会议。我盟各旗落实。"
    area = next(a for a in of(read(text, context=Context(place="内蒙古自治区兴安盟")), "area"))
    assert [text[a:b] for a, b in area.mentions] == ["我盟"]


def test_place_told_from_the_top():
    """Tests that a place known as 江苏省盐城市 is 盐城市, so that 市长 and 我市 are its."""
    document = read("我市加快转型。", context=Context(place="江苏省盐城市")).document
    assert document.place == "盐城市"


def test_parent_is_no_alias():
    """Tests that a group is the parent of its subsidiary, and that a bureau has the area of the page."""
    found = of(read("恒远集团和恒远集团蓝谷药业有限公司签约。"), "organization")
    assert {b.name: b.parent for b in found}["恒远集团蓝谷药业有限公司"] == "恒远集团"
    found = read("市生态环境局通报情况。", context=Context(place="山西省大同市"))
    assert [b.area for b in of(found, "organization")] == ["大同市"]


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
