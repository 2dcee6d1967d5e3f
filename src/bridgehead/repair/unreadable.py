"""Characters that say nothing: bytes that no decoder could read, and fonts that nobody else has.

Nothing is changed: what was lost is marked where it stands, with outcome ``unknown``.
"""

from __future__ import annotations

import re

from bridgehead.repair._compose import Note

__all__ = ["unreadable"]

# What stands between U+FFFD is GBK that happened to be valid UTF-8; it says as little.
_LOST = re.compile(
    "[\ufffd\ue000-\uf8ff\U000f0000-\U000ffffd\U00100000-\U0010fffd\x80-\x9f][\ufffd\u0080-\u07ff\ue000-\uf8ff]*"
)

# Memory that was never written, and U+FFFD twice, both read as GBK. 烫烫烫 may be said of a dish.
_FILLED = re.compile(
    "锟斤拷?(?:锟斤拷?|斤拷|锟)*|斤拷(?:锟斤?|斤)拷?|屯{3,}|烫{3,}(?![！!。，,的了啊呀得死伤])|烫{6,}"
)

_GARBLED = re.compile(
    "[\u00a1-\u00b6\u00b8-\u00d6\u00d8-\u00ff]"
    "[\u0080-\u00ff\u0152-\u017e\u02c6\u02dc\u2013-\u203a\u20ac\u2122 ]{3,}"
)
_SYMBOL = re.compile("[\u00a1-\u00b6\u00b8-\u00bf\u201a-\u203a\u2122]")
_LETTERS = re.compile("[\u00c0-\u00d6\u00d8-\u00ff]")


def unreadable(text: str) -> list[Note]:
    """Find what no one can read.

    Parameters
    ----------
    text : str
        The text in which wrong encodings were set right as far as possible.

    Returns
    -------
    list of Note
        One a run, of kind ``mojibake`` and outcome ``unknown``.
    """
    notes = []
    for match in _LOST.finditer(text):
        run = match[0]
        if "\ufffd" in run:
            notes.append(_note(match, "解码失败：此处有字丢失，原文无从得知"))
        elif run[0] >= "\ue000":
            notes.append(_note(match, "私用区字符：离开原字体无从得知是什么"))
        else:
            notes.append(_note(match, "控制区字符：解码有误，原文无从得知"))
    maybe = "锟" in text or "斤拷" in text or "屯屯" in text or "烫烫" in text
    for match in _FILLED.finditer(text) if maybe else ():
        filled = match[0][0] in "烫屯"
        why = "未初始化内存被当作文字" if filled else "无法解码的字节又被当作 GBK 解码"
        notes.append(_note(match, f"{why}，原文无从得知"))
    for match in _GARBLED.finditer(text):
        if _SYMBOL.search(match[0]) and len(_LETTERS.findall(match[0])) >= 2:
            notes.append(_note(match, "编码有误且有字节丢失，原文无从得知"))
    return sorted(notes)


def _note(match: re.Match[str], evidence: str) -> Note:
    start, end = match.span()
    end -= len(match[0]) - len(match[0].rstrip(" "))
    return Note(start, end, match[0], "mojibake", 0.9, "unknown", evidence)
