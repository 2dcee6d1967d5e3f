"""What a number measures: the words around it, split into whom it is about and what is measured."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Literal

from bridgehead import terms
from bridgehead.read.comparisons import Compared, only_modifies
from bridgehead.read.quantities import Quantity

__all__ = ["Metric", "bare", "growth_of", "is_whole", "kind_of", "of", "of_leaders", "unit_code", "variable"]

StatType = Literal["level", "growth", "share", "count", "rank"]

_COPULA = re.compile(
    r"(?:(?:分别|累计|合计|总计|共计|已经?|仅|就|也|再|又|可|约|近|超|逾|达到?了?|[为是有共要将]|多达|高达|超过|突破|实现|完成|均|稳定|保持|维持|控制在?"
    r"|[增降升减][至到]|提高[到至]|提升[到至]|上升[到至]|下降[到至]|增加[到至]|增长[到至]|扩大[到至]|降低[到至]|减少[到至]|压[减缩][到至]|缩短[到至]|在)+)$"
)
_LEADING = re.compile(
    r"^(?:其中|目前|当前|今年|去年|全年|当年|截至目前|同时|此外|另外|并且?|已经?|先后|累计|共计?|合计|总计|可|将|要|力争|预计|确保|计划|争取|年内|期间|现在|如今|现(?![场有代金存役在])|还|又|再"
    r"|使|让|把|将|是|有|新(?=实现|完成)|我们|、|和|及|以及)+"
)
_WHERE = re.compile(r"^在[^,，。]{2,14}?(?:[区市县镇]|园区)(?=投资|建设|新建|设立)")
_NUMERAL = re.compile(r"^[一二三四五六七八九十]{1,2}[是要]")
_WHOLE = re.compile(
    r"^(?:我[省市县区]|全[省市县区国]|本[省市县区]|该(?:项目|公司|集团|企业|园区|产业|[省市县区镇乡村局厅院校]))的?"
)
_WHOLE_NAME = re.compile(r"我[省市县区]|全[省市县区]|本[省市县区]")
_AREA = re.compile(
    r"^(?!国省|省市|省考|国考)(?P<about>[^\s,，。的]{1,7}?(?:省|市|县|(?<![小社校库山城地片灌矿牧林景厂街辖])区|(?<![城乡])镇|(?<!城)乡|街道|开发区|高新区|经开区|专业镇|园区|公司|集团))(?=[^内外域级长委乡直城际])"
)
_OWN = re.compile(
    r"(?P<about>.{2,30}?(?:项目|公司|集团|基地|产业园|专业镇|工程))(?P<rest>(?:计划|预计|总|年|累计|完成).{0,6}[资值收入额量].{0,3}|[产营][值收])$"
)
_MODAL = re.compile(
    r"(?P<about>[^,，]{1,14}?(?:[局委办厅县区市镇]|公司|集团|中心|部门))(?:要|将|计划)(?P<rest>.{2,})$"
)
_NOUN = re.compile(
    r"(?:的)?(?P<noun>[^\s,，。;；:：、()（）“”《》!?！？\d]{2,18}(?:[、与和][^\s,，。;；:：、()（）\d]{2,8}(?=工作|建设|项目|企业|问题))?)"
)
_QUOTED = re.compile(r"(?:的)?(?P<noun>[“][^”]{2,14}[”][^\s,，。;；:：、()（）“”\d]{0,12})")
_NOUN_END = re.compile(
    r"项目|工程|每|建成|已|加快|全部|均(?![价值浓])|实现|完成|达到|达|占|同比|提供|纳入|入[选围驻]|获|通过|得到|用于|正在|正|等|在|为(?!民)|被|分别|总|以|进行|[户人年]均|参加|签|集中|开工|落地|投产|投运|参与|组成|从|向"
)
_VERB_AFTER = re.compile(
    r"^(?:的|[人户亩年月日]均|以上|以下|左右|用于|是|为|比|同比|增长|下降|占|高于|低于|和|与|及|到|至|以|在|等|来|之)"
)
_ENTITY = re.compile(
    r"(?<!^市)(?<!^各)(?:企业|[镇乡村省市县区局委厅院校厂港]|园区|社区|街道|集团|公司|项目|基地|中心|班子|产业链?|行业|系统|学校|银行|法院|单位|部门"
    r"|热线|平台|景区|合作社|机场)$|^(?:我们|该.{1,6})$"
)
_PLAIN_VERBS = frozenset(("实现", "完成", "达成", "拥有", "现有", "共有", "设有"))
_PLACE = r"[^\s,，。、的和及与]{1,8}?(?:[省市县区镇乡旗]|街道|公司|集团|园区|大学)"
_PLACES = re.compile(rf"(?:其中|目前|全[省市县区])?(?P<places>{_PLACE}(?:(?:[、和及与]|以及){_PLACE})+)的?")
_FUND = re.compile(
    r"(?:的)?(?P<noun>[^\s,，。;；:：、()（）\d]{0,10}?(?:[资基奖本息保租赔偿助罚现薪股]金|[贷罚善存]款|补[贴助]|费用?|债券?|投资|奖励|信贷))(?![融属机银项余额])"
)
_HAMLET = re.compile(r"(?:的)?(?P<noun>[村镇乡县区校社港站店厂户])(?=[,，。;；、]|$)")
_MEASURED = re.compile(
    r"(?:[比率价格]|比例|浓度|指数|增[速幅]|收入|产[值量]|总[值额量]|增加值)(?=[每为达是]|分别|保持|同比|$)"
)
_GROWN = re.compile(r"(?:同比|年均)?(?:增速|增长率?|[增涨降]幅)$")
_PLAIN_BEFORE = re.compile(
    r"(?:全[省市县区国]|[全我][省市县区]|累计|共|已?完成|实现|全社会|全年|平均|年末|新增|各类|调解|化解|受理|建成|投运|在运|达到|拥有"
    r"|改造|接待|排查|发生|组织|城区|市区|市|县|区|的|12345热线|热线)*"
)
_LEADERS = re.compile(
    rf"(?P<metric>[^,，。;；]{{0,18}}?)(?:排名?在?|居|位[居列])(?:全[省市县区])?[前后][^,，的]{{0,4}}的[^,，是为]{{0,10}}[是为][:：]?"
    rf"(?P<places>{_PLACE}(?:(?:[、和及与]|以及){_PLACE})+)[,，](?P<again>[^,，]{{0,16}}?)(?:同比)?(?:分别|依次)[^,，]{{0,6}}$"
)
_TAIL = re.compile(
    r"(?:居民人均可支配收入|人均可支配收入|(?:平均)?(?:业务量|业务收入|[成交]+易?额|[客货]运量|吞吐量|[发用]电量|零售额|营业收入|就业人数|不良率|装机(?:容量)?|产能|销量|销售额|投资|出口|进口|贷款|存款|余额|浓度|增速|比例|收入|产值|产量|数量|总量|占比|增加值|总额|面积|人数|率|额|量|值|数))$"
)


@dataclass(slots=True)
class Metric:
    """What a number measures.

    Attributes
    ----------
    text : str
        The words of the text.
    about : str or None
        Whom it is about, as written; null when the words do not say.
    skipped : int
        How many characters before the metric do not belong to the figure.
    end : int
        Where its words end, in the clean text.
    """

    text: str
    about: str | None
    skipped: int
    end: int


@cache
def _units() -> dict[str, tuple[str, str]]:
    return {row["unit"]: (row["kind"], row["code"]) for row in terms.table("units")}


def _plain(unit: str) -> str:
    return re.sub(r"^(?:万亿|[百千]?[万亿]|千)(?=.)", "", unit)


def kind_of(unit: str) -> str:
    """Return the kind of a unit (count, money, share …); ``""`` for a pure number."""
    known = _units().get(_plain(unit))
    return known[0] if known else "other" if "/" in unit else ""


def unit_code(unit: str) -> str | None:
    """Return the UN/CEFACT code of a unit without a multiplier, or null."""
    return _units().get(unit, ("", ""))[1] or None


@cache
def _verbs() -> re.Pattern[str]:
    words = sorted(terms.words("figure_verbs"), key=len, reverse=True)
    return re.compile("(?:" + "|".join(words) + ")(?:了|的)?(?![率量额值件]|时[限间长])")


@cache
def _variables() -> tuple[dict[str, tuple[str, str, bool]], int]:
    names: dict[str, tuple[str, str, bool]] = {}
    for row in terms.table("variables"):
        for name in (row["name"], *filter(None, row["words"].split("|"))):
            names.setdefault(name, (row["code"], row["stat_type"], row["loose"] == "1"))
    return names, max(map(len, names))


def variable(metric: str, unit: str) -> tuple[str | None, StatType | None]:
    """Return the code of a metric's variable, if it is in ``terms/variables.csv``, and its kind of figure."""
    names, longest = _variables()
    grown = _GROWN.search(metric) if kind_of(unit) == "share" else None
    words = metric[: grown.start()] if grown else metric
    for size in range(min(longest, len(words)), 1, -1):
        code, stat, loose = names.get(words[-size:], ("", "", False))
        if not code or not (loose or _PLAIN_BEFORE.fullmatch(words[:-size])):
            continue
        if grown and stat != "share":
            return f"{code}_growth", "growth"
        if not grown and _fits(stat, unit):
            return code, stat  # type: ignore[return-value]
    if grown:
        return None, "growth"
    kind = kind_of(unit)
    return None, "share" if kind == "share" else "count" if kind == "count" else "level"


