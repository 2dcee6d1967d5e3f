"""How a demand and a promise are worded: modal verbs, addressees, 将 as a promise and 将 as 把."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from bridgehead import terms

__all__ = ["Ask", "Promise", "ask_in", "is_body", "object_of", "promise_in"]

_MODAL = (
    r"(?P<modal>必须|务必|应当|应该|不要|不得|(?<![重主需必首纲紧只简概次扼将摘])"
    r"要(?![求素点闻件害塞职道领么目案旨义员]|紧(?![盯紧扣抓跟密])))"
)
_ADVERB = (
    r"(?:但|而|且|并且|并|还|更|也|就|又|既|同时|特别|尤其|特别是|尤其是|因此|为此|一定|都|首先|其次|最后|下一步"
    r"|接下来)"
)
_AT_START = re.compile(rf"{_ADVERB}{{0,2}}{_MODAL}")
_WITH_SUBJECT = re.compile(rf"(?P<who>[^,，;；:：。!?“”]{{1,24}}?)(?:都|还|也|更|一定|就|既|均)?{_MODAL}")
_CLAUSE = re.compile(r"[,，;；:：]|(?<=[^、])“")
_PREDICATE = re.compile(r"是|有|具有|为(?!了)|在.{1,12}上|取得|成为|已")
_JUDGEMENT = re.compile(r"[,，](?:这?(?:是|既是|也是|更是)|关系|事关)")
_BODY = re.compile(
    r"(?:部门|单位|企业|公司|集团|干部|群众|党委|党组|政府|党组织|支部|同志|上下|各地|地区|班子|[省市县区乡镇]|街道|村|社区|局|厅|委|办"
    r"|院|校|学校|机关|各[县市区][(（][县市区、]{1,5}[)）]|园区|开发区|高新区|经开区|负责人|人员|队伍|大家|一把手|“一把手”|商会|协会|委员|代表|青年|学生|职工|党员|基层|各级|双方|银行|机构)$"
)
_JOINED = re.compile(
    r"(?:和|及|、|以及)[^,，。;；“”]{1,10}?(?:部门|单位|企业|干部|群众|党委|政府|街道|乡镇|县区|公司|人员)"
)
_THEN = (
    r"(?=把|要|在|于|加[大强快]|提[高升]|做|抓|强化|落实|立即|严格|坚持|继续"
    r"|进一步|尽快|切实|主动|认真|积极|充分|用好|守)"
)
_OBJECT = re.compile(
    r"(?:[^,，。;；“”、]{1,6}的)?(?P<who>[^,，。;；“”、]{1,8}?(?:市|县|区|州|旗|镇|乡|双方)(?![场民政内外域级长委镇乡直属])|(?:该|各|有关|相关|广大|全市|全县|全区|市县|政府|当地|属地|在场|大家|企业|公司|集团|[^,，。;；“”、]{0,12}?)"
    r"(?:种植户|养殖户|农户|商户|客商|企业家|干部群众|党员干部|企业|公司|集团|部门|单位|干部|群众|同志|党委|政府|师生|负责人|人员|县区|县市区|各地|乡镇|街道|委员|代表|职工|青年|学生|村民|家们?|大家)"
    r"|[^,，。;；“”、]{0,8}?(?:(?<![动成人])员|们|兄弟|姐妹|乡亲|民警|业主|商家|店主|摊主|师傅|工人|[农牧渔居市]民|游客"
    r"|学子|同学|专家|学者|专班|[村种养贫困]户|各方|当地|属地|各[县区市州镇乡]+|(?:市|县|区|省|州|该|各)[^,，。;；“”、]{0,9}?(?:局|委|办|厅|中心|指挥部|专班|组))(?=[\u4e00-\u9fff“])"
    rf"|[^,，。;；“”、]{{1,6}}?[站所校院厂矿店场馆村镇]{_THEN}"
    r"|企业|公司|大家|各地)"
)
_FUTURE_LEAD = (
    r"(?:下一步|下步|今后|接下来|下阶段|下一阶段|未来[^,，。]{0,5}|[今明]年[^,，。]{0,4}|到20\d\d年)"
)
_UNIT = (
    r"(?P<unit>我们|集团|我[省市县区局院校]|我公司|本[市县区]|全[省市县区](?!上下)|该[^\s,，。;；将]{1,4}?"
    r"|[省市县区州镇乡村]里|[^\s,，。;；:：“”将]{1,14}?(?:[市县区州盟旗镇乡局委办厅]|公司|集团|中心|学院|大学|医院|政府|管委会|党工委|项目部)|企业|公司)"
)


@dataclass(frozen=True, slots=True)
class Ask:
    """A demand in a stretch of speech.

    Attributes
    ----------
    start : int
        Where its wording begins.
    modality : str
        要, 必须 …
    who : str or None
        Of whom it is asked, as written.
    """

    start: int
    modality: str
    who: str | None = None


@dataclass(frozen=True, slots=True)
class Promise:
    """A promise in a sentence.

    Attributes
    ----------
    start : int
        Where its wording begins.
    unit : str or None
        Who promises, as written (我市, 该县, a name); null where the sentence has no subject.
    """

    start: int
    unit: str | None = None


@cache
def _promise() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """The grammar of 将 with a subject, and the one without (下一步,将…)."""
    action = "|".join(sorted(terms.words("starts_of_action"), key=len, reverse=True))
    as_ba = r"(?!.{0,14}(?:作为|列为|纳入|视为|分为))"
    plan = rf"(?:计划|力争|拟)(?=(?:{action}))"
    soon = r"(?:[在于][^,，。;；]{1,12}?[内前底])?"
    will = rf"(?:将(?:会)?{soon}(?=(?:{action}|[一二三四五六七八九十\d]){as_ba})|{plan})"
    head = r"(?<![^,，;；。:：“”\s])"
    adverbs = r"(?:还|也|正|都|同时|进一步)?"
    whole = re.compile(rf"{head}(?:{_FUTURE_LEAD}[,，]?)?{_UNIT}(?:{_FUTURE_LEAD}[,，]?)?{adverbs}{will}")
    lead = re.compile(rf"{head}{_FUTURE_LEAD}[,，]?{adverbs}{will}")
    return whole, lead


_NEXT = re.compile(rf"{_FUTURE_LEAD}[,，]?(?:我们|我[市县区局])?(?:还|也)?要(?!求)")
_WE = re.compile(r"(?<![^,，;；。:：“”\s])我们?(?:还|也)?(?:要|会|一定|将)(?!求)|(?<![^,，;；。:：“”\s])我将")
_NO_PLAN = (
    r"[于在]\d[^,，。;；内前底]*(?:[,，。;；]|举[行办])|于(?!\d)|举[行办]|有(?![序力])|是|成为|达|被|会(?!同)"
)
_WILL = rf"将(?!{_NO_PLAN})"
_UNIT_WILL = re.compile(rf"{_UNIT}(?:还|也)?(?:{_WILL}|(?:[今明]年)?(?:计划|力争|拟)(?!生育|单列))")
_NAME_WILL = re.compile(rf"(?P<unit>[\u4e00-\u9fff]{{2,3}}){_WILL}")
_BARE = re.compile(_WILL)


def clauses(text: str, start: int, end: int) -> list[int]:
    """Return where the clauses of a sentence begin."""
    return [start, *(m.end() for m in _CLAUSE.finditer(text, start, end) if m.end() < end)]


def ask_in(text: str, start: int, end: int, *, opened: bool) -> Ask | None:
    """Find the demand in one sentence of speech.

    Parameters
    ----------
    text : str
        The clean text.
    start, end : int
        The sentence, or what follows the verb of saying.
    opened : bool
        Whether it stands right behind a verb of saying: then a demand may follow any number of assertions,
        and a bare imperative (迅速掀起…) is one too.
    """
    begins = clauses(text, start, end)
    for i, at in enumerate(begins if opened else begins[:3]):
        found = _AT_START.match(text, at, end)
        if not found and (opened or i < 2):
            found = _WITH_SUBJECT.match(text, at, end)
        if not found or "是" in (found.groupdict().get("who") or ""):
            continue
        who = found.groupdict().get("who")
        # What it is about (推动…,必须…) belongs to the demand; an assertion does not.
        before = text[start:at]
        begin = (
            at
            if i and (opened or len(before) > 40) and _PREDICATE.search(before)
            else start
            if i <= 1
            else at
        )
        return Ask(begin, found["modal"], who if who and _BODY.search(who) else None)
    if opened and _imperative(text, start, end):
        return Ask(start, "要求")
    return None


def _imperative(text: str, start: int, end: int) -> bool:
    return (
        text.startswith(terms.words("starts_of_action"), start, end)
        and len(clauses(text, start, end)) > 1
        and not text.startswith(("为", "在", "对", "从", "与"), start)
        and not _JUDGEMENT.search(text, start, end)
    )


@cache
def _verbs() -> tuple[str, ...]:
    return tuple(word for word in terms.words("starts_of_action") if len(word) > 1)


def is_body(words: str) -> bool:
    """Whether words name somebody of whom things can be asked: 各乡镇, 市教育局, 有关部门."""
    return bool(_BODY.search(words))


def object_of(text: str, start: int, end: int) -> str | None:
    """Return whom 要求, 希望, 勉励 or 叮嘱 is said to: the words right behind the verb."""
    found = _OBJECT.match(text, start, end)
    # 要求突出企业科技创新主体地位: what is to be done, not by whom.
    if not found or found[0].startswith(_verbs()):
        return None
    joined = _JOINED.match(text, found.end(), end)
    return text[found.start("who") : joined.end() if joined else found.end()]


def promise_in(text: str, start: int, end: int, *, spoken: bool) -> Promise | None:
    """Find the promise in one sentence.

    Parameters
    ----------
    text : str
        The clean text.
    start, end : int
        The sentence, or what follows the verb of saying.
    spoken : bool
        Whether the promising side speaks itself: then 我们要 and a bare 将 are promises.
    """
    whole, lead = _promise()
    if (
        "将" in text[start:end]
        or "计划" in text[start:end]
        or "力争" in text[start:end]
        or "拟" in text[start:end]
    ):
        if found := whole.search(text, start, end):
            return Promise(found.start(), found["unit"])
        if found := lead.search(text, start, end):
            return Promise(found.start())
    if spoken:
        if found := _WE.search(text, start, end):
            return Promise(found.start(), "我们")
        for at in clauses(text, start, end)[:3]:
            if found := _NEXT.match(text, at, end):
                return Promise(at)
            if _BARE.match(text, at, end):
                return Promise(at)
            if found := _UNIT_WILL.match(text, at, end) or _NAME_WILL.match(text, at, end):
                return Promise(at, found["unit"])
    return None
