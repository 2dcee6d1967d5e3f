"""One cell → one value, or what is wrong with it."""

from __future__ import annotations

import datetime as dt
import re
from functools import lru_cache
from typing import Any

import msgspec

from bridgehead.ledger.tables.columns import wording
from bridgehead.read import periods
from bridgehead.records import PartialDate

__all__ = ["LONGEST_CELL", "Trouble", "Wrong", "date_in", "number_in", "orgs_in", "percent_in", "text_in"]

LONGEST_CELL = 32_767
"""The most characters that Excel keeps in a cell; a cell of that length was most likely cut."""

_FIRST_DAY, _LAST_DAY = dt.date(1949, 10, 1), dt.date(2100, 12, 31)
_SERIAL_ZERO = dt.date(1899, 12, 30)
_ERRORS = frozenset({"#REF!", "#N/A", "#NAME?", "#VALUE!", "#DIV/0!", "#NUM!", "#NULL!"})
_NUMERIC_DAY = re.compile(
    r"(?P<y>\d{4}|\d{2})[-./．、](?P<m>\d{1,2})[-./．、](?P<d>\d{1,2})(?:日)?"
    r"(?:[ T]\d{1,2}:\d{2}(?::\d{2})?(?:\.\d+)?)?"
)
_NUMERIC_MONTH = re.compile(r"(?P<y>\d{4})[-./．](?P<m>\d{1,2})")
_COMPACT_DAY = re.compile(r"(?P<y>20\d{2}|19\d{2})(?P<m>\d{2})(?P<d>\d{2})")
_YEAR = re.compile(r"(?P<y>\d{4})年?(?:度|内|底前?|末)?")
_RELATIVE = re.compile(r"[明次来后去上下前翌][年月周]|[本当][月周]|(?:个?[月周]|[日天])[内后]")
"""Times told from the day of writing, which a table does not keep."""
_BEFORE = re.compile(r"(?:之前|以前|前|止|截止|完成|办结)+$")
_LEADS = re.compile(r"[（(【\[]\s*(?:牵头|主办|负责|lead)(?:单位)?\s*[)）】\]]|^(?:牵头|主办)(?:单位)?[：:]")
_ASSISTS = re.compile(r"[（(【\[]\s*(?:配合|协办|assist)(?:单位)?\s*[)）】\]]|^(?:配合|协办)(?:单位)?[：:]")
_DEPARTMENTS = re.compile(r"[、，,;；/／|\n\r]+")
_NUMBER = re.compile(r"[-+]?\d[\d,，]*(?:\.\d+)?")
_NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


class Trouble(msgspec.Struct, frozen=True):
    """What is wrong with a cell, or worth saying about it.

    Attributes
    ----------
    code : str
        Which trouble it is.
    zh, en : str
        One sentence in each language.
    column : int or None
        The cell's column from 0; None for the row.
    header : str
        The column's header as the sheet has it.
    value : str
        What stands in the cell.
    """

    code: str
    zh: str
    en: str
    column: int | None = None
    header: str = ""
    value: str = ""

    def at(self, column: int, header: str, value: object) -> Trouble:
        """Return it with the cell that it is about."""
        return msgspec.structs.replace(self, column=column, header=header, value=str(value)[:200])


class Wrong(Exception):
    """A cell that cannot be read; the row goes back to the office."""

    def __init__(self, code: str, zh: str, en: str) -> None:
        super().__init__(en)
        self.trouble = Trouble(code, zh, en)


def text_in(value: Any) -> str:
    """Return a cell as text: whole numbers without a point, dates in ISO form, text without outer spaces.

    Raises
    ------
    Wrong
        If it holds the error of a formula.
    """
    if type(value) is str:
        return _clean(value)
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    if isinstance(value, dt.datetime):
        return value.date().isoformat() if value.time() == dt.time() else value.isoformat(" ")
    return str(value)


def _clean(value: str) -> str:
    text = value.strip()
    if text.isprintable():
        if text[:1] == "#" and text in _ERRORS:
            raise Wrong("formula", f"公式出错：{text}", f"a formula failed: {text}")
        return text
    return _NOT_IN_XML.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def is_blank(text: str) -> bool:
    """Whether a cell says nothing: empty, a dash, 无."""
    return not text or wording("blank", text) is not None


class Deadline(msgspec.Struct, frozen=True):
    """What a cell says about a day: the day, or that there is none, and what was taken for granted."""

    day: dt.date | None
    note_zh: str = ""
    note_en: str = ""


def date_in(value: Any, year: int | None, *, end: bool) -> Deadline:
    """Return the day that a cell names.

    Parameters
    ----------
    value : str, float, date or datetime
        The cell.
    year : int or None
        The year that a day without one belongs to.
    end : bool
        Whether the last day is meant where a month or season is named (a deadline), or the first.

    Raises
    ------
    Wrong
        If it names no day, or one before 1949 or after 2100.
    """
    if isinstance(value, dt.datetime):
        return _known(value.date())
    if isinstance(value, dt.date):
        return _known(value)
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return _number_date(float(value))
    return _text_date(text_in(value), year, end)


def _known(day: dt.date) -> Deadline:
    if not _FIRST_DAY <= day <= _LAST_DAY:
        raise Wrong("date", f"日期超出范围：{day}", f"the date is out of range: {day}")
    return Deadline(day)


