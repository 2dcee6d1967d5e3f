"""What kind of source a text is: nothing is read from fiction, templates and adverts."""

from __future__ import annotations

import re
from typing import Literal

__all__ = ["source_kind"]

Kind = Literal["news", "notice", "table", "fiction", "template", "advert"]

_BLANK = re.compile(
    r"[xX×Ｘ*＊]{1,4}(?:\.[xX×]+)?\s*(?:%|％|亿|万|个|家|户|元|年|月|日|省|市|县|区|公司|同志|项目|村|镇)|[_＿]{3,}|某某|\{\{?\w+\}?\}|【[^】]{1,12}(?:填写|名称|姓名|日期)】"
)
_CHAPTER = re.compile(r"(?m)^\s*第[一二三四五六七八九十百千零〇\d]+[章回节卷]")
_TALE = re.compile(
    r"心[里中头](?:一|暗|不|想|咯噔|却)|暗[自道想忖]|冷笑|苦笑|微微一笑|点了点头|皱了?皱眉|叹了口气|瞪了|愣了|脸色|眼神|目光|嘴角|低声道|笑道|问道|答道|说道|怒道|沉声"
    r"|办公室的门|递(?:过|给)|香烟|茶杯|抿了|官场|小说|连载|下一章|上一章|书友|求月票|主角|穿越|重生"
)
_QUOTED_TALK = re.compile(r"[:：,，][“\"][^”\"\n]{2,40}[”\"]\s*(?:\n|$)|^[“\"][^”\"\n]{2,60}[”\"]\s*$", re.M)
_SELLING = re.compile(
    r"加微信|微信号|扫码关注|立即咨询|咨询热线|全国热线|限时优惠|包邮|代写|代发|招商加盟|诚招代理|优惠价|抢购|免费领取|开户即送|注册即送|客服QQ|体育投注|博彩|彩金"
    r"|售完即止|开盘|首付|认筹|置业|热线[:：]|到访客户|老带新|赠送|立减|折优惠|要约邀请|升值空间|限量|特价|促销|代理商|诚聘|低至|起售|预订|本广告"
)
_NOTICE = re.compile(
    r"(?m)^\s*[^\n]{0,30}(?:关于[^\n]{2,60}的(?:通知|公告|通报|意见|批复|函|决定|公示))\s*$|[政办发函]\s*[〔\[【(]\d{4}[〕\]】)]\s*\d+号"
)


def source_kind(text: str) -> Kind:
    """Tell what kind of source a clean text is.

    Parameters
    ----------
    text : str
        The clean text.

    Returns
    -------
    {"news", "notice", "table", "fiction", "template", "advert"}
        ``news`` when nothing speaks for another kind.
    """
    size = max(len(text), 400) / 1000
    if len(_BLANK.findall(text)) / size >= 3:
        return "template"
    selling = len(set(_SELLING.findall(text)))
    if selling >= 4 and selling / size >= 4:
        return "advert"
    tale = len(_TALE.findall(text)) + 2 * len(_CHAPTER.findall(text)) + len(_QUOTED_TALK.findall(text))
    if tale / size >= 4:
        return "fiction"
    lines = [line for line in text.splitlines() if line.strip()]
    if len(lines) >= 3 and sum(line.count("\t") >= 2 or line.count("|") >= 3 for line in lines) * 2 > len(
        lines
    ):
        return "table"
    return "notice" if _NOTICE.search(text) else "news"
