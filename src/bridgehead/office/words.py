"""The words pages use for what records hold: kinds, fields, codes, dates and figures."""

from __future__ import annotations

import re
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import ngettext_lazy as many

from bridgehead import terms
from bridgehead.records import PartialDate

__all__ = [
    "CODES",
    "KINDS",
    "code",
    "damage",
    "day",
    "doubt_words",
    "figure",
    "kind",
    "qualified",
    "score_parts",
]

KINDS: dict[str, Any] = {
    "document": many("文档", "文档"),
    "article": many("文章", "文章"),
    "directive": many("指示要求", "指示要求"),
    "commitment": many("承诺表态", "承诺表态"),
    "observation": many("指标数据", "指标数据"),
    "project": many("项目", "项目"),
    "event": many("活动", "活动"),
    "person": many("人名", "人名"),
    "post": many("职务", "职务"),
    "membership": many("任职", "任职"),
    "organization": many("机构", "机构"),
    "area": many("地名", "地名"),
    "link": many("落实线索", "落实线索"),
    "gap": many("未见落实", "未见落实"),
    "appeal": many("诉求", "诉求"),
    "problem": many("热点问题", "热点问题"),
    "tour_request": many("调研申请", "调研申请"),
    "tour": many("调研安排", "调研安排"),
    "reading": many("监测读数", "监测读数"),
    "index_value": many("指数", "指数"),
    "finding": many("发现", "发现"),
    "work_system": many("工作体系", "工作体系"),
    "doubt": many("读不懂处", "读不懂处"),
}
"""Record types as people call them, for one and for many."""

CODES: dict[str, Promise] = {
    "stated": lazy("原文写明"),
    "inferred": lazy("推断"),
    "leader": lazy("带队"),
    "companion": lazy("陪同"),
    "host": lazy("主持"),
    "attendee": lazy("出席"),
    "visit": lazy("调研"),
    "meeting": lazy("会议"),
    "signing": lazy("签约"),
    "study_tour": lazy("考察学习"),
    "tentative": lazy("拟办"),
    "confirmed": lazy("已定"),
    "passed": lazy("已办"),
    "cancelled": lazy("取消"),
    "level": lazy("水平值"),
    "growth": lazy("增速"),
    "share": lazy("占比"),
    "count": lazy("个数"),
    "rank": lazy("位次"),
    "yoy": lazy("同比"),
    "qoq": lazy("环比"),
    "wow": lazy("比上周"),
    "gap": lazy("相差"),
    "avg": lazy("平均"),
    "up": lazy("上升"),
    "down": lazy("下降"),
    "same": lazy("持平"),
    "agreed": lazy("协议投资"),
    "invested": lazy("已投资"),
    "output": lazy("产值"),
    "capacity": lazy("产能"),
    "signed": lazy("已签约"),
    "planned": lazy("计划"),
    "started": lazy("已开工"),
    "built": lazy("已建成"),
    "operating": lazy("已投产"),
    "news": lazy("新闻"),
    "notice": lazy("公文"),
    "table": lazy("表格"),
    "fiction": lazy("文学作品"),
    "template": lazy("模板"),
    "advert": lazy("广告"),
    "hijacked": lazy("被篡改的网页"),
    "spun": lazy("伪原创"),
    "visit_report": lazy("调研报道"),
    "meeting_report": lazy("会议报道"),
    "feature": lazy("通讯"),
    "commentary": lazy("评论"),
    "brief": lazy("简讯"),
    "statement": lazy("表态发言"),
    "report": lazy("工作报告"),
    "caption": lazy("图片说明"),
    "national": lazy("国家级"),
    "country": lazy("国家"),
    "region": lazy("地区"),
    "province": lazy("省"),
    "provincial": lazy("省级"),
    "prefecture": lazy("地市"),
    "county": lazy("县区"),
    "township": lazy("乡镇"),
    "village": lazy("村、社区"),
    "zone": lazy("园区"),
    "site": lazy("地点"),
    "party": lazy("党的机构"),
    "government": lazy("政府机构"),
    "company": lazy("企业"),
    "park": lazy("园区"),
    "institution": lazy("事业单位"),
    "school": lazy("学校"),
    "court": lazy("法院、检察院"),
    "hospital": lazy("医院"),
    "association": lazy("社会团体"),
    "media": lazy("媒体"),
    "other": lazy("其他"),
    "repaired": lazy("已修复"),
    "suggested": lazy("建议，未采用"),
    "unknown": lazy("无法判读"),
    "rejected": lazy("否定"),
    "reopened": lazy("撤回"),
    "act": lazy("采取行动"),
    "outcome": lazy("取得结果"),
    "project": lazy("落到项目"),
    "plan": lazy("作出安排"),
    "echo": lazy("只是重申"),
    "strong": lazy("直接回应"),
    "partial": lazy("部分回应"),
    "weak": lazy("关系较远"),
    "noted": lazy("备注"),
    "day": lazy("精确到日"),
    "month": lazy("精确到月"),
    "year": lazy("精确到年"),
}
"""The closed vocabularies of record fields."""