def _fits(stat: str | None, unit: str) -> bool:
    kind = kind_of(unit)
    if stat in ("share", "growth"):
        return kind == "share"
    if stat == "count":
        return kind in ("count", "time", "") and bool(unit)
    return kind not in ("share", "count")


def growth_of(metric: str, compared: Compared) -> str:
    """Return the name of a metric's growth: 固定资产投资 becomes 固定资产投资增速, 价格 becomes 价格涨幅."""
    if re.search(r"(?:[增降]速|[增涨降]幅|增长率)$", metric):
        return metric
    noun = "涨幅" if "价格" in metric or compared.move in ("上涨", "涨") else "增速"
    return ("年均" if compared.kind == "avg" else "").join((metric, noun))


def is_whole(about: str) -> bool:
    """Whether words such as 我市 and 全市 mean the article's own place."""
    return bool(_WHOLE_NAME.fullmatch(about))


def bare(words: str) -> str:
    """Return words without what joins them to the text around: 其中, 已, 累计 …"""
    return _WHERE.sub("", _LEADING.sub("", _NUMERAL.sub("", words.strip("、和及的 "))))


def of(words: str, text: str, quantity: Quantity, end: int, part: tuple[int, int] = (0, 1)) -> Metric | None:
    """Read what a number measures.

    Parameters
    ----------
    words : str
        The words of its clause before it.
    text : str
        The clean text.
    quantity : Quantity
        The number.
    end : int
        Where its sentence ends.
    part : (int, int)
        Its place in a list of numbers that share their words, and how long that list is.

    Returns
    -------
    Metric or None
        Null when nothing around it says what is measured.
    """
    if part[1] > 1 and (each := _of_places(words, part)):
        return each
    before = _COPULA.sub("", words)
    about, metric = _split(before)
    noun = _noun_after(text, quantity, end) if part[1] == 1 else None
    said = len(metric) >= 2 and (before != words or text.startswith("的", quantity.end))
    if noun and before.endswith("年产"):
        return Metric("年产" + noun[0], _subject(before[:-2]), len(before) - 2, noun[1])
    if noun and not (said or (metric and _known(metric))):
        return Metric(noun[0], about or _subject(before), _skip(words, about, ""), noun[1])
    if part[1] > 1:
        metric = _of_list(metric, part)
    if len(metric) < 2 and not noun:
        metric = _done(before)
    if len(metric) < 2:
        return None
    return Metric(metric, about, _skip(words, about, metric), quantity.end)