def _number_date(value: float) -> Deadline:
    if 18_000 <= value < 74_000:  # Excel's own count of days: 1949 to 2102
        return _known(_SERIAL_ZERO + dt.timedelta(days=int(value)))
    return _text_date(text_in(value), None, True)


@lru_cache(maxsize=50_000)
def _text_date(text: str, year: int | None, end: bool) -> Deadline:
    if wording("open_ended", text) is not None:
        return Deadline(
            None, f"“{text}”没有具体日期，不设办理时限", f"“{text}” names no day: no due date is set"
        )
    body = _BEFORE.sub("", text.strip())
    for form in (_NUMERIC_DAY, _COMPACT_DAY, _NUMERIC_MONTH, _YEAR):
        if found := form.fullmatch(body):
            return _known(_day(found, text, end))
    if re.fullmatch(r"\d{5}", body):
        return _number_date(float(body))
    found_periods = periods.find(text)
    if not found_periods or _RELATIVE.search(text):
        raise _unreadable(text)
    one = found_periods[-1] if end else found_periods[0]
    rest = text[: found_periods[0].start] + text[found_periods[-1].end :]
    if len(re.sub(r"[\s，。；,;（）()前底内止之以完成办结力争确保于在]", "", rest)) > 4:
        raise _unreadable(text)
    return _of_period((one.last if end else one.first) or one.first, text, year, end)


def _day(found: re.Match[str], text: str, end: bool) -> dt.date:
    told = found.groupdict()
    year = int(told["y"]) + (2000 if len(told["y"]) == 2 else 0)
    month = int(told["m"]) if told.get("m") else None
    try:
        partial = PartialDate(year, month, int(told["d"]) if told.get("d") else None)
        return partial.last() if end else partial.first()
    except ValueError as error:
        raise _unreadable(text) from error


def _of_period(iso: str | None, text: str, year: int | None, end: bool) -> Deadline:
    try:
        partial = PartialDate.parse((iso or "")[:10])
    except ValueError as error:
        raise _unreadable(text) from error
    note_zh = note_en = ""
    if partial.year is None:
        if year is None:
            raise Wrong(
                "date_year",
                f"日期没有年份：{text}（请写明年份，或加“年度”一列）",
                f"the date has no year: {text} (write the year, or add a column of it)",
            )
        try:
            partial = partial.with_year(year)
        except ValueError as error:
            raise _unreadable(text) from error
        note_zh, note_en = f"“{text}”按 {year} 年理解", f"“{text}” is taken to be of {year}"
    day = _known(partial.last() if end else partial.first()).day
    return Deadline(day, note_zh, note_en)


def _unreadable(text: str) -> Wrong:
    return Wrong(
        "date",
        f"看不懂的日期：{text[:40]}（可写成 2026-03-31 或 2026年3月底）",
        f"not a date: {text[:40]} (write 2026-03-31 or 2026年3月底)",
    )


def number_in(value: Any) -> float:
    """Return the number in a cell.

    Raises
    ------
    Wrong
        If there is none.
    """
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return float(value)
    text = text_in(value)
    if not _NUMBER.fullmatch(text):
        raise Wrong("number", f"不是数字：{text[:40]}", f"not a number: {text[:40]}")
    return float(text.replace(",", "").replace("，", ""))


def percent_in(value: Any, scale: float = 1.0) -> float:
    """Return the per cent in a cell, 0 to 100.

    Parameters
    ----------
    value : str or float
        ``80``, ``80%``, ``约80%``; or ``0.8`` in a column of shares.
    scale : float
        What numbers without a sign are multiplied by: 100 in a column of shares.

    Raises
    ------
    Wrong
        If there is none, or it is below 0 or above 100.
    """
    text = text_in(value)
    if isinstance(value, str):
        marked = text.rstrip().endswith(("%", "％"))
        told = re.sub(r"^(?:约|近|完成|已完成|达到|达)+|[%％]$", "", text).strip()
        percent = number_in(told) * (1.0 if marked else scale)
    else:
        percent = number_in(value) * scale
    if not 0 <= percent <= 100:
        raise Wrong(
            "percent",
            f"进度应在 0 到 100 之间：{text}",
            f"a progress is between 0 and 100 per cent: {text}",
        )
    return round(percent, 6)


class Orgs(msgspec.Struct, frozen=True):
    """Departments in a cell, in its order, each once; and those that it marks itself."""

    names: tuple[str, ...]
    lead: str | None = None
    assists: tuple[str, ...] = ()


@lru_cache(maxsize=50_000)
def orgs_in(text: str) -> Orgs:
    """Return the departments that a cell names, parted by 、，,;/ or line breaks.

    A name that is marked （牵头） or （配合） is told apart from the others.
    """
    names: dict[str, None] = {}
    lead, assists = None, []
    assisting = False
    for part in _DEPARTMENTS.split(text):
        assisting = assisting or part.strip().startswith(("配合单位", "协办单位", "配合：", "协办："))
        name = _LEADS.sub("", _ASSISTS.sub("", part)).strip(" \u3000。.：:")
        if not name or wording("blank", name) is not None:
            continue
        if _LEADS.search(part.strip()):
            lead = lead or name
        elif assisting or _ASSISTS.search(part.strip()):
            assists.append(name)
        names[name] = None
    return Orgs(tuple(names), lead, tuple(assists))
