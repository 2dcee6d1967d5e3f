"""The files: lines as .txt, .html, .docx or .pdf, tables as .csv or .xlsx; the same bytes each time."""

from __future__ import annotations

import codecs
import csv
import html
import io
import zipfile
from datetime import UTC, datetime
from pathlib import PurePath
from typing import Any

from samples.generator.page import PageLine
from samples.generator.pdf import pdf

__all__ = ["table", "text"]

_MADE = datetime(2024, 12, 1, tzinfo=UTC)
_TAGS = {"title": "h1", "kicker": "h3", "subtitle": "h2", "furniture": "div", "footer": "div"}


def text(name: str, raw: str, lines: list[PageLine], page: dict[str, Any]) -> bytes:
    """Return the bytes of a page's file; the name's suffix decides the format."""
    suffix = PurePath(name).suffix
    pieces = [(line.role, raw[line.start : line.end]) for line in lines]
    if suffix == ".html":
        return _html(pieces, page)
    if suffix == ".docx":
        return _docx(pieces, page)
    if suffix == ".pdf":
        return pdf([_articles(pieces)], int(page.get("pdf_columns", 2)))
    encoding = page.get("encoding", "utf-8")
    if encoding == "utf-16":  # little-endian with its mark, whatever machine makes it
        return codecs.BOM_UTF16_LE + raw.encode("utf-16-le")
    return raw.encode(encoding)


def _html(pieces: list[tuple[str, str]], page: dict[str, Any]) -> bytes:
    encoding = page.get("encoding", "gbk")
    body = "\n".join(
        f'<{tag} class="{role}">{html.escape(words, quote=False)}</{tag}>'
        for role, words in pieces
        for tag in (_TAGS.get(role, "p"),)
    )
    title = next((words for role, words in pieces if role == "title"), "")
    head = f'<meta charset="{encoding}">\n<title>{html.escape(title)}_云岭日报网</title>'
    if published := page.get("published"):
        head += f'\n<meta name="PubDate" content="{published}">'
    whole = f"<!DOCTYPE html>\n<html>\n<head>\n{head}\n</head>\n<body>\n{body}\n</body>\n</html>\n"
    return whole.encode(encoding, "xmlcharrefreplace")


def _docx(pieces: list[tuple[str, str]], page: dict[str, Any]) -> bytes:
    import docx

    document = docx.Document()
    properties = document.core_properties
    properties.author, properties.title = "云岭市人民政府办公室", str(page.get("title", ""))
    properties.created = properties.modified = _MADE.replace(tzinfo=None)
    properties.comments = ""
    for role, words in pieces:
        if role == "title":
            document.add_heading(words, level=1)
        else:
            document.add_paragraph(words)
    if rows := page.get("rows"):
        grid = document.add_table(rows=0, cols=len(rows[0]))
        for row in rows:
            for cell, value in zip(grid.add_row().cells, row, strict=True):
                cell.text = str(value)
    memory = io.BytesIO()
    document.save(memory)
    return _still(memory.getvalue())


def _still(data: bytes) -> bytes:
    """Return a zip file with its members' times fixed, so that the same content has the same bytes."""
    memory = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(memory, "w", zipfile.ZIP_STORED) as new:
        for member in old.infolist():
            info = zipfile.ZipInfo(member.filename, (1980, 1, 1, 0, 0, 0))
            new.writestr(info, old.read(member), zipfile.ZIP_DEFLATED)
    return memory.getvalue()


def _articles(pieces: list[tuple[str, str]]) -> list[tuple[str, list[str]]]:
    out: list[tuple[str, list[str]]] = []
    for role, words in pieces:
        if role == "title" or not out:
            out.append((words, []))
        else:
            out[-1][1].append(words)
    return out


def table(name: str, rows: list[list[Any]], page: dict[str, Any]) -> bytes:
    """Return the bytes of a table's file, .csv or .xlsx."""
    if PurePath(name).suffix == ".csv":
        memory = io.StringIO()
        csv.writer(memory, lineterminator="\r\n").writerows(rows)
        return memory.getvalue().encode(page.get("encoding", "utf-8-sig"))
    import xlsxwriter

    data = io.BytesIO()
    book = xlsxwriter.Workbook(data, {"in_memory": True})
    book.set_properties({"created": _MADE, "author": "云岭市统计局"})
    sheet = book.add_worksheet(str(page.get("title", "Sheet1")))
    for i, row in enumerate(rows):
        sheet.write_row(i, 0, row)
    book.close()
    return _still(data.getvalue())
