"""What a later sentence is: an act, an outcome, a project, a plan, or the demand said again."""

from __future__ import annotations

import re
from functools import cache
from typing import Literal

from bridgehead import terms

__all__ = ["Kind", "kind_of", "undone"]

Kind = Literal["act", "outcome", "project", "plan", "echo"]

_DEMAND = re.compile(
    r"(?:^|[,，。;；:：“])(?:他|她|会议)?(?:各级|各地|全市|全县|全区|我们)?[^,，。;；]{0,10}?(?:要|必须|务必|应当|需要|一定要)(?![求素点闻地道])"
)
_DONE = re.compile(r"已[经全]?|了(?=[^解])|目前|今年以来|截至|累计|先后|近日|日前|近年来|如今")
_WILL = re.compile(r"(?:^|[,，;；。、])[^,，;；。]{0,12}?将(?![军领士官])|到20[23]\d年")
_STATES = re.compile(r"^[^,，。]{2,16}(?:是|就是|既是|有)[^。]*[^\d。]{6}[。—]?$")
_COUNTED = re.compile(r"\d[\d.,]*[万亿]?(?![\d.,月日年号时：:])[\u4e00-\u9fff%]")
_NAMED_WORK = re.compile(
    r"项目|工程|产业园|基地|专用线|生产线|厂房|二期|一期|三期|线路|中心|场馆|大桥|隧道|高速|水库"
)

_NOT_YET = re.compile(r"(?:还没有?|还未|尚未|仍未|迟迟[未没]|未能|没能|尚无)[^,，。;；]*[。;；]?[”’」』]?$")
_CANNOT = re.compile(
    r"(?:尚|暂|还|仍|目前)不(?:具备|成熟|满足|符合|能)|暂未|暂缓|(?:被|仍|暂时)搁置|正在(?:与|同|和)[^,，。;；]{2,14}(?:沟通|协商|商谈)|正在(?:协商|商谈|论证)"
)
_HEARD = re.compile(
    r"(?:建议|提案|来信|来函|来件)(?:已)?(?:收悉|收到)|(?:听取|审议|研究|讨论|传达学习)了?[^。;；]{2,40}(?:汇报|报告|通报|方案|事宜|精神|办法|意见)[,，。;；]"
)
"""What a meeting heard of, or an office got in the post, is not done by that."""
_PASSED = re.compile(r"通过|出台|印发|决定|同意|部署|明确|确定")
_SCENE = re.compile(r"(?:来到|走进|深入|察看|考察)[^。]{0,40}?(?:了解|询问|听取|察看|交谈)")


def undone(text: str) -> bool:
    """Return whether a sentence tells that a thing is not done yet, or that somebody only looked or heard."""
    done = _COUNTED.search(text) or _words("phase").search(text)
    looked = not done and (_SCENE.search(text) or (_HEARD.search(text) and not _PASSED.search(text)))
    return bool(_NOT_YET.search(text) or _CANNOT.search(text) or looked)


@cache
def _words(kind: str) -> re.Pattern[str]:
    rows = {row["kind"]: row["words"] for row in terms.table("follow/cues")}
    return re.compile("|".join(map(re.escape, sorted(rows[kind].split("|"), key=len, reverse=True))))


def kind_of(text: str, *, demanded: bool = False, promised: bool = False, figures: bool = False) -> Kind:
    """Return what a sentence is as evidence, from its words and from what was read in it.

    Parameters
    ----------
    text : str
        The clean sentence.
    demanded, promised : bool
        Whether a directive or a commitment was read in it.
    figures : bool
        Whether a figure was read in it that is reached, not aimed at.

    Returns
    -------
    {"act", "outcome", "project", "plan", "echo"}
        An echo is words about words: a demand said again, a slogan, a commentary.
    """
    done = figures or bool(_DONE.search(text))
    counted = figures or bool(_COUNTED.search(text))
    meant = bool(_words("plan").search(text))
    slogan = bool(_words("slogan").search(text)) or (bool(_words("echo").search(text)) and not done)
    stated = bool(_STATES.search(text)) and not done
    if demanded or (_DEMAND.search(text) and not figures) or ((slogan or stated) and not (meant or counted)):
        return "echo"
    reached = counted or (done and bool(_words("outcome").search(text)))
    ahead = promised or meant or bool(_WILL.search(text))
    if ahead and not (done and reached):
        return "plan"
    if _NAMED_WORK.search(text) and _words("phase").search(text):
        return "project"
    if reached or _words("outcome").search(text):
        return "outcome"
    return "act" if done or _words("act").search(text) else "echo"