def _known(words: str) -> int:
    """How many characters at the end of words are the name of a known variable."""
    names, longest = _variables()
    return next((size for size in range(min(longest, len(words)), 1, -1) if words[-size:] in names), 0)


def _skip(words: str, about: str | None, metric: str) -> int:
    at = words.find(about) if about else words.rfind(metric) if metric else len(words)
    return max(at, 0)


def _noun_after(text: str, quantity: Quantity, end: int) -> tuple[str, int] | None:
    """The counted noun behind a number of things, with its end: 52户[链上企业]."""
    kind = kind_of(quantity.unit)
    if kind == "money":
        fund = _FUND.match(text, quantity.end, end)
        return (fund["noun"], fund.end()) if fund else None
    if kind not in ("count", "mass", "area", "volume", "length", "power", ""):
        return None
    if not quantity.unit or _VERB_AFTER.match(
        text[quantity.end : min(end, quantity.end + 4)].removeprefix("的")
    ):
        return None
    found = (
        _QUOTED.match(text, quantity.end, end)
        or _HAMLET.match(text, quantity.end, end)
        or _NOUN.match(text, quantity.end, end)
    )
    if not found:
        return None
    noun = found["noun"]
    stop = _NOUN_END.search(noun, 2)
    if stop:
        whole = kind_of(quantity.unit) == "count" and stop[0] in ("项目", "工程")
        noun = noun[: stop.end() if whole else stop.start()]
    if kind_of(quantity.unit) == "count":
        if _MEASURED.search(noun):  # 30种蔬菜均价, 9个断面优良比例: what follows is measured, not counted
            return None
        noun = noun.removesuffix("中")
    return (noun, found.start("noun") + len(noun)) if len(noun) >= 2 or found.re is _HAMLET else None


