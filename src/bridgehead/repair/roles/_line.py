"""What a line tells by itself: its words are looked up in ``terms/layout``."""

from __future__ import annotations

import re
from functools import cache, lru_cache

from bridgehead.repair._han import HAN_CLASS, is_han
from bridgehead.terms import table, words

__all__ = [
    "HEAD",
    "HEAD_LONGEST",
    "NAMED",
    "alone",
    "is_dash",
    "is_numbered",
    "is_open",
    "is_speaker",
    "opening",
]

HEAD = "head"
"""A short line without a sentence: a headline of some kind, unless the page tells otherwise."""
HEAD_LONGEST = 60
_LONGEST = 400
_SENTENCE = re.compile(
    "[。；;]|[!?！？].*[!?！？](?!$)|[!?！？][”’].|[,，].{24}|[,，].*[!?！？](?!$)|[!?！？].{16}"
)
_STOP = re.compile("[。；;]")
_COMMA = re.compile("[,，]")
_OPEN_END = re.compile("[,，、:：;；。…—]$|[的地得和与及在把被对向从为以于是将并且而或即使让由等]$")
_DASH = re.compile("^(?:——|--|—|－－|──)")
_KICKER_END = re.compile("(?:强调|指出|要求)[:：]?$|纪实[:：]?$")
_POST = "(?:" + "|".join(words("layout/posts")) + ")"
_SPEAKER = re.compile(
    rf"[{HAN_CLASS}A-Za-z、,，（）()·“”]{{2,50}}?{_POST}[ 　:：]+"
    rf"[{HAN_CLASS}]{{1,3}}(?:[ 　]?[{HAN_CLASS}]{{1,2}})?[:：]?$"
    rf"|[{HAN_CLASS}]{{2,4}}[（(][^（）()]{{2,40}}{_POST}[）)][:：]?$"
    rf"|(?:主持人|[{HAN_CLASS}]{{0,14}}记者|问|答|(?!编辑|各位|同志)[{HAN_CLASS}]{{2,4}}同志)[:：]$"
)
NAMED = re.compile(rf"{_POST}[{HAN_CLASS}]{{2,3}}")
"""A post and the first characters of the name behind it."""
_STRONG = re.compile(
    r"[（(【]?(?:本[报台网社站刊]|新华社|中新社|中新网|[\u4e00-\u9fff]{2,8}(?:日报|晚报|早报|时报|报|新闻网|融媒|网))"
    r"[\u4e00-\u9fff\d日月 ]{0,16}?[讯电]|[（(](?:本报)?(?:全媒体|见习|首席|实习)?(?:记者|通讯员)"
    r"|[\u4e00-\u9fff]{2,4}讯[ 　（(]|(?:编辑|记者)(?:部|同志|老师|朋友)*[:：]你?您?好?"
)
_WEAK = re.compile(
    r"(?:20\d\d年)?\d{1,2}月(?:\d{1,2}日|[上中下]旬|份?以来)|(?:近日|日前|昨日|昨天|今天|今日|连日来|即日起|近期|眼下|目前|记者(?:从|昨日|日前|近日|了解到|获悉)"
    r"|入[春夏秋冬伏]以来|[^，,。]{2,12}(?:昨日|日前|近日|\d{1,2}月\d{1,2}日)|为(?:进一步|切实|深入|全面|持续|有效|扎实|营造|确保|做好|畅通|加强|提升|提高|推动|推进|加快|满足|解决|规范|丰富|方便|强化|贯彻|落实|保障|预防|庆祝|弘扬|激发|帮助|让)|据(?:悉|了解|统计))"
)
_LEADING_ZERO = re.compile(r"0\d$")
_LABELLED = re.compile(
    "(?:附件?\\d?|附件[一二三四五]|记者|问|答|主持人|网友|嘉宾|注|备注|时间|地点|对象|主题|内容|报名\\S{0,4}|费用|名额|票价|路线|说明|资料来源"
    "|(?:参会|参加|列席|出席|主持|记录)(?:人员|人)?|[红黄绿蓝白]牌|(?:责任|牵头|配合|承办|主办|发布|联系|完成)(?:单位|部门|人|领导|时限)|(?:办理|处理|整改|核查)(?:结果|情况|意见)|任命|免去|案例[一二三四五六七八九十\\d])[:：]."
)
_LETTER = re.compile("(?:读者|市民|网友|村民|居民|业主|家长|群众|乘客|游客)[ 　:：]+[\u4e00-\u9fff某]{1,4}$")
"""Who wrote a letter, below it."""
_TALK = re.compile("[我你您他的了吗是请]")
_SPOKEN = re.compile(
    "[吗呢吧么啊][？?！!]$|(?:您好|你好|你们好|大家好|谢谢)[！!。.,，]?$|(?:请问|难道|是否|希望|恳请|敬请|请|望|求).*[？?！!]$"
    "|.*(?:我|您|你|他们).*[？?！!]$|(?:^|[。！，,])(?:此致|敬礼|顺致|祝您?).{0,8}$"
)
_PERSON = re.compile("我(?![市县省国区州校院局台])|您|他们?|她们?|咱们?")
_NUMBERED = re.compile(
    r"[（(]?[一二三四五六七八九十]{1,3}[）)]?[、.．]|[（(][一二三四五六七八九十\d]{1,3}[）)]|第[一二三四五六七八九十\d]+[章节条部分篇]+"
    r"|\d{1,2}[.、．](?!\d)|[①②③④⑤⑥⑦⑧⑨⑩]|[壹贰叁肆伍][、.]|(?:0\d|[1-9])$|PART|其[一二三四五六]$|之[一二三四五]$"
)


