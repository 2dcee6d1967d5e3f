"""Articles, dates, and kinds of source."""

from __future__ import annotations

from itertools import pairwise

import pytest
from read_cases import cases, of, raw_text, read

from bridgehead.read import Context, read_text
from bridgehead.read.source_kind import source_kind

PAGE = """坚定信心开新局

□ 本报记者 方圆 柳叶

今年以来,我市把项目建设作为主抓手,各县区行动迅速,一批项目开工建设。

在工地上,工人们正在忙碌,机器轰鸣,一派热火朝天的景象。

(下转第三版)

前三季度空气质量好转

本报讯(记者 江一鸣) 记者11月13日从市生态环境局获悉,今年以来空气质量持续好转。

为保持旅游热度,我市推出多条线路。图为昨日云岭古城游人如织。

本报记者 宋雨摄
"""


@pytest.mark.parametrize("case", cases("source_kind"))
def test_source_kind(case):
    """Tests that the kind of source is told, and nothing is read from fiction, templates and adverts."""
    assert source_kind(case["text"]) == case["kind"]
    if case["kind"] in ("fiction", "template", "advert"):
        assert read(case["text"]).records == ()


@pytest.mark.parametrize("case", cases("dating"))
def test_date(case):
    """Tests that the publication date is read with its basis, and that no year is made up."""
    document = read(case["text"]).document
    assert (document.date_published, document.date_basis) == (case["date"], case["basis"])


def test_known_date():
    """Tests that a date known beforehand wins, is marked as inferred, and gives events their year."""
    found = read("3月16日,省长何知秋深入云岭市调研。", context=Context(date_published="2026-03-18"))
    assert found.document.date_basis == "inferred"
    assert "2026-03-18" in found.document.date_inferred_from
    event = of(found, "event")[0]
    assert (event.start_time, event.basis) == ("2026-03-16", "inferred")


def test_metadata_date():
    """Tests that the file's own metadata dates a document that says nothing."""
    source = raw_text("省长何知秋深入云岭市调研。", date_published="2026-03-18T08:00:00")
    assert read_text(source).document.date_published == "2026-03-18"


def test_page_of_articles():
    """Tests that a page falls into its articles with headline, authors, turn line and caption."""
    articles = of(read(PAGE), "article")
    assert [(a.headline, a.author) for a in articles[:2]] == [
        ("坚定信心开新局", ("方圆", "柳叶")),
        ("前三季度空气质量好转", ("江一鸣",)),
    ]
    assert articles[0].continued_on == "第三版"
    assert (articles[2].genre, articles[2].author) == ("caption", ("宋雨",))


def test_articles_do_not_overlap():
    """Tests that articles follow one another."""
    spans = [article.span for article in of(read(PAGE), "article")]
    assert all(a[1] <= b[0] for a, b in pairwise(spans))


def test_statements():
    """Tests that several speakers under one head make a statement each, under that head."""
    text = (
        "学先进 找差距\n松溪县委书记 秦若水\n两天的学习考察收获很大。\n一是抓产业。做强百合产业,延伸链条。\n"
        "梅川县委书记 白景行\n此次学习考察内容丰富。\n一是抓项目。开工一批重点项目。\n"
    )
    found = [a for a in of(read(text), "article") if a.genre == "statement"]
    assert len(found) == 2
    assert all(article.article_section == "学先进 找差距" for article in found)


@pytest.mark.parametrize("text", ["", " \n\t", "。", "摄", "□", "#", "?" * 50, "一" * 3000, "\x00\ufeff"])
def test_little_text(text):
    """Tests that next to nothing gives a document and no error."""
    assert read(text).document.length == len(text)
