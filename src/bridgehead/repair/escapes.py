r"""Characters written as codes nobody decoded: ``\u5f20``, ``%E5%BC%A0``, ``&nbsp``, ``??`` for a space.

A code is decoded where it stands in Chinese text and gives Chinese characters. In addresses and in text about
codes it is left alone or only suggested. Control characters, which no one sees, go.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from itertools import chain
from typing import NamedTuple
from urllib.parse import unquote_to_bytes

from bridgehead.repair._compose import Change, Note
from bridgehead.repair._han import HAN_CLASS, is_han, is_standard

__all__ = ["escapes", "likely_escapes"]

_MAYBE_CODE = re.compile(r"[\\%=][\\uxA-Fa-f0-9][xuA-Fa-f0-9]")
_CODES = re.compile(
    r"(?:\\{1,2}u[0-9A-Fa-f]{4})+"
    r"|(?:\\{1,2}x[0-9A-Fa-f]{2}){3,}"
    r"|(?:%u[0-9A-Fa-f]{4})+"
    r"|(?:%[0-9A-Fa-f]{2}){3,}"
    r"|(?:=[0-9A-F]{2}){3,}"
)
_BARE_CODES = re.compile(r"u(?<![A-Za-z0-9]u)[4-9][0-9a-fA-F]{3}(?:u[4-9][0-9a-fA-F]{3})+(?![A-Za-z0-9])")
_CODE_POINT = re.compile("u([0-9A-Fa-f]{4})")
_BYTE = re.compile(r"(?:\\{1,2}x|=)(?=[0-9A-Fa-f]{2})")
_ADDRESS = re.compile(r"[A-Za-z0-9/:?=&.#_@+-]$")
_ADDRESS_GOES_ON = re.compile(r"[A-Za-z0-9/?=&#_+-]")
_ABOUT_CODES = re.compile(
    "编码|转义|编碼|字符集|Unicode|UTF|GBK|JSON|json|代码|字符串|正则|网址|链接|解码|乱码|码点|URL"
)
_PUNCTUATION = frozenset("，。、；：？！“”‘’（）《》〈〉【】〔〕—…·％　")

_SPACE_CODE = re.compile("(?:&(?:amp;)?nbsp(?:[;；]|(?![A-Za-z;；]))|(?<![&A-Za-z])nbsp;)+")
_ONE_SPACE_CODE = re.compile("nbsp")
_TWICE = re.compile("&amp;(?:nbsp|ensp|emsp|ldquo|rdquo|lsquo|rsquo|hellip|mdash|middot|quot);")

_MARKS = re.compile(r"\?\?+")
_LABEL = re.compile("(?:记者|記者|通讯员|通訊員|作者|编辑|編輯|责编|来源|來源|摄影|攝影|审核|校对|[:：])$")
_BEHIND = re.compile(
    "(?:来源|來源|作者|编辑|編輯|责编|責編|责任编辑|浏览|瀏覽|点击|點擊|字号|字號|发布|發布|記者|记者|通讯员|通訊員|摄影|攝影|摄|攝|[文图圖][/／]|打印|分享)"
)
_POST = re.compile(
    "(?:书记|書記|[市县县区镇乡局厅院校处科部会省州旗社队]长|[縣區鎮鄉廳處會]長|主任|主席|代表|经理|經理|总理|總理)$"
)
_NAME = re.compile(rf"[{HAN_CLASS}]{{2,3}}(?=[\s，,、。；;（(）)?]|$|[在到率对说指强表主出参要來来調调])")
_ASKS = re.compile("[吗呢吧么谁哪几何否啥嗎麼誰幾怎岂豈难難]|多少|为什|為什|是不是|有没有|什么|[想请请]问")
_CONTROL = re.compile(
    "[\x00-\x08\x0b\x0e-\x1f\x7f\xad\u180e\u200c-\u200f\u202a-\u202e\u2061-\u2064\u2066-\u206f\ufff9-\ufffb]+"
)
_JOINERS = re.compile("[\u200c-\u200f\u202a-\u202e\u2066-\u2069]")
_JOINED_SCRIPT = re.compile("[\u0590-\u0dff\u1800-\u18af\u2190-\u2bff\ufe0f\U0001f000-\U0001faff]")


class _Code(NamedTuple):
    """A run of codes and what it says; ``sure`` where it stands in Chinese text that is not about codes."""

    start: int
    end: int
    clean: str
    sure: bool


def escapes(text: str) -> list[Change]:
    """Find codes to be decoded, no-break spaces that became question marks, and control characters.

    Parameters
    ----------
    text : str
        Any text.

    Returns
    -------
    list of Change
        Of kind ``mark`` and ``space``, in order.
    """
    found: list[Change] = []
    evidence = "未解码的转义字符"
    found += (Change(*code[:3], "mark", 0.97, evidence) for code in _codes(text) if code.sure)
    if "nbsp" in text or "&amp;" in text:
        found += _entities(text)
    if "??" in text:
        found += _no_break(text)
    found += _controls(text)
    return sorted(found)


def likely_escapes(text: str) -> list[Note]:
    """Find codes that may be meant as codes: what they would say is suggested.

    Parameters
    ----------
    text : str
        Any text.

    Returns
    -------
    list of Note
        Of kind ``mark`` and outcome ``suggested``.
    """
    return [
        Note(code.start, code.end, code.clean, "mark", 0.6, "suggested", "可能是未解码的转义字符")
        for code in _codes(text)
        if not code.sure
    ]


def _codes(text: str) -> Iterator[_Code]:
    marked = _CODES.finditer(text) if _MAYBE_CODE.search(text) else ()
    for match in chain(marked, _BARE_CODES.finditer(text)):
        start, end = match.span()
        clean = _decoded(match[0])
        if not clean or not _is_chinese(clean):
            continue
        before, behind = text[max(0, start - 1) : start], text[end : end + 1]
        if match[0][0] in "%=" and (_ADDRESS.match(before) or _ADDRESS_GOES_ON.match(behind)):
            continue
        line = text[text.rfind("\n", 0, start) + 1 : (text.find("\n", end) + 1 or len(text) + 1) - 1]
        han = sum(map(is_han, clean))
        beside = any(is_han(char) or char in _PUNCTUATION for char in (before + behind))
        alone = not before.strip() and not behind.strip()
        sure = (han >= 2 or beside) and (beside or alone) and not _ABOUT_CODES.search(line)
        yield _Code(start, end, clean, sure)


def _decoded(code: str) -> str:
    """Return what a run of codes says; empty if nothing."""
    if _CODE_POINT.match(code.lstrip("\\%")):
        points = [int(point, 16) for point in _CODE_POINT.findall(code)]
        return "" if any(0xD800 <= point < 0xE000 for point in points) else "".join(map(chr, points))
    data = unquote_to_bytes(_BYTE.sub("%", code))
    for encoding in ("utf-8", "gb18030"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    return ""


def _is_chinese(text: str) -> bool:
    """Return whether a text is Chinese without digits and letters: those are never taken from a code."""
    return any(map(is_han, text)) and all(
        char in _PUNCTUATION or char in " ,.:;()" or (is_han(char) and is_standard(char)) for char in text
    )


def _entities(text: str) -> Iterator[Change]:
    for match in _SPACE_CODE.finditer(text):
        spaces = " " * len(_ONE_SPACE_CODE.findall(match[0]))
        yield Change(match.start(), match.end(), spaces, "mark", 0.97, "未解码的不换行空格")
    for match in _TWICE.finditer(text):
        if "nbsp" not in match[0]:
            clean = html.unescape(html.unescape(match[0]))
            yield Change(match.start(), match.end(), clean, "mark", 0.97, "两次转义的 HTML 实体")


def _no_break(text: str) -> Iterator[Change]:
    """Find question marks that were no-break spaces: each of its two bytes became one."""
    for match in _MARKS.finditer(text):
        start, end = match.span()
        if (end - start) % 2:
            continue
        line_start = text.rfind("\n", 0, start) + 1
        before, behind = text[line_start:start], text[end : end + 12].partition("\n")[0]
        if _is_space(before, behind):
            spaces = " " * ((end - start) // 2)
            yield Change(start, end, spaces, "space", 0.95, "不换行空格被解码成问号")


def _is_space(before: str, behind: str) -> bool:
    if not before.strip("? \u3000"):
        return (
            bool(behind)
            and (is_han(behind[0]) or behind[0] in "（(“《【一1234567890")
            and not _ASKS.search(behind)
        )
    if _ASKS.search(before[-30:]):
        return False
    if _BEHIND.match(behind):
        return True
    label = _LABEL.search(before)
    return bool((label or _POST.search(before)) and _NAME.match(behind))


def _controls(text: str) -> Iterator[Change]:
    for match in _CONTROL.finditer(text):
        start, end = match.span()
        # Joiners and direction marks belong to other scripts and to emoji.
        beside = text[max(0, start - 1) : start] + text[end : end + 1]
        if not (_JOINERS.search(match[0]) and _JOINED_SCRIPT.search(beside)):
            yield Change(start, end, "", "space", 1.0, "看不见的控制字符")