_CAPTION = re.compile(
    r"(?:^|[。！!?？])(?:上|下|左|右)?图(?:片)?(?:为|中为)[^。]{4,120}[。.]?(?:\s*.{0,30}摄)?$"
    r"|[。.]\s*[（(]?(?:本报|新华社)?(?:全媒体|见习|首席|通讯员|记者|\s)*[:：]?[\u4e00-\u9fff、\s]{2,30}\s*(?:摄|供图|摄影)[）)]?$"
    r"|(?:记者|通讯员)[\s:：]*[\u4e00-\u9fff、\s]{2,24}\s*(?:摄|供图|摄影)[）)]?$"
)


@cache
def _tables() -> tuple[re.Pattern[str], re.Pattern[str], tuple[tuple[str, int], ...]]:
    """Return the pattern from the first character on, that of anywhere, role and longest of each group."""
    rows = table("layout/lines")
    first = "|".join(
        f"(?P<r{i}>(?:{row['pattern']}){'$' if row['how'] == 'whole' else ''})"
        for i, row in enumerate(rows)
        if row["how"] != "has"
    )
    inside = "|".join(f"(?P<r{i}>{row['pattern']})" for i, row in enumerate(rows) if row["how"] == "has")
    return re.compile(first), re.compile(inside), tuple((row["role"], int(row["longest"])) for row in rows)


_SOLD = re.compile(r"作废|认筹|售完|抢购|钜惠|店庆|立减|折优惠|清仓|甩卖|开业|开盘|首付|热线[:：]")
_COLUMN = re.compile(f"[【\\[□■◆●★☆※]? ?[{HAN_CLASS}·“”・]{{1,12}}[】\\]]?(?:[（(].{{1,4}}[）)])?$")
_COLUMN_TAIL = re.compile("[】\\]]?(?:[（(].{1,4}[）)])?$")
_SLOGAN = re.compile(f"[{HAN_CLASS}“”,，、!！ 　]{{4,32}}$")
_PLAIN = re.compile(r"[^的于开举{}\s]{2,20}$")


@cache
def _searches() -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    """Return what finds the words of slogans, of news, of gambling."""
    slogans, news = "|".join(words("layout/slogans")), "|".join(words("layout/news_words"))
    brands = "|".join(words("layout/gambling"))
    return re.compile(slogans), re.compile(f"{news}|产业|项目|建设|创建"), re.compile(brands)


@cache
def _ends_of() -> tuple[tuple[str, ...], frozenset[str], tuple[str, ...]]:
    """Return ends of columns' names, heads of small notices, and those that a name may stand before."""
    adverts = words("layout/adverts")
    return words("layout/columns"), frozenset(adverts), tuple(word for word in adverts if len(word) >= 4)


def _of_words(text: str) -> str:
    """Return the role that words tell: of a slogan, a column's name, a small notice, a hijacked title."""
    columns, _, notice_ends = _ends_of()
    slogans, news, brands = _searches()
    if len(text) <= 24 and text.endswith(notice_ends) and _PLAIN.match(text):
        return "advert-head"
    if brands.search(text) and not news.search(text):
        return "furniture"
    if len(text) <= 32 and slogans.search(text) and _SLOGAN.match(text) and not news.search(text):
        if _TALK.search(text) and " " not in text and "　" not in text:
            return ""
        return "slogan"
    if len(text) <= 18 and _COLUMN.match(text):
        name = _COLUMN_TAIL.sub("", text).lstrip("【[□■◆●★☆※ ")
        if name in column_names() or (len(name) <= 10 and name.endswith(columns)):
            return "column"
    return ""


