"""Projects that a document names, with their place, owner, amount and phase.

A project is named when a noun of building (项目, 工程, 基地, 产业园 …) stands at the end of a proper
description of it; general words (重点项目, 项目建设, 示范基地) are none.
"""

from __future__ import annotations

import re
from functools import cache

from bridgehead import terms
from bridgehead.read._literals import Listed
from bridgehead.read._page import Found, Page, PageArticle
from bridgehead.read.quantities import Quantity
from bridgehead.read.speakers import Voices
from bridgehead.records import Project

__all__ = ["read"]

_SILENT = frozenset(("commentary", "advert", "fiction", "template"))
_HEAD = Listed(
    r"项目(?!化|制|清单|资金|部|库|组|办|审批|单位|经理|谋划|投资|管理|布局|开展)"
    r"|工程(?!师|建设|机械|项目|技术|院|学|质量|款)|产业园(?:区)?|(?:产业|生产|制造|研发)基地"
    r"|(?:数据|算力|物流|会展|研发|结算)中心|试验线|物流枢纽"
)
_STAGE = re.compile(r"[一二三四五六七八九]期(?:项目|工程)?|(?:项目|工程)")
_WORKS = Listed(
    r"(?:大桥|隧道|高速(?:公路)?|公路|专用线|连接线|快速路|机场|港区|码头|水库|(?:水|火|风|光|热)?电(?:站|厂)"
    r"|水厂|处理厂|变电站|医院|学校|校区|院区|图书馆|博物馆|体育馆|文化馆|展览馆|体育中心|生产线|公园|园区?|基地"
    r"|[一二三四五六七八九]期)"
    r"(?=(?:工程|主体(?:结构)?|全线|全面|正式|顺利|如期|建成|已经?|于|将|近日|今日|昨日|年内|年底前?|\d{1,2}月(?:\d{1,2}日)?底?前?){0,4}"
    r"(?:开工|动工|开建|奠基|开通|通车|投用|投运|投产|竣工|建成|启用|封顶|完工|交付|开园|开馆|合龙|贯通|试飞|投入使用)(?!\d|率|量|了?\d))"
)
"""What is built without being called a project, right before the word that says how far it is."""
_MENDED = re.compile(
    r"(?:厂|湖|河|江|渠|水库|路|街|巷|桥|站|医院|学校|馆|港|片区|小区|景区|古城|古镇)(?:水)?"
    r"(?:生态)?(?:提标改造|提质改造|升级改造|扩容改造|改扩建|扩建|迁建|修复治理|综合治理|综合整治|改造提升|改造)"
    r"(?!项目|工程|等|为|成|后|的|及|、配套)"
)
_CUT = re.compile(
    r"[,，。;；:：!?！？\n()（）《》“”]|以及|和|与|是|了|对|将|把|到|向|为(?!民)|由|(?<![可得予加难])以(?![上下内外])|在(?!线)|于|从|被|让|使|像|就(?!业|地|近)"
)
_COUNT = re.compile(r"(?:\d+|[一二两三四五六七八九十]+)(?:余|多)?[家个座项批处]")
_BUILDER = re.compile(
    r"(?:(?:公司|集团)(?:计划|拟|将)?(?:投资)?(?:建设|新建|实施)(?:的)?|元(?:的|用于|建设|新建|实施)*|仪式(?:并宣布|并)?)(?=.{4})"
)
_DATED = re.compile(
    r"(?:\d{4}年|今年|去年)?(?:[一二三四]季度|[上下]半年|\d{1,2}月)|\d{4}年|年内|[一二三四五六七八九]要|[一二三四五六七八九]是"
)
_RUN = re.compile(
    r"(?:相关|有关|主要)?负责|党工委|管委会|内|里|车间|工作人员|[^,，。]{0,2}(?:董事长|总经理|主任)"
)
_VISITED = re.compile(r"(?:来到|走进|前往|深入|在|位于|参观|登上|抵达)$")
_TOO_WIDE = frozenset(("country", "region", "site", "province"))
_SEEN = re.compile(r"察看|查看|了解|听取|考察|调研")
_MERIT = re.compile(r"(?:最大|重要|主要|唯一|最好|著名|知名)的?$")
_SIGNED = re.compile(r"签约(?:合作|招商|重点)?项目\d+个|签约(?:合作|招商|重点)?项目共?\d+个")
_LIST_LONGEST = 60
_LIST_END = Listed(r"等(?:一批)?(?:重点|重大|标志性|在建)?(?:转型|民生|产业|基础设施|城建)?(?:项目|工程)")
_LISTED = re.compile(rf"(?P<items>[^,，。;；:：\n]{{4,{_LIST_LONGEST}}}){_LIST_END.pattern}")
_PLACE_LIKE = re.compile(
    r"(?:城|集聚区|产业园|园区|基地|厂|谷|馆|大道|枢纽|大桥|公园|综合体|小镇|综合楼|学校|医院|水库|隧道|车站)$"
)
_MONEY_BEHIND = re.compile(
    r"(?:[^,，。]{0,12}[,，])?(?:该?项目)?(?:(?:计划|预计|协议|概算|估算|拟|总){0,2}(?P<planned>投资)(?:额|总额|规模)?|(?P<agreed>签约金额|协议金额|合同金额))[约为达共近超]{0,2}$"
)
_MONEY_BEFORE = re.compile(
    r"(?P<agreed>签约|协议)?(?P<invested>完成|累计|已)?(?:总|计划|预计)?投资(?:额)?[约为达近超]{0,2}$"
)
_PHASES: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("operating", re.compile(r"投运|投产|投用|运营|投入使用|投入运营|启用|开园|开馆|通车|开通|已形成")),
    ("built", re.compile(r"建成|竣工|完工|落成|交付|合龙|贯通|封顶")),
    (
        "started",
        re.compile(
            r"开工|落地建设|正在建设|加快建设|在建|施工|动工|奠基|建设中|加快推进|有序推进|稳步推进|试验|建设情况|落地|持续推进"
        ),
    ),
    ("planned", re.compile(r"规划|拟建|谋划|计划(?!.{0,2}投资)|筹建|前期|将建|申报|推进")),
    ("signed", re.compile(r"签约|签署|签订|协议")),
)