def _split(words: str) -> tuple[str | None, str]:
    """Split 东陵区百合专业镇完成产值 into whom it is about and what is measured."""
    words = bare(words)
    about: str | None = None
    verbs = list(_verbs().finditer(words, 0, len(words) - _known(words)))
    if modal := _MODAL.match(words):
        return modal["about"], bare(modal["rest"])
    if verbs and verbs[-1].end() == len(words):
        return _subject(words[: verbs[-1].start()]), ""
    if verbs and len(words) - verbs[-1].end() >= 2:
        about, words = _subject(words[: verbs[-1].start()]), words[verbs[-1].end() :]
    if is_whole(words):
        return about or words, ""
    if whole := _WHOLE.match(words):
        rest = words[whole.end() :]
        if len(rest) >= 2:
            return about or whole[0].rstrip("的"), bare(rest)
    if about is None and (entity := _OWN.match(words)):
        return entity["about"], bare(entity["rest"])
    if about is None and (area := _AREA.match(words)) and len(words) - area.end() >= 2:
        return area["about"], bare(words[area.end() :].removeprefix("的"))
    return about, bare(words)


def _subject(words: str) -> str | None:
    """What stands before the verb, when it can be a subject."""
    words = bare(re.sub(r"(?:计划|将|力争|已|预计|拟|累计|共|先后|新|还|今年)+$", "", _COPULA.sub("", words)))
    for verb in _verbs().finditer(words):
        words = words[: verb.start()]
        break
    return words if 2 <= len(words) <= 20 and _ENTITY.search(words) else None


def _done(words: str) -> str:
    """单日最高接待 8.6万人次: a verb that ends the words and has nothing behind the number is the metric."""
    words = bare(words)
    verb = next((v for v in _verbs().finditer(words) if v.end() == len(words)), None)
    return words if verb and verb[0] not in _PLAIN_VERBS else ""


def _of_places(words: str, part: tuple[int, int]) -> Metric | None:
    """松溪县、青禾县、江北区生产总值分别为: one place a number."""
    found = _PLACES.match(words)
    if not found:
        return None
    places = re.split(r"[、和及与]|以及", found["places"])
    metric = bare(_COPULA.sub("", words[found.end() :])).removeprefix("分别")
    if len(places) != part[1] or len(metric) < 2:
        return None
    return Metric(metric, places[part[0]], 0, 0)


def of_leaders(words: str, size: int) -> list[Metric]:
    """Return what each number measures in 投资增速居前三位的是甲县、乙县和丙区,分别…; or nothing."""
    found = _LEADERS.search(words) if "的" in words and ("前" in words or "后" in words) else None
    places = re.split(r"[、和及与]|以及", found["places"]) if found else []
    if not found or len(places) != size:
        return []
    again = bare(found["again"])
    metric = bare(found["metric"]) if only_modifies(again) else again
    return [] if len(metric) < 2 else [Metric(metric, place, 0, 0) for place in places]


def _of_list(metric: str, part: tuple[int, int]) -> str:
    """PM2.5、PM10浓度 for the first of two numbers: PM2.5浓度."""
    index, size = part
    if metric.startswith("城乡") and size == 2:
        return ("城镇", "农村")[index] + metric[2:]
    splits = (re.split(marks, metric) for marks in ("、", "[、和]", "[、和及与]"))
    names = next((names for names in splits if len(names) == part[1]), [metric])
    if len(names) != size:
        return metric
    tail = _TAIL.search(names[-1])
    name = names[index]
    return name + tail[0] if tail and not _TAIL.search(name) else name
