"""Headlines: which of the short lines of a group is kicker, title, subtitle, and what else they may be."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache, lru_cache

from bridgehead.repair._han import HAN_CLASS
from bridgehead.repair.roles._line import is_dash, is_numbered
from bridgehead.terms import words

__all__ = [
    "IN_BRACKETS",
    "REPORT",
    "couplet",
    "even_lines",
    "halves",
    "is_named",
    "is_place",
    "is_short",
    "label",
    "parallel",
    "scans",
    "triplet",
]

_KICKER = re.compile(
    r"(?:强调|指出|要求|提出|表示)[:：]?$|(?:纪实|综述|侧记|系列报道)[（(]?[^（）()]{0,6}[）)]?$"
    r"|(?:达|完成|突破|增长|下降|超|超过|累计|实现|共计|逾)[^，,]{0,6}\d[\d.,万亿%％]*[^，,]{0,6}$|[；;]"
)
REPORT = re.compile(
    "主持召开|主持并讲话|出席|会见|调研|检查|督导|慰问|参加|致辞|一行|主持会议|作出?批示|讲话"
)
_CONCLUSION = re.compile(
    "(?:奋力|努力|全力|着力|加快|推动|推进|谱写|开创|打造|建设|为|在|以|让|把|书写|奏响|走好|跑出|聚力|助力|争当|实现|夯实|绘就)"
)
_NOTICE_TAIL = re.compile(
    "(?:的(?:通知|意见|公告|通告|函|批复|决定|决议|报告|通报|请示|议案|说明|解读|命令|实施意见|指导意见|讲话)"
    "|方案|办法|规定|细则|规划|计划|条例|要点|清单|措施)(?:[（(].{1,10}[）)])?$"
)
_NOTICE_WORD = re.compile(
    "(?:通知|公告|通告|公报|公示|批复|决定|通报|意见|方案|办法|规定|细则|报告|任免名单)$"
)
_ORGAN = re.compile(
    "(?:人民政府|办公室|办公厅|委员会|[市县区省]委|局|厅|部|院|委|会|中心|集团|公司|管委会|大队|支队|指挥部)$"
)
_PLACE = re.compile(
    "[\u4e00-\u9fff]{1,4}(?:[省市区县旗镇乡村州盟]|街道|社区|园区|林场|农场|矿区)$"
    "|[\u4e00-\u9fff]{1,10}(?:开发区|高新区|经开区|示范区|新区|产业园|管委会|[委局办院]|公司|集团|工委)$"
)
_AUTHOR = re.compile(
    f"[{HAN_CLASS}]{{2,3}}(?:[ 　、][{HAN_CLASS}]{{2,3}}){{0,3}}$|[{HAN_CLASS}][ 　]{{1,2}}[{HAN_CLASS}]$"
    f"|[{HAN_CLASS}][ 　][{HAN_CLASS}]{{2}}$"
)
IN_BRACKETS = re.compile("[（(][^（）()]{1,40}[）)]$")
_MEETING = re.compile("(?:召开|举行)[^，,]{0,16}(?:会|会议|大会|全会)$")
_EVENT = re.compile(
    "(?:[闭开落]幕|召开|举行|启动|[开动竣完]工|开[业街馆园班播]|投[产用运]|揭[晓牌]|挂牌|成立|通车|出炉|发布)$"
)
_CONCLUSION_COUNTS = 1.0
_AGENDA = re.compile("(?:传达|学习|研究|审议|部署|听取|讨论|通报|总结|安排|动员)")
_SPLIT = re.compile("[ 　]+")


@cache
def _surnames() -> frozenset[str]:
    return frozenset(words("surnames"))


@lru_cache(maxsize=1 << 12)
def is_place(text: str) -> bool:
    """Return whether a line is the name of a place or an office: the head of a brief."""
    return len(text) <= 12 and bool(_PLACE.match(text))


@lru_cache(maxsize=1 << 12)
def is_named(text: str) -> bool:
    """Return whether a line is nothing but names that begin with surnames."""
    compact = re.sub(f"^([{HAN_CLASS}])[ 　]+([{HAN_CLASS}]{{1,2}})$", r"\1\2", text)
    return (
        text[:2] != "谢谢"
        and bool(_AUTHOR.match(text))
        and not is_place(text)
        and all(name[0] in _surnames() for name in re.split("[ 　、]", compact) if name)
    )


def _signed(text: str) -> bool:
    """Return whether a line is what someone is, and a name: 退休教师 段玉梅."""
    *what, name = _SPLIT.split(text)
    return 1 <= len(what) <= 2 and 4 <= len("".join(what)) <= 24 and len(name) <= 3 and is_named(name)


def halves(text: str) -> bool:
    """Return whether a line has two or three parts of one length, as slogans and main headlines have."""
    parts = _SPLIT.split(text)
    return (
        2 <= len(parts) <= 4 and len(parts[0]) >= 3 and all(len(part) == len(parts[0]) for part in parts[1:2])
    )


def couplet(text: str) -> bool:
    """Return whether a line has two parts of nearly one length and no mark, as a slogan at the foot has."""
    parts = _SPLIT.split(text)
    return len(parts) == 2 and min(map(len, parts)) >= 4 and abs(len(parts[0]) - len(parts[1])) <= 1


def triplet(text: str) -> bool:
    """Return whether a line has three or four short parts of one length, as slogans have."""
    parts = _SPLIT.split(text)
    return 3 <= len(parts) <= 4 and len({len(part) for part in parts}) == 1 and 3 <= len(parts[0]) <= 6


def is_short(text: str) -> bool:
    """Return whether a line is too short for a headline above another: the name of a column."""
    return len(text) <= 6 and not _SPLIT.search(text) and not re.search(r"[\d，,。！!？?“”]", text)


def even_lines(texts: Sequence[str]) -> int:
    """Return how many lines from the first on are of one length, as those of a poem are; 0 if below three."""
    even = next((k for k, text in enumerate(texts) if len(text) != len(texts[0])), len(texts))
    return even if even >= 3 else 0


def scans(texts: Sequence[str]) -> bool:
    """Return whether the last line is as long as one of those above it, as a verse is."""
    *above, last = texts
    return len(last) in {len(text) for text in above}


def parallel(text: str, other: str) -> bool:
    """Return whether two lines are built alike, as the headings of one article: 需求清单…, 责任清单…."""
    if len(text) != len(other) or text == other:
        return False
    return any(text[k : k + 2] == other[k : k + 2] for k in range(len(text) - 1)) or text[0] == other[0]


def label(group: Sequence[str]) -> list[str]:
    """Give the lines of the head of an article their roles.

    Parameters
    ----------
    group : sequence of str
        Lines one below the other, none of them a sentence.

    Returns
    -------
    list of str
        ``column, kicker, title, subtitle, byline`` a line.
    """
    if not group:
        return []
    if re.match(r"0\d$", group[0]) or all(map(is_numbered, group)):
        return ["subtitle"] * len(group)
    for mark in ("# ", "#"):
        for i, text in enumerate(group):
            if text.startswith(mark):
                return ["kicker"] * i + ["title"] + ["subtitle"] * (len(group) - i - 1)
    if len(group) >= 2:
        *above, last = group
        if (
            is_named(last)
            or _signed(last)
            or (_AUTHOR.match(last) and not is_place(last) and len(last) <= 4 and len(above[-1]) > 4)
        ):
            return [*label(above), "byline"]
        if is_place(last) or is_numbered(last) or IN_BRACKETS.match(last):
            return [*label(above), "subtitle"]
        if (
            is_short(group[0])
            and not is_place(group[0])
            and not is_numbered(group[0])
            and len(group[1]) > len(group[0])
            and not is_dash(group[1])
        ):
            return ["column", *label(group[1:])]
    dash = next((i for i, text in enumerate(group) if is_dash(text)), 0)
    if dash:
        below = group[dash + 1 :]
        after = ["column" if is_short(text) else "subtitle" for text in below]
        return [*label(group[:dash]), "subtitle", *after]
    if is_dash(group[0]):
        return ["subtitle", *label(group[1:])]
    first, last_title = _title(group)
    return ["kicker" if i < first else "title" if i <= last_title else "subtitle" for i in range(len(group))]


def _title(plain: Sequence[str]) -> tuple[int, int]:
    """Return which of the lines without a dash are the headline itself: first and last."""
    if len(plain) == 1:
        return 0, 0
    if len(plain) >= 3 and (_is_kicker(plain[0], plain[1]) or not _is_one(plain[0], plain[1])):
        first, last = _title(plain[1:3]) if _is_one(plain[1], plain[2]) else (0, 0)
        return first + 1, last + 1
    above, below = plain[0], plain[1]
    if _is_kicker(above, below):
        return 1, 1
    if _is_one(above, below):
        return (0, 2) if len(plain) > 2 and _is_one(below, plain[2]) else (0, 1)
    return (0, 0) if _explains(above, below) >= 1.5 else (1, 1)


def _is_kicker(above: str, below: str) -> bool:
    return bool(_KICKER.search(above)) and not _NOTICE_TAIL.search(below)


def _is_one(above: str, below: str) -> bool:
    """Return whether two lines are one headline, set in two."""
    if _ORGAN.search(above) and _NOTICE_WORD.search(below):
        return True
    if _NOTICE_TAIL.search(below) and (_ORGAN.search(above) or above.startswith("关于") or "关于" in above):
        return True
    if below.startswith("关于") and _ORGAN.search(above):
        return True
    told = _MEETING.search(above) or _EVENT.search(above)
    even = halves(above) or (len(above) == len(below) >= 8 and not told)
    return even and bool(_CONCLUSION.match(below)) and not REPORT.search(below)


def _explains(above: str, below: str) -> float:
    """Return how much the line below looks like the one that explains a headline, rather than like one."""
    score = 2.0 * bool(_MEETING.search(above) and _AGENDA.match(below))
    if REPORT.search(below) and not REPORT.search(above):
        score += 2
    if len(below) >= len(above) + 5:
        score += 1
    if "、" in below or "等" in below or _KICKER.search(below):
        score += 0.75
    if re.search("[“”！？!?]", above):
        score += 0.5
    if halves(above) and not halves(below):
        score += 1.0
    if _EVENT.search(above):
        score += 1.5 - _CONCLUSION_COUNTS * bool(_CONCLUSION.match(below))
    if halves(below) and not halves(above):
        score -= 1.5
    if above.endswith("记"):
        score += 2.5
    if re.search(r"\d", above):
        score -= 0.75
    elif re.match(r"\d", below):
        score += 0.5
    return score
