"""From values to a file: the same document gives the same bytes."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from pathlib import Path

from bridgehead.report._file import replace
from bridgehead.report.official import _frame
from bridgehead.report.official._blocks import Blocks
from bridgehead.report.official._page import Sheet
from bridgehead.report.official.values import OfficialDocument

__all__ = ["as_bytes", "write"]

_ZIP_DATE = (1980, 1, 1, 0, 0, 0)


def as_bytes(document: OfficialDocument, language: str = "zh") -> bytes:
    """Return the .docx of a document.

    Parameters
    ----------
    document : OfficialDocument
        What it says.
    language : {"zh", "en"}
        Of the words that the layout adds: numerals, 抄送, 数据口径 …

    Returns
    -------
    bytes
        The same for the same input, whenever and wherever it is made.
    """
    sheet = Sheet(language, numbered_first=document.kind != "letter")
    _frame.head(sheet, document)
    blocks = Blocks(sheet)
    blocks.write(document.body)
    _frame.end(sheet, document)
    # Behind a signature the list of figures is an annex and begins a page, as annexes do.
    blocks.closing(new_page=bool(document.signer))
    _frame.colophon(sheet, document)
    properties = sheet.file.core_properties
    moment = dt.datetime.combine(document.date, dt.time())
    properties.title, properties.author = document.title.replace("\n", ""), document.signer or document.issuer
    properties.created = properties.modified = moment
    properties.last_modified_by, properties.comments = "", ""
    properties.language, properties.revision = "en" if language == "en" else "zh-CN", 1
    packed = io.BytesIO()
    sheet.file.save(packed)
    return _undated(packed)


def _undated(packed: io.BytesIO) -> bytes:
    """Return the same archive without the moment at which it was packed."""
    out = io.BytesIO()
    with zipfile.ZipFile(packed) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            entry = zipfile.ZipInfo(name, _ZIP_DATE)
            entry.compress_type = zipfile.ZIP_DEFLATED
            target.writestr(entry, source.read(name))
    return out.getvalue()


def write(document: OfficialDocument, path: Path, language: str = "zh") -> None:
    """Write a document as .docx, whole or not at all.

    Parameters
    ----------
    document : OfficialDocument
        What it says.
    path : path
        The file; replaced in one step.
    language : {"zh", "en"}
        Of the words that the layout adds.

    Raises
    ------
    UsageError
        If the file cannot be written.
    """
    replace(path, as_bytes(document, language))
