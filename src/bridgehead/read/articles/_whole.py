"""Pages that are one article: without roles, a notice, a work report."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bridgehead.read import notices
from bridgehead.read._page import Page
from bridgehead.read.articles._draft import Draft
from bridgehead.read.articles._rows import Row, is_opening, words_of

__all__ = ["notice", "whole", "work_report"]

_REPORT = re.compile(
    r"^(?:.{0,20}政府)?工作报告(?:[(（].{1,12}[)）])?$|关于(?:20\d\d年)?.{0,20}工作的?报告(?:[(（].{1,12}[)）])?$"
)


def whole(page: Page) -> list[Draft]:
    """Return a page without roles as one article."""
    text = page.clean.strip()
    start = page.clean.find(text)
    return [Draft(start, start + len(text), start, lead=text[:400])] if text else []


def notice(page: Page, rows: Sequence[Row]) -> Draft | None:
    """A notice is one article, unless it stands on a page with others."""
    form = notices.form(page.clean)
    if form is None:
        return None
    outside = [row for row in rows if not form.start <= row.start < form.end]
    if any(is_opening(row.text) for row in outside if row.role in ("body", "byline")):
        return None
    heads = [("title", form.title)]
    lead = page.clean[form.body : form.body + 400]
    return Draft(form.start, form.end, form.body, heads, lead, kind="notice")


def work_report(rows: Sequence[Row]) -> Draft | None:
    """A government's work report is one article, whatever headings it holds."""
    told = [row for row in rows if row.role not in ("furniture", "footer")]
    at = next((i for i, row in enumerate(told[:3]) if _REPORT.search(words_of(row))), None)
    below = told[at + 1 :] if at is not None else []
    if at is None or not any(row.role == "body" for row in below):
        return None
    if any(row.role in ("speaker", "byline", "credit") or is_opening(row.text) for row in below):
        return None
    title, last = told[at], told[-1]
    body = [row for row in told[at + 1 :] if row.role == "body"]
    lead = "\n".join(row.text for row in body)[:400]
    return Draft(title.start, last.end, body[0].start, [("title", words_of(title))], lead, kind="report")