def kind(type_name: str, number: int = 1) -> str:
    """Return the word for a number of records of a type; Chinese has one word for all numbers."""
    return str(KINDS[type_name] % number) if type_name in KINDS else type_name


def code(value: str) -> str:
    """Return the word for a code of a closed vocabulary; other text is returned as it is."""
    return str(CODES.get(value, value))


def doubt_words(column: str = "") -> dict[str, str]:
    """Return the reader's word for each kind of doubt, or with ``"try"`` what can be done about it."""
    language = "en" if (get_language() or "").startswith("en") else "zh"
    name = f"{column}_{language}" if column else language
    return {row["kind"]: row[name] for row in terms.table("doubts")}


def score_parts() -> dict[str, str]:
    """Return the word for each part of a lead's score in the reader's language."""
    english = (get_language() or "").startswith("en")
    return {row["feature"]: row["en" if english else "zh"] for row in terms.table("follow/weights")}


def damage() -> dict[str, str]:
    """Return the word for each kind of damage in the reader's language."""
    english = (get_language() or "").startswith("en")
    return {row["kind"]: row["en" if english else "zh"] for row in terms.table("damage")}


def day(text: str | None) -> str:
    """Return a partial ISO date, or an interval of two, in words.

    Examples
    --------
    ``2023-02`` is 2023年2月; ``--02-15`` is 2月15日（年份不详）. What is no such date is returned as it is.
    """
    if not text:
        return ""
    if "/" in text:
        first, _slash, last = text.partition("/")
        if ".." in (first, last):
            known = {"day": day(first if last == ".." else last)}
            return _("%(day)s以来") % known if last == ".." else _("截至%(day)s") % known
        return day(first) if first == last else _interval(day(first), day(last))
    try:
        date = PartialDate.parse(text)
    except ValueError:
        return text
    if date.year is None:
        if date.day is None:
            return _("%(month)d月（年份不详）") % {"month": date.month}
        return _("%(month)d月%(day)d日（年份不详）") % {"month": date.month, "day": date.day}
    parts = {"year": date.year, "month": date.month, "day": date.day}
    if date.day is not None:
        return _("%(year)d年%(month)d月%(day)d日") % parts
    if date.month is not None:
        return _("%(year)d年%(month)d月") % parts
    return _("%(year)d年") % parts


def _interval(first: str, last: str) -> str:
    """Join two days in words; Chinese does not say the year, or the month of two days, twice."""
    remark = re.search(r" ?[(（][^()（）]+[)）]$", last)
    if remark and first.endswith(remark[0]):  # the year of both is unknown: once is enough
        first = first.removesuffix(remark[0])
    for known in (r"\d+年\d+月(?=\d)", r"\d+年(?=\d)", r"\d+月(?=\d)"):
        one, other = re.match(known, first), re.match(known, last)
        if one and other and one[0] == other[0]:
            return f"{first}—{last[other.end() :]}"
    return f"{first}—{last}"


def figure(value: float | None, unit: str | None = None) -> str:
    """Return a number as people write it: ``249``, ``3.72``, ``86,858``, with its unit."""
    if value is None:
        return ""
    number = f"{value:,.6f}".rstrip("0").rstrip(".")
    return (
        f"{number}{unit or ''}" if (unit or "")[:1] in {"%", "‰", "℃"} else f"{number} {unit or ''}".strip()
    )


def qualified(value: float | None, unit: str | None, qualifier: str | None) -> str:
    """Return a figure with its 约, 余 or 以上 where Chinese puts it: ``约 3 家``, ``40余家``, ``30%以上``."""
    if not qualifier or value is None:
        return figure(value, unit)
    if qualifier in ("余", "多"):
        return f"{figure(value)}{qualifier}{unit or ''}"
    if qualifier in ("以上", "以下", "以内", "左右", "上下"):
        return f"{figure(value, unit)}{qualifier}"
    return f"{qualifier} {figure(value, unit)}"
