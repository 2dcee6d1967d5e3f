"""Web pages."""

from __future__ import annotations

import pytest

from bridgehead.errors import OversizedFile
from bridgehead.sources import RawText, read_bytes

PAGE = """<!DOCTYPE html><html><head><meta charset="{charset}"><title>市领导调研项目_云岭市人民政府</title>
<meta name="ArticleTitle" content="市领导调研项目"><meta name="PubDate" content="2023-2-8 10:22">
<meta name="SiteName" content="云岭市人民政府"><link rel="canonical" href="/art/1.html">
<style>p {{ color: red }}</style><script>var x = "<p>脚本</p>";</script></head><body>
<div class="nav"><a>首页</a> <a>要闻</a></div><div style="display: none">隐藏的字</div><p hidden>也隐藏</p>
<h1>市领导调研项目</h1><p>　　二月八日，<b>市领导</b>走进\n 车间。</p><p>第二段<br>换行</p>
<table><tr><th>县区</th><th>PM2.5&nbsp;浓度</th></tr>
<tr><td>东陵区</td><td><p>30</p><p>微克</p></td></tr></table>
<ul><li>一是</li><li>二是</li></ul><pre>空  格
第二行</pre>版权所有</body></html>"""
TEXT = """首页 要闻
市领导调研项目
　　二月八日，市领导走进 车间。
第二段
换行
县区\tPM2.5 浓度
东陵区\t30 微克
一是
二是
空 格
第二行
版权所有"""


def one(data: bytes, name: str = "x.html") -> RawText:
    (item,) = read_bytes(data, name)
    assert isinstance(item, RawText), item
    return item


@pytest.mark.parametrize(
    ("charset", "encoding"),
    [
        ("utf-8", "utf-8"),
        ("gb2312", "gbk"),
        ("gbk", "gb18030"),
        ("iso-8859-1", "gbk"),
        ("utf-8", "gbk"),
        ("x", "utf-8"),
    ],
)
def test_page_comes_as_blocks(charset: str, encoding: str) -> None:
    """Tests that a page gives one line a block, in the right encoding even where it declares a wrong one."""
    item = one(PAGE.format(charset=charset).encode(encoding))
    assert item.text == TEXT
    assert item.media_type == "text/html"


def test_page_tells_about_itself() -> None:
    """Tests that title, date, publisher and address come from the meta tags."""
    item = one(PAGE.format(charset="utf-8").encode())
    about = (item.title, item.date_published, item.publisher, item.url)
    assert about == ("市领导调研项目", "2023-02-08", "云岭市人民政府", "/art/1.html")


def test_places_are_the_lines() -> None:
    """Tests that each place covers its line."""
    item = one(PAGE.format(charset="utf-8").encode())
    assert [item.text[slice(*place.span)] for place in item.places] == TEXT.split("\n")


def test_title_stands_in_for_a_missing_heading() -> None:
    """Tests that the page's title is the first line only where the page does not say it."""
    assert one("<title>项目推进会召开</title><p>今天开会。".encode()).text == "项目推进会召开\n今天开会。"
    assert (
        one("<title>项目推进会召开_云岭</title><p>项目推进会召开<p>今天开会。".encode()).text
        == "项目推进会召开\n今天开会。"
    )


def test_tables_that_lay_out_a_page_are_no_rows() -> None:
    """Tests that a page built in one table keeps its paragraphs apart, and the table inside it its rows."""
    page = """<table><tr><td><h1>题</h1><p>一段</p><p>二段</p>
        <table><tr><td>甲</td><td>1</td></tr><tr><td>乙</td><td>2</td></tr></table></td><td>右栏</td></tr></table>"""
    assert one(page.encode()).text == "题\n一段\n二段\n甲\t1\n乙\t2\n右栏"


@pytest.mark.parametrize("tag", ["div", "b", "p", "table><tr><td", "ul><li", "font"])
def test_ten_thousand_nested_tags_are_survived(tag: str) -> None:
    """Tests that deep nesting gives the text."""
    assert one((f"<{tag}>" * 10_000 + "云岭市").encode()).text == "云岭市"


@pytest.mark.parametrize("page", ["<div>" * 200_000, "<div>" * 10_000 + "<p>云" * 100_000, "云" * 31_000_000])
def test_pages_that_would_take_minutes_are_refused(page: str) -> None:
    """Tests that nesting by the hundred thousand and pages of 30 million characters give a named error."""
    (item,) = read_bytes(page.encode(), "x.html")
    assert isinstance(item, OversizedFile)


def test_a_page_without_its_suffix_is_known() -> None:
    """Tests that a page named .txt is read as a page, and prose that mentions a tag is not."""
    assert one(b"\n<!-- x --><html><p>a<p>b", "x.txt").text == "a\nb"
    assert one("标签 <html> 用于网页".encode(), "x.txt").media_type == "text/plain"
