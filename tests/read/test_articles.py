"""Articles, dates, and kinds of source."""

from __future__ import annotations

from itertools import combinations, pairwise, zip_longest

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from page_cases import EITHER, PageCase, boundaries, pages, split_lines
from read_cases import cases, of, raw_text, read
from tests.repair.pages import SETTINGS
from tests.repair.pages import pages as labelled_pages

from bridgehead.read import Context, Page, read_text
from bridgehead.read.articles import split
from bridgehead.read.source_kind import source_kind
from bridgehead.repair import repair

LABELLED = [page for page in labelled_pages() if any(row.article for row in page.rows)]
LINES = tuple(line for case in pages("pages") for _, line in case.lines)

PAGE = """坚定信心开新局

□ 本报记者 方圆 柳叶

今年以来,我市把项目建设作为主抓手,各县区行动迅速,一批项目开工建设。

在工地上,工人们正在忙碌,机器轰鸣,一派热火朝天的景象。

(下转第三版)

前三季度空气质量好转

本报讯(记者 江一鸣) 记者5月6日从市生态环境局了解到,今年以来空气质量持续好转。

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


def test_articles_follow_one_another():
    """Tests that articles come in their order, each apart from the next where no head is shared."""
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


@pytest.mark.parametrize("name", ["pages", "pages-held-out", "pages-unseen"])
@pytest.mark.parametrize("gap", ["\n", "\n\n"], ids=["tight", "loose"])
@pytest.mark.parametrize("fold", [False, True], ids=["full marks", "folded marks"])
def test_boundaries(name, gap, fold):
    """Tests that pages of many kinds fall into their articles."""
    both = found = true = 0
    for case in pages(name):
        truth, told = boundaries(case, split_lines(case, gap, fold))
        both, found, true = both + len(truth & told), found + len(told), true + len(truth)
    assert 2 * both / (found + true) >= 0.95


@pytest.mark.parametrize("setting", ["tight", "columns", "cut, loose"])
def test_boundaries_of_labelled_pages(setting):
    """Tests that the pages labelled for roles fall into their articles too, however they are set."""
    both = found = true = 0
    for page in LABELLED:
        rows = SETTINGS[setting](page).rows
        case = PageCase(page.name, tuple((row.article or EITHER, row.text) for row in rows))
        truth, told = boundaries(case, split_lines(case))
        both, found, true = both + len(truth & told), found + len(told), true + len(truth)
    assert 2 * both / (found + true) >= 0.95


def test_articles_under_one_head():
    """Tests that briefs stand inside the article whose headline they share, and do not take its text."""
    case = next(case for case in pages("pages") if case.why.startswith("district briefs"))
    articles = of(read(case.text()), "article")
    over = next(a for a in articles if a.genre == "briefs")
    briefs = [a for a in articles if a.genre == "brief"]
    assert [a.headline for a in briefs] == ["东陵区", "西湾区", "梅川县", "云岭经开区", "大石镇"]
    assert all(over.span[0] < a.span[0] and a.span[1] <= over.span[1] for a in briefs)
    assert all(a.article_section == over.headline for a in briefs)


def test_picture_above_the_text():
    """Tests that an article begins with its headline though another's picture stands before its byline."""
    case = next(case for case in pages("pages") if case.why.startswith("daily page"))
    first, picture = of(read(case.text()), "article")[:2]
    assert first.span[0] == 0
    assert first.author == ("方圆", "柳叶")
    assert picture.genre == "caption"
    assert picture.span[1] < first.span[1]


def test_columns_read_across():
    """Tests that articles read across are told apart, and quote only what is their own."""
    left = "装备制造\n【概况】2023年末，云岭市有装备制造企业64户，全年实现产值112.8亿元，比上年增长8.2%。"
    right = "百合产业\n【概况】2023年末，梅川县百合种植面积6.8万亩，鲜百合产量7.4万吨，建成产地冷库9座。"
    halves = ([text[:4], *(text[i : i + 12] for i in range(5, len(text), 12))] for text in (left, right))
    raw = "\n".join(f"{a:　<12}  {b}" for a, b in zip_longest(*halves, fillvalue=""))
    articles = of(read(raw), "article")
    assert [a.headline for a in articles] == ["装备制造", "百合产业"]
    assert [a.quote for a in articles] == [left, right]


def test_turn_line():
    """Tests that a text continued on the same page is one article, one continued elsewhere is not whole."""
    here = next(case for case in pages("pages") if case.why.startswith("an article that goes on"))
    first, other, rest = of(read(here.text()), "article")
    assert (first.headline, rest.headline, first.truncated) == ("让老手艺活起来", "让老手艺活起来", False)
    assert other.headline == "市公交公司优化三条线路"
    assert split_lines(here)[0] == split_lines(here)[-1]
    elsewhere = of(read(PAGE.replace("一派热火朝天的景象。", "一派热火朝")), "article")[0]
    assert (elsewhere.continued_on, elsewhere.truncated) == ("第三版", True)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from(LINES), max_size=14))
def test_any_page(lines):
    """Tests that the articles of any page are apart or one inside the other, and hold all running text."""
    repaired = repair("\n".join(lines))
    drafts = split(Page("page", repaired))
    for a, b in combinations(drafts, 2):
        assert a.start <= b.start
        assert a.end <= b.start or b.end <= a.end
    for line in repaired.lines:
        at = repaired.to_clean(line.span[0])
        if line.role == "body" and line.span[1] - line.span[0] > 1:
            assert any(draft.start <= at < draft.end for draft in drafts)
