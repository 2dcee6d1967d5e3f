"""What kind of source a text is: nothing is read from fiction, templates and adverts.

Cues of `terms/source_cues.csv` speak for a kind, the more so the more families of them meet: an advert has
a price, a promise and a number to call, a tale has gestures, moods and talk. The marks of official writing
(dateline, day, 会议强调, 同比) speak against it, as what is set aside by mistake costs more than what is
read by mistake. Words in short quotation marks are talked about, not used: a report on adverts is no advert.

A page is hijacked when a gambling site put its name into a report, and spun when a machine put other words
for those of the original (采访人员 for 记者). Both are read, but their kind warns.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Literal

from bridgehead import terms
from bridgehead.read._literals import Listed, Listing

__all__ = ["source_kind"]

Kind = Literal["news", "notice", "table", "fiction", "template", "advert", "hijacked", "spun"]

_SAMPLE = 8000
"""Characters that are enough to tell a kind."""

_BLANK = re.compile(
    r"[xX×Ｘ*＊]{1,4}(?:\.[xX×]+)?\s*(?:%|％|亿|万|个|家|户|元|年|月|日|省|市|县|区|公司|同志|项目|村|镇|局|部署|任务|工作|会议|单位|经费|大学|族)|[_＿]{3,}"
    r"|(?<![\u4e00-\u9fff])某某|某某(?=[市县区局某]|任务|活动|部署|次|人)|\{\{?\w+\}?\}|【[^】]{0,4}(?:填写|名称|姓名|日期|数量)[^】]{0,6}】"
    r"|\[(?:日期|时间|地点|姓名|职务|单位|主题|会议|参会|陪同|要求|意义|问题|对策|内容|名称|数字|部门)[\u4e00-\u9fff]{0,4}\]"
)
# Slots without a mark of their own: names of what belongs there, and room left to write.
_MAYBE_SLOT = re.compile(r"[(（][ \u3000\u4e00-\u9fff+]{2,9}[)）]|[ \u3000]{3}|[:：]\n")
_SLOT = re.compile(
    r"[(（](?:领导)?(?:姓名|单位|地点|时间|职务|活动|事项|名称|目的|依据|日期|盖章|公章|签字|主送机关"
    r"|发文机关|成文日期|会议|主题|介绍|部门|内容|数量|金额)[^()（）\n]{0,6}[)）]"
    r"|(?:姓名|单位|职务|电话|日期|时间|事由|意见|甲方|乙方|金额|签字|大写）|¥)[^\n:：]{0,6}"
    r"(?:[ \u3000]{3,}|[:：][ \u3000]*(?: {3}|(?=\n|\Z)))"
    r"|[\u4e00-\u9fff] {4,}(?:项目|元|年|万元|公司|工作)|[(（][ \u3000]{2,}[)）]"
    r"|年[ \u3000]{2,}月|月[ \u3000]{2,}日"
)
_BLANK_MARK = re.compile(r"[xX×Ｘ*＊_＿某{【\[]")
_MASK = re.compile(r"[×Ｘ]{1,4}|(?<![A-Za-z\d])X{2,4}(?![A-Za-z\d-])")
_HAPPENING = re.compile("[\u4e00-\u9fff][了着](?![力眼重手落实解])")
_SOMEONE = re.compile("[他她“]")
_FIGURE = re.compile(r"\d[\d.]*")
_LABELS = re.compile(r"(?m)(?:^[^\n:：，。]{2,8}[:：][ \u3000]*(?:\n|\Z)){4}")
_CHAPTER = re.compile(
    r"(?m)^\s*第[一二三四五六七八九十百千零〇\d]+[章回节卷](?!.{0,20}(?:总则|附则|规定|责任|管理|监督))"
)
_QUOTED_TALK = re.compile(r"[:：,，][“\"][^”\"\n]{2,40}[”\"]\s*(?:\n|$)|^[“\"][^”\"\n]{2,60}[”\"]\s*$", re.M)
_TALK = re.compile(r"“[^”\n]{1,30}[。!?！？…]+”")
_QUOTED_WORDS = re.compile(r"[“‘《][^”’》\n]{1,14}[”’》]")
_NOTICE = re.compile(
    r"(?m)^\s*[^\n]{0,30}(?:关于[^\n]{2,60}的(?:通知|公告|通告|通报|意见|批复|函|决定|公示))\s*$|\A\s*[^\n,，。]{2,40}(?:公告|通告|公示|通知)\s*\n"
    r"|[政办发函]\s*[〔\[【(]\d{4}[〕\]】)]\s*\d+号"
)

# A word of an alternation: up to the next bar outside of brackets (one level of groups, and classes).
_ALTERNATIVE = re.compile(r"(?:\\.|\[[^\]]*\]|\((?:\\.|\[[^\]]*\]|\([^()]*\)|[^()\[\\])*\)|[^|()\[\\])+")
_PLAIN_START = re.compile(r"[\u4e00-\u9fff“A-Za-z](?![?*{])")


@cache
def _cues() -> dict[str, list[list[Listed]]]:
    """The patterns of each kind, by family."""
    kinds: dict[str, list[list[Listed]]] = {}
    together = Listing()
    for row in terms.table("source_cues"):
        family = [Listed("|".join(words), together) for words in _patterns(row["words"])]
        kinds.setdefault(row["kind"], []).append(family)
    return kinds


def _patterns(words: str) -> list[list[str]]:
    """Return the words of an alternation that begin with a letter, and each other by itself."""
    every = _ALTERNATIVE.findall(words)
    plain = [word for word in every if _PLAIN_START.match(word)]
    return [part for part in (plain, *([word] for word in every if word not in plain)) if part]


def _count(kind: str, text: str) -> tuple[int, int]:
    """How many cues of a kind stand in a text, and of how many families."""
    counts = [sum(cue.count(text) for cue in family) for family in _cues()[kind]]
    return sum(counts), sum(count > 0 for count in counts)


def _has(kind: str, text: str) -> bool:
    """Whether any cue of a kind stands in a text: what most documents answer at their first line."""
    return any(cue.search(text) for family in _cues()[kind] for cue in family)


def source_kind(text: str) -> Kind:
    """Tell what kind of source a clean text is.

    Parameters
    ----------
    text : str
        The clean text.

    Returns
    -------
    {"news", "notice", "table", "fiction", "template", "advert", "hijacked", "spun"}
        ``news`` when nothing speaks for another kind.
    """
    text = text[:_SAMPLE]
    size = max(len(text), 400) / 1000
    used = _QUOTED_WORDS.sub("", text)
    if _is_template(text, size):
        return "template"
    notice = _NOTICE.search(text) is not None
    if _is_advert(used, size, notice):
        return "advert"
    if not notice and _is_fiction(text, used, size):
        return "fiction"
    lines = [line for line in text.splitlines() if line.strip()]
    columns = sum(line.count("\t") >= 2 or line.count("|") >= 3 for line in lines)
    if len(lines) >= 3 and columns * 2 > len(lines):
        return "table"
    if _has("hijacked", text) and not _has("policing", text):
        return "hijacked"
    if _is_spun(text, size):
        return "spun"
    return "notice" if notice else "news"


def _is_template(text: str, size: float) -> bool:
    named, _ = _count("template", text)
    slots = len(_SLOT.findall(text)) if _MAYBE_SLOT.search(text) else 0
    if _LABELS.search(text) or (named and "此处" in text):
        return True
    if (named + slots >= 3 and (named or slots / size >= 3)) or named + slots >= 8:
        return True
    if not _BLANK_MARK.search(text):
        return False
    blanks = len(_BLANK.findall(text))
    masks = len(_MASK.findall(text))
    return (blanks >= 3 and blanks / size >= 3) or (named > 0 and (blanks >= 2 or masks >= 4))


def _is_advert(text: str, size: float, notice: bool) -> bool:
    """Price, urgency, promises, contact, offer: an advert has two of the five, and nothing to tell."""
    selling, families = _count("advert", text)
    if selling < 2 or selling / size < 5:
        return False
    official, _ = _count("official", text)
    complaints, _ = _count("appeal", text)
    if official == 0 and not notice:
        return families >= 2 + (complaints > 1) and selling > 2 * complaints
    return families >= 3 and selling >= 4 and selling / size >= 6 and selling > 2 * (official + complaints)


def _is_fiction(text: str, used: str, size: float) -> bool:
    """Gestures, moods, scenes and talk, of two sorts at least, and more of them than of official writing."""
    strong, _ = _count("strong_fiction", text)
    tale, families = _count("fiction", text)
    if families < 2 and not strong and (_has("official", used) or _has("appeal", used)):
        return False
    official = _count("official", used)[0] + _count("appeal", used)[0]
    tale += 2 * len(_CHAPTER.findall(text)) + len(_QUOTED_TALK.findall(text))
    if strong and tale > official:
        return True
    if official == 0 and (_CHAPTER.search(text) or len(_TALK.findall(text)) >= 2 <= tale + 1):
        return True
    if official == 0 and families > 1 and tale / size >= 4:
        return True
    if official == 0 and _is_told(text) and (tale > 1 or not _has("reporting", text)):
        return True
    return families > 1 and tale >= 3 and tale / size >= 4 and tale > 1.5 * official


def _is_told(text: str) -> bool:
    """Whether a text tells what someone did: things happen (了, 着), and hardly a figure is given."""
    happening = len(_HAPPENING.findall(text))
    someone = _SOMEONE.search(text) is not None
    return someone and len(_FIGURE.findall(text)) <= 1 and happening >= 2 and happening / len(text) >= 0.02


def _is_spun(text: str, size: float) -> bool:
    """Whether words stand for others so often that no writer chose them."""
    odd, _ = _count("spun", text)
    return odd >= 3 and odd / size >= 1.5