def read(page: Page, found: Found, voices: Voices | None = None) -> list[Project]:
    """Read the projects of a document.

    Parameters
    ----------
    page : Page
        The document.
    found : Found
        What has been read of it.
    voices : Voices, optional
        Its speakers, dates and numbers, when another reader has them already.

    Returns
    -------
    list of Project
        One a name in an article, in the order of the text.
    """
    out: list[Project] = []
    seen: set[tuple[str, str]] = set()
    voices = voices or Voices(page, found)
    for article in found.articles:
        if article.record.genre in _SILENT:
            continue
        for start, end in _names(page.clean, article.start, article.end):
            name = page.clean[start:end]
            if (article.record.id, name) not in seen:
                seen.add((article.record.id, name))
                out.append(_record(page, voices, article, start, end))
    return out


@cache
def _leads() -> re.Pattern[str]:
    return re.compile("|".join(sorted(terms.words("project_leads"), key=len, reverse=True)))


@cache
def _general() -> re.Pattern[str]:
    words = "|".join(sorted(terms.words("project_modifiers"), key=len, reverse=True))
    return re.compile(rf"(?:{words}|[、的及“”\d])*")


def _names(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Spans of project names, in order."""
    out: list[tuple[int, int]] = []
    sites: set[str] = set()
    for head in _HEAD.finditer(text, start, end):
        stop = head.end()
        if head[0] not in ("项目", "工程") and (stage := _STAGE.match(text, stop)):
            stop = stage.end()
        low = max(start, head.start() - 40, out[-1][1] if out else start)
        for cut in _CUT.finditer(text, low, head.start()):
            if not _is_pair(text, low, cut, head):
                low = cut.end()
        begin = _own_words(text, low, head.start())
        if _MERIT.search(text, max(start, begin - 5), begin):
            continue
        visited = head[0] not in ("项目", "工程", "试验线") and _VISITED.search(
            text, max(start, begin - 3), begin
        )
        if visited or (head[0] not in ("项目", "工程") and _RUN.match(text, stop)):
            sites.add(text[begin:stop])
        elif _is_name(text[begin : head.start()]):
            out.append((begin, stop))
    out += _built(text, start, end, out)
    out = [span for span in out if text[slice(*span)] not in sites]
    out += [match.span() for match in _SIGNED.finditer(text, start, end)]
    behind = [tail.span() for tail in _LIST_END.finditer(text, start, end)]
    if behind:
        for match in _LISTED.finditer(text, max(start, behind[0][0] - _LIST_LONGEST), behind[-1][1]):
            out += _listed(text, *match.span("items"))
    return sorted(set(out))


_PART = re.compile(r"(?:公园|园区?|基地|中心|厂|港|馆|学校|医院|小区|枢纽)[一二三四五六]期(?!项目|工程)")
_PROCESS = re.compile(
    r"(?:储运|利用|保护|修复|治理|开发|改造|应用|回收|加工|配套|提升|处理|处置|养护|运维|扩能|扩建|储存|运输)$"
)


def _is_pair(text: str, low: int, cut: re.Match[str], head: re.Match[str]) -> bool:
    """Whether 和 or 与 joins the halves of one name: 绿氢制备与储运项目, but not 汽车和储能项目."""
    if cut[0] not in ("和", "与") or head[0] not in ("项目", "工程"):
        return False
    second = text[cut.end() : head.start()]
    before = cut.start() - _own_words(text, low, cut.start())
    return len(second) <= 3 and bool(_PROCESS.match(second)) and 2 <= before <= 8


def _built(text: str, start: int, end: int, named: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return what is built without being called a project: a bridge that opens, a lake that is restored."""
    out: list[tuple[int, int]] = []
    for pattern in (_WORKS, _MENDED, _PART):
        for found in pattern.finditer(text, start, end):
            low = max(start, found.start() - 24)
            for cut in _CUT.finditer(text, low, found.start()):
                low = cut.end()
            begin = _own_words(text, low, found.start())
            taken = any(begin < stop and found.end() > first for first, stop in (*named, *out))
            if not taken and _is_name(text[begin : found.start()] + found[0][:1]):
                out.append((begin, found.end()))
    return out


def _is_name(described: str) -> bool:
    """Whether the words before 项目 tell it from others: they are not all general words."""
    return len(described) >= 3 and "+" not in described and len(_general().sub("", described)) >= 2


def _own_words(text: str, begin: int, end: int) -> int:
    """Where the name begins in a clause: behind the last verb, count or list mark that leads to it."""
    words = text[begin:end]
    lead = 0
    for found in [*_leads().finditer(words), *_COUNT.finditer(words), *_DATED.finditer(words)]:
        lead = max(lead, found.end())
    if "、" in words[lead:]:
        lead = words.rindex("、") + 1
    for found in _BUILDER.finditer(words, lead):
        lead = found.end()
    return begin + lead


def _listed(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """The items of 某某新城、某某集聚区等重点项目 that name a place to be built."""
    out = []
    at = start
    for item in text[start:end].split("、"):
        begin = _own_words(text, at, at + len(item))
        name = text[begin : at + len(item)]
        if 3 <= len(name) <= 20 and _PLACE_LIKE.search(name) and _is_name(name):
            out.append((begin, at + len(item)))
        at += len(item) + 1
    return out


def _record(page: Page, voices: Voices, article: PageArticle, start: int, end: int) -> Project:
    text = page.clean
    low, high = page.sentence_at(start)
    low, high = min(low, start), max(high, end)
    phase, words = _phase(text, low, start, end, high)
    signed = _SIGNED.fullmatch(text, start, end)
    amount, kind = _amount(text, start, end, low, high, voices, article)
    return page.cite(
        Project,
        start,
        end,
        key=text[start:end],
        article=article.record.id,
        name=text[start:end],
        area=voices.home(article) if signed else _area(voices, article, end, low),
        owner=_owners(voices, text, start, end, low),
        amount=amount.value * _scale(amount.unit)
        if amount and amount.unit.endswith("元")
        else amount.value
        if amount
        else None,
        currency=_currency(amount.unit) if amount else None,
        unit_text=(amount.unit + ("/年" if kind == "capacity" and "/" not in amount.unit else ""))
        if amount
        else None,
        amount_kind="agreed" if signed and amount else kind,
        phase="signed" if signed else phase,
        phase_text=signed[0] if signed else words,
        method="read.projects",
        confidence=0.75,
    )


def _phase(text: str, low: int, start: int, end: int, high: int) -> tuple[str | None, str | None]:
    """The words of the clause that say how far the project is: those behind the name come first."""
    stop = re.compile(r"[,，。;；\n]")
    after = stop.search(text, end, high)
    before = list(stop.finditer(text, low, start))
    stretches = ((end, after.start() if after else high), (before[-1].end() if before else low, start))
    for a, b in stretches:
        for phase, cue in _PHASES:
            if found := cue.search(text, a, b):
                return phase, found[0]
    return None, None


def _amount(
    text: str, start: int, end: int, low: int, high: int, voices: Voices, article: PageArticle
) -> tuple[Quantity | None, str | None]:
    """The money or capacity of a project, and what it is."""
    stop = max(high, end) + 40
    for amount in voices.amounts_in(article, low, stop):
        if start <= amount.at < end and text[start : amount.at].endswith("年产"):
            return amount, "capacity"
        if not amount.unit.endswith("元"):
            continue
        if amount.start >= end and (found := _MONEY_BEHIND.fullmatch(text, end, amount.start)):
            return amount, "agreed" if found["agreed"] else "planned"
        if amount.end <= start and text[amount.end : start] in ("", "的", "建设的", "建设"):
            before = _MONEY_BEFORE.search(text, low, amount.start)
            if before:
                return amount, "agreed" if before["agreed"] else "invested" if before[
                    "invested"
                ] else "planned"
    return None, None


def _scale(unit: str) -> float:
    return {"万亿": 1e12, "亿": 1e8, "万": 1e4, "千万": 1e7, "百万": 1e6}.get(
        re.sub(r"[美欧港日]?元$", "", unit), 1.0
    )


def _currency(unit: str) -> str | None:
    if not unit.endswith("元"):
        return None
    return {"美": "USD", "欧": "EUR", "港": "HKD", "日": "JPY"}.get(unit[-2:-1], "CNY")


def _area(voices: Voices, article: PageArticle, end: int, low: int) -> str | None:
    """The division named inside the name or last before it in the sentence; else the article's place."""
    for _, _, name, kind in reversed(voices.areas(low, end)):
        if kind not in _TOO_WIDE:
            return name
    return voices.home(article)


_FACILITIES = ("处理厂", "水厂", "焚烧厂")
"""What is built, not who builds: 城东污水处理厂提标改造."""


def _owners(voices: Voices, text: str, start: int, end: int, low: int) -> tuple[str, ...]:
    """The firms that head the name or the clause before it, or at which the project was seen."""
    owners = [
        name
        for at, stop, name, _ in voices.bodies(low, end)
        if (at == start and not name.endswith(_FACILITIES))
        or (
            stop <= start
            and "、" not in text[stop:start]
            and (start - stop <= 8 or _SEEN.search(text, stop, start))
        )
    ]
    return tuple(dict.fromkeys(owners))
