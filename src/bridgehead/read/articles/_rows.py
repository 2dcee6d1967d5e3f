"""One line of the page and the part it plays in an article."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from bridgehead.read import names, posts
from bridgehead.read._page import Page

__all__ = ["PLACE", "SIGNATURE", "Row", "is_opening", "rows_of", "words_of"]

PLACE = re.compile(
    r"#*\s*[\u4e00-\u9fff]{1,8}(?:[市县区旗镇乡]|街道|苏木|林场|农场|经开区|高新区|示范区|管委会)"
)
"""A line that is the name of a place: the head of a brief."""
SIGNATURE = re.compile(r"[\u4e00-\u9fff]{2,4}")
_NAMES = r"[\u4e00-\u9fff·]{2,4}(?:[\s、/]+(?:(?:通讯员|记者|实习生)[\s:：]*)?[\u4e00-\u9fff·]{2,4}){0,5}"
_SIGN_OFF = re.compile(
    rf"[(（](?:(?:本报|本台|全媒体|见习|特约)*(?:记者|通讯员|评论员|作者)[\s:：]*)?{_NAMES}[)）]"
    r"|[(（](?:作者|记者|执笔)(?:单位|系|为|[:：]).{2,60}[)）]|[(（](?:据|来源|转自|摘自|原载|选自).{2,40}[)）]"
    r"|[(（].{0,40}(?:供稿|报道组|编辑部|整理|综合)[)）]"
)
_NO_NAMES = re.compile(
    r"[(（](?:节选|摘要|上|中|下|续|完|一|二|三|四|五|六|七|八|九|十|试行|草案|暂行|组诗|外一首)[)）]"
)
_TURN = re.compile(
    r"[(（【]?\s*(?:紧接|下转|转)\s*(?:第?\s*[0-9一二三四五六七八九十A-Z]+\s*版|本版|[上下左右]).{0,20}$"
)
_ONWARD = re.compile(r"[(（【]?\s*(?:上接|接|紧接)\s*(?:第?\s*[0-9一二三四五六七八九十A-Z]+\s*版|本版)")
_OPENING = re.compile(
    r"(?:本[报台社刊网]|新华社|中新[社网])[^。，,]{0,14}?[讯电]|[(（]?\S{0,10}(?:记者|通讯员)[^。，,()（）]{0,20}[)）]"
    r"|[\u4e00-\u9fff]{2,8}(?:日报|晚报|晨报|网|融媒体?)讯|□|■|编辑(?:部|同志)+[:：]"
)
_DATED = re.compile(
    r"(?:20\d\d年)?\d{1,2}月\d{1,2}日|近日[,，]|日前[,，]"
    r"|[^,，。]{0,16}(?:记者|日前|近日)(?:从|获悉|了解到|在)|(?:今|昨|前)[日天][,，]?|\d{1,2}日[,，上下至晚]"
)
_DAY = re.compile(r"(?:20\d\d|二[〇○零Ο0][一二三四五六七八九〇○零]{2})年.{1,3}月.{1,3}日")
_ISSUER = re.compile(r"[\u4e00-\u9fff（）()、 \u3000]{4,40}")
_NUMBER = re.compile(r"[\u4e00-\u9fff]{1,10}[〔\[【(（]20\d\d[〕\]】)）]\s*\d+\s*号")
_LONGEST_SLOGAN = 24
_HEADS = ("kicker", "title", "subtitle")
_MARK = re.compile(r"[▲△▼◆◇■□●○◎★☆►▶※•·]")
_MARKUP = re.compile(r"^#+\s*|^[◎●■□▲◆]\s*")


@dataclass(slots=True)
class Row:
    """A line in clean offsets.

    Attributes
    ----------
    start, end : int
        ``[start, end)`` in the clean text.
    role : str
        As `bridgehead.repair.roles` tells it, or ``sign`` (who wrote what stands above), ``onward``
        (上接第一版), ``item`` (a brief behind a mark) and ``number`` (of an official document).
    text : str
        Its words.
    """

    start: int
    end: int
    role: str
    text: str


def words_of(row: Row) -> str:
    """Return the words of a line without marks of headings and lists."""
    return _MARKUP.sub("", row.text.strip())


def is_opening(text: str, *, dated: bool = False) -> bool:
    """Return whether a paragraph begins as news do: 本报讯, or (``dated``) with the day it tells of."""
    text = text.lstrip()
    return bool(_OPENING.match(text) or (dated and _DATED.match(text)))


def rows_of(page: Page) -> list[Row]:
    """Return the lines, those that a column cut apart put together again."""
    rows = list(_joined(page))
    for row in rows:
        row.role = _role(row)
    _items(rows)
    _signed_notices(rows)
    _slogans(rows)
    _numbers(rows)
    _turned(rows)
    return rows


def _joined(page: Page) -> Iterator[Row]:
    row: Row | None = None
    lines = [(*page.repaired.clean_span(*line.span), line) for line in page.repaired.lines]
    if page.repaired.moves:  # columns read across, now in the order of reading
        lines.sort(key=lambda placed: placed[0])
    for start, end, line in lines:
        if end <= start:
            continue
        if line.joined and row and row.role == line.role:
            row = Row(row.start, end, row.role, page.clean[row.start : end])
            continue
        if row:
            yield row
        row = Row(start, end, line.role, page.clean[start:end])
    if row:
        yield row


def _role(row: Row) -> str:
    """Return the role of a line, told more closely where articles need it."""
    text = row.text.strip()
    if row.role in ("furniture", "footer") or len(text) > 80:
        return _of_long(row.role, text)
    if _ONWARD.match(text):
        return "onward"
    if _TURN.fullmatch(text):
        return "turn"
    if _SIGN_OFF.fullmatch(text) and not _NO_NAMES.fullmatch(text):
        return "sign"
    if row.role in ("kicker", "title", "subtitle", "column", "speaker") and _is_speaker(text):
        return "speaker"
    return row.role


def _of_long(role: str, text: str) -> str:
    return "onward" if role in ("body", "turn") and _ONWARD.match(text) else role


def _items(rows: list[Row]) -> None:
    """Find briefs that a mark opens: two or more in a row with the same mark before a sentence."""
    at = 0
    while at < len(rows):
        mark = rows[at].text.lstrip()[:1]
        stop = at
        while stop < len(rows) and _is_item(rows[stop], mark):
            stop += 1
        if stop - at >= 2:
            for row in rows[at:stop]:
                row.role = "item"
        at = max(stop, at + 1)


def _signed_notices(rows: list[Row]) -> None:
    """Find what ends a public notice: the body that issues it, and below it the day."""
    for body, day in pairwise(rows):
        if _DAY.fullmatch(day.text.strip()) and _ISSUER.fullmatch(body.text.strip()):
            body.role = day.role = "sign"


def _numbers(rows: list[Row]) -> None:
    """The number of an official document stands at its head: 云政办发〔2024〕9号."""
    for row, below in pairwise(rows):
        if row.role == "furniture" and _NUMBER.fullmatch(row.text.strip()) and below.role in _HEADS:
            row.role = "number"


def _turned(rows: list[Row]) -> None:
    """What stands right above a turn line is text that breaks off, whatever it looks like."""
    for above, row in pairwise(rows):
        if row.role == "turn" and above.role in _HEADS:
            above.role = "body"


def _slogans(rows: list[Row]) -> None:
    """What looks like a slogan is a headline when it is long, or right above a byline or news."""
    told = [row for row in rows if row.role not in ("furniture", "footer")]
    for row, below in pairwise(told):
        if row.role == "slogan" and len(row.text.strip()) > _LONGEST_SLOGAN:
            row.role = "title"
        if row.role != "slogan" or len(row.text.split()) > 1:
            continue
        if below.role == "byline" or (below.role == "body" and is_opening(below.text, dated=True)):
            row.role = "title"


def _is_item(row: Row, mark: str) -> bool:
    text = row.text.strip()
    if row.role not in ("body", "caption", "subtitle", "title") or not _MARK.match(mark):
        return False
    return text.startswith(mark) and len(text) >= 15 and text[-1] in "。！？!?”）)"


def _is_speaker(line: str) -> bool:
    """Whether a line is a title and a name, and nothing else: 松溪县委书记 秦若水."""
    if len(line) > 60:
        return False
    for title in posts.find(line):
        name = names.name_at(line, title.end + len(line[title.end :]) - len(line[title.end :].lstrip()))
        if title.start == 0 and name and name[1] == len(line) and line[title.end].isspace():
            return True
    return False
