"""Tests of the words by which papers answer what was asked."""

from __future__ import annotations

import pytest

from bridgehead import terms
from bridgehead.follow.answers import answering, answers, asked
from bridgehead.follow.cues import undone


@pytest.mark.parametrize(
    ("demand", "field", "answer", "other"),
    [
        ("要持续优化营商环境", "business", "企业当天领到营业执照，少跑9个环节", "新建幼儿园3所"),
        ("要化解城区大班额", "schools", "新增学位4200个", "新增停车位900个"),
        ("要抓好水库除险加固", "reservoir", "溢洪道浇筑完毕，大坝通过验收", "全市粮食总产量60万吨"),
    ],
)
def test_answers_share_no_word(demand, field, answer, other):
    """Tests that an answer is known by its field's words although the demand says none of them."""
    fields = asked(demand, demand)
    assert field in fields
    assert answers(fields, answer) > answers(fields, other) == 0


def test_longest_word_decides():
    """Tests that 森林防火 asks about fire, not about trees, and 协调解决 not about mediation."""
    assert set(asked("压实森林防火责任", "压实森林防火责任")) == {"fire"}
    assert not asked("协调解决问题", "协调解决问题")


def test_asking_for_much_is_asking_for_less():
    """Tests that a demand of several fields weighs less in each."""
    few, many = asked("抓好就业", "抓好就业"), asked("抓好就业、养老、供热", "抓好就业、养老、供热")
    assert many["jobs"] < few["jobs"] == 1


def test_table():
    """Tests that every row has words on both sides and every field is there once."""
    rows = terms.table("follow/answers")
    assert len({row["field"] for row in rows}) == len(rows)
    for row in rows:
        assert all(len(word) > 1 for word in row["asked"].split("|")), row
        assert row["answered"].split("|")
        assert answering({row["field"]: 1.0})


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("与临江的分工协作目前只签了框架协议，路线图还没有公布。", True),
        ("何知秋来到百合产业园，了解标准化种植情况。", True),
        ("过去村里还没有自来水，如今家家通水。", False),
        ("走进产业园，记者了解到，二期已投产，年产3万吨。", False),
        ("您提出的关于治理河道垃圾的建议收悉。", True),
        ("会议听取了公厕改造情况汇报。", True),
        ("会议审议通过公厕改造方案。", False),
        ("会议听取汇报，全市新建公厕36座。", False),
        ("直航一事，市交通局正在与对方沟通。", True),
        ("综合保税区目前尚不具备申报条件。", True),
        ("搁置多年的松溪大桥复工。", False),
    ],
)
def test_what_is_not_done_yet(text, wanted):
    """Tests that what is not done yet, or only looked at, is told from what is done."""
    assert undone(text) is wanted
