"""What kind of source a text is: texts of many trades and genres, and what may be read from them."""

from __future__ import annotations

import pytest
from read_cases import cases, read

from bridgehead.read.source_kind import source_kind


@pytest.mark.parametrize("case", cases("source_kind_genres"))
def test_genres(case):
    """Tests that tales, adverts, forms, hijacked and spun pages are told from news, notices and tables."""
    assert source_kind(case["text"]) == case["kind"]


@pytest.mark.parametrize("case", cases("source_kind_known_failures"))
@pytest.mark.xfail(strict=True, reason="a tale without gestures or talk reads like a report")
def test_known_failures(case):
    """Tests that a known failure still fails: when it does not, it moves to the other list."""
    assert source_kind(case["text"]) == case["kind"]


@pytest.mark.parametrize("kind", ["fiction", "template", "advert"])
def test_nothing_is_read(kind):
    """Tests that no record comes from fiction, templates and adverts."""
    texts = [
        param.values[0]["text"] for param in cases("source_kind_genres") if param.values[0]["kind"] == kind
    ]
    assert len(texts) >= 20
    assert not any(read(text).records for text in texts)


def test_hijacked_pages_are_read():
    """Tests that a report with a gambling site's name above it is read and says what became of it."""
    reading = read("开云体育app下载-欢迎您\n10月20日，市长叶青林到松溪县调研。他强调，要抓好项目建设。")
    assert reading.document.source_kind == "hijacked"
    assert any(record.type == "person" for record in reading.records)


def test_reports_on_gambling_are_news():
    """Tests that a report on the police's work is no hijacked page, though it names the site."""
    text = "本报讯 10月9日，松溪警方打掉一个以“开云体育”为名的网络赌博团伙，抓获犯罪嫌疑人12名。"
    assert source_kind(text) == "news"