@cache
def column_names() -> frozenset[str]:
    """Return names of columns that are one only when nothing else stands on the line."""
    return frozenset(words("layout/column_names"))


def _looked_up(text: str) -> str:
    if len(text) <= 12 and text in _ends_of()[1]:
        return "advert-head"
    first, inside, rows = _tables()
    for match in (first.match(text), inside.search(text)):
        if match:
            role, longest = rows[int((match.lastgroup or "r0")[1:])]
            if len(text) <= longest and not (
                role == "advert" and text[-1] == "。" and not _SOLD.search(text)
            ):
                return role
    return _of_words(text)


@lru_cache(maxsize=1 << 14)
def alone(text: str) -> str:
    """Return the role that a line itself tells.

    Parameters
    ----------
    text : str
        The line without the spaces around it; not blank.

    Returns
    -------
    str
        A role, or what its neighbours decide: ``head``; ``site`` for furniture that only sites have;
        ``contact`` for an address or telephone; ``links`` for the head of a list of links; ``advert-head``
        for that of a small notice.
    """
    if len(text) > HEAD_LONGEST:
        return _long(text)
    if text[0] == "#" or _LEADING_ZERO.match(text):
        return HEAD
    if role := _looked_up(text):
        return role
    if _LABELLED.match(text) or is_letter(text):
        return "body"
    if is_speaker(text):
        return "speaker"
    if text[-1] in "。摄图" and len(text) > 20 and _CAPTION.search(text):
        return "caption"
    if is_numbered(text) and len(text) <= 36 and text[-1] not in "。；;，,：:" and not _STOP.search(text):
        return HEAD
    return "body" if _is_text(text) else HEAD


def _is_text(text: str) -> bool:
    """Return whether a short line is a sentence, or the beginning of one, rather than a headline."""
    if _SPOKEN.search(text) or _SENTENCE.search(text) or _STRONG.match(text) or is_open(text):
        return True
    parts = _COMMA.split(text)
    if len(parts) == 1:
        return bool(_WEAK.match(text)) and ("：" in text or ":" in text)
    return bool(_WEAK.match(text) or _PERSON.match(text)) or (
        len(parts) > 2 and abs(len(parts[-1]) - len(parts[0])) > 1
    )


def _long(text: str) -> str:
    """Return the role of a line too long for a headline: cheaply, as most are running text."""
    if len(text) > _LONGEST:
        return "body"
    end = text[-3:]
    pictured = "摄" in end or "供图" in end or ("图" in text and "图为" in text)
    if pictured and len(text) <= 300 and _CAPTION.search(text):
        return "caption"
    if text[0] in "▲△▼▽图①②③④" and _looked_up(text) == "caption":
        return "caption"
    if text[-1] == "。" and not (
        "版权" in text or "侵权" in text or "授权" in text or "声明" in text or "备" in text[-12:]
    ):
        return "body"
    return _looked_up(text) or "body"


def is_open(text: str) -> bool:
    """Return whether a short line breaks off: a cut sentence, not a headline."""
    if not _OPEN_END.search(text[-1:]) or _DASH.match(text) or _KICKER_END.search(text):
        return False
    return not is_han(text[-1]) or (len(text) > 8 and not text.endswith(_whole_ends()))


@cache
def _whole_ends() -> tuple[str, ...]:
    """Return words that end a headline, though their last character often stands before what goes on."""
    return words("layout/whole_ends")


def is_letter(text: str) -> bool:
    """Return whether a line tells who wrote the letter above it."""
    return bool(_LETTER.match(text))


def is_speaker(text: str) -> bool:
    """Return whether a short line is post and name of a person, and nothing else."""
    return bool(_SPEAKER.match(text))


@lru_cache(maxsize=1 << 12)
def is_numbered(text: str) -> bool:
    """Return whether a line begins with the number of a section."""
    return bool(_NUMBERED.match(text))


def is_dash(text: str) -> bool:
    """Return whether a line begins with a dash, as the line below a headline does."""
    return bool(_DASH.match(text))


@lru_cache(maxsize=1 << 12)
def opening(text: str) -> int:
    """Return how much a line of running text looks like the first of an article: 2 for sure, 1 perhaps, 0."""
    if _STRONG.match(text):
        return 2
    return 1 if _WEAK.match(text) else 0
